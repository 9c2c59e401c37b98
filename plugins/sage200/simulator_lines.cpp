// SPDX-License-Identifier: Apache-2.0
// Which field stands on which type of line is Sage's own list.
#include "plugins/sage200/simulator_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "plugins/sage200/simulator_analysis.h"
#include "plugins/sage200/simulator_stock.h"

namespace sage::simulated_sage200 {
namespace {

enum Types : unsigned { standard = 1, free_text = 2, charge = 4, comment = 8 };

struct LineType {
    std::string_view name;
    unsigned bit;
};
constexpr auto line_types = std::to_array<LineType>({{standard_line, standard},
                                                     {"EnumLineTypeFreeText", free_text},
                                                     {"EnumLineTypeCharge", charge},
                                                     {"EnumLineTypeComment", comment}});

struct Rule {
    std::string_view field;
    unsigned may;       ///< stands on these types
    unsigned required;  ///< and has to on these
};
constexpr auto rules = std::to_array<Rule>({
    {"product_id", standard, standard},
    {"description", standard | free_text | charge | comment, free_text | comment},
    {"use_description", standard, 0},
    {"code", standard | charge, 0},
    {"line_quantity", standard | free_text, standard | free_text},
    {"to_allocate_quantity", standard, 0},
    {"is_to_split_line", standard, 0},
    {"tax_code_id", standard | free_text | charge, 0},
    {"nominal_reference", standard | free_text | charge, 0},
    {"nominal_cost_centre", standard | free_text | charge, 0},
    {"nominal_department", standard | free_text | charge, 0},
    {"selling_unit_id", standard, 0},
    {"pricing_unit_id", standard, 0},
    {"selling_unit_description", free_text, 0},
    {"selling_unit_price", standard | free_text | charge, 0},
    {"unit_discount_percent", standard | free_text, 0},
    {"unit_discount_value", standard | free_text, 0},
    {"cost_price", standard | free_text | charge, 0},
    {"fulfilment_method", standard, 0},
    {"confirmation_intent_type", standard | free_text, 0},
    {"requested_delivery_date", standard | free_text, 0},
    {"promised_delivery_date", standard | free_text, 0},
    {"picking_list_comment", standard | free_text, 0},
    {"despatch_note_comment", standard | free_text, 0},
    {"show_on_customer_docs", comment, 0},
    {"show_on_picking_list_type", comment, 0},
});

std::optional<Refusal> check_fields(const Row& line, unsigned type, const std::string& path) {
    for (const Rule& rule : rules) {
        const std::string at = fmt::format("{}{}", path, rule.field);
        if (line.has(rule.field) && (rule.may & type) == 0) {
            return bad_field(at, "The field does not belong to this type of line.");
        }
        if (!line.has(rule.field) && (rule.required & type) != 0) {
            return bad_field(at, "The field is required for this type of line.");
        }
    }
    if (line.has("line_quantity") && line.number("line_quantity").sign() <= 0) {
        return bad_field(path + "line_quantity", "The quantity is not above zero.");
    }
    return type == charge && line.text("code").empty() && line.text("description").empty()
               ? std::optional<Refusal>(bad_field(path + "code", "Give a code or a description."))
               : std::nullopt;
}

/// Sage answers 401 where the user lacks the permission.
std::optional<Refusal> check_permissions(const Company& company, const Row& line,
                                         const std::string& path) {
    for (const std::string_view field :
         {"selling_unit_price", "unit_discount_percent", "unit_discount_value"}) {
        if (line.has(field) && !company.permits("override_prices_discounts")) {
            return Refusal{401, fmt::format("{}{}: The user may not override prices and discounts.",
                                            path, field)};
        }
    }
    if (line.has("cost_price") && !company.permits("override_cost_price")) {
        return Refusal{401, path + "cost_price: The user may not override cost prices."};
    }
    return std::nullopt;
}

std::optional<Refusal> check_codes(const Company& company, const Row& line,
                                   const std::string& path) {
    if (line.has("tax_code_id") &&
        company.find("tax_code", line.integer("tax_code_id")) == nullptr) {
        return bad_field(path + "tax_code_id", "There is no such tax code.");
    }
    if (!line.has("nominal_reference")) {
        return std::nullopt;
    }
    if (!company.only("sop_settings").truth("amend_nominal_codes")) {
        return bad_field(path + "nominal_reference", "Nominal codes cannot be amended.");
    }
    const Table& codes = company.table("nominal_code");
    const bool known = std::any_of(codes.rows().begin(), codes.rows().end(), [&](const Row& row) {
        return row.text("reference") == line.text("nominal_reference") &&
               row.text("cost_centre_code") == line.text("nominal_cost_centre") &&
               row.text("department_code") == line.text("nominal_department");
    });
    return known ? std::nullopt
                 : std::optional<Refusal>(
                       bad_field(path + "nominal_reference", "There is no such nominal code."));
}

/// How many base units a unit is; without one it is the base unit. Nothing if the product has no
/// such unit.
std::optional<Decimal> multiple_of(const Row& product, std::int64_t unit_id) {
    if (unit_id == 0) {
        return Decimal::of(1);
    }
    const auto units = product.parts.find("units");
    if (units != product.parts.end()) {
        for (const Row& unit : units->second) {
            if (unit.integer("unit_id") == unit_id) {
                return unit.number("multiple_of_base_unit");
            }
        }
    }
    return std::nullopt;
}

/// Lines without units count in one.
Decimal multiple_in(const Row& line, std::string_view field) {
    const Decimal multiple = line.number(field);
    return multiple.sign() > 0 ? multiple : Decimal::of(1);
}

Decimal converted(const Decimal& quantity, const Decimal& from, const Decimal& to,
                  Rounding rounding) {
    return Decimal::quotient({quantity, from}, {to}, 5, rounding).value_or(Decimal());
}

/// Lines have multiples in seven places, and products in nine.
Decimal as_lines_show(const Decimal& multiple) {
    constexpr int places = 7;
    return multiple.rounded(places, Rounding::half_away_from_zero);
}

std::optional<Refusal> check_product(Company& company, Row& line, const std::string& path) {
    const Row* const product = company.find("product", line.integer("product_id"));
    if (product == nullptr) {
        return bad_field(path + "product_id", "There is no such product.");
    }
    if (product->has("allow_sales_order") && !product->truth("allow_sales_order")) {
        return bad_field(path + "product_id", "The product is not for sales orders.");
    }
    if (product->text("product_status_type") != "EnumStockItemStatusTypeActive") {
        return bad_field(path + "product_id", "The product is not active.");
    }
    if (!line.has("warehouse_id")) {
        if (!company.behaviours.accept_missing_warehouse) {
            return bad_field(path + "warehouse_id", "The field is required.");
        }
        line.set_integer("warehouse_id", company.only("warehouse").id);
    }
    if (holding_of(company, product->id, line.integer("warehouse_id")) == nullptr) {
        return bad_field(path + "warehouse_id", "The product is not held in such a warehouse.");
    }
    const auto multiple = multiple_of(*product, line.integer("selling_unit_id"));
    if (!multiple) {
        return bad_field(path + "selling_unit_id", "The product has no such unit.");
    }
    line.set_number("selling_unit_multiple", as_lines_show(*multiple));
    line.set_number(
        "stock_unit_multiple",
        as_lines_show(
            multiple_of(*product, product->integer("stock_unit_id")).value_or(Decimal::of(1))));
    line.set_text("code", product->text("code"));
    line.default_text("description", product->text("name"));
    if (product->has("tax_code_id")) {
        line.default_integer("tax_code_id", product->integer("tax_code_id"));
    }
    return std::nullopt;
}

std::optional<Refusal> check_charge(const Company& company, Row& line, const std::string& path) {
    if (line.text("code").empty()) {
        return std::nullopt;
    }
    const Row* const found =
        company.table("sop_additional_charge").find_text("code", line.text("code"));
    if (found == nullptr) {
        return bad_field(path + "code", "There is no such additional charge.");
    }
    line.default_text("description", found->text("name"));
    if (found->has("tax_code_id")) {
        line.default_integer("tax_code_id", found->integer("tax_code_id"));
    }
    return std::nullopt;
}

}  // namespace

std::optional<Refusal> check_line(Company& company, const Row& customer, Row& line,
                                  const std::string& path) {
    const auto type = std::find_if(line_types.begin(), line_types.end(), [&](const LineType& one) {
        return one.name == line.text("line_type");
    });
    if (type == line_types.end()) {
        return bad_field(path + "line_type", "There is no such type of line.");
    }
    auto refusal = check_fields(line, type->bit, path);
    refusal = refusal ? refusal : check_permissions(company, line, path);
    refusal = refusal ? refusal : check_codes(company, line, path);
    refusal =
        refusal ? refusal
                : check_analysis(company, line, "SOPOrderReturnLine", "amend_analysis_codes", path);
    if (!refusal && type->bit == standard) {
        refusal = check_product(company, line, path);
    } else if (!refusal && type->bit == charge) {
        refusal = check_charge(company, line, path);
    }
    if (!refusal && type->bit != comment && customer.has("default_tax_code_id")) {
        line.default_integer("tax_code_id", customer.integer("default_tax_code_id"));
    }
    return refusal;
}

void price_line(const Company& company, Row& line) {
    constexpr int exact_places = 10;
    const Decimal quantity =
        line.has("line_quantity") ? line.number("line_quantity") : Decimal::of(1);
    Decimal price = line.number("selling_unit_price");
    if (line.has("unit_discount_value")) {
        price = price - line.number("unit_discount_value");
    } else if (line.has("unit_discount_percent")) {
        price = price - Decimal::quotient({price, line.number("unit_discount_percent")},
                                          {Decimal::of(100)}, exact_places,
                                          Rounding::half_away_from_zero)
                            .value_or(Decimal());
    }
    const Decimal net =
        Decimal::multiply(quantity, price, 2, Rounding::half_away_from_zero).value_or(Decimal());
    const Row* const tax = company.find("tax_code", line.integer("tax_code_id"));
    line.set_number("line_total_value", net);
    line.set_number("line_tax_value",
                    tax == nullptr
                        ? Decimal()
                        : Decimal::quotient({net, tax->number("tax_rate")}, {Decimal::of(100)}, 2,
                                            Rounding::half_away_from_zero)
                              .value_or(Decimal()));
}

void refresh_line(Row& line) {
    const Decimal allocated = line.number("allocated_quantity");
    const Decimal despatched = line.number("despatch_receipt_quantity");
    line.set_number("available_for_despatch", allocated);
    for (const std::string_view field :
         {"line_quantity", "to_allocate_quantity", "allocated_quantity", "available_for_despatch",
          "despatch_receipt_quantity", "invoice_credit_quantity",
          "posted_invoice_credit_quantity"}) {
        line.set_number(fmt::format("stock_unit_{}", field),
                        in_stock_units(line, line.number(field)));
    }
    const auto status = [&](const Decimal& done) {
        return done.sign() == 0                      ? "EnumLineStatusNone"
               : done < line.number("line_quantity") ? "EnumLineStatusPartially"
                                                     : "EnumLineStatusFully";
    };
    line.set_text("allocation_status", status(allocated + despatched));
    line.set_text("despatch_receipt_status", status(despatched));
    line.default_text("invoice_credit_status", "EnumLineStatusNone");
}

Decimal in_stock_units(const Row& line, const Decimal& selling_units) {
    return converted(selling_units, multiple_in(line, "selling_unit_multiple"),
                     multiple_in(line, "stock_unit_multiple"), Rounding::half_away_from_zero);
}

Decimal in_selling_units(const Row& line, const Decimal& stock_units, Rounding rounding) {
    return converted(stock_units, multiple_in(line, "stock_unit_multiple"),
                     multiple_in(line, "selling_unit_multiple"), rounding);
}

}  // namespace sage::simulated_sage200
