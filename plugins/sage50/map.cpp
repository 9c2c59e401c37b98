// SPDX-License-Identifier: Apache-2.0
// Step 6 of the flow for Sage 50: whatever a document of the warehouse becomes, it is looked at
// here first. Where the settings post no orders, these are accepted, so that partial despatches can
// be seen beside them, and post nothing; movements of stock other than adjustments post nothing, or
// wait for a person.
#include "plugins/sage50/map.h"

#include "plugins/sage50/import_file.h"
#include "plugins/sage50/map_order.h"

namespace sage::sage50 {
namespace {

void review_prices(const Document& document, std::vector<Problem>& problems) {
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        const Line& line = document.lines[index];
        // A line of which nothing left is not posted and needs no price.
        if (!line.price && line.quantity.value.sign() != 0) {
            problems.push_back(
                {"sage50.price_missing", "/body/lines/" + std::to_string(index) + "/price",
                 "The line has no price, and Sage 50 is told what each line comes to.",
                 "Send the unit price of the order with every line.", Owner::warehouse});
        }
    }
}

/// Prices and charges are those of an order: one that is in Sage, or, as long as it is not known
/// what the document refers to, one of the warehouse's that may be there by its turn.
bool has_order_prices(const Settings& settings, const Document& document,
                      const std::vector<Related>* related) {
    if (settings.despatch_becomes == DespatchBecomes::despatch_of_order) {
        return true;
    }
    return related == nullptr
               ? settings.posts_orders && !document.order_id.empty()
               : own_order(*related) != nullptr && !is_made_for_it(settings, document, *related);
}

void review_allowances(const Document& document, std::vector<Problem>& problems) {
    for (std::size_t index = 0; index < document.allowance_charges.size(); ++index) {
        if (!document.allowance_charges[index].charge_indicator) {
            problems.push_back(
                {"sage50.allowance_unsupported",
                 "/body/allowanceCharges/" + std::to_string(index) + "/chargeIndicator",
                 "Sage 50 takes nothing off an order as a whole.",
                 "Take it off the prices of the lines, or send it as a discount rate of the lines.",
                 Owner::warehouse});
        }
    }
}

std::vector<Problem> review_lines(const Settings& settings, const Document& document, Target target,
                                  const std::vector<Related>* related) {
    std::vector<Problem> problems;
    const bool leaves = target == Target::despatch || target == Target::allocation;
    if (leaves && has_order_prices(settings, document, related)) {
        return problems;
    }
    review_prices(document, problems);
    if (target != Target::invoice) {
        review_allowances(document, problems);
    }
    if (document.lines.empty() && document.allowance_charges.empty()) {
        problems.push_back(
            {"sage50.nothing_to_post", "/body/lines", "The document has neither lines nor charges.",
             "Send it only when something was despatched, returned or charged.", Owner::warehouse});
    }
    return problems;
}

Hold enter_by_hand(const Document& document) {
    return {{"sage50.stock_by_hand", "",
             "Sage 50 does not take this " + std::string(text_of(document.envelope.message_type)) +
                 " through its interface.",
             "Enter it in Sage 50 by hand (the query heldLines answers the lines as a table) and "
             "record that with an operatorDecision markPosted; or withdraw it.",
             Owner::warehouse},
            std::string(stock_by_hand_cause)};
}

Hold cancel_by_hand(const SageDocument& order) {
    return {{"sage50.order_not_cancelled", "/body/orderReference/id",
             "What is left of the sales order " + order.number +
                 " is not cancelled in Sage 50 by itself.",
             "Cancel it in Sage 50 by hand and record that with an operatorDecision markPosted; or "
             "withdraw this document.",
             Owner::finance},
            ""};
}

Hold catalogue_empty() {
    return {{"sage50.catalogue_empty", "",
             "The customers, products and codes of Sage 50 have not been read yet.",
             "Nothing to do once Sage 50 can be reached; otherwise see the status of the "
             "connection.",
             Owner::it},
            "catalogue"};
}

Preparation prepare_nothing(const Settings& settings, const PreparationInput& input) {
    const MessageType type = input.document.envelope.message_type;
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
                                   : "Orders of the warehouse post nothing: what leaves is "
                                     "invoiced.",
                               {}};
        case MessageType::receipt_advice:
        case MessageType::inventory_adjustment:
        case MessageType::inventory_transfer:
            if (settings.stock != StockDocuments::nothing) {
                return enter_by_hand(input.document);
            }
            return PostNothing{"By the setting /stockDocuments movements of stock post nothing.",
                               {}};
        default:
            return Refuse{{{"sage50.unsupported", "/messageType",
                            "This edition posts nothing for " + std::string(text_of(type)) + ".",
                            "Do not send documents of this type to Sage 50.", Owner::it}}};
    }
}

Preparation prepare_as(Target target, const Settings& settings, const PreparationInput& input) {
    // The settings may have changed since the document was accepted.
    std::vector<Problem> problems = review_lines(settings, input.document, target, &input.related);
    if (!problems.empty()) {
        return Refuse{std::move(problems)};
    }
    switch (target) {
        case Target::order:
            return prepare_order(settings, input);
        case Target::allocation:
            return prepare_allocation(settings, input);
        case Target::despatch:
            return prepare_despatch(settings, input);
        default:
            return prepare_invoice(settings, input);
    }
}

Preparation prepare_known(const Settings& settings, const PreparationInput& input) {
    const Document& document = input.document;
    const bool tracking = document.envelope.message_type == MessageType::tracking_update;
    const bool adjustment = becomes_adjustments(settings, document);
    const Target target = target_of(settings, document, input.related);
    if (!tracking && !adjustment && target == Target::nothing) {
        return prepare_nothing(settings, input);
    }
    if (input.catalogue.empty()) {
        return catalogue_empty();
    }
    if (tracking) {
        return prepare_tracking(settings, input);
    }
    if (adjustment) {
        return writes_files(settings) ? prepare_stock_import(settings, input)
                                      : prepare_adjustment(settings, input);
    }
    if (!has_kits(document)) {
        return prepare_as(target, settings, input);
    }
    const PostedKits kits = post_kits(document, settings.kits);
    if (kits.problem) {
        return Hold{*kits.problem, ""};
    }
    return prepare_as(
        target, settings,
        {kits.document, input.catalogue, input.external_reference, input.idempotency_key,
         input.today, input.related, input.observations, input.past});
}

}  // namespace

std::vector<Problem> review(const Settings& settings, const Document& submitted) {
    const Target target = target_of(settings, submitted, {});
    if (target == Target::nothing) {
        return {};
    }
    if (!has_kits(submitted)) {
        return review_lines(settings, submitted, target, nullptr);
    }
    const PostedKits kits = post_kits(submitted, settings.kits);
    // Otherwise it will be held, with the reason.
    return kits.problem ? std::vector<Problem>()
                        : review_lines(settings, kits.document, target, nullptr);
}

Preparation prepare(const Settings& settings, const PreparationInput& input) {
    if (reads_master_data(settings) || input.catalogue.empty()) {
        return prepare_known(settings, input);
    }
    const Catalogue assumed = with_named_records(settings, input.document, input.catalogue);
    return prepare_known(settings,
                         {input.document, assumed, input.external_reference, input.idempotency_key,
                          input.today, input.related, input.observations, input.past});
}

std::optional<Send> outline(const Settings& settings, const Document& document,
                            const std::vector<Related>& related) {
    if (writes_files(settings)) {
        const bool ledger = target_of(settings, document, related) == Target::invoice;
        Send send;
        send.sage_type = ledger ? ledger_import_type : stock_import_type;
        return ledger || becomes_adjustments(settings, document) ? std::optional(std::move(send))
                                                                 : std::nullopt;
    }
    const bool credit = document.envelope.message_type == MessageType::return_advice;
    Send work;
    switch (target_of(settings, document, related)) {
        case Target::invoice:
            return outline(credit ? credit_type : invoice_type, settings.reference_field);
        case Target::order:
            return outline(order_type, settings.reference_field);
        case Target::allocation:
            work.sage_type = allocation_type;
            return work;
        case Target::despatch:
            work.sage_type = despatch_type;
            return work;
        default:
            return becomes_adjustments(settings, document)
                       ? std::optional(outline(adjustment_type, settings.reference_field))
                       : std::nullopt;
    }
}

}  // namespace sage::sage50
