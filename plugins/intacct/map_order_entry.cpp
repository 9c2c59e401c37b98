// SPDX-License-Identifier: Apache-2.0
// Orders, despatches and returns to order-entry documents. Quantities and prices go over digit by
// digit; what a query must show afterwards is written down beside the request.
#include <algorithm>
#include <iterator>
#include <utility>

#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

// A charge is one piece of its item; the unit's name in Sage is that of this code.
constexpr std::string_view charge_unit_code = "C62";

// What it must come to and why it is held, besides.
struct OrderEntryDraft : Draft {
    using Draft::Draft;

    Facts facts;
    TaxQuestion tax;
    std::optional<TaxQuestion> decided;  ///< the last question, unless it held the document
    LineTax decided_tax;                 ///< its answer
    PricedLines priced;
    UnitPrices prices;  ///< other than the document's; empty: none
    SentTerms terms;
    PostedRate rate;  ///< nothing in it: in the currency of the books
    std::size_t header_remarks = 0;
    std::optional<Hold> hold;
    std::optional<Hold> site_hold;  ///< of the site, which no line needs
};

// The value, with its hold, if any, moved into the draft.
template <class T>
T take(OrderEntryDraft& draft, Mapped<T> mapped) {
    if (mapped.hold && !draft.hold) {
        draft.hold = std::move(mapped.hold);
    } else if (mapped.hold) {
        add_other(*draft.hold, std::move(mapped.hold->problem));
    }
    return std::move(mapped.value);
}

void add_fact(OrderEntryDraft& draft, std::string_view field, std::string_view text) {
    add_member(draft.body, field, text);
    draft.facts.insert_or_assign(std::string(field), comparable(field, text));
}

// What the warehouse wrote, as long as the field takes it whole.
// The pointer is that of the document, a line or a charge, and `member` what the text is from.
void put(OrderEntryDraft& draft, TextMap& texts, std::string_view field, std::string text,
         const std::string& pointer, std::string_view member) {
    if (text.empty()) {
        return;
    }
    std::optional<Hold> trouble = too_long(draft.settings, field, text, pointer);
    if (trouble && !draft.hold) {
        trouble->problem.pointer += member;
        draft.hold = std::move(trouble);
    }
    texts.insert_or_assign(std::string(field), std::move(text));
}

void add_texts(OrderEntryDraft& draft) {
    HeaderTexts texts = header_texts(draft.settings, draft.input.document, Family::order_entry);
    TextMap present;
    add_true_date(draft, texts.memo, present);
    put(draft, present, "memo", std::move(texts.memo), "/body", "/notes");
    put(draft, present, "notes", std::move(texts.notes), "/body", "/notes");
    for (const auto& [field, text] : take(draft, map_texts(draft, nullptr, std::move(present)))) {
        if (add_field(draft, TextLevel::header, field, text)) {
            draft.facts.insert_or_assign(field, comparable(field, text));
        }
    }
}

void add_header(OrderEntryDraft& draft) {
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

// `priced` is a line or a charge. The answer stays until the next is decided.
template <class T>
const LineTax& decide_tax(OrderEntryDraft& draft, const T& priced, Supply supply,
                          std::string_view item, const std::string& pointer) {
    const Catalogue& catalogue = draft.input.catalogue;
    if (priced.posted) {
        draft.decided.reset();
        draft.decided_tax = take(draft, map_posted_tax(catalogue, *priced.posted, pointer));
        return draft.decided_tax;
    }
    ask_about(draft.tax, priced.tax, supply, tax_class_of(draft.settings, catalogue, item));
    // The lines of a document mostly ask the same.
    if (draft.decided != draft.tax) {
        Mapped<LineTax> mapped = map_tax(draft.settings, catalogue, draft.tax, pointer);
        draft.decided = mapped.hold ? std::nullopt : std::optional(draft.tax);
        draft.decided_tax = take(draft, std::move(mapped));
    }
    return draft.decided_tax;
}

// Orders are no entry in the books.
template <class T>
void note_terms(OrderEntryDraft& draft, const T& priced, std::string_view item, const LineTax& tax,
                PostedTerms::Unit unit, const LinePlace& place) {
    if (draft.input.document.envelope.message_type != MessageType::sales_order) {
        draft.terms.customer = draft.customer;
        if (draft.rate.has_rate()) {
            draft.terms.rate = draft.rate;
        }
        draft.terms.lines.push_back({terms_key(priced),
                                     {std::string(item), tax.schedule, tax.percent, std::move(unit),
                                      site_to_keep(place.site), dimensions_to_keep(place.chosen)}});
    }
}

void add_schedule(OrderEntryDraft& draft, const std::string& schedule) {
    if (!schedule.empty()) {
        add_reference(draft.body, "taxSchedule", schedule);
    }
}

// What the line or charge that is priced next is sent for.
LinePrice price_to_send(const OrderEntryDraft& draft, LinePrice price) {
    const std::size_t index = draft.priced.amounts.size();
    return index < draft.prices.size() && draft.prices[index]
               ? with_unit_price(std::move(price), *draft.prices[index])
               : std::move(price);
}

void add_amounts(OrderEntryDraft& draft, LinePrice price, const std::string& pointer) {
    PricedLines& priced = draft.priced;
    priced.pointers.push_back(pointer);
    priced.amounts.push_back(std::move(price.amounts));
    if (price.stated_gross) {
        priced.stated_gross = priced.stated_gross ? *priced.stated_gross + *price.stated_gross
                                                  : std::move(price.stated_gross);
    }
}

void add_goods(OrderEntryDraft& draft, const Line& line, const std::string& pointer) {
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
    put(draft, present, "lineDescription", item.description, pointer, "/item");
    put(draft, present, "memo", order_line_memo(draft.settings, line), pointer, "/notes");
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
    note_terms(draft, line, item.id(), tax, {line.quantity.unit_code, unit.unit, unit.times},
               place);
    draft.written.push_back({std::string(item.id()), unit.unit, in_unit.quantity.value,
                             Decimal::parse(price.sent.amount).value_or(Decimal()), body.size()});
    body += '}';
    if (line.price) {
        add_amounts(draft, std::move(price), pointer);
    }
}

void add_charge(OrderEntryDraft& draft, const AllowanceCharge& charge, const std::string& pointer) {
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
    note_terms(draft, charge, item, tax, {std::string(charge_unit_code), unit, Decimal::of(1)},
               place);
    draft.written.push_back({item, unit, Decimal::of(1),
                             Decimal::parse(price.sent.amount).value_or(Decimal()), body.size(),
                             true});
    body += '}';
    add_amounts(draft, std::move(price), pointer);
}

// A line of the difference between what the buyer was told and what the other lines make.
void add_rounding(OrderEntryDraft& draft, const Decimal& difference) {
    std::string& body = draft.body;
    const std::string& item = draft.settings.totals.item;
    const std::string pointer = "/body/legalMonetaryTotal";
    take(draft, map_item(draft.input.catalogue, item, pointer));
    open_element(body);
    add_member(body, "unit",
               take(draft, map_charge_unit(draft.settings, draft.input.catalogue, item,
                                           charge_unit_code, std::nullopt, pointer)));
    if (draft.site_hold) {
        take(draft, Mapped<Site>{{}, draft.site_hold});
    }
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

// Returns how many lines were written.
std::size_t add_lines(OrderEntryDraft& draft) {
    const Document& document = draft.input.document;
    std::size_t written = 0;
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        // Nothing of such a line left or came back; Sage refuses lines without a quantity.
        if (document.lines[index].quantity.value.sign() != 0) {
            add_goods(draft, document.lines[index], "/body/lines/" + std::to_string(index));
            ++written;
        }
    }
    for (std::size_t index = 0; index < document.allowance_charges.size(); ++index) {
        add_charge(draft, document.allowance_charges[index],
                   "/body/allowanceCharges/" + std::to_string(index));
        ++written;
    }
    return written;
}

// Whether something is posted to the document's own site: not where all of it belongs to what is in
// the books already, with the places it has there.
bool needs_site(const Document& document) {
    const auto is_new = [](const auto& one) { return !one.posted || !one.posted->site; };
    return std::any_of(
               document.lines.begin(), document.lines.end(),
               [&](const Line& line) { return line.quantity.value.sign() != 0 && is_new(line); }) ||
           std::any_of(document.allowance_charges.begin(), document.allowance_charges.end(),
                       is_new) ||
           (document.lines.empty() && document.allowance_charges.empty());
}

// Where the definition computes no tax, what it comes to is not told by rates.
void leave_tax_open(OrderEntryDraft& draft) {
    const CatalogueRecord* definition =
        draft.input.catalogue.find(kind::order_entry_definition, draft.definition);
    if (field_of(definition, "disableTax") == "true") {
        for (TotalsLine& line : draft.priced.amounts) {
            line.tax_percent.reset();
        }
    }
}

// The lines, in place of those that were written before. Returns how many.
std::size_t write_lines(OrderEntryDraft& draft) {
    draft.body.resize(draft.header_end);
    draft.remarks.resize(draft.header_remarks);
    draft.written.clear();
    draft.priced = {};
    draft.terms = {};
    const Document& document = draft.input.document;
    const std::size_t count = document.lines.size() + document.allowance_charges.size();
    draft.written.reserve(count);
    draft.priced.pointers.reserve(count);
    draft.priced.amounts.reserve(count);
    draft.terms.lines.reserve(count);
    open_member(draft.body, "lines", '[');
    const std::size_t written = add_lines(draft);
    leave_tax_open(draft);
    return written;
}

// What it will come to, once a difference from what the buyer was told is dealt with. Where prices
// make up for it, the lines are written anew for them.
Prediction settled_totals(OrderEntryDraft& draft) {
    const Document& document = draft.input.document;
    Prediction prediction = predict(draft.settings, document, draft.priced);
    TotalsOutcome outcome =
        settle_difference(draft.settings, document, draft.priced, prediction.document);
    if (outcome.hold) {
        draft.hold = std::move(outcome.hold);
        return prediction;
    }
    if (outcome.rounding) {
        add_rounding(draft, *outcome.rounding);
        prediction = predict(draft.settings, document, draft.priced);
    }
    if (!outcome.prices.empty()) {
        draft.prices = std::move(outcome.prices);
        write_lines(draft);
        prediction = predict(draft.settings, document, draft.priced);
    }
    if (outcome.remark) {
        draft.remarks.push_back(*std::move(outcome.remark));
    }
    return prediction;
}

void add_totals(Facts& facts, const Amounts& amounts) {
    if (amounts.net) {
        facts.insert_or_assign("subtotal", amounts.net->text());
    }
    if (amounts.gross) {
        facts.insert_or_assign("total", amounts.gross->text());
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
    OrderEntryDraft draft(settings, input, Family::order_entry, definition);
    draft.body.reserve(header_bytes + line_bytes * input.document.lines.size());
    Mapped<Site> site = map_site(settings, input.catalogue, input.document.location_id);
    if (!needs_site(input.document)) {
        draft.site_hold = std::exchange(site.hold, std::nullopt);
    }
    draft.site = take(draft, std::move(site));
    draft.tax =
        tax_question(input.document,
                     draft.site.country.empty() ? settings.tax.origin_country : draft.site.country);
    draft.dates = take(draft, map_dates(draft));
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
    send.prediction = settled_totals(draft);
    if (draft.hold) {
        return *std::move(draft.hold);
    }
    draft.body += "]}";
    if (std::optional<ReadFirst> question = link_to_source(draft)) {
        return *std::move(question);
    }
    if (draft.source_hold) {
        return *std::move(draft.source_hold);
    }
    if (!draft.source_key.empty()) {
        draft.facts.insert_or_assign("sourceDocument.key", draft.source_key);
    }
    add_totals(draft.facts, send.prediction.document);
    send.request = post_document(settings, Family::order_entry, definition, input.idempotency_key,
                                 std::move(draft.body));
    send.sage_type = definition;
    send.facts = std::move(draft.facts);
    send.remarks = std::move(draft.remarks);
    send.terms = std::move(draft.terms);
    return send;
}

}  // namespace sage::intacct
