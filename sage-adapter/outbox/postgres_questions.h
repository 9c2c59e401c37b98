// SPDX-License-Identifier: Apache-2.0
// A connection that only reads, for questions: it sees what is committed, by whatever host, and
// never waits for the one that writes. A question whose connection is lost is asked once more on a
// new one.
#pragma once

#include <cstdint>
#include <mutex>

#include "sage-adapter/base/status.h"
#include "sage-adapter/outbox/outbox.h"
#include "sage-adapter/outbox/postgres_connection.h"

namespace sage {

/// Thread-safe: one question at a time.
class PostgresQuestions {
  public:
    /// Connects with the first question.
    explicit PostgresQuestions(const PostgresOptions& options);

    /// Asks, with the lock held and a connection there. The question may run twice.
    template <class T, class Question>
    Result<T> answer(const Question& question) {
        const std::lock_guard lock(mutex_);
        const bool was_connected = connection_.connected();
        const Result<void> connected = connect();
        if (!connected.ok()) {
            return connected.error();
        }
        Result<T> answered = question();
        if (answered.ok() || !was_connected || !may_be_repeated(answered.error())) {
            return answered;
        }
        const Result<void> again = connect();
        return again.ok() ? question() : Result<T>(again.error());
    }

    PostgresConnection& connection() { return connection_; }
    /// Of the session that the question runs in.
    std::int64_t company() const { return company_; }
    const PostgresOptions& options() const { return options_; }

  private:
    Result<void> connect();

    const PostgresOptions options_;
    std::mutex mutex_;
    PostgresConnection connection_;
    std::int64_t company_ = 0;
};

}  // namespace sage
