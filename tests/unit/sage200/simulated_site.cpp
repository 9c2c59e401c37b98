// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/sage200/simulated_site.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "tests/unit/sage200/published_request.h"

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

constexpr std::string_view client = "client_id=wms-client&client_secret=simulated-client-secret";

std::string encoded(std::string_view target) {
    std::string text;
    for (const char character : target) {
        text += character == ' ' ? "%20" : std::string(1, character);
    }
    return text;
}

}  // namespace

SimulatedSite::SimulatedSite() {
    make();
    control("POST", "/control/seed", seed);
    authorise();
}

void SimulatedSite::make() {
    simulator = make_sage200_simulator(
        [this] { return now_ms; }, [this](std::string_view line) { journal.emplace_back(line); });
}

void SimulatedSite::restart() {
    const std::vector<std::string> lines = std::move(journal);
    journal.clear();
    make();
    for (const std::string& one : lines) {
        simulator->restore(one);
    }
    journal = lines;
    authorise();
}

Reply SimulatedSite::raw(const Request& request) {
    return simulator->handle(request).reply;
}

Reply SimulatedSite::token(std::string_view form) {
    return raw({"POST",
                "/oauth/token",
                {{"Content-Type", "application/x-www-form-urlencoded"}},
                fmt::format("{}&{}", client, form)});
}

Reply SimulatedSite::authorised(Request request) {
    EXPECT_EQ(unpublished(request), "") << request.target << "\n" << request.body;
    request.headers.push_back({"Authorization", "Bearer " + token_});
    return raw(request);
}

std::string SimulatedSite::consent(std::string_view more) {
    const Reply reply = raw({"GET",
                             fmt::format("/authorize?response_type=code&client_id=wms-client&"
                                         "redirect_uri=https%3A%2F%2Fwms.example%2Fsage&"
                                         "scope=openid%20offline_access{}",
                                         more),
                             {},
                             ""});
    const std::string_view location = reply.header("Location");
    const std::size_t code = location.find("code=");
    return code == std::string_view::npos ? "" : std::string(location.substr(code + 5));
}

void SimulatedSite::authorise() {
    const Reply reply = token(fmt::format(
        "grant_type=authorization_code&redirect_uri=https%3A%2F%2Fwms.example%2Fsage&code={}",
        consent()));
    token_ = text_at(parsed(reply), "/access_token");
}

Request SimulatedSite::request(std::string_view method, std::string_view target,
                               std::string_view body) {
    return {
        std::string(method),
        fmt::format("/uk/sage200{}/accounts/v1{}", professional ? "extra" : "", encoded(target)),
        {{"Authorization", "Bearer " + token_},
         {"X-Site", "7c9e6679-7425-40de-944b-e07fc1f90ae7"},
         {"X-Company", "1"},
         {"Content-Type", "application/json"}},
        std::string(body)};
}

Reply SimulatedSite::send(std::string_view method, std::string_view target, std::string_view body) {
    return raw(request(method, target, body));
}

Reply SimulatedSite::send(std::string_view method, std::string_view target,
                          const json::object& body) {
    return send(method, target, written(body));
}

json::value SimulatedSite::get(std::string_view target) {
    return parsed(send("GET", target));
}

Reply SimulatedSite::control(std::string_view method, std::string_view path,
                             std::string_view body) {
    return simulator->control({std::string(method), std::string(path), {}, std::string(body)});
}

void SimulatedSite::change(std::string_view body) {
    control("POST", "/control/change", body);
}

void SimulatedSite::behave(std::string_view body) {
    control("POST", "/control/behaviours", body);
}

std::int64_t SimulatedSite::id_of(std::string_view resource, std::string_view field,
                                  std::string_view text) {
    const json::value answer = get(fmt::format("/{}?$filter={} eq '{}'", resource, field, text));
    const json::value* const wrapped = at_pointer(answer, "/value");
    const json::value& rows = wrapped == nullptr ? answer : *wrapped;
    if (!rows.is_array() || rows.get_array().size() != 1) {
        return 0;
    }
    return std::stoll(std::string(text_at(rows, "/0/id")));
}

std::int64_t SimulatedSite::counter(std::string_view name) {
    const auto all = parse_json(control("GET", "/control/counters").body, limits::reply_bytes_max,
                                JsonNumbers::integers_only);
    return all.value().at(name).as_int64();
}

std::string SimulatedSite::on_hand(std::string_view item, std::string_view location) {
    const json::value all = parsed(control("GET", "/control/stock"));
    for (const json::value& one : all.at("stock").as_array()) {
        if (text_at(one, "/item") == item && text_at(one, "/location") == location) {
            return std::string(text_at(one, "/quantity"));
        }
    }
    return "";
}

json::object SimulatedSite::line(std::string_view item, std::int64_t quantity) {
    return {{"line_type", "EnumLineTypeStandard"},
            {"product_id", id_of("products", "code", item)},
            {"warehouse_id", id_of("warehouses", "name", "HOME")},
            {"line_quantity", quantity},
            {"selling_unit_price", "#12.5"}};
}

json::object SimulatedSite::order() {
    return {{"customer_id", id_of("customers", "reference", "C1")},
            {"document_date", "2026-11-18T00:00:00Z"},
            {"customer_document_no", "PO-1"},
            {"spare_text_1", "WREFERENCE"},
            {"lines", json::array{line("LANTERN", 2)}}};
}

json::object SimulatedSite::invoice() {
    const std::int64_t tax = id_of("tax_codes", "name", "Standard rate");
    return {
        {"customer_id", id_of("customers", "reference", "C1")},
        {"transaction_date", "2026-11-18T00:00:00Z"},
        {"reference", "WREFERENCE"},
        {"second_reference", "PO-1"},
        {"document_goods_value", "#44.95"},
        {"document_tax_value", "#8.99"},
        {"tax_analysis_items",
         json::array{
             json::object{{"id", tax}, {"goods_amount", "#44.95"}, {"tax_amount", "#8.99"}}}},
        {"nominal_analysis_items",
         json::array{json::object{{"code", "4000"}, {"narrative", "DN-1"}, {"value", "#44.95"}}}}};
}

json::value parsed(const Reply& reply) {
    const auto value = parse_json(reply.body, limits::reply_bytes_max, JsonNumbers::as_text);
    return value.ok() ? value.value() : json::value();
}

std::string said(const Reply& reply) {
    return fmt::format("{} {}", reply.status, reply.body);
}

std::string written(const json::value& body) {
    std::string text = json::serialize(body);
    for (std::size_t at = text.find("\"#"); at != std::string::npos; at = text.find("\"#", at)) {
        text.erase(at, 2);
        text.erase(text.find('"', at), 1);
    }
    return text;
}

}  // namespace sage::test
