// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/simulator_search.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "plugins/sage50/simulator_values.h"
#include "plugins/sage_simulator/wire.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage::simulated_sage50 {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 9> types = {"eq",  "ne",   "lt",    "lte", "gt",
                                                   "gte", "like", "nlike", "in"};

struct Filter {
    const Column* column = nullptr;  ///< null: there is none, nothing is found
    std::string_view type;
    std::vector<std::string> values;
};

/// Text against a pattern with "%" for any characters and "_" for one.
bool like(std::string_view text, std::string_view pattern) {
    std::size_t at = 0;
    std::size_t in_pattern = 0;
    std::size_t after_any = std::string_view::npos;  // behind the last "%"
    std::size_t tried = 0;                           // what that one takes ends here
    while (at < text.size()) {
        const bool left = in_pattern < pattern.size();
        if (left && pattern[in_pattern] == '%') {
            after_any = ++in_pattern;
            tried = at;
        } else if (left && (pattern[in_pattern] == '_' || pattern[in_pattern] == text[at])) {
            ++in_pattern;
            ++at;
        } else if (after_any != std::string_view::npos) {
            in_pattern = after_any;
            at = ++tried;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('%', in_pattern) == std::string_view::npos;
}

class Comparison {
  public:
    Comparison(const Company& company, const Filter& filter) : company_(company), filter_(filter) {}

    bool matches(const Row& row) const {
        const std::string_view stored = row.text(filter_.column->name);
        if (filter_.type == "like" || filter_.type == "nlike") {
            return matches_pattern(stored) == (filter_.type == "like");
        }
        if (filter_.type == "in") {
            return std::any_of(filter_.values.begin(), filter_.values.end(),
                               [&](const std::string& one) { return order(stored, one) == 0; });
        }
        const int order_of = order(stored, filter_.values.front());
        return filter_.type == "eq"    ? order_of == 0
               : filter_.type == "ne"  ? order_of != 0
               : filter_.type == "lt"  ? order_of < 0
               : filter_.type == "lte" ? order_of <= 0
               : filter_.type == "gt"  ? order_of > 0
                                       : order_of >= 0;
    }

  private:
    std::string compared(std::string_view text) const {
        const std::string one(company_.behaviours.padded_keys_match ? trimmed(text) : text);
        return company_.behaviours.ignore_case ? upper_case(one) : one;
    }

    bool matches_pattern(std::string_view stored) const {
        const std::string pattern = compared(filter_.values.front());
        return company_.behaviours.like_contains
                   ? compared(stored).find(pattern) != std::string::npos
                   : like(compared(stored), pattern);
    }

    static int sign(std::strong_ordering order) { return order < 0 ? -1 : order > 0 ? 1 : 0; }

    int order(std::string_view stored, const std::string& value) const {
        switch (filter_.column->type) {
            case ColumnType::integer:
            case ColumnType::number:
                return sign(Decimal::parse(stored).value_or(Decimal()) <=>
                            Decimal::parse(value).value_or(Decimal()));
            case ColumnType::date:
            case ColumnType::date_time:
                return sign(stored <=> *stored_date(value, company_.behaviours.month_first));
            case ColumnType::text:
                break;
        }
        return sign(compared(stored) <=> compared(value));
    }

    const Company& company_;
    const Filter& filter_;
};

/// A text, or a number's digits.
std::string text_of(const json::value& value) {
    return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

bool fits(const Company& company, const Filter& filter) {
    if (filter.column == nullptr || filter.values.empty()) {
        return filter.column == nullptr;
    }
    return std::all_of(filter.values.begin(), filter.values.end(), [&](const std::string& one) {
        switch (filter.column->type) {
            case ColumnType::integer:
            case ColumnType::number:
                return Decimal::parse(one).has_value();
            case ColumnType::date:
            case ColumnType::date_time:
                return stored_date(one, company.behaviours.month_first).has_value();
            case ColumnType::text:
                break;
        }
        return true;
    });
}

std::optional<Refusal> read_filter(const Company& company, const Model& model,
                                   const json::value& value, Filter& filter) {
    filter.type = text_at(value, "/type");
    const json::value* const given = at_pointer(value, "/value");
    if (std::find(types.begin(), types.end(), filter.type) == types.end() || given == nullptr ||
        text_at(value, "/field").empty()) {
        return Refusal{sdo_none, "The filter is invalid"};
    }
    filter.column = model.find(text_at(value, "/field"), company.installation.sage_version);
    if (filter.type == "in" && given->is_string()) {
        for (const std::string_view part : simulated::split(given->get_string(), ',')) {
            filter.values.emplace_back(trimmed(part));
        }
    } else {
        filter.values.push_back(text_of(*given));
    }
    if (!fits(company, filter)) {
        return Refusal{sdo_none, "The value of the filter does not fit its field"};
    }
    return std::nullopt;
}

}  // namespace

std::optional<Refusal> search(const Company& company, std::string_view table, std::string_view body,
                              std::vector<const Row*>& found) {
    const auto parsed = parse_json(body, limits::reply_bytes_max, JsonNumbers::as_text);
    if (!parsed.ok() || !parsed.value().is_array()) {
        return Refusal{sdo_none, "The filters are no array"};
    }
    const json::array& given = parsed.value().get_array();
    std::vector<Filter> filters(given.size());
    for (std::size_t at = 0; at < given.size(); ++at) {
        const Model& model = company.models.find(table)->second;
        if (auto refusal = read_filter(company, model, given[at], filters[at])) {
            return refusal;
        }
    }
    const json::value* const either = given.empty() ? nullptr : at_pointer(given.front(), "/or");
    const bool any = either != nullptr && either->is_bool() && either->get_bool();
    if (std::any_of(filters.begin(), filters.end(),
                    [](const Filter& one) { return one.column == nullptr; })) {
        return std::nullopt;
    }
    for (const auto& [id, row] : company.table(table).rows()) {
        const auto matches = [&](const Filter& one) {
            return Comparison(company, one).matches(row);
        };
        if (filters.empty() || (any ? std::any_of(filters.begin(), filters.end(), matches)
                                    : std::all_of(filters.begin(), filters.end(), matches))) {
            found.push_back(&row);
        }
    }
    return std::nullopt;
}

}  // namespace sage::simulated_sage50
