// SPDX-License-Identifier: Apache-2.0
// What was read from Sage: items, customers, tax details, warehouses, transaction definitions and
// the custom fields of a definition. An immutable snapshot: a refresh builds a new one and replaces
// the old at once, so that a mapping in progress sees one consistent state.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

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
    std::map<std::string, std::string, std::less<>> fields;
};

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
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>{}(text);
        }
    };
    // Hashed: a document asks for each item, and with a tree half the cost is comparing ids.
    template <class Value>
    using ByText = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;
    using ByIdentifier = ByText<CatalogueRecord>;
    // Ids and no pointers, so that a copy of a catalogue stands on its own.
    using Index = ByText<std::vector<std::string>>;
    using Indexes = std::map<std::string, Index, std::less<>>;

    const Index* index_of(std::string_view kind, std::string_view field) const;

    ByText<ByIdentifier> kinds_;
    std::map<std::string, Indexes, std::less<>> indexes_;  ///< by kind, then by field
    std::int64_t read_at_ms_ = 0;
};

}  // namespace sage
