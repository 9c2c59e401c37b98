// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/store_view.h"

#include <stdexcept>

namespace sage::simulation {
namespace {

constexpr const char* columns =
    "SELECT sequence, document_key, message_id, content_hash, external_reference, state, epoch,"
    " generation, attempts, maybe_in_sage, verified, due_ms IS NOT NULL, sage_document_json,"
    " message_type"
    " FROM document ";

std::string text(sqlite3_stmt* statement, int column) {
    const auto* const bytes = sqlite3_column_text(statement, column);
    return bytes == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(bytes));
}

}  // namespace

SqliteView::SqliteView(const std::string& path) {
    if (sqlite3_open_v2(path.c_str(), &database_, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) {
        throw std::runtime_error("the checker cannot open the outbox");
    }
    sqlite3_busy_timeout(database_, 1'000);
    const std::string all = columns;
    one_ = prepare((all + "WHERE sequence = ?").c_str());
    all_ = prepare((all + "ORDER BY sequence").c_str());
    events_ = prepare(
        "SELECT id, coalesce(sequence, 0), edge, from_state, to_state, type FROM event"
        " ORDER BY id");
    attempts_ =
        prepare("SELECT sequence, number, generation, replay, '' FROM attempt ORDER BY 1, 2");
    attempts_of_ = prepare(
        "SELECT sequence, number, generation, replay, send_json FROM attempt WHERE sequence = ?"
        " ORDER BY 2");
}

SqliteView::~SqliteView() {
    for (sqlite3_stmt* const statement : statements_) {
        sqlite3_finalize(statement);
    }
    sqlite3_close_v2(database_);
}

sqlite3_stmt* SqliteView::prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr) != SQLITE_OK) {
        throw std::runtime_error(std::string("the checker cannot ask the outbox: ") +
                                 sqlite3_errmsg(database_));
    }
    statements_.push_back(statement);
    return statement;
}

std::vector<Row> SqliteView::ask(sqlite3_stmt* statement) {
    std::vector<Row> rows;
    int stepped = sqlite3_step(statement);
    for (; stepped == SQLITE_ROW; stepped = sqlite3_step(statement)) {
        Row row;
        row.sequence = sqlite3_column_int64(statement, 0);
        row.document_key = text(statement, 1);
        row.message_id = text(statement, 2);
        row.content_hash = text(statement, 3);
        row.reference = text(statement, 4);
        row.state = state_of(text(statement, 5)).value_or(State::queued);
        row.epoch = sqlite3_column_int64(statement, 6);
        row.generation = sqlite3_column_int64(statement, 7);
        row.attempts = sqlite3_column_int64(statement, 8);
        row.maybe_in_sage = sqlite3_column_int(statement, 9) != 0;
        row.verified = sqlite3_column_int(statement, 10) != 0;
        row.waits_for_time = sqlite3_column_int(statement, 11) != 0;
        row.sage_document_json = text(statement, 12);
        row.message_type = text(statement, 13);
        rows.push_back(std::move(row));
    }
    sqlite3_reset(statement);
    if (stepped != SQLITE_DONE) {
        throw std::runtime_error(std::string("the checker cannot read the outbox: ") +
                                 sqlite3_errmsg(database_));
    }
    return rows;
}

bool is_sound(const std::string& path) {
    sqlite3* database = nullptr;
    sqlite3_stmt* statement = nullptr;
    const bool whole =
        sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK &&
        sqlite3_prepare_v2(database, "PRAGMA integrity_check(1)", -1, &statement, nullptr) ==
            SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW && text(statement, 0) == "ok";
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return whole;
}

std::optional<Row> SqliteView::row(std::int64_t sequence) {
    sqlite3_bind_int64(one_, 1, sequence);
    std::vector<Row> rows = ask(one_);
    return rows.empty() ? std::nullopt : std::optional<Row>(std::move(rows.front()));
}

std::vector<Row> SqliteView::rows() {
    return ask(all_);
}

std::vector<EventRow> SqliteView::events() {
    std::vector<EventRow> events;
    while (sqlite3_step(events_) == SQLITE_ROW) {
        events.push_back({sqlite3_column_int64(events_, 0), sqlite3_column_int64(events_, 1),
                          static_cast<std::uint8_t>(sqlite3_column_int(events_, 2)),
                          text(events_, 3), text(events_, 4), text(events_, 5)});
    }
    sqlite3_reset(events_);
    return events;
}

std::vector<AttemptRow> SqliteView::ask_attempts(sqlite3_stmt* statement) {
    std::vector<AttemptRow> attempts;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        attempts.push_back({sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1),
                            sqlite3_column_int64(statement, 2),
                            sqlite3_column_int(statement, 3) != 0, text(statement, 4)});
    }
    sqlite3_reset(statement);
    return attempts;
}

std::vector<AttemptRow> SqliteView::attempts() {
    return ask_attempts(attempts_);
}

std::vector<AttemptRow> SqliteView::attempts_of(std::int64_t sequence) {
    sqlite3_bind_int64(attempts_of_, 1, sequence);
    return ask_attempts(attempts_of_);
}

}  // namespace sage::simulation
