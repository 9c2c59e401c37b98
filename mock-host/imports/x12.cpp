// SPDX-License-Identifier: Apache-2.0
// One pass. Interchange, group and set are three states around the segments.
#include "mock-host/imports/x12.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "mock-host/imports/text_encoding.h"

namespace wms {

namespace {

constexpr std::size_t kHeaderBytes = 106;  // ISA has a fixed size
constexpr std::size_t kSegmentBytesMax = 64 * 1024;
constexpr std::size_t kSegmentsMax = 200'000;  // of a set
// Where the element separators of an ISA stand: its elements have fixed widths.
constexpr std::size_t kSeparators[] = {3,  6,  17, 20, 31, 34, 50,  53,
                                       69, 76, 81, 83, 89, 99, 101, 103};

Problem broken(const std::string& where, std::string cause) {
    return {"import.x12_envelope", where, std::move(cause),
            "Ask the sender for the file again: nothing of it is taken.", "warehouse"};
}

bool is_line_end(int letter) {
    return letter == '\r' || letter == '\n';
}

/// A count that is written in digits; nothing: it is not.
std::optional<std::size_t> count_of(std::string_view text) {
    const bool digits = !text.empty() && text.size() <= 9 &&
                        std::all_of(text.begin(), text.end(),
                                    [](char letter) { return letter >= '0' && letter <= '9'; });
    return digits ? std::optional<std::size_t>(std::stoul(std::string(text))) : std::nullopt;
}

bool is_delimiter(char letter) {
    const bool text = (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
                      (letter >= 'a' && letter <= 'z');
    return letter != ' ' && !text;
}

std::string trimmed(std::string_view text) {
    const std::size_t end = text.find_last_not_of(" \r\n");
    return std::string(text.substr(0, end == std::string_view::npos ? 0 : end + 1));
}

class Reader {
  public:
    Reader(std::istream& stream, const X12Sink& sink) : buffer_(*stream.rdbuf()), sink_(sink) {}

    Done run() {
        for (;;) {
            const Result<bool> more = next_segment();
            if (!more.ok()) {
                return more.problem();
            }
            if (!more.value()) {
                break;
            }
            const Done taken = take();
            if (!taken.ok()) {
                return taken;
            }
        }
        if (segment_.number == 0) {
            return broken("segment 1", "The file is empty.");
        }
        return in_interchange_ ? Done(broken(where_in_x12(segment_),
                                             "The file ends before the interchange does: its IEA "
                                             "is missing."))
                               : Done(Nothing{});
    }

  private:
    static constexpr int kEnd = std::char_traits<char>::eof();

    /// False: the file has ended.
    Result<bool> next_segment() {
        int letter = buffer_.sbumpc();
        while (is_line_end(letter) || letter == ' ') {
            letter = buffer_.sbumpc();
        }
        if (letter == kEnd || letter == 0x1A) {
            return false;
        }
        std::string text(1, static_cast<char>(letter));
        const std::size_t number = segment_.number + 1;
        const std::string where = fmt::format("segment {}", number);
        if (!in_interchange_) {
            const Done header = read_header(text, where);
            if (!header.ok()) {
                return header.problem();
            }
        } else {
            if (letter == terminator_) {
                return broken(where, "The segment is empty.");
            }
            while ((letter = buffer_.sbumpc()) != kEnd && letter != terminator_) {
                if (text.size() == kSegmentBytesMax) {
                    return broken(where, "The segment has no end.");
                }
                text.push_back(static_cast<char>(letter));
            }
            if (letter == kEnd) {
                return broken(where, "The file ends within a segment: it was cut off.");
            }
        }
        split(text, number);
        return true;
    }

    /// The ISA, whose delimiters are told by where they stand.
    Done read_header(std::string& text, const std::string& where) {
        while (text.size() < kHeaderBytes) {
            const int letter = buffer_.sbumpc();
            if (letter == kEnd) {
                break;
            }
            text.push_back(static_cast<char>(letter));
        }
        if (text.size() < kHeaderBytes || !text.starts_with("ISA")) {
            return broken(where, "An interchange does not begin with an ISA segment of 106 bytes.");
        }
        separator_ = text[kSeparators[0]];
        const bool fixed = std::all_of(std::begin(kSeparators), std::end(kSeparators),
                                       [&](std::size_t at) { return text[at] == separator_; });
        terminator_ = static_cast<unsigned char>(text.back());
        if (!fixed || !is_delimiter(separator_) || !is_delimiter(text.back()) ||
            text.back() == separator_) {
            return broken(where, "The elements of the ISA segment do not have their fixed widths.");
        }
        text.pop_back();
        return Nothing{};
    }

    void split(const std::string& bytes, std::size_t number) {
        DecodedText decoded = decode_text(bytes);
        segment_.number = number;
        segment_.elements.clear();
        std::string_view rest = decoded.text;
        for (;;) {
            const std::size_t end = rest.find(separator_);
            segment_.elements.push_back(trimmed(rest.substr(0, end)));
            if (end == std::string_view::npos) {
                break;
            }
            rest.remove_prefix(end + 1);
        }
        if (!decoded.is_utf8 && !std::exchange(told_encoding_, true)) {
            sink_.remark(encoding_remark(where_in_x12(segment_)));
        }
    }

    Done take() {
        const std::string_view name = segment_.name();
        if (!in_interchange_) {
            in_interchange_ = true;
            interchange_number_ = segment_.element(13);
            set_.sender = segment_.element(6);
            groups_ = 0;
            return Nothing{};
        }
        if (name == "ISA") {
            return broken(where_in_x12(segment_), "An interchange begins within another.");
        }
        if (!in_group_) {
            return name == "IEA" ? end_interchange() : begin_group();
        }
        if (name == "GS" || name == "IEA") {
            return broken(where_in_x12(segment_), "A group has no end: its GE is missing.");
        }
        if (set_.segments.empty()) {
            return name == "GE" ? end_group() : begin_set();
        }
        return within_set();
    }

    Done begin_group() {
        // Acknowledgements of the interchange stand between ISA and the first GS.
        if (segment_.name() == "TA1") {
            return Nothing{};
        }
        if (segment_.name() != "GS") {
            return broken(where_in_x12(segment_), "A segment stands outside of a group.");
        }
        in_group_ = true;
        ++groups_;
        sets_ = 0;
        group_number_ = segment_.element(6);
        set_.group_id = segment_.element(1);
        return Nothing{};
    }

    Done end_group() {
        if (count_of(segment_.element(1)) != sets_ || segment_.element(2) != group_number_) {
            return broken(
                where_in_x12(segment_),
                fmt::format("The group {} has {} transaction sets, and its GE says {} "
                            "with the number {}.",
                            group_number_, sets_, segment_.element(1), segment_.element(2)));
        }
        in_group_ = false;
        return Nothing{};
    }

    Done end_interchange() {
        if (count_of(segment_.element(1)) != groups_ ||
            segment_.element(2) != interchange_number_) {
            return broken(where_in_x12(segment_),
                          fmt::format("The interchange {} has {} groups, and its IEA says {} with "
                                      "the number {}.",
                                      interchange_number_, groups_, segment_.element(1),
                                      segment_.element(2)));
        }
        in_interchange_ = false;
        return Nothing{};
    }

    Done begin_set() {
        if (segment_.name() != "ST") {
            return broken(where_in_x12(segment_), "A segment stands outside of a transaction set.");
        }
        ++sets_;
        set_.segments.push_back(segment_);
        set_segments_ = 1;
        return Nothing{};
    }

    Done within_set() {
        const std::string_view name = segment_.name();
        if (name == "ST" || name == "GE") {
            return broken(where_in_x12(segment_),
                          fmt::format("The transaction set {} has no end: its SE is missing.",
                                      set_.control_number()));
        }
        ++set_segments_;
        if (set_.segments.size() < kSegmentsMax || name == "SE") {
            set_.segments.push_back(segment_);
        }
        if (name != "SE") {
            return Nothing{};
        }
        const std::string number(set_.control_number());
        const auto leave_out = [&](std::string cause) {
            sink_.problem({"import.x12_set", where_in_x12(set_.segments.front()),
                           fmt::format("The transaction set {} is left out: {}", number, cause),
                           "Ask the sender for it again.", "warehouse"});
        };
        if (set_segments_ > kSegmentsMax) {
            leave_out(fmt::format("it has more than {} segments.", kSegmentsMax));
        } else if (count_of(segment_.element(1)) != set_segments_) {
            leave_out(fmt::format("it has {} segments, and its SE says {}.", set_segments_,
                                  segment_.element(1)));
        } else if (segment_.element(2) != number) {
            leave_out(fmt::format("its SE has the number {}.", segment_.element(2)));
        } else {
            sink_.set(set_);
        }
        set_.segments.clear();
        return Nothing{};
    }

    std::streambuf& buffer_;
    const X12Sink& sink_;
    char separator_ = '*';
    int terminator_ = '~';
    X12Segment segment_;
    X12TransactionSet set_;
    std::size_t set_segments_ = 0;  ///< those beyond the limit included
    std::size_t sets_ = 0;
    std::size_t groups_ = 0;
    std::string group_number_;
    std::string interchange_number_;
    bool in_interchange_ = false;
    bool in_group_ = false;
    bool told_encoding_ = false;
};

}  // namespace

Done read_x12(std::istream& stream, const X12Sink& sink) {
    return Reader(stream, sink).run();
}

std::string where_in_x12(const X12Segment& segment) {
    const std::string_view name = segment.name();
    constexpr std::size_t kNameMax = 3;
    const bool named = !name.empty() && name.size() <= kNameMax &&
                       std::none_of(name.begin(), name.end(), is_delimiter);
    return named ? fmt::format("segment {} ({})", segment.number, name)
                 : fmt::format("segment {}", segment.number);
}

}  // namespace wms
