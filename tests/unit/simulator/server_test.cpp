// SPDX-License-Identifier: Apache-2.0
// Plan: the real program over HTTPS: a token, a document, faults, a kill and a restart, a polite
// end; then each wrong command line with its message and exit code.
#include "plugins/sage_simulator/server.h"

#include <gmock/gmock.h>
#include <signal.h>

#include <boost/json.hpp>
#include <thread>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/folder.h"
#include "tests/unit/simulator/program.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

constexpr std::string_view seed =
    R"({"items":[{"id":"LANTERN"}],"customers":[{"id":"C1"}],
        "stock":[{"item":"LANTERN","location":"MAIN","quantity":"100"}]})";

std::vector<Header> authorised(Program& program) {
    const Reply reply = program.exchange(
        {"POST",
         "/ia/api/v1/oauth2/token",
         {{"Content-Type", "application/x-www-form-urlencoded"}},
         "grant_type=client_credentials&client_id=wms-client.app.sage.com&client_secret="
         "simulated-client-secret&username=wms%40northwind%7C100"});
    return {{"Authorization", "Bearer " + std::string(text_at(parsed(reply), "/access_token"))},
            {"Content-Type", "application/json"}};
}

Reply post_invoice(Program& program, std::string_view key) {
    auto headers = authorised(program);
    headers.push_back({"Idempotency-Key", std::string(key)});
    return program.exchange(
        {"POST", "/ia/api/v1" + std::string(invoices), headers, json::serialize(invoice())});
}

Reply control(Program& program, std::string_view method, std::string_view path,
              std::string_view body = "") {
    return program.exchange({std::string(method), std::string(path), {}, std::string(body)});
}

TEST(SimulatorProgram, a_document_is_posted_over_https_and_survives_a_kill) {
    const Folder folder;
    Reply first;
    {
        Program program(folder.path());
        ASSERT_TRUE(program.ready());
        EXPECT_EQ(program.authority(), folder.file("ca.pem"));
        EXPECT_EQ(control(program, "POST", "/control/seed", seed).status, 200);
        first = post_invoice(program, "k");
        EXPECT_EQ(first.status, 201);
        EXPECT_EQ(program.stop(SIGKILL), -SIGKILL);
    }
    Program again(folder.path());
    ASSERT_TRUE(again.ready());
    const Reply replayed = post_invoice(again, "k");
    EXPECT_EQ(replayed.body, first.body);
    EXPECT_NE(replayed.header("x-ia-idempotency-cached-date"), "");
    EXPECT_THAT(control(again, "GET", "/control/stock").body, HasSubstr(R"("quantity":"97")"));
    EXPECT_EQ(again.stop(SIGTERM), 0);
}

TEST(SimulatorProgram, faults_end_connections_where_they_say) {
    const Folder folder;
    folder.write("faults.json",
                 R"({"faults":[{"id":"file","targetContains":"oauth2","action":"drop_request"}]})");
    Program program(folder.path(), {"--faults", folder.file("faults.json")});
    ASSERT_TRUE(program.ready());
    control(program, "POST", "/control/seed", seed);
    EXPECT_EQ(program.exchange({"POST", "/ia/api/v1/oauth2/token", {}, "x"}).status, 0);
    for (const char* const action : {"drop_reply", "cut_reply"}) {
        control(program, "POST", "/control/faults",
                std::string(R"({"faults":[{"id":"x","method":"POST","targetContains":"document::",)"
                            R"("action":")") +
                    action + R"("}]})");
        EXPECT_EQ(post_invoice(program, action).status, 0) << action;
        const Reply again = post_invoice(program, action);
        EXPECT_EQ(again.status, 201) << action;
        EXPECT_NE(again.header("x-ia-idempotency-cached-date"), "") << "it was carried out";
    }
    control(
        program, "POST", "/control/faults",
        R"({"faults":[{"id":"html","action":"reply","status":502,"body":"<html>down</html>"}]})");
    const Reply page = program.exchange({"GET", "/ia/api/v1/objects/x/y", {}, ""});
    EXPECT_EQ(page.status, 502);
    EXPECT_EQ(page.body, "<html>down</html>");
    EXPECT_THAT(control(program, "GET", "/control/counters").body, HasSubstr(R"("html":1)"));
}

TEST(SimulatorProgram, settings_name_the_address_and_the_authority) {
    const Folder folder;
    Program program(folder.path());
    ASSERT_TRUE(program.ready());
    const json::value body = parsed(control(program, "GET", "/control/settings"));
    EXPECT_EQ(text_at(body, "/settings/address"),
              "https://localhost:" + std::to_string(program.port()));
    EXPECT_EQ(text_at(body, "/settings/certificateAuthorityFile"), program.authority());
}

TEST(SimulatorProgram, it_ends_at_once_although_a_reply_is_delayed) {
    const Folder folder;
    Program program(folder.path());
    ASSERT_TRUE(program.ready());
    control(program, "POST", "/control/faults",
            R"({"faults":[{"id":"slow","targetContains":"/slow","action":"delay",)"
            R"("delayMs":3600000}]})");
    std::thread client([&] { program.exchange({"GET", "/slow", {}, ""}); });
    while (control(program, "GET", "/control/counters").body.find(R"("slow":1)") ==
           std::string::npos) {
        std::this_thread::yield();
    }
    EXPECT_EQ(program.stop(SIGINT), 0);
    client.join();
}

TEST(SimulatorProgram, many_connections_are_served_at_once) {
    const Folder folder;
    Program program(folder.path());
    ASSERT_TRUE(program.ready());
    std::vector<std::thread> clients;
    std::atomic<int> answered = 0;
    for (int count = 0; count < 32; ++count) {
        clients.emplace_back(
            [&] { answered += control(program, "GET", "/control/stock").status == 200 ? 1 : 0; });
    }
    for (std::thread& client : clients) {
        client.join();
    }
    EXPECT_EQ(answered, 32);
}

TEST(SimulatorProgram, an_answer_without_a_body_is_204) {
    const Folder folder;
    Program program(folder.path());
    ASSERT_TRUE(program.ready());
    control(program, "POST", "/control/seed", seed);
    control(program, "POST", "/control/change",
            R"({"definition":{"id":"Sales Invoice","set":{"deletePolicy":"all"}}})");
    const std::string key = key_of(post_invoice(program, "k"));
    const Reply deleted = program.exchange(
        {"DELETE", "/ia/api/v1" + std::string(invoices) + "/" + key, authorised(program), ""});
    EXPECT_EQ(deleted.status, 204);
    EXPECT_EQ(deleted.body, "");
}

void expect_failure(const std::vector<std::string>& arguments, std::string_view text) {
    const Ended ended = run_program(arguments);
    EXPECT_NE(ended.exit_code, 0) << text;
    EXPECT_EQ(ended.output, "") << text;
    EXPECT_THAT(ended.errors, HasSubstr(std::string(text)));
}

TEST(SimulatorProgram, wrong_command_lines_say_what_to_do) {
    const Folder folder;
    folder.write("faults.json", R"({"faults":[{"id":"x","action":"explode"}]})");
    const std::string data = folder.file("data");
    expect_failure({}, "--edition is required");
    expect_failure({"--edition", "sage1", "--data", data}, "Choose one of: intacct");
    expect_failure({"--edition", "intacct", "--data", "/nowhere/at/all"}, "/nowhere/at/all");
    expect_failure({"--edition", "intacct", "--data", folder.file("faults.json")},
                   "cannot be made");
    expect_failure({"--edition", "intacct", "--data", data, "--listen", "nonsense"},
                   "Write it as 127.0.0.1:0.");
    expect_failure({"--edition", "intacct", "--data", data, "--listen", "127.0.0.1:99999"},
                   "Write it as");
    expect_failure({"--edition", "intacct", "--data", data, "--faults", folder.file("none")},
                   "cannot be read");
    expect_failure({"--edition", "intacct", "--data", data, "--faults", folder.file("faults.json")},
                   "/faults/0/action");
    expect_failure({"--edition", "intacct", "--data", data, "--clock", "sundial"}, "--clock");
}

TEST(SimulatorProgram, a_port_or_a_folder_in_use_is_refused) {
    const Folder folder;
    const Folder other;
    Program program(folder.path());
    ASSERT_TRUE(program.ready());
    expect_failure({"--edition", "intacct", "--data", folder.path()}, "Another simulator");
    expect_failure({"--edition", "intacct", "--data", other.path(), "--listen",
                    "127.0.0.1:" + std::to_string(program.port())},
                   "Choose another address or port");
}

TEST(SimulatorProgram, help_explains_every_option) {
    const Ended ended = run_program({"--help"});
    EXPECT_EQ(ended.exit_code, 0);
    for (const char* const option : {"--edition", "--listen", "--data", "--faults", "--clock"}) {
        EXPECT_THAT(ended.output, HasSubstr(option));
    }
}

}  // namespace
}  // namespace sage::test
