// SPDX-License-Identifier: Apache-2.0
// Plan: Instance::make checks settings before it touches the folder, refuses what cannot work and
// leaves nothing locked when it fails; tokens come from an address of their own where there is one.
#include "sage-adapter/bridge/instance.h"

#include <fmt/format.h>

#include <fstream>

#include "tests/support/postgres_server.h"
#include "tests/support/tls_server.h"
#include "tests/unit/bridge/fake_host.h"

namespace sage::testing {
namespace {

/// Its tokens come from another server than its documents go to.
class TokensElsewhere final : public Edition {
  public:
    TokensElsewhere(std::string token_address, std::string authority_file)
        : token_address_(std::move(token_address)), authority_file_(std::move(authority_file)) {}
    std::string_view name() const override { return inner_.name(); }
    const std::vector<MessageType>& message_types() const override {
        return inner_.message_types();
    }
    std::string_view settings_schema() const override { return inner_.settings_schema(); }
    Result<std::unique_ptr<Company>> configure(std::string_view) const override {
        auto company = std::make_unique<FakeCompany>();
        Connection& connection = company->own_connection();
        connection.address = "https://localhost:1";
        connection.token_address = token_address_;
        connection.certificate_authority_file = authority_file_;
        connection.consent_target = "/authorize";
        connection.consent_audience = "books/all";
        connection.grant = grant;
        return Result<std::unique_ptr<Company>>(std::move(company));
    }

    Grant grant = Grant::client_credentials;

  private:
    FakeEdition inner_;
    std::string token_address_;
    std::string authority_file_;
};

TEST_F(Border, tokens_are_asked_for_at_an_address_of_their_own) {
    const test::Identity authority = test::make_authority("tokens");
    const std::string file = folder + "-authority.pem";
    std::ofstream(file) << authority.certificate;
    std::string asked;
    test::TlsServer server(
        {test::make_identity({}, &authority), 0, ""}, [&](test::ServerConnection& connection) {
            asked = connection.read_request();
            const std::string body =
                R"({"access_token":"t","token_type":"Bearer","expires_in":3600})";
            connection.send(
                fmt::format("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                            "Content-Length: {}\r\nConnection: close\r\n\r\n{}",
                            body.size(), body));
            connection.close();
        });
    const TokensElsewhere elsewhere(server.address(), file);
    const auto made = Instance::make({elsewhere, &host.table, "{}", folder});
    ASSERT_TRUE(made.ok());
    ASSERT_NE(made.value()->token_transport, nullptr);
    const Result<void> renewed = made.value()->tokens.renew(10'000);
    EXPECT_TRUE(renewed.ok()) << renewed.error().first().cause;
    server.stop();
    EXPECT_TRUE(asked.starts_with("POST /token ")) << asked;
    made.value()->interrupt();
    std::filesystem::remove(file);
}

TEST_F(Border, people_consent_at_that_address_for_that_audience) {
    TokensElsewhere elsewhere("https://id.example", "");
    elsewhere.grant = Grant::authorization_code;
    const auto made = Instance::make({elsewhere, &host.table, "{}", folder});
    ASSERT_TRUE(made.ok());
    const auto begun = made.value()->authorization.begin("https://wms.example/sage");
    ASSERT_TRUE(begun.ok()) << begun.error().first().cause;
    EXPECT_TRUE(begun.value().url.starts_with("https://id.example/authorize?"));
    EXPECT_NE(begun.value().url.find("&audience=books%2Fall"), std::string::npos);
}

TEST_F(Border, a_token_address_that_cannot_be_used_is_told_by_its_own_name) {
    const TokensElsewhere wrong("http://plain", "");
    const auto made = Instance::make({wrong, &host.table, "{}", folder});
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().status, Status::config);
    EXPECT_EQ(made.error().first().pointer, "/tokenAddress");
    const TokensElsewhere here("https://localhost:1", "");
    const auto same = Instance::make({here, &host.table, "{}", folder});
    ASSERT_TRUE(same.ok());
    EXPECT_EQ(same.value()->token_transport, nullptr) << "one address, one transport";
}

/// Its company is reached otherwise than by a server alone.
class OtherwiseReached final : public Edition {
  public:
    using Reach = void (*)(Connection&);
    explicit OtherwiseReached(Reach reach) : reach_(reach) {}

    std::string_view name() const override { return inner_.name(); }
    const std::vector<MessageType>& message_types() const override {
        return inner_.message_types();
    }
    std::string_view settings_schema() const override { return inner_.settings_schema(); }
    Result<std::unique_ptr<Company>> configure(std::string_view) const override {
        auto company = std::make_unique<FakeCompany>();
        company->own_connection().address = "https://localhost:1";
        reach_(company->own_connection());
        if (!company->own_connection().drop_folder.empty()) {
            company->own_connection().grant = Grant::none;
            company->probe_target = "/";
        }
        return Result<std::unique_ptr<Company>>(std::move(company));
    }

  private:
    FakeEdition inner_;
    Reach reach_;
};

TEST_F(Border, an_outbox_of_test_is_refused_by_live_and_the_other_way_round) {
    const auto code_of = [&](const char* settings_json) {
        const FakeEdition one;
        const auto made = Instance::make({one, &host.table, settings_json, folder});
        return made.ok() ? std::string() : made.error().first().code;
    };
    EXPECT_EQ(code_of("{}"), "");
    EXPECT_EQ(code_of(R"({"environment":"test"})"), "");
    EXPECT_EQ(code_of(R"({"environment":"live"})"), "outbox.other_environment");
    EXPECT_EQ(code_of("{}"), "outbox.other_environment");
    EXPECT_EQ(code_of(R"({"environment":"test"})"), "") << "a refusal leaves nothing locked";
}

TEST_F(Border, a_folder_can_stand_for_the_server) {
    const OtherwiseReached dropping(
        [](Connection& connection) { connection.drop_folder = "/nowhere/for/sage"; });
    const auto made = Instance::make({dropping, &host.table, "{}", folder});
    ASSERT_TRUE(made.ok());
    const Evidence evidence = made.value()->transport->exchange({"PUT", "/a.csv", {}, "A"}, 1'000);
    EXPECT_EQ(evidence.outcome, Outcome::not_sent);
    EXPECT_EQ(evidence.reason.substr(0, 5), "drop.");
    const OtherwiseReached relative(
        [](Connection& connection) { connection.drop_folder = "for/sage"; });
    const auto refused = Instance::make({relative, &host.table, "{}", folder});
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().first().pointer, "/dropFolder");
}

TEST_F(Border, a_check_of_a_folder_asks_whether_it_is_there) {
    const OtherwiseReached dropping([](Connection& connection) {
        connection.drop_folder = std::filesystem::temp_directory_path().string();
    });
    const auto there = Instance::make({dropping, &host.table, "{}", folder});
    ASSERT_TRUE(there.ok());
    const auto checked = there.value()->delivery.check([] { return false; });
    EXPECT_TRUE(checked.ok()) << checked.error().first().cause;
    const OtherwiseReached nowhere(
        [](Connection& connection) { connection.drop_folder = "/nowhere/for/sage"; });
    const std::string other = std::string(folder) + "/other";
    std::filesystem::create_directories(other);
    const auto gone = Instance::make({nowhere, &host.table, "{}", other});
    ASSERT_TRUE(gone.ok());
    const auto refused = gone.value()->delivery.check([] { return false; });
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().first().cause.find("drop.folder_missing"), std::string::npos);
}

TEST_F(Border, a_database_is_opened_by_what_the_library_has_for_it) {
    const OtherwiseReached database(
        [](Connection& connection) { connection.data_source.emplace().name = "SageLine50v29"; });
    const auto without = Instance::make({database, &host.table, "{}", folder});
    ASSERT_FALSE(without.ok());
    EXPECT_EQ(without.error().first().code, "odbc.not_in_this_library");
    const auto refused = Instance::make(
        {database, &host.table, "{}", folder,
         [](const DataSourceOptions& options) -> Result<std::unique_ptr<DataSource>> {
             return Error(Status::config, Problem{"test." + options.name, "", "", "", Owner::it});
         }});
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().first().code, "test.SageLine50v29");
    const auto made =
        Instance::make({database, &host.table, "{}", folder,
                        [](const DataSourceOptions&) -> Result<std::unique_ptr<DataSource>> {
                            return std::unique_ptr<DataSource>(std::make_unique<FakeDataSource>());
                        }});
    ASSERT_TRUE(made.ok());
    EXPECT_NE(made.value()->source, nullptr);
    made.value()->interrupt();
}

TEST_F(Border, settings_that_are_no_json_or_too_large_are_a_configuration_problem) {
    const auto made = [&](std::string_view json) {
        return Instance::make({edition, &host.table, json, folder});
    };
    EXPECT_EQ(made("{").error().status, Status::config);
    EXPECT_EQ(made("[]").ok(), true) << "the made-up edition's schema allows anything";
    EXPECT_EQ(made(std::string(2 * 1024 * 1024, ' ')).error().status, Status::config);
}

TEST_F(Border, a_failed_make_leaves_the_folder_free) {
    EXPECT_FALSE(Instance::make({edition, &host.table, "{", folder}).ok());
    const auto first = Instance::make({edition, &host.table, "{}", folder});
    ASSERT_TRUE(first.ok());
    EXPECT_EQ(first.value()->phase, Phase::created);
    EXPECT_EQ(Instance::make({edition, &host.table, "{}", folder}).error().status, Status::busy);
}

TEST_F(Border, an_outbox_on_a_server_needs_the_server_for_documents_not_to_be_created) {
    test::PostgresServer server;
    server.stop();
    host.secret = R"({"value":"p'ss\\word","version":"1"})";
    const std::string json = fmt::format(
        R"({{"outbox":{{"store":"postgresql","host":"localhost","port":{},"database":"{}",)"
        R"("user":"{}","passwordName":"outbox","certificateAuthorityFile":"{}"}}}})",
        server.port(), server.database(), server.user(),
        server.certificate_authority_file().string());
    const auto made = Instance::make({edition, &host.table, json, folder});
    ASSERT_TRUE(made.ok()) << made.error().first().cause;
    EXPECT_TRUE(std::filesystem::is_empty(folder)) << "nothing is kept here";
    Instance& one = *made.value();
    for (int again = 0; again < 2; ++again) {
        const Result<Receipt> refused = one.delivery.submit(despatch("D1"));
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().status, Status::storage);
        EXPECT_EQ(refused.error().first().code, "outbox.unreachable");
    }
    server.start();
    EXPECT_TRUE(one.delivery.submit(despatch("D1")).ok()) << "without being created anew";
    server.kill();
    EXPECT_EQ(one.delivery.submit(despatch("D2")).error().status, Status::storage);
    server.start();
    EXPECT_TRUE(one.delivery.submit(despatch("D2")).ok());
    // A second host of the same company, with a folder of its own or the same.
    const auto second = Instance::make({edition, &host.table, json, folder});
    ASSERT_TRUE(second.ok());
    EXPECT_TRUE(second.value()->delivery.submit(despatch("D1")).value().duplicate);
    // The server is asked whose the outbox is when something is to be kept in it, and not before.
    const std::string live_json = R"({"environment":"live",)" + json.substr(1);
    const auto live = Instance::make({edition, &host.table, live_json, folder});
    ASSERT_TRUE(live.ok());
    EXPECT_EQ(live.value()->bind().error().first().code, "outbox.environment_unfinished");
    const std::string test_json = R"({"environment":"test",)" + json.substr(1);
    const auto named = Instance::make({edition, &host.table, test_json, folder});
    ASSERT_TRUE(named.ok());
    EXPECT_TRUE(named.value()->bind().ok());
    EXPECT_EQ(live.value()->bind().error().first().code, "outbox.other_environment");
    for (const std::string& line : host.lines) {
        EXPECT_EQ(line.find("ss\\word"), std::string::npos) << line;
    }
}

TEST_F(Border, a_schedule_that_cannot_work_is_a_configuration_problem) {
    const auto made = Instance::make(
        {edition, &host.table, R"({"schedule":{"documents":{"from":"08:00"}}})", folder});
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().status, Status::config);
    EXPECT_EQ(made.error().first().pointer, "/schedule/documents/to");
    const auto waits = Instance::make(
        {edition, &host.table, R"({"schedule":{"documents":{"everyMinutes":5}}})", folder});
    ASSERT_TRUE(waits.ok());
    EXPECT_EQ(waits.value()->schedules.documents.every_minutes, 5);
}

TEST_F(Border, an_outbox_on_a_server_that_is_not_named_is_a_configuration_problem) {
    const auto made =
        Instance::make({edition, &host.table, R"({"outbox":{"store":"postgresql"}})", folder});
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().status, Status::config);
    EXPECT_EQ(made.error().first().pointer, "/outbox/host");
}

}  // namespace
}  // namespace sage::testing
