// SPDX-License-Identifier: Apache-2.0
// What identifies a request on both sides is the hash of what was sent with the number of the
// attempt: a document may take several others, which go by its messageId in the audit trail.
#include "mock-host/audit_comparison.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <functional>

#include "mock-host/audit_line.h"
#include "mock-host/json_members.h"

namespace wms {
namespace {

namespace json = boost::json;

// Edges after which no request of the attempt can have been sent, or it is not known.
constexpr std::int64_t edge_not_sent = 9;
constexpr std::int64_t edge_in_doubt = 10;

std::size_t key_of(const std::string& send_hash, std::int64_t attempt) {
    return std::hash<std::string>{}(fmt::format("{} {}", send_hash, attempt));
}

}  // namespace

void AuditComparison::broken(std::string words) {
    if (figures_.first_break.empty()) {
        figures_.first_break = std::move(words);
    }
}

Done AuditComparison::read(const std::filesystem::path& file) {
    std::ifstream lines(file, std::ios::binary);
    if (!lines) {
        return Problem{"file.not_readable", file.string(), "The file cannot be read.",
                       "Name the data folder of a run, or a copy of it.", "it"};
    }
    std::string line;
    while (std::getline(lines, line)) {
        // What a write that was cut off left at the end was never acknowledged.
        if (!lines.eof()) {
            add_line(line);
        }
    }
    return Nothing{};
}

void AuditComparison::add_line(std::string_view line) {
    ++figures_.lines;
    const std::optional<AuditLine> read = read_audit_line(line);
    if (!read) {
        if (!last_hash_.empty()) {
            broken(fmt::format("line {} of the audit trail has no hash", figures_.lines));
        }
        ++figures_.before;
        return;
    }
    if (read->hash != audit_line_hash(read->record, last_hash_)) {
        broken(
            fmt::format("line {} of the audit trail is not the one that was written behind the "
                        "line before it",
                        figures_.lines));
    }
    last_hash_ = read->hash;
    boost::system::error_code error;
    const json::value record = json::parse(read->record, error);
    if (!error) {
        add_record(record);
    }
}

void AuditComparison::add_record(const json::value& record) {
    const json::value& head = member_at(record, "journal");
    if (Anchor& anchor = anchors_[count_at(head, "chain")];
        count_at(head, "position") > anchor.position) {
        anchor = {count_at(head, "position"), text_at(head, "hash")};
    }
    if (text_at(record, "action") != "send") {
        return;
    }
    ++figures_.sends;
    const std::int64_t attempt = count_at(record, "attempt");
    const std::size_t key = key_of(text_at(record, "sendHash"), attempt);
    const json::value& replay = member_at(record, "replay");
    const bool replays = replay.is_bool() && replay.get_bool();
    if (!(replays ? replays_ : announced_).insert(key).second && !replays) {
        broken(fmt::format("line {} of the audit trail announces a request once more",
                           figures_.lines));
    }
    std::int64_t& last =
        last_attempt_[std::hash<std::string>{}(text_at(record, "externalReference"))];
    if (attempt < last) {
        broken(fmt::format("line {} of the audit trail announces attempt {} after attempt {}",
                           figures_.lines, attempt, last));
    }
    last = attempt;
}

std::string AuditComparison::anchors_json() const {
    json::array anchors;
    for (const auto& [chain, anchor] : anchors_) {
        if (anchor.position > 0) {
            anchors.push_back(json::object{
                {"chain", chain}, {"position", anchor.position}, {"hash", anchor.hash}});
        }
    }
    return json::serialize(anchors);
}

void AuditComparison::add_row(const json::value& row) {
    // On a server, chains of other hosts are announced in trails of their own.
    const std::int64_t chain = count_at(row, "chain");
    if (chain != 0 && !anchors_.contains(chain)) {
        return;
    }
    const std::string what = text_at(row, "what");
    const std::string message_id = text_at(row, "messageId");
    if (what == "attempt") {
        const std::size_t key = key_of(text_at(row, "valueHash"), count_at(row, "number"));
        if (announced_.erase(key) == 0 && replays_.erase(key) == 0) {
            open_[message_id] = count_at(row, "position");
        }
        return;
    }
    const auto found = open_.find(message_id);
    if (found == open_.end() || text_at(row, "before") != "sending") {
        return;
    }
    const std::int64_t edge = count_at(row, "number");
    if (edge == edge_not_sent || edge == edge_in_doubt) {
        ++figures_.unannounced;
    } else {
        broken(
            fmt::format("the request of row {} of the journal was not announced", found->second));
    }
    open_.erase(found);
}

void AuditComparison::end() {
    figures_.unannounced += static_cast<std::int64_t>(open_.size());
    if (!announced_.empty()) {
        broken(fmt::format("{} requests that the audit trail announces are not in the journal",
                           announced_.size()));
    }
}

}  // namespace wms
