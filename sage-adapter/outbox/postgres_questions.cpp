// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/outbox/postgres_questions.h"

#include "sage-adapter/outbox/postgres_session.h"

namespace sage {

PostgresQuestions::PostgresQuestions(const PostgresOptions& options)
    : options_(options), connection_([this] { return conninfo_of(options_); }) {}

Result<void> PostgresQuestions::connect() {
    const Result<bool> opened = connection_.open();
    if (!opened.ok() || !opened.value()) {
        return opened.ok() ? Result<void>() : Result<void>(opened.error());
    }
    // The writer's session warns; once is enough.
    PostgresOptions quiet = options_;
    quiet.warn = nullptr;
    const Result<std::int64_t> company = prepare_session(connection_, quiet);
    Result<void> done = company.ok() ? connection_.run("SET default_transaction_read_only TO on")
                                     : Result<void>(company.error());
    if (!done.ok()) {
        connection_.close();
        return done;
    }
    company_ = company.value();
    return {};
}

}  // namespace sage
