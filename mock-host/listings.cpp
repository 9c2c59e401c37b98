// SPDX-License-Identifier: Apache-2.0
#include "mock-host/listings.h"

#include <algorithm>
#include <limits>
#include <map>

#include "mock-host/instant.h"

namespace wms {
namespace {

constexpr std::size_t kPage = 1'000;

/// Pages of what has a sequence, until there are no more or as many as were wanted.
template <class Ask, class Write>
Result<std::int64_t> write_pages(std::int64_t after, std::int64_t limit, const Ask& ask,
                                 const Write& write) {
    while (limit > 0) {
        const std::size_t wanted = static_cast<std::size_t>(std::min<std::int64_t>(limit, kPage));
        const auto page = ask(after, wanted);
        if (!page.ok()) {
            return page.problem();
        }
        for (const auto& row : page.value()) {
            write(row);
            after = row.sequence;
        }
        limit -= static_cast<std::int64_t>(page.value().size());
        if (page.value().size() < wanted) {
            break;
        }
    }
    return after;
}

}  // namespace

std::vector<Column> order_columns() {
    return {{"orderId", "order"},
            {"customerId", "account"},
            {"customerName", "customer", false, true},
            {"site", "site"},
            {"state", "state"},
            {"version", "version", true},
            {"promisedDate", "promised"},
            {"serviceLevel", "service"},
            {"ordered", "ordered", true},
            {"allocated", "allocated", true},
            {"picked", "picked", true},
            {"despatched", "despatched", true},
            {"cancelled", "cancelled", true},
            {"outstanding", "outstanding", true},
            {"backordered", "backordered", true}};
}

Done list_orders(const Warehouse& warehouse, const std::string& state, Listing& listing) {
    std::string after;
    while (true) {
        const auto page = warehouse.list_orders(state, after, kPage);
        if (!page.ok()) {
            return page.problem();
        }
        for (const OrderSummary& order : page.value()) {
            listing.add({order.id, order.customer_id, order.customer_name, order.site, order.state,
                         std::to_string(order.version), order.promised_date, order.service_level,
                         order.ordered.text(), order.allocated.text(), order.picked.text(),
                         order.despatched.text(), order.cancelled.text(),
                         order.outstanding().text(), order.backordered().text()});
        }
        if (page.value().size() < kPage) {
            return Nothing{};
        }
        after = page.value().back().id;
    }
}

std::vector<Column> order_line_columns() {
    return {{"orderId", "order"},
            {"lineId", "line"},
            {"item", "item"},
            {"itemName", "name", false, true},
            {"price", "price", true},
            {"ordered", "ordered", true},
            {"allocated", "allocated", true},
            {"picked", "picked", true},
            {"packed", "packed", true},
            {"despatched", "despatched", true},
            {"cancelled", "cancelled", true},
            {"outstanding", "outstanding", true}};
}

Done list_order_lines(const Warehouse& warehouse, const std::string& order_id, Listing& listing) {
    const Result<Order> order = warehouse.order(order_id);
    if (!order.ok()) {
        return order.problem();
    }
    for (const OrderLine& line : order.value().lines) {
        listing.add({order_id, line.id, line.item, line.item_name, line.price.money(),
                     line.ordered.text(), line.allocated.text(), line.picked.text(),
                     line.packed.text(), line.despatched.text(), line.cancelled.text(),
                     line.outstanding().text()});
    }
    return Nothing{};
}

std::vector<Column> stock_columns() {
    return {{"site", "site"},
            {"item", "item"},
            {"onHand", "on hand", true},
            {"allocated", "allocated", true},
            {"onHold", "on hold", true},
            {"available", "available", true},
            {"inTransit", "in transit", true}};
}

Done list_stock(const Warehouse& warehouse, const std::string& site, const std::string& item,
                Listing& listing) {
    for (const StockFigure& figure : warehouse.stock()) {
        if ((site.empty() || figure.site == site) && (item.empty() || figure.item == item)) {
            listing.add({figure.site, figure.item, figure.on_hand.text(), figure.allocated.text(),
                         figure.on_hold.text(), figure.available().text(),
                         figure.in_transit.text()});
        }
    }
    return Nothing{};
}

std::vector<Column> place_columns() {
    return {{"site", "site"},
            {"item", "item"},
            {"location", "location"},
            {"lotNumber", "lot"},
            {"expiryDate", "expires"},
            {"onHand", "on hand", true},
            {"allocated", "allocated", true},
            {"onHold", "on hold", true},
            {"available", "available", true},
            {"inTransit", "in transit", true}};
}

Done list_places(const Warehouse& warehouse, const std::string& site, const std::string& item,
                 Listing& listing) {
    const auto places = warehouse.places(site, item);
    if (!places.ok()) {
        return places.problem();
    }
    for (const StockPlace& place : places.value()) {
        const StockFigure& figure = place.figure;
        listing.add({figure.site, figure.item, place.location, place.lot, place.expiry_date,
                     figure.on_hand.text(), figure.allocated.text(), figure.on_hold.text(),
                     figure.available().text(), figure.in_transit.text()});
    }
    return Nothing{};
}

std::vector<Column> event_columns() {
    return {{"sequence", "sequence", true},
            {"at", "at"},
            {"kind", "what"},
            {"reference", "reference"},
            {"lineId", "line"},
            {"site", "site"},
            {"location", "location"},
            {"item", "item"},
            {"lotNumber", "lot"},
            {"quantity", "quantity", true},
            {"reservation", "reservation", true}};
}

Result<std::int64_t> list_events(const Warehouse& warehouse, std::int64_t after, std::int64_t limit,
                                 Listing& listing) {
    return write_pages(
        after, limit,
        [&](std::int64_t from, std::size_t count) { return warehouse.events_after(from, count); },
        [&](const Event& event) {
            listing.add({std::to_string(event.sequence), instant_text(event.at_ms), event.kind,
                         event.reference, event.line_id, event.site, event.location, event.item,
                         event.lot, event.quantity.text(),
                         event.reservation == 0 ? "" : std::to_string(event.reservation)});
        });
}

std::vector<Column> document_columns() {
    return {{"sequence", "sequence", true},
            {"messageType", "document"},
            {"documentId", "number"},
            {"documentVersion", "version", true},
            {"state", "state"},
            {"sageNumber", "Sage"},
            {"messageId", "messageId"}};
}

Result<std::int64_t> list_documents(const Warehouse& warehouse, std::int64_t after,
                                    std::int64_t limit, Listing& listing) {
    return write_pages(
        after, limit,
        [&](std::int64_t from, std::size_t count) {
            return warehouse.documents_after(from, count);
        },
        [&](const KeptDocument& document) {
            listing.add({std::to_string(document.sequence), document.message.type,
                         document.message.document_id, std::to_string(document.message.version),
                         document.state.empty() ? "waiting" : document.state, document.sage_number,
                         document.message.id});
        });
}

std::vector<Column> status_columns() {
    return {{"what", "what"}, {"state", "state"}, {"count", "count", true}};
}

Done list_status(const Warehouse& warehouse, Listing& listing) {
    std::map<std::string, std::int64_t> orders;
    Decimal waiting;
    Decimal allocated;
    Decimal outstanding;
    for (std::string after;;) {
        const auto page = warehouse.list_orders({}, after, kPage);
        if (!page.ok()) {
            return page.problem();
        }
        for (const OrderSummary& order : page.value()) {
            ++orders[order.state];
            waiting += order.backordered();
            allocated += order.allocated - order.despatched;
            outstanding += order.outstanding();
            after = order.id;
        }
        if (page.value().size() < kPage) {
            break;
        }
    }
    std::map<std::string, std::int64_t> documents;
    const Result<std::int64_t> read = write_pages(
        0, std::numeric_limits<std::int64_t>::max(),
        [&](std::int64_t from, std::size_t count) {
            return warehouse.documents_after(from, count);
        },
        [&](const KeptDocument& document) {
            ++documents[document.state.empty() ? "waiting" : document.state];
        });
    if (!read.ok()) {
        return read.problem();
    }
    for (const auto& [state, count] : orders) {
        listing.add({"orders", state, std::to_string(count)});
    }
    listing.add({"units", "outstanding", outstanding.text()});
    listing.add({"units", "allocated", allocated.text()});
    listing.add({"units", "backordered", waiting.text()});
    for (const auto& [state, count] : documents) {
        listing.add({"documents", state, std::to_string(count)});
    }
    return Nothing{};
}

}  // namespace wms
