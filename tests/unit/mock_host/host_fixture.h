// SPDX-License-Identifier: Apache-2.0
// A Host around the fake plugin, by a jumping clock.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "mock-host/host.h"
#include "tests/unit/mock_host/fake_plugin.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms::testing {

inline constexpr std::int64_t kStart = 1'700'000'000'000;
inline constexpr std::int64_t kDay = 24LL * 3600 * 1000;

inline Message message_of(const std::string& id, const std::string& extra = "") {
    return {"despatchAdvice", "m-" + id, id,
            R"({"messageType":"despatchAdvice","messageId":"m-)" + id + R"(","body":{"id":")" + id +
                R"(","note":")" + extra + R"("}})"};
}

class HostTest : public ::testing::Test {
  protected:
    HostTest() : secrets_(Secrets::open(folder_ / "secrets.json").value()) {}

    Result<std::unique_ptr<Host>> make(const std::string& configuration) {
        HostOptions options;
        options.configuration = configuration;
        options.folder = folder_.path();
        options.workers = 4;
        options.before_jump = [this](std::int64_t time_ms) {
            told_ms_.push_back(time_ms);
            return Done(Nothing{});
        };
        return Host::create(table_, fake_manifest(), std::move(options), clock_, *secrets_);
    }
    std::unique_ptr<Host> start(const std::string& configuration) {
        auto host = make(configuration);
        EXPECT_TRUE(host.ok()) << in_one_line(host.problem());
        const Done connected = host.value()->connect();
        EXPECT_TRUE(connected.ok());
        return std::move(host).value();
    }

    TemporaryFolder folder_;
    const wms_plugin table_ = fake_table();
    JumpClock clock_{kStart};
    std::unique_ptr<Secrets> secrets_;
    std::vector<std::int64_t> told_ms_;
};

}  // namespace wms::testing
