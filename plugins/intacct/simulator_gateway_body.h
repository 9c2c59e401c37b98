// SPDX-License-Identifier: Apache-2.0
// A function of the XML gateway as the body that the company's own rules read: both interfaces lead
// to the same documents.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <vector>

#include "plugins/intacct/simulator_company.h"
#include "sage-adapter/base/xml.h"

namespace sage::simulated_intacct {

/// Fills `body`, and `subtotals` with those of the document, of which the body of REST has no
/// published form. What is wrong with the XML, in the gateway's words; empty: nothing.
std::string read_function(const Company& company, const XmlElement& function,
                          boost::json::object& body, std::vector<Subtotal>& subtotals);

/// The document of that name, "Sales Order-SO-000001"; null: there is none.
const StoredDocument* document_named(const Company& company, std::string_view id);

}  // namespace sage::simulated_intacct
