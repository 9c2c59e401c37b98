// SPDX-License-Identifier: Apache-2.0
// Sales orders and returns of Sage 200, written and found again. A return is an order at another
// address, with quantities above zero. All functions are pure and thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage200/wire.h"

namespace sage::sage200 {

inline constexpr std::string_view order_type = "Sales Order";
inline constexpr std::string_view return_type = "Sales Return";

/// A field of the site's own: "spare_text_1", "spare_number_2", "spare_date_1", "spare_bool_1",
/// "analysis_code_3". The value of a number is its digits, of a date an RFC 3339 instant, of a
/// truth "true" or "false".
struct CustomField {
    std::string name;
    std::string value;
};

enum class OrderLineType : std::uint8_t { standard, free_text, charge, comment };

/// One line. Which members stand on which type is Sage's own rule; what does not belong to the type
/// is not written. Empty and absent: not said.
struct OrderLine {
    OrderLineType type = OrderLineType::standard;
    std::string product_key;             ///< standard
    std::string warehouse_key;           ///< standard
    std::string code;                    ///< charge: its code; or a description
    std::string description;             ///< of a standard line: instead of the product's
    Decimal quantity;                    ///< standard, free text: above zero, in selling units
    std::optional<Decimal> to_allocate;  ///< standard
    std::string tax_code_key;
    std::string nominal_reference;
    std::string nominal_cost_centre;
    std::string nominal_department;
    std::string selling_unit_key;   ///< standard
    std::string selling_unit_name;  ///< free text
    std::optional<Decimal> price;   ///< of one selling unit; of a charge: its amount
    std::optional<Decimal> discount_percent;
    std::optional<Decimal> discount_value;  ///< of one selling unit; goes before the percentage
    std::string confirmation_intent;        ///< free text, services
    std::string requested_date;             ///< YYYY-MM-DD
    std::string promised_date;
    std::string picking_list_comment;
    std::string despatch_note_comment;
    bool on_documents = true;  ///< comment: customers see it
    std::vector<CustomField> custom_fields;
};

struct OrderAddress {
    std::string postal_name;
    std::vector<std::string> lines;  ///< four at most
    std::string city;
    std::string county;
    std::string postcode;
    std::string contact;
    std::string telephone;
    std::string email;
    std::string country_code_key;
};

struct Order {
    bool is_return = false;
    std::string customer_key;
    std::string document_no;           ///< only where the site does not number by itself
    std::string customer_document_no;  ///< the customer's own number
    std::string date;                  ///< YYYY-MM-DD
    std::string requested_date;
    std::string promised_date;
    std::string created_by;
    bool override_on_hold = false;
    std::optional<OrderAddress> delivery;  ///< absent: the customer's invoice address
    std::vector<CustomField> custom_fields;
    std::vector<std::string> memos;
    std::vector<OrderLine> lines;
    std::string currency_id;
};

/// @param reference_field  where our reference is kept, by what the site has: a text of its own
/// ("spare_text_1"), an analysis code, or "customer_document_no", which then holds nothing else
Send encode_order(const Books& books, const Order& order, std::string_view reference_field,
                  std::string_view external_reference);

/// What is known of an order before it is made: where it would be found by our reference.
Send outline_order(bool is_return, std::string_view reference_field);

/// 2xx is done only if the order is confirmed and has a number: one that Sage kept as a draft, or
/// began and did not end ("##"), is looked at. All else as classify().
Verdict classify_order(const Send& sent, const Reply& reply);

/// By our reference, in the field in which it was sent; drafts are found, too.
Request look_up_order(const Books& books, const Send& sent, std::string_view external_reference);
LookUp read_look_up_order(const Send& sent, const Reply& reply);

/// Subjects are orders, or all are returns. One that was sent so long ago that it is not known
/// where its reference is goes by its key. By number: sage_document.number, for orders of others.
Request read_back_orders(const Books& books, const std::vector<ReadBackSubject>& subjects,
                         FindBy by);
LookUp read_read_back_orders(const std::vector<ReadBackSubject>& subjects, FindBy by,
                             const Reply& reply);

/// Of what encode_order() wrote, line by line, under the names of Sage's fields.
Facts order_line_facts(const Send& sent);
Request read_order_lines(const Books& books, const std::vector<Found>& found);
/// False: that was all. As Company::add_lines().
Result<bool> add_order_lines(const Reply& reply, std::vector<Found>& found);

/// Orders or returns, by the scope's type, that carry a reference of ours in that field.
Request list_own_orders(const Books& books, const OwnList& list, std::string_view reference_field);
Result<OwnPage> read_own_orders(const OwnList& list, std::string_view reference_field,
                                const Reply& reply);

/// Fact of an order: it is confirmed, a draft, or was begun and not ended.
inline constexpr std::string_view order_confirmed = "confirmed";
std::string_view order_state(std::string_view document_no, bool is_draft);

}  // namespace sage::sage200
