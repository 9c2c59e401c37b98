// SPDX-License-Identifier: Apache-2.0
// A document that moves stock, line by line. Nothing of it is sent before all of it can be mapped;
// what Sage then refuses of one line holds the document with those before it in Sage.
#include "plugins/sage200/map_stock.h"

#include <fmt/format.h>

#include <algorithm>

#include "plugins/sage200/map_order.h"
#include "plugins/sage200/offers.h"
#include "sage-adapter/mapping/line_steps.h"

namespace sage::sage200 {
namespace {

constexpr std::string_view bins_question = "bins of the product";
constexpr std::string_view correction_reason = "correction";

StepIsPosted in_sage(const std::vector<Related>& related, const Document& document) {
    return [&](const std::string& number) {
        return std::any_of(related.begin(), related.end(), [&](const Related& one) {
            return one.message_type == document.envelope.message_type && one.posted &&
                   one.document_id == number;
        });
    };
}

/// Nothing of an earlier version, which the goods left with, is moved again when they arrive.
const SageDocument* moved_before(const std::vector<Related>& related, const Document& document) {
    const auto found = std::find_if(related.begin(), related.end(), [&](const Related& one) {
        return one.document_id == document.id && one.posted;
    });
    return found == related.end() ? nullptr : &found->sage_document;
}

Hold unreadable(const Problem& problem) {
    return {{"sage200.bins_unreadable", "",
             "The bins of the product could not be read in Sage 200: " + problem.cause,
             "Nothing to do at first: it is asked again. If it stays, give the user's role the "
             "right to stock.",
             Owner::it},
            "unanswered"};
}

Hold same_bin(const Movement& movement) {
    return {{"sage200.bin_same", "",
             "The product " + movement.product->id +
                 " would be moved from a bin of Sage 200 to the same one.",
             "Name other bins or warehouses in the settings /stockTransfers and "
             "/salesOrders/warehouses, and decide to send the document again; or withdraw it.",
             Owner::it},
            ""};
}

/// The line that is to be sent, once all are mapped.
struct Plan {
    Movement movement;
    std::optional<Hold> hold;
    std::vector<Remark> remarks;
    std::string date;
};

Plan plan(const Settings& settings, const PreparationInput& input,
          const std::vector<std::size_t>& lines, std::size_t own) {
    Plan plan;
    plan.date = take(plan.hold, map_dates(settings, input, "date", plan.remarks)).posting_date;
    for (const std::size_t index : lines) {
        if (index < own) {
            continue;  // It is moved.
        }
        std::vector<Remark> remarks;
        Mapped<Movement> mapped = map_movement(settings, input, index, remarks);
        if (index == own) {  // Each step tells what is about its own line.
            plan.movement = take(plan.hold, std::move(mapped));
            plan.remarks.insert(plan.remarks.end(), remarks.begin(), remarks.end());
        } else if (mapped.hold && !mapped.hold->root_cause.empty()) {
            // What only a person's word ends is about that line alone, and waits for its turn.
            mapped.hold->problem.cause += " Until it is, nothing of line " +
                                          input.document.lines[own].id + " is moved either.";
            add_hold(plan.hold, std::move(mapped.hold));
        }
    }
    if (input.document.in_transit) {
        plan.remarks.push_back({"sage200.transit_at_once", "",
                                "Sage 200 has no goods on their way: they are at their "
                                "destination at once."});
    }
    return plan;
}

Preparation send(const Settings& settings, const PreparationInput& input, Plan plan,
                 std::string second_reference) {
    const Document& document = input.document;
    if (input.observations.empty()) {
        return ReadFirst{std::string(bins_question),
                         ask_bin_holdings(settings.books, plan.movement.product->key)};
    }
    const Result<std::vector<BinHolding>> bins =
        read_bin_holdings(input.observations.front().reply);
    if (!bins.ok()) {
        return unreadable(bins.error().first());
    }
    const bool transfer = document.envelope.message_type == MessageType::inventory_transfer;
    const Movement& movement = plan.movement;
    const BinHolding from =
        take(plan.hold, choose_bin(bins.value(), movement, true, document.location_id));
    const BinHolding to =
        take(plan.hold, choose_bin(bins.value(), movement, false,
                                   transfer ? std::string_view(document.to_location_id) : ""));
    if (!plan.hold && from.key == to.key) {
        plan.hold = same_bin(movement);
    }
    if (plan.hold) {
        return *std::move(plan.hold);
    }
    StockTransfer wanted;
    wanted.product_key = movement.product->key;
    wanted.from = {from.key, movement.from->id, from.name};
    wanted.to = {to.key, movement.to->id, to.name};
    wanted.quantity = movement.quantity;
    wanted.date = plan.date;
    wanted.second_reference =
        cut_to("second_reference", stock_reference_characters, second_reference, plan.remarks);
    Send send = encode_transfer(settings.books, wanted, input.external_reference);
    send.remarks = std::move(plan.remarks);
    return send;
}

/// What was taken away with a stock transfer comes back with one, as far as it was too much.
bool takes_back_transfer(const Document& document, const std::vector<Related>& related) {
    return !document.corrected_version.empty() &&
           std::any_of(related.begin(), related.end(), [&](const Related& one) {
               return one.posted && one.document_id == document.id &&
                      one.sage_document.type == transfer_type;
           });
}

}  // namespace

bool becomes_transfers(const Settings& settings, const Document& document,
                       const std::vector<Related>& related) {
    if (!settings.moves_stock() || has_kits(document)) {
        return false;
    }
    if (document.envelope.message_type == MessageType::inventory_transfer) {
        return true;
    }
    if (document.envelope.message_type != MessageType::inventory_adjustment ||
        settings.stock.write_off_warehouse.empty()) {
        return false;
    }
    const bool back = takes_back_transfer(document, related);
    return std::all_of(document.lines.begin(), document.lines.end(), [&](const Line& line) {
        // What corrects a receipt never came, and was entered by hand.
        const bool of_receipt =
            !document.corrected_version.empty() && line.reason_code == correction_reason;
        return !of_receipt && (back || line.quantity.value.sign() <= 0);
    });
}

std::optional<Document> line_before(const Settings& settings, const Document& document,
                                    const std::vector<Related>& related) {
    if (!becomes_transfers(settings, document, related) ||
        document.transfer_step == TransferStep::arrival) {
        return std::nullopt;
    }
    return next_step(document, in_sage(related, document));
}

Preparation prepare_stock(const Settings& settings, const PreparationInput& input) {
    const Document& document = input.document;
    if (document.transfer_step == TransferStep::arrival) {
        const SageDocument* const before = moved_before(input.related, document);
        return PostNothing{"The goods are at their destination in Sage 200 since they left.",
                           before == nullptr ? SageDocument() : *before};
    }
    const std::vector<std::size_t> lines = moving_lines(document);
    if (lines.empty()) {
        return PostNothing{"Nothing of the document moves stock.", {}};
    }
    if (std::optional<Hold> unknown = unknown_company(settings, input.catalogue)) {
        return *std::move(unknown);
    }
    if (std::optional<Hold> lacking = not_offered(input.catalogue, offer::stock_transfers)) {
        return *std::move(lacking);
    }
    if (std::optional<Hold> missing =
            step_missing(document, lines, in_sage(input.related, document), edition_words)) {
        return *std::move(missing);
    }
    const std::size_t own = own_line(document, lines);
    Plan planned = plan(settings, input, lines, own);
    if (planned.hold) {
        return *std::move(planned.hold);
    }
    return send(settings, input, std::move(planned),
                lines.size() == 1 ? document.id : step_number(document, own));
}

}  // namespace sage::sage200
