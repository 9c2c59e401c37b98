// SPDX-License-Identifier: Apache-2.0
// A line of the audit trail: a record with one more member at its end, `lineHash`, the SHA-256 of
// the hash before it and of the record as it was given. So a line that was changed, left out, put
// in or put elsewhere is found; lines cut off the end are missed by whoever knows one of them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace wms {

/// The record as a line without its end; nothing: it is no JSON object on one line.
/// @param before  the hash of the line before, empty for the first; becomes that of this line
std::optional<std::string> audit_line(std::string_view record, std::string& before);

struct AuditLine {
    std::string record;
    std::string hash;
};
/// Nothing: the line has no hash, as those from before there were any.
std::optional<AuditLine> read_audit_line(std::string_view line);

/// The hash that the record has behind `before`.
std::string audit_line_hash(std::string_view record, std::string_view before);

/// The hash of a file's last line, empty where it has none. What a write that was cut off left
/// behind its last line break was never acknowledged, and is taken away.
std::string last_audit_hash(const std::filesystem::path& path);

}  // namespace wms
