// SPDX-License-Identifier: Apache-2.0
// What an answer of the gateway means. A success has to be whole: for our function, under our id,
// with the name of the document. A failure is definite where it is listed; everything else, and
// everything that is no XML, leaves the document in doubt.
//
// Sources: sage/intacct.md, sections 3.8 (shapes and numbers) and 3.3 (repeats).
#include <algorithm>
#include <optional>

#include "plugins/intacct/gateway.h"
#include "plugins/intacct/wire.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/xml.h"

namespace sage::intacct {
namespace {

constexpr std::size_t message_bytes_max = 600;

/// Where a failure hangs: the further in, the more was done before.
enum class Level : std::uint8_t { none, control, authentication, function };

struct Failure {
    Level level = Level::none;
    SageError error;
    bool duplicate = false;  ///< filed under the prevention of duplicates
};

void add_code(SageError& error, std::string_view code) {
    if (!code.empty() && !error.has_code(code)) {
        error.codes.emplace_back(code);
    }
}

void add_message(SageError& error, std::string_view text) {
    if (text.empty() || error.message.find(text) != std::string::npos ||
        error.message.size() + text.size() > message_bytes_max) {
        return;
    }
    error.message += error.message.empty() ? "" : " ";
    for (const char letter : text) {
        error.message += static_cast<unsigned char>(letter) <= 0x1FU ? ' ' : letter;
    }
}

void add_texts_below(std::vector<std::string>& texts, const XmlElement& element) {
    if (element.children.empty() && !element.text.empty()) {
        texts.push_back(element.text);
    }
    for (const XmlElement& child : element.children) {
        add_texts_below(texts, child);
    }
}

// The finer ids come first: the numbers are coarse.
void read_error_element(Failure& failure, const XmlElement& element) {
    SageError& error = failure.error;
    error.recognised = true;
    if (const XmlElement* additional = element.child("additionalinfo")) {
        add_code(error, additional->text_of("errorid"));
        failure.duplicate =
            failure.duplicate ||
            lower_case(additional->text_of("category")).find("duplicat") != std::string::npos;
        for (const std::string_view part : {"description", "cdescription", "correction"}) {
            const XmlElement* const words = additional->child(part);
            if (words == nullptr) {
                continue;
            }
            add_code(error, words->text_of("messageid"));
            if (const XmlElement* names = words->child("placeholders")) {
                add_texts_below(error.named, *names);
            }
        }
    }
    add_code(error, element.text_of("errorno"));
    for (const std::string_view part : {"description", "description2", "correction"}) {
        add_message(error, element.text_of(part));
    }
}

// Errors directly under an element.
bool read_errors(Failure& failure, const XmlElement* parent, Level level) {
    const XmlElement* const message = parent == nullptr ? nullptr : parent->child("errormessage");
    if (message == nullptr) {
        return false;
    }
    failure.level = level;
    for (const XmlElement& error : message->children) {
        if (error.name == "error") {
            read_error_element(failure, error);
        }
    }
    return true;
}

bool is_status(const XmlElement* element, std::string_view wanted) {
    return element != nullptr && element->text_of("status") == wanted;
}

const XmlElement* operation_of(const XmlElement& response) {
    return response.child("operation");
}

const XmlElement* result_of(const XmlElement& response) {
    const XmlElement* const operation = operation_of(response);
    return operation == nullptr ? nullptr : operation->child("result");
}

Failure failure_of(const XmlElement& response) {
    Failure failure;
    const XmlElement* const operation = operation_of(response);
    const XmlElement* const authentication =
        operation == nullptr ? nullptr : operation->child("authentication");
    const XmlElement* const result = result_of(response);
    if (read_errors(failure, &response, Level::control) ||
        read_errors(failure, operation, Level::authentication) ||
        read_errors(failure, result, Level::function)) {
        return failure;
    }
    if (is_status(response.child("control"), "failure")) {
        failure.level = Level::control;
    } else if (is_status(authentication, "failure")) {
        failure.level = Level::authentication;
    } else if (result != nullptr && result->text_of("status") != "success") {
        failure.level = Level::function;
    }
    return failure;
}

std::optional<XmlElement> response_of(const Reply& reply) {
    Result<XmlElement> root = parse_xml(reply.body, limits::reply_bytes_max);
    if (!root.ok() || root.value().name != "response") {
        return std::nullopt;
    }
    return std::move(root).value();
}

std::string told(const Failure& failure) {
    const SageError& error = failure.error;
    std::string text = error.message.empty() ? "no explanation" : error.message;
    std::string codes;
    for (const std::string& code : error.codes) {
        codes += (codes.empty() ? "" : ", ") + code;
    }
    return codes.empty() ? text + "." : text + " (" + codes + ").";
}

void set(Verdict& verdict, Judgement judgement, std::string_view code, std::string cause,
         std::string fix) {
    verdict.judgement = judgement;
    verdict.problem = {"intacct." + std::string(code), "", std::move(cause), std::move(fix),
                       Owner::it};
}

void unknown(Verdict& verdict, std::string cause) {
    set(verdict, Judgement::unknown, "answer_unclear", std::move(cause),
        "Nothing to do: it is settled by a look-up of its reference.");
}

std::string attribute_in(const Send& sent, std::string_view start) {
    const std::string& body = sent.request.body;
    const std::size_t at = body.find(start);
    const std::size_t begin = at == std::string::npos ? at : at + start.size();
    return begin == std::string::npos ? std::string()
                                      : body.substr(begin, body.find('"', begin) - begin);
}

void judge_success(Verdict& verdict, const Send& sent, const XmlElement& response) {
    const XmlElement& operation = *operation_of(response);
    const XmlElement& result = *result_of(response);
    const auto results = std::count_if(operation.children.begin(), operation.children.end(),
                                       [](const XmlElement& one) { return one.name == "result"; });
    const bool ours = results == 1 && result.text_of("function") == function_in(sent.request) &&
                      result.text_of("controlid") == attribute_in(sent, R"(<function controlid=")");
    // An adjustment has no definition that its id would begin with.
    const std::string start =
        sent.sage_type == adjustment_type ? std::string() : sent.sage_type + "-";
    const std::string_view id = result.text_of("key");
    if (!ours || !id.starts_with(start) || id.size() == start.size()) {
        unknown(verdict, "The XML gateway answered without the id of the document that was sent.");
        return;
    }
    verdict.judgement = Judgement::done;
    verdict.sage_document.type = sent.sage_type;
    verdict.sage_document.number = id.substr(start.size());
    // Until it is read back: the gateway tells no other key.
    verdict.sage_document.key =
        sent.existing_key.empty() ? verdict.sage_document.number : sent.existing_key;
}

// The words for a repeat are known as little as its number: what may be one is looked up.
bool may_be_a_repeat(const Failure& failure) {
    const std::string text = lower_case(failure.error.message);
    return failure.duplicate ||
           std::any_of(failure.error.codes.begin(), failure.error.codes.end(),
                       [](const std::string& code) {
                           return lower_case(code).find("duplicat") != std::string::npos;
                       }) ||
           text.find("already") != std::string::npos ||
           text.find("controlid") != std::string::npos ||
           text.find("control id") != std::string::npos ||
           text.find("duplicate") != std::string::npos;
}

bool is_business(const std::string& code) {
    return code.starts_with("BL") || code.starts_with("PL");
}

// What holds wherever it hangs. False: nothing of it.
bool judge_anywhere(Verdict& verdict, const Failure& failure, const Reply& reply) {
    const SageError& error = failure.error;
    if (error.has_code("GW-0010")) {
        set(verdict, Judgement::not_processed, "throttled",
            "The XML gateway takes no more requests for now: " + told(failure),
            "Nothing to do; if it happens often, lower the setting /connections or raise the "
            "tier.");
        verdict.retry_after_ms = retry_after_ms(reply);
    } else if (error.has_code("XL03000006")) {
        set(verdict, Judgement::unauthorised, "gateway_sign_in",
            "The XML gateway refused the session: " + told(failure),
            "Nothing to do if it happens once; otherwise see that the sender id is authorised for "
            "the company.");
    } else if (error.has_code("XL03000003")) {
        set(verdict, Judgement::configuration, "gateway_request_wrong",
            "The XML gateway does not understand the request: " + told(failure),
            "Send documents of this kind by REST (setting /gateway), and report it to the vendor "
            "of "
            "the plugin.");
    } else if (error.has_code("GW-0011") || error.has_code("PL04000055")) {
        set(verdict, Judgement::configuration, "configuration",
            "The XML gateway did not carry it out: " + told(failure),
            "See that company and sender id are active and that the sender is authorised.");
    } else {
        return false;
    }
    return true;
}

void judge_failure(Verdict& verdict, const Send& sent, const Failure& failure, const Reply& reply) {
    const SageError& error = failure.error;
    if (error.has_code("GW-0001")) {
        unknown(verdict, "The XML gateway failed: " + told(failure));
        return;
    }
    if (judge_anywhere(verdict, failure, reply)) {
        return;
    }
    if (failure.level == Level::authentication) {
        set(verdict, Judgement::configuration, "gateway_sign_in",
            "The XML gateway let nobody in: " + told(failure),
            "See that sender id, password and company belong together and that the user may use "
            "XML.");
        return;
    }
    const bool rolled_back = error.has_code("XL03000009");
    const bool business = std::any_of(error.codes.begin(), error.codes.end(), is_business);
    if (failure.level == Level::function && may_be_a_repeat(failure)) {
        set(verdict, Judgement::unknown, "conflict",
            "Sage Intacct may have seen the document before: " + told(failure),
            "Nothing to do: it is looked up by its reference.");
    } else if (failure.level == Level::function && (business || rolled_back)) {
        judge_refusal(verdict, sent, error);
        verdict.problem.cause += told(failure);
    } else {
        unknown(verdict, "The XML gateway answered in an unknown way: " + told(failure));
    }
}

}  // namespace

Verdict classify_gateway(const Send& sent, const Reply& reply) {
    Verdict verdict;
    const std::string status = std::to_string(reply.status);
    if (reply.status >= 300 && reply.status < 400) {
        set(verdict, Judgement::configuration, "configuration",
            "The XML gateway sends elsewhere: status " + status + ".",
            "Set /address to the address of Sage Intacct itself; redirections are not followed.");
        return verdict;
    }
    const std::optional<XmlElement> response =
        reply.status >= 500 ? std::nullopt : response_of(reply);
    if (reply.status == 429 || (!response && read_error(reply.body).has_code("GW-0010"))) {
        set(verdict, Judgement::not_processed, "throttled",
            "The XML gateway takes no more requests for now: status " + status + ".",
            "Nothing to do; if it happens often, lower the setting /connections or raise the "
            "tier.");
        verdict.retry_after_ms = retry_after_ms(reply);
        return verdict;
    }
    if (!response) {
        unknown(verdict, "The XML gateway, or something before it, answered " + status +
                             " without the XML of an answer.");
        return verdict;
    }
    const Failure failure = failure_of(*response);
    if (failure.level != Level::none) {
        judge_failure(verdict, sent, failure, reply);
    } else if (reply.status == 200 && result_of(*response) != nullptr &&
               is_status(response->child("control"), "success") &&
               is_status(operation_of(*response)->child("authentication"), "success")) {
        judge_success(verdict, sent, *response);
    } else {
        unknown(verdict, "The XML gateway answered " + status + " with neither result nor error.");
    }
    return verdict;
}

bool gateway_session_refused(const Reply& reply) {
    const std::optional<XmlElement> response =
        reply.status >= 300 ? std::nullopt : response_of(reply);
    return response && failure_of(*response).error.has_code("XL03000006");
}

}  // namespace sage::intacct
