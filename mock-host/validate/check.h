// SPDX-License-Identifier: Apache-2.0
// What the validator asks of a plugin: each check is one function in a table, runs in a process of
// its own and tells what it found at its bench.
#pragma once

#include <string>
#include <vector>

namespace wms::validate {

class Bench;

/// From good to bad, but for the last.
enum class Verdict { passed, warned, failed, crashed, timed_out, skipped };

struct Outcome {
    Verdict verdict = Verdict::passed;
    std::vector<std::string> words;  ///< what is wrong, or why it was skipped

    bool good() const { return verdict == Verdict::passed || verdict == Verdict::warned; }
    bool bad() const { return !good() && verdict != Verdict::skipped; }
};

/// "timed out"
const char* name_of(Verdict verdict);

struct Check {
    const char* name;    ///< stable: people switch it off by name
    int level;           ///< the lowest level that runs it
    const char* demand;  ///< of the plugin, one sentence
    const char* source;  ///< requirements of host-api/requirements.md
    void (*run)(Bench& bench);
    bool loads = true;  ///< false: it looks at files alone
};

/// Tells whether the plugin loads; where it fails, no other check that loads has anything to say.
inline constexpr const char* kLoads = "load-now";

std::vector<Check> checks_of_library();
std::vector<Check> checks_of_binary();
std::vector<Check> checks_of_values();
std::vector<Check> checks_of_lifecycle();
std::vector<Check> checks_of_documents();
std::vector<Check> checks_of_durability();
std::vector<Check> checks_of_remote();
std::vector<Check> checks_of_safety();
std::vector<Check> checks_of_surroundings();
/// In the order of a report.
std::vector<Check> all_checks();

}  // namespace wms::validate
