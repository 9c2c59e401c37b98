// SPDX-License-Identifier: Apache-2.0
// The queries this version answers: status, document, held, catalogue, discover and those of
// query_*.cpp from this machine; reconcile (query_reconcile.cpp) and shadow (query_shadow.cpp) from
// Sage.
#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <optional>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/bridge/instance.h"
#include "sage-adapter/bridge/own_json.h"
#include "sage-adapter/bridge/query_dashboard.h"
#include "sage-adapter/bridge/query_export.h"
#include "sage-adapter/bridge/query_held_lines.h"
#include "sage-adapter/bridge/query_journal.h"
#include "sage-adapter/bridge/query_not_yet_posted.h"
#include "sage-adapter/bridge/query_preview.h"
#include "sage-adapter/bridge/query_receipt.h"
#include "sage-adapter/bridge/query_reconcile.h"
#include "sage-adapter/bridge/query_row.h"
#include "sage-adapter/bridge/query_shadow.h"
#include "sage-adapter/bridge/query_stock_drift.h"
#include "sage-adapter/delivery/record.h"

namespace sage {
namespace json = boost::json;
namespace {

constexpr std::size_t rows_default = 100;
constexpr std::size_t rows_max = 10'000;

Error refused(Status status, std::string code, std::string pointer, std::string cause,
              std::string fix) {
    return Error(status, Problem{std::move(code), std::move(pointer), std::move(cause),
                                 std::move(fix), Owner::it});
}

std::size_t limit_of(const json::value& request) {
    const json::value* limit = at_pointer(request, "/limit");
    if (limit == nullptr || !limit->is_int64() || limit->get_int64() < 1) {
        return rows_default;
    }
    return std::min(static_cast<std::size_t>(limit->get_int64()), rows_max);
}

std::string_view text_of_phase(Phase phase) {
    switch (phase) {
        case Phase::created:
            return "created";
        case Phase::running:
            return "running";
        case Phase::stopped:
            return "stopped";
    }
    return "created";
}

/// When its schedule lets it go, if that is what it waits for.
std::optional<std::int64_t> put_off_until(const Instance& instance, const Entry& entry) {
    const std::int64_t now = instance.services.now_ms();
    const std::int64_t goes_ms = may_go_ms(instance.schedules, entry, now);
    const bool waits = entry.state == State::queued &&
                       entry.wait_reason != WaitReason::predecessor && goes_ms > now;
    return waits ? std::optional(goes_ms) : std::nullopt;
}

Result<std::string> status(Instance& instance, const json::value&) {
    const Result<Counts> counted = instance.store->counts();
    if (!counted.ok()) {
        return counted.error();
    }
    const Result<std::int64_t> due = instance.delivery.next_due_ms();
    if (!due.ok()) {
        return due.error();
    }
    const Counts& counts = counted.value();
    return json::serialize(
        json::object{{"state", text_of_phase(instance.phase)},
                     {"counts",
                      {{"queued", counts.queued},
                       {"sending", counts.sending},
                       {"in_doubt", counts.in_doubt},
                       {"posted", counts.posted},
                       {"rejected", counts.rejected},
                       {"held", counts.held},
                       {"withdrawn", counts.withdrawn},
                       {"unverified", counts.unverified},
                       {"events", counts.events}}},
                     {"nextDueMs", own_json(due_json(due.value()))},
                     {"catalogueReadAtMs", instance.delivery.catalogue()->read_at_ms()}});
}

Result<std::string> document(Instance& instance, const json::value& request) {
    const std::string_view message_id = text_at(request, "/messageId");
    Result<std::optional<Entry>> found = instance.store->find_message(message_id);
    if (!found.ok()) {
        return std::move(found).error();
    }
    if (!found.value().has_value()) {
        return refused(Status::not_accepted, "query.unknown_document", "/messageId",
                       "No document with that messageId was accepted.",
                       "Give the messageId under which the document was submitted.");
    }
    json::object answer = row_of(instance, *found.value());
    Result<std::vector<HistoryLine>> lines = instance.store->history(found.value()->sequence);
    if (!lines.ok()) {
        return std::move(lines).error();
    }
    json::array history;
    for (const HistoryLine& line : lines.value()) {
        history.push_back(json::object{{"at", instant_text(line.at_ms)},
                                       {"edge", "E" + std::to_string(line.edge)},
                                       {"from", text_of(line.from)},
                                       {"to", text_of(line.to)},
                                       {"evidence", line.evidence}});
    }
    answer.emplace("history", std::move(history));
    const Result<std::optional<Entry>> first = instance.delivery.find_precursor(*found.value());
    if (!first.ok()) {
        return first.error();
    }
    answer.emplace("precursor",
                   first.value() ? json::value(row_of(instance, *first.value())) : nullptr);
    return json::serialize(answer);
}

/// What so many documents wait for, in the words of the first.
json::value blocking(const Entry& first, std::int64_t documents) {
    json::value error = own_json(first.problem_json);
    if (error.is_object()) {
        error.get_object()["blocksCount"] = documents;
    }
    return error;
}

/// One for each root cause, however many documents wait for it: what one person has to mend once.
Result<json::array> issues_of(Store& store, std::size_t limit) {
    Result<std::vector<std::string>> causes = store.root_causes();
    if (!causes.ok()) {
        return std::move(causes).error();
    }
    json::array issues;
    for (const std::string& cause : causes.value()) {
        if (issues.size() == limit) {
            break;
        }
        const Result<std::int64_t> count = store.held_count(cause);
        const Result<std::vector<Entry>> first = store.held_for(cause, 1);
        if (!count.ok() || !first.ok()) {
            return count.ok() ? first.error() : count.error();
        }
        // Released since the causes were asked for.
        if (first.value().empty()) {
            continue;
        }
        issues.push_back(json::object{{"rootCause", cause},
                                      {"count", count.value()},
                                      {"error", blocking(first.value().front(), count.value())},
                                      {"firstMessageId", host_message_id(first.value().front())}});
    }
    return issues;
}

Result<std::string> held(Instance& instance, const json::value& request) {
    Result<std::vector<Entry>> entries = instance.store->in_state(State::held, limit_of(request));
    if (!entries.ok()) {
        return std::move(entries).error();
    }
    json::array rows;
    for (const Entry& entry : entries.value()) {
        // The document that it is posted for is held with it.
        if (!is_precursor(entry)) {
            rows.push_back(row_of(instance, entry));
        }
    }
    Result<json::array> issues = issues_of(*instance.store, limit_of(request));
    if (!issues.ok()) {
        return std::move(issues).error();
    }
    return json::serialize(
        json::object{{"issues", std::move(issues).value()}, {"held", std::move(rows)}});
}

Result<std::string> dashboard(Instance& instance, const json::value& request) {
    return answer_dashboard(instance, request);
}

Result<std::string> not_yet_posted(Instance& instance, const json::value& request) {
    return answer_not_yet_posted(instance, request, limit_of(request));
}

Result<std::string> exported(Instance& instance, const json::value& request) {
    return answer_export(instance, request, limit_of(request));
}

Result<std::string> held_lines(Instance& instance, const json::value& request) {
    return answer_held_lines(instance, request, limit_of(request));
}

Result<std::string> journal(Instance& instance, const json::value& request) {
    return answer_journal(instance, request, limit_of(request));
}

Result<std::string> catalogue(Instance& instance, const json::value& request) {
    const std::shared_ptr<const Catalogue> snapshot = instance.delivery.catalogue();
    const std::size_t limit = limit_of(request);
    const std::string_view after = text_at(request, "/after");
    json::array rows;
    std::string next;
    for (const CatalogueRecord* record : snapshot->all(text_at(request, "/kind"))) {
        if (!after.empty() && record->id <= after) {
            continue;
        }
        if (rows.size() == limit) {
            next = text_at(rows.back(), "/id");
            break;
        }
        json::object fields;
        for (const auto& [name, value] : record->fields) {
            fields.emplace(name, value);
        }
        rows.push_back(json::object{{"id", record->id},
                                    {"name", record->name},
                                    {"active", record->active},
                                    {"fields", std::move(fields)}});
    }
    return json::serialize(
        json::object{{"readAtMs", snapshot->read_at_ms()},
                     {"records", std::move(rows)},
                     {"next", next.empty() ? json::value() : json::value(next)}});
}

Result<std::string> discover(Instance& instance, const json::value&) {
    json::array types;
    for (const MessageType type : instance.edition.message_types()) {
        types.emplace_back(text_of(type));
    }
    const std::shared_ptr<const Catalogue> snapshot = instance.delivery.catalogue();
    std::vector<Problem> found;
    if (!snapshot->empty()) {
        found = instance.company->check(*snapshot);
    }
    for (Problem& missing : instance.delivery.missing_rights()) {
        if (std::find(found.begin(), found.end(), missing) == found.end()) {
            found.push_back(std::move(missing));
        }
    }
    json::array problems;
    for (const Problem& problem : found) {
        problems.push_back(own_json(problem_to_json(problem)));
    }
    return json::serialize(json::object{{"edition", instance.edition.name()},
                                        {"company", instance.company->company_id()},
                                        {"messageTypes", std::move(types)},
                                        {"catalogueReadAtMs", snapshot->read_at_ms()},
                                        {"problems", std::move(problems)}});
}

}  // namespace

json::object row_of(const Instance& instance, const Entry& entry) {
    const std::optional<std::int64_t> goes_ms = put_off_until(instance, entry);
    json::object row{
        {"messageId", host_message_id(entry)},
        {"messageType", host_type_of(entry)},
        {"documentId", entry.document_id},
        {"documentVersion", entry.document_version},
        {"state", text_of(entry.state)},
        {"waitReason", goes_ms ? std::string_view("schedule") : text_of(entry.wait_reason)},
        {"dueAt", goes_ms ? json::value(instant_text(*goes_ms)) : nullptr},
        {"attempts", entry.attempts},
        {"verified", entry.verified},
        {"externalReference", entry.external_reference},
        {"rootCause", entry.root_cause},
        {"sageDocument", own_json(entry.sage_document_json)},
        {"error", own_json(entry.problem_json)},
        {"contentPurged", entry.purged}};
    if (is_part(entry) && !is_precursor(entry)) {
        row.emplace("causationId", entry.subject_id);
    }
    return row;
}

Result<json::value> problem_of_cause(Store& store, std::string_view root_cause,
                                     std::int64_t documents) {
    const Result<std::vector<Entry>> first = store.held_for(root_cause, 1);
    if (!first.ok()) {
        return first.error();
    }
    return first.value().empty() ? json::value() : blocking(first.value().front(), documents);
}

Result<std::string> answer_query(Instance& instance, std::string_view request_json,
                                 const Cancelled& cancelled) {
    // Documents to preview or to compare may be large, and their own reader says what is wrong with
    // their numbers.
    Result<json::value> request =
        parse_json(request_json, limits::query_bytes_max, JsonNumbers::integers_marked);
    const std::string asked(request.ok() ? text_at(request.value(), "/query") : "");
    if (asked == "preview") {
        return answer_preview(instance, request.value());
    }
    if (asked == "shadow") {
        return answer_shadow(instance, request.value(), cancelled);
    }
    request = parse_json(request_json, limits::settings_bytes_max, JsonNumbers::integers_only);
    if (!request.ok()) {
        return std::move(request).error();
    }
    using Answer = Result<std::string> (*)(Instance&, const json::value&);
    struct Answered {
        std::string_view name;
        Answer answer;
    };
    constexpr auto queries = std::to_array<Answered>({{"status", status},
                                                      {"document", document},
                                                      {"held", held},
                                                      {"heldLines", held_lines},
                                                      {"dashboard", dashboard},
                                                      {"notYetPosted", not_yet_posted},
                                                      {"export", exported},
                                                      {"catalogue", catalogue},
                                                      {"receipt", answer_receipt},
                                                      {"journal", journal},
                                                      {"discover", discover}});
    const std::string_view name = text_at(request.value(), "/query");
    for (const Answered& query : queries) {
        if (query.name == name) {
            return query.answer(instance, request.value());
        }
    }
    if (name == "reconcile") {
        return answer_reconcile(instance, request.value(), cancelled);
    }
    if (name == "stockDrift") {
        return answer_stock_drift(instance, request.value(), cancelled);
    }
    if (name == "verify") {
        return answer_verify(instance, request.value(), cancelled);
    }
    return refused(
        Status::unsupported, "query.unsupported", "/query",
        "This plugin does not answer the query '" + std::string(name.substr(0, 64)) + "'.",
        "Ask one of the queries listed in the plugin's manifest.");
}

}  // namespace sage
