// SPDX-License-Identifier: Apache-2.0
// Errors as values, for the mock host. A Problem is written for the person who has to act on it:
// what is wrong, where, and what to do.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace wms {

struct Problem {
    std::string code;     ///< stable, for programs: "loader.not_readable"
    std::string pointer;  ///< JSON pointer, path or line: where
    std::string cause;    ///< one sentence: what is wrong
    std::string fix;      ///< one sentence: what to do about it
    std::string owner;    ///< warehouse, finance, it or vendor
    /// What was handed over can never be taken as it is; otherwise the same may succeed later.
    bool for_good = false;
};

/// "code at pointer: cause What to do: fix" in one line.
std::string in_one_line(const Problem& problem);

/// A value or a Problem. Ask ok() before value().
template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
    Result(Problem problem) : content_(std::in_place_index<1>, std::move(problem)) {}

    bool ok() const noexcept { return content_.index() == 0; }
    const T& value() const& { return std::get<0>(content_); }
    T& value() & { return std::get<0>(content_); }
    /// By value: what a loop goes over must outlive the Result it came in.
    T value() && { return std::get<0>(std::move(content_)); }
    const Problem& problem() const& { return std::get<1>(content_); }

  private:
    std::variant<T, Problem> content_;
};

struct Nothing {};
using Done = Result<Nothing>;

}  // namespace wms
