// SPDX-License-Identifier: Apache-2.0
// Shared by the tests of the simulator; its own assertions are theirs.
#include "tests/unit/simulator/sage.h"

#include <fmt/format.h>

#include "sage-adapter/base/json.h"

namespace sage::test {
namespace {

namespace json = boost::json;

constexpr std::string_view seed = R"({
 "items":[{"id":"LANTERN","name":"White lantern","unitCode":"C62","kind":"goods"},
          {"id":"MUG","name":"Mug","unitCode":"C62","kind":"goods"},
          {"id":"POST","name":"Carriage","kind":"charge"}],
 "customers":[{"id":"C1","name":"Acme Gifts","countryCode":"GB"},
              {"id":"C2","name":"Slow Payers","countryCode":"GB","onHold":true}],
 "locations":[{"id":"MAIN","name":"Main warehouse"}],
 "taxCodes":[{"id":"STANDARD","percent":"20"}],
 "charges":[{"code":"POST","item":"POST"}],
 "guestCustomer":"GUEST",
 "stock":[{"item":"LANTERN","location":"MAIN","quantity":"100"},
          {"item":"MUG","location":"MAIN","quantity":"10"}]})";

const json::value* error_of(const json::value& body) {
    for (const std::string_view place : {"/ia::result/ia::error", "/ia::error", "/error"}) {
        if (const json::value* const error = at_pointer(body, place)) {
            return error;
        }
    }
    return nullptr;
}

}  // namespace

Sage::Sage(std::string user_name) : user_name_(std::move(user_name)) {
    make();
    control("POST", "/control/seed", seed);
    authorise();
}

void Sage::make() {
    simulator = make_intacct_simulator(
        [this] { return now_ms; }, [this](std::string_view line) { journal.emplace_back(line); });
}

void Sage::restart() {
    const std::vector<std::string> lines = std::move(journal);
    journal.clear();
    make();
    for (const std::string& line : lines) {
        simulator->restore(line);
    }
    authorise();
}

Reply Sage::token(std::string_view form) {
    return raw({"POST",
                "/ia/api/v1/oauth2/token",
                {{"Content-Type", "application/x-www-form-urlencoded"}},
                std::string(form)});
}

void Sage::authorise() {
    std::string user = user_name_;
    const std::size_t bar = user.find('|');
    if (bar != std::string::npos) {
        user.replace(bar, 1, "%7C");
    }
    const Reply reply = token(
        "grant_type=client_credentials&client_id=wms-client.app.sage.com&client_secret="
        "simulated-client-secret&username=" +
        user);
    token_ = text_at(parsed(reply), "/access_token");
}

Reply Sage::raw(Request request) {
    return simulator->handle(request).reply;
}

Reply Sage::send(std::string_view method, std::string_view target, std::string_view body,
                 std::vector<Header> headers) {
    headers.push_back({"Authorization", "Bearer " + token_});
    if (!body.empty()) {
        headers.push_back({"Content-Type", "application/json"});
    }
    return raw({std::string(method), "/ia/api/v1" + std::string(target), std::move(headers),
                std::string(body)});
}

Reply Sage::send(std::string_view method, std::string_view target, const json::object& body,
                 std::vector<Header> headers) {
    return send(method, target, std::string_view(json::serialize(body)), std::move(headers));
}

Reply Sage::control(std::string_view method, std::string_view path, std::string_view body) {
    return simulator->control({std::string(method), std::string(path), {}, std::string(body)});
}

json::array Sage::rows(std::string_view object, std::string_view fields, std::string_view filters) {
    const Reply reply =
        send("POST", "/services/core/query",
             fmt::format(R"({{"object":"{}","fields":{},"filters":{},"orderBy":[{{"key":"asc"}}],)"
                         R"("filterParameters":{{"includePrivate":true}},"size":4000}})",
                         object, fields, filters));
    const json::value body = parsed(reply);
    const json::value* const result = at_pointer(body, "/ia::result");
    return result != nullptr && result->is_array() ? result->get_array() : json::array();
}

std::string Sage::on_hand(std::string_view item) {
    const json::value body = parsed(control("GET", "/control/stock"));
    for (const json::value& row : body.at("stock").as_array()) {
        if (text_at(row, "/item") == item) {
            return std::string(text_at(row, "/quantity"));
        }
    }
    return "";
}

std::int64_t Sage::counter(std::string_view name) {
    return parsed(control("GET", "/control/counters")).at(name).to_number<std::int64_t>();
}

json::object order_line(std::string_view item, std::string_view quantity, std::string_view price) {
    return {{"unit", "Each"},
            {"unitQuantity", quantity},
            {"unitPrice", price},
            {"dimensions",
             {{"item", {{"id", item}}},
              {"warehouse", {{"id", "MAIN"}}},
              {"location", {{"id", "100"}}}}}};
}

json::object invoice() {
    json::object document = order();
    document["referenceNumber"] = "DN-1";
    document["nsp::WMS_REFERENCE"] = "WREF1";
    document["trackingNumber"] = "1Z1,1Z2";
    json::object line = order_line("LANTERN", "3", "3.335");
    line["nsp::WMS_ORDER_LINE"] = "10";
    document["lines"] = json::array{line};
    return document;
}

json::object order() {
    return {{"txnDate", "2026-11-20"},
            {"dueDate", "2026-12-20"},
            {"customer", {{"id", "C1"}}},
            {"lines", json::array{order_line("LANTERN", "2", "12.50")}}};
}

json::object adjustment() {
    return {{"transactionDate", "2026-11-20"},
            {"state", "pending"},
            {"lines", json::array{json::object{{"unitOfMeasure", {{"id", "Each"}}},
                                               {"unitQuantity", "5"},
                                               {"dimensions",
                                                {{"item", {{"id", "LANTERN"}}},
                                                 {"warehouse", {{"id", "MAIN"}}},
                                                 {"location", {{"id", "100"}}}}}}}}};
}

json::object& first_line(json::object& document) {
    return document.at("lines").as_array().at(0).as_object();
}

json::value parsed(const Reply& reply) {
    const auto body = parse_json(reply.body, reply.body.size() + 1, JsonNumbers::integers_only);
    return body.ok() ? body.value() : json::value();
}

std::string key_of(const Reply& reply) {
    return std::string(text_at(parsed(reply), "/ia::result/key"));
}

std::string error_id(const Reply& reply) {
    const json::value body = parsed(reply);
    const json::value* const error = error_of(body);
    if (error == nullptr) {
        return "";
    }
    const std::string_view id = text_at(*error, "/errorId");
    return std::string(id.empty() ? text_at(*error, "/code") : id);
}

std::string messages(const Reply& reply) {
    const json::value body = parsed(reply);
    const json::value* const error = error_of(body);
    std::string all = error == nullptr ? "" : std::string(text_at(*error, "/message"));
    const json::value* const details = error == nullptr ? nullptr : at_pointer(*error, "/details");
    if (details != nullptr && details->is_array()) {
        for (const json::value& detail : details->get_array()) {
            all += "\n" + std::string(text_at(detail, "/message"));
        }
    }
    return all;
}

std::vector<Header> with_key(std::string_view key) {
    return {{"Idempotency-Key", std::string(key)}};
}

}  // namespace sage::test
