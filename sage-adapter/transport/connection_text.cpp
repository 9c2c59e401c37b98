// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/transport/connection_text.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "sage-adapter/base/text.h"
#include "sage-adapter/transport/ascii.h"

namespace sage {
namespace {

constexpr std::size_t name_bytes_max = 32;  // SQL_MAX_DSN_LENGTH of ODBC
constexpr std::size_t attribute_bytes_max = 512;
constexpr std::string_view special = "[]{}(),;?*=!@\\";

Error refused(std::string_view code, std::string pointer, std::string cause, std::string fix) {
    return {Status::config, Problem{"settings.data_source." + std::string(code), std::move(pointer),
                                    std::move(cause), std::move(fix), Owner::it}};
}

bool is_printable(std::string_view text) {
    return first_not_utf8(text) == std::string_view::npos &&
           std::all_of(text.begin(), text.end(), is_value_character);
}

bool is_attribute_name(std::string_view name) {
    return !name.empty() && name.size() <= name_bytes_max &&
           std::all_of(name.begin(), name.end(),
                       [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
}

bool is_reserved(std::string_view name) {
    constexpr std::array<std::string_view, 9> reserved = {
        "DSN", "DRIVER", "FILEDSN", "SAVEFILE", "UID", "PWD", "USER", "USERNAME", "PASSWORD"};
    return std::any_of(reserved.begin(), reserved.end(),
                       [&](std::string_view one) { return equal_without_case(name, one); });
}

void append_attribute(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append("=");
    if (value.find_first_of(special) == std::string_view::npos && trimmed(value) == value) {
        out.append(value).append(";");
        return;
    }
    out += '{';
    for (const char c : value) {
        out.append(c == '}' ? 2 : 1, c);
    }
    out.append("};");
}

}  // namespace

Result<void> check_data_source(const DataSourceOptions& options) {
    if (options.name.empty() || options.name.size() > name_bytes_max ||
        !is_printable(options.name) || trimmed(options.name) != options.name ||
        options.name.find_first_of(special) != std::string::npos) {
        return refused("name", "/dataSource/name",
                       "This is no name of an ODBC data source: \"" + excerpt(options.name) + "\".",
                       "Write the name under which the machine's ODBC administration lists it, "
                       "such as SageLine50v29.");
    }
    for (const DataSourceOptions::Attribute& attribute : options.attributes) {
        const std::string pointer = "/dataSource/attributes";
        if (!is_attribute_name(attribute.name) || is_reserved(attribute.name)) {
            return refused("attribute", pointer,
                           "The attribute \"" + excerpt(attribute.name) +
                               "\" of the ODBC connection cannot be set here.",
                           "Leave it out; user and password are secrets that the host keeps, the "
                           "driver belongs to the data source.");
        }
        if (attribute.value.size() > attribute_bytes_max || !is_printable(attribute.value)) {
            return refused(
                "attribute_value", pointer,
                "The value of the attribute " + attribute.name + " is too long or not printable.",
                "Write it as the data source's own settings show it.");
        }
    }
    return {};
}

void write_connection_text(const DataSourceOptions& options, const DataSourceLogin& login,
                           WipedText& out) {
    // Reserved, so that no shorter copy with a password in it is left behind when it grows.
    std::size_t bytes = options.name.size() + 2 * (login.user.size() + login.password.size());
    for (const DataSourceOptions::Attribute& attribute : options.attributes) {
        bytes += attribute.name.size() + 2 * attribute.value.size() + 4;
    }
    constexpr std::size_t names = 32;
    out.text.reserve(bytes + names);
    append_attribute(out.text, "DSN", options.name);
    for (const DataSourceOptions::Attribute& attribute : options.attributes) {
        append_attribute(out.text, attribute.name, attribute.value);
    }
    if (!login.user.empty()) {
        append_attribute(out.text, "UID", login.user);
        append_attribute(out.text, "PWD", login.password);
    }
}

}  // namespace sage
