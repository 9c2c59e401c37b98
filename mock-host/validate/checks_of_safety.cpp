// SPDX-License-Identifier: Apache-2.0
// Secrets, and a long time of everything.
#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <filesystem>

#include "mock-host/read_file.h"
#include "mock-host/validate/bench.h"
#include "mock-host/validate/surroundings.h"

namespace wms::validate {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFileBytesMax = 64 * 1024 * 1024;
constexpr std::size_t kSecretBytesMin = 8;

std::string base64(const std::string& text) {
    std::string out(text.size() * 2 + 8, '\0');
    const int length = ::EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                         reinterpret_cast<const unsigned char*>(text.data()),
                                         static_cast<int>(text.size()));
    out.resize(static_cast<std::size_t>(length));
    return out;
}

/// What a secret looks like where somebody wrote it down.
std::vector<std::string> spellings(const std::string& secret) {
    std::vector<std::string> all = {secret};
    for (const std::size_t skipped : {0U, 1U, 2U}) {
        // Behind something else its letters fall into other groups of three.
        std::string rest = secret.substr(skipped);
        rest.resize(rest.size() - rest.size() % 3);
        all.push_back(base64(rest));
    }
    std::string hex;
    std::string url;
    for (const char letter : secret) {
        const auto code = static_cast<unsigned char>(letter);
        hex += fmt::format("{:02x}", code);
        const bool plain = (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
                           (letter >= 'A' && letter <= 'Z') || letter == '-' || letter == '_' ||
                           letter == '.' || letter == '~';
        url += plain ? std::string(1, letter) : fmt::format("%{:02X}", code);
    }
    all.push_back(hex);
    all.push_back(url);
    return all;
}

void look(Bench& bench, const Tenant& tenant, const std::string& where, const std::string& text) {
    std::vector<std::pair<std::string, std::string>> secrets(tenant.secrets.begin(),
                                                             tenant.secrets.end());
    secrets.emplace_back("any", tenant.any_secret);
    for (const auto& [name, secret] : secrets) {
        if (secret.size() < kSecretBytesMin) {
            continue;
        }
        for (const std::string& spelling : spellings(secret)) {
            if (text.find(spelling) != std::string::npos) {
                bench.expect(false, fmt::format("The secret {} stands in {}.", name, where));
                break;
            }
        }
    }
}

void secrets_stay(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.tenant();
    if (tenant == nullptr) {
        return;
    }
    tenant->any_secret = "canary-7f3Q+9/zK2-of-the-validator";
    a_day(bench, *tenant, 1);
    if (Control* const sage = bench.sage()) {
        // Failures are where people write down what they have.
        bench.expect(
            set_faults(*sage, R"({"faults":[{"id":"f","method":"POST","times":2,)"
                              R"("action":"reply","status":401,"headers":{},"body":"{}"}]})")
                .ok(),
            "The simulated Sage takes no faults.");
        tenant->create();
        tenant->connect();
        tenant->check();
        tenant->submit(bench.document(2));
        tenant->work_for(kHalfAnHourMs);
        tenant->take_events();
        tenant->destroy();
    }
    look(bench, *tenant, "an answer, an event or an error", tenant->heard);
    for (const std::string& line : tenant->log) {
        look(bench, *tenant, "the log", line);
    }
    for (const std::string& record : tenant->audited) {
        look(bench, *tenant, "the audit trail", record);
    }
    for (const auto& entry : fs::recursive_directory_iterator(tenant->folder)) {
        if (entry.is_regular_file()) {
            const Result<std::string> text = read_file(entry.path(), kFileBytesMax);
            look(bench, *tenant, entry.path().filename().string(), text.ok() ? text.value() : "");
        }
    }
}

/// One step of a life, drawn by chance. `running` and `number` are its state.
void step(Bench& bench, Tenant& tenant, bool& running, int& number) {
    switch (bench.chance(9)) {
        case 0:
            tenant.submit(bench.document(number++));
            break;
        case 1:
            tenant.submit(bench.document(static_cast<int>(bench.chance(10))));
            break;
        case 2:
            running ? tenant.stop() : tenant.connect();
            running = !running;
            bench.expect_status(tenant, WMS_OK);
            break;
        case 3:
            tenant.work();
            break;
        case 4:
            tenant.now += static_cast<std::int64_t>(bench.chance(600'000));
            break;
        case 5:
            tenant.take_events();
            break;
        case 6:
            tenant.query(R"({"query":"status"})");
            bench.expect_status(tenant, WMS_OK);
            break;
        case 7:
            tenant.submit("{\"rubbish\":" + std::to_string(number) + "}");
            break;
        default:
            if (running && bench.chance(8) == 0) {
                tenant.destroy();
                running = false;
                tenant.create();
                bench.expect_status(tenant, WMS_OK);
            }
            break;
    }
}

void soak(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.running();
    if (tenant == nullptr) {
        return;
    }
    bool running = true;
    int number = 100;
    const int steps = bench.options().level >= 10 ? 5000 : 500;
    for (int done = 0; done < steps && tenant->instance != nullptr; ++done) {
        step(bench, *tenant, running, number);
        bench.expect(tenant->status != WMS_E_INTERNAL, tenant->last());
    }
    if (!running && tenant->instance != nullptr) {
        tenant->connect();
    }
    if (tenant->moved) {
        tenant->moved(tenant->now);
    }
    tenant->work_for(2 * 24 * 3'600'000);
    bench.expect(tenant->count_of("queued") == 0, "Documents wait that nothing holds up.");
}

}  // namespace

std::vector<Check> checks_of_safety() {
    return {
        {"secret-never-out", 5,
         "No secret stands in a log, an error, an event, an answer, the audit trail or a file.",
         "WMS-P-039", secrets_stay},
        {"soak", 8, "Random calls for a long time, and every document has an end.", "WMS-P-031",
         soak},
    };
}

}  // namespace wms::validate
