// SPDX-License-Identifier: Apache-2.0
// The list of open alerts that a host keeps from the events it was told: what needs a look and is
// not over. Nothing else is asked.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/result.h"

namespace wms {

struct OpenAlert {
    std::string key;    ///< the alert's own, or that of the document it is about
    std::string since;  ///< when it was told first
    std::string code;
    std::string cause;
    std::string fix;
    std::string owner;
};

class OpenAlerts {
  public:
    /// An event of the plugin, in the order told; one that says nothing about an alert changes
    /// nothing, and neither does a text that is none.
    void take(std::string_view event_json);
    /// In the order told first.
    std::vector<OpenAlert> list() const;

  private:
    struct Numbered {
        std::size_t number = 0;
        OpenAlert alert;
    };
    std::map<std::string, Numbered> open_;
    std::size_t told_ = 0;
};

/// From the file of events of a run, one on a line. A last line that was cut off counts as not
/// told: it comes again.
Result<std::vector<OpenAlert>> read_open_alerts(const std::filesystem::path& events_file);

}  // namespace wms
