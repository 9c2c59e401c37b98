// SPDX-License-Identifier: Apache-2.0
// A row is a line, and the lines behind it while a quoted field is open. What the row says is read
// by csv.h.
#include "mock-host/imports/csv_rows.h"

#include <utility>

#include "mock-host/imports/text_encoding.h"

namespace wms {

namespace {

constexpr std::size_t kRowBytesMax = 256 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Whether a quoted field is open at the end of a row so far.
bool has_open_quote(std::string_view row) {
    bool begins = true;
    bool quoted = false;
    for (std::size_t at = 0; at < row.size(); ++at) {
        const char letter = row[at];
        if (quoted) {
            const bool doubled = letter == '"' && row.substr(at + 1).starts_with('"');
            at += doubled ? 1U : 0U;
            quoted = letter != '"' || doubled;
            continue;
        }
        quoted = begins && letter == '"';
        begins = letter == ',';
    }
    return quoted;
}

}  // namespace

bool CsvRows::read_line(std::string& text) {
    if (!again_.empty()) {
        const std::size_t end = again_.find('\n');
        const std::size_t size = end == std::string::npos ? again_.size() : end + 1;
        text.append(again_, 0, size);
        again_.erase(0, size);
        ++line_;
        return true;
    }
    std::streambuf& buffer = *stream_.rdbuf();
    constexpr int kEnd = std::char_traits<char>::eof();
    const std::size_t begin = text.size();
    for (int letter = buffer.sbumpc(); letter != kEnd; letter = buffer.sbumpc()) {
        // A line too long goes on as another: it is refused, and no memory is taken for it.
        text.push_back(static_cast<char>(letter));
        if (letter == '\n' || text.size() - begin > kRowBytesMax) {
            break;
        }
    }
    line_ += text.size() > begin ? 1U : 0U;
    return text.size() > begin;
}

std::optional<std::string> CsvRows::read_row() {
    std::string row;
    if (!read_line(row)) {
        return std::nullopt;
    }
    if (line_ == 1 && row.starts_with(kByteOrderMark)) {
        row.erase(0, kByteOrderMark.size());
    }
    const std::size_t first_size = row.size();
    const std::size_t first_line = line_;
    while (has_open_quote(row)) {
        if (row.size() > kRowBytesMax || !read_line(row)) {
            // The quote has no end: only its own line is lost.
            again_.insert(0, row, first_size);
            row.resize(first_size);
            line_ = first_line;
            break;
        }
    }
    return row;
}

std::optional<Result<CsvRow>> CsvRows::next() {
    for (;;) {
        const std::size_t before = line_;
        const std::optional<std::string> bytes = read_row();
        if (!bytes.has_value()) {
            return std::nullopt;
        }
        DecodedText decoded = decode_text(*bytes);
        converted_ = !decoded.is_utf8;
        CsvReader reader(decoded.text);
        std::optional<Result<CsvRow>> row = reader.next();
        if (!row.has_value()) {
            continue;
        }
        if (!row->ok()) {
            Problem problem = row->problem();
            problem.pointer = "line " + std::to_string(before + 1);
            problem.code = "import.csv_row";
            return Result<CsvRow>(std::move(problem));
        }
        row->value().line = before + 1;
        return row;
    }
}

}  // namespace wms
