// SPDX-License-Identifier: Apache-2.0
// A simulated Sage 200 for a test: seeded, with a token in hand and a clock that stands still.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage200/simulator.h"

namespace sage::test {

class SimulatedSite {
  public:
    SimulatedSite();

    /// With token, site and company; `target` is below the base path, blanks in it are encoded.
    Reply send(std::string_view method, std::string_view target, std::string_view body = "");
    Reply send(std::string_view method, std::string_view target, const boost::json::object& body);
    /// The list or record that a GET gives.
    boost::json::value get(std::string_view target);
    /// With the token, as the core sends what an edition wrote. That has to be as Sage publishes
    /// it (published_request.h).
    Reply authorised(Request request);
    /// As given.
    Reply raw(const Request& request);
    Reply control(std::string_view method, std::string_view path, std::string_view body = "");
    void change(std::string_view body);
    void behave(std::string_view body);

    Reply token(std::string_view form);
    /// Consents in a browser; the code that comes back.
    std::string consent(std::string_view more = "&audience=s200ukipd%2Fsage200");
    void authorise();
    /// Another simulator that is given this one's journal.
    void restart();
    Request request(std::string_view method, std::string_view target, std::string_view body = "");

    /// The id of the one record whose field has that text.
    std::int64_t id_of(std::string_view resource, std::string_view field, std::string_view text);
    std::int64_t counter(std::string_view name);
    std::string on_hand(std::string_view item, std::string_view location = "HOME");

    /// Two lanterns at 12.50 for C1.
    boost::json::object order();
    boost::json::object line(std::string_view item, std::int64_t quantity);
    /// 44.95 and its tax for C1, for both kinds of the ledger's documents.
    boost::json::object invoice();

    std::int64_t now_ms = 1'795'000'000'000;  // 2026-11-18T11:06:40Z
    std::vector<std::string> journal;
    std::unique_ptr<Simulator> simulator;
    bool professional = true;

  private:
    void make();
    std::string token_;
};

boost::json::value parsed(const Reply& reply);
/// The body as it is, for what a refusal says.
std::string said(const Reply& reply);
/// A body whose numbers keep their digits: texts that begin with "#" are written as numbers.
std::string written(const boost::json::value& body);

}  // namespace sage::test
