// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/outbox/refusals.h"

#include <utility>

namespace sage::refusals {
namespace {

// A host that is told to wait tries again this much later.
constexpr std::uint32_t full_retry_ms = 1'000;

Error conflict(std::string code, std::string pointer, const std::string& what,
               const std::string& first_hash, const NewEntry& entry) {
    return Error(Status::conflict,
                 Problem{std::move(code), std::move(pointer),
                         what + " was accepted before with other content: first SHA-256 " +
                             first_hash + ", now " + entry.content_hash + ".",
                         "Send changed content under a new documentVersion and a new messageId.",
                         Owner::warehouse});
}

}  // namespace

bool has_nul(const NewEntry& entry) {
    for (const std::string* text :
         {&entry.document_key, &entry.content_hash, &entry.external_reference, &entry.message_id,
          &entry.message_type, &entry.tenant_id, &entry.document_id, &entry.document_version,
          &entry.ordering_key, &entry.subject_id, &entry.canonical_bytes}) {
        if (text->find('\0') != std::string::npos) {
            return true;
        }
    }
    return false;
}

Error nul() {
    return Error(Status::invalid,
                 Problem{"outbox.nul", "", "A text of the document contains a NUL character.",
                         "Remove it from the document.", Owner::warehouse});
}

Error message_conflict(const std::string& first_hash, const NewEntry& entry) {
    return conflict("outbox.message_conflict", "/messageId", "The messageId " + entry.message_id,
                    first_hash, entry);
}

Error document_conflict(const std::string& first_hash, const NewEntry& entry) {
    return conflict(
        "outbox.document_conflict", "/body/id",
        entry.message_type + " " + entry.document_id + " version " + entry.document_version,
        first_hash, entry);
}

Error full(std::int64_t open) {
    Error error(Status::busy, Problem{"outbox.full", "",
                                      std::to_string(open) + " documents wait in the outbox, which "
                                                             "is as many as it takes.",
                                      "Find out why nothing is posted (query status); then submit "
                                      "the document again.",
                                      Owner::it});
    error.retry_after_ms = full_retry_ms;
    return error;
}

Error not_an_edge(const Change& change) {
    return Error(
        Status::internal,
        Problem{"outbox.not_an_edge", "",
                "A change from " + std::string(text_of(change.from)) + " to " +
                    std::string(text_of(change.to)) + " as E" + std::to_string(change.edge) +
                    " was asked for, which does not exist.",
                "Report this with the log to whoever supplied the connector.", Owner::vendor});
}

Problem late(const Change& change) {
    return Problem{"outbox.late", "",
                   "Document " + std::to_string(change.sequence) + " was no longer " +
                       std::string(text_of(change.from)) +
                       " when a result came in, so the result was not written.",
                   "Nothing to do: whoever took the document over settles it.", Owner::it};
}

}  // namespace sage::refusals
