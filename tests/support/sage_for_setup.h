// SPDX-License-Identifier: Apache-2.0
// A simulated Sage that runs beside a test of a set-up, and the folder that is set up for it.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "mock-host/control.h"
#include "mock-host/session.h"
#include "mock-host/setup/json_place.h"
#include "mock-host/setup/setup.h"
#include "mock-host/simulator.h"
#include "tests/support/sage_in_a_box.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace sage::testing {

inline constexpr std::int64_t patience_ms = 24 * 3'600'000LL;
inline constexpr std::int64_t a_working_day_ms = 1'763'653'330'000;

inline std::string file_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

class SageForSetup {
  public:
    SageForSetup(std::string edition, std::string name)
        : edition_(std::move(edition)), data(folder_ / name) {
        start();
    }

    /// The same company again, at another address.
    void start() {
        simulator_ = wms::Simulator();
        auto started = wms::start_simulator(SAGE_SIMULATOR_PROGRAM, edition_, folder_ / "sage");
        EXPECT_TRUE(started.ok()) << wms::in_one_line(started.problem());
        simulator_ = std::move(started).value();
        EXPECT_TRUE(wms::set_clock(control(), a_working_day_ms).ok());
    }
    void stop() { simulator_ = wms::Simulator(); }

    wms::Control& control() { return *simulator_.control; }
    void seed(const std::string& json = small_company()) {
        ASSERT_TRUE(wms::seed(control(), json).ok());
    }
    void change(const std::string& json) {
        const auto changed = control().post("/control/change", json);
        ASSERT_TRUE(changed.ok()) << wms::in_one_line(changed.problem());
    }
    /// What the simulated Sage suggests, of settings.
    std::string suggested() { return wms::settings(control()).value().configuration; }
    /// The suggested settings that do not belong to an environment: what people answer.
    std::string answers() {
        boost::json::value value = boost::json::parse(suggested());
        for (const char* own : {"address", "tokenAddress", "certificateAuthorityFile", "companyId",
                                "siteId", "userId"}) {
            value.as_object().erase(own);
        }
        return boost::json::serialize(value);
    }

    wms::SessionOptions session_options() const {
        wms::SessionOptions options;
        options.plugin =
            std::filesystem::path(SAGE_PLUGIN_FILE).parent_path() / ("sage_" + edition_ + ".so");
        options.data = data;
        options.sage_address = simulator_.address;
        options.sage_certificate_authority = simulator_.certificate_authority_file;
        options.start_ms = a_working_day_ms;
        return options;
    }
    wms::SetupOptions setup_options() {
        wms::SetupOptions options;
        options.session = session_options();
        options.answers = answers();
        options.say = [](std::string_view) {};
        return options;
    }
    void set_up() {
        const auto result = wms::set_up(setup_options());
        ASSERT_TRUE(result.ok()) << wms::in_one_line(result.problem());
        ASSERT_TRUE(result.value().written) << told(result.value().findings);
    }
    /// Hands a despatch over with the settings of the folder; its state, or the code it was refused
    /// with.
    std::string post(const std::string& number, const std::string& environment) {
        auto session = wms::Session::start(session_options());
        if (!session.ok()) {
            return session.problem().code;
        }
        wms::Message message = despatch_of(number, 1);
        const std::string of_test = R"("environment":"test")";
        const std::size_t at = message.json.find(of_test);
        message.json.replace(at, of_test.size(), R"("environment":")" + environment + '"');
        const auto receipt = session.value()->host().submit(message);
        if (!receipt.ok()) {
            return receipt.problem().code;
        }
        EXPECT_TRUE(session.value()->host().settle(patience_ms).ok());
        return session.value()->host().postings().find(message.id)->state;
    }
    static std::string told(const std::vector<wms::SettingFinding>& findings) {
        std::string all;
        for (const wms::SettingFinding& finding : findings) {
            all += wms::text_of(finding) + "\n";
        }
        return all;
    }
    std::string file(const std::string& name) const { return file_of(data / name); }
    bool is_set_up() const { return std::filesystem::exists(data / "settings.json"); }

  private:
    wms::testing::TemporaryFolder folder_;
    std::string edition_;
    wms::Simulator simulator_;

  public:
    const std::filesystem::path data;
};

}  // namespace sage::testing
