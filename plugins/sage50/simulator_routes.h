// SPDX-License-Identifier: Apache-2.0
// From a request that was let in to what the interface does for it. Paths are found in any case.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "plugins/sage50/simulator_company.h"
#include "sage-adapter/transport/transport.h"

namespace sage::simulated_sage50 {

/// A request with its token in order.
struct Call {
    std::string_view method;
    std::string_view path;  ///< without its query
    std::string_view body;
    bool new_response = false;  ///< the header of that name: real HTTP errors
    bool gdn = false;           ///< the header of that name: the note's number on complete
};

struct Answer {
    Reply reply;
    bool created = false;
    bool changed = false;   ///< the books changed
    bool executed = false;  ///< a write was tried, whatever came of it
};

/// The name of the operation, of which only one runs at a time; empty: there is no such path.
std::string operation_of(std::string_view method, std::string_view path);

Answer answer_call(Company& company, const Call& call);

/// Nobody can log in: another user has the company for himself, the backup runs, and so on. The
/// error of SDO, or 0.
std::int64_t logon_error(const Company& company);

}  // namespace sage::simulated_sage50
