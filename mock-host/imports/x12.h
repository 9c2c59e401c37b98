// SPDX-License-Identifier: Apache-2.0
// ASC X12: segments and the envelopes around transaction sets. The delimiters are those that the
// ISA segment shows by where they stand; every count and control number of ISA, GS, ST, SE, GE and
// IEA is checked. Nothing in Debian reads X12 for C++.
#pragma once

#include <cstddef>
#include <functional>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/result.h"

namespace wms {

struct X12Segment {
    std::size_t number = 0;             ///< in the file, from 1
    std::vector<std::string> elements;  ///< in UTF-8; the first is the segment's name

    std::string_view name() const { return elements.front(); }
    /// W12-03 is element(3). Empty where the segment ends before it.
    std::string_view element(std::size_t index) const {
        return index < elements.size() ? std::string_view(elements[index]) : std::string_view{};
    }
};

/// From ST to SE, both included.
struct X12TransactionSet {
    std::string sender;    ///< ISA-06
    std::string group_id;  ///< GS-01: "SW" for warehouse shipping advices
    std::vector<X12Segment> segments;

    std::string_view id() const { return segments.front().element(1); }  ///< ST-01: "945"
    std::string_view control_number() const { return segments.front().element(2); }
};

struct X12Sink {
    /// A set whose own count and control numbers are right; those of the envelopes around it are
    /// known only when read_x12 returns.
    std::function<void(const X12TransactionSet& set)> set;
    std::function<void(const Problem& problem)> problem;  ///< a set that is left out
    std::function<void(const Problem& remark)> remark;
};

/// Reads interchanges until the end, one set in memory. @return a Problem if an envelope is broken
/// or cut off: then no set of the file may be taken
Done read_x12(std::istream& stream, const X12Sink& sink);

/// "segment 12 (W12)".
std::string where_in_x12(const X12Segment& segment);

}  // namespace wms
