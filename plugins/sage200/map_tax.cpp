// SPDX-License-Identifier: Apache-2.0
// The tax code of a line and its rate: by the map of tax codes, or else by the first tax rule that
// fits; of what belongs to a line that is posted, that line's own. The ledger takes no amount
// without a tax code and computes none itself, so nothing is left to Sage: what is not decided
// holds the document until a setting or a record of Sage changes.
#include <algorithm>

#include "plugins/sage200/map.h"

namespace sage::sage200 {
namespace {

enum class TaxTrouble : std::uint8_t { none, undecided, code_unusable, rate_unknown, rate_differs };

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
void settle_rate(TaxFinding& finding, const TaxRule* rule,
                 const std::optional<Decimal>& documents) {
    const std::optional<Decimal> rules = rule == nullptr ? std::nullopt : rule->percent;
    std::optional<Decimal>& percent = finding.tax.percent;
    if (!percent) {
        percent = rules ? rules : documents;
    }
    if (!percent) {
        finding.trouble = TaxTrouble::rate_unknown;
    } else if (differ(percent, rules)) {
        finding.trouble = TaxTrouble::rate_differs;
        finding.expected_by = "The setting " + rule->pointer;
        finding.expected = *rules;
    } else if (differ(percent, documents)) {
        finding.trouble = TaxTrouble::rate_differs;
        finding.expected_by = "The document";
        finding.expected = *documents;
    }
}

TaxFinding decide(const Settings& settings, const Catalogue& catalogue,
                  const TaxQuestion& question) {
    TaxFinding finding;
    const TaxRule* rule = nullptr;
    const auto mapped = question.tax_code.empty() ? settings.tax_codes.end()
                                                  : settings.tax_codes.find(question.tax_code);
    if (mapped != settings.tax_codes.end()) {
        finding.tax.code = mapped->second;
    } else {
        rule = first_that_fits(settings.tax.rules, question);
        if (rule == nullptr) {
            finding.trouble = TaxTrouble::undecided;
            return finding;
        }
        finding.tax.code = rule->schedule;
    }
    if (!tax_code_trouble(catalogue, finding.tax.code).empty()) {
        finding.trouble = TaxTrouble::code_unusable;
        return finding;
    }
    finding.tax.key = catalogue.find(kind::tax_code, finding.tax.code)->key;
    finding.tax.percent = rate_of(catalogue, finding.tax.code);
    settle_rate(finding, rule, question.percent);
    return finding;
}

// Documents that ask the same are held as one: what no rule asks for makes no difference.
std::string cause_of(const Settings& settings, TaxQuestion question) {
    if (!settings.tax.dated()) {
        question.date.clear();
    }
    return "tax:" + text_of(question);
}

Hold unusable(const std::string& code, const std::string& why, const std::string& pointer) {
    return {{"sage200.tax_code_unknown", pointer + "/tax", "The tax code " + code + " " + why + ".",
             "Create the tax code in Sage 200, or correct the settings /taxCodes and /taxRules.",
             Owner::finance},
            "tax-code:" + code};
}

Hold hold_for(const Settings& settings, const Catalogue& catalogue, const TaxFinding& finding,
              TaxQuestion question, const std::string& pointer) {
    const std::string& code = finding.tax.code;
    switch (finding.trouble) {
        case TaxTrouble::code_unusable:
            return unusable(code, tax_code_trouble(catalogue, code), pointer);
        case TaxTrouble::rate_unknown:
            return {{"sage200.tax_rate_unknown", pointer + "/tax",
                     "Nobody says at what rate the tax code " + code + " is computed.",
                     "Add the rate to a rule of the setting /taxRules, or to the tax code in Sage "
                     "200.",
                     Owner::finance},
                    cause_of(settings, std::move(question))};
        case TaxTrouble::rate_differs:
            return {{"sage200.tax_rate_differs", pointer + "/tax/percent",
                     finding.expected_by + " says " + finding.expected.text() +
                         " percent of tax and the tax code " + code + " has " +
                         finding.tax.percent->text() + ".",
                     "Correct the rate where it is wrong: in Sage 200, in the settings /taxCodes "
                     "and /taxRules, or send a new version of the document and withdraw this one.",
                     Owner::finance},
                    cause_of(settings, std::move(question))};
        default:
            // No rule asks for the rate.
            question.percent.reset();
            return {{"sage200.tax_undecided", pointer + "/tax",
                     "Neither the tax code nor a rule says which tax code of Sage 200 it is: " +
                         in_words(question) + ".",
                     "Add the tax code to the setting /taxCodes, or a rule that fits to "
                     "/taxRules.",
                     Owner::finance},
                    cause_of(settings, std::move(question))};
    }
}

// Why Sage has not the tax of a posted line as it was; empty: it has.
std::string changed(const Catalogue& catalogue, std::string_view code,
                    const std::optional<Decimal>& percent) {
    std::string trouble = tax_code_trouble(catalogue, code);
    const std::optional<Decimal> now = rate_of(catalogue, code);
    return !trouble.empty()       ? trouble
           : differ(now, percent) ? "was computed at " + percent->text() + " percent, and is at " +
                                        now->text() + " now"
                                  : std::string();
}

}  // namespace

std::string_view country_of(const Settings& settings, std::string_view site) {
    const auto found = settings.site_countries.find(site);
    return found == settings.site_countries.end() ? settings.tax.origin_country : found->second;
}

std::string_view class_of(const Settings& settings, std::string_view item) {
    const auto found = settings.tax.item_classes.find(item);
    return found == settings.tax.item_classes.end() ? std::string_view() : found->second;
}

std::string tax_code_trouble(const Catalogue& catalogue, std::string_view code) {
    const CatalogueRecord* const record = catalogue.find(kind::tax_code, code);
    return record == nullptr ? "is not in Sage 200" : record->active ? "" : "is inactive";
}

std::optional<Decimal> rate_of(const Catalogue& catalogue, std::string_view code) {
    return Decimal::parse(field_of(catalogue.find(kind::tax_code, code), "tax_rate"));
}

Mapped<LineTax> map_tax(const Settings& settings, const Catalogue& catalogue,
                        const TaxQuestion& question, const std::string& pointer) {
    TaxFinding finding = decide(settings, catalogue, question);
    std::optional<Hold> hold;
    if (finding.trouble != TaxTrouble::none) {
        hold = hold_for(settings, catalogue, finding, question, pointer);
    }
    return {std::move(finding.tax), std::move(hold)};
}

Mapped<LineTax> map_posted_tax(const Catalogue& catalogue, const PostedTerms& posted,
                               const std::string& pointer) {
    const CatalogueRecord* const record = catalogue.find(kind::tax_code, posted.tax);
    Mapped<LineTax> mapped{{posted.tax, record == nullptr ? "" : record->key, posted.tax_percent},
                           std::nullopt};
    const std::string why = changed(catalogue, posted.tax, posted.tax_percent);
    if (!why.empty()) {
        mapped.hold = Hold{
            {"sage200.original_tax_unusable", pointer + "/tax",
             "The line was posted with the tax code " + posted.tax + ", which " + why + ".",
             "Put the tax code right in Sage 200 until this is posted; or post it there by hand "
             "and record its number with an operatorDecision, or withdraw it.",
             Owner::finance},
            "posted-tax:" + (posted.tax_percent ? posted.tax_percent->text() : "") + " " +
                posted.tax};
    }
    return mapped;
}

Mapped<LineTax> map_rounding_tax(const Settings& settings, const Catalogue& catalogue,
                                 const std::string& pointer) {
    const std::string& code = settings.totals.schedule;
    const std::string why = tax_code_trouble(catalogue, code);
    if (!why.empty()) {
        return {{}, unusable(code, why, pointer)};
    }
    const std::optional<Decimal> rate = rate_of(catalogue, code);
    if (rate && rate->sign() != 0) {
        return {{},
                Hold{{"sage200.rounding_tax_rated", pointer,
                      "The difference of totals is to be posted with the tax code " + code +
                          ", whose rate is " + rate->text() + " percent, and it bears no tax.",
                      "Name a tax code without a rate in the setting /totalsDifference/schedule.",
                      Owner::finance},
                     "rounding-tax:" + code}};
    }
    return {{code, catalogue.find(kind::tax_code, code)->key, rate}, std::nullopt};
}

bool rounding_tax_cause_gone(const Settings& settings, std::string_view name,
                             const Catalogue& catalogue) {
    const std::optional<Decimal> rate = rate_of(catalogue, name);
    return settings.totals.schedule != name || (rate && rate->sign() == 0);
}

bool tax_cause_gone(const Settings& settings, std::string_view name, const Catalogue& catalogue) {
    const std::optional<TaxQuestion> question = tax_question_of(name);
    return question && decide(settings, catalogue, *question).trouble == TaxTrouble::none;
}

bool tax_code_cause_gone(const Settings& settings, std::string_view name,
                         const Catalogue& catalogue) {
    const auto maps = [&](const auto& entry) { return entry.second == name; };
    const auto puts = [&](const TaxRule& rule) { return rule.schedule == name; };
    return tax_code_trouble(catalogue, name).empty() ||
           (std::none_of(settings.tax_codes.begin(), settings.tax_codes.end(), maps) &&
            std::none_of(settings.tax.rules.begin(), settings.tax.rules.end(), puts) &&
            settings.totals.schedule != name);
}

bool posted_tax_cause_gone(std::string_view name, const Catalogue& catalogue) {
    const std::size_t blank = name.find(' ');
    return blank != std::string_view::npos &&
           changed(catalogue, name.substr(blank + 1), Decimal::parse(name.substr(0, blank)))
               .empty();
}

}  // namespace sage::sage200
