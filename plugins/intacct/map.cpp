// SPDX-License-Identifier: Apache-2.0
// Step 6 of the flow for Sage Intacct: which Sage document a document of the warehouse becomes, if
// any, and the texts that go into its header.
#include <algorithm>

#include "plugins/intacct/gateway.h"
#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

std::string at_index(std::string_view prefix, std::size_t index, std::string_view suffix) {
    return std::string(prefix) + std::to_string(index) + std::string(suffix);
}

void review_goods(const Document& document, std::vector<Problem>& problems) {
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        const Line& line = document.lines[index];
        if (line.item.sellers_item_id.empty()) {
            problems.push_back({"intacct.item_missing",
                                at_index("/body/lines/", index, "/item/sellersItemId"),
                                "The line names no item.",
                                "Send the item's own code as sellersItemId.", Owner::warehouse});
        }
    }
}

void review_sale(const Settings& settings, const Document& document,
                 std::vector<Problem>& problems) {
    const bool order_entry = target_of(settings, document).family == Family::order_entry;
    review_goods(document, problems);
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        const Line& line = document.lines[index];
        // A line of which nothing left is not posted and needs no price.
        if (!line.price.has_value() && line.quantity.value.sign() != 0) {
            problems.push_back({"intacct.price_missing", at_index("/body/lines/", index, "/price"),
                                "The line has no price and Sage Intacct requires one.",
                                "Send the unit price of the order with every line.",
                                Owner::warehouse});
        }
    }
    for (std::size_t index = 0; index < document.allowance_charges.size(); ++index) {
        const AllowanceCharge& charge = document.allowance_charges[index];
        if (!charge.charge_indicator && !(order_entry && !subtotal_of(settings, charge).empty())) {
            problems.push_back({"intacct.allowance_unsupported",
                                at_index("/body/allowanceCharges/", index, "/chargeIndicator"),
                                "An allowance on the whole document cannot be posted.",
                                "Take it off the prices of the lines, or send it as a discount "
                                "rate of the lines.",
                                Owner::warehouse});
        }
    }
    if (document.lines.empty() && document.allowance_charges.empty()) {
        problems.push_back({"intacct.nothing_to_post", "/body/lines",
                            "The document has neither lines nor charges.",
                            "Send it only when something was despatched, returned or charged.",
                            Owner::warehouse});
    }
}

void review_tracking(const Document& document, std::vector<Problem>& problems) {
    for (std::size_t index = 0; index < document.shipment.tracking_ids.size(); ++index) {
        if (document.shipment.tracking_ids[index].find(',') != std::string::npos) {
            problems.push_back({"intacct.tracking_comma",
                                at_index("/body/shipment/consignments/", index, "/trackingId"),
                                "A tracking number contains a comma, which separates tracking "
                                "numbers in Sage Intacct.",
                                "Send each tracking number as a consignment of its own.",
                                Owner::warehouse});
        }
    }
}

// Which definition the reason of a line leads to.
const std::string& definition_of_reason(const Settings& settings, const Line& line) {
    const bool increase = line.quantity.value.sign() > 0;
    const auto found = settings.reasons.find(line.reason_code);
    if (found != settings.reasons.end()) {
        const std::string& own = increase ? found->second.increase : found->second.decrease;
        if (!own.empty()) {
            return own;
        }
    }
    return increase ? settings.definitions.increase : settings.definitions.decrease;
}

bool have_reasons_apart(const Settings& settings, const Document& document) {
    return std::any_of(document.lines.begin(), document.lines.end(), [&](const Line& line) {
        return definition_of_reason(settings, line) !=
               definition_of_reason(settings, document.lines.front());
    });
}

void review_adjustment(const Settings& settings, const Document& document,
                       std::vector<Problem>& problems) {
    review_goods(document, problems);
    if (document.lines.empty()) {
        problems.push_back({"intacct.nothing_to_post", "/body/lines",
                            "The adjustment has no lines.", "Send it only when stock has changed.",
                            Owner::warehouse});
    } else if (direction_of(document) == 0) {
        problems.push_back({"intacct.adjustment_mixed", "/body/lines",
                            "The lines do not all go the same way: some add stock, some take it "
                            "away or change nothing.",
                            "Send one adjustment for what was added and one for what was taken "
                            "away.",
                            Owner::warehouse});
    } else if (document.corrected_version.empty() && have_reasons_apart(settings, document)) {
        problems.push_back({"intacct.adjustment_reasons", "/body/lines",
                            "The reasons of the lines lead to different transaction definitions.",
                            "Send one adjustment for each reason.", Owner::warehouse});
    }
}

void review_transfer(const Settings& settings, const Document& document,
                     std::vector<Problem>& problems) {
    review_goods(document, problems);
    const auto from = settings.warehouses.find(document.location_id);
    const auto to = settings.warehouses.find(document.to_location_id);
    const bool known = from != settings.warehouses.end() && to != settings.warehouses.end();
    if (document.location_id == document.to_location_id ||
        (known && from->second.warehouse == to->second.warehouse)) {
        problems.push_back({"intacct.transfer_same_warehouse", "/body/toLocationId",
                            "The sites " + document.location_id + " and " +
                                document.to_location_id +
                                " are one warehouse in Sage Intacct: nothing would move.",
                            "Do not send movements within a warehouse, or give the sites "
                            "warehouses of their own in the setting /warehouses.",
                            Owner::warehouse});
    }
}

// An order, a despatch or a return.
Preparation prepare_sale(const Settings& settings, const PreparationInput& input) {
    const Target target = target_of(settings, input.document);
    return is_receivable(target.family) ? prepare_receivable(settings, input, target.family)
                                        : prepare_order_entry(settings, input, target.definition);
}

}  // namespace

int direction_of(const Document& document) {
    int direction = 0;
    for (const Line& line : document.lines) {
        const int sign = line.quantity.value.sign();
        if (sign == 0 || (direction != 0 && sign != direction)) {
            return 0;
        }
        direction = sign;
    }
    return direction;
}

Target target_of(const Settings& settings, const Document& document) {
    switch (document.envelope.message_type) {
        case MessageType::sales_order:
            return {Family::order_entry, settings.definitions.sales_order};
        case MessageType::despatch_advice:
            return settings.receivable.despatch
                       ? Target{Family::receivable_invoice, std::string(invoice_type)}
                       : Target{Family::order_entry, settings.definitions.despatch};
        case MessageType::return_advice:
            return settings.receivable.goods_return
                       ? Target{Family::receivable_adjustment, std::string(adjustment_type)}
                       : Target{Family::order_entry, settings.definitions.goods_return};
        case MessageType::order_cancellation:
            return {Family::order_entry, settings.definitions.order_cancellation};
        case MessageType::receipt_advice:
            return {Family::inventory_control, settings.definitions.receipt};
        case MessageType::inventory_adjustment:
            return {Family::inventory_control,
                    document.lines.empty()
                        ? ""
                        : definition_of_reason(settings, document.lines.front())};
        case MessageType::inventory_transfer:
            return {Family::warehouse_transfer,
                    settings.transfers.post == TransferRules::Post::never
                        ? std::string()
                        : std::string(transfer_type)};
        default:
            return {};
    }
}

std::vector<Problem> review(const Settings& settings, const Document& submitted) {
    std::optional<PostedKits> kits;
    if (has_kits(submitted)) {
        kits = post_kits(submitted, settings.kits);
        if (kits->problem) {
            return {};  // It will be held, with the reason.
        }
    }
    const Document& document = kits ? kits->document : submitted;
    std::vector<Problem> problems;
    const MessageType type = document.envelope.message_type;
    if (type == MessageType::tracking_update) {
        review_tracking(document, problems);
        return problems;
    }
    if (type == MessageType::inventory_adjustment) {
        review_adjustment(settings, document, problems);
        return problems;
    }
    const bool posts = !target_of(settings, document).definition.empty();
    if (type == MessageType::receipt_advice && posts) {
        review_goods(document, problems);
    } else if (type == MessageType::inventory_transfer && posts) {
        review_transfer(settings, document, problems);
    }
    const bool order_entry = type == MessageType::sales_order ||
                             type == MessageType::despatch_advice ||
                             type == MessageType::return_advice;
    if (order_entry && posts) {
        review_sale(settings, document, problems);
        review_tracking(document, problems);
    }
    return problems;
}

Preparation prepare(const Settings& settings, const PreparationInput& input) {
    const Document& document = input.document;
    const MessageType type = document.envelope.message_type;
    if (type == MessageType::tracking_update) {
        return prepare_tracking(settings, input);
    }
    if (type != MessageType::sales_order && type != MessageType::despatch_advice &&
        type != MessageType::return_advice && type != MessageType::receipt_advice &&
        type != MessageType::inventory_adjustment && type != MessageType::inventory_transfer &&
        type != MessageType::order_cancellation) {
        return Refuse{{{"intacct.unsupported", "/messageType",
                        "This edition posts nothing for " + std::string(text_of(type)) + ".",
                        "Do not send documents of this type to Sage Intacct.", Owner::it}}};
    }
    // The settings may have changed since the document was accepted.
    std::vector<Problem> problems = review(settings, document);
    if (!problems.empty()) {
        return Refuse{std::move(problems)};
    }
    const std::string definition = target_of(settings, document).definition;
    if (definition.empty()) {
        return PostNothing{type == MessageType::inventory_transfer
                               ? "The setting /transfers posts none of them."
                               : "The settings name no transaction definition for " +
                                     std::string(text_of(type)) + " documents.",
                           {}};
    }
    if (input.catalogue.empty()) {
        return Hold{{"intacct.catalogue_empty", "",
                     "The items and customers of Sage Intacct have not been read yet.",
                     "Nothing to do once Sage Intacct can be reached; otherwise see the status of "
                     "the connection.",
                     Owner::it},
                    "catalogue"};
    }
    if (type == MessageType::inventory_adjustment && have_reasons_apart(settings, document)) {
        return Hold{{"intacct.correction_reasons", "/body/lines",
                     "The new version differs from the posted one in lines whose reasons lead to "
                     "different transaction definitions.",
                     "Correct the stock in Sage Intacct by hand and record that with an "
                     "operatorDecision about this version.",
                     Owner::finance},
                    ""};
    }
    if (type == MessageType::inventory_adjustment || type == MessageType::receipt_advice) {
        return prepare_inventory(settings, input, definition);
    }
    if (type == MessageType::inventory_transfer) {
        return prepare_transfer(settings, input);
    }
    if (type == MessageType::order_cancellation) {
        return prepare_cancellation(settings, input, definition);
    }
    if (!has_kits(document)) {
        return prepare_sale(settings, input);
    }
    const PostedKits kits = post_kits(document, settings.kits);
    if (kits.problem) {
        return Hold{*kits.problem, ""};
    }
    return prepare_sale(
        settings, {kits.document, input.catalogue, input.external_reference, input.idempotency_key,
                   input.today, input.related, input.observations, input.past});
}

std::string_view word_for(MessageType type) {
    switch (type) {
        case MessageType::sales_order:
            return "Order";
        case MessageType::order_cancellation:
            return "Cancellation";
        case MessageType::return_advice:
            return "Return";
        case MessageType::receipt_advice:
            return "Receipt";
        case MessageType::inventory_adjustment:
            return "Adjustment";
        case MessageType::inventory_transfer:
            return "Transfer";
        default:
            return "Despatch";
    }
}

std::string tracking_list(const Document& document) {
    std::string list;
    for (const std::string& number : document.shipment.tracking_ids) {
        list += (list.empty() ? "" : ",") + number;
    }
    return list;
}

void add_line(std::string& text, std::string_view line) {
    if (!line.empty()) {
        text += text.empty() ? "" : "\n";
        text += line;
    }
}

HeaderTexts header_texts(const Settings& settings, const Document& document, Family family) {
    HeaderTexts texts;
    // Only order-entry documents by REST have notes: what would go there goes to the memo.
    const bool has_notes = family == Family::order_entry && !chosen_for_gateway(settings, document);
    std::string& notes = has_notes ? texts.notes : texts.memo;
    const auto text_for = [&](std::string_view field) -> std::string* {
        return field == "memo" ? &texts.memo : field == "notes" ? &notes : nullptr;
    };
    if (std::string* text =
            text_for(family == Family::warehouse_transfer ? std::string_view("memo")
                                                          : settings.fields.despatch_id)) {
        add_line(*text, std::string(word_for(document.envelope.message_type)) + ": " + document.id);
    }
    if (!document.purchase_order_id.empty() && settings.fields.purchase_order == "memo") {
        add_line(texts.memo, "Purchase order: " + document.purchase_order_id);
    }
    // Documents of accounts receivable have no tracking number.
    const bool as_text = is_receivable(family) && settings.fields.tracking == "trackingNumber";
    if (std::string* text = as_text ? &texts.memo : text_for(settings.fields.tracking);
        text != nullptr && !document.shipment.tracking_ids.empty()) {
        add_line(*text, "Tracking: " + tracking_list(document));
    }
    for (const std::string& note : document.notes) {
        add_line(notes, note);
    }
    return texts;
}

std::optional<Hold> too_long(const Settings& settings, std::string_view field,
                             std::string_view text, std::string_view pointer) {
    const std::size_t characters = count_characters(text);
    const std::size_t takes =
        limit_of_field(settings, nullptr, TextLevel::header, field).characters_max;
    if (takes == 0 || characters <= takes) {
        return std::nullopt;
    }
    return Hold{{"intacct.text_too_long", std::string(pointer),
                 "The text has " + std::to_string(characters) + " characters and the field " +
                     std::string(field) + " takes " + std::to_string(takes) + "; it is not cut.",
                 "Send a new version of the document with shorter notes, and withdraw this one.",
                 Owner::warehouse},
                ""};
}

}  // namespace sage::intacct
