// SPDX-License-Identifier: Apache-2.0
// A simulated company for a test: seeded, with a token in hand and a clock that stands still.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/intacct/simulator.h"

namespace sage::test {

inline constexpr std::string_view invoices = "/objects/order-entry/document::Sales%20Invoice";
inline constexpr std::string_view orders = "/objects/order-entry/document::Sales%20Order";
inline constexpr std::string_view returns = "/objects/order-entry/document::Sales%20Return";
inline constexpr std::string_view increases =
    "/objects/inventory-control/document::Inventory%20Adjustment%20Increase";
inline constexpr std::string_view decreases =
    "/objects/inventory-control/document::Inventory%20Adjustment%20Decrease";

class Sage {
  public:
    /// @param user_name  of the token request
    explicit Sage(std::string user_name = "wms@northwind|100");

    /// With the token; `target` is below /ia/api/v1.
    Reply send(std::string_view method, std::string_view target, std::string_view body = "",
               std::vector<Header> headers = {});
    Reply send(std::string_view method, std::string_view target, const boost::json::object& body,
               std::vector<Header> headers = {});
    /// As given: no token, no content type.
    Reply raw(Request request);
    Reply control(std::string_view method, std::string_view path, std::string_view body = "");
    Reply token(std::string_view form);
    void authorise();
    /// Another simulator that is given this one's journal.
    void restart();
    void forget_token() { token_.clear(); }

    /// Rows of a query with these filters over an object.
    boost::json::array rows(std::string_view object, std::string_view fields,
                            std::string_view filters = "[]");
    std::string on_hand(std::string_view item);
    std::int64_t counter(std::string_view name);

    std::int64_t now_ms = 1'795'000'000'000;  // 2026-11-18
    std::vector<std::string> journal;
    std::unique_ptr<Simulator> simulator;

  private:
    void make();

    std::string user_name_;
    std::string token_;
};

/// A despatch as an invoice: three lanterns at 3.335 for customer C1.
boost::json::object invoice();
/// Two lanterns at 12.50, on the definition of orders or returns.
boost::json::object order();
boost::json::object order_line(std::string_view item, std::string_view quantity,
                               std::string_view price);
/// Five lanterns up or down.
boost::json::object adjustment();

/// The first line of a document, to be changed.
boost::json::object& first_line(boost::json::object& document);

boost::json::value parsed(const Reply& reply);
/// The key in a reply to a write; empty if it is none.
std::string key_of(const Reply& reply);
/// errorId of a refusal, whatever its envelope; "" for none.
std::string error_id(const Reply& reply);
/// All messages of a refusal, joined.
std::string messages(const Reply& reply);
std::vector<Header> with_key(std::string_view key);

}  // namespace sage::test
