// SPDX-License-Identifier: Apache-2.0
// The day as it goes: orders in the morning, despatches as parcels are packed, a lost reply, what
// carriers and customers bring back in the afternoon, the books in the evening.
#include "mock-host/demo.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <map>

#include "mock-host/demo_day.h"
#include "mock-host/drive.h"
#include "mock-host/wms/documents.h"
#include "mock-host/wms/warehouse.h"

namespace wms {

namespace {

namespace json = boost::json;

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kPatienceMs = 8 * 24 * kHourMs;
constexpr const char* kLostReply = "lost_reply";

class Demo {
  public:
    explicit Demo(const DemoOptions& options) : options_(options), day_(demo_day()) {}
    Result<DemoResult> run();

  private:
    Done open();
    Done morning();
    Done noon();
    Done afternoon();
    Done evening();

    Done hand_over(const Message& message, const Expected* expected);
    Done send_part(const DemoOrder& entry, int part, std::vector<Parcel> parcels);
    Done first_part(const DemoOrder& entry);
    Done late_tracking(const Order& order);
    Parcel next_parcel(bool tracked);
    Done settle(const char* what);
    Envelope envelope() const { return {"mock-host", "STANDARD", session_->clock().now_ms()}; }
    void show_late_tracking(const std::vector<SageDocument>& sage);
    void judge();

    const DemoOptions& options_;
    const DemoDay day_;
    DemoResult result_;
    std::unique_ptr<Session> session_;
    Warehouse warehouse_;
    std::vector<Expected> expected_;
    std::vector<std::string> message_ids_;  ///< of expected_, one by one
    Decimal net_;                           ///< of all despatches and returns
    std::vector<LateTracking> late_;
    int parcels_ = 0;
};

Done Demo::open() {
    SessionOptions session_options = options_.session;
    session_options.start_ms = day_.begins_ms;
    session_options.flush_events = true;
    Result<std::unique_ptr<Session>> session = Session::open(std::move(session_options));
    if (!session.ok()) {
        return session.problem();
    }
    session_ = std::move(session).value();
    options_.say(fmt::format("plugin    {} {} from {}", session_->plugin().manifest.name,
                             session_->plugin().manifest.version,
                             session_->plugin().library.string()));
    options_.say(fmt::format("Sage      simulated, at {}", session_->sage_address()));
    Done planted = plant(session_->control(), day_.seed);
    if (!planted.ok()) {
        return planted;
    }
    for (const SeedStock& figure : day_.seed.stock) {
        Done received = warehouse_.receive(figure.location, figure.item, figure.quantity);
        if (!received.ok()) {
            return received;
        }
    }
    const Done begun = session_->begin();
    if (begun.ok()) {
        options_.say("connected; the day begins");
    }
    return begun;
}

Done Demo::hand_over(const Message& message, const Expected* expected) {
    const Result<Receipt> receipt = session_->host().submit(message);
    if (!receipt.ok()) {
        Problem problem = receipt.problem();
        problem.pointer = message.document_id + problem.pointer;
        return problem;
    }
    if (expected != nullptr) {
        expected_.push_back(*expected);
        expected_.back().external_reference = receipt.value().external_reference;
        message_ids_.push_back(receipt.value().message_id);
    }
    return Nothing{};
}

Parcel Demo::next_parcel(bool tracked) {
    ++parcels_;
    Parcel parcel;
    parcel.tracking_number = tracked ? fmt::format("1Z999AA101{:08}", parcels_) : "";
    parcel.sscc = fmt::format("0501234500{:08}", parcels_);
    return parcel;
}

Done Demo::morning() {
    std::size_t lines = 0;
    for (const DemoOrder& entry : day_.orders) {
        const Done entered = warehouse_.enter(entry.order);
        const Done sent =
            entered.ok() ? hand_over(order_message(entry.order, envelope()), nullptr) : entered;
        if (!sent.ok()) {
            return sent;
        }
        lines += entry.order.lines.size();
    }
    options_.say(fmt::format("08:00  {} orders entered, {} lines", day_.orders.size(), lines));
    return Nothing{};
}

Done Demo::send_part(const DemoOrder& entry, int part, std::vector<Parcel> parcels) {
    const std::string& id = entry.order.id;
    const Result<Decimal> picked = warehouse_.pick(id);
    if (!picked.ok()) {
        return picked.problem();
    }
    for (Parcel& parcel : parcels) {
        const Done packed = parcel.lines.empty() ? warehouse_.pack_all(id, std::move(parcel))
                                                 : warehouse_.pack(id, parcel);
        if (!packed.ok()) {
            return packed;
        }
    }
    const std::string despatch_id = fmt::format("DN-{}-{}", id.substr(3), part);
    const Result<Despatch> despatch =
        warehouse_.despatch(id, {despatch_id, day_.date, session_->clock().now_ms(), "UPS"});
    if (!despatch.ok()) {
        return despatch.problem();
    }
    const Expected expected = expected_of(despatch.value());
    if (despatch_id != day_.held_despatch) {
        net_ += net_of(despatch.value());
    }
    return hand_over(despatch_message(despatch.value(), envelope()), &expected);
}

Done Demo::first_part(const DemoOrder& entry) {
    const std::string& id = entry.order.id;
    std::vector<Parcel> parcels;
    if (entry.path == DemoPath::two_parts) {
        for (const OrderLine& line : entry.order.lines) {
            const Decimal part =
                line.ordered > Decimal::whole(8) ? Decimal::whole(6) : Decimal::whole(2);
            const Done allocated = warehouse_.allocate_line(id, line.id, part);
            if (!allocated.ok()) {
                return allocated;
            }
        }
        return send_part(entry, 1, {next_parcel(true)});
    }
    const Result<Decimal> allocated = warehouse_.allocate_order(id);
    if (!allocated.ok()) {
        return allocated.problem();
    }
    if (entry.path == DemoPath::many_parcels) {
        for (const OrderLine& line : entry.order.lines) {
            parcels.push_back(next_parcel(true));
            parcels.back().lines = {{line.id, line.ordered}};
        }
        return send_part(entry, 1, std::move(parcels));
    }
    return send_part(entry, 1, {next_parcel(entry.path != DemoPath::late_tracking)});
}

Done Demo::noon() {
    // The server carries the request out, and the line breaks before its answer arrives.
    const json::object fault{{"id", kLostReply},
                             {"method", "POST"},
                             {"bodyContains", day_.lost_despatch},
                             {"times", 1},
                             {"action", "drop_reply"}};
    Done planted = set_faults(session_->control(),
                              json::serialize(json::object{{"faults", json::array{fault}}}));
    if (!planted.ok()) {
        return planted;
    }
    for (const DemoOrder& entry : day_.orders) {
        const Done sent = first_part(entry);
        if (!sent.ok()) {
            return sent;
        }
    }
    options_.say(
        fmt::format("12:00  {} despatches left in {} parcels", expected_.size(), parcels_));
    return settle("posting, and settling what was lost on the way");
}

Done Demo::afternoon() {
    for (const DemoOrder& entry : day_.orders) {
        if (entry.path == DemoPath::two_parts) {
            const Result<Decimal> allocated = warehouse_.allocate_order(entry.order.id);
            const Done sent = allocated.ok() ? send_part(entry, 2, {next_parcel(true)})
                                             : Done(allocated.problem());
            if (!sent.ok()) {
                return sent;
            }
        }
        if (entry.path == DemoPath::late_tracking) {
            const Done told = late_tracking(entry.order);
            if (!told.ok()) {
                return told;
            }
        }
    }
    for (const Return& credit : day_.returns) {
        const Done taken = warehouse_.take_back(credit);
        const Expected expected = expected_of(credit);
        const Done sent =
            taken.ok() ? hand_over(return_message(credit, envelope()), &expected) : taken;
        if (!sent.ok()) {
            return sent;
        }
        net_ -= net_of(credit);
    }
    for (const Adjustment& adjustment : day_.adjustments) {
        const Done adjusted = warehouse_.adjust(adjustment);
        const Expected expected = expected_of(adjustment);
        const Done sent = adjusted.ok()
                              ? hand_over(adjustment_message(adjustment, envelope()), &expected)
                              : adjusted;
        if (!sent.ok()) {
            return sent;
        }
    }
    options_.say(fmt::format("16:00  second parts, {} return, {} stock adjustments, late tracking",
                             day_.returns.size(), day_.adjustments.size()));
    return settle("posting");
}

Done Demo::late_tracking(const Order& order) {
    LateTracking tracking;
    tracking.despatch_id = "DN-" + order.id.substr(3) + "-1";
    tracking.id = "TRK-" + order.id.substr(3) + "-1";
    tracking.order_id = order.id;
    tracking.date = day_.date;
    tracking.told_ms = session_->clock().now_ms();
    tracking.tracking_numbers = {next_parcel(true).tracking_number};
    late_.push_back(tracking);
    return hand_over(tracking_message(tracking, envelope()), nullptr);
}

Done Demo::settle(const char* what) {
    const std::int64_t before_ms = session_->clock().now_ms();
    const Result<StatusCounts> settled = session_->host().settle(kPatienceMs);
    if (!settled.ok()) {
        return settled.problem();
    }
    if (session_->clock().jumps()) {
        result_.jumped_ms += session_->clock().now_ms() - before_ms;
    }
    auto counts = session_->host().postings().counts();
    options_.say(
        fmt::format("       {}: {} posted, {} held", what, counts["posted"], counts["held"]));
    if (settled.value().unsettled() > 0) {
        result_.findings.push_back(
            {"", fmt::format("{} queued, {} in doubt: nothing more happens to them",
                             settled.value().queued, settled.value().in_doubt)});
    }
    return Nothing{};
}

Done Demo::evening() {
    const Result<std::vector<SageDocument>> sage = documents(session_->control(), 0);
    const Result<std::vector<SageStock>> sage_stock = stock(session_->control());
    const Result<std::int64_t> lost = fault_count(session_->control(), kLostReply);
    if (!sage.ok() || !sage_stock.ok() || !lost.ok()) {
        return !sage.ok() ? sage.problem() : !lost.ok() ? lost.problem() : sage_stock.problem();
    }
    result_.lost_replies = lost.value();
    std::map<std::string, const SageDocument*> by_reference;
    for (const SageDocument& document : sage.value()) {
        by_reference[document.external_reference] = &document;
    }
    StockFigures stock_expected;
    for (const StockFigure& figure : warehouse_.stock()) {
        stock_expected[{figure.site, figure.item}] = figure.on_hand;
    }
    const Postings& postings = session_->host().postings();
    for (std::size_t index = 0; index < expected_.size(); ++index) {
        Expected& one = expected_[index];
        const Posting posting = postings.find(message_ids_[index]).value_or(Posting{});
        one.posted = posting.state == "posted";
        const auto found = by_reference.find(one.external_reference);
        const bool in_sage = found != by_reference.end();
        result_.lines.push_back({one.document_id, posting.message_type, posting.state,
                                 in_sage ? found->second->number : "",
                                 one.posted ? one.net.money() : "",
                                 in_sage ? signed_net(*found->second).money() : ""});
        if (one.document_id == day_.held_despatch) {
            // Its goods left the warehouse; Sage learns of them once somebody has acted.
            for (const auto& [item, quantity] : one.units) {
                const auto place = stock_expected.find({"MAIN", item});
                if (place != stock_expected.end()) {
                    place->second += quantity;
                }
            }
        }
    }
    result_.reconciliation = reconcile(expected_, sage.value(), net_);
    result_.findings.insert(result_.findings.end(), result_.reconciliation.findings.begin(),
                            result_.reconciliation.findings.end());
    const std::vector<Finding> stock_findings =
        has_goods(sage.value()) ? reconcile_stock(stock_expected, sage_stock.value())
                                : std::vector<Finding>();
    result_.findings.insert(result_.findings.end(), stock_findings.begin(), stock_findings.end());
    show_late_tracking(sage.value());
    result_.stock_places = static_cast<std::int64_t>(stock_expected.size());
    judge();
    return Nothing{};
}

/// Whether a number that came after the posting changes the posted document is the plugin's setting
/// to say, not the warehouse's: both are right, and it is shown which.
void Demo::show_late_tracking(const std::vector<SageDocument>& sage) {
    for (const LateTracking& late : late_) {
        for (const SageDocument& document : sage) {
            if (document.reference != late.despatch_id) {
                continue;
            }
            const bool there = document.tracking == late.tracking_numbers.front();
            result_.late_tracking.push_back(fmt::format(
                "Tracking {} came after {} was posted: {} {} it.", late.tracking_numbers.front(),
                late.despatch_id, document.number, there ? "now shows" : "was left without"));
        }
    }
}

/// What this day must have shown, beside balancing.
void Demo::judge() {
    const Postings& postings = session_->host().postings();
    for (const Posting& posting : postings.all()) {
        const bool expected_held = posting.document_id == day_.held_despatch;
        if (posting.state != "posted") {
            result_.waiting.push_back(posting);
        }
        if ((posting.state == "held") != expected_held ||
            (posting.state != "posted" && !expected_held)) {
            result_.findings.push_back(
                {posting.document_id, fmt::format("it ended {}, not {}", posting.state,
                                                  expected_held ? "held" : "posted")});
        }
    }
    result_.attentions = postings.attentions();
    if (result_.lost_replies != 1) {
        result_.findings.push_back({day_.lost_despatch, fmt::format("{} replies were lost, not one",
                                                                    result_.lost_replies)});
    }
}

Result<DemoResult> Demo::run() {
    const auto begin = std::chrono::steady_clock::now();
    for (Done (Demo::*part)() : {&Demo::open, &Demo::morning, &Demo::noon, &Demo::afternoon}) {
        const Done done = (this->*part)();
        if (!done.ok()) {
            return done.problem();
        }
    }
    const Done stopped = session_->end();
    const Done compared = stopped.ok() ? evening() : stopped;
    if (!compared.ok()) {
        return compared.problem();
    }
    result_.run_microseconds = std::chrono::duration_cast<std::chrono::microseconds>(
                                   std::chrono::steady_clock::now() - begin)
                                   .count();
    if (!result_.balances()) {
        session_->folder().keep();
        options_.say("all data of the run is kept in " + session_->folder().path().string());
    }
    return std::move(result_);
}

}  // namespace

Result<DemoResult> demo(const DemoOptions& options) {
    return Demo(options).run();
}

}  // namespace wms
