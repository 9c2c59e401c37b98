// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/merge_text.h"

#include <algorithm>

namespace sage {
namespace {

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string joined(const Lines& lines) {
    std::string text;
    for (const std::string_view line : lines) {
        text += text.empty() ? "" : "\n";
        text += line;
    }
    return text;
}

// Where `part` stands in `whole`; nothing: nowhere, or more than once.
std::optional<std::size_t> place_of(const Lines& part, const Lines& whole) {
    const auto first = std::search(whole.begin(), whole.end(), part.begin(), part.end());
    if (first == whole.end() ||
        std::search(first + 1, whole.end(), part.begin(), part.end()) != whole.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(first - whole.begin());
}

// How the lines of one text become those of the other: `count` of them, from `begin` on, are
// `with`.
struct Replacement {
    std::size_t begin = 0;
    std::size_t count = 0;
    Lines with;
};

Replacement replacement(const Lines& from, const Lines& to) {
    const auto [from_end, to_end] = std::mismatch(from.begin(), from.end(), to.begin(), to.end());
    const auto begin = from_end - from.begin();
    const auto [from_tail, to_tail] =
        std::mismatch(from.rbegin(), from.rend() - begin, to.rbegin(), to.rend() - begin);
    return {static_cast<std::size_t>(begin),
            static_cast<std::size_t>((from.rend() - from_tail) - begin),
            Lines(to_end, to_tail.base())};
}

// The place in `present` of the lines to be replaced, or before which new ones are to stand.
std::optional<std::size_t> place_for(const Replacement& change, const Lines& last,
                                     const Lines& present) {
    if (change.count > 0) {
        const auto begin = last.begin() + static_cast<std::ptrdiff_t>(change.begin);
        return place_of(Lines(begin, begin + static_cast<std::ptrdiff_t>(change.count)), present);
    }
    if (last.empty()) {
        return present.size();
    }
    if (change.begin > 0) {
        const std::optional<std::size_t> before = place_of({last[change.begin - 1]}, present);
        return before ? std::optional(*before + 1) : std::nullopt;
    }
    return place_of({last.front()}, present);
}

}  // namespace

std::optional<std::string> merge_text(std::string_view present,
                                      const std::vector<std::string>& written,
                                      std::string_view wanted, bool single_line) {
    if (present == wanted || std::find(written.begin(), written.end(), present) != written.end()) {
        return std::string(wanted);
    }
    if (single_line || written.empty()) {
        return std::nullopt;
    }
    const Lines last = lines_of(written.back());
    Lines lines = lines_of(present);
    const Replacement change = replacement(last, lines_of(wanted));
    const std::optional<std::size_t> place = place_for(change, last, lines);
    if (!place) {
        return std::nullopt;
    }
    const auto begin = lines.begin() + static_cast<std::ptrdiff_t>(*place);
    lines.erase(begin, begin + static_cast<std::ptrdiff_t>(change.count));
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(*place), change.with.begin(),
                 change.with.end());
    return joined(lines);
}

}  // namespace sage
