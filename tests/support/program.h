// SPDX-License-Identifier: Apache-2.0
// Another program as a test needs it: started, listened to line by line, waited for. Ends with the
// test, however the test ends.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace sage::testing {

/// How a program ended and what it said.
struct Ended {
    int exit_code = -1;  ///< -1: a signal ended it, or it was never started
    int signal = 0;
    std::string output;  ///< of both its output and its error output

    bool says(const std::string& line) const;
    /// The rest of the first line that begins so; empty if there is none.
    std::string after(const std::string& beginning) const;
};

class Program {
  public:
    /// Starts it; the first word is a path, or a name to be found where programs are. Throws
    /// std::runtime_error if the system cannot make another process.
    explicit Program(const std::vector<std::string>& words);
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    /// Kills it if nobody waited for it.
    ~Program();

    pid_t id() const { return id_; }
    /// Reads on until the program has said this line; false if it ends before.
    bool wait_for_line(const std::string& line);
    /// The one program that this one has started; 0 if there is none.
    pid_t child_id() const;
    /// Reads the rest and waits for the end.
    Ended wait();
    void kill();

  private:
    bool read_more();

    pid_t id_ = -1;
    int output_ = -1;
    std::string text_;
};

/// Starts it and waits for its end.
Ended run_program(const std::vector<std::string>& words);

}  // namespace sage::testing
