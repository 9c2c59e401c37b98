// SPDX-License-Identifier: Apache-2.0
// Reads the body of a document and checks it field by field against the model: unknown, read-only
// and missing fields, types, and references to records that must exist.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/intacct/simulator_company.h"
#include "plugins/intacct/simulator_reply.h"

namespace sage::simulated_intacct {

struct BodyLine {
    Record fields;
    std::vector<FieldId> cleared;  ///< null in a change
    std::string key;               ///< of the line to change; empty: a new line
    bool remove = false;
};

struct Body {
    Record header;
    std::vector<FieldId> cleared;
    std::vector<BodyLine> lines;
    std::vector<Detail> faults;    ///< the request is wrong
    std::vector<Detail> business;  ///< the company refuses it
};

enum class Purpose : std::uint8_t { create, change };

Body read_body(const Company& company, const Definition& definition, Purpose purpose,
               const boost::json::object& body);

}  // namespace sage::simulated_intacct
