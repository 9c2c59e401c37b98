// SPDX-License-Identifier: Apache-2.0
// How much more Sage Intacct takes, from the headers of any reply (Sage's page "HTTP headers"):
// exchanges at once for the application and for the company, calls a minute and an hour.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "plugins/intacct/wire.h"

namespace sage::intacct {
namespace {

// The page has the longer names; others report the shorter ones.
constexpr auto ours =
    std::to_array<std::string_view>({"x-ia-throttle-limit-remaining", "x-ia-throttle-remaining"});
constexpr auto of_all = std::to_array<std::string_view>(
    {"x-ia-tenant-throttle-limit-remaining", "x-ia-tenant-throttle-remaining"});

struct Window {
    std::string_view header;
    std::int64_t lasts_ms;
};
constexpr auto windows = std::to_array<Window>({
    {"x-ia-minute-rate-limit-remaining", 60'000},
    {"x-ia-hour-rate-limit-remaining", 3'600'000},
});

std::optional<std::int64_t> number_of(std::string_view text) {
    std::int64_t value{};
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    return read.ec == std::errc() && read.ptr == end ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> header_number(const Reply& reply, std::string_view name, bool refused) {
    const std::optional<std::int64_t> value = number_of(reply.header(name));
    // Sage's page shows -1 beside a limit and does not say whether that is one too many or none at
    // all. With a refusal it can only be the first; what was carried out was not too many.
    return value.has_value() && *value < 0 && !refused ? std::nullopt : value;
}

}  // namespace

Allowance allowance(const Reply& reply) {
    Allowance allowed;
    const bool too_many = reply.status == 429;
    const std::uint32_t wait_ms = retry_after_ms(reply);
    // 503 is an overload, or a failure that says nothing of limits.
    allowed.refused = too_many || (reply.status == 503 && wait_ms > 0);
    allowed.retry_after_ms = wait_ms;
    for (std::size_t name = 0; name < ours.size(); ++name) {
        const auto take = [&](std::optional<std::int64_t>& into, std::string_view header) {
            into = into.has_value() ? into : header_number(reply, header, allowed.refused);
        };
        take(allowed.at_once_left, ours[name]);
        take(allowed.at_once_left_of_all, of_all[name]);
    }
    for (const Window& window : windows) {
        const auto left = header_number(reply, window.header, allowed.refused);
        if (left.has_value() && *left <= allowed.calls_left.value_or(*left)) {
            allowed.calls_left = std::max<std::int64_t>(0, *left);
            allowed.calls_for_ms = window.lasts_ms;
        }
    }
    return allowed;
}

}  // namespace sage::intacct
