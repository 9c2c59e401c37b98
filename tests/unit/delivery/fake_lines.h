// SPDX-License-Identifier: Apache-2.0
// How the made-up Sage writes what it is asked for: a document in a line, its fields between bars.
#pragma once

#include <string>
#include <vector>

#include "sage-adapter/edition.h"

namespace sage::testing {

inline std::vector<std::string> split(const std::string& text, char by) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0, end = 0; end != std::string::npos; begin = end + 1) {
        end = text.find(by, begin);
        parts.push_back(text.substr(begin, end - begin));
    }
    return parts;
}

inline std::string header(const Request& request, const std::string& name) {
    for (const Header& one : request.headers) {
        if (one.name == name) {
            return one.value;
        }
    }
    return {};
}

inline Found found_in(const std::string& line) {
    const std::vector<std::string> parts = split(line, '|');
    Found found;
    found.sage_document.type = "Invoice";
    found.sage_document.key = parts.at(0);
    found.sage_document.number = "N" + parts.at(0);
    found.external_reference = parts.at(1);
    found.facts = {{"reference", parts.at(1)}, {"content", parts.at(2)}};
    return found;
}

inline LookUp lines_of(const Reply& reply) {
    LookUp seen;
    if (reply.status != 200) {
        seen.why = "status " + std::to_string(reply.status);
        return seen;
    }
    seen.usable = true;
    for (const std::string& line : split(reply.body, '\n')) {
        if (!line.empty()) {
            seen.found.push_back(found_in(line));
        }
    }
    return seen;
}

}  // namespace sage::testing
