// SPDX-License-Identifier: Apache-2.0
// Filling the company: its own defaults, and what the neutral seed of the control interface names.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "plugins/intacct/simulator_company.h"
#include "plugins/sage_simulator/control_reply.h"

namespace sage::simulated_intacct {

/// Puts a field of a record, with the key of what it refers to.
void put_field(Company& company, std::string_view object, Record& record, std::string_view name,
               std::string_view text);

/// Dates a change of the record, where records of the object show when they were changed.
void date_change(Company& company, std::string_view object, Record& record);

/// The record of that id, made with key and status if there is none.
Record& ensure(Company& company, std::string_view object, std::string_view id,
               std::string_view name);

/// Applies nothing if anything is wrong.
std::optional<ControlFault> apply_seed(Company& company, const boost::json::value& seed);

}  // namespace sage::simulated_intacct
