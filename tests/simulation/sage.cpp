// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/sage.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <stdexcept>
#include <utility>

#include "sage-adapter/base/json.h"

namespace sage::simulation {
namespace {

namespace json = boost::json;

json::value parsed(std::string_view text) {
    json::error_code error;
    json::value value = json::parse(text, error);
    if (error) {
        throw std::runtime_error("no JSON: " + std::string(text.substr(0, 200)));
    }
    return value;
}

void merge(json::object& into, const json::object& from) {
    for (const auto& [name, value] : from) {
        json::value& there = into[name];
        if (there.is_object() && value.is_object()) {
            merge(there.get_object(), value.get_object());
        } else {
            there = value;
        }
    }
}

std::string text_in(const json::value& value, std::string_view pointer) {
    return std::string(text_at(value, pointer));
}

/// Drawn from a sequence of its own: the rest of a world does not depend on it.
const json::value& drawn(const json::array& companies, std::uint64_t seed) {
    constexpr std::uint64_t another_sequence = 0x636F6D70616E79ULL;
    return companies[Chance(seed ^ another_sequence).below(companies.size())];
}

Habits habits_of(const json::value& company) {
    const auto is_true = [&](std::string_view pointer) {
        const json::value* const found = at_pointer(company, pointer);
        return found != nullptr && found->as_bool();
    };
    Habits habits;
    habits.despatches_of_orders = is_true("/warehouse/despatchesOfOrders");
    habits.lanes_of_orders = is_true("/warehouse/lanesOfOrders");
    habits.orders_by_hand = is_true("/warehouse/ordersByHand");
    if (const json::value* const places = at_pointer(company, "/warehouse/pricePlaces")) {
        habits.price_places = places->to_number<int>();
    }
    return habits;
}

SageRecord record_of(const json::value& value) {
    SageRecord record{text_in(value, "/key"),  text_in(value, "/number"),
                      text_in(value, "/type"), text_in(value, "/externalReference"),
                      text_in(value, "/net"),  {}};
    if (const json::value* const lines = at_pointer(value, "/lines")) {
        for (const json::value& line : lines->as_array()) {
            record.lines.push_back(
                {text_in(line, "/item"), text_in(line, "/quantity"), text_in(line, "/unitPrice")});
        }
    }
    return record;
}

bool lists(const json::value& of, std::string_view pointer, std::string_view type) {
    const json::value* const types = at_pointer(of, pointer);
    return types != nullptr &&
           std::any_of(types->as_array().begin(), types->as_array().end(),
                       [&](const json::value& one) { return text_at(one, "") == type; });
}

}  // namespace

bool carries_token(const Header& header) {
    return header.name == "Authorization" || header.name == "AuthToken";
}

std::string_view seed_json() {
    return R"({
        "items":[{"id":"SKU-1","name":"Lantern","unitCode":"C62","kind":"goods"},
                 {"id":"SKU-2","name":"Mug","unitCode":"C62","kind":"goods"},
                 {"id":"SKU-3","name":"Vase","unitCode":"C62","kind":"goods"},
                 {"id":"POST","name":"Carriage","unitCode":"C62","kind":"charge"}],
        "customers":[{"id":"C-1","name":"Acme","countryCode":"GB","onHold":false},
                     {"id":"C-2","name":"Bell","countryCode":"GB","onHold":false},
                     {"id":"GUEST","name":"Guest","countryCode":"GB","onHold":false}],
        "locations":[{"id":"MAIN","name":"Main","allowNegativeStock":true},
                     {"id":"SMALL","name":"Small"}],
        "taxCodes":[{"id":"STANDARD","percent":"20"}],
        "charges":[{"code":"POST","item":"POST"}],"guestCustomer":"GUEST",
        "stock":[{"item":"SKU-1","location":"SMALL","quantity":"20"}]})";
}

SimulatedSage::SimulatedSage(const SimulatedEdition& edition, std::uint64_t seed,
                             std::function<std::int64_t()> now_ms)
    : simulator_(edition.make(std::move(now_ms), {})), variations_(parsed(edition.variations)) {
    control("/control/seed", seed_json());
    const json::value* const companies = at_pointer(variations_, "/companies");
    company_ =
        companies == nullptr ? json::value(json::object()) : drawn(companies->as_array(), seed);
    habits_ = habits_of(company_);
    if (const json::value* const requests = at_pointer(company_, "/requests")) {
        apply_all(*requests);
    }
    json::value answer = parsed(simulator_->control({"GET", "/control/settings", {}, ""}).body);
    for (const json::value* const more :
         std::array<const json::value*, 2>{&variations_, &company_}) {
        if (const json::value* const own = at_pointer(*more, "/settings")) {
            merge(answer.at("settings").as_object(), own->as_object());
        }
    }
    settings_ = json::serialize(answer.at("settings"));
    secrets_ = answer.at("secrets");
}

std::vector<SageRecord> SimulatedSage::read(std::uint64_t after, std::uint64_t& last) {
    std::vector<SageRecord> records;
    std::string target = "/control/documents?limit=10000&after=" + std::to_string(after);
    target += text("/documents");
    const Reply reply = simulator_->control({"GET", target, {}, ""});
    if (reply.status != 200) {
        throw std::runtime_error("the simulator shows no documents: " + reply.body);
    }
    const json::value answer = parsed(reply.body);
    for (const json::value& one : answer.at("documents").as_array()) {
        last = one.at("position").to_number<std::uint64_t>();
        SageRecord record = record_of(one);
        record.amounts_alone = lists(variations_, "/amountsAlone", record.type);
        record.quantities_alone = lists(variations_, "/quantitiesAlone", record.type);
        record.set_aside = lists(variations_, "/setAside", record.type);
        record.line_alone = lists(variations_, "/lineAlone", record.type);
        record.takes_back = lists(variations_, "/takesBack", record.type);
        record.unnamed = lists(company_, "/unnamed", record.type);
        records.push_back(std::move(record));
    }
    return records;
}

std::vector<SageRecord> SimulatedSage::fresh() {
    return read(seen_, seen_);
}

std::vector<SageRecord> SimulatedSage::all() {
    std::uint64_t last = 0;
    return read(0, last);
}

void SimulatedSage::control(std::string_view path, std::string_view body) {
    const Reply reply = simulator_->control({"POST", std::string(path), {}, std::string(body)});
    if (reply.status != 200) {
        throw std::runtime_error("the simulator refuses " + std::string(path) + ": " + reply.body);
    }
}

std::string SimulatedSage::secret(std::string_view name) const {
    return std::string(text_at(secrets_, "/" + std::string(name)));
}

std::string SimulatedSage::consent(std::string_view name) {
    const Reply reply = simulator_->control({"GET", "/control/settings", {}, ""});
    return std::string(text_at(parsed(reply.body), "/secrets/" + std::string(name)));
}

std::vector<std::string> SimulatedSage::secrets() const {
    std::vector<std::string> all;
    for (const auto& [name, value] : secrets_.as_object()) {
        all.emplace_back(value.as_string());
    }
    return all;
}

std::string_view SimulatedSage::company() const {
    return text_at(company_, "/name");
}

bool SimulatedSage::has(std::string_view pointer) const {
    return at_pointer(variations_, pointer) != nullptr;
}

void SimulatedSage::apply(std::string_view pointer) {
    if (const json::value* const requests = at_pointer(variations_, pointer)) {
        apply_all(*requests);
    }
}

void SimulatedSage::apply_all(const json::value& requests) {
    for (const json::value& request : requests.as_array()) {
        control(text_at(request, "/path"), json::serialize(request.at("body")));
    }
}

std::string_view SimulatedSage::reply_of_another(const Request& request) const {
    const json::value* const replies = at_pointer(variations_, "/successReplies");
    if (replies == nullptr) {
        return text("/successReply");
    }
    for (const json::value& one : replies->as_array()) {
        if (request.target.find(text_at(one, "/targetContains")) != std::string::npos) {
            return text_at(one, "/body");
        }
    }
    return {};
}

void SimulatedSage::enter_order(const HostDocument& order) {
    json::array lines;
    for (const HostLine& line : order.lines) {
        if (line.item.starts_with("SKU-")) {
            lines.push_back(json::object{
                {"item", line.item}, {"quantity", line.quantity}, {"price", line.price}});
        }
    }
    if (!lines.empty()) {
        control("/control/change",
                json::serialize(json::object{{"order", json::object{{"number", order.id},
                                                                    {"customer", order.customer},
                                                                    {"location", "MAIN"},
                                                                    {"lines", lines}}}}));
        static_cast<void>(fresh());  // It is nobody's document but theirs.
    }
}

std::string_view SimulatedSage::text(std::string_view pointer) const {
    return text_at(variations_, pointer);
}

}  // namespace sage::simulation
