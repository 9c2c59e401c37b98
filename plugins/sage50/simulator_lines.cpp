// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/simulator_lines.h"

#include <fmt/format.h>

#include <array>
#include <map>

#include "plugins/sage50/simulator_values.h"

namespace sage::simulated_sage50 {
namespace {

const Decimal hundred = Decimal::of(100);

Refusal about(std::string_view stock_code, std::string_view what) {
    return {sdo_none, fmt::format("Stock code {}: {}", stock_code, what)};
}

/// Half up, away from zero, in two places.
Decimal share(const Decimal& amount, const Decimal& percent) {
    return Decimal::quotient({amount, percent}, {hundred}, 2, Rounding::half_away_from_zero)
        .value_or(Decimal());
}

std::optional<Refusal> check_places(const Company& company, std::string_view column, int places,
                                    Row& line) {
    const Decimal number = line.number(column);
    if (number.fits(places) || company.behaviours.fine_decimals == 1) {
        return std::nullopt;
    }
    if (company.behaviours.fine_decimals == 0) {
        return about(line.text("STOCK_CODE"),
                     fmt::format("{} has more than {} decimal places", column, places));
    }
    line.set_number(column, number.rounded(places, Rounding::half_away_from_zero));
    return std::nullopt;
}

std::optional<Refusal> check_product(const Company& company, const Row& header, const Row& line) {
    const std::string_view code = line.text("STOCK_CODE");
    const std::int64_t type = header.integer("INVOICE_TYPE_CODE");
    const bool service_invoice = type == 2 || type == 4;
    if (is_special_code(code)) {
        return std::nullopt;
    }
    const Row* const product = company.find("STOCK", code);
    if (product == nullptr) {
        return about(code, "There is no such product");
    }
    if (product->integer("INACTIVE_FLAG") != 0) {
        return about(code, "The product is inactive");
    }
    if (service_invoice) {
        return Refusal{sdo_incorrect_stock_code_type, std::string(code)};
    }
    return std::nullopt;
}

void default_from_product(const Company& company, const Row& header, Row& line) {
    const Row* const product = company.find("STOCK", line.text("STOCK_CODE"));
    if (product == nullptr || !company.behaviours.lines_from_product) {
        return;
    }
    for (const std::string_view column :
         {"DESCRIPTION", "NOMINAL_CODE", "TAX_CODE", "UNIT_OF_SALE", "DEPT_NUMBER"}) {
        if (!line.has(column)) {
            line.copy(*product, column);
        }
    }
    const Row* const customer = company.find("SALES_LEDGER", header.text("ACCOUNT_REF"));
    if (customer != nullptr && customer->integer("OVERRIDE_TAX_CODE") != 0) {
        line.copy(*customer, "DEF_TAX_CODE", "TAX_CODE");
    }
}

std::optional<Refusal> check_codes(const Company& company, const Row& header, Row& line) {
    if (header.has("GLOBAL_NOM_CODE")) {
        line.copy(header, "GLOBAL_NOM_CODE", "NOMINAL_CODE");
    }
    if (!line.has("TAX_CODE")) {
        line.set("TAX_CODE", "T0");
    }
    const Row* const tax = company.find("TAX_CODE", line.text("TAX_CODE"));
    if (tax == nullptr) {
        return about(line.text("STOCK_CODE"), "There is no such tax code");
    }
    line.copy(*tax, "TAX_CODE_ID");
    if (!line.has("TAX_RATE")) {
        line.copy(*tax, "TAX_RATE");
    }
    const Row* const nominal = company.find("NOMINAL_LEDGER", line.text("NOMINAL_CODE"));
    if (nominal == nullptr || nominal->integer("INACTIVE_FLAG") != 0) {
        return Refusal{sdo_invalid_nominal_code, std::string(line.text("NOMINAL_CODE"))};
    }
    if (!line.has("DEPT_NUMBER")) {
        line.set_integer("DEPT_NUMBER", header.integer("GLOBAL_DEPT_NUMBER"));
    }
    const Row* const department = company.find("DEPARTMENT", line.text("DEPT_NUMBER"));
    if (department == nullptr) {
        return about(line.text("STOCK_CODE"), "There is no such department");
    }
    line.copy(*department, "NAME", "DEPT_NAME");
    return std::nullopt;
}

std::optional<Refusal> check_amounts(const Company& company, std::string_view quantity, Row& line) {
    const auto places = [&](std::string_view setting) {
        return static_cast<int>(company.settings().integer(setting));
    };
    auto refusal = check_places(company, "UNIT_PRICE", places("UNIT_DECIMAL_PLACE"), line);
    refusal =
        refusal ? refusal : check_places(company, quantity, places("QTY_DECIMAL_PLACE"), line);
    refusal = refusal ? refusal : check_places(company, "NET_AMOUNT", 2, line);
    if (refusal) {
        return refusal;
    }
    const Decimal discount = line.number("DISCOUNT_RATE");
    if (line.number(quantity).sign() <= 0 || line.number("UNIT_PRICE").sign() < 0 ||
        line.number("NET_AMOUNT").sign() < 0 || discount.sign() < 0 || discount > hundred) {
        return about(line.text("STOCK_CODE"), "A quantity or an amount is out of range");
    }
    const std::string_view code = line.text("STOCK_CODE");
    if (line.integer("isNegativeLine") != 0 &&
        ((code != "S1" && code != "S3") || discount.sign() != 0)) {
        return about(code, "A negative line needs S1 or S3 and has no discount");
    }
    return std::nullopt;
}

void put_amount(Row& line, std::string_view column, const Decimal& amount) {
    line.set_number(column, amount);
    line.set_number(fmt::format("FOREIGN_{}", column), amount);
}

}  // namespace

bool is_special_code(std::string_view stock_code) {
    return stock_code == "S1" || stock_code == "S2" || stock_code == "S3" || stock_code == "M";
}

bool moves_stock(const Company& company, const Row& line) {
    const std::string_view code = line.text("STOCK_CODE");
    const Row* const product = is_special_code(code) ? nullptr : company.find("STOCK", code);
    return product != nullptr && product->integer("ITEM_TYPE") == 0 &&
           product->integer("IGNORE_STK_LVL_FLAG") == 0;
}

void compute_line(std::string_view quantity, Row& line) {
    const Decimal full = Decimal::multiply(line.number(quantity), line.number("UNIT_PRICE"), 2,
                                           Rounding::half_away_from_zero)
                             .value_or(Decimal());
    Decimal net = line.has("NET_AMOUNT") ? line.number("NET_AMOUNT")
                                         : full - share(full, line.number("DISCOUNT_RATE"));
    put_amount(line, "DISCOUNT_AMOUNT", full - net);
    put_amount(line, "UNIT_PRICE", line.number("UNIT_PRICE"));
    net = line.integer("isNegativeLine") != 0 ? -net : net;
    const Decimal tax = share(net, line.number("TAX_RATE"));
    put_amount(line, "FULL_NET_AMOUNT", full);
    put_amount(line, "NET_AMOUNT", net);
    put_amount(line, "TAX_AMOUNT", tax);
    put_amount(line, "GROSS_AMOUNT", net + tax);
    line.values.erase("isNegativeLine");
}

std::optional<Refusal> complete_line(const Company& company, const Row& header,
                                     std::string_view quantity, Row& line) {
    const std::string code(line.text("STOCK_CODE"));
    if (auto refusal = check_product(company, header, line)) {
        return refusal;
    }
    line.set_integer("SERVICE_FLAG", code == "S3" ? 2 : code == "S1" || code == "S2" ? 1 : 0);
    if (code == "M") {
        line.set("TAX_CODE", "T0");
        return std::nullopt;
    }
    default_from_product(company, header, line);
    auto refusal = check_codes(company, header, line);
    refusal = refusal ? refusal : check_amounts(company, quantity, line);
    if (refusal) {
        return refusal;
    }
    compute_line(quantity, line);
    return std::nullopt;
}

void add_up(const Company& company, const std::vector<const Row*>& lines, Row& header) {
    Decimal net;
    Decimal tax;
    std::map<Decimal, std::pair<Decimal, Decimal>, std::greater<>> by_rate;
    for (const Row* const line : lines) {
        net = net + line->number("NET_AMOUNT");
        tax = tax + line->number("TAX_AMOUNT");
        auto& [net_of_rate, tax_of_rate] = by_rate[line->number("TAX_RATE")];
        net_of_rate = net_of_rate + line->number("NET_AMOUNT");
        tax_of_rate = tax_of_rate + line->number("TAX_AMOUNT");
    }
    const Decimal carriage = header.number("CARR_NET");
    if (!header.has("CARR_TAX") && carriage.sign() != 0) {
        const Row* const code = company.find("TAX_CODE", header.text("CARR_TAX_CODE"));
        header.set_number("CARR_TAX",
                          code == nullptr ? Decimal() : share(carriage, code->number("TAX_RATE")));
    }
    const Decimal carriage_tax = header.number("CARR_TAX");
    const auto put = [&](std::string_view what, const Decimal& of_net, const Decimal& of_tax) {
        put_amount(header, fmt::format("{}_NET", what), of_net);
        put_amount(header, fmt::format("{}_TAX", what), of_tax);
        put_amount(header, fmt::format("{}_GROSS", what), of_net + of_tax);
    };
    put("ITEMS", net, tax);
    put("CARR", carriage, carriage_tax);
    put("INVOICE", net + carriage, tax + carriage_tax);
    int number = 0;
    for (const auto& [rate, amounts] : by_rate) {
        if (++number > 5) {
            break;
        }
        header.set_number(fmt::format("TAX_RATE_{}", number), rate);
        header.set_number(fmt::format("NET_AMOUNT_{}", number), amounts.first);
        header.set_number(fmt::format("TAX_AMOUNT_{}", number), amounts.second);
    }
    header.set("FOREIGN_RATE", "1");
}

}  // namespace sage::simulated_sage50
