// SPDX-License-Identifier: Apache-2.0
// Makes the next snapshot of the catalogue beside the one in use. A record that did not change is
// shared with that one, so that a second reading of everything needs little memory of its own; a
// kind that did not change is shared as a whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "sage-adapter/catalogue/catalogue.h"

namespace sage {

/// For one thread.
class CatalogueBuilder {
  public:
    /// @param before  not null
    explicit CatalogueBuilder(std::shared_ptr<const Catalogue> before);

    /// A record of a kind of which nothing is taken over from before.
    void add(CatalogueRecord record);

    /// The kind is what it was before but for the records with these keys, which are now `records`.
    void change(std::string_view kind, const std::vector<std::string>& keys,
                std::vector<CatalogueRecord> records);
    /// Of a kind that was changed: as many there are now.
    std::size_t count_changed(std::string_view kind) const;
    /// Of a kind that was changed only the records stay whose keys those of the other kind have.
    void keep_keys_of(std::string_view kind, std::string_view other);

    /// Nothing is known any more of the kind: it begins anew.
    void drop(std::string_view kind);

    Catalogue finish(std::int64_t read_at_ms);

  private:
    using Held = Catalogue::Held;
    struct Building {
        std::vector<Held> records;
        bool changed = false;  ///< taken over, and so is what has none of `keys`
        std::unordered_set<std::string> keys{};
        std::string other{};  ///< the kind whose keys stay; empty: all
    };

    Held hold(CatalogueRecord record) const;
    Catalogue::ByIdentifier records_of(std::string_view kind, const Building& building) const;
    void place(Catalogue& catalogue, const std::string& kind,
               Catalogue::ByIdentifier records) const;

    std::shared_ptr<const Catalogue> before_;
    std::map<std::string, Building, std::less<>> kinds_;
};

}  // namespace sage
