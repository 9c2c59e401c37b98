// SPDX-License-Identifier: Apache-2.0
// The tax schedule of a line and the rate that Sage Intacct will take: by the map of tax codes, or
// else by the first tax rule that fits; of what belongs to a line that is posted, that line's own.
// What is not decided, or what Sage has otherwise than was expected, holds the document until a
// setting or a record of Sage changes.
#include <algorithm>
#include <utility>

#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

enum class TaxTrouble : std::uint8_t { none, unmapped, undecided, schedule_unknown, rate_differs };

struct TaxFinding {
    LineTax tax;
    TaxTrouble trouble = TaxTrouble::none;
    // For rate_differs: who expects another rate, and which.
    std::string expected_by;
    Decimal expected;
};

bool differ(const std::optional<Decimal>& left, const std::optional<Decimal>& right) {
    return left && right && *left != *right;
}

// Compares what Sage, the rule and the document say of the rate.
void settle_rate(TaxFinding& finding, const Catalogue& catalogue, const TaxRule* rule,
                 const std::optional<Decimal>& documents) {
    const std::optional<Decimal> rules = rule == nullptr ? std::nullopt : rule->percent;
    const std::optional<Decimal> sages = percent_of_schedule(catalogue, finding.tax.schedule);
    finding.tax.percent = sages ? sages : rules;
    if (differ(finding.tax.percent, rules)) {
        finding.trouble = TaxTrouble::rate_differs;
        finding.expected_by = "The setting " + rule->pointer;
        finding.expected = *rules;
    } else if (differ(finding.tax.percent, documents)) {
        finding.trouble = TaxTrouble::rate_differs;
        finding.expected_by = "The document";
        finding.expected = *documents;
    }
}

TaxFinding decide(const Settings& settings, const Catalogue& catalogue,
                  const TaxQuestion& question) {
    TaxFinding finding;
    const TaxRule* rule = nullptr;
    const auto mapped = question.tax_code.empty() ? settings.tax_details.end()
                                                  : settings.tax_details.find(question.tax_code);
    if (mapped != settings.tax_details.end()) {
        finding.tax.schedule = mapped->second;
    } else if (!settings.tax.rules.empty()) {
        rule = first_that_fits(settings.tax.rules, question);
        if (rule == nullptr) {
            finding.trouble = TaxTrouble::undecided;
            return finding;
        }
        finding.tax.schedule = rule->schedule;
    } else {
        const bool wanted = !question.tax_code.empty() && !settings.tax_details.empty();
        finding.trouble = wanted ? TaxTrouble::unmapped : TaxTrouble::none;
        return finding;
    }
    if (!finding.tax.schedule.empty() && !has_schedule(catalogue, finding.tax.schedule)) {
        finding.trouble = TaxTrouble::schedule_unknown;
        return finding;
    }
    settle_rate(finding, catalogue, rule, question.percent);
    return finding;
}

// Documents that ask the same are held as one: what no rule asks for makes no difference.
std::string cause_of(const Settings& settings, TaxQuestion question) {
    if (!settings.tax.dated()) {
        question.date.clear();
    }
    return "tax:" + text_of(question);
}

Hold unmapped(const TaxQuestion& question, const std::string& pointer) {
    return {
        {"intacct.tax_unmapped", pointer + "/tax/taxCode",
         "The tax code " + question.tax_code + " is not in the settings.",
         "Add the tax code with Sage's tax schedule to the setting /taxDetails.", Owner::finance},
        "tax:" + question.tax_code};
}

Hold undecided(const Settings& settings, TaxQuestion question, const std::string& pointer) {
    // No rule asks for the rate.
    question.percent.reset();
    return {
        {"intacct.tax_undecided", pointer + "/tax", "No tax rule fits: " + in_words(question) + ".",
         "Add a rule that fits to the setting /taxRules, or the tax code to /taxDetails.",
         Owner::finance},
        cause_of(settings, std::move(question))};
}

Hold unknown_schedule(const std::string& schedule, const std::string& pointer) {
    return {{"intacct.tax_schedule_unknown", pointer + "/tax",
             "The tax schedule " + schedule + " is not in Sage Intacct, or is inactive.",
             "Create or activate the tax schedule in Sage Intacct, or correct the settings "
             "/taxDetails and /taxRules.",
             Owner::finance},
            "tax-schedule:" + schedule};
}

Hold other_rate(const Settings& settings, const TaxQuestion& question, const TaxFinding& finding,
                const std::string& pointer) {
    const std::string& schedule = finding.tax.schedule;
    return {{"intacct.tax_rate_differs", pointer + "/tax/percent",
             finding.expected_by + " says " + finding.expected.text() + " percent of tax and " +
                 (schedule.empty() ? "the rule that fits" : "the tax schedule " + schedule) +
                 " has " + finding.tax.percent->text() + ".",
             "Correct the rate where it is wrong: in Sage Intacct, in the setting /taxRules, or "
             "send a new version of the document and withdraw this one.",
             Owner::finance},
            cause_of(settings, question)};
}

// Why Sage does not compute the tax of such a line as it did; empty: it does.
std::string unusable(const Catalogue& catalogue, std::string_view schedule,
                     const std::optional<Decimal>& percent) {
    if (schedule.empty()) {
        return {};
    }
    if (!has_schedule(catalogue, schedule)) {
        return "is not in Sage Intacct any more, or is inactive";
    }
    const std::string_view name =
        field_of(catalogue.find(kind::tax_schedule_detail, schedule), "taxDetail.id");
    const CatalogueRecord* const detail = catalogue.find(kind::tax_detail, name);
    const bool gone = detail == nullptr ? catalogue.count(kind::tax_detail) != 0 : !detail->active;
    if (!name.empty() && gone) {
        return "has the tax detail " + std::string(name) + ", which is inactive or gone";
    }
    const std::optional<Decimal> now = percent_of_schedule(catalogue, schedule);
    return differ(now, percent) ? "was computed at " + percent->text() + " percent, and is at " +
                                      now->text() + " now"
                                : std::string();
}

Hold original_unusable(const PostedTerms& posted, const std::string& why,
                       const std::string& pointer) {
    return {
        {"intacct.original_tax_unusable", pointer + "/tax",
         "The line was posted with the tax schedule " + posted.tax + ", which " + why + ".",
         "Put the tax schedule right in Sage Intacct until this is posted; or post it there by "
         "hand and record its number with an operatorDecision, or withdraw it.",
         Owner::finance},
        "posted-tax:" + (posted.tax_percent ? posted.tax_percent->text() : "") + " " + posted.tax};
}

}  // namespace

bool has_schedule(const Catalogue& catalogue, std::string_view schedule) {
    if (catalogue.count(kind::tax_schedule) == 0) {
        // Sage does not show them: it will say itself.
        return true;
    }
    const CatalogueRecord* record = catalogue.find(kind::tax_schedule, schedule);
    return record != nullptr && record->active;
}

std::optional<Decimal> percent_of_schedule(const Catalogue& catalogue, std::string_view schedule) {
    const std::string detail = tax_detail_of(catalogue, schedule);
    return Decimal::parse(field_of(catalogue.find(kind::tax_detail, detail), "taxPercent"));
}

std::string_view tax_class_of(const Settings& settings, const Catalogue& catalogue,
                              std::string_view item) {
    const auto own = settings.tax.item_classes.find(item);
    if (own != settings.tax.item_classes.end()) {
        return own->second;
    }
    const CatalogueRecord* record = catalogue.find(kind::item_tax, item);
    const std::string_view group = field_of(record, "sales.taxGroup");
    return group.empty() ? field_of(record, "productLine.id") : group;
}

Mapped<LineTax> map_tax(const Settings& settings, const Catalogue& catalogue,
                        const TaxQuestion& question, const std::string& pointer) {
    TaxFinding finding = decide(settings, catalogue, question);
    std::optional<Hold> hold;
    switch (finding.trouble) {
        case TaxTrouble::none:
            break;
        case TaxTrouble::unmapped:
            hold = unmapped(question, pointer);
            break;
        case TaxTrouble::undecided:
            hold = undecided(settings, question, pointer);
            break;
        case TaxTrouble::schedule_unknown:
            hold = unknown_schedule(finding.tax.schedule, pointer);
            break;
        case TaxTrouble::rate_differs:
            hold = other_rate(settings, question, finding, pointer);
            break;
    }
    return {std::move(finding.tax), std::move(hold)};
}

Mapped<LineTax> map_posted_tax(const Catalogue& catalogue, const PostedTerms& posted,
                               const std::string& pointer) {
    Mapped<LineTax> mapped{{posted.tax, posted.tax_percent}, std::nullopt};
    if (!mapped.value.percent) {
        mapped.value.percent = percent_of_schedule(catalogue, posted.tax);
    }
    const std::string why = unusable(catalogue, posted.tax, posted.tax_percent);
    if (!why.empty()) {
        mapped.hold = original_unusable(posted, why, pointer);
    }
    return mapped;
}

bool posted_tax_cause_gone(const Settings& /*settings*/, std::string_view named,
                           const Catalogue& catalogue) {
    const std::size_t blank = named.find(' ');
    return blank != std::string_view::npos &&
           unusable(catalogue, named.substr(blank + 1), Decimal::parse(named.substr(0, blank)))
               .empty();
}

bool tax_cause_gone(const Settings& settings, std::string_view named, const Catalogue& catalogue) {
    if (const std::optional<TaxQuestion> question = tax_question_of(named)) {
        return decide(settings, catalogue, *question).trouble == TaxTrouble::none;
    }
    // A code that was in no map while there were no rules.
    return !settings.tax.rules.empty() || settings.tax_details.contains(named);
}

bool schedule_cause_gone(const Settings& settings, std::string_view schedule,
                         const Catalogue& catalogue) {
    const auto named = [&](const auto& entry) { return entry.second == schedule; };
    const auto puts = [&](const TaxRule& rule) { return rule.schedule == schedule; };
    return has_schedule(catalogue, schedule) ||
           (std::none_of(settings.tax_details.begin(), settings.tax_details.end(), named) &&
            std::none_of(settings.tax.rules.begin(), settings.tax.rules.end(), puts));
}

}  // namespace sage::intacct
