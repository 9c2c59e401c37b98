// SPDX-License-Identifier: Apache-2.0
// What happens to a document after it was claimed, what is told to the host, and the catalogue.
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sage-adapter/base/planted_bug.h"
#include "sage-adapter/outbox/records.h"
#include "sage-adapter/outbox/refusals.h"
#include "sage-adapter/outbox/sqlite_rows.h"
#include "sage-adapter/outbox/sqlite_statements.h"

namespace sage {
namespace {

constexpr std::uint8_t attempt_edge = 2;

/// The fence of a change as a bug would have it that looks at the document instead of the holder.
void take_fence_from(SqliteConnection& connection, Change& change) {
    SqliteStatement now(connection, "SELECT epoch, state FROM document WHERE sequence = ?", "i",
                        "it");
    if (now.run(change.sequence).ok()) {
        change.epoch = now.integer(0);
        if (planted(PlantedBug::no_fence)) {
            change.from = state_of(now.text(1)).value_or(change.from);
        }
    }
}

bool is_unverified(State state, bool verified) {
    return state == State::posted && !verified;
}

}  // namespace

Result<bool> SqliteWriter::begin_attempt(const Attempt& attempt, std::int64_t epoch) {
    const Result<std::size_t> fenced =
        attempt.replay
            ? statements_->begin_replay.run(attempt.number, attempt.sequence, epoch, attempt.number)
            : statements_->begin_attempt.run(attempt.deadline_ms, attempt.generation,
                                             attempt.number, attempt.sequence, epoch,
                                             attempt.number);
    if (!fenced.ok()) {
        return fenced.error();
    }
    if (fenced.value() == 0) {
        return false;
    }
    wrote_ = true;
    if (!attempt.replay) {
        --working_.queued;
        ++working_.sending;
    }
    const Result<std::size_t> written = statements_->insert_attempt.run(
        attempt.sequence, attempt.number, attempt.generation, attempt.begun_ms, attempt.deadline_ms,
        attempt.replay ? 1 : 0, attempt.send_hash, attempt.send_json);
    const Result<void> told =
        written.ok() ? journal(attempt_row(attempt)) : Result<void>(written.error());
    return told.ok() ? Result<bool>(true) : Result<bool>(told.error());
}

Result<bool> SqliteWriter::apply(const Change& change) {
    if (!is_edge(change.from, change.to, change.edge) || change.edge == attempt_edge) {
        return refusals::not_an_edge(change);
    }
    if (planted(PlantedBug::no_fence) || planted(PlantedBug::stale_lease_completes)) {
        Change unfenced = change;
        take_fence_from(*connection_, unfenced);
        return apply_fenced(unfenced);
    }
    return apply_fenced(change);
}

Result<bool> SqliteWriter::apply_fenced(const Change& change) {
    SqliteStatement& before = statements_->before;
    const Result<std::size_t> found = before.run(change.sequence);
    if (!found.ok()) {
        return found.error();
    }
    const bool never_due = is_final(change.to) || change.to == State::held;
    const WaitReason reason = change.to == State::queued ? change.wait_reason : WaitReason::none;
    const Result<std::size_t> fenced = statements_->apply.run(
        text_of(change.to), never_due ? std::nullopt : change.due_ms, text_of(reason),
        change.generation, change.look_ups, change.absent_ms, change.maybe_in_sage ? 1 : 0,
        change.verified ? 1 : 0, change.problem_json, change.root_cause, change.sage_document_json,
        change.sequence, change.epoch, text_of(change.from));
    if (!fenced.ok()) {
        return fenced.error();
    }
    if (fenced.value() == 0) {
        return false;
    }
    wrote_ = true;
    --count_of(working_, change.from);
    ++count_of(working_, change.to);
    working_.unverified -= is_unverified(change.from, before.integer(0) != 0) ? 1 : 0;
    working_.unverified += is_unverified(change.to, change.verified) ? 1 : 0;
    const std::string& type = before.text(5);
    figures_.moved({change.from, type, before.text(6), before.text(7)},
                   {change.to, type, change.root_cause, change.problem_json}, change.now_ms);
    Result<void> line = write_line(change, before.integer(1));
    if (!line.ok()) {
        return std::move(line).error();
    }
    // What still waited for its turn had none to pass on.
    const bool had_turn = before.integer(4) == 0;
    if (is_final(change.to) && !is_final(change.from) && !before.text(3).empty() && had_turn) {
        const Result<std::size_t> released =
            statements_->release_next.run(change.now_ms, before.text(2), before.text(3));
        if (!released.ok()) {
            return released.error();
        }
    }
    return true;
}

Result<bool> SqliteWriter::apply_all(const std::vector<Change>& changes) {
    // Nobody else writes while this transaction is open: fences that hold now hold to its end.
    std::set<std::int64_t> entries;
    for (const Change& change : changes) {
        // The second change of one entry would meet a fence that the first has moved.
        if (!is_edge(change.from, change.to, change.edge) || change.edge == attempt_edge ||
            !entries.insert(change.sequence).second) {
            return refusals::not_an_edge(change);
        }
        const Result<std::size_t> rows =
            statements_->fence.run(change.sequence, change.epoch, text_of(change.from));
        if (!rows.ok()) {
            return rows.error();
        }
        if (rows.value() == 0) {
            return false;
        }
    }
    for (const Change& change : changes) {
        const Result<bool> applied = apply(change);
        if (!applied.ok()) {
            return applied.error();
        }
    }
    return true;
}

Result<bool> SqliteWriter::let_pass(const Entry& first, std::int64_t later_sequence,
                                    std::int64_t now_ms) {
    const Result<std::size_t> fenced =
        statements_->fence.run(first.sequence, first.epoch, text_of(State::queued));
    if (!fenced.ok() || fenced.value() == 0) {
        return fenced.ok() ? Result<bool>(false) : Result<bool>(fenced.error());
    }
    const Result<std::size_t> passed =
        statements_->let_go.run(now_ms, later_sequence, first.tenant_id, first.ordering_key);
    if (!passed.ok() || passed.value() == 0) {
        return passed.ok() ? Result<bool>(false) : Result<bool>(passed.error());
    }
    wrote_ = true;
    const Result<std::size_t> stood_back = statements_->stand_back.run(first.sequence);
    return stood_back.ok() ? Result<bool>(true) : Result<bool>(stood_back.error());
}

Result<void> SqliteWriter::write_line(const Change& change, std::int64_t attempts) {
    const bool silent = change.event_type.empty();
    const Result<std::size_t> written = statements_->insert_event.run(
        change.sequence, attempts, change.now_ms, change.edge, text_of(change.from),
        text_of(change.to), change.evidence, change.event_type, change.event_json, silent ? 1 : 0);
    if (!written.ok()) {
        return written.error();
    }
    if (!silent) {
        told();
    }
    return journal(change_row(change, attempts));
}

void SqliteWriter::told() {
    ++working_.events;
    working_last_event_ = statements_->insert_event.inserted();
}

Result<std::int64_t> SqliteWriter::recover(std::int64_t now_ms) {
    std::vector<JournalRow> found;
    SqliteStatement& row = statements_->recover_look;
    const auto look = [&] {
        found.push_back(recovered_row(row.integer(0), row.integer(1), now_ms));
        figures_.moved({State::sending, row.text(2), "", ""},
                       {State::in_doubt, row.text(2), "", ""}, now_ms);
    };
    Result<std::size_t> lines = row.each(look);
    lines = lines.ok() ? statements_->recover_lines.run(now_ms) : lines;
    if (!lines.ok()) {
        return lines.error();
    }
    for (JournalRow& one : found) {
        const Result<void> told = journal(std::move(one));
        if (!told.ok()) {
            return told.error();
        }
    }
    const Result<std::size_t> sending = statements_->recover_sending.run(now_ms);
    if (!sending.ok()) {
        return sending.error();
    }
    const Result<std::size_t> leases = statements_->recover_leases.run(now_ms);
    if (!leases.ok()) {
        return leases.error();
    }
    const auto doubts = static_cast<std::int64_t>(sending.value());
    wrote_ = wrote_ || doubts > 0 || leases.value() > 0;
    working_.sending -= doubts;
    working_.in_doubt += doubts;
    return doubts;
}

Result<void> SqliteWriter::raise(std::string_view event_type, std::string_view event_json,
                                 std::int64_t now_ms) {
    const Result<std::size_t> written = statements_->insert_event.run(
        std::optional<std::int64_t>(), 0, now_ms, 0, "", "", "", event_type, event_json, 0);
    if (!written.ok()) {
        return written.error();
    }
    wrote_ = true;
    told();
    return {};
}

Result<void> SqliteWriter::acknowledge(std::int64_t event_id) {
    const Result<std::size_t> rows = statements_->acknowledge.run(event_id);
    if (!rows.ok()) {
        return rows.error();
    }
    wrote_ = wrote_ || rows.value() > 0;
    working_.events -= static_cast<std::int64_t>(rows.value());
    return {};
}

Result<void> SqliteWriter::save_catalogue(const Catalogue& catalogue, const StoredCatalogue& known,
                                          const CatalogueDifference& changes,
                                          std::int64_t& version) {
    wrote_ = true;
    const Result<std::string> stored = noted(catalogue_version_note);
    const Result<std::string> read_at = noted(catalogue_read_at_note);
    if (!stored.ok() || !read_at.ok()) {
        return stored.ok() ? read_at.error() : stored.error();
    }
    const bool is_known = known.is(stored.value(), read_at.value());
    const CatalogueDifference difference =
        is_known ? changes : CatalogueDifference(Catalogue(), catalogue);
    Result<std::size_t> step =
        is_known ? Result<std::size_t>(0) : statements_->clear_catalogue.run();
    for (auto gone = difference.gone.begin(); step.ok() && gone != difference.gone.end(); ++gone) {
        step = statements_->delete_record.run((*gone)->kind, (*gone)->id);
    }
    for (auto put = difference.put.begin(); step.ok() && put != difference.put.end(); ++put) {
        const CatalogueRecord& record = **put;
        boost::json::object fields;
        for (const auto& [name, value] : record.fields) {
            fields[name] = value;
        }
        step =
            statements_->insert_record.run(record.kind, record.id, record.key, record.name,
                                           record.active ? 1 : 0, boost::json::serialize(fields));
    }
    version = catalogue_version(stored.value()) + 1;
    if (step.ok()) {
        step = statements_->set_meta.run(catalogue_version_note, std::to_string(version));
    }
    if (step.ok()) {
        step = statements_->set_meta.run(catalogue_read_at_note,
                                         std::to_string(catalogue.read_at_ms()));
    }
    return step.ok() ? journal(catalogue_row(stored.value(), version, catalogue.read_at_ms()))
                     : Result<void>(step.error());
}

/// Empty: nothing stands under that name.
Result<std::string> SqliteWriter::noted(std::string_view name) {
    const Result<std::size_t> rows = statements_->meta.run(name);
    return rows.ok() ? Result<std::string>(rows.value() == 0 ? "" : statements_->meta.text(0))
                     : Result<std::string>(rows.error());
}

Result<void> SqliteWriter::settings_in_force(std::string_view hash, std::int64_t now_ms) {
    const Result<std::string> before = noted(settings_note);
    if (!before.ok() || before.value() == hash) {
        return before.ok() ? Result<void>() : Result<void>(before.error());
    }
    wrote_ = true;
    const Result<std::size_t> step = statements_->set_meta.run(settings_note, hash);
    return step.ok() ? journal(settings_row(before.value(), hash, now_ms))
                     : Result<void>(step.error());
}

Result<void> SqliteWriter::remember(std::string_view name, std::string_view value) {
    wrote_ = true;
    const Result<std::size_t> step = statements_->set_meta.run("note." + std::string(name), value);
    return step.ok() ? Result<void>() : Result<void>(step.error());
}

}  // namespace sage
