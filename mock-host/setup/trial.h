// SPDX-License-Identifier: Apache-2.0
// Settings tried against Sage before anything is kept of them: an instance in a folder of its own,
// which goes when the trial ends. So settings that turn out wrong bind no outbox to anything. What
// a consent gives is kept among the secrets: it is Sage's word and not ours, and serves once.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "mock-host/clock.h"
#include "mock-host/host.h"
#include "mock-host/loader.h"
#include "mock-host/result.h"
#include "mock-host/secrets.h"
#include "mock-host/setup/suggestion.h"

namespace wms {

/// All of it outlives the trial.
struct TrialParts {
    const LoadedPlugin& plugin;
    Clock& clock;
    Secrets& secrets;
    /// Opens an address as a person's browser would, and gives where it was sent on to.
    std::function<Result<std::string>(const std::string& url)> browse;
};

/// What Sage showed of the settings.
struct TrialResult {
    std::string company;  ///< by the plugin's word, as in its keys
    CatalogueRows catalogue;
    CheckReport report;
};

class Trial {
  public:
    explicit Trial(TrialParts parts) : parts_(std::move(parts)) {}

    /// Creates the instance, lets a person consent where `consent` says so and the settings want
    /// it, connects, checks and reads the kinds of the catalogue that questions are about. A
    /// Problem: it did not come so far; its pointer names the setting where the plugin does.
    Result<TrialResult> run(const std::string& configuration, bool with_consent,
                            const std::vector<Question>& questions) const;

  private:
    Done consent(Host& host) const;

    const TrialParts parts_;
};

/// The records of those kinds, all pages of them.
Result<CatalogueRows> read_catalogue(Host& host, const std::vector<Question>& questions);

/// The company that the plugin works for, by its answer to the query "discover".
Result<std::string> company_of(Host& host);

}  // namespace wms
