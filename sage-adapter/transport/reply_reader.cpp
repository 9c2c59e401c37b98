// SPDX-License-Identifier: Apache-2.0
// Reading a reply, RFC 9112. Every stage either takes a line or a piece of the body.
#include "sage-adapter/transport/reply_reader.h"

#include <algorithm>
#include <charconv>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/transport/ascii.h"

namespace sage {

namespace {

// Real headers of Sage take about 2 KiB. All lines of a reply count together, also those of interim
// replies and of trailers, so that a server cannot feed them for ever.
constexpr std::size_t header_bytes_max = 64 * 1024;
// A chunk's size has at most 16 digits; what follows them is an extension nobody uses.
constexpr std::size_t chunk_line_bytes_max = 256;
// Memory is taken as bytes arrive, not as they are announced.
constexpr std::uint64_t reserved_bytes_max = 256 * 1024;

bool names(std::string_view list, std::string_view word) {
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        if (equal_without_case(trimmed(list.substr(0, comma)), word)) {
            return true;
        }
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return false;
}

}  // namespace

void ReplyReader::break_off(std::string_view reason) {
    stage_ = Stage::broken;
    reason_ = reason;
}

ReplyReader::Progress ReplyReader::feed(std::string_view bytes) {
    while (!bytes.empty() && stage_ != Stage::complete && stage_ != Stage::broken) {
        const bool body =
            stage_ == Stage::counted_body || stage_ == Stage::chunk || stage_ == Stage::open_body;
        if (body) {
            take_body(bytes);
        } else {
            take_line(bytes);
        }
    }
    if (!bytes.empty()) {
        stays_open_ = false;
    }
    if (stage_ == Stage::complete) {
        return Progress::complete;
    }
    return stage_ == Stage::broken ? Progress::broken : Progress::more;
}

ReplyReader::Progress ReplyReader::finish() {
    stays_open_ = false;
    if (stage_ == Stage::open_body) {
        stage_ = Stage::complete;
    } else if (stage_ != Stage::complete && stage_ != Stage::broken) {
        break_off(stage_ == Stage::status_line && line_.empty()
                      ? "the server ended the connection without a reply"
                      : "the server ended the connection in the middle of its reply");
    }
    return stage_ == Stage::complete ? Progress::complete : Progress::broken;
}

void ReplyReader::take_body(std::string_view& bytes) {
    const std::size_t size =
        stage_ == Stage::open_body
            ? bytes.size()
            : static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), left_));
    if (size > limits::reply_bytes_max - reply_.body.size()) {
        break_off("the reply is larger than any reply of Sage");
        return;
    }
    reply_.body.append(bytes.substr(0, size));
    bytes.remove_prefix(size);
    if (stage_ == Stage::open_body) {
        return;
    }
    left_ -= size;
    if (left_ == 0) {
        stage_ = stage_ == Stage::chunk ? Stage::chunk_end : Stage::complete;
    }
}

void ReplyReader::take_line(std::string_view& bytes) {
    const std::size_t end = bytes.find('\n');
    const std::size_t size = end == std::string_view::npos ? bytes.size() : end + 1;
    const bool of_chunk = stage_ == Stage::chunk_size || stage_ == Stage::chunk_end;
    if (of_chunk ? line_.size() + size > chunk_line_bytes_max
                 : size > header_bytes_max - header_bytes_) {
        break_off(of_chunk ? "a chunk of the reply begins with too long a line"
                           : "the headers of the reply are too large");
        return;
    }
    header_bytes_ += of_chunk ? 0 : size;
    line_.append(bytes.substr(0, size));
    bytes.remove_prefix(size);
    if (end == std::string_view::npos) {
        return;
    }
    if (!line_.ends_with("\r\n")) {
        break_off("a line of the reply does not end as HTTP lines end");
        return;
    }
    read_line(std::string_view(line_).substr(0, line_.size() - 2));
    line_.clear();
}

void ReplyReader::read_line(std::string_view line) {
    switch (stage_) {
        case Stage::status_line:
            read_status_line(line);
            break;
        case Stage::header:
            line.empty() ? end_headers() : read_header(line);
            break;
        case Stage::trailer:
            // Trailers say nothing that we use; they are counted and checked like headers.
            if (line.empty()) {
                stage_ = Stage::complete;
            } else {
                read_header(line);
            }
            break;
        case Stage::chunk_size:
            read_chunk_size(line);
            break;
        default:
            stage_ = Stage::chunk_size;
            if (!line.empty()) {
                break_off("a chunk of the reply is not as long as it says");
            }
            break;
    }
}

void ReplyReader::read_status_line(std::string_view line) {
    const bool shape = line.size() >= 12 && line.starts_with("HTTP/1.") &&
                       (line[7] == '1' || line[7] == '0') && line[8] == ' ' && line[9] >= '1' &&
                       line[9] <= '5' && is_digit(line[10]) && is_digit(line[11]) &&
                       (line.size() == 12 || line[12] == ' ') && is_value(line);
    if (!shape) {
        break_off("what came is no HTTP reply");
        return;
    }
    reply_.status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
    stays_open_ = line[7] == '1';
    stage_ = Stage::header;
}

void ReplyReader::read_header(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) || !is_value(line)) {
        break_off("a header of the reply is malformed");
        return;
    }
    if (++headers_ > limits::reply_headers_max) {
        break_off("the reply has too many headers");
        return;
    }
    if (stage_ == Stage::trailer) {
        return;
    }
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (equal_without_case(name, "Content-Length")) {
        read_length(value);
    } else if (equal_without_case(name, "Transfer-Encoding")) {
        if (chunked_ || !equal_without_case(value, "chunked")) {
            break_off("the reply has an encoding we did not ask for");
        }
        chunked_ = true;
    } else if (equal_without_case(name, "Connection") && names(value, "close")) {
        stays_open_ = false;
    }
    reply_.headers.push_back({std::string(name), std::string(value)});
}

void ReplyReader::read_length(std::string_view value) {
    std::uint64_t length = 0;
    const char* const last = value.data() + value.size();
    const auto [end, error] = std::from_chars(value.data(), last, length);
    if (value.empty() || error != std::errc() || end != last || (has_length_ && length != left_)) {
        break_off("the length of the reply is no number");
    } else if (length > limits::reply_bytes_max) {
        break_off("the reply is larger than any reply of Sage");
    }
    has_length_ = true;
    left_ = length;
}

void ReplyReader::read_chunk_size(std::string_view line) {
    std::uint64_t size = 0;
    const std::size_t digits = std::min(line.find_first_of("; \t"), line.size());
    const auto [end, error] = std::from_chars(line.data(), line.data() + digits, size, 16);
    if (digits == 0 || error != std::errc() || end != line.data() + digits || !is_value(line)) {
        break_off("a chunk of the reply has no size");
    } else if (size > limits::reply_bytes_max - reply_.body.size()) {
        break_off("the reply is larger than any reply of Sage");
    } else {
        left_ = size;
        stage_ = size == 0 ? Stage::trailer : Stage::chunk;
    }
}

void ReplyReader::end_headers() {
    if (reply_.status == 101) {
        break_off("the server wants to change the protocol");
        return;
    }
    if (reply_.status < 200) {
        // An interim reply ("100 Continue", "103 Early Hints"): the real one follows.
        reply_ = Reply{};
        has_length_ = chunked_ = false;
        left_ = 0;
        stage_ = Stage::status_line;
        return;
    }
    if (no_body_ || reply_.status == 204 || reply_.status == 304) {
        stage_ = Stage::complete;
    } else if (chunked_ && has_length_) {
        break_off("the reply says twice where it ends");
    } else if (chunked_) {
        stage_ = Stage::chunk_size;
    } else if (has_length_) {
        reply_.body.reserve(static_cast<std::size_t>(std::min(left_, reserved_bytes_max)));
        stage_ = left_ == 0 ? Stage::complete : Stage::counted_body;
    } else {
        stays_open_ = false;
        stage_ = Stage::open_body;
    }
}

}  // namespace sage
