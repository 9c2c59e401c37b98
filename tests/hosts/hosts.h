// SPDX-License-Identifier: Apache-2.0
// Several hosts, each a process with its own plugin, on one outbox of a PostgreSQL server, posting
// to one simulated Sage. If they are not left alone, processes are stopped for longer than their
// leases last, and killed and started again, at random, and replies of Sage are lost.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "tests/hosts/outbox_by_sql.h"
#include "tests/support/postgres_server.h"
#include "tests/support/sage_in_a_box.h"

namespace sage::testing {

struct HostsOptions {
    int documents = 2'000;
    int processes = 4;
    bool left_alone = false;
    int latency_ms = 0;      ///< added to each posting by Sage
    std::uint64_t seed = 1;  ///< of what is done to the processes
};

struct HostsFigures {
    double seconds = 0;
    int kills = 0;
    int stops = 0;
    std::int64_t lost_replies = 0;
    std::int64_t attempts = 0;
    std::int64_t doubts = 0;          ///< attempts of which it was not known what they did
    std::vector<std::string> broken;  ///< promises; empty: all hold
};

class Hosts {
  public:
    /// Starts the server and the simulated Sage. Throws std::runtime_error, as run() does.
    explicit Hosts(const HostsOptions& options);
    Hosts(const Hosts&) = delete;
    Hosts& operator=(const Hosts&) = delete;
    /// Kills what is left.
    ~Hosts();

    /// Starts the hosts; returns when every document is posted and, unless they are left alone,
    /// verified, and all hosts have ended.
    HostsFigures run();

  private:
    using Clock = std::chrono::steady_clock;

    struct One {
        std::string folder;
        int first = 0;
        int count = 0;
        pid_t id = -1;
        int to = -1;
        int from = -1;
        bool submitted = false;
        bool stopped = false;
        Clock::time_point continue_at{};
    };

    void write_settings();
    void set_faults();
    int rows_lost() const;
    void start(One& host);
    static void end(One& host, int signal);
    static void ask_to_end(One& host);
    static std::string end_of_log(const One& host);
    void listen();
    void wait_until_done();
    void disturb();
    void wake_the_stopped();

    const HostsOptions options_;
    test::PostgresServer server_;
    SageInABox box_;
    OutboxBySql outbox_;
    std::vector<One> hosts_;
    std::mt19937_64 random_;
    HostsFigures figures_;
};

}  // namespace sage::testing
