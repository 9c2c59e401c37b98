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
    return sage_.secret(name);
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
