// SPDX-License-Identifier: Apache-2.0
// A despatch as a product invoice, a return as a product credit. What Sage will make of it is
// predicted by its own rule, the tax of each line rounded half up, and compared with what the buyer
// was told before anything is sent.
#include <algorithm>
#include <charconv>

#include "plugins/sage50/map_order.h"

namespace sage::sage50 {
namespace {

/// One document on its way to a request.
struct Draft {
    Draft(const Settings& settings_in, const PreparationInput& input_in,
          HeaderKind kind_in = HeaderKind::invoice)
        : settings(settings_in), input(input_in), kind(kind_in) {}

    const Settings& settings;
    const PreparationInput& input;
    HeaderKind kind;
    std::optional<Hold> hold;
    std::vector<Remark> remarks;
    DocumentDates dates;
    const CatalogueRecord* customer = nullptr;
    HeaderTexts texts;
    std::vector<Value> values;
};

bool is_credit(const PreparationInput& input) {
    return input.document.envelope.message_type == MessageType::return_advice;
}

TotalsLine totals_line(const Value& value) {
    TotalsLine line;
    line.quantity = Decimal::of(1);
    line.unit_price = value.line.net_amount.value_or(Decimal());
    line.unit_price = value.line.negative ? -line.unit_price : line.unit_price;
    line.tax_percent = value.tax.percent;
    return line;
}

/// Carriage is one amount with one tax.
void join_carriage(Draft& draft, std::optional<Carriage>& carriage, const Value& value) {
    const InvoiceLine& line = value.line;
    const Decimal net = line.net_amount.value_or(Decimal());
    if (!carriage) {
        carriage = Carriage{net,           std::nullopt,  line.nominal,
                            line.tax_code, line.tax_rate, line.department};
        return;
    }
    if (carriage->nominal != line.nominal || carriage->tax_code != line.tax_code ||
        carriage->department != line.department) {
        add_hold(draft.hold,
                 Hold{{"sage50.carriage_mixed", line.pointer,
                       "Two charges become the carriage of one document, and their tax codes, "
                       "nominal codes or departments are not the same.",
                       "Make one of them a line of its own in the setting /charges, such as S1.",
                       Owner::finance},
                      ""});
    }
    carriage->net = carriage->net + net;
}

/// The lines and the carriage as Sage computes them.
std::vector<TotalsLine> totals_lines(const Draft& draft) {
    std::vector<TotalsLine> lines;
    std::optional<TotalsLine> carriage;
    for (const Value& value : draft.values) {
        if (!value.carriage) {
            lines.push_back(totals_line(value));
        } else if (!carriage) {
            carriage = totals_line(value);
        } else {
            carriage->unit_price = carriage->unit_price + totals_line(value).unit_price;
        }
    }
    if (carriage) {
        lines.push_back(*carriage);
    }
    return lines;
}

/// What the buyer was told, or what the warehouse's prices make where they include tax.
std::optional<Decimal> told_total(const Draft& draft) {
    const std::optional<Money>& payable = draft.input.document.payable;
    if (payable) {
        return payable->amount;
    }
    Decimal sum;
    for (const Value& value : draft.values) {
        if (!value.gross) {
            return std::nullopt;
        }
        sum = sum + *value.gross;
    }
    return sum;
}

/// `net` is below zero where the line takes off.
void put_net(Value& value, const Decimal& net, const Decimal& quantity) {
    value.line.net_amount = value.line.negative ? -net : net;
    if (quantity == Decimal::of(1)) {
        value.line.unit_price = *value.line.net_amount;
    }
}

/// Deals with a difference from what the buyer was told.
void settle_totals(Draft& draft) {
    const std::vector<TotalsLine> lines = totals_lines(draft);
    const std::optional<Totals> made = totals(lines, {});
    if (!made) {
        add_hold(draft.hold, Hold{{"sage50.amount_too_large", "/body/lines",
                                   "The total has more digits than can be counted with.",
                                   "Send a new version of the document with right prices, and "
                                   "withdraw this one.",
                                   Owner::warehouse},
                                  ""});
        return;
    }
    TotalsOutcome outcome =
        totals_difference(draft.settings).settle(lines, told_total(draft), made->document.gross);
    add_hold(draft.hold, std::move(outcome.hold));
    if (outcome.rounding) {
        draft.values.push_back(take(draft.hold, rounding_value(draft.settings, draft.input,
                                                               draft.customer, *outcome.rounding)));
    }
    std::size_t place = 0;
    for (Value& value : draft.values) {
        if (!value.carriage && place < outcome.prices.size() && outcome.prices[place]) {
            put_net(value, *outcome.prices[place], value.line.quantity);
        }
        place += value.carriage ? 0 : 1;
    }
    // The carriage stands last, as one.
    const auto carriage = std::find_if(draft.values.begin(), draft.values.end(),
                                       [](const Value& value) { return value.carriage; });
    if (carriage != draft.values.end() && !outcome.prices.empty() && outcome.prices.back()) {
        const Decimal more = *outcome.prices.back() - lines.back().unit_price;
        put_net(*carriage, carriage->line.net_amount.value_or(Decimal()) + more, Decimal::of(1));
    }
    if (outcome.remark) {
        draft.remarks.push_back(*std::move(outcome.remark));
    }
}

std::optional<int> courier_of(const Settings& settings, const Document& document) {
    const auto found = settings.couriers.find(document.shipment.carrier_id);
    int number = 0;
    if (found == settings.couriers.end() ||
        std::from_chars(found->second.data(), found->second.data() + found->second.size(), number)
                .ec != std::errc()) {
        return std::nullopt;
    }
    return number;
}

/// The net amount comes to nothing, be it that lines take off what others add.
bool is_free(const Draft& draft) {
    Decimal net;
    for (const TotalsLine& line : totals_lines(draft)) {
        net = net + line.unit_price;
    }
    return net.sign() == 0;
}

InvoiceDocument invoice_document(Draft& draft) {
    const HeaderTexts& texts = draft.texts;
    InvoiceDocument document;
    document.credit = is_credit(draft.input);
    document.account = draft.customer->id;
    document.date = draft.dates.posting_date;
    document.reference = draft.input.external_reference;
    document.reference_field = draft.settings.reference_field;
    document.order_number = texts.field("orderNumber");
    document.customer_order_number = texts.field("customerOrderNumber");
    document.name = texts.name;
    document.address = texts.address;
    document.delivery_name = texts.delivery_name;
    document.delivery_address = texts.delivery_address;
    document.taken_by = texts.field("takenBy");
    document.global_details = texts.field("globalDetails");
    document.consignment = texts.field("consignmentRef");
    for (std::size_t at = 0; at < document.notes.size(); ++at) {
        document.notes.at(at) = texts.field("notes" + std::to_string(at + 1));
        document.analysis.at(at) = texts.field("analysis" + std::to_string(at + 1));
    }
    document.courier_number = courier_of(draft.settings, draft.input.document);
    // Sage posts no document of nothing to the ledger.
    document.update_ledgers = draft.settings.updates_ledgers && !is_free(draft);
    document.currency_id = draft.settings.currency;
    for (const Value& value : draft.values) {
        if (value.carriage) {
            join_carriage(draft, document.carriage, value);
        } else {
            document.lines.push_back(value.line);
        }
    }
    return document;
}

SentTerms terms_of(const std::string& account, const std::vector<Value>& values) {
    SentTerms terms;
    terms.customer = account;
    for (const Value& value : values) {
        if (!value.terms_key.empty()) {
            PostedTerms kept{value.line.stock_code, value.tax.code, value.tax.percent};
            kept.site.emplace();
            const std::optional<int>& department = value.line.department;
            kept.dimensions =
                Nominal{value.line.nominal, department ? std::to_string(*department) : ""}
                    .to_keep();
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

void check_whole(Draft& draft, const Send& send) {
    const Amounts& whole = send.prediction.document;
    if ((whole.net && whole.net->sign() < 0) || (whole.gross && whole.gross->sign() < 0)) {
        add_hold(draft.hold,
                 Hold{{"sage50.amount_negative", "/body/lines",
                       "The document comes to less than nothing, and Sage 50 takes none below "
                       "zero.",
                       "Withdraw it, and send what is owed the other way as a return or despatch.",
                       Owner::warehouse},
                      ""});
    }
}

/// The same as rows of the ledger, whose sums are those of the invoice.
Preparation in_file(Draft& draft, const InvoiceDocument& invoice, Prediction prediction) {
    Preparation made =
        prepare_ledger_import(invoice, draft.input.document, std::move(draft.remarks));
    if (Send* const send = std::get_if<Send>(&made)) {
        send->prediction = std::move(prediction);
        send->terms = terms_of(draft.customer->id, draft.values);
    }
    return made;
}

}  // namespace

TotalsDifference totals_difference(const Settings& settings) {
    // Every line is one of an amount, which is the price of one.
    return {
        settings.totals,
        {},
        [](const Decimal& amount, const Decimal& /*quantity*/) { return std::optional(amount); },
        "amount",
        edition_words};
}

namespace {

Send encoded(Draft& draft) {
    const InvoiceDocument document = invoice_document(draft);
    return draft.kind == HeaderKind::order ? encode(draft.settings.books, order_of(document))
                                           : encode(draft.settings.books, document);
}

Preparation prepare_draft(Draft draft) {
    const Settings& settings = draft.settings;
    const PreparationInput& input = draft.input;
    const bool order = draft.kind == HeaderKind::order;
    draft.hold = other_company(settings, input.catalogue);
    add_hold(draft.hold, foreign_currency(settings, input.document));
    // An order is in no period of the books.
    draft.dates = order ? decide_dates(settings.dates, input.document, false)
                        : take(draft.hold, map_dates(settings, input, draft.remarks));
    draft.customer = take(draft.hold, map_account(settings, input, draft.remarks));
    const bool guest = draft.customer != nullptr && draft.customer->id == settings.guest_customer;
    if (!writes_files(settings)) {
        draft.texts = take(draft.hold, map_header_texts(settings, input, draft.dates, guest,
                                                        draft.remarks, draft.kind));
    }
    MappedValues mapped = map_values(settings, input, draft.customer, draft.remarks);
    add_hold(draft.hold, std::move(mapped.hold));
    draft.values = std::move(mapped.values);
    if (draft.hold) {
        return *std::move(draft.hold);
    }
    if (draft.values.empty()) {
        return PostNothing{"Every line has the quantity zero.", corrected(input)};
    }
    settle_totals(draft);
    if (draft.hold) {
        return *std::move(draft.hold);
    }
    Send send = encoded(draft);
    check_whole(draft, send);
    if (draft.hold) {
        return *std::move(draft.hold);
    }
    if (writes_files(settings)) {
        return in_file(draft, invoice_document(draft), std::move(send.prediction));
    }
    if (settings.updates_ledgers && is_free(draft) && !order) {
        draft.remarks.push_back(
            {"sage50.free_not_posted", "shouldUpdateLedgers",
             "The document comes to nothing, and Sage 50 posts none of those to the "
             "ledger: a person updates the ledgers."});
    }
    send.remarks = std::move(draft.remarks);
    send.terms = terms_of(draft.customer->id, draft.values);
    return send;
}

}  // namespace

Preparation prepare_invoice(const Settings& settings, const PreparationInput& input) {
    return prepare_draft(Draft(settings, input));
}

Preparation prepare_order(const Settings& settings, const PreparationInput& input) {
    if (!is_made_for_despatch(input.document)) {
        return prepare_draft(Draft(settings, input, HeaderKind::order));
    }
    // Rules of the settings mean the despatch.
    Document despatch = input.document;
    despatch.envelope.message_type = MessageType::despatch_advice;
    const PreparationInput as_despatch{
        despatch,    input.catalogue, input.external_reference, input.idempotency_key,
        input.today, input.related,   input.observations,       input.past};
    return prepare_draft(Draft(settings, as_despatch, HeaderKind::order));
}

SentTerms order_terms(const Settings& settings, const PreparationInput& input,
                      const std::string& account) {
    Document priced = input.document;
    std::erase_if(priced.lines, [](const Line& line) { return !line.price; });
    if (!is_made_for_it(settings, priced, input.related)) {
        priced.allowance_charges.clear();
    }
    const PreparationInput with_prices{
        priced,      input.catalogue, input.external_reference, input.idempotency_key,
        input.today, input.related,   input.observations,       input.past};
    std::vector<Remark> unused;
    const MappedValues mapped =
        map_values(settings, with_prices, input.catalogue.find(kind::customer, account), unused);
    return terms_of(account, mapped.hold ? std::vector<Value>() : mapped.values);
}

}  // namespace sage::sage50
