// SPDX-License-Identifier: Apache-2.0
// One of the hosts of the tests with many: a process of its own with its own plugin and threads.
// It is this same program, started with other words.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mock-host/wms/documents.h"

namespace sage::testing {

constexpr unsigned workers_of_a_host = 8;

/// What every document of such a test is worth, before tax.
constexpr const char* net_of_a_document = "13.56";
/// In lanes: every third document has an ordering key that it shares with a few others.
wms::Message document_of(int index, bool in_lanes = true);

/// The words that make a program a host: it hands over `count` documents from number `first` on,
/// says "submitted" in a line of its own, and works until its input ends or says a line.
std::vector<std::string> words_of_a_host(const std::string& folder, const std::string& settings,
                                         const std::string& secrets, int first, int count,
                                         bool in_lanes = true);
/// To be called first in main(). Nothing: these are not the words of a host.
std::optional<int> run_as_host(const std::vector<std::string>& words);

}  // namespace sage::testing
