// SPDX-License-Identifier: Apache-2.0
// How things stand at a moment of a case: in Sage, in the warehouse, in what the host was told, in
// what it can ask.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <string>

#include "mock-host/scenario/finding.h"
#include "mock-host/scenario/warehouse_steps.h"
#include "mock-host/session.h"

namespace wms::scenarios {

using Messages = std::map<std::string, Message>;             ///< by name: "DN-1", "DN-1 v2"
using Previews = std::map<std::string, boost::json::value>;  ///< answers, by name

/// What a step says that needs the plugin, behind a command.
inline Problem stopped() {
    return {"scenario.stopped", "", "The plugin is stopped for the command before.",
            R"(Put {"restart": true} before this step.)", "it"};
}

class Standing {
  public:
    /// Looks at everything that is expected only when it is compared. What is passed outlives it.
    Standing(const std::string& edition, Session& session, const WarehouseSteps& warehouse,
             const Messages& messages, const Previews& previews);

    /// What an expectation finds otherwise, or leaves open. A Problem where it cannot be looked at.
    Result<Findings> compare(const boost::json::object& expected) const;

  private:
    using Looked = Result<boost::json::value>;
    using Look = Looked (Standing::*)(const boost::json::value& expected) const;
    static const std::map<std::string, Look, std::less<>>& looks();

    Looked documents(const boost::json::value& expected) const;
    Looked results(const boost::json::value& expected) const;
    Looked result(const Message& message) const;
    Looked previews(const boost::json::value& expected) const;
    Looked balances(const boost::json::value& expected) const;
    Looked stock(const boost::json::value& expected) const;
    Looked writes(const boost::json::value& expected) const;
    Looked outbox(const boost::json::value& expected) const;
    Looked warehouse(const boost::json::value& expected) const;
    Looked attentions(const boost::json::value& expected) const;
    Looked issues(const boost::json::value& expected) const;
    Looked setting_problems(const boost::json::value& expected) const;
    Looked catalogue(const boost::json::value& expected) const;
    Looked files(const boost::json::value& expected) const;
    boost::json::array events() const;
    Looked query(const boost::json::object& request) const;
    Result<Findings> one_of(const boost::json::array& alternatives) const;

    const std::string& edition_;
    Session& session_;
    const WarehouseSteps& warehouse_;
    const Messages& messages_;
    const Previews& previews_;
};

}  // namespace wms::scenarios
