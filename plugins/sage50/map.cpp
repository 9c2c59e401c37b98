// SPDX-License-Identifier: Apache-2.0
// Step 6 of the flow for Sage 50: whatever a document of the warehouse becomes, it is looked at
// here first. Orders are accepted, so that partial despatches can be seen beside them, and post
// nothing; movements of stock other than adjustments post nothing, or wait for a person.
#include "plugins/sage50/map.h"

#include "plugins/sage50/import_file.h"

namespace sage::sage50 {
namespace {

bool is_invoice(const Document& document) {
    return document.envelope.message_type == MessageType::despatch_advice ||
           document.envelope.message_type == MessageType::return_advice;
}

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

std::vector<Problem> review_invoice(const Document& document) {
    std::vector<Problem> problems;
    review_prices(document, problems);
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
    switch (type) {
        case MessageType::sales_order:
        case MessageType::order_cancellation:
            return PostNothing{"Orders of the warehouse post nothing: what leaves is invoiced.",
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

/// The settings may have changed since the document was accepted.
Preparation prepare_reviewed(const Settings& settings, const PreparationInput& input) {
    std::vector<Problem> problems = review_invoice(input.document);
    return problems.empty() ? prepare_invoice(settings, input) : Refuse{std::move(problems)};
}

Preparation prepare_known(const Settings& settings, const PreparationInput& input) {
    const Document& document = input.document;
    const bool tracking = document.envelope.message_type == MessageType::tracking_update;
    const bool adjustment = becomes_adjustments(settings, document);
    if (!tracking && !adjustment && !is_invoice(document)) {
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
        return prepare_reviewed(settings, input);
    }
    const PostedKits kits = post_kits(document, settings.kits);
    if (kits.problem) {
        return Hold{*kits.problem, ""};
    }
    return prepare_reviewed(
        settings, {kits.document, input.catalogue, input.external_reference, input.idempotency_key,
                   input.today, input.related, input.observations, input.past});
}

}  // namespace

std::vector<Problem> review(const Settings& settings, const Document& submitted) {
    if (!is_invoice(submitted)) {
        return {};
    }
    if (!has_kits(submitted)) {
        return review_invoice(submitted);
    }
    const PostedKits kits = post_kits(submitted, settings.kits);
    // Otherwise it will be held, with the reason.
    return kits.problem ? std::vector<Problem>() : review_invoice(kits.document);
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

std::optional<Send> outline(const Settings& settings, const Document& document) {
    if (writes_files(settings)) {
        Send send;
        send.sage_type = is_invoice(document) ? ledger_import_type : stock_import_type;
        return is_invoice(document) || becomes_adjustments(settings, document)
                   ? std::optional(std::move(send))
                   : std::nullopt;
    }
    if (is_invoice(document)) {
        const bool credit = document.envelope.message_type == MessageType::return_advice;
        return outline(credit ? credit_type : invoice_type, settings.reference_field);
    }
    return becomes_adjustments(settings, document)
               ? std::optional(outline(adjustment_type, settings.reference_field))
               : std::nullopt;
}

}  // namespace sage::sage50
