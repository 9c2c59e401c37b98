// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/query_dashboard.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <map>

#include "sage-adapter/bridge/own_json.h"
#include "sage-adapter/bridge/query_row.h"
#include "sage-adapter/delivery/parts.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/outbox/overview.h"

namespace sage {
namespace json = boost::json;
namespace {

constexpr std::int64_t day_ms = 86'400'000;
// Of more causes nobody reads on a first page; the query held has all.
constexpr std::size_t causes_shown = 20;
constexpr std::size_t alerts_shown = 100;

json::value instant_or_null(std::optional<std::int64_t> time_ms) {
    return time_ms.has_value() ? json::value(instant_text(*time_ms)) : json::value();
}

/// The host's own midnight, where it tells it; that of UTC otherwise.
std::int64_t since_of(const json::value& request, std::int64_t now_ms) {
    const json::value* const since = at_pointer(request, "/sinceMs");
    return since != nullptr && since->is_int64() ? since->get_int64() : now_ms - now_ms % day_ms;
}

void add(TypeFigures& sum, const TypeFigures& part) {
    sum.open += part.open;
    sum.in_doubt += part.in_doubt;
    sum.held += part.held;
    sum.posted += part.posted;
    sum.rejected += part.rejected;
    sum.withdrawn += part.withdrawn;
}

/// As the host knows the types: what has to be in Sage first goes with the document it is for.
std::map<std::string, TypeFigures> types_of_host(const Figures& figures) {
    std::map<std::string, TypeFigures> types;
    for (const auto& [type, part] : figures.types) {
        Entry entry;
        entry.message_type = type;
        if (is_precursor(entry)) {
            continue;
        }
        add(types[std::string(host_type_of(entry))], part);
    }
    return types;
}

json::object object_of(const TypeFigures& figures) {
    return {{"notYetPosted", figures.open}, {"inDoubt", figures.in_doubt},
            {"held", figures.held},         {"posted", figures.posted},
            {"rejected", figures.rejected}, {"withdrawn", figures.withdrawn}};
}

json::object today_of(const std::map<std::string, TypeFigures>& types, const Counts& counts,
                      std::int64_t since_ms) {
    TypeFigures all;
    for (const auto& [type, one] : types) {
        add(all, one);
    }
    json::object today = object_of(all);
    today.emplace("since", instant_text(since_ms));
    today.emplace("inFlight", counts.sending);
    return today;
}

json::array array_of(const std::map<std::string, TypeFigures>& types) {
    json::array rows;
    for (const auto& [type, one] : types) {
        json::object row = object_of(one);
        row.emplace("messageType", type);
        rows.push_back(std::move(row));
    }
    return rows;
}

json::object object_of(const ExchangeFigures& exchanges) {
    json::array within;
    for (std::size_t bucket = 0; bucket < exchanges.within.size(); ++bucket) {
        within.push_back(json::object{{"ms", ExchangeFigures::buckets_ms[bucket]},
                                      {"exchanges", exchanges.within[bucket]}});
    }
    return {{"succeeded", exchanges.succeeded},
            {"refused", exchanges.refused},
            {"failed", exchanges.failed},
            {"unanswered", exchanges.unanswered},
            {"notSent", exchanges.not_sent},
            {"lastAt",
             exchanges.last_ms == 0 ? json::value() : json::value(instant_text(exchanges.last_ms))},
            {"answeredMs", exchanges.answered_ms},
            {"answeredWithin", std::move(within)}};
}

json::object authorisation_of(Instance& instance, std::int64_t now_ms) {
    const std::optional<std::int64_t> ends_ms = instance.delivery.token_ends_ms();
    return {{"valid", instance.tokens.token().has_value()},
            {"endsAt", instant_or_null(ends_ms)},
            {"secondsLeft", ends_ms.has_value()
                                ? json::value(std::max<std::int64_t>(0, *ends_ms - now_ms) / 1'000)
                                : json::value()}};
}

json::array drift_of(const Figures& figures) {
    json::array rows;
    for (const auto& [code, documents] : figures.findings) {
        rows.push_back(json::object{{"code", code}, {"documents", documents}});
    }
    return rows;
}

Result<json::array> causes_of(Store& store, const Figures& figures) {
    json::array rows;
    for (const CauseFigures& cause : figures.causes) {
        Result<json::value> error = problem_of_cause(store, cause.root_cause, cause.documents);
        if (!error.ok()) {
            return std::move(error).error();
        }
        json::object row{{"rootCause", cause.root_cause}, {"documents", cause.documents}};
        if (error.value().is_object()) {
            row.emplace("error", std::move(error).value());
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

json::array alerts_of(const std::vector<Alert>& alerts) {
    json::array rows;
    for (const Alert& alert : alerts) {
        if (rows.size() == alerts_shown) {
            break;
        }
        const json::value event = own_json(alert.json);
        const json::value* const error = at_pointer(event, "/error");
        rows.push_back(json::object{{"alertKey", alert.key},
                                    {"since", instant_text(alert.since_ms)},
                                    {"rootCause", text_at(event, "/rootCause")},
                                    {"error", error == nullptr ? json::value() : *error}});
    }
    return rows;
}

json::object counts_of(const Counts& counts) {
    return {{"queued", counts.queued},       {"sending", counts.sending},
            {"in_doubt", counts.in_doubt},   {"posted", counts.posted},
            {"rejected", counts.rejected},   {"held", counts.held},
            {"withdrawn", counts.withdrawn}, {"unverified", counts.unverified},
            {"events", counts.events}};
}

}  // namespace

Result<std::string> answer_dashboard(Instance& instance, const JsonValue& request) {
    const std::int64_t now = instance.services.now_ms();
    const std::int64_t since = since_of(request, now);
    Store& store = *instance.store;
    const Result<Counts> counts = store.counts();
    if (!counts.ok()) {
        return counts.error();
    }
    const Result<Figures> figures = store.overview().figures(since, causes_shown);
    if (!figures.ok()) {
        return figures.error();
    }
    const Result<std::vector<Alert>> alerts = store.overview().alerts();
    if (!alerts.ok()) {
        return alerts.error();
    }
    Result<json::array> causes = causes_of(store, figures.value());
    if (!causes.ok()) {
        return std::move(causes).error();
    }
    const std::map<std::string, TypeFigures> types = types_of_host(figures.value());
    const ExchangeFigures exchanges = instance.delivery.exchanges();
    const std::int64_t read_ms = instance.delivery.catalogue()->read_at_ms();
    const std::optional<std::int64_t> oldest = figures.value().oldest_open_ms;
    return json::serialize(json::object{
        {"at", instant_text(now)},
        {"counts", counts_of(counts.value())},
        {"today", today_of(types, counts.value(), since)},
        {"byType", array_of(types)},
        {"oldestQueuedAt", instant_or_null(oldest)},
        {"oldestWaitSeconds", std::max<std::int64_t>(0, now - oldest.value_or(now)) / 1'000},
        {"lastPostedAt", instant_or_null(figures.value().last_posted_ms)},
        {"connected", exchanges.last_worked},
        {"exchanges", object_of(exchanges)},
        {"authorisation", authorisation_of(instance, now)},
        {"catalogueReadAt", read_ms == 0 ? json::value() : json::value(instant_text(read_ms))},
        {"drift", drift_of(figures.value())},
        {"rootCauses", std::move(causes).value()},
        {"alerts", alerts_of(alerts.value())}});
}

}  // namespace sage
