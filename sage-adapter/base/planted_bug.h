// SPDX-License-Identifier: Apache-2.0
// Bugs that a test plants, to show that the simulation catches them. In what is shipped planted()
// is constant and false: no switch, no code, no name of it is left in the library, which a test
// looks for. Only tests/simulation compiles the places again with SAGE_PLANTED_BUGS, and there one
// switch, set by that test program, decides.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sage {

enum class PlantedBug : std::uint8_t {
    none,
    no_fence,                 ///< a result is written whoever holds the document now
    no_sync,                  ///< a commit does not wait for the disk
    time_out_is_failure,      ///< no answer is taken for proof that nothing happened
    kept_failure_is_refusal,  ///< a failure that the server repeats is taken for a refusal
    search_error_is_empty,    ///< a look-up that failed is taken for "not found"
    key_with_time,            ///< the idempotency key changes with the clock
    resend_by_keep_alive,     ///< the connection sends a request again by itself
    stale_lease_completes,    ///< the lease's epoch is not looked at
    first_hit_only,           ///< a look-up that finds two is taken for one
    retry_on_server_error,    ///< 5xx is taken for "not processed"
    told_before_commit,       ///< the host hears of a result that is not on the disk yet
    binary_rounding,          ///< decimals go through binary floating point
};

#ifdef SAGE_PLANTED_BUGS
// A namespace of its own, so that the two definitions never meet in one program.
inline namespace with_planted_bugs {
/// Given by the test program that plants them.
bool planted_switch(PlantedBug bug);
std::string planted_binary(std::string_view decimal);

inline bool planted(PlantedBug bug) {
    return planted_switch(bug);
}
}  // namespace with_planted_bugs
#else
constexpr bool planted(PlantedBug) {
    return false;
}
constexpr std::string_view planted_binary(std::string_view decimal) {
    return decimal;
}
#endif

}  // namespace sage
