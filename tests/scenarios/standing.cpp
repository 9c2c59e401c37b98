// SPDX-License-Identifier: Apache-2.0
#include "tests/scenarios/standing.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "tests/scenarios/words.h"

namespace sage::scenarios {
namespace {

namespace json = boost::json;

const json::value* at(const json::value& value, std::string_view pointer) {
    boost::system::error_code error;
    return value.find_pointer(pointer, error);
}

json::value value_at(const json::value& value, std::string_view pointer) {
    const json::value* const found = at(value, pointer);
    return found != nullptr ? *found : json::value();
}

std::string text_at(const json::value& value, std::string_view pointer) {
    const json::value* const found = at(value, pointer);
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}

json::object totals(const json::value& totals_of_contract) {
    json::object all;
    for (const char* const name : {"net", "tax", "gross"}) {
        all[name] = value_at(totals_of_contract, std::string("/") + name + "/amount");
    }
    all["currency"] = value_at(totals_of_contract, "/net/currencyId");
    return all;
}

/// One member of each object of a list, in its order.
json::array members(const json::value& list, const char* name) {
    json::array all;
    for (const json::value& one : list.is_array() ? list.get_array() : json::array()) {
        all.push_back(one.at(name));
    }
    return all;
}

template <class T>
T required(wms::Result<T> result) {
    if (!result.ok()) {
        throw std::runtime_error(wms::in_one_line(result.problem()));
    }
    return std::move(result).value();
}

wms::Decimal decimal(const json::value& text) {
    return wms::Decimal::parse(std::string(text.as_string())).value();
}

/// A list whose order says nothing, so that it can be compared.
json::array sorted(json::array list) {
    std::sort(list.begin(), list.end(), [](const json::value& left, const json::value& right) {
        return left.as_string() < right.as_string();
    });
    return list;
}

}  // namespace

Standing::Standing(const std::string& edition, testing::SageInABox& box,
                   const std::map<std::string, wms::Message>& messages,
                   const std::map<std::string, json::value>& previews)
    : edition_(edition), box_(box), messages_(messages), previews_(previews) {}

Findings Standing::compare(const json::object& expected) const {
    Findings found;
    for (const auto& [name, value] : expected) {
        if (name == "oneOf") {
            const Findings none = one_of(value.as_array());
            found.insert(found.end(), none.begin(), none.end());
            continue;
        }
        json::value wanted = value;
        if (name == "attentions") {
            wanted = sorted(value.as_array());
        }
        const json::value there = actual(name, wanted);
        const std::string where = "/" + std::string(name);
        Findings all = differences(json::object{{name, wanted}}, json::object{{name, there}});
        if (all.empty()) {
            all = unnoticed_changes(json::object{{name, wanted}}, json::object{{name, there}});
        } else {
            all.push_back(where + " is " + json::serialize(there));
        }
        found.insert(found.end(), all.begin(), all.end());
    }
    return found;
}

Findings Standing::one_of(const json::array& alternatives) const {
    Findings all;
    for (const json::value& one : alternatives) {
        const Findings found = compare(one.as_object());
        if (found.empty()) {
            return {};
        }
        all.insert(all.end(), found.begin(), found.end());
    }
    return all;
}

json::value Standing::actual(const std::string& member, const json::value& expected) const {
    if (member == "documents") {
        return documents_in_words(edition_, box_.control());
    }
    if (member == "results") {
        return results(expected.as_object());
    }
    if (member == "previews") {
        return previews(expected.as_object());
    }
    if (member == "balances") {
        return balances(expected.as_object());
    }
    if (member == "stock") {
        return stock();
    }
    if (member == "writes") {
        return writes();
    }
    if (member == "attentions") {
        return attentions();
    }
    if (member == "issues") {
        return issues();
    }
    if (member == "settingProblems") {
        return setting_problems();
    }
    if (member == "catalogue") {
        return catalogue(expected.as_object());
    }
    throw std::runtime_error("nothing is known of " + member);
}

json::value Standing::query(const json::object& request) const {
    return json::parse(required(box_.host().query(json::serialize(request))));
}

/// What the host has kept of what it was told, over all its lives.
json::array Standing::events() const {
    json::array all;
    std::ifstream file(box_.folder() / "host" / "events.jsonl");
    for (std::string line; std::getline(file, line);) {
        all.push_back(json::parse(line));
    }
    return all;
}

json::value Standing::result(const wms::Message& message) const {
    const json::value row = query({{"query", "document"}, {"messageId", message.id}});
    json::object all = {{"state", value_at(row, "/state")},
                        {"verified", value_at(row, "/verified")},
                        {"remarks", members(value_at(row, "/sageDocument/remarks"), "code")},
                        {"predicted", totals(value_at(row, "/sageDocument/predictedTotals"))},
                        {"posted", totals(value_at(row, "/sageDocument/postedTotals"))},
                        {"answer", json::serialize(row)},
                        {"problem", nullptr}};
    const std::string key = text_at(row, "/sageDocument/key");
    all["document"] =
        key.empty() ? json::value() : json::value(place_of(edition_, box_.control(), key));
    json::array states;
    for (const json::value& event : events()) {
        if (text_at(event, "/messageId") != message.id) {
            continue;
        }
        const json::value* const error = at(event, "/error/code");
        all["problem"] = value_at(event, "/error/code");
        all["field"] = error != nullptr ? value_at(event, "/error/fieldPath") : json::value();
        all["owner"] = error != nullptr ? value_at(event, "/error/owner") : json::value();
        const json::value state = value_at(event, "/state");
        if (text_at(event, "/eventType") == "postingResult" &&
            (states.empty() || states.back() != state)) {
            states.push_back(state);
        }
    }
    all["states"] = std::move(states);
    return all;
}

json::value Standing::results(const json::object& expected) const {
    json::object all;
    for (const auto& [name, unused] : expected) {
        const auto found = messages_.find(std::string(name));
        if (found == messages_.end()) {
            throw std::runtime_error("nothing was submitted as " + std::string(name));
        }
        all[name] = result(found->second);
    }
    return all;
}

json::value Standing::previews(const json::object& expected) const {
    json::object all;
    for (const auto& [name, unused] : expected) {
        const auto found = previews_.find(std::string(name));
        if (found == previews_.end()) {
            throw std::runtime_error("nothing was previewed as " + std::string(name));
        }
        const json::value& answer = found->second;
        json::array lines;
        const json::value predicted = value_at(answer, "/predictedLines");
        for (const json::value& line :
             predicted.is_array() ? predicted.get_array() : json::array()) {
            lines.push_back(totals(line.at("totals")));
        }
        all[name] = json::object{{"outcome", value_at(answer, "/outcome")},
                                 {"predicted", totals(value_at(answer, "/predictedTotals"))},
                                 {"lines", std::move(lines)},
                                 {"problems", members(answer.at("problems"), "code")}};
    }
    return all;
}

/// What Sage holds under one number of the warehouse: credits count the other way.
json::value Standing::balances(const json::object& expected) const {
    json::object all;
    const json::array documents = documents_in_words(edition_, box_.control());
    for (const auto& [name, unused] : expected) {
        std::map<std::string, wms::Decimal> items;
        wms::Decimal net;
        wms::Decimal gross;
        for (const json::value& document : documents) {
            if (text_at(document, "/reference") != std::string(name)) {
                continue;
            }
            const bool back = document.at("type") == "credit";
            const auto add = [back](wms::Decimal& sum, const json::value& amount) {
                sum += back ? -decimal(amount) : decimal(amount);
            };
            add(net, document.at("net"));
            add(gross, document.at("gross"));
            for (const json::value& line : document.at("lines").as_array()) {
                add(items[std::string(line.at("item").as_string())], line.at("quantity"));
            }
        }
        json::object left;
        for (const auto& [item, quantity] : items) {
            left[item] = quantity.text();
        }
        all[name] =
            json::object{{"items", std::move(left)}, {"net", net.text()}, {"gross", gross.text()}};
    }
    return all;
}

json::value Standing::stock() const {
    json::object all;
    for (const wms::SageStock& one : required(wms::stock(box_.control()))) {
        json::value& sites = all[one.item];
        if (!sites.is_object()) {
            sites = json::object();
        }
        sites.as_object()[one.location] = one.quantity.text();
    }
    return all;
}

json::value Standing::writes() const {
    return json::parse(required(box_.control().get("/control/counters")));
}

json::value Standing::attentions() const {
    json::array codes;
    for (const json::value& event : events()) {
        if (text_at(event, "/eventType") == "attention") {
            codes.push_back(event.at("error").at("code"));
        }
    }
    return sorted(std::move(codes));
}

json::value Standing::issues() const {
    json::array all;
    const json::value held = query({{"query", "held"}, {"limit", 1}});
    for (const json::value& issue : held.at("issues").as_array()) {
        all.push_back(json::object{{"rootCause", issue.at("rootCause")},
                                   {"count", issue.at("count")},
                                   {"problem", issue.at("error").at("code")},
                                   {"owner", issue.at("error").at("owner")}});
    }
    return all;
}

json::value Standing::setting_problems() const {
    return query({{"query", "discover"}}).at("problems");
}

json::value Standing::catalogue(const json::object& expected) const {
    json::object all;
    for (const auto& [kind, unused] : expected) {
        all[kind] =
            query({{"query", "catalogue"}, {"kind", kind}, {"limit", 10'000}}).at("records");
    }
    return all;
}

}  // namespace sage::scenarios
