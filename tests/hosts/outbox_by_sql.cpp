// SPDX-License-Identifier: Apache-2.0
#include "tests/hosts/outbox_by_sql.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <set>
#include <stdexcept>

#include "sage-adapter/outbox/postgres_session.h"
#include "tests/hosts/host.h"

namespace sage::testing {
namespace {

constexpr std::size_t told_max = 20;

struct Promise {
    const char* broken;
    const char* count;  ///< of what breaks it
};

// All hosts are on one machine, so that their times can be compared.
constexpr std::array<Promise, 8> promises = {{
    {"{} documents are not posted", "SELECT count(*) FROM document WHERE state <> 'posted'"},
    {"{} documents were not posted exactly once by their history",
     "SELECT count(*) FROM document AS d WHERE (SELECT count(*) FROM event AS e"
     " WHERE e.company = d.company AND e.sequence = d.sequence AND e.edge IN (3, 7, 11)) <> 1"},
    {"of {} documents the hosts were not told exactly once that they are posted",
     "SELECT count(*) FROM document AS d WHERE (SELECT count(*) FROM event AS e"
     " WHERE e.company = d.company AND e.sequence = d.sequence AND e.type = 'postingResult'"
     " AND e.edge IN (3, 7, 11)) <> 1"},
    {"{} steps of histories do not begin where the one before ended",
     "SELECT count(*) FROM (SELECT from_state, to_state, sequence,"
     " lag(to_state, 1, from_state) OVER (PARTITION BY sequence ORDER BY id) AS before"
     " FROM event WHERE sequence IS NOT NULL) AS step"
     " WHERE from_state <> before AND NOT (before = 'queued' AND from_state = 'sending')"},
    {"{} attempts began although the one before was open",
     "SELECT count(*) FROM attempt AS a WHERE a.number > 1 AND NOT a.replay"
     " AND NOT EXISTS (SELECT 1 FROM event AS e WHERE e.company = a.company"
     " AND e.sequence = a.sequence AND e.attempts = a.number - 1 AND e.to_state = 'queued')"},
    {"{} documents have other attempts than they count",
     "SELECT count(*) FROM document AS d WHERE d.attempts <> (SELECT count(*) FROM attempt AS a"
     " WHERE a.company = d.company AND a.sequence = d.sequence)"},
    {"{} attempts began before the document before it of their ordering key was posted",
     "SELECT count(*) FROM (SELECT sequence, lag(sequence) OVER (PARTITION BY ordering_key"
     " ORDER BY sequence) AS earlier FROM document WHERE ordering_key <> '') AS later"
     " JOIN attempt AS a ON a.sequence = later.sequence"
     " JOIN event AS e ON e.sequence = later.earlier AND e.edge IN (3, 7, 11)"
     " WHERE a.begun_ms < e.at_ms"},
    {"the counts of the writers differ from {} rows",
     "SELECT abs((SELECT count(*) FROM document WHERE state = 'posted')"
     " - (SELECT sum(posted) FROM writer))"},
}};

}  // namespace

PostgresConnection& OutboxBySql::connection() {
    if (connection_ == nullptr) {
        const PostgresOptions options = server_.options("the test's own");
        connection_ =
            std::make_unique<PostgresConnection>([options] { return conninfo_of(options); });
        if (!connection_->open().ok() || !prepare_session(*connection_, options).ok()) {
            throw std::runtime_error("The starter cannot use the database server.");
        }
    }
    return *connection_;
}

std::int64_t OutboxBySql::number(const std::string& question) {
    const Result<std::string> answer = connection().text(question);
    if (!answer.ok()) {
        throw std::runtime_error(answer.error().first().cause + " (" + question + ")");
    }
    return std::stoll("0" + answer.value());
}

std::string OutboxBySql::states() {
    const Result<std::string> states = connection().text(
        "SELECT string_agg(state || ' ' || documents, ', ') FROM (SELECT state,"
        " count(*) AS documents FROM document GROUP BY state ORDER BY state) AS counted");
    return states.ok() ? states.value() : states.error().first().cause;
}

std::vector<std::string> OutboxBySql::broken_promises(wms::Control& sage, int documents) {
    std::vector<std::string> broken;
    const auto expect = [&](bool holds, const std::string& what) {
        if (!holds && broken.size() < told_max) {
            broken.push_back(what);
        }
    };
    // Whole histories are looked at: the indexes of the outbox are not made for that.
    if (!connection().run("SET enable_seqscan TO on").ok() ||
        !connection().run("SET statement_timeout TO 0").ok() ||
        !connection().run("ANALYZE document, attempt, event").ok()) {
        throw std::runtime_error("The database server does not take a setting.");
    }
    const std::int64_t kept = number("SELECT count(*) FROM document");
    expect(kept == documents, fmt::format("{} documents were kept", kept));
    for (const Promise& promise : promises) {
        const std::int64_t count = number(promise.count);
        expect(count == 0, fmt::format(fmt::runtime(promise.broken), count));
    }
    const auto posted = wms::documents(sage, 0);
    if (!posted.ok()) {
        throw std::runtime_error(wms::in_one_line(posted.problem()));
    }
    std::map<std::string, std::int64_t> positions;
    for (const wms::SageDocument& one : posted.value()) {
        expect(positions.emplace(one.external_reference, one.position).second,
               one.external_reference + " is in Sage twice");
        expect(one.net == *wms::Decimal::parse(net_of_a_document), "an amount is wrong");
    }
    expect(posted.value().size() == static_cast<std::size_t>(documents),
           fmt::format("Sage holds {} documents", posted.value().size()));
    std::map<std::string, std::int64_t> last;
    PostgresStatement rows(
        connection(), "SELECT ordering_key, external_reference FROM document ORDER BY sequence");
    const auto read = [&] {
        const auto found = positions.find(std::string(rows.text(1)));
        expect(found != positions.end(), std::string(rows.text(1)) + " is not in Sage");
        const std::string key(rows.text(0));
        if (!key.empty() && found != positions.end()) {
            expect(found->second > last[key], "the order of " + key + " was not kept");
            last[key] = found->second;
        }
    };
    expect(rows.each(read).ok(), "the outbox cannot be read");
    return broken;
}

}  // namespace sage::testing
