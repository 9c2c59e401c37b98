// SPDX-License-Identifier: Apache-2.0
#include "mock-host/listing.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <numeric>
#include <utility>

namespace wms {
namespace {

constexpr std::string_view kGap = "  ";
/// Before the columns of a row for which its line has no room.
constexpr std::string_view kSetIn = "    ";
/// Narrower than this a column says nothing.
constexpr std::size_t kCutWidth = 8;
constexpr std::string_view kCutMark = "…";

bool begins_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

/// Characters, each taken for one column: what warehouses write in.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::string cut_to(std::string_view text, std::size_t width) {
    if (width_of(text) <= width) {
        return std::string(text);
    }
    std::size_t end = 0;
    for (std::size_t taken = 0; end < text.size(); ++end) {
        if (begins_character(text[end]) && taken++ == width - 1) {
            break;
        }
    }
    return std::string(text.substr(0, end)) + std::string(kCutMark);
}

std::string without_controls(std::string text) {
    std::replace_if(
        text.begin(), text.end(),
        [](char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F; }, ' ');
    return text;
}

}  // namespace

std::size_t terminal_width() {
    winsize size = {};
    if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) {
        return 0;
    }
    return size.ws_col;
}

std::string separated_field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        return std::string(text);
    }
    std::string quoted = "\"";
    for (const char byte : text) {
        quoted += byte;
        if (byte == '"') {
            quoted += '"';
        }
    }
    return quoted + '"';
}

Listing::Listing(std::vector<Column> columns, Form form, std::size_t width,
                 std::function<void(std::string_view text)> write)
    : columns_(std::move(columns)), form_(form), width_(width), write_(std::move(write)) {
    if (form_ == Form::comma_separated) {
        std::vector<std::string> names;
        for (const Column& column : columns_) {
            names.push_back(column.name);
        }
        write_separated(names);
    }
}

void Listing::add(std::vector<std::string> cells) {
    ++rows_;
    switch (form_) {
        case Form::json_lines:
            return write_json(cells);
        case Form::comma_separated:
            return write_separated(cells);
        case Form::table:
            break;
    }
    std::transform(cells.begin(), cells.end(), cells.begin(), without_controls);
    if (!widths_.empty()) {
        return write_table_row(cells);
    }
    waiting_.push_back(std::move(cells));
    if (waiting_.size() == rows_measured) {
        write_table();
    }
}

void Listing::end() {
    if (form_ == Form::table && widths_.empty()) {
        write_table();
    }
}

void Listing::write_json(const std::vector<std::string>& cells) {
    boost::json::object object;
    for (std::size_t at = 0; at < columns_.size(); ++at) {
        object[columns_[at].name] = cells[at];
    }
    write_(boost::json::serialize(object) + "\n");
}

void Listing::write_separated(const std::vector<std::string>& cells) {
    std::string line;
    for (const std::string& cell : cells) {
        line += (line.empty() && &cell == &cells.front() ? "" : ",") + separated_field(cell);
    }
    write_(line + "\r\n");
}

void Listing::measure() {
    for (const Column& column : columns_) {
        widths_.push_back(width_of(column.title));
    }
    for (const std::vector<std::string>& cells : waiting_) {
        for (std::size_t at = 0; at < widths_.size(); ++at) {
            widths_[at] = std::max(widths_[at], width_of(cells[at]));
        }
    }
    // The widest that may be cut gives first, one place at a time, so that none is cut alone.
    while (width_ != 0) {
        const std::size_t sum =
            std::accumulate(widths_.begin(), widths_.end(), kGap.size() * (widths_.size() - 1));
        std::size_t widest = widths_.size();
        for (std::size_t at = 0; at < widths_.size(); ++at) {
            if (columns_[at].may_be_cut && widths_[at] > kCutWidth &&
                (widest == widths_.size() || widths_[at] > widths_[widest])) {
                widest = at;
            }
        }
        if (sum <= width_ || widest == widths_.size()) {
            break;
        }
        --widths_[widest];
    }
}

void Listing::write_table() {
    measure();
    std::vector<std::string> titles;
    for (const Column& column : columns_) {
        titles.push_back(column.title);
    }
    write_table_row(titles);
    for (const std::vector<std::string>& cells : waiting_) {
        write_table_row(cells);
    }
    waiting_.clear();
}

void Listing::write_table_row(const std::vector<std::string>& cells) {
    std::string line;
    std::size_t taken = 0;
    const auto without_end = [&line] { line.erase(line.find_last_not_of(' ') + 1); };
    for (std::size_t at = 0; at < columns_.size(); ++at) {
        const std::string cell =
            columns_[at].may_be_cut ? cut_to(cells[at], widths_[at]) : cells[at];
        const std::size_t width = width_of(cell);
        const std::string blanks(widths_[at] > width ? widths_[at] - width : 0, ' ');
        const bool has_room = width_ == 0 || taken + kGap.size() + widths_[at] <= width_;
        if (at != 0 && !has_room) {
            without_end();
            line += "\n";
        }
        const std::string_view before = at == 0 ? "" : has_room ? kGap : kSetIn;
        line += before;
        line += columns_[at].is_number ? blanks + cell : cell + blanks;
        taken = (has_room ? taken : 0) + before.size() + widths_[at];
    }
    without_end();
    write_(line + "\n");
}

}  // namespace wms
