// SPDX-License-Identifier: Apache-2.0
// A PostgreSQL server of the test's own: Debian's binaries on an empty folder and a free port, as
// an unprivileged user where the test runs as root, durable as in production, gone with the object.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "sage-adapter/outbox/outbox.h"

namespace sage::test {

class PostgresServer {
  public:
    /// Starts it and returns when it accepts connections. Throws std::runtime_error that says what
    /// to do, for instance that the package is missing.
    PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;
    ~PostgresServer();

    /// The one that the tests of this program share; ends with the program.
    static PostgresServer& shared();

    int port() const { return port_; }
    /// Its owner, who may do everything, and the owner's password.
    std::string user() const { return "outbox"; }
    std::string password() const { return "p'ss\\word"; }
    /// There from the beginning.
    std::string database() const { return "postgres"; }
    /// With these a store is opened on it, without encryption, as that company; the clock stands
    /// still unless it is replaced. They do not outlive the server.
    PostgresOptions options(const std::string& identity) const;
    /// Trusted, it makes the server `localhost` and 127.0.0.1; it listens on 127.0.0.2 besides,
    /// which its certificate does not name.
    std::filesystem::path certificate_authority_file() const { return folder_ / "ca.pem"; }

    /// As when its machine fails: at once, without a checkpoint, no goodbye to anybody.
    void kill();
    /// On the same folder and port, after kill() or stop().
    void start();
    void stop();

    /// What has been committed until now is on a replica, too, which hears of nothing after.
    void leave_replica_behind();
    /// The machine fails, and the replica takes over its address: every later commit is missing.
    void fail_over();

  private:
    void make_cluster();
    void run_to_its_end(const std::string& program, const std::vector<std::string>& arguments);
    pid_t launch(const std::string& program, const std::vector<std::string>& arguments, int output);
    void read_log(int output, std::promise<bool> ready);
    void end_with(int signal);

    std::filesystem::path folder_;
    std::filesystem::path binaries_;
    int port_ = 0;
    pid_t process_ = -1;
    std::thread reader_;
    std::string log_;  ///< until it was ready
};

}  // namespace sage::test
