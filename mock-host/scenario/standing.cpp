// SPDX-License-Identifier: Apache-2.0
// Each member of an expectation is one function.
#include "mock-host/scenario/standing.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <vector>

#include "mock-host/scenario/compare.h"
#include "mock-host/scenario/sage_steps.h"
#include "mock-host/scenario/words.h"
#include "mock-host/scenario/words_parts.h"

namespace wms::scenarios {
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

Decimal decimal(const json::value& text) {
    return Decimal::parse(std::string(text.as_string())).value_or(Decimal());
}

Problem not_there(const std::string& name, const char* what) {
    return {"scenario.name", name, std::string("Nothing was ") + what + " under this name.",
            "Name a document of an earlier step.", "it"};
}

/// A list whose order says nothing, so that it can be compared.
json::array sorted(json::array list) {
    std::sort(list.begin(), list.end(), [](const json::value& left, const json::value& right) {
        return left.as_string() < right.as_string();
    });
    return list;
}

}  // namespace

Standing::Standing(const std::string& edition, Session& session, const WarehouseSteps& warehouse,
                   const Messages& messages, const Previews& previews)
    : edition_(edition),
      session_(session),
      warehouse_(warehouse),
      messages_(messages),
      previews_(previews) {}

const std::map<std::string, Standing::Look, std::less<>>& Standing::looks() {
    static const std::map<std::string, Look, std::less<>> all = {
        {"documents", &Standing::documents},
        {"results", &Standing::results},
        {"previews", &Standing::previews},
        {"balances", &Standing::balances},
        {"stock", &Standing::stock},
        {"writes", &Standing::writes},
        {"outbox", &Standing::outbox},
        {"warehouse", &Standing::warehouse},
        {"attentions", &Standing::attentions},
        {"issues", &Standing::issues},
        {"settingProblems", &Standing::setting_problems},
        {"catalogue", &Standing::catalogue},
        {"files", &Standing::files}};
    return all;
}

Result<Findings> Standing::compare(const json::object& expected) const {
    Findings found;
    for (const auto& [name, value] : expected) {
        if (name == "oneOf") {
            const Result<Findings> none = one_of(value.as_array());
            if (!none.ok()) {
                return none;
            }
            found.insert(found.end(), none.value().begin(), none.value().end());
            continue;
        }
        const json::value wanted =
            name == "attentions" ? json::value(sorted(value.as_array())) : value;
        const Looked there = (this->*looks().at(std::string(name)))(wanted);
        if (!there.ok()) {
            return there.problem();
        }
        const json::object whole{{name, wanted}};
        const json::object actual{{name, there.value()}};
        Findings all = differences(whole, actual);
        if (all.empty()) {
            all = unnoticed_changes(whole, actual);
        } else {
            all.push_back({"", "/" + std::string(name), "", json::serialize(there.value()), ""});
        }
        found.insert(found.end(), all.begin(), all.end());
    }
    return found;
}

Result<Findings> Standing::one_of(const json::array& alternatives) const {
    Findings all;
    for (const json::value& one : alternatives) {
        const Result<Findings> found = compare(one.as_object());
        if (!found.ok() || found.value().empty()) {
            return found;
        }
        all.insert(all.end(), found.value().begin(), found.value().end());
    }
    return all;
}

Standing::Looked Standing::query(const json::object& request) const {
    if (!session_.has_host()) {
        return stopped();
    }
    const Result<std::string> answer = session_.host().query(json::serialize(request));
    if (!answer.ok()) {
        return answer.problem();
    }
    return json::parse(answer.value());
}

Standing::Looked Standing::documents(const json::value& /*expected*/) const {
    Result<json::array> all = documents_in_words(edition_, session_.control());
    return all.ok() ? Looked(std::move(all).value()) : all.problem();
}

/// What the host has kept of what it was told, over all its lives.
json::array Standing::events() const {
    json::array all;
    std::ifstream file(session_.folder().path() / "events.jsonl");
    for (std::string line; std::getline(file, line);) {
        all.push_back(json::parse(line));
    }
    return all;
}

Standing::Looked Standing::result(const Message& message) const {
    const Looked answered = query({{"query", "document"}, {"messageId", message.id}});
    if (!answered.ok()) {
        return answered;
    }
    const json::value& row = answered.value();
    json::object all = {{"state", value_at(row, "/state")},
                        {"verified", value_at(row, "/verified")},
                        {"remarks", members(value_at(row, "/sageDocument/remarks"), "code")},
                        {"predicted", totals(value_at(row, "/sageDocument/predictedTotals"))},
                        {"posted", totals(value_at(row, "/sageDocument/postedTotals"))},
                        {"dueAt", value_at(row, "/dueAt")},
                        {"answer", json::serialize(row)},
                        {"problem", nullptr},
                        {"document", nullptr}};
    const std::string key = text_at(row, "/sageDocument/key");
    if (!key.empty()) {
        const Result<std::int64_t> place = place_of(edition_, session_.control(), key);
        if (!place.ok()) {
            return place.problem();
        }
        all["document"] = place.value();
    }
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
    return json::value(std::move(all));
}

Standing::Looked Standing::results(const json::value& expected) const {
    json::object all;
    for (const auto& [name, unused] : expected.as_object()) {
        const auto found = messages_.find(std::string(name));
        if (found == messages_.end()) {
            return not_there(name, "submitted");
        }
        const Looked looked = result(found->second);
        if (!looked.ok()) {
            return looked;
        }
        all[name] = looked.value();
    }
    return json::value(std::move(all));
}

Standing::Looked Standing::previews(const json::value& expected) const {
    json::object all;
    for (const auto& [name, unused] : expected.as_object()) {
        const auto found = previews_.find(std::string(name));
        if (found == previews_.end()) {
            return not_there(name, "previewed");
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
                                 {"problems", members(answer.at("problems"), "code")},
                                 {"dueAt", value_at(answer, "/dueAt")}};
    }
    return json::value(std::move(all));
}

/// What Sage holds under one number of the warehouse: credits count the other way.
Standing::Looked Standing::balances(const json::value& expected) const {
    json::object all;
    const Result<json::array> documents = documents_in_words(edition_, session_.control());
    if (!documents.ok()) {
        return documents.problem();
    }
    for (const auto& [name, unused] : expected.as_object()) {
        std::map<std::string, Decimal> items;
        Decimal net;
        Decimal gross;
        for (const json::value& document : documents.value()) {
            if (text_at(document, "/reference") != std::string(name)) {
                continue;
            }
            const bool back = document.at("type") == "credit";
            const auto add = [back](Decimal& sum, const json::value& amount) {
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
    return json::value(std::move(all));
}

Standing::Looked Standing::stock(const json::value& /*expected*/) const {
    const Result<std::vector<SageStock>> figures = wms::stock(session_.control());
    if (!figures.ok()) {
        return figures.problem();
    }
    json::object all;
    for (const SageStock& one : figures.value()) {
        json::value& sites = all[one.item];
        if (!sites.is_object()) {
            sites = json::object();
        }
        sites.as_object()[one.location] = one.quantity.text();
    }
    return json::value(std::move(all));
}

Standing::Looked Standing::writes(const json::value& /*expected*/) const {
    return asked(session_.control(), "/control/counters");
}

Standing::Looked Standing::outbox(const json::value& /*expected*/) const {
    const Looked status = query({{"query", "status"}});
    return status.ok() ? Looked(value_at(status.value(), "/counts")) : status;
}

Standing::Looked Standing::warehouse(const json::value& expected) const {
    return warehouse_.standing(expected.as_object());
}

Standing::Looked Standing::attentions(const json::value& /*expected*/) const {
    json::array codes;
    for (const json::value& event : events()) {
        const json::value* const closed = event.as_object().if_contains("closed");
        const bool is_over = closed != nullptr && closed->is_bool() && closed->get_bool();
        if (text_at(event, "/eventType") == "attention" && !is_over) {
            codes.push_back(event.at("error").at("code"));
        }
    }
    return json::value(sorted(std::move(codes)));
}

Standing::Looked Standing::issues(const json::value& /*expected*/) const {
    const Looked held = query({{"query", "held"}, {"limit", 1}});
    if (!held.ok()) {
        return held;
    }
    json::array all;
    for (const json::value& issue : held.value().at("issues").as_array()) {
        all.push_back(json::object{{"rootCause", issue.at("rootCause")},
                                   {"count", issue.at("count")},
                                   {"problem", issue.at("error").at("code")},
                                   {"owner", issue.at("error").at("owner")}});
    }
    return json::value(std::move(all));
}

Standing::Looked Standing::setting_problems(const json::value& /*expected*/) const {
    const Looked found = query({{"query", "discover"}});
    return found.ok() ? Looked(value_at(found.value(), "/problems")) : found;
}

Standing::Looked Standing::catalogue(const json::value& expected) const {
    json::object all;
    for (const auto& [kind, unused] : expected.as_object()) {
        const Looked read = query({{"query", "catalogue"}, {"kind", kind}, {"limit", 10'000}});
        if (!read.ok()) {
            return read;
        }
        all[kind] = value_at(read.value(), "/records");
    }
    return json::value(std::move(all));
}

Standing::Looked Standing::files(const json::value& /*expected*/) const {
    return json::value(files_waiting(session_.folder().path() / import_folder));
}

}  // namespace wms::scenarios
