// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/sage50/simulated_company.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/windows_1252.h"

namespace sage::test {
namespace {

namespace json = boost::json;

constexpr std::string_view seed = R"({
 "items":[{"id":"LANTERN","name":"White lantern","unitCode":"C62","kind":"goods"},
          {"id":"MUG","name":"Mug","unitCode":"C62","kind":"goods"}],
 "customers":[{"id":"C1","name":"Acme Gifts","countryCode":"GB"},
              {"id":"C2","name":"Slow Payers","countryCode":"GB","onHold":true}],
 "locations":[{"id":"HOME"},{"id":"NORTH"}],
 "taxCodes":[{"id":"STANDARD","percent":"20"}],
 "charges":[{"code":"FC","item":"POST"}],
 "guestCustomer":"GUEST",
 "stock":[{"item":"LANTERN","location":"HOME","quantity":"100"},
          {"item":"MUG","location":"HOME","quantity":"10"}]})";

class KeepingWriter final : public TableWriter {
  public:
    explicit KeepingWriter(KeptTables& tables) : tables_(tables) {}

    Result<void> lay_out(const std::vector<TableLayout>& tables) override {
        if (fails()) {
            return failure();
        }
        ++tables_.laid_out;
        tables_.rows.clear();
        for (const TableLayout& table : tables) {
            tables_.columns[table.name].clear();
            for (const TableColumn& column : table.columns) {
                tables_.columns[table.name].push_back(column.name);
                tables_.types[table.name][column.name] = column.type;
            }
        }
        return {};
    }

    Result<void> write(const std::vector<TableChange>& changes) override {
        if (fails()) {
            return failure();
        }
        for (const TableChange& change : changes) {
            for (const TableRow& row : change.written) {
                tables_.rows[change.table][row.id] = row.values;
            }
            for (const std::int64_t id : change.removed) {
                tables_.rows[change.table].erase(id);
            }
        }
        return {};
    }

    std::string place() const override { return "memory"; }

  private:
    bool fails() {
        const bool failing = tables_.failures > 0;
        tables_.failures -= failing ? 1 : 0;
        return failing;
    }
    static Error failure() {
        return {Status::storage,
                Problem{"simulator.tables", "", "The disk is full.", "Free it.", Owner::it}};
    }

    KeptTables& tables_;
};

json::value parsed(const Reply& reply) {
    const auto value = parse_json(reply.body, limits::reply_bytes_max, JsonNumbers::as_text);
    return value.ok() ? value.value() : json::value();
}

}  // namespace

std::string KeptTables::value(const std::string& table, const std::string& key,
                              const std::string& text, const std::string& column) const {
    const std::vector<std::string>& names = columns.at(table);
    const auto place = [&](const std::string& name) {
        return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) -
                                        names.begin());
    };
    const auto found = rows.find(table);
    if (found == rows.end() || place(column) == names.size()) {
        return "none";
    }
    for (const auto& [id, values] : found->second) {
        if (values.at(place(key)) == text) {
            return values.at(place(column)).value_or("NULL");
        }
    }
    return "none";
}

QueryAnswer KeptTables::answer(const Query& query) const {
    QueryAnswer answer;
    const std::vector<std::string>& names = columns.at(query.table);
    const auto found = rows.find(query.table);
    if (found == rows.end()) {
        return answer;
    }
    for (const auto& [id, values] : found->second) {
        std::vector<QueryValue>& row = answer.rows.emplace_back();
        for (const QueryColumn& column : query.columns) {
            const auto place = std::find(names.begin(), names.end(), column.name);
            EXPECT_TRUE(place != names.end() || column.optional) << column.name;
            std::optional<std::string> value =
                place == names.end() ? std::nullopt
                                     : values.at(static_cast<std::size_t>(place - names.begin()));
            row.push_back(value ? std::optional(from_windows_1252(*value)) : std::nullopt);
        }
    }
    return answer;
}

SimulatedCompany::SimulatedCompany() {
    make();
    EXPECT_EQ(control("POST", "/control/seed", seed).status, 200);
}

void SimulatedCompany::make() {
    simulator = make_sage50_simulator(
        [this] { return now_ms; }, [this](std::string_view line) { journal.emplace_back(line); });
}

void SimulatedCompany::restart() {
    const std::vector<std::string> lines = std::move(journal);
    journal.clear();
    make();
    for (const std::string& one : lines) {
        simulator->restore(one);
    }
    journal = lines;
}

Reply SimulatedCompany::send(std::string_view method, std::string_view path, std::string_view body,
                             std::vector<Header> more) {
    more.push_back({"AuthToken", "simulated-auth-token"});
    more.push_back({"Content-Type", "application/json"});
    return raw({std::string(method), std::string(path), std::move(more), std::string(body)});
}

Reply SimulatedCompany::find(std::string_view path, std::string_view column, std::string_view type,
                             std::string_view value) {
    return post(path,
                fmt::format(R"([{{"field":"{}","type":"{}","value":"{}"}}])", column, type, value));
}

Reply SimulatedCompany::control(std::string_view method, std::string_view path,
                                std::string_view body) {
    return simulator->control({std::string(method), std::string(path), {}, std::string(body)});
}

void SimulatedCompany::change(std::string_view body) {
    const Reply reply = control("POST", "/control/change", body);
    EXPECT_EQ(reply.status, 200) << reply.body;
}

void SimulatedCompany::behave(std::string_view body) {
    const Reply reply = control("POST", "/control/behaviours", body);
    EXPECT_EQ(reply.status, 200) << reply.body;
}

void SimulatedCompany::keep_tables(KeptTables& tables) {
    EXPECT_TRUE(simulator->show_tables(std::make_unique<KeepingWriter>(tables)).ok());
}

std::string SimulatedCompany::stock(std::string_view item) {
    const Reply reply = get(fmt::format("/api/product/{}", item));
    return at(reply, "/response/qtyInStock") + "/" + at(reply, "/response/qtyAllocated");
}

std::string SimulatedCompany::order() {
    return at(post("/api/salesOrder/", order_body), "/response");
}

std::string SimulatedCompany::allocated_order() {
    const std::string number = order();
    EXPECT_EQ(said(post(fmt::format("/api/salesOrder/{}/fullyAllocate", number), "")), "SUCCESS");
    return number;
}

std::string at(const Reply& reply, std::string_view pointer) {
    const json::value whole = parsed(reply);
    const json::value* const found = at_pointer(whole, pointer);
    if (found == nullptr) {
        return "";
    }
    return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

std::size_t count(const Reply& reply, std::string_view pointer) {
    const json::value whole = parsed(reply);
    const json::value* const found = at_pointer(whole, pointer);
    return found == nullptr || !found->is_array() ? 0 : found->get_array().size();
}

std::string said(const Reply& reply) {
    if (reply.status != 200) {
        return std::to_string(reply.status);
    }
    return at(reply, "/success") == "true" ? "SUCCESS" : at(reply, "/message");
}

std::string invoice_body(int type, int quantity, std::string_view more) {
    return fmt::format(
        R"({{"customerAccountRef":"C1","invoiceDate":"18/11/2026","invoiceTypeCode":{},{}
 "invoiceItems":[{{"stockCode":"LANTERN","description":"White lantern","quantity":{},
 "unitPrice":12.5,"nominal":4000,"taxCode":1,"taxRate":20}}]}})",
        type, more, quantity);
}

}  // namespace sage::test
