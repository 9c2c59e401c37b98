// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/auth/authorization.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "sage-adapter/auth/redirect.h"
#include "sage-adapter/auth/token_request.h"
#include "sage-adapter/document/hash.h"
#include "sage-adapter/transport/wipe.h"

namespace sage {

namespace {

constexpr std::int64_t life_ms = 10 * 60'000;
constexpr std::size_t flows_max = 8;
constexpr std::size_t random_bytes = 32;

constexpr const char* begin_again = "Begin the authorisation again.";

Error not_accepted(std::string code, std::string cause) {
    return {Status::not_accepted,
            Problem{"authorize." + std::move(code), "", std::move(cause), begin_again, Owner::it}};
}

std::string base64_url(std::span<const std::uint8_t> bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(),
                                     static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    while (text.ends_with('=')) {
        text.pop_back();
    }
    return text;
}

/// Nothing if the system has no random bytes to give.
std::optional<std::string> random_text() {
    std::array<std::uint8_t, random_bytes> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
        return std::nullopt;
    }
    std::string text = base64_url(bytes);
    wipe(bytes.data(), bytes.size());
    return text;
}

bool same_secret(std::string_view one, std::string_view other) {
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

/// The same redirect can be completed again: its code was not sent, or only storing is left.
bool can_be_completed_again(const Error& error) {
    const std::string& code = error.first().code;
    return error.status == Status::storage || error.status == Status::busy ||
           code == "auth.token.unreachable" || code == "host.secret_unavailable";
}

Error denied(std::string_view word) {
    // The server's word may be anything that a browser brings: only those of RFC 6749 are told.
    constexpr auto known = std::to_array<std::string_view>(
        {"access_denied", "invalid_request", "unauthorized_client", "unsupported_response_type",
         "invalid_scope", "server_error", "temporarily_unavailable"});
    const bool is_known = std::find(known.begin(), known.end(), word) != known.end();
    if (word == "access_denied") {
        return {
            Status::auth,
            Problem{"authorize.denied", "", "The consent was refused at Sage.",
                    "Begin the authorisation again, and consent as a user who may.", Owner::it}};
    }
    return {Status::auth,
            Problem{"authorize.refused", "",
                    "Sage did not offer the consent" +
                        (is_known ? ": " + std::string(word) : std::string()) + ".",
                    "Check the client id and that the redirect address is registered with Sage; "
                    "then begin the authorisation again.",
                    Owner::it}};
}

}  // namespace

Authorization::Authorization(ConsentPage page, TokenSource& tokens, Secrets& secrets,
                             const Clock& clock)
    : page_(std::move(page)), tokens_(tokens), secrets_(secrets), clock_(clock) {}

Result<Authorization::Begun> Authorization::begin(std::string_view redirect_uri) {
    if (page_.target.empty()) {
        return Error(Status::unsupported,
                     Problem{"authorize.unsupported", "",
                             "This edition of Sage knows no consent in a browser.",
                             "Follow the edition's own way to authorise.", Owner::vendor});
    }
    if (page_.grant != Grant::authorization_code) {
        return Error(Status::config,
                     Problem{"authorize.other_grant", "/grant",
                             "The settings choose another way to authorise than a consent.",
                             "Set /grant to authorization_code, or authorise by the settings as "
                             "they are.",
                             Owner::it});
    }
    const Result<void> checked = check_redirect_uri(redirect_uri);
    if (!checked.ok()) {
        return checked.error();
    }
    Result<std::string> client_id = secrets_.get(page_.client_id_name);
    if (!client_id.ok()) {
        return std::move(client_id).error();
    }
    std::optional<std::string> state = random_text();
    std::optional<std::string> verifier = random_text();
    if (!state.has_value() || !verifier.has_value()) {
        return Error(Status::internal,
                     Problem{"authorize.no_random_bytes", "", "The system gave no random bytes.",
                             "Repair the machine's random source.", Owner::it});
    }
    const Sha256 challenge = sha256(*verifier);
    Begun begun;
    begun.expires_ms = clock_.now_ms() + life_ms;
    begun.url = page_.address + page_.target + "?response_type=code";
    const std::string challenge_text = base64_url(challenge);
    const std::array<std::pair<std::string_view, std::string_view>, 7> parameters = {{
        {"client_id", client_id.value()},
        {"redirect_uri", redirect_uri},
        {"state", *state},
        {"scope", page_.scope},
        {"code_challenge", challenge_text},
        {"code_challenge_method", "S256"},
        {"audience", page_.audience},
    }};
    for (const auto& [name, value] : parameters) {
        if (name != "audience" || !value.empty()) {
            begun.url.append("&").append(name).append("=");
            append_form_encoded(begun.url, value);
        }
    }
    const std::lock_guard lock(mutex_);
    if (flows_.size() == flows_max) {
        wipe(flows_.front().verifier);
        flows_.pop_front();
    }
    flows_.push_back({*std::move(state), *std::move(verifier), std::string(redirect_uri),
                      begun.expires_ms, false});
    return begun;
}

Authorization::Flow* Authorization::find(std::string_view state) {
    const auto found = std::find_if(flows_.begin(), flows_.end(), [&](const Flow& flow) {
        return same_secret(flow.state, state);
    });
    return found == flows_.end() ? nullptr : &*found;
}

Result<Authorization::Flow> Authorization::take(std::string_view state, std::string_view address) {
    const std::int64_t now_ms = clock_.now_ms();
    const std::lock_guard lock(mutex_);
    Flow* const flow = find(state);
    if (flow == nullptr) {
        return not_accepted("state_unknown",
                            "The redirect belongs to no authorisation that was begun here.");
    }
    if (flow->spent) {
        return not_accepted("completed_already",
                            "This authorisation was completed, or ended, before.");
    }
    // A clock that jumped back does not make it live longer.
    if (now_ms >= flow->expires_ms || now_ms < flow->expires_ms - life_ms) {
        flow->spent = true;
        wipe(flow->verifier);
        return not_accepted("expired", "The authorisation was begun more than ten minutes ago.");
    }
    const std::string_view wanted = flow->redirect_uri;
    if (!address.empty() && address != wanted.substr(0, wanted.find('?'))) {
        return not_accepted("other_address",
                            "The redirect leads to another address than the one it was begun for.");
    }
    flow->spent = true;
    return *flow;
}

void Authorization::give_back(std::string_view state) {
    const std::lock_guard lock(mutex_);
    if (Flow* const flow = find(state)) {
        flow->spent = false;
    }
}

Result<void> Authorization::complete(std::string_view redirect, std::int64_t time_limit_ms) {
    Result<Redirect> read = read_redirect(redirect);
    if (!read.ok()) {
        return std::move(read).error();
    }
    const WipedText code(std::move(read.value().code));
    Result<Flow> flow = take(read.value().state, read.value().address);
    if (!flow.ok()) {
        return std::move(flow).error();
    }
    if (!read.value().error.empty()) {
        return denied(read.value().error);
    }
    ConsentCode consent{code.text, std::move(flow.value().verifier),
                        std::move(flow.value().redirect_uri)};
    const Result<void> accepted = tokens_.accept(consent, time_limit_ms);
    wipe(consent.code);
    wipe(consent.verifier);
    if (!accepted.ok() && can_be_completed_again(accepted.error())) {
        give_back(flow.value().state);
    }
    return accepted;
}

}  // namespace sage
