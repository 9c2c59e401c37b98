// SPDX-License-Identifier: Apache-2.0
// Step 6 of the flow for Sage 200: which document of the sales ledger a document of the warehouse
// becomes, if any. Orders and stock have no place there: what is about them is accepted, so that
// partial despatches can be seen beside their order, and posts nothing.
#include "plugins/sage200/map.h"

#include <algorithm>

#include "sage-adapter/base/limits.h"

namespace sage::sage200 {
namespace {

void review_lines(const Document& document, std::vector<Problem>& problems) {
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        const Line& line = document.lines[index];
        // A line of which nothing left is not posted and needs no price.
        if (!line.price && line.quantity.value.sign() != 0) {
            problems.push_back(
                {"sage200.price_missing", "/body/lines/" + std::to_string(index) + "/price",
                 "The line has no price, and the sales ledger takes amounts only.",
                 "Send the unit price of the order with every line.", Owner::warehouse});
        }
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
    if (document.lines.empty() && document.allowance_charges.empty()) {
        problems.push_back({"sage200.nothing_to_post", "/body/lines",
                            "The document has neither lines nor charges.",
                            "Send it only when something was despatched, returned or charged.",
                            Owner::warehouse});
    }
}

Preparation keep_tracking(const PreparationInput& input) {
    const std::string& despatch = input.document.despatch_id;
    const auto found =
        std::find_if(input.related.begin(), input.related.end(), [&](const Related& one) {
            return one.message_type == MessageType::despatch_advice && one.document_id == despatch;
        });
    if (found == input.related.end() || !found->posted) {
        return Hold{
            {"sage200.despatch_not_posted", "/body/despatchReference/id",
             "The despatch " + despatch +
                 (found == input.related.end() ? " is not known." : " is not posted yet."),
             "Send the despatch first, then decide to send this document again.", Owner::warehouse},
            ""};
    }
    return PostNothing{found->sage_document.key.empty()
                           ? "The despatch made no document in Sage 200."
                           : "The tracking numbers are kept here: the sales ledger of Sage 200 "
                             "takes no change of what is posted.",
                       found->sage_document};
}

// Why a document that is none of the ledger posts nothing; empty: there is no such kind.
std::string reason_for_nothing(MessageType type) {
    switch (type) {
        case MessageType::sales_order:
        case MessageType::order_cancellation:
            return "The sales ledger of Sage 200 has no orders.";
        case MessageType::receipt_advice:
        case MessageType::inventory_adjustment:
        case MessageType::inventory_transfer:
            return "The sales ledger of Sage 200 knows no stock, and its interface takes no "
                   "adjustment: where Sage keeps stock, enter it there.";
        default:
            return {};
    }
}

}  // namespace

void add_hold(std::optional<Hold>& all, std::optional<Hold> more) {
    if (!more) {
        return;
    }
    if (!all) {
        all = std::move(more);
        return;
    }
    const auto same = [&](const Problem& one) { return one.cause == more->problem.cause; };
    if (!same(all->problem) && all->others.size() + 1 < limits::problems_max &&
        std::none_of(all->others.begin(), all->others.end(), same)) {
        all->others.push_back(std::move(more->problem));
    }
}

std::string_view field_of(const CatalogueRecord* record, std::string_view name) {
    return record == nullptr ? std::string_view() : record->fields.text(name);
}

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

std::vector<Problem> review(const Settings& settings, const Document& submitted) {
    std::vector<Problem> problems;
    if (!type_for(submitted)) {
        return problems;
    }
    if (!has_kits(submitted)) {
        review_lines(submitted, problems);
        return problems;
    }
    const PostedKits kits = post_kits(submitted, settings.kits);
    if (!kits.problem) {  // Otherwise it will be held, with the reason.
        review_lines(kits.document, problems);
    }
    return problems;
}

Preparation prepare(const Settings& settings, const PreparationInput& input) {
    const Document& document = input.document;
    const MessageType type = document.envelope.message_type;
    if (type == MessageType::tracking_update) {
        return keep_tracking(input);
    }
    if (!type_for(document)) {
        std::string reason = reason_for_nothing(type);
        if (!reason.empty()) {
            return PostNothing{std::move(reason), {}};
        }
        return Refuse{{{"sage200.unsupported", "/messageType",
                        "This edition posts nothing for " + std::string(text_of(type)) + ".",
                        "Do not send documents of this type to Sage 200.", Owner::it}}};
    }
    // The settings may have changed since the document was accepted.
    std::vector<Problem> problems = review(settings, document);
    if (!problems.empty()) {
        return Refuse{std::move(problems)};
    }
    if (input.catalogue.empty()) {
        return Hold{{"sage200.catalogue_empty", "",
                     "The customers and codes of Sage 200 have not been read yet.",
                     "Nothing to do once Sage 200 can be reached; otherwise see the status of the "
                     "connection.",
                     Owner::it},
                    "catalogue"};
    }
    if (!has_kits(document)) {
        return prepare_ledger(settings, input);
    }
    const PostedKits kits = post_kits(document, settings.kits);
    if (kits.problem) {
        return Hold{*kits.problem, ""};
    }
    return prepare_ledger(
        settings, {kits.document, input.catalogue, input.external_reference, input.idempotency_key,
                   input.today, input.related, input.observations, input.past});
}

}  // namespace sage::sage200
