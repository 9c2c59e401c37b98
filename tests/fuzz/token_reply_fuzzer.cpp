// SPDX-License-Identifier: Apache-2.0
// The token endpoint's answer: a byte for the status, a line for Retry-After, the rest is the body.
// A token that is taken can stand in a header; no secret is repeated, whatever the server says.
#include "sage-adapter/auth/token_reply.h"

#include <algorithm>
#include <string>

#include "sage-adapter/base/text.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sage;
    constexpr int statuses[] = {200, 201, 302, 400, 401, 403, 408, 429, 500, 503};
    constexpr std::string_view secret = "s3cret";
    fuzz::Input input(data, size);
    Reply reply;
    reply.status = statuses[input.byte() % std::size(statuses)];
    reply.headers.push_back({"Retry-After", std::string(input.line())});
    reply.body = input.rest();
    const Result<GrantedToken> granted = read_token_reply(reply, {secret, ""});
    if (granted.ok()) {
        const std::string& text = granted.value().text;
        fuzz::demand(reply.status < 300, "only a success grants a token");
        fuzz::demand(!text.empty() && std::all_of(text.begin(), text.end(),
                                                  [](char c) { return c > ' ' && c < '\x7f'; }),
                     "a token can stand in a header");
        fuzz::demand(granted.value().life_ms > 60'000, "a token lives longer than its use");
        return 0;
    }
    const Error& error = granted.error();
    fuzz::demand(error.status == Status::auth || error.status == Status::remote,
                 "a refusal is the server's or will pass");
    fuzz::demand(error.retry_after_ms <= 3'600'000, "nobody waits longer than an hour");
    fuzz::demand(error.first().cause.find(secret) == std::string::npos, "no secret is repeated");
    fuzz::demand(first_not_utf8(error.first().cause) == std::string_view::npos,
                 "a refusal is UTF-8");
    return 0;
}
