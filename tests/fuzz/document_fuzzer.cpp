// SPDX-License-Identifier: Apache-2.0
// The document reader. What is accepted is read back from its canonical bytes as the same document;
// what is refused says why, in words that can be shown.
#include "sage-adapter/document/document.h"

#include "sage-adapter/base/text.h"
#include "tests/fuzz/fuzz.h"

namespace sage::fuzz {
namespace {

void refused(const Error& error) {
    demand(error.status == Status::invalid || error.status == Status::unsupported ||
               error.status == Status::not_accepted,
           "a refusal has one of three statuses");
    demand(!error.problems.empty(), "a refusal has a reason");
    for (const Problem& problem : error.problems) {
        demand(!problem.code.empty() && !problem.cause.empty() && !problem.fix.empty(),
               "a refusal says what, why and what to do");
        for (const std::string* text : {&problem.code, &problem.pointer, &problem.cause}) {
            demand(first_not_utf8(*text) == std::string_view::npos, "a refusal is UTF-8");
        }
    }
}

void accepted(const Document& document) {
    const Envelope& envelope = document.envelope;
    demand(!document.id.empty() && !envelope.message_id.empty(), "a document has its names");
    const Result<Document> back =
        read_canonical(document.canonical_bytes, envelope.message_id, envelope.ordering_key);
    demand(back.ok(), "canonical bytes are read back");
    demand(back.value().canonical_bytes == document.canonical_bytes,
           "canonical bytes give themselves");
    demand(back.value().content_hash == document.content_hash, "and the same hash");
    demand(back.value().lines.size() == document.lines.size(), "and the same lines");
    static_cast<void>(document_net(document));
}

}  // namespace
}  // namespace sage::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document =
        sage::read_document(std::string_view(reinterpret_cast<const char*>(data), size));
    if (document.ok()) {
        sage::fuzz::accepted(document.value());
    } else {
        sage::fuzz::refused(document.error());
    }
    return 0;
}
