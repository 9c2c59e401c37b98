// SPDX-License-Identifier: Apache-2.0
// When a session is asked for, used and given up. Whether the server keeps one alive longer with
// every use is not relied on: it is renewed by the time that was granted.
#include "sage-adapter/delivery/session.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "sage-adapter/delivery/retry.h"
#include "sage-adapter/transport/wipe.h"

namespace sage {
namespace {

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t lead_ms_max = 5 * minute_ms;
// After a new session was refused as well: another try costs nobody anything, but finds nothing
// else before a person has changed something.
constexpr std::int64_t stopped_ms = 5 * minute_ms;

Error no_answer(const std::string& reason) {
    return {Status::remote,
            Problem{"auth.session.no_answer", "",
                    "Sage gave no answer to the request for a session: " + reason + ".",
                    "Nothing to do: it is tried again by itself.", Owner::it}};
}

Error missing() {
    return {Status::auth, Problem{"auth.session.missing", "", "There is no session with Sage.",
                                  "Nothing to do: one is asked for.", Owner::it}};
}

}  // namespace

SessionSource::SessionSource(const Company& company, Secrets* secrets, const Clock& clock)
    : company_(company),
      secrets_(secrets),
      clock_(clock),
      rules_(secrets == nullptr ? std::nullopt : company.session_rules()) {}

bool SessionSource::needed_by(const Request& request) const {
    return used() && company_.needs_session(request);
}

bool SessionSource::at_hand() const {
    const std::int64_t now = clock_.now_ms();
    const std::lock_guard lock(mutex_);
    return !session_.empty() && expires_ms_ - now >= minute_ms;
}

std::int64_t SessionSource::due_ms() const {
    if (!used()) {
        return never;
    }
    const std::lock_guard lock(mutex_);
    return due_ms_;
}

bool SessionSource::begin_renewal(std::int64_t time_limit_ms) {
    const std::int64_t now = clock_.now_ms();
    const std::lock_guard lock(mutex_);
    if (!used() || now < due_ms_) {
        return false;
    }
    due_ms_ = now + time_limit_ms;
    return true;
}

Result<void> SessionSource::end_renewal(const Evidence& evidence) {
    const std::int64_t now = clock_.now_ms();
    Result<GrantedSession> granted = evidence.outcome == Outcome::answered
                                         ? company_.read_session(evidence.reply)
                                         : Result<GrantedSession>(no_answer(evidence.reason));
    const std::lock_guard lock(mutex_);
    if (!granted.ok()) {
        ++failures_;
        due_ms_ = now + std::max<std::int64_t>(granted.error().retry_after_ms,
                                               backoff_ms(backoff_server, failures_, "session"));
        return std::move(granted).error();
    }
    wipe(session_);
    session_ = std::move(granted.value().session);
    taken_ = false;
    failures_ = 0;
    const std::int64_t life_ms = granted.value().life_ms;
    expires_ms_ = now + life_ms;
    // Before at_hand() says no there is time for another try.
    const std::int64_t margin_ms =
        std::min(minute_ms / 2, std::max<std::int64_t>(0, (life_ms - minute_ms) / 2));
    due_ms_ = expires_ms_ - std::max(std::min(lead_ms_max, life_ms / 10), minute_ms + margin_ms);
    return {};
}

Result<std::string> SessionSource::enter(Request& request) const {
    SessionCredentials credentials;
    if (!at_hand()) {
        return missing();
    }
    {
        const std::lock_guard lock(mutex_);
        credentials.session = session_;
    }
    Result<void> lent;
    for (const std::string& name : rules_->secret_names) {
        Result<std::string> secret = secrets_->get(name);
        if (!secret.ok()) {
            lent = std::move(secret).error();
            break;
        }
        credentials.secrets.push_back(std::move(secret).value());
    }
    if (lent.ok()) {
        company_.enter_session(request, credentials);
    }
    for (std::string& secret : credentials.secrets) {
        wipe(secret);
    }
    return lent.ok() ? Result<std::string>(std::move(credentials.session))
                     : Result<std::string>(std::move(lent).error());
}

void SessionSource::accept(const std::string& session) {
    const std::lock_guard lock(mutex_);
    if (session == session_) {
        taken_ = true;
        told_ = false;
    }
}

void SessionSource::reject(const std::string& session) {
    const std::int64_t now = clock_.now_ms();
    const std::lock_guard lock(mutex_);
    if (session_.empty() || session != session_) {
        return;
    }
    due_ms_ = taken_ ? now : now + stopped_ms;
    complains_ = complains_ || (!taken_ && !std::exchange(told_, true));
    wipe(session_);
    expires_ms_ = 0;
    taken_ = false;
}

std::optional<Problem> SessionSource::take_complaint() {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(complains_, false)) {
        return std::nullopt;
    }
    return Problem{"auth.session.refused", "",
                   "Sage refused a session that it had only just given: it is not the session that "
                   "is wrong.",
                   "See that the sender id is authorised for this company, that sender id and "
                   "password are the right ones under the names in the settings, and that the Web "
                   "Services user may use this interface. It is tried again every five minutes.",
                   Owner::it};
}

}  // namespace sage
