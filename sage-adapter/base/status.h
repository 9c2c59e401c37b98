// SPDX-License-Identifier: Apache-2.0
// Errors as values. Every function of the adapter that can fail returns a Result; nothing in the
// adapter throws on purpose, and what a library throws is turned into an Error where it is called
// or, at the latest, at the C border (bridge/bridge.cpp).
//
// An Error is written for the person who has to act on it: what happened (cause), what to do (fix),
// who does it (owner) and where (pointer, a JSON pointer into the document or the settings).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace sage {

/// Why a call did not succeed. The numbers are those of `wms_status` in wms_plugin.h, so that the
/// border converts by a cast; bridge.cpp asserts each pair.
enum class Status : std::int32_t {
    ok = 0,
    invalid = 16,
    state = 17,
    unsupported = 18,
    not_accepted = 19,
    busy = 20,
    cancelled = 21,
    deadline = 22,
    config = 23,
    auth = 24,
    remote = 25,
    conflict = 26,
    storage = 27,
    internal = 28,
};

/// Who can remove the cause of a problem.
enum class Owner : std::uint8_t { warehouse, finance, it, vendor };

/// One thing that is wrong, in words a person can act on. Holds no secret, ever.
struct Problem {
    std::string code;     ///< stable, for programs: "document.quantity.not_decimal"
    std::string pointer;  ///< JSON pointer of the field; empty for the whole
    std::string cause;    ///< one sentence: what is wrong
    std::string fix;      ///< one sentence: what to do about it
    Owner owner = Owner::warehouse;

    bool operator==(const Problem&) const = default;
};

/// Why a call failed: the first problem in its own members, all of them in `problems`.
struct Error {
    Status status = Status::internal;
    std::vector<Problem> problems;  ///< never empty
    std::uint32_t retry_after_ms = 0;

    Error(Status status_in, Problem problem) : status(status_in), problems{std::move(problem)} {}
    Error(Status status_in, std::vector<Problem> all)
        : status(status_in), problems(std::move(all)) {}

    const Problem& first() const { return problems.front(); }
};

/// A value or an Error. Ask ok() before value(): value() of a failure throws
/// std::bad_variant_access, which is a bug in the caller and ends at the border as WMS_E_INTERNAL.
template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(*-explicit-*)
    Result(Error error)
        : content_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(*-explicit-*)

    bool ok() const noexcept { return content_.index() == 0; }
    const T& value() const& { return std::get<0>(content_); }
    T& value() & { return std::get<0>(content_); }
    T&& value() && { return std::get<0>(std::move(content_)); }
    const Error& error() const& { return std::get<1>(content_); }
    Error&& error() && { return std::get<1>(std::move(content_)); }

  private:
    std::variant<T, Error> content_;
};

/// A Result without a value: success, or an Error.
template <>
class [[nodiscard]] Result<void> {
  public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}  // NOLINT(*-explicit-*)

    bool ok() const noexcept { return !error_.has_value(); }
    const Error& error() const& { return *error_; }
    Error&& error() && { return std::move(*error_); }

  private:
    std::optional<Error> error_;
};

}  // namespace sage
