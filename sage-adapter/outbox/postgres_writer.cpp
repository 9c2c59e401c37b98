// SPDX-License-Identifier: Apache-2.0
// The transaction itself, accepting, and claiming. What follows a claim is in
// postgres_writer_changes.cpp.
#include "sage-adapter/outbox/postgres_writer.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <optional>
#include <utility>

#include "sage-adapter/outbox/postgres_records.h"
#include "sage-adapter/outbox/postgres_rows.h"
#include "sage-adapter/outbox/postgres_session.h"
#include "sage-adapter/outbox/postgres_statements.h"
#include "sage-adapter/outbox/records.h"
#include "sage-adapter/outbox/refusals.h"

namespace sage {
namespace {

// How many documents are open changes by what other hosts do, too: read anew after so many commits.
constexpr int commits_between_readings = 256;
// Another host may take the place of the first of an ordering key between two statements.
constexpr int places_tried_max = 10;

Error contended(std::string cause) {
    return Error(Status::storage, Problem{"outbox.contended", "", std::move(cause),
                                          "Nothing to do: it is tried again.", Owner::it});
}

/// As the parameter of the statement that adds them: a list of lists.
std::string figures_as_json(const FigureChanges& figures) {
    boost::json::array rows;
    for (const auto& [place, added] : figures.added()) {
        rows.push_back(
            boost::json::array{place.measure, place.at_ms, place.message_type, place.name, added});
    }
    return boost::json::serialize(rows);
}

}  // namespace

PostgresWriter::PostgresWriter(const PostgresOptions& options, std::uint64_t documents_max)
    : options_(options),
      documents_max_(documents_max),
      connection_([this] { return conninfo_of(options_); }),
      statements_(std::make_unique<Statements>(connection_)) {}

PostgresWriter::~PostgresWriter() = default;

Result<void> PostgresWriter::connect() {
    const Result<bool> opened = connection_.open();
    if (!opened.ok()) {
        return opened.error();
    }
    if (!opened.value()) {
        return {};
    }
    const Result<std::int64_t> company = prepare_session(connection_, options_);
    if (!company.ok()) {
        // Half prepared, it must not be taken for a session that can be used.
        connection_.close();
        return company.error();
    }
    company_ = company.value();
    Result<void> registered;
    if (writer_ != 0) {
        const auto read = [this] {
            const PostgresStatement& row = statements_->lock_writer;
            commits_ = row.integer(0);
            begin_chain(row.integer(1) == 0
                            ? empty_chain(writer_)
                            : JournalHead{writer_, row.integer(1), std::string(row.text(2))});
        };
        const Result<std::size_t> rows = statements_->lock_writer.each(read, company_, writer_);
        registered = rows.ok() ? Result<void>() : Result<void>(rows.error());
        writer_ = rows.ok() && rows.value() == 0 ? 0 : writer_;
    }
    if (registered.ok() && writer_ == 0) {
        registered = register_anew();
    }
    if (registered.ok()) {
        PostgresStatement name(connection_, "SELECT set_config('application_name', $1, false)");
        const Result<std::size_t> named = name.run(session_name_);
        registered = named.ok() ? Result<void>() : Result<void>(named.error());
    }
    if (!registered.ok()) {
        connection_.close();
    }
    commits_since_read_ = commits_between_readings;
    return registered;
}

Result<void> PostgresWriter::register_anew() {
    // Before the rows of those who are gone go.
    Result<void> told = read_other_heads();
    if (!told.ok()) {
        return told;
    }
    const auto read = [this] { writer_ = statements_->register_writer.integer(0); };
    const Result<std::size_t> rows = statements_->register_writer.each(read, company_);
    if (!rows.ok()) {
        return rows.error();
    }
    commits_ = 0;
    begin_chain(empty_chain(writer_));
    session_name_ = "sage-connector/" + std::to_string(writer_);
    return {};
}

void PostgresWriter::begin_chain(JournalHead head) {
    const std::lock_guard lock(head_mutex_);
    head_ = std::move(head);
}

JournalHead PostgresWriter::journal_head() const {
    const std::lock_guard lock(head_mutex_);
    return head_;
}

Result<void> PostgresWriter::read_other_heads() {
    std::vector<JournalHead> heads;
    PostgresStatement& row = statements_->other_heads;
    const auto read = [&] {
        heads.push_back({row.integer(0), row.integer(1), std::string(row.text(2))});
    };
    const Result<std::size_t> rows = row.each(read, company_, writer_);
    if (!rows.ok()) {
        return rows.error();
    }
    other_heads_ = std::move(heads);
    return {};
}

Result<void> PostgresWriter::begin_once() {
    Result<void> connected = connect();
    if (!connected.ok()) {
        return connected;
    }
    const Result<std::size_t> begun = statements_->begin.run();
    in_transaction_ = begun.ok();
    return begun.ok() ? Result<void>() : Result<void>(begun.error());
}

Result<void> PostgresWriter::begin() {
    if (in_transaction_) {
        // Whoever led it had no memory left to end it.
        roll_back();
    }
    wrote_ = false;
    commit_sent_ = false;
    added_ = Counts{};
    figures_.clear();
    const bool was_connected = connection_.connected();
    Result<void> begun = begin_once();
    // The server may have ended an idle session: nothing of this transaction has happened yet.
    if (!begun.ok() && was_connected && may_be_repeated(begun.error())) {
        begun = begin_once();
    }
    if (begun.ok() && commits_since_read_ >= commits_between_readings) {
        const auto read = [this] { open_documents_ = statements_->open_documents.integer(0); };
        const Result<std::size_t> rows = statements_->open_documents.each(read, company_);
        begun = rows.ok() ? Result<void>() : Result<void>(rows.error());
        // Those that were read before rows went are told first.
        begun = begun.ok() && other_heads_.empty() ? read_other_heads() : begun;
        commits_since_read_ = 0;
    }
    chain_.begin_at(head_);
    rows_.clear();
    return begun;
}

Result<void> PostgresWriter::commit() {
    if (wrote_) {
        if (!other_heads_.empty()) {
            journal(heads_row(other_heads_, rows_.empty() ? 0 : rows_.back().at_ms));
        }
        const Counts& add = added_;
        const Result<std::size_t> counted = statements_->add_counts.run(
            company_, writer_, add.queued, add.sending, add.in_doubt, add.posted, add.rejected,
            add.held, add.withdrawn, add.unverified, add.events, chain_.head().position,
            chain_.head().hash, rows_as_json(rows_), figures_as_json(figures_));
        if (!counted.ok()) {
            return counted.error();
        }
        if (counted.value() == 0) {
            // Nothing was written for a day, and another host has taken our row over: the next
            // connection begins a chain of its own.
            writer_ = 0;
            connection_.close();
            return contended("The outbox has forgotten this host, which wrote nothing for a day.");
        }
    }
    commit_sent_ = wrote_;
    in_transaction_ = false;
    const Result<std::size_t> committed = statements_->commit.run();
    if (!committed.ok()) {
        // What the server refuses by itself, it has not done.
        commit_sent_ = commit_sent_ && !connection_.connected();
        return committed.error();
    }
    commit_sent_ = false;
    if (statements_->commit.done() != "COMMIT") {
        return contended("The outbox's database server rolled a change back.");
    }
    if (wrote_) {
        ++commits_;
        ++commits_since_read_;
        open_documents_ += added_.queued + added_.sending + added_.in_doubt + added_.held;
        other_heads_.clear();
        begin_chain(chain_.head());
    }
    return {};
}

void PostgresWriter::roll_back() {
    in_transaction_ = false;
    if (connection_.connected() && !statements_->roll_back.run().ok()) {
        connection_.close();
    }
}

Result<bool> PostgresWriter::took_effect() {
    if (!commit_sent_) {
        return false;
    }
    const std::int64_t before = commits_;
    const std::int64_t writer = writer_;
    const int old_process = connection_.server_process();
    const Result<bool> opened = connection_.open();
    if (!opened.ok()) {
        return opened.error();
    }
    const Result<std::int64_t> company = prepare_session(connection_, options_);
    if (!company.ok()) {
        connection_.close();
        return company.error();
    }
    // The old session may still be at it. It is ended, and in any case holds our row until it is
    // done: once the row can be locked, its number is the answer.
    static_cast<void>(statements_->end_session.run(old_process, session_name_));
    std::optional<std::int64_t> now;
    const auto read = [&] { now = statements_->lock_writer.integer(0); };
    const Result<std::size_t> rows = statements_->lock_writer.each(read, company.value(), writer);
    // The next transaction begins with a session of its own, named as all are.
    connection_.close();
    if (!rows.ok()) {
        return rows.error();
    }
    if (!now.has_value() && before == 0) {
        // The row itself was to come with that commit.
        return false;
    }
    if (!now.has_value()) {
        return contended("The outbox's database server no longer knows this host's last commits.");
    }
    return *now > before;
}

Result<Accepted> PostgresWriter::accept(const NewEntry& entry) {
    if (refusals::has_nul(entry)) {
        return refusals::nul();
    }
    const std::int64_t open =
        open_documents_ + added_.queued + added_.sending + added_.in_doubt + added_.held;
    const bool full = open >= 0 && static_cast<std::uint64_t>(open) >= documents_max_;
    for (int tried = 0; tried < places_tried_max; ++tried) {
        if (!full) {
            Result<std::optional<Accepted>> inserted = insert(entry);
            if (!inserted.ok()) {
                return std::move(inserted).error();
            }
            if (inserted.value().has_value()) {
                return std::move(*inserted.value());
            }
        }
        // What is there already takes no place.
        Result<Accepted> found = existing(entry);
        if (found.ok() || found.error().status != Status::internal) {
            return found;
        }
        if (full) {
            return refusals::full(open);
        }
    }
    return contended("Other hosts accept documents of the same ordering key all the time.");
}

/// Nothing: the same is there already, or another host has just become the first of its ordering
/// key.
Result<std::optional<Accepted>> PostgresWriter::insert(const NewEntry& entry) {
    bool waits = false;
    if (!entry.ordering_key.empty()) {
        // Locked, so that the one before cannot end unseen while this one begins to wait for it.
        const Result<std::size_t> rows =
            statements_->first_of_order.run(company_, entry.tenant_id, entry.ordering_key);
        if (!rows.ok()) {
            return rows.error();
        }
        waits = rows.value() > 0;
    }
    std::optional<std::int64_t> due = entry.now_ms;
    if (waits) {
        due.reset();
    }
    Accepted accepted;
    accepted.message_id = entry.message_id;
    const auto read = [&] { accepted.sequence = statements_->insert_document.integer(0); };
    const Result<std::size_t> inserted = statements_->insert_document.each(
        read, company_, entry.document_key, entry.message_id, entry.content_hash,
        entry.external_reference, entry.message_type, entry.tenant_id, entry.document_id,
        entry.document_version, entry.ordering_key, entry.subject_id, entry.now_ms,
        text_of(waits ? WaitReason::predecessor : WaitReason::none), due, entry.canonical_bytes);
    if (!inserted.ok()) {
        return inserted.error();
    }
    if (inserted.value() == 0) {
        return std::optional<Accepted>();
    }
    wrote_ = true;
    ++added_.queued;
    figures_.came({State::queued, entry.message_type, "", ""});
    journal(accepted_row(entry, accepted.sequence));
    return std::optional(std::move(accepted));
}

Result<Accepted> PostgresWriter::existing(const NewEntry& entry) {
    PostgresStatement& row = statements_->existing;
    std::optional<Error> differs;
    std::optional<Accepted> same;
    const auto look = [&] {
        const std::string hash(row.text(3));
        const bool same_document = row.text(1) == entry.document_key;
        if (row.text(2) == entry.message_id && (!same_document || hash != entry.content_hash)) {
            differs = refusals::message_conflict(hash, entry);
        } else if (hash != entry.content_hash && !differs.has_value()) {
            differs = refusals::document_conflict(hash, entry);
        } else if (same_document) {
            same = Accepted{row.integer(0), true, std::string(row.text(2)),
                            state_of(row.text(4)).value_or(State::held)};
        }
    };
    const Result<std::size_t> rows = row.each(look, company_, entry.message_id, entry.document_id,
                                              entry.message_type, entry.document_key);
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

Result<std::vector<Entry>> PostgresWriter::claim(std::int64_t now_ms, std::int64_t lease_end_ms,
                                                 std::size_t limit) {
    struct Claimed {
        std::int64_t was_due_ms = 0;
        Entry entry;
    };
    std::vector<Claimed> claimed;
    PostgresStatement& row = statements_->claim;
    const auto read = [&] {
        claimed.push_back({row.integer(entry_column_count), read_entry(row)});
        claimed.back().entry.subject_may_exist = row.flag(entry_column_count + 1);
        claimed.back().entry.other_version_may_exist = row.flag(entry_column_count + 2);
    };
    const Result<std::size_t> found =
        row.each(read, company_, now_ms, lease_end_ms, limit, lease_end_ms - now_ms);
    if (!found.ok()) {
        return found.error();
    }
    wrote_ = wrote_ || !claimed.empty();
    std::sort(claimed.begin(), claimed.end(), [](const Claimed& left, const Claimed& right) {
        return std::pair(left.was_due_ms, left.entry.sequence) <
               std::pair(right.was_due_ms, right.entry.sequence);
    });
    std::vector<Entry> entries;
    entries.reserve(claimed.size());
    for (Claimed& one : claimed) {
        entries.push_back(std::move(one.entry));
    }
    return entries;
}

Result<void> PostgresWriter::release(const std::vector<Entry>& entries, std::int64_t due_ms) {
    for (const Entry& entry : entries) {
        const Result<std::size_t> rows = statements_->release.run(
            company_, due_ms, entry.sequence, entry.epoch, text_of(entry.state));
        if (!rows.ok()) {
            return rows.error();
        }
        wrote_ = wrote_ || rows.value() > 0;
    }
    return {};
}

Result<void> PostgresWriter::bring_forward(std::int64_t now_ms) {
    const Result<std::size_t> rows = statements_->bring_forward.run(company_, now_ms);
    if (!rows.ok()) {
        return rows.error();
    }
    wrote_ = wrote_ || rows.value() > 0;
    return {};
}

}  // namespace sage
