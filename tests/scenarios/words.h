// SPDX-License-Identifier: Apache-2.0
// What an edition's Sage holds, in the words of the scenarios: the one place that knows how each
// edition calls a note, a custom field or a tax code. A further edition adds its translation here.
#pragma once

#include <boost/json/array.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "mock-host/control.h"

namespace sage::scenarios {

/// The editions that there are scenarios for; each is the name of a folder under plugins.
const std::vector<std::string>& editions();

/// Every document in Sage, in the order in which they were made.
boost::json::array documents_in_words(const std::string& edition, wms::Control& control);

/// The place of the document of that key in that list, from 1.
std::int64_t place_of(const std::string& edition, wms::Control& control, const std::string& key);

/// The fault by which Sage carries out the next document it is sent, and its reply is lost.
std::string lost_reply_fault(const std::string& edition);

}  // namespace sage::scenarios
