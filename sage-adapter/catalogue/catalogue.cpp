// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/catalogue/catalogue.h"

#include <algorithm>
#include <utility>

namespace sage {
namespace {

bool comes_first(const CatalogueRecord* left, const CatalogueRecord* right) {
    return left->id < right->id;
}

}  // namespace

std::string_view field_of(const CatalogueRecord* record, std::string_view name) {
    return record == nullptr ? std::string_view() : record->fields.text(name);
}

bool is_usable(const CatalogueRecord* record) {
    return record != nullptr && record->active;
}

Catalogue::Catalogue(std::vector<CatalogueRecord> records, std::int64_t read_at_ms)
    : read_at_ms_(read_at_ms) {
    std::map<std::string, ByIdentifier, std::less<>> kinds;
    for (CatalogueRecord& record : records) {
        ByIdentifier& same_kind = kinds[record.kind];
        record.fields.shrink();
        Held held = std::make_shared<const CatalogueRecord>(std::move(record));
        // Not assigned: the key is a text of the record that it leads to.
        same_kind.erase(held->id);
        same_kind.emplace(held->id, std::move(held));
    }
    for (auto& [kind, same_kind] : kinds) {
        kinds_.emplace(kind, indexed(std::move(same_kind)));
    }
}

std::shared_ptr<const Catalogue::Kind> Catalogue::indexed(ByIdentifier records) {
    auto kind = std::make_shared<Kind>();
    kind->records = std::move(records);
    for (const auto& [id, record] : kind->records) {
        for (const auto& [name, text] : record->fields) {
            if (name.starts_with(match_prefix)) {
                auto index = kind->indexes.find(name);
                if (index == kind->indexes.end()) {
                    index = kind->indexes.emplace(name, Index()).first;
                }
                index->second.emplace(text, record.get());
            }
        }
    }
    return kind;
}

const Catalogue::Kind* Catalogue::of_kind(std::string_view kind) const {
    const auto same_kind = kinds_.find(kind);
    return same_kind == kinds_.end() ? nullptr : same_kind->second.get();
}

const CatalogueRecord* Catalogue::find(std::string_view kind, std::string_view id) const {
    const Kind* const same_kind = of_kind(kind);
    if (same_kind == nullptr) {
        return nullptr;
    }
    const auto record = same_kind->records.find(id);
    return record == same_kind->records.end() ? nullptr : record->second.get();
}

const Catalogue::Index* Catalogue::index_of(std::string_view kind, std::string_view field) const {
    const Kind* const same_kind = of_kind(kind);
    if (same_kind == nullptr) {
        return nullptr;
    }
    const auto index = same_kind->indexes.find(field);
    return index == same_kind->indexes.end() ? nullptr : &index->second;
}

std::vector<const CatalogueRecord*> Catalogue::find_by(std::string_view kind,
                                                       std::string_view field,
                                                       std::string_view value) const {
    std::vector<const CatalogueRecord*> records;
    if (const Index* index = index_of(kind, field)) {
        const auto [begin, end] = index->equal_range(value);
        for (auto found = begin; found != end; ++found) {
            records.push_back(found->second);
        }
        std::sort(records.begin(), records.end(), comes_first);
    }
    return records;
}

bool Catalogue::has_any(std::string_view kind, std::string_view field) const {
    return index_of(kind, field) != nullptr;
}

std::size_t Catalogue::count(std::string_view kind) const {
    const Kind* const same_kind = of_kind(kind);
    return same_kind == nullptr ? 0 : same_kind->records.size();
}

std::vector<const CatalogueRecord*> Catalogue::all(std::string_view kind) const {
    std::vector<const CatalogueRecord*> records;
    if (const Kind* const same_kind = of_kind(kind)) {
        records.reserve(same_kind->records.size());
        for (const auto& [id, record] : same_kind->records) {
            records.push_back(record.get());
        }
        std::sort(records.begin(), records.end(), comes_first);
    }
    return records;
}

CatalogueDifference::CatalogueDifference(const Catalogue& before, const Catalogue& after) {
    for (const auto& [name, kind] : after.kinds_) {
        const Catalogue::Kind* const old = before.of_kind(name);
        if (old == kind.get()) {
            continue;
        }
        for (const auto& [id, record] : kind->records) {
            const CatalogueRecord* const known = before.find(name, id);
            if (known != record.get() && (known == nullptr || *known != *record)) {
                put.push_back(record.get());
            }
        }
    }
    for (const auto& [name, kind] : before.kinds_) {
        if (after.of_kind(name) == kind.get()) {
            continue;
        }
        for (const auto& [id, record] : kind->records) {
            if (after.find(name, id) == nullptr) {
                gone.push_back(record.get());
            }
        }
    }
}

}  // namespace sage
