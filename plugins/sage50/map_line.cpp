// SPDX-License-Identifier: Apache-2.0
// Lines and charges. Each comes to one net amount, rounded to pennies, which is sent beside the
// price, because Sage rounds discounts its own way; Sage adds the tax of each line, rounded half
// up. Of prices that include tax the net is the one whose gross comes nearest.
#include <algorithm>
#include <charconv>

#include "plugins/sage50/map.h"

namespace sage::sage50 {
namespace {

constexpr int usual_places = 2;
constexpr std::string_view service_codes[] = {"S1", "S2", "S3"};
constexpr std::string_view untaxed_service_code = "S2";

/// A document's lines on their way; what is the same for all of them.
struct Lines {
    const Settings& settings;
    const PreparationInput& input;
    const CatalogueRecord* customer;
    std::vector<Remark>& remarks;
    TaxQuestion tax;
    std::optional<Hold> hold = {};

    const Catalogue& catalogue() const { return input.catalogue; }
};

Hold hold(std::string code, std::string pointer, std::string cause, std::string fix, Owner owner,
          std::string root_cause) {
    return {
        {"sage50." + std::move(code), std::move(pointer), std::move(cause), std::move(fix), owner},
        std::move(root_cause)};
}

/// S1 and S3 with tax, S2 without: they are no products.
bool is_service_code(std::string_view stock_code) {
    return std::find(std::begin(service_codes), std::end(service_codes), stock_code) !=
           std::end(service_codes);
}

std::string_view class_of(const Settings& settings, std::string_view item) {
    const auto found = settings.tax.item_classes.find(item);
    return found == settings.tax.item_classes.end() ? std::string_view() : found->second;
}

std::string_view country_of(const Settings& settings, std::string_view site) {
    const auto found = settings.site_countries.find(site);
    return found == settings.site_countries.end() ? settings.tax.origin_country : found->second;
}

/// Nothing: HyperAccounts does not show it.
std::optional<int> places_of(const Catalogue& catalogue, std::string_view field) {
    const std::string_view text = field_of(company_of(catalogue), field);
    int places = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), places);
    return error == std::errc() ? std::optional(places) : std::nullopt;
}

TotalsRule rule_of(const Settings& settings) {
    return {TaxRounding::per_line, 2, Rounding::half_away_from_zero,
            settings.totals.prices_include_tax};
}

TotalsLine stated(const Line& line) {
    const Price& price = *line.price;
    TotalsLine made{line.quantity.value, price.unit_amount.amount,
                    price.base_quantity, price.discount_rate,
                    std::nullopt,        std::nullopt};
    if (price.discount_amount) {
        made.unit_discount = price.discount_amount->amount;
    }
    return made;
}

TotalsLine stated(const AllowanceCharge& charge) {
    return {Decimal::of(1), charge.amount.amount, std::nullopt,
            std::nullopt,   std::nullopt,         std::nullopt};
}

/// What it comes to by what the warehouse states, and of that only the net is sent.
std::optional<Amounts> amounts_of(const Settings& settings, TotalsLine line, const LineTax& tax) {
    line.tax_percent = tax.percent;
    const std::optional<Totals> made = totals({std::move(line)}, rule_of(settings));
    return made && made->lines.front().net ? std::optional(made->lines.front()) : std::nullopt;
}

template <class T>
Mapped<LineTax> tax_of(const Settings& settings, const Catalogue& catalogue, TaxQuestion& question,
                       const T& priced, Supply supply, std::string_view item,
                       const std::string& pointer) {
    const TaxCodes codes = tax_codes(settings, catalogue);
    if (priced.posted) {
        return codes.map_posted(*priced.posted, pointer);
    }
    ask_about(question, priced.tax, supply, class_of(settings, item));
    return codes.map(question, pointer);
}

void put_tax(Value& value) {
    int code = 0;
    const std::string& text = value.tax.code;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), code);
    if (error == std::errc() && end == text.data() + text.size()) {
        value.line.tax_code = code;
    }
    value.line.tax_rate = value.tax.percent;
}

void put_amounts(Lines& lines, Value& value, TotalsLine line) {
    const std::optional<Amounts> made = amounts_of(lines.settings, std::move(line), value.tax);
    if (!made) {
        add_hold(lines.hold,
                 hold("amount_too_large", value.line.pointer,
                      "The amount of the line has more digits than can be counted with.",
                      "Send a new version of the document with right prices, and withdraw this "
                      "one.",
                      Owner::warehouse, ""));
        return;
    }
    value.line.net_amount = made->net;
    value.gross = lines.settings.totals.prices_include_tax ? made->gross : std::nullopt;
}

/// The price of one, without tax, with as many places as Sage keeps.
void put_price(const Lines& lines, Value& value, const Line& line) {
    const int places =
        places_of(lines.catalogue(), company_field::price_places).value_or(usual_places);
    const Price& price = *line.price;
    if (!price.base_quantity && !lines.settings.totals.prices_include_tax &&
        price.unit_amount.amount.fits(places)) {
        value.line.unit_price = price.unit_amount.amount;
        return;
    }
    const Decimal net = value.line.net_amount.value_or(Decimal());
    value.line.unit_price =
        Decimal::quotient({net}, {value.line.quantity}, places, Rounding::half_away_from_zero)
            .value_or(Decimal());
}

void put_nominal(Lines& lines, Value& value, std::string_view item, std::string_view charge,
                 const CatalogueRecord* product, const std::optional<PostedTerms>& posted) {
    if (lines.customer == nullptr && !posted) {
        return;  // Held for the customer, whose default may decide it.
    }
    const Document& document = lines.input.document;
    const DimensionSubject subject{
        document.envelope.message_type,
        document.location_id,
        item,
        class_of(lines.settings, item),
        lines.customer == nullptr ? std::string_view() : std::string_view(lines.customer->id),
        charge,
        document.sales_channel_id};
    const Nominal nominal =
        take(lines.hold, map_nominal(lines.settings, lines.catalogue(), subject, product,
                                     lines.customer, posted, value.line.pointer));
    value.line.nominal = nominal.code;
    int department = 0;
    const char* const end = nominal.department.data() + nominal.department.size();
    if (std::from_chars(nominal.department.data(), end, department).ptr == end &&
        !nominal.department.empty()) {
        value.line.department = department;
    }
}

/// So many places, and no zeros behind them.
int places_in(const Decimal& value) {
    int places = 0;
    while (!value.fits(places)) {
        ++places;
    }
    return places;
}

Value goods_value(Lines& lines, const Line& line, std::string pointer) {
    Value value;
    value.terms_key = terms_key(line);
    value.line.pointer = std::move(pointer);
    value.line.quantity = line.quantity.value;
    const GoodsItem product =
        take(lines.hold, map_goods_item(goods_item_rules(lines.settings), lines.catalogue(), line,
                                        value.line.pointer, lines.remarks));
    add_hold(lines.hold,
             unit_trouble(lines.settings, lines.catalogue(), line.quantity, value.line.pointer));
    const std::string& item = line.item.sellers_item_id;
    value.tax = take(lines.hold, tax_of(lines.settings, lines.catalogue(), lines.tax, line,
                                        Supply::goods, item, value.line.pointer));
    put_tax(value);
    put_amounts(lines, value, stated(line));
    if (value.line.net_amount && value.line.net_amount->sign() < 0) {
        add_hold(lines.hold,
                 hold("amount_negative", value.line.pointer + "/price",
                      "The line comes to less than nothing, and Sage 50 takes no goods below zero.",
                      "Send what is taken off as an allowance of the document, in a new version, "
                      "and withdraw this one.",
                      Owner::warehouse, ""));
    }
    put_price(lines, value, line);
    const std::string stock_code = product.record == nullptr ? "" : product.record->id;
    put_nominal(lines, value, stock_code.empty() ? std::string_view(item) : stock_code, "",
                product.record, line.posted);
    value.line.stock_code = stock_code;
    const std::string sages = product.record == nullptr ? "" : product.record->name;
    const std::string& description = !product.description.empty() ? product.description
                                     : !sages.empty()             ? sages
                                                                  : line.item.name;
    const auto texts =
        take(lines.hold, map_line_texts(lines.settings, lines.input, line, description,
                                        value.line.pointer, lines.remarks));
    const auto text = [&](std::string_view name) {
        const auto found = texts.find(name);
        return found == texts.end() ? std::string() : found->second;
    };
    value.line.description = text("description");
    value.line.comment_1 = text("comment1");
    value.line.comment_2 = text("comment2");
    value.line.external_order_reference = text("extOrderRef");
    if (value.line.external_order_reference.empty() &&
        line.order_line_id.size() <= invoice_limits::external_order_reference) {
        value.line.external_order_reference = line.order_line_id;
    }
    return value;
}

Hold charge_unmapped(const AllowanceCharge& charge, const std::string& pointer) {
    return hold(
        "charge_unmapped", pointer + "/reasonCode",
        "The settings do not say what the charge " + charge.reason_code + " becomes in Sage 50.",
        "Add it to the setting /charges: carriage, or the stock code of a line such as "
        "S1.",
        Owner::finance, "charge:" + charge.reason_code);
}

Hold not_negative(const std::string& what, const std::string& pointer, std::string root_cause) {
    return hold("allowance_code", pointer,
                what + ", and Sage 50 takes amounts off with the codes S1 and S3 only.",
                "Name S1 or S3 for it in the settings.", Owner::finance, std::move(root_cause));
}

/// Carriage, or a stock code; empty where held. What is in the books stays what it became there.
std::string becomes(Lines& lines, const AllowanceCharge& charge, const std::string& pointer) {
    std::string wanted;
    if (charge.posted) {
        wanted = charge.posted->item.empty() ? carriage_name : charge.posted->item;
    } else if (const auto mapped = lines.settings.charges.find(charge.reason_code);
               mapped != lines.settings.charges.end()) {
        wanted = mapped->second;
    } else {
        add_hold(lines.hold, charge_unmapped(charge, pointer));
        return "";
    }
    if (!can_become(wanted, lines.catalogue())) {
        add_hold(lines.hold,
                 hold("product_unknown", pointer + "/reasonCode",
                      "The charge " + charge.reason_code + " becomes the product " + wanted +
                          ", which is not in Sage 50 or is inactive.",
                      "Create or activate the product in Sage 50, or name another one in the "
                      "setting /charges.",
                      Owner::finance,
                      charge.posted ? "product:" + wanted : "charge:" + charge.reason_code));
        return "";
    }
    return wanted;
}

/// What is said stays above zero, and the line says that it takes off.
void put_direction(Value& value) {
    InvoiceLine& line = value.line;
    if (line.net_amount && line.net_amount->sign() < 0) {
        line.negative = true;
        line.net_amount = -*line.net_amount;
    }
    line.unit_price = line.net_amount.value_or(Decimal());
}

Value charge_value(Lines& lines, const AllowanceCharge& charge, std::string pointer) {
    Value value;
    value.terms_key = terms_key(charge);
    value.line.pointer = std::move(pointer);
    value.line.quantity = Decimal::of(1);
    value.tax = take(lines.hold, tax_of(lines.settings, lines.catalogue(), lines.tax, charge,
                                        Supply::service, "", value.line.pointer));
    put_tax(value);
    TotalsLine amount = stated(charge);
    if (!charge.charge_indicator) {
        amount.unit_price = -amount.unit_price;
    }
    put_amounts(lines, value, std::move(amount));
    put_direction(value);
    const std::string code = becomes(lines, charge, value.line.pointer);
    value.carriage = code == carriage_name;
    value.line.stock_code = value.carriage ? "" : code;
    put_nominal(lines, value, "", charge.reason_code,
                lines.catalogue().find(kind::product, value.line.stock_code), charge.posted);
    if (!value.carriage) {
        value.line.description = map_description(
            lines.settings, charge.reason.empty() ? charge.reason_code : charge.reason,
            value.line.pointer, lines.remarks);
    }
    if (value.line.negative && !code.empty() && !can_take_off(code)) {
        add_hold(lines.hold,
                 not_negative("The allowance " + charge.reason_code + " becomes " + code,
                              value.line.pointer, "allowance:" + charge.reason_code));
    }
    return value;
}

template <class T>
Amounts amounts_alone(const Settings& settings, const Document& document, const T& priced,
                      Supply supply, std::string_view item, const Catalogue& catalogue) {
    TaxQuestion question = tax_question(document, country_of(settings, document.location_id));
    const Mapped<LineTax> tax =
        tax_of(settings, catalogue, question, priced, supply, item, std::string());
    // What a posted line came to does not change while it waits for its tax code.
    if (tax.hold && !priced.posted) {
        return {};
    }
    const std::optional<Amounts> stated_amounts = amounts_of(settings, stated(priced), tax.value);
    if (!stated_amounts) {
        return {};
    }
    // As Sage makes it of the net.
    TotalsLine sent;
    sent.quantity = Decimal::of(1);
    sent.unit_price = *stated_amounts->net;
    sent.tax_percent = tax.value.percent;
    const std::optional<Totals> made = totals({std::move(sent)}, {});
    return made ? made->lines.front() : Amounts();
}

}  // namespace

std::optional<Hold> unit_trouble(const Settings& settings, const Catalogue& catalogue,
                                 const Quantity& quantity, const std::string& pointer) {
    const std::vector<std::string>& known = settings.unit_codes;
    if (std::find(known.begin(), known.end(), quantity.unit_code) == known.end()) {
        return hold("unit_unknown", pointer,
                    "The line is in the unit " + quantity.unit_code +
                        ", and the settings do not say that Sage sells the product in it.",
                    "Add the unit to the setting /unitCodes if it is the one that products are "
                    "sold in; otherwise send a new version of the document in that one.",
                    Owner::it, "unit:" + quantity.unit_code);
    }
    const std::optional<int> places = places_of(catalogue, company_field::quantity_places);
    if (places && !quantity.value.fits(*places)) {
        return hold("quantity_places", pointer,
                    "The quantity " + quantity.value.text() + " has more than the " +
                        std::to_string(*places) + " places that this company's quantities have.",
                    "Raise the decimal places of quantities in Sage 50; or send a new version of "
                    "the document with other quantities, and withdraw this one.",
                    Owner::finance, "quantity-places:" + std::to_string(places_in(quantity.value)));
    }
    return std::nullopt;
}

TaxCodes tax_codes(const Settings& settings, const Catalogue& catalogue) {
    return {settings.tax_codes, settings.tax, settings.totals.schedule, catalogue, kind::tax_code,
            rate_field,         edition_words};
}

bool can_take_off(std::string_view stock_code) {
    return is_service_code(stock_code) && stock_code != untaxed_service_code;
}

bool can_become(std::string_view charge, const Catalogue& catalogue) {
    return charge == carriage_name || is_service_code(charge) ||
           (charge != message_code && is_usable(catalogue.find(kind::product, charge)));
}

GoodsItemRules goods_item_rules(const Settings& settings) {
    return {settings.items, " is inactive", edition_words};
}

MappedValues map_values(const Settings& settings, const PreparationInput& input,
                        const CatalogueRecord* customer, std::vector<Remark>& remarks) {
    const Document& document = input.document;
    Lines lines{settings, input, customer, remarks,
                tax_question(document, country_of(settings, document.location_id))};
    MappedValues mapped;
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        // Nothing of such a line left or came back.
        if (document.lines[index].quantity.value.sign() != 0) {
            mapped.values.push_back(
                goods_value(lines, document.lines[index], "/body/lines/" + std::to_string(index)));
        }
    }
    for (std::size_t index = 0; index < document.allowance_charges.size(); ++index) {
        mapped.values.push_back(charge_value(lines, document.allowance_charges[index],
                                             "/body/allowanceCharges/" + std::to_string(index)));
    }
    mapped.hold = std::move(lines.hold);
    return mapped;
}

Mapped<Value> rounding_value(const Settings& settings, const PreparationInput& input,
                             const CatalogueRecord* customer, const Decimal& difference) {
    std::vector<Remark> none;
    Lines lines{settings, input, customer, none, {}};
    Mapped<Value> mapped;
    Value& value = mapped.value;
    value.line.pointer = "/body/legalMonetaryTotal";
    value.line.stock_code = settings.totals.item;
    value.line.description = "Rounding";
    value.line.quantity = Decimal::of(1);
    value.line.net_amount = difference;
    value.tax =
        take(lines.hold, tax_codes(settings, input.catalogue).map_rounding(value.line.pointer));
    put_tax(value);
    put_direction(value);
    put_nominal(lines, value, settings.totals.item, "", nullptr, std::nullopt);
    // Whichever way it goes: a product would leave the stock.
    if (!can_take_off(settings.totals.item)) {
        add_hold(lines.hold,
                 not_negative("Rounding lines become " + settings.totals.item, value.line.pointer,
                              "rounding-item:" + settings.totals.item));
    }
    mapped.hold = std::move(lines.hold);
    return mapped;
}

Amounts line_amounts(const Settings& settings, const Document& document, const Line& line,
                     const Catalogue& catalogue) {
    return line.price ? amounts_alone(settings, document, line, Supply::goods,
                                      line.item.sellers_item_id, catalogue)
                      : Amounts();
}

Amounts charge_amounts(const Settings& settings, const Document& document,
                       const AllowanceCharge& charge, const Catalogue& catalogue) {
    return amounts_alone(settings, document, charge, Supply::service, "", catalogue);
}

}  // namespace sage::sage50
