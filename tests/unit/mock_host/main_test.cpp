// SPDX-License-Identifier: Apache-2.0
// Plan: the program itself: help, bad command lines, exit codes 0, 1 and 2, the JSON line last and
// alone on standard output; a planted wrong price and a planted held document end with 1.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <boost/json.hpp>
#include <cstdlib>

#include "mock-host/control.h"
#include "mock-host/simulator.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

const std::string kHead =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";
const std::string kRows = "1,10001,Mug,6,01/12/2010 08:26,2.55,17850,United Kingdom\n";

/// A despatch of two of an item, around the item's code.
const std::string kDocumentBegin =
    R"({"schemaVersion":"1.0.0","messageType":"despatchAdvice","documentVersion":"1",)"
    R"("messageId":"0e3f4d5c-7a11-4c55-9a52-1c0d4b7d1a77",)"
    R"("occurredAt":"2010-12-01T08:00:00+00:00",)"
    R"("environment":"test","tenantId":"t","body":{"id":"DN-PREVIEW","issueDate":"2010-12-01",)"
    R"("buyerCustomerParty":{"id":"17850"},"shipFrom":{"locationId":"MAIN"},"currencyId":"GBP",)"
    R"("lines":[{"id":"1","deliveredQuantity":{"value":"2","unitCode":"C62"},"price":)"
    R"({"unitAmount":{"amount":"2.55","currencyId":"GBP"}},"item":{"sellersItemId":")";
const std::string kDocumentEnd = R"("}}]}})";

class Program : public ::testing::Test {
  protected:
    struct Ended {
        int code;
        std::string out;
        std::string err;
    };
    Ended run(const std::string& arguments) {
        const std::string command = std::string(MOCK_HOST_PROGRAM) + " " + arguments + " >" +
                                    (folder_ / "out").string() + " 2>" +
                                    (folder_ / "err").string() + " </dev/null";
        const int status = std::system(command.c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, folder_.read("out"),
                folder_.read("err")};
    }
    testing::TemporaryFolder folder_;
};

TEST_F(Program, every_command_has_help) {
    for (const char* command :
         {"--help", "demo --help", "replay --help", "reconcile --help", "preview --help",
          "shadow --help", "held --help", "import --help"}) {
        const Ended ended = run(command);
        EXPECT_EQ(ended.code, 0) << command;
        EXPECT_NE(ended.out.find("Exit code"), std::string::npos) << command;
    }
}

TEST_F(Program, a_bad_command_line_is_told_and_ends_with_2) {
    for (const char* command :
         {"", "dance", "replay", "replay --plugin x", "demo --clock backwards",
          "replay --plugin x --retail y --workers 0", "replay --plugin x --retail y --colour",
          "reconcile", "reconcile --plugin x --data y --from 2026-01-01", "held --plugin x",
          "import"}) {
        const Ended ended = run(command);
        EXPECT_EQ(ended.code, 2) << command;
        EXPECT_FALSE(ended.err.empty()) << command;
        EXPECT_TRUE(ended.out.empty()) << command;
    }
}

TEST_F(Program, what_cannot_be_run_is_told_in_one_line_and_ends_with_2) {
    const std::string retail = folder_.write("retail.csv", kHead + kRows).string();
    for (const std::string& command :
         {"replay --plugin " + (folder_ / "none.so").string() + " --retail " + retail,
          "replay --plugin /dev/null --retail " + retail,
          "replay --plugin x --retail " + (folder_ / "none.csv").string(),
          "demo --plugin-directory " + folder_.path().string(),
          std::string("demo --plugin-directory /nowhere")}) {
        const Ended ended = run(command);
        EXPECT_EQ(ended.code, 2) << command;
        EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
        EXPECT_NE(ended.err.find("What to do:"), std::string::npos) << ended.err;
    }
}

#if defined(SAGE_PLUGIN_FILE) && defined(SAGE_SIMULATOR_PROGRAM)

class ProgramWithSage : public Program {
  protected:
    /// Replays rows against a simulated Sage that is this test's own.
    Ended replay(const std::string& rows, bool seed, const std::string& more = "") {
        folder_.write("retail.csv", kHead + rows);
        return run("replay --json --plugin " SAGE_PLUGIN_FILE " --retail " +
                   (folder_ / "retail.csv").string() + " --sage-address " +
                   simulator_.value().address + " --sage-certificate-authority " +
                   simulator_.value().certificate_authority_file + " --data " +
                   (folder_ / "data").string() + (seed ? " --seed-sage " : " ") + more);
    }
    Result<Simulator> simulator_ =
        start_simulator(SAGE_SIMULATOR_PROGRAM, "intacct", folder_ / "sage");
};

TEST_F(ProgramWithSage, books_that_balance_end_with_0_and_one_line_of_json) {
    ASSERT_TRUE(simulator_.ok()) << in_one_line(simulator_.problem());
    const Ended ended = replay(kRows, true);
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(std::count(ended.out.begin(), ended.out.end(), '\n'), 1);
    const boost::json::value figures = boost::json::parse(ended.out);
    EXPECT_EQ(figures.at("accepted").as_int64(), 1);
    EXPECT_EQ(figures.at("net_sage").as_string(), "15.30");
}

TEST_F(ProgramWithSage, a_held_document_ends_with_1) {
    ASSERT_TRUE(simulator_.ok());
    ASSERT_EQ(replay(kRows, true).code, 0);
    // Sage was not told of this item.
    const Ended ended =
        replay(kRows + "2,10002,Jug,1,01/12/2010 09:26,1,17850,United Kingdom\n", false);
    EXPECT_EQ(ended.code, 1) << ended.err;
    const boost::json::value figures = boost::json::parse(ended.out);
    EXPECT_EQ(figures.at("held").as_int64(), 1);
    EXPECT_EQ(figures.at("difference").as_string(), "1.00");
    EXPECT_NE(ended.err.find("10002"), std::string::npos);
}

TEST_F(ProgramWithSage, a_wrong_price_in_sage_ends_with_1) {
    ASSERT_TRUE(simulator_.ok());
    ASSERT_EQ(replay(kRows, true).code, 0);
    Control& control = *simulator_.value().control;
    const auto changed = control.post(
        "/control/change",
        R"({"document":{"key":"1","set":{"subtotal":"15.29","subtotalInTxnCurrency":"15.29"}}})");
    ASSERT_TRUE(changed.ok()) << in_one_line(changed.problem());
    const Ended ended = replay(kRows, false);
    EXPECT_EQ(ended.code, 1) << ended.err;
    const boost::json::value figures = boost::json::parse(ended.out);
    EXPECT_EQ(figures.at("posted").as_int64(), 1);
    EXPECT_EQ(figures.at("difference").as_string(), "0.01");
    EXPECT_NE(ended.err.find("DN-1: net"), std::string::npos) << ended.err;
}

TEST_F(ProgramWithSage, reconcile_ends_with_0_1_or_2_and_tells_what_was_planted) {
    ASSERT_TRUE(simulator_.ok());
    ASSERT_EQ(
        replay(kRows + "2,10001,Mug,1,01/12/2010 09:26,2.55,17850,United Kingdom\n", true).code, 0);
    const std::string command = "reconcile --json --plugin " SAGE_PLUGIN_FILE " --sage-address " +
                                simulator_.value().address + " --sage-certificate-authority " +
                                simulator_.value().certificate_authority_file + " --data " +
                                (folder_ / "data").string() + " --from 2010-12-01 --to ";
    Ended ended = run(command + "2010-12-31");
    EXPECT_EQ(ended.code, 0) << ended.err;
    boost::json::value answer = boost::json::parse(ended.out);
    EXPECT_EQ(answer.at("compared").as_int64(), 2);
    EXPECT_NE(ended.err.find("2 documents compared"), std::string::npos) << ended.err;

    ASSERT_TRUE(simulator_.value()
                    .control->post("/control/change", R"({"document":{"key":"1","delete":true}})")
                    .ok());
    ended = run(command + "2010-12-31");
    EXPECT_EQ(ended.code, 1) << ended.err;
    answer = boost::json::parse(ended.out);
    ASSERT_EQ(answer.at("findings").as_array().size(), 1U);
    EXPECT_EQ(answer.at("findings").at(0).at("finding").as_string(), "missing");
    EXPECT_NE(ended.err.find("missing DN-"), std::string::npos) << ended.err;

    ended = run(command + "yesterday");
    EXPECT_EQ(ended.code, 2) << ended.out;
    EXPECT_NE(ended.err.find("query.period"), std::string::npos) << ended.err;
}

TEST_F(ProgramWithSage, preview_ends_with_0_1_or_2_and_hands_nothing_over) {
    ASSERT_TRUE(simulator_.ok());
    ASSERT_EQ(replay(kRows, true).code, 0);
    const auto counted = simulator_.value().control->get("/control/counters");
    const std::string command = "preview --json --plugin " SAGE_PLUGIN_FILE " --sage-address " +
                                simulator_.value().address + " --sage-certificate-authority " +
                                simulator_.value().certificate_authority_file + " --data " +
                                (folder_ / "data").string() + " --document ";
    const std::string known = kDocumentBegin + "10001" + kDocumentEnd;
    Ended ended = run(command + folder_.write("known.json", known).string());
    EXPECT_EQ(ended.code, 0) << ended.err;
    const boost::json::value answer = boost::json::parse(ended.out);
    EXPECT_EQ(answer.at("outcome").as_string(), "post");
    EXPECT_EQ(answer.at("requests").as_array().size(), 1U);
    EXPECT_NE(ended.err.find("POST /ia/api/v1/objects/order-entry/"), std::string::npos)
        << ended.err;
    EXPECT_NE(ended.err.find("net 5.10 GBP; not predicted: tax, gross"), std::string::npos)
        << ended.err;

    const std::string unknown = kDocumentBegin + "99999" + kDocumentEnd;
    ended = run(command + folder_.write("unknown.json", unknown).string());
    EXPECT_EQ(ended.code, 1) << ended.err;
    EXPECT_NE(ended.err.find("intacct.item_unknown"), std::string::npos) << ended.err;

    ended = run(command + folder_.write("cut.json", known.substr(0, 40)).string());
    EXPECT_EQ(ended.code, 2) << ended.out;
    EXPECT_NE(ended.err.find("json.syntax"), std::string::npos) << ended.err;
    EXPECT_EQ(run(command + (folder_ / "none.json").string()).code, 2);
    const auto created = [](const std::string& counters) {
        return boost::json::parse(counters).at("created").as_int64();
    };
    EXPECT_EQ(created(simulator_.value().control->get("/control/counters").value()),
              created(counted.value()));
}

TEST_F(ProgramWithSage, shadow_ends_with_0_1_or_2_and_tells_each_line_and_the_sum) {
    ASSERT_TRUE(simulator_.ok());
    ASSERT_EQ(replay(kRows, true).code, 0);
    Control& control = *simulator_.value().control;
    // The one document in Sage, as if a person had typed it.
    ASSERT_TRUE(control
                    .post("/control/change",
                          R"({"document":{"key":"1","set":{"nsp::WMS_REFERENCE":null}}})")
                    .ok());
    const auto written = [&] {
        const boost::json::value counters =
            boost::json::parse(control.get("/control/counters").value());
        return counters.at("created").as_int64() + counters.at("changed").as_int64();
    };
    const std::int64_t before = written();
    const std::string command = "shadow --json --plugin " SAGE_PLUGIN_FILE " --sage-address " +
                                simulator_.value().address + " --sage-certificate-authority " +
                                simulator_.value().certificate_authority_file + " --file ";
    std::string typed = kDocumentBegin + "10001" + kDocumentEnd;
    typed.replace(typed.find("DN-PREVIEW"), 10, "DN-1");
    typed.replace(typed.find("\"2\",\"unit"), 3, "\"6\"");
    Ended ended = run(command + folder_.write("same.jsonl", typed + "\n").string());
    EXPECT_EQ(ended.code, 0) << ended.err << ended.out;
    EXPECT_EQ(std::count(ended.out.begin(), ended.out.end(), '\n'), 2) << ended.out;
    EXPECT_NE(ended.err.find("1 documents: 1 identical"), std::string::npos) << ended.err;

    // More than one question holds, with lines that are no documents between them.
    std::string many = "{\"a\":1,\"a\":2}\nno JSON\n\n";
    constexpr int missing = 120;
    for (int number = 1; number <= missing; ++number) {
        std::string one = kDocumentBegin + "10001" + kDocumentEnd + "\n";
        many += one.replace(one.find("DN-PREVIEW"), 10, "NONE-" + std::to_string(number));
    }
    many += typed;
    ended = run(command + folder_.write("many.jsonl", many).string());
    EXPECT_EQ(ended.code, 1) << ended.err;
    const boost::json::value sum =
        boost::json::parse(ended.out.substr(ended.out.rfind('\n', ended.out.size() - 2) + 1))
            .at("summary");
    EXPECT_EQ(sum.at("documents"), missing + 3);
    EXPECT_EQ(sum.at("missing"), missing);
    EXPECT_EQ(sum.at("identical"), 1);
    EXPECT_EQ(sum.at("notMapped"), 2);
    EXPECT_EQ(written(), before);

    EXPECT_EQ(run(command + (folder_ / "none.jsonl").string()).code, 2);
}

TEST_F(ProgramWithSage, a_data_folder_in_use_ends_with_2) {
    ASSERT_TRUE(simulator_.ok());
    ASSERT_EQ(replay(kRows, true).code, 0);
    const std::string command =
        "flock -n " + (folder_ / "data/lock").string() + " " + MOCK_HOST_PROGRAM +
        " replay --plugin " SAGE_PLUGIN_FILE " --retail " + (folder_ / "retail.csv").string() +
        " --data " + (folder_ / "data").string() + " 2>" + (folder_ / "err").string();
    const int status = std::system(command.c_str());
    EXPECT_EQ(WEXITSTATUS(status), 2);
    EXPECT_NE(folder_.read("err").find("session.folder_in_use"), std::string::npos);
}

TEST_F(ProgramWithSage, the_demo_runs_from_its_own_folder_and_balances) {
    const Ended ended = run("demo --json");
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_TRUE(boost::json::parse(ended.out).at("balances").as_bool());
    EXPECT_NE(ended.err.find("What needs a person"), std::string::npos);
}

#endif

}  // namespace
}  // namespace wms
