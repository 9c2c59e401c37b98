// SPDX-License-Identifier: Apache-2.0
// The accounts that documents are posted to. Sage Intacct takes them from the definition, by item
// group, warehouse and customer group (order-entry/txn-definition-ar-direct-gl-detail and
// -cogs-gl-detail in its specification); no document names one, so that all there is to do is to
// tell in advance where one will not do.
#include <algorithm>
#include <set>
#include <utility>

#include "plugins/intacct/intacct.h"
#include "plugins/intacct/sage_settings.h"

namespace sage::intacct {
namespace {

bool is_inactive(const RuleSubject& subject) {
    return subject.record != nullptr && !subject.record->active;
}

bool some_rule_sets(const Settings& settings, MessageType type, std::string_view dimension) {
    return std::any_of(
        settings.dimensions.begin(), settings.dimensions.end(), [&](const DimensionRule& rule) {
            const bool meant = rule.documents.empty() ||
                               std::find(rule.documents.begin(), rule.documents.end(), type) !=
                                   rule.documents.end();
            return meant && std::any_of(rule.values.begin(), rule.values.end(),
                                        [&](const DimensionValue& value) {
                                            return value.name == dimension;
                                        });
        });
}

struct Posting {
    MessageType type;
    const std::string& definition;
    std::string pointer;
};

// One row of a definition's list.
struct Row {
    const CatalogueRecord& account;
    bool has_department;
};

class Accounts {
  public:
    Accounts(const Settings& settings, const Catalogue& catalogue,
             std::vector<RuleSubject>& subjects)
        : settings_(settings), catalogue_(catalogue), subjects_(subjects) {}

    void add(const Posting& posting) {
        // The same account may stand in many rows, one for each group of items.
        std::set<std::pair<std::string_view, bool>> seen;
        for (const std::string_view list : {kind::sales_account, kind::cost_account}) {
            for (const CatalogueRecord* row : catalogue_.all(list)) {
                const CatalogueRecord* const account =
                    catalogue_.find(kind::account, plain_id(field_of(row, "glAccount.id")));
                const bool has_department = !field_of(row, "department.id").empty();
                if (row->active && account != nullptr &&
                    plain_id(field_of(row, posting_definition_field)) == posting.definition &&
                    seen.emplace(account->id, has_department).second) {
                    add_row(posting, {*account, has_department});
                }
            }
        }
    }

  private:
    void add_row(const Posting& posting, const Row& row) {
        const std::string name = row.account.id + " of " + posting.definition;
        RuleSubject account{settings_, catalogue_, role::account, name, posting.pointer};
        account.record = &row.account;
        add_once(account);
        if (!row.account.active) {
            return;
        }
        const CatalogueRecord* const required =
            catalogue_.find(kind::account_dimensions, row.account.id);
        for (const std::string_view dimension : dimensions_of_rules) {
            // The customer of a document is that of its lines.
            const bool given = dimension == "customer" ||
                               (dimension == "department" && row.has_department) ||
                               some_rule_sets(settings_, posting.type, dimension);
            if (!given &&
                field_of(required, "requireDimensions." + std::string(dimension)) == "true") {
                add_once(
                    {settings_, catalogue_, role::dimension,
                     "the " + std::string(dimension) + " that the account " + name + " requires",
                     "/dimensions"});
            }
        }
    }

    void add_once(RuleSubject subject) {
        if (told_.insert(subject.name).second) {
            subjects_.push_back(std::move(subject));
        }
    }

    const Settings& settings_;
    const Catalogue& catalogue_;
    std::vector<RuleSubject>& subjects_;
    std::set<std::string, std::less<>> told_;
};

}  // namespace

void add_accounts(const Settings& settings, const Catalogue& catalogue,
                  std::vector<RuleSubject>& subjects) {
    const Definitions& definitions = settings.definitions;
    Accounts accounts(settings, catalogue, subjects);
    accounts.add({MessageType::sales_order, definitions.sales_order, "/definitions/salesOrder"});
    accounts.add(
        {MessageType::despatch_advice, definitions.despatch, "/definitions/despatchAdvice"});
    accounts.add(
        {MessageType::return_advice, definitions.goods_return, "/definitions/returnAdvice"});
}

const std::vector<SettingRule>& account_rules() {
    static const std::vector<SettingRule> all = {
        {"intacct.settings.account_inactive", role::account, "", "", is_inactive,
         "The account {0} is inactive, and documents are posted to it.",
         "Activate the account in Sage Intacct, or name another one in the posting configuration "
         "of the definition.",
         Owner::finance},
        {"intacct.settings.account_dimension", role::dimension, "", "", nullptr,
         "No rule gives lines {0}: Sage Intacct refuses the document unless it knows the value "
         "from elsewhere.",
         "Add a rule to the setting /dimensions that gives it, or take the requirement off the "
         "account.",
         Owner::finance},
    };
    return all;
}

}  // namespace sage::intacct
