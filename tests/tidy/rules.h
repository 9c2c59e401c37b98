// SPDX-License-Identifier: Apache-2.0
// The rules of the house (ARCHITECTURE.md, "Rules"), each a pure function from a source to its
// breaches. tests/tidy_test.cpp applies them to everything; tests/unit/tidy plants a breach of
// each.
#pragma once

#include <vector>

#include "tests/tidy/source.h"

namespace tidy {

/// R1: the contract includes stddef.h and stdint.h only.
Breaches contract_includes(const Source& source);
/// R2: the mock host includes nothing of the adapter or the editions.
Breaches mock_host_includes(const Source& source);
/// R3: a core folder includes only folders left of it.
Breaches folder_order(const Source& source);
/// R4: an edition includes what it may, and does no input or output.
Breaches edition_includes(const Source& source);
/// R5: each third-party library stays behind its fence; headers show none.
Breaches third_party_fences(const Source& source);
/// R6: nothing mutable outlives a call: no statics, no globals, no process-wide TLS settings.
Breaches mutable_statics(const Source& source);
/// R7: no binary floating point near money.
Breaches floating_point(const Source& source);
/// R7: time, waiting and chance come from outside.
Breaches clock_and_chance(const Source& source);
/// R7: SQL is a constant text with bound parameters.
Breaches assembled_sql(const Source& source);
/// R9: every source has a unit test. Looks at all sources at once.
Breaches missing_tests(const std::vector<Source>& sources);

/// The first line names the licence.
Breaches licence_line(const Source& source);
/// At most 500 lines, at most 100 columns, functions of at most 70 lines.
Breaches sizes(const Source& source);
/// Nine of ten files have at most 350 lines. Looks at all sources at once.
Breaches long_files(const std::vector<Source>& sources);
/// Names say what a thing is: no manager, no helper.
Breaches names(const Source& source);
/// Nothing is left for later.
Breaches left_for_later(const Source& source);
/// No key, token or password grant in any file.
Breaches secrets(const Source& source);
/// No path of the machine it was written on.
Breaches machine_paths(const Source& source);
/// Tests do not sleep.
Breaches sleeping_tests(const Source& source);

}  // namespace tidy
