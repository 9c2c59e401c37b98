// SPDX-License-Identifier: Apache-2.0
// What one check works with: the plugin, loaded when it is first asked for, a simulated Sage where
// the plugin talks to one, hosts for its instances, documents, chance that can be repeated; and
// where it says what it found.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "mock-host/loader.h"
#include "mock-host/simulator.h"
#include "mock-host/validate/check.h"
#include "mock-host/validate/tenant.h"

namespace wms::validate {

struct BenchOptions {
    std::filesystem::path plugin;             ///< absolute
    std::filesystem::path folder;             ///< absolute, existing, this check's alone
    std::filesystem::path settings_file;      ///< {"configuration":{},"secrets":{}}; may be empty
    std::filesystem::path simulator_program;  ///< for a plugin that talks to a Sage
    std::uint64_t seed = 1;
    int level = 5;
};

class Bench {
  public:
    explicit Bench(BenchOptions options);
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    const BenchOptions& options() const { return options_; }

    /// Notes what was found instead. Returns `holds`.
    bool expect(bool holds, const std::string& otherwise);
    bool expect_status(const Tenant& tenant, wms_status expected, const std::string& where = "");
    void warn(const std::string& what);
    /// The check cannot be made here.
    void skip(const std::string& why);
    Outcome outcome() const { return outcome_; }

    /// The file beside the library; null, and the check failed, if it is none.
    const Manifest* manifest();
    /// Null, and the check failed, if it does not load.
    const wms_plugin* plugin();
    /// Whether the plugin talks to anything.
    bool is_remote();
    /// A simulated Sage, seeded; null: the plugin needs none or has its own. The check failed if
    /// it should be there and is not.
    Control* sage();
    /// As sage(), and the check is skipped where there is none.
    Control* needs_sage();
    const std::string& sage_address() const { return simulator_.address; }
    /// Settings with which the plugin works.
    std::string settings();

    /// A host on a data folder of this name; null, and the check failed, if there is no plugin.
    std::unique_ptr<Tenant> tenant(const std::string& name = "data");
    /// The same, created; null if that failed.
    std::unique_ptr<Tenant> created(const std::string& name = "data");
    /// The same, connected.
    std::unique_ptr<Tenant> running(const std::string& name = "data");
    /// The same again and again.
    std::string document(int number) const;
    /// Documents in the simulated Sage; 0 without one.
    std::size_t posted();

    /// In a copy of this process that ends itself when the life returns, or dies at once where
    /// it says so. Nothing of the plugin may have been loaded here.
    void in_a_killed_process(const std::function<void()>& life);

    /// A number below `end`.
    std::uint64_t chance(std::uint64_t end);

  private:
    bool start_sage();

    const BenchOptions options_;
    Outcome outcome_;
    std::optional<Manifest> manifest_;
    std::optional<LoadedPlugin> plugin_;
    Simulator simulator_;
    std::string configuration_;
    std::map<std::string, std::string, std::less<>> secrets_;
    bool asked_for_sage_ = false;
    std::uint64_t chance_;
};

/// A day of trade: created, connected, a document accepted, one refused, worked, told, stopped,
/// destroyed. Returns whether it went well.
bool a_day(Bench& bench, Tenant& tenant, int number);

/// Half an hour of the host's clock.
inline constexpr std::int64_t kHalfAnHourMs = 1'800'000;

}  // namespace wms::validate
