// SPDX-License-Identifier: Apache-2.0
// The parts of a document of sales that do not depend on which document of Sage it becomes.
#include "plugins/intacct/priced_draft.h"

#include <algorithm>
#include <utility>

#include "plugins/intacct/wire.h"

namespace sage::intacct {

void add_hold(PricedDraft& draft, std::optional<Hold> hold) {
    if (hold && !draft.hold) {
        draft.hold = std::move(hold);
    } else if (hold) {
        add_other(*draft.hold, std::move(hold->problem));
    }
}

void begin_document(PricedDraft& draft, Mapped<Site> site) {
    if (!needs_site(draft.input.document)) {
        draft.site_hold = std::exchange(site.hold, std::nullopt);
    }
    draft.site = take(draft, std::move(site));
    draft.tax = tax_question(draft.input.document, draft.site.country.empty()
                                                       ? draft.settings.tax.origin_country
                                                       : draft.site.country);
    draft.dates = take(draft, map_dates(draft));
}

void note_tax(PricedDraft& draft, const TaxQuestion* question, const std::string& pointer) {
    const LineTax& tax = draft.decided_tax;
    const bool untaxed = tax.schedule.empty() && tax.percent && tax.percent->sign() == 0;
    if (!untaxed && !draft.taxed) {
        draft.taxed =
            TaxedLine{pointer, tax, question == nullptr ? std::nullopt : std::optional(*question)};
    }
}

void add_fact(PricedDraft& draft, std::string_view field, std::string_view text) {
    add_member(draft.body, field, text);
    draft.facts.insert_or_assign(std::string(field), comparable(field, text));
}

void put_text(PricedDraft& draft, TextMap& texts, std::string_view field, std::string text,
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

LinePrice price_to_send(const PricedDraft& draft, LinePrice price) {
    const std::size_t index = draft.priced.amounts.size();
    return index < draft.prices.size() && draft.prices[index]
               ? with_unit_price(std::move(price), *draft.prices[index])
               : std::move(price);
}

void add_amounts(PricedDraft& draft, LinePrice price, const std::string& pointer) {
    PricedLines& priced = draft.priced;
    priced.pointers.push_back(pointer);
    priced.amounts.push_back(std::move(price.amounts));
    if (price.stated_gross) {
        priced.stated_gross = priced.stated_gross ? *priced.stated_gross + *price.stated_gross
                                                  : std::move(price.stated_gross);
    }
}

bool needs_site(const Document& document) {
    const auto is_new = [](const auto& one) { return !one.posted || !one.posted->site; };
    return std::any_of(
               document.lines.begin(), document.lines.end(),
               [&](const Line& line) { return line.quantity.value.sign() != 0 && is_new(line); }) ||
           std::any_of(document.allowance_charges.begin(), document.allowance_charges.end(),
                       is_new) ||
           (document.lines.empty() && document.allowance_charges.empty());
}

void begin_lines(PricedDraft& draft) {
    draft.body.resize(draft.header_end);
    draft.remarks.resize(draft.header_remarks);
    draft.written.clear();
    draft.subtotals.clear();
    draft.taxed.reset();
    draft.priced = {};
    draft.terms = {};
    const Document& document = draft.input.document;
    const std::size_t count = document.lines.size() + document.allowance_charges.size();
    draft.written.reserve(count);
    draft.priced.pointers.reserve(count);
    draft.priced.amounts.reserve(count);
    draft.terms.lines.reserve(count);
    open_member(draft.body, "lines", '[');
}

void keep_application(PricedDraft& draft) {
    const Document& document = draft.input.document;
    if (document.corrected_version.empty()) {
        return;
    }
    const std::string& about =
        document.original_despatch_id.empty() ? document.id : document.original_despatch_id;
    const auto is_receivable = [](std::string_view type) {
        return type == invoice_type || type == adjustment_type;
    };
    const bool receivable = draft.family != Family::order_entry;
    for (const Related& one : draft.input.related) {
        const std::string& type = one.sage_document.type;
        if (one.document_id != about || one.sage_document.key.empty() ||
            is_receivable(type) == receivable) {
            continue;
        }
        add_hold(draft, Hold{{"intacct.application_changed", "/body",
                              "The version that this corrects is in Sage Intacct as " + type +
                                  ", and by the settings the correction would be a document of " +
                                  (receivable ? "accounts receivable" : "Order Entry") +
                                  ": stock or the ledger would not follow.",
                              "Correct it in Sage Intacct by hand and record the number with an "
                              "operatorDecision, or set /receivable as it was until this is "
                              "posted.",
                              Owner::finance},
                             ""});
        return;
    }
}

}  // namespace sage::intacct
