// SPDX-License-Identifier: Apache-2.0
// Sales orders of Sage 50 Professional, as they are written. All functions are pure and
// thread-safe.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage50/wire.h"

namespace sage::sage50 {

inline constexpr std::string_view order_type = "Sales Order";

/// Lengths in characters where they differ from those of invoices.
namespace order_limits {
inline constexpr std::size_t delivery_name = 30;       ///< before version 29 of Sage
inline constexpr std::size_t delivery_name_wide = 60;  ///< from then on
inline constexpr std::size_t delivery_address = 60;
}  // namespace order_limits

/// What is empty or absent is not said. Sage allocates nothing by itself, and takes no change of an
/// order once something of it is allocated or has left.
struct OrderDocument {
    std::string account;    ///< of the customer
    std::string date;       ///< YYYY-MM-DD
    std::string reference;  ///< ours, 18 characters
    ReferenceField reference_field = ReferenceField::notes3;
    std::string customer_order_number;  ///< empty where our reference is there
    std::string name;                   ///< instead of the customer's, with `address`
    std::array<std::string, 5> address;
    std::string contact;
    std::string telephone;
    std::string taken_by;
    std::string delivery_name;
    std::array<std::string, 5> delivery_address;
    std::array<std::string, 3> notes;  ///< that where our reference is, is empty
    std::array<std::string, 3> analysis;
    std::string consignment;
    std::optional<int> courier_number;
    std::optional<Carriage> carriage;
    std::string global_nominal;
    std::string global_details;
    std::optional<int> department;
    std::optional<int> currency;
    /// As of invoices; neither `external_order_reference` nor `negative` is written.
    std::vector<InvoiceLine> lines;
    std::string currency_id;  ///< of the prediction: "GBP"
};
Send encode(const Books& books, const OrderDocument& document);

}  // namespace sage::sage50
