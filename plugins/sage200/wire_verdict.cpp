// SPDX-License-Identifier: Apache-2.0
// Step 10 of the flow for Sage 200: what a complete reply to a write means. Only refusals by status
// are definite. A gateway that gave up may stand before a Sage that goes on: that is in doubt.
#include <algorithm>
#include <array>
#include <charconv>

#include "plugins/sage200/wire.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage::sage200 {
namespace {

constexpr std::uint32_t retry_after_seconds_max = 86'400;

/// What of an order needs a permission of its own, by the word that a refusal names it with.
struct Permission {
    std::string_view word;
    std::string_view field;  ///< of the order, as far as its names have it in common
    std::string_view name;
};
constexpr auto permissions = std::to_array<Permission>({
    {"price", "\"selling_unit_price\"", "override_prices_discounts"},
    {"discount", "\"unit_discount_", "override_prices_discounts"},
    {"cost", "\"cost_price\"", "override_cost_price"},
    {"hold", "\"override_on_hold\"", "override_credit_holds"},
});

void set(Verdict& verdict, Judgement judgement, std::string code, std::string cause,
         std::string fix, Owner owner) {
    verdict.judgement = judgement;
    verdict.problem = {"sage200." + std::move(code), "", std::move(cause), std::move(fix), owner};
}

void unknown(Verdict& verdict, std::string cause) {
    set(verdict, Judgement::unknown, "answer_unclear", std::move(cause),
        "Nothing to do: it is settled by a look-up.", Owner::it);
}

/// The number of a posting, as a number (recorded) or as text (Sage's own description).
std::string urn_of(const Reply& reply) {
    const auto body = parse_json(reply.body, limits::reply_bytes_max, JsonNumbers::as_text);
    const std::string_view urn = body.ok() ? text_at(body.value(), "/urn") : std::string_view();
    const bool digits = !urn.empty() && urn != "0" &&
                        std::all_of(urn.begin(), urn.end(),
                                    [](char digit) { return digit >= '0' && digit <= '9'; });
    return digits ? std::string(urn) : std::string();
}

void judge_success(Verdict& verdict, const Send& sent, const Reply& reply) {
    std::string urn = urn_of(reply);
    if (urn.empty()) {
        return unknown(verdict, "Sage 200 answered " + std::to_string(reply.status) +
                                    " without the number of a posting.");
    }
    verdict.judgement = Judgement::done;
    verdict.sage_document.type = sent.sage_type;
    verdict.sage_document.key = urn;
    verdict.sage_document.number = std::move(urn);
}

std::string told(const Reply& reply) {
    const std::string message = message_of(reply);
    return (message.empty() ? std::string("no explanation") : message) + " (HTTP " +
           std::to_string(reply.status) + ")";
}

/// The permission that a refusal of an order is about: its words name a field that was sent. Other
/// words are about the token, whoever says them. Null: none.
const Permission* missing_permission(const Request& request, const Reply& reply) {
    if (request.method == "GET" || !resource_of(request).starts_with("sop_") ||
        reply.body.starts_with('<')) {
        return nullptr;
    }
    std::string words = message_of(reply);
    std::transform(words.begin(), words.end(), words.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    const auto* const found =
        std::find_if(permissions.begin(), permissions.end(), [&](const Permission& one) {
            return words.find(one.word) != std::string::npos &&
                   request.body.find(one.field) != std::string::npos;
        });
    return found == permissions.end() ? nullptr : found;
}

void judge_401(Verdict& verdict, const Send& sent, const Reply& reply) {
    if (const Permission* const missing = missing_permission(sent.request, reply)) {
        set(verdict, Judgement::refused_cause, "permission_missing",
            "Sage 200 lets this user not write the order like this: " + told(reply),
            "Give the user the permission in sales order processing, or turn off the setting that "
            "sends what needs it; then send the document again.",
            Owner::it);
        verdict.root_cause = "permission:" + std::string(missing->name);
        return;
    }
    set(verdict, Judgement::unauthorised, "unauthorised",
        "Sage 200 did not take the access token, or not for this site and company.",
        "Nothing to do at first: a new token is asked for. If it stays, check that the user is "
        "enabled for the API and has access to the company.",
        Owner::it);
}

/// What is said of a resource holds for every document that goes there. What changes one record may
/// be refused for that record.
std::string of_site(std::string_view cause, const Send& sent, const std::string& resource) {
    return sent.existing_key.empty() ? std::string(cause) + ":" + resource : std::string();
}

void judge_refusal(Verdict& verdict, const Send& sent, const Reply& reply) {
    const std::string resource(resource_of(sent.request));
    switch (reply.status) {
        case 400:
            // Sage tells the first fault only, in words that are published nowhere: whether it lies
            // in the document cannot be told, so a person decides.
            set(verdict, Judgement::refused_cause, "refused",
                "Sage 200 refused the document: " + told(reply),
                "Correct what Sage names, in Sage, in the settings or in the document; then send "
                "it again or withdraw it.",
                Owner::finance);
            return;
        case 403:
            set(verdict, Judgement::configuration, "module_forbidden",
                "The user's role in Sage 200 has no right to " + resource + ": " + told(reply),
                "Give the role the right to this module.", Owner::it);
            verdict.root_cause = of_site(right_cause, sent, resource);
            return;
        case 404:
        case 405:
            set(verdict, Judgement::configuration, "not_offered",
                "This Sage 200 does not offer " + resource + ": " + told(reply),
                "Upgrade Sage 200, or choose documents in the settings that its version offers. "
                "Check that the setting for Standard or Professional is right.",
                Owner::it);
            verdict.root_cause = of_site(not_offered_cause, sent, resource);
            return;
        default:
            set(verdict, Judgement::configuration, "not_taken",
                "Something in front of Sage 200 did not take the request: " + told(reply),
                "Check the address, and any proxy on the way to it.", Owner::it);
    }
}

}  // namespace

Unauthorised meaning_of_401(const Request& request, const Reply& reply) {
    if (reply.body.empty()) {
        return Unauthorised::site;
    }
    return missing_permission(request, reply) != nullptr ? Unauthorised::permission
                                                         : Unauthorised::token;
}

TokenRefusal token_refusal(const Request& request, const Reply& reply) {
    constexpr int unauthorised = 401;
    return reply.status == unauthorised &&
                   meaning_of_401(request, reply) != Unauthorised::permission
               ? TokenRefusal::refused
               : TokenRefusal::none;
}

std::uint32_t retry_after_ms(const Reply& reply) {
    const std::string_view text = reply.header("Retry-After");
    std::uint32_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    return error == std::errc() && end == text.data() + text.size()
               ? 1000 * std::min(seconds, retry_after_seconds_max)
               : 0;
}

Verdict classify(const Send& sent, const Reply& reply) {
    Verdict verdict;
    const int status = reply.status;
    if (status >= 200 && status < 300) {
        judge_success(verdict, sent, reply);
    } else if (status == 401) {
        judge_401(verdict, sent, reply);
    } else if (status == 429) {
        set(verdict, Judgement::not_processed, "throttled",
            "Sage 200 takes no more requests for a while.", "Nothing to do: it is sent later.",
            Owner::it);
        verdict.retry_after_ms = retry_after_ms(reply);
    } else if (status == 408 || status == 409 || status < 300 || status >= 500) {
        unknown(verdict,
                "Sage 200, or what stands in front of it, did not say whether it has the "
                "document: " +
                    told(reply));
    } else {
        judge_refusal(verdict, sent, reply);
    }
    return verdict;
}

}  // namespace sage::sage200
