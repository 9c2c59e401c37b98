// SPDX-License-Identifier: Apache-2.0
// Charges and allowances on the whole document as subtotals of it. Only the XML gateway takes them,
// by the description that the definition has for one. No source says which tax Sage Intacct puts on
// a subtotal or takes off the lines because of one, so that only a document on which there is no
// tax at all has them: what it comes to is then the sum of its lines and subtotals, to the penny.
#include <algorithm>
#include <utility>

#include "plugins/intacct/gateway.h"
#include "plugins/intacct/intacct.h"
#include "plugins/intacct/priced_draft.h"

namespace sage::intacct {
namespace {

// How the description is kept beside the dimensions of what is posted.
constexpr std::string_view kept_name = "subtotal";
constexpr std::string_view unit_code = "C62";
constexpr int money_places = 2;

Problem problem(std::string_view code, const std::string& pointer, std::string cause,
                std::string fix) {
    return {"intacct." + std::string(code), pointer, std::move(cause), std::move(fix),
            Owner::finance};
}

std::string name_of(const AllowanceCharge& charge) {
    return (charge.charge_indicator ? "The charge " : "The allowance ") + charge.reason_code;
}

std::string other_way(const std::string& reason) {
    return "or take " + reason +
           " out of the setting /subtotals, so that a charge is posted as a line.";
}

// "POST\n{...}": the reason and what was asked about tax.
std::string tax_cause(const std::string& reason, const TaxQuestion& question) {
    return "subtotal-tax:" + reason + "\n" + text_of(question);
}

Hold states_tax(const AllowanceCharge& charge, const std::string& pointer) {
    return {problem("subtotal_taxed", pointer + "/tax",
                    name_of(charge) + " states " + charge.tax.percent->text() +
                        " percent of tax, and nothing says which tax Sage Intacct puts on a "
                        "subtotal.",
                    "Send a new version of the document without that tax and withdraw this one, " +
                        other_way(charge.reason_code)),
            "subtotal-tax:" + charge.reason_code};
}

Hold is_taxed(const TaxedLine& line, const Subtotal& subtotal) {
    const bool known = line.tax.percent && line.tax.percent->sign() != 0;
    return {problem("subtotal_taxed", line.pointer + "/tax",
                    "The document has the subtotal " + subtotal.description +
                        ", nothing says what Sage Intacct makes of tax beside one, and " +
                        (known ? "this has " + line.tax.percent->text() + " percent."
                               : "nothing says that this has none."),
                    "Where Sage Intacct adds no tax, say so with a rule of /taxRules that has the "
                    "schedule null and the percent 0, " +
                        other_way(subtotal.reason)),
            line.question ? tax_cause(subtotal.reason, *line.question) : std::string()};
}

std::optional<Hold> definition_lacks(const PricedDraft& draft, const Subtotal& subtotal) {
    const CatalogueRecord* const definition =
        draft.input.catalogue.find(kind::order_entry_definition, draft.definition);
    // Where no setting names one, what is in the books may, and the field was not read.
    if (draft.settings.subtotals.empty() ||
        field_of(definition, enable_subtotals_field) == "true") {
        return std::nullopt;
    }
    return Hold{problem("subtotals_disabled", subtotal.pointer,
                        "The transaction definition " + draft.definition +
                            " has no subtotals, and " + subtotal.description + " is to be one.",
                        "Enable subtotals in the definition in Sage Intacct and give it one of "
                        "that description, or correct the setting /subtotals."),
                "subtotals:" + draft.definition};
}

std::optional<Hold> not_exact(const PricedDraft& draft, const AllowanceCharge& charge,
                              const std::string& pointer) {
    if (is_foreign(draft.settings, draft.input.document.currency_id)) {
        return Hold{problem("subtotal_foreign", pointer,
                            name_of(charge) + " is in " + draft.input.document.currency_id +
                                ", and nothing says in which currency Sage Intacct takes a "
                                "subtotal of a foreign document.",
                            "Post the document in Sage Intacct by hand and record its number with "
                            "an operatorDecision, " +
                                other_way(charge.reason_code)),
                    ""};
    }
    if (!charge.amount.amount.fits(money_places)) {
        return Hold{problem("subtotal_not_exact", pointer + "/amount",
                            name_of(charge) + " of " + charge.amount.amount.text() +
                                " is no whole number of pennies.",
                            "Send a new version of the document with a whole number of pennies, "
                            "and withdraw this one."),
                    ""};
    }
    return std::nullopt;
}

// A definition has one subtotal of a description: what is alike is added to it.
void put_subtotal(PricedDraft& draft, Subtotal subtotal) {
    const auto same =
        std::find_if(draft.subtotals.begin(), draft.subtotals.end(),
                     [&](const Subtotal& one) { return one.description == subtotal.description; });
    if (same == draft.subtotals.end()) {
        draft.subtotals.push_back(std::move(subtotal));
    } else if (same->dimensions == subtotal.dimensions) {
        same->total = same->total + subtotal.total;
    } else {
        add_hold(draft, Hold{problem("subtotal_twice", subtotal.pointer,
                                     "Two charges of the document are the subtotal " +
                                         subtotal.description +
                                         ", of which a definition has one, and they are counted "
                                         "to different dimensions.",
                                     "Give each a subtotal of its own in the setting /subtotals, "
                                     "or the same dimensions by /dimensions; then decide to send "
                                     "this document again."),
                             ""});
    }
}

std::string dimensions_of(const LinePlace& place) {
    std::string dimensions = "{";
    if (!place.site.location.empty()) {
        add_reference(dimensions, "location", place.site.location);
    }
    add_chosen(dimensions, place.chosen);
    return dimensions + '}';
}

}  // namespace

std::string_view subtotal_of(const Settings& settings, const AllowanceCharge& charge) {
    if (charge.posted) {
        if (charge.posted->dimensions) {
            for (const PostedTerms::Place& place : *charge.posted->dimensions) {
                if (place.name == kept_name) {
                    return place.id;
                }
            }
        }
        return {};
    }
    const auto found = settings.subtotals.find(charge.reason_code);
    return found == settings.subtotals.end() ? std::string_view() : std::string_view(found->second);
}

void add_subtotal(PricedDraft& draft, const AllowanceCharge& charge, const std::string& pointer) {
    const bool untaxed = !charge.tax.percent || charge.tax.percent->sign() == 0;
    LineTax tax;
    tax.percent = Decimal();
    if (!untaxed) {
        add_hold(draft, states_tax(charge, pointer));
    } else {
        tax = decide_tax(draft, charge, Supply::service, "", pointer);
    }
    add_hold(draft, not_exact(draft, charge, pointer));
    Subtotal subtotal;
    subtotal.description = subtotal_of(draft.settings, charge);
    subtotal.total = charge.charge_indicator ? charge.amount.amount : -charge.amount.amount;
    subtotal.pointer = pointer;
    subtotal.reason = charge.reason_code;
    const LinePlace place =
        take(draft, map_place(draft, charge.posted, "", charge.reason_code, pointer));
    subtotal.dimensions = dimensions_of(place);
    PostedTerms terms;
    terms.tax_percent = tax.percent;
    terms.unit = PostedTerms::Unit{std::string(unit_code), "", Decimal::of(1)};
    terms.site = site_to_keep(place.site);
    terms.dimensions = dimensions_to_keep(place.chosen);
    terms.dimensions->push_back({std::string(kept_name), subtotal.description});
    note_terms(draft, charge, std::move(terms));
    LinePrice price;
    price.amounts.quantity = Decimal::of(1);
    price.amounts.unit_price = subtotal.total;
    price.amounts.tax_percent = tax.percent;
    if (draft.settings.totals.prices_include_tax) {
        price.stated_gross = subtotal.total;
    }
    add_amounts(draft, std::move(price), pointer);
    ++draft.priced.subtotals;
    put_subtotal(draft, std::move(subtotal));
}

void hold_subtotals(PricedDraft& draft, std::size_t lines) {
    if (draft.subtotals.empty()) {
        return;
    }
    const Subtotal& first = draft.subtotals.front();
    add_hold(draft, definition_lacks(draft, first));
    // A document of the past is compared and never sent.
    if (!draft.input.past && !chosen_for_gateway(draft.settings, draft.input.document)) {
        add_hold(draft,
                 Hold{problem("subtotal_by_rest", first.pointer,
                              "What this is about has the subtotal " + first.description +
                                  " in Sage Intacct, which only the XML gateway takes, and by the "
                                  "settings the document goes by REST.",
                              "Choose the gateway for it in /gateway until it is posted, then "
                              "decide to send it again; or post it in Sage Intacct by hand and "
                              "record its number with an operatorDecision."),
                      ""});
    }
    if (lines == 0) {
        add_hold(draft,
                 Hold{problem("subtotal_alone", first.pointer,
                              "The document would have the subtotal " + first.description +
                                  " and no line, and Sage Intacct takes none without lines.",
                              "Post the amount in Sage Intacct by hand and record its number with "
                              "an operatorDecision."),
                      ""});
    }
    if (draft.taxed) {
        Hold hold = is_taxed(*draft.taxed, first);
        // What is a subtotal in the books stays one: no setting changes that, only a decision.
        if (!draft.settings.subtotals.contains(first.reason)) {
            hold.root_cause.clear();
        }
        add_hold(draft, std::move(hold));
    }
}

void write_subtotals(PricedDraft& draft) {
    const auto is_something = [](const Subtotal& one) { return one.total.sign() != 0; };
    if (std::none_of(draft.subtotals.begin(), draft.subtotals.end(), is_something)) {
        return;
    }
    open_member(draft.body, "subtotals", '[');
    for (const Subtotal& subtotal : draft.subtotals) {
        if (is_something(subtotal)) {
            open_element(draft.body);
            add_member(draft.body, "description", subtotal.description);
            add_member(draft.body, "total", subtotal.total.text());
            add_raw(draft.body, "dimensions", subtotal.dimensions);
            draft.body += '}';
        }
    }
    draft.body += ']';
}

bool subtotals_cause_gone(const Settings& settings, std::string_view definition,
                          const Catalogue& catalogue) {
    return settings.subtotals.empty() ||
           field_of(catalogue.find(kind::order_entry_definition, definition),
                    enable_subtotals_field) == "true";
}

bool subtotal_tax_cause_gone(const Settings& settings, std::string_view name,
                             const Catalogue& catalogue) {
    const std::size_t end = name.find('\n');
    if (!settings.subtotals.contains(name.substr(0, end))) {
        return true;
    }
    const std::optional<TaxQuestion> question =
        end == std::string_view::npos ? std::nullopt : tax_question_of(name.substr(end + 1));
    if (!question) {
        return false;
    }
    const Mapped<LineTax> tax = map_tax(settings, catalogue, *question, "");
    return !tax.hold && tax.value.schedule.empty() && tax.value.percent &&
           tax.value.percent->sign() == 0;
}

}  // namespace sage::intacct
