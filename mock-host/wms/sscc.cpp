// SPDX-License-Identifier: Apache-2.0
#include "mock-host/wms/sscc.h"

#include <algorithm>

namespace wms {
namespace {

constexpr std::size_t kDigits = 18;
constexpr std::size_t kPrefixMin = 8;
constexpr std::size_t kPrefixMax = 13;

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char letter) { return letter >= '0' && letter <= '9'; });
}

char check_digit(std::string_view digits) {
    int sum = 0;
    int weight = 3;
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
        sum += (*digit - '0') * weight;
        weight = 4 - weight;
    }
    return static_cast<char>('0' + (10 - sum % 10) % 10);
}

}  // namespace

Result<std::string> sscc_of(std::string_view prefix, std::int64_t serial) {
    const std::string number = std::to_string(serial);
    if (!all_digits(prefix) || prefix.size() < kPrefixMin || prefix.size() > kPrefixMax) {
        return Problem{"warehouse.sscc.prefix", std::string(prefix),
                       "An SSCC begins with an extension digit and a GS1 company prefix.",
                       "Give 8 to 13 digits.", "it"};
    }
    const std::size_t room = kDigits - 1 - prefix.size();
    if (serial < 0 || number.size() > room) {
        return Problem{"warehouse.sscc.serial", number,
                       "The company prefix leaves no room for this serial number.",
                       "Use another extension digit.", "it"};
    }
    const std::string digits =
        std::string(prefix) + std::string(room - number.size(), '0') + number;
    return digits + check_digit(digits);
}

bool is_sscc(std::string_view text) {
    return text.size() == kDigits && all_digits(text) &&
           text.back() == check_digit(text.substr(0, kDigits - 1));
}

}  // namespace wms
