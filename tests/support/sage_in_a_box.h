// SPDX-License-Identifier: Apache-2.0
// A simulated Sage as a process of its own, the plugin loaded through the C interface and a host
// around it: what a test or benchmark of the whole needs, ready to use. The programs are those of
// this build.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "mock-host/control.h"
#include "mock-host/host.h"
#include "mock-host/loader.h"
#include "mock-host/secrets.h"
#include "mock-host/simulator.h"

namespace sage::testing {

struct BoxOptions {
    std::string edition = "intacct";
    unsigned workers = 8;
    bool jumping_clock = true;
    /// Master data in the form of the control interface; empty: one customer, one item, one site.
    std::string seed;
    /// Changes the settings that Sage suggests, each time an instance is created.
    std::function<std::string(const std::string& configuration)> configure;
};

class SageInABox {
  public:
    /// Starts the simulator and seeds it. Throws std::runtime_error with the reason.
    explicit SageInABox(BoxOptions options = {});
    ~SageInABox();
    SageInABox(const SageInABox&) = delete;
    SageInABox& operator=(const SageInABox&) = delete;

    /// Creates the instance on the same data folder as before.
    wms::Host& create();
    /// create(), and connects it.
    wms::Host& connect();
    /// Stops and destroys the instance; the data folder stays.
    void disconnect();

    /// What the browser of a person does with an address of the simulated Sage.
    wms::Result<std::string> browse(const std::string& url);

    wms::Host& host() { return *host_; }
    wms::Secrets& secrets() { return *secrets_; }
    wms::Control& control() { return *simulator_.control; }
    const wms::Simulator& simulator() const { return simulator_; }
    wms::Clock& clock() { return *clock_; }
    const wms::LoadedPlugin& plugin() const { return plugin_; }
    const std::filesystem::path& folder() const { return folder_; }
    const wms::SageSettings& settings() const { return settings_; }

  private:
    BoxOptions options_;
    std::filesystem::path folder_;
    std::unique_ptr<wms::Clock> clock_;
    wms::Simulator simulator_;
    wms::LoadedPlugin plugin_;
    wms::SageSettings settings_;
    std::unique_ptr<wms::Secrets> secrets_;
    std::unique_ptr<wms::Host> host_;
};

/// Master data in the form of the control interface: one customer, one item, one site.
const char* small_company();

/// One despatch of `lines` lines of SKU-100 to CUST-001, two pieces each at 3.39.
wms::Message despatch_of(const std::string& number, int lines);

}  // namespace sage::testing
