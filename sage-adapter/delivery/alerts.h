// SPDX-License-Identifier: Apache-2.0
// What the host was told that a person is to look at, and that is not over: told once by the event
// `attention` with a key, and its end by another one with the same key and `closed`. So a host's
// list of open alerts is right without asking.
//
// What is open is kept in the outbox, so that a restart tells nothing twice, and of several hosts
// one tells. Alerts about one document are no part of this: its own events end them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/delivery/delivery_parts.h"

namespace sage {

/// What alerts are about: their key is one of these, or begins with it.
namespace alert_key {
inline constexpr std::string_view token = "authorisation";
inline constexpr std::string_view token_end = "authorisationEnd";
inline constexpr std::string_view session = "session";
inline constexpr std::string_view right = "right:";      ///< to read master data
inline constexpr std::string_view setting = "setting:";  ///< does not fit Sage
inline constexpr std::string_view cause = "cause:";      ///< documents are held for it
inline constexpr std::string_view period = "period:";    ///< documents of a month are not posted

/// The same for equal problems.
std::string of(std::string_view kind, const Problem& problem);
}  // namespace alert_key

/// Thread-safe. Calls the store with a lock in hand, the host without.
class Alerts {
  public:
    /// @param parts  outlive this
    explicit Alerts(const DeliveryParts& parts) : parts_(parts) {}

    /// Reads what is open, by whichever host it was told.
    Result<void> read();
    /// Tells it, unless it is open. True: it was told now.
    /// @param root_cause  documents are held for it; or empty
    /// @param again       told anew with these words, though it is open
    Result<bool> open(const std::string& key, const Problem& problem,
                      std::string_view root_cause = {}, bool again = false);
    /// Tells its end, if it is open. True: it was told now. An alert that another host told since
    /// read() is not known here, and that host ends it.
    Result<bool> close(std::string_view key);
    /// close() for each that is open and whose key begins with `kind`, but for those that stand.
    /// True: something was told.
    Result<bool> close_others(std::string_view kind,
                              const std::function<bool(std::string_view key)>& stands);
    /// The keys of those that are open and begin with it.
    std::vector<std::string> of_kind(std::string_view kind) const;

  private:
    const DeliveryParts& parts_;
    mutable std::mutex mutex_;
    std::map<std::string, std::string, std::less<>> open_;  ///< key and event
};

}  // namespace sage
