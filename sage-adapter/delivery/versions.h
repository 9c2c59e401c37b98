// SPDX-License-Identifier: Apache-2.0
// What a document is beside the other versions of it. Internal to this folder; the functions that
// ask the outbox are those of Delivery (standing.cpp, versions.cpp, later_version.cpp).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/delivery/parts.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage {

/// A document as it is posted, with its versions that are posted, newest first.
struct Effective {
    Document document;
    std::vector<Related> earlier;
};

/// How a queued document stands to the other versions of it, and what follows for it. Exactly one
/// of these holds, in this order: it is replaced, it waits, it is concluded, or it is posted: as
/// `correction` where that is not empty, otherwise whole.
struct Standing {
    std::vector<Entry> replaces;           ///< earlier versions to be withdrawn first: never sent
    std::optional<Entry> replaced_by;      ///< a later version: this one is withdrawn
    std::optional<Entry> waits_for;        ///< it is known in a while what became of it
    std::optional<Preparation> concluded;  ///< nothing is to be posted, or a person is needed
    /// The first is to be posted; the second by an entry of its own. Of an entry that the core made
    /// of another one: what it is.
    std::vector<Document> correction;
    std::vector<Related> earlier;  ///< versions that are posted, the newest first
};

/// Of the documents that correct a version there are two at most.
inline constexpr std::size_t correction_documents_max = 2;

/// By their versions or, where those are the same, by which was accepted later.
bool is_newer(const Entry& left, const Entry& right);
/// Its end is known, or it can be given one: nothing of it is in Sage, or will be.
bool is_replaceable(const Entry& entry);

/// The message type of the document that subject_id names.
std::string_view subject_type(std::string_view message_type);

/// Posted, with a document in Sage.
bool is_in_sage(const Entry& entry);

/// Told with the result of a document that corrects another: why there are two in Sage.
inline constexpr std::string_view correction_remark = "delivery.correction";
/// What an edition made of a correction: told as one, and never left out in silence.
Preparation as_correction(const Document& document, Preparation preparation);
/// True for what was posted to correct another document; that other one is the whole.
bool is_correction(const SageDocument& document);

}  // namespace sage
