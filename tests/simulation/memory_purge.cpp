// SPDX-License-Identifier: Apache-2.0
// Taking content away from the rows in memory.
#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "sage-adapter/outbox/records.h"
#include "tests/simulation/memory_rows.h"

namespace sage::simulation {
namespace {

namespace json = boost::json;

const std::string removed = "removed with the content";

/// Only who has to act, and on what kind of problem.
std::string without_texts(const std::string& problem_json) {
    boost::system::error_code none;
    const json::value problem = json::parse(problem_json, none);
    if (none || !problem.is_object() || !problem.get_object().contains("code")) {
        return {};
    }
    json::object left{
        {"code", problem.at("code")}, {"message", removed}, {"cause", removed}, {"fix", ""}};
    if (problem.get_object().contains("owner")) {
        left.emplace("owner", problem.at("owner"));
    }
    return json::serialize(left);
}

std::string without_quotes(const std::string& sage_document_json) {
    boost::system::error_code none;
    json::value document = json::parse(sage_document_json, none);
    if (none || !document.is_object()) {
        return {};
    }
    if (document.get_object().contains("remarks")) {
        for (json::value& remark : document.at("remarks").as_array()) {
            remark.as_object()["message"] = removed;
        }
    }
    return json::serialize(document);
}

}  // namespace

bool MemoryRows::may_be_purged(const MemoryRow& row, std::int64_t accepted_before_ms) const {
    const Entry& entry = row.entry;
    const bool over = entry.state == State::rejected || entry.state == State::withdrawn ||
                      (entry.state == State::posted && entry.verified);
    const bool told = std::none_of(row.lines.begin(), row.lines.end(), [&](std::size_t index) {
        return pending_.contains(static_cast<std::int64_t>(index) + 1);
    });
    return over && told && entry.accepted_ms < accepted_before_ms;
}

void MemoryRows::empty(std::int64_t sequence, std::int64_t now_ms) {
    edit(sequence, [&](MemoryRow& row) {
        ++row.entry.epoch;
        row.entry.purged = true;
        row.entry.canonical_bytes.clear();
        row.entry.problem_json = without_texts(row.entry.problem_json);
        row.entry.root_cause.clear();
        row.entry.sage_document_json = without_quotes(row.entry.sage_document_json);
        for (Attempt& attempt : row.attempts) {
            attempt.send_json.clear();
        }
        for (const std::size_t index : row.lines) {
            MemoryLine& line = lines_[index];
            line.json.clear();
            line.history.evidence = line.history.evidence.empty() ? "" : "purged";
        }
    });
    const Entry& left = documents_.at(sequence).entry;
    tell(purged_row(
        {sequence, left.state, left.verified, left.problem_json, left.sage_document_json}, now_ms));
}

std::size_t MemoryRows::empty_lonely_lines(std::int64_t before_ms, std::size_t limit) {
    std::size_t emptied = 0;
    std::int64_t id = 0;
    for (MemoryLine& line : lines_) {
        ++id;
        const bool old = line.sequence == 0 && line.history.at_ms < before_ms;
        if (old && !line.json.empty() && !pending_.contains(id) && emptied < limit) {
            line.json.clear();
            ++emptied;
        }
    }
    return emptied;
}

Purged MemoryRows::purge(const Purge& piece) {
    std::vector<std::int64_t> looked_at;
    for (auto next = documents_.upper_bound(piece.after);
         next != documents_.end() && looked_at.size() < piece.limit; ++next) {
        looked_at.push_back(next->first);
    }
    Purged purged{0, piece.after, piece.after, false};
    bool all_empty = true;
    bool any_old = false;
    for (const std::int64_t sequence : looked_at) {
        const MemoryRow& row = documents_.at(sequence);
        any_old = any_old || row.entry.accepted_ms < piece.accepted_before_ms;
        if (!row.entry.purged && may_be_purged(row, piece.accepted_before_ms)) {
            empty(sequence, piece.now_ms);
            ++purged.documents;
        }
        all_empty = all_empty && row.entry.purged;
        purged.empty_through = all_empty ? sequence : purged.empty_through;
        purged.through = sequence;
    }
    const std::size_t lonely = empty_lonely_lines(piece.accepted_before_ms, piece.limit);
    purged.more = (looked_at.size() == piece.limit && any_old) || lonely == piece.limit;
    return purged;
}

}  // namespace sage::simulation
