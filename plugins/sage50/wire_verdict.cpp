// SPDX-License-Identifier: Apache-2.0
// Step 10 of the flow for Sage 50: what a complete reply to a write means. Failures come with
// status 200 and words; in which form the words tell Sage's own errors is published nowhere, so
// that only known forms are definite (wire_errors.cpp), and all others leave it open whether Sage
// has the document.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "plugins/sage50/wire.h"
#include "plugins/sage50/wire_despatch.h"
#include "plugins/sage50/wire_errors.h"
#include "plugins/sage50/wire_values.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/text.h"

namespace sage::sage50 {
namespace {

constexpr std::uint32_t busy_retry_ms = 2'000;
constexpr std::uint32_t throttled_retry_ms = 60'000;  ///< where the answer names no time
constexpr std::uint32_t retry_after_seconds_max = 86'400;
constexpr int too_many_requests = 429;
constexpr std::size_t told_bytes_max = 300;

void set(Verdict& verdict, Judgement judgement, std::string code, std::string cause,
         std::string fix) {
    verdict.judgement = judgement;
    verdict.problem = {std::move(code), "", std::move(cause), std::move(fix), Owner::it};
}

/// HyperAccounts has no limit of its own: a web server or proxy before it counts, and passes on
/// nothing of what it refuses so.
Verdict throttled(const Reply& reply) {
    const std::string_view text = reply.header("Retry-After");
    std::uint32_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    const bool named = error == std::errc() && end == text.data() + text.size() && seconds > 0;
    Verdict verdict;
    set(verdict, Judgement::not_processed, "sage50.throttled",
        "What stands in front of HyperAccounts takes no more requests for a while and passed this "
        "one not on.",
        "Nothing to do: it is sent later.");
    verdict.retry_after_ms =
        named ? 1000 * std::min(seconds, retry_after_seconds_max) : throttled_retry_ms;
    return verdict;
}

Verdict unclear(std::string cause) {
    Verdict verdict;
    verdict.problem = {"sage50.answer_unclear", "", std::move(cause),
                       "Nothing to do: it is settled by a look-up.", Owner::it};
    return verdict;
}

bool is_number(std::string_view text) {
    return is_digits(text) && text != "0";
}

/// Whether a request does one thing after another, so that what was refused may be done in part.
bool does_several_things(const Send& sent, const JsonValue& body) {
    return sent.sage_type == despatch_type || value_of(body, "shouldUpdateLedgers") == "true";
}

Verdict judge_success(const Send& sent, const std::string& response) {
    if (is_work(sent.sage_type)) {
        return judge_work(sent, response);
    }
    if (sent.sage_type == adjustment_type) {
        Verdict verdict;
        verdict.problem = {"sage50.adjustment_unnamed", "",
                           "Sage 50 took the adjustment of stock, as it does without naming it.",
                           "Nothing to do: its movement is looked up.", Owner::it};
        return verdict;
    }
    if (!is_number(response) || (!sent.existing_key.empty() && response != sent.existing_key)) {
        return unclear("Sage 50 answered without the number of the document.");
    }
    Verdict verdict;
    verdict.judgement = Judgement::done;
    verdict.sage_document.type = sent.sage_type;
    verdict.sage_document.key = response;
    verdict.sage_document.number = response;
    return verdict;
}

/// The nominal code that a refusal is about, as far as it can be told: the one that the message
/// names, or the only one of the document.
std::string refused_nominal(const JsonValue& body, std::string_view message) {
    std::set<std::string> sent;
    const auto add = [&](const JsonValue& record, std::string_view member) {
        if (std::string code = value_of(record, member); !code.empty()) {
            sent.insert(std::move(code));
        }
    };
    add(body, "carrNomCode");
    add(body, "globalNominal");
    const JsonValue* const items = at_pointer(body, "/invoiceItems");
    if (items != nullptr && items->is_array()) {
        for (const JsonValue& item : items->get_array()) {
            add(item, "nominal");
        }
    }
    const std::string named(subject_in(message));
    return sent.contains(named) ? named : sent.size() == 1 ? *sent.begin() : std::string();
}

/// Nothing where it cannot be told what the refusal is about: then a decision alone releases it.
std::string root_cause_of(const SageError& error, const JsonValue& body, std::string_view message) {
    std::string key;
    switch (error.about) {
        case About::lock_date:
            return std::string(lock_date_cause);
        case About::customer:
            key = value_of(body, "customerAccountRef");
            return key.empty() ? key : fmt::format("{}:{}", customer_cause, key);
        case About::nominal:
            key = refused_nominal(body, message);
            return key.empty() ? key : fmt::format("{}:{}", nominal_cause, key);
        default:
            return key;
    }
}

Verdict judge_failure(const Send& sent, const std::string& message) {
    const std::string told =
        message.empty() ? std::string("no explanation") : excerpt(message, told_bytes_max);
    const SageError* const error = error_in(message);
    if (error == nullptr) {
        return unclear(
            "HyperAccounts failed and did not say in known words that nothing was "
            "written: " +
            told);
    }
    const auto parsed =
        parse_json(sent.request.body, limits::document_bytes_max * 4, JsonNumbers::as_text);
    const JsonValue body = parsed.ok() ? parsed.value() : JsonValue();
    if (error->stage != Stage::logon && does_several_things(sent, body)) {
        return unclear("Sage 50 may have done a part of it before it refused the rest: " + told);
    }
    Verdict verdict;
    verdict.judgement = error->judgement;
    verdict.problem = {std::string(error->code), "", fmt::format("{} ({})", error->cause, told),
                       std::string(error->fix), error->owner};
    verdict.retry_after_ms = error->retry_after_ms;
    verdict.root_cause = root_cause_of(*error, body, message);
    return verdict;
}

}  // namespace

TokenRefusal token_refusal(const Reply& reply) {
    constexpr int unauthorised = 401;
    constexpr int forbidden = 403;
    return reply.status == unauthorised || reply.status == forbidden ? TokenRefusal::refused
                                                                     : TokenRefusal::none;
}

Verdict classify(const Send& sent, const Reply& reply) {
    constexpr int ok_status = 200;
    Verdict verdict;
    if (is_busy(reply)) {
        set(verdict, Judgement::not_processed, "sage50.busy",
            "HyperAccounts carries out another request of the same operation and did not begin "
            "this one.",
            "Nothing to do: it is sent again.");
        verdict.retry_after_ms = busy_retry_ms;
        return verdict;
    }
    if (reply.status == too_many_requests) {
        return throttled(reply);
    }
    if (token_refusal(reply) == TokenRefusal::refused) {
        set(verdict, Judgement::unauthorised, "sage50.unauthorised",
            "HyperAccounts did not take the token.",
            "Nothing to do at first. If it stays, correct the token in the host's secrets.");
        return verdict;
    }
    const std::optional<Envelope> envelope =
        reply.status == ok_status ? read_envelope(reply) : std::nullopt;
    if (!envelope) {
        return unclear(
            fmt::format("HyperAccounts, or what stands in front of it, answered {} and "
                        "did not say whether Sage has the document.",
                        reply.status));
    }
    return envelope->success ? judge_success(sent, envelope->response)
                             : judge_failure(sent, envelope->message);
}

}  // namespace sage::sage50
