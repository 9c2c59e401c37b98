// SPDX-License-Identifier: Apache-2.0
// Despatches and returns to invoices and adjustments of accounts receivable. A line has an amount,
// an account and the tax that we computed; no quantity, no unit and no price, so that its memo says
// what it is about. What a document takes back has negative amounts. The header:
// map_receivable_header.cpp.
//
// Sources: sage/intacct.md section 2.4, and the published field lists of the two objects.
#include <algorithm>
#include <utility>

#include "plugins/intacct/intacct.h"
#include "plugins/intacct/priced_draft.h"

namespace sage::intacct {
namespace {

bool is_invoice(const PricedDraft& draft) {
    return draft.family == Family::receivable_invoice;
}

// An adjustment takes back: positive amounts would be a debit memo.
Decimal signed_amount(const PricedDraft& draft, const Decimal& amount) {
    return is_invoice(draft) || amount.sign() == 0 ? amount : -amount;
}

// What a line is, besides its amount.
struct LineSubject {
    std::string item;         ///< of Sage, or of the warehouse where lines name none of Sage's
    std::string charge;       ///< the warehouse's code; empty for goods
    std::string description;  ///< for the memo
    std::string pointer;
};

void add_dimensions_of(PricedDraft& draft, const LineSubject& subject, const LinePlace& place) {
    std::string& body = draft.body;
    open_member(body, "dimensions", '{');
    add_reference(body, "location", place.site.location);
    if (draft.settings.receivable.item_dimension) {
        add_reference(body, "item", subject.item);
    }
    if (draft.settings.receivable.warehouse_dimension && !place.site.warehouse.empty()) {
        add_reference(body, "warehouse", place.site.warehouse);
    }
    add_chosen(body, place.chosen);
    body += '}';
}

void add_tax_entry(PricedDraft& draft, const LineTax& tax, const TotalsLine& amounts) {
    if (tax.schedule.empty()) {
        return;
    }
    const std::optional<Totals> made = totals({amounts}, totals_rule());
    const std::optional<Decimal> of_line = made ? made->lines.front().tax : std::nullopt;
    open_member(draft.body, "taxEntries", '[');
    open_element(draft.body);
    add_reference(draft.body, "orderEntryTaxDetail",
                  tax_detail_of(draft.input.catalogue, tax.schedule));
    add_member(draft.body, "txnTaxAmount",
               signed_amount(draft, of_line.value_or(Decimal::of(0, 2))).text());
    draft.body += "}]";
}

PostedTerms terms_of(const LineSubject& subject, const LineTax& tax, const LinePlace& place,
                     const LineAccount& account) {
    PostedTerms terms{subject.item, tax.schedule, tax.percent};
    terms.site.emplace();
    for (PostedTerms::Place& one : site_to_keep(place.site)) {
        if (!one.id.empty()) {
            terms.site->push_back(std::move(one));
        }
    }
    terms.dimensions = dimensions_to_keep(place.chosen);
    for (const PostedTerms::Place& one : account.to_keep()) {
        terms.dimensions->push_back(one);
    }
    return terms;
}

// `texts` are those of the line, its memo among them.
void write_line(PricedDraft& draft, const LineSubject& subject, const LineAccount& account,
                const LineTax& tax, const LinePrice& price, const TextMap& texts) {
    std::string& body = draft.body;
    open_element(body);
    add_reference(body, account.name, account.id);
    if (!account.offset.empty()) {
        add_reference(body, offset_account, account.offset);
    }
    const std::string amount =
        signed_amount(draft, price.amounts.unit_price).rounded(2, Rounding::toward_zero).text();
    if (is_invoice(draft)) {
        add_member(body, "txnAmount", amount);
    } else {
        open_member(body, "txnCurrency", '{');
        add_member(body, "amount", amount);
        body += '}';
    }
    for (const auto& [field, text] : texts) {
        add_field(draft, TextLevel::line, field, text);
    }
    add_tax_entry(draft, tax, price.amounts);
    draft.written.push_back(
        {subject.item, "", Decimal::of(1), price.amounts.unit_price, body.size()});
}

// No one computes the tax of a line without an entry of it: where the document states a rate and
// the settings say nothing, leaving it out would be a guess.
template <class T>
void hold_unsaid_tax(PricedDraft& draft, const T& priced, const LineTax& tax,
                     const std::string& pointer) {
    if (!tax.schedule.empty() || priced.posted || !draft.settings.tax.rules.empty() ||
        !priced.tax.percent || priced.tax.percent->sign() == 0) {
        return;
    }
    add_hold(draft, Hold{{"intacct.receivable_tax_unsaid", pointer + "/tax",
                          "The line states tax of " + priced.tax.percent->text() +
                              " percent, no setting says which tax detail that is, and in accounts "
                              "receivable Sage Intacct computes none itself.",
                          "Add its tax code to /taxDetails, or a rule to /taxRules; a rule whose "
                          "schedule is null says that there is none.",
                          Owner::finance},
                         "receivable-tax:" + priced.tax.tax_code});
}

void add_goods(PricedDraft& draft, const Line& line, const std::string& pointer) {
    const Settings& settings = draft.settings;
    LineSubject subject{line.item.sellers_item_id, "", "", pointer};
    subject.description = line.quantity.value.text() + " " + line.quantity.unit_code + " " +
                          line.item.sellers_item_id;
    if (settings.receivable.item_dimension) {
        const GoodsItem item = take(draft, map_goods(draft, line, pointer));
        subject.item = std::string(item.id());
        if (!item.description.empty()) {
            subject.description =
                line.quantity.value.text() + " " + line.quantity.unit_code + " " + item.description;
        }
    }
    const LineTax tax =
        take(draft, receivable_tax(draft.input.catalogue,
                                   decide_tax(draft, line, Supply::goods, subject.item, pointer),
                                   pointer));
    hold_unsaid_tax(draft, line, tax, pointer);
    LinePrice price = take(draft, net_of_goods(settings, line, tax, pointer));
    price = price_to_send(draft, std::move(price));
    const LinePlace place = take(draft, map_place(draft, line.posted, subject.item, "", pointer));
    const LineAccount account =
        take(draft, map_account(draft, line.posted, subject.item, "", pointer));
    TextMap present;
    std::string memo = subject.description;
    add_line(memo, order_line_memo(settings, line));
    put_text(draft, present, "memo", std::move(memo), pointer, "/notes");
    TextMap texts = take(draft, map_texts(draft, &line, std::move(present)));
    if (is_custom_field(settings.fields.order_line_reference) && !line.order_line_id.empty()) {
        texts.emplace(settings.fields.order_line_reference, line.order_line_id);
    }
    write_line(draft, subject, account, tax, price, texts);
    add_dimensions_of(draft, subject, place);
    draft.body += '}';
    note_terms(draft, line, terms_of(subject, tax, place, account));
    add_amounts(draft, std::move(price), pointer);
}

void add_charge(PricedDraft& draft, const AllowanceCharge& charge, const std::string& pointer) {
    const Settings& settings = draft.settings;
    LineSubject subject{"", charge.reason_code, charge.reason, pointer};
    if (settings.receivable.item_dimension) {
        subject.item = take(draft, map_charge(settings, draft.input.catalogue, charge, pointer));
    }
    const LineTax tax = take(
        draft,
        receivable_tax(draft.input.catalogue,
                       decide_tax(draft, charge, Supply::service, subject.item, pointer), pointer));
    hold_unsaid_tax(draft, charge, tax, pointer);
    LinePrice price =
        price_to_send(draft, take(draft, net_of_charge(settings, charge, tax, pointer)));
    const LinePlace place =
        take(draft, map_place(draft, charge.posted, subject.item, charge.reason_code, pointer));
    const LineAccount account =
        take(draft, map_account(draft, charge.posted, subject.item, charge.reason_code, pointer));
    TextMap texts;
    put_text(draft, texts, "memo", charge.reason.empty() ? charge.reason_code : charge.reason,
             pointer, "/reason");
    write_line(draft, subject, account, tax, price, texts);
    add_dimensions_of(draft, subject, place);
    draft.body += '}';
    note_terms(draft, charge, terms_of(subject, tax, place, account));
    add_amounts(draft, std::move(price), pointer);
}

// A line of the difference between what the buyer was told and what the other lines make.
void add_rounding(PricedDraft& draft, const Decimal& difference) {
    const std::string pointer = "/body/legalMonetaryTotal";
    const TotalsSettings& totals = draft.settings.totals;
    const LineSubject subject{totals.item, "", "Rounding", pointer};
    if (draft.settings.receivable.item_dimension) {
        take(draft, map_item(draft.input.catalogue, totals.item, pointer));
    }
    add_hold(draft, draft.site_hold);
    LinePrice price;
    price.amounts.quantity = Decimal::of(1);
    price.amounts.unit_price = difference;
    const LineTax tax = take(
        draft, receivable_tax(draft.input.catalogue, {totals.schedule, std::nullopt}, pointer));
    price.amounts.tax_percent = tax.schedule.empty() ? Decimal() : tax.percent;
    const LinePlace place = take(draft, map_place(draft, std::nullopt, totals.item, "", pointer));
    const LineAccount account =
        take(draft, map_account(draft, std::nullopt, totals.item, "", pointer));
    write_line(draft, subject, account, tax, price, {{"memo", subject.description}});
    add_dimensions_of(draft, subject, place);
    draft.body += '}';
    add_amounts(draft, std::move(price), pointer);
}

// The lines, in place of those that were written before. Returns how many.
std::size_t write_lines(PricedDraft& draft) {
    begin_lines(draft);
    const Document& document = draft.input.document;
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
    return draft.written.size();
}

// Where lines name no warehouse, only the location of the site is needed.
Mapped<Site> site_of(const Settings& settings, const PreparationInput& input) {
    const auto site = settings.warehouses.find(input.document.location_id);
    return settings.receivable.warehouse_dimension || site == settings.warehouses.end()
               ? map_site(settings, input.catalogue, input.document.location_id)
               : Mapped<Site>{site->second, std::nullopt};
}

void check_custom_fields(PricedDraft& draft) {
    const TargetFields& fields = draft.settings.fields;
    const ReceivableRules& rules = draft.settings.receivable;
    const Document& document = draft.input.document;
    const auto check = [&](std::string_view level, const std::string& field) {
        add_hold(draft, custom_field_trouble(draft.model, level, field));
    };
    check("header", is_invoice(draft) ? rules.invoice_reference : rules.adjustment_reference);
    check("header", fields.despatch_id);
    if (!document.shipment.tracking_ids.empty()) {
        check("header", fields.tracking);
    }
    if (std::any_of(document.lines.begin(), document.lines.end(),
                    [](const Line& line) { return !line.order_line_id.empty(); })) {
        check("line", fields.order_line_reference);
    }
}

}  // namespace

Preparation prepare_receivable(const Settings& settings, const PreparationInput& input,
                               Family family) {
    const std::string type(family == Family::receivable_invoice ? invoice_type : adjustment_type);
    PricedDraft draft(settings, input, family, type);
    keep_application(draft);
    check_custom_fields(draft);
    begin_document(draft, site_of(settings, input));
    add_receivable_header(draft);
    draft.header_end = draft.body.size();
    draft.header_remarks = draft.remarks.size();
    const std::size_t written = write_lines(draft);
    if (draft.hold) {
        return *std::move(draft.hold);
    }
    if (written == 0) {
        return PostNothing{"Every line has the quantity zero.", {}};
    }
    Send send;
    send.prediction = settled_totals(draft, add_rounding, write_lines);
    if (draft.hold) {
        return *std::move(draft.hold);
    }
    draft.body += "]}";
    if (const std::optional<Decimal>& gross = send.prediction.document.gross) {
        draft.facts.insert_or_assign(std::string(total_field(family)),
                                     signed_amount(draft, *gross).text());
    }
    send.request =
        post_document(settings, family, type, input.idempotency_key, std::move(draft.body));
    send.sage_type = type;
    send.facts = std::move(draft.facts);
    send.remarks = std::move(draft.remarks);
    send.terms = std::move(draft.terms);
    return send;
}

}  // namespace sage::intacct
