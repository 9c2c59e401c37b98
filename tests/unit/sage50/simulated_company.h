// SPDX-License-Identifier: Apache-2.0
// A simulated Sage 50 for a test: seeded, with a clock that stands still.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage50/simulator.h"
#include "sage-adapter/transport/data_source.h"

namespace sage::test {

/// What a writer was given, in place of a database.
struct KeptTables {
    std::map<std::string, std::vector<std::string>> columns;
    std::map<std::string, std::map<std::string, std::string>> types;
    std::map<std::string, std::map<std::int64_t, std::vector<std::optional<std::string>>>> rows;
    int laid_out = 0;
    int failures = 0;  ///< so many calls fail from now on

    /// The value in that column of the row whose `key` column has that text; "NULL", or "none".
    std::string value(const std::string& table, const std::string& key, const std::string& text,
                      const std::string& column) const;
    /// All rows of the query's table, whatever its condition, as a driver shows them.
    QueryAnswer answer(const Query& query) const;
};

class SimulatedCompany {
  public:
    SimulatedCompany();

    /// With the token.
    Reply send(std::string_view method, std::string_view path, std::string_view body = "",
               std::vector<Header> more = {});
    Reply post(std::string_view path, std::string_view body) { return send("POST", path, body); }
    Reply patch(std::string_view path, std::string_view body) { return send("PATCH", path, body); }
    Reply get(std::string_view path) { return send("GET", path); }
    /// One filter.
    Reply find(std::string_view path, std::string_view column, std::string_view type,
               std::string_view value);
    /// As given.
    Reply raw(const Request& request) { return simulator->handle(request).reply; }
    Reply control(std::string_view method, std::string_view path, std::string_view body = "");
    /// A change by hand that has to be taken.
    void change(std::string_view body);
    void behave(std::string_view body);
    /// From now on the tables are written there.
    void keep_tables(KeptTables& tables);
    /// Another simulator that is given this one's journal.
    void restart();

    /// "12" of a product and the quantity in stock, allocated beside it: "12/3".
    std::string stock(std::string_view item);
    /// The number that Sage gave the order: two lanterns at 12.50 and three mugs at 4.99 for C1.
    std::string order();
    /// The same, allocated in full.
    std::string allocated_order();

    std::int64_t now_ms = 1'795'000'000'000;  // 2026-11-18T11:06:40Z
    std::vector<std::string> journal;
    std::unique_ptr<Simulator> simulator;

  private:
    void make();
};

/// Of a body in JSON: the text, the digits, true, false or null at that place; "" if there is none.
std::string at(const Reply& reply, std::string_view pointer);
/// Entries of the list at that place.
std::size_t count(const Reply& reply, std::string_view pointer = "/results");
/// "SUCCESS", or the message of a failure with status 200, or the status of any other.
std::string said(const Reply& reply);

constexpr std::string_view order_body = R"({"customerAccountRef":"C1","orderDate":"18/11/2026",
 "customerOrderNumber":"PO-1","invoiceItems":[
 {"stockCode":"LANTERN","description":"White lantern","quantity":2,"unitPrice":12.5,
  "nominal":"4000","taxCode":1},
 {"stockCode":"MUG","description":"Mug","quantity":3,"unitPrice":4.99,"nominal":"4000",
  "taxCode":1}]})";

/// An invoice or a credit of lanterns, with more members before its items.
std::string invoice_body(int type, int quantity, std::string_view more = "");

}  // namespace sage::test
