// SPDX-License-Identifier: Apache-2.0
// What of Sage a document becomes: an invoice or credit note of the ledger, a sales order, the
// despatch of one, a sales return, stock transfers, or nothing. A despatch is of one order; where
// the warehouse's own order is not in Sage and the settings want one, an order is made for it first
// (Company::precursor).
#include <algorithm>

#include "plugins/sage200/map_order.h"
#include "plugins/sage200/map_stock.h"
#include "plugins/sage200/offers.h"

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
    // A return may have the number of the despatch that it takes back.
    for (const MessageType type : {MessageType::return_advice, MessageType::despatch_advice}) {
        const auto found = std::find_if(related.begin(), related.end(), [&](const Related& one) {
            return one.document_id == document.id && one.posted && one.message_type == type;
        });
        if (found != related.end()) {
            return &found->sage_document;
        }
    }
    return nullptr;
}

bool is_same(const SageDocument* one, const SageDocument& other) {
    return one != nullptr && one->type == other.type &&
           (one->key.empty() || other.key.empty() ? one->number == other.number
                                                  : one->key == other.key);
}

bool is_sales_return(const SageDocument* document) {
    return document != nullptr && document->type == return_type;
}

/// What is returned was invoiced in the ledger, so that no goods of Sage's left.
bool is_of_ledger(const Document& goods_return, const std::vector<Related>& related) {
    return std::any_of(related.begin(), related.end(), [&](const Related& one) {
        return one.message_type == MessageType::despatch_advice &&
               one.document_id == goods_return.original_despatch_id && one.posted &&
               one.sage_document.type == invoice_type;
    });
}

Target of_return(const Settings& settings, const Document& document,
                 const std::vector<Related>& related) {
    const SageDocument* const before = corrected(document, related);
    if (before != nullptr && !before->type.empty()) {
        return is_sales_return(before)                ? Target::goods_return
               : is_same(own_order(related), *before) ? Target::nothing
                                                      : Target::ledger;
    }
    return settings.return_becomes == ReturnBecomes::sales_return &&
                   !is_of_ledger(document, related)
               ? Target::goods_return
               : Target::ledger;
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

/// Where the version before is, whatever the settings say by now.
Target of_correction(const SageDocument& before, const std::vector<Related>& related) {
    if (before.type == despatch_type) {
        return Target::despatch;
    }
    if (before.type == order_type) {
        return is_same(own_order(related), before) ? Target::nothing : Target::order;
    }
    return Target::ledger;
}

/// Less came back than was told, and the version before is a sales return.
bool takes_back_return(const Document& document, const std::vector<Related>& related) {
    return document.envelope.message_type == MessageType::despatch_advice &&
           is_sales_return(corrected(document, related));
}

Hold reduce_by_hand(const std::string& version) {
    return {{"sage200.return_not_reducible", "/documentVersion",
             "Version " + version +
                 " is a sales return, and less of it came back: Sage 200 takes back no part of one "
                 "through its interface.",
             "Amend the return in Sage 200 by hand, before its receipt is confirmed, so that it is "
             "as this version says, and record that with an operatorDecision markPosted and the "
             "number of the return; or withdraw this version.",
             Owner::finance},
            ""};
}

Hold amend_by_hand(const std::string& version) {
    return {{"sage200.despatch_not_reversible", "/documentVersion",
             "Version " + version +
                 " left with a sales order, and Sage 200 takes back no despatch through its "
                 "interface.",
             "Amend the despatch and the order in Sage 200 by hand, so that they are as this "
             "version says, and record that with an operatorDecision markPosted and the number of "
             "the despatch; or withdraw this version.",
             Owner::finance},
            ""};
}

/// An order was made for the despatch, or for an earlier version of it.
bool has_order_of_its_own(const Document& document, const std::vector<Related>& related) {
    return std::any_of(related.begin(), related.end(), [&](const Related& one) {
        const std::vector<Remark>& remarks = one.sage_document.remarks;
        return one.document_id == document.id && one.message_type == MessageType::despatch_advice &&
               std::any_of(remarks.begin(), remarks.end(),
                           [](const Remark& remark) { return remark.code == precursor_remark; });
    });
}

}  // namespace

const SageDocument* own_order(const std::vector<Related>& related) {
    const auto found = std::find_if(related.begin(), related.end(), [](const Related& one) {
        return one.message_type == MessageType::sales_order && one.posted &&
               one.sage_document.type == order_type &&
               !(one.sage_document.key.empty() && one.sage_document.number.empty());
    });
    return found == related.end() ? nullptr : &found->sage_document;
}

bool is_made_for_despatch(const Document& order) {
    return order.envelope.message_type == MessageType::sales_order && !order.despatch_id.empty();
}

std::optional<Hold> corrected_by_hand(const std::vector<Document>& corrections,
                                      const std::vector<Related>& related) {
    for (const Document& document : corrections) {
        const SageDocument* const before = corrected(document, related);
        if (document.envelope.message_type == MessageType::return_advice && before != nullptr &&
            is_of_orders(*before) && !is_same(own_order(related), *before)) {
            return amend_by_hand(document.corrected_version);
        }
        if (takes_back_return(document, related)) {
            return reduce_by_hand(document.corrected_version);
        }
    }
    return std::nullopt;
}

bool has_sales_returns(const Catalogue& catalogue) {
    return offered(catalogue, offer::sales_returns) == Offered::yes;
}

Target target_in(const Settings& settings, const PreparationInput& input) {
    const Target target = target_of(settings, input.document, input.related);
    const bool anew = target == Target::goods_return &&
                      !is_sales_return(corrected(input.document, input.related));
    return anew && offered(input.catalogue, offer::sales_returns) == Offered::no ? Target::ledger
                                                                                 : target;
}

std::optional<Hold> returns_not_known(const PreparationInput& input) {
    const Offered known = offered(input.catalogue, offer::sales_returns);
    if (known == Offered::yes || is_sales_return(corrected(input.document, input.related))) {
        return std::nullopt;
    }
    if (known == Offered::forbidden) {
        return Hold{{"sage200.returns_not_known", "",
                     "The user's role in Sage 200 may not read sales returns, so that it is not "
                     "known whether this site has them.",
                     "Give the role the right to sales orders and returns, or let returns become "
                     "credit notes of the ledger in the setting /returnBecomes.",
                     Owner::it},
                    std::string(right_cause) + ":" + std::string(offer::sales_returns)};
    }
    return Hold{{"sage200.returns_not_known", "",
                 "Whether this Sage 200 has sales returns has not been read yet.",
                 "Nothing to do: it is read with the master data.", Owner::it},
                "unanswered"};
}

bool has_goods(const Document& document) {
    return std::any_of(document.lines.begin(), document.lines.end(),
                       [](const Line& line) { return line.quantity.value.sign() != 0; });
}

Target target_of(const Settings& settings, const Document& document,
                 const std::vector<Related>& related) {
    const SageDocument* const before = corrected(document, related);
    switch (document.envelope.message_type) {
        case MessageType::return_advice:
            return of_return(settings, document, related);
        case MessageType::sales_order:
            return is_made_for_despatch(document) || settings.posts_orders ? Target::order
                                                                           : Target::nothing;
        case MessageType::despatch_advice:
            return before == nullptr ? of_despatch(settings, related)
                                     : of_correction(*before, related);
        default:
            return becomes_transfers(settings, document, related) ? Target::stock : Target::nothing;
    }
}

std::optional<Send> outline(const Settings& settings, const Document& document,
                            const std::vector<Related>& related) {
    // What takes back goods of an order is amended where they left, and less of what came back with
    // a sales return there.
    const SageDocument* const before = corrected(document, related);
    if (is_sales_return(before)) {
        return outline_order(true, settings.orders.reference_field);
    }
    const Target target = before != nullptr && is_of_orders(*before)
                              ? of_correction(*before, related)
                              : target_of(settings, document, related);
    Send send;
    switch (target) {
        case Target::order:
            return outline_order(false, settings.orders.reference_field);
        case Target::goods_return:
            return outline_order(true, settings.orders.reference_field);
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
    const bool has_order =
        corrected(document, related) == nullptr
            ? settings.despatch_becomes == DespatchBecomes::sales_order_and_despatch
            : has_order_of_its_own(document, related);
    const bool wanted = has_order &&
                        document.envelope.message_type == MessageType::despatch_advice &&
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
