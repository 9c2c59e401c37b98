// SPDX-License-Identifier: Apache-2.0
#include "mock-host/drift_query.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/answer_lacks.h"
#include "mock-host/instant.h"
#include "mock-host/json_members.h"

namespace wms {

namespace json = boost::json;

namespace {

constexpr std::int64_t patience_ms = 3'600'000;
constexpr std::size_t positions_max = 5'000;
constexpr const char* kReason = "drift";

std::vector<std::string> texts_of(const json::value& list) {
    std::vector<std::string> texts;
    for (const json::value& one : list.is_array() ? list.get_array() : json::array()) {
        texts.emplace_back(one.is_string() ? std::string(one.get_string()) : std::string());
    }
    return texts;
}

DriftRow row_of(const json::value& value) {
    DriftRow row;
    row.item = text_at(value, "item");
    row.sites = texts_of(member_at(value, "sites"));
    row.warehouse = text_at(value, "warehouse");
    row.sage = text_at(value, "sage");
    row.in_flight = text_at(value, "inFlight");
    row.drift = text_at(value, "drift");
    row.cause = text_at(value, "cause");
    const json::value& correction = member_at(value, "correction");
    row.correction_id = text_at(correction, "documentId");
    row.correction_site = text_at(correction, "site");
    row.correction = text_at(correction, "quantity");
    row.by_policy = text_at(correction, "decision") == "policy";
    row.documents = texts_of(member_at(value, "rejectedDocuments"));
    return row;
}

std::string query_text(const json::array& positions, std::int64_t counted_ms) {
    return json::serialize(
        json::object{{"query", "stockDrift"}, {"positions", positions}, {"countedMs", counted_ms}});
}

Done correct(Host& host, const std::vector<Message>& corrections, DriftQueryResult& result,
             const std::function<void(std::string_view line)>& say) {
    for (const Message& message : corrections) {
        const Result<Receipt> receipt = host.submit(message);
        if (!receipt.ok()) {
            return receipt.problem();
        }
        say(fmt::format("{} handed over{}", message.document_id,
                        receipt.value().duplicate ? ", as before" : ""));
        result.corrected.push_back(message.document_id);
    }
    return Nothing{};
}

std::string joined(const std::vector<std::string>& texts) {
    return fmt::format("{}", fmt::join(texts, " "));
}

std::string what_becomes_of(const DriftRow& row, const DriftQueryResult& result) {
    const bool corrected = std::find(result.corrected.begin(), result.corrected.end(),
                                     row.correction_id) != result.corrected.end();
    return row.correction_id.empty() ? ""
           : corrected               ? "corrected"
           : row.by_policy           ? "policy"
                                     : "person";
}

}  // namespace

Done all_handed_over(const Warehouse& warehouse) {
    const Result<std::vector<KeptDocument>> waiting = warehouse.documents_to_hand_over(1);
    if (!waiting.ok()) {
        return waiting.problem();
    }
    return waiting.value().empty()
               ? Done(Nothing{})
               : Done(Problem{"drift.not_handed_over", waiting.value().front().message.document_id,
                              "Documents of the warehouse were not handed over: what they moved "
                              "would look like drift.",
                              "Run post first.", "warehouse"});
}

std::vector<std::string> drift_queries(std::vector<StockFigure> stock, std::int64_t counted_ms) {
    std::stable_sort(
        stock.begin(), stock.end(),
        [](const StockFigure& left, const StockFigure& right) { return left.item < right.item; });
    std::vector<std::string> queries;
    json::array positions;
    for (std::size_t at = 0; at < stock.size();) {
        std::size_t end = at;
        while (end < stock.size() && stock[end].item == stock[at].item) {
            ++end;
        }
        if (!positions.empty() && positions.size() + (end - at) > positions_max) {
            queries.push_back(query_text(positions, counted_ms));
            positions.clear();
        }
        for (; at < end; ++at) {
            positions.push_back(json::object{{"item", stock[at].item},
                                             {"site", stock[at].site},
                                             {"quantity", stock[at].on_hand.text()},
                                             {"unitCode", "C62"}});
        }
    }
    if (!positions.empty()) {
        queries.push_back(query_text(positions, counted_ms));
    }
    return queries;
}

Result<DriftAnswer> read_drift_answer(std::string_view answer) {
    boost::system::error_code error;
    const json::value value = json::parse(answer, error);
    const json::value& rows = member_at(value, "rows");
    if (error || !rows.is_array() || !member_at(value, "compared").is_int64()) {
        return answer_lacks("stockDrift", "compared or rows");
    }
    DriftAnswer found;
    found.compared = count_at(value, "compared");
    found.read_at_ms = count_at(value, "readAtMs");
    found.figures_of = text_at(value, "figuresOf");
    for (const json::value& row : rows.get_array()) {
        found.rows.push_back(row_of(row));
    }
    return found;
}

Result<DriftAnswer> ask_for_drift(const AskPlugin& ask, const std::vector<StockFigure>& stock,
                                  std::int64_t counted_ms) {
    DriftAnswer all;
    for (const std::string& query : drift_queries(stock, counted_ms)) {
        const Result<std::string> answer = ask(query);
        if (!answer.ok()) {
            return answer.problem();
        }
        Result<DriftAnswer> found = read_drift_answer(answer.value());
        if (!found.ok()) {
            return found;
        }
        all.compared += found.value().compared;
        all.read_at_ms = found.value().read_at_ms;
        all.figures_of = found.value().figures_of;
        for (DriftRow& row : found.value().rows) {
            all.rows.push_back(std::move(row));
        }
    }
    return all;
}

std::vector<Column> drift_columns() {
    return {{"item", "item", false, true},
            {"sites", "sites", false, true},
            {"warehouse", "wms", true},
            {"sage", "sage", true},
            {"inFlight", "in flight", true},
            {"drift", "drift", true},
            {"cause", "cause"},
            {"correction", "correction"},
            {"documentId", "number"}};
}

void list_drift(const DriftQueryResult& result, Listing& listing) {
    for (const DriftRow& row : result.found.rows) {
        listing.add({row.item, joined(row.sites), row.warehouse, row.sage, row.in_flight, row.drift,
                     row.cause, what_becomes_of(row, result), row.correction_id});
    }
}

Result<std::vector<Message>> corrections_of(const DriftAnswer& found, Correcting correcting,
                                            const std::string& today, const Envelope& envelope) {
    std::vector<Message> messages;
    for (const DriftRow& row : found.rows) {
        if (correcting == Correcting::none || row.correction_id.empty() ||
            (correcting == Correcting::by_policy && !row.by_policy)) {
            continue;
        }
        const std::optional<Decimal> quantity = Decimal::parse(row.correction);
        if (!quantity) {
            return Problem{"drift.quantity", row.item,
                           "The warehouse cannot count a correction of " + row.correction + ".",
                           "Correct this item in Sage by hand.", "warehouse"};
        }
        Adjustment adjustment;
        adjustment.id = row.correction_id;
        adjustment.site = row.correction_site;
        adjustment.date = today;
        adjustment.counted_ms = envelope.recorded_ms;
        adjustment.lines.push_back({"1", row.item, *quantity, kReason, ""});
        messages.push_back(adjustment_message(adjustment, envelope));
    }
    return messages;
}

Result<DriftQueryResult> ask_drift(const Warehouse& warehouse, const DriftQueryOptions& options) {
    const Done handed_over = all_handed_over(warehouse);
    if (!handed_over.ok()) {
        return handed_over.problem();
    }
    Result<std::unique_ptr<Session>> started = Session::start(options.session);
    if (!started.ok()) {
        return started.problem();
    }
    Session& session = *started.value();
    const std::vector<StockFigure> stock = warehouse.stock();
    options.say(fmt::format("comparing {} positions with Sage", stock.size()));
    Envelope envelope;
    envelope.recorded_ms = session.clock().now_ms();
    envelope.environment = options.environment;
    Result<DriftAnswer> found =
        ask_for_drift([&](std::string_view request) { return session.host().query(request); },
                      stock, envelope.recorded_ms);
    if (!found.ok()) {
        return found.problem();
    }
    const std::string today = instant_text(envelope.recorded_ms).substr(0, 10);
    const Result<std::vector<Message>> corrections =
        corrections_of(found.value(), options.correcting, today, envelope);
    if (!corrections.ok()) {
        return corrections.problem();
    }
    if (options.before_correcting) {
        const Done recorded = options.before_correcting(corrections.value());
        if (!recorded.ok()) {
            return recorded.problem();
        }
    }
    DriftQueryResult result{std::move(found).value(), {}, true};
    const Done corrected = correct(session.host(), corrections.value(), result, options.say);
    const Result<StatusCounts> settled =
        session.host().settle(corrections.value().empty() ? 0 : patience_ms);
    const Done ended = session.end();
    for (const Problem* problem :
         {corrected.ok() ? nullptr : &corrected.problem(),
          settled.ok() ? nullptr : &settled.problem(), ended.ok() ? nullptr : &ended.problem()}) {
        if (problem != nullptr) {
            return *problem;
        }
    }
    for (const Message& message : corrections.value()) {
        const std::optional<Posting> outcome = session.host().postings().find(message.id);
        result.settled = result.settled && outcome.has_value() && outcome->state == "posted";
    }
    return result;
}

}  // namespace wms
