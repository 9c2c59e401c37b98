// SPDX-License-Identifier: Apache-2.0
// The identities of a document, as hashes over length-prefixed fields, so that ("AB", "C") and
// ("A", "BC") differ.
#include "sage-adapter/outbox/keys.h"

#include <array>
#include <cstddef>
#include <initializer_list>

#include "sage-adapter/document/hash.h"

namespace sage {
namespace {

// Crockford's base 32: no I, L, O and U, so that a reference read aloud or retyped stays itself.
constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr char reference_prefix = 'W';
constexpr std::size_t reference_digits = 16;
constexpr std::size_t reference_length = 1 + reference_digits + 1;

/// The prefix is part of every hash: another scheme would start with another one.
constexpr std::string_view scheme = "sage-adapter/1";

void append_field(std::string& bytes, std::string_view field) {
    // Eight bytes, most significant first: no field is long enough to be mistaken.
    const std::uint64_t length = field.size();
    for (int shift = 56; shift >= 0; shift -= 8) {
        bytes += static_cast<char>((length >> shift) & 0xFFU);
    }
    bytes += field;
}

Sha256 hash_of(std::initializer_list<std::string_view> fields) {
    std::string bytes;
    for (const std::string_view field : fields) {
        append_field(bytes, field);
    }
    return sha256(bytes);
}

/// Multiplies by x in the field of 32 elements (x^5 + x^2 + 1).
constexpr unsigned times_x(unsigned value) {
    const unsigned shifted = value << 1U;
    return (shifted & 32U) != 0 ? (shifted ^ 37U) & 31U : shifted;
}

/// The digit that makes the weighted sum zero. The weight of each place is another power of x, so
/// one wrong digit and any two digits exchanged change the sum.
constexpr unsigned check_value(const std::array<unsigned, reference_digits>& values) {
    unsigned sum = 0;
    for (const unsigned value : values) {
        sum = times_x(sum ^ value);
    }
    return sum;
}

}  // namespace

std::string document_key(const Identity& identity) {
    return hexadecimal(hash_of({scheme, identity.tenant_id, identity.message_type,
                                identity.document_id, identity.document_version, identity.part}));
}

std::string external_reference(std::string_view document_key, std::string_view edition,
                               std::string_view company) {
    const Sha256 hash = hash_of({document_key, edition, company});
    std::array<unsigned, reference_digits> values{};
    std::size_t bit = 0;
    for (unsigned& value : values) {
        for (int taken = 0; taken < 5; ++taken, ++bit) {
            value = (value << 1U) | ((static_cast<unsigned>(hash[bit / 8]) >> (7 - bit % 8)) & 1U);
        }
    }
    std::string text(1, reference_prefix);
    for (const unsigned value : values) {
        text += digits[value];
    }
    return text + digits[check_value(values)];
}

bool is_external_reference(std::string_view text) {
    if (text.size() != reference_length || text.front() != reference_prefix) {
        return false;
    }
    std::array<unsigned, reference_digits> values{};
    const auto* letter = text.begin() + 1;
    for (unsigned& value : values) {
        const std::size_t digit = digits.find(*letter++);
        if (digit == std::string_view::npos) {
            return false;
        }
        value = static_cast<unsigned>(digit);
    }
    return text.back() == digits[check_value(values)];
}

std::string idempotency_key(std::string_view document_key, std::string_view edition,
                            std::string_view company, std::string_view operation,
                            std::uint32_t generation) {
    Sha256 hash = hash_of({document_key, edition, company, operation, std::to_string(generation)});
    // Version 8, variant 1 (RFC 9562).
    hash[6] = static_cast<std::uint8_t>((hash[6] & 0x0FU) | 0x80U);
    hash[8] = static_cast<std::uint8_t>((hash[8] & 0x3FU) | 0x80U);
    const std::string text = hexadecimal(hash);
    return text.substr(0, 8) + "-" + text.substr(8, 4) + "-" + text.substr(12, 4) + "-" +
           text.substr(16, 4) + "-" + text.substr(20, 12);
}

}  // namespace sage
