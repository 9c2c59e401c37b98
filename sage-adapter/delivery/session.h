// SPDX-License-Identifier: Apache-2.0
// The session that some requests of an edition carry in their body in place of the access token
// (edition.h, SessionRules). It lives in memory; what is stored, announced and shown has none.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "sage-adapter/auth/auth.h"
#include "sage-adapter/base/clock.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/transport/transport.h"

namespace sage {

/// One session at a time. Thread-safe; calls the host's secret store without a lock in hand.
class SessionSource {
  public:
    /// @param secrets  null: an edition that uses sessions gets none
    SessionSource(const Company& company, Secrets* secrets, const Clock& clock);

    /// Whether this company's requests ever carry one.
    bool used() const { return rules_.has_value(); }
    bool needed_by(const Request& request) const;
    /// A session is in hand that is valid for at least another minute.
    bool at_hand() const;
    /// When to ask for one; INT64_MAX: never.
    std::int64_t due_ms() const;
    /// Whoever gets true asks; the others find it due again after `time_limit_ms`.
    bool begin_renewal(std::int64_t time_limit_ms);
    /// The end of a renewal: what the server answered to Company::ask_for_session(). Status::auth:
    /// it refuses; Status::remote: it is asked again by itself. Either waits longer each time.
    Result<void> end_renewal(const Evidence& evidence);

    /// Puts session and secrets into a request. Returns the session. What was put in is the
    /// caller's to wipe.
    Result<std::string> enter(Request& request) const;
    /// The server has taken a request with this session.
    void accept(const std::string& session);
    /// The server refused this session: forget it, unless it was replaced meanwhile. One that had
    /// been taken before has ended and is renewed at once; one that never was is not the reason,
    /// and nothing is sent before a person could have done something.
    void reject(const std::string& session);
    /// Once after a session was refused that never had been taken: what to tell a person.
    std::optional<Problem> take_complaint();

  private:
    const Company& company_;
    Secrets* const secrets_;
    const Clock& clock_;
    const std::optional<SessionRules> rules_;
    mutable std::mutex mutex_;
    std::string session_;
    bool taken_ = false;  ///< by the server, at least once
    bool complains_ = false;
    bool told_ = false;  ///< since a session was taken last
    std::int64_t expires_ms_ = 0;
    std::int64_t due_ms_ = 0;
    std::int64_t failures_ = 0;
};

}  // namespace sage
