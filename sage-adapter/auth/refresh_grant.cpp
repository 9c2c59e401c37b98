// SPDX-License-Identifier: Apache-2.0
// Access tokens by refresh token, and the consent that gives the first of those. The server
// replaces a refresh token when it is used: whoever loses the new one has lost the connection until
// a person consents again. So it is stored before anything else happens, and what cannot be stored
// is kept.
#include <utility>

#include "sage-adapter/auth/auth.h"
#include "sage-adapter/auth/renewal.h"
#include "sage-adapter/auth/token_reply.h"
#include "sage-adapter/auth/token_request.h"
#include "sage-adapter/document/hash.h"

namespace sage {

namespace {

// An access token that waited for the host to store what came with it, and has this left.
constexpr std::int64_t worth_using_ms = 2 * 60'000;
// The host's version moves on when others store; each time it is looked at what they stored.
constexpr int store_tries_max = 3;

constexpr const char* consent_fix =
    "Authorise the connection again from the warehouse system, signed in to Sage as the user of "
    "the "
    "settings; documents wait until then.";

Error not_stored(const Error& why, std::string_view refresh_token) {
    std::string words = why.first().cause;
    strike_out(words, {refresh_token});
    return {
        Status::storage,
        Problem{"auth.refresh.not_stored", "",
                "Sage gave a new refresh token and the warehouse system did not store it: " + words,
                "Repair the warehouse system's store of secrets and leave it running: storing "
                "is tried again by itself. If it was stopped before, authorise the connection "
                "again.",
                Owner::it}};
}

Error superseded() {
    return {Status::remote,
            Problem{"auth.refresh.superseded", "",
                    "While the refresh token was renewed somebody stored another one.",
                    "Nothing to do: that one is used.", Owner::it}};
}

Error refused_code(std::string code, std::string cause) {
    return {Status::auth,
            Problem{"auth.consent." + std::move(code), "", std::move(cause),
                    "Authorise the connection again from the warehouse system.", Owner::it}};
}

std::string hash_of(std::string_view text) {
    return text.empty() ? std::string() : hexadecimal(sha256(text));
}

/// The client id and secret, for as long as one request needs them.
struct BorrowedSecrets {
    WipedText id;
    WipedText secret;
    std::optional<Error> missing;

    BorrowedSecrets(const ClientCredentials& credentials, Secrets& secrets) {
        for (auto [name, into] : {std::pair{&credentials.client_id_name, &id},
                                  std::pair{&credentials.client_secret_name, &secret}}) {
            Result<std::string> lent = secrets.get(*name);
            if (!lent.ok()) {
                missing = std::move(lent).error();
                return;
            }
            into->text = std::move(lent).value();
        }
    }
    ClientSecrets view() const { return {id.text, secret.text}; }
};

}  // namespace

Error TokenSource::consent_needed(std::string_view refresh_hash) const {
    std::string cause =
        "Nobody has authorised this connection: the warehouse system holds no "
        "refresh token under the name " +
        credentials_.refresh_token_name + ".";
    if (!refresh_hash.empty()) {
        cause = refresh_hash == doubtful_refresh_
                    ? "The answer to a renewal was lost on the way, and Sage no longer accepts the "
                      "refresh token that was used for it: the new one is in the lost answer."
                    : "Sage no longer accepts the refresh token: it was revoked, has run out, or "
                      "was replaced by one that this connection never received or stored.";
    }
    return {Status::auth,
            Problem{"auth.consent.needed", "", std::move(cause), consent_fix, Owner::it}};
}

Result<TokenSource::AccessToken> TokenSource::refresh(std::int64_t time_limit_ms) {
    if (unstored_ != nullptr) {
        Result<AccessToken> kept = keep_granted(std::move(unstored_));
        if (!kept.ok() || kept.value().expires_ms - clock_.now_ms() > worth_using_ms) {
            return kept;
        }
    }
    Result<Secret> held = secrets_.read(credentials_.refresh_token_name);
    if (!held.ok()) {
        return held.error().status == Status::auth ? consent_needed({}) : std::move(held).error();
    }
    Result<AccessToken> granted = refresh_with(held.value(), time_limit_ms);
    wipe(held.value().value);
    return granted;
}

Result<TokenSource::AccessToken> TokenSource::refresh_with(const Secret& refresh_token,
                                                           std::int64_t time_limit_ms) {
    const std::string hash = hash_of(refresh_token.value);
    if (hash == refused_refresh_) {
        return consent_needed(hash);
    }
    const BorrowedSecrets client(credentials_, secrets_);
    if (client.missing.has_value()) {
        return *client.missing;
    }
    // The life of a token counts from before it was asked for: on the way it grows no younger.
    const std::int64_t now_ms = clock_.now_ms();
    Request request = refresh_request(credentials_, client.view(), refresh_token.value);
    Evidence evidence = transport_.exchange(request, time_limit_ms);
    wipe(request.body);
    const int status = evidence.outcome == Outcome::answered ? evidence.reply.status : 0;
    const bool definite = evidence.outcome == Outcome::not_sent || (status >= 400 && status < 500);
    const WipedText replacement(refresh_token_in(evidence.reply));
    const bool refused = says_invalid_grant(evidence.reply);
    Result<GrantedToken> granted =
        evidence.outcome == Outcome::answered
            ? read_token_reply(evidence.reply,
                               {client.secret.text, client.id.text, refresh_token.value})
            : Result<GrantedToken>(no_token_reply(evidence.reason));
    wipe(evidence.reply.body);
    if (refused) {
        refused_refresh_ = hash;
        return consent_needed(hash);
    }
    if (!granted.ok() && !definite && replacement.text.empty()) {
        doubtful_refresh_ = hash;
    }
    auto kept = std::make_unique<Unstored>();
    kept->access = granted.ok() ? own_token(std::move(granted).value(), now_ms) : AccessToken();
    if (!replacement.text.empty() && replacement.text != refresh_token.value) {
        kept->refresh_token = replacement.text;
        kept->asked_ms = now_ms;
        kept->if_version = refresh_token.version;
        kept->replaced_hash = hash;
    }
    Result<AccessToken> stored = keep_granted(std::move(kept));
    return stored.ok() && !granted.ok() ? std::move(granted).error() : std::move(stored);
}

/// Stores the refresh token, if there is one, and gives what came beside it.
Result<TokenSource::AccessToken> TokenSource::keep_granted(std::unique_ptr<Unstored> granted) {
    unstored_ = std::move(granted);
    if (!unstored_->refresh_token.empty()) {
        Result<void> stored = store_refresh_token();
        if (!stored.ok()) {
            return std::move(stored).error();
        }
        const std::lock_guard lock(mutex_);
        refresh_token_asked_ms_ = unstored_->asked_ms;
    }
    AccessToken access = std::move(unstored_->access);
    unstored_.reset();
    return access;
}

Result<void> TokenSource::store_refresh_token() {
    const std::string& name = credentials_.refresh_token_name;
    Result<void> stored;
    for (int tries = 0; tries < store_tries_max; ++tries) {
        stored = secrets_.put(name, unstored_->refresh_token, unstored_->if_version);
        if (stored.ok()) {
            return {};
        }
        if (stored.error().status != Status::conflict) {
            break;
        }
        Result<Secret> held = secrets_.read(name);
        if (!held.ok()) {
            return not_stored(held.error(), unstored_->refresh_token);
        }
        const WipedText value(std::move(held.value().value));
        if (value.text == unstored_->refresh_token) {
            return {};  // An earlier try arrived although the host said otherwise.
        }
        if (unstored_->code_hash.empty() && hash_of(value.text) != unstored_->replaced_hash) {
            unstored_.reset();
            return superseded();
        }
        unstored_->if_version = std::move(held.value().version);
    }
    return not_stored(stored.error(), unstored_->refresh_token);
}

Result<void> TokenSource::accept(const ConsentCode& consent, std::int64_t time_limit_ms) {
    const Renewal renewal(*this);
    if (!renewal.admitted()) {
        return Renewal::busy();
    }
    const Result<std::unique_ptr<Turn>> turn = take_turn(time_limit_ms);
    if (!turn.ok()) {
        return turn.error();
    }
    Result<AccessToken> granted = consented(consent, time_limit_ms);
    if (!granted.ok()) {
        return std::move(granted).error();
    }
    {
        const std::lock_guard lock(mutex_);
        refused_soon_ = 0;
        not_before_ms_ = 0;
    }
    if (!granted.value().text.empty()) {
        static_cast<void>(to_shelf(granted.value()));
        take(std::move(granted).value());
    }
    return {};
}

Result<TokenSource::AccessToken> TokenSource::consented(const ConsentCode& consent,
                                                        std::int64_t time_limit_ms) {
    if (unstored_ != nullptr && unstored_->code_hash == hash_of(consent.code)) {
        return keep_granted(std::move(unstored_));
    }
    Result<Secret> before = secrets_.read(credentials_.refresh_token_name);
    if (!before.ok() && before.error().status != Status::auth) {
        return std::move(before).error();
    }
    Secret replaced = before.ok() ? std::move(before).value() : Secret();
    Result<AccessToken> granted = exchange_code(consent, replaced, time_limit_ms);
    wipe(replaced.value);
    return granted;
}

Result<TokenSource::AccessToken> TokenSource::exchange_code(const ConsentCode& consent,
                                                            const Secret& before,
                                                            std::int64_t time_limit_ms) {
    const BorrowedSecrets client(credentials_, secrets_);
    if (client.missing.has_value()) {
        return *client.missing;
    }
    const std::int64_t now_ms = clock_.now_ms();
    Request request = code_request(credentials_, client.view(), consent);
    Evidence evidence = transport_.exchange(request, time_limit_ms);
    wipe(request.body);
    if (evidence.outcome == Outcome::maybe_sent) {
        return refused_code("answer_lost", "The answer to the consent was lost on the way: " +
                                               evidence.reason + ".");
    }
    if (evidence.outcome == Outcome::not_sent) {
        return no_token_reply(evidence.reason);
    }
    const WipedText refresh_token(refresh_token_in(evidence.reply));
    const bool refused = says_invalid_grant(evidence.reply);
    Result<GrantedToken> granted = read_token_reply(
        evidence.reply, {client.secret.text, client.id.text, consent.code, consent.verifier});
    wipe(evidence.reply.body);
    if (refused) {
        return refused_code("code_refused",
                            "Sage does not accept the code of this consent: it was used before, "
                            "has run out, or belongs to another connection.");
    }
    if (refresh_token.text.empty()) {
        return granted.ok() ? refused_code("no_refresh_token",
                                           "Sage gave an access token and no refresh token, so "
                                           "the connection would end within hours.")
                            : std::move(granted).error();
    }
    auto kept = std::make_unique<Unstored>();
    kept->access = granted.ok() ? own_token(std::move(granted).value(), now_ms) : AccessToken();
    kept->refresh_token = refresh_token.text;
    kept->asked_ms = now_ms;
    kept->if_version = before.version;
    kept->replaced_hash = hash_of(before.value);
    kept->code_hash = hash_of(consent.code);
    return keep_granted(std::move(kept));
}

}  // namespace sage
