// SPDX-License-Identifier: Apache-2.0
// Step 10 of the flow: what a complete reply to a write means. What is not in the list of definite
// answers leaves the document in doubt, because Sage may have it.
#include "plugins/intacct/wire_verdict.h"

#include <algorithm>
#include <charconv>

#include "plugins/intacct/intacct.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage::intacct {
namespace {

namespace json = boost::json;

constexpr std::uint32_t retry_after_seconds_max = 86'400;
// Repeated to people and kept with the document; Sage's texts are rarely longer.
constexpr std::size_t message_bytes_max = 600;

void add_code(SageError& error, std::string_view code) {
    if (!code.empty() && !error.has_code(code)) {
        error.codes.emplace_back(code);
    }
}

void add_message(SageError& error, std::string_view text) {
    if (text.empty() || error.message.find(text) != std::string::npos) {
        return;
    }
    error.message += error.message.empty() ? "" : " ";
    for (const char letter : text) {
        error.message += static_cast<unsigned char>(letter) <= 0x1FU ? ' ' : letter;
    }
}

void cut_message(std::string& text) {
    if (text.size() > message_bytes_max) {
        // Not in the middle of a character: what was read is UTF-8.
        std::size_t end = message_bytes_max;
        while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
            --end;
        }
        text.resize(end);
        text += "...";
    }
}

void read_object(SageError& error, const json::value& value) {
    error.recognised = true;
    error.code = text_at(value, "/code");
    error.support_id = text_at(value, "/supportId");
    add_code(error, error.code);
    add_code(error, text_at(value, "/errorId"));
    add_message(error, text_at(value, "/message"));
    if (const json::value* details = at_pointer(value, "/details");
        details != nullptr && details->is_array()) {
        for (const json::value& detail : details->get_array()) {
            add_code(error, text_at(detail, "/code"));
            add_code(error, text_at(detail, "/errorId"));
            add_message(error, text_at(detail, "/message"));
        }
    }
    if (const json::value* names = at_pointer(value, "/additionalInfo/placeholders");
        names != nullptr && names->is_object()) {
        for (const json::key_value_pair& name : names->get_object()) {
            if (name.value().is_string()) {
                error.named.emplace_back(name.value().get_string());
            }
        }
    }
    cut_message(error.message);
}

bool begins_gateway_code(const std::string& code) {
    return code.starts_with("GW-");
}

bool is_throttled(const SageError& error, const Reply& reply) {
    return error.has_code("GW-0010") || retry_after_ms(reply) != 0;
}

std::string told(const SageError& error, int status) {
    std::string text = error.message.empty() ? "no explanation" : error.message;
    std::string codes;
    for (const std::string& code : error.codes) {
        codes += (codes.empty() ? "" : ", ") + code;
    }
    text += " (HTTP " + std::to_string(status) + (codes.empty() ? "" : ", " + codes);
    text += error.support_id.empty() ? ")" : ", support id " + error.support_id + ")";
    return text;
}

void set(Verdict& verdict, Judgement judgement, std::string code, std::string cause,
         std::string fix, Owner owner) {
    verdict.judgement = judgement;
    verdict.problem = {"intacct." + std::move(code), "", std::move(cause), std::move(fix), owner};
}

constexpr std::string_view settled_by_itself =
    "Nothing to do: it is settled by a repeat under the same key or by a look-up.";

void unknown(Verdict& verdict, std::string cause) {
    set(verdict, Judgement::unknown, "answer_unclear", std::move(cause),
        std::string(settled_by_itself), Owner::it);
}

void judge_success(Verdict& verdict, const Send& sent, const Reply& reply) {
    const Result<json::value> body =
        parse_json(reply.body, limits::reply_bytes_max, JsonNumbers::as_text);
    const std::string code = std::to_string(reply.status);
    if (!body.ok()) {
        unknown(verdict, "Sage Intacct answered " + code + " with a body that cannot be read.");
        return;
    }
    const std::string_view key = text_at(body.value(), "/ia::result/key");
    const std::string_view type = text_at(body.value(), "/ia::result/documentType");
    const bool failed = at_pointer(body.value(), "/ia::result/ia::error") != nullptr ||
                        at_pointer(body.value(), "/ia::error") != nullptr ||
                        at_pointer(body.value(), "/error") != nullptr;
    if (failed || key.empty()) {
        unknown(verdict, "Sage Intacct answered " + code + " without the key of the document.");
        return;
    }
    if ((!type.empty() && type != sent.sage_type) ||
        (!sent.existing_key.empty() && key != sent.existing_key)) {
        unknown(verdict,
                "Sage Intacct answered " + code + " for another document than the one sent.");
        return;
    }
    verdict.judgement = Judgement::done;
    verdict.sage_document.type = sent.sage_type;
    verdict.sage_document.key = key;
}

void judge_throttle(Verdict& verdict, const SageError& error, const Reply& reply) {
    set(verdict, Judgement::not_processed, "throttled",
        "Sage Intacct takes no more requests for now: " + told(error, reply.status) + ".",
        "Nothing to do; if it happens often, lower the setting /connections or raise the tier.",
        Owner::it);
    verdict.retry_after_ms = retry_after_ms(reply);
}

void judge_configuration(Verdict& verdict, const SageError& error, int status) {
    std::string fix =
        "Check the address, the company, the user's permissions and the definitions "
        "in the settings.";
    if (status < 400) {
        fix = "Set /address to the address of Sage Intacct itself; redirections are not followed.";
    } else if (status == 403 || error.has_code("GW-0042")) {
        fix = "Give the Web Services user the permission that Sage Intacct names.";
    } else if (status == 404 || status == 405) {
        fix =
            "Check that the transaction definition in the setting /definitions exists in this "
            "entity.";
    }
    set(verdict, Judgement::configuration, "configuration",
        "Sage Intacct did not carry it out: " + told(error, status) + ".", std::move(fix),
        Owner::it);
}

/// The text speaks of the key of a request, and not of a record's unique key, or of something that
/// is merely spelt with those letters: names of customers are, and numbers of ours that it repeats.
bool is_about_key(std::string text, std::string_view number) {
    if (text.find("idempoten") != std::string::npos) {
        return true;
    }
    const std::string own = lower_case(number);
    for (std::size_t at = 0; !own.empty() && (at = text.find(own, at)) != std::string::npos;) {
        text.erase(at, own.size());
    }
    std::string before;
    for (std::size_t at = 0; at < text.size();) {
        const auto belongs = [](char letter) {
            return letter != ' ' && letter != '\'' && letter != '"' && letter != '.' &&
                   letter != ',' && letter != ':' && letter != '(' && letter != ')';
        };
        const auto end =
            std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), belongs);
        std::string word(text.begin() + static_cast<std::ptrdiff_t>(at), end);
        if (word == "key" && before != "unique" && before != "duplicate" && before != "primary") {
            return true;
        }
        at += word.size() + 1;
        before = word.empty() ? before : std::move(word);
    }
    return false;
}

// 409 is used for a key whose first request still runs, for a key that was used for something else,
// and for a record whose number exists already. Only the first is told from the text. Where our own
// number was sent it is taken, then: by us, which is looked up first, or by another document.
void judge_conflict(Verdict& verdict, const Send& sent, const SageError& error, int status) {
    const std::string text = lower_case(error.message + " " + error.code);
    for (const std::string_view phrase :
         {"in progress", "still running", "being processed", "locked", "lock on"}) {
        if (text.find(phrase) != std::string::npos) {
            set(verdict, Judgement::in_progress, "in_progress",
                "An earlier send of this document is still running: " + told(error, status) + ".",
                "Nothing to do: it is asked again later.", Owner::it);
            return;
        }
    }
    const std::string_view number = own_number(sent);
    if (error.recognised && !number.empty() && !is_about_key(text, number)) {
        set(verdict, Judgement::refused_cause, "number_taken",
            "Sage Intacct has another document with the number " + std::string(number) + ": " +
                told(error, status) + ".",
            "Give that document another number in Sage Intacct, or set /receivable/numberedBy so "
            "that Sage numbers them; then decide to send this document again. Withdraw it if it "
            "was entered there by hand.",
            Owner::finance);
        // By a decision alone, before which Sage is asked once more: the other one may be ours.
        return;
    }
    set(verdict, Judgement::unknown, "conflict",
        "Sage Intacct has seen the key or the document before: " + told(error, status) + ".",
        "Nothing to do: it is looked up by its reference.", Owner::it);
}

// A failure that Sage keeps under the key and would give again: all but the gateway's own.
bool kept_under_key(const SageError& error, const Reply& reply) {
    if (!reply.header("x-ia-idempotency-cached-date").empty()) {
        return true;
    }
    return error.recognised &&
           std::none_of(error.codes.begin(), error.codes.end(), begins_gateway_code);
}

bool refuses_token(const SageError& error, int status) {
    return status == 401 || error.has_code("GW-0031") || error.has_code("REST-2102");
}

void judge_client_error(Verdict& verdict, const Send& sent, const SageError& error,
                        const Reply& reply) {
    const int status = reply.status;
    const bool gateway = std::any_of(error.codes.begin(), error.codes.end(), begins_gateway_code);
    if (status == 429 || error.has_code("GW-0010")) {
        judge_throttle(verdict, error, reply);
    } else if (error.has_code("GW-0001") || status == 408) {
        unknown(verdict, "The gateway of Sage Intacct failed: " + told(error, status) + ".");
    } else if (refuses_token(error, status)) {
        set(verdict, Judgement::unauthorised, "token_refused",
            "Sage Intacct refused the access token: " + told(error, status) + ".",
            "Nothing to do if it happens once; otherwise see that nothing else uses this Web "
            "Services user.",
            Owner::it);
    } else if (status == 404 && !sent.existing_key.empty() && error.recognised && !gateway) {
        set(verdict, Judgement::refused_cause, "document_gone",
            "The document to be changed is no longer in Sage Intacct: " + told(error, status) + ".",
            "Find out in Sage Intacct who deleted it; then withdraw this document.",
            Owner::finance);
    } else if (status == 403 || status == 404 || status == 405 || gateway) {
        judge_configuration(verdict, error, status);
    } else if (status == 409) {
        judge_conflict(verdict, sent, error, status);
    } else if ((status == 400 || status == 422) && error.recognised) {
        judge_refusal(verdict, sent, error);
        verdict.problem.cause += told(error, status) + ".";
    } else {
        unknown(verdict, "Sage Intacct, or something before it, answered in an unknown way: " +
                             told(error, status) + ".");
    }
}

}  // namespace

std::string_view own_number(const Send& sent) {
    const Family family = family_of(sent.request);
    const auto number = is_receivable(family) && sent.existing_key.empty()
                            ? sent.facts.find(number_field(family))
                            : sent.facts.end();
    return number == sent.facts.end() ? std::string_view() : std::string_view(number->second);
}

std::string lower_case(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
    });
    return out;
}

bool SageError::has_code(std::string_view wanted) const {
    return std::find(codes.begin(), codes.end(), wanted) != codes.end();
}

SageError read_error(std::string_view body) {
    SageError error;
    const Result<json::value> parsed =
        parse_json(body, limits::reply_bytes_max, JsonNumbers::as_text);
    if (!parsed.ok()) {
        return error;
    }
    for (const std::string_view pointer : {"/ia::result/ia::error", "/ia::error", "/error"}) {
        const json::value* found = at_pointer(parsed.value(), pointer);
        if (found != nullptr && found->is_object()) {
            read_object(error, *found);
            return error;
        }
    }
    // OAuth 2.0: the code is a text and the explanation stands beside it. Sage writes no business
    // error in this shape, so it explains an answer but makes none definite.
    if (const std::string_view code = text_at(parsed.value(), "/error"); !code.empty()) {
        error.code = code;
        add_code(error, code);
        add_message(error, text_at(parsed.value(), "/error_description"));
        cut_message(error.message);
    }
    return error;
}

std::uint32_t retry_after_ms(const Reply& reply) {
    std::uint32_t longest = 0;
    for (const Header& header : reply.headers) {
        const std::string name = lower_case(header.name);
        const bool throttle = name.starts_with("x-ia-") &&
                              (name.ends_with("retry-after") || name.ends_with("retryafter"));
        if (name != "retry-after" && !throttle) {
            continue;
        }
        std::uint32_t seconds{};
        const char* end = header.value.data() + header.value.size();
        const auto read = std::from_chars(header.value.data(), end, seconds);
        if (read.ec == std::errc() && read.ptr == end) {
            longest = std::max(longest, std::min(seconds, retry_after_seconds_max));
        }
    }
    return longest * 1'000;
}

TokenRefusal token_refusal(const Reply& reply) {
    if (reply.status < 400 || reply.status >= 500) {
        return TokenRefusal::none;
    }
    const SageError error = read_error(reply.body);
    const bool passing = reply.status == 429 || reply.status == 408 || error.has_code("GW-0010") ||
                         error.has_code("GW-0001");
    if (passing || !refuses_token(error, reply.status)) {
        return TokenRefusal::none;
    }
    return error.has_code("REST-2102") ? TokenRefusal::replaced : TokenRefusal::refused;
}

Verdict classify(const Send& sent, const Reply& reply) {
    Verdict verdict;
    if (reply.status == 200 || reply.status == 201) {
        judge_success(verdict, sent, reply);
        return verdict;
    }
    const SageError error = read_error(reply.body);
    if (reply.status >= 300 && reply.status < 400) {
        judge_configuration(verdict, error, reply.status);
    } else if (reply.status >= 400 && reply.status < 500) {
        judge_client_error(verdict, sent, error, reply);
    } else if (reply.status == 503 && is_throttled(error, reply)) {
        judge_throttle(verdict, error, reply);
    } else {
        unknown(verdict,
                "Sage Intacct, or something before it, failed: " + told(error, reply.status) + ".");
    }
    const bool definite = verdict.judgement == Judgement::refused ||
                          verdict.judgement == Judgement::refused_cause ||
                          verdict.judgement == Judgement::configuration;
    verdict.cached_under_key = definite ? kept_under_key(error, reply)
                                        : !reply.header("x-ia-idempotency-cached-date").empty();
    return verdict;
}

}  // namespace sage::intacct
