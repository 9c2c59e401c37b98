// SPDX-License-Identifier: Apache-2.0
// The conditions of a query, in the part of OData that Sage 200 takes: eq, ne, gt, lt, and, or,
// parentheses, contains(), startswith(), endswith(); texts in single quotes, dates bare.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage200/simulator_company.h"
#include "plugins/sage200/simulator_reply.h"

namespace sage::simulated_sage200 {

/// "reference", or "customer.reference" through the record that an object shows.
struct Path {
    const Field* object = nullptr;  ///< null: the record itself
    const Field* field = nullptr;
};
std::optional<Path> read_path(const Company& company, std::string_view model,
                              std::string_view text);
/// Null: no value.
const Value* value_at(const Company& company, const Path& path, const Row& row);

/// -1, 0 or 1; numbers by value, everything else as text.
int compare(const Field& field, std::string_view left, std::string_view right);

class Filter {
  public:
    struct Condition;

    Filter();
    ~Filter();
    Filter(Filter&& other) noexcept;
    Filter& operator=(Filter&& other) noexcept;
    Filter(const Filter&) = delete;
    Filter& operator=(const Filter&) = delete;

    /// Not set: the text is a filter.
    std::optional<Refusal> read(const Company& company, std::string_view model,
                                std::string_view text);
    /// Without a filter every record does.
    bool matches(const Company& company, const Row& row) const;

  private:
    std::unique_ptr<Condition> root_;
};

}  // namespace sage::simulated_sage200
