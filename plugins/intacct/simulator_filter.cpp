// SPDX-License-Identifier: Apache-2.0
// Reads and evaluates the filters of a query.
#include "plugins/intacct/simulator_filter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>

#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_intacct {
namespace {

namespace json = boost::json;

struct Operator {
    std::string_view name;
    Comparison comparison;
    bool negated;
};
constexpr auto operators = std::to_array<Operator>({
    {"$eq", Comparison::equal, false},
    {"$ne", Comparison::equal, true},
    {"$lt", Comparison::less, false},
    {"$lte", Comparison::less_or_equal, false},
    {"$gt", Comparison::greater, false},
    {"$gte", Comparison::greater_or_equal, false},
    {"$in", Comparison::in, false},
    {"$notIn", Comparison::in, true},
    {"$between", Comparison::between, false},
    {"$notBetween", Comparison::between, true},
    {"$contains", Comparison::contains, false},
    {"$notContains", Comparison::contains, true},
    {"$startsWith", Comparison::starts_with, false},
    {"$notStartsWith", Comparison::starts_with, true},
    {"$endsWith", Comparison::ends_with, false},
    {"$notEndsWith", Comparison::ends_with, true},
});

/// A value as text; nothing if the field's type cannot have it.
std::optional<std::string> operand(const json::value& value, FieldType type) {
    if (value.is_bool()) {
        return type == FieldType::boolean
                   ? std::optional<std::string>(value.get_bool() ? "true" : "false")
                   : std::nullopt;
    }
    if (value.is_int64()) {
        const bool numeric =
            type == FieldType::decimal || type == FieldType::number || type == FieldType::key;
        return numeric ? std::optional<std::string>(std::to_string(value.get_int64()))
                       : std::nullopt;
    }
    if (!value.is_string() || type == FieldType::boolean) {
        return std::nullopt;
    }
    const json::string& text = value.get_string();
    const std::string_view written(text.data(), text.size());
    const bool fits = type == FieldType::date        ? is_date(written)
                      : type == FieldType::date_time ? is_date_time(written) || is_date(written)
                                                     : true;
    return fits ? std::optional<std::string>(written) : std::nullopt;
}

/// As keys are given: a whole number without zeros before it.
bool is_key(std::string_view text) {
    return !text.empty() && text.front() != '0' &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool ordered(Comparison comparison, int order) {
    switch (comparison) {
        case Comparison::less:
            return order < 0;
        case Comparison::less_or_equal:
            return order <= 0;
        case Comparison::greater:
            return order > 0;
        case Comparison::greater_or_equal:
            return order >= 0;
        default:
            return order == 0;
    }
}

bool holds(const Filter& filter, std::string_view found, const std::vector<std::string>& values) {
    const auto order = [&](const std::string& value) {
        return compare(filter.path.type, found, value);
    };
    switch (filter.comparison) {
        case Comparison::in:
            return std::any_of(values.begin(), values.end(),
                               [&](const std::string& value) { return order(value) == 0; });
        case Comparison::between:
            return order(values[0]) >= 0 && order(values[1]) <= 0;
        case Comparison::contains:
            return found.find(values[0]) != std::string_view::npos;
        case Comparison::starts_with:
            return found.starts_with(values[0]);
        case Comparison::ends_with:
            return found.ends_with(values[0]);
        default:
            return ordered(filter.comparison, order(values[0]));
    }
}

}  // namespace

int compare(FieldType type, std::string_view left, std::string_view right) {
    if (type == FieldType::key && is_key(left) && is_key(right)) {
        const std::size_t size = std::max(left.size(), right.size());
        const int longer = left.size() == right.size() ? 0 : left.size() == size ? 1 : -1;
        const int order = longer != 0 ? longer : left.compare(right);
        return order < 0 ? -1 : order > 0 ? 1 : 0;
    }
    if (type == FieldType::decimal || type == FieldType::number || type == FieldType::key) {
        const auto left_number = Decimal::parse(left);
        const auto right_number = Decimal::parse(right);
        if (left_number && right_number) {
            return *left_number == *right_number ? 0 : *left_number < *right_number ? -1 : 1;
        }
    }
    const int order = left.compare(right);
    return order < 0 ? -1 : order > 0 ? 1 : 0;
}

std::string Filters::read_one(const Company& company, const Subject& subject,
                              const json::value& value) {
    const json::object* const object = value.if_object();
    if (object == nullptr || object->size() != 1 || !object->begin()->value().is_object() ||
        object->begin()->value().get_object().size() != 1) {
        return "Each filter must be an object with one operator over one field";
    }
    const auto& [name, condition] = *object->begin();
    const auto* const known =
        std::find_if(std::begin(operators), std::end(operators),
                     [&](const Operator& candidate) { return candidate.name == name; });
    if (known == std::end(operators)) {
        return fmt::format("Unknown operator '{}'", std::string(name));
    }
    const auto& [field, wanted] = *condition.get_object().begin();
    Filter filter;
    filter.comparison = known->comparison;
    filter.negated = known->negated;
    filter.path = compile_path(company, subject, field);
    if (filter.path.href) {
        return "Field 'href' cannot be used in filters";
    }
    if (filter.path.fault != PathFault::none) {
        return fmt::format("Field '{}' does not exist", std::string(field));
    }
    const bool several =
        filter.comparison == Comparison::in || filter.comparison == Comparison::between;
    filter.null = wanted.is_null() && filter.comparison == Comparison::equal;
    if (several != wanted.is_array()) {
        return fmt::format("Operator '{}' has the wrong kind of value", std::string(name));
    }
    const std::size_t count = several ? wanted.get_array().size() : 1;
    if (count == 0 || (filter.comparison == Comparison::between && count != 2)) {
        return fmt::format("Operator '{}' has the wrong number of values", std::string(name));
    }
    for (std::size_t at = 0; at < count && !filter.null; ++at) {
        const auto text = operand(several ? wanted.get_array()[at] : wanted, filter.path.type);
        if (!text) {
            return fmt::format("Value for field '{}' has the wrong type or format",
                               std::string(field));
        }
        filter.values.push_back(*text);
    }
    filters_.push_back(std::move(filter));
    return "";
}

bool Filters::read_expression(std::string_view expression) {
    // Shunting-yard over numbers, "and", "or" and parentheses; "and" binds tighter.
    std::vector<int> waiting;
    constexpr int parenthesis = -3;
    bool operand_next = true;
    for (std::size_t at = 0; at < expression.size();) {
        if (expression[at] == ' ') {
            ++at;
        } else if (expression[at] >= '0' && expression[at] <= '9' && operand_next) {
            int number = 0;
            const auto [end, error] =
                std::from_chars(&expression[at], expression.data() + expression.size(), number);
            at = static_cast<std::size_t>(end - expression.data());
            if (error != std::errc() || number < 1 ||
                static_cast<std::size_t>(number) > filters_.size()) {
                return false;
            }
            postfix_.push_back(number - 1);
            operand_next = false;
        } else if (expression[at] == '(' && operand_next) {
            waiting.push_back(parenthesis);
            ++at;
        } else if (expression[at] == ')' && !operand_next) {
            while (!waiting.empty() && waiting.back() != parenthesis) {
                postfix_.push_back(waiting.back());
                waiting.pop_back();
            }
            if (waiting.empty()) {
                return false;
            }
            waiting.pop_back();
            ++at;
        } else if (!operand_next && (lower_case(expression.substr(at, 3)) == "and" ||
                                     lower_case(expression.substr(at, 2)) == "or")) {
            const bool is_and = lower_case(expression.substr(at, 3)) == "and";
            while (!waiting.empty() && waiting.back() != parenthesis &&
                   (!is_and || waiting.back() == operator_and)) {
                postfix_.push_back(waiting.back());
                waiting.pop_back();
            }
            waiting.push_back(is_and ? operator_and : operator_or);
            at += is_and ? 3 : 2;
            operand_next = true;
        } else {
            return false;
        }
    }
    for (; !waiting.empty(); waiting.pop_back()) {
        if (waiting.back() == parenthesis) {
            return false;
        }
        postfix_.push_back(waiting.back());
    }
    return !operand_next;
}

std::string Filters::compile(const Company& company, const Subject& subject,
                             const json::value& filters, std::string_view expression) {
    if (!filters.is_array()) {
        return "'filters' must be an array";
    }
    for (const json::value& filter : filters.get_array()) {
        std::string wrong = read_one(company, subject, filter);
        if (!wrong.empty()) {
            return wrong;
        }
    }
    if (!expression.empty() && !read_expression(expression)) {
        return fmt::format("'filterExpression' is wrong: {}", expression);
    }
    return "";
}

const std::vector<Filter>& Filters::required() const {
    return postfix_.empty() ? filters_ : none_;
}

bool Filters::matches_one(const Company& company, const Filter& filter, const Row& row) const {
    const auto found = evaluate(company, filter.path, row);
    bool holds_here = false;
    if (filter.null) {
        holds_here = !found;
    } else if (found) {
        const bool textual = filter.path.type == FieldType::text;
        if (ignore_case_ && textual) {
            std::vector<std::string> values;
            values.reserve(filter.values.size());
            for (const std::string& value : filter.values) {
                values.push_back(lower_case(value));
            }
            holds_here = holds(filter, lower_case(found->text), values);
        } else {
            holds_here = holds(filter, found->text, filter.values);
        }
    }
    return holds_here != filter.negated;
}

bool Filters::matches(const Company& company, const Row& row) const {
    if (postfix_.empty()) {
        return std::all_of(filters_.begin(), filters_.end(),
                           [&](const Filter& filter) { return matches_one(company, filter, row); });
    }
    std::vector<bool> stack;
    for (const int step : postfix_) {
        if (step >= 0) {
            stack.push_back(matches_one(company, filters_[static_cast<std::size_t>(step)], row));
            continue;
        }
        const bool right = stack.back();
        stack.pop_back();
        stack.back() = step == operator_and ? stack.back() && right : stack.back() || right;
    }
    return stack.back();
}

}  // namespace sage::simulated_intacct
