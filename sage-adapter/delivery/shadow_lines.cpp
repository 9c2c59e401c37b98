// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/delivery/shadow_lines.h"

#include <charconv>
#include <map>
#include <utility>

namespace sage {
namespace {

// Beyond so many lines of which no two are equal, each is compared with the one at its place: to
// look for the most alike takes the square of it.
constexpr std::size_t paired_by_likeness_max = 500;

using LinesByNumber = std::map<std::size_t, Facts>;

// "line 12 unitPrice" into 12 and "unitPrice".
LinesByNumber lines_in(const Facts& facts) {
    LinesByNumber lines;
    for (auto fact = facts.lower_bound(line_fact_prefix);
         fact != facts.end() && fact->first.starts_with(line_fact_prefix); ++fact) {
        const std::string_view name = fact->first;
        const std::size_t first = name.find(' ');
        const std::size_t second =
            first == std::string_view::npos ? first : name.find(' ', first + 1);
        if (second == std::string_view::npos) {
            continue;
        }
        std::size_t number = 0;
        std::from_chars(name.data() + first + 1, name.data() + second, number);
        lines[number].emplace(name.substr(second + 1), fact->second);
    }
    return lines;
}

std::string content_of(const Facts& line) {
    std::string content;
    for (const auto& [field, value] : line) {
        content += (content.empty() ? "" : ", ") + field + " " + value;
    }
    return content;
}

std::size_t likeness(const Facts& expected, const Facts& found) {
    std::size_t same = 0;
    for (const auto& [field, value] : expected) {
        const auto other = found.find(field);
        same += other != found.end() && other->second == value ? 1U : 0U;
    }
    return same;
}

std::string name_of(std::size_t number) {
    return std::string(line_fact_prefix) + " " + std::to_string(number);
}

// What Sage shows of a line may be more than what is expected of it: only that counts.
Facts shown_of(const Facts& expected, const Facts& found) {
    Facts shown;
    for (const auto& [field, value] : expected) {
        const auto other = found.find(field);
        shown.emplace(field, other == found.end() ? std::string() : other->second);
    }
    return shown;
}

std::string fields_of(const Facts& line) {
    std::string fields;
    for (const auto& [field, value] : line) {
        fields += field + "\n";
    }
    return fields;
}

// The lines in Sage by what they show of the fields that `line` has.
std::multimap<std::string, std::size_t> by_content_of(const Facts& line,
                                                      const LinesByNumber& found) {
    std::multimap<std::string, std::size_t> numbers;
    for (const auto& [number, other] : found) {
        numbers.emplace(content_of(shown_of(line, other)), number);
    }
    return numbers;
}

// Takes out what is equal, first at the same place, then wherever it is.
void drop_equal(LinesByNumber& expected, LinesByNumber& found) {
    std::erase_if(expected, [&](const auto& line) {
        const auto other = found.find(line.first);
        const bool same =
            other != found.end() && shown_of(line.second, other->second) == line.second;
        if (same) {
            found.erase(other);
        }
        return same;
    });
    // Most documents have the same fields on all lines, so one index serves them.
    std::map<std::string, std::multimap<std::string, std::size_t>> indexes;
    std::erase_if(expected, [&](const auto& line) {
        auto index = indexes.find(fields_of(line.second));
        if (index == indexes.end()) {
            index =
                indexes.emplace(fields_of(line.second), by_content_of(line.second, found)).first;
        }
        const auto [begin, end] = index->second.equal_range(content_of(line.second));
        for (auto other = begin; other != end; ++other) {
            if (found.erase(other->second) > 0) {
                index->second.erase(other);
                return true;
            }
        }
        return false;
    });
}

LinesByNumber::const_iterator counterpart(std::size_t number, const Facts& line,
                                          const LinesByNumber& found, bool by_place) {
    if (by_place) {
        return found.find(number);
    }
    auto best = found.end();
    std::size_t most = 0;
    for (auto other = found.begin(); other != found.end(); ++other) {
        if (const std::size_t same = likeness(line, other->second); same > most) {
            best = other;
            most = same;
        }
    }
    return best;
}

}  // namespace

std::vector<Difference> line_differences(const Facts& expected, const Facts& found) {
    LinesByNumber wanted = lines_in(expected);
    LinesByNumber seen = lines_in(found);
    std::vector<Difference> all;
    if (wanted.size() != seen.size()) {
        all.push_back({"lines", std::to_string(wanted.size()), std::to_string(seen.size())});
    }
    drop_equal(wanted, seen);
    const bool by_place = wanted.size() > paired_by_likeness_max;
    for (const auto& [number, line] : wanted) {
        const auto other = counterpart(number, line, seen, by_place);
        if (other == seen.end()) {
            all.push_back({name_of(number), content_of(line), ""});
            continue;
        }
        for (Difference& one : differences(line, other->second)) {
            one.field = name_of(number) + " " + one.field;
            all.push_back(std::move(one));
        }
        seen.erase(other);
    }
    for (const auto& [number, line] : seen) {
        all.push_back({name_of(number), "", content_of(line)});
    }
    return all;
}

}  // namespace sage
