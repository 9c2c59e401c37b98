// SPDX-License-Identifier: Apache-2.0
// Plan: the program as Sage 50: an order that REST wrote is read by ODBC in another process, while
// the program runs and after a restart.
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>

#include <array>
#include <cstdio>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/folder.h"
#include "tests/unit/simulator/program.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

constexpr std::string_view seed = R"({"items":[{"id":"MUG","name":"Café"}],
 "customers":[{"id":"C1"}],"stock":[{"item":"MUG","location":"HOME","quantity":"10"}]})";
constexpr std::string_view order = R"({"customerAccountRef":"C1","orderDate":"18/11/2026",
 "invoiceItems":[{"stockCode":"MUG","quantity":1,"unitPrice":441,"nominal":"4000","taxCode":1}]})";

bool has_odbc() {
    return system("command -v isql >/dev/null && odbcinst -q -d -n SQLite3 >/dev/null 2>&1") == 0;
}

/// What unixODBC's own program reads of the file, without the line's end.
std::string by_odbc(const std::string& file, const std::string& question) {
    const std::string command = "echo \"" + question +
                                "\" | isql -b -d'|' -k 'DRIVER=SQLite3;Database=" + file +
                                "' 2>/dev/null";
    FILE* const output = popen(command.c_str(), "r");
    std::string text;
    std::array<char, 4096> buffer;
    for (std::size_t got = fread(buffer.data(), 1, buffer.size(), output); got > 0;
         got = fread(buffer.data(), 1, buffer.size(), output)) {
        text.append(buffer.data(), got);
    }
    pclose(output);
    text.erase(text.find_last_not_of('\n') + 1);
    return text;
}

Reply send(Program& program, std::string_view method, std::string_view path,
           std::string_view body = "") {
    return program.exchange({std::string(method),
                             std::string(path),
                             {{"AuthToken", "simulated-auth-token"}},
                             std::string(body)});
}

TEST(SimulatorProgramSage50, what_rest_wrote_is_read_by_odbc_while_it_runs) {
    if (!has_odbc()) {
        GTEST_SKIP() << "skipped: unixODBC or its driver for SQLite is not installed";
    }
    const Folder folder;
    std::string file;
    {
        Program program(folder.path(), {}, "sage50");
        ASSERT_TRUE(program.ready());
        EXPECT_EQ(send(program, "POST", "/control/seed", seed).status, 200);
        EXPECT_EQ(send(program, "POST", "/api/salesOrder/", order).status, 200);
        file = text_at(parsed(send(program, "GET", "/control/tables")), "/file");
        EXPECT_EQ(file, folder.file("company.sqlite"));
        EXPECT_EQ(by_odbc(file, "SELECT ORDER_NUMBER, ITEMS_NET FROM SALES_ORDER"), "1|441.0");
        EXPECT_EQ(by_odbc(file, "SELECT DESCRIPTION FROM STOCK"), "Caf\xE9") << "Windows-1252";
        EXPECT_EQ(send(program, "POST", "/api/salesOrder/1/fullyAllocate").status, 200);
        EXPECT_EQ(by_odbc(file, "SELECT QTY_ALLOCATED FROM STOCK"), "1.0");
        EXPECT_EQ(program.stop(SIGTERM), 0);
    }
    Program again(folder.path(), {}, "sage50");
    ASSERT_TRUE(again.ready());
    EXPECT_EQ(by_odbc(file, "SELECT QTY_ALLOCATED FROM STOCK"), "1.0");
    EXPECT_EQ(again.stop(SIGTERM), 0);
}

}  // namespace
}  // namespace sage::test
