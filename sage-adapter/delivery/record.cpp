// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/delivery/record.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <initializer_list>
#include <limits>

#include "sage-adapter/base/error_rules.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/delivery/record_terms.h"
#include "sage-adapter/delivery/versions.h"

namespace sage {
namespace json = boost::json;
namespace {

std::string_view text_of(Owner owner) {
    switch (owner) {
        case Owner::warehouse:
            return "warehouse";
        case Owner::finance:
            return "finance";
        case Owner::it:
            return "it";
        case Owner::vendor:
            return "vendor";
    }
    return "vendor";
}

Owner owner_of(std::string_view text) {
    for (const Owner owner : {Owner::warehouse, Owner::finance, Owner::it}) {
        if (text_of(owner) == text) {
            return owner;
        }
    }
    return Owner::vendor;
}

json::object object_of(const Problem& problem) {
    json::object object = {
        {"code", problem.code}, {"message", problem.cause},        {"cause", problem.cause},
        {"fix", problem.fix},   {"owner", text_of(problem.owner)}, {"fieldPath", problem.pointer}};
    if (const ErrorRule* const rule = error_rule(problem.code)) {
        object.emplace("severity", rule->severity);
        object.emplace("retry", goes_on_by_itself(*rule));
        object.emplace("retryRule", rule->retry);
    }
    return object;
}

// Most documents have none: then the member is left out.
void add_remarks(json::object& object, const std::vector<Remark>& remarks) {
    if (remarks.empty()) {
        return;
    }
    json::array all;
    for (const Remark& remark : remarks) {
        all.push_back(json::object{
            {"code", remark.code}, {"field", remark.field}, {"message", remark.message}});
    }
    object.emplace("remarks", std::move(all));
}

std::vector<Remark> remarks_of(const json::value& value) {
    std::vector<Remark> remarks;
    const json::value* all = at_pointer(value, "/remarks");
    if (all != nullptr && all->is_array()) {
        for (const json::value& one : all->get_array()) {
            remarks.push_back({std::string(text_at(one, "/code")),
                               std::string(text_at(one, "/field")),
                               std::string(text_at(one, "/message"))});
        }
    }
    return remarks;
}

std::optional<Decimal> amount_at(const json::value& totals, std::string_view pointer) {
    return Decimal::parse(text_at(totals, pointer));
}

Amounts amounts_of(const json::value& value, std::string_view pointer) {
    const json::value* totals = at_pointer(value, pointer);
    return totals == nullptr
               ? Amounts{}
               : Amounts{amount_at(*totals, "/net/amount"), amount_at(*totals, "/tax/amount"),
                         amount_at(*totals, "/gross/amount")};
}

void add_totals(json::object& object, std::string_view name, const Amounts& amounts,
                std::string_view currency_id) {
    if (json::object totals = totals_to_json(amounts, currency_id); !totals.empty()) {
        object.emplace(name, std::move(totals));
    }
}

// All amounts of a document are in one currency.
std::string currency_of(const json::value& value, std::initializer_list<std::string_view> totals) {
    for (const std::string_view name : totals) {
        for (const std::string_view amount : {"/net", "/tax", "/gross"}) {
            std::string pointer(name);
            pointer += amount;
            pointer += "/currencyId";
            if (const std::string_view currency = text_at(value, pointer); !currency.empty()) {
                return std::string(currency);
            }
        }
    }
    return {};
}

std::optional<Decimal> beyond(const std::optional<Decimal>& posted,
                              const std::optional<Decimal>& predicted) {
    return posted && predicted && *posted != *predicted ? std::optional(*posted - *predicted)
                                                        : std::nullopt;
}

json::object object_of(const SageDocument& document) {
    json::object object{{"type", document.type},
                        {"key", document.key},
                        {"number", document.number},
                        {"entity", document.entity},
                        {"invoiceKey", document.invoice_key},
                        {"url", document.url}};
    add_remarks(object, document.remarks);
    add_totals(object, "predictedTotals", document.predicted, document.currency_id);
    add_totals(object, "postedTotals", document.posted, document.currency_id);
    return object;
}

json::object event_about(const Entry& entry, std::int64_t now_ms) {
    json::object event{{"occurredAt", instant_text(now_ms)},
                       {"messageId", host_message_id(entry)},
                       {"messageType", host_type_of(entry)},
                       {"documentId", entry.document_id},
                       {"documentVersion", entry.document_version},
                       {"externalReference", entry.external_reference}};
    if (is_part(entry) && !is_precursor(entry)) {
        event.emplace("causationId", entry.subject_id);
    }
    return event;
}

// Everything this file wrote itself: the outbox's own limit is what bounds it.
constexpr std::size_t record_bytes_max = 4 * limits::document_bytes_max;

json::value own_record(std::string_view text) {
    Result<json::value> value = parse_json(text, record_bytes_max, JsonNumbers::integers_only);
    return value.ok() ? std::move(value).value() : json::value();
}

// The document in an event tells what is in Sage; what was predicted stands beside it.
void add_document(json::object& event, const Change& change) {
    if (change.sage_document_json.empty()) {
        event.emplace("sageDocument", json::value());
        return;
    }
    const SageDocument known = sage_document_from_json(change.sage_document_json);
    json::value document = own_record(change.sage_document_json);
    if (document.is_object()) {
        document.get_object().erase("predictedTotals");
    }
    event.emplace("sageDocument", std::move(document));
    add_totals(event, "predictedTotals", known.predicted, known.currency_id);
    add_totals(event, "difference",
               {beyond(known.posted.net, known.predicted.net),
                beyond(known.posted.tax, known.predicted.tax),
                beyond(known.posted.gross, known.predicted.gross)},
               known.currency_id);
}

Facts facts_of(const json::object& members) {
    Facts facts;
    for (const auto& member : members) {
        if (member.value().is_string()) {
            facts.emplace(member.key(), member.value().get_string());
        }
    }
    return facts;
}

}  // namespace

std::string send_to_json(const Send& send) {
    json::array headers;
    for (const Header& header : send.request.headers) {
        headers.push_back(json::array{header.name, header.value});
    }
    json::object facts;
    for (const auto& [field, value] : send.facts) {
        facts.emplace(field, value);
    }
    json::object object{{"method", send.request.method}, {"target", send.request.target},
                        {"headers", std::move(headers)}, {"body", send.request.body},
                        {"sageType", send.sage_type},    {"existingKey", send.existing_key},
                        {"facts", std::move(facts)}};
    add_remarks(object, send.remarks);
    add_totals(object, "predictedTotals", send.prediction.document, send.prediction.currency_id);
    add_terms(object, send.terms);
    return json::serialize(object);
}

Result<Send> send_from_json(std::string_view text) {
    const json::value value = own_record(text);
    const json::value* headers = at_pointer(value, "/headers");
    const json::value* facts = at_pointer(value, "/facts");
    if (headers == nullptr || !headers->is_array() || facts == nullptr || !facts->is_object()) {
        return Error(Status::storage,
                     Problem{"outbox.attempt_unreadable", "", "A recorded attempt cannot be read.",
                             "Restore the data directory from a backup.", Owner::it});
    }
    Send send;
    send.request.method = text_at(value, "/method");
    send.request.target = text_at(value, "/target");
    send.request.body = text_at(value, "/body");
    for (const json::value& header : headers->get_array()) {
        send.request.headers.push_back(
            {std::string(text_at(header, "/0")), std::string(text_at(header, "/1"))});
    }
    send.sage_type = text_at(value, "/sageType");
    send.existing_key = text_at(value, "/existingKey");
    send.facts = facts_of(facts->get_object());
    send.remarks = remarks_of(value);
    send.prediction.document = amounts_of(value, "/predictedTotals");
    send.prediction.currency_id = currency_of(value, {"/predictedTotals"});
    send.terms = terms_of(value);
    return send;
}

std::string sage_document_to_json(const SageDocument& document) {
    const bool known = !document.key.empty() || !document.number.empty();
    return known ? json::serialize(object_of(document)) : std::string();
}

SageDocument sage_document_from_json(std::string_view text) {
    SageDocument document;
    if (text.empty()) {
        return document;
    }
    const json::value value = own_record(text);
    document.type = text_at(value, "/type");
    document.key = text_at(value, "/key");
    document.number = text_at(value, "/number");
    document.entity = text_at(value, "/entity");
    document.invoice_key = text_at(value, "/invoiceKey");
    document.url = text_at(value, "/url");
    document.remarks = remarks_of(value);
    document.predicted = amounts_of(value, "/predictedTotals");
    document.posted = amounts_of(value, "/postedTotals");
    document.currency_id = currency_of(value, {"/predictedTotals", "/postedTotals"});
    return document;
}

void add_what_was_sent(SageDocument& document, const Send& sent) {
    document.remarks = sent.remarks;
    document.predicted = sent.prediction.document;
    document.currency_id = sent.prediction.currency_id;
}

JsonObject totals_to_json(const Amounts& amounts, std::string_view currency_id) {
    JsonObject totals;
    const auto add = [&](std::string_view name, const std::optional<Decimal>& amount) {
        if (amount && !currency_id.empty()) {
            totals.emplace(name,
                           JsonObject{{"amount", amount->text()}, {"currencyId", currency_id}});
        }
    };
    add("net", amounts.net);
    add("tax", amounts.tax);
    add("gross", amounts.gross);
    return totals;
}

std::string problem_to_json(const Problem& problem) {
    return json::serialize(object_of(problem));
}

std::string problems_to_json(const std::vector<Problem>& problems) {
    if (problems.empty()) {
        return {};
    }
    json::object first = object_of(problems.front());
    if (problems.size() > 1) {
        json::array all;
        for (const Problem& problem : problems) {
            all.push_back(object_of(problem));
        }
        first.emplace("problems", std::move(all));
    }
    return json::serialize(first);
}

std::vector<Problem> problems_from_json(std::string_view text) {
    const json::value value = text.empty() ? json::value() : own_record(text);
    const json::value* all = at_pointer(value, "/problems");
    std::vector<Problem> problems;
    if (all != nullptr && all->is_array()) {
        for (const json::value& one : all->get_array()) {
            problems.push_back(problem_from_json(json::serialize(one)));
        }
    } else if (Problem only = problem_from_json(text); !only.code.empty()) {
        problems.push_back(std::move(only));
    }
    return problems;
}

Problem problem_from_json(std::string_view text) {
    if (text.empty()) {
        return {};
    }
    const json::value value = own_record(text);
    return Problem{std::string(text_at(value, "/code")), std::string(text_at(value, "/fieldPath")),
                   std::string(text_at(value, "/cause")), std::string(text_at(value, "/fix")),
                   owner_of(text_at(value, "/owner"))};
}

std::string posting_result(const Entry& entry, const Change& change) {
    json::object event = event_about(entry, change.now_ms);
    event.emplace("state", text_of(change.to));
    event.emplace("verified", change.verified);
    event.emplace("attempts", entry.attempts);
    add_document(event, change);
    json::value error;
    if (!change.problem_json.empty()) {
        error = own_record(change.problem_json);
        if (error.is_object()) {
            error.get_object()["retry"] = change.to == State::held && !change.root_cause.empty();
        }
    }
    event.emplace("error", std::move(error));
    return json::serialize(event);
}

std::string attention(const Entry& entry, const Problem& problem, std::int64_t now_ms) {
    json::object event = event_about(entry, now_ms);
    event.emplace("state", text_of(entry.state));
    event.emplace("error", object_of(problem));
    return json::serialize(event);
}

std::string attention(const Problem& problem, std::int64_t now_ms) {
    return json::serialize(
        json::object{{"occurredAt", instant_text(now_ms)}, {"error", object_of(problem)}});
}

std::string audit_record(const Entry& entry, const Attempt& attempt, const Send& send,
                         const JournalHead& head) {
    json::object record = event_about(entry, attempt.begun_ms);
    record.emplace("action", "send");
    record.emplace("attempt", attempt.number);
    record.emplace("replay", attempt.replay);
    record.emplace("method", send.request.method);
    record.emplace("sageType", send.sage_type);
    record.emplace("contentHash", entry.content_hash);
    record.emplace("sendHash", attempt.send_hash);
    if (head.position > 0) {
        record.emplace(
            "journal",
            json::object{{"chain", head.chain}, {"position", head.position}, {"hash", head.hash}});
    }
    return json::serialize(record);
}

std::string audit_record(const Entry& subject, const Document& order, std::string_view seen,
                         std::int64_t now_ms) {
    json::object record = event_about(subject, now_ms);
    const bool cancels = order.envelope.message_type == MessageType::document_cancellation;
    record.emplace("action", "decide");
    record.emplace("decision", cancels ? std::string_view("cancel") : order.decision);
    record.emplace("decisionMessageId", order.envelope.message_id);
    record.emplace("decidedBy", order.decided_by);
    record.emplace("reason", order.reason);
    record.emplace("checkedByHand", order.checked_by_hand);
    record.emplace("seen", seen);
    return json::serialize(record);
}

std::string due_json(std::int64_t due_ms) {
    const bool by_time = due_ms != std::numeric_limits<std::int64_t>::max();
    return by_time ? std::to_string(due_ms) : "null";
}

std::string date_text(std::int64_t time_ms) {
    using namespace std::chrono;
    const year_month_day date(floor<days>(sys_time<milliseconds>(milliseconds(time_ms))));
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string instant_text(std::int64_t time_ms) {
    using namespace std::chrono;
    const sys_time<milliseconds> instant{milliseconds(time_ms)};
    const hh_mm_ss<milliseconds> time(instant - floor<days>(instant));
    return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", date_text(time_ms), time.hours().count(),
                       time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

std::string own_words(std::string_view reason) {
    return std::string(reason.substr(0, reason.find(": ")));
}

}  // namespace sage
