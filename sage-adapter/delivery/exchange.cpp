// SPDX-License-Identifier: Apache-2.0
// One exchange with Sage, and what it needs: a token, a session where the request carries one, a
// place within what Sage takes, a breaker that is closed.
#include <algorithm>

#include "sage-adapter/base/finally.h"
#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/transport/wipe.h"

namespace sage {
namespace {

constexpr const char* no_session = "no session";

}  // namespace

Result<bool> Delivery::keep_token() {
    const std::int64_t now = parts_.clock.now_ms();
    {
        const std::lock_guard lock(token_mutex_);
        if (now < std::max(parts_.tokens.renewal_due_ms(), token_due_ms_)) {
            return false;
        }
        // Another thread may be at it: it sets the time again when it is done.
        token_due_ms_ = now + connection_.reply_ms_max;
    }
    const Result<void> renewed = parts_.tokens.renew(connection_.reply_ms_max);
    // Neither wake() nor log() is called with the lock in hand: the host may ask what is due in
    // them.
    if (renewed.ok()) {
        {
            const std::lock_guard lock(token_mutex_);
            token_due_ms_ = 0;
            token_failures_ = 0;
        }
        const Result<void> healed = count_told(alerts_.close(alert_key::token));
        parts_.wake();
        return healed.ok() ? Result<bool>(true) : Result<bool>(healed.error());
    }
    const Error& error = renewed.error();
    if (error.status == Status::busy) {
        return false;
    }
    std::int64_t wait = error.retry_after_ms;
    // What a person has to do is told once, and again when a token was had meanwhile.
    const std::string told = error.first().code + "/" + std::to_string(parts_.tokens.taken());
    bool first = false;
    {
        const std::lock_guard lock(token_mutex_);
        ++token_failures_;
        first = token_told_ != told;
        token_told_ = told;
        wait = std::max(wait, backoff_ms(backoff_server, token_failures_, "token"));
        token_due_ms_ = now + wait;
    }
    parts_.log.write(LogLevel::warn, "auth", "no access token",
                     {{"code", error.first().code}, {"retryInMs", std::to_string(wait)}});
    const bool needs_a_person = error.status == Status::auth || error.status == Status::storage;
    if (needs_a_person && first) {
        const Result<void> raised =
            count_told(alerts_.open(std::string(alert_key::token), error.first(), {}, true));
        if (!raised.ok()) {
            return raised.error();
        }
    }
    return true;
}

Result<bool> Delivery::keep_connection() {
    const std::int64_t now = parts_.clock.now_ms();
    // A probe that Sage's limits do not let out says nothing of the connection.
    if (!parts_.tokens.token().has_value() || pace_.closed_until_ms() != 0 ||
        !breaker_.try_probe(now)) {
        return false;
    }
    const Evidence evidence = exchange(parts_.company.probe());
    if (evidence.outcome == Outcome::answered && evidence.reply.status / 100 == 2) {
        breaker_.success();
        parts_.wake();
    } else if (evidence.outcome == Outcome::not_sent && pace_.closed_until_ms() != 0) {
        // They closed meanwhile, by the reply to another request.
        breaker_.end_probe();
        return false;
    } else {
        breaker_.failure(now);
    }
    return true;
}

std::int64_t Delivery::closed_until_ms(std::int64_t now) const {
    return std::max(breaker_.closed_until_ms(now), pace_.closed_until_ms());
}

/// Ahead of the documents that need it, so that trouble with it meets none of them.
Result<bool> Delivery::keep_session() {
    if (const std::optional<Problem> complaint = sessions_.take_complaint()) {
        const Result<void> raised =
            count_told(alerts_.open(std::string(alert_key::session), *complaint, {}, true));
        if (!raised.ok()) {
            return raised.error();
        }
    }
    if (!parts_.tokens.token().has_value() || closed_until_ms(parts_.clock.now_ms()) != 0 ||
        !sessions_.begin_renewal(connection_.reply_ms_max)) {
        return false;
    }
    const Result<void> renewed = renew_session();
    if (!renewed.ok()) {
        parts_.log.write(LogLevel::warn, "auth", "no session",
                         {{"code", renewed.error().first().code}});
        return true;
    }
    const Result<void> healed = count_told(alerts_.close(alert_key::session));
    parts_.wake();
    return healed.ok() ? Result<bool>(true) : Result<bool>(healed.error());
}

Result<void> Delivery::renew_session() {
    Evidence evidence = exchange(parts_.company.ask_for_session());
    Result<void> renewed = sessions_.end_renewal(evidence);
    wipe(evidence.reply.body);
    return renewed;
}

Delivery::Deadline Delivery::deadline() const {
    return {parts_.clock.now_ms() + connection_.reply_ms_max,
            parts_.clock.steady_ms() + connection_.reply_ms_max};
}

Evidence Delivery::exchange(Request request, const Cancelled& cancelled) {
    return exchange(std::move(request), cancelled, Deadline());
}

Evidence Delivery::exchange(Request request, const Cancelled& cancelled, const Deadline& deadline) {
    ++waiting_for_sage_;
    const Finally waited([this] { --waiting_for_sage_; });
    // What came after the last look at the queue would wait for as long as Sage takes to answer.
    if (signals_ != looked_at_ && another_could_send()) {
        parts_.wake();
    }
    std::optional<Pace::Place> place = pace_.take();
    if (!place.has_value()) {
        return Evidence{Outcome::not_sent, {}, "Sage takes no more for now", 0};
    }
    // At the deadline the document is due again in the store: from then on it may be another's.
    const bool too_late =
        parts_.clock.now_ms() >= deadline.host_ms || parts_.clock.steady_ms() >= deadline.steady_ms;
    if ((cancelled && cancelled()) || too_late) {
        return Evidence{Outcome::not_sent, {}, "called back before the first byte", 0};
    }
    const std::optional<std::string> token = parts_.tokens.token();
    if (!token.has_value()) {
        return Evidence{Outcome::not_sent, {}, "no access token", 0};
    }
    const std::int64_t begun_ms = parts_.clock.steady_ms();
    Evidence evidence = sessions_.needed_by(request) ? exchange_in_session(std::move(request))
                                                     : exchange_as(std::move(request), *token);
    if (evidence.outcome == Outcome::not_sent && evidence.reason == no_session) {
        return evidence;
    }
    exchanges_.note(evidence, parts_.clock.now_ms(), parts_.clock.steady_ms() - begun_ms);
    if (evidence.outcome != Outcome::not_sent) {
        place->sent();
    }
    if (evidence.outcome == Outcome::answered) {
        place->answered(parts_.company.allowance(evidence.reply));
        if (evidence.reply.status < 500) {
            breaker_.success();
            return evidence;
        }
    }
    breaker_.failure(parts_.clock.now_ms());
    return evidence;
}

Evidence Delivery::exchange_as(Request request, const std::string& token) {
    if (connection_.grant != Grant::none) {
        request.headers.push_back(connection_.token_header.empty()
                                      ? Header{"Authorization", "Bearer " + token}
                                      : Header{connection_.token_header, token});
    }
    Evidence evidence = parts_.transport.exchange(request, connection_.reply_ms_max);
    if (evidence.outcome == Outcome::answered) {
        const TokenRefusal refusal = parts_.company.token_refusal(request, evidence.reply);
        if (refusal != TokenRefusal::none) {
            parts_.tokens.reject(token, refusal);
        }
    }
    return evidence;
}

/// Such a request carries no access token: where the session goes, nobody asks for one.
Evidence Delivery::exchange_in_session(Request request) {
    const Result<std::string> session = sessions_.enter(request);
    if (!session.ok()) {
        return Evidence{Outcome::not_sent, {}, no_session, 0};
    }
    Evidence evidence = parts_.transport.exchange(request, connection_.reply_ms_max);
    wipe(request.body);
    if (evidence.outcome == Outcome::answered) {
        if (parts_.company.session_refused(evidence.reply)) {
            sessions_.reject(session.value());
        } else if (evidence.reply.status / 100 == 2) {
            sessions_.accept(session.value());
        }
    }
    return evidence;
}

}  // namespace sage
