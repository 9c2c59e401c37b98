// SPDX-License-Identifier: Apache-2.0
// The transaction itself, accepting, and claiming. What follows a claim is in
// sqlite_writer_changes.cpp.
#include "sage-adapter/outbox/sqlite_writer.h"

#include <array>
#include <new>
#include <string>
#include <utility>

#include "sage-adapter/outbox/records.h"
#include "sage-adapter/outbox/refusals.h"
#include "sage-adapter/outbox/sqlite_records.h"
#include "sage-adapter/outbox/sqlite_rows.h"
#include "sage-adapter/outbox/sqlite_statements.h"

namespace sage {

SqliteWriter::SqliteWriter(std::unique_ptr<SqliteConnection> connection, SqliteReader& reader,
                           std::uint64_t documents_max)
    : connection_(std::move(connection)),
      reader_(reader),
      documents_max_(documents_max),
      statements_(std::make_unique<Statements>(*connection_)) {}

SqliteWriter::~SqliteWriter() = default;

Result<void> SqliteWriter::begin() {
    if (refusal_.has_value()) {
        return *refusal_;
    }
    if (connection_->in_transaction()) {
        roll_back();
    }
    const Result<std::size_t> begun = statements_->begin.run();
    if (!begun.ok()) {
        return begun.error();
    }
    wrote_ = false;
    empties_log_ = false;
    figures_.clear();
    return loaded_ ? Result<void>() : load_tally();
}

Result<void> SqliteWriter::load_tally() {
    const Result<std::size_t> rows = statements_->read_tally.run();
    if (!rows.ok()) {
        return rows.error();
    }
    commits_ = statements_->read_tally.integer(0);
    working_ = read_counts(statements_->read_tally, 1);
    const Result<std::size_t> last = statements_->last_event.run();
    if (!last.ok()) {
        return last.error();
    }
    working_last_event_ = statements_->last_event.integer(0);
    const Result<std::size_t> rows_of_journal = statements_->last_row.run();
    if (!rows_of_journal.ok()) {
        return rows_of_journal.error();
    }
    chain_.begin_at(rows_of_journal.value() == 0 ? empty_chain(0)
                                                 : JournalHead{0, statements_->last_row.integer(0),
                                                               statements_->last_row.text(1)});
    loaded_ = true;
    const std::lock_guard lock(counts_mutex_);
    committed_ = working_;
    committed_last_event_ = working_last_event_;
    committed_head_ = chain_.head();
    return {};
}

Result<void> SqliteWriter::commit() {
    // A transaction that wrote nothing ends without waiting for the disk.
    if (wrote_) {
        const Counts& now = working_;
        const Result<std::size_t> written = statements_->write_tally.run(
            commits_ + 1, now.queued, now.sending, now.in_doubt, now.posted, now.rejected, now.held,
            now.withdrawn, now.unverified, now.events);
        if (!written.ok()) {
            return written.error();
        }
        Result<void> figures = write_figures();
        if (!figures.ok()) {
            return figures;
        }
    }
    const Result<std::size_t> committed = statements_->commit.run();
    if (!committed.ok()) {
        return committed.error();
    }
    if (wrote_) {
        ++commits_;
        const std::lock_guard lock(counts_mutex_);
        committed_ = working_;
        committed_last_event_ = working_last_event_;
        committed_head_ = chain_.head();
    }
    if (empties_log_) {
        empty_log();
    }
    return {};
}

/// A row that counts nothing any more goes, and with it what it was named after.
Result<void> SqliteWriter::write_figures() {
    for (const auto& [place, added] : figures_.added()) {
        Result<std::size_t> step = statements_->add_figure.run(
            place.measure, place.at_ms, place.message_type, place.name, added);
        if (step.ok() && added < 0) {
            step = statements_->drop_figure.run(place.measure, place.at_ms, place.message_type,
                                                place.name);
        }
        if (!step.ok()) {
            return step.error();
        }
    }
    return {};
}

/// Where another program reads just then it stays for now: the end of the next purge tries again.
void SqliteWriter::empty_log() {
    const Result<std::string> blocked =
        reader_.while_idle([this] { return connection_->text("PRAGMA wal_checkpoint(TRUNCATE)"); });
    purged_ = !blocked.ok() || blocked.value() != "0";
}

void SqliteWriter::roll_back() {
    loaded_ = false;
    // SQLite may have rolled back by itself; then this fails, and nothing is left to do. Where
    // there is no memory for it, the transaction stays open until the next one begins.
    try {
        static_cast<void>(connection_->run("ROLLBACK"));
    } catch (const std::bad_alloc&) {
        return;
    }
}

Result<bool> SqliteWriter::took_effect() {
    const Result<std::int64_t> commits = reader_.commits();
    if (!commits.ok()) {
        return commits.error();
    }
    return wrote_ && commits.value() > commits_;
}

Counts SqliteWriter::counts() const {
    const std::lock_guard lock(counts_mutex_);
    return committed_;
}

std::int64_t SqliteWriter::last_event() const {
    const std::lock_guard lock(counts_mutex_);
    return committed_last_event_;
}

JournalHead SqliteWriter::journal_head() const {
    const std::lock_guard lock(counts_mutex_);
    return committed_head_;
}

Result<void> SqliteWriter::journal(JournalRow row) {
    return write_row(statements_->insert_journal, chain_.append(std::move(row)));
}

Result<Accepted> SqliteWriter::accept(const NewEntry& entry) {
    // Text columns end at a NUL when they are read back.
    if (refusals::has_nul(entry)) {
        return refusals::nul();
    }
    const Counts& now = working_;
    const std::int64_t open = now.queued + now.sending + now.in_doubt + now.held;
    if (static_cast<std::uint64_t>(open) < documents_max_) {
        return insert(entry);
    }
    // What is there already takes no place.
    Result<Accepted> found = existing(entry);
    if (found.ok() || found.error().status != Status::internal) {
        return found;
    }
    return refusals::full(open);
}

Result<Accepted> SqliteWriter::insert(const NewEntry& entry) {
    const Result<bool> waits = has_predecessor(entry);
    if (!waits.ok()) {
        return waits.error();
    }
    std::optional<std::int64_t> due = entry.now_ms;
    if (waits.value()) {
        due.reset();
    }
    const WaitReason reason = waits.value() ? WaitReason::predecessor : WaitReason::none;
    const Result<std::size_t> inserted = statements_->insert_document.run(
        entry.document_key, entry.message_id, entry.content_hash, entry.external_reference,
        entry.message_type, entry.tenant_id, entry.document_id, entry.document_version,
        entry.ordering_key, entry.subject_id, entry.now_ms, text_of(reason), due);
    if (!inserted.ok()) {
        return inserted.error();
    }
    if (inserted.value() == 0) {
        return existing(entry);
    }
    wrote_ = true;
    ++working_.queued;
    figures_.came({State::queued, entry.message_type, "", ""});
    Accepted accepted;
    accepted.sequence = statements_->insert_document.inserted();
    accepted.message_id = entry.message_id;
    const Result<std::size_t> kept =
        statements_->insert_content.run(accepted.sequence, entry.canonical_bytes);
    const Result<void> told =
        kept.ok() ? journal(accepted_row(entry, accepted.sequence)) : Result<void>(kept.error());
    return told.ok() ? Result<Accepted>(std::move(accepted)) : Result<Accepted>(told.error());
}

Result<bool> SqliteWriter::has_predecessor(const NewEntry& entry) {
    if (entry.ordering_key.empty()) {
        return false;
    }
    const Result<std::size_t> rows =
        statements_->predecessor.run(entry.tenant_id, entry.ordering_key);
    return rows.ok() ? Result<bool>(rows.value() > 0) : Result<bool>(rows.error());
}

Result<Accepted> SqliteWriter::existing(const NewEntry& entry) {
    SqliteStatement& row = statements_->existing;
    std::optional<Error> differs;
    std::optional<Accepted> same;
    const auto look = [&] {
        const std::string& hash = row.text(3);
        const bool same_document = row.text(1) == entry.document_key;
        if (row.text(2) == entry.message_id && (!same_document || hash != entry.content_hash)) {
            differs = refusals::message_conflict(hash, entry);
        } else if (hash != entry.content_hash && !differs.has_value()) {
            differs = refusals::document_conflict(hash, entry);
        } else if (same_document) {
            same = Accepted{row.integer(0), true, row.text(2),
                            state_of(row.text(4)).value_or(State::held)};
        }
    };
    const Result<std::size_t> rows =
        row.each(look, entry.message_id, entry.document_id, entry.message_type, entry.document_key);
    if (!rows.ok()) {
        return rows.error();
    }
    if (differs.has_value()) {
        return std::move(*differs);
    }
    if (same.has_value()) {
        return std::move(*same);
    }
    return Error(Status::internal,
                 Problem{"outbox.not_found", "", "The document is not in the outbox.",
                         "Report this with the log.", Owner::vendor});
}

Result<std::vector<Entry>> SqliteWriter::claim(std::int64_t now_ms, std::int64_t lease_end_ms,
                                               std::size_t limit) {
    std::vector<Entry> claimed;
    SqliteStatement& due = statements_->due;
    const Result<std::size_t> found = due.each(
        [&] {
            claimed.push_back(read_entry(due));
            claimed.back().subject_may_exist = due.integer(entry_columns().size()) != 0;
            claimed.back().other_version_may_exist = due.integer(entry_columns().size() + 1) != 0;
        },
        now_ms, limit);
    if (!found.ok()) {
        return found.error();
    }
    if (claimed.empty()) {
        return claimed;
    }
    // The same rows: nothing has written since they were read.
    wrote_ = true;
    const Result<std::size_t> leased = statements_->lease.run(lease_end_ms, now_ms, limit);
    if (!leased.ok()) {
        return leased.error();
    }
    for (Entry& entry : claimed) {
        ++entry.epoch;
        entry.due_ms = lease_end_ms;
    }
    return claimed;
}

Result<void> SqliteWriter::release(const std::vector<Entry>& entries, std::int64_t due_ms) {
    for (const Entry& entry : entries) {
        const Result<std::size_t> rows =
            statements_->release.run(due_ms, entry.sequence, entry.epoch, text_of(entry.state));
        if (!rows.ok()) {
            return rows.error();
        }
        wrote_ = wrote_ || rows.value() > 0;
    }
    return {};
}

Result<void> SqliteWriter::bring_forward(std::int64_t now_ms) {
    const Result<std::size_t> rows = statements_->bring_forward.run(now_ms, now_ms);
    if (!rows.ok()) {
        return rows.error();
    }
    wrote_ = wrote_ || rows.value() > 0;
    return {};
}

}  // namespace sage
