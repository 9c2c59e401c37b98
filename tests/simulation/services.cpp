// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/services.h"

namespace sage::simulation {

void Canaries::check(std::string_view where, std::string_view text) const {
    for (const std::string& secret : secrets_) {
        if (text.find(secret) != std::string_view::npos) {
            Checker::fail("I15", "a secret stands in " + std::string(where));
        }
    }
}

Result<std::string> WorldSecrets::get(std::string_view name) {
    if (unavailable > 0) {
        --unavailable;
        faults_.fire(Fault::secrets_unavailable);
        return Error(Status::remote,
                     Problem{"host.secrets", "", "The vault is closed.", "Open it.", Owner::it});
    }
    const auto found = replaced_.find(name);
    return found == replaced_.end() ? sage_.secret(name) : found->second.value;
}

Result<Secret> WorldSecrets::read(std::string_view name) {
    Result<std::string> value = get(name);
    if (!value.ok()) {
        return std::move(value).error();
    }
    const auto found = replaced_.find(name);
    return Secret{std::move(value).value(), found == replaced_.end() ? "" : found->second.version};
}

Result<void> WorldSecrets::put(std::string_view name, std::string_view value,
                               std::string_view if_version) {
    const auto found = replaced_.find(name);
    const std::string there = found == replaced_.end() ? "" : found->second.version;
    if (there != if_version) {
        return Error(Status::conflict, Problem{"host.secrets", "", "Another host has replaced it.",
                                               "Read it again.", Owner::it});
    }
    consented(std::string(name), std::string(value));
    return {};
}

void WorldSecrets::consented(const std::string& name, std::string value) {
    replaced_.insert_or_assign(name, Secret{std::move(value), std::to_string(++versions_)});
}

void WorldLog::write(LogLevel, std::string_view target, std::string_view message,
                     std::initializer_list<LogField> fields) {
    ++lines;
    canaries_.check("the log", message);
    canaries_.check("the log", target);
    for (const LogField& field : fields) {
        canaries_.check("the log", field.value);
    }
}

Result<void> WorldAudit::announce(std::string_view record_json) {
    canaries_.check("the audit trail", record_json);
    if (enters > 0) {
        --enters;
        faults_.fire(Fault::callback_entered_again);
        enter_again_();
    }
    if (refuses > 0) {
        --refuses;
        faults_.fire(Fault::audit_refused);
        return Error(Status::storage, Problem{"host.audit", "", "The trail cannot be written.",
                                              "Free the disk.", Owner::it});
    }
    return {};
}

}  // namespace sage::simulation
