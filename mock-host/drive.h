// SPDX-License-Identifier: Apache-2.0
// Drives trade through the small WMS and hands what comes of it to the plugin.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "mock-host/host.h"
#include "mock-host/net.h"
#include "mock-host/reconcile.h"
#include "mock-host/retail.h"
#include "mock-host/wms/documents.h"
#include "mock-host/wms/warehouse.h"

namespace wms {

using StockFigures = std::map<std::pair<std::string, std::string>, Decimal>;

/// One pass over a file's trade, on several threads: a document waits for its disk, others need
/// not.
class Drive {
  public:
    /// All of it outlives the Drive.
    Drive(const RetailTrade& trade, const NetFigures& net, Host& host, const Clock& clock);

    /// Returns once everything is handed over or refused. @param tell  called now and then
    void run(unsigned threads, const std::function<void()>& tell);

    std::size_t handed_over() const { return handed_over_.load(); }
    std::int64_t orders() const { return orders_.load(); }
    std::int64_t documents() const { return documents_.load(); }
    /// How long each hand-over took.
    std::vector<std::int64_t>& submit_microseconds() { return submit_microseconds_; }
    const std::vector<Problem>& problems() const { return problems_; }

    /// What was accepted: in Sage if posted, otherwise waiting for a person.
    std::vector<Expected> expected(const Postings& postings) const;

    /// What a Sage that had `before` has now, for the items of this trade.
    StockFigures expected_stock(const std::vector<SageStock>& before) const;

  private:
    struct Slot {
        std::string message_id;  ///< empty: not accepted
        Expected expected;
    };
    using Microseconds = std::vector<std::int64_t>;

    void hand_over();
    Done one(const Trade& trade, Slot& slot, Microseconds& microseconds);
    Done sale(const Trade& trade, Slot& slot, Microseconds& microseconds);
    Result<Despatch> send_off(const Trade& trade);
    Done submit(const Message& message, Expected expected, const Trade& trade, Slot& slot,
                Microseconds& microseconds);
    Result<Receipt> timed_submit(const Message& message, Microseconds& microseconds);
    Envelope envelope() const;

    const RetailTrade& trade_;
    const NetFigures& net_;
    Host& host_;
    const Clock& clock_;
    Warehouse warehouse_;
    std::vector<Slot> slots_;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<std::size_t> handed_over_ = 0;
    std::atomic<std::int64_t> orders_ = 0;
    std::atomic<std::int64_t> documents_ = 0;
    std::mutex mutex_;
    std::condition_variable all_done_;
    unsigned done_ = 0;
    Microseconds submit_microseconds_;
    std::vector<Problem> problems_;
};

}  // namespace wms
