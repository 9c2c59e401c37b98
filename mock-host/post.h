// SPDX-License-Identifier: Apache-2.0
// From the warehouse to the plugin: hands over the documents that wait, lets the plugin work until
// nothing is left to do, and notes in the warehouse what became of each. Run again it hands over
// nothing twice: what was handed over is noted, and a document that was handed over without being
// noted is known to the plugin by its messageId. What the plugin cannot take now stays where it is,
// with all that came after it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/master_data.h"
#include "mock-host/result.h"
#include "mock-host/session.h"
#include "mock-host/wms/warehouse.h"

namespace wms {

struct PostOptions {
    SessionOptions session;
    /// Create the warehouse's items, customers, charges, sites and opening stock in the simulated
    /// Sage first.
    bool seed_sage = false;
    /// Handed over before anything else: what people decided.
    std::vector<Message> decisions;
    std::function<void(std::string_view line)> say;
};

struct PostResult {
    std::int64_t handed_over = 0;
    std::vector<Problem> refused;  ///< one for each document that the plugin can never take
    /// Why the others were not handed over: the plugin's queue is full, its storage fails. They
    /// wait for the next time.
    std::optional<Problem> stopped;
    /// One for each decision that was not carried out: the document was found in Sage, for example.
    std::vector<Problem> not_carried_out;
    /// By the plugin's words, all of the warehouse's documents; "waiting": not handed over.
    std::map<std::string, std::int64_t> states;

    /// Everything was handed over, nothing was refused, every decision was carried out, and
    /// everything is posted, or ended without a Sage document.
    bool all_done() const;
};

Result<PostResult> post(Warehouse& warehouse, const PostOptions& options);

/// The part of it that hands over, in the order in which the documents came about, and notes in the
/// warehouse which the plugin has, or can never take. A Problem where the warehouse fails.
Done hand_over(Warehouse& warehouse, Host& host, PostResult& result);

/// Notes in the warehouse what became of everything that had not ended when last looked at.
Done note_outcomes(Warehouse& warehouse, Host& host, PostResult& result);

/// What has to be in Sage for all that the warehouse holds.
Result<Seed> seed_of(const Warehouse& warehouse);

/// A person's decision about a held document, as the contract has it.
struct Decision {
    std::string message_id;  ///< of the document it is about
    std::string decision;    ///< sendAgain, markPosted or withdraw
    std::string decided_by;
    std::string reason;
    std::string sage_number;
    bool checked_by_hand = false;
    std::string date;
    std::int64_t decided_ms = 0;
};
Message decision_message(const Decision& decision, const Envelope& envelope);

}  // namespace wms
