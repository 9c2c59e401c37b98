// SPDX-License-Identifier: Apache-2.0
// A despatch or return as an invoice or credit note of the sales ledger. Each line and charge is
// one amount, rounded to pennies, with its tax; the amounts are summed by tax code, and each stands
// in the nominal analysis with a narrative of its own. Sage computes nothing of it, so what is
// predicted is what is posted; and of prices that include tax the gross stays what it is, to the
// penny.
#include <algorithm>

#include "plugins/sage200/map.h"

namespace sage::sage200 {
namespace {

constexpr std::string_view pointer_of_total = "/body/legalMonetaryTotal";

/// A line or charge on its way into the analysis.
struct Value {
    std::string pointer;
    std::string terms_key;  ///< empty: the rounding line has none
    std::string item;
    LineTax tax;
    Nominal nominal;
    std::string narrative;
    TotalsLine amounts;  ///< one of what it comes to, with tax where prices include it
};

/// One document on its way to a request.
struct Draft {
    Draft(const Settings& settings_in, const PreparationInput& input_in)
        : settings(settings_in), input(input_in) {}

    const Settings& settings;
    const PreparationInput& input;
    std::optional<Hold> hold;
    std::vector<Remark> remarks;
    DocumentDates dates;
    const CatalogueRecord* customer = nullptr;
    HeaderTexts texts;
    TaxQuestion tax;
    std::vector<Value> values;
};

template <class T>
Mapped<LineTax> tax_of(const Settings& settings, const Catalogue& catalogue, TaxQuestion& question,
                       const T& priced, Supply supply, std::string_view item,
                       const std::string& pointer) {
    if (priced.posted) {
        return tax_codes(settings, catalogue).map_posted(*priced.posted, pointer);
    }
    ask_about(question, priced.tax, supply, class_of(settings, item));
    return tax_codes(settings, catalogue).map(question, pointer);
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

/// One of what the line comes to. Nothing: it cannot be told, for want of room for the digits.
std::optional<TotalsLine> one_of(const Settings& settings, TotalsLine line, const LineTax& tax) {
    const std::optional<Totals> made = totals({std::move(line)}, {TaxRounding::per_line});
    if (!made || !made->document.net) {
        return std::nullopt;
    }
    TotalsLine one;
    one.quantity = Decimal::of(1);
    one.unit_price = *made->document.net;
    one.tax_percent = tax.percent;
    // The gross of one line fits where its net does, but not always.
    return totals({one}, totals_rule(settings)) ? std::optional(std::move(one)) : std::nullopt;
}

void add_amount(Draft& draft, Value& value, TotalsLine line) {
    if (std::optional<TotalsLine> one = one_of(draft.settings, std::move(line), value.tax)) {
        value.amounts = *std::move(one);
        return;
    }
    add_hold(draft.hold,
             Hold{{"sage200.amount_too_large", value.pointer,
                   "The amount of the line has more digits than can be counted with.",
                   "Send a new version of the document with right prices, and withdraw this one.",
                   Owner::warehouse},
                  ""});
}

void add_nominal(Draft& draft, Value& value, std::string_view charge,
                 const std::optional<PostedTerms>& posted) {
    const Document& document = draft.input.document;
    const DimensionSubject subject{
        document.envelope.message_type,
        document.location_id,
        value.item,
        class_of(draft.settings, value.item),
        draft.customer == nullptr ? std::string_view() : std::string_view(draft.customer->id),
        charge,
        document.sales_channel_id};
    if (draft.customer == nullptr && !posted) {
        return;  // Held for the customer, whose default may decide it.
    }
    value.nominal = take(draft.hold, map_nominal(draft.settings, draft.input.catalogue, subject,
                                                 draft.customer, posted, value.pointer));
}

void add_narrative(Draft& draft, Value& value, const Line* line, std::string words) {
    value.narrative =
        take(draft.hold, map_narrative(draft.settings, draft.input, draft.texts.narrative, line,
                                       std::move(words), value.pointer, draft.remarks));
}

std::string words_of(const Line& line) {
    std::string words = line.quantity.value.text() + " " + line.quantity.unit_code + " " +
                        line.item.sellers_item_id;
    words += line.item.name.empty() ? "" : " " + line.item.name;
    if (line.price) {
        words += " at " + line.price->unit_amount.amount.text();
        const std::optional<Decimal>& less = line.price->discount_rate;
        words += less && less->sign() != 0 ? " less " + less->text() + " %" : std::string();
    }
    words += line.order_line_id.empty() ? "" : ", order line " + line.order_line_id;
    return words;
}

void add_goods(Draft& draft, const Line& line, std::string pointer) {
    Value& value = draft.values.emplace_back();
    value.pointer = std::move(pointer);
    value.terms_key = terms_key(line);
    value.item = line.item.sellers_item_id;
    value.tax = take(draft.hold, tax_of(draft.settings, draft.input.catalogue, draft.tax, line,
                                        Supply::goods, value.item, value.pointer));
    add_amount(draft, value, stated(line));
    add_nominal(draft, value, "", line.posted);
    add_narrative(draft, value, &line, words_of(line));
}

void add_charge(Draft& draft, const AllowanceCharge& charge, std::string pointer) {
    Value& value = draft.values.emplace_back();
    value.pointer = std::move(pointer);
    value.terms_key = terms_key(charge);
    value.tax = take(draft.hold, tax_of(draft.settings, draft.input.catalogue, draft.tax, charge,
                                        Supply::service, "", value.pointer));
    add_amount(draft, value, stated(charge));
    add_nominal(draft, value, charge.reason_code, charge.posted);
    add_narrative(draft, value, nullptr,
                  charge.reason.empty() ? charge.reason_code : charge.reason);
}

// A line of the difference between what the buyer was told and what the other lines make.
void add_rounding(Draft& draft, const Decimal& difference) {
    Value& value = draft.values.emplace_back();
    value.pointer = pointer_of_total;
    value.item = draft.settings.totals.item;
    value.tax = take(draft.hold,
                     tax_codes(draft.settings, draft.input.catalogue).map_rounding(value.pointer));
    value.amounts.quantity = Decimal::of(1);
    value.amounts.unit_price = difference;
    value.amounts.tax_percent = Decimal();
    add_nominal(draft, value, "", std::nullopt);
    add_narrative(draft, value, nullptr, "Rounding");
}

void add_values(Draft& draft) {
    const Document& document = draft.input.document;
    draft.values.reserve(document.lines.size() + document.allowance_charges.size() + 1);
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        // Nothing of such a line left or came back.
        if (document.lines[index].quantity.value.sign() != 0) {
            add_goods(draft, document.lines[index], "/body/lines/" + std::to_string(index));
        }
    }
    for (std::size_t index = 0; index < document.allowance_charges.size(); ++index) {
        add_charge(draft, document.allowance_charges[index],
                   "/body/allowanceCharges/" + std::to_string(index));
    }
}

std::vector<TotalsLine> lines_of(const Draft& draft) {
    std::vector<TotalsLine> lines;
    lines.reserve(draft.values.size());
    for (const Value& value : draft.values) {
        lines.push_back(value.amounts);
    }
    return lines;
}

/// What the values come to, once a difference from what the buyer was told is dealt with.
Totals settled_totals(Draft& draft) {
    std::optional<Totals> made = totals(lines_of(draft), totals_rule(draft.settings));
    if (!made) {
        add_hold(draft.hold, Hold{{"sage200.amount_too_large", "/body/lines",
                                   "The total has more digits than can be counted with.",
                                   "Send a new version of the document with right prices, and "
                                   "withdraw this one.",
                                   Owner::warehouse},
                                  ""});
        return {};
    }
    const std::optional<Money>& told = draft.input.document.payable;
    TotalsOutcome outcome =
        totals_difference(draft.settings)
            .settle(lines_of(draft), told ? std::optional(told->amount) : std::nullopt,
                    made->document.gross);
    add_hold(draft.hold, std::move(outcome.hold));
    if (outcome.rounding) {
        add_rounding(draft, *outcome.rounding);
    }
    for (std::size_t index = 0; index < outcome.prices.size(); ++index) {
        if (outcome.prices[index]) {
            draft.values[index].amounts.unit_price = *outcome.prices[index];
        }
    }
    if (outcome.remark) {
        draft.remarks.push_back(*std::move(outcome.remark));
        made = totals(lines_of(draft), totals_rule(draft.settings));
    }
    return made ? *std::move(made) : Totals();
}

// Of the ledger's amounts none is below zero: the type of the document says the direction.
void check_signs(Draft& draft, const Totals& made) {
    if (made.document.net && made.document.net->sign() < 0) {
        add_hold(draft.hold,
                 Hold{{"sage200.amount_negative", "/body/lines",
                       "The lines come to less than nothing, and the sales ledger takes no amount "
                       "below zero.",
                       "Withdraw it, and send what is owed the other way as a return or despatch.",
                       Owner::warehouse},
                      ""});
    }
}

LedgerDocument ledger_document(const Draft& draft, const Totals& made) {
    const PreparationInput& input = draft.input;
    LedgerDocument document;
    document.credit = input.document.envelope.message_type == MessageType::return_advice;
    document.customer_key = draft.customer->key;
    document.date = draft.dates.posting_date;
    document.reference = input.external_reference;
    document.second_reference = draft.texts.second_reference;
    document.currency_id = draft.settings.currency;
    for (std::size_t index = 0; index < draft.values.size(); ++index) {
        const Value& value = draft.values[index];
        const Amounts& amounts = made.lines[index];
        const Decimal net = amounts.net.value_or(Decimal());
        auto item = std::find_if(
            document.taxes.begin(), document.taxes.end(),
            [&](const LedgerDocument::TaxItem& one) { return one.tax_code_key == value.tax.key; });
        if (item == document.taxes.end()) {
            item = document.taxes.insert(item, {value.tax.key, Decimal(), Decimal()});
        }
        item->goods = item->goods + net;
        item->tax = item->tax + amounts.tax.value_or(Decimal());
        // What is free changes no account.
        if (net.sign() != 0) {
            document.nominals.push_back({value.nominal.code, value.nominal.cost_centre,
                                         value.nominal.department, value.narrative,
                                         value.nominal.transaction_analysis, net});
        }
    }
    return document;
}

SentTerms terms_of(const Draft& draft) {
    SentTerms terms;
    terms.customer = draft.customer->id;
    for (const Value& value : draft.values) {
        if (!value.terms_key.empty()) {
            PostedTerms kept{value.item, value.tax.code, value.tax.percent};
            kept.site.emplace();
            kept.dimensions = value.nominal.to_keep();
            terms.lines.push_back({value.terms_key, std::move(kept)});
        }
    }
    return terms;
}

// The document of Sage that this one corrects, which then stays what it is; of a whole document
// none.
SageDocument corrected(const PreparationInput& input) {
    const auto posted =
        std::find_if(input.related.begin(), input.related.end(), [&](const Related& one) {
            return one.posted && one.document_id == input.document.id &&
                   !one.sage_document.key.empty();
        });
    return input.document.corrected_version.empty() || posted == input.related.end()
               ? SageDocument()
               : posted->sage_document;
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
    const std::optional<TotalsLine> one = one_of(settings, stated(priced), tax.value);
    const std::optional<Totals> made =
        one ? totals({*one}, totals_rule(settings)) : std::optional<Totals>();
    return made ? made->lines.front() : Amounts();
}

}  // namespace

TotalsRule totals_rule(const Settings& settings) {
    return {TaxRounding::per_line, 2, Rounding::half_away_from_zero,
            settings.totals.prices_include_tax};
}

TotalsDifference totals_difference(const Settings& settings) {
    // Every line is one of an amount, which is the price of one.
    return {
        settings.totals, totals_rule(settings),
        [](const Decimal& amount, const Decimal& /*quantity*/) { return std::optional(amount); },
        "amount", edition_words};
}

Preparation prepare_ledger(const Settings& settings, const PreparationInput& input) {
    const Document& document = input.document;
    Draft draft(settings, input);
    draft.hold = unknown_company(settings, input.catalogue);
    add_hold(draft.hold, foreign_currency(settings, document));
    draft.dates = take(draft.hold, map_dates(settings, input, "transaction_date", draft.remarks));
    draft.customer = take(draft.hold, map_customer(settings, input, draft.remarks));
    draft.texts = take(draft.hold, map_header_texts(settings, input, draft.dates, draft.remarks));
    draft.tax = tax_question(document, country_of(settings, document.location_id));
    add_values(draft);
    if (draft.hold) {
        return *std::move(draft.hold);
    }
    if (draft.values.empty()) {
        return PostNothing{"Every line has the quantity zero.", corrected(input)};
    }
    const Totals made = settled_totals(draft);
    check_signs(draft, made);
    if (draft.hold) {
        return *std::move(draft.hold);
    }
    if (std::all_of(draft.values.begin(), draft.values.end(),
                    [](const Value& value) { return value.amounts.unit_price.sign() == 0; })) {
        return PostNothing{"Everything is free of charge: there is no amount for the ledger.",
                           corrected(input)};
    }
    Send send = encode(settings.books, ledger_document(draft, made));
    for (std::size_t index = 0; index < draft.values.size(); ++index) {
        send.prediction.lines.push_back({draft.values[index].pointer, made.lines[index]});
    }
    send.remarks = std::move(draft.remarks);
    send.terms = terms_of(draft);
    return send;
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

}  // namespace sage::sage200
