// SPDX-License-Identifier: Apache-2.0
// The business rules of a document: what Sage would refuse although the request is well formed.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "plugins/intacct/simulator_documents.h"
#include "plugins/intacct/simulator_posting.h"
#include "sage-adapter/base/json.h"

namespace sage::simulated_intacct {
namespace {

namespace json = boost::json;

Decimal decimal_of(std::string_view text) {
    return Decimal::parse(text).value_or(Decimal());
}

class Rules {
  public:
    Rules(const Company& company, const Definition& definition, const StoredDocument& document,
          const Caller& caller, std::vector<Detail>& refusals)
        : company_(company),
          known_(company.known),
          definition_(definition),
          document_(document),
          caller_(caller),
          refusals_(refusals) {}

    void check() {
        dates();
        customer();
        check_currencies(company_, document_.header, refusals_);
        smart_rules();
        for (const Line& line : document_.lines) {
            unit_and_quantity(line.record);
            price_and_cost(line.record);
            place(line.record);
            tracking(line.record);
        }
    }

  private:
    void refuse(std::string message, std::string_view code = "BL01001973") {
        refusals_.push_back({std::string(code), std::move(message)});
    }
    void dates();
    void customer();
    void smart_rules();
    void unit_and_quantity(const Record& line);
    void price_and_cost(const Record& line);
    void place(const Record& line);
    void tracking(const Record& line);

    const Company& company_;
    const KnownFields& known_;
    const Definition& definition_;
    const StoredDocument& document_;
    const Caller& caller_;
    std::vector<Detail>& refusals_;
};

void Rules::dates() {
    const Record& header = document_.header;
    std::string_view date = header.text(known_.transaction_date);
    if (definition_.order_entry) {
        const std::string_view posting = header.text(known_.posting_date);
        date = posting.empty() ? header.text(known_.txn_date) : posting;
    }
    if (document_.posted && !company_.closed_until.empty() && date <= company_.closed_until) {
        refuse(fmt::format("Periods are closed. Your transaction date {} must be after {}.", date,
                           company_.closed_until));
    }
    const bool receivable = definition_.order_entry && company_.text(company_.rules(definition_),
                                                                     "txnPostingMethod") == "toAR";
    if (receivable && company_.behaviours.require_due_date_or_term &&
        company_.text(header, "dueDate").empty() &&
        company_.text(header, "paymentTerm.id").empty()) {
        refuse("A due date or a payment term is required.");
    }
}

void Rules::customer() {
    const Record* const customer =
        company_.find("accounts-receivable/customer", document_.header.text(known_.customer_id));
    if (customer != nullptr && company_.text(*customer, "isOnHold") == "true" &&
        company_.effect(definition_) != Effect::credit) {
        refuse(fmt::format("Customer '{}' is on hold.", customer->text(known_.id)));
    }
}

void Rules::smart_rules() {
    for (const SmartRule& rule : company_.smart_rules) {
        if (rule.definition == definition_.id &&
            company_.text(document_.header, rule.field).empty()) {
            refuse(rule.message, "BL04002055");
        }
    }
}

void Rules::unit_and_quantity(const Record& line) {
    if (!unit_factor(company_, line, definition_.order_entry)) {
        refuse(fmt::format("Unit '{}' is not in the unit group of item '{}'.",
                           line.text(definition_.order_entry ? known_.unit : known_.unit_id),
                           line.text(known_.item_id)),
               "INV-1359");
    }
    const Decimal quantity = decimal_of(line.text(known_.unit_quantity));
    if (quantity.sign() == 0 ||
        (quantity.sign() < 0 && !company_.behaviours.accept_negative_quantity)) {
        refuse(fmt::format("Quantity {} of item '{}' must be greater than zero.",
                           line.text(known_.unit_quantity), line.text(known_.item_id)));
    }
}

void Rules::price_and_cost(const Record& line) {
    if (definition_.order_entry) {
        const Record* const item =
            company_.find("inventory-control/item", line.text(known_.item_id));
        const bool fixed = company_.text(company_.rules(definition_), "overridePrice") == "false";
        if (fixed && item != nullptr &&
            decimal_of(company_.text(*item, "sales.basePrice")) !=
                decimal_of(line.text(known_.unit_price))) {
            refuse(fmt::format("The price of item '{}' cannot be overridden.",
                               line.text(known_.item_id)));
        }
        if (line.find(*company_.names.find("discount"))) {
            refuse("A discount amount is not supported by the simulator.");
        }
        return;
    }
    const bool increase = definition_.stock_direction > 0;
    if (increase && company_.behaviours.require_unit_cost && !line.find(known_.unit_cost)) {
        refuse(fmt::format("A unit cost is required for item '{}'.", line.text(known_.item_id)));
    }
    if (!increase && !company_.behaviours.accept_cost_on_decrease && line.find(known_.unit_cost)) {
        refuse("A decrease takes its cost from the costing method: leave unitCost out.");
    }
}

void Rules::place(const Record& line) {
    const Record* const location = company_.find(
        "company-config/location", line.text(*company_.names.find("dimensions.location.id")));
    const std::string_view owner =
        location == nullptr ? std::string_view() : location->text(known_.entity_id);
    if (!caller_.entity.empty() && !owner.empty() && owner != caller_.entity) {
        refuse(fmt::format("Location '{}' does not belong to entity '{}'.",
                           location->text(known_.id), caller_.entity));
    }
}

void Rules::tracking(const Record& line) {
    const Record* const item = company_.find("inventory-control/item", line.text(known_.item_id));
    if (item == nullptr) {
        return;
    }
    const bool tracked = company_.text(*item, "tracking.enableLotCategory") == "true" ||
                         company_.text(*item, "tracking.enableSerialNo") == "true";
    const auto details = line.find(known_.tracking_detail);
    if (!details) {
        if (tracked && document_.posted) {
            refuse(fmt::format("Item '{}' needs tracking details.", item->text(known_.id)));
        }
        return;
    }
    if (!tracked) {
        refuse(fmt::format("Item '{}' has no lot or serial tracking.", item->text(known_.id)));
        return;
    }
    const auto parsed = parse_json(details->text, details->text.size(), JsonNumbers::as_text);
    Decimal sum;
    for (const json::value& detail : parsed.value().as_array()) {
        sum = sum + decimal_of(text_at(detail, "/quantity"));
    }
    if (sum != decimal_of(line.text(known_.unit_quantity))) {
        refuse(
            fmt::format("Tracking quantities of item '{}' do not add up.", item->text(known_.id)));
    }
}

}  // namespace

void check_rules(const Company& company, const Definition& definition,
                 const StoredDocument& document, const Caller& caller,
                 std::vector<Detail>& refusals) {
    Rules(company, definition, document, caller, refusals).check();
}

}  // namespace sage::simulated_intacct
