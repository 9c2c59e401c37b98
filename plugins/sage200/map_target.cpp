// SPDX-License-Identifier: Apache-2.0
// What of Sage a document becomes: an invoice or credit note of the ledger, a sales order, the
// despatch of one, stock transfers, or nothing. A despatch is of one order; where the warehouse's
// own order is not in Sage and the settings want one, an order is made for it first
// (Company::precursor).
#include <algorithm>

#include "plugins/sage200/map_order.h"
#include "plugins/sage200/map_stock.h"

namespace sage::sage200 {
namespace {

bool is_of_orders(const SageDocument& document) {
    return document.type == order_type || document.type == despatch_type;
}

/// The version that the document corrects. Null: it corrects none.
const SageDocument* corrected(const Document& document, const std::vector<Related>& related) {
    if (document.corrected_version.empty()) {
        return nullptr;
    }
    const auto found = std::find_if(related.begin(), related.end(), [&](const Related& one) {
        return one.document_id == document.id && one.posted &&
               (one.message_type == MessageType::despatch_advice ||
                one.message_type == MessageType::return_advice);
    });
    return found == related.end() ? nullptr : &found->sage_document;
}

Target of_despatch(const Settings& settings, const std::vector<Related>& related) {
    switch (settings.despatch_becomes) {
        case DespatchBecomes::sales_order:
            // People confirm in Sage what leaves of an order that is there.
            return own_order(related) == nullptr ? Target::order : Target::nothing;
        case DespatchBecomes::sales_order_and_despatch:
        case DespatchBecomes::despatch_of_order:
            return Target::despatch;
        default:
            return Target::ledger;
    }
}

}  // namespace

const SageDocument* own_order(const std::vector<Related>& related) {
    const auto found = std::find_if(related.begin(), related.end(), [](const Related& one) {
        return one.message_type == MessageType::sales_order && one.posted &&
               one.sage_document.type == order_type && !one.sage_document.key.empty();
    });
    return found == related.end() ? nullptr : &found->sage_document;
}

bool is_made_for_despatch(const Document& order) {
    return order.envelope.message_type == MessageType::sales_order && !order.despatch_id.empty();
}

bool takes_back_despatch(const Document& document, const std::vector<Related>& related) {
    const SageDocument* const before = corrected(document, related);
    return document.envelope.message_type == MessageType::return_advice && before != nullptr &&
           is_of_orders(*before);
}

bool has_goods(const Document& document) {
    return std::any_of(document.lines.begin(), document.lines.end(),
                       [](const Line& line) { return line.quantity.value.sign() != 0; });
}

Target target_of(const Settings& settings, const Document& document,
                 const std::vector<Related>& related) {
    const MessageType type = document.envelope.message_type;
    const SageDocument* const before = corrected(document, related);
    if (type == MessageType::return_advice) {
        return Target::ledger;
    }
    if (type == MessageType::sales_order) {
        return is_made_for_despatch(document) || settings.posts_orders ? Target::order
                                                                       : Target::nothing;
    }
    if (type != MessageType::despatch_advice) {
        return becomes_transfers(settings, document) ? Target::stock : Target::nothing;
    }
    return before != nullptr && !is_of_orders(*before) ? Target::ledger
                                                       : of_despatch(settings, related);
}

std::optional<Send> outline(const Settings& settings, const Document& document) {
    Send send;
    switch (target_of(settings, document, {})) {
        case Target::order:
            return outline_order(false, settings.orders.reference_field);
        case Target::despatch:
            send.sage_type = despatch_type;
            return send;
        case Target::stock:
            send.sage_type = transfer_type;
            return send;
        case Target::ledger:
            send.sage_type = type_for(document).value_or(invoice_type);
            return send;
        default:
            return std::nullopt;
    }
}

std::optional<Document> order_before(const Settings& settings, const Document& document,
                                     const std::vector<Related>& related) {
    const bool wanted = document.envelope.message_type == MessageType::despatch_advice &&
                        settings.despatch_becomes == DespatchBecomes::sales_order_and_despatch &&
                        target_of(settings, document, related) == Target::despatch &&
                        own_order(related) == nullptr &&
                        (has_goods(document) || !document.allowance_charges.empty());
    if (!wanted) {
        return std::nullopt;
    }
    Document order = document;
    order.envelope.message_type = MessageType::sales_order;
    order.despatch_id = document.id;
    return order;
}

}  // namespace sage::sage200
