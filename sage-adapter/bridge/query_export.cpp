// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/query_export.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <set>

#include "sage-adapter/bridge/own_json.h"
#include "sage-adapter/delivery/parts.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/outbox/overview.h"

namespace sage {
namespace json = boost::json;
namespace {

/// How far an export has come: documents up to that one were given as they stood, and again for
/// what happened to them up to that line of history.
struct Cursor {
    std::int64_t sequence = 0;
    std::int64_t event = 0;

    std::string text() const { return std::to_string(sequence) + '.' + std::to_string(event); }
};

Error wrong(std::string code, std::string pointer, std::string cause, std::string fix) {
    return Error(Status::not_accepted, Problem{std::move(code), std::move(pointer),
                                               std::move(cause), std::move(fix), Owner::it});
}

/// Nothing: it begins with the first row.
Result<std::optional<Cursor>> read_cursor(std::string_view text) {
    if (text.empty()) {
        return std::optional<Cursor>();
    }
    Cursor cursor;
    const char* const end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, cursor.sequence);
    const bool parted = first.ec == std::errc() && first.ptr != end && *first.ptr == '.';
    const auto second =
        parted ? std::from_chars(first.ptr + 1, end, cursor.event) : std::from_chars_result{};
    if (!parted || second.ec != std::errc() || second.ptr != end || cursor.sequence < 0 ||
        cursor.event < 0) {
        return wrong("query.after", "/after", "No answer gave this as its next.",
                     "Give what the answer before gave as next, or leave it out to begin.");
    }
    return std::optional(cursor);
}

/// The name of the part behind the type of the host; empty: the document itself.
std::string_view part_of(const Entry& entry) {
    const std::size_t dot = entry.message_type.find('.');
    return dot == std::string::npos ? std::string_view()
                                    : std::string_view(entry.message_type).substr(dot + 1);
}

void add_amounts(json::object& row, const SageDocument& document) {
    const bool shown = document.posted.net || document.posted.tax || document.posted.gross;
    const Amounts& amounts = shown ? document.posted : document.predicted;
    const bool known = !document.currency_id.empty();
    row.emplace("currencyId", document.currency_id);
    for (const auto& [name, amount] :
         {std::pair("netAmount", amounts.net), std::pair("taxAmount", amounts.tax),
          std::pair("grossAmount", amounts.gross)}) {
        row.emplace(name, known && amount ? amount->text() : std::string());
    }
    row.emplace("amountsFrom", !known ? "" : shown ? "readBack" : "sent");
}

json::object row_of(const Record& record) {
    const Entry& entry = record.entry;
    const SageDocument document = sage_document_from_json(entry.sage_document_json);
    const Problem problem = problem_from_json(entry.problem_json);
    const json::value kept = own_json(entry.sage_document_json);
    const json::value* const remarks = at_pointer(kept, "/remarks");
    json::object row{
        {"sequence", entry.sequence},
        {"messageId", entry.message_id},
        {"messageType", host_type_of(entry)},
        {"part", part_of(entry)},
        {"documentId", entry.document_id},
        {"documentVersion", entry.document_version},
        {"tenantId", entry.tenant_id},
        {"subjectId", entry.subject_id},
        {"externalReference", entry.external_reference},
        {"contentHash", entry.content_hash},
        {"acceptedAt", instant_text(entry.accepted_ms)},
        {"changedAt", instant_text(record.changed_ms)},
        {"endedAt", record.ended_ms ? json::value(instant_text(*record.ended_ms)) : json::value()},
        {"state", text_of(entry.state)},
        {"waitReason", text_of(entry.wait_reason)},
        {"attempts", entry.attempts},
        {"verified", entry.verified},
        {"rootCause", entry.root_cause},
        {"errorCode", problem.code},
        {"errorCause", problem.cause},
        {"sageType", document.type},
        {"sageKey", document.key},
        {"sageNumber", document.number}};
    add_amounts(row, document);
    row.emplace("remarks", remarks != nullptr && remarks->is_array() ? *remarks : json::array());
    return row;
}

json::object row_of(const ToldEvent& event) {
    return {{"eventId", std::to_string(event.id)},
            {"at", instant_text(event.at_ms)},
            {"messageId", event.message_id},
            {"eventType", event.type},
            {"event", own_json(event.json)}};
}

std::string answer_of(json::array rows, const Cursor& next, bool more) {
    return json::serialize(
        json::object{{"rows", std::move(rows)}, {"next", next.text()}, {"more", more}});
}

/// First every document in the order accepted, then those that changed since this began.
Result<std::string> documents(Overview& overview, const Extent& extent,
                              const std::optional<Cursor>& after, std::size_t limit) {
    Cursor cursor = after.value_or(Cursor{0, extent.event});
    const Result<std::vector<Record>> found =
        overview.records_after(cursor.sequence, extent.sequence, limit);
    if (!found.ok()) {
        return found.error();
    }
    json::array rows;
    std::set<std::int64_t> given;
    for (const Record& record : found.value()) {
        rows.push_back(row_of(record));
        given.insert(record.entry.sequence);
        cursor.sequence = record.entry.sequence;
    }
    if (rows.size() == limit) {
        return answer_of(std::move(rows), cursor, true);
    }
    cursor.sequence = std::max(cursor.sequence, extent.sequence);
    const Result<Changed> changed =
        overview.records_changed(cursor.event, extent.event, limit - rows.size());
    if (!changed.ok()) {
        return changed.error();
    }
    for (const Record& record : changed.value().records) {
        if (!given.contains(record.entry.sequence)) {
            rows.push_back(row_of(record));
        }
    }
    cursor.event = changed.value().event_through;
    return answer_of(std::move(rows), cursor, cursor.event < extent.event);
}

Result<std::string> events(Overview& overview, const Extent& extent,
                           const std::optional<Cursor>& after, std::size_t limit) {
    Cursor cursor = after.value_or(Cursor());
    const Result<std::vector<ToldEvent>> found =
        overview.events_after(cursor.event, extent.event, limit);
    if (!found.ok()) {
        return found.error();
    }
    json::array rows;
    for (const ToldEvent& event : found.value()) {
        rows.push_back(row_of(event));
        cursor.event = event.id;
    }
    const bool more = rows.size() == limit;
    cursor.event = more ? cursor.event : std::max(cursor.event, extent.event);
    return answer_of(std::move(rows), cursor, more);
}

}  // namespace

Result<std::string> answer_export(Instance& instance, const JsonValue& request, std::size_t limit) {
    const std::string_view what = text_at(request, "/what");
    if (what != "documents" && what != "events") {
        return wrong("query.export_rows", "/what", "There are no such rows to export.",
                     "Ask for documents or events.");
    }
    const Result<std::optional<Cursor>> after = read_cursor(text_at(request, "/after"));
    if (!after.ok()) {
        return after.error();
    }
    Overview& overview = instance.store->overview();
    const Result<Extent> extent = overview.extent();
    if (!extent.ok()) {
        return extent.error();
    }
    return what == "documents" ? documents(overview, extent.value(), after.value(), limit)
                               : events(overview, extent.value(), after.value(), limit);
}

}  // namespace sage
