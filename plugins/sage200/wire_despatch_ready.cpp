// SPDX-License-Identifier: Apache-2.0
// What of an order may leave. An order counts in selling units, its despatch in stock units.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "plugins/sage200/wire_despatch.h"
#include "plugins/sage200/wire_values.h"
#include "sage-adapter/mapping/units.h"

namespace sage::sage200 {
namespace {

constexpr int lines_max = 5000;
constexpr int quantity_places = 5;
constexpr int multiple_places = 7;
constexpr std::string_view standard_line = "EnumLineTypeStandard";

Decimal decimal_of(const JsonValue& record, std::string_view field) {
    return Decimal::parse(value_of(record, field)).value_or(Decimal());
}

/// One where Sage shows none: not every line has units.
Decimal multiple_of(const JsonValue& record, std::string_view field) {
    const Decimal multiple = decimal_of(record, field);
    return multiple.sign() > 0 ? multiple : Decimal::of(1);
}

Error full_page() {
    return {Status::remote,
            Problem{"sage200.order_too_long", "",
                    "Sage 200 shows a full page of lines: there may be more.",
                    "Split the order in Sage, or despatch it there by hand: no order of so many "
                    "lines is despatched by itself.",
                    Owner::finance}};
}

Result<std::vector<JsonValue>> whole_list(const Reply& reply) {
    Result<std::vector<JsonValue>> records = read_records(reply);
    if (records.ok() && records.value().size() >= lines_max) {
        return full_page();
    }
    return records;
}

Request ask_of_line(const Books& books, std::string_view resource, std::string_view line_key) {
    BodyWriter body;
    body.number("id", line_key);
    return post(books, resource, body.take());
}

Result<std::vector<Candidate>> candidates(const Reply& reply, std::string_view part,
                                          std::string_view key, std::string_view name) {
    Reply read = reply;
    read.status = reply.status / 100 == 2 ? 200 : reply.status;
    const Result<std::vector<JsonValue>> records = read_records(read);
    if (!records.ok()) {
        return records.error();
    }
    std::vector<Candidate> all;
    for (const JsonValue& record : records.value()) {
        for (const JsonValue& item : part_of(record, part)) {
            if (value_of(item, "is_selectable") != "false") {
                all.push_back({value_of(item, key), value_of(item, "traceable_bin_item_id"),
                               value_of(item, "traceable_allocation_balance_id"),
                               value_of(item, name), value_of(item, "bin_name"),
                               decimal_of(item, "available_quantity")});
            }
        }
    }
    return all;
}

}  // namespace

Request ask_order(const Books& books, std::string_view order_key) {
    return get(books, fmt::format("sop_orders/{}", order_key), {});
}

Request ask_order_lines(const Books& books, std::string_view order_key) {
    return get(books, fmt::format("sop_orders/{}/sop_order_lines", order_key),
               {{"$orderby", "line_number"}, {"$top", std::to_string(lines_max)}});
}

Result<std::vector<OpenLine>> read_open_lines(const Reply& reply) {
    const Result<std::vector<JsonValue>> records = whole_list(reply);
    if (!records.ok()) {
        return records.error();
    }
    std::vector<OpenLine> lines;
    for (const JsonValue& record : records.value()) {
        OpenLine line;
        line.line_type = value_of(record, "line_type");
        line.key = value_of(record, "id");
        if (line.line_type != standard_line && line.line_type != "EnumLineTypeFreeText") {
            continue;
        }
        line.product_key = value_of(record, "product_id");
        line.warehouse_key = value_of(record, "warehouse_id");
        line.code = value_of(record, "code");
        line.tax_code_key = value_of(record, "tax_code_id");
        line.selling_unit_key = value_of(record, "selling_unit_id");
        line.line_quantity = decimal_of(record, "line_quantity");
        line.despatched = decimal_of(record, "stock_unit_despatch_receipt_quantity");
        // Of free text nothing is allocated: all that has not left may leave.
        line.available = line.line_type == standard_line
                             ? decimal_of(record, "stock_unit_available_for_despatch")
                             : line.line_quantity - line.despatched;
        line.selling_unit_multiple = multiple_of(record, "selling_unit_multiple");
        line.stock_unit_multiple = multiple_of(record, "stock_unit_multiple");
        for (int number = 1; number <= 10; ++number) {
            const std::string text = value_of(record, fmt::format("spare_text_{}", number));
            if (!text.empty()) {
                line.references.push_back(text);
            }
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

Request ask_ready(const Books& books, std::string_view order_number) {
    return get(books, "sop_confirm_despatch",
               {{"$filter", fmt::format("document_no eq {}", quoted(order_number))}});
}

Result<std::vector<OpenLine>> read_ready(const Reply& reply, std::string_view order_key) {
    const Result<std::vector<JsonValue>> records = whole_list(reply);
    if (!records.ok()) {
        return records.error();
    }
    std::vector<OpenLine> lines;
    for (const JsonValue& record : records.value()) {
        if (value_of(record, "sop_order_return_id") != order_key) {
            continue;
        }
        for (const JsonValue& item : part_of(record, "items")) {
            OpenLine line;
            line.key = value_of(item, "id");
            line.product_key = value_of(item, "product_id");
            line.code = value_of(item, "item_code");
            line.line_quantity = decimal_of(item, "line_quantity");
            line.despatched = decimal_of(item, "despatch_receipt_quantity");
            line.available = decimal_of(item, "available_quantity");
            line.selling_unit_multiple = multiple_of(item, "selling_unit_multiple");
            line.stock_unit_multiple = multiple_of(item, "stock_unit_multiple");
            line.bins = value_of(item, "is_multiple_bin_allocations") == "true";
            line.traceable = value_of(item, "has_traceable_allocations") == "true";
            lines.push_back(std::move(line));
        }
    }
    return lines;
}

std::optional<Decimal> stock_units(const Decimal& quantity, const Decimal& base_units,
                                   const OpenLine& line) {
    const bool same_unit = base_units.rounded(multiple_places, Rounding::half_away_from_zero) ==
                           line.stock_unit_multiple;
    if (same_unit) {
        return quantity.fits(quantity_places) ? std::optional(quantity) : std::nullopt;
    }
    const std::optional<Decimal> whole = exact_product(quantity, base_units);
    const std::optional<Decimal> exact =
        whole ? exact_quotient(*whole, line.stock_unit_multiple) : std::nullopt;
    return exact && exact->fits(quantity_places) ? exact : std::nullopt;
}

Request ask_allocations(const Books& books, const std::vector<std::string>& line_keys) {
    return get(books, "sop_allocation_line_views",
               {{"$filter", fmt::format("sop_order_return_line_id eq {}",
                                        fmt::join(line_keys, " or sop_order_return_line_id eq "))},
                {"$orderby", "sop_allocation_line_id"},
                {"$top", std::to_string(lines_max)}});
}

Result<std::vector<Allocation>> read_allocations(const Reply& reply) {
    const Result<std::vector<JsonValue>> records = whole_list(reply);
    if (!records.ok()) {
        return records.error();
    }
    std::vector<Allocation> all;
    for (const JsonValue& record : records.value()) {
        if (decimal_of(record, "sop_allocation_line_current_allocated_quantity").sign() > 0) {
            all.push_back({value_of(record, "sop_order_return_line_id"),
                           value_of(record, "bin_holding_name")});
        }
    }
    return all;
}

Request ask_bins(const Books& books, std::string_view line_key) {
    return ask_of_line(books, "sop_confirm_despatch_bin_items", line_key);
}

Request ask_traceable_items(const Books& books, std::string_view line_key) {
    return ask_of_line(books, "sop_confirm_despatch_traceable_items", line_key);
}

Result<std::vector<Candidate>> read_bins(const Reply& reply) {
    return candidates(reply, "bin_items", "id", "bin_name");
}

Result<std::vector<Candidate>> read_traceable_items(const Reply& reply) {
    return candidates(reply, "traceable_adjustment_items", "traceable_item_id",
                      "identification_no");
}

}  // namespace sage::sage200
