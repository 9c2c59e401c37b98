// SPDX-License-Identifier: Apache-2.0
// The simulated company of one world: the edition's own simulator, and what it holds in neutral
// words, read through its control interface and through nothing else.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage_simulator/simulator.h"
#include "tests/simulation/editions.h"
#include "tests/simulation/host.h"

namespace sage::simulation {

struct SageLine {
    std::string item;
    std::string quantity;
    std::string price;
};

/// One document as Sage holds it.
struct SageRecord {
    std::string key;
    std::string number;
    std::string type;
    std::string reference;  ///< ours
    std::string net;
    std::vector<SageLine> lines;
    /// It has no quantities and prices, but an amount in pennies for each line.
    bool amounts_alone = false;
    /// It says what left, and no money; a line of the document may be several of it.
    bool quantities_alone = false;
    /// Goods are set aside with it and have not left.
    bool set_aside = false;
    /// A line of the document, which is one of these for each.
    bool line_alone = false;
    /// It takes away: of a despatch what had left, of stock what was there.
    bool takes_back = false;
    bool unnamed = false;  ///< whoever reads this Sage does not see our reference

    /// Until it is read back, its number may stand for its key (knows_key()).
    bool is_called(const SageDocument& document) const {
        return key == document.key || (!knows_key(document) && number == document.number);
    }
};

class SimulatedSage {
  public:
    /// @param seed  of the world: decides which of the edition's companies it is
    SimulatedSage(const SimulatedEdition& edition, std::uint64_t seed,
                  std::function<std::int64_t()> now_ms);

    Reply carry_out(const Request& request) { return simulator_->handle(request).reply; }
    /// Documents made since the last call.
    std::vector<SageRecord> fresh();
    /// All documents there are.
    std::vector<SageRecord> all();

    /// A request of the control interface; throws std::runtime_error if it is refused.
    void control(std::string_view path, std::string_view body);
    /// The settings for this company with those of the edition's simulation.json merged in.
    const std::string& settings() const { return settings_; }
    std::string secret(std::string_view name) const;
    /// The refresh token that a person gets who consents now.
    std::string consent(std::string_view name);
    std::vector<std::string> secrets() const;

    /// A list of control requests from simulation.json, by pointer; nothing if there is none.
    bool has(std::string_view pointer) const;
    void apply(std::string_view pointer);
    std::string_view text(std::string_view pointer) const;
    /// What this company is called in simulation.json; empty: the edition has but one.
    std::string_view company() const;
    const Habits& habits() const { return habits_; }
    /// A person enters the order, under its number; what Sage does not know of it is left out.
    void enter_order(const HostDocument& order);
    /// A reply to that request as if another document had been made; empty: it would name none.
    std::string_view reply_of_another(const Request& request) const;

  private:
    std::vector<SageRecord> read(std::uint64_t after, std::uint64_t& last);
    void apply_all(const boost::json::value& requests);

    std::unique_ptr<Simulator> simulator_;
    boost::json::value variations_;
    boost::json::value company_;  ///< the one that the seed drew
    Habits habits_;
    std::string settings_;
    boost::json::value secrets_;
    std::uint64_t seen_ = 0;
};

/// A header with an access token, which is another one each time, by whichever edition's name.
bool carries_token(const Header& header);

/// What every simulated company is seeded with.
std::string_view seed_json();

}  // namespace sage::simulation
