// SPDX-License-Identifier: Apache-2.0
// What of Sage a document becomes: a product invoice or credit, a sales order, the despatch of one,
// or nothing. A despatch is of one order; where the warehouse's own order is not in Sage and the
// settings want one, an order is made for it first, and before goods leave they are allocated: each
// is a step with a request of its own (Company::precursor).
#include <algorithm>

#include "plugins/sage50/map_order.h"
#include "sage-adapter/mapping/line_steps.h"

namespace sage::sage50 {
namespace {

constexpr std::string_view allocation_suffix = "/allocation";

/// The version that the document corrects. Null: it corrects none. What took a part of it back says
/// nothing of where it was posted.
const Related* corrected(const Document& document, const std::vector<Related>& related) {
    if (document.corrected_version.empty()) {
        return nullptr;
    }
    const Related* taken_back = nullptr;
    // A return may have the number of the despatch that it takes back.
    for (const MessageType type : {MessageType::return_advice, MessageType::despatch_advice}) {
        for (const Related& one : related) {
            if (one.document_id != document.id || !one.posted || one.message_type != type) {
                continue;
            }
            if (type == MessageType::return_advice || one.sage_document.type != credit_type) {
                return &one;
            }
            taken_back = taken_back == nullptr ? &one : taken_back;
        }
    }
    return taken_back;
}

/// Where that version was made beside one before it, which is not told: by the settings, then.
bool is_correction(const Related& version) {
    return version.message_type == MessageType::despatch_advice &&
           version.sage_document.type == credit_type;
}

Target of_despatch(const Settings& settings, const Document& document,
                   const std::vector<Related>& related) {
    if (is_step(document)) {
        return Target::allocation;
    }
    const Related* const before = corrected(document, related);
    if (before != nullptr && !before->sage_document.type.empty() && !is_correction(*before)) {
        return before->sage_document.type == despatch_type ? Target::despatch : Target::invoice;
    }
    // Charges alone leave with nothing.
    const bool charges_alone =
        settings.despatch_becomes == DespatchBecomes::sales_order_and_despatch &&
        !has_goods(document) && own_order(related) == nullptr;
    return settings.despatch_becomes == DespatchBecomes::product_invoice || charges_alone
               ? Target::invoice
               : Target::despatch;
}

bool wants_order(const Settings& settings, const Document& document,
                 const std::vector<Related>& related) {
    const Related* const before = corrected(document, related);
    const bool of_its_own =
        before == nullptr || is_correction(*before)
            ? settings.despatch_becomes == DespatchBecomes::sales_order_and_despatch
            : has_order_of_its_own(*before);
    return of_its_own && own_order(related) == nullptr && has_goods(document);
}

bool is_allocated(const std::string& step, const std::vector<Related>& related) {
    return std::any_of(related.begin(), related.end(), [&](const Related& one) {
        return one.message_type == MessageType::despatch_advice && one.posted &&
               one.document_id == step;
    });
}

}  // namespace

bool has_order_of_its_own(const Related& version) {
    const std::vector<Remark>& remarks = version.sage_document.remarks;
    return std::any_of(remarks.begin(), remarks.end(), [](const Remark& remark) {
        return remark.code == precursor_remark &&
               remark.message.find(std::string(order_type) + " ") != std::string::npos &&
               remark.message.find(allocation_type) == std::string::npos;
    });
}

const SageDocument* own_order(const std::vector<Related>& related) {
    const auto found = std::find_if(related.begin(), related.end(), [](const Related& one) {
        return one.message_type == MessageType::sales_order && one.posted &&
               one.sage_document.type == order_type &&
               !(one.sage_document.key.empty() && one.sage_document.number.empty());
    });
    return found == related.end() ? nullptr : &found->sage_document;
}

bool is_made_for_it(const Settings& settings, const Document& document,
                    const std::vector<Related>& related) {
    const std::string& despatch = is_step(document) ? document.subject_message_id : document.id;
    return std::any_of(related.begin(), related.end(), [&](const Related& one) {
        return one.message_type == MessageType::sales_order && one.posted &&
               one.document_id == despatch &&
               (despatch != document.order_id || !settings.posts_orders);
    });
}

bool is_made_for_despatch(const Document& order) {
    return order.envelope.message_type == MessageType::sales_order && !order.despatch_id.empty();
}

bool has_goods(const Document& document) {
    return !moving_lines(document).empty();
}

Target target_of(const Settings& settings, const Document& document,
                 const std::vector<Related>& related) {
    switch (document.envelope.message_type) {
        case MessageType::return_advice:
            return Target::invoice;
        case MessageType::despatch_advice:
            return of_despatch(settings, document, related);
        case MessageType::sales_order:
            return is_made_for_despatch(document) || settings.posts_orders ? Target::order
                                                                           : Target::nothing;
        default:
            return Target::nothing;
    }
}

std::optional<Document> order_step(const Settings& settings, const Document& document,
                                   const std::vector<Related>& related) {
    if (document.envelope.message_type != MessageType::despatch_advice ||
        target_of(settings, document, related) != Target::despatch) {
        return std::nullopt;
    }
    if (wants_order(settings, document, related)) {
        Document order = document;
        order.envelope.message_type = MessageType::sales_order;
        order.despatch_id = document.id;
        return order;
    }
    Document allocation = document;
    allocation.id = document.id + std::string(allocation_suffix);
    allocation.subject_message_id = document.id;
    if (!has_goods(document) || is_allocated(allocation.id, related)) {
        return std::nullopt;
    }
    return allocation;
}

}  // namespace sage::sage50
