// SPDX-License-Identifier: Apache-2.0
// What each document of the past would be in Sage, made by what makes those that are sent; then the
// question to Sage (shadow_run.h). The outbox is neither asked nor written: these documents are
// not its own.
#include "sage-adapter/delivery/shadow.h"

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/environment.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/outbox/keys.h"

namespace sage {
namespace {

constexpr int tries_max = 3;
constexpr int unauthorised = 401;
constexpr int throttled = 429;
constexpr int server_failed = 500;

Problem no_document(MessageType type) {
    return {"shadow.no_document", "/messageType",
            "A " + std::string(text_of(type)) +
                " makes no document of its own in Sage: there is nothing to compare.",
            "Leave it out of the shadow run.", Owner::warehouse};
}

Problem posts_nothing(const std::string& reason) {
    return {"shadow.posts_nothing", "", "Nothing would be posted: " + reason,
            "Leave such documents out of the shadow run, or change the setting that says so.",
            Owner::finance};
}

Problem asks_first() {
    return {"shadow.asks_first", "",
            "What the document becomes is decided by what Sage answers while it is posted.",
            "Preview the document, or leave it out of the shadow run.", Owner::it};
}

Problem nothing_to_find_by() {
    return {"shadow.nothing_to_find_by", "",
            "The document says nothing that the settings look for in Sage.",
            "Name in /shadow/findBy what documents carry in Sage, such as {orderReference.id}.",
            Owner::it};
}

Error called_back() {
    return Error(Status::cancelled,
                 Problem{"delivery.cancelled", "", "The host called back the shadow run.",
                         "Ask again.", Owner::it});
}

// Of what cannot be read as a document as much as tells which one it is.
void name_from_json(ShadowRow& row, std::string_view text) {
    const Result<JsonValue> message =
        parse_json(text, limits::document_bytes_max, JsonNumbers::integers_marked);
    if (message.ok()) {
        row.message_type = text_at(message.value(), "/messageType");
        row.message_id = text_at(message.value(), "/messageId");
        row.document_id = text_at(message.value(), "/body/id");
    }
}

bool helps_to_repeat(const Evidence& evidence) {
    const int status = evidence.reply.status;
    return evidence.outcome != Outcome::answered || status == unauthorised || status == throttled ||
           status >= server_failed;
}

// The problems of a preparation that gives nothing to compare; none: it does.
std::vector<Problem> problems_of(const Preparation& preparation, MessageType type) {
    if (const Send* send = std::get_if<Send>(&preparation)) {
        return send->existing_key.empty() ? std::vector<Problem>()
                                          : std::vector<Problem>{no_document(type)};
    }
    if (const Refuse* refuse = std::get_if<Refuse>(&preparation)) {
        return refuse->problems;
    }
    if (const Hold* hold = std::get_if<Hold>(&preparation)) {
        std::vector<Problem> problems = {hold->problem};
        problems.insert(problems.end(), hold->others.begin(), hold->others.end());
        return problems;
    }
    if (const PostNothing* nothing = std::get_if<PostNothing>(&preparation)) {
        return {posts_nothing(nothing->reason)};
    }
    return {asks_first()};
}

void note_unpredicted(ShadowRow& row, const Amounts& amounts) {
    const auto note = [&](const std::optional<Decimal>& amount, const char* name) {
        if (!amount) {
            row.not_predicted.emplace_back(name);
        }
    };
    note(amounts.net, "net");
    note(amounts.tax, "tax");
    note(amounts.gross, "gross");
}

}  // namespace

std::string_view text_of(Likeness likeness) {
    switch (likeness) {
        case Likeness::identical:
            return "identical";
        case Likeness::different:
            return "different";
        case Likeness::missing:
            return "missing";
        case Likeness::ambiguous:
            return "ambiguous";
        case Likeness::not_mapped:
            return "notMapped";
        case Likeness::unanswered:
            return "unanswered";
    }
    return "unanswered";
}

ShadowSubject Delivery::shadow_subject(const std::string& document_json) const {
    ShadowSubject subject;
    ShadowRow& row = subject.row;
    subject.open = false;
    Result<Document> read = read_acceptable(document_json);
    if (!read.ok()) {
        name_from_json(row, document_json);
        row.problems = std::move(read).error().problems;
        return subject;
    }
    const Document& document = read.value();
    const MessageType type = document.envelope.message_type;
    row.message_type = text_of(type);
    row.document_id = document.id;
    row.message_id = document.envelope.message_id;
    if (type == MessageType::tracking_update || type == MessageType::document_cancellation ||
        type == MessageType::operator_decision) {
        row.problems = {no_document(type)};
        return subject;
    }
    const NewEntry fresh = new_entry(document);
    const std::shared_ptr<const Catalogue> snapshot = catalogue();
    const std::string today = date_text(parts_.clock.now_ms());
    const std::string key = idempotency_key(fresh.document_key, parts_.edition.name(),
                                            company_in_keys(parts_), fresh.message_type, 0);
    // Where it takes two documents in Sage, the first has all that can be compared.
    const std::optional<Document> first = parts_.company.precursor(document, {});
    const Preparation preparation = parts_.company.prepare(
        {first ? *first : document, *snapshot, fresh.external_reference, key, today, {}, {}, true});
    row.problems = problems_of(preparation, type);
    if (!row.problems.empty()) {
        return subject;
    }
    const Send& send = std::get<Send>(preparation);
    row.sage_type = send.sage_type;
    subject.expected = parts_.company.shadow_facts(send);
    subject.prediction = send.prediction;
    subject.sought = parts_.company.sought(document, send);
    if (subject.sought.empty()) {
        row.problems = {nothing_to_find_by()};
        return subject;
    }
    note_unpredicted(row, send.prediction.document);
    subject.open = true;
    return subject;
}

// A question is harmless: it is asked again at once where that may help.
Evidence Delivery::ask_patiently(const Request& request, const Cancelled& cancelled) {
    Evidence evidence;
    for (int tries = 0; tries < tries_max; ++tries) {
        if (!parts_.tokens.token().has_value()) {
            const Result<void> renewed = parts_.tokens.renew(connection_.reply_ms_max);
            if (!renewed.ok()) {
                return Evidence{Outcome::not_sent, {}, renewed.error().first().cause, 0};
            }
        }
        evidence = ask(request, cancelled);
        if (cancelled() || !helps_to_repeat(evidence)) {
            break;
        }
    }
    return evidence;
}

Result<std::vector<ShadowRow>> Delivery::shadow(const std::vector<std::string>& documents_json,
                                                const Cancelled& cancelled) {
    if (!parts_.tokens.token().has_value()) {
        Result<void> renewed = parts_.tokens.renew(connection_.reply_ms_max);
        if (!renewed.ok()) {
            return std::move(renewed).error();
        }
    }
    std::vector<ShadowSubject> subjects;
    for (const std::string& document : documents_json) {
        if (cancelled()) {
            return called_back();
        }
        subjects.push_back(shadow_subject(document));
    }
    ShadowRun run(parts_.company, subjects,
                  [&](const Request& request) { return ask_patiently(request, cancelled); });
    run.run();
    if (cancelled()) {
        return called_back();
    }
    std::vector<ShadowRow> rows;
    for (ShadowSubject& subject : subjects) {
        rows.push_back(std::move(subject.row));
    }
    return rows;
}

}  // namespace sage
