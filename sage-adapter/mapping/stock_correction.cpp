// SPDX-License-Identifier: Apache-2.0
// Stock has no prices and no parties: what is too much goes back the way it came, and what is
// missing comes.
#include "sage-adapter/mapping/stock_correction.h"

#include <algorithm>
#include <string_view>

namespace sage {
namespace {

constexpr std::string_view correction_reason = "correction";

Line negated(Line line) {
    line.quantity.value = -line.quantity.value;
    for (Lot& lot : line.lots) {
        lot.quantity.value = -lot.quantity.value;
    }
    return line;
}

// What adds stock is one document and what takes it away another.
std::vector<Document> correct_adjustment(const Document& posted, const Document& wanted, bool alike,
                                         Changes changes) {
    std::transform(changes.taken_back.begin(), changes.taken_back.end(), changes.taken_back.begin(),
                   negated);
    if (alike) {
        changes.added.insert(changes.added.begin(), changes.taken_back.begin(),
                             changes.taken_back.end());
        changes.taken_back.clear();
    }
    std::vector<Document> documents;
    for (const int sign : {1, -1}) {
        for (const bool back : {true, false}) {
            Document document = with_header_of(back ? posted : wanted, posted, wanted);
            for (const Line& line : back ? changes.taken_back : changes.added) {
                if (line.quantity.value.sign() == sign) {
                    document.lines.push_back(line);
                }
            }
            push(documents, std::move(document));
        }
    }
    return documents;
}

std::vector<Document> correct_receipt(const Document& posted, const Document& wanted,
                                      Changes changes) {
    Document more = with_header_of(wanted, posted, wanted);
    more.lines = std::move(changes.added);
    Document less = with_header_of(posted, posted, wanted);
    less.envelope.message_type = MessageType::inventory_adjustment;
    for (const Line& line : changes.taken_back) {
        less.lines.push_back(negated(line));
        less.lines.back().reason_code = correction_reason;
    }
    std::vector<Document> documents;
    push(documents, std::move(more));
    push(documents, std::move(less));
    return documents;
}

std::vector<Document> correct_transfer(const Document& posted, const Document& wanted,
                                       Changes changes) {
    std::vector<Document> documents;
    const bool arrival = is_arrival(posted, wanted);
    if (arrival) {
        Document arrived = with_header_of(posted, posted, wanted);
        arrived.issue_date = wanted.issue_date;
        arrived.in_transit = false;
        arrived.transfer_step = TransferStep::arrival;
        arrived.lines = posted.lines;
        push(documents, std::move(arrived));
    }
    Document back = with_header_of(posted, posted, wanted);
    std::swap(back.location_id, back.to_location_id);
    back.in_transit = false;
    if (posted.in_transit && !arrival) {
        back.transfer_step = TransferStep::recall;
    }
    back.lines = std::move(changes.taken_back);
    push(documents, std::move(back));
    Document more = with_header_of(wanted, posted, wanted);
    more.lines = std::move(changes.added);
    push(documents, std::move(more));
    return documents;
}

}  // namespace

void Changes::put(std::vector<Line>& lines, Line line) {
    if (line.quantity.value.sign() == 0) {
        return;
    }
    line.ordered_quantity.reset();
    line.outstanding_quantity.reset();
    line.backorder_quantity.reset();
    line.cancelled_quantity.reset();
    line.oversupply_quantity.reset();
    lines.push_back(std::move(line));
}

Document with_header_of(const Document& like, const Document& posted, const Document& wanted) {
    Document document = like;
    document.envelope = wanted.envelope;
    document.corrected_version = posted.envelope.document_version;
    document.lines.clear();
    document.allowance_charges.clear();
    document.payable.reset();
    document.canonical_bytes.clear();
    document.content_hash = wanted.content_hash;
    document.notes.insert(document.notes.begin(),
                          "Corrects version " + posted.envelope.document_version + " to version " +
                              wanted.envelope.document_version + ".");
    return document;
}

void push(std::vector<Document>& documents, Document document) {
    if (!document.lines.empty() || !document.allowance_charges.empty()) {
        documents.push_back(std::move(document));
    }
}

bool moves_only_stock(MessageType type) {
    return type == MessageType::receipt_advice || type == MessageType::inventory_adjustment ||
           type == MessageType::inventory_transfer;
}

bool is_arrival(const Document& posted, const Document& wanted) {
    return posted.in_transit && !wanted.in_transit;
}

std::vector<Document> correct_stock(const Document& posted, const Document& wanted, bool alike,
                                    Changes changes) {
    switch (wanted.envelope.message_type) {
        case MessageType::receipt_advice:
            return correct_receipt(posted, wanted, std::move(changes));
        case MessageType::inventory_transfer:
            return correct_transfer(posted, wanted, std::move(changes));
        default:
            return correct_adjustment(posted, wanted, alike, std::move(changes));
    }
}

}  // namespace sage
