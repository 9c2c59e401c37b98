// SPDX-License-Identifier: Apache-2.0
// What is shown: the plugin's own answers, with what the host knows beside them.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/instant.h"
#include "mock-host/json_members.h"
#include "mock-host/serve/answers.h"
#include "mock-host/serve/file_tail.h"

namespace wms::serve {
namespace {

namespace json = boost::json;

constexpr int kIssuesMax = 200;
constexpr int kWaitingMax = 100;
constexpr std::size_t kLinesMax = 100;
constexpr std::size_t kTailBytes = 8UL * 1024 * 1024;
constexpr const char* kPerson = R"("record":"person")";  ///< in a line of the audit trail
constexpr const char* kAnnounced = R"("messageType":)";

json::value parsed(std::string_view text) {
    boost::system::error_code error;
    json::value value = json::parse(text, error);
    return error ? json::value() : value;
}

json::value described(const Problem& problem) {
    return problem.code.empty() ? json::value()
                                : json::value{{"code", problem.code},
                                              {"cause", problem.cause},
                                              {"fix", problem.fix},
                                              {"owner", problem.owner},
                                              {"pointer", problem.pointer}};
}

Reply reply_of(const json::object& answer) {
    Reply reply;
    reply.body = json::serialize(answer);
    return reply;
}

/// Whether the plugin says that it answers this query.
bool answers(const Desk& desk, std::string_view query) {
    const json::value manifest = parsed(desk.manifest().text);
    const json::array& queries = list_at(manifest, "queries");
    return std::any_of(queries.begin(), queries.end(), [&](const json::value& one) {
        return one.is_string() && one.get_string() == query;
    });
}

/// What the audit trail has of people, or else of the plugin, with that text in its lines.
json::array trail(const std::filesystem::path& file, const std::string& containing,
                  bool of_people) {
    // A document has few lines; of all others the last ones of the kind are looked for.
    const std::string wanted = !containing.empty() ? containing : of_people ? kPerson : kAnnounced;
    json::array found;
    for (const std::string& line : last_lines(file, wanted, kLinesMax, kTailBytes)) {
        if ((line.find(kPerson) != std::string::npos) == of_people) {
            found.push_back(parsed(line));
        }
    }
    return found;
}

json::array rows(const std::vector<std::string>& lines) {
    json::array all;
    for (const std::string& line : lines) {
        all.push_back(parsed(line));
    }
    return all;
}

}  // namespace

Reply Answers::today(const Request&, const Caller&) {
    const Manifest& manifest = desk_.manifest();
    json::object answer{{"now", instant_text(desk_.now_ms())},
                        {"plugin", json::object{{"name", manifest.name},
                                                {"version", manifest.version},
                                                {"edition", manifest.edition}}},
                        {"connection", described(desk_.connection())},
                        {"dashboard", nullptr},
                        {"held", nullptr}};
    const Result<std::string> status = desk_.ask(R"({"query":"status"})");
    if (!status.ok()) {
        return refusal(503, status.problem());
    }
    answer["status"] = parsed(status.value());
    // A plugin of an earlier version has no query for the whole page.
    const bool whole = answers(desk_, "dashboard");
    const Result<std::string> figures =
        desk_.ask(whole ? std::string(R"({"query":"dashboard"})")
                        : json::serialize(json::object{{"query", "held"}, {"limit", kIssuesMax}}));
    if (!figures.ok()) {
        return refusal(503, figures.problem());
    }
    answer[whole ? "dashboard" : "held"] = parsed(figures.value());
    return reply_of(answer);
}

Reply Answers::issues(const Request&, const Caller&) {
    const Result<std::string> held =
        desk_.ask(json::serialize(json::object{{"query", "held"}, {"limit", kIssuesMax}}));
    if (!held.ok()) {
        return refusal(503, held.problem());
    }
    json::array refused;
    for (const Problem& problem : desk_.refused()) {
        refused.push_back(described(problem));
    }
    return reply_of({{"held", parsed(held.value())}, {"refused", std::move(refused)}});
}

Reply Answers::document(const Request& request, const Caller&) {
    const std::string id = request.parameter("id");
    const Result<std::string> found =
        desk_.ask(json::serialize(json::object{{"query", "document"}, {"messageId", id}}));
    if (!found.ok()) {
        return refusal(404, found.problem());
    }
    const std::filesystem::path folder = desk_.folder();
    json::object answer{
        {"document", parsed(found.value())},
        {"events", rows(last_lines(folder / "events.jsonl", id, kLinesMax, kTailBytes))},
        {"sends", trail(actions_.file(), id, false)},
        {"actions", trail(actions_.file(), id, true)},
        {"content", nullptr},
        {"preview", nullptr}};
    const Result<std::string> content = desk_.document(id);
    if (content.ok()) {
        const json::value document = parsed(content.value());
        answer["content"] = document;
        const Result<std::string> preview =
            desk_.ask(json::serialize(json::object{{"query", "preview"}, {"document", document}}));
        answer["preview"] = preview.ok() ? parsed(preview.value()) : json::value();
    }
    return reply_of(answer);
}

Reply Answers::waiting(const Request& request, const Caller&) {
    if (!answers(desk_, "notYetPosted")) {
        return reply_of({{"supported", false}});
    }
    json::object query{{"query", "notYetPosted"}, {"limit", kWaitingMax}};
    for (const char* name : {"after", "from", "to", "messageType"}) {
        const std::string value = request.parameter(name);
        if (!value.empty()) {
            query[name] = value;
        }
    }
    const Result<std::string> page = desk_.ask(json::serialize(query));
    if (!page.ok()) {
        return refusal(503, page.problem());
    }
    return reply_of({{"supported", true}, {"page", parsed(page.value())}});
}

Reply Answers::compared(const Request&, const Caller&) {
    Reply reply;
    reply.body = comparison_.told();
    return reply;
}

Reply Answers::drift(const Request&, const Caller&) {
    if (!answers(desk_, "stockDrift")) {
        return reply_of({{"supported", false}});
    }
    const Result<DriftAnswer> found = stock_.compare();
    if (!found.ok()) {
        return refusal(found.problem().code == "drift.not_handed_over" ? 409 : 503,
                       found.problem());
    }
    json::array list;
    for (const DriftRow& row : found.value().rows) {
        json::value correction;
        if (!row.correction_id.empty()) {
            correction = json::object{{"documentId", row.correction_id},
                                      {"site", row.correction_site},
                                      {"quantity", row.correction},
                                      {"decision", row.by_policy ? "policy" : "person"}};
        }
        list.push_back(
            json::object{{"item", row.item},
                         {"sites", json::array(row.sites.begin(), row.sites.end())},
                         {"warehouse", row.warehouse},
                         {"sage", row.sage},
                         {"inFlight", row.in_flight},
                         {"drift", row.drift},
                         {"cause", row.cause},
                         {"documents", json::array(row.documents.begin(), row.documents.end())},
                         {"correction", std::move(correction)}});
    }
    const std::int64_t read_ms = found.value().read_at_ms;
    return reply_of({{"supported", true},
                     {"compared", found.value().compared},
                     {"readAt", read_ms == 0 ? json::value() : json::value(instant_text(read_ms))},
                     {"rows", std::move(list)}});
}

Reply Answers::checked(const Request&, const Caller&) {
    const Result<std::string> discovered = desk_.ask(R"({"query":"discover"})");
    if (!discovered.ok()) {
        return refusal(503, discovered.problem());
    }
    const std::lock_guard lock(report_mutex_);
    return reply_of({{"discovered", parsed(discovered.value())},
                     {"report", parsed(report_)},
                     {"reportAt", report_at_}});
}

Reply Answers::settings(const Request&, const Caller&) {
    return reply_of({{"schema", parsed(desk_.manifest().config_schema)},
                     {"settings", parsed(desk_.settings())}});
}

Reply Answers::live(const Request&, const Caller&) {
    return reply_of({{"folder", desk_.live_folder().string()}});
}

Reply Answers::audit(const Request&, const Caller&) {
    return reply_of({{"actions", trail(actions_.file(), {}, true)},
                     {"sends", trail(actions_.file(), {}, false)}});
}

}  // namespace wms::serve
