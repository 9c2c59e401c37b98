// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/outbox/postgres_session.h"

#include <array>
#include <charconv>
#include <cstdlib>
#include <utility>

#include "sage-adapter/outbox/postgres_records.h"
#include "sage-adapter/transport/wipe.h"

namespace sage {
namespace {

constexpr std::string_view schema_version = "4";
constexpr std::string_view debian_authorities = "/etc/ssl/certs/ca-certificates.crt";
// More than this between the hosts' clock and the server's is worth a word.
constexpr std::int64_t clocks_apart_ms_max = 60'000;

constexpr std::string_view schema =
#include "schema_postgres.inc"
    ;
constexpr std::string_view schema_of_2 =
#include "schema_postgres_2.inc"
    ;
constexpr std::string_view schema_of_3 =
#include "schema_postgres_3.inc"
    ;
constexpr std::string_view schema_of_4 =
#include "schema_postgres_4.inc"
    ;

// A host that stops in the middle of a transaction holds locks until the server ends its session;
// others wait a little longer than that. Sequential scans are for tables without the index that
// every statement has been given.
constexpr std::array<std::string_view, 10> settings = {
    "SET search_path TO sage_outbox",
    "SET client_min_messages TO warning",
    "SET default_transaction_isolation TO 'read committed'",
    "SET statement_timeout TO '30s'",
    "SET idle_in_transaction_session_timeout TO '5s'",
    "SET lock_timeout TO '10s'",
    "SET plan_cache_mode TO force_generic_plan",
    "SET enable_seqscan TO off",
    "SET jit TO off",
    "SET DateStyle TO ISO",
};

Error refused(std::string code, std::string cause, std::string fix) {
    return Error(Status::storage,
                 Problem{std::move(code), "", std::move(cause), std::move(fix), Owner::it});
}

void append(std::string& conninfo, std::string_view name, std::string_view value) {
    if (value.empty()) {
        return;
    }
    conninfo += conninfo.empty() ? "" : " ";
    conninfo += name;
    conninfo += "='";
    for (const char character : value) {
        if (character == '\'' || character == '\\') {
            conninfo += '\\';
        }
        conninfo += character;
    }
    conninfo += '\'';
}

Result<void> make_durable(PostgresConnection& connection, const PostgresOptions& options) {
    Result<std::string> commits = connection.text("SHOW synchronous_commit");
    if (commits.ok() && commits.value() != "on" && commits.value() != "remote_apply") {
        Result<void> set = connection.run("SET synchronous_commit TO on");
        if (!set.ok()) {
            return set;
        }
        commits = connection.text("SHOW synchronous_commit");
    }
    if (!commits.ok()) {
        return commits.error();
    }
    if (commits.value() != "on" && commits.value() != "remote_apply") {
        return refused("outbox.setting_not_taken",
                       "The outbox's database server does not take synchronous_commit = on; it "
                       "stays at '" +
                           commits.value() + "'.",
                       "Let the user of the outbox set synchronous_commit, or set it to on on the "
                       "server.");
    }
    for (const std::string_view name : {"fsync", "full_page_writes"}) {
        // A server that is compatible may not know the setting: then there is nothing to read.
        PostgresStatement ask(connection, "SELECT coalesce(current_setting($1, true), 'on')");
        bool is_on = true;
        const Result<std::size_t> asked = ask.each([&] { is_on = ask.text(0) == "on"; }, name);
        if (!asked.ok()) {
            return asked.error();
        }
        if (!is_on && options.warn) {
            options.warn(Problem{"outbox.server_not_durable", "/outbox",
                                 "The outbox's database server runs with " + std::string(name) +
                                     " off: a power failure can lose or damage what was accepted.",
                                 "Set " + std::string(name) + " = on on the server.", Owner::it});
        }
    }
    return {};
}

Result<void> check_encoding(PostgresConnection& connection) {
    const Result<std::string> encoding = connection.text("SHOW server_encoding");
    if (!encoding.ok()) {
        return encoding.error();
    }
    return encoding.value() == "UTF8"
               ? Result<void>()
               : Result<void>(refused(
                     "outbox.encoding",
                     "The outbox's database has the encoding " + encoding.value() + ", not UTF8.",
                     "Create the database with ENCODING 'UTF8'."));
}

/// Commits what went well, and takes back what did not.
Result<void> ended(PostgresConnection& connection, Result<void> step) {
    if (step.ok()) {
        return connection.run("COMMIT");
    }
    if (connection.connected()) {
        static_cast<void>(connection.run("ROLLBACK"));
    }
    return step;
}

Result<void> make_schema(PostgresConnection& connection) {
    Result<void> step = connection.run("BEGIN");
    if (step.ok()) {
        const Result<std::string> there =
            connection.text("SELECT to_regnamespace('sage_outbox')::text");
        step = !there.ok()             ? Result<void>(there.error())
               : there.value().empty() ? connection.run("CREATE SCHEMA sage_outbox")
                                       : Result<void>();
    }
    for (const std::string_view part : {schema, schema_of_2, schema_of_3, schema_of_4}) {
        step = step.ok() ? connection.run_all(part) : step;
    }
    return ended(connection, step);
}

bool is_older(std::string_view version) {
    return version == "1" || version == "2" || version == "3";
}

bool has_journal(std::string_view version) {
    return version != "1" && version != "2";
}

/// From an older version. Hosts that come at once do it one after the other, and the later ones
/// find it done.
Result<void> upgrade(PostgresConnection& connection) {
    Result<void> step = connection.run("BEGIN");
    if (step.ok()) {
        const Result<std::string> version =
            connection.text("SELECT version FROM schema_version FOR UPDATE");
        step = version.ok() ? Result<void>() : Result<void>(version.error());
        if (step.ok() && version.value() == "1") {
            step = connection.run_all(schema_of_2);
        }
        if (step.ok() && !has_journal(version.value())) {
            step = connection.run_all(schema_of_3);
            step = step.ok() ? tell_what_was_there(connection) : step;
        }
        if (step.ok() && is_older(version.value())) {
            step = connection.run_all(schema_of_4);
        }
    }
    return ended(connection, step);
}

Result<std::string> version_of(PostgresConnection& connection) {
    const Result<std::string> table =
        connection.text("SELECT to_regclass('sage_outbox.schema_version')::text");
    if (!table.ok() || table.value().empty()) {
        return table;
    }
    return connection.text("SELECT version FROM schema_version");
}

Result<void> check_schema(PostgresConnection& connection) {
    Result<std::string> version = version_of(connection);
    if (version.ok() && version.value().empty()) {
        const Result<void> made = make_schema(connection);
        // Two hosts that start at once both make it; the second finds that of the first.
        version = version_of(connection);
        if (version.ok() && version.value().empty() && !made.ok()) {
            return made;
        }
    }
    if (version.ok() && is_older(version.value())) {
        const Result<void> upgraded = upgrade(connection);
        if (!upgraded.ok()) {
            return upgraded;
        }
        version = version_of(connection);
    }
    if (!version.ok()) {
        return version.error();
    }
    if (version.value() != schema_version) {
        return refused("outbox.newer_schema",
                       "The outbox's database has schema " + version.value() +
                           "; this version knows " + std::string(schema_version) + ".",
                       "Use the version of the connector that wrote it, or a newer one.");
    }
    return {};
}

void compare_clocks(PostgresConnection& connection, const PostgresOptions& options) {
    const Result<std::string> now = connection.text("SELECT now_ms()");
    if (!now.ok() || !options.now_ms || !options.warn) {
        return;
    }
    const std::int64_t apart = std::atoll(now.value().c_str()) - options.now_ms();
    if (std::abs(apart) > clocks_apart_ms_max) {
        options.warn(Problem{"outbox.clocks_apart", "/outbox",
                             "The clocks of this host and of the outbox's database server are " +
                                 std::to_string(std::abs(apart) / 1'000) + " seconds apart.",
                             "Let a time service set the clocks of all hosts and of the server.",
                             Owner::it});
    }
}

Result<std::int64_t> company_of(PostgresConnection& connection, const std::string& identity) {
    PostgresStatement find(connection, "SELECT id FROM company WHERE identity = $1");
    PostgresStatement enter(connection,
                            "INSERT INTO company (identity) VALUES ($1) ON CONFLICT DO NOTHING");
    std::int64_t id = 0;
    const auto look = [&] { id = find.integer(0); };
    Result<std::size_t> rows = find.each(look, identity);
    if (rows.ok() && rows.value() == 0) {
        rows = enter.run(identity);
        rows = rows.ok() ? find.each(look, identity) : rows;
    }
    return rows.ok() ? Result<std::int64_t>(id) : Result<std::int64_t>(rows.error());
}

}  // namespace

Result<std::string> conninfo_of(const PostgresOptions& options) {
    WipedText conninfo;
    conninfo.text.reserve(1'024);
    append(conninfo.text, "host", options.host);
    append(conninfo.text, "port", std::to_string(options.port));
    append(conninfo.text, "dbname", options.database);
    append(conninfo.text, "user", options.user);
    append(conninfo.text, "sslmode", options.tls_mode);
    append(conninfo.text, "sslrootcert",
           options.certificate_authority_file.empty() ? debian_authorities
                                                      : options.certificate_authority_file);
    append(conninfo.text, "ssl_min_protocol_version", "TLSv1.2");
    append(conninfo.text, "gssencmode", "disable");
    append(conninfo.text, "client_encoding", "UTF8");
    append(conninfo.text, "application_name", "sage-connector");
    append(conninfo.text, "target_session_attrs", "read-write");
    append(conninfo.text, "connect_timeout", "5");
    // A server that is gone without a word is noticed, whoever waits for the next byte.
    append(conninfo.text, "keepalives_idle", "10");
    append(conninfo.text, "keepalives_interval", "5");
    append(conninfo.text, "keepalives_count", "3");
    append(conninfo.text, "tcp_user_timeout", "20000");
    if (!options.password_name.empty()) {
        Result<std::string> password = options.password(options.password_name);
        if (!password.ok()) {
            return std::move(password).error();
        }
        const WipedText secret(std::move(password).value());
        append(conninfo.text, "password", secret.text);
    }
    return std::move(conninfo.text);
}

Result<std::int64_t> prepare_session(PostgresConnection& connection,
                                     const PostgresOptions& options) {
    Result<void> step;
    for (const std::string_view setting : settings) {
        if (step.ok()) {
            step = connection.run(setting);
        }
    }
    step = step.ok() ? make_durable(connection, options) : step;
    step = step.ok() ? check_encoding(connection) : step;
    step = step.ok() ? check_schema(connection) : step;
    if (!step.ok()) {
        return step.error();
    }
    compare_clocks(connection, options);
    return company_of(connection, options.identity);
}

}  // namespace sage
