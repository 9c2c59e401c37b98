// SPDX-License-Identifier: Apache-2.0
// How many random cases a test tries: those of every run, all of a release's, or, under a
// sanitizer, a fifth. What is computed is tried in full by the build without one; the sanitizers
// look for what breaks on the way, twenty times as slowly, and a fifth takes every way.
#pragma once

#include <cstdlib>

namespace sage {

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif

/// SAGE_RELEASE_TESTS asks for those of a release, whatever the build.
inline int tries(int of_every_run, int of_a_release) {
    if (std::getenv("SAGE_RELEASE_TESTS") != nullptr) {
        return of_a_release;
    }
    return is_sanitized ? of_every_run / 5 : of_every_run;
}

}  // namespace sage
