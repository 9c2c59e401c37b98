// SPDX-License-Identifier: Apache-2.0
// Memory that runs out when a test wants it to: every allocation of this program counts, those of
// C++, of SQLite and of OpenSSL alike.
#pragma once

#include <cstdint>

namespace sage::testing {

/// Takes over the memory of the libraries; before any of them has used some.
bool take_over_memory();

/// From now on the n-th allocation of this thread fails, `for_good` every one after it, too; 0:
/// none.
void fail_allocation(std::int64_t n, bool for_good);
/// Whether one of this thread has failed since then.
bool has_failed();

/// Nothing fails while the host's own code runs.
class Pardon {
  public:
    Pardon();
    Pardon(const Pardon&) = delete;
    Pardon& operator=(const Pardon&) = delete;
    ~Pardon();

  private:
    std::int64_t left_;
};

}  // namespace sage::testing
