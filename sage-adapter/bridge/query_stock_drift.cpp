// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/query_stock_drift.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "sage-adapter/bridge/moving_documents.h"
#include "sage-adapter/bridge/stock_reading.h"
#include "sage-adapter/catalogue/stock_level.h"
#include "sage-adapter/mapping/stock_drift.h"
#include "sage-adapter/outbox/overview.h"

namespace sage {
namespace json = boost::json;
namespace {

constexpr std::size_t positions_max = 5'000;

Error wrong(std::string code, std::string pointer, std::string cause, std::string fix,
            Status status = Status::not_accepted) {
    return Error(status, Problem{std::move(code), std::move(pointer), std::move(cause),
                                 std::move(fix), Owner::it});
}

Error wrong_position(std::string pointer, std::string cause) {
    return wrong("query.positions", std::move(pointer), std::move(cause),
                 "Give up to 5000 positions, each once, with item, site, unitCode and an exact "
                 "quantity as text, and all sites of an item in one query.");
}

Result<std::vector<StockPosition>> read_positions(const json::value& request) {
    const json::value* given = at_pointer(request, "/positions");
    if (given == nullptr || !given->is_array() || given->get_array().empty() ||
        given->get_array().size() > positions_max) {
        return wrong_position("/positions", "The query holds no positions, or too many.");
    }
    std::vector<StockPosition> positions;
    std::set<std::pair<std::string, std::string>> seen;
    for (const json::value& one : given->get_array()) {
        const std::string pointer = "/positions/" + std::to_string(positions.size());
        StockPosition position{std::string(text_at(one, "/item")),
                               std::string(text_at(one, "/site")), Decimal(),
                               std::string(text_at(one, "/unitCode"))};
        const std::optional<Decimal> quantity = Decimal::parse(text_at(one, "/quantity"));
        if (position.item.empty() || position.site.empty() || position.unit.empty()) {
            return wrong_position(pointer, "A position lacks its item, its site or its unitCode.");
        }
        if (!quantity) {
            return wrong_position(pointer + "/quantity", "This is no exact quantity.");
        }
        if (!seen.emplace(position.item, position.site).second) {
            return wrong_position(pointer, "This item and site were given before.");
        }
        position.quantity = *quantity;
        positions.push_back(std::move(position));
    }
    return positions;
}

/// What the settings let be corrected, and no more than the host lets.
Result<std::optional<Decimal>> read_limit(const Instance& instance, const json::value& request) {
    if (at_pointer(request, "/correctUpTo") == nullptr) {
        return instance.correct_drift_up_to;
    }
    const std::optional<Decimal> limit = Decimal::parse(text_at(request, "/correctUpTo"));
    if (!limit || limit->sign() < 0) {
        return wrong("query.correct_up_to", "/correctUpTo", "This is no size of a drift.",
                     "Give an exact quantity as text, zero or more, or leave it out.");
    }
    const std::optional<Decimal>& most = instance.correct_drift_up_to;
    return most && *most > *limit ? limit : most;
}

std::optional<std::int64_t> integer_at(const json::value& request, std::string_view pointer) {
    const json::value* const value = at_pointer(request, pointer);
    return value != nullptr && value->is_int64() ? std::optional(value->get_int64()) : std::nullopt;
}

Result<void> check_age(const json::value& request, const Catalogue& catalogue,
                       const StockReading& reading) {
    const std::optional<std::int64_t> earliest = integer_at(request, "/readSinceMs");
    if (earliest && reading.when.ended_ms < *earliest) {
        return wrong("query.stock_too_old", "/readSinceMs", "Sage's figures were read before that.",
                     "Wait for the next reading of master data, and ask again.");
    }
    if (catalogue.empty()) {
        return wrong("query.stock_too_old", "", "Sage's master data was never read.",
                     "Connect the instance, and ask again.");
    }
    return {};
}

/// For the first time, the second and so on: the first number that no document has.
Result<std::string> free_number(Overview& overview, const Drift& drift) {
    const auto is_taken = [&](std::int64_t ordinal) {
        return overview.has_document(text_of(MessageType::inventory_adjustment),
                                     correction_number(drift.item, drift.sites.front(), ordinal));
    };
    // Numbers are taken in their order: beyond twice the last one nothing is taken.
    std::int64_t taken = 0;
    std::int64_t free = 1;
    for (bool found = true; found;) {
        const Result<bool> asked = is_taken(free);
        if (!asked.ok()) {
            return asked.error();
        }
        found = asked.value();
        taken = found ? free : taken;
        free = found ? free * 2 : free;
    }
    while (free - taken > 1) {
        const std::int64_t middle = taken + (free - taken) / 2;
        const Result<bool> asked = is_taken(middle);
        if (!asked.ok()) {
            return asked.error();
        }
        (asked.value() ? taken : free) = middle;
    }
    return correction_number(drift.item, drift.sites.front(), free);
}

json::value quantity_or_null(const std::optional<Decimal>& quantity) {
    return quantity ? json::value(quantity->text()) : json::value();
}

Result<json::object> row_of(Overview& overview, const Drift& drift,
                            const std::optional<Decimal>& limit) {
    json::value correction;
    if (drift.drift) {
        const Result<std::string> number = free_number(overview, drift);
        if (!number.ok()) {
            return number.error();
        }
        correction =
            json::object{{"documentId", number.value()},
                         {"site", drift.sites.front()},
                         {"quantity", (-*drift.drift).text()},
                         {"decision", limit && may_correct(drift, *limit) ? "policy" : "person"}};
    }
    return json::object{{"item", drift.item},
                        {"sites", json::array(drift.sites.begin(), drift.sites.end())},
                        {"unitCode", drift.unit},
                        {"warehouse", drift.warehouse.text()},
                        {"sage", quantity_or_null(drift.sage)},
                        {"inFlight", drift.in_flight.text()},
                        {"drift", quantity_or_null(drift.drift)},
                        {"cause", text_of(drift.cause)},
                        {"rejectedDocuments", json::array(drift.refused_documents.begin(),
                                                          drift.refused_documents.end())},
                        {"correction", std::move(correction)}};
}

std::string_view text_of(StockGrain grain) {
    return grain == StockGrain::item ? "item" : "itemAndSite";
}

/// Compared, each with its cause.
Result<std::vector<Drift>> compare(Instance& instance, const ShowsStock& shows,
                                   const std::vector<StockPosition>& positions,
                                   const StockReading& reading,
                                   std::optional<std::int64_t> counted_ms,
                                   const Cancelled& cancelled) {
    StockDrift drift(positions, places_of(shows));
    Delivery& delivery = instance.delivery;
    const Result<void> added = add_moving_documents(
        {*instance.store, [&](const Entry& entry) { return delivery.effective_document(entry); },
         [&](const Entry& entry) { return delivery.find_precursor(entry); }, reading.when,
         counted_ms},
        drift, cancelled);
    return added.ok() ? Result<std::vector<Drift>>(drift.rows(reading.figures))
                      : Result<std::vector<Drift>>(added.error());
}

}  // namespace

Result<std::string> answer_stock_drift(Instance& instance, const JsonValue& request,
                                       const Cancelled& cancelled) {
    const auto* const shows = dynamic_cast<const ShowsStock*>(instance.company.get());
    // What the plugin does not answer it does not answer whatever is asked.
    if (shows == nullptr || shows->stock_grain() == StockGrain::none) {
        return wrong("query.stock_not_shown", "",
                     "By these settings this Sage shows no quantities that could be compared.",
                     "Compare its stock with the warehouse's in Sage itself.", Status::unsupported);
    }
    const Result<std::vector<StockPosition>> positions = read_positions(request);
    const Result<std::optional<Decimal>> limit = read_limit(instance, request);
    if (!positions.ok() || !limit.ok()) {
        return positions.ok() ? limit.error() : positions.error();
    }
    const std::shared_ptr<const Catalogue> catalogue = instance.delivery.catalogue();
    const Result<StockReading> reading = read_stock(
        *shows, *catalogue, positions.value(),
        [&](const Request& asked) { return instance.delivery.ask_patiently(asked, cancelled); },
        [&] { return instance.services.now_ms(); });
    if (!reading.ok()) {
        return reading.error();
    }
    const Result<void> recent = check_age(request, *catalogue, reading.value());
    if (!recent.ok()) {
        return recent.error();
    }
    const Result<std::vector<Drift>> compared =
        compare(instance, *shows, positions.value(), reading.value(),
                integer_at(request, "/countedMs"), cancelled);
    if (!compared.ok()) {
        return compared.error();
    }
    json::array rows;
    for (const Drift& one : compared.value()) {
        if (one.cause == DriftCause::none) {
            continue;
        }
        Result<json::object> row = row_of(instance.store->overview(), one, limit.value());
        if (!row.ok()) {
            return std::move(row).error();
        }
        rows.push_back(std::move(row).value());
    }
    return json::serialize(json::object{{"readAtMs", reading.value().when.ended_ms},
                                        {"figuresOf", text_of(shows->stock_grain())},
                                        {"compared", compared.value().size()},
                                        {"rows", std::move(rows)}});
}

}  // namespace sage
