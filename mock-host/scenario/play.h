// SPDX-License-Identifier: Apache-2.0
// Plays a case of a scenario: a simulated Sage of the edition as a program of its own, the plugin
// loaded through the C interface, the steps in their order. One thread; several cases may be played
// at once, each by a thread of its own.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "mock-host/scenario/data_sources.h"
#include "mock-host/scenario/finding.h"
#include "mock-host/scenario/sage_steps.h"
#include "mock-host/scenario/scenario.h"
#include "mock-host/scenario/standing.h"
#include "mock-host/scenario/warehouse_steps.h"
#include "mock-host/session.h"

namespace wms::scenarios {

struct PlayOptions {
    std::filesystem::path plugin;             ///< absolute path of the library
    std::filesystem::path simulator_program;  ///< absolute
    std::filesystem::path data;               ///< where the case leaves what it did; empty: nowhere
    /// For cases that read Sage's tables; null: they cannot be played. Outlives the play.
    const DataSources* data_sources = nullptr;
};

/// What was expected and is not so, with the step; also what an expectation leaves open although it
/// looks like one. A step that cannot be carried out at all is a finding, and the last.
Findings play(const Scenario& scenario, const Case& one, const std::string& edition,
              const PlayOptions& options);

/// One case being played, for play(). What it is given outlives it.
class Play {
  public:
    Play(const Scenario& scenario, const Case& one, const std::string& edition,
         const PlayOptions& options);

    /// A Sage with what the case begins with, and the plugin connected.
    Done begin();
    /// All steps, then stops the plugin.
    Done run();

    const std::string& step() const { return step_; }
    const Findings& findings() const { return findings_; }

  private:
    using Verb = Done (Play::*)(const boost::json::object& step);
    static const std::map<std::string, Verb, std::less<>>& verbs();

    Done submit(const boost::json::object& step);
    Done submit_again(const boost::json::object& step);
    Done preview(const boost::json::object& step);
    Done query(const boost::json::object& step);
    Done check(const boost::json::object& step);
    Done command(const boost::json::object& step);
    Done warehouse(const boost::json::object& step);
    Done run_for(const boost::json::object& step);
    Done be_in_sage(const boost::json::object& step);
    Done change(const boost::json::object& step);
    Done change_settings(const boost::json::object& step);
    Done restart(const boost::json::object& step);
    Done wait(const boost::json::object& step);
    Done expect(const boost::json::object& step);

    Done is_ready_for(const std::string& verb) const;
    void hand_over(const Message& message, const std::string& wanted);
    void judge_answer(const std::string& answer, const std::string& wanted, const Problem* problem);
    Result<Message> message_of(const boost::json::object& step, const std::string& kind,
                               const std::string& id);
    Result<std::string> message_id_of(const std::string& name) const;
    void add(const Findings& findings);
    std::string configured(const std::string& suggested) const;
    std::filesystem::path files() const { return session_->folder().path() / import_folder; }
    Done begin_changes(const boost::json::object& section);
    Done seed(const boost::json::object& company);
    Done settle(std::int64_t patience_ms, bool to_the_end);

    const Scenario& scenario_;
    const Case& case_;
    const std::string& edition_;
    const PlayOptions& options_;
    const boost::json::object& of_all_;
    const boost::json::object& of_case_;
    boost::json::object settings_;  ///< over those that Sage suggests
    boost::json::object changes_;   ///< by name
    Messages messages_;
    Previews previews_;
    WarehouseSteps warehouse_;
    int messages_made_ = 0;
    std::string step_ = "the beginning";
    Findings findings_;
    boost::json::value next_;  ///< where the last answer said that the next page begins
    std::unique_ptr<Session> session_;
};

}  // namespace wms::scenarios
