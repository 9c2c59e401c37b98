// SPDX-License-Identifier: Apache-2.0
// A request of the gateway from its envelope to the books and back, as sage/intacct.md section 3
// tells it. What it leaves open is a switch (simulator_behaviours.cpp).
#include "plugins/intacct/simulator_gateway.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "plugins/intacct/simulator_documents.h"
#include "plugins/intacct/simulator_gateway_body.h"
#include "plugins/intacct/simulator_gateway_schema.h"
#include "plugins/intacct/simulator_reply.h"
#include "plugins/sage_simulator/wire.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage::simulated_intacct {
namespace {

namespace json = boost::json;

struct Fault {
    std::string number;
    std::string text;
    std::string id = {};  // NOLINT(readability-redundant-member-init)
};

// As much of the request as its answer repeats.
struct Echo {
    std::string sender;
    std::string control_id;
    bool additional_info = false;
};

std::string element(std::string_view name, std::string_view text) {
    std::string out;
    append_xml_element(out, name, text);
    return out;
}

std::string errors(const std::vector<Fault>& faults, bool additional_info) {
    std::string out = "<errormessage>";
    for (const Fault& fault : faults) {
        out += "<error>" + element("errorno", fault.number) + "<description></description>" +
               element("description2", fault.text) + "<correction></correction>";
        if (additional_info && !fault.id.empty()) {
            out += "<additionalinfo>" + element("errorid", fault.id) +
                   "<category>Validation</category></additionalinfo>";
        }
        out += "</error>";
    }
    return out + "</errormessage>";
}

Reply response(const Echo& echo, std::string_view control_status, std::string_view rest) {
    std::string body = R"(<?xml version="1.0" encoding="UTF-8"?><response><control>)";
    body += element("status", control_status) + element("senderid", echo.sender) +
            element("controlid", echo.control_id) +
            "<uniqueid>true</uniqueid><dtdversion>3.0</dtdversion></control>";
    body += rest;
    body += "</response>";
    return {200, {{"Content-Type", "application/xml"}}, std::move(body)};
}

Reply control_failure(const Echo& echo, const Fault& fault) {
    return response(echo, "failure", errors({fault}, echo.additional_info));
}

constexpr std::string_view let_in =
    "<authentication><status>success</status><userid>wms</userid><companyid>northwind</companyid>"
    "<locationid></locationid></authentication>";

std::string result(std::string_view status, std::string_view function, std::string_view id,
                   std::string_view rest) {
    return "<result>" + element("status", status) + element("function", function) +
           element("controlid", id) + std::string(rest) + "</result>";
}

// The refusals of the company's rules in the gateway's numbers, and that nothing was done.
std::vector<Fault> faults_of(const Reply& reply) {
    std::vector<Fault> faults;
    const auto parsed = parse_json(reply.body, limits::reply_bytes_max, JsonNumbers::as_text);
    const json::value* const details =
        parsed.ok() ? at_pointer(parsed.value(), "/ia::result/ia::error/details") : nullptr;
    if (details != nullptr && details->is_array()) {
        for (const json::value& detail : details->get_array()) {
            const std::string code(text_at(detail, "/code"));
            const bool coarse = code.starts_with("BL") || code.starts_with("PL");
            faults.push_back({coarse ? code : "BL03002101",
                              std::string(text_at(detail, "/message")), coarse ? "" : code});
        }
    }
    if (faults.empty()) {
        faults.push_back({"BL01001973", "Could not create Document record."});
    }
    faults.push_back({"XL03000009",
                      "The entire transaction in this operation has been rolled back "
                      "due to an error."});
    return faults;
}

Definition* definition_of(Company& company, const XmlElement& function) {
    if (function.name == "update_sotransaction") {
        const StoredDocument* const document = document_named(company, function.attribute("key"));
        return document == nullptr ? nullptr : &company.definitions[document->definition];
    }
    if (function.name == "create_aradjustment") {
        return company.receivables(Receivable::adjustment);
    }
    return company.definition(function.name == "create_sotransaction",
                              function.text_of("transactiontype"));
}

Written write(Company& company, Definition& definition, const XmlElement& function,
              const json::object& body, std::vector<Subtotal> subtotals, const Caller& caller) {
    if (function.name == "create_aradjustment") {
        return create_receivable(company, definition, body, "", caller);
    }
    if (function.name != "update_sotransaction") {
        return create_document(company, definition, body, caller, std::move(subtotals));
    }
    const StoredDocument* const named = document_named(company, function.attribute("key"));
    return change_document(company, definition, *company.documents.find(std::to_string(named->key)),
                           body, caller);
}

// The name of what was written last, or of what was changed. Of an adjustment no source says
// whether it is the key of its record or its number.
std::string written_id(const Company& company, const XmlElement& function) {
    if (function.name == "create_aradjustment") {
        const Record& header = company.documents.all().back().header;
        return std::string(company.behaviours.gateway_adjustment_number
                               ? company.text(header, "adjustmentNumber")
                               : header.text(company.known.key));
    }
    return function.name == "update_sotransaction"
               ? std::string(function.attribute("key"))
               : std::string(company.documents.all().back().header.text(company.known.document_id));
}

// The error number of a refused repeat was found in no source: several that it could be.
Fault repeat_fault(std::int64_t shape, const std::string& id) {
    switch (shape) {
        case 0:
            return {"BL01001973", fmt::format("The controlid '{}' was used already.", id)};
        case 1:
            return {"XL03000010", "The function is not unique."};
        case 2:
            return {"BL03002028", "Could not create Document record."};
        default:
            return {"PL04000002", "Request refused."};
    }
}

// What is wrong with the control block; nothing: it lets the request in.
std::optional<Fault> wrong_control(const Company& company, const XmlElement& control) {
    const Behaviours& behaviours = company.behaviours;
    if (const std::string wrong = wrong_order(control, control_schema()); !wrong.empty()) {
        return Fault{"XL03000003", wrong};
    }
    if (control.child("showadditionalerrorinfo") != nullptr &&
        !behaviours.gateway_additional_info) {
        return Fault{"XL03000003",
                     "Element 'showadditionalerrorinfo': This element is not expected."};
    }
    if (control.text_of("dtdversion") != "3.0") {
        return Fault{"XL03000003", "Only version 3.0 is simulated."};
    }
    const std::string_view password = control.text_of("password");
    const bool free_of_password = password.empty() && !behaviours.gateway_needs_password;
    if (control.text_of("senderid") != company.sender_id ||
        (password != company.sender_password && !free_of_password)) {
        return Fault{"XL03000006", "Sender ID or password is incorrect."};
    }
    return std::nullopt;
}

// "<content>" to "</content>", which is all that has to be kept.
std::string content_text(const std::string& body) {
    const std::size_t begin = body.find("<content>");
    constexpr std::string_view end_tag = "</content>";
    const std::size_t end = body.rfind(end_tag);
    return begin == std::string::npos || end == std::string::npos
               ? std::string()
               : body.substr(begin, end + end_tag.size() - begin);
}

}  // namespace

Reply Gateway::grant_session(const Company& company, std::string_view entity, std::int64_t now_ms) {
    const std::int64_t seconds = company.behaviours.gateway_session_seconds;
    const std::string id = fmt::format("session{}.{}..", ++granted_, now_ms);
    sessions_.insert_or_assign(id, Session{std::string(entity), now_ms + seconds * 1'000});
    return json_reply(200, json::serialize(json::object{
                               {"ia::result", {{"sessionId", id}, {"expiresIn", seconds}}},
                               {"ia::meta", {{"totalCount", 1}}}}));
}

bool Gateway::is_repeat(const Behaviours& behaviours, const std::string& id,
                        std::int64_t now_ms) const {
    const auto found = done_.find(id);
    if (found == done_.end()) {
        return false;
    }
    const Done& done = found->second;
    const bool ended = now_ms >= done.ends_ms || behaviours.gateway_checks_running;
    const bool counts = !done.failed || behaviours.gateway_remembers_failed;
    return ended && counts && now_ms - done.since_ms < behaviours.gateway_memory_ms;
}

Gateway::Answer Gateway::run(Company& company, const XmlElement& content, bool unique,
                             std::string_view entity, std::int64_t now_ms) {
    const XmlElement& function = content.children.front();
    const XmlElement& call = function.children.front();
    const std::string id(function.attribute("controlid"));
    Answer answer;
    const auto failed = [&](const std::vector<Fault>& faults) {
        answer.reply.body = result("failure", call.name, id, errors(faults, true));
    };
    if (unique && is_repeat(company.behaviours, id, now_ms)) {
        answer.repeated = true;
        failed({repeat_fault(company.behaviours.gateway_repeat_error, id)});
        return answer;
    }
    json::object body;
    std::vector<Subtotal> subtotals;
    const std::string wrong = read_function(company, call, body, subtotals);
    Definition* const definition = wrong.empty() ? definition_of(company, call) : nullptr;
    if (!wrong.empty()) {
        failed({{"XL03000003", wrong}});
        return answer;
    }
    if (definition == nullptr) {
        failed({{"BL01001973", "The transaction definition or document does not exist."}});
        done_[id] = {now_ms, now_ms, true};
        return answer;
    }
    const Written written =
        write(company, *definition, call, body, std::move(subtotals), {entity, now_ms});
    answer.created = written.created;
    answer.changed = written.changed;
    const bool ok = written.reply.status < 300;
    done_[id] = {now_ms, now_ms + company.behaviours.running_ms, !ok};
    if (ok) {
        answer.reply.body =
            result("success", call.name, id, element("key", written_id(company, call)));
    } else {
        failed(faults_of(written.reply));
    }
    return answer;
}

Gateway::Answer Gateway::answer(Company& company, const Request& request, std::int64_t now_ms) {
    Answer answer;
    const Result<XmlElement> root = parse_xml(request.body, limits::reply_bytes_max);
    Echo echo;
    const XmlElement* const control = root.ok() ? root.value().child("control") : nullptr;
    const XmlElement* const operation = root.ok() ? root.value().child("operation") : nullptr;
    if (request.method != "POST" || control == nullptr || operation == nullptr) {
        answer.reply = company.behaviours.gateway_malformed_silent
                           ? Reply{500, {}, ""}
                           : control_failure(echo, {"XL03000003", "Incorrect Intacct XML."});
        return answer;
    }
    echo = {std::string(control->text_of("senderid")), std::string(control->text_of("controlid")),
            control->text_of("showadditionalerrorinfo") == "true"};
    if (const auto fault = wrong_control(company, *control)) {
        answer.reply = control_failure(echo, *fault);
        return answer;
    }
    const XmlElement* const authentication = operation->child("authentication");
    const auto session = sessions_.find(
        std::string(authentication == nullptr ? "" : authentication->text_of("sessionid")));
    if (session == sessions_.end() || now_ms >= session->second.expires_ms) {
        answer.reply =
            response(echo, "success",
                     "<operation><authentication><status>failure</status></authentication>" +
                         errors({{"XL03000006", "Invalid session."}}, echo.additional_info) +
                         "</operation>");
        return answer;
    }
    const XmlElement* const content = operation->child("content");
    if (content == nullptr || content->children.size() != 1 ||
        content->children.front().name != "function" ||
        content->children.front().children.size() != 1 ||
        content->children.front().attribute("controlid").empty() ||
        operation->attribute("transaction") != "true") {
        answer.reply =
            control_failure(echo, {"XL03000003", "Simulated is one function in one transaction."});
        return answer;
    }
    const bool unique = control->text_of("uniqueid") != "false";
    answer = run(company, *content, unique, session->second.entity, now_ms);
    answer.reply = response(
        echo, "success", "<operation>" + std::string(let_in) + answer.reply.body + "</operation>");
    if (!answer.repeated) {
        answer.content = content_text(request.body);
        answer.entity = session->second.entity;
    }
    return answer;
}

void Gateway::restore(Company& company, std::string_view content, std::string_view entity,
                      std::int64_t now_ms) {
    const Result<XmlElement> root = parse_xml(content, limits::reply_bytes_max);
    if (root.ok() && !root.value().children.empty() &&
        !root.value().children.front().children.empty()) {
        run(company, root.value(), false, entity, now_ms);
    }
}

}  // namespace sage::simulated_intacct
