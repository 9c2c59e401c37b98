// SPDX-License-Identifier: Apache-2.0
// To which account or account label a line of accounts receivable is posted, and which tax detail
// its entry of tax names. What no rule decides, or what Sage does not take, holds the document
// until a setting or a record of Sage changes.
#include <algorithm>
#include <utility>

#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

Hold hold(std::string_view code, std::string pointer, std::string cause, std::string fix,
          std::string root_cause) {
    return {{"intacct." + std::string(code), std::move(pointer), std::move(cause), std::move(fix),
             Owner::finance},
            std::move(root_cause)};
}

std::string kept(const std::optional<PostedTerms>& posted, std::string_view name) {
    if (!posted || !posted->dimensions) {
        return {};
    }
    const auto found =
        std::find_if(posted->dimensions->begin(), posted->dimensions->end(),
                     [&](const PostedTerms::Place& place) { return place.name == name; });
    return found == posted->dimensions->end() ? std::string() : found->id;
}

bool names_account(const DimensionRule& rule) {
    return std::any_of(rule.values.begin(), rule.values.end(),
                       [](const DimensionValue& value) { return value.name != offset_account; });
}

// The account or label of the first rule that names one, and the other side of the first that does.
LineAccount chosen_account(const std::vector<DimensionRule>& rules,
                           const DimensionSubject& subject) {
    LineAccount account;
    for (const DimensionRule& rule : rules) {
        if (!rule.fits(subject)) {
            continue;
        }
        for (const DimensionValue& value : rule.values) {
            if (value.name == offset_account) {
                account.offset = account.offset.empty() ? value.id : account.offset;
            } else if (account.id.empty()) {
                account.name = value.name;
                account.id = value.id;
            }
        }
    }
    return account;
}

Hold undecided(const std::vector<DimensionRule>& rules, const DimensionSubject& subject,
               const std::string& pointer) {
    const std::string what = subject.charge.empty() ? "item " + std::string(subject.item)
                                                    : "charge " + std::string(subject.charge);
    return hold("account_undecided", pointer,
                "No rule says to which account the " + what + " is posted.",
                "Add a rule for it, or one without conditions, to the setting "
                "/receivable/accounts.",
                "account-rule:" + asked_by(rules, subject));
}

std::optional<Hold> unusable(const Catalogue& catalogue, const LineAccount& account,
                             const std::string& pointer) {
    for (const std::string* id : {&account.id, &account.offset}) {
        const bool is_account = id == &account.offset || account.name == gl_account;
        const std::string why =
            is_account && !id->empty() ? account_trouble(catalogue, *id) : std::string();
        if (!why.empty()) {
            return hold("account_unusable", pointer, "The account " + *id + " " + why + ".",
                        "Put the account right in Sage Intacct, or name another one in the setting "
                        "/receivable/accounts.",
                        "account:" + *id);
        }
    }
    return std::nullopt;
}

}  // namespace

PostedTerms::Places LineAccount::to_keep() const {
    PostedTerms::Places places = {{name, id}};
    if (!offset.empty()) {
        places.push_back({std::string(offset_account), offset});
    }
    return places;
}

std::string account_trouble(const Catalogue& catalogue, std::string_view account) {
    if (catalogue.count(kind::account) == 0) {
        return "";
    }
    const CatalogueRecord* record = catalogue.find(kind::account, account);
    return record == nullptr ? "is not in Sage Intacct"
           : !record->active ? "is inactive"
           : field_of(record, "disallowDirectPosting") == "true"
               ? "allows no documents to be posted to it directly"
               : "";
}

Mapped<LineAccount> map_account(const Draft& draft, const std::optional<PostedTerms>& posted,
                                std::string_view item, std::string_view charge,
                                const std::string& pointer) {
    const Catalogue& catalogue = draft.input.catalogue;
    for (const std::string_view name : {gl_account, account_label}) {
        LineAccount account{std::string(name), kept(posted, name), kept(posted, offset_account)};
        if (!account.id.empty()) {
            std::optional<Hold> trouble = unusable(catalogue, account, pointer);
            return {std::move(account), std::move(trouble)};
        }
    }
    const std::vector<DimensionRule>& rules = draft.settings.receivable.accounts;
    const Document& document = draft.input.document;
    const DimensionSubject subject{document.envelope.message_type,
                                   document.location_id,
                                   item,
                                   field_of(catalogue.find(kind::item, item), item_class_field),
                                   draft.customer,
                                   charge,
                                   document.sales_channel_id};
    LineAccount account = chosen_account(rules, subject);
    if (account.id.empty()) {
        return {std::move(account), undecided(rules, subject, pointer)};
    }
    std::optional<Hold> trouble = unusable(catalogue, account, pointer);
    return {std::move(account), std::move(trouble)};
}

bool account_rule_cause_gone(const Settings& settings, std::string_view name,
                             const Catalogue& /*catalogue*/) {
    // What is not known of the document may fit: it is mapped again, and held again.
    const std::vector<DimensionRule> rules = rules_that_may_fit(settings.receivable.accounts, name);
    return std::any_of(rules.begin(), rules.end(), names_account) || !settings.receivable.any() ||
           !message_type_of(name.substr(0, name.find('|')));
}

bool account_cause_gone(const Settings& settings, std::string_view name,
                        const Catalogue& catalogue) {
    const auto names = [&](const DimensionRule& rule) {
        return std::any_of(rule.values.begin(), rule.values.end(),
                           [&](const DimensionValue& value) {
                               return value.name != account_label && value.id == name;
                           });
    };
    return account_trouble(catalogue, name).empty() ||
           std::none_of(settings.receivable.accounts.begin(), settings.receivable.accounts.end(),
                        names);
}

std::string tax_detail_of(const Catalogue& catalogue, std::string_view schedule) {
    if (catalogue.count(kind::tax_schedule) == 0) {
        const CatalogueRecord* detail = catalogue.find(kind::tax_detail, schedule);
        return detail == nullptr ? std::string() : detail->id;
    }
    return std::string(
        field_of(catalogue.find(kind::tax_schedule_detail, schedule), "taxDetail.id"));
}

Mapped<LineTax> receivable_tax(const Catalogue& catalogue, LineTax tax,
                               const std::string& pointer) {
    if (tax.schedule.empty()) {
        return {std::move(tax), std::nullopt};
    }
    const std::string detail = tax_detail_of(catalogue, tax.schedule);
    if (!tax.percent) {
        tax.percent =
            Decimal::parse(field_of(catalogue.find(kind::tax_detail, detail), "taxPercent"));
    }
    if (!detail.empty() && tax.percent) {
        return {std::move(tax), std::nullopt};
    }
    Hold why = hold("tax_detail_unknown", pointer + "/tax",
                    detail.empty() ? "Sage Intacct shows no tax detail of the tax schedule " +
                                         tax.schedule + ", and accounts receivable wants one."
                                   : "Nobody says at what rate the tax detail " + detail +
                                         " is computed, and the amount of the tax is to be sent.",
                    "Name a schedule with a detail in the settings /taxDetails and /taxRules, or "
                    "give the Web Services user the right to list tax details and schedules.",
                    "tax-detail:" + tax.schedule);
    return {std::move(tax), std::move(why)};
}

bool tax_detail_cause_gone(const Settings& settings, std::string_view schedule,
                           const Catalogue& catalogue) {
    return !receivable_tax(catalogue, {std::string(schedule), std::nullopt}, "").hold ||
           !settings.receivable.any();
}

}  // namespace sage::intacct
