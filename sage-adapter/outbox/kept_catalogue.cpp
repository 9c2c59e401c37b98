// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/outbox/kept_catalogue.h"

#include <charconv>

namespace sage {

std::int64_t catalogue_version(std::string_view text) {
    std::int64_t version = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, wrong] = std::from_chars(text.data(), end, version);
    return wrong == std::errc() && stopped == end && version > 0 ? version : 0;
}

bool StoredCatalogue::is(std::string_view version_text, std::string_view read_at_text) const {
    return version > 0 && catalogue_version(version_text) == version &&
           read_at_text == std::to_string(catalogue.read_at_ms());
}

}  // namespace sage
