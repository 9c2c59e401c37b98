// SPDX-License-Identifier: Apache-2.0
// A shadow run: documents of the past, which people or another system posted, compared with what
// Sage holds of them. Nothing is kept, sent or told; Sage is only read. Made by Delivery::shadow().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/edition.h"

namespace sage {

enum class Likeness : std::uint8_t {
    identical,   ///< found once, and all that is compared is the same
    different,   ///< found once, with differences
    missing,     ///< nothing in Sage carries what the document would be found by
    ambiguous,   ///< several do, or one is found for several documents: none is chosen
    not_mapped,  ///< it is not known what the document would be in Sage; the problems say why
    unanswered,  ///< Sage could not be asked, or did not show all that is compared
};
/// "identical", "notMapped" and so on, as in query.shadow.answer.schema.json.
std::string_view text_of(Likeness likeness);

/// What became of one document.
struct ShadowRow {
    Likeness likeness = Likeness::not_mapped;
    std::string message_type;  ///< as far as the document could be read, like the two below
    std::string document_id;
    std::string message_id;
    std::string sage_type;  ///< what it would be
    std::string found_by;   ///< the field of Sage
    /// What was found; of many the first few. Amounts in Sage stand beside the predicted ones.
    std::vector<SageDocument> sage_documents;
    /// Of many the first limits::shadow_differences_max.
    std::vector<Difference> differences;
    /// Of tax and gross what was not compared, because it cannot be predicted.
    std::vector<std::string> not_predicted;
    std::vector<Problem> problems;
};

}  // namespace sage
