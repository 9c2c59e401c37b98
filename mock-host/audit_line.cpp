// SPDX-License-Identifier: Apache-2.0
#include "mock-host/audit_line.h"

#include <Poco/DigestEngine.h>
#include <Poco/SHA2Engine.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <system_error>

namespace wms {
namespace {

constexpr std::string_view opening = "\"lineHash\":\"";
constexpr std::string_view closing = "\"}";
constexpr std::size_t digits = 64;
constexpr std::size_t added = opening.size() + digits + closing.size();
constexpr std::uintmax_t line_bytes_max = 1024 * 1024;

bool is_hash(std::string_view text) {
    return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::string audit_line_hash(std::string_view record, std::string_view before) {
    Poco::SHA2Engine engine(Poco::SHA2Engine::SHA_256);
    engine.update(before.data(), before.size());
    engine.update(record.data(), record.size());
    return Poco::DigestEngine::digestToHex(engine.digest());
}

std::optional<std::string> audit_line(std::string_view record, std::string& before) {
    if (record.size() < 2 || record.front() != '{' || record.back() != '}' ||
        record.find('\n') != std::string_view::npos) {
        return std::nullopt;
    }
    before = audit_line_hash(record, before);
    std::string line(record.substr(0, record.size() - 1));
    line += line.size() == 1 ? "" : ",";
    line.append(opening).append(before).append(closing);
    return line;
}

std::optional<AuditLine> read_audit_line(std::string_view line) {
    if (line.size() <= added || !line.ends_with(closing)) {
        return std::nullopt;
    }
    const std::string_view end = line.substr(line.size() - added);
    const std::string_view hash = end.substr(opening.size(), digits);
    if (!end.starts_with(opening) || !is_hash(hash)) {
        return std::nullopt;
    }
    std::string record(line.substr(0, line.size() - added));
    if (record.back() == ',') {
        record.pop_back();
    }
    record += '}';
    return AuditLine{std::move(record), std::string(hash)};
}

std::string last_audit_hash(const std::filesystem::path& path) {
    std::error_code none;
    if (!std::filesystem::is_regular_file(path, none)) {
        return {};
    }
    const std::uintmax_t size = std::filesystem::file_size(path, none);
    const std::uintmax_t from = size - std::min(size, line_bytes_max);
    std::string end(static_cast<std::size_t>(size - from), '\0');
    std::ifstream file(path, std::ios::binary);
    file.seekg(static_cast<std::streamoff>(from));
    file.read(end.data(), static_cast<std::streamsize>(end.size()));
    const std::size_t last_break = end.rfind('\n');
    const std::size_t whole = last_break == std::string::npos ? 0 : last_break + 1;
    if (whole < end.size()) {
        std::filesystem::resize_file(path, from + whole, none);
    }
    if (whole == 0) {
        return {};
    }
    const std::size_t before =
        last_break == 0 ? std::string::npos : end.rfind('\n', last_break - 1);
    const std::size_t begin = before == std::string::npos ? 0 : before + 1;
    const std::optional<AuditLine> line =
        read_audit_line(std::string_view(end).substr(begin, last_break - begin));
    return line ? line->hash : std::string();
}

}  // namespace wms
