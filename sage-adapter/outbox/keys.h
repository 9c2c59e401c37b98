// SPDX-License-Identifier: Apache-2.0
// The identities of a document. They are functions of what the business calls the same thing, never
// of content or time: a restart, another host or a rebuilt database gives the same keys.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sage {

struct Identity {
    std::string_view tenant_id;
    std::string_view message_type;
    std::string_view document_id;
    std::string_view document_version;
    std::string_view part;  ///< one Sage document of several; empty: the only one
};

/// SHA-256 over "sage-adapter/1" and the length-prefixed parts, 64 hexadecimal digits.
std::string document_key(const Identity& identity);

/// Our reference inside Sage: "W", 16 Crockford base-32 digits of SHA-256(document key, edition,
/// company) and a check digit: 18 characters. It has no generation, so that a look-up finds all.
std::string external_reference(std::string_view document_key, std::string_view edition,
                               std::string_view company);

/// True when the check digit is right: a person may have typed it.
bool is_external_reference(std::string_view text);

/// The key that makes one operation idempotent at the server: a UUID of version 8. A new generation
/// is used only after a definite answer without effect.
std::string idempotency_key(std::string_view document_key, std::string_view edition,
                            std::string_view company, std::string_view operation,
                            std::uint32_t generation);

}  // namespace sage
