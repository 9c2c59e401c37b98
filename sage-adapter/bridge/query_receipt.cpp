// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/query_receipt.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <optional>

#include "sage-adapter/bridge/own_json.h"
#include "sage-adapter/delivery/parts.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/document/hash.h"
#include "sage-adapter/outbox/keys.h"

namespace sage {
namespace json = boost::json;
namespace {

json::object place_of(const JournalRow& row) {
    return {{"chain", row.chain}, {"position", row.position}, {"hash", row.hash}};
}

const JournalRow* row_of_attempt(const DocumentRecords& records, std::int64_t number) {
    for (const JournalRow& row : records.journal) {
        if (row.what == told::attempt && row.number == number) {
            return &row;
        }
    }
    return nullptr;
}

json::array requests_of(const Instance& instance, const DocumentRecords& records) {
    json::array requests;
    for (const Attempt& attempt : records.attempts) {
        const JournalRow* const row = row_of_attempt(records, attempt.number);
        requests.push_back(json::object{
            {"attempt", attempt.number},
            {"at", instant_text(attempt.begun_ms)},
            {"replay", attempt.replay},
            {"sendHash", attempt.send_hash},
            {"idempotencyKey",
             idempotency_key(records.entry.document_key, instance.edition.name(),
                             instance.company->company_id(), records.entry.message_type,
                             static_cast<std::uint32_t>(attempt.generation))},
            {"journal", row == nullptr ? json::value() : json::value(place_of(*row))}});
    }
    return requests;
}

/// The first line of history with that end: what was posted stands so from then on.
json::value at_of(const DocumentRecords& records, std::string_view from, std::string_view to) {
    for (const EventRecord& event : records.events) {
        if (event.to == to && (from.empty() ? event.from != to : event.from == from)) {
            return json::value(instant_text(event.at_ms));
        }
    }
    return nullptr;
}

json::value read_back_of(const DocumentRecords& records) {
    const Entry& entry = records.entry;
    if (entry.state != State::posted || !entry.verified) {
        return nullptr;
    }
    const SageDocument document = sage_document_from_json(entry.sage_document_json);
    return json::object{{"at", at_of(records, "posted", "posted")},
                        {"totals", totals_to_json(document.posted, document.currency_id)},
                        {"asSent", entry.problem_json.empty()}};
}

json::array decisions_of(const DocumentRecords& records) {
    json::array decisions;
    for (const JournalRow& row : records.journal) {
        if (row.what == told::decision) {
            decisions.push_back(json::object{{"at", instant_text(row.at_ms)},
                                             {"by", row.who},
                                             {"from", row.old_value},
                                             {"to", row.new_value},
                                             {"journal", place_of(row)}});
        }
    }
    return decisions;
}

/// The end of the host's part in it: on a server the rows are in several chains, and the one that
/// tells of the latest moment is taken.
json::value last_place(const DocumentRecords& records) {
    const JournalRow* last = nullptr;
    for (const JournalRow& row : records.journal) {
        last = last == nullptr || last->at_ms <= row.at_ms ? &row : last;
    }
    return last == nullptr ? json::value() : json::value(place_of(*last));
}

json::object receipt_of(const Instance& instance, const DocumentRecords& records) {
    const Entry& entry = records.entry;
    return {{"messageId", host_message_id(entry)},
            {"messageType", host_type_of(entry)},
            {"documentId", entry.document_id},
            {"documentVersion", entry.document_version},
            {"documentKey", entry.document_key},
            {"contentHash", entry.content_hash},
            {"contentPurged", entry.purged},
            {"acceptedAt", instant_text(entry.accepted_ms)},
            {"externalReference", entry.external_reference},
            {"state", text_of(entry.state)},
            {"requests", requests_of(instance, records)},
            {"sageDocument", own_json(entry.sage_document_json)},
            {"postedAt", at_of(records, "", "posted")},
            {"readBack", read_back_of(records)},
            {"decisions", decisions_of(records)},
            {"journal", last_place(records)}};
}

}  // namespace

Result<std::string> answer_receipt(Instance& instance, const JsonValue& request) {
    const Result<std::optional<Entry>> found =
        instance.store->find_message(text_at(request, "/messageId"));
    if (!found.ok()) {
        return found.error();
    }
    if (!found.value().has_value()) {
        return Error(
            Status::not_accepted,
            Problem{"query.unknown_document", "/messageId",
                    "No document with that messageId was accepted.",
                    "Give the messageId under which the document was submitted.", Owner::it});
    }
    const Result<std::vector<DocumentRecords>> records =
        instance.store->records_after(found.value()->sequence - 1, 1);
    if (!records.ok()) {
        return records.error();
    }
    if (records.value().empty()) {
        return Error(Status::internal,
                     Problem{"outbox.not_found", "", "The document is not in the outbox.",
                             "Report this with the log.", Owner::vendor});
    }
    json::object receipt = receipt_of(instance, records.value().front());
    // Of the text as it stands without this member.
    std::string hash = hexadecimal(sha256(json::serialize(receipt)));
    receipt.emplace("receiptHash", std::move(hash));
    return json::serialize(receipt);
}

}  // namespace sage
