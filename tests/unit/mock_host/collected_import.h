// SPDX-License-Identifier: Apache-2.0
// What a reader of files gave, kept for a test to look at.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "mock-host/imports/import_sink.h"

namespace wms::testing {

struct Collected {
    std::vector<Order> orders;
    std::vector<Despatch> despatches;
    std::vector<std::string> places;
    std::vector<Problem> problems;
    std::vector<Problem> remarks;
    Done done = Nothing{};
};

/// Runs one of the readers over a text.
template <class Reader>
Collected collect(const Reader& reader, const std::string& text) {
    Collected collected;
    ImportSink sink;
    sink.order = [&](Order order, const std::string& where) {
        collected.orders.push_back(std::move(order));
        collected.places.push_back(where);
    };
    sink.despatch = [&](Despatch despatch, const std::string& where) {
        collected.despatches.push_back(std::move(despatch));
        collected.places.push_back(where);
    };
    sink.problem = [&](const Problem& problem) { collected.problems.push_back(problem); };
    sink.remark = [&](const Problem& remark) { collected.remarks.push_back(remark); };
    std::istringstream stream(text);
    collected.done = reader(stream, sink);
    return collected;
}

inline std::string with(std::string text, const std::string& old, const std::string& replacement) {
    const std::size_t at = text.find(old);
    return at == std::string::npos ? "not found: " + old
                                   : text.replace(at, old.size(), replacement);
}

}  // namespace wms::testing
