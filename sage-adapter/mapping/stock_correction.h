// SPDX-License-Identifier: Apache-2.0
// What differs between two versions of a document, and the part of mapping/correction.h that is
// about documents which move stock and nothing else. Internal to this folder. Pure functions.
#pragma once

#include <utility>
#include <vector>

#include "sage-adapter/document/document.h"

namespace sage {

/// What must be undone of the version that is posted, and what must be done for the new one.
struct Changes {
    std::vector<Line> taken_back;  ///< in the quantities in which they were posted
    std::vector<Line> added;
    std::vector<AllowanceCharge> charges_taken_back;
    std::vector<AllowanceCharge> charges_added;

    void take_back(Line line) { put(taken_back, std::move(line)); }
    void add(Line line) { put(added, std::move(line)); }

  private:
    /// Lines of nothing are left out, and with the others what an order says of them.
    static void put(std::vector<Line>& lines, Line line);
};

/// A document with the header of `like` and no lines, to be posted for `wanted`.
Document with_header_of(const Document& like, const Document& posted, const Document& wanted);

/// Adds a document that has something in it.
void push(std::vector<Document>& documents, Document document);

/// Receipts, adjustments and transfers.
bool moves_only_stock(MessageType type);

/// The documents that correct one of those; `alike`: the headers are the same.
///
/// - An adjustment by adjustments: one that adds, then one that takes away.
/// - A receipt by a receipt of what came besides, and by an inventoryAdjustment, with the reason
///   `correction`, of what did not come: a receipt takes nothing away.
/// - A transfer by one in the other direction of what was too much, then one of what is missing.
///   Where goods left with the posted version and have arrived by the new one, the first document
///   says just that (TransferStep::arrival), with the lines that are posted. What is too much of
///   goods that are still on their way is a TransferStep::recall.
std::vector<Document> correct_stock(const Document& posted, const Document& wanted, bool alike,
                                    Changes changes);

/// The new version says that goods of the posted one have arrived.
bool is_arrival(const Document& posted, const Document& wanted);

}  // namespace sage
