// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/catalogue/catalogue.h"

#include <algorithm>
#include <utility>

namespace sage {

Catalogue::Catalogue(std::vector<CatalogueRecord> records, std::int64_t read_at_ms)
    : read_at_ms_(read_at_ms) {
    for (CatalogueRecord& record : records) {
        ByIdentifier& same_kind = kinds_[record.kind];
        std::string id = record.id;
        same_kind.insert_or_assign(std::move(id), std::move(record));
    }
    for (const auto& [kind, same_kind] : kinds_) {
        for (const CatalogueRecord* record : all(kind)) {
            for (auto field = record->fields.lower_bound(match_prefix);
                 field != record->fields.end() && field->first.starts_with(match_prefix); ++field) {
                indexes_[kind][field->first][field->second].push_back(record->id);
            }
        }
    }
}

const CatalogueRecord* Catalogue::find(std::string_view kind, std::string_view id) const {
    const auto same_kind = kinds_.find(kind);
    if (same_kind == kinds_.end()) {
        return nullptr;
    }
    const auto record = same_kind->second.find(id);
    return record == same_kind->second.end() ? nullptr : &record->second;
}

const Catalogue::Index* Catalogue::index_of(std::string_view kind, std::string_view field) const {
    const auto same_kind = indexes_.find(kind);
    if (same_kind == indexes_.end()) {
        return nullptr;
    }
    const auto index = same_kind->second.find(field);
    return index == same_kind->second.end() ? nullptr : &index->second;
}

std::vector<const CatalogueRecord*> Catalogue::find_by(std::string_view kind,
                                                       std::string_view field,
                                                       std::string_view value) const {
    std::vector<const CatalogueRecord*> records;
    if (const Index* index = index_of(kind, field)) {
        if (const auto found = index->find(value); found != index->end()) {
            for (const std::string& id : found->second) {
                records.push_back(find(kind, id));
            }
        }
    }
    return records;
}

bool Catalogue::has_any(std::string_view kind, std::string_view field) const {
    return index_of(kind, field) != nullptr;
}

std::size_t Catalogue::count(std::string_view kind) const {
    const auto same_kind = kinds_.find(kind);
    return same_kind == kinds_.end() ? 0 : same_kind->second.size();
}

std::vector<const CatalogueRecord*> Catalogue::all(std::string_view kind) const {
    std::vector<const CatalogueRecord*> records;
    if (const auto same_kind = kinds_.find(kind); same_kind != kinds_.end()) {
        records.reserve(same_kind->second.size());
        for (const auto& [id, record] : same_kind->second) {
            records.push_back(&record);
        }
        std::sort(records.begin(), records.end(),
                  [](const CatalogueRecord* left, const CatalogueRecord* right) {
                      return left->id < right->id;
                  });
    }
    return records;
}

}  // namespace sage
