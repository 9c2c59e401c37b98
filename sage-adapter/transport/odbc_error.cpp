// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/transport/odbc_error.h"

#include <algorithm>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/text.h"
#include "sage-adapter/base/windows_1252.h"
#include "sage-adapter/transport/ascii.h"

namespace sage {
namespace {

constexpr std::size_t words_bytes_max = 240;
constexpr std::size_t secret_bytes_min = 3;  // a shorter user's name hides nothing but words

void hide(std::string& text, std::string_view secret) {
    for (std::size_t at = text.find(secret); !secret.empty() && at != std::string::npos;
         at = text.find(secret, at)) {
        text.replace(at, secret.size(), "***");
        at += 3;
    }
}

/// The first diagnostic, fit to be shown: "08S01, connection reset".
std::string told(const std::vector<OdbcDiagnostic>& diagnostics, const DataSourceLogin& login) {
    if (diagnostics.empty()) {
        return "the driver says no more";
    }
    const OdbcDiagnostic& first = diagnostics.front();
    std::string words = first_not_utf8(first.words) == std::string_view::npos
                            ? first.words
                            : from_windows_1252(first.words);
    hide(words, login.password);
    if (login.user.size() >= secret_bytes_min) {
        hide(words, login.user);
    }
    std::replace_if(
        words.begin(), words.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; },
        ' ');
    return excerpt(first.state) + ", " + excerpt(trimmed(words), words_bytes_max);
}

bool says(const std::vector<OdbcDiagnostic>& diagnostics, std::string_view words) {
    const auto same = [](char a, char b) { return lower_ascii(a) == lower_ascii(b); };
    return std::any_of(diagnostics.begin(), diagnostics.end(), [&](const OdbcDiagnostic& one) {
        return std::search(one.words.begin(), one.words.end(), words.begin(), words.end(), same) !=
               one.words.end();
    });
}

/// One of the states begins so: "08" is the class of connections.
bool is_of(const std::vector<OdbcDiagnostic>& diagnostics,
           std::initializer_list<std::string_view> states) {
    return std::any_of(diagnostics.begin(), diagnostics.end(), [&](const OdbcDiagnostic& one) {
        return std::any_of(states.begin(), states.end(), [&](std::string_view state) {
            return std::string_view(one.state).starts_with(state);
        });
    });
}

/// What both steps may meet.
Problem passing(const std::vector<OdbcDiagnostic>& all, std::string_view about,
                const std::string& words) {
    if (is_of(all, {"HYT", "57014"})) {
        return {"odbc.timeout", "",
                "The database did not answer in time: " + std::string(about) + " (" + words + ").",
                "Nothing to do: it is tried again by itself. If it goes on, look at what else uses "
                "the database.",
                Owner::it};
    }
    if (is_of(all, {"40001", "55P03"}) || says(all, "locked") || says(all, "busy") ||
        says(all, "in use") || says(all, "exclusive")) {
        return {"odbc.busy", "",
                "The database is in use by others: " + std::string(about) + " (" + words + ").",
                "Nothing to do: it is tried again by itself. A backup or an import in Sage keeps "
                "others out until it ends; the user of the connection must be nobody else's.",
                Owner::it};
    }
    return {};
}

Error connect_error(std::string_view source, const std::vector<OdbcDiagnostic>& all,
                    const std::string& words) {
    const std::string about(source);
    if (is_of(all, {"IM003", "IM004", "IM005", "IM006"}) || says(all, "can't open lib")) {
        return {Status::config,
                Problem{"odbc.driver_missing", "/dataSource",
                        "The ODBC driver of " + about + " cannot be loaded (" + words + ").",
                        "Install the driver that the data source names, of the same bitness as the "
                        "host.",
                        Owner::it}};
    }
    if (is_of(all, {"IM"})) {
        return {Status::config,
                Problem{"odbc.source_unknown", "/dataSource/name",
                        "This machine has no ODBC data source " + about + " (" + words + ").",
                        "Make a system data source of that name, or write the name that Sage's "
                        "version has now.",
                        Owner::it}};
    }
    if (is_of(all, {"28"}) || says(all, "password") || says(all, "authentication")) {
        return {Status::auth,
                Problem{"odbc.login_refused", "",
                        "The database does not take the user and password (" + words + ").",
                        "Correct them where the host keeps its secrets; the user needs the right "
                        "to sign in to Sage.",
                        Owner::it}};
    }
    Problem problem = passing(all, about, words);
    if (problem.code.empty()) {
        problem = {"odbc.cannot_connect", "",
                   "The data source " + about + " cannot be opened (" + words + ").",
                   "Check that its folder or server can be reached by the user that runs the host. "
                   "It is tried again by itself.",
                   Owner::it};
    }
    return {Status::remote, std::move(problem)};
}

Error read_error(std::string_view table, const std::vector<OdbcDiagnostic>& all,
                 const std::string& words) {
    const std::string about(table);
    if (is_of(all, {"42S02", "42P01"}) || says(all, "no such table")) {
        return {Status::config, Problem{"odbc.table_unknown", "",
                                        "The database has no table " + about + " (" + words + ").",
                                        "Check that the data source is the company's own and of a "
                                        "version that the connector knows.",
                                        Owner::it}};
    }
    if (is_of(all, {"42S22", "42703"}) || says(all, "no such column")) {
        return {Status::config,
                Problem{"odbc.column_unknown", "",
                        "The table " + about + " lacks a column (" + words + ").",
                        "Use a version of Sage that the connector knows, or report the column to "
                        "the vendor of the plugin.",
                        Owner::vendor}};
    }
    if (is_of(all, {"42501"})) {
        return {Status::config,
                Problem{"odbc.not_allowed", "",
                        "The user of the data source may not read " + about + " (" + words + ").",
                        "Let that user read the table.", Owner::it}};
    }
    Problem problem = passing(all, about, words);
    if (problem.code.empty() && is_of(all, {"08", "57P"})) {
        problem = {"odbc.connection_lost", "",
                   "The connection was lost while " + about + " was read (" + words + ").",
                   "Nothing to do: what was read so far is not used, and it is tried again by "
                   "itself.",
                   Owner::it};
    }
    if (problem.code.empty()) {
        problem = {"odbc.read_failed", "",
                   "The table " + about + " could not be read (" + words + ").",
                   "Nothing to do: it is tried again by itself. If it goes on, report it with the "
                   "words of the driver.",
                   Owner::it};
    }
    return {Status::remote, std::move(problem)};
}

}  // namespace

Error odbc_error(OdbcStep step, std::string_view source, std::string_view table,
                 const std::vector<OdbcDiagnostic>& diagnostics, const DataSourceLogin& login) {
    const std::string words = told(diagnostics, login);
    return step == OdbcStep::connect ? connect_error(source, diagnostics, words)
                                     : read_error(table, diagnostics, words);
}

}  // namespace sage
