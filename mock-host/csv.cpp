// SPDX-License-Identifier: Apache-2.0
// One pass, one character at a time.
#include "mock-host/csv.h"

namespace wms {

namespace {

constexpr std::size_t kFieldBytesMax = 1024 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Bytes of the UTF-8 character at the start of the text; 0 if there is none.
std::size_t character_size(std::string_view text) {
    const auto byte = [&](std::size_t index) {
        return index < text.size() ? static_cast<unsigned char>(text[index]) : 0U;
    };
    const unsigned first = byte(0);
    std::size_t size = 0;
    unsigned value = 0;
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xC2 && first <= 0xDF) {
        size = 2;
        value = first & 0x1F;
    } else if (first >= 0xE0 && first <= 0xEF) {
        size = 3;
        value = first & 0x0F;
    } else if (first >= 0xF0 && first <= 0xF4) {
        size = 4;
        value = first & 0x07;
    } else {
        return 0;
    }
    for (std::size_t index = 1; index < size; ++index) {
        if ((byte(index) & 0xC0) != 0x80) {
            return 0;
        }
        value = (value << 6) | (byte(index) & 0x3F);
    }
    const bool too_long = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
    const bool no_character = value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF);
    return too_long || no_character ? 0 : size;
}

}  // namespace

std::string utf8_of(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t size = character_size(text.substr(at));
        if (size == 0) {
            break;
        }
        at += size;
    }
    if (at == text.size()) {
        return std::string(text);
    }
    std::string result;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (byte < 0x80) {
            result.push_back(letter);
        } else {
            result.push_back(static_cast<char>(0xC0 | (byte >> 6)));
            result.push_back(static_cast<char>(0x80 | (byte & 0x3F)));
        }
    }
    return result;
}

CsvReader::CsvReader(std::string_view text) : text_(text) {
    if (text_.starts_with(kByteOrderMark)) {
        at_ = kByteOrderMark.size();
    }
}

void CsvReader::skip_line() {
    while (at_ < text_.size() && text_[at_] != '\n') {
        ++at_;
    }
    if (at_ < text_.size()) {
        ++at_;
        ++line_;
    }
}

/// From behind the opening quote to behind the closing one.
bool CsvReader::read_quoted(std::string& field) {
    while (at_ < text_.size() && field.size() <= kFieldBytesMax) {
        const char letter = text_[at_++];
        if (letter == '"') {
            if (at_ >= text_.size() || text_[at_] != '"') {
                return true;
            }
            ++at_;
        } else if (letter == '\n') {
            ++line_;
        }
        field.push_back(letter);
    }
    return false;
}

std::optional<Result<CsvRow>> CsvReader::next() {
    while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) {
        line_ += text_[at_] == '\n' ? 1U : 0U;
        ++at_;
    }
    if (at_ >= text_.size()) {
        return std::nullopt;
    }
    CsvRow row;
    row.line = line_;
    const auto bad = [&](const char* cause) {
        return Result<CsvRow>(Problem{"csv.row", "line " + std::to_string(row.line), cause,
                                      "Correct the line.", "it"});
    };
    while (true) {
        std::string field;
        if (at_ < text_.size() && text_[at_] == '"') {
            const std::size_t opened_at = at_;
            const std::size_t opened_line = line_;
            ++at_;
            if (!read_quoted(field)) {
                // The quote swallowed what follows: only its own line is lost.
                at_ = opened_at;
                line_ = opened_line;
                skip_line();
                return bad("A quoted field has no end.");
            }
        } else {
            const std::size_t end = text_.find_first_of(",\r\n", at_);
            const std::size_t stop = end == std::string_view::npos ? text_.size() : end;
            field = text_.substr(at_, stop - at_);
            at_ = stop;
        }
        row.fields.push_back(utf8_of(field));
        const char after = at_ < text_.size() ? text_[at_] : '\n';
        if (after == ',') {
            ++at_;
            continue;
        }
        if (after != '\r' && after != '\n') {
            skip_line();
            return bad("Text follows the end of a quoted field.");
        }
        skip_line();
        return Result<CsvRow>(std::move(row));
    }
}

}  // namespace wms
