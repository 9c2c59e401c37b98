// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/transport/query_text.h"

#include <algorithm>
#include <array>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/transport/ascii.h"
#include "sage-adapter/transport/query_values.h"

namespace sage {
namespace {

constexpr std::string_view row_count = "COUNT(*)";
constexpr std::size_t name_bytes_max = 64;
constexpr std::size_t columns_max = 200;

bool is_name_character(char c) {
    return is_letter(c) || is_digit(c) || c == '_';
}

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= name_bytes_max && !is_digit(text.front()) &&
           std::all_of(text.begin(), text.end(), is_name_character);
}

/// Statements within a SELECT, what makes tables and locks, and a second SELECT.
bool is_forbidden(std::string_view word) {
    constexpr std::array<std::string_view, 13> words = {
        "SELECT", "INTO",  "FOR",  "INSERT", "UPDATE", "DELETE", "CREATE",
        "DROP",   "ALTER", "EXEC", "CALL",   "UNION",  "LOCK"};
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view one) { return equal_without_case(word, one); });
}

bool has_forbidden_word(std::string_view text) {
    while (!text.empty()) {
        const auto* const begin = std::find_if(text.begin(), text.end(), is_name_character);
        text.remove_prefix(static_cast<std::size_t>(begin - text.begin()));
        const auto* const end = std::find_if_not(text.begin(), text.end(), is_name_character);
        const auto size = static_cast<std::size_t>(end - text.begin());
        if (is_forbidden(text.substr(0, size))) {
            return true;
        }
        text.remove_prefix(size);
    }
    return false;
}

/// Names, comparisons and marks; no text, no comment, no second statement.
bool is_condition_character(char c) {
    return is_name_character(c) || std::string_view(" ?<>=,().").find(c) != std::string_view::npos;
}

}  // namespace

std::string_view query_fault(const Query& query) {
    if (!is_name(query.table)) {
        return "the table has no plain name";
    }
    if (query.columns.empty() || query.columns.size() > columns_max) {
        return "there are no columns, or too many";
    }
    for (const QueryColumn& column : query.columns) {
        if (!is_name(column.name) && (column.name != row_count || column.optional)) {
            return "a column has no plain name";
        }
    }
    const std::string& condition = query.condition;
    if (!std::all_of(condition.begin(), condition.end(), is_condition_character)) {
        return "the condition has a character that no condition needs";
    }
    if (has_forbidden_word(condition)) {
        return "the condition has a word that no condition needs";
    }
    const auto marks = std::count(condition.begin(), condition.end(), '?');
    if (static_cast<std::size_t>(marks) != query.bindings.size()) {
        return "there are not as many values as marks";
    }
    for (const QueryBinding& binding : query.bindings) {
        if (!is_binding(binding)) {
            return "a value is not of its kind";
        }
    }
    if (query.rows_max == 0 || query.rows_max > limits::query_rows_max) {
        return "it asks for no rows, or too many";
    }
    return {};
}

std::string query_text(const Query& query, const std::vector<QueryColumn>& columns) {
    std::string text = "SELECT";
    std::string_view separator = " ";
    for (const QueryColumn& column : columns) {
        text.append(separator).append(column.name);
        separator = ", ";
    }
    text.append(" FROM ").append(query.table);
    if (!query.condition.empty()) {
        text.append(" ").append(query.condition);
    }
    return text;
}

}  // namespace sage
