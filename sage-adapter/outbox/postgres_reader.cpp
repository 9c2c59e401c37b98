// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/outbox/postgres_reader.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <map>
#include <utility>

#include "sage-adapter/outbox/part_names.h"
#include "sage-adapter/outbox/postgres_rows.h"

namespace sage {
namespace {

std::string select_where(std::string_view condition) {
    return select_entries_of_postgres() + std::string(condition);
}

constexpr std::string_view next_due_text =
    "SELECT due_ms, NULL::bigint FROM (SELECT due_ms FROM document WHERE company = $1"
    " AND due_ms IS NOT NULL AND lease_until_ms IS NULL ORDER BY due_ms LIMIT 1) AS due"
    " UNION ALL SELECT NULL, greatest(lease_until_ms - now_ms(), 0) FROM (SELECT lease_until_ms"
    " FROM document WHERE company = $1 AND lease_until_ms IS NOT NULL"
    " ORDER BY lease_until_ms LIMIT 1) AS leased";

// One index step per cause, however many documents wait for it.
constexpr std::string_view root_causes_text =
    "WITH RECURSIVE cause (name) AS ((SELECT min(root_cause) FROM document WHERE company = $1"
    " AND state = 'held' AND root_cause <> '')"
    " UNION ALL SELECT (SELECT min(root_cause) FROM document WHERE company = $1"
    " AND state = 'held' AND root_cause <> '' AND root_cause > name) FROM cause"
    " WHERE name IS NOT NULL) SELECT name FROM cause WHERE name IS NOT NULL";

// Several hosts accept at once, so that the order of the sequence is only nearly that of time: the
// one before the first that was accepted at that time or later.
constexpr std::string_view before_text =
    "SELECT coalesce((SELECT min(sequence) - 1 FROM document WHERE company = $1"
    " AND accepted_ms >= $2), (SELECT max(sequence) FROM document WHERE company = $1), 0)";

constexpr std::string_view counts_text =
    "SELECT coalesce(sum(queued), 0)::bigint, coalesce(sum(sending), 0)::bigint,"
    " coalesce(sum(in_doubt), 0)::bigint, coalesce(sum(posted), 0)::bigint,"
    " coalesce(sum(rejected), 0)::bigint, coalesce(sum(held), 0)::bigint,"
    " coalesce(sum(withdrawn), 0)::bigint, coalesce(sum(unverified), 0)::bigint,"
    " coalesce(sum(events), 0)::bigint FROM writer WHERE company = $1";

}  // namespace

struct PostgresReader::Statements {
    explicit Statements(PostgresConnection& connection)
        : next_due(connection, std::string(next_due_text)),
          find_message(connection, select_where("d.message_id = $2")),
          find_document(connection, select_where("d.document_id = $2 AND d.message_type = $3"
                                                 " AND d.tenant_id = $4 AND d.sequence < $5::bigint"
                                                 " ORDER BY d.sequence DESC LIMIT 1")),
          last_attempts(connection,
                        "SELECT DISTINCT ON (sequence) sequence, number, generation, begun_ms,"
                        " deadline_ms, replay, send_hash, send_json FROM attempt"
                        " WHERE company = $1 AND sequence = ANY ($2::bigint[])"
                        " ORDER BY sequence, number DESC"),
          accepted(connection,
                   "SELECT accepted_ms FROM document WHERE company = $1 AND sequence = $2"),
          attempts(connection,
                   "SELECT number, generation, begun_ms, replay, send_hash FROM attempt"
                   " WHERE company = $1 AND sequence = $2 ORDER BY number"),
          events(connection,
                 "SELECT attempts, at_ms, edge, from_state, to_state, evidence FROM event"
                 " WHERE company = $1 AND sequence = $2 ORDER BY id"),
          in_state(connection, select_where("d.state = $2 ORDER BY d.sequence LIMIT $3::bigint")),
          in_attention(connection,
                       select_where("d.state = $2 AND d.state IN ('in_doubt', 'held', 'rejected',"
                                    " 'withdrawn') ORDER BY d.sequence LIMIT $3::bigint")),
          unverified(connection, select_where("d.state = 'posted' AND NOT d.verified"
                                              " ORDER BY d.sequence LIMIT $2::bigint")),
          root_causes(connection, std::string(root_causes_text)),
          held_for(connection, select_where("d.state = 'held' AND d.root_cause <> ''"
                                            " AND d.root_cause = $2 ORDER BY d.sequence"
                                            " LIMIT $3::bigint")),
          held_count(connection,
                     "SELECT count(*) FROM document WHERE company = $1"
                     " AND state = 'held' AND root_cause <> '' AND root_cause = $2"
                     " AND message_type NOT LIKE '%." +
                         std::string(precursor_part) + "%'"),
          counts(connection, std::string(counts_text)),
          page_after(connection,
                     select_where("d.sequence > $2 ORDER BY d.sequence LIMIT $3::bigint")),
          before(connection, std::string(before_text)),
          about(connection,
                select_where("d.sequence > $2 AND d.subject_id = $3 ORDER BY d.sequence")),
          find_references(connection,
                          select_where("d.external_reference IN (SELECT json_array_elements_text("
                                       "$2::json)) ORDER BY d.sequence")),
          pending_events(connection,
                         "SELECT id, type, json FROM event WHERE company = $1"
                         " AND NOT acknowledged ORDER BY id LIMIT $2::bigint"),
          catalogue(connection,
                    "SELECT kind, id, key, name, active, fields_json FROM catalogue"
                    " WHERE company = $1"),
          meta(connection, "SELECT value FROM meta WHERE company = $1 AND name = $2") {}

    PostgresStatement next_due;
    PostgresStatement find_message;
    PostgresStatement find_document;
    PostgresStatement last_attempts;
    PostgresStatement accepted;
    PostgresStatement attempts;
    PostgresStatement events;
    PostgresStatement in_state;
    PostgresStatement in_attention;
    PostgresStatement unverified;
    PostgresStatement root_causes;
    PostgresStatement held_for;
    PostgresStatement held_count;
    PostgresStatement counts;
    PostgresStatement page_after;
    PostgresStatement before;
    PostgresStatement about;
    PostgresStatement find_references;
    PostgresStatement pending_events;
    PostgresStatement catalogue;
    PostgresStatement meta;
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

HistoryLine attempt_line(const PostgresStatement& row) {
    HistoryLine line;
    const bool replay = row.flag(3);
    line.at_ms = row.integer(2);
    // A replay leaves the document in doubt.
    line.edge = replay ? 14 : 2;
    line.from = replay ? State::in_doubt : State::queued;
    line.to = replay ? State::in_doubt : State::sending;
    line.evidence = (replay ? "replay, attempt " : "attempt ") + std::to_string(row.integer(0)) +
                    ", generation " + std::to_string(row.integer(1)) + ", sha256 " +
                    std::string(row.text(4));
    return line;
}

HistoryLine event_line(const PostgresStatement& row) {
    HistoryLine line;
    line.at_ms = row.integer(1);
    line.edge = static_cast<std::uint8_t>(row.integer(2));
    line.from = state_of(row.text(3)).value_or(State::queued);
    line.to = state_of(row.text(4)).value_or(State::queued);
    line.evidence = row.text(5);
    return line;
}

/// False: the fields are not what was written.
bool read_record(const PostgresStatement& row, std::vector<CatalogueRecord>& records) {
    CatalogueRecord record{std::string(row.text(0)),
                           std::string(row.text(1)),
                           std::string(row.text(2)),
                           std::string(row.text(3)),
                           row.flag(4),
                           {}};
    boost::system::error_code failed;
    const boost::json::value fields = boost::json::parse(row.text(5), failed);
    if (failed || !fields.is_object()) {
        return false;
    }
    for (const auto& [name, value] : fields.get_object()) {
        const boost::json::string* text = value.if_string();
        if (text == nullptr) {
            return false;
        }
        record.fields[name] = *text;
    }
    records.push_back(std::move(record));
    return true;
}

Error damaged_catalogue() {
    return Error(Status::storage,
                 Problem{"outbox.catalogue_damaged", "",
                         "What was kept of Sage's master data cannot be read.",
                         "Restore the outbox's database from a backup.", Owner::it});
}

}  // namespace

PostgresReader::PostgresReader(const PostgresOptions& options)
    : questions_(options),
      statements_(std::make_unique<Statements>(questions_.connection())),
      records_(questions_.connection()) {}

PostgresReader::~PostgresReader() = default;

template <class T, class Question>
Result<T> PostgresReader::answer(const Question& question) {
    return questions_.answer<T>(question);
}

template <class... Values>
Result<std::vector<Entry>> PostgresReader::entries(PostgresStatement& statement,
                                                   const Values&... values) {
    return answer<std::vector<Entry>>([&]() -> Result<std::vector<Entry>> {
        std::vector<Entry> found;
        const Result<std::size_t> rows = statement.each(
            [&] { found.push_back(read_entry(statement)); }, questions_.company(), values...);
        return rows.ok() ? Result<std::vector<Entry>>(std::move(found))
                         : Result<std::vector<Entry>>(rows.error());
    });
}

Result<std::optional<std::int64_t>> PostgresReader::next_due_ms() {
    using Due = std::optional<std::int64_t>;
    return answer<Due>([&]() -> Result<Due> {
        Due due;
        const PostgresStatement& row = statements_->next_due;
        const auto& now_ms = questions_.options().now_ms;
        const std::int64_t now = now_ms ? now_ms() : 0;
        const auto look = [&] {
            const std::int64_t one = row.nullable(0).value_or(now + row.integer(1));
            due = std::min(due.value_or(one), one);
        };
        const Result<std::size_t> rows = statements_->next_due.each(look, questions_.company());
        return rows.ok() ? Result<Due>(due) : Result<Due>(rows.error());
    });
}

Result<std::optional<Entry>> PostgresReader::find_message(std::string_view message_id) {
    return first_of(entries(statements_->find_message, message_id));
}

Result<std::optional<Entry>> PostgresReader::find_document(std::string_view tenant_id,
                                                           std::string_view message_type,
                                                           std::string_view document_id,
                                                           std::int64_t before) {
    return first_of(
        entries(statements_->find_document, document_id, message_type, tenant_id, before));
}

Result<std::vector<std::optional<Attempt>>> PostgresReader::last_attempts(
    const std::vector<std::int64_t>& sequences) {
    using Attempts = std::vector<std::optional<Attempt>>;
    std::string list = "{";
    for (const std::int64_t sequence : sequences) {
        list += (list.size() == 1 ? "" : ",") + std::to_string(sequence);
    }
    list += "}";
    return answer<Attempts>([&]() -> Result<Attempts> {
        std::map<std::int64_t, Attempt> found;
        PostgresStatement& row = statements_->last_attempts;
        const Result<std::size_t> rows = row.each(
            [&] { found.emplace(row.integer(0), read_attempt(row)); }, questions_.company(), list);
        if (!rows.ok()) {
            return rows.error();
        }
        Attempts attempts;
        for (const std::int64_t sequence : sequences) {
            const auto one = found.find(sequence);
            attempts.push_back(one == found.end() ? std::nullopt : std::optional(one->second));
        }
        return attempts;
    });
}

Result<std::vector<HistoryLine>> PostgresReader::history(std::int64_t sequence) {
    using Lines = std::vector<HistoryLine>;
    return answer<Lines>([&]() -> Result<Lines> {
        Lines lines;
        Lines attempts;
        Statements& ask = *statements_;
        const auto accepted = [&] {
            lines.push_back({ask.accepted.integer(0), 1, State::queued, State::queued, "accepted"});
        };
        Result<std::size_t> rows = ask.accepted.each(accepted, questions_.company(), sequence);
        if (rows.ok()) {
            const auto attempt = [&] { attempts.push_back(attempt_line(ask.attempts)); };
            rows = ask.attempts.each(attempt, questions_.company(), sequence);
        }
        // Clocks differ and jump, so the lines are put in order by how many attempts there had
        // been.
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
            rows = ask.events.each(event, questions_.company(), sequence);
        }
        if (!rows.ok()) {
            return rows.error();
        }
        take_attempts(attempts.size());
        return lines;
    });
}

Result<std::vector<Entry>> PostgresReader::in_state(State state, std::size_t limit) {
    const bool rare = state == State::in_doubt || state == State::held ||
                      state == State::rejected || state == State::withdrawn;
    return entries(rare ? statements_->in_attention : statements_->in_state, text_of(state), limit);
}

Result<std::vector<Entry>> PostgresReader::unverified(std::size_t limit) {
    return entries(statements_->unverified, limit);
}

Result<std::vector<std::string>> PostgresReader::root_causes() {
    using Causes = std::vector<std::string>;
    return answer<Causes>([&]() -> Result<Causes> {
        Causes causes;
        PostgresStatement& row = statements_->root_causes;
        const Result<std::size_t> rows =
            row.each([&] { causes.emplace_back(row.text(0)); }, questions_.company());
        return rows.ok() ? Result<Causes>(std::move(causes)) : Result<Causes>(rows.error());
    });
}

Result<std::vector<Entry>> PostgresReader::held_for(std::string_view root_cause,
                                                    std::size_t limit) {
    return entries(statements_->held_for, root_cause, limit);
}

Result<std::int64_t> PostgresReader::held_count(std::string_view root_cause) {
    return answer<std::int64_t>([&]() -> Result<std::int64_t> {
        std::int64_t count = 0;
        PostgresStatement& row = statements_->held_count;
        const Result<std::size_t> rows =
            row.each([&] { count = row.integer(0); }, questions_.company(), root_cause);
        return rows.ok() ? Result<std::int64_t>(count) : Result<std::int64_t>(rows.error());
    });
}

Result<Counts> PostgresReader::counts() {
    return answer<Counts>([&]() -> Result<Counts> {
        Counts counts;
        PostgresStatement& row = statements_->counts;
        const Result<std::size_t> rows =
            row.each([&] { counts = read_counts(row, 0); }, questions_.company());
        return rows.ok() ? Result<Counts>(counts) : Result<Counts>(rows.error());
    });
}

Result<std::vector<Entry>> PostgresReader::page_after(std::int64_t sequence, std::size_t limit) {
    return entries(statements_->page_after, sequence, limit);
}

Result<std::int64_t> PostgresReader::sequence_before(std::int64_t accepted_ms) {
    return answer<std::int64_t>([&]() -> Result<std::int64_t> {
        std::int64_t before = 0;
        PostgresStatement& row = statements_->before;
        const Result<std::size_t> rows =
            row.each([&] { before = row.integer(0); }, questions_.company(), accepted_ms);
        return rows.ok() ? Result<std::int64_t>(before) : Result<std::int64_t>(rows.error());
    });
}

Result<std::vector<Entry>> PostgresReader::about(std::string_view subject_id,
                                                 std::int64_t sequence) {
    return entries(statements_->about, sequence, subject_id);
}

Result<std::vector<Entry>> PostgresReader::find_references(
    const std::vector<std::string>& references) {
    boost::json::array asked;
    for (const std::string& reference : references) {
        asked.emplace_back(reference);
    }
    return entries(statements_->find_references, boost::json::serialize(asked));
}

Result<std::vector<StoredEvent>> PostgresReader::pending_events(std::size_t limit) {
    using Events = std::vector<StoredEvent>;
    return answer<Events>([&]() -> Result<Events> {
        Events events;
        PostgresStatement& row = statements_->pending_events;
        const auto read = [&] {
            events.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2))});
        };
        const Result<std::size_t> rows = row.each(read, questions_.company(), limit);
        return rows.ok() ? Result<Events>(std::move(events)) : Result<Events>(rows.error());
    });
}

Result<std::string> PostgresReader::recall(std::string_view name) {
    return answer<std::string>([&]() -> Result<std::string> {
        std::string value;
        PostgresStatement& row = statements_->meta;
        const Result<std::size_t> rows = row.each(
            [&] { value = row.text(0); }, questions_.company(), "note." + std::string(name));
        return rows.ok() ? Result<std::string>(std::move(value))
                         : Result<std::string>(rows.error());
    });
}

Result<std::vector<JournalRow>> PostgresReader::journal_after(std::int64_t chain,
                                                              std::int64_t position,
                                                              std::size_t limit) {
    return answer<std::vector<JournalRow>>(
        [&] { return records_.journal_after(questions_.company(), chain, position, limit); });
}

Result<std::vector<DocumentRecords>> PostgresReader::records_after(std::int64_t sequence,
                                                                   std::size_t limit) {
    return answer<std::vector<DocumentRecords>>(
        [&] { return records_.records_after(questions_.company(), sequence, limit); });
}

Result<StoredCatalogue> PostgresReader::load_catalogue() {
    return answer<StoredCatalogue>([&]() -> Result<StoredCatalogue> {
        std::optional<std::string> read_at;
        std::int64_t version = 0;
        PostgresStatement& meta = statements_->meta;
        // Before the records: if another host saves its own meanwhile, they are taken for older
        // ones, which the next save replaces as a whole.
        const Result<std::size_t> versions =
            meta.each([&] { version = catalogue_version(meta.text(0)); }, questions_.company(),
                      catalogue_version_note);
        if (!versions.ok()) {
            return versions.error();
        }
        const Result<std::size_t> dated = meta.each([&] { read_at = meta.text(0); },
                                                    questions_.company(), catalogue_read_at_note);
        if (!dated.ok()) {
            return dated.error();
        }
        if (!read_at.has_value()) {
            return StoredCatalogue();
        }
        std::vector<CatalogueRecord> records;
        bool sound = true;
        PostgresStatement& row = statements_->catalogue;
        const Result<std::size_t> rows =
            row.each([&] { sound = read_record(row, records) && sound; }, questions_.company());
        if (!rows.ok()) {
            return rows.error();
        }
        std::int64_t read_at_ms = 0;
        const char* const end = read_at->data() + read_at->size();
        const auto [stopped, wrong] = std::from_chars(read_at->data(), end, read_at_ms);
        if (!sound || wrong != std::errc() || stopped != end) {
            return damaged_catalogue();
        }
        return StoredCatalogue{Catalogue(std::move(records), read_at_ms), version};
    });
}

}  // namespace sage
