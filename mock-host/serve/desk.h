// SPDX-License-Identifier: Apache-2.0
// What the pages are answered from: the plugin as the host has it, and the warehouse's own papers.
// An interface, so that the answers can be tried without a plugin.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/manifest.h"
#include "mock-host/result.h"
#include "mock-host/setup/promote.h"
#include "mock-host/wms/documents.h"
#include "mock-host/wms/warehouse.h"

namespace wms::serve {

/// Thread-safe.
class Desk {
  public:
    Desk() = default;
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;
    virtual ~Desk() = default;

    virtual const Manifest& manifest() const = 0;
    /// The host's files: events.jsonl, audit.jsonl, people.json.
    virtual std::filesystem::path folder() const = 0;
    virtual std::int64_t now_ms() const = 0;
    /// Why the plugin is not connected; an empty code: it is.
    virtual Problem connection() const = 0;

    /// A query of the contract, as its JSON.
    virtual Result<std::string> ask(std::string_view request) = 0;
    /// Hands over a document, a person's decision for example.
    virtual Done submit(const Message& message) = 0;
    /// Of documents of the warehouse that the plugin did not take; the last ones since the start.
    virtual std::vector<Problem> refused() const = 0;
    /// A document as the warehouse handed it over. Problem code serve.no_document.
    virtual Result<std::string> document(const std::string& message_id) = 0;

    /// What the warehouse has on hand, once all that moved it was handed over. Problem code
    /// drift.not_handed_over.
    virtual Result<std::vector<StockFigure>> stock() = 0;

    /// Connects the plugin anew, which reads the accounting system's master data again.
    virtual Done read_again() = 0;
    /// The report of `check`: credentials, rights and settings.
    virtual Result<std::string> check() = 0;

    /// As they are in use, JSON.
    virtual std::string settings() const = 0;
    /// Checks them, keeps them and connects the plugin with them. Where it does not take them,
    /// those before stay in use and nothing is kept.
    virtual Done apply(const std::string& settings) = 0;
    /// The folder of the live organisation; empty: this server was not given one.
    virtual std::filesystem::path live_folder() const = 0;
    /// Takes the settings to live, with all codes looked up there (setup/promote.h). Meanwhile the
    /// plugin is not connected here. Problem code serve.no_live, and those of promote().
    virtual Result<PromoteResult> go_live(const std::string& person, const std::string& answers,
                                          const std::string& reason) = 0;
    /// Whether a secret itself stands in the text, and not its name.
    virtual bool holds_secret(std::string_view text) const = 0;
};

}  // namespace wms::serve
