// SPDX-License-Identifier: Apache-2.0
// The HTTP reply reader: a byte for the method, one for the size of the pieces, then what the
// server sends. However it is cut, the same reply comes out, and it is bounded.
#include "sage-adapter/transport/reply_reader.h"

#include <string>

#include "sage-adapter/base/limits.h"
#include "tests/fuzz/fuzz.h"

namespace sage::fuzz {
namespace {

using Progress = ReplyReader::Progress;

struct Outcome {
    Progress fed = Progress::more;
    Progress ended = Progress::more;
    bool reusable = false;
    std::string reason;
    Reply reply;
};

Outcome read(std::string_view text, std::string_view method, std::size_t piece) {
    ReplyReader reader(method);
    Outcome outcome;
    for (std::size_t at = 0; at < text.size(); at += piece) {
        outcome.fed = reader.feed(text.substr(at, piece));
    }
    outcome.reusable = reader.reusable();
    outcome.ended = reader.finish();
    outcome.reason = reader.reason();
    if (outcome.ended == Progress::complete) {
        outcome.reply = reader.take();
    }
    return outcome;
}

bool equal(const Outcome& left, const Outcome& right) {
    bool same = left.fed == right.fed && left.ended == right.ended &&
                left.reusable == right.reusable && left.reason == right.reason &&
                left.reply.status == right.reply.status && left.reply.body == right.reply.body &&
                left.reply.headers.size() == right.reply.headers.size();
    for (std::size_t at = 0; same && at < left.reply.headers.size(); ++at) {
        same = left.reply.headers[at].name == right.reply.headers[at].name &&
               left.reply.headers[at].value == right.reply.headers[at].value;
    }
    return same;
}

}  // namespace
}  // namespace sage::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sage;
    constexpr std::string_view methods[] = {"POST", "GET", "HEAD", "PATCH"};
    fuzz::Input input(data, size);
    const std::string_view method = methods[input.byte() % std::size(methods)];
    const std::size_t piece = 1U + input.byte() % 16U;
    const fuzz::Outcome whole = fuzz::read(input.rest(), method, input.rest().size() + 1);
    fuzz::demand(fuzz::equal(whole, fuzz::read(input.rest(), method, piece)),
                 "how a reply is cut changes nothing");
    fuzz::demand(whole.ended != fuzz::Progress::more, "at its end a reply is whole or broken");
    fuzz::demand((whole.ended == fuzz::Progress::broken) == !whole.reason.empty(),
                 "what is broken has a reason, and nothing else has");
    fuzz::demand(!whole.reusable || whole.fed == fuzz::Progress::complete,
                 "only after a whole reply can a connection go on");
    if (whole.ended == fuzz::Progress::complete) {
        fuzz::demand(whole.reply.status >= 200 && whole.reply.status < 600, "a final status");
        fuzz::demand(whole.reply.headers.size() <= limits::reply_headers_max &&
                         whole.reply.body.size() <= limits::reply_bytes_max,
                     "a reply is bounded");
        for (const Header& header : whole.reply.headers) {
            fuzz::demand(
                header.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos,
                "a header is one line");
        }
    }
    return 0;
}
