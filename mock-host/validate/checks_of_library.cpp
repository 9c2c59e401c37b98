// SPDX-License-Identifier: Apache-2.0
// Loading, the entry function, and hosts of other minor versions.
#include <dlfcn.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstring>
#include <thread>

#include "mock-host/plugin_call.h"
#include "mock-host/validate/bench.h"
#include "mock-host/validate/elf_file.h"
#include "mock-host/validate/surroundings.h"

namespace wms::validate {
namespace {

constexpr int kLoadRealMsMax = 100;

void loads(Bench& bench) {
    // Loading what is cut off would end the process, and nobody would see why.
    const Result<ElfFile> file = read_elf(bench.options().plugin);
    if (bench.expect(file.ok() || file.problem().code != kCutOff,
                     file.ok() ? "" : in_one_line(file.problem()))) {
        bench.plugin();
    }
}

void loads_quietly(Bench& bench) {
    // The machinery of loading itself is used once before, with the manifest and this program.
    bench.manifest();
    const Surroundings before = surroundings();
    bench.plugin();
    for (const std::string& change : changes(before, surroundings(),
                                             {"signal", "locale", "environment", "folder", "umask",
                                              "standard", "limit", "threads", "descriptor"})) {
        bench.expect(false, change);
    }
}

void loads_fast(Bench& bench) {
    const auto begin = std::chrono::steady_clock::now();
    bench.plugin();
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - begin);
    if (took.count() > kLoadRealMsMax) {
        bench.warn(fmt::format("It took {} ms to load; hosts that look at many plugins wait.",
                               took.count()));
    }
}

void same_table(Bench& bench) {
    const wms_plugin* const first = bench.plugin();
    void* const library = ::dlopen(bench.options().plugin.c_str(), RTLD_NOW | RTLD_NOLOAD);
    if (first == nullptr || !bench.expect(library != nullptr, "It is not loaded any more.")) {
        return;
    }
    const auto entry = reinterpret_cast<wms_plugin_entry_fn>(::dlsym(library, WMS_ENTRY_SYMBOL));
    std::atomic<int> others = 0;
    std::array<std::thread, 8> threads;
    for (std::thread& thread : threads) {
        thread = std::thread([&] {
            for (int call = 0; call < 1000; ++call) {
                others += entry() == first ? 0 : 1;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    bench.expect(others == 0, fmt::format("Of 8000 calls, {} gave another table.", others.load()));
}

void unknown_extension(Bench& bench) {
    const wms_plugin* const plugin = bench.plugin();
    if (plugin == nullptr) {
        return;
    }
    std::vector<std::string> ids = {"",
                                    "wms.plugin.authorize",
                                    "wms.plugin.authorize/",
                                    "wms.plugin.authorize/0",
                                    "wms.plugin.authorize/11",
                                    "wms.plugin.authorize/1 ",
                                    "WMS.PLUGIN.AUTHORIZE/1",
                                    "wms.host.authorize/1"};
    for (int made = 0; made < 20; ++made) {
        std::string id = "wms.plugin.";
        for (int letter = 0; letter < 12; ++letter) {
            id += static_cast<char>('a' + bench.chance(26));
        }
        ids.push_back(id + "/1");
    }
    for (const std::string& id : ids) {
        bench.expect(plugin->get_extension(view_of(id)) == nullptr,
                     "It has an extension \"" + id + "\".");
    }
    bench.expect(plugin->get_extension({nullptr, 0}) == nullptr, "It has one without a name.");
}

/// The table ends where memory ends: who reads past it is ended.
void old_host(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.tenant();
    if (tenant == nullptr) {
        return;
    }
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    void* const pages =
        ::mmap(nullptr, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (!bench.expect(pages != MAP_FAILED, "No memory.")) {
        return;
    }
    char* const end = static_cast<char*>(pages) + page;
    ::mprotect(end, page, PROT_NONE);
    auto* const table = reinterpret_cast<wms_host*>(end - sizeof(wms_host));
    std::memcpy(table, &tenant->table, sizeof *table);
    table->abi_minor = 0;
    wms_create_args arguments = tenant->arguments();
    arguments.host = table;
    tenant->create(arguments);
    bench.expect_status(*tenant, WMS_OK, "with a host of version 1.0");
    if (tenant->instance != nullptr) {
        tenant->submit(bench.document(1));
        bench.expect_status(*tenant, WMS_OK, "with a host of version 1.0");
        tenant->destroy();
    }
}

void new_host(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.tenant();
    if (tenant == nullptr) {
        return;
    }
    struct Later {
        wms_host table;
        std::array<char, 256> more;
    } later = {tenant->table, {}};
    later.more.fill('\x5A');
    later.table.struct_size = sizeof later;
    later.table.abi_minor = 7;
    struct LaterArguments {
        wms_create_args arguments;
        std::array<char, 64> more;
    } arguments = {tenant->arguments(), {}};
    arguments.arguments.struct_size = sizeof arguments;
    arguments.arguments.host = &later.table;
    tenant->create(arguments.arguments);
    bench.expect_status(*tenant, WMS_OK, "with a host of version 1.7");
    if (tenant->instance != nullptr) {
        tenant->submit(bench.document(1));
        bench.expect_status(*tenant, WMS_OK, "with a host of version 1.7");
        tenant->destroy();
    }
}

}  // namespace

std::vector<Check> checks_of_library() {
    return {
        {kLoads, 1,
         "The loader takes it: the files' owner and mode, its symbols, its table, its manifest "
         "byte "
         "for byte.",
         "WMS-P-002, WMS-P-003", loads},
        {"load-quiet", 1, "Loading it changes nothing in the process.", "WMS-P-005", loads_quietly},
        {"load-time", 1, "It loads within 100 ms (a warning).", "WMS-P-005", loads_fast},
        {"entry-stable", 1, "The entry function gives the same table each time, to every thread.",
         "WMS-P-002", same_table},
        {"unknown-extension-null", 1, "It gives NULL for extensions that it does not have.",
         "WMS-P-044", unknown_extension},
        {"old-host", 3, "It reads nothing behind the table of a host of version 1.0.", "WMS-P-007",
         old_host},
        {"new-host", 3, "It takes a host with a longer table and a later minor version.",
         "WMS-P-007", new_host},
    };
}

}  // namespace wms::validate
