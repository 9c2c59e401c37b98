// SPDX-License-Identifier: Apache-2.0
// Taking the content away of what has ended long ago: by its own rows, one entry after the other,
// in a transaction that the next waits for.
#include <string>
#include <utility>
#include <vector>

#include "sage-adapter/outbox/purge.h"
#include "sage-adapter/outbox/records.h"
#include "sage-adapter/outbox/sqlite_statements.h"

namespace sage {
Result<Purged> SqliteWriter::purge(const Purge& piece) {
    purging::Piece counted(piece);
    std::vector<Emptied> taken;
    SqliteStatement& row = statements_->purge_look;
    const auto look = [&] {
        const purging::Candidate candidate{
            row.integer(0),      row.integer(1),      state_of(row.text(2)).value_or(State::held),
            row.integer(3) != 0, row.integer(4) != 0, row.integer(5) != 0};
        if (counted.takes(candidate)) {
            const std::string problem = purging::problem(row.text(6));
            figures_.moved({candidate.state, "", "", row.text(6)},
                           {candidate.state, "", "", problem}, piece.now_ms);
            taken.push_back({candidate.sequence, candidate.state, candidate.verified, problem,
                             purging::sage_document(row.text(7))});
        }
    };
    Result<std::size_t> step = row.each(look, piece.after, piece.limit);
    for (const Emptied& one : taken) {
        if (step.ok()) {
            step = statements_->purge_document.run(one.problem_json, one.sage_document_json,
                                                   one.sequence);
        }
        for (SqliteStatement* const next :
             {&statements_->purge_content, &statements_->purge_attempts,
              &statements_->purge_lines}) {
            step = step.ok() ? next->run(one.sequence) : step;
        }
        if (step.ok()) {
            const Result<void> told = journal(purged_row(one, piece.now_ms));
            step = told.ok() ? step : Result<std::size_t>(told.error());
        }
    }
    step = step.ok() ? statements_->purge_alone.run(piece.accepted_before_ms, piece.limit) : step;
    if (!step.ok()) {
        return step.error();
    }
    const Purged purged = counted.done(step.value());
    wrote_ = wrote_ || purged.documents > 0 || step.value() > 0;
    purged_ = purged_ || purged.documents > 0 || step.value() > 0;
    empties_log_ = purged_ && !purged.more;
    return purged;
}

}  // namespace sage
