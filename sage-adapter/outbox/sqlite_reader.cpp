// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/outbox/sqlite_reader.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <system_error>
#include <utility>

#include "sage-adapter/base/finally.h"
#include "sage-adapter/outbox/part_names.h"
#include "sage-adapter/outbox/sqlite_rows.h"

namespace sage {

struct SqliteReader::Statements {
    explicit Statements(SqliteConnection& connection)
        : begin(connection, "BEGIN"),
          end(connection, "COMMIT"),
          roll_back(connection, "ROLLBACK"),
          next_due(connection,
                   "SELECT due_ms FROM document INDEXED BY document_due WHERE due_ms IS NOT NULL"
                   " ORDER BY due_ms LIMIT 1",
                   "", "i"),
          find_message(connection, select_entries("") + "WHERE d.message_id = ?", "t",
                       entry_columns()),
          find_document(connection,
                        select_entries("document_business") +
                            "WHERE d.document_id = ? AND d.message_type = ? AND d.tenant_id = ?"
                            " AND d.sequence < ? ORDER BY d.sequence DESC LIMIT 1",
                        "ttti", entry_columns()),
          last_attempt(connection,
                       "SELECT sequence, number, generation, begun_ms, deadline_ms, replay,"
                       " send_hash, send_json FROM attempt WHERE sequence = ?"
                       " ORDER BY number DESC LIMIT 1",
                       "i", "iiiiiitt"),
          accepted(connection, "SELECT accepted_ms FROM document WHERE sequence = ?", "i", "i"),
          attempts(connection,
                   "SELECT number, generation, begun_ms, replay, send_hash FROM attempt"
                   " WHERE sequence = ? ORDER BY number",
                   "i", "iiiit"),
          events(connection,
                 "SELECT attempts, at_ms, edge, from_state, to_state, evidence FROM event"
                 " INDEXED BY event_document WHERE sequence = ? ORDER BY id",
                 "i", "iiittt"),
          in_state(connection, select_entries("") + "WHERE d.state = ? ORDER BY d.sequence LIMIT ?",
                   "ti", entry_columns()),
          in_attention(connection,
                       select_entries("document_attention") +
                           "WHERE d.state = ? AND (d.state = 'in_doubt' OR d.state = 'held'"
                           " OR d.state = 'rejected' OR d.state = 'withdrawn')"
                           " ORDER BY d.sequence LIMIT ?",
                       "ti", entry_columns()),
          unverified(connection,
                     select_entries("document_unverified") +
                         "WHERE d.state = 'posted' AND d.verified = 0 ORDER BY d.sequence LIMIT ?",
                     "i", entry_columns()),
          // One index step per cause, however many documents wait for it.
          root_causes(connection,
                      "WITH RECURSIVE cause (name) AS ("
                      " SELECT min(root_cause) FROM document INDEXED BY document_root_cause"
                      " WHERE state = 'held' AND root_cause <> ''"
                      " UNION ALL SELECT (SELECT min(root_cause) FROM document"
                      " INDEXED BY document_root_cause WHERE state = 'held' AND root_cause <> ''"
                      " AND root_cause > name) FROM cause WHERE name IS NOT NULL)"
                      " SELECT name FROM cause WHERE name IS NOT NULL",
                      "", "t"),
          held_for(connection,
                   select_entries("document_root_cause") +
                       "WHERE d.state = 'held' AND d.root_cause <> '' AND d.root_cause = ?"
                       " ORDER BY d.sequence LIMIT ?",
                   "ti", entry_columns()),
          held_count(connection,
                     "SELECT count(*) FROM document INDEXED BY document_root_cause"
                     " WHERE state = 'held' AND root_cause <> '' AND root_cause = ?"
                     " AND message_type NOT LIKE '%." +
                         std::string(precursor_part) + "%'",
                     "t", "i"),
          events_after(connection,
                       "SELECT id, type, json FROM event INDEXED BY event_pending"
                       " WHERE acknowledged = 0 AND id > ? ORDER BY id LIMIT ?",
                       "ii", "itt"),
          page_after(connection,
                     select_entries("") + "WHERE d.sequence > ? ORDER BY d.sequence LIMIT ?", "ii",
                     entry_columns()),
          last_sequence(connection, "SELECT max(sequence) FROM document", "", "i"),
          accepted_from(connection,
                        "SELECT accepted_ms FROM document WHERE sequence >= ?"
                        " ORDER BY sequence LIMIT 1",
                        "i", "i"),
          about(
              connection,
              select_entries("") + "WHERE d.sequence > ? AND d.subject_id = ? ORDER BY d.sequence",
              "it", entry_columns()),
          find_references(
              connection,
              select_entries("") + "WHERE d.external_reference IN (SELECT value FROM json_each(?))",
              "t", entry_columns()),
          recall(connection, "SELECT value FROM meta WHERE name = ?", "t", "t"),
          catalogue(connection, "SELECT kind, id, key, name, active, fields_json FROM catalogue",
                    "", "ttttit"),
          read_at(connection, "SELECT value FROM meta WHERE name = 'catalogue_read_at_ms'", "",
                  "t"),
          commits(connection, "SELECT commits FROM tally", "", "i") {}

    SqliteStatement begin;
    SqliteStatement end;
    SqliteStatement roll_back;
    SqliteStatement next_due;
    SqliteStatement find_message;
    SqliteStatement find_document;
    SqliteStatement last_attempt;
    SqliteStatement accepted;
    SqliteStatement attempts;
    SqliteStatement events;
    SqliteStatement in_state;
    SqliteStatement in_attention;
    SqliteStatement unverified;
    SqliteStatement root_causes;
    SqliteStatement held_for;
    SqliteStatement held_count;
    SqliteStatement events_after;
    SqliteStatement page_after;
    SqliteStatement last_sequence;
    SqliteStatement accepted_from;
    SqliteStatement about;
    SqliteStatement find_references;
    SqliteStatement recall;
    SqliteStatement catalogue;
    SqliteStatement read_at;
    SqliteStatement commits;
};

namespace {

Result<std::optional<Entry>> first_of(Result<std::vector<Entry>> entries) {
    if (!entries.ok()) {
        return std::move(entries).error();
    }
    if (entries.value().empty()) {
        return std::optional<Entry>();
    }
    return std::optional<Entry>(std::move(entries.value().front()));
}

HistoryLine attempt_line(const SqliteStatement& row) {
    HistoryLine line;
    const bool replay = row.integer(3) != 0;
    line.at_ms = row.integer(2);
    // A replay leaves the document in doubt.
    line.edge = replay ? 14 : 2;
    line.from = replay ? State::in_doubt : State::queued;
    line.to = replay ? State::in_doubt : State::sending;
    line.evidence = (replay ? "replay, attempt " : "attempt ") + std::to_string(row.integer(0)) +
                    ", generation " + std::to_string(row.integer(1)) + ", sha256 " + row.text(4);
    return line;
}

HistoryLine event_line(const SqliteStatement& row) {
    HistoryLine line;
    line.at_ms = row.integer(1);
    line.edge = static_cast<std::uint8_t>(row.integer(2));
    line.from = state_of(row.text(3)).value_or(State::queued);
    line.to = state_of(row.text(4)).value_or(State::queued);
    line.evidence = row.text(5);
    return line;
}

Error damaged_catalogue() {
    return Error(Status::storage, Problem{"outbox.catalogue_damaged", "",
                                          "What was kept of Sage's master data cannot be read.",
                                          "Restore the data directory from a backup.", Owner::it});
}

}  // namespace

SqliteReader::SqliteReader(std::unique_ptr<SqliteConnection> connection)
    : connection_(std::move(connection)),
      statements_(std::make_unique<Statements>(*connection_)),
      records_(*connection_) {}

SqliteReader::~SqliteReader() = default;

template <class... Values>
Result<std::vector<Entry>> SqliteReader::entries(SqliteStatement& statement,
                                                 const Values&... values) {
    const std::lock_guard lock(mutex_);
    std::vector<Entry> found;
    const Result<std::size_t> rows =
        statement.each([&] { found.push_back(read_entry(statement)); }, values...);
    if (!rows.ok()) {
        return rows.error();
    }
    return found;
}

Result<std::optional<std::int64_t>> SqliteReader::next_due_ms() {
    const std::lock_guard lock(mutex_);
    const Result<std::size_t> rows = statements_->next_due.run();
    if (!rows.ok()) {
        return rows.error();
    }
    return rows.value() == 0 ? std::nullopt : std::optional(statements_->next_due.integer(0));
}

Result<std::optional<Entry>> SqliteReader::find_message(std::string_view message_id) {
    return first_of(entries(statements_->find_message, message_id));
}

Result<std::optional<Entry>> SqliteReader::find_document(std::string_view tenant_id,
                                                         std::string_view message_type,
                                                         std::string_view document_id,
                                                         std::int64_t before) {
    return first_of(
        entries(statements_->find_document, document_id, message_type, tenant_id, before));
}

Result<std::optional<Attempt>> SqliteReader::last_attempt(std::int64_t sequence) {
    const std::lock_guard lock(mutex_);
    return last_attempt_alone(sequence);
}

/// One transaction: to begin one costs more than to read a row.
Result<std::vector<std::optional<Attempt>>> SqliteReader::last_attempts(
    const std::vector<std::int64_t>& sequences) {
    const std::lock_guard lock(mutex_);
    std::vector<std::optional<Attempt>> attempts;
    Result<std::size_t> begun = statements_->begin.run();
    if (!begun.ok()) {
        return begun.error();
    }
    // Left open, it would show all that is asked later as it was now, and let nothing else begin.
    const Finally done([this] {
        if (!statements_->end.run().ok()) {
            static_cast<void>(statements_->roll_back.run());
        }
    });
    for (const std::int64_t sequence : sequences) {
        Result<std::optional<Attempt>> last = last_attempt_alone(sequence);
        if (!last.ok()) {
            return std::move(last).error();
        }
        attempts.push_back(std::move(last).value());
    }
    return attempts;
}

Result<std::optional<Attempt>> SqliteReader::last_attempt_alone(std::int64_t sequence) {
    const SqliteStatement& row = statements_->last_attempt;
    const Result<std::size_t> rows = statements_->last_attempt.run(sequence);
    if (!rows.ok()) {
        return rows.error();
    }
    if (rows.value() == 0) {
        return std::optional<Attempt>();
    }
    return std::optional<Attempt>(read_attempt(row));
}

Result<std::vector<HistoryLine>> SqliteReader::history(std::int64_t sequence) {
    const std::lock_guard lock(mutex_);
    std::vector<HistoryLine> lines;
    Statements& ask = *statements_;
    const auto accepted = [&] {
        lines.push_back({ask.accepted.integer(0), 1, State::queued, State::queued, "accepted"});
    };
    Result<std::size_t> rows = ask.accepted.each(accepted, sequence);
    std::vector<HistoryLine> attempts;
    if (rows.ok()) {
        rows = ask.attempts.each([&] { attempts.push_back(attempt_line(ask.attempts)); }, sequence);
    }
    // The host's clock may jump, so the lines are put in order by how many attempts there had been.
    std::size_t begun = 0;
    const auto take_attempts = [&](std::size_t up_to) {
        for (; begun < std::min(up_to, attempts.size()); ++begun) {
            lines.push_back(std::move(attempts[begun]));
        }
    };
    if (rows.ok()) {
        const auto event = [&] {
            take_attempts(static_cast<std::size_t>(ask.events.integer(0)));
            lines.push_back(event_line(ask.events));
        };
        rows = ask.events.each(event, sequence);
    }
    if (!rows.ok()) {
        return rows.error();
    }
    take_attempts(attempts.size());
    return lines;
}

Result<std::vector<Entry>> SqliteReader::in_state(State state, std::size_t limit) {
    const bool rare = state == State::in_doubt || state == State::held ||
                      state == State::rejected || state == State::withdrawn;
    SqliteStatement& statement = rare ? statements_->in_attention : statements_->in_state;
    return entries(statement, text_of(state), limit);
}

Result<std::vector<Entry>> SqliteReader::unverified(std::size_t limit) {
    return entries(statements_->unverified, limit);
}

Result<std::vector<std::string>> SqliteReader::root_causes() {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> causes;
    SqliteStatement& statement = statements_->root_causes;
    const Result<std::size_t> rows = statement.each([&] { causes.push_back(statement.text(0)); });
    if (!rows.ok()) {
        return rows.error();
    }
    return causes;
}

Result<std::vector<Entry>> SqliteReader::held_for(std::string_view root_cause, std::size_t limit) {
    return entries(statements_->held_for, root_cause, limit);
}

Result<std::int64_t> SqliteReader::held_count(std::string_view root_cause) {
    const std::lock_guard lock(mutex_);
    SqliteStatement& statement = statements_->held_count;
    std::int64_t count = 0;
    const Result<std::size_t> rows =
        statement.each([&] { count = statement.integer(0); }, root_cause);
    return rows.ok() ? Result<std::int64_t>(count) : Result<std::int64_t>(rows.error());
}

Result<std::vector<Entry>> SqliteReader::page_after(std::int64_t sequence, std::size_t limit) {
    return entries(statements_->page_after, sequence, limit);
}

Result<std::int64_t> SqliteReader::sequence_before(std::int64_t accepted_ms) {
    const std::lock_guard lock(mutex_);
    const Result<std::size_t> rows = statements_->last_sequence.run();
    if (!rows.ok()) {
        return rows.error();
    }
    // Accepted in the order of the sequence, so that halving finds the place without an index.
    std::int64_t before = 0;
    std::int64_t last = statements_->last_sequence.integer(0);
    while (before < last) {
        const std::int64_t middle = before + (last - before) / 2 + 1;
        const Result<std::size_t> found = statements_->accepted_from.run(middle);
        if (!found.ok()) {
            return found.error();
        }
        if (found.value() > 0 && statements_->accepted_from.integer(0) < accepted_ms) {
            before = middle;
        } else {
            last = middle - 1;
        }
    }
    return before;
}

Result<std::vector<Entry>> SqliteReader::about(std::string_view subject_id, std::int64_t sequence) {
    return entries(statements_->about, sequence, subject_id);
}

Result<std::vector<Entry>> SqliteReader::find_references(
    const std::vector<std::string>& references) {
    boost::json::array asked;
    for (const std::string& reference : references) {
        asked.emplace_back(reference);
    }
    return entries(statements_->find_references, boost::json::serialize(asked));
}

Result<std::string> SqliteReader::recall(std::string_view name) {
    const std::lock_guard lock(mutex_);
    const Result<std::size_t> rows = statements_->recall.run("note." + std::string(name));
    if (!rows.ok()) {
        return rows.error();
    }
    return rows.value() == 0 ? std::string() : statements_->recall.text(0);
}

Result<std::vector<StoredEvent>> SqliteReader::events_after(std::int64_t id, std::size_t limit) {
    const std::lock_guard lock(mutex_);
    std::vector<StoredEvent> events;
    SqliteStatement& row = statements_->events_after;
    const auto event = [&] { events.push_back({row.integer(0), row.text(1), row.text(2)}); };
    const Result<std::size_t> rows = row.each(event, id, limit);
    if (!rows.ok()) {
        return rows.error();
    }
    return events;
}

Result<StoredCatalogue> SqliteReader::load_catalogue() {
    const std::lock_guard lock(mutex_);
    const Result<std::size_t> versions = statements_->recall.run(catalogue_version_note);
    if (!versions.ok()) {
        return versions.error();
    }
    const std::int64_t version =
        versions.value() == 0 ? 0 : catalogue_version(statements_->recall.text(0));
    const Result<std::size_t> read = statements_->read_at.run();
    if (!read.ok()) {
        return read.error();
    }
    if (read.value() == 0) {
        return StoredCatalogue();
    }
    std::vector<CatalogueRecord> records;
    bool damaged = false;
    const SqliteStatement& row = statements_->catalogue;
    const auto record_read = [&] {
        CatalogueRecord record{row.text(0), row.text(1),         row.text(2),
                               row.text(3), row.integer(4) != 0, {}};
        boost::system::error_code failed;
        const boost::json::value fields = boost::json::parse(row.text(5), failed);
        damaged = damaged || failed || !fields.is_object();
        if (!damaged) {
            for (const auto& [name, value] : fields.get_object()) {
                const boost::json::string* text = value.if_string();
                damaged = damaged || text == nullptr;
                record.fields[name] = text == nullptr ? std::string_view() : *text;
            }
        }
        records.push_back(std::move(record));
    };
    const Result<std::size_t> rows = statements_->catalogue.each(record_read);
    if (!rows.ok()) {
        return rows.error();
    }
    const std::string& read_at = statements_->read_at.text(0);
    std::int64_t read_at_ms = 0;
    const char* const end = read_at.data() + read_at.size();
    const auto [stopped, wrong] = std::from_chars(read_at.data(), end, read_at_ms);
    if (damaged || wrong != std::errc() || stopped != end) {
        return damaged_catalogue();
    }
    return StoredCatalogue{Catalogue(std::move(records), read_at_ms), version};
}

Result<std::vector<JournalRow>> SqliteReader::journal_after(std::int64_t chain,
                                                            std::int64_t position,
                                                            std::size_t limit) {
    const std::lock_guard lock(mutex_);
    return records_.journal_after(chain, position, limit);
}

Result<std::vector<DocumentRecords>> SqliteReader::records_after(std::int64_t sequence,
                                                                 std::size_t limit) {
    const std::lock_guard lock(mutex_);
    return records_.records_after(sequence, limit);
}

Result<std::string> SqliteReader::while_idle(const std::function<Result<std::string>()>& work) {
    const std::lock_guard lock(mutex_);
    return work();
}

Result<std::int64_t> SqliteReader::commits() {
    const std::lock_guard lock(mutex_);
    const Result<std::size_t> rows = statements_->commits.run();
    if (!rows.ok()) {
        return rows.error();
    }
    return statements_->commits.integer(0);
}

}  // namespace sage
