// SPDX-License-Identifier: Apache-2.0
// Each verb of a step is one function; what is looked at is in standing.cpp.
#include "mock-host/scenario/play.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <exception>
#include <functional>
#include <set>

#include "mock-host/instant.h"
#include "mock-host/scenario/command_step.h"
#include "mock-host/scenario/own_places.h"
#include "mock-host/scenario/query_step.h"
#include "mock-host/scenario/step_documents.h"
#include "mock-host/scenario/texts.h"

namespace wms::scenarios {
namespace {

namespace json = boost::json;

/// A moment of an ordinary working day.
constexpr std::int64_t start_ms = 1'763'653'330'000;
constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t patience_ms = 24 * hour_ms;
constexpr const char* correct_the_step = "Correct the step.";

template <class T>
Done without_value(const Result<T>& result) {
    return result.ok() ? Done(Nothing{}) : Done(result.problem());
}

Problem not_submitted(const std::string& name) {
    return {"scenario.name", name, "Nothing was submitted under this name.", correct_the_step,
            "it"};
}

}  // namespace

Play::Play(const Scenario& scenario, const Case& one, const std::string& edition,
           const PlayOptions& options)
    : scenario_(scenario),
      case_(one),
      edition_(edition),
      options_(options),
      of_all_(child(scenario.editions, edition)),
      of_case_(child(one.editions, edition)),
      settings_(scenario.settings),
      changes_(child(of_all_, "changes")) {
    lay_over(settings_, child(of_all_, "settings"));
    lay_over(settings_, one.settings);
    lay_over(settings_, child(of_case_, "settings"));
    lay_over(changes_, child(of_case_, "changes"));
}

Done Play::begin() {
    SessionOptions options;
    options.plugin = options_.plugin;
    options.simulator_program = options_.simulator_program;
    options.data = options_.data;
    options.start_ms = start_ms;
    options.configure = [this](const std::string& suggested) { return configured(suggested); };
    Result<std::unique_ptr<Session>> session = Session::open(std::move(options));
    if (!session.ok()) {
        return session.problem();
    }
    session_ = std::move(session).value();
    // Settings are asked for as they are for the company that every scenario begins with.
    const std::string company(built_in_text("company.json"));
    for (const auto& part : std::initializer_list<std::function<Done()>>{
             [&] {
                 return make_own_places(json::serialize(settings_), session_->folder().path(),
                                        session_->control(), options_.data_sources);
             },
             [&] { return wms::seed(session_->control(), company); },
             [&] { return session_->ask_settings(); }, [&] { return seed(scenario_.company); },
             [&] { return begin_changes(of_all_); }, [&] { return begin_changes(of_case_); },
             [&] { return session_->begin(); }}) {
        const Done done = part();
        if (!done.ok()) {
            return done;
        }
    }
    return Nothing{};
}

const std::map<std::string, Play::Verb, std::less<>>& Play::verbs() {
    static const std::map<std::string, Verb, std::less<>> all = {
        {"submit", &Play::submit},
        {"submitAgain", &Play::submit_again},
        {"preview", &Play::preview},
        {"query", &Play::query},
        {"check", &Play::check},
        {"command", &Play::command},
        {"warehouse", &Play::warehouse},
        {"run", &Play::run_for},
        {"sage", &Play::be_in_sage},
        {"change", &Play::change},
        {"settings", &Play::change_settings},
        {"restart", &Play::restart},
        {"wait", &Play::wait},
        {"expect", &Play::expect}};
    return all;
}

Done Play::run() {
    std::size_t number = 0;
    for (const json::value& step : case_.steps) {
        for (const auto& [name, verb] : verbs()) {
            if (step.as_object().contains(name)) {
                step_ = fmt::format("step {} ({})", ++number, name);
                Done done = is_ready_for(name);
                done = done.ok() ? (this->*verb)(step.as_object()) : done;
                if (!done.ok()) {
                    return done;
                }
            }
        }
    }
    step_ = "the end";
    return session_->end();
}

/// Behind a command the plugin is stopped, and what needs it waits for a restart.
Done Play::is_ready_for(const std::string& verb) const {
    static const std::set<std::string, std::less<>> without_plugin = {
        "command", "sage", "change", "settings", "restart", "expect"};
    return session_->has_host() || without_plugin.contains(verb) ? Done(Nothing{})
                                                                 : Done(stopped());
}

/// What Sage suggests, under the scenario's own; null at the top takes one away.
std::string Play::configured(const std::string& suggested) const {
    json::object all = json::parse(suggested).as_object();
    lay_over(all, settings_);
    for (const auto& [name, value] : settings_) {
        if (value.is_null()) {
            all.erase(name);
        }
    }
    return with_own_places(json::serialize(all), session_->folder().path());
}

Result<std::string> Play::message_id_of(const std::string& name) const {
    const auto found = messages_.find(name);
    return found == messages_.end() ? Result<std::string>(not_submitted(name)) : found->second.id;
}

Result<Message> Play::message_of(const json::object& step, const std::string& kind,
                                 const std::string& id) {
    return document_of(step, kind, id, ++messages_made_,
                       [this](const std::string& name) { return message_id_of(name); });
}

void Play::add(const Findings& findings) {
    for (Finding finding : findings) {
        finding.step = step_;
        findings_.push_back(std::move(finding));
    }
}

void Play::judge_answer(const std::string& answer, const std::string& wanted,
                        const Problem* problem) {
    if (answer == wanted) {
        return;
    }
    findings_.push_back(
        {step_, "/answer", wanted,
         answer + (problem == nullptr ? "" : ": " + wms::in_one_line(*problem)),
         problem == nullptr || problem->fix.empty() ? correct_the_step : problem->fix});
}

void Play::hand_over(const Message& message, const std::string& wanted) {
    const Result<Receipt> receipt = session_->host().submit(message);
    judge_answer(!receipt.ok()               ? receipt.problem().code
                 : receipt.value().duplicate ? "duplicate"
                                             : "accepted",
                 wanted, receipt.ok() ? nullptr : &receipt.problem());
}

Done Play::submit(const json::object& step) {
    const std::string id = text_of(step, "id");
    const std::string version = text_of(step, "version", "1");
    const json::value* const copies = step.if_contains("copies");
    const std::int64_t count = copies != nullptr ? copies->as_int64() : 1;
    for (std::int64_t copy = 1; copy <= count; ++copy) {
        const std::string own = copies != nullptr ? fmt::format("{}{:04}", id, copy) : id;
        const Result<Message> message = message_of(step, text_of(step, "submit"), own);
        if (!message.ok()) {
            return message.problem();
        }
        messages_[name_of(own, version)] = message.value();
        hand_over(message.value(), text_of(step, "answer", "accepted"));
    }
    return Nothing{};
}

Done Play::submit_again(const json::object& step) {
    const std::string name = text_of(step, "submitAgain");
    const auto found = messages_.find(name);
    if (found == messages_.end()) {
        return not_submitted(name);
    }
    hand_over(found->second, "duplicate");
    return Nothing{};
}

Done Play::preview(const json::object& step) {
    const Result<Message> message = message_of(step, text_of(step, "preview"), text_of(step, "id"));
    if (!message.ok()) {
        return message.problem();
    }
    const Result<std::string> answer =
        session_->host().query(R"({"query":"preview","document":)" + message.value().json + "}");
    if (!answer.ok()) {
        return answer.problem();
    }
    previews_[name_of(message.value().document_id, text_of(step, "version", "1"))] =
        json::parse(answer.value());
    return Nothing{};
}

Done Play::query(const json::object& step) {
    const json::object wanted = in_codes_of(edition_, json::object{{"answer", step.at("answer")}});
    const Result<Findings> found = ask(
        session_->host(), child(step, "query"), wanted.at("answer"),
        [this](const std::string& name) { return message_id_of(name); }, next_);
    if (!found.ok()) {
        return found.problem();
    }
    add(found.value());
    return Nothing{};
}

Done Play::check(const json::object& step) {
    const json::object wanted = in_codes_of(edition_, json::object{{"answer", step.at("answer")}});
    const Result<Findings> found = report_of(session_->host(), wanted.at("answer"));
    if (!found.ok()) {
        return found.problem();
    }
    add(found.value());
    return Nothing{};
}

/// The plugin is stopped and the folder left, since the command works there by itself.
Done Play::command(const json::object& step) {
    const Done left = session_->leave_folder();
    if (!left.ok()) {
        return left;
    }
    CommandPlace place{options_.simulator_program.parent_path() / "mock-host",
                       session_->folder().path(),
                       {{"folder", session_->folder().path().string()},
                        {"plugin", options_.plugin.string()},
                        {"edition", edition_},
                        {"sage", session_->sage_address()},
                        {"certificateAuthority", session_->sage_certificate_authority()},
                        {"now", instant_text(session_->clock().now_ms())}}};
    for (const auto& [name, message] : messages_) {
        place.names["messageId of " + name] = message.id;
    }
    const Result<Findings> found = run_command(step, in_codes_of(edition_, step), place);
    if (!found.ok()) {
        return found.problem();
    }
    add(found.value());
    return Nothing{};
}

/// What comes of it is handed over at once; a step that the warehouse refuses hands nothing over.
Done Play::warehouse(const json::object& step) {
    const std::string wanted = text_of(step, "answer", "accepted");
    const WarehouseSteps::Outcome outcome = warehouse_.carry_out(step, session_->clock().now_ms());
    if (!outcome.ok()) {
        judge_answer(outcome.problem().code, wanted, &outcome.problem());
        return Nothing{};
    }
    for (const Message& message : outcome.value()) {
        messages_[message.type == "orderCancellation"
                      ? "cancellation of " + message.document_id
                      : name_of(message.document_id, std::to_string(message.version))] = message;
        hand_over(message, wanted);
    }
    if (outcome.value().empty()) {
        judge_answer("accepted", wanted, nullptr);
    }
    return Nothing{};
}

Done Play::settle(std::int64_t within_ms, bool to_the_end) {
    const Result<StatusCounts> left = session_->host().settle(within_ms);
    if (left.ok() && to_the_end && left.value().unsettled() != 0) {
        findings_.push_back({step_, "/unsettled", "0", std::to_string(left.value().unsettled()),
                             "Look at what the documents wait for, or run for some hours only."});
    }
    return without_value(left);
}

Done Play::run_for(const json::object& step) {
    const json::value& how = step.at("run");
    return settle(how.is_string() ? patience_ms : how.at("hours").as_int64() * hour_ms,
                  how.is_string());
}

Done Play::wait(const json::object& step) {
    const std::int64_t now_ms =
        session_->clock().now_ms() + step.at("wait").at("hours").as_int64() * hour_ms;
    const Done set = set_clock(session_->control(), now_ms);
    if (!set.ok()) {
        return set;
    }
    session_->clock().jump_to(now_ms);
    return settle(patience_ms, true);
}

Done Play::be_in_sage(const json::object& step) {
    const std::string how = text_of(step, "sage");
    return how == "imports the files" ? import_files(session_->control(), files())
                                      : set_sage(session_->control(), edition_, how);
}

Done Play::seed(const json::object& company) {
    return company.empty() ? Done(Nothing{})
                           : wms::seed(session_->control(), json::serialize(company));
}

Done Play::begin_changes(const json::object& section) {
    const json::value* const changes = section.if_contains("begin");
    return changes == nullptr ? Done(Nothing{}) : change_sage(session_->control(), *changes);
}

Done Play::change(const json::object& step) {
    const std::string name = text_of(step, "change");
    const json::value* const found = changes_.if_contains(name);
    if (found == nullptr) {
        return Problem{"scenario.change", name, "The edition has no change of this name.",
                       "Add it to the changes of the edition, or correct the step.", "it"};
    }
    const json::object& all = found->as_object();
    const Done seeded = seed(child(all, "company"));
    if (!seeded.ok()) {
        return seeded;
    }
    if (const json::value* const in_sage = all.if_contains("sage")) {
        const Done changed = change_sage(session_->control(), *in_sage);
        if (!changed.ok()) {
            return changed;
        }
    }
    if (!all.contains("settings")) {
        return Nothing{};
    }
    lay_over(settings_, child(all, "settings"));
    return restart(step);
}

Done Play::change_settings(const json::object& step) {
    lay_over(settings_, child(step, "settings"));
    return restart(step);
}

Done Play::restart(const json::object& /*step*/) {
    const Done ended = session_->end();
    return ended.ok() ? session_->begin() : ended;
}

Done Play::expect(const json::object& step) {
    const Standing standing(edition_, *session_, warehouse_, messages_, previews_);
    const Result<Findings> found =
        standing.compare(in_codes_of(edition_, without(child(step, "expect"), of_all_)));
    if (!found.ok()) {
        return found.problem();
    }
    add(found.value());
    return Nothing{};
}

Findings play(const Scenario& scenario, const Case& one, const std::string& edition,
              const PlayOptions& options) {
    Play played(scenario, one, edition, options);
    Findings findings;
    // Boost.JSON throws where an answer has another form than the one that is asked for.
    try {
        const Done begun = played.begin();
        const Done done = begun.ok() ? played.run() : begun;
        findings = played.findings();
        if (!done.ok()) {
            findings.push_back({played.step(), done.problem().pointer, "that it can be carried out",
                                done.problem().code + ": " + done.problem().cause,
                                done.problem().fix});
        }
    } catch (const std::exception& failure) {
        findings = played.findings();
        findings.push_back({played.step(), "", "an answer of the form that the contract states",
                            failure.what(), "Look at the answer, and correct who gave it."});
    }
    return findings;
}

}  // namespace wms::scenarios
