// SPDX-License-Identifier: Apache-2.0
// One company of one edition, alive: everything that create() makes and destroy() frees.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sage-adapter/auth/auth.h"
#include "sage-adapter/auth/authorization.h"
#include "sage-adapter/bridge/host_services.h"
#include "sage-adapter/bridge/outbox_settings.h"
#include "sage-adapter/bridge/token_shelf.h"
#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/schedules.h"
#include "sage-adapter/document/decimal.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/outbox/outbox.h"
#include "sage-adapter/transport/data_source.h"
#include "sage-adapter/transport/transport.h"

namespace sage {

enum class Phase : std::uint8_t { created, running, stopped };

struct InstanceArguments {
    const Edition& edition;
    const wms_host* host;
    std::string_view settings_json;
    std::string_view data_folder;
    /// Null: this library has no code for databases.
    OpenDataSource open_data_source = nullptr;
};

/// To the company's Sage, to where its tokens come from (null: that is the same), and to its
/// database (null: the settings name none).
struct Transports {
    std::unique_ptr<Transport> sage;
    std::unique_ptr<Transport> tokens;
    std::unique_ptr<DataSource> source;
};

/// Members are destroyed from the last to the first: delivery goes before what it works with.
struct Instance {
    /// Checks the settings; opens and locks the data folder, unless the outbox is on a server. No
    /// network.
    static Result<std::unique_ptr<Instance>> make(const InstanceArguments& arguments);

    Instance(const Edition& edition_in, const wms_host* host, std::unique_ptr<Company> company_in,
             std::unique_ptr<Store> store_in, Transports transports, const OutboxSettings& outbox,
             Schedules schedules_in);

    /// Tells the journal which settings are in force, unless it knows.
    Result<void> tell_settings();

    /// Makes exchanges in progress return soon, with whichever server.
    void interrupt();

    /// Lets the outbox belong to the environment of the settings, once; before anything is kept in
    /// it. Status::config: it belongs to another one.
    Result<void> bind();

    const Edition& edition;
    const std::string environment;
    HostServices services;
    Schedules schedules;
    std::unique_ptr<Company> company;
    std::unique_ptr<Store> store;
    std::unique_ptr<Transport> transport;
    std::unique_ptr<Transport> token_transport;  ///< null: tokens come by `transport`
    std::unique_ptr<DataSource> source;          ///< null: no master data comes from a database
    OutboxShelf shelf;
    TokenSource tokens;
    Authorization authorization;
    Delivery delivery;
    std::optional<Decimal> correct_drift_up_to;  ///< stock_drift_settings.h
    std::string settings_hash;                   ///< SHA-256 of the settings as the host gave them
    std::atomic<Phase> phase{Phase::created};
    std::atomic<bool> bound{false};
};

/// Answers a question; only `reconcile`, `shadow` and `stockDrift` ask Sage. Status::unsupported
/// for a query this version does not know.
Result<std::string> answer_query(Instance& instance, std::string_view request_json,
                                 const Cancelled& cancelled);

}  // namespace sage
