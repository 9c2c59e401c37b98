// SPDX-License-Identifier: Apache-2.0
// What would become of a document: the edition's answer for it as of now, with the exact bytes that
// would leave, and nothing done. Made by Delivery::preview().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage {

enum class Foreseen : std::uint8_t { post, post_nothing, hold, refuse };
/// "post", "postNothing" and so on, as in query.preview.answer.schema.json.
std::string_view text_of(Foreseen outcome);

/// What a foreseen request is for: it makes a document in Sage, changes one that is there, or reads
/// one whose answer decides what follows.
enum class Purpose : std::uint8_t { create, change, read };
std::string_view text_of(Purpose purpose);

struct Preview {
    Foreseen outcome = Foreseen::post;
    /// Why it is held or refused, or what a person should know although it is posted.
    std::vector<Problem> problems;
    std::string reason;  ///< where the outcome alone does not say it
    std::string external_reference;
    std::string sage_type;
    /// Without the headers that Delivery and the transport add: Authorization, Host,
    /// Content-Length.
    std::optional<Request> request;
    Purpose purpose = Purpose::create;
    Prediction prediction;
    /// The same document, accepted before: the outcome is what became of it, or will.
    std::optional<Entry> accepted;
    /// An earlier document that has to be posted first, and is not yet.
    std::optional<Entry> waits_for;
    /// The newest other version of the same document that was accepted.
    std::optional<Entry> other_version;
};

/// Why a document whose predecessor ended without being posted is held.
Problem predecessor_not_posted(const Entry& subject);

}  // namespace sage
