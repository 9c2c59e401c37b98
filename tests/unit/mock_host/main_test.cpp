// SPDX-License-Identifier: Apache-2.0
// Plan: the program itself: help, bad command lines, exit codes 0, 1 and 2, the JSON line last and
// alone on standard output; a planted wrong price and a planted held document end with 1.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <boost/json.hpp>
#include <cstdlib>

#include "mock-host/control.h"
#include "mock-host/simulator.h"
#include "mock-host/wms/warehouse.h"
#include "tests/support/source_folder.h"
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
         {"--help",         "demo --help",     "replay --help",    "reconcile --help",
          "preview --help", "shadow --help",   "held --help",      "authorise --help",
          "orders --help",  "change --help",   "cancel --help",    "allocate --help",
          "release --help", "pick --help",     "pack --help",      "despatch --help",
          "correct --help", "receive --help",  "return --help",    "adjust --help",
          "count --help",   "transfer --help", "arrive --help",    "hold --help",
          "free --help",    "stock --help",    "documents --help", "export --help",
          "post --help",    "metrics --help",  "health --help",    "alerts --help",
          "decide --help",  "import --help",   "status --help",    "setup --help",
          "promote --help", "serve --help",    "person --help"}) {
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
          "import", "serve --plugin x", "person pat --data y", "person pat --role king --data y"}) {
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
          "serve --plugin /dev/null --data " + folder_.path().string(),
          std::string("demo --plugin-directory /nowhere")}) {
        const Ended ended = run(command);
        EXPECT_EQ(ended.code, 2) << command;
        EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
        EXPECT_NE(ended.err.find("What to do:"), std::string::npos) << ended.err;
    }
}

/// The words of a command line, run one after the other on the same folder.
class ProgramAtTheDesk : public Program {
  protected:
    Ended desk(const std::string& arguments) {
        return run(arguments + " --data " + (folder_ / "data").string());
    }
    void enter(const std::string& id, int quantity) {
        WarehouseOptions options;
        std::filesystem::create_directories(folder_ / "data");
        options.file = folder_ / "data/warehouse.sqlite";
        Order order;
        order.id = id;
        order.site = "MAIN";
        order.date = "2026-11-20";
        order.customer = {"C1", "Acme", "GB", {"4 Dock Road"}};
        OrderLine line;
        line.id = "1";
        line.item = "MUG";
        line.ordered = Decimal::whole(quantity);
        line.price = Decimal::whole(2);
        order.lines = {line};
        ASSERT_TRUE(std::move(Warehouse::open(options)).value()->enter(order).ok());
    }
    /// The last row that it wrote, as JSON.
    static boost::json::value last_row(const Ended& ended) {
        std::string text = ended.out;
        text.erase(text.find_last_not_of('\n') + 1);
        return boost::json::parse(text.substr(text.rfind('\n') + 1));
    }
};

TEST_F(ProgramAtTheDesk, who_may_not_decide_is_refused_and_on_record) {
    std::filesystem::create_directories(folder_ / "data");
    const std::filesystem::path people = folder_.write(
        "data/people.json", R"({"people":[{"name":"ann","roles":["view"]},{"name":"bo"}]})");
    std::filesystem::permissions(people, std::filesystem::perms(0600));
    const std::string decision = "decide M-1 withdraw --reason checked --plugin none.so --by ";
    for (const char* by : {"ann", "bo", "cy"}) {
        const Ended refused = desk(decision + by);
        EXPECT_EQ(refused.code, 2);
        EXPECT_NE(refused.err.find("roles."), std::string::npos) << refused.err;
    }
    const Ended another = desk(decision + "ann --as bo");
    EXPECT_NE(another.err.find("command.decided_by_another"), std::string::npos) << another.err;
    const std::string trail = folder_.read("data/audit.jsonl");
    EXPECT_EQ(std::count(trail.begin(), trail.end(), '\n'), 3) << trail;
    EXPECT_NE(trail.find(R"("who":"cy","action":"decide")"), std::string::npos) << trail;
    EXPECT_NE(trail.find(R"("refusedFor":"roles.missing")"), std::string::npos) << trail;
    // Who may is on record before anything happens: here there is no plugin to hand it to.
    std::filesystem::permissions(
        folder_.write("data/people.json", R"({"people":[{"name":"ann","roles":["retry"]}]})"),
        std::filesystem::perms(0600));
    EXPECT_EQ(desk(decision + "ann").code, 2);
    EXPECT_NE(folder_.read("data/audit.jsonl")
                  .find(R"("who":"ann","action":"decide","about":"M-1","before":{"state":""},)"
                        R"("after":{"decision":"withdraw","reason":"checked","sageNumber":""},)"
                        R"("outcome":"done")"),
              std::string::npos);
}

TEST_F(ProgramAtTheDesk, an_order_goes_out_in_two_parts_by_commands_alone) {
    ASSERT_EQ(desk("receive MUG=10 --opening").code, 0);
    enter("SO-1", 8);
    ASSERT_EQ(desk("allocate SO-1 --line 1=6").code, 0);
    ASSERT_EQ(desk("pick SO-1 --line 1=5").code, 0);
    ASSERT_EQ(desk("release SO-1").code, 0);
    const Ended packed = desk("pack SO-1 --tracking 1Z9 --json");
    ASSERT_EQ(packed.code, 0) << packed.err;
    EXPECT_EQ(last_row(packed).at("packed"), "5");
    EXPECT_NE(packed.err.find("parcel 05012345"), std::string::npos) << packed.err;
    const Ended left = desk("despatch SO-1 --carrier UPS --json");
    ASSERT_EQ(left.code, 0) << left.err;
    EXPECT_EQ(last_row(left).at("outstanding"), "3");
    ASSERT_EQ(desk("correct DN-1 --line 1=4").code, 0);
    ASSERT_EQ(desk("change SO-1 --line 1=7 --price 1=2.50").code, 0);
    ASSERT_EQ(desk("allocate").code, 0);
    ASSERT_EQ(desk("cancel SO-1 --line 1=2").code, 0);
    const Ended orders = desk("orders --csv --state open");
    EXPECT_NE(orders.out.find("SO-1,C1,Acme,MAIN,open,3,,standard,7,5,4,4,2,1,0\r\n"),
              std::string::npos)
        << orders.out;
    EXPECT_EQ(last_row(desk("orders --order SO-1 --json")).at("price"), "2.50");
    EXPECT_EQ(last_row(desk("stock --json")).at("available"), "5");
    EXPECT_EQ(last_row(desk("status --json")).at("state"), "waiting");
    ASSERT_EQ(desk("cancel SO-1 --reason 'not wanted'").code, 0);
    EXPECT_EQ(last_row(desk("orders --json")).at("state"), "closed");
    const Ended documents = desk("documents --csv");
    EXPECT_NE(documents.out.find("despatchAdvice,DN-1,2,waiting"), std::string::npos)
        << documents.out;
}

TEST_F(ProgramAtTheDesk, orders_of_a_file_are_entered_and_go_out_in_their_units) {
    const Ended samples =
        desk("import --enter " + sage::source_folder() + "/mock-host/samples/orders.csv --json");
    ASSERT_EQ(samples.code, 0) << samples.err;
    const Ended orders = desk("orders --json");
    EXPECT_GE(std::count(orders.out.begin(), orders.out.end(), '\n'), 2) << orders.out;
    const Ended again =
        desk("import --enter " + sage::source_folder() + "/mock-host/samples/orders.csv --json");
    EXPECT_EQ(again.code, 1);
    EXPECT_NE(again.err.find("warehouse.order.known"), std::string::npos) << again.err;
    EXPECT_EQ(desk("import --enter --plugin x orders.csv").code, 2);
}

TEST_F(ProgramAtTheDesk, goods_come_go_and_are_counted_by_commands_alone) {
    ASSERT_EQ(desk("receive MUG=10 --lot L1 --expires 2028-01-31 --cost 1.10").code, 0);
    ASSERT_EQ(desk("hold MUG=2 --reason inspection").code, 0);
    ASSERT_EQ(desk("free MUG=1").code, 0);
    ASSERT_EQ(desk("adjust MUG=-1 --lot L1 --reason damaged").code, 0);
    ASSERT_EQ(desk("count MUG=7 --lot L1").code, 0);
    ASSERT_EQ(desk("transfer MUG=2 --to NORTH").code, 0);
    const Ended returned = desk("return MUG=1 --account C1 --price 2 --lot L1 --json");
    EXPECT_EQ(returned.code, 0) << returned.err;
    const Ended places = desk("stock --places --csv");
    EXPECT_NE(places.out.find("MAIN,MUG,GOODS-IN,L1,2028-01-31,6,0,1,5,0\r\n"), std::string::npos)
        << places.out;
    EXPECT_NE(places.out.find("NORTH,MUG,GOODS-IN,L1,2028-01-31,2,0,0,2,0\r\n"), std::string::npos)
        << places.out;
    const Ended first = desk("export events --limit 2");
    EXPECT_NE(first.err.find("--after 2"), std::string::npos) << first.err;
    const Ended rest = desk("export events --after 2 --json");
    EXPECT_EQ(boost::json::parse(rest.out.substr(0, rest.out.find('\n'))).at("sequence"), "3");
    EXPECT_EQ(desk("export stock").code, 0);
    EXPECT_EQ(desk("export stock --csv").out, desk("export stock").out);
    EXPECT_EQ(desk("export stock --csv --json").code, 2);
}

TEST_F(ProgramAtTheDesk, goods_in_transit_arrive_in_parts) {
    ASSERT_EQ(desk("receive MUG=10 --opening").code, 0);
    ASSERT_EQ(desk("transfer MUG=6 --to NORTH --in-transit --id TRF-7").code, 0);
    const Ended part = desk("arrive TRF-7 --line 1=2 --csv");
    ASSERT_EQ(part.code, 0) << part.err;
    EXPECT_NE(part.out.find("NORTH,MUG,2,0,0,2,4\r\n"), std::string::npos) << part.out;
    EXPECT_EQ(desk("documents --csv").out.find("TRF-7,2"), std::string::npos);
    const Ended rest = desk("arrive TRF-7 --line 1=1 --last --csv");
    ASSERT_EQ(rest.code, 0) << rest.err;
    EXPECT_NE(rest.out.find("MAIN,MUG,7,0,0,7,0\r\n"), std::string::npos) << rest.out;
    EXPECT_NE(rest.out.find("NORTH,MUG,3,0,0,3,0\r\n"), std::string::npos) << rest.out;
    EXPECT_NE(desk("documents --csv").out.find("TRF-7,2"), std::string::npos);
    EXPECT_EQ(desk("arrive TRF-7").code, 2);
    EXPECT_EQ(desk("arrive TRF-7 --line 1").code, 2);
}

TEST_F(ProgramAtTheDesk, what_cannot_be_is_refused_in_one_line_and_changes_nothing) {
    ASSERT_EQ(desk("receive MUG=10 --opening").code, 0);
    for (const char* command :
         {"allocate SO-9", "pick SO-9", "despatch SO-9", "adjust MUG=-11 --reason x",
          "adjust MUG --reason x", "receive MUG=1.2.3", "receive M\x1bG=1",
          "correct DN-9 --line 1=1", "change SO-9", "cancel SO-9", "transfer MUG=1 --to MAIN",
          "orders --order SO-9", "free MUG=1"}) {
        const Ended ended = desk(command);
        EXPECT_EQ(ended.code, 2) << command;
        EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
        EXPECT_NE(ended.err.find("What to do:"), std::string::npos) << ended.err;
    }
    EXPECT_EQ(last_row(desk("stock --json")).at("onHand"), "10");
    const Ended nowhere = run("stock --data /proc/nowhere");
    EXPECT_EQ(nowhere.code, 2);
    EXPECT_NE(nowhere.err.find("warehouse.folder"), std::string::npos) << nowhere.err;
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

TEST_F(ProgramAtTheDesk, what_waits_is_handed_over_once_and_ends_in_sage) {
    ASSERT_EQ(desk("receive MUG=10 --opening").code, 0);
    enter("SO-1", 4);
    for (const char* step : {"allocate SO-1", "pick SO-1", "pack SO-1", "despatch SO-1"}) {
        ASSERT_EQ(desk(step).code, 0);
    }
    const Ended posted = desk("post --json --seed-sage --plugin " SAGE_PLUGIN_FILE);
    ASSERT_EQ(posted.code, 0) << posted.err;
    EXPECT_EQ(last_row(posted).at("handedOver").as_int64(), 2);
    EXPECT_EQ(last_row(posted).at("states").at("posted").as_int64(), 2);
    const Ended documents = desk("documents --json");
    EXPECT_EQ(last_row(documents).at("state"), "posted");
    EXPECT_NE(last_row(documents).at("sageNumber"), "");
    const Ended again = desk("post --json --plugin " SAGE_PLUGIN_FILE);
    EXPECT_EQ(last_row(again).at("handedOver").as_int64(), 0);
    // What the plugin holds, for a data warehouse and for those who watch.
    const Ended postings = desk("export postings --json --plugin " SAGE_PLUGIN_FILE);
    ASSERT_EQ(postings.code, 0) << postings.err;
    EXPECT_EQ(last_row(postings).at("state"), "posted");
    EXPECT_EQ(last_row(postings).at("sageNumber"), last_row(documents).at("sageNumber"));
    const std::size_t next = postings.err.find("--after ");
    ASSERT_NE(next, std::string::npos) << postings.err;
    const std::string after = postings.err.substr(next, postings.err.find('\n', next) - next);
    const Ended nothing = desk("export postings --json --plugin " SAGE_PLUGIN_FILE " " + after);
    EXPECT_EQ(nothing.out, "") << "nothing has changed";
    EXPECT_EQ(desk("export postings").code, 2) << "these rows are the plugin's";
    const Ended health = desk("health --plugin " SAGE_PLUGIN_FILE);
    EXPECT_EQ(health.code, 0) << health.out;
    EXPECT_EQ(std::count(health.out.begin(), health.out.end(), '\n'), 1) << health.out;
    EXPECT_EQ(desk("health --plugin /dev/null").code, 1);
    const Ended metrics = desk("metrics --plugin " SAGE_PLUGIN_FILE);
    EXPECT_NE(metrics.out.find("sage_connector_documents{state=\"posted\"} 2\n"), std::string::npos)
        << metrics.out;
    EXPECT_EQ(desk("alerts").code, 0);
    // Nothing is held, so there is nothing to decide.
    const std::string id(last_row(documents).at("messageId").get_string());
    const Ended decided =
        desk("decide " + id + " withdraw --by pat --reason x --plugin " SAGE_PLUGIN_FILE);
    EXPECT_EQ(decided.code, 1);
    EXPECT_NE(decided.out.find("not done"), std::string::npos) << decided.out;
    EXPECT_NE(decided.out.find("What to do:"), std::string::npos) << decided.out;
}

#endif

}  // namespace
}  // namespace wms
