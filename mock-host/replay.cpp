// SPDX-License-Identifier: Apache-2.0
// The run: read, seed, drive, settle, compare.
#include "mock-host/replay.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>

#include "mock-host/drive.h"
#include "mock-host/master_data.h"
#include "mock-host/net.h"
#include "mock-host/read_file.h"
#include "mock-host/retail.h"

namespace wms {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kRetailBytesMax = 512UL * 1024 * 1024;
// Nothing in this product waits longer by itself: a document of seven days goes to a person.
constexpr std::int64_t kPatienceMs = 8LL * 24 * 3600 * 1000;
constexpr const char* kGuest = "GUEST";

std::int64_t cpu_microseconds() {
    rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1'000'000LL + usage.ru_utime.tv_usec +
           usage.ru_stime.tv_usec;
}

std::int64_t peak_rss_kib() {
    rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

std::int64_t microseconds_since(SteadyClock::time_point begin) {
    return std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - begin)
        .count();
}

std::int64_t percentile(std::vector<std::int64_t>& values, std::size_t percent) {
    if (values.empty()) {
        return 0;
    }
    const std::size_t index = std::min(values.size() - 1, values.size() * percent / 100);
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(index),
                     values.end());
    return values[index];
}

Seed seed_of(const MasterData& data) {
    Seed seed;
    seed.locations = {{kRetailSite, "Main warehouse"}};
    seed.guest_customer = kGuest;
    seed.customers.push_back({kGuest, "Guests", "GB"});
    for (const auto& [id, country] : data.customers) {
        seed.customers.push_back({id, "Customer " + id, country});
    }
    for (const auto& [id, item] : data.items) {
        seed.items.push_back({id, item.name, item.charge});
        if (!item.charge) {
            seed.stock.push_back({id, kRetailSite, item.stock});
        }
    }
    return seed;
}

/// What is read from the file before anything is started.
struct Input {
    RetailFile file;
    RetailTrade trade;
    NetFigures net;
    TaxFigures tax;
};

Result<Input> read_input(const std::filesystem::path& path) {
    const Result<std::string> text = read_file(path, kRetailBytesMax);
    if (!text.ok()) {
        return text.problem();
    }
    Result<RetailFile> file = read_retail(text.value());
    if (!file.ok()) {
        return file.problem();
    }
    Input input;
    input.file = std::move(file).value();
    input.trade = trade_of(input.file.rows);
    input.net = net_of_rows(input.file.rows);
    input.tax = tax_of_rows(input.file.rows, Seed().tax_percent);
    return input;
}

void count_states(const Postings& postings, ReplayResult& result) {
    ReplayFigures& figures = result.figures;
    for (const Posting& posting : postings.all()) {
        const bool order = posting.message_type == "salesOrder";
        figures.posted += posting.state == "posted" && !order ? 1 : 0;
        figures.rejected += posting.state == "rejected" ? 1 : 0;
        figures.held += posting.state == "held" ? 1 : 0;
        figures.withdrawn += posting.state == "withdrawn" ? 1 : 0;
        if (posting.state != "posted") {
            result.waiting.push_back(posting);
        }
    }
    for (const Posting& attention : postings.attentions()) {
        result.waiting.push_back(attention);
    }
}

class Replay {
  public:
    Replay(const ReplayOptions& options, Input input)
        : options_(options), input_(std::move(input)) {
        result_.problems = input_.file.problems;
        result_.problems.insert(result_.problems.end(), input_.trade.problems.begin(),
                                input_.trade.problems.end());
        result_.figures.net_wms = input_.net.total;
        result_.figures.tax_wms = input_.tax.tax;
        result_.figures.gross_wms = input_.tax.gross;
    }

    Result<ReplayResult> run();

  private:
    Done open();
    void drive();
    Done compare();
    void tell(const char* what) const;

    const ReplayOptions& options_;
    const Input input_;
    ReplayResult result_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<Drive> drive_;
    std::vector<SageStock> stock_before_;
    std::int64_t position_before_ = 0;
};

Done Replay::open() {
    options_.say(fmt::format("{} rows, {} documents to post; starting", input_.file.rows.size(),
                             input_.trade.trades.size()));
    SessionOptions session_options = options_.session;
    session_options.progress = [this] { tell("handed over"); };
    Result<std::unique_ptr<Session>> session = Session::open(std::move(session_options));
    if (!session.ok()) {
        return session.problem();
    }
    session_ = std::move(session).value();
    if (options_.seed_sage) {
        options_.say(fmt::format("seeding {} items and {} customers",
                                 input_.trade.master_data.items.size(),
                                 input_.trade.master_data.customers.size()));
        const Done planted = plant(session_->control(), seed_of(input_.trade.master_data));
        if (!planted.ok()) {
            return planted;
        }
    }
    const Result<std::vector<SageDocument>> before = documents(session_->control(), 0);
    Result<std::vector<SageStock>> stock_before = stock(session_->control());
    if (!before.ok() || !stock_before.ok()) {
        return !before.ok() ? before.problem() : stock_before.problem();
    }
    position_before_ = before.value().empty() ? 0 : before.value().back().position;
    stock_before_ = std::move(stock_before).value();
    return session_->begin();
}

void Replay::tell(const char* what) const {
    if (drive_ == nullptr) {
        return;
    }
    auto counts = session_->host().postings().counts();
    options_.say(fmt::format("{} of {} {}; {} posted, {} held, {} rejected", drive_->handed_over(),
                             input_.trade.trades.size(), what, counts["posted"], counts["held"],
                             counts["rejected"]));
}

void Replay::drive() {
    const auto begin = SteadyClock::now();
    const std::int64_t cpu_begin = cpu_microseconds();
    drive_ = std::make_unique<Drive>(input_.trade, input_.net, session_->host(), session_->clock());
    drive_->run(options_.submitters, [this] { tell("handed over"); });
    const Result<StatusCounts> settled = session_->host().settle(kPatienceMs);
    ReplayFigures& figures = result_.figures;
    figures.run_microseconds = microseconds_since(begin);
    figures.cpu_microseconds = cpu_microseconds() - cpu_begin;
    tell("handed over");
    result_.problems.insert(result_.problems.end(), drive_->problems().begin(),
                            drive_->problems().end());
    if (settled.ok()) {
        figures.queued = settled.value().queued + settled.value().sending;
        figures.in_doubt = settled.value().in_doubt;
    } else {
        result_.problems.push_back(settled.problem());
    }
    figures.orders = drive_->orders();
    figures.accepted = drive_->documents();
    figures.submit_p50_us = percentile(drive_->submit_microseconds(), 50);
    figures.submit_p99_us = percentile(drive_->submit_microseconds(), 99);
    count_states(session_->host().postings(), result_);
}

Done Replay::compare() {
    Result<std::vector<SageDocument>> sage = documents(session_->control(), 0);
    const Result<std::vector<SageStock>> stock_after = stock(session_->control());
    if (!sage.ok() || !stock_after.ok()) {
        return !sage.ok() ? sage.problem() : stock_after.problem();
    }
    const std::vector<Expected> expected = drive_->expected(session_->host().postings());
    keep_relevant(sage.value(), expected, position_before_);
    const Reconciliation reconciliation =
        reconcile(expected, sage.value(), Decimal::parse(input_.net.total).value_or(Decimal{}));
    ReplayFigures& figures = result_.figures;
    figures.sage_documents = reconciliation.sage_documents;
    figures.sage_duplicates = reconciliation.sage_duplicates;
    figures.net_sage = reconciliation.net_sage.money();
    figures.difference = reconciliation.difference().money();
    figures.tax_sage = (reconciliation.gross_sage - reconciliation.net_sage).money();
    figures.gross_sage = reconciliation.gross_sage.money();
    const Decimal gross_wms = Decimal::parse(input_.tax.gross).value_or(Decimal{});
    figures.gross_difference = (gross_wms - reconciliation.gross_sage).money();
    result_.findings = reconciliation.findings;
    const std::vector<Finding> stock_findings =
        has_goods(sage.value())
            ? reconcile_stock(drive_->expected_stock(stock_before_), stock_after.value())
            : std::vector<Finding>();
    result_.findings.insert(result_.findings.end(), stock_findings.begin(), stock_findings.end());
    return Nothing{};
}

Result<ReplayResult> Replay::run() {
    const Done opened = open();
    if (!opened.ok()) {
        return opened.problem();
    }
    drive();
    const Done stopped = session_->end();
    if (!stopped.ok()) {
        result_.problems.push_back(stopped.problem());
    }
    const Done compared = compare();
    if (!compared.ok()) {
        result_.problems.push_back(compared.problem());
        result_.figures.difference = result_.figures.net_wms;
        result_.figures.gross_difference = result_.figures.gross_wms;
    }
    result_.figures.peak_rss_kib = peak_rss_kib();
    if (!result_.balances()) {
        session_->folder().keep();
        options_.say("all data of the run is kept in " + session_->folder().path().string());
    }
    return std::move(result_);
}

}  // namespace

Result<ReplayResult> replay(const ReplayOptions& options) {
    Result<Input> input = read_input(options.retail);
    if (!input.ok()) {
        return input.problem();
    }
    return Replay(options, std::move(input).value()).run();
}

}  // namespace wms
