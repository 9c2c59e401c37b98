// SPDX-License-Identifier: Apache-2.0
// What the tests of every store share: an empty outbox of the kind that the test is run with, and
// what can be done to it from outside.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "sage-adapter/outbox/postgres_connection.h"
#include "sage-adapter/outbox/postgres_session.h"
#include "sage-adapter/outbox/postgres_store.h"
#include "sage-adapter/outbox/sqlite_connection.h"
#include "tests/simulation/memory_store.h"
#include "tests/support/postgres_server.h"
#include "tests/unit/outbox/outbox_folder.h"

namespace sage::outbox_test {

enum class Kind : std::uint8_t { sqlite, postgresql, memory };

inline std::string name_of(const testing::TestParamInfo<Kind>& kind) {
    switch (kind.param) {
        case Kind::sqlite:
            return "sqlite";
        case Kind::postgresql:
            return "postgresql";
        case Kind::memory:
            break;
    }
    return "memory";
}

inline const auto every_store = testing::Values(Kind::sqlite, Kind::postgresql, Kind::memory);

/// Options for a company of its own on the server that the tests of this program share.
inline PostgresOptions postgres_options(const std::string& company) {
    PostgresOptions options = sage::test::PostgresServer::shared().options(company);
    options.now_ms = [] { return start_ms; };
    return options;
}

/// No two tests have used the same on this server.
inline std::string fresh_company() {
    static int number = 0;
    return "intacct/company " + std::to_string(++number);
}

/// A connection beside the store's.
class ByHand {
  public:
    explicit ByHand(const PostgresOptions& options)
        : connection_([options] { return conninfo_of(options); }) {
        value_of(connection_.open());
        company_ = value_of(prepare_session(connection_, options));
    }
    /// $1 is the company, as everywhere.
    void run(const std::string& sql) {
        PostgresStatement statement(connection_, sql);
        value_of(statement.run(company_));
    }
    std::string text(const std::string& sql) { return value_of(connection_.text(sql)); }
    PostgresConnection& connection() { return connection_; }

  private:
    PostgresConnection connection_;
    std::int64_t company_ = 0;
};

class AnyOutbox {
  public:
    explicit AnyOutbox(Kind kind) : kind_(kind) {
        if (kind == Kind::postgresql) {
            options_ = postgres_options(fresh_company());
        }
    }

    /// Opens what must open.
    std::unique_ptr<Store> store(std::uint64_t documents_max = limits::queue_documents_max) const {
        if (kind_ == Kind::postgresql) {
            return open_postgres_store(options_, documents_max);
        }
        if (kind_ == Kind::memory) {
            return std::make_unique<simulation::MemoryStore>(
                simulation::MemoryOptions{in_memory_, documents_max, false, {}});
        }
        return value_of(open_sqlite_store(folder_.options(), SqliteLimits{documents_max, 0}));
    }

    /// What is kept if the machine stops now: a copy of the files, or of what is in memory, opened;
    /// or what the server tells somebody else.
    std::unique_ptr<Store> after_a_crash() {
        if (kind_ == Kind::postgresql) {
            return store();
        }
        if (kind_ == Kind::memory) {
            auto copy = std::make_shared<simulation::MemoryOutbox>();
            const std::lock_guard lock(in_memory_->mutex);
            copy->rows = in_memory_->rows;
            return std::make_unique<simulation::MemoryStore>(
                simulation::MemoryOptions{copy, limits::queue_documents_max, false, {}});
        }
        copies_.push_back(std::make_unique<OutboxFolder>());
        for (const std::string_view name : {"outbox.db", "outbox.db-wal"}) {
            std::filesystem::copy_file(folder_.file(name), copies_.back()->file(name));
        }
        return copies_.back()->store();
    }

    /// Where leases go by the server's clock, it cannot be told to wait.
    void let_leases_run_out() const {
        if (kind_ == Kind::postgresql) {
            ByHand(options_).run(
                "UPDATE document SET lease_until_ms = 0 WHERE company = $1"
                " AND lease_until_ms IS NOT NULL");
        }
    }

    Kind kind() const { return kind_; }
    const OutboxFolder& folder() const { return folder_; }
    const PostgresOptions& options() const { return options_; }

  private:
    Kind kind_;
    OutboxFolder folder_;
    std::vector<std::unique_ptr<OutboxFolder>> copies_;
    PostgresOptions options_;
    std::shared_ptr<simulation::MemoryOutbox> in_memory_ =
        std::make_shared<simulation::MemoryOutbox>();
};

class StoreTest : public testing::TestWithParam<Kind> {
  public:
    AnyOutbox outbox{GetParam()};
    std::unique_ptr<Store> store = outbox.store();

    void reopen() {
        store.reset();
        store = outbox.store();
    }
};

}  // namespace sage::outbox_test
