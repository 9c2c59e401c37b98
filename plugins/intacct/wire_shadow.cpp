// SPDX-License-Identifier: Apache-2.0
// Documents of the past, which people or another system posted: by what they are found, and what of
// them is compared with what this edition would have sent.
#include "plugins/intacct/wire_shadow.h"

#include <algorithm>
#include <array>

#include "plugins/intacct/gateway.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage::intacct {
namespace {

namespace json = boost::json;

constexpr auto header_fields = std::to_array<std::string_view>(
    {"txnDate", "transactionDate", "customer.id", "txnCurrency", "baseCurrency", rate_field,
     "customerPONumber", "subtotal", "total",
     // Of accounts receivable:
     "invoiceDate", "createdDate", "currency.txnCurrency", "currency.baseCurrency",
     invoice_rate_field, "txnCurrency.currency", "baseCurrency.currency", "totalTxnAmount",
     "txnCurrency.totalEntered"});

constexpr std::string_view discount_field = "discountPercent";

void add_field(Facts& facts, std::size_t number, const json::value& line, std::string_view field) {
    std::string pointer = "/" + std::string(field);
    std::replace(pointer.begin(), pointer.end(), '.', '/');
    const std::string_view text = text_at(line, pointer);
    // A discount that others gave and we do not is a difference, and the other way round.
    if (!text.empty() || field == discount_field) {
        facts.emplace(line_fact(number, field), line_value(field, text));
    }
}

void add_line(Facts& facts, Family family, std::size_t number, const json::value& line) {
    if (family == Family::warehouse_transfer) {
        for (const std::string_view field :
             {"item.id", "transferDirection", "warehouse.id", "quantity", "unit.id"}) {
            add_field(facts, number, line, field);
        }
        return;
    }
    add_field(facts, number, line, "dimensions.item.id");
    if (is_receivable(family)) {
        for (const std::string_view field :
             {"txnAmount", "txnCurrency.amount", "glAccount.id", "accountLabel.id"}) {
            add_field(facts, number, line, field);
        }
        return;
    }
    add_field(facts, number, line, "unitQuantity");
    if (family == Family::order_entry) {
        add_field(facts, number, line, "unit");
        add_field(facts, number, line, "unitPrice");
        add_field(facts, number, line, discount_field);
    } else {
        add_field(facts, number, line, "unitOfMeasure.id");
        add_field(facts, number, line, "unitCost");
    }
}

}  // namespace

bool can_be_sought(Family family, std::string_view field) {
    if (family == Family::warehouse_transfer) {
        return field == "referenceNumber";
    }
    if (is_receivable(family)) {
        return is_custom_field(field) || field == number_field(family) ||
               field ==
                   (family == Family::receivable_invoice ? "referenceNumber" : "documentNumber");
    }
    if (field == "referenceNumber" || field == "documentNumber" || is_custom_field(field)) {
        return true;
    }
    return family == Family::order_entry &&
           (field == "customerPONumber" || field == "trackingNumber");
}

std::vector<Sought> sought(const Settings& settings, const Document& document, const Send& send) {
    std::vector<Sought> all = sought_by(settings.shadow, document);
    const Family family = family_of(send.request);
    std::erase_if(all, [&](const Sought& one) { return !can_be_sought(family, one.field); });
    return all;
}

Facts shadow_facts(const Send& send) {
    Facts facts;
    for (const std::string_view field : header_fields) {
        if (const auto fact = send.facts.find(field); fact != send.facts.end()) {
            facts.insert(*fact);
        }
    }
    const Result<json::value> body = mapped_body(send.request.body);
    const json::value* lines = body.ok() ? at_pointer(body.value(), "/lines") : nullptr;
    if (lines == nullptr || !lines->is_array()) {
        return facts;
    }
    const Family family = family_of(send.request);
    std::size_t number = 0;
    for (const json::value& line : lines->get_array()) {
        add_line(facts, family, ++number, line);
    }
    facts.emplace("lines", std::to_string(number));
    return facts;
}

}  // namespace sage::intacct
