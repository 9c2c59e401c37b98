// SPDX-License-Identifier: Apache-2.0
// What happens to a document after it was claimed, what is told to the host, and the catalogue.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <set>
#include <string>
#include <utility>

#include "sage-adapter/outbox/postgres_rows.h"
#include "sage-adapter/outbox/postgres_statements.h"
#include "sage-adapter/outbox/records.h"
#include "sage-adapter/outbox/refusals.h"
#include "sage-adapter/outbox/sqlite_rows.h"

namespace sage {
namespace {

constexpr std::uint8_t attempt_edge = 2;
// Records of the catalogue that travel with one statement.
constexpr std::size_t records_at_once = 500;

bool is_unverified(State state, bool verified) {
    return state == State::posted && !verified;
}

Result<void> without_value(const Result<std::size_t>& rows) {
    return rows.ok() ? Result<void>() : Result<void>(rows.error());
}

}  // namespace

Result<bool> PostgresWriter::begin_attempt(const Attempt& attempt, std::int64_t epoch) {
    PostgresStatement& statement =
        attempt.replay ? statements_->begin_replay : statements_->begin_attempt;
    const Result<std::size_t> rows = statement.run(
        company_, attempt.sequence, epoch, attempt.number, attempt.begun_ms, attempt.deadline_ms,
        attempt.generation, attempt.send_hash, attempt.send_json);
    if (!rows.ok()) {
        return rows.error();
    }
    if (rows.value() == 0) {
        return false;
    }
    wrote_ = true;
    if (!attempt.replay) {
        --added_.queued;
        ++added_.sending;
    }
    journal(attempt_row(attempt));
    return true;
}

Result<bool> PostgresWriter::apply(const Change& change) {
    if (!is_edge(change.from, change.to, change.edge) || change.edge == attempt_edge) {
        return refusals::not_an_edge(change);
    }
    const bool never_due = is_final(change.to) || change.to == State::held;
    const WaitReason reason = change.to == State::queued ? change.wait_reason : WaitReason::none;
    bool was_verified = false;
    std::string tenant_id;
    std::string ordering_key;
    std::int64_t attempts = 0;
    bool had_turn = true;
    std::string type;
    std::string root_cause;
    std::string problem_json;
    PostgresStatement& row = statements_->apply;
    const auto read = [&] {
        was_verified = row.flag(0);
        tenant_id = row.text(1);
        ordering_key = row.text(2);
        attempts = row.integer(3);
        had_turn = !row.flag(4);
        type = row.text(5);
        root_cause = row.text(6);
        problem_json = row.text(7);
    };
    const Result<std::size_t> moved = row.each(
        read, company_, change.sequence, change.epoch, text_of(change.from), text_of(change.to),
        never_due ? std::nullopt : change.due_ms, text_of(reason), change.generation,
        change.look_ups, change.absent_ms, change.maybe_in_sage ? 1 : 0, change.verified ? 1 : 0,
        change.problem_json, change.root_cause, change.sage_document_json, change.now_ms,
        change.edge, change.evidence, change.event_type, change.event_json);
    if (!moved.ok()) {
        return moved.error();
    }
    if (moved.value() == 0) {
        return false;
    }
    wrote_ = true;
    --count_of(added_, change.from);
    ++count_of(added_, change.to);
    added_.unverified -= is_unverified(change.from, was_verified) ? 1 : 0;
    added_.unverified += is_unverified(change.to, change.verified) ? 1 : 0;
    added_.events += change.event_type.empty() ? 0 : 1;
    figures_.moved({change.from, type, root_cause, problem_json},
                   {change.to, type, change.root_cause, change.problem_json}, change.now_ms);
    journal(change_row(change, attempts));
    // What still waited for its turn had none to pass on.
    if (is_final(change.to) && !is_final(change.from) && !ordering_key.empty() && had_turn) {
        Result<void> released = release_next(change, tenant_id, ordering_key);
        if (!released.ok()) {
            return std::move(released).error();
        }
    }
    return true;
}

Result<bool> PostgresWriter::apply_all(const std::vector<Change>& changes) {
    std::set<std::int64_t> entries;
    for (const Change& change : changes) {
        // The second change of one entry would meet a fence that the first has moved.
        if (!is_edge(change.from, change.to, change.edge) || change.edge == attempt_edge ||
            !entries.insert(change.sequence).second) {
            return refusals::not_an_edge(change);
        }
    }
    // All fences are tried and their rows locked before the first is written.
    for (const Change& change : changes) {
        const Result<std::size_t> rows = statements_->lock_entry.run(
            company_, change.sequence, change.epoch, text_of(change.from));
        if (!rows.ok() || rows.value() == 0) {
            return rows.ok() ? Result<bool>(false) : Result<bool>(rows.error());
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

Result<void> PostgresWriter::release_next(const Change& change, const std::string& tenant_id,
                                          const std::string& ordering_key) {
    while (true) {
        bool waits = false;
        std::int64_t sequence = 0;
        const auto look = [&] {
            sequence = statements_->next_of_order.integer(0);
            waits = statements_->next_of_order.flag(1);
        };
        const Result<std::size_t> next =
            statements_->next_of_order.each(look, company_, tenant_id, ordering_key);
        if (!next.ok() || !waits) {
            return without_value(next);
        }
        const Result<std::size_t> released =
            statements_->release_next.run(company_, sequence, change.now_ms);
        // None: another host has withdrawn it meanwhile; then it is the turn of the one behind it.
        if (!released.ok() || released.value() > 0) {
            return without_value(released);
        }
    }
}

/// The first stands back before the later one goes: two of one ordering key are never at work.
Result<bool> PostgresWriter::let_pass(const Entry& first, std::int64_t later_sequence,
                                      std::int64_t now_ms) {
    const auto none = [](const Result<std::size_t>& rows) {
        return !rows.ok() || rows.value() == 0;
    };
    Result<std::size_t> rows = statements_->lock_waiting.run(company_, later_sequence,
                                                             first.tenant_id, first.ordering_key);
    if (!none(rows)) {
        rows = statements_->stand_back.run(company_, first.sequence, first.epoch);
    }
    if (none(rows)) {
        return rows.ok() ? Result<bool>(false) : Result<bool>(rows.error());
    }
    wrote_ = true;
    rows = statements_->release_next.run(company_, later_sequence, now_ms);
    return rows.ok() ? Result<bool>(true) : Result<bool>(rows.error());
}

Result<std::int64_t> PostgresWriter::recover(std::int64_t now_ms) {
    PostgresStatement& row = statements_->recover_sending;
    const auto look = [&] {
        const std::string_view type = row.text(2);
        journal(recovered_row(row.integer(0), row.integer(1), now_ms));
        figures_.moved({State::sending, type, "", ""}, {State::in_doubt, type, "", ""}, now_ms);
    };
    const Result<std::size_t> sending = row.each(look, company_, now_ms);
    if (!sending.ok()) {
        return sending.error();
    }
    const Result<std::size_t> leases = statements_->recover_leases.run(company_, now_ms);
    if (!leases.ok()) {
        return leases.error();
    }
    const auto doubts = static_cast<std::int64_t>(sending.value());
    wrote_ = wrote_ || doubts > 0 || leases.value() > 0;
    added_.sending -= doubts;
    added_.in_doubt += doubts;
    return doubts;
}

Result<void> PostgresWriter::raise(std::string_view event_type, std::string_view event_json,
                                   std::int64_t now_ms) {
    const Result<std::size_t> written =
        statements_->raise.run(company_, now_ms, event_type, event_json);
    if (written.ok()) {
        wrote_ = true;
        ++added_.events;
    }
    return without_value(written);
}

Result<bool> PostgresWriter::raise_as_leader(const Leadership& leadership,
                                             std::string_view event_type,
                                             std::string_view event_json, std::int64_t now_ms) {
    const Result<std::size_t> written = statements_->raise_as_leader.run(
        company_, now_ms, event_type, event_json, leadership.duty, writer_, leadership.elected_ms);
    if (!written.ok()) {
        return written.error();
    }
    wrote_ = wrote_ || written.value() > 0;
    added_.events += static_cast<std::int64_t>(written.value());
    return written.value() > 0;
}

Result<void> PostgresWriter::acknowledge(const std::vector<std::int64_t>& event_ids) {
    const Result<std::size_t> rows = statements_->acknowledge.run(company_, array_of(event_ids));
    if (rows.ok()) {
        wrote_ = wrote_ || rows.value() > 0;
        added_.events -= static_cast<std::int64_t>(rows.value());
    }
    return without_value(rows);
}

Result<std::optional<Leadership>> PostgresWriter::elect(std::string_view duty,
                                                        std::int64_t lease_ms) {
    std::optional<Leadership> leadership;
    const auto read = [&] {
        leadership = Leadership{std::string(duty), statements_->elect.integer(0)};
    };
    const Result<std::size_t> rows =
        statements_->elect.each(read, company_, duty, writer_, lease_ms);
    if (!rows.ok()) {
        return rows.error();
    }
    wrote_ = wrote_ || leadership.has_value();
    return leadership;
}

Result<void> PostgresWriter::save_catalogue(const Catalogue& catalogue,
                                            const StoredCatalogue& known,
                                            const CatalogueDifference& changes,
                                            std::int64_t& version) {
    wrote_ = true;
    // One host after the other: each replaces the whole.
    Result<std::size_t> step = statements_->lock_company.run(company_);
    std::string stored;
    std::string read_at;
    PostgresStatement& meta = statements_->meta;
    const auto note = [&](std::string_view name, std::string& into) {
        step = step.ok() ? meta.each([&] { into = meta.text(0); }, company_, name) : step;
    };
    note(catalogue_version_note, stored);
    note(catalogue_read_at_note, read_at);
    const bool is_known = known.is(stored, read_at);
    if (step.ok() && !is_known) {
        step = statements_->clear_catalogue.run(company_);
    }
    const CatalogueDifference difference =
        is_known ? changes : CatalogueDifference(Catalogue(), catalogue);
    const auto write = [&](const std::vector<const CatalogueRecord*>& records, auto row,
                           PostgresStatement& statement) {
        for (std::size_t next = 0; step.ok() && next < records.size(); next += records_at_once) {
            boost::json::array rows;
            const std::size_t end = std::min(records.size(), next + records_at_once);
            for (std::size_t index = next; index < end; ++index) {
                rows.push_back(row(*records[index]));
            }
            step = statement.run(company_, boost::json::serialize(rows));
        }
    };
    write(
        difference.gone,
        [](const CatalogueRecord& record) { return boost::json::array{record.kind, record.id}; },
        statements_->delete_records);
    write(
        difference.put,
        [](const CatalogueRecord& record) {
            boost::json::object fields;
            for (const auto& [name, value] : record.fields) {
                fields[name] = value;
            }
            return boost::json::array{record.kind, record.id,     record.key,
                                      record.name, record.active, boost::json::serialize(fields)};
        },
        statements_->insert_records);
    version = catalogue_version(stored) + 1;
    const auto keep = [&](std::string_view name, std::int64_t value) {
        step = step.ok() ? statements_->set_meta.run(company_, name, std::to_string(value)) : step;
    };
    keep(catalogue_version_note, version);
    keep(catalogue_read_at_note, catalogue.read_at_ms());
    journal(catalogue_row(stored, version, catalogue.read_at_ms()));
    return without_value(step);
}

Result<void> PostgresWriter::settings_in_force(std::string_view hash, std::int64_t now_ms) {
    std::string before;
    PostgresStatement& meta = statements_->meta;
    Result<std::size_t> step = meta.each([&] { before = meta.text(0); }, company_, settings_note);
    if (!step.ok() || before == hash) {
        return without_value(step);
    }
    wrote_ = true;
    step = statements_->set_meta.run(company_, settings_note, hash);
    journal(settings_row(before, hash, now_ms));
    return without_value(step);
}

Result<void> PostgresWriter::remember(std::string_view name, std::string_view value) {
    wrote_ = true;
    return without_value(statements_->set_meta.run(company_, "note." + std::string(name), value));
}

}  // namespace sage
