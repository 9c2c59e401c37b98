// SPDX-License-Identifier: Apache-2.0
// Two passes over files of despatches: the first finds broken envelopes and the orders that are
// referred to, so that the second needs to keep those orders alone. Files of orders are passed once
// more only where Sage is to be seeded.
#include "mock-host/imports/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_set>
#include <utility>

#include "mock-host/imports/import_file.h"
#include "mock-host/imports/import_seed.h"
#include "mock-host/imports/imported_document.h"
#include "mock-host/imports/match_order.h"
#include "mock-host/imports/order_book.h"
#include "mock-host/master_data.h"
#include "mock-host/setup/settings_file.h"
#include "mock-host/wms/sscc.h"

namespace wms {

namespace {

constexpr std::int64_t kPatienceMs = 60LL * 24 * 3'600'000;
constexpr std::int64_t kRowsShownMax = 40;
constexpr std::int64_t kProblemsShownMax = 100;

struct File {
    std::filesystem::path path;
    ImportFormat format;
};

std::string row_text(std::string_view where, std::string_view kind, std::string_view number,
                     std::string_view of, std::string_view buyer, std::size_t lines,
                     const std::string& net) {
    return fmt::format("{:<30} {:<9} {:<14} {:<14} {:<12} {:>5} {:>12}", where, kind, number, of,
                       buyer, lines, net);
}

Decimal net_of(const Order& order) {
    Decimal net;
    for (const OrderLine& line : order.lines) {
        net += line_amount(line.ordered, line.price);
    }
    for (const Charge& charge : order.charges) {
        net += charge.amount;
    }
    return net;
}

class Import {
  public:
    explicit Import(const ImportOptions& options) : options_(options) {}
    Result<ImportResult> run();

  private:
    Done survey();
    Done open();
    void take_files(bool orders);
    ImportSink sink_of(const File& file);
    void take(Order order, const std::string& where);
    void take(Despatch despatch, const std::string& where);
    void tell_labels(const Despatch& despatch, const std::string& where);
    bool hand_over(const Message& message, const std::string& where);
    bool enter(const Order& order, const std::string& where);
    void settle();
    Done compare();

    void leave_out(const File& file, Problem problem);
    void tell(std::int64_t& count, std::string_view what, const Problem& problem);
    void show(const std::string& row);
    void count_states();
    std::string place(const File& file, const std::string& where) const;
    Envelope envelope() const;

    const ImportOptions& options_;
    ImportResult result_;
    std::vector<File> files_;
    std::set<std::string> wanted_;
    ImportSeed seed_;
    std::unique_ptr<OrderBook> book_;
    std::unique_ptr<Session> session_;
    std::string environment_ = "test";
    std::vector<Expected> expected_;
    std::unordered_set<std::string> numbers_;  ///< where no plugin knows what came before
    std::int64_t rows_ = 0;
    std::int64_t position_before_ = 0;
    std::string last_receipt_;
};

std::string Import::place(const File& file, const std::string& where) const {
    const std::string name = file.path.filename().string();
    return where.empty() ? name : name + " " + where;
}

void Import::tell(std::int64_t& count, std::string_view what, const Problem& problem) {
    if (++count <= kProblemsShownMax) {
        options_.say(fmt::format("{}: {}", what, in_one_line(problem)));
    } else if (count == kProblemsShownMax + 1) {
        options_.say(fmt::format("{}: more than {} of them; the others are counted", what,
                                 kProblemsShownMax));
    }
}

void Import::leave_out(const File& file, Problem problem) {
    problem.pointer = place(file, problem.pointer);
    tell(result_.counts.left_out, "left out", problem);
}

void Import::show(const std::string& row) {
    if (++rows_ == 1) {
        options_.say(fmt::format("{:<30} {:<9} {:<14} {:<14} {:<12} {:>5} {:>12}", "where",
                                 "document", "number", "order", "buyer", "lines", "net"));
    }
    if (rows_ <= kRowsShownMax) {
        options_.say(row);
    } else if (rows_ == kRowsShownMax + 1) {
        options_.say("… and more, which are counted below");
    }
}

Envelope Import::envelope() const {
    Envelope envelope;
    if (session_ != nullptr) {
        envelope.recorded_ms = session_->clock().now_ms();
        envelope.environment = environment_;
    }
    return envelope;
}

Done Import::survey() {
    for (const std::filesystem::path& path : options_.files) {
        const Result<ImportFormat> format = format_of_file(path);
        if (!format.ok()) {
            return format.problem();
        }
        const File file{path, format.value()};
        options_.say(fmt::format("{}: {}", path.filename().string(), name_of(file.format)));
        if (has_orders(file.format) && !options_.seed_sage) {
            files_.push_back(file);
            continue;
        }
        ImportSink sink;
        sink.order = [&](const Order& order, const std::string&) { seed_.add(order); };
        sink.despatch = [&](const Despatch& despatch, const std::string&) {
            for (const std::string& number : {despatch.order_id, despatch.buyer_order_id}) {
                if (!number.empty()) {
                    wanted_.insert(number);
                }
            }
        };
        sink.problem = sink.remark = [](const Problem&) {};
        const Done read = read_import_file(path, file.format, sink);
        if (read.ok()) {
            files_.push_back(file);
        } else {
            leave_out(file, read.problem());
        }
    }
    return Nothing{};
}

Done Import::open() {
    book_ = std::make_unique<OrderBook>(wanted_);
    result_.handed_over = !options_.session.plugin.empty();
    if (!result_.handed_over) {
        return Nothing{};
    }
    Result<std::unique_ptr<Session>> session = Session::open(options_.session);
    if (!session.ok()) {
        return session.problem();
    }
    session_ = std::move(session).value();
    environment_ = environment_of_documents(session_->folder().path());
    if (options_.seed_sage) {
        const Done planted = plant(session_->control(), seed_.seed());
        if (!planted.ok()) {
            return planted;
        }
    }
    const Result<std::vector<SageDocument>> before = documents(session_->control(), 0);
    if (!before.ok()) {
        return before.problem();
    }
    position_before_ = before.value().empty() ? 0 : before.value().back().position;
    const Done opened = book_->open(session_->folder().path() / "imported.jsonl");
    return opened.ok() ? session_->begin() : opened;
}

ImportSink Import::sink_of(const File& file) {
    ImportSink sink;
    sink.order = [this, file](Order order, const std::string& where) {
        take(std::move(order), place(file, where));
    };
    sink.despatch = [this, file](Despatch despatch, const std::string& where) {
        take(std::move(despatch), place(file, where));
    };
    sink.problem = [this, file](const Problem& problem) { leave_out(file, problem); };
    sink.remark = [this, file](Problem remark) {
        remark.pointer = place(file, remark.pointer);
        tell(result_.counts.remarks, "remark", remark);
    };
    return sink;
}

void Import::take_files(bool orders) {
    for (const File& file : files_) {
        if (has_orders(file.format) == orders) {
            const Done read = read_import_file(file.path, file.format, sink_of(file));
            if (!read.ok()) {
                leave_out(file, read.problem());
            }
        }
    }
}

/// False: it was refused, and that was told.
bool Import::hand_over(const Message& message, const std::string& where) {
    const auto again = [&] {
        ++result_.counts.duplicates;
        tell(result_.counts.remarks, "remark",
             {"import.duplicate", where,
              fmt::format("{} {} had been handed over before.", message.type, message.document_id),
              "Nothing: it is posted once.", "warehouse"});
    };
    if (session_ == nullptr) {
        if (!numbers_.insert(message.type + " " + message.document_id).second) {
            again();
        }
        return true;
    }
    const Result<Receipt> receipt = session_->host().submit(message);
    if (!receipt.ok()) {
        Problem problem = receipt.problem();
        problem.pointer = where + (problem.pointer.empty() ? "" : " " + problem.pointer);
        problem.cause =
            fmt::format("{} {} is left out: {}", message.type, message.document_id, problem.cause);
        tell(result_.counts.left_out, "left out", problem);
        return false;
    }
    if (receipt.value().duplicate) {
        again();
    }
    last_receipt_ = receipt.value().external_reference;
    return true;
}

/// False: it was refused, and that was told.
bool Import::enter(const Order& order, const std::string& where) {
    const Done entered = options_.warehouse->enter(order);
    if (!entered.ok()) {
        Problem problem = entered.problem();
        problem.pointer = where + (problem.pointer.empty() ? "" : " " + problem.pointer);
        tell(result_.counts.left_out, "left out", problem);
    }
    return entered.ok();
}

void Import::take(Order order, const std::string& where) {
    const Message message = order_message(order, envelope());
    if (!(options_.warehouse == nullptr ? hand_over(message, where) : enter(order, where))) {
        return;
    }
    ++result_.counts.orders;
    result_.counts.lines += static_cast<std::int64_t>(order.lines.size());
    show(row_text(where, "order", order.id, order.buyer_order_id, order.customer.id,
                  order.lines.size(), net_of(order).money()));
    const Done kept = book_->add(order, message);
    if (!kept.ok()) {
        result_.problems.push_back(kept.problem());
    }
}

/// A label does not decide what is posted: it goes as it is.
void Import::tell_labels(const Despatch& despatch, const std::string& where) {
    for (const std::string& sscc : despatch.ssccs) {
        if (!is_sscc(sscc)) {
            tell(result_.counts.remarks, "remark",
                 {"import.sscc", where,
                  fmt::format("\"{}\" of despatch {} is no SSCC: it has not eighteen digits, or "
                              "its check digit is wrong.",
                              sscc, despatch.id),
                  "Compare it with the label.", "warehouse"});
        }
    }
}

void Import::take(Despatch read, const std::string& where) {
    const OrderBook::Entry* entry = book_->find(read);
    if (entry == nullptr) {
        tell(result_.counts.left_out, "left out",
             {"import.order_unknown", where,
              fmt::format("Despatch {} is of order {}, which is not known here, so that nobody "
                          "knows its buyer and prices.",
                          read.id, read.order_id.empty() ? read.buyer_order_id : read.order_id),
              "Import the order into the same folder, before it or with it.", "warehouse"});
        return;
    }
    Result<Despatch> matched = match_order(std::move(read), *entry, where);
    if (!matched.ok()) {
        tell(result_.counts.left_out, "left out", matched.problem());
        return;
    }
    const Despatch& despatch = matched.value();
    tell_labels(despatch, where);
    if (!hand_over(despatch_message(despatch, envelope()), where)) {
        return;
    }
    ++result_.counts.despatches;
    result_.counts.lines += static_cast<std::int64_t>(despatch.lines.size());
    show(row_text(where, "despatch", despatch.id, despatch.order_id, despatch.customer.id,
                  despatch.lines.size(), net_of(despatch).money()));
    expected_.push_back(expected_of(despatch));
    expected_.back().external_reference = last_receipt_;
    const Done kept = book_->add(despatch);
    if (!kept.ok()) {
        result_.problems.push_back(kept.problem());
    }
}

void Import::settle() {
    const Result<StatusCounts> left = session_->host().settle(kPatienceMs);
    if (left.ok()) {
        result_.counts.unsettled = left.value().unsettled();
    } else {
        result_.problems.push_back(left.problem());
    }
    const Done ended = session_->end();
    if (!ended.ok()) {
        result_.problems.push_back(ended.problem());
    }
    count_states();
}

void Import::count_states() {
    std::set<std::string> posted;
    for (const Posting& posting : session_->host().postings().all()) {
        result_.counts.posted += posting.state == "posted" ? 1 : 0;
        result_.counts.held += posting.state == "held" ? 1 : 0;
        result_.counts.rejected += posting.state == "rejected" ? 1 : 0;
        if (posting.state == "posted") {
            posted.insert(posting.external_reference);
        } else {
            result_.waiting.push_back(posting);
        }
    }
    for (Expected& one : expected_) {
        one.posted = posted.contains(one.external_reference);
    }
}

Done Import::compare() {
    // A despatch that is in the files twice is one.
    std::set<std::string> seen;
    std::erase_if(expected_,
                  [&](const Expected& one) { return !seen.insert(one.external_reference).second; });
    Result<std::vector<SageDocument>> sage = documents(session_->control(), 0);
    if (!sage.ok()) {
        return sage.problem();
    }
    keep_relevant(sage.value(), expected_, position_before_);
    Decimal net;
    for (const Expected& one : expected_) {
        net += one.net;
    }
    result_.sage = reconcile(expected_, sage.value(), net);
    return Nothing{};
}

Result<ImportResult> Import::run() {
    const Done surveyed = survey();
    const Done opened = surveyed.ok() ? open() : surveyed;
    if (!opened.ok()) {
        return opened.problem();
    }
    take_files(true);
    take_files(false);
    if (session_ != nullptr) {
        settle();
        const Done compared = compare();
        if (!compared.ok()) {
            result_.problems.push_back(compared.problem());
        }
    }
    return std::move(result_);
}

}  // namespace

Result<ImportResult> import_files(const ImportOptions& options) {
    return Import(options).run();
}

}  // namespace wms
