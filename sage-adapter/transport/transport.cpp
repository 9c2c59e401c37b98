// SPDX-License-Identifier: Apache-2.0
// The little of a reply that everyone asks for: one header by name.
#include "sage-adapter/transport/transport.h"

#include "sage-adapter/transport/ascii.h"

namespace sage {

std::string_view Reply::header(std::string_view name) const {
    for (const Header& candidate : headers) {
        if (equal_without_case(candidate.name, name)) {
            return candidate.value;
        }
    }
    return {};
}

}  // namespace sage
