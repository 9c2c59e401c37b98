// SPDX-License-Identifier: Apache-2.0
// Hands documents to a plugin and prints what becomes of them.
//
//     sample_host PLUGIN.so DATA_DIR CONNECTION.json DOCUMENT.json...
//
// CONNECTION.json is {"settings": {...}, "secrets": {"name": "value"}}, as a simulated Sage gives
// it. Exit code 0: all are posted; 1: one is held or refused; 2: the run could not be made.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "wms_plugin.hpp"

using nlohmann::json;
using wms_sample::HostServices;
using wms_sample::Instance;
using wms_sample::Plugin;
using wms_sample::PluginError;

namespace {

/// A clock, secrets in memory (a real host keeps them, encrypted), an audit trail in a file.
class SampleServices final : public HostServices {
  public:
    SampleServices(const std::filesystem::path& folder, const json& secrets)
        : trail_(open((folder / "audit.jsonl").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
                      0600)) {
        if (trail_ < 0) {
            throw std::runtime_error(folder.string() + ": " + std::strerror(errno));
        }
        for (const auto& [name, value] : secrets.items()) {
            secrets_[name] = {value.get<std::string>(), "1"};
        }
    }
    ~SampleServices() override { close(trail_); }

    void log(int level, std::string_view target, std::string_view message,
             std::string_view fields) override {
        if (level >= WMS_LOG_WARN) {
            std::cerr << target << ": " << message << ' ' << fields << '\n';
        }
    }
    std::int64_t now_ms() override {
        using namespace std::chrono;
        return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    }
    void wake() override {
        const std::lock_guard guard(mutex_);
        woken_ = true;
        wake_.notify_one();
    }
    std::optional<Secret> secret_get(std::string_view name) override {
        const auto found = secrets_.find(std::string(name));
        return found == secrets_.end() ? std::nullopt : std::optional(found->second);
    }
    wms_status secret_put(std::string_view name, std::string_view value,
                          std::string_view if_version) override {
        Secret& secret = secrets_[std::string(name)];
        if (secret.version != if_version) {
            return WMS_E_CONFLICT;
        }
        secret = {std::string(value),
                  std::to_string(secret.version.empty() ? 1 : std::stol(secret.version) + 1)};
        return WMS_OK;
    }
    bool audit(std::string_view records) override {
        const std::string line = std::string(records) + '\n';
        return write(trail_, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
               fsync(trail_) == 0;
    }
    std::string secret_json(const Secret& secret) override {
        return json{{"value", secret.value}, {"version", secret.version}}.dump();
    }

    /// Until that time, or wake(), or a second has gone.
    void wait_until(std::int64_t due_ms) {
        const auto most =
            std::chrono::milliseconds(std::clamp<std::int64_t>(due_ms - now_ms(), 0, 1000));
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, most, [&] { return woken_; });
        woken_ = false;
    }

  private:
    const int trail_;
    std::map<std::string, Secret> secrets_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool woken_ = false;
};

json read(const std::string& path) {
    std::ifstream file(path);
    if (!file) {
        throw std::runtime_error(path + ": cannot be read");
    }
    return json::parse(file);
}

using States = std::map<std::string, std::string>;  // by messageId

bool have_ended(const States& states) {
    static const std::set<std::string> ends = {"posted", "held", "rejected", "withdrawn"};
    return std::all_of(states.begin(), states.end(),
                       [](const auto& state) { return ends.count(state.second); });
}

void take_events(Instance& instance, States& states) {
    while (const auto text = instance.next_event()) {
        const json event = json::parse(*text);
        std::cout << event.dump()
                  << '\n';  // a real host stores it, durably, before it acknowledges
        if (event.contains("error") && event["error"].is_object()) {
            std::cerr << event["error"]["message"].get<std::string>() << '\n';
        }
        const auto state = states.find(event.value("messageId", ""));
        if (state != states.end() && event.contains("state")) {
            state->second = event["state"].get<std::string>();
        }
        instance.acknowledge(event["eventId"].get<std::string>());
    }
}

int run(const std::vector<std::string>& words) {
    const std::filesystem::path folder = std::filesystem::absolute(words[1]);
    const json connection = read(words[2]);
    std::filesystem::create_directories(folder / "outbox");
    SampleServices services(folder, connection.at("secrets"));
    const Plugin plugin(words[0]);
    Instance instance(plugin, "sample", connection.at("settings").dump(),
                      (folder / "outbox").string(), services);
    States states;
    for (std::size_t index = 3; index < words.size(); ++index) {
        const json receipt = json::parse(instance.submit(read(words[index]).dump()));
        std::cout << receipt.dump() << '\n';  // from here on the plugin answers for the document
        states[receipt.at("firstMessageId").get<std::string>()] =
            receipt.at("state").get<std::string>();
    }
    instance.connect();
    while (!have_ended(states)) {
        const auto due = instance.work();
        take_events(instance, states);
        if (due) {
            services.wait_until(*due);
        }
    }
    instance.stop();
    return std::all_of(states.begin(), states.end(),
                       [](const auto& state) { return state.second == "posted"; })
               ? 0
               : 1;
}

}  // namespace

int main(int count, char** words) {
    if (count < 5) {
        std::cerr << "sample_host PLUGIN.so DATA_DIR CONNECTION.json DOCUMENT.json...\n";
        return 2;
    }
    try {
        return run({words + 1, words + count});
    } catch (const PluginError& error) {
        std::cerr << error.code << ": " << error.what() << '\n';
        const bool refused = error.status == WMS_E_INVALID || error.status == WMS_E_NOT_ACCEPTED ||
                             error.status == WMS_E_CONFLICT;
        return refused ? 1 : 2;
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 2;
    }
}
