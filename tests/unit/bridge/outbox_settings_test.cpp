// SPDX-License-Identifier: Apache-2.0
// Plan: no setting is the file in the data folder; a server needs its three; the shared schema says
// yes to what is read here and no to what is not.
#include "sage-adapter/bridge/outbox_settings.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "sage-adapter/base/settings.h"
#include "tests/support/source_folder.h"

namespace sage {
namespace {

OutboxSettings read(const std::string& json) {
    Result<OutboxSettings> settings = read_outbox_settings(json);
    EXPECT_TRUE(settings.ok()) << json;
    return settings.ok() ? std::move(settings).value() : OutboxSettings{};
}

bool schema_allows(const std::string& outbox) {
    std::ifstream file(source_folder() + "/sage-adapter/bridge/outbox_settings.json");
    const std::string schema{std::istreambuf_iterator<char>(file),
                             std::istreambuf_iterator<char>()};
    EXPECT_FALSE(schema.empty());
    return check_settings(outbox, schema).ok();
}

TEST(OutboxSettings, are_a_file_in_the_data_folder_unless_they_name_a_server) {
    for (const std::string json : {"{}", R"({"outbox":{}})", R"({"outbox":{"store":"sqlite"}})",
                                   R"({"outbox":{"host":"db","database":"d","user":"u"}})"}) {
        EXPECT_FALSE(read(json).server.has_value()) << json;
        EXPECT_EQ(read(json).lease_margin_ms, 60'000) << json;
    }
}

TEST(OutboxSettings, of_a_server_are_read_as_written) {
    const std::string outbox =
        R"({"store":"postgresql","host":"db.example","port":6432,"database":"wms","user":"outbox",)"
        R"("passwordName":"outbox.password","tlsMode":"verify-ca",)"
        R"("certificateAuthorityFile":"/etc/ca.pem","leaseMarginSeconds":5})";
    EXPECT_TRUE(schema_allows(outbox));
    const OutboxSettings settings = read("{\"outbox\":" + outbox + "}");
    EXPECT_EQ(settings.lease_margin_ms, 5'000);
    const PostgresOptions& server = settings.server.value();
    EXPECT_EQ(server.host, "db.example");
    EXPECT_EQ(server.port, 6432);
    EXPECT_EQ(server.database, "wms");
    EXPECT_EQ(server.user, "outbox");
    EXPECT_EQ(server.password_name, "outbox.password");
    EXPECT_EQ(server.tls_mode, "verify-ca");
    EXPECT_EQ(server.certificate_authority_file, "/etc/ca.pem");
}

TEST(OutboxSettings, of_a_server_are_strict_where_nothing_is_said) {
    const OutboxSettings settings =
        read(R"({"outbox":{"store":"postgresql","host":"db","database":"d","user":"u"}})");
    EXPECT_EQ(settings.server->port, 5432);
    EXPECT_EQ(settings.server->tls_mode, "verify-full");
    EXPECT_EQ(settings.server->password_name, "");
}

TEST(OutboxSettings, of_a_server_without_its_name_say_what_is_missing_and_where) {
    const Result<OutboxSettings> refused =
        read_outbox_settings(R"({"outbox":{"store":"postgresql","database":"d"}})");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().status, Status::config);
    ASSERT_EQ(refused.error().problems.size(), 2U);
    EXPECT_EQ(refused.error().problems[0].pointer, "/outbox/host");
    EXPECT_EQ(refused.error().problems[1].pointer, "/outbox/user");
}

TEST(OutboxSettings, content_is_kept_for_ever_unless_they_say_for_how_long) {
    EXPECT_EQ(read("{}").keep_content_days, 0);
    EXPECT_EQ(read(R"({"outbox":{"keepContentDays":400}})").keep_content_days, 400);
    EXPECT_EQ(read(R"({"outbox":{"store":"postgresql","host":"d","database":"d","user":"u",)"
                   R"("keepContentDays":90}})")
                  .keep_content_days,
              90);
    EXPECT_TRUE(schema_allows(R"({"keepContentDays":0})"));
    EXPECT_FALSE(schema_allows(R"({"keepContentDays":-1})"));
    EXPECT_FALSE(schema_allows(R"({"keepContentDays":1.5})"));
}

TEST(OutboxSettings, content_that_is_compared_every_day_cannot_go) {
    OutboxSettings settings;
    EXPECT_TRUE(check_kept_days(settings, 35).ok());
    settings.keep_content_days = 36;
    EXPECT_TRUE(check_kept_days(settings, 35).ok());
    settings.keep_content_days = 35;
    const Result<void> refused = check_kept_days(settings, 35);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().status, Status::config);
    EXPECT_EQ(refused.error().first().code, "outbox.settings.kept_too_short");
    EXPECT_EQ(refused.error().first().pointer, "/outbox/keepContentDays");
    EXPECT_NE(refused.error().first().fix.find("36"), std::string::npos);
}

TEST(OutboxSettings, have_no_place_for_a_password_and_no_half_encryption) {
    EXPECT_FALSE(schema_allows(R"({"password":"s3cret"})"));
    EXPECT_FALSE(schema_allows(R"({"tlsMode":"prefer"})"));
    EXPECT_FALSE(schema_allows(R"({"tlsMode":"allow"})"));
    EXPECT_FALSE(schema_allows(R"({"store":"oracle"})"));
    EXPECT_FALSE(schema_allows(R"({"host":"db user=postgres"})"));
    EXPECT_TRUE(schema_allows("{}"));
}

}  // namespace
}  // namespace sage
