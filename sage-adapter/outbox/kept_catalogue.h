// SPDX-License-Identifier: Apache-2.0
// What a store knows of the catalogue that it keeps, so that a save writes only what changed. Each
// save gives the catalogue on disk the next version; what is known holds as long as the version on
// disk is the same, because another host may have replaced it. It costs no memory of its own: the
// snapshot is the one that is in use.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "sage-adapter/base/status.h"
#include "sage-adapter/catalogue/catalogue.h"

namespace sage {

/// A catalogue on disk.
struct StoredCatalogue {
    Catalogue catalogue;
    std::int64_t version = 0;  ///< 0: nothing is known of what is on disk

    /// Whether this is what is on disk, where its version and its time stand as these texts. Both
    /// are compared: programs from before there were versions write the time alone.
    bool is(std::string_view version_text, std::string_view read_at_text) const;
};

/// Names under which both are kept beside the records.
inline constexpr std::string_view catalogue_version_note = "catalogue_version";
inline constexpr std::string_view catalogue_read_at_note = "catalogue_read_at_ms";

/// 0: the text is no version.
std::int64_t catalogue_version(std::string_view text);

/// Thread-safe.
class KeptCatalogue {
  public:
    void know(StoredCatalogue stored) {
        const std::lock_guard lock(mutex_);
        stored_ = std::move(stored);
    }
    /// Nothing is known afterwards, until know().
    StoredCatalogue take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(stored_, {});
    }

    /// Saves by `write`, which is given what is known and what differs from that, and sets the new
    /// version. Nothing is known after a failure: it may have been kept all the same.
    template <class Write>
    Result<void> save(const Catalogue& catalogue, const Write& write) {
        const StoredCatalogue known = take();
        std::int64_t version = 0;
        // Before there is a transaction, which everybody else would wait for.
        const CatalogueDifference difference(known.catalogue, catalogue);
        Result<void> written = write(known, difference, version);
        if (written.ok()) {
            know({catalogue, version});
        }
        return written;
    }
    /// What `load` returns is known from then on.
    template <class Load>
    Result<Catalogue> load(const Load& load) {
        Result<StoredCatalogue> stored = load();
        if (!stored.ok()) {
            return stored.error();
        }
        know(stored.value());
        return std::move(stored.value().catalogue);
    }

  private:
    std::mutex mutex_;
    StoredCatalogue stored_;
};

}  // namespace sage
