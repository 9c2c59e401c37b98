// SPDX-License-Identifier: Apache-2.0
// The program sage-simulator as a child process, for tests that talk to it over HTTPS.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "sage-adapter/transport/transport.h"

namespace sage::test {

struct Ended {
    int exit_code = -1;
    std::string output;
    std::string errors;
};

/// Runs the program until it ends by itself.
Ended run_program(const std::vector<std::string>& arguments);

class Program {
  public:
    explicit Program(const std::string& folder, std::vector<std::string> more = {},
                     const std::string& edition = "intacct");
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    bool ready() const { return port_ != 0; }
    std::string authority() const { return authority_; }
    int port() const { return port_; }
    /// One request on a connection of its own; status 0 when no complete reply came.
    Reply exchange(const Request& request);
    /// Sends the signal and waits; the exit code.
    int stop(int signal);

  private:
    pid_t process_ = -1;
    int output_ = -1;
    int port_ = 0;
    std::string authority_;
};

}  // namespace sage::test
