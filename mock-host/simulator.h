// SPDX-License-Identifier: Apache-2.0
// A simulated Sage to work against: one that this program starts and ends, or one that runs
// already.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "mock-host/child.h"
#include "mock-host/control.h"
#include "mock-host/result.h"

namespace wms {

struct Simulator {
    std::unique_ptr<Child> child;  ///< null: it was running already
    std::unique_ptr<Control> control;
    std::string address;
    std::string certificate_authority_file;
};

/// Starts `program` for an edition with its data in `folder`.
Result<Simulator> start_simulator(const std::filesystem::path& program, const std::string& edition,
                                  const std::filesystem::path& folder);

/// Uses one that runs. @param certificate_authority_file may be empty
Result<Simulator> use_simulator(const std::string& address,
                                const std::string& certificate_authority_file);

}  // namespace wms
