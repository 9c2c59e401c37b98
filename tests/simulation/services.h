// SPDX-License-Identifier: Apache-2.0
// What a host lends an instance: secrets, an audit trail, a log. Each refuses when the world wants
// it to, and each looks for secrets where none may be (I15).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "sage-adapter/auth/auth.h"
#include "sage-adapter/delivery/delivery.h"
#include "tests/simulation/checker.h"
#include "tests/simulation/faults.h"
#include "tests/simulation/interruptions.h"
#include "tests/simulation/sage.h"

namespace sage::simulation {

/// Fails when a text holds one of the secrets.
class Canaries {
  public:
    explicit Canaries(std::vector<std::string> secrets) : secrets_(std::move(secrets)) {}
    void check(std::string_view where, std::string_view text) const;
    const std::vector<std::string>& secrets() const { return secrets_; }

  private:
    std::vector<std::string> secrets_;
};

class WorldSecrets final : public Secrets {
  public:
    WorldSecrets(const SimulatedSage& sage, Faults& faults) : sage_(sage), faults_(faults) {}
    Result<std::string> get(std::string_view name) override;
    Result<Secret> read(std::string_view name) override;
    Result<void> put(std::string_view name, std::string_view value,
                     std::string_view if_version) override;
    /// A person has authorised the connection: what the host keeps from then on.
    void consented(const std::string& name, std::string value);
    int unavailable = 0;  ///< so many times

  private:
    const SimulatedSage& sage_;
    Faults& faults_;
    std::map<std::string, Secret, std::less<>> replaced_;
    std::uint64_t versions_ = 0;
};

class WorldLog final : public Log {
  public:
    explicit WorldLog(const Canaries& canaries) : canaries_(canaries) {}
    void write(LogLevel level, std::string_view target, std::string_view message,
               std::initializer_list<LogField> fields) override;
    std::uint64_t lines = 0;

  private:
    const Canaries& canaries_;
};

class WorldAudit final : public Audit {
  public:
    WorldAudit(const Canaries& canaries, Faults& faults, std::function<void()> enter_again)
        : canaries_(canaries), faults_(faults), enter_again_(std::move(enter_again)) {}
    Result<void> announce(std::string_view record_json) override;
    int refuses = 0;  ///< so many times
    int enters = 0;

  private:
    const Canaries& canaries_;
    Faults& faults_;
    std::function<void()> enter_again_;
};

}  // namespace sage::simulation
