// SPDX-License-Identifier: Apache-2.0
// Orders, despatches and returns to order-entry documents. Quantities and prices go over digit by
// digit; what a query must show afterwards is written down beside the request.
#include <algorithm>
#include <iterator>
#include <utility>

#include "plugins/intacct/intacct.h"
#include "plugins/intacct/priced_draft.h"

namespace sage::intacct {
namespace {

// A charge is one piece of its item; the unit's name in Sage is that of this code.
constexpr std::string_view charge_unit_code = "C62";

void add_texts(PricedDraft& draft) {
    HeaderTexts texts = header_texts(draft.settings, draft.input.document, Family::order_entry);
    TextMap present;
    add_true_date(draft, texts.memo, present);
    put_text(draft, present, "memo", std::move(texts.memo), "/body", "/notes");
    put_text(draft, present, "notes", std::move(texts.notes), "/body", "/notes");
    for (const auto& [field, text] : take(draft, map_texts(draft, nullptr, std::move(present)))) {
        if (add_field(draft, TextLevel::header, field, text)) {
            draft.facts.insert_or_assign(field, comparable(field, text));
        }
    }
}

void add_header(PricedDraft& draft) {
    const Document& document = draft.input.document;
    const TargetFields& fields = draft.settings.fields;
    add_fact(draft, "txnDate", draft.dates.business_date);
    if (draft.dates.is_moved()) {
        add_fact(draft, "postingDate", draft.dates.posting_date);
    }
    if (draft.settings.payment_term.empty()) {
        add_member(draft.body, "dueDate", draft.dates.business_date);
    } else {
        add_reference(draft.body, "paymentTerm", draft.settings.payment_term);
    }
    draft.customer = take(draft, map_customer(draft.settings, draft.input, draft.remarks));
    add_reference(draft.body, "customer", draft.customer);
    draft.facts.insert_or_assign("customer.id", draft.customer);
    if (!document.currency_id.empty()) {
        draft.facts.insert_or_assign("txnCurrency", document.currency_id);
    }
    draft.rate = take(draft, map_currency(draft));
    add_currency(draft.body, draft.facts, draft.settings, draft.rate);
    if (!document.buyer_order_id.empty()) {
        add_fact(draft, "customerPONumber", document.buyer_order_id);
    }
    if (!document.actual_despatch_date.empty()) {
        add_fact(draft, "shippedDate", document.actual_despatch_date);
    }
    if (!draft.settings.tax_solution.empty()) {
        add_reference(draft.body, "taxSolution", draft.settings.tax_solution);
    }
    add_fact(draft, fields.external_reference, draft.input.external_reference);
    const auto own_field = [](const std::string& field) {
        return !field.empty() && field != "memo" && field != "notes";
    };
    if (own_field(fields.despatch_id)) {
        add_fact(draft, fields.despatch_id, document.id);
    }
    if (own_field(fields.tracking) && !document.shipment.tracking_ids.empty()) {
        add_fact(draft, fields.tracking, tracking_list(document));
    }
    add_texts(draft);
    add_member(draft.body, "state", draft.settings.state);
}

PostedTerms terms_of(std::string_view item, const LineTax& tax, PostedTerms::Unit unit,
                     const LinePlace& place) {
    return {std::string(item),
            tax.schedule,
            tax.percent,
            std::move(unit),
            site_to_keep(place.site),
            dimensions_to_keep(place.chosen)};
}

void add_schedule(PricedDraft& draft, const std::string& schedule) {
    if (!schedule.empty()) {
        add_reference(draft.body, "taxSchedule", schedule);
    }
}

void add_goods(PricedDraft& draft, const Line& line, const std::string& pointer) {
    std::string& body = draft.body;
    const GoodsItem item = take(draft, map_goods(draft, line, pointer));
    const UnitLine unit = take(draft, map_line_unit(draft, item.record, line, pointer));
    const Line& in_unit = unit.or_as_it_is(line);
    const LineTax& tax = decide_tax(draft, line, Supply::goods, item.id(), pointer);
    LinePrice price = take(draft, price_of_goods(draft.settings, in_unit, tax, pointer));
    if (line.price) {
        price = price_to_send(draft, std::move(price));
    }
    open_element(body);
    add_member(body, "unit", unit.unit);
    add_member(body, "unitQuantity", in_unit.quantity.value.text());
    add_member(body, "unitPrice", price.sent.amount);
    if (!price.sent.discount_percent.empty()) {
        add_member(body, "discountPercent", price.sent.discount_percent);
    }
    TextMap present;
    put_text(draft, present, "lineDescription", item.description, pointer, "/item");
    put_text(draft, present, "memo", order_line_memo(draft.settings, line), pointer, "/notes");
    for (const auto& [field, text] : take(draft, map_texts(draft, &line, std::move(present)))) {
        add_field(draft, TextLevel::line, field, text);
    }
    if (is_custom_field(draft.settings.fields.order_line_reference) &&
        !line.order_line_id.empty()) {
        add_member(body, draft.settings.fields.order_line_reference, line.order_line_id);
    }
    add_schedule(draft, tax.schedule);
    const std::string detail =
        take(draft, tracking_detail(draft.input.catalogue, item.id(), in_unit, pointer));
    if (!detail.empty()) {
        add_raw(body, "trackingDetail", detail);
    }
    const LinePlace place = take(draft, map_place(draft, line.posted, item.id(), {}, pointer));
    add_dimensions(body, item.id(), place.site, place.chosen);
    note_terms(draft, line,
               terms_of(item.id(), tax, {line.quantity.unit_code, unit.unit, unit.times}, place));
    draft.written.push_back({std::string(item.id()), unit.unit, in_unit.quantity.value,
                             Decimal::parse(price.sent.amount).value_or(Decimal()), body.size()});
    body += '}';
    if (line.price) {
        add_amounts(draft, std::move(price), pointer);
    }
}

void add_charge(PricedDraft& draft, const AllowanceCharge& charge, const std::string& pointer) {
    std::string& body = draft.body;
    const std::string item =
        take(draft, map_charge(draft.settings, draft.input.catalogue, charge, pointer));
    const LineTax& tax = decide_tax(draft, charge, Supply::service, item, pointer);
    LinePrice price =
        price_to_send(draft, take(draft, price_of_charge(draft.settings, charge, tax, pointer)));
    open_element(body);
    const std::string unit =
        take(draft, map_charge_unit(draft.settings, draft.input.catalogue, item, charge_unit_code,
                                    charge.posted, pointer));
    add_member(body, "unit", unit);
    add_member(body, "unitQuantity", "1");
    add_member(body, "unitPrice", price.sent.amount);
    if (!charge.reason.empty()) {
        add_member(body, "lineDescription", charge.reason);
    }
    add_schedule(draft, tax.schedule);
    const LinePlace place =
        take(draft, map_place(draft, charge.posted, item, charge.reason_code, pointer));
    add_dimensions(body, item, place.site, place.chosen);
    note_terms(draft, charge,
               terms_of(item, tax, {std::string(charge_unit_code), unit, Decimal::of(1)}, place));
    draft.written.push_back({item, unit, Decimal::of(1),
                             Decimal::parse(price.sent.amount).value_or(Decimal()), body.size(),
                             true});
    body += '}';
    add_amounts(draft, std::move(price), pointer);
}

// A line of the difference between what the buyer was told and what the other lines make.
void add_rounding(PricedDraft& draft, const Decimal& difference) {
    std::string& body = draft.body;
    const std::string& item = draft.settings.totals.item;
    const std::string pointer = "/body/legalMonetaryTotal";
    take(draft, map_item(draft.input.catalogue, item, pointer));
    open_element(body);
    add_member(body, "unit",
               take(draft, map_charge_unit(draft.settings, draft.input.catalogue, item,
                                           charge_unit_code, std::nullopt, pointer)));
    add_hold(draft, draft.site_hold);
    add_member(body, "unitQuantity", "1");
    add_member(body, "unitPrice", difference.text());
    add_member(body, "lineDescription", "Rounding");
    add_schedule(draft, draft.settings.totals.schedule);
    add_dimensions(body, item, draft.site, take(draft, map_dimensions(draft, item)));
    body += '}';
    LinePrice price;
    price.amounts.quantity = Decimal::of(1);
    price.amounts.unit_price = difference;
    price.amounts.tax_percent =
        percent_of_schedule(draft.input.catalogue, draft.settings.totals.schedule)
            .value_or(Decimal());
    add_amounts(draft, std::move(price), pointer);
}

// A subtotal of the document is no line of it.
bool is_subtotal(const PricedDraft& draft, const AllowanceCharge& charge) {
    return !subtotal_of(draft.settings, charge).empty();
}

template <class Add>
void for_each_charge(const Document& document, Add add) {
    for (std::size_t index = 0; index < document.allowance_charges.size(); ++index) {
        add(document.allowance_charges[index], "/body/allowanceCharges/" + std::to_string(index));
    }
}

// Returns how many lines were written.
std::size_t add_lines(PricedDraft& draft) {
    const Document& document = draft.input.document;
    std::size_t written = 0;
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        // Nothing of such a line left or came back; Sage refuses lines without a quantity.
        if (document.lines[index].quantity.value.sign() != 0) {
            add_goods(draft, document.lines[index], "/body/lines/" + std::to_string(index));
            ++written;
        }
    }
    for_each_charge(document, [&](const AllowanceCharge& charge, const std::string& pointer) {
        if (!is_subtotal(draft, charge)) {
            add_charge(draft, charge, pointer);
            ++written;
        }
    });
    for_each_charge(document, [&](const AllowanceCharge& charge, const std::string& pointer) {
        if (is_subtotal(draft, charge)) {
            add_subtotal(draft, charge, pointer);
        }
    });
    hold_subtotals(draft, written);
    return written;
}

// Where the definition computes no tax, what it comes to is not told by rates. With subtotals there
// is none to compute.
void leave_tax_open(PricedDraft& draft) {
    const CatalogueRecord* definition =
        draft.input.catalogue.find(kind::order_entry_definition, draft.definition);
    if (field_of(definition, "disableTax") == "true" && draft.subtotals.empty()) {
        for (TotalsLine& line : draft.priced.amounts) {
            line.tax_percent.reset();
        }
    }
}

// The lines, in place of those that were written before. Returns how many.
std::size_t write_lines(PricedDraft& draft) {
    begin_lines(draft);
    const std::size_t written = add_lines(draft);
    leave_tax_open(draft);
    return written;
}

// Whether the field `subtotal` of a document counts its subtotals is said nowhere: nothing is
// promised of it then, and the total has to agree.
void add_totals(PricedDraft& draft, const Amounts& amounts) {
    if (amounts.net && draft.subtotals.empty()) {
        draft.facts.insert_or_assign("subtotal", amounts.net->text());
    }
    if (amounts.gross) {
        draft.facts.insert_or_assign("total", amounts.gross->text());
    }
}

}  // namespace

std::string order_line_memo(const Settings& settings, const Line& line) {
    std::string memo;
    if (settings.fields.order_line_reference == "memo" && !line.order_line_id.empty()) {
        add_line(memo, "Order line: " + line.order_line_id);
    }
    if (!line.disposition_code.empty()) {
        add_line(memo, "Disposition: " + line.disposition_code);
    }
    for (const std::string& note : line.notes) {
        add_line(memo, note);
    }
    return memo;
}

Preparation prepare_order_entry(const Settings& settings, const PreparationInput& input,
                                const std::string& definition) {
    constexpr std::size_t header_bytes = 512;
    constexpr std::size_t line_bytes = 256;
    if (std::optional<Hold> trouble =
            definition_trouble(settings, input, Family::order_entry, definition)) {
        return *std::move(trouble);
    }
    PricedDraft draft(settings, input, Family::order_entry, definition);
    draft.body.reserve(header_bytes + line_bytes * input.document.lines.size());
    keep_application(draft);
    begin_document(draft, map_site(settings, input.catalogue, input.document.location_id));
    add_header(draft);
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
    draft.body += ']';
    write_subtotals(draft);
    draft.body += '}';
    if (std::optional<ReadFirst> question = link_to_source(draft)) {
        return *std::move(question);
    }
    if (draft.source_hold) {
        return *std::move(draft.source_hold);
    }
    if (!draft.source_key.empty()) {
        draft.facts.insert_or_assign("sourceDocument.key", draft.source_key);
    }
    add_totals(draft, send.prediction.document);
    send.request = post_document(settings, Family::order_entry, definition, input.idempotency_key,
                                 std::move(draft.body));
    send.sage_type = definition;
    send.facts = std::move(draft.facts);
    send.remarks = std::move(draft.remarks);
    send.terms = std::move(draft.terms);
    return send;
}

}  // namespace sage::intacct
