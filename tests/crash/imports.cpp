// SPDX-License-Identifier: Apache-2.0
#include "tests/crash/imports.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <utility>

#include "mock-host/post.h"
#include "mock-host/read_file.h"
#include "tests/crash/records.h"

namespace sage::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t file_bytes_max = 1024 * 1024;

std::string hexadecimal(const std::string& bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string all;
    for (const char byte : bytes) {
        all += digits[static_cast<unsigned char>(byte) / digits.size()];
        all += digits[static_cast<unsigned char>(byte) % digits.size()];
    }
    return all;
}

bool is_of_stock(const std::string& name) {
    return name.starts_with("stock-");
}

}  // namespace

Imports::Imports(fs::path folder, wms::Control& control)
    : folder_(std::move(folder)), control_(control) {
    fs::create_directories(folder_);
}

std::vector<std::string> Imports::names() const {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(folder_)) {
        all.push_back(entry.path().filename().string());
    }
    std::sort(all.begin(), all.end());
    return all;
}

bool Imports::has_file_of(const std::string& external_reference) const {
    const std::vector<std::string> all = names();
    return std::any_of(all.begin(), all.end(), [&](const std::string& name) {
        return name.ends_with("-" + external_reference + ".csv");
    });
}

void Imports::import_all() const {
    for (const std::string& name : names()) {
        const auto bytes = wms::read_file(folder_ / name, file_bytes_max);
        ASSERT_TRUE(bytes.ok()) << wms::in_one_line(bytes.problem());
        const std::string done = is_of_stock(name) ? "stockTransactions" : "auditTrailTransactions";
        const auto imported = control_.post("/control/change",
                                            R"({"import":{"template":")" + done + R"(","bytes":")" +
                                                hexadecimal(bytes.value()) + "\"}}");
        EXPECT_TRUE(imported.ok()) << name << ": " << wms::in_one_line(imported.problem()) << "\n"
                                   << bytes.value();
        fs::remove(folder_ / name);
    }
}

std::string Imports::in_books(const std::string& external_reference) const {
    const auto told = control_.get("/control/tables");
    if (!told.ok()) {
        return wms::in_one_line(told.problem());
    }
    const boost::json::value tables = boost::json::parse(told.value());
    const Database books{fs::path(std::string(tables.at("file").as_string()))};
    const auto ask = [&](const std::string& columns) {
        return books.ask("SELECT CASE WHEN count(*) > 0 THEN count(*) || ' of ' || " + columns);
    };
    const std::string ledger =
        ask("printf('%.2f', abs(sum(NET_AMOUNT))) END FROM AUDIT_HEADER "
            "WHERE INV_REF = '" +
            external_reference + "'");
    return !ledger.empty() ? ledger
                           : ask("printf('%.2f', abs(sum(QUANTITY))) END FROM STOCK_TRAN "
                                 "WHERE DETAILS LIKE '" +
                                 external_reference + "%'");
}

wms::Message send_again(const wms::Message& subject, std::int64_t decided_ms) {
    wms::Decision decision;
    decision.message_id = subject.id;
    decision.decision = "sendAgain";
    decision.decided_by = "pat";
    decision.reason = "no file in the folder and nothing in Sage";
    decision.checked_by_hand = true;
    decision.date = "2025-11-24";
    decision.decided_ms = decided_ms;
    return wms::decision_message(decision, {});
}

}  // namespace sage::testing
