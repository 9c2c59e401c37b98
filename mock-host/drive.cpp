// SPDX-License-Identifier: Apache-2.0
// Each thread takes the next invoice. An order and its despatch are handed over by one thread, in
// this order; what belongs together stays together.
#include "mock-host/drive.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace wms {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kTellEvery{500};

Problem about(const Trade& trade, Problem problem) {
    problem.pointer =
        "invoice " + trade.invoice + (problem.pointer.empty() ? "" : " " + problem.pointer);
    return problem;
}

}  // namespace

Drive::Drive(const RetailTrade& trade, const NetFigures& net, Host& host, const Clock& clock)
    : trade_(trade), net_(net), host_(host), clock_(clock), slots_(trade.trades.size()) {
    for (const auto& [id, item] : trade.master_data.items) {
        // Of what only came back no stock was there before.
        if (!item.charge && item.stock > Decimal{}) {
            const Done received = warehouse_.receive(kRetailSite, id, item.stock);
            if (!received.ok()) {
                problems_.push_back(received.problem());
            }
        }
    }
}

void Drive::run(unsigned threads, const std::function<void()>& tell) {
    threads = std::max(threads, 1U);
    std::vector<std::thread> crew;
    crew.reserve(threads);
    for (unsigned index = 0; index < threads; ++index) {
        crew.emplace_back([this] { hand_over(); });
    }
    {
        std::unique_lock lock(mutex_);
        while (!all_done_.wait_for(lock, kTellEvery, [&] { return done_ == threads; })) {
            tell();
        }
    }
    for (std::thread& thread : crew) {
        thread.join();
    }
}

std::vector<Expected> Drive::expected(const Postings& postings) const {
    std::vector<Expected> accepted;
    for (const Slot& slot : slots_) {
        if (slot.message_id.empty()) {
            continue;
        }
        accepted.push_back(slot.expected);
        const auto posting = postings.find(slot.message_id);
        accepted.back().posted = posting.has_value() && posting->state == "posted";
    }
    return accepted;
}

StockFigures Drive::expected_stock(const std::vector<SageStock>& before) const {
    StockFigures figures;
    for (const StockFigure& figure : warehouse_.stock()) {
        figures[{figure.site, figure.item}] = figure.on_hand;
    }
    for (const auto& [id, item] : trade_.master_data.items) {
        if (!item.charge) {
            figures[{kRetailSite, id}] -= item.stock;
        }
    }
    for (const SageStock& figure : before) {
        // In a Sage without places all of an item is in none.
        const std::string site = figure.location.empty() ? kRetailSite : figure.location;
        const auto known = figures.find({site, figure.item});
        if (known != figures.end()) {
            known->second += figure.quantity;
        }
    }
    return figures;
}

void Drive::hand_over() {
    Microseconds microseconds;
    std::vector<Problem> problems;
    for (std::size_t index = next_++; index < trade_.trades.size(); index = next_++) {
        const Trade& trade = trade_.trades[index];
        const Done done = one(trade, slots_[index], microseconds);
        if (!done.ok()) {
            problems.push_back(about(trade, done.problem()));
        }
        ++handed_over_;
    }
    const std::lock_guard lock(mutex_);
    submit_microseconds_.insert(submit_microseconds_.end(), microseconds.begin(),
                                microseconds.end());
    problems_.insert(problems_.end(), problems.begin(), problems.end());
    ++done_;
    all_done_.notify_all();
}

Done Drive::one(const Trade& trade, Slot& slot, Microseconds& microseconds) {
    switch (trade.kind) {
        case TradeKind::credit: {
            const Done taken = warehouse_.take_back(trade.credit);
            return taken.ok() ? submit(return_message(trade.credit, envelope()),
                                       expected_of(trade.credit), trade, slot, microseconds)
                              : taken;
        }
        case TradeKind::adjustment: {
            const Done adjusted = warehouse_.adjust(trade.adjustment);
            return adjusted.ok() ? submit(adjustment_message(trade.adjustment, envelope()),
                                          expected_of(trade.adjustment), trade, slot, microseconds)
                                 : adjusted;
        }
        case TradeKind::sale:
            break;
    }
    return sale(trade, slot, microseconds);
}

Done Drive::sale(const Trade& trade, Slot& slot, Microseconds& microseconds) {
    Done entered = warehouse_.enter(trade.order);
    if (!entered.ok()) {
        return entered;
    }
    const Result<Receipt> receipt =
        timed_submit(order_message(trade.order, envelope()), microseconds);
    if (!receipt.ok()) {
        return receipt.problem();
    }
    ++orders_;
    const Result<Despatch> despatch = send_off(trade);
    if (!despatch.ok()) {
        return despatch.problem();
    }
    return submit(despatch_message(despatch.value(), envelope()), expected_of(despatch.value()),
                  trade, slot, microseconds);
}

Result<Despatch> Drive::send_off(const Trade& trade) {
    const std::string& id = trade.order.id;
    const Result<Decimal> allocated = warehouse_.allocate_order(id);
    if (!allocated.ok()) {
        return allocated.problem();
    }
    const Result<Decimal> picked = warehouse_.pick(id);
    if (!picked.ok()) {
        return picked.problem();
    }
    const Done packed = warehouse_.pack_all(id, {});
    if (!packed.ok()) {
        return packed.problem();
    }
    return warehouse_.despatch(id,
                               {trade.despatch_id, trade.order.date, trade.order.entered_ms, ""});
}

Done Drive::submit(const Message& message, Expected expected, const Trade& trade, Slot& slot,
                   Microseconds& microseconds) {
    const Result<Receipt> receipt = timed_submit(message, microseconds);
    if (!receipt.ok()) {
        return receipt.problem();
    }
    // The worth of a document is what the file says, not what the record says.
    const auto net = net_.by_invoice.find(trade.invoice);
    if (trade.kind != TradeKind::adjustment && net != net_.by_invoice.end()) {
        expected.net = Decimal::parse(net->second).value_or(expected.net);
    }
    expected.external_reference = receipt.value().external_reference;
    slot = {receipt.value().message_id, std::move(expected)};
    ++documents_;
    return Nothing{};
}

Result<Receipt> Drive::timed_submit(const Message& message, Microseconds& microseconds) {
    const SteadyClock::time_point begin = SteadyClock::now();
    Result<Receipt> receipt = host_.submit(message);
    microseconds.push_back(
        std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - begin).count());
    return receipt;
}

Envelope Drive::envelope() const {
    Envelope envelope;
    envelope.recorded_ms = clock_.now_ms();
    return envelope;
}

}  // namespace wms
