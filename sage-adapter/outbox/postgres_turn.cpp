// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/outbox/postgres_turn.h"

#include <string>
#include <utility>

#include "sage-adapter/outbox/postgres_connection.h"
#include "sage-adapter/outbox/postgres_session.h"

namespace sage {
namespace {

class LockedRow final : public Turn {
  public:
    explicit LockedRow(const PostgresOptions& options)
        : connection_([options] { return conninfo_of(options); }),
          set_(connection_, "SELECT set_config($1, $2, false)"),
          lock_(connection_,
                "INSERT INTO meta AS m (company, name, value) VALUES ($1, $2, '')"
                " ON CONFLICT (company, name) DO UPDATE SET value = m.value") {}

    Result<void> lock(const PostgresOptions& options, std::string_view name,
                      std::int64_t limit_ms) {
        const Result<bool> opened = connection_.open();
        if (!opened.ok()) {
            return opened.error();
        }
        const Result<std::int64_t> company = prepare_session(connection_, options);
        if (!company.ok()) {
            return company.error();
        }
        const std::string limit = std::to_string(limit_ms);
        Result<std::size_t> step = std::size_t{0};
        for (const std::string_view setting :
             {"lock_timeout", "idle_in_transaction_session_timeout"}) {
            step = step.ok() ? set_.run(setting, limit) : step;
        }
        step = step.ok() ? set_.run("statement_timeout", "0") : step;
        const Result<void> begun =
            step.ok() ? connection_.run("BEGIN") : Result<void>(step.error());
        step = begun.ok() ? lock_.run(company.value(), "turn." + std::string(name))
                          : Result<std::size_t>(begun.error());
        return step.ok() ? Result<void>() : Result<void>(step.error());
    }

  private:
    PostgresConnection connection_;  ///< its end gives the row free
    PostgresStatement set_;
    PostgresStatement lock_;
};

}  // namespace

Result<std::unique_ptr<Turn>> take_postgres_turn(const PostgresOptions& options,
                                                 std::string_view name, std::int64_t limit_ms) {
    auto row = std::make_unique<LockedRow>(options);
    const Result<void> locked = row->lock(options, name, limit_ms);
    return locked.ok() ? Result<std::unique_ptr<Turn>>(std::move(row))
                       : Result<std::unique_ptr<Turn>>(locked.error());
}

}  // namespace sage
