// SPDX-License-Identifier: Apache-2.0
// The promises of the contract, asked of every real plugin in front of its simulated Sage, through
// the table of the contract alone. What a broken contract of the host's leads to is in
// tests/security, what the border does without an edition in tests/unit/bridge.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/crash/imports.h"
#include "tests/crash/pairs.h"
#include "tests/security/probe_host.h"
#include "tests/support/sage_in_a_box.h"

namespace sage::testing {

/// One plugin, one company, one host that keeps everything it is told. Nothing is created yet.
class Conformance : public ::testing::TestWithParam<Pair> {
  protected:
    Conformance();

    /// create and connect.
    void start();
    /// Works until nothing is due for ten minutes.
    void settle() { host_.work_for(ten_minutes_ms); }
    /// A list of the manifest.
    std::vector<std::string> declared(std::string_view list) const;
    /// What the query of that name is asked here. Empty: this test knows no such query.
    std::string request(const std::string& query) const;
    wms_status ask(const std::string& request, std::string& answer);
    /// Documents in Sage, or files in the folder.
    std::size_t posted();
    std::int64_t in_state(const std::string& state);
    /// Where a document ends that was sent: Sage has it, or it waits for its import.
    std::string final_state() const { return GetParam().by_files ? "held" : "posted"; }
    wms::Message next_message();

    static constexpr std::int64_t ten_minutes_ms = 600'000;

    SageInABox box_;
    std::unique_ptr<Imports> imports_;  ///< null: Sage has an interface
    std::filesystem::path folder_;
    ProbeHost host_;
    int numbers_ = 0;

  private:
    static BoxOptions options();
    std::string settings() const;
};

/// Every violation of that schema of the contract is a failure.
void expect_valid(std::string_view schema, std::string_view json);

}  // namespace sage::testing
