// SPDX-License-Identifier: Apache-2.0
// A row is a line, and the lines behind it while a quoted field is open. What the row says is read
// by csv.h.
#include "mock-host/imports/csv_rows.h"

#include <algorithm>
#include <string_view>

#include "mock-host/imports/text_encoding.h"

namespace wms {

namespace {

constexpr std::size_t kRowBytesMax = 64 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Whether a quoted field is open at the end of a row, which is told line by line.
class Quotes {
  public:
    void add(std::string_view line) {
        for (std::size_t at = 0; at < line.size(); ++at) {
            const char letter = line[at];
            if (!open_) {
                open_ = begins_ && letter == '"';
                begins_ = letter == ',';
            } else if (letter == '"') {
                const bool doubled = line.substr(at + 1).starts_with('"');
                at += doubled ? 1U : 0U;
                open_ = doubled;
            }
        }
    }
    bool is_open() const { return open_; }

  private:
    bool begins_ = true;  ///< a field begins here
    bool open_ = false;
};

}  // namespace

bool CsvRows::read_line(std::string& text) {
    if (again_at_ < again_.size()) {
        const std::size_t end = again_.find('\n', again_at_);
        const std::size_t size = end == std::string::npos ? again_.size() : end + 1 - again_at_;
        text.append(again_, again_at_, size);
        again_at_ += size;
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
    Quotes quotes;
    quotes.add(row);
    while (quotes.is_open()) {
        const std::size_t before = row.size();
        if (before > kRowBytesMax || !read_line(row)) {
            // The quote has no end: only its own line is lost.
            again_ = row.substr(first_size) + again_.substr(std::min(again_at_, again_.size()));
            again_at_ = 0;
            row.resize(first_size);
            line_ = first_line;
            break;
        }
        quotes.add(std::string_view(row).substr(before));
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
