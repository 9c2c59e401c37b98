// SPDX-License-Identifier: Apache-2.0
// Step 6 of the flow for Sage 200: whatever a document of the warehouse becomes, it is looked at
// here first. Where the settings post no orders, these are accepted, so that partial despatches can
// be seen beside them, and post nothing; what is about stock posts nothing either, or waits for a
// person.
#include "plugins/sage200/map.h"

#include <algorithm>

#include "plugins/sage200/map_order.h"
#include "plugins/sage200/map_stock.h"
#include "sage-adapter/base/limits.h"

namespace sage::sage200 {
namespace {

void review_prices(const Document& document, const char* why, std::vector<Problem>& problems) {
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        const Line& line = document.lines[index];
        // A line of which nothing left is not posted and needs no price.
        if (!line.price && line.quantity.value.sign() != 0) {
            problems.push_back(
                {"sage200.price_missing", "/body/lines/" + std::to_string(index) + "/price", why,
                 "Send the unit price of the order with every line.", Owner::warehouse});
        }
    }
}

/// Prices and charges are those of an order: one that is in Sage, or, as long as it is not known
/// what the document refers to, one of the warehouse's that may be there by its turn.
bool has_order_prices(const Settings& settings, const Document& document,
                      const std::vector<Related>* related) {
    if (document.envelope.message_type != MessageType::despatch_advice) {
        return false;
    }
    const bool ordered = related == nullptr ? settings.posts_orders && !document.order_id.empty()
                                            : own_order(*related) != nullptr;
    return ordered || settings.despatch_becomes == DespatchBecomes::despatch_of_order;
}

void review_lines(const Settings& settings, const Document& document, Target target,
                  const std::vector<Related>* related, std::vector<Problem>& problems) {
    if (target == Target::ledger) {
        review_prices(document, "The line has no price, and the sales ledger takes amounts only.",
                      problems);
    }
    const bool priced =
        target == Target::order || target == Target::despatch || target == Target::goods_return;
    if (priced && has_order_prices(settings, document, related)) {
        return;
    }
    if (priced && settings.orders.document_prices) {
        review_prices(document,
                      "The line has no price, and by the settings orders have those of the "
                      "document.",
                      problems);
    }
    for (std::size_t index = 0; index < document.allowance_charges.size(); ++index) {
        if (!document.allowance_charges[index].charge_indicator) {
            problems.push_back(
                {"sage200.allowance_unsupported",
                 "/body/allowanceCharges/" + std::to_string(index) + "/chargeIndicator",
                 "An allowance on the whole document cannot be posted.",
                 "Take it off the prices of the lines, or send it as a discount rate of the lines.",
                 Owner::warehouse});
        }
    }
    if (document.lines.empty() && document.allowance_charges.empty() && target != Target::stock) {
        problems.push_back({"sage200.nothing_to_post", "/body/lines",
                            "The document has neither lines nor charges.",
                            "Send it only when something was despatched, returned or charged.",
                            Owner::warehouse});
    }
}

Hold enter_by_hand(const Document& document) {
    return {{"sage200.stock_by_hand", "",
             "Sage 200 does not take this " + std::string(text_of(document.envelope.message_type)) +
                 " through its interface.",
             "Enter it in Sage 200 by hand (the query heldLines answers the lines as a table) and "
             "record that with an operatorDecision markPosted; or withdraw it.",
             Owner::warehouse},
            std::string(stock_by_hand_cause)};
}

Hold cancel_by_hand(const SageDocument& order) {
    return {
        {"sage200.order_not_cancelled", "/body/orderReference/id",
         "What is left of the sales order " + order.number +
             " is not cancelled in Sage 200 by itself.",
         "Cancel it in Sage 200 by hand and record that with an operatorDecision markPosted; or "
         "withdraw this document.",
         Owner::finance},
        ""};
}

// A document that becomes nothing.
Preparation prepare_nothing(const Settings& settings, const PreparationInput& input) {
    const Document& document = input.document;
    const MessageType type = document.envelope.message_type;
    const SageDocument* const own = own_order(input.related);
    switch (type) {
        case MessageType::order_cancellation:
            if (own != nullptr) {
                return cancel_by_hand(*own);
            }
            [[fallthrough]];
        case MessageType::sales_order:
            return PostNothing{settings.uses_orders()
                                   ? "By the settings orders of the warehouse post nothing."
                                   : "The sales ledger of Sage 200 has no orders.",
                               {}};
        case MessageType::despatch_advice:
        case MessageType::return_advice:
            return PostNothing{
                "The order is in Sage 200, and its despatch is confirmed there by "
                "hand.",
                own == nullptr ? SageDocument() : *own};
        case MessageType::receipt_advice:
        case MessageType::inventory_adjustment:
        case MessageType::inventory_transfer:
            if (settings.stock.documents != StockDocuments::nothing) {
                return enter_by_hand(document);
            }
            return PostNothing{
                "The sales ledger of Sage 200 knows no stock, and its interface "
                "takes no adjustment: where Sage keeps stock, enter it there.",
                {}};
        default:
            return Refuse{{{"sage200.unsupported", "/messageType",
                            "This edition posts nothing for " + std::string(text_of(type)) + ".",
                            "Do not send documents of this type to Sage 200.", Owner::it}}};
    }
}

}  // namespace

std::optional<std::string_view> type_for(const Document& document) {
    switch (document.envelope.message_type) {
        case MessageType::despatch_advice:
            return invoice_type;
        case MessageType::return_advice:
            return credit_type;
        default:
            return std::nullopt;
    }
}

Hold catalogue_empty() {
    return {{"sage200.catalogue_empty", "",
             "The customers and codes of Sage 200 have not been read yet.",
             "Nothing to do once Sage 200 can be reached; otherwise see the status of the "
             "connection.",
             Owner::it},
            "catalogue"};
}

namespace {

std::vector<Problem> review_as(const Settings& settings, const Document& submitted, Target target,
                               const std::vector<Related>* related) {
    std::vector<Problem> problems;
    if (target == Target::nothing) {
        return problems;
    }
    if (!has_kits(submitted)) {
        review_lines(settings, submitted, target, related, problems);
        return problems;
    }
    const PostedKits kits = post_kits(submitted, settings.kits);
    if (!kits.problem) {  // Otherwise it will be held, with the reason.
        review_lines(settings, kits.document, target, related, problems);
    }
    return problems;
}

}  // namespace

std::vector<Problem> review(const Settings& settings, const Document& submitted,
                            const std::vector<Related>* related) {
    const Target target =
        target_of(settings, submitted, related == nullptr ? std::vector<Related>() : *related);
    return review_as(settings, submitted, target, related);
}

Preparation prepare(const Settings& settings, const PreparationInput& input) {
    const Document& document = input.document;
    if (document.envelope.message_type == MessageType::tracking_update) {
        return prepare_tracking(settings, input);
    }
    const Target target = target_in(settings, input);
    if (target == Target::nothing) {
        return prepare_nothing(settings, input);
    }
    // The settings may have changed since the document was accepted.
    std::vector<Problem> problems = review_as(settings, document, target, &input.related);
    if (!problems.empty()) {
        return Refuse{std::move(problems)};
    }
    if (input.catalogue.empty()) {
        return catalogue_empty();
    }
    const auto prepare_for = target == Target::order          ? prepare_order
                             : target == Target::goods_return ? prepare_return
                             : target == Target::despatch     ? prepare_despatch
                             : target == Target::stock        ? prepare_stock
                                                              : prepare_ledger;
    if (!has_kits(document)) {
        return prepare_for(settings, input);
    }
    const PostedKits kits = post_kits(document, settings.kits);
    if (kits.problem) {
        return Hold{*kits.problem, ""};
    }
    return prepare_for(
        settings, {kits.document, input.catalogue, input.external_reference, input.idempotency_key,
                   input.today, input.related, input.observations, input.past});
}

}  // namespace sage::sage200
