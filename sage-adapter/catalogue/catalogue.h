// SPDX-License-Identifier: Apache-2.0
// What was read from Sage: items, customers, tax details, warehouses, transaction definitions and
// the custom fields of a definition. An immutable snapshot: a refresh builds a new one and replaces
// the old at once, so that a mapping in progress sees one consistent state.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sage {

/// One record of Sage. `fields` holds what the edition's mapping needs, under the names Sage uses.
struct CatalogueRecord {
    std::string kind;  ///< edition's own word: "item", "customer", "txn-definition" …
    std::string id;    ///< the code people use; unique within the kind
    std::string key;   ///< Sage's internal key, where it has one
    std::string name;
    bool active = true;
    std::map<std::string, std::string, std::less<>> fields;
};

class Catalogue {
  public:
    Catalogue() = default;
    /// Records of one kind with the same id: the last wins.
    Catalogue(std::vector<CatalogueRecord> records, std::int64_t read_at_ms);

    /// Null if Sage has none of that kind and id. The pointer lives as long as the catalogue.
    const CatalogueRecord* find(std::string_view kind, std::string_view id) const;

    std::size_t count(std::string_view kind) const;
    /// Records of a kind in the order of their ids.
    std::vector<const CatalogueRecord*> all(std::string_view kind) const;

    /// When reading it ended, on the host's clock; 0: never read.
    std::int64_t read_at_ms() const { return read_at_ms_; }
    bool empty() const { return read_at_ms_ == 0; }

  private:
    using ByIdentifier = std::map<std::string, CatalogueRecord, std::less<>>;
    std::map<std::string, ByIdentifier, std::less<>> kinds_;
    std::int64_t read_at_ms_ = 0;
};

}  // namespace sage
