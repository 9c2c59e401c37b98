// SPDX-License-Identifier: Apache-2.0
// The host's audit trail against the plugin's journal: the lines are one chain, every request that
// the journal tells of was announced before, and nothing was announced that the journal does not
// know. Kept are some bytes for each request, no lines.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "mock-host/result.h"

namespace wms {

struct AuditFigures {
    std::int64_t lines = 0;
    std::int64_t before = 0;       ///< of these, from before lines had hashes
    std::int64_t sends = 0;        ///< announced
    std::int64_t unannounced = 0;  ///< attempts of which nothing was sent, as the journal tells
    std::string first_break;       ///< in words; empty: none
};

class AuditComparison {
  public:
    /// Reads the file line by line. A Problem: it cannot be read.
    Done read(const std::filesystem::path& file);
    /// One line without its end.
    void add_line(std::string_view line);

    /// The last row of each chain of the journal that a line names: JSON, as the query `verify`
    /// takes it.
    std::string anchors_json() const;

    /// A row of the answer to the query `journal`, in the order of the answers.
    void add_row(const boost::json::value& row);
    /// After the last row.
    void end();

    const AuditFigures& figures() const { return figures_; }

  private:
    struct Anchor {
        std::int64_t position = 0;
        std::string hash;
    };

    void add_record(const boost::json::value& record);
    void broken(std::string words);

    AuditFigures figures_;
    std::string last_hash_;
    std::map<std::int64_t, Anchor> anchors_;
    std::unordered_map<std::size_t, std::int64_t> last_attempt_;  ///< by document
    std::unordered_set<std::size_t> announced_;
    std::unordered_set<std::size_t> replays_;  ///< announced before they are begun
    /// Begun and not announced, by document: what came of it is told by a later row.
    std::unordered_map<std::string, std::int64_t> open_;
};

}  // namespace wms
