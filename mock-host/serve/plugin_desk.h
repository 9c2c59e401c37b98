// SPDX-License-Identifier: Apache-2.0
// The desk of a real plugin: one session by the real clock. A thread of its own hands over what the
// warehouse makes and connects again where the accounting system could not be reached. Questions go
// side by side, as many as the plugin allows; a new connection waits for them, and they for it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "mock-host/serve/desk.h"
#include "mock-host/session.h"
#include "mock-host/wms/warehouse.h"

namespace wms::serve {

class PluginDesk final : public Desk {
  public:
    /// Loads the plugin, opens the folder and connects; that the accounting system cannot be
    /// reached is no Problem. Settings are those of settings.json in the folder, or else what the
    /// simulated Sage suggests with `--setting`.
    /// @param live  the run of the live organisation, for go_live()
    static Result<std::unique_ptr<PluginDesk>> open(
        SessionOptions options, std::optional<SessionOptions> live = std::nullopt);
    ~PluginDesk() override;
    /// Ends the thread that hands over, calls back questions that are being answered, and notes in
    /// the warehouse what became of its documents. Idempotent; the destructor does it, too.
    void end();

    const Manifest& manifest() const override { return session_->plugin().manifest; }
    std::filesystem::path folder() const override { return session_->folder().path(); }
    std::int64_t now_ms() const override { return session_->clock().now_ms(); }
    const Clock& clock() const { return session_->clock(); }
    /// A line of the audit trail: by the host, which writes to it, and without one here.
    Done record(const std::string& line);
    /// Hands over what waits, and works until nothing is left to do now.
    Result<StatusCounts> settle();
    Problem connection() const override;
    Result<std::string> ask(std::string_view request) override;
    Done submit(const Message& message) override;
    std::vector<Problem> refused() const override;
    Result<std::string> document(const std::string& message_id) override;
    Result<std::vector<StockFigure>> stock() override;
    Done read_again() override;
    Result<std::string> check() override;
    std::string settings() const override;
    Done apply(const std::string& settings) override;
    std::filesystem::path live_folder() const override;
    Result<PromoteResult> go_live(const std::string& person, const std::string& answers,
                                  const std::string& reason) override;
    bool holds_secret(std::string_view text) const override;

  private:
    PluginDesk() = default;
    Done prepare(SessionOptions options);
    /// @param known  of settings.json, or else what the simulated Sage suggests
    std::string choose(const std::string& known);
    /// Needs the plugin for itself.
    Done connect();
    void keep_house();
    void hand_over_waiting();

    std::optional<SessionOptions> live_;
    std::vector<std::string> assignments_;
    std::unique_ptr<Warehouse> warehouse_;
    mutable std::shared_mutex plugin_mutex_;  ///< shared: in a call; alone: making a new instance
    std::unique_ptr<Session> session_;
    std::unique_ptr<std::counting_semaphore<>> calls_;  ///< questions at once
    std::mutex trail_mutex_;  ///< of the audit trail while there is no host
    mutable std::mutex facts_mutex_;
    std::atomic<bool> kept_ = false;  ///< there is a settings.json
    std::string trial_;               ///< settings that are being tried; empty: none are
    std::string in_use_;              ///< settings
    Problem connection_;
    std::deque<Problem> refused_;
    bool ending_ = false;
    std::condition_variable call_;
    std::thread house_;
};

}  // namespace wms::serve
