// SPDX-License-Identifier: Apache-2.0
// Stands between a client and a PostgreSQL server, understands as much of the protocol as is needed
// to count the statements a client has executed, and cuts the connection at the one it was told:
// before the server has it, or after the server has carried it out and before the client is told.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace sage::test {

enum class Cut : std::uint8_t { before_server, before_reply };

class StatementCutter {
  public:
    /// Listens on a free port of 127.0.0.1 for clients of that server's port.
    explicit StatementCutter(int server_port);
    StatementCutter(const StatementCutter&) = delete;
    StatementCutter& operator=(const StatementCutter&) = delete;
    ~StatementCutter();

    int port() const { return port_; }

    /// Cuts once, at the n-th statement executed from now on, counted over all connections.
    void cut_at(int statement, Cut how);
    /// Whether that happened.
    bool has_cut() const;
    /// Statements executed since cut_at(), or since the beginning.
    int statements() const;
    /// New connections are ended at once, those that are there with the next cut.
    void refuse(bool refuses) { refuses_ = refuses; }

  private:
    void accept_clients();
    void serve(int client);
    void forward_requests(int client, int server, std::atomic<bool>& mute);
    bool is_cut_here(Cut& how);

    const int server_port_;
    int port_ = 0;
    int listener_ = -1;
    std::atomic<bool> refuses_ = false;
    mutable std::mutex mutex_;
    int statements_ = 0;
    int cut_at_ = 0;
    Cut how_ = Cut::before_server;
    bool has_cut_ = false;
    std::set<int> open_;  ///< sockets to be shut down at the end
    std::thread acceptor_;
    std::vector<std::thread> servers_;
};

}  // namespace sage::test
