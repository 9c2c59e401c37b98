// SPDX-License-Identifier: Apache-2.0
// What an edition's Sage holds, in the words of the scenarios: the one place that knows how each
// edition calls a note, a custom field or a tax code. A further edition adds its translation here.
#pragma once

#include <boost/json/array.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "mock-host/control.h"

namespace wms::scenarios {

/// The editions that there are scenarios for; each is the name of a folder under plugins.
const std::vector<std::string>& editions();

/// "scenario.edition": there is no translation for it.
Problem not_translated(const std::string& edition);

/// Every document in Sage, in the order in which they were made. A Problem where Sage does not
/// answer, or the edition is not translated.
Result<boost::json::array> documents_in_words(const std::string& edition, Control& control);

/// The place of the document of that key in that list, from 1.
Result<std::int64_t> place_of(const std::string& edition, Control& control, const std::string& key);

/// The fault by which Sage carries out the next document it is sent, and its reply is lost.
Result<std::string> lost_reply_fault(const std::string& edition);

}  // namespace wms::scenarios
