// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/query_preview.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "sage-adapter/bridge/own_json.h"
#include "sage-adapter/delivery/record.h"

namespace sage {
namespace json = boost::json;
namespace {

/// Editions keep secrets out of their requests: the attempt's bytes are stored. Should one not, it
/// goes no further than that.
bool is_secret(std::string_view name) {
    constexpr auto secret = std::to_array<std::string_view>(
        {"authorization", "proxy-authorization", "cookie", "x-api-key"});
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return std::find(secret.begin(), secret.end(), lower) != secret.end();
}

json::object request_of(const Request& request, Purpose purpose) {
    json::array headers;
    for (const Header& header : request.headers) {
        if (!is_secret(header.name)) {
            headers.push_back(json::object{{"name", header.name}, {"value", header.value}});
        }
    }
    return {{"purpose", text_of(purpose)},
            {"method", request.method},
            {"target", request.target},
            {"headers", std::move(headers)},
            {"body", request.body}};
}

json::array lines_of(const Prediction& prediction) {
    json::array lines;
    for (const PredictedLine& line : prediction.lines) {
        lines.push_back(
            json::object{{"fieldPath", line.pointer},
                         {"totals", totals_to_json(line.amounts, prediction.currency_id)}});
    }
    return lines;
}

json::value known_document(const std::optional<Entry>& entry) {
    if (!entry.has_value()) {
        return nullptr;
    }
    return json::object{{"messageId", host_message_id(*entry)},
                        {"messageType", host_type_of(*entry)},
                        {"documentId", entry->document_id},
                        {"documentVersion", entry->document_version},
                        {"state", text_of(entry->state)},
                        {"externalReference", entry->external_reference},
                        {"sageDocument", own_json(entry->sage_document_json)}};
}

/// When it would go, or will; null: at once, or never.
json::value due_at(const Instance& instance, const Preview& preview, const JsonValue& document) {
    const std::int64_t now = instance.services.now_ms();
    const bool ended = preview.accepted.has_value() && preview.accepted->state != State::queued;
    if (ended || preview.outcome == Foreseen::refuse) {
        return nullptr;
    }
    const std::int64_t goes_ms =
        preview.accepted.has_value()
            ? may_go_ms(instance.schedules, *preview.accepted, now)
            : may_go_ms(instance.schedules, text_at(document, "/messageType"), now, now);
    return goes_ms > now ? json::value(instant_text(goes_ms)) : nullptr;
}

}  // namespace

Result<std::string> answer_preview(Instance& instance, const JsonValue& request) {
    const json::value* document = at_pointer(request, "/document");
    if (document == nullptr) {
        return Error(
            Status::not_accepted,
            Problem{"query.document_missing", "/document", "The query holds no document.",
                    "Give the document as it would be submitted, envelope included.", Owner::it});
    }
    const Result<Preview> made = instance.delivery.preview(json::serialize(*document));
    if (!made.ok()) {
        return made.error();
    }
    const Preview& preview = made.value();
    json::array problems;
    for (const Problem& problem : preview.problems) {
        problems.push_back(own_json(problem_to_json(problem)));
    }
    json::array requests;
    if (preview.request.has_value()) {
        requests.push_back(request_of(*preview.request, preview.purpose));
    }
    return json::serialize(
        json::object{{"outcome", text_of(preview.outcome)},
                     {"reason", preview.reason},
                     {"sageType", preview.sage_type},
                     {"externalReference", preview.external_reference},
                     {"requests", std::move(requests)},
                     {"predictedTotals",
                      totals_to_json(preview.prediction.document, preview.prediction.currency_id)},
                     {"predictedLines", lines_of(preview.prediction)},
                     {"problems", std::move(problems)},
                     {"dueAt", due_at(instance, preview, *document)},
                     {"accepted", known_document(preview.accepted)},
                     {"waitsFor", known_document(preview.waits_for)},
                     {"otherVersion", known_document(preview.other_version)}});
}

}  // namespace sage
