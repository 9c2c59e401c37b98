// SPDX-License-Identifier: Apache-2.0
// What every test with real processes needs: one simulated Sage that outlives all of them, and for
// each trial a folder of its own in which lives (life.cpp) begin, are broken off under strace, and
// are carried on. Afterwards Sage and the store are asked what became of the documents.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "mock-host/control.h"
#include "mock-host/simulator.h"
#include "mock-host/wms/documents.h"
#include "tests/crash/imports.h"
#include "tests/crash/pairs.h"
#include "tests/crash/records.h"
#include "tests/hosts/outbox_by_sql.h"
#include "tests/support/program.h"

namespace sage::testing {

/// One document and what has to become of it.
struct Case {
    wms::Message message;
    std::string state = "posted";  ///< the final one; held, where it is a file to be imported
    std::string net = "6.78";      ///< in Sage, where it is posted
    bool in_sage = true;
};

/// One folder in which lives follow each other.
struct Trial {
    std::filesystem::path folder;
    std::vector<Case> cases;
    std::vector<Ended> lives;

    /// Whether a life has told that this document was accepted.
    bool accepted(std::size_t index) const;
};

class Bench {
  public:
    /// Starts the simulator. Throws std::runtime_error with the reason.
    explicit Bench(const Pair& pair);
    ~Bench();
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    /// A folder with documents of numbers never used before, and a clock later than all before.
    Trial begin(std::size_t documents = 1);
    /// The same for given documents.
    Trial begin(std::vector<Case> cases);
    void remove(const Trial& trial) const;

    /// The words that start a life in that folder. It hands over those documents that no life
    /// before has told as accepted, as a warehouse would.
    std::vector<std::string> words(const Trial& trial) const;
    /// A life under strace, with these options of strace before the program. Before any life begins
    /// on a server, the leases of those before have ended, as they would by waiting.
    Ended traced(Trial& trial, const std::vector<std::string>& options);
    /// A life that nothing disturbs, in the same folder. It must come to its end, where the
    /// refresh token was lost with one before, after a person has consented again. Where a later
    /// document has to be seen, another case is added first. Where a file is not there for which
    /// a document waits, a person decides that it is sent again, which is one more case.
    Ended carry_on(Trial& trial);
    /// Which call of a kind comes first after the host's audit trail has the attempt, in a life
    /// that posts one despatch; 1 is the first of the life.
    unsigned call_after_audit(const std::string& call);
    /// The call of fdatasync that makes the verdict durable in such a life.
    unsigned sync_of_the_verdict() { return call_after_audit("fdatasync"); }

    /// Every case is where it should be, once, to the penny, its reference in Sage equal to the
    /// one the host was told; the host was told so and nothing else; the store is sound and has
    /// nothing left to do. Files are imported for that: each is whole, of one case, and no other
    /// is in the folder.
    void expect_once(const Trial& trial);

    /// Documents Sage holds in all; for the figure at the end.
    std::int64_t documents_in_sage() const { return last_position_; }
    /// Requests to post something that Sage has seen with this text in their body, of the last
    /// thousand.
    std::size_t received(const std::string& method, const std::string& text) const;
    /// State, problem and history of a trial's documents, to be read by a person.
    std::string history(const Trial& trial) const;
    /// Attempts recorded for a trial's first document.
    int attempts(const Trial& trial) const;
    /// What was known after its first attempt, in the words of its history.
    std::string evidence_of_first_attempt(const Trial& trial) const;

    wms::Control& control() const { return *simulator_.control; }
    /// Adjustments of stock become documents in Sage.
    bool moves_stock() const { return pair_.edition != "sage200"; }
    std::string next_number();
    std::filesystem::path clock_of(const Trial& trial) const;
    std::int64_t now_ms(const Trial& trial) const;
    void set_now_ms(const Trial& trial, std::int64_t now_ms) const;

  private:
    std::string made_settings(const wms::SageSettings& told);
    void add_case(Trial& trial, Case one) const;
    void live_on(Trial& trial) const;
    /// False: the file of every document is there.
    bool decide_what_is_missing(Trial& trial) const;
    static std::string reference_of(const Trial& trial, const Case& one);
    void expect_in_sage(const Trial& trial);
    static void expect_reference(const Trial& trial, const Case& one,
                                 const wms::SageDocument& document);
    void expect_imported(const Trial& trial) const;
    void expect_told(const Trial& trial, const Case& one) const;
    void expect_sound_store(const Trial& trial) const;
    void expect_nothing_left_on_the_server();
    void let_leases_end();
    void store_secrets(const wms::SageSettings& told) const;

    const Pair pair_;
    std::filesystem::path folder_;
    wms::Simulator simulator_;
    std::unique_ptr<OutboxBySql> server_;  ///< null: no server
    std::unique_ptr<Imports> imports_;     ///< null: Sage has an interface
    int lives_ = 0;
    int numbers_ = 0;
    std::int64_t latest_ms_;
    std::int64_t last_position_ = 0;
    std::map<std::string, unsigned> calls_after_audit_;
};

/// Why strace cannot be used here; empty if it can. A test that needs it fails with this.
std::string why_no_tracing();

/// The whole set instead of the share of one merge: SAGE_RELEASE_TESTS is set.
bool whole_set();

/// A number that changes with the commit, so that what a single run leaves out is done by a later
/// one; 0 outside of a git checkout.
unsigned rotation();

}  // namespace sage::testing
