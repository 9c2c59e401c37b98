// SPDX-License-Identifier: Apache-2.0
// Taking the content away of what has ended long ago: one look and one statement for each table,
// for all entries of a piece, under the row of the leader.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <utility>
#include <vector>

#include "sage-adapter/outbox/postgres_rows.h"
#include "sage-adapter/outbox/postgres_statements.h"
#include "sage-adapter/outbox/purge.h"
#include "sage-adapter/outbox/records.h"

namespace sage {

Result<std::optional<Purged>> PostgresWriter::purge(const Leadership& leadership,
                                                    const Purge& piece) {
    // The row stays as it is until this transaction ends.
    Result<std::size_t> step =
        statements_->purge_fence.run(company_, leadership.duty, writer_, leadership.elected_ms);
    if (!step.ok() || step.value() == 0) {
        return step.ok() ? Result<std::optional<Purged>>(std::optional<Purged>())
                         : Result<std::optional<Purged>>(step.error());
    }
    purging::Piece counted(piece);
    boost::json::array wanted;
    std::map<std::int64_t, Emptied> left;
    std::map<std::int64_t, std::string> problems;
    PostgresStatement& row = statements_->purge_look;
    const auto look = [&] {
        const purging::Candidate candidate{
            row.integer(0), row.integer(1), state_of(row.text(2)).value_or(State::held),
            row.flag(3),    row.flag(4),    row.flag(5)};
        if (counted.takes(candidate)) {
            Emptied emptied{candidate.sequence, candidate.state, candidate.verified,
                            purging::problem(row.text(7)), purging::sage_document(row.text(8))};
            problems.emplace(candidate.sequence, row.text(7));
            wanted.push_back(boost::json::array{candidate.sequence, row.integer(6),
                                                emptied.problem_json, emptied.sage_document_json});
            left.emplace(candidate.sequence, std::move(emptied));
        }
    };
    step = row.each(look, company_, piece.after, piece.limit);
    std::vector<std::int64_t> taken;
    if (step.ok() && !wanted.empty()) {
        PostgresStatement& documents = statements_->purge_documents;
        step = documents.each(
            [&] {
                taken.push_back(documents.integer(0));
                const Emptied& emptied = left.at(taken.back());
                figures_.moved({emptied.state, "", "", problems.at(taken.back())},
                               {emptied.state, "", "", emptied.problem_json}, piece.now_ms);
                journal(purged_row(emptied, piece.now_ms));
                left.erase(taken.back());
            },
            company_, boost::json::serialize(wanted));
    }
    // Another host has written about these since they were looked at.
    for (const auto& [sequence, emptied] : left) {
        counted.not_taken(sequence);
    }
    const std::string sequences = array_of(taken);
    for (PostgresStatement* const next :
         {&statements_->purge_content, &statements_->purge_attempts, &statements_->purge_lines}) {
        step = step.ok() && !taken.empty() ? next->run(company_, sequences) : step;
    }
    if (step.ok()) {
        step = statements_->purge_causes.run(company_);
    }
    if (step.ok()) {
        step = statements_->purge_alone.run(company_, piece.accepted_before_ms, piece.limit);
    }
    if (!step.ok()) {
        return step.error();
    }
    wrote_ = wrote_ || !taken.empty() || step.value() > 0;
    return std::optional(counted.done(step.value()));
}

}  // namespace sage
