// SPDX-License-Identifier: Apache-2.0
// Each verb of a step is one function; what is looked at is in standing.cpp.
#include "tests/scenarios/play.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <stdexcept>

#include "tests/scenarios/documents.h"
#include "tests/scenarios/standing.h"
#include "tests/scenarios/words.h"

namespace sage::scenarios {
namespace {

namespace json = boost::json;

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t patience_ms = 24 * hour_ms;
constexpr const char* no_faults = R"({"faults":[]})";
constexpr const char* offline =
    R"({"faults":[{"id":"offline","times":0,"action":"drop_request"}]})";
/// A definite "not now": nothing was done.
constexpr const char* busy = R"({"faults":[{"id":"busy","times":0,"action":"reply","status":429,)"
                             R"("headers":{"Retry-After":"600"},"body":"{}"}]})";

template <class T>
T required(wms::Result<T> result, const std::string& what) {
    if (!result.ok()) {
        throw std::runtime_error(what + ": " + wms::in_one_line(result.problem()));
    }
    return std::move(result).value();
}

std::string text(const json::object& object, std::string_view name, const std::string& otherwise) {
    const json::value* const found = object.if_contains(name);
    return found != nullptr ? std::string(found->as_string()) : otherwise;
}

json::array listed(const json::value& changes) {
    return changes.is_array() ? changes.get_array() : json::array{changes};
}

}  // namespace

Play::Play(const Scenario& scenario, const Case& one, const std::string& edition)
    : case_(one),
      edition_(edition),
      edition_section_(child(scenario.editions, edition)),
      settings_(scenario.settings) {
    const json::object& of_all = child(scenario.editions, edition);
    const json::object& of_case = child(one.editions, edition);
    lay_over(settings_, child(of_all, "settings"));
    lay_over(settings_, one.settings);
    lay_over(settings_, child(of_case, "settings"));
    changes_ = child(of_all, "changes");
    lay_over(changes_, child(of_case, "changes"));
    testing::BoxOptions options;
    options.edition = edition;
    options.seed = text_of(folder() / "company.json");
    options.configure = [this](const std::string& suggested) {
        json::value all = json::parse(suggested);
        lay_over(all.as_object(), settings_);
        return json::serialize(all);
    };
    box_ = std::make_unique<testing::SageInABox>(options);
    seed(scenario.company);
    for (const json::object* const begin : {&of_all, &of_case}) {
        if (const json::value* const changes = begin->if_contains("begin")) {
            change_sage(*changes);
        }
    }
    box_->connect();
}

const std::map<std::string, Play::Verb, std::less<>>& Play::verbs() {
    static const std::map<std::string, Verb, std::less<>> all = {
        {"submit", &Play::submit},
        {"submitAgain", &Play::submit_again},
        {"preview", &Play::preview},
        {"run", &Play::run_for},
        {"sage", &Play::set_sage},
        {"change", &Play::change},
        {"settings", &Play::change_settings},
        {"restart", &Play::restart},
        {"wait", &Play::wait},
        {"expect", &Play::expect}};
    return all;
}

Findings Play::run() {
    std::size_t number = 0;
    for (const json::value& step : case_.steps) {
        for (const auto& [name, verb] : verbs()) {
            if (step.as_object().contains(name)) {
                place_ = fmt::format("step {} ({})", ++number, name);
                (this->*verb)(step.as_object());
            }
        }
    }
    return findings_;
}

void Play::find(const std::string& finding) {
    findings_.push_back(place_ + ": " + finding);
}

wms::Message Play::message_of(const json::object& step, const std::string& kind,
                              const std::string& id) {
    return document_of(step, kind, id, ++messages_made_, [this](const std::string& name) {
        const auto found = messages_.find(name);
        if (found == messages_.end()) {
            throw std::runtime_error(place_ + ": nothing was submitted as " + name);
        }
        return found->second.id;
    });
}

void Play::hand_over(const wms::Message& message, const std::string& wanted) {
    const auto receipt = box_->host().submit(message);
    const std::string answer = !receipt.ok()               ? receipt.problem().code
                               : receipt.value().duplicate ? "duplicate"
                                                           : "accepted";
    if (answer != wanted) {
        find("the answer is " + answer + ", not " + wanted +
             (receipt.ok() ? "" : ": " + wms::in_one_line(receipt.problem())));
    }
}

void Play::submit(const json::object& step) {
    const std::string id = text(step, "id", "");
    const std::string version = text(step, "version", "1");
    const json::value* const copies = step.if_contains("copies");
    const std::int64_t count = copies != nullptr ? copies->as_int64() : 1;
    for (std::int64_t copy = 1; copy <= count; ++copy) {
        const std::string own = copies != nullptr ? fmt::format("{}{:04}", id, copy) : id;
        const wms::Message message = message_of(step, text(step, "submit", ""), own);
        messages_[name_of(own, version)] = message;
        hand_over(message, text(step, "answer", "accepted"));
    }
}

void Play::submit_again(const json::object& step) {
    hand_over(messages_.at(text(step, "submitAgain", "")), "duplicate");
}

void Play::preview(const json::object& step) {
    const wms::Message message = message_of(step, text(step, "preview", ""), text(step, "id", ""));
    previews_[name_of(message.document_id, text(step, "version", "1"))] = json::parse(
        required(box_->host().query(R"({"query":"preview","document":)" + message.json + "}"),
                 "previewing"));
}

void Play::settle(std::int64_t within_ms, bool to_the_end) {
    const auto left = required(box_->host().settle(within_ms), "running");
    if (to_the_end && left.unsettled() != 0) {
        find(fmt::format("{} documents or events are not settled", left.unsettled()));
    }
}

void Play::run_for(const json::object& step) {
    const json::value& how = step.at("run");
    settle(how.is_string() ? patience_ms : how.at("hours").as_int64() * hour_ms, how.is_string());
}

void Play::wait(const json::object& step) {
    const std::int64_t now_ms =
        box_->clock().now_ms() + step.at("wait").at("hours").as_int64() * hour_ms;
    required(wms::set_clock(box_->control(), now_ms), "setting Sage's clock");
    box_->clock().jump_to(now_ms);
    settle(patience_ms, true);
}

void Play::set_faults(const std::string& faults) {
    required(wms::set_faults(box_->control(), faults), "setting faults");
}

void Play::set_sage(const json::object& step) {
    const std::string how = text(step, "sage", "");
    set_faults(how == "offline"         ? offline
               : how == "busy"          ? busy
               : how == "loses a reply" ? lost_reply_fault(edition_)
                                        : no_faults);
}

void Play::seed(const json::object& company) {
    if (!company.empty()) {
        required(wms::seed(box_->control(), json::serialize(company)), "seeding");
    }
}

void Play::change_sage(const json::value& changes) {
    for (const json::value& one : listed(changes)) {
        const json::value* const switches = one.as_object().if_contains("switches");
        required(switches != nullptr
                     ? box_->control().post("/control/behaviours", json::serialize(*switches))
                     : box_->control().post("/control/change", json::serialize(one)),
                 "changing " + json::serialize(one));
    }
}

void Play::change(const json::object& step) {
    const std::string name = text(step, "change", "");
    const json::value* const found = changes_.if_contains(name);
    if (found == nullptr) {
        throw std::runtime_error(place_ + ": the edition has no change \"" + name + "\"");
    }
    const json::object& all = found->as_object();
    seed(child(all, "company"));
    if (const json::value* const in_sage = all.if_contains("sage")) {
        change_sage(*in_sage);
    }
    if (all.contains("settings")) {
        lay_over(settings_, child(all, "settings"));
        restart(step);
    }
}

void Play::change_settings(const json::object& step) {
    lay_over(settings_, child(step, "settings"));
    restart(step);
}

void Play::restart(const json::object& /*step*/) {
    box_->disconnect();
    box_->connect();
}

void Play::expect(const json::object& step) {
    const Standing standing(edition_, *box_, messages_, previews_);
    const json::object expected =
        in_codes_of(edition_, without(child(step, "expect"), edition_section_));
    for (const std::string& finding : standing.compare(expected)) {
        find(finding);
    }
}

}  // namespace sage::scenarios
