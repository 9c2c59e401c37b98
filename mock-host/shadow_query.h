// SPDX-License-Identifier: Apache-2.0
// A shadow run: a file of past documents, which people or another system posted, compared by the
// plugin with what Sage holds, asked for as a host asks: by the query "shadow", some tens at a
// time. Nothing is handed over. Besides the documents of one question, sixteen bytes are kept for
// each document found, to see that two are not found as the same one.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "mock-host/result.h"
#include "mock-host/session.h"

namespace wms {

struct ShadowQueryOptions {
    SessionOptions session;
    std::filesystem::path file;  ///< one document a line, as it would be submitted
    std::function<void(std::string_view line)> say;  ///< for people
    /// The plugin's row for each document, with "line", its place in the file; may be empty.
    std::function<void(std::string_view row)> tell;
};

struct ShadowCounts {
    std::int64_t documents = 0;
    std::int64_t identical = 0;
    std::int64_t different = 0;
    std::int64_t missing = 0;
    std::int64_t ambiguous = 0;
    std::int64_t not_mapped = 0;
    std::int64_t unanswered = 0;

    bool all_identical() const { return identical == documents; }
};

/// Counts and tells the rows of one answer after another.
class ShadowReport {
  public:
    explicit ShadowReport(const ShadowQueryOptions& options) : options_(options) {}

    /// What is no document: not JSON, or too large to ask about.
    void add_unreadable(std::int64_t line, const Problem& problem);
    /// A Problem if the answer is none of this query about documents of these `lines`.
    Done add_answer(std::string_view answer, const std::vector<std::int64_t>& lines);

    const ShadowCounts& counts() const { return counts_; }

  private:
    void add_row(boost::json::value row, std::int64_t line);

    const ShadowQueryOptions& options_;
    ShadowCounts counts_;
    std::unordered_set<std::size_t> found_;  ///< hashes of keys in Sage
};

/// A Problem if the run could not be made: the file, the session, or a query as a whole.
Result<ShadowCounts> ask_shadow(const ShadowQueryOptions& options);

std::string text_of(const ShadowCounts& counts);
/// One line of JSON: {"summary":{"documents":3,"identical":1,...}}
std::string json_line(const ShadowCounts& counts);

}  // namespace wms
