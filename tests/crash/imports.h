// SPDX-License-Identifier: Apache-2.0
// A company without an interface: the folder into which its plugin puts files, and the person who
// imports them in the simulated Sage and decides what the plugin cannot know.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "mock-host/control.h"
#include "mock-host/wms/documents.h"

namespace sage::testing {

class Imports {
  public:
    /// Makes the folder.
    Imports(std::filesystem::path folder, wms::Control& control);

    const std::filesystem::path& folder() const { return folder_; }
    /// Of everything in the folder, half files too, in their order.
    std::vector<std::string> names() const;
    bool has_file_of(const std::string& external_reference) const;

    /// Imports every file once and moves it away. What Sage refuses fails the test.
    void import_all() const;
    /// What Sage's tables hold under that reference, "1 of 6.78": so many transactions of the
    /// ledger and their net, or movements of stock and their quantity.
    std::string in_books(const std::string& external_reference) const;

  private:
    const std::filesystem::path folder_;
    wms::Control& control_;
};

/// A person found no file of that document and no transaction in Sage: it is to be written after
/// all.
wms::Message send_again(const wms::Message& subject, std::int64_t decided_ms);

}  // namespace sage::testing
