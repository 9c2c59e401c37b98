// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/memory_overview.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <set>

#include "sage-adapter/base/json.h"
#include "sage-adapter/outbox/part_names.h"

namespace sage::simulation {
namespace {

bool is_precursor_type(const std::string& type) {
    return type.find("." + std::string(precursor_part)) != std::string::npos;
}

std::string code_of(const std::string& problem_json) {
    const boost::json::value problem = boost::json::parse(problem_json);
    return std::string(text_at(problem, problem.is_array() ? "/0/code" : "/code"));
}

std::int64_t* ended_as(TypeFigures& figures, State state) {
    return state == State::posted      ? &figures.posted
           : state == State::rejected  ? &figures.rejected
           : state == State::withdrawn ? &figures.withdrawn
                                       : nullptr;
}

}  // namespace

Result<Figures> MemoryOverview::figures(std::int64_t since_ms, std::size_t causes_max) {
    const std::lock_guard lock(outbox_.mutex);
    Figures figures;
    std::map<std::string, std::int64_t> causes;
    for (const auto& [sequence, row] : outbox_.rows.documents()) {
        const Entry& entry = row.entry;
        if (!is_final(entry.state)) {
            TypeFigures& type = figures.types[entry.message_type];
            ++type.open;
            type.in_doubt += entry.state == State::in_doubt ? 1 : 0;
            type.held += entry.state == State::held ? 1 : 0;
            figures.oldest_open_ms = figures.oldest_open_ms.value_or(entry.accepted_ms);
        }
        if (entry.state == State::held && !entry.root_cause.empty() &&
            !is_precursor_type(entry.message_type)) {
            ++causes[entry.root_cause];
        }
        if (entry.state == State::posted && !entry.problem_json.empty()) {
            ++figures.findings[code_of(entry.problem_json)];
        }
        for (const std::size_t index : row.lines) {
            const HistoryLine& line = outbox_.rows.lines()[index].history;
            if (line.from == line.to || !is_final(line.to)) {
                continue;
            }
            if (line.at_ms >= since_ms) {
                ++*ended_as(figures.types[entry.message_type], line.to);
            }
            if (line.to == State::posted) {
                figures.last_posted_ms =
                    std::max(figures.last_posted_ms.value_or(line.at_ms), line.at_ms);
            }
        }
    }
    for (const auto& [cause, documents] : causes) {
        figures.causes.push_back({cause, documents});
    }
    std::stable_sort(figures.causes.begin(), figures.causes.end(),
                     [](const CauseFigures& left, const CauseFigures& right) {
                         return left.documents > right.documents;
                     });
    figures.causes.resize(std::min(figures.causes.size(), causes_max));
    return figures;
}

Result<std::vector<Entry>> MemoryOverview::open_after(std::int64_t sequence, std::size_t limit) {
    const std::lock_guard lock(outbox_.mutex);
    std::vector<Entry> open;
    for (const auto& [number, row] : outbox_.rows.documents()) {
        if (number > sequence && !is_final(row.entry.state) && open.size() < limit) {
            open.push_back(row.entry);
        }
    }
    return open;
}

Result<Extent> MemoryOverview::extent() {
    const std::lock_guard lock(outbox_.mutex);
    const auto& documents = outbox_.rows.documents();
    return Extent{documents.empty() ? 0 : documents.rbegin()->first,
                  static_cast<std::int64_t>(outbox_.rows.lines().size())};
}

Record MemoryOverview::record_of(const MemoryRow& row) const {
    Record record{row.entry, row.entry.accepted_ms, std::nullopt};
    record.entry.canonical_bytes.clear();
    record.entry.purged = false;
    for (const std::size_t index : row.lines) {
        const HistoryLine& line = outbox_.rows.lines()[index].history;
        record.changed_ms = line.at_ms;
        if (line.from != line.to && line.to == row.entry.state && is_final(line.to)) {
            record.ended_ms = line.at_ms;
        }
    }
    return record;
}

Result<std::vector<Record>> MemoryOverview::records_after(std::int64_t sequence,
                                                          std::int64_t through, std::size_t limit) {
    const std::lock_guard lock(outbox_.mutex);
    std::vector<Record> records;
    for (const auto& [number, row] : outbox_.rows.documents()) {
        if (number > sequence && number <= through && records.size() < limit) {
            records.push_back(record_of(row));
        }
    }
    return records;
}

Result<Changed> MemoryOverview::records_changed(std::int64_t event, std::int64_t through,
                                                std::size_t limit) {
    const std::lock_guard lock(outbox_.mutex);
    Changed changed;
    changed.event_through = event;
    std::set<std::int64_t> sequences;
    const auto& lines = outbox_.rows.lines();
    const std::int64_t last = std::min(through, event + static_cast<std::int64_t>(limit));
    for (std::int64_t id = event + 1; id <= last && id <= std::ssize(lines); ++id) {
        changed.event_through = id;
        sequences.insert(lines[static_cast<std::size_t>(id) - 1].sequence);
    }
    for (const auto& [number, row] : outbox_.rows.documents()) {
        if (sequences.contains(number)) {
            changed.records.push_back(record_of(row));
        }
    }
    return changed;
}

Result<EndedPage> MemoryOverview::ended_after(State state, const EndedPlace& after,
                                              std::size_t limit) {
    const std::lock_guard lock(outbox_.mutex);
    std::set<std::pair<std::int64_t, std::int64_t>> places;
    for (const auto& [number, row] : outbox_.rows.documents()) {
        const Record record = record_of(row);
        if (row.entry.state == state && record.ended_ms) {
            places.emplace(*record.ended_ms, number);
        }
    }
    EndedPage page;
    page.through = after;
    for (auto at = places.upper_bound({after.at_ms, after.sequence});
         at != places.end() && page.records.size() < limit; ++at) {
        page.through = {at->first, at->second};
        page.records.push_back(record_of(outbox_.rows.documents().at(at->second)));
    }
    page.more = page.records.size() == limit;
    return page;
}

Result<bool> MemoryOverview::has_document(std::string_view message_type,
                                          std::string_view document_id) {
    const std::lock_guard lock(outbox_.mutex);
    const auto& documents = outbox_.rows.documents();
    return std::any_of(documents.begin(), documents.end(), [&](const auto& one) {
        return one.second.entry.message_type == message_type &&
               one.second.entry.document_id == document_id;
    });
}

Result<std::vector<ToldEvent>> MemoryOverview::events_after(std::int64_t event,
                                                            std::int64_t through,
                                                            std::size_t limit) {
    const std::lock_guard lock(outbox_.mutex);
    std::vector<ToldEvent> events;
    const auto& lines = outbox_.rows.lines();
    for (std::int64_t id = event + 1; id <= std::min(through, std::ssize(lines)); ++id) {
        const MemoryLine& line = lines[static_cast<std::size_t>(id) - 1];
        if (!line.type.empty() && events.size() < limit) {
            const auto document = outbox_.rows.documents().find(line.sequence);
            const bool about = document != outbox_.rows.documents().end();
            events.push_back({id, line.history.at_ms,
                              about ? document->second.entry.message_id : std::string(), line.type,
                              line.json});
        }
    }
    return events;
}

Result<std::vector<Alert>> MemoryOverview::alerts() {
    const std::lock_guard lock(outbox_.mutex);
    std::vector<Alert> alerts;
    for (const auto& [key, alert] : outbox_.rows.alerts) {
        alerts.push_back(alert);
    }
    std::stable_sort(alerts.begin(), alerts.end(), [](const Alert& left, const Alert& right) {
        return left.since_ms < right.since_ms;
    });
    return alerts;
}

}  // namespace sage::simulation
