// SPDX-License-Identifier: Apache-2.0
// A host that breaks the contract, one way in each case. Every case runs in a process of its own
// (hostile_host.cpp), against the plugin as it is shipped, so that a crash is one failed case.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/security/probe_host.h"

namespace sage::testing {

/// What a case has at hand: a host that works, unless the case spoils it, and one good document.
struct Stage {
    ProbeHost& host;
    std::string document;  ///< accepted by the plugin as it is
    std::string other;     ///< another one
};

struct HostileCase {
    const char* name;
    void (*run)(Stage& stage);
};

/// Ends the case with what was expected instead.
void expect(bool holds, const char* what);
void expect_status(wms_status status, wms_status expected);
/// Any refusal the contract knows; never WMS_E_INTERNAL, which is a bug of the plugin.
void expect_refused(wms_status status);
/// A host that throws where nothing may: the plugin may call that a bug, it must not die of it.
void expect_survived(wms_status status);

std::vector<HostileCase> cases_of_creation();
std::vector<HostileCase> cases_of_texts();
std::vector<HostileCase> cases_of_structs();
std::vector<HostileCase> cases_of_order();
std::vector<HostileCase> cases_of_services();
std::vector<HostileCase> cases_of_callbacks();

}  // namespace sage::testing
