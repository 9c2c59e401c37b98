// SPDX-License-Identifier: Apache-2.0
// Plan: the C table has every function; each does what the contract says; log lines stay one line.
#include "mock-host/services.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "mock-host/audit_line.h"
#include "mock-host/plugin_call.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

class ServicesTest : public ::testing::Test {
  protected:
    ServicesTest()
        : secrets_(Secrets::open(folder_ / "secrets").value()),
          audit_(Audit::open(folder_ / "audit").value()),
          log_(AppendFile::open(folder_ / "log").value()),
          services_({clock_, *secrets_, *audit_, *log_, [this] { ++woken_; }}),
          host_(services_.table()) {}

    testing::TemporaryFolder folder_;
    JumpClock clock_{42};
    int woken_ = 0;
    std::unique_ptr<Secrets> secrets_;
    std::unique_ptr<Audit> audit_;
    std::unique_ptr<AppendFile> log_;
    Services services_;
    const wms_host* host_;
};

TEST_F(ServicesTest, the_table_is_complete) {
    EXPECT_EQ(host_->struct_size, sizeof(wms_host));
    EXPECT_EQ(text_of(host_->product), "mock-host");
    for (const bool there :
         {host_->log != nullptr, host_->now_ms != nullptr, host_->wake != nullptr,
          host_->secret_get != nullptr, host_->secret_put != nullptr, host_->audit != nullptr,
          host_->get_extension != nullptr}) {
        EXPECT_TRUE(there);
    }
    EXPECT_EQ(host_->get_extension(host_, WMS_STR("wms.host.metrics/1")), nullptr);
}

TEST_F(ServicesTest, time_and_wake_are_the_hosts) {
    EXPECT_EQ(host_->now_ms(host_), 42);
    host_->wake(host_);
    EXPECT_EQ(woken_, 1);
}

TEST_F(ServicesTest, secrets_go_out_with_their_version_and_come_in_by_it) {
    PluginError error;
    ASSERT_EQ(host_->secret_put(host_, WMS_STR("a"), WMS_STR("x"), {nullptr, 0}, error.out()),
              WMS_OK);
    PluginDocument secret;
    ASSERT_EQ(host_->secret_get(host_, WMS_STR("a"), secret.out(), error.out()), WMS_OK);
    EXPECT_EQ(secret.text(), R"({"value":"x","version":"1"})");
    EXPECT_EQ(host_->secret_put(host_, WMS_STR("a"), WMS_STR("y"), WMS_STR("0"), error.out()),
              WMS_E_CONFLICT);
    PluginDocument none;
    PluginError unknown;
    EXPECT_EQ(host_->secret_get(host_, WMS_STR("b"), none.out(), unknown.out()), WMS_E_AUTH);
    EXPECT_EQ(unknown.problem("secret_get", WMS_E_AUTH).code, "secrets.unknown");
}

TEST_F(ServicesTest, audit_is_on_disk_or_refused) {
    PluginError error;
    ASSERT_EQ(host_->audit(host_, WMS_STR("{\"n\":1}"), error.out()), WMS_OK);
    std::string hash;
    EXPECT_EQ(folder_.read("audit"), *audit_line(R"({"n":1})", hash) + "\n");
    PluginError second;
    EXPECT_EQ(host_->audit(host_, WMS_STR("a\n\nb"), second.out()), WMS_E_INVALID);
}

TEST_F(ServicesTest, a_log_line_stays_one_line_whatever_it_says) {
    host_->log(host_, WMS_LOG_WARN, WMS_STR("delivery"), WMS_STR("two\nlines"),
               WMS_STR("{\"a\":\"b\"}"));
    host_->log(host_, WMS_LOG_DEBUG, WMS_STR("delivery"), WMS_STR("too much"), {nullptr, 0});
    const std::string text = folder_.read("log");
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
    const boost::json::value line = boost::json::parse(text);
    EXPECT_EQ(line.at("level").as_string(), "warn");
    EXPECT_EQ(line.at("message").as_string(), "two\nlines");
    EXPECT_EQ(line.at("fields").as_string(), "{\"a\":\"b\"}");
}

TEST_F(ServicesTest, an_unknown_level_is_named_as_such) {
    EXPECT_NE(log_line(0, 17, "t", "m", "").find("\"unknown\""), std::string::npos);
    EXPECT_NE(log_line(0, -3, "t", "m", "").find("\"debug\""), std::string::npos);
}

}  // namespace
}  // namespace wms
