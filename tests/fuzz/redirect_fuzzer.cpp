// SPDX-License-Identifier: Apache-2.0
// The redirect that a browser brings back from a consent: read whole or refused, and a refusal
// repeats nothing of it. An address that may be redirected to is https and says so everywhere.
#include "sage-adapter/auth/redirect.h"

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sage;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Result<Redirect> read = read_redirect(text);
    if (read.ok()) {
        const Redirect& redirect = read.value();
        fuzz::demand(!redirect.state.empty(), "a redirect has a state");
        fuzz::demand(redirect.code.empty() != redirect.error.empty(), "a code or an error");
        fuzz::demand(redirect.code.size() + redirect.error.size() + redirect.state.size() <= size,
                     "nothing is made up");
        const Result<Redirect> again = read_redirect(text.substr(0, text.find('#')));
        fuzz::demand(again.ok() && again.value().code == redirect.code, "fragments say nothing");
    } else {
        fuzz::demand(read.error().status == Status::invalid, "unreadable is the caller's");
    }
    if (check_redirect_uri(text).ok()) {
        fuzz::demand(text.starts_with("https://") && text.size() > 8, "https with a host");
        fuzz::demand(text.find_first_of("# \n") == std::string_view::npos, "no fragment, no blank");
    }
    return 0;
}
