// SPDX-License-Identifier: Apache-2.0
// Paths: /services/core/query, /services/core/model and /objects/<application>/<name>[/<key>].
#include "plugins/intacct/simulator_routes.h"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>

#include "plugins/intacct/simulator_documents.h"
#include "plugins/intacct/simulator_query.h"
#include "plugins/sage_simulator/wire.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage::simulated_intacct {
namespace {

namespace json = boost::json;

/// Room on the stack for the parsed body of an ordinary document.
constexpr std::size_t parse_bytes = 32 * 1024;

Reply top_reply(Refusal refusal) {
    refusal.envelope = Envelope::top;
    return reply_to(refusal);
}

Reply bad_json(const Error& error) {
    return reply_to(
        bad_request({{"REST-1030", "Payload is no valid JSON: " + error.first().cause}}));
}

Reply method_not_allowed(std::string_view method, std::string_view what) {
    Refusal refusal;
    refusal.status = 405;
    refusal.message = fmt::format("Method {} is not allowed for {}", method, what);
    return top_reply(std::move(refusal));
}

Reply malformed_path() {
    Refusal refusal;
    refusal.message = "Malformed URL";
    return top_reply(std::move(refusal));
}

Reply query(Company& company, const Call& call) {
    if (call.method != "POST") {
        return method_not_allowed(call.method, "services/core/query");
    }
    const auto parsed =
        parse_json(call.body, limits::reply_bytes_max, JsonNumbers::integers_marked);
    if (!parsed.ok()) {
        return top_reply(bad_request({{"REST-1030", "Payload is no valid JSON"}}));
    }
    return run_query(company, parsed.value(), {call.entity, call.now_ms});
}

Reply model(Company& company, const Call& call, std::string_view parameters) {
    if (call.method != "GET") {
        return method_not_allowed(call.method, "services/core/model");
    }
    const auto fields = form_fields(parameters);
    if (!fields) {
        return malformed_path();
    }
    for (const auto& [name, value] : *fields) {
        if (name == "name") {
            return describe_model(company, value);
        }
    }
    return top_reply(bad_request({{"REST-1028", "Parameter 'name' is required"}}));
}

/// An object's path taken apart: "order-entry/document::Sales Invoice" and "12".
struct ObjectPath {
    std::string object;
    std::string key;
    bool has_key = false;
};

std::optional<ObjectPath> read_object_path(std::string_view path) {
    const auto parts = split(path, '/');
    if (parts.size() < 2 || parts.size() > 3) {
        return std::nullopt;
    }
    ObjectPath read;
    const auto application = percent_decoded(parts[0]);
    const auto name = percent_decoded(parts[1]);
    const auto key = percent_decoded(parts.size() == 3 ? parts[2] : "");
    if (!application || !name || !key) {
        return std::nullopt;
    }
    read.object = *application + "/" + *name;
    read.key = *key;
    read.has_key = parts.size() == 3;
    return read;
}

/// The body in `value`, or the reply that says what is wrong with it.
std::optional<Reply> read_body_object(const Call& call, json::storage_ptr storage,
                                      json::value& value) {
    auto parsed = parse_json(call.body, limits::reply_bytes_max, JsonNumbers::integers_marked,
                             std::move(storage));
    if (!parsed.ok()) {
        return bad_json(parsed.error());
    }
    value = std::move(parsed.value());
    if (!value.is_object()) {
        return reply_to(bad_request({{"REST-1028", "The body must be one object"}}));
    }
    return std::nullopt;
}

/// The subject's definition, to be changed.
Definition& own(Company& company, const Subject& subject) {
    std::size_t at = 0;
    while (&company.definitions[at] != subject.definition) {
        ++at;
    }
    return company.definitions[at];
}

/// Of an invoice, whose rate is a number, which the parsed body has no digits of.
std::string digits_of_rate(const Call& call) {
    const auto digits = parse_json(call.body, limits::reply_bytes_max, JsonNumbers::as_text);
    return digits.ok() ? std::string(text_at(digits.value(), "/currency/exchangeRate/rate")) : "";
}

Written write(Company& company, const Call& call, const ObjectPath& path, const Subject& subject) {
    Definition& definition = own(company, subject);
    const bool transfer = definition.transfer;
    const bool receivable = definition.receivable != Receivable::none;
    const Caller caller{call.entity, call.now_ms};
    if (call.method == "POST" && path.has_key) {
        return {method_not_allowed(call.method, path.object + "/{key}")};
    }
    if (call.method != "POST" && !path.has_key) {
        return {method_not_allowed(call.method, path.object)};
    }
    StoredDocument* document = nullptr;
    if (path.has_key) {
        document = company.documents.find(path.key);
        const bool right =
            document != nullptr && &company.definitions[document->definition] == &definition;
        if (!right) {
            return {reply_to(not_found(
                fmt::format("{} with key '{}' could not be found", path.object, path.key)))};
        }
    }
    if ((call.method == "DELETE" && transfer) || (call.method != "POST" && receivable)) {
        return {method_not_allowed(call.method, path.object)};
    }
    if (call.method == "DELETE") {
        return delete_document(company, definition, *document, caller);
    }
    std::array<unsigned char, parse_bytes> room;
    json::monotonic_resource memory(room.data(), room.size());
    json::value body(&memory);
    if (auto wrong = read_body_object(call, &memory, body)) {
        return {std::move(*wrong)};
    }
    if (receivable) {
        return create_receivable(company, definition, body.get_object(), digits_of_rate(call),
                                 caller);
    }
    if (transfer) {
        return call.method == "POST"
                   ? create_transfer(company, definition, body.get_object(), caller)
                   : change_transfer(company, definition, *document, body.get_object(), caller);
    }
    return call.method == "POST"
               ? create_document(company, definition, body.get_object(), caller)
               : change_document(company, definition, *document, body.get_object(), caller);
}

Answer object(Company& company, const Call& call, const ObjectPath& path) {
    const auto subject = find_subject(company, path.object);
    if (!subject) {
        return {reply_to(not_found(fmt::format("Object '{}' does not exist", path.object)))};
    }
    if (call.method == "GET") {
        const Caller caller{call.entity, call.now_ms};
        return {path.has_key ? get_object(company, *subject, path.key, caller)
                             : list_objects(company, *subject, caller)};
    }
    const bool known = call.method == "POST" || call.method == "PATCH" || call.method == "DELETE";
    if (!known || !subject->documents || subject->definition == nullptr) {
        return {method_not_allowed(call.method, path.object)};
    }
    Written written = write(company, call, path, *subject);
    return {std::move(written.reply), written.created, written.changed};
}

/// Whether the request's key counts: for POST and PATCH of objects that support it.
bool key_counts(Company& company, const Call& call, const ObjectPath& path) {
    if (call.key.empty() || (call.method != "POST" && call.method != "PATCH")) {
        return false;
    }
    const auto subject = find_subject(company, path.object);
    return !subject || subject->definition == nullptr || subject->definition->idempotence_supported;
}

Answer keyed(Company& company, Idempotency& idempotency, const Call& call, const ObjectPath& path) {
    if (call.key.size() > idempotency_key_bytes_max) {
        return {reply_to(bad_request({{"REST-1028", "Idempotency-Key is too long"}}))};
    }
    const Sha256 request = Idempotency::fingerprint(call.method, call.target, call.body);
    auto found = idempotency.look_up(call.key, request, call.now_ms);
    if (found.finding == Idempotency::Finding::replay) {
        mark_replayed(found.reply, call.key, found.since_ms);
        Answer again;
        again.reply = std::move(found.reply);
        again.replayed = true;
        return again;
    }
    if (found.finding != Idempotency::Finding::fresh) {
        return {refused_key(found.finding, call.key)};
    }
    Answer answer = object(company, call, path);
    idempotency.keep(call.key, request, answer.reply, call.now_ms,
                     call.now_ms + company.behaviours.running_ms);
    answer.reply.headers.push_back({"Idempotency-Key", std::string(call.key)});
    answer.kept = true;
    return answer;
}

}  // namespace

Answer answer_call(Company& company, Idempotency& idempotency, const Call& call) {
    const std::size_t question = call.target.find('?');
    const std::string_view path = call.target.substr(0, question);
    const std::string_view parameters =
        question == std::string_view::npos ? "" : call.target.substr(question + 1);
    if (path == "/services/core/query") {
        return {query(company, call)};
    }
    if (path == "/services/core/model") {
        return {model(company, call, parameters)};
    }
    constexpr std::string_view objects = "/objects/";
    const auto object_path =
        path.starts_with(objects) ? read_object_path(path.substr(objects.size())) : std::nullopt;
    if (!object_path) {
        Refusal refusal = not_found(fmt::format("There is nothing at {}", path));
        return {top_reply(std::move(refusal))};
    }
    return key_counts(company, call, *object_path) ? keyed(company, idempotency, call, *object_path)
                                                   : object(company, call, *object_path);
}

}  // namespace sage::simulated_intacct
