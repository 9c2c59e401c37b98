// SPDX-License-Identifier: Apache-2.0
// The conditions of a query: sixteen operators, joined by "and" or by an expression over their
// numbers.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/intacct/simulator_path.h"

namespace sage::simulated_intacct {

enum class Comparison : std::uint8_t {
    equal,
    less,
    less_or_equal,
    greater,
    greater_or_equal,
    in,
    between,
    contains,
    starts_with,
    ends_with,
};

struct Filter {
    Path path;
    Comparison comparison = Comparison::equal;
    bool negated = false;
    bool null = false;
    std::vector<std::string> values;
};

class Filters {
  public:
    /// What is wrong with "filters" or "filterExpression"; empty: nothing. Compiles otherwise.
    std::string compile(const Company& company, const Subject& subject,
                        const boost::json::value& filters, std::string_view expression);
    void ignore_case() { ignore_case_ = true; }
    bool matches(const Company& company, const Row& row) const;

    /// Filters that every row must pass; empty when an expression joins them.
    const std::vector<Filter>& required() const;
    const std::vector<Filter>& all() const { return filters_; }
    bool case_sensitive() const { return !ignore_case_; }

  private:
    /// The expression in postfix order: numbers from 0, or one of the operators.
    static constexpr int operator_and = -1;
    static constexpr int operator_or = -2;

    std::string read_one(const Company& company, const Subject& subject,
                         const boost::json::value& value);
    bool read_expression(std::string_view expression);
    bool matches_one(const Company& company, const Filter& filter, const Row& row) const;

    std::vector<Filter> filters_;
    std::vector<int> postfix_;
    std::vector<Filter> none_;
    bool ignore_case_ = false;
};

/// -1, 0 or 1: how values of a field's type compare.
int compare(FieldType type, std::string_view left, std::string_view right);

}  // namespace sage::simulated_intacct
