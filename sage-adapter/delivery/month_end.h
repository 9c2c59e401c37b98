// SPDX-License-Identifier: Apache-2.0
// The end of a month: an alert for each month that is over, or ends today, and open in Sage, while
// documents of it are not posted. Once the books are closed, such documents are held or get another
// date; before that there is something to be done. It ends when all are posted, or with the close.
//
// Only where the master data tells up to which day the books are closed (closed_books). Days are
// those of UTC, by the host's clock.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "sage-adapter/base/status.h"
#include "sage-adapter/catalogue/catalogue.h"
#include "sage-adapter/delivery/alerts.h"
#include "sage-adapter/delivery/delivery_parts.h"

namespace sage {

/// The day that the warehouse gave the document, YYYY-MM-DD; empty: it has none, or its content is
/// gone.
std::string business_date(const Entry& entry);

/// Thread-safe. Calls the store with a lock in hand, the host without.
class MonthEnd {
  public:
    /// @param parts, alerts  outlive this
    MonthEnd(const DeliveryParts& parts, Alerts& alerts) : parts_(parts), alerts_(alerts) {}

    /// Looks at what is open, once an hour and after each reading of the master data. True: it told
    /// something.
    Result<bool> watch(const Catalogue& catalogue);

  private:
    Result<std::map<std::string, std::int64_t>> open_by_month() const;
    Result<bool> tell(const std::map<std::string, std::int64_t>& months,
                      const std::string& closed_until, const std::string& today);

    const DeliveryParts& parts_;
    Alerts& alerts_;
    std::mutex mutex_;
    std::int64_t looked_ms_ = 0;
    std::int64_t catalogue_ms_ = 0;  ///< when it was read, as of that look
};

}  // namespace sage
