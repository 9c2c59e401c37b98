// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/instance.h"

#include <utility>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/settings.h"
#include "sage-adapter/bridge/schedule_settings.h"
#include "sage-adapter/bridge/stock_drift_settings.h"
#include "sage-adapter/delivery/environment.h"
#include "sage-adapter/document/hash.h"
#include "sage-adapter/transport/drop_transport.h"
#include "sage-adapter/transport/https.h"

namespace sage {
namespace {

ClientCredentials credentials_of(const Connection& connection) {
    return {connection.token_target, connection.client_id_name, connection.client_secret_name,
            connection.user_name,    connection.grant,          connection.refresh_token_name};
}

ConsentPage consent_page_of(const Connection& connection) {
    return {connection.token_address.empty() ? connection.address : connection.token_address,
            connection.consent_target,
            connection.consent_scope,
            connection.client_id_name,
            connection.grant,
            connection.consent_audience};
}

/// The host's services for an outbox on a server. `host` outlives the instance and so the store.
PostgresOptions served_by(const wms_host* host, PostgresOptions server) {
    server.password = [host](const std::string& name) { return HostServices(host).get(name); };
    server.now_ms = [host] { return HostServices(host).now_ms(); };
    server.warn = [host](const Problem& problem) {
        HostServices(host).write(LogLevel::warn, "outbox",
                                 "the outbox's server is not as it should be",
                                 {{"code", problem.code}, {"cause", problem.cause}});
    };
    return server;
}

Result<std::unique_ptr<Store>> open_store(const OutboxSettings& settings, std::string identity,
                                          const InstanceArguments& arguments) {
    if (!settings.server.has_value()) {
        return open_sqlite_store({std::string(arguments.data_folder), std::move(identity)});
    }
    PostgresOptions server = served_by(arguments.host, *settings.server);
    server.identity = std::move(identity);
    return open_postgres_store(server);
}

Result<std::unique_ptr<DataSource>> make_source(const Connection& connection,
                                                OpenDataSource open_data_source) {
    if (!connection.data_source.has_value()) {
        return std::unique_ptr<DataSource>();
    }
    if (open_data_source == nullptr) {
        return Error(Status::config,
                     Problem{"odbc.not_in_this_library", "/dataSource",
                             "This plugin was built without the code that reads a database.",
                             "Install the plugin as its vendor ships it.", Owner::vendor});
    }
    return open_data_source(*connection.data_source);
}

Result<Transports> make_transports(const Connection& connection, OpenDataSource open_data_source) {
    Transports transports;
    Result<std::unique_ptr<DataSource>> source = make_source(connection, open_data_source);
    if (!source.ok()) {
        return std::move(source).error();
    }
    transports.source = std::move(source).value();
    if (!connection.drop_folder.empty()) {
        Result<std::unique_ptr<DropFolder>> folder = DropFolder::make(connection.drop_folder);
        if (!folder.ok()) {
            return std::move(folder).error();
        }
        transports.sage = make_drop_transport(std::move(folder).value());
        return transports;
    }
    Result<std::unique_ptr<Transport>> sage = make_https_transport(
        {connection.address, connection.certificate_authority_file, connection.connections_max});
    if (!sage.ok()) {
        return std::move(sage).error();
    }
    transports.sage = std::move(sage).value();
    if (connection.token_address.empty() || connection.token_address == connection.address) {
        return transports;
    }
    // One token at a time is asked for.
    Result<std::unique_ptr<Transport>> tokens =
        make_https_transport({connection.token_address, connection.certificate_authority_file, 1});
    if (!tokens.ok()) {
        Error error = std::move(tokens).error();
        for (Problem& problem : error.problems) {
            problem.pointer = problem.pointer == "/address" ? "/tokenAddress" : problem.pointer;
        }
        return error;
    }
    transports.tokens = std::move(tokens).value();
    return transports;
}

}  // namespace

Result<void> Instance::tell_settings() {
    return store->settings_in_force(settings_hash, services.now_ms());
}

void Instance::interrupt() {
    transport->interrupt();
    if (token_transport != nullptr) {
        token_transport->interrupt();
    }
    if (source != nullptr) {
        source->interrupt();
    }
}

Result<void> Instance::bind() {
    if (bound) {
        return {};
    }
    Result<void> done = bind_environment(*store, environment);
    bound = done.ok();
    return done;
}

Instance::Instance(const Edition& edition_in, const wms_host* host,
                   std::unique_ptr<Company> company_in, std::unique_ptr<Store> store_in,
                   Transports transports, const OutboxSettings& outbox, Schedules schedules_in)
    : edition(edition_in),
      environment(outbox.environment),
      services(host),
      schedules(std::move(schedules_in)),
      company(std::move(company_in)),
      store(std::move(store_in)),
      transport(std::move(transports.sage)),
      token_transport(std::move(transports.tokens)),
      source(std::move(transports.source)),
      shelf(company->connection().user_name, *store),
      tokens(credentials_of(company->connection()),
             token_transport != nullptr ? *token_transport : *transport, services, services,
             store->is_shared() ? &shelf : nullptr),
      authorization(consent_page_of(company->connection()), tokens, services, services),
      delivery({edition, *company, *store, *transport, tokens, services, services, services,
                [this] { services.wake(); }, outbox.lease_margin_ms, outbox.keep_content_days,
                &services, source.get(), schedules, outbox.environment}) {}

Result<std::unique_ptr<Instance>> Instance::make(const InstanceArguments& arguments) {
    if (arguments.settings_json.size() > limits::settings_bytes_max) {
        return Error(Status::config,
                     Problem{"settings.too_large", "", "The settings are too large.",
                             "Keep them below one mebibyte.", Owner::it});
    }
    Result<void> checked =
        check_settings(arguments.settings_json, arguments.edition.settings_schema());
    if (!checked.ok()) {
        return std::move(checked).error();
    }
    Result<std::unique_ptr<Company>> company = arguments.edition.configure(arguments.settings_json);
    if (!company.ok()) {
        return std::move(company).error();
    }
    const Connection& connection = company.value()->connection();
    Result<Transports> transports = make_transports(connection, arguments.open_data_source);
    if (!transports.ok()) {
        return std::move(transports).error();
    }
    const Result<OutboxSettings> outbox = read_outbox_settings(arguments.settings_json);
    if (!outbox.ok()) {
        return outbox.error();
    }
    const Result<void> kept = check_kept_days(outbox.value(), connection.reconcile_days);
    if (!kept.ok()) {
        return kept.error();
    }
    Result<Schedules> schedules = read_schedules(arguments.settings_json);
    if (!schedules.ok()) {
        return std::move(schedules).error();
    }
    std::string identity =
        std::string(arguments.edition.name()) + "/" + std::string(company.value()->company_id());
    Result<std::unique_ptr<Store>> store =
        open_store(outbox.value(), std::move(identity), arguments);
    if (!store.ok()) {
        return std::move(store).error();
    }
    auto made = std::make_unique<Instance>(
        arguments.edition, arguments.host, std::move(company).value(), std::move(store).value(),
        std::move(transports).value(), outbox.value(), std::move(schedules).value());
    made->correct_drift_up_to = read_correct_drift_up_to(arguments.settings_json);
    made->settings_hash = hexadecimal(sha256(arguments.settings_json));
    // A server may be away now: it is asked when something is to be kept there.
    const Result<void> bound = outbox.value().server ? Result<void>() : made->bind();
    if (!bound.ok()) {
        return bound.error();
    }
    return made;
}

}  // namespace sage
