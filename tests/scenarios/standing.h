// SPDX-License-Identifier: Apache-2.0
// How things stand at a moment of a case: in Sage, in what the host was told, in what it can ask.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <string>

#include "tests/scenarios/compare.h"
#include "tests/support/sage_in_a_box.h"

namespace sage::scenarios {

class Standing {
  public:
    /// Looks at everything that is expected only when it is compared. What is passed outlives it.
    Standing(const std::string& edition, testing::SageInABox& box,
             const std::map<std::string, wms::Message>& messages,
             const std::map<std::string, boost::json::value>& previews);

    /// What an expectation finds otherwise, or leaves open.
    Findings compare(const boost::json::object& expected) const;

  private:
    boost::json::value actual(const std::string& member, const boost::json::value& expected) const;
    boost::json::value results(const boost::json::object& expected) const;
    boost::json::value result(const wms::Message& message) const;
    boost::json::value previews(const boost::json::object& expected) const;
    boost::json::value balances(const boost::json::object& expected) const;
    boost::json::value stock() const;
    boost::json::value writes() const;
    boost::json::value attentions() const;
    boost::json::value issues() const;
    boost::json::value setting_problems() const;
    boost::json::value catalogue(const boost::json::object& expected) const;
    boost::json::array events() const;
    boost::json::value query(const boost::json::object& request) const;
    Findings one_of(const boost::json::array& alternatives) const;

    const std::string& edition_;
    testing::SageInABox& box_;
    const std::map<std::string, wms::Message>& messages_;
    const std::map<std::string, boost::json::value>& previews_;
};

}  // namespace sage::scenarios
