// SPDX-License-Identifier: Apache-2.0
// What is expected against what is there. An object that is expected may leave members out, a list
// may not: its length counts. And the other way round: whether an expectation could fail at all.
#pragma once

#include <boost/json/value.hpp>
#include <string>

#include "mock-host/scenario/finding.h"

namespace wms::scenarios {

/// Every difference, with where it is. Empty: what is expected is there. Null expects nothing, or
/// an empty text; {"contains": [...], "without": [...]} looks into a text. Quantities and amounts
/// are compared as decimals, whatever their zeros.
Findings differences(const boost::json::value& expected, const boost::json::value& actual,
                     const std::string& where = "");

/// Changes each value of the expectation in turn, and tells the places where differences() did not
/// notice: there the expectation says nothing.
Findings unnoticed_changes(const boost::json::value& expected, const boost::json::value& actual);

}  // namespace wms::scenarios
