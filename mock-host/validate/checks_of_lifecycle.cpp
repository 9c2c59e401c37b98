// SPDX-License-Identifier: Apache-2.0
// States, settings, the data folder, threads and several instances.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "mock-host/json_members.h"
#include "mock-host/plugin_call.h"
#include "mock-host/validate/bench.h"
#include "mock-host/validate/surroundings.h"

namespace wms::validate {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr const char* kStatus = R"({"query":"status"})";

void every_state(Bench& bench, Tenant& tenant, const std::string& state) {
    tenant.query(kStatus);
    bench.expect_status(tenant, WMS_OK, state);
    tenant.next_event();
    bench.expect(tenant.status == WMS_IDLE || tenant.status == WMS_OK,
                 state + ": " + tenant.last());
    tenant.acknowledge("no such event");
    bench.expect_status(tenant, WMS_OK, state);
}

void wrong_state(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.created();
    if (tenant == nullptr) {
        return;
    }
    tenant->work();
    bench.expect_status(*tenant, WMS_E_STATE, "created");
    tenant->stop();
    bench.expect_status(*tenant, WMS_E_STATE, "created");
    every_state(bench, *tenant, "created");
    tenant->submit(bench.document(1));
    bench.expect_status(*tenant, WMS_OK, "created");
    tenant->connect();
    bench.expect_status(*tenant, WMS_OK, "created");
    tenant->connect();
    bench.expect_status(*tenant, WMS_E_STATE, "running");
    every_state(bench, *tenant, "running");
    tenant->submit(bench.document(2));
    bench.expect_status(*tenant, WMS_OK, "running");
    tenant->stop();
    bench.expect_status(*tenant, WMS_OK, "running");
    tenant->work();
    bench.expect_status(*tenant, WMS_E_STATE, "stopped");
    every_state(bench, *tenant, "stopped");
    tenant->submit(bench.document(3));
    bench.expect_status(*tenant, WMS_OK, "stopped");
    bench.expect(tenant->count_of("queued") == 3, "Of three documents some are not in its queue.");
    tenant->connect();
    bench.expect_status(*tenant, WMS_OK, "stopped");
}

void stop_twice(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.running();
    if (tenant == nullptr) {
        return;
    }
    const int rounds = bench.options().level >= 8 ? 50 : 5;
    for (int round = 0; round < rounds; ++round) {
        tenant->submit(bench.document(round));
        for (std::uint64_t works = bench.chance(4); works > 0; --works) {
            tenant->work();
        }
        for (int again = 0; again < 2; ++again) {
            tenant->stop();
            bench.expect_status(*tenant, WMS_OK, again == 0 ? "stop" : "stop, a second time");
        }
        tenant->connect();
        bench.expect_status(*tenant, WMS_OK, "connect after stop");
    }
    tenant->work_for(kHalfAnHourMs);
    bench.expect(tenant->count_of("queued") == 0, "Documents wait that nothing holds up.");
}

/// Settings that break their schema in one place, and where.
std::vector<std::pair<std::string, std::string>> broken_settings(Bench& bench) {
    std::vector<std::pair<std::string, std::string>> broken;
    boost::system::error_code error;
    const json::value good = json::parse(bench.settings(), error);
    const json::value schema = json::parse(bench.manifest()->config_schema, error);
    if (!good.is_object()) {
        return broken;
    }
    const auto with = [&](const std::string& name, const json::value& value) {
        json::object changed = good.get_object();
        changed[name] = value;
        broken.emplace_back(json::serialize(changed), "/" + name);
    };
    with("no-such-setting-" + std::to_string(bench.chance(1000)), true);
    const json::object* const properties = member_at(schema, "properties").if_object();
    if (properties != nullptr) {
        for (const auto& [name, property] : *properties) {
            const std::string type = text_at(property, "type");
            if (!type.empty()) {
                with(std::string(name),
                     type == "object" ? json::value("text") : json::value(json::object{{"x", 1}}));
            }
        }
    }
    for (const json::value& name : list_at(schema, "required")) {
        json::object changed = good.get_object();
        changed.erase(name.as_string());
        broken.emplace_back(json::serialize(changed), "");
    }
    return broken;
}

void bad_settings(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.tenant();
    if (tenant == nullptr) {
        return;
    }
    std::vector<std::pair<std::string, std::string>> all = broken_settings(bench);
    for (const char* const text : {"", "{", "[]", "null", "{\"a\":1,\"a\":1}"}) {
        all.emplace_back(text, "");
    }
    for (const auto& [settings, pointer] : all) {
        tenant->settings = settings;
        tenant->create();
        bench.expect_status(*tenant, WMS_E_CONFIG,
                            pointer.empty() ? settings.substr(0, 60) : pointer);
        bench.expect(tenant->instance == nullptr, "A failed create left an instance behind.");
        bench.expect(pointer.empty() || tenant->detail.find(pointer) != std::string::npos ||
                         tenant->message.find(pointer) != std::string::npos || !bench.is_remote(),
                     pointer + " is not named by what is wrong: " + tenant->detail);
        tenant->destroy();
    }
    tenant->settings = bench.settings();
    tenant->create();
    bench.expect_status(*tenant, WMS_OK, "good settings, after bad ones in the same folder");
}

void folder_is_exclusive(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.created();
    if (tenant == nullptr) {
        return;
    }
    Tenant other(tenant->plugin, tenant->settings, tenant->folder);
    other.create();
    bench.expect_status(other, WMS_E_BUSY, "a second instance in the same folder");
    bench.expect(other.instance == nullptr, "A failed create left an instance behind.");
    other.destroy();
    tenant->submit(bench.document(1));
    bench.expect_status(*tenant, WMS_OK, "the first, after that");
    tenant->destroy();
    other.create();
    bench.expect_status(other, WMS_OK, "the second, once the first is gone");
}

void folder_is_usable(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.tenant();
    if (tenant == nullptr) {
        return;
    }
    const fs::path file = bench.options().folder / "no-folder";
    std::ofstream(file) << "text";
    for (const fs::path& folder : {file, file / "in-it", bench.options().folder / "not-there",
                                   fs::path("relative"), fs::path()}) {
        Tenant other(tenant->plugin, tenant->settings, folder);
        other.create();
        bench.expect(
            other.status == WMS_E_STORAGE || (folder.empty() && other.status == WMS_E_INVALID),
            fmt::format("data_dir \"{}\": expected WMS_E_STORAGE, got {}", folder.string(),
                        other.last()));
        bench.expect(other.instance == nullptr, "A failed create left an instance behind.");
    }
}

/// Every file behind a folder, as text.
std::string content_of(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        names.push_back(entry.path().string());
    }
    std::sort(names.begin(), names.end());
    std::string all;
    for (const std::string& name : names) {
        all += name + "\n";
    }
    return all;
}

void writes_only_there(Bench& bench) {
    const fs::path places = bench.options().folder / "places";
    for (const char* const name : {"current", "home", "temporary"}) {
        fs::create_directories(places / name);
    }
    // What starts the simulated Sage is no concern of the plugin.
    bench.sage();
    ::setenv("HOME", (places / "home").c_str(), 1);
    ::setenv("TMPDIR", (places / "temporary").c_str(), 1);
    fs::current_path(places / "current");
    const std::string before = content_of(places);
    std::unique_ptr<Tenant> tenant = bench.tenant();
    if (tenant == nullptr || !a_day(bench, *tenant, 1)) {
        return;
    }
    bench.expect(content_of(places) == before,
                 "It wrote elsewhere than in data_dir:\n" + content_of(places));
    for (const auto& entry : fs::recursive_directory_iterator(tenant->folder)) {
        const fs::perms mode = entry.status().permissions();
        bench.expect((mode & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none,
                     fmt::format("Others can look at {}.", entry.path().filename().string()));
    }
}

void no_threads(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.tenant();
    if (tenant == nullptr) {
        return;
    }
    std::size_t count = 0;
    tenant->before = [&](const char*) { count = thread_count(); };
    tenant->after = [&](const char* call) {
        const std::size_t now = thread_count();
        bench.expect(now <= count,
                     fmt::format("{} threads before {}, {} after it.", count, call, now));
    };
    a_day(bench, *tenant, 1);
}

void many_threads(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.running();
    if (tenant == nullptr) {
        return;
    }
    const wms_plugin& plugin = tenant->plugin;
    std::atomic<int> accepted = 0;
    std::atomic<int> wrong = 0;
    std::array<std::thread, 16> threads;
    for (std::size_t at = 0; at < threads.size(); ++at) {
        threads[at] = std::thread([&, at] {
            const std::string document = bench.document(static_cast<int>(at));
            for (int round = 0; round < 10; ++round) {
                const wms_status taken =
                    plugin.submit(tenant->instance, view_of(document), nullptr, nullptr);
                accepted += taken == WMS_OK ? 1 : 0;
                wrong += taken == WMS_OK || taken == WMS_DUPLICATE ? 0 : 1;
                wms_doc event = {};
                event.struct_size = sizeof event;
                wrong += plugin.next_event(tenant->instance, &event, nullptr) > WMS_IDLE ? 1 : 0;
                if (event.release != nullptr) {
                    event.release(&event);
                }
                wrong +=
                    plugin.ack_event(tenant->instance, view_of("none"), nullptr) == WMS_OK ? 0 : 1;
                plugin.interrupt(tenant->instance);
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    bench.expect(wrong == 0, fmt::format("{} calls on 16 threads failed.", wrong.load()));
    bench.expect(accepted == 16,
                 fmt::format("16 documents were accepted {} times.", accepted.load()));
    tenant->work_for(kHalfAnHourMs);
    bench.expect(tenant->count_of("queued") == 0, "Documents wait that nothing holds up.");
    // [control] calls on changing threads.
    std::thread([&] { tenant->stop(); }).join();
    bench.expect_status(*tenant, WMS_OK, "stop on another thread");
    std::thread([&] { tenant->destroy(); }).join();
}

void callbacks(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.tenant();
    if (tenant == nullptr) {
        return;
    }
    const std::size_t threads = thread_count();
    a_day(bench, *tenant, 1);
    // Whatever still runs may still call.
    for (int wait = 0; wait < 200 && thread_count() > threads; ++wait) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    bench.expect(tenant->stray_callbacks == 0,
                 fmt::format("It called the host {} times while none of its functions ran.",
                             tenant->stray_callbacks.load()));
}

void two_instances(Bench& bench) {
    std::unique_ptr<Tenant> one = bench.running("one");
    std::unique_ptr<Tenant> other = bench.tenant("other");
    if (one == nullptr || other == nullptr) {
        return;
    }
    other->id = "other";
    other->create();
    if (!bench.expect_status(*other, WMS_OK)) {
        return;
    }
    other->connect();
    if (!bench.expect_status(*other, WMS_OK)) {
        return;
    }
    int of_other = 0;
    other->at_callback = [&] { ++of_other; };
    one->submit(bench.document(1));
    bench.expect_status(*one, WMS_OK);
    one->work_for(kHalfAnHourMs);
    bench.expect(of_other == 0, "What one instance did was told to the other's host.");
    bench.expect(other->count_of("queued") == 0 && other->count_of("posted") == 0,
                 "A document of one instance is in the other.");
    int of_one = 0;
    one->at_callback = [&] { ++of_one; };
    other->now = one->now.load();
    other->submit(bench.document(2));
    bench.expect_status(*other, WMS_OK);
    other->work_for(kHalfAnHourMs);
    bench.expect(of_one == 0, "What one instance did was told to the other's host.");
    one->at_callback = {};
    other->at_callback = {};
    one->take_events();
    for (const std::string& event : one->events) {
        bench.expect(event.find("DN-2") == std::string::npos,
                     "An event went to the other instance.");
    }
}

}  // namespace

std::vector<Check> checks_of_lifecycle() {
    return {
        {"wrong-state-refused", 3, "A call that is not legal in a state is WMS_E_STATE.",
         "WMS-P-021, WMS-P-036", wrong_state},
        {"stop-idempotent", 3, "stop works twice, at any moment, and connect works after it.",
         "WMS-P-021", stop_twice},
        {"config-invalid", 3, "Settings that cannot work are WMS_E_CONFIG, with where.",
         "WMS-P-019, WMS-P-020", bad_settings},
        {"data-dir-exclusive", 3, "A second instance on a folder is WMS_E_BUSY.", "WMS-P-018",
         folder_is_exclusive},
        {"data-dir-usable", 3, "A folder that cannot be used is WMS_E_STORAGE.", "WMS-P-020",
         folder_is_usable},
        {"data-dir-only", 5, "It writes in data_dir alone, for its own user alone.", "WMS-P-042",
         writes_only_there},
        {"no-thread-after-stop", 3, "No thread outlives the call that created it.", "WMS-P-012",
         no_threads},
        {"thread-rules", 5,
         "[any] calls work on 16 threads at once, [control] calls on any thread.", "WMS-H-017",
         many_threads},
        {"host-callback-rules", 3, "It calls the host while one of its functions runs, only then.",
         "WMS-P-013", callbacks},
        {"two-instances", 5, "Two instances share nothing.", "WMS-P-047", two_instances},
    };
}

}  // namespace wms::validate
