// SPDX-License-Identifier: Apache-2.0
// One question for each table and page, whose answers are in the order of the documents.
#include "sage-adapter/outbox/postgres_records.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "sage-adapter/outbox/postgres_rows.h"
#include "sage-adapter/outbox/records.h"

namespace sage {
namespace {

constexpr std::size_t documents_at_once = 200;

constexpr std::string_view journal_columns =
    "SELECT j.chain, j.position, j.at_ms, j.who, j.what, j.sequence, j.number, j.old_value,"
    " j.new_value, j.record_hash, j.value_hash, j.hash";
constexpr std::size_t journal_column_count = 12;

JournalRow read_journal_row(const PostgresStatement& row) {
    JournalRow read;
    read.chain = row.integer(0);
    read.position = row.integer(1);
    read.at_ms = row.integer(2);
    read.who = row.text(3);
    read.what = row.text(4);
    read.sequence = row.integer(5);
    read.number = row.integer(6);
    read.old_value = row.text(7);
    read.new_value = row.text(8);
    read.record_hash = row.text(9);
    read.value_hash = row.text(10);
    read.hash = row.text(11);
    return read;
}

EventRecord read_event(const PostgresStatement& row) {
    return {row.integer(1),           row.integer(2),           row.integer(3),
            std::string(row.text(4)), std::string(row.text(5)), std::string(row.text(6)),
            std::string(row.text(7)), std::string(row.text(8))};
}

std::string text(std::string_view first, std::string_view second) {
    return std::string(first) + std::string(second);
}

using Page = std::vector<DocumentRecords>;

}  // namespace

struct PostgresRecords::Statements {
    explicit Statements(PostgresConnection& connection)
        : rows(connection,
               text(journal_columns,
                    ", CASE WHEN c.sequence IS NULL THEN '' ELSE d.message_id END FROM journal AS j"
                    " LEFT JOIN document AS d ON d.company = j.company AND d.sequence = j.sequence"
                    " LEFT JOIN content AS c ON c.company = d.company AND c.sequence = d.sequence"
                    " WHERE j.company = $1 AND (j.chain, j.position) > ($2, $3)"
                    " ORDER BY j.chain, j.position LIMIT $4::bigint")),
          entries(connection, select_entries_of_postgres() +
                                  "d.sequence > $2 ORDER BY d.sequence LIMIT $3::bigint"),
          attempts(connection,
                   "SELECT sequence, number, generation, begun_ms, deadline_ms, replay, send_hash,"
                   " send_json FROM attempt WHERE company = $1 AND sequence > $2"
                   " AND sequence <= $3 ORDER BY sequence, number"),
          events(connection,
                 "SELECT sequence, attempts, at_ms, edge, from_state, to_state, evidence, type,"
                 " json FROM event WHERE company = $1 AND sequence > $2 AND sequence <= $3"
                 " ORDER BY sequence, id"),
          of_documents(connection, text(journal_columns,
                                        " FROM journal AS j WHERE j.company = $1 AND j.sequence > 0"
                                        " AND j.sequence > $2 AND j.sequence <= $3"
                                        " ORDER BY j.sequence, j.chain, j.position")) {}

    PostgresStatement rows;
    PostgresStatement entries;
    PostgresStatement attempts;
    PostgresStatement events;
    PostgresStatement of_documents;
};

PostgresRecords::PostgresRecords(PostgresConnection& connection)
    : connection_(connection), statements_(std::make_unique<Statements>(connection)) {}

PostgresRecords::~PostgresRecords() = default;

Result<std::vector<JournalRow>> PostgresRecords::journal_after(std::int64_t company,
                                                               std::int64_t chain,
                                                               std::int64_t position,
                                                               std::size_t limit) {
    std::vector<JournalRow> rows;
    PostgresStatement& row = statements_->rows;
    const auto read = [&] {
        rows.push_back(read_journal_row(row));
        rows.back().message_id = row.text(journal_column_count);
    };
    const Result<std::size_t> found = row.each(read, company, chain, position, limit);
    return found.ok() ? Result<std::vector<JournalRow>>(std::move(rows))
                      : Result<std::vector<JournalRow>>(found.error());
}

Result<Page> PostgresRecords::records_after(std::int64_t company, std::int64_t sequence,
                                            std::size_t limit) {
    const Result<void> begun = connection_.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    if (!begun.ok()) {
        return begun.error();
    }
    Result<Page> page = records_within(company, sequence, limit);
    if (!page.ok()) {
        if (connection_.connected()) {
            static_cast<void>(connection_.run("ROLLBACK"));
        }
        return page;
    }
    const Result<void> ended = connection_.run("COMMIT");
    return ended.ok() ? std::move(page) : Result<Page>(ended.error());
}

Result<Page> PostgresRecords::records_within(std::int64_t company, std::int64_t sequence,
                                             std::size_t limit) {
    Page page;
    Statements& ask = *statements_;
    const auto add_entry = [&] {
        page.emplace_back();
        page.back().entry = read_entry(ask.entries);
    };
    Result<std::size_t> step = ask.entries.each(add_entry, company, sequence, limit);
    if (!step.ok() || page.empty()) {
        return step.ok() ? Result<Page>(std::move(page)) : Result<Page>(step.error());
    }
    const std::int64_t last = page.back().entry.sequence;
    PagePlace of_attempt(page);
    const auto add_attempt = [&] {
        if (DocumentRecords* const records = of_attempt.of(ask.attempts.integer(0))) {
            records->attempts.push_back(read_attempt(ask.attempts));
        }
    };
    step = ask.attempts.each(add_attempt, company, sequence, last);
    PagePlace of_event(page);
    const auto add_event = [&] {
        if (DocumentRecords* const records = of_event.of(ask.events.integer(0))) {
            records->events.push_back(read_event(ask.events));
        }
    };
    step = step.ok() ? ask.events.each(add_event, company, sequence, last) : step;
    PagePlace of_row(page);
    const auto add_row = [&] {
        JournalRow row = read_journal_row(ask.of_documents);
        if (DocumentRecords* const records = of_row.of(row.sequence)) {
            records->journal.push_back(std::move(row));
        }
    };
    step = step.ok() ? ask.of_documents.each(add_row, company, sequence, last) : step;
    return step.ok() ? Result<Page>(std::move(page)) : Result<Page>(step.error());
}

std::string rows_as_json(const std::vector<JournalRow>& rows) {
    boost::json::array list;
    list.reserve(rows.size());
    for (const JournalRow& row : rows) {
        list.push_back(boost::json::array{row.position, row.at_ms, row.who, row.what, row.sequence,
                                          row.number, row.old_value, row.new_value, row.record_hash,
                                          row.value_hash, row.hash});
    }
    return boost::json::serialize(list);
}

std::string insert_rows_from_json(const std::string& company, const std::string& chain,
                                  const std::string& rows) {
    return "INSERT INTO journal (company, chain, position, at_ms, who, what, sequence, number,"
           " old_value, new_value, record_hash, value_hash, hash) SELECT " +
           company + "::integer, " + chain +
           "::bigint, (r.value->>0)::bigint, (r.value->>1)::bigint, r.value->>2, r.value->>3,"
           " (r.value->>4)::bigint, (r.value->>5)::bigint, r.value->>6, r.value->>7, r.value->>8,"
           " r.value->>9, r.value->>10 FROM json_array_elements(" +
           rows + "::json) AS r (value)";
}

Result<void> tell_what_was_there(PostgresConnection& connection) {
    PostgresStatement ask(connection, "SELECT id FROM company ORDER BY id");
    std::vector<std::int64_t> companies;
    Result<std::size_t> step = ask.each([&] { companies.push_back(ask.integer(0)); });
    PostgresRecords records(connection);
    PostgresStatement insert(connection, insert_rows_from_json("$1", "$2", "$3"));
    for (const std::int64_t company : companies) {
        FormerRecords former;
        while (step.ok() && former.more()) {
            const Result<Page> page =
                records.records_within(company, former.through(), documents_at_once);
            if (!page.ok()) {
                return page.error();
            }
            former.add(page.value(), documents_at_once);
        }
        if (step.ok() && former.any()) {
            step = insert.run(company, 0, rows_as_json({former.row()}));
        }
    }
    return step.ok() ? Result<void>() : Result<void>(step.error());
}

}  // namespace sage
