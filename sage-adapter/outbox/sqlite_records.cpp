// SPDX-License-Identifier: Apache-2.0
// One question for each table and page, whose answers are in the order of the documents.
#include "sage-adapter/outbox/sqlite_records.h"

#include <string>
#include <utility>

#include "sage-adapter/outbox/records.h"
#include "sage-adapter/outbox/sqlite_rows.h"

namespace sage {
namespace {

constexpr std::size_t documents_at_once = 200;

constexpr std::string_view journal_columns =
    "SELECT j.position, j.at_ms, j.who, j.what, j.sequence, j.number, j.old_value, j.new_value,"
    " j.record_hash, j.value_hash, j.hash";

JournalRow read_journal_row(const SqliteStatement& row) {
    JournalRow read;
    read.position = row.integer(0);
    read.at_ms = row.integer(1);
    read.who = row.text(2);
    read.what = row.text(3);
    read.sequence = row.integer(4);
    read.number = row.integer(5);
    read.old_value = row.text(6);
    read.new_value = row.text(7);
    read.record_hash = row.text(8);
    read.value_hash = row.text(9);
    read.hash = row.text(10);
    return read;
}

std::string text(std::string_view first, std::string_view second) {
    return std::string(first) + std::string(second);
}

}  // namespace

struct SqliteRecords::Statements {
    explicit Statements(SqliteConnection& connection)
        : begin(connection, "BEGIN"),
          end(connection, "COMMIT"),
          roll_back(connection, "ROLLBACK"),
          rows(connection,
               text(journal_columns,
                    ", CASE WHEN c.sequence IS NULL THEN '' ELSE d.message_id END FROM journal AS j"
                    " LEFT JOIN document AS d ON d.sequence = j.sequence"
                    " LEFT JOIN content AS c ON c.sequence = d.sequence"
                    " WHERE j.position > ? ORDER BY j.position LIMIT ?"),
               "ii", text(journal_letters, "t")),
          entries(connection,
                  select_entries("") + "WHERE d.sequence > ? ORDER BY d.sequence LIMIT ?", "ii",
                  entry_columns()),
          attempts(connection,
                   "SELECT sequence, number, generation, begun_ms, deadline_ms, replay, send_hash,"
                   " send_json FROM attempt WHERE sequence > ? AND sequence <= ?"
                   " ORDER BY sequence, number",
                   "ii", "iiiiiitt"),
          events(connection,
                 "SELECT sequence, attempts, at_ms, edge, from_state, to_state, evidence, type,"
                 " json FROM event INDEXED BY event_document WHERE sequence > ? AND sequence <= ?"
                 " ORDER BY sequence, id",
                 "ii", "iiiittttt"),
          of_documents(connection,
                       text(journal_columns,
                            " FROM journal AS j INDEXED BY journal_document WHERE j.sequence > 0"
                            " AND j.sequence > ? AND j.sequence <= ?"
                            " ORDER BY j.sequence, j.position"),
                       "ii", journal_letters) {}

    SqliteStatement begin;
    SqliteStatement end;
    SqliteStatement roll_back;
    SqliteStatement rows;
    SqliteStatement entries;
    SqliteStatement attempts;
    SqliteStatement events;
    SqliteStatement of_documents;
};

SqliteRecords::SqliteRecords(SqliteConnection& connection)
    : statements_(std::make_unique<Statements>(connection)) {}

SqliteRecords::~SqliteRecords() = default;

Result<std::vector<JournalRow>> SqliteRecords::journal_after(std::int64_t chain,
                                                             std::int64_t position,
                                                             std::size_t limit) {
    std::vector<JournalRow> rows;
    if (chain > 0) {
        return rows;
    }
    SqliteStatement& row = statements_->rows;
    const auto read = [&] {
        rows.push_back(read_journal_row(row));
        rows.back().message_id = row.text(journal_letters.size());
    };
    const Result<std::size_t> found = row.each(read, position, limit);
    return found.ok() ? Result<std::vector<JournalRow>>(std::move(rows))
                      : Result<std::vector<JournalRow>>(found.error());
}

Result<std::vector<DocumentRecords>> SqliteRecords::records_after(std::int64_t sequence,
                                                                  std::size_t limit) {
    const Result<std::size_t> begun = statements_->begin.run();
    if (!begun.ok()) {
        return begun.error();
    }
    Result<std::vector<DocumentRecords>> page = records_within(sequence, limit);
    if (!page.ok()) {
        static_cast<void>(statements_->roll_back.run());
        return page;
    }
    const Result<std::size_t> ended = statements_->end.run();
    return ended.ok() ? std::move(page) : Result<std::vector<DocumentRecords>>(ended.error());
}

Result<std::vector<DocumentRecords>> SqliteRecords::records_within(std::int64_t sequence,
                                                                   std::size_t limit) {
    std::vector<DocumentRecords> page;
    Statements& ask = *statements_;
    Result<std::size_t> step = ask.entries.each(
        [&] {
            page.emplace_back();
            page.back().entry = read_entry(ask.entries);
        },
        sequence, limit);
    if (!step.ok() || page.empty()) {
        return step.ok() ? Result<std::vector<DocumentRecords>>(std::move(page))
                         : Result<std::vector<DocumentRecords>>(step.error());
    }
    const std::int64_t last = page.back().entry.sequence;
    PagePlace of_attempt(page);
    step = ask.attempts.each(
        [&] {
            const SqliteStatement& row = ask.attempts;
            if (DocumentRecords* const records = of_attempt.of(row.integer(0))) {
                records->attempts.push_back(read_attempt(row));
            }
        },
        sequence, last);
    PagePlace of_event(page);
    const auto read_event = [&] {
        const SqliteStatement& row = ask.events;
        if (DocumentRecords* const records = of_event.of(row.integer(0))) {
            records->events.push_back({row.integer(1), row.integer(2), row.integer(3), row.text(4),
                                       row.text(5), row.text(6), row.text(7), row.text(8)});
        }
    };
    step = step.ok() ? ask.events.each(read_event, sequence, last) : step;
    PagePlace of_row(page);
    const auto read_row = [&] {
        if (DocumentRecords* const records = of_row.of(ask.of_documents.integer(4))) {
            records->journal.push_back(read_journal_row(ask.of_documents));
        }
    };
    step = step.ok() ? ask.of_documents.each(read_row, sequence, last) : step;
    return step.ok() ? Result<std::vector<DocumentRecords>>(std::move(page))
                     : Result<std::vector<DocumentRecords>>(step.error());
}

Result<void> write_row(SqliteStatement& insert, const JournalRow& row) {
    const Result<std::size_t> inserted =
        insert.run(row.position, row.at_ms, row.who, row.what, row.sequence, row.number,
                   row.old_value, row.new_value, row.record_hash, row.value_hash, row.hash);
    return inserted.ok() ? Result<void>() : Result<void>(inserted.error());
}

Result<void> tell_what_was_there(SqliteConnection& connection) {
    SqliteRecords records(connection);
    FormerRecords former;
    while (former.more()) {
        const Result<std::vector<DocumentRecords>> page =
            records.records_within(former.through(), documents_at_once);
        if (!page.ok()) {
            return page.error();
        }
        former.add(page.value(), documents_at_once);
    }
    if (!former.any()) {
        return {};
    }
    SqliteStatement insert(connection, insert_journal_text, journal_letters);
    return write_row(insert, former.row());
}

}  // namespace sage
