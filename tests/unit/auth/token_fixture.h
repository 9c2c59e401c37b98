// SPDX-License-Identifier: Apache-2.0
// What a token source works with, in the hands of a test: clock, secrets, a token endpoint, and the
// shelf of several hosts.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sage-adapter/auth/auth.h"

namespace sage {

inline constexpr std::int64_t minute_ms = 60'000;
inline constexpr std::int64_t hour_ms = 60 * minute_ms;

class SetClock : public Clock {
  public:
    std::int64_t now_ms() const override { return now; }
    std::atomic<std::int64_t> now{1'700'000'000'000};
};

class KnownSecrets : public Secrets {
  public:
    Result<std::string> get(std::string_view name) override {
        if (failure.has_value()) {
            return *failure;
        }
        const auto found = values.find(std::string(name));
        if (found == values.end()) {
            return Error(Status::auth,
                         Problem{"secret.unknown", "", "No such secret.", "Add it.", Owner::it});
        }
        return found->second;
    }
    Result<Secret> read(std::string_view name) override {
        Result<std::string> value = get(name);
        return value.ok() ? Result<Secret>(Secret{std::move(value).value(),
                                                  std::to_string(versions[std::string(name)])})
                          : Result<Secret>(std::move(value).error());
    }
    Result<void> put(std::string_view name, std::string_view value,
                     std::string_view if_version) override {
        ++puts;
        if (meanwhile) {
            std::exchange(meanwhile, nullptr)();
        }
        std::uint64_t& version = versions[std::string(name)];
        if (put_failure.has_value()) {
            return *put_failure;
        }
        if (!if_version.empty() && if_version != std::to_string(version)) {
            return Error(Status::conflict,
                         Problem{"secret.moved_on", "", "It moved on.", "Read it.", Owner::it});
        }
        ++version;
        values[std::string(name)] = value;
        return {};
    }
    std::map<std::string, std::string> values{{"id", "client 1.app&sage"}, {"secret", "s%c+t"}};
    std::map<std::string, std::uint64_t> versions;
    std::optional<Error> failure;
    std::optional<Error> put_failure;
    std::function<void()> meanwhile;  ///< happens before the next put
    int puts = 0;
};

class FakeSage : public Transport {
  public:
    Evidence exchange(const Request& request, std::int64_t time_limit_ms) override {
        requests.push_back(request);
        limit_ms = time_limit_ms;
        return answer(request);
    }
    void interrupt() override {}

    void reply(int status, std::string body, std::vector<Header> headers = {}) {
        answer = [=](const Request&) {
            return Evidence{Outcome::answered, Reply{status, headers, body}, "", 100};
        };
    }
    void grant(const std::string& token, std::int64_t life_s) {
        reply(200, R"({"access_token":")" + token + R"(","token_type":"Bearer","expires_in":)" +
                       std::to_string(life_s) + "}");
    }

    std::function<Evidence(const Request&)> answer;
    std::vector<Request> requests;
    std::int64_t limit_ms = 0;
};

class FakeShelf : public TokenShelf {
  public:
    Result<std::unique_ptr<Turn>> take_turn(std::int64_t) override {
        if (while_waiting) {
            std::exchange(while_waiting, nullptr)();
        }
        ++turns;
        return fails_in_turn ? Result<std::unique_ptr<Turn>>(Error(Status::storage, Problem{}))
                             : Result<std::unique_ptr<Turn>>(std::make_unique<Turn>());
    }
    Result<std::string> look() override {
        return fails ? Result<std::string>(Error(Status::storage, Problem{}))
                     : Result<std::string>(kept);
    }
    Result<void> put(std::string_view sealed) override {
        kept = sealed;
        return {};
    }
    std::string kept;
    bool fails = false;
    bool fails_in_turn = false;
    std::function<void()> while_waiting;
    int turns = 0;
};

}  // namespace sage
