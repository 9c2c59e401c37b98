// SPDX-License-Identifier: Apache-2.0
// Limits and defaults are those of Sage's guide to query parameters. Blanks come as %20: what
// becomes of "+" is known to nobody, so it stands for itself.
#include "plugins/sage200/simulator_query.h"

#include <algorithm>
#include <charconv>

#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_sage200 {
namespace {

using simulated::split;

constexpr std::int64_t top_max = 5000;

std::optional<std::int64_t> count_of(std::string_view text, std::int64_t least, std::int64_t most) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool all = error == std::errc() && end == text.data() + text.size();
    return all && value >= least && value <= most ? std::optional(value) : std::nullopt;
}

std::optional<Refusal> read_select(const Company& company, std::string_view model,
                                   std::string_view text, Query& query) {
    for (const std::string_view name : split(text, ',')) {
        const std::string_view head = name.substr(0, name.find('.'));
        const Field* const field = company.models.find(model)->second.find(company.site, head);
        const bool known = field != nullptr && !field->write_only &&
                           (head == name || read_path(company, model, name));
        if (!known && company.behaviours.ignore_unknown_select) {
            continue;
        }
        if (!known) {
            return bad_field("$select", "There is no field " + std::string(name));
        }
        query.shape.select.emplace_back(name);
    }
    return std::nullopt;
}

std::optional<Refusal> read_expand(const Company& company, std::string_view model,
                                   std::string_view text, Query& query) {
    for (const std::string_view name : split(text, ',')) {
        const Field* const field = company.models.find(model)->second.find(company.site, name);
        if (field == nullptr || !field->is_part()) {
            return bad_field("$expand", "There is nothing to expand at " + std::string(name));
        }
        query.shape.expand.emplace(name);
    }
    return std::nullopt;
}

std::optional<Refusal> read_order(const Company& company, std::string_view model,
                                  std::string_view text, Query& query) {
    const std::vector<std::string_view> words = split(text, ' ');
    query.order = read_path(company, model, words[0]);
    const bool direction = words.size() == 1 || words[1] == "asc" || words[1] == "desc";
    if (!query.order || words.size() > 2 || !direction) {
        return bad_field("$orderby", "One field, then asc or desc.");
    }
    query.descending = words.size() == 2 && words[1] == "desc";
    return std::nullopt;
}

std::optional<Refusal> read_option(const Company& company, std::string_view model,
                                   std::string_view name, std::string_view value, Query& query) {
    if (name == "$filter") {
        return query.filter.read(company, model, value);
    }
    if (name == "$select") {
        return read_select(company, model, value, query);
    }
    if (name == "$expand") {
        return read_expand(company, model, value, query);
    }
    if (name == "$orderby") {
        return read_order(company, model, value, query);
    }
    if (name != "$top" && name != "$skip") {
        return bad_field(std::string(name), "There is no such query option.");
    }
    const auto count = count_of(value, 0, name == "$top" ? top_max : INT64_MAX);
    if (!count) {
        return bad_field(std::string(name), "The number is out of range.");
    }
    (name == "$top" ? query.top : query.skip) = *count;
    return std::nullopt;
}

}  // namespace

std::optional<Refusal> read_query(const Company& company, std::string_view model,
                                  std::string_view text, Query& query) {
    if (text.empty()) {
        return std::nullopt;
    }
    for (const std::string_view option : split(text, '&')) {
        const std::size_t equals = option.find('=');
        const auto name = simulated::percent_decoded(option.substr(0, equals));
        const auto value = equals == std::string_view::npos
                               ? std::nullopt
                               : simulated::percent_decoded(option.substr(equals + 1));
        if (!name || !value) {
            return Refusal{400, "The query cannot be read."};
        }
        if (auto refusal = read_option(company, model, *name, *value, query)) {
            return refusal;
        }
    }
    if (query.skip > 0 && !query.order) {
        return bad_field("$skip", "Needs $orderby.");
    }
    return std::nullopt;
}

std::vector<const Row*> select_rows(const Company& company, const Query& query,
                                    const std::vector<const Row*>& rows, std::int64_t now_ms) {
    std::vector<const Row*> found;
    for (const Row* const row : rows) {
        if (row->visible_ms <= now_ms && query.filter.matches(company, *row)) {
            found.push_back(row);
        }
    }
    if (query.order) {
        const auto text_of = [&](const Row& row) {
            const Value* const value = value_at(company, *query.order, row);
            return value == nullptr ? std::string_view() : std::string_view(value->text);
        };
        std::stable_sort(found.begin(), found.end(), [&](const Row* left, const Row* right) {
            const int way = compare(*query.order->field, text_of(*left), text_of(*right));
            return query.descending ? way > 0 : way < 0;
        });
    }
    const auto begin = static_cast<std::size_t>(
        std::min<std::int64_t>(query.skip, static_cast<std::int64_t>(found.size())));
    const auto count = static_cast<std::size_t>(
        std::min<std::int64_t>(query.top, static_cast<std::int64_t>(found.size() - begin)));
    return {found.begin() + static_cast<std::ptrdiff_t>(begin),
            found.begin() + static_cast<std::ptrdiff_t>(begin + count)};
}

}  // namespace sage::simulated_sage200
