// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/catalogue/catalogue_builder.h"

#include <algorithm>
#include <utility>

namespace sage {

CatalogueBuilder::CatalogueBuilder(std::shared_ptr<const Catalogue> before)
    : before_(std::move(before)) {}

CatalogueBuilder::Held CatalogueBuilder::hold(CatalogueRecord record) const {
    if (const Catalogue::Kind* const same_kind = before_->of_kind(record.kind)) {
        const auto known = same_kind->records.find(record.id);
        if (known != same_kind->records.end() && *known->second == record) {
            return known->second;
        }
    }
    record.fields.shrink();
    return std::make_shared<const CatalogueRecord>(std::move(record));
}

void CatalogueBuilder::add(CatalogueRecord record) {
    std::vector<Held>& records = kinds_[record.kind].records;
    records.push_back(hold(std::move(record)));
}

void CatalogueBuilder::change(std::string_view kind, const std::vector<std::string>& keys,
                              std::vector<CatalogueRecord> records) {
    Building& building = kinds_[std::string(kind)];
    building.changed = true;
    building.keys.insert(keys.begin(), keys.end());
    for (CatalogueRecord& record : records) {
        building.records.push_back(hold(std::move(record)));
    }
}

void CatalogueBuilder::keep_keys_of(std::string_view kind, std::string_view other) {
    kinds_[std::string(kind)].other = other;
}

void CatalogueBuilder::drop(std::string_view kind) {
    if (const auto building = kinds_.find(kind); building != kinds_.end()) {
        kinds_.erase(building);
    }
}

// The last of an id wins, also over one that was taken over: a code that was given to another
// record is that one's.
Catalogue::ByIdentifier CatalogueBuilder::records_of(std::string_view kind,
                                                     const Building& building) const {
    Catalogue::ByIdentifier records;
    const Catalogue::Kind* const old = building.changed ? before_->of_kind(kind) : nullptr;
    records.reserve(building.records.size() + (old == nullptr ? 0 : old->records.size()));
    if (old != nullptr) {
        for (const auto& [id, record] : old->records) {
            if (!building.keys.contains(record->key)) {
                records.emplace(id, record);
            }
        }
    }
    for (const Held& record : building.records) {
        // Not assigned: the key is a text of the record that it leads to.
        records.erase(record->id);
        records.emplace(record->id, record);
    }
    return records;
}

std::size_t CatalogueBuilder::count_changed(std::string_view kind) const {
    const auto building = kinds_.find(kind);
    return building == kinds_.end() ? 0 : records_of(kind, building->second).size();
}

void CatalogueBuilder::place(Catalogue& catalogue, const std::string& kind,
                             Catalogue::ByIdentifier records) const {
    const auto old = before_->kinds_.find(kind);
    const bool same = old != before_->kinds_.end() &&
                      old->second->records.size() == records.size() &&
                      std::all_of(records.begin(), records.end(), [&](const auto& record) {
                          return before_->find(kind, record.first) == record.second.get();
                      });
    catalogue.kinds_.emplace(kind, same ? old->second : Catalogue::indexed(std::move(records)));
}

Catalogue CatalogueBuilder::finish(std::int64_t read_at_ms) {
    Catalogue catalogue;
    catalogue.read_at_ms_ = read_at_ms;
    for (const auto& [kind, building] : kinds_) {
        if (building.other.empty()) {
            place(catalogue, kind, records_of(kind, building));
        }
    }
    for (const auto& [kind, building] : kinds_) {
        if (building.other.empty()) {
            continue;
        }
        std::unordered_set<std::string_view> keys;
        if (const Catalogue::Kind* const other = catalogue.of_kind(building.other)) {
            for (const auto& [id, record] : other->records) {
                keys.insert(record->key);
            }
        }
        Catalogue::ByIdentifier records = records_of(kind, building);
        std::erase_if(records,
                      [&](const auto& record) { return !keys.contains(record.second->key); });
        place(catalogue, kind, std::move(records));
    }
    kinds_.clear();
    return catalogue;
}

}  // namespace sage
