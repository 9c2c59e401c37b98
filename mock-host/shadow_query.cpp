// SPDX-License-Identifier: Apache-2.0
#include "mock-host/shadow_query.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <optional>
#include <utility>

#include "mock-host/json_members.h"

namespace wms {

namespace {

namespace json = boost::json;

// As many documents and bytes as a plugin takes in one query.
constexpr std::size_t documents_max = 50;
constexpr std::size_t bytes_max = 4 * 1024 * 1024;

struct Batch {
    std::vector<std::string> documents;
    std::vector<std::int64_t> lines;  ///< where they are in the file
    std::size_t bytes = 0;
};

Problem too_large(std::int64_t line) {
    return {"shadow.line_too_large", fmt::format("line {}", line),
            fmt::format("The line has more than {} bytes.", bytes_max),
            "Write one document on a line, none larger than that.", "warehouse"};
}

Problem no_json(std::int64_t line, const std::string& reason) {
    return {"shadow.line_unreadable", fmt::format("line {}", line),
            fmt::format("The line is no JSON object: {}.", reason),
            "Write one document on a line, as it would be submitted.", "warehouse"};
}

/// The next line, of which no more than the limit is kept in memory; nothing: the file has ended.
std::optional<std::string> next_line(std::istream& file, bool& whole) {
    std::string line;
    whole = true;
    std::streambuf& buffer = *file.rdbuf();
    constexpr int end = std::char_traits<char>::eof();
    int letter = buffer.sbumpc();
    if (letter == end) {
        return std::nullopt;
    }
    for (; letter != end && letter != '\n'; letter = buffer.sbumpc()) {
        whole = whole && line.size() < bytes_max;
        if (whole) {
            line += static_cast<char>(letter);
        }
    }
    return line;
}

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

std::string document_name(const json::value& row, std::int64_t line) {
    const std::string id = text_at(row, "documentId");
    return id.empty() ? fmt::format("line {}", line) : fmt::format("{} (line {})", id, line);
}

std::string found_text(const json::value& row) {
    std::string text;
    for (const json::value& one : list_at(row, "sageDocuments")) {
        const std::string number = text_at(one, "number");
        text += (text.empty() ? " " : ", ") + (number.empty() ? text_at(one, "key") : number);
    }
    return text;
}

void count(ShadowCounts& counts, std::string_view outcome) {
    ++counts.documents;
    std::int64_t& one = outcome == "identical"   ? counts.identical
                        : outcome == "different" ? counts.different
                        : outcome == "missing"   ? counts.missing
                        : outcome == "ambiguous" ? counts.ambiguous
                        : outcome == "notMapped" ? counts.not_mapped
                                                 : counts.unanswered;
    ++one;
}

json::object problem_of(std::string_view code, const std::string& cause, const std::string& fix,
                        std::string_view owner) {
    return {{"code", code}, {"message", cause}, {"cause", cause},
            {"fix", fix},   {"owner", owner},   {"fieldPath", ""}};
}

/// The file's documents of one question; false: the file has ended.
bool next_batch(std::istream& file, std::int64_t& line, std::string& kept, Batch& batch,
                ShadowReport& report) {
    batch = {};
    for (;;) {
        if (kept.empty()) {
            bool whole = true;
            std::optional<std::string> read = next_line(file, whole);
            if (!read) {
                return !batch.lines.empty();
            }
            ++line;
            if (!whole) {
                report.add_unreadable(line, too_large(line));
                continue;
            }
            if (is_blank(*read)) {
                continue;
            }
            boost::system::error_code error;
            const json::value parsed = json::parse(*read, error);
            if (error || !parsed.is_object()) {
                report.add_unreadable(line,
                                      no_json(line, error ? error.message() : "another value"));
                continue;
            }
            kept = *std::move(read);
        }
        if (!batch.lines.empty() && batch.bytes + kept.size() >= bytes_max) {
            return true;
        }
        batch.bytes += kept.size() + 1;
        batch.documents.push_back(std::exchange(kept, {}));
        batch.lines.push_back(line);
        if (batch.lines.size() == documents_max) {
            return true;
        }
    }
}

Done ask(Host& host, const Batch& batch, ShadowReport& report) {
    std::string request = R"({"query":"shadow","documents":[)";
    for (const std::string& document : batch.documents) {
        request += (request.back() == '[' ? "" : ",") + document;
    }
    const Result<std::string> answer = host.query(request + "]}");
    if (answer.ok()) {
        return report.add_answer(answer.value(), batch.lines);
    }
    if (!answer.problem().code.starts_with("json.")) {
        return answer.problem();
    }
    // One of them is no JSON by the plugin's stricter rules: alone, it is told as what it is.
    if (batch.lines.size() == 1) {
        report.add_unreadable(batch.lines.front(), answer.problem());
        return Nothing{};
    }
    for (std::size_t index = 0; index < batch.lines.size(); ++index) {
        const Done asked = ask(host, {{batch.documents[index]}, {batch.lines[index]}, 0}, report);
        if (!asked.ok()) {
            return asked;
        }
    }
    return Nothing{};
}

}  // namespace

void ShadowReport::add_unreadable(std::int64_t line, const Problem& problem) {
    json::array problems;
    problems.push_back(problem_of(problem.code, problem.cause, problem.fix, problem.owner));
    add_row(
        json::object{
            {"outcome", "notMapped"}, {"documentId", ""}, {"problems", std::move(problems)}},
        line);
}

Done ShadowReport::add_answer(std::string_view answer, const std::vector<std::int64_t>& lines) {
    boost::system::error_code error;
    json::value value = json::parse(answer, error);
    const json::array& rows = error ? list_at(json::value(), "rows") : list_at(value, "rows");
    if (rows.size() != lines.size()) {
        return Problem{
            "host.shadow_malformed", "",
            "The plugin's answer to the query \"shadow\" has not a row for each document.",
            "Report this to the vendor of the plugin.", "vendor"};
    }
    for (std::size_t index = 0; index < lines.size(); ++index) {
        add_row(rows[index], lines[index]);
    }
    return Nothing{};
}

void ShadowReport::add_row(json::value row, std::int64_t line) {
    std::string outcome = text_at(row, "outcome");
    if ((outcome == "identical" || outcome == "different") && row.is_object()) {
        const json::array& found = list_at(row, "sageDocuments");
        const std::string key =
            found.empty() ? "" : text_at(found[0], "type") + "\n" + text_at(found[0], "key");
        if (!found_.insert(std::hash<std::string>{}(key)).second) {
            outcome = "ambiguous";
            row.get_object()["outcome"] = outcome;
            json::array problems;
            problems.push_back(problem_of(
                "shadow.found_for_several",
                "The document in Sage was found for an earlier document of the file already.",
                "Look for documents by a field of their own with the setting /shadow/findBy.",
                "finance"));
            row.get_object()["problems"] = std::move(problems);
        }
    }
    count(counts_, outcome);
    if (row.is_object() && options_.tell) {
        row.get_object()["line"] = line;
        options_.tell(json::serialize(row));
    }
    if (outcome == "identical") {
        return;
    }
    options_.say(fmt::format("{} {}{}", outcome, document_name(row, line), found_text(row)));
    for (const json::value& one : list_at(row, "differences")) {
        options_.say(fmt::format("  {}: warehouse \"{}\", Sage \"{}\"", text_at(one, "field"),
                                 text_at(one, "expected"), text_at(one, "found")));
    }
    for (const json::value& problem : list_at(row, "problems")) {
        options_.say(fmt::format("  {} {}: {} {}", text_at(problem, "code"),
                                 text_at(problem, "fieldPath"), text_at(problem, "cause"),
                                 text_at(problem, "fix")));
    }
}

Result<ShadowCounts> ask_shadow(const ShadowQueryOptions& options) {
    std::ifstream file(options.file, std::ios::binary);
    if (!file) {
        return Problem{"file.not_readable", options.file.string(), "The file cannot be read.",
                       "Name a file with one document on each line.", "it"};
    }
    Result<std::unique_ptr<Session>> started = Session::start(options.session);
    if (!started.ok()) {
        return started.problem();
    }
    Session& session = *started.value();
    options.say(fmt::format("comparing the documents of {} with Sage", options.file.string()));
    ShadowReport report(options);
    Batch batch;
    std::string kept;
    std::int64_t line = 0;
    while (next_batch(file, line, kept, batch, report)) {
        const Done asked = ask(session.host(), batch, report);
        if (!asked.ok()) {
            return asked.problem();
        }
    }
    const Done ended = session.end();
    return ended.ok() ? Result<ShadowCounts>(report.counts()) : ended.problem();
}

std::string text_of(const ShadowCounts& counts) {
    return fmt::format(
        "{} documents: {} identical, {} different, {} missing, {} ambiguous, {} cannot be mapped, "
        "{} unanswered\n",
        counts.documents, counts.identical, counts.different, counts.missing, counts.ambiguous,
        counts.not_mapped, counts.unanswered);
}

std::string json_line(const ShadowCounts& counts) {
    return json::serialize(json::object{{"summary",
                                         {{"documents", counts.documents},
                                          {"identical", counts.identical},
                                          {"different", counts.different},
                                          {"missing", counts.missing},
                                          {"ambiguous", counts.ambiguous},
                                          {"notMapped", counts.not_mapped},
                                          {"unanswered", counts.unanswered}}}});
}

}  // namespace wms
