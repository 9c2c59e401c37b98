// SPDX-License-Identifier: Apache-2.0
// What belongs to the whole process is after each call what it was before.
#include <fmt/format.h>

#include <algorithm>
#include <clocale>
#include <cstring>

#include "mock-host/validate/bench.h"
#include "mock-host/validate/schemas.h"
#include "mock-host/validate/surroundings.h"

namespace wms::validate {
namespace {

void watch(Bench& bench, const std::vector<std::string>& beginnings) {
    std::unique_ptr<Tenant> tenant = bench.tenant();
    if (tenant == nullptr) {
        return;
    }
    Surroundings state;
    tenant->before = [&](const char*) { state = surroundings(); };
    tenant->after = [&](const char* call) {
        for (const std::string& change : changes(state, surroundings(), beginnings)) {
            bench.expect(false, fmt::format("after {}: {}", call, change));
        }
    };
    a_day(bench, *tenant, 1);
}

void mask(Bench& bench) {
    watch(bench, {"signal mask"});
}

void handlers(Bench& bench) {
    watch(bench, {"signal handler"});
}

void locale(Bench& bench) {
    watch(bench, {"locale"});
}

void environment(Bench& bench) {
    watch(bench, {"environment"});
}

void folder(Bench& bench) {
    watch(bench, {"folder", "umask", "limit"});
}

void streams(Bench& bench) {
    watch(bench, {"standard stream"});
}

void descriptors(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.tenant();
    if (tenant == nullptr) {
        return;
    }
    // The bench's own connection to the simulated Sage.
    const std::vector<std::string> own = inherited_descriptors();
    tenant->after = [&](const char* call) {
        for (const std::string& one : inherited_descriptors()) {
            bench.expect(std::find(own.begin(), own.end(), one) != own.end(),
                         fmt::format("after {} a child would inherit {}", call, one));
        }
    };
    // What a library opens once and keeps is opened on the first day.
    a_day(bench, *tenant, 1);
    const Surroundings before = surroundings();
    a_day(bench, *tenant, 2);
    for (const std::string& change : changes(before, surroundings(), {"descriptor"})) {
        bench.expect(change.find("was \"not there\"") == std::string::npos, "left open: " + change);
    }
}

void comma(Bench& bench) {
    const char* set = nullptr;
    for (const char* const name : {"de_DE.UTF-8", "tr_TR.UTF-8", "fr_FR.UTF-8", "es_ES.UTF-8"}) {
        set = set == nullptr ? std::setlocale(LC_ALL, name) : set;
    }
    if (set == nullptr) {
        bench.skip("no locale with a decimal comma is installed (de_DE.UTF-8, tr_TR.UTF-8, ...)");
        return;
    }
    std::unique_ptr<Tenant> tenant = bench.tenant();
    if (tenant == nullptr || !a_day(bench, *tenant, 1)) {
        return;
    }
    bool ended = false;
    for (const std::string& event : tenant->events) {
        for (const std::string& violation : violations(member_of(event, "eventType"), event)) {
            bench.expect(false, violation + " in " + event);
        }
        ended =
            ended || member_of(event, "state") == "posted" || member_of(event, "state") == "held";
    }
    bench.expect(ended, std::string("In the locale ") + set + " a document has no end.");
    bench.expect(bench.sage() == nullptr || bench.posted() <= 1,
                 "Sage has more than one document.");
}

}  // namespace

std::vector<Check> checks_of_surroundings() {
    return {
        {"signal-mask-kept", 3, "Each call leaves the signal mask as it was.", "WMS-P-015", mask},
        {"signal-handlers-kept", 3, "Each call leaves signal handlers as they were.", "WMS-P-015",
         handlers},
        {"locale-kept", 3, "Each call leaves the locale as it was.", "WMS-P-015", locale},
        {"environment-kept", 3, "Each call leaves the environment as it was.", "WMS-P-015",
         environment},
        {"folder-kept", 3, "Each call leaves current folder, umask and limits as they were.",
         "WMS-P-015", folder},
        {"std-streams-silent", 3, "Nothing is written to descriptors 0 to 2.", "WMS-P-016",
         streams},
        {"fd-inheritance", 3, "Descriptors are close-on-exec, and none is left behind.",
         "WMS-P-016", descriptors},
        {"comma-locale", 5, "It works where decimals have a comma and i is no capital I.",
         "WMS-P-015", comma},
    };
}

}  // namespace wms::validate
