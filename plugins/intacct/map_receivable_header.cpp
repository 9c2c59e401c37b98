// SPDX-License-Identifier: Apache-2.0
// The header of an invoice or adjustment of accounts receivable: dates, currency, references, and
// the one text that it has, its description.
#include <utility>

#include "plugins/intacct/intacct.h"
#include "plugins/intacct/priced_draft.h"

namespace sage::intacct {
namespace {

bool is_invoice(const PricedDraft& draft) {
    return draft.family == Family::receivable_invoice;
}

// What it is to be called in Sage. A correction is one more document of the same number.
std::string number_of(const Document& document) {
    return document.corrected_version.empty()
               ? document.id
               : document.id + "-v" + document.envelope.document_version;
}

void add_dates(PricedDraft& draft) {
    const DocumentDates& dates = draft.dates;
    if (!is_invoice(draft)) {
        add_fact(draft, "createdDate", dates.business_date);
        if (dates.is_moved()) {
            add_fact(draft, "glPostingDate", dates.posting_date);
        }
        return;
    }
    add_fact(draft, "invoiceDate", dates.business_date);
    add_member(draft.body, "dueDate",
               days_after(dates.business_date, draft.settings.receivable.due_days.value_or(0)));
    if (!draft.settings.payment_term.empty()) {
        add_reference(draft.body, "term", draft.settings.payment_term);
    }
    if (dates.is_moved()) {
        open_member(draft.body, "invoiceSummary", '{');
        add_member(draft.body, "glPostingDate", dates.posting_date);
        draft.body += '}';
    }
}

// A member of a group, which a query shows as "group.member".
void add_group_fact(PricedDraft& draft, const std::string& group, std::string_view member,
                    std::string_view text) {
    add_member(draft.body, member, text);
    const std::string field = group + "." + std::string(member);
    draft.facts.insert_or_assign(field, comparable(field, text));
}

void add_rate(PricedDraft& draft, const std::string& group) {
    const PostedRate& rate = draft.rate;
    open_member(draft.body, "exchangeRate", '{');
    if (!rate.date.empty()) {
        add_member(draft.body, "date", rate.date);
    }
    if (rate.rate && is_invoice(draft)) {
        // A number in an invoice and a text in an adjustment, as Sage lists them.
        add_raw(draft.body, "rate", rate.rate->text());
        draft.facts.insert_or_assign(group + ".rate", comparable(rate_field, rate.rate->text()));
    } else if (rate.rate) {
        add_group_fact(draft, group, "rate", rate.rate->text());
    } else {
        add_group_fact(draft, group, "typeId", rate.rate_type);
    }
    draft.body += '}';
}

void add_invoice_currency(PricedDraft& draft) {
    const std::string& currency = draft.input.document.currency_id;
    if (!currency.empty()) {
        draft.facts.insert_or_assign("currency.txnCurrency", currency);
    }
    if (!draft.rate.has_rate()) {
        return;
    }
    open_member(draft.body, "currency", '{');
    add_group_fact(draft, "currency", "baseCurrency", draft.settings.currency);
    add_group_fact(draft, "currency", "txnCurrency", draft.rate.currency_id);
    add_rate(draft, "currency.exchangeRate");
    draft.body += '}';
}

// An adjustment always names its currency.
void add_adjustment_currency(PricedDraft& draft) {
    const std::string& stated =
        draft.rate.has_rate() ? draft.rate.currency_id : draft.input.document.currency_id;
    const std::string& currency = stated.empty() ? draft.settings.currency : stated;
    if (currency.empty()) {
        take(draft, Mapped<Site>{{},
                                 Hold{{"intacct.currency_missing", "/body/currencyId",
                                       "Sage Intacct wants the currency of an adjustment, and "
                                       "neither the document nor the settings name one.",
                                       "Set /currency to the currency of the company or entity in "
                                       "Sage Intacct.",
                                       Owner::it},
                                      "base-currency"}});
    }
    if (draft.rate.has_rate()) {
        open_member(draft.body, "baseCurrency", '{');
        add_group_fact(draft, "baseCurrency", "currency", draft.settings.currency);
        draft.body += '}';
    }
    open_member(draft.body, "txnCurrency", '{');
    add_group_fact(draft, "txnCurrency", "currency", currency);
    draft.body += '}';
    if (draft.rate.has_rate()) {
        add_rate(draft, "exchangeRate");
    }
}

// The number of the invoice that an adjustment is about, as far as it is known.
std::string_view invoice_number(const PricedDraft& draft) {
    const Document& document = draft.input.document;
    const std::string& wanted =
        document.original_despatch_id.empty() ? document.id : document.original_despatch_id;
    for (const Related& one : draft.input.related) {
        if (one.document_id == wanted && one.posted && one.sage_document.type == invoice_type &&
            knows_key(one.sage_document) && !one.sage_document.number.empty()) {
            return one.sage_document.number;
        }
    }
    return {};
}

// Returns what of the references found no field of its own, for the description.
std::string add_references(PricedDraft& draft) {
    const Document& document = draft.input.document;
    const TargetFields& fields = draft.settings.fields;
    const ReceivableRules& rules = draft.settings.receivable;
    TextMap texts;
    // The first that takes a field keeps it.
    const auto add = [&](const std::string& field, std::string_view text) {
        return !text.empty() && texts.emplace(field, std::string(text)).second;
    };
    const std::string reference_number = is_invoice(draft) ? "referenceNumber" : "documentNumber";
    add(is_invoice(draft) ? rules.invoice_reference : rules.adjustment_reference,
        draft.input.external_reference);
    if (rules.numbered_by_warehouse) {
        add(std::string(number_field(draft.family)), number_of(document));
    }
    if (fields.despatch_id == "referenceNumber") {
        add(reference_number, document.id);
    } else if (is_custom_field(fields.despatch_id)) {
        add(fields.despatch_id, document.id);
    }
    if (is_custom_field(fields.tracking)) {
        add(fields.tracking, tracking_list(document));
    }
    if (!is_invoice(draft)) {
        add(reference_number, invoice_number(draft));
    }
    // Of an invoice the reference number is usually the buyer's order.
    const bool has_order = is_invoice(draft) && add(reference_number, document.buyer_order_id);
    for (const auto& [field, text] : texts) {
        add_fact(draft, field, text);
    }
    return has_order || document.buyer_order_id.empty()
               ? std::string()
               : "Customer order: " + document.buyer_order_id;
}

// Such documents have one text, the description: what the settings send to memo or notes is there.
void add_texts(PricedDraft& draft, const std::string& more) {
    std::string text = header_texts(draft.settings, draft.input.document, draft.family).memo;
    add_line(text, more);
    TextMap present;
    add_true_date(draft, text, present);
    put_text(draft, present, "memo", std::move(text), "/body", "/notes");
    TextMap texts = take(draft, map_texts(draft, nullptr, std::move(present)));
    std::string description = std::move(texts["memo"]);
    add_line(description, texts["notes"]);
    texts.erase("memo");
    texts.erase("notes");
    TextMap whole;
    put_text(draft, whole, "description", std::move(description), "/body", "/notes");
    texts.merge(whole);
    for (const auto& [field, value] : texts) {
        // A reference that is there already stays what it is.
        if (!draft.facts.contains(field) && add_field(draft, TextLevel::header, field, value)) {
            draft.facts.insert_or_assign(field, comparable(field, value));
        }
    }
}

}  // namespace

void add_receivable_header(PricedDraft& draft) {
    const Settings& settings = draft.settings;
    add_dates(draft);
    draft.customer = take(draft, map_customer(settings, draft.input, draft.remarks));
    add_reference(draft.body, "customer", draft.customer);
    draft.facts.insert_or_assign("customer.id", draft.customer);
    draft.rate = take(draft, map_currency(draft));
    is_invoice(draft) ? add_invoice_currency(draft) : add_adjustment_currency(draft);
    if (!settings.tax_solution.empty()) {
        add_reference(draft.body, "taxSolution", settings.tax_solution);
    }
    if (!is_invoice(draft) && !settings.receivable.adjustment_summary.empty()) {
        add_reference(draft.body, "adjustmentSummary", settings.receivable.adjustment_summary);
    }
    const std::string more = add_references(draft);
    add_texts(draft, more);
    if (settings.receivable.draft) {
        add_member(draft.body, "state", "draft");
    }
}

}  // namespace sage::intacct
