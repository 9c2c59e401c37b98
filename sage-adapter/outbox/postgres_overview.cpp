// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/outbox/postgres_overview.h"

#include <algorithm>
#include <set>
#include <utility>

#include "sage-adapter/outbox/figure_changes.h"
#include "sage-adapter/outbox/postgres_rows.h"

namespace sage {
namespace {

// A transaction of a host takes milliseconds, and half a minute if the server is in trouble.
constexpr int waits_for_writers_max = 100;

constexpr std::string_view is_open = " state NOT IN ('posted', 'rejected', 'withdrawn') ";
constexpr std::string_view has_ended =
    " from_state <> to_state AND to_state IN ('posted', 'rejected', 'withdrawn') ";

// An Entry without its content, which only a person who asks for one document wants.
constexpr std::string_view record_columns =
    "d.sequence, d.document_key, d.content_hash, d.external_reference, d.message_id,"
    " d.message_type, d.tenant_id, d.document_id, d.document_version, d.ordering_key,"
    " d.subject_id, '', d.accepted_ms, d.state, d.wait_reason, d.due_ms, d.epoch, d.generation,"
    " d.attempts, d.look_ups, d.absent_ms, d.maybe_in_sage, d.verified, d.problem_json,"
    " d.root_cause, d.sage_document_json,"
    " (SELECT e.at_ms FROM event AS e WHERE e.company = d.company AND e.sequence = d.sequence"
    " ORDER BY e.id DESC LIMIT 1),"
    " (SELECT e.at_ms FROM event AS e WHERE e.company = d.company AND e.sequence = d.sequence"
    " AND e.from_state <> e.to_state AND e.to_state = d.state"
    " AND d.state IN ('posted', 'rejected', 'withdrawn') ORDER BY e.id DESC LIMIT 1) ";
constexpr std::size_t columns_of_entry = 26;

std::string text(std::initializer_list<std::string_view> pieces) {
    std::string joined;
    for (const std::string_view piece : pieces) {
        joined += piece;
    }
    return joined;
}

Record read_record(const PostgresStatement& row) {
    Record record{read_entry(row), 0, std::nullopt};
    record.entry.purged = false;  // not looked at
    record.changed_ms = row.nullable(columns_of_entry).value_or(record.entry.accepted_ms);
    record.ended_ms = row.nullable(columns_of_entry + 1);
    return record;
}

}  // namespace

struct PostgresOverview::Statements {
    explicit Statements(PostgresConnection& connection)
        // One index step per type, however many documents are open.
        : open_types(connection,
                     text({"WITH RECURSIVE type (name) AS ((SELECT min(message_type) FROM document"
                           " WHERE company = $1 AND",
                           is_open,
                           ") UNION ALL SELECT (SELECT min(message_type) FROM document"
                           " WHERE company = $1 AND",
                           is_open,
                           "AND message_type > name) FROM type WHERE name IS NOT NULL)"
                           " SELECT name FROM type WHERE name IS NOT NULL"})),
          first_open(connection, text({"SELECT sequence FROM document WHERE company = $1"
                                       " AND message_type = $2 AND",
                                       is_open, "ORDER BY sequence LIMIT 1"})),
          // Each row is what one connection added: of some fewer than none, of all together not.
          open_count(connection,
                     "SELECT message_type, name, sum(documents)::bigint FROM figure"
                     " WHERE company = $1 AND measure = 'open' GROUP BY message_type, name"
                     " HAVING sum(documents) <> 0"),
          accepted(connection,
                   "SELECT accepted_ms FROM document WHERE company = $1 AND sequence = $2"),
          ended(connection,
                text({"SELECT d.message_type, count(*) FROM (SELECT company, sequence FROM event"
                      " WHERE company = $1 AND to_state = $2 AND at_ms >= $3 AND at_ms < $4 AND",
                      has_ended,
                      ") AS e JOIN document AS d ON d.company = e.company"
                      " AND d.sequence = e.sequence GROUP BY d.message_type"})),
          ended_by_quarters(connection,
                            "SELECT message_type, name, sum(documents)::bigint FROM figure"
                            " WHERE company = $1 AND measure = 'ended' AND at_ms >= $2"
                            " GROUP BY message_type, name"),
          last_posted(
              connection,
              text({"SELECT at_ms FROM event WHERE company = $1 AND to_state = 'posted' AND",
                    has_ended, "ORDER BY at_ms DESC LIMIT 1"})),
          causes(connection,
                 "SELECT name, sum(documents)::bigint FROM figure WHERE company = $1"
                 " AND measure = 'cause' GROUP BY name HAVING sum(documents) <> 0"
                 " ORDER BY sum(documents) DESC, name LIMIT $2::bigint"),
          findings(connection,
                   "SELECT name, sum(documents)::bigint FROM figure WHERE company = $1"
                   " AND measure = 'finding' GROUP BY name HAVING sum(documents) <> 0"),
          open_sequences(connection, text({"SELECT sequence FROM document WHERE company = $1"
                                           " AND message_type = $2 AND sequence > $3 AND",
                                           is_open, "ORDER BY sequence LIMIT $4::bigint"})),
          entries(connection, select_entries_of_postgres() +
                                  "d.sequence = ANY ($2::bigint[]) ORDER BY d.sequence"),
          reach(connection,
                "SELECT (SELECT max(sequence) FROM document WHERE company = $1),"
                " (SELECT max(id) FROM event WHERE company = $1),"
                " pg_snapshot_xmax(pg_current_snapshot())::text::bigint"),
          oldest_transaction(connection,
                             "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"),
          wait(connection, "SELECT pg_sleep(0.01)"),
          records_after(connection,
                        text({"SELECT ", record_columns,
                              "FROM document AS d WHERE d.company = $1 AND d.sequence > $2"
                              " AND d.sequence <= $3 ORDER BY d.sequence LIMIT $4::bigint"})),
          records(connection, text({"SELECT ", record_columns,
                                    "FROM document AS d WHERE d.company = $1"
                                    " AND d.sequence = ANY ($2::bigint[]) ORDER BY d.sequence"})),
          lines_after(connection,
                      "SELECT id, sequence FROM event WHERE company = $1 AND id > $2 AND id <= $3"
                      " ORDER BY id LIMIT $4::bigint"),
          events_after(connection,
                       "SELECT e.id, e.at_ms, d.message_id, e.type, e.json FROM event AS e"
                       " LEFT JOIN document AS d ON d.company = e.company"
                       " AND d.sequence = e.sequence WHERE e.company = $1 AND e.id > $2"
                       " AND e.id <= $3 AND e.type <> '' ORDER BY e.id LIMIT $4::bigint"),
          ended_places(connection, text({"SELECT at_ms, sequence FROM event WHERE company = $1"
                                         " AND to_state = $2 AND (at_ms, sequence) > ($3, $4) AND",
                                         has_ended, "ORDER BY at_ms, sequence LIMIT $5::bigint"})),
          has_document(connection,
                       "SELECT count(*) FROM (SELECT 1 FROM document WHERE company = $1"
                       " AND document_id = $2 AND message_type = $3 LIMIT 1) AS d"),
          alerts(connection,
                 "SELECT key, since_ms, json FROM alert WHERE company = $1"
                 " ORDER BY since_ms, key") {}

    PostgresStatement open_types;
    PostgresStatement first_open;
    PostgresStatement open_count;
    PostgresStatement accepted;
    PostgresStatement ended;
    PostgresStatement ended_by_quarters;
    PostgresStatement last_posted;
    PostgresStatement causes;
    PostgresStatement findings;
    PostgresStatement open_sequences;
    PostgresStatement entries;
    PostgresStatement reach;
    PostgresStatement oldest_transaction;
    PostgresStatement wait;
    PostgresStatement records_after;
    PostgresStatement records;
    PostgresStatement lines_after;
    PostgresStatement events_after;
    PostgresStatement ended_places;
    PostgresStatement has_document;
    PostgresStatement alerts;
};

PostgresOverview::PostgresOverview(const PostgresOptions& options)
    : questions_(options), statements_(std::make_unique<Statements>(questions_.connection())) {}

PostgresOverview::~PostgresOverview() = default;

template <class T, class Question>
Result<T> PostgresOverview::answer(const Question& question) {
    return questions_.answer<T>([&]() -> Result<T> {
        T found{};
        const Result<std::size_t> asked = question(*statements_, found);
        return asked.ok() ? Result<T>(std::move(found)) : Result<T>(asked.error());
    });
}

Result<std::vector<std::string>> PostgresOverview::open_types() {
    std::vector<std::string> types;
    PostgresStatement& row = statements_->open_types;
    const Result<std::size_t> rows =
        row.each([&] { types.emplace_back(row.text(0)); }, questions_.company());
    return rows.ok() ? Result<std::vector<std::string>>(std::move(types))
                     : Result<std::vector<std::string>>(rows.error());
}

Result<std::size_t> PostgresOverview::count_open(Figures& figures) {
    Statements& ask = *statements_;
    const Result<std::vector<std::string>> types = open_types();
    if (!types.ok()) {
        return types.error();
    }
    std::optional<std::int64_t> oldest;
    Result<std::size_t> step = std::size_t{0};
    for (const std::string& type : types.value()) {
        const auto read = [&] {
            const std::int64_t first = ask.first_open.integer(0);
            oldest = std::min(oldest.value_or(first), first);
        };
        step = step.ok() ? ask.first_open.each(read, questions_.company(), type) : step;
    }
    if (step.ok() && oldest.has_value()) {
        step = ask.accepted.each([&] { figures.oldest_open_ms = ask.accepted.integer(0); },
                                 questions_.company(), *oldest);
    }
    const auto count = [&] {
        add_open(figures.types[std::string(ask.open_count.text(0))], ask.open_count.text(1),
                 ask.open_count.integer(2));
    };
    return step.ok() ? ask.open_count.each(count, questions_.company()) : step;
}

Result<std::size_t> PostgresOverview::count_ended(Figures& figures, std::int64_t since_ms) {
    Statements& ask = *statements_;
    Result<std::size_t> step = ask.last_posted.each(
        [&] { figures.last_posted_ms = ask.last_posted.integer(0); }, questions_.company());
    // Whole quarters of an hour by their rows, and what ended in the one that has begun before.
    const std::int64_t quarter = next_quarter(since_ms);
    for (const State state : {State::posted, State::rejected, State::withdrawn}) {
        const auto read = [&] {
            add_ended(figures.types[std::string(ask.ended.text(0))], text_of(state),
                      ask.ended.integer(1));
        };
        step = step.ok()
                   ? ask.ended.each(read, questions_.company(), text_of(state), since_ms, quarter)
                   : step;
    }
    const auto count = [&] {
        add_ended(figures.types[std::string(ask.ended_by_quarters.text(0))],
                  ask.ended_by_quarters.text(1), ask.ended_by_quarters.integer(2));
    };
    return step.ok() ? ask.ended_by_quarters.each(count, questions_.company(), quarter) : step;
}

Result<Figures> PostgresOverview::figures(std::int64_t since_ms, std::size_t causes_max) {
    return answer<Figures>([&](Statements& ask, Figures& figures) -> Result<std::size_t> {
        // One view for all that follows.
        const Result<void> begun =
            questions_.connection().run("BEGIN ISOLATION LEVEL REPEATABLE READ");
        if (!begun.ok()) {
            return begun.error();
        }
        Result<std::size_t> step = count_open(figures);
        step = step.ok() ? count_ended(figures, since_ms) : step;
        const auto cause = [&] {
            figures.causes.push_back({std::string(ask.causes.text(0)), ask.causes.integer(1)});
        };
        step = step.ok() ? ask.causes.each(cause, questions_.company(), causes_max) : step;
        const auto finding = [&] {
            figures.findings[std::string(ask.findings.text(0))] = ask.findings.integer(1);
        };
        step = step.ok() ? ask.findings.each(finding, questions_.company()) : step;
        if (questions_.connection().connected()) {
            static_cast<void>(questions_.connection().run(step.ok() ? "COMMIT" : "ROLLBACK"));
        }
        return step;
    });
}

Result<std::vector<Entry>> PostgresOverview::open_after(std::int64_t sequence, std::size_t limit) {
    using Entries = std::vector<Entry>;
    return answer<Entries>([&](Statements& ask, Entries& entries) -> Result<std::size_t> {
        const Result<std::vector<std::string>> types = open_types();
        if (!types.ok()) {
            return types.error();
        }
        // The first of every type, and of these the first of all.
        std::vector<std::int64_t> sequences;
        Result<std::size_t> step = std::size_t{0};
        for (const std::string& type : types.value()) {
            const auto read = [&] { sequences.push_back(ask.open_sequences.integer(0)); };
            step = step.ok()
                       ? ask.open_sequences.each(read, questions_.company(), type, sequence, limit)
                       : step;
        }
        std::sort(sequences.begin(), sequences.end());
        sequences.resize(std::min(sequences.size(), limit));
        const auto entry = [&] { entries.push_back(read_entry(ask.entries)); };
        return step.ok() ? ask.entries.each(entry, questions_.company(), array_of(sequences))
                         : step;
    });
}

Result<bool> PostgresOverview::all_ended_before(std::int64_t transaction) {
    Statements& ask = *statements_;
    for (int waited = 0; waited <= waits_for_writers_max; ++waited) {
        std::int64_t oldest = 0;
        Result<std::size_t> step =
            ask.oldest_transaction.each([&] { oldest = ask.oldest_transaction.integer(0); });
        if (step.ok() && oldest >= transaction) {
            return true;
        }
        step = step.ok() ? ask.wait.run() : step;
        if (!step.ok()) {
            return step.error();
        }
    }
    return false;
}

/// Numbers are given out before their transactions end, in any order. What was given out up to here
/// shows, or never will, once all transactions have ended that had begun by now.
Result<Extent> PostgresOverview::extent() {
    return answer<Extent>([&](Statements& ask, Extent& extent) -> Result<std::size_t> {
        std::int64_t next_transaction = 0;
        const auto read = [&] {
            extent = {ask.reach.integer(0), ask.reach.integer(1)};
            next_transaction = ask.reach.integer(2);
        };
        const Result<std::size_t> step = ask.reach.each(read, questions_.company());
        const Result<bool> ended =
            step.ok() ? all_ended_before(next_transaction) : Result<bool>(step.error());
        if (!ended.ok()) {
            return ended.error();
        }
        if (!ended.value()) {
            extent = {};
        }
        return step;
    });
}

Result<std::vector<Record>> PostgresOverview::records_after(std::int64_t sequence,
                                                            std::int64_t through,
                                                            std::size_t limit) {
    using Records = std::vector<Record>;
    return answer<Records>([&](Statements& ask, Records& records) {
        return ask.records_after.each([&] { records.push_back(read_record(ask.records_after)); },
                                      questions_.company(), sequence, through, limit);
    });
}

Result<Changed> PostgresOverview::records_changed(std::int64_t event, std::int64_t through,
                                                  std::size_t limit) {
    return answer<Changed>([&](Statements& ask, Changed& changed) {
        std::set<std::int64_t> sequences;
        changed.event_through = event;
        const auto line = [&] {
            changed.event_through = ask.lines_after.integer(0);
            if (const auto sequence = ask.lines_after.nullable(1)) {
                sequences.insert(*sequence);
            }
        };
        Result<std::size_t> step =
            ask.lines_after.each(line, questions_.company(), event, through, limit);
        if (!step.ok() || sequences.empty()) {
            return step;
        }
        return ask.records.each([&] { changed.records.push_back(read_record(ask.records)); },
                                questions_.company(),
                                array_of({sequences.begin(), sequences.end()}));
    });
}

Result<EndedPage> PostgresOverview::ended_after(State state, const EndedPlace& after,
                                                std::size_t limit) {
    return answer<EndedPage>([&](Statements& ask, EndedPage& page) {
        std::vector<std::int64_t> sequences;
        page.through = after;
        const auto place = [&] {
            page.through = {ask.ended_places.integer(0), ask.ended_places.integer(1)};
            sequences.push_back(page.through.sequence);
        };
        Result<std::size_t> step = ask.ended_places.each(
            place, questions_.company(), text_of(state), after.at_ms, after.sequence, limit);
        page.more = sequences.size() == limit;
        if (!step.ok() || sequences.empty()) {
            return step;
        }
        return ask.records.each([&] { page.records.push_back(read_record(ask.records)); },
                                questions_.company(), array_of(sequences));
    });
}

Result<bool> PostgresOverview::has_document(std::string_view message_type,
                                            std::string_view document_id) {
    return answer<bool>([&](Statements& ask, bool& has) {
        return ask.has_document.each([&] { has = ask.has_document.integer(0) != 0; },
                                     questions_.company(), document_id, message_type);
    });
}

Result<std::vector<ToldEvent>> PostgresOverview::events_after(std::int64_t event,
                                                              std::int64_t through,
                                                              std::size_t limit) {
    using Events = std::vector<ToldEvent>;
    return answer<Events>([&](Statements& ask, Events& events) {
        const PostgresStatement& row = ask.events_after;
        const auto told = [&] {
            events.push_back({row.integer(0), row.integer(1), std::string(row.text(2)),
                              std::string(row.text(3)), std::string(row.text(4))});
        };
        return ask.events_after.each(told, questions_.company(), event, through, limit);
    });
}

Result<std::vector<Alert>> PostgresOverview::alerts() {
    using Alerts = std::vector<Alert>;
    return answer<Alerts>([&](Statements& ask, Alerts& alerts) {
        const PostgresStatement& row = ask.alerts;
        return ask.alerts.each(
            [&] {
                alerts.push_back(
                    {std::string(row.text(0)), row.integer(1), std::string(row.text(2))});
            },
            questions_.company());
    });
}

}  // namespace sage
