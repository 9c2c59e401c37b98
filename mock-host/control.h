// SPDX-License-Identifier: Apache-2.0
// The control interface of the simulated Sage, over HTTPS: what the WMS may know of Sage without
// asking the plugin. Master data in, documents and stock out; the same for every edition.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/result.h"
#include "mock-host/wms/decimal.h"

namespace wms {

struct SageLine {
    std::string item;
    Decimal quantity;
    Decimal unit_price;
    Decimal net;
};

/// A document in Sage, as Sage shows it.
struct SageDocument {
    std::int64_t position = 0;
    std::string type;
    std::string number;
    std::string effect;  ///< sale, credit, stock_increase, stock_decrease, order
    std::string external_reference;
    std::string reference;
    std::string customer;
    std::string date;
    std::string tracking;
    Decimal net;
    Decimal gross;  ///< zero where Sage shows none
    std::vector<SageLine> lines;
};

struct SageStock {
    std::string item;
    std::string location;
    Decimal quantity;
};

/// What a host needs to configure a plugin for the simulated company.
struct SageSettings {
    std::string configuration;                                 ///< JSON
    std::vector<std::pair<std::string, std::string>> secrets;  ///< name and value
};

/// Thread-safe: one request at a time.
class Control {
  public:
    /// @param address  "https://host:port"; no request yet
    /// @param certificate_authority_file  trusted instead of the system's; empty: the system's
    static Result<std::unique_ptr<Control>> open(const std::string& address,
                                                 const std::string& certificate_authority_file);
    Control() = default;
    Control(const Control&) = delete;
    Control& operator=(const Control&) = delete;
    virtual ~Control() = default;

    /// The reply's JSON text. Anything but 200 is a Problem with what Sage said.
    virtual Result<std::string> get(const std::string& target) = 0;
    virtual Result<std::string> post(const std::string& target, const std::string& body) = 0;
    /// Opens a page as a browser would: where it sends the browser on to.
    virtual Result<std::string> open_page(const std::string& target) = 0;
};

Done seed(Control& control, const std::string& seed_json);
Done set_faults(Control& control, const std::string& faults_json);
Done set_clock(Control& control, std::int64_t now_ms);
Result<SageSettings> settings(Control& control);
/// All documents after a position, page by page.
Result<std::vector<SageDocument>> documents(Control& control, std::int64_t after);
Result<std::vector<SageStock>> stock(Control& control);
/// How often a fault fired.
Result<std::int64_t> fault_count(Control& control, const std::string& id);

}  // namespace wms
