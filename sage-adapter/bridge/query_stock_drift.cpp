// SPDX-License-Identifier: Apache-2.0
// Every document of the outbox is looked at, without its content; the content is read of those that
// Sage's figures do not have: the open ones, those that ended since the reading or shortly before,
// and the rejected ones.
#include "sage-adapter/bridge/query_stock_drift.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "sage-adapter/catalogue/stock_level.h"
#include "sage-adapter/delivery/parts.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/mapping/stock_drift.h"
#include "sage-adapter/outbox/overview.h"

namespace sage {
namespace json = boost::json;
namespace {

constexpr std::size_t positions_max = 5'000;
constexpr std::size_t read_at_once = 500;
// How long before its end a reading of master data may have seen an item.
constexpr std::int64_t reading_ms_max = 600'000;

using OnHand = std::map<std::string, Decimal, std::less<>>;

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

Result<std::optional<Decimal>> read_limit(const json::value& request) {
    if (at_pointer(request, "/correctUpTo") == nullptr) {
        return std::optional<Decimal>();
    }
    const std::optional<Decimal> limit = Decimal::parse(text_at(request, "/correctUpTo"));
    if (!limit || limit->sign() < 0) {
        return wrong("query.correct_up_to", "/correctUpTo", "This is no size of a drift.",
                     "Give an exact quantity as text, zero or more, or leave it out.");
    }
    return limit;
}

Result<void> check_age(const json::value& request, std::int64_t read_at_ms) {
    const json::value* earliest = at_pointer(request, "/readSinceMs");
    if (read_at_ms == 0 ||
        (earliest != nullptr && earliest->is_int64() && read_at_ms < earliest->get_int64())) {
        return wrong("query.stock_too_old", "/readSinceMs",
                     read_at_ms == 0 ? "Sage's master data was never read."
                                     : "Sage's figures were read before that.",
                     "Connect the instance, or wait for the next reading of master data, and ask "
                     "again.");
    }
    return {};
}

/// Whether the reading gave quantities at all.
bool shows_quantities(const Catalogue& catalogue, const std::vector<std::string>& kinds) {
    for (const std::string& kind : kinds) {
        for (const CatalogueRecord* record : catalogue.all(kind)) {
            if (!field_of(record, on_hand_field).empty()) {
                return true;
            }
        }
    }
    return false;
}

std::vector<std::string> kinds_of(const Company& company) {
    std::vector<std::string> kinds;
    for (CatalogueRead& read : company.catalogue_reads()) {
        kinds.push_back(std::move(read.kind));
    }
    return kinds;
}

OnHand read_on_hand(const Catalogue& catalogue, const std::vector<std::string>& kinds,
                    const std::vector<StockPosition>& positions) {
    OnHand on_hand;
    for (const StockPosition& position : positions) {
        for (const std::string& kind : kinds) {
            const CatalogueRecord* record = catalogue.find(kind, position.item);
            const std::optional<Decimal> quantity = Decimal::parse(field_of(record, on_hand_field));
            if (quantity) {
                on_hand.insert_or_assign(position.item, *quantity);
            }
        }
    }
    return on_hand;
}

/// Nothing: the figures have it, or it never moves anything.
std::optional<MovementState> movement_state(const Record& record, std::int64_t read_at_ms) {
    const Entry& entry = record.entry;
    // The document that it is posted for stands for it.
    if (is_precursor(entry) || entry.state == State::withdrawn) {
        return std::nullopt;
    }
    if (entry.state == State::rejected) {
        return MovementState::refused;
    }
    if (entry.state != State::posted) {
        const bool maybe =
            entry.state == State::sending || entry.state == State::in_doubt || entry.maybe_in_sage;
        return maybe ? MovementState::uncertain : MovementState::in_flight;
    }
    const std::int64_t ended_ms = record.ended_ms.value_or(record.changed_ms);
    if (ended_ms > read_at_ms) {
        return MovementState::in_flight;
    }
    return ended_ms + reading_ms_max > read_at_ms ? std::optional(MovementState::uncertain)
                                                  : std::nullopt;
}

Result<void> add_record(Instance& instance, const Record& record, MovementState state,
                        StockDrift& drift) {
    const Result<std::optional<Entry>> entry =
        instance.store->find_message(record.entry.message_id);
    if (!entry.ok()) {
        return entry.error();
    }
    if (!entry.value() || entry.value()->purged) {
        return {};
    }
    const Result<Document> document = instance.delivery.effective_document(*entry.value());
    if (!document.ok()) {
        return document.error();
    }
    drift.add(document.value(), state);
    return {};
}

Result<void> add_documents(Instance& instance, std::int64_t read_at_ms, StockDrift& drift,
                           const Cancelled& cancelled) {
    Overview& overview = instance.store->overview();
    const Result<Extent> extent = overview.extent();
    if (!extent.ok()) {
        return extent.error();
    }
    for (std::int64_t after = 0; after < extent.value().sequence;) {
        if (cancelled && cancelled()) {
            return wrong("delivery.cancelled", "", "The host called back the query.", "Ask again.",
                         Status::cancelled);
        }
        const Result<std::vector<Record>> page =
            overview.records_after(after, extent.value().sequence, read_at_once);
        if (!page.ok()) {
            return page.error();
        }
        if (page.value().empty()) {
            break;
        }
        for (const Record& record : page.value()) {
            after = record.entry.sequence;
            const std::optional<MovementState> state = movement_state(record, read_at_ms);
            const Result<void> added =
                state ? add_record(instance, record, *state, drift) : Result<void>();
            if (!added.ok()) {
                return added;
            }
        }
    }
    return {};
}

json::value quantity_or_null(const std::optional<Decimal>& quantity) {
    return quantity ? json::value(quantity->text()) : json::value();
}

json::object row_of(const Drift& drift, const std::optional<Decimal>& limit,
                    std::int64_t read_at_ms) {
    json::value correction;
    if (drift.drift) {
        correction =
            json::object{{"documentId", correction_number(drift.item, read_at_ms)},
                         {"site", drift.site},
                         {"quantity", (-*drift.drift).text()},
                         {"decision", limit && may_correct(drift, *limit) ? "policy" : "person"}};
    }
    return {{"item", drift.item},
            {"unitCode", drift.unit},
            {"warehouse", drift.warehouse.text()},
            {"sage", quantity_or_null(drift.sage)},
            {"inFlight", drift.in_flight.text()},
            {"drift", quantity_or_null(drift.drift)},
            {"cause", text_of(drift.cause)},
            {"rejectedDocuments",
             json::array(drift.refused_documents.begin(), drift.refused_documents.end())},
            {"correction", std::move(correction)}};
}

}  // namespace

Result<std::string> answer_stock_drift(Instance& instance, const JsonValue& request,
                                       const Cancelled& cancelled) {
    const std::shared_ptr<const Catalogue> catalogue = instance.delivery.catalogue();
    const std::int64_t read_at_ms = catalogue->read_at_ms();
    const std::vector<std::string> kinds = kinds_of(*instance.company);
    // What the plugin does not answer it does not answer whatever is asked.
    if (read_at_ms != 0 && !shows_quantities(*catalogue, kinds)) {
        return wrong("query.stock_not_shown", "",
                     "This Sage shows no quantities of its items here.",
                     "Compare its stock with the warehouse's in Sage itself.", Status::unsupported);
    }
    const Result<std::vector<StockPosition>> positions = read_positions(request);
    const Result<std::optional<Decimal>> limit = read_limit(request);
    if (!positions.ok() || !limit.ok()) {
        return positions.ok() ? limit.error() : positions.error();
    }
    const Result<void> recent = check_age(request, read_at_ms);
    if (!recent.ok()) {
        return recent.error();
    }
    const OnHand on_hand = read_on_hand(*catalogue, kinds, positions.value());
    StockDrift drift(positions.value());
    const Result<void> added = add_documents(instance, read_at_ms, drift, cancelled);
    if (!added.ok()) {
        return added.error();
    }
    const std::vector<Drift> compared = drift.rows(on_hand);
    json::array rows;
    for (const Drift& one : compared) {
        if (one.cause != DriftCause::none) {
            rows.push_back(row_of(one, limit.value(), read_at_ms));
        }
    }
    return json::serialize(json::object{
        {"readAtMs", read_at_ms}, {"compared", compared.size()}, {"rows", std::move(rows)}});
}

}  // namespace sage
