// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/tax_code.h"

#include <algorithm>

#include "sage-adapter/base/json.h"

namespace sage {
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

TaxFinding decide(const TaxCodes& taxes, const TaxQuestion& question) {
    TaxFinding finding;
    const TaxRule* rule = nullptr;
    const auto mapped =
        question.tax_code.empty() ? taxes.codes.end() : taxes.codes.find(question.tax_code);
    if (mapped != taxes.codes.end()) {
        finding.tax.code = mapped->second;
    } else {
        rule = first_that_fits(taxes.settings.rules, question);
        if (rule == nullptr) {
            finding.trouble = TaxTrouble::undecided;
            return finding;
        }
        finding.tax.code = rule->schedule;
    }
    if (!taxes.trouble(finding.tax.code).empty()) {
        finding.trouble = TaxTrouble::code_unusable;
        return finding;
    }
    finding.tax.key = taxes.catalogue.find(taxes.kind, finding.tax.code)->key;
    finding.tax.percent = taxes.rate_of(finding.tax.code);
    settle_rate(finding, rule, question.percent);
    return finding;
}

// Documents that ask the same are held as one: what no rule asks for makes no difference.
std::string cause_of(const TaxCodes& taxes, TaxQuestion question) {
    if (!taxes.settings.dated()) {
        question.date.clear();
    }
    return "tax:" + text_of(question);
}

Hold unusable(const TaxCodes& taxes, const std::string& code, const std::string& why,
              const std::string& pointer) {
    const EditionWords& words = taxes.words;
    return held(words, "tax_code_unknown", pointer + "/tax",
                "The tax code " + code + " " + why + ".",
                "Create the tax code in " + std::string(words.sage) +
                    ", or correct the settings /taxCodes and /taxRules.",
                Owner::finance, "tax-code:" + code);
}

Hold hold_for(const TaxCodes& taxes, const TaxFinding& finding, TaxQuestion question,
              const std::string& pointer) {
    const EditionWords& words = taxes.words;
    const std::string sage(words.sage);
    const std::string& code = finding.tax.code;
    switch (finding.trouble) {
        case TaxTrouble::code_unusable:
            return unusable(taxes, code, taxes.trouble(code), pointer);
        case TaxTrouble::rate_unknown:
            return held(words, "tax_rate_unknown", pointer + "/tax",
                        "Nobody says at what rate the tax code " + code + " is computed.",
                        "Add the rate to a rule of the setting /taxRules, or to the tax code in " +
                            sage + ".",
                        Owner::finance, cause_of(taxes, std::move(question)));
        case TaxTrouble::rate_differs:
            return held(words, "tax_rate_differs", pointer + "/tax/percent",
                        finding.expected_by + " says " + finding.expected.text() +
                            " percent of tax and the tax code " + code + " has " +
                            finding.tax.percent->text() + ".",
                        "Correct the rate where it is wrong: in " + sage +
                            ", in the settings /taxCodes and /taxRules, or send a new version of "
                            "the document and withdraw this one.",
                        Owner::finance, cause_of(taxes, std::move(question)));
        default:
            // No rule asks for the rate.
            question.percent.reset();
            return held(words, "tax_undecided", pointer + "/tax",
                        "Neither the tax code nor a rule says which tax code of " + sage +
                            " it is: " + in_words(question) + ".",
                        "Add the tax code to the setting /taxCodes, or a rule that fits to "
                        "/taxRules.",
                        Owner::finance, cause_of(taxes, std::move(question)));
    }
}

// Why Sage has not the tax of a posted line as it was; empty: it has.
std::string changed(const TaxCodes& taxes, std::string_view code,
                    const std::optional<Decimal>& percent) {
    std::string trouble = taxes.trouble(code);
    const std::optional<Decimal> now = taxes.rate_of(code);
    return !trouble.empty()       ? trouble
           : differ(now, percent) ? "was computed at " + percent->text() + " percent, and is at " +
                                        now->text() + " now"
                                  : std::string();
}

// What no setting names any more holds nothing: it is mapped again.
bool is_named(const TaxCodes& taxes, std::string_view code) {
    const auto maps = [&](const auto& entry) { return entry.second == code; };
    const auto puts = [&](const TaxRule& rule) { return rule.schedule == code; };
    return std::any_of(taxes.codes.begin(), taxes.codes.end(), maps) ||
           std::any_of(taxes.settings.rules.begin(), taxes.settings.rules.end(), puts) ||
           taxes.rounding == code;
}

/// What of the settings cannot work with what Sage has.
struct Findings {
    const TaxCodes& taxes;
    std::vector<Problem>& problems;
};

bool check_code(Findings& findings, const std::string& code, const std::string& pointer) {
    const EditionWords& words = findings.taxes.words;
    const std::string why = findings.taxes.trouble(code);
    if (!why.empty()) {
        findings.problems.push_back(unfit_setting(
            findings.taxes.words, "tax_unknown", pointer, "The tax code " + code + " " + why + ".",
            "Name a tax code of " + std::string(words.sage) + " by its number."));
    }
    return why.empty();
}

void check_rate(Findings& findings, const TaxRule& rule) {
    const std::optional<Decimal> sages = findings.taxes.rate_of(rule.schedule);
    if (rule.percent && sages && *rule.percent != *sages) {
        findings.problems.push_back(
            unfit_setting(findings.taxes.words, "tax_rate", rule.pointer + "/percent",
                          "The rule expects " + rule.percent->text() +
                              " percent and the tax code " + rule.schedule + " has " +
                              sages->text() + ": all documents that it fits will be held.",
                          "Correct the rate in the rule, or name another tax code."));
    }
}

void check_rules(Findings& findings) {
    const std::vector<TaxRule>& rules = findings.taxes.settings.rules;
    for (std::size_t index = 0; index < rules.size(); ++index) {
        const TaxRule& rule = rules[index];
        if (check_code(findings, rule.schedule, rule.pointer + "/schedule")) {
            check_rate(findings, rule);
        }
        for (std::size_t earlier = 0; earlier < index; ++earlier) {
            if (rules[earlier].covers(rule)) {
                findings.problems.push_back(
                    unfit_setting(findings.taxes.words, "tax_rule_idle", rule.pointer,
                                  "The rule never comes to its turn: whatever it fits, " +
                                      rules[earlier].pointer + " fits before it.",
                                  "Move the rule before that one, or remove it."));
                break;
            }
        }
    }
}

void check_rounding(Findings& findings, const TotalsSettings& totals) {
    constexpr const char* pointer = "/totalsDifference/schedule";
    if (totals.policy != DifferencePolicy::rounding_line ||
        !check_code(findings, totals.schedule, pointer)) {
        return;
    }
    const std::optional<Decimal> percent = findings.taxes.rate_of(totals.schedule);
    if (percent && percent->sign() != 0) {
        findings.problems.push_back(unfit_setting(findings.taxes.words, "rounding_tax", pointer,
                                                  "The tax code " + totals.schedule + " has " +
                                                      percent->text() +
                                                      " percent, and a rounding line has no tax.",
                                                  "Name a tax code of the rate 0."));
    }
}

}  // namespace

void TaxCodes::check(const TotalsSettings& totals, std::vector<Problem>& problems) const {
    Findings findings{*this, problems};
    for (const auto& [code, of_sage] : codes) {
        std::string pointer = "/taxCodes";
        append_pointer_token(pointer, code);
        check_code(findings, of_sage, pointer);
    }
    check_rules(findings);
    if (codes.empty() && settings.rules.empty()) {
        findings.problems.push_back(unfit_setting(
            findings.taxes.words, "tax_missing", "/taxCodes",
            "No setting says which tax code any line has, so all documents will be held.",
            "Add the warehouse's tax codes to /taxCodes, or rules to /taxRules."));
    }
    check_rounding(findings, totals);
}

std::string TaxCodes::trouble(std::string_view code) const {
    const CatalogueRecord* const record = catalogue.find(kind, code);
    return record == nullptr ? "is not in " + std::string(words.sage)
           : record->active  ? ""
                             : "is inactive";
}

std::optional<Decimal> TaxCodes::rate_of(std::string_view code) const {
    return Decimal::parse(field_of(catalogue.find(kind, code), rate_field));
}

Mapped<LineTax> TaxCodes::map(const TaxQuestion& question, const std::string& pointer) const {
    TaxFinding finding = decide(*this, question);
    std::optional<Hold> hold;
    if (finding.trouble != TaxTrouble::none) {
        hold = hold_for(*this, finding, question, pointer);
    }
    return {std::move(finding.tax), std::move(hold)};
}

Mapped<LineTax> TaxCodes::map_posted(const PostedTerms& posted, const std::string& pointer) const {
    const CatalogueRecord* const record = catalogue.find(kind, posted.tax);
    Mapped<LineTax> mapped{{posted.tax, record == nullptr ? "" : record->key, posted.tax_percent},
                           std::nullopt};
    const std::string why = changed(*this, posted.tax, posted.tax_percent);
    if (!why.empty()) {
        mapped.hold =
            held(words, "original_tax_unusable", pointer + "/tax",
                 "The line was posted with the tax code " + posted.tax + ", which " + why + ".",
                 "Put the tax code right in " + std::string(words.sage) +
                     " until this is posted; or post it there by hand and record its number with "
                     "an operatorDecision, or withdraw it.",
                 Owner::finance,
                 "posted-tax:" + (posted.tax_percent ? posted.tax_percent->text() : "") + " " +
                     posted.tax);
    }
    return mapped;
}

Mapped<LineTax> TaxCodes::map_rounding(const std::string& pointer) const {
    const std::string why = trouble(rounding);
    if (!why.empty()) {
        return {{}, unusable(*this, rounding, why, pointer)};
    }
    const std::optional<Decimal> rate = rate_of(rounding);
    if (rate && rate->sign() != 0) {
        return {{},
                held(words, "rounding_tax_rated", pointer,
                     "The difference of totals is to be posted with the tax code " + rounding +
                         ", whose rate is " + rate->text() + " percent, and it bears no tax.",
                     "Name a tax code without a rate in the setting /totalsDifference/schedule.",
                     Owner::finance, "rounding-tax:" + rounding)};
    }
    return {{rounding, catalogue.find(kind, rounding)->key, rate}, std::nullopt};
}

std::optional<bool> TaxCodes::cause_gone(std::string_view cause, std::string_view name) const {
    if (cause == "tax") {
        const std::optional<TaxQuestion> question = tax_question_of(name);
        return question && decide(*this, *question).trouble == TaxTrouble::none;
    }
    if (cause == "tax-code") {
        return trouble(name).empty() || !is_named(*this, name);
    }
    if (cause == "posted-tax") {
        const std::size_t blank = name.find(' ');
        return blank != std::string_view::npos &&
               changed(*this, name.substr(blank + 1), Decimal::parse(name.substr(0, blank)))
                   .empty();
    }
    if (cause == "rounding-tax") {
        const std::optional<Decimal> rate = rate_of(name);
        return rounding != name || (rate && rate->sign() == 0);
    }
    return std::nullopt;
}

}  // namespace sage
