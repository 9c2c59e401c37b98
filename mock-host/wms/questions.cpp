// SPDX-License-Identifier: Apache-2.0
// What the warehouse is asked.
#include "mock-host/wms/carry_out.h"
#include "mock-host/wms/warehouse.h"

namespace wms {
namespace {

KeptDocument read_document(SQLite::Statement& row) {
    KeptDocument document;
    document.sequence = whole_at(row, 0);
    document.message = {text_at(row, 1), text_at(row, 2), text_at(row, 3), text_at(row, 4),
                        whole_at(row, 5)};
    document.state = text_at(row, 6);
    document.sage_number = text_at(row, 7);
    return document;
}

std::vector<KeptDocument> read_documents(SQLite::Statement& row) {
    std::vector<KeptDocument> found;
    while (row.executeStep()) {
        found.push_back(read_document(row));
    }
    return found;
}

}  // namespace

Result<Order> Warehouse::order(const std::string& order_id) const {
    return carry_out<Order>([&]() -> Result<Order> {
        std::optional<Order> order = Books(*store_, 0).order(order_id);
        if (!order.has_value()) {
            return unknown_order(order_id);
        }
        return *std::move(order);
    });
}

Result<Despatch> Warehouse::despatch(const std::string& despatch_id) const {
    return carry_out<Despatch>([&]() -> Result<Despatch> {
        std::optional<Despatch> despatch = Books(*store_, 0).despatch(despatch_id);
        if (!despatch.has_value()) {
            return refusal("despatch.unknown", despatch_id, "There is no such despatch.",
                           "Look its number up among the documents.");
        }
        return *std::move(despatch);
    });
}

std::vector<StockFigure> Warehouse::stock() const {
    const auto found =
        carry_out<std::vector<StockFigure>>([&]() -> Result<std::vector<StockFigure>> {
            SQLite::Statement& row = store_->ask(
                "SELECT site, item, sum(on_hand), sum(allocated), sum(on_hold), sum(in_transit)"
                " FROM stock GROUP BY site, item ORDER BY site, item");
            std::vector<StockFigure> figures;
            while (row.executeStep()) {
                figures.push_back({text_at(row, 0), text_at(row, 1), decimal_at(row, 2),
                                   decimal_at(row, 3), decimal_at(row, 4), decimal_at(row, 5)});
            }
            return figures;
        });
    return found.ok() ? found.value() : std::vector<StockFigure>{};
}

Result<std::vector<StockPlace>> Warehouse::places(const std::string& site,
                                                  const std::string& item) const {
    return carry_out<std::vector<StockPlace>>([&]() -> Result<std::vector<StockPlace>> {
        SQLite::Statement& row = store_->ask(
            "SELECT site, item, on_hand, allocated, on_hold, in_transit, location, lot, expiry_date"
            " FROM stock WHERE (?1 = '' OR site = ?1) AND (?2 = '' OR item = ?2)"
            " AND (on_hand > 0 OR in_transit > 0)"
            " ORDER BY site, item, location, lot",
            site, item);
        std::vector<StockPlace> places;
        while (row.executeStep()) {
            places.push_back({{text_at(row, 0), text_at(row, 1), decimal_at(row, 2),
                               decimal_at(row, 3), decimal_at(row, 4), decimal_at(row, 5)},
                              text_at(row, 6),
                              text_at(row, 7),
                              text_at(row, 8)});
        }
        return places;
    });
}

Result<std::vector<OrderSummary>> Warehouse::list_orders(const std::string& state,
                                                         const std::string& after,
                                                         std::size_t limit) const {
    return carry_out<std::vector<OrderSummary>>([&]() -> Result<std::vector<OrderSummary>> {
        SQLite::Statement& row = store_->ask(
            "SELECT o.id, o.customer_id, o.customer_name, o.site, o.state, o.promised_date,"
            " o.service_level, o.version, coalesce(sum(l.ordered), 0),"
            " coalesce(sum(l.allocated), 0), coalesce(sum(l.picked), 0),"
            " coalesce(sum(l.despatched), 0), coalesce(sum(l.cancelled), 0)"
            " FROM sales_order AS o LEFT JOIN order_line AS l ON l.order_id = o.id"
            " WHERE (?1 = '' OR o.state = ?1) AND o.id > ?2 GROUP BY o.id ORDER BY o.id LIMIT ?3",
            state, after, limit);
        std::vector<OrderSummary> orders;
        while (row.executeStep()) {
            orders.push_back({text_at(row, 0), text_at(row, 1), text_at(row, 2), text_at(row, 3),
                              text_at(row, 4), text_at(row, 5), text_at(row, 6), whole_at(row, 7),
                              decimal_at(row, 8), decimal_at(row, 9), decimal_at(row, 10),
                              decimal_at(row, 11), decimal_at(row, 12)});
        }
        return orders;
    });
}

Result<std::vector<Event>> Warehouse::events_after(std::int64_t sequence, std::size_t limit) const {
    return carry_out<std::vector<Event>>([&]() -> Result<std::vector<Event>> {
        SQLite::Statement& row = store_->ask(
            "SELECT sequence, at_ms, kind, reference, line_id, site, location, item, lot, quantity,"
            " reservation FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?",
            sequence, limit);
        std::vector<Event> events;
        while (row.executeStep()) {
            events.push_back({whole_at(row, 0), whole_at(row, 1), text_at(row, 2), text_at(row, 3),
                              text_at(row, 4), text_at(row, 5), text_at(row, 6), text_at(row, 7),
                              text_at(row, 8), decimal_at(row, 9), whole_at(row, 10)});
        }
        return events;
    });
}

Result<std::vector<KeptDocument>> Warehouse::documents_after(std::int64_t sequence,
                                                             std::size_t limit) const {
    return carry_out<std::vector<KeptDocument>>([&]() -> Result<std::vector<KeptDocument>> {
        return read_documents(
            store_->ask("SELECT sequence, type, message_id, id, json, version, state, sage_number"
                        " FROM document WHERE sequence > ? ORDER BY sequence LIMIT ?",
                        sequence, limit));
    });
}

Result<KeptDocument> Warehouse::document(const std::string& message_id) const {
    return carry_out<KeptDocument>([&]() -> Result<KeptDocument> {
        std::vector<KeptDocument> found = read_documents(
            store_->ask("SELECT sequence, type, message_id, id, json, version, state, sage_number"
                        " FROM document WHERE message_id = ?",
                        message_id));
        if (found.empty()) {
            return Problem{"warehouse.no_document", message_id,
                           "The warehouse has made no document with that messageId.",
                           "See its documents with: mock-host documents.", "warehouse"};
        }
        return std::move(found.front());
    });
}

Result<std::vector<KeptDocument>> Warehouse::documents_to_hand_over(std::size_t limit) const {
    return carry_out<std::vector<KeptDocument>>([&]() -> Result<std::vector<KeptDocument>> {
        return read_documents(
            store_->ask("SELECT sequence, type, message_id, id, json, version, state, sage_number"
                        " FROM document WHERE state = '' ORDER BY sequence LIMIT ?",
                        limit));
    });
}

}  // namespace wms
