// SPDX-License-Identifier: Apache-2.0
// What was read from Sage: items, customers, tax details, warehouses, transaction definitions and
// the custom fields of a definition. An immutable snapshot: a refresh builds a new one and replaces
// the old at once, so that a mapping in progress sees one consistent state. Snapshots share what
// did not change between them (catalogue_builder.h); a copy is cheap and stands on its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sage-adapter/catalogue/catalogue_fields.h"

namespace sage {

/// Fields whose names begin with this are what records are found by besides their id: a code that
/// other programs know them by, in one normal form (mapping/match_keys.h).
inline constexpr std::string_view match_prefix = "match:";

/// One record of Sage. `fields` holds what the edition's mapping needs, under the names Sage uses.
struct CatalogueRecord {
    std::string kind;  ///< edition's own word: "item", "customer", "txn-definition" …
    std::string id;    ///< the code people use; unique within the kind
    std::string key;   ///< Sage's internal key, where it has one
    std::string name;
    bool active = true;
    CatalogueFields fields;

    bool operator==(const CatalogueRecord& other) const = default;
};

/// The field of a record; empty if the record or the field is missing.
std::string_view field_of(const CatalogueRecord* record, std::string_view name);
/// There is one, and it is active.
bool is_usable(const CatalogueRecord* record);

class Catalogue {
  public:
    Catalogue() = default;
    /// Records of one kind with the same id: the last wins.
    Catalogue(std::vector<CatalogueRecord> records, std::int64_t read_at_ms);

    /// Null if Sage has none of that kind and id. The pointer lives as long as the catalogue.
    const CatalogueRecord* find(std::string_view kind, std::string_view id) const;

    /// Records of the kind whose `field` (its name begins with match_prefix) is exactly `value`, in
    /// the order of their ids; found by an index, whatever the number of records.
    std::vector<const CatalogueRecord*> find_by(std::string_view kind, std::string_view field,
                                                std::string_view value) const;
    /// Whether any record of the kind has that field.
    bool has_any(std::string_view kind, std::string_view field) const;

    std::size_t count(std::string_view kind) const;
    /// Records of a kind in the order of their ids.
    std::vector<const CatalogueRecord*> all(std::string_view kind) const;

    /// When reading it ended, on the host's clock; 0: never read.
    std::int64_t read_at_ms() const { return read_at_ms_; }
    bool empty() const { return read_at_ms_ == 0; }

  private:
    friend class CatalogueBuilder;
    friend struct CatalogueDifference;

    using Held = std::shared_ptr<const CatalogueRecord>;
    // Hashed: a document asks for each item, and with a tree half the cost is comparing ids. The
    // keys are texts of the records themselves, which no longer change.
    using ByIdentifier = std::unordered_map<std::string_view, Held>;
    using Index = std::unordered_multimap<std::string_view, const CatalogueRecord*>;
    struct Kind {
        ByIdentifier records;
        std::map<std::string, Index, std::less<>> indexes;  ///< by field
    };

    static std::shared_ptr<const Kind> indexed(ByIdentifier records);
    const Kind* of_kind(std::string_view kind) const;
    const Index* index_of(std::string_view kind, std::string_view field) const;

    std::map<std::string, std::shared_ptr<const Kind>, std::less<>> kinds_;
    std::int64_t read_at_ms_ = 0;
};

/// What has to be written where `before` is kept, so that `after` is kept. The records live as long
/// as both catalogues.
struct CatalogueDifference {
    CatalogueDifference(const Catalogue& before, const Catalogue& after);

    std::vector<const CatalogueRecord*> put;   ///< new, or other than before
    std::vector<const CatalogueRecord*> gone;  ///< of no id any more, as they were before
};

}  // namespace sage
