// SPDX-License-Identifier: Apache-2.0
// The network of one world and the server's misbehaviour: what becomes of each request on its way
// to the simulated Sage and of the reply on its way back. Each instance has a wire of its own.
//
// Where a real library would send a request again by itself (keep-alive), the wire plays its part:
// that planted bug has no place of its own in the core, whose own connection never does it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "sage-adapter/transport/transport.h"
#include "tests/simulation/chance.h"
#include "tests/simulation/checker.h"
#include "tests/simulation/clock.h"
#include "tests/simulation/event_log.h"
#include "tests/simulation/faults.h"
#include "tests/simulation/interruptions.h"
#include "tests/simulation/sage.h"

namespace sage::simulation {

class Network {
  public:
    Network(Chance& chance, Faults& faults, WorldClock& clock, EventLog& log, SimulatedSage& sage,
            Checker& checker, std::string token_target)
        : chance_(chance),
          faults_(faults),
          clock_(clock),
          log_(log),
          sage_(sage),
          checker_(checker),
          token_target_(std::move(token_target)) {}

    /// Of a hundred exchanges so many meet a fault.
    void set_faults(std::uint64_t percent) { percent_ = percent; }
    /// For so long every question is answered with an error, a page or nothing; or only those that
    /// name a reference of ours, where a Sage keeps an index of its own for it.
    void stop_answering_questions(std::int64_t ms, bool only_by_reference) {
        questions_fail_until_ms_ = clock_.true_ms() + ms;
        only_by_reference_ = only_by_reference;
    }
    void heal();
    /// Carries out what was under way and is due by now.
    /// Lets time go by. What is carried out late is carried out when it is due, however much time
    /// goes at once.
    void pass(std::int64_t ms);
    void deliver_late();
    bool has_late() const { return !late_.empty(); }
    std::int64_t next_late_ms() const;
    /// Requests of a machine that is gone may still arrive.
    std::int64_t settle_ms = 600'000;

    /// The bytes begin to leave.
    std::int64_t leaving(const Request& request, int instance) {
        return checker_.leaving(request, instance);
    }
    /// Between leaving() and this a machine may stand still for long.
    /// @param attempt  as leaving() gave it
    Evidence exchange(const Request& request, int instance, std::int64_t attempt,
                      std::int64_t time_limit_ms);
    std::uint64_t exchanges() const { return exchanges_; }

  private:
    struct Late {
        std::int64_t at_ms;
        Request request;
        std::string reference;  ///< of the document that it is about
    };
    enum class Kind : std::uint8_t { token, posting, question };

    Evidence carried(const Request& request, Known* document, bool multiplied = false);
    Evidence faulty(const Request& request, std::int64_t limit_ms, Kind kind, Known* document);
    Evidence not_sent(Fault fault, std::string reason);
    Evidence maybe(Fault fault, std::string reason, std::int64_t took_ms);
    Evidence answered(Fault fault, Reply reply);
    Evidence broken(const Request& request, std::int64_t limit_ms, Known* document);
    Evidence misanswered(const Request& request, Known* document);
    Evidence success_of_another(const Request& request, Known* document);
    Evidence refused(const Request& request, Known* document);
    Evidence misanswered_question(const Request& request);
    Evidence late(const Request& request, std::int64_t limit_ms, Known* document);
    void keep_failure(const Request& request, const Reply& reply);
    void count(Fault fault, const std::string& detail);

    Chance& chance_;
    Faults& faults_;
    WorldClock& clock_;
    EventLog& log_;
    SimulatedSage& sage_;
    Checker& checker_;
    std::string token_target_;
    std::uint64_t percent_ = 0;
    std::int64_t questions_fail_until_ms_ = 0;  ///< true time
    bool only_by_reference_ = false;
    std::uint64_t exchanges_ = 0;
    std::vector<Late> late_;
    std::map<std::string, Reply> kept_failures_;  ///< by request with its key
};

/// One instance's transport.
class Wire final : public Transport {
  public:
    Wire(Network& network, Interruptions& interruptions, int instance)
        : network_(network), interruptions_(interruptions), instance_(instance) {}

    Evidence exchange(const Request& request, std::int64_t time_limit_ms) override;
    void interrupt() override {}

  private:
    Network& network_;
    Interruptions& interruptions_;
    int instance_;
};

}  // namespace sage::simulation
