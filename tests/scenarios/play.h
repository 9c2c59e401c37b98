// SPDX-License-Identifier: Apache-2.0
// Plays a case of a scenario: a simulated Sage of the edition as a process of its own, the plugin
// loaded through the C interface, the steps in their order.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "tests/scenarios/compare.h"
#include "tests/scenarios/scenario.h"
#include "tests/support/sage_in_a_box.h"

namespace sage::scenarios {

class Play {
  public:
    /// Throws std::runtime_error when a step cannot be carried out at all, as every call does.
    Play(const Scenario& scenario, const Case& one, const std::string& edition);

    /// All steps. What was expected and is not so, with the number of the step; also what an
    /// expectation leaves open although it looks like one.
    Findings run();

  private:
    using Verb = void (Play::*)(const boost::json::object& step);
    static const std::map<std::string, Verb, std::less<>>& verbs();

    void submit(const boost::json::object& step);
    void submit_again(const boost::json::object& step);
    void preview(const boost::json::object& step);
    void run_for(const boost::json::object& step);
    void set_sage(const boost::json::object& step);
    void change(const boost::json::object& step);
    void change_settings(const boost::json::object& step);
    void restart(const boost::json::object& step);
    void wait(const boost::json::object& step);
    void expect(const boost::json::object& step);

    void hand_over(const wms::Message& message, const std::string& wanted);
    wms::Message message_of(const boost::json::object& step, const std::string& kind,
                            const std::string& id);
    void change_sage(const boost::json::value& changes);
    void seed(const boost::json::object& company);
    void set_faults(const std::string& faults);
    void settle(std::int64_t patience_ms, bool to_the_end);
    void find(const std::string& finding);

    const Case& case_;
    const std::string edition_;
    const boost::json::object edition_section_;
    boost::json::object settings_;  ///< over those that Sage suggests
    boost::json::object changes_;   ///< by name
    std::map<std::string, wms::Message> messages_;
    std::map<std::string, boost::json::value> previews_;
    int messages_made_ = 0;
    std::string place_;  ///< the step at hand
    Findings findings_;
    std::unique_ptr<testing::SageInABox> box_;
};

}  // namespace sage::scenarios
