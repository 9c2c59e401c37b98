// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/outbox/sqlite_overview.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <set>
#include <utility>

#include "sage-adapter/base/finally.h"
#include "sage-adapter/outbox/figure_changes.h"
#include "sage-adapter/outbox/sqlite_rows.h"
#include "sage-adapter/outbox/sqlite_schema.h"

namespace sage {
namespace {

// Word for word as the partial indexes have them: SQLite compares no meaning.
constexpr std::string_view is_open =
    " state <> 'posted' AND state <> 'rejected' AND state <> 'withdrawn' ";
constexpr std::string_view has_ended =
    " from_state <> to_state"
    " AND (to_state = 'posted' OR to_state = 'rejected' OR to_state = 'withdrawn') ";

// An Entry without its content, which only a person who asks for one document wants.
constexpr std::string_view record_columns =
    "d.sequence, d.document_key, d.content_hash, d.external_reference, d.message_id,"
    " d.message_type, d.tenant_id, d.document_id, d.document_version, d.ordering_key,"
    " d.subject_id, '', d.accepted_ms, d.state, d.wait_reason, d.due_ms, d.epoch, d.generation,"
    " d.attempts, d.look_ups, d.absent_ms, d.maybe_in_sage, d.verified, d.problem_json,"
    " d.root_cause, d.sage_document_json,"
    " (SELECT e.at_ms FROM event AS e INDEXED BY event_document WHERE e.sequence = d.sequence"
    " ORDER BY e.id DESC LIMIT 1),"
    " (SELECT e.at_ms FROM event AS e INDEXED BY event_document WHERE e.sequence = d.sequence"
    " AND e.from_state <> e.to_state AND e.to_state = d.state"
    " AND (d.state = 'posted' OR d.state = 'rejected' OR d.state = 'withdrawn')"
    " ORDER BY e.id DESC LIMIT 1) ";

std::string text(std::initializer_list<std::string_view> pieces) {
    std::string joined;
    for (const std::string_view piece : pieces) {
        joined += piece;
    }
    return joined;
}

std::string record_letters() {
    return std::string(entry_columns()) + "ii";
}

Record read_record(const SqliteStatement& row) {
    Record record{read_entry(row), 0, std::nullopt};
    record.entry.purged = false;  // not looked at
    const std::size_t more = entry_columns().size();
    record.changed_ms = row.nullable(more).value_or(record.entry.accepted_ms);
    record.ended_ms = row.nullable(more + 1);
    return record;
}

std::string list_of(const std::vector<std::int64_t>& sequences) {
    boost::json::array list;
    for (const std::int64_t sequence : sequences) {
        list.emplace_back(sequence);
    }
    return boost::json::serialize(list);
}

}  // namespace

struct SqliteOverview::Statements {
    explicit Statements(SqliteConnection& connection)
        : begin(connection, "BEGIN"),
          end(connection, "COMMIT"),
          roll_back(connection, "ROLLBACK"),
          // One index step per type, however many documents are open.
          open_types(connection,
                     text({"WITH RECURSIVE type (name) AS (SELECT min(message_type) FROM document"
                           " INDEXED BY document_open WHERE",
                           is_open,
                           "UNION ALL SELECT (SELECT min(message_type) FROM document"
                           " INDEXED BY document_open WHERE",
                           is_open,
                           "AND message_type > name) FROM type WHERE name IS NOT NULL)"
                           " SELECT name FROM type WHERE name IS NOT NULL"}),
                     "", "t"),
          first_open(connection,
                     text({"SELECT min(sequence) FROM document INDEXED BY document_open"
                           " WHERE message_type = ? AND",
                           is_open}),
                     "t", "i"),
          open_count(connection,
                     "SELECT message_type, name, documents FROM figure WHERE measure = 'open'", "",
                     "tti"),
          accepted(connection, "SELECT accepted_ms FROM document WHERE sequence = ?", "i", "i"),
          ended(connection,
                text({"SELECT d.message_type, count(*) FROM (SELECT sequence FROM event"
                      " INDEXED BY event_ended WHERE to_state = ? AND at_ms >= ? AND at_ms < ? AND",
                      has_ended,
                      ") AS e CROSS JOIN document AS d ON d.sequence = e.sequence"
                      " GROUP BY d.message_type"}),
                "tii", "ti"),
          ended_by_quarters(connection,
                            "SELECT message_type, name, sum(documents) FROM figure"
                            " WHERE measure = 'ended' AND at_ms >= ? GROUP BY message_type, name",
                            "i", "tti"),
          last_posted(connection,
                      text({"SELECT at_ms FROM event INDEXED BY event_ended"
                            " WHERE to_state = 'posted' AND",
                            has_ended, "ORDER BY at_ms DESC LIMIT 1"}),
                      "", "i"),
          causes(connection,
                 "SELECT name, documents FROM figure WHERE measure = 'cause'"
                 " ORDER BY documents DESC, name LIMIT ?",
                 "i", "ti"),
          findings(connection, "SELECT name, documents FROM figure WHERE measure = 'finding'", "",
                   "ti"),
          open_sequences(connection,
                         text({"SELECT sequence FROM document INDEXED BY document_open"
                               " WHERE message_type = ? AND sequence > ? AND",
                               is_open, "ORDER BY sequence LIMIT ?"}),
                         "tii", "i"),
          entries(connection,
                  select_entries("") +
                      "WHERE d.sequence IN (SELECT value FROM json_each(?))"
                      " ORDER BY d.sequence",
                  "t", entry_columns()),
          last_sequence(connection, "SELECT max(sequence) FROM document", "", "i"),
          last_event(connection, "SELECT max(id) FROM event", "", "i"),
          records_after(connection,
                        text({"SELECT ", record_columns,
                              "FROM document AS d WHERE d.sequence > ? AND d.sequence <= ?"
                              " ORDER BY d.sequence LIMIT ?"}),
                        "iii", record_letters()),
          records(connection,
                  text({"SELECT ", record_columns,
                        "FROM document AS d WHERE d.sequence IN (SELECT value FROM json_each(?))"
                        " ORDER BY d.sequence"}),
                  "t", record_letters()),
          lines_after(connection,
                      "SELECT id, sequence FROM event WHERE id > ? AND id <= ?"
                      " ORDER BY id LIMIT ?",
                      "iii", "ii"),
          events_after(connection,
                       "SELECT e.id, e.at_ms, d.message_id, e.type, e.json FROM event AS e"
                       " LEFT JOIN document AS d ON d.sequence = e.sequence"
                       " WHERE e.id > ? AND e.id <= ? AND e.type <> '' ORDER BY e.id LIMIT ?",
                       "iii", "iittt"),
          ended_places(connection,
                       text({"SELECT at_ms, sequence FROM event INDEXED BY event_ended"
                             " WHERE to_state = ? AND (at_ms, sequence) > (?, ?) AND",
                             has_ended, "ORDER BY at_ms, sequence LIMIT ?"}),
                       "tiii", "ii"),
          has_document(connection,
                       "SELECT EXISTS (SELECT 1 FROM document INDEXED BY document_business"
                       " WHERE document_id = ? AND message_type = ?)",
                       "tt", "i"),
          alerts(connection, "SELECT key, since_ms, json FROM alert ORDER BY since_ms, key", "",
                 "tit") {}

    SqliteStatement begin;
    SqliteStatement end;
    SqliteStatement roll_back;
    SqliteStatement open_types;
    SqliteStatement first_open;
    SqliteStatement open_count;
    SqliteStatement accepted;
    SqliteStatement ended;
    SqliteStatement ended_by_quarters;
    SqliteStatement last_posted;
    SqliteStatement causes;
    SqliteStatement findings;
    SqliteStatement open_sequences;
    SqliteStatement entries;
    SqliteStatement last_sequence;
    SqliteStatement last_event;
    SqliteStatement records_after;
    SqliteStatement records;
    SqliteStatement lines_after;
    SqliteStatement events_after;
    SqliteStatement ended_places;
    SqliteStatement has_document;
    SqliteStatement alerts;
};

SqliteOverview::SqliteOverview(std::string path) : path_(std::move(path)) {}

SqliteOverview::~SqliteOverview() = default;

Result<void> SqliteOverview::connect() {
    if (statements_ != nullptr) {
        return {};
    }
    Result<std::unique_ptr<SqliteConnection>> opened = open_for_reading(path_);
    if (!opened.ok()) {
        return std::move(opened).error();
    }
    connection_ = std::move(opened).value();
    statements_ = std::make_unique<Statements>(*connection_);
    return {};
}

template <class T, class Question>
Result<T> SqliteOverview::answer(const Question& question) {
    const std::lock_guard lock(mutex_);
    const Result<void> connected = connect();
    if (!connected.ok()) {
        return connected.error();
    }
    const Result<std::size_t> begun = statements_->begin.run();
    if (!begun.ok()) {
        return begun.error();
    }
    // Left open, it would show all that is asked later as it was now.
    const Finally done([this] {
        if (!statements_->end.run().ok()) {
            static_cast<void>(statements_->roll_back.run());
        }
    });
    T found{};
    const Result<std::size_t> asked = question(*statements_, found);
    return asked.ok() ? Result<T>(std::move(found)) : Result<T>(asked.error());
}

Result<std::vector<std::string>> SqliteOverview::open_types() {
    std::vector<std::string> types;
    SqliteStatement& row = statements_->open_types;
    const Result<std::size_t> rows = row.each([&] { types.push_back(row.text(0)); });
    return rows.ok() ? Result<std::vector<std::string>>(std::move(types))
                     : Result<std::vector<std::string>>(rows.error());
}

Result<std::size_t> SqliteOverview::count_open(Figures& figures) {
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
        step = step.ok() ? ask.first_open.each(read, type) : step;
    }
    if (step.ok() && oldest.has_value()) {
        step =
            ask.accepted.each([&] { figures.oldest_open_ms = ask.accepted.integer(0); }, *oldest);
    }
    const auto count = [&] {
        add_open(figures.types[ask.open_count.text(0)], ask.open_count.text(1),
                 ask.open_count.integer(2));
    };
    return step.ok() ? ask.open_count.each(count) : step;
}

Result<std::size_t> SqliteOverview::count_ended(Figures& figures, std::int64_t since_ms) {
    Statements& ask = *statements_;
    Result<std::size_t> step =
        ask.last_posted.each([&] { figures.last_posted_ms = ask.last_posted.integer(0); });
    // Whole quarters of an hour by their rows, and what ended in the one that has begun before.
    const std::int64_t quarter = next_quarter(since_ms);
    for (const State state : {State::posted, State::rejected, State::withdrawn}) {
        const auto read = [&] {
            add_ended(figures.types[ask.ended.text(0)], text_of(state), ask.ended.integer(1));
        };
        step = step.ok() ? ask.ended.each(read, text_of(state), since_ms, quarter) : step;
    }
    const auto count = [&] {
        add_ended(figures.types[ask.ended_by_quarters.text(0)], ask.ended_by_quarters.text(1),
                  ask.ended_by_quarters.integer(2));
    };
    return step.ok() ? ask.ended_by_quarters.each(count, quarter) : step;
}

Result<Figures> SqliteOverview::figures(std::int64_t since_ms, std::size_t causes_max) {
    return answer<Figures>([&](Statements& ask, Figures& figures) {
        Result<std::size_t> step = count_open(figures);
        step = step.ok() ? count_ended(figures, since_ms) : step;
        const auto cause = [&] {
            figures.causes.push_back({ask.causes.text(0), ask.causes.integer(1)});
        };
        step = step.ok() ? ask.causes.each(cause, causes_max) : step;
        const auto finding = [&] {
            figures.findings[ask.findings.text(0)] = ask.findings.integer(1);
        };
        return step.ok() ? ask.findings.each(finding) : step;
    });
}

Result<std::vector<Entry>> SqliteOverview::open_after(std::int64_t sequence, std::size_t limit) {
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
            step = step.ok() ? ask.open_sequences.each(read, type, sequence, limit) : step;
        }
        std::sort(sequences.begin(), sequences.end());
        sequences.resize(std::min(sequences.size(), limit));
        const auto entry = [&] { entries.push_back(read_entry(ask.entries)); };
        return step.ok() ? ask.entries.each(entry, list_of(sequences)) : step;
    });
}

/// One connection writes, so that numbers appear in their order.
Result<Extent> SqliteOverview::extent() {
    return answer<Extent>([](Statements& ask, Extent& extent) {
        Result<std::size_t> step =
            ask.last_sequence.each([&] { extent.sequence = ask.last_sequence.integer(0); });
        return step.ok() ? ask.last_event.each([&] { extent.event = ask.last_event.integer(0); })
                         : step;
    });
}

Result<std::vector<Record>> SqliteOverview::records_after(std::int64_t sequence,
                                                          std::int64_t through, std::size_t limit) {
    using Records = std::vector<Record>;
    return answer<Records>([&](Statements& ask, Records& records) {
        return ask.records_after.each([&] { records.push_back(read_record(ask.records_after)); },
                                      sequence, through, limit);
    });
}

Result<Changed> SqliteOverview::records_changed(std::int64_t event, std::int64_t through,
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
        Result<std::size_t> step = ask.lines_after.each(line, event, through, limit);
        if (!step.ok() || sequences.empty()) {
            return step;
        }
        return ask.records.each([&] { changed.records.push_back(read_record(ask.records)); },
                                list_of({sequences.begin(), sequences.end()}));
    });
}

Result<EndedPage> SqliteOverview::ended_after(State state, const EndedPlace& after,
                                              std::size_t limit) {
    return answer<EndedPage>([&](Statements& ask, EndedPage& page) {
        std::vector<std::int64_t> sequences;
        page.through = after;
        const auto place = [&] {
            page.through = {ask.ended_places.integer(0), ask.ended_places.integer(1)};
            sequences.push_back(page.through.sequence);
        };
        Result<std::size_t> step =
            ask.ended_places.each(place, text_of(state), after.at_ms, after.sequence, limit);
        page.more = sequences.size() == limit;
        if (!step.ok() || sequences.empty()) {
            return step;
        }
        return ask.records.each([&] { page.records.push_back(read_record(ask.records)); },
                                list_of(sequences));
    });
}

Result<bool> SqliteOverview::has_document(std::string_view message_type,
                                          std::string_view document_id) {
    return answer<bool>([&](Statements& ask, bool& has) {
        return ask.has_document.each([&] { has = ask.has_document.integer(0) != 0; }, document_id,
                                     message_type);
    });
}

Result<std::vector<ToldEvent>> SqliteOverview::events_after(std::int64_t event,
                                                            std::int64_t through,
                                                            std::size_t limit) {
    using Events = std::vector<ToldEvent>;
    return answer<Events>([&](Statements& ask, Events& events) {
        const SqliteStatement& row = ask.events_after;
        const auto told = [&] {
            events.push_back(
                {row.integer(0), row.integer(1), row.text(2), row.text(3), row.text(4)});
        };
        return ask.events_after.each(told, event, through, limit);
    });
}

Result<std::vector<Alert>> SqliteOverview::alerts() {
    using Alerts = std::vector<Alert>;
    return answer<Alerts>([](Statements& ask, Alerts& alerts) {
        const SqliteStatement& row = ask.alerts;
        return ask.alerts.each(
            [&] { alerts.push_back({row.text(0), row.integer(1), row.text(2)}); });
    });
}

}  // namespace sage
