// SPDX-License-Identifier: Apache-2.0
// How long a start takes with a million documents in an outbox on a server, nine tenths of them
// posted and the rest queued: from opening the store to the first documents claimed. Of the
// embedded store: benchmark_backlog.
//   benchmark_start [documents]
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <stdexcept>

#include "sage-adapter/outbox/postgres_connection.h"
#include "sage-adapter/outbox/postgres_session.h"
#include "tests/support/postgres_server.h"

namespace sage::testing {
namespace {

using test::PostgresServer;

constexpr std::int64_t now_ms = 1'700'000'000'000;
constexpr double limit_seconds = 1.0;

template <class T>
T value_of(Result<T> result) {
    if (!result.ok()) {
        throw std::runtime_error(result.error().first().cause);
    }
    return std::move(result).value();
}

/// What Delivery::start() and the first work() ask of a store.
double start(const std::function<std::unique_ptr<Store>()>& open, std::int64_t documents) {
    const auto begun = std::chrono::steady_clock::now();
    const std::unique_ptr<Store> store = open();
    value_of(store->load_catalogue());
    value_of(store->recover(now_ms));
    const std::size_t claimed = value_of(store->claim(now_ms, now_ms + 60'000, 16)).size();
    const Counts counts = value_of(store->counts());
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
    if (claimed != 16 || counts.queued + counts.posted != documents) {
        throw std::runtime_error("The outbox does not hold what was put in.");
    }
    return taken.count();
}

/// The columns of `document` from a number `n`.
std::string rows_of_number(const std::string& is_posted) {
    return "'key-' || n, 'message-' || n, 'hash-' || n, 'W' || n, 'despatchAdvice', 'tenant',"
           " 'DN-' || n, '1', '', 'SO-' || n, 1700000000000 + n, CASE WHEN " +
           is_posted +
           " THEN 'posted' ELSE 'queued' END, 'none',"
           " CASE WHEN " +
           is_posted + " THEN NULL ELSE 1600000000000 + n END";
}

constexpr const char* columns =
    "document_key, message_id, content_hash, external_reference, message_type, tenant_id,"
    " document_id, document_version, ordering_key, subject_id, accepted_ms, state, wait_reason,"
    " due_ms, verified";

double start_postgres(std::int64_t documents) {
    PostgresOptions options = PostgresServer::shared().options("start");
    options.now_ms = [] { return now_ms; };
    PostgresConnection connection([&] { return conninfo_of(options); });
    value_of(connection.open());
    const std::string company = std::to_string(value_of(prepare_session(connection, options)));
    const std::string count = std::to_string(documents);
    for (const std::string& sql :
         {std::string("SET statement_timeout TO 0"),
          "INSERT INTO document (company, " + std::string(columns) + ") SELECT " + company + ", " +
              rows_of_number("n % 10 < 9") + ", n % 10 < 9 FROM generate_series(1, " + count +
              ") AS n",
          std::string("INSERT INTO content SELECT company, sequence, repeat('x', 1000)"
                      " FROM document"),
          "INSERT INTO writer (company, commits, committed_ms, queued, sending, in_doubt, posted,"
          " rejected, held, withdrawn, unverified, events) SELECT " +
              company +
              ", 1, now_ms(), count(*) FILTER (WHERE state = 'queued'), 0, 0, count(*) FILTER"
              " (WHERE state = 'posted'), 0, 0, 0, 0, 0 FROM document"}) {
        const Result<void> done = connection.run(sql);
        if (!done.ok()) {
            throw std::runtime_error(done.error().first().cause);
        }
    }
    return start([&] { return open_postgres_store(options); }, documents);
}

}  // namespace
}  // namespace sage::testing

int main(int count, char** arguments) {
    const std::int64_t documents = count > 1 ? std::atoll(arguments[1]) : 1'000'000;
    try {
        const double seconds = sage::testing::start_postgres(documents);
        fmt::print("postgresql: {} documents, start to first claim {:.3f} s (limit {} s)\n",
                   documents, seconds, sage::testing::limit_seconds);
        return seconds <= sage::testing::limit_seconds ? 0 : 1;
    } catch (const std::exception& problem) {
        std::cerr << "benchmark_start: " << problem.what() << "\n";
        return 2;
    }
}
