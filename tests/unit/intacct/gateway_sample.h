// SPDX-License-Identifier: Apache-2.0
// Documents that go by the XML gateway, its answers, and requests compared as a whole with those in
// plugins/intacct/fixtures.
#pragma once

#include "plugins/intacct/gateway.h"
#include "sage-adapter/base/xml.h"
#include "tests/unit/intacct/sample.h"

namespace sage::intacct::sample {

inline constexpr std::string_view all_by_gateway = R"({
    "taxDetails": {}, "lateTracking": "patch",
    "gateway": {"salesOrder": "gateway", "despatchAdvice": "gateway", "returnAdvice": "gateway",
                "inventoryIncrease": "gateway", "inventoryDecrease": "gateway",
                "lateTracking": "gateway",
                "unprovenElements": ["sourcelinekey", "trackingnumber", "shippeddate",
                                     "customerponumber", "taxsolutionid"]}})";

Settings gateway_settings(std::string_view changes = "{}");

/// Texts without what only lays them out.
XmlElement tree(std::string_view xml);

std::string laid_out(const XmlElement& element, const std::string& margin = "");

/// fixtures/<name>.request.xml holds exactly this body, each element on a line of its own.
void expect_golden_xml(const std::string& name, const Request& request);

/// Names of the elements directly below, in their order.
std::vector<std::string> names_below(const XmlElement& element);

/// The element at names one below the other; an empty one if it is not there.
XmlElement at_path(const XmlElement& root, std::initializer_list<std::string_view> names);

/// A reply of the gateway around a result or an error.
Reply gateway_reply(const std::string& operation,
                    const std::string& control = "<status>success</status>",
                    const std::string& beside = "");

std::string signed_in(const std::string& result);

Reply succeeded(const std::string& id, const std::string& function = "create_sotransaction",
                const std::string& control_id = std::string(key));

std::string error_element(const std::string& number, const std::string& text,
                          const std::string& additional = "");

Reply failed(const std::string& errors);

}  // namespace sage::intacct::sample
