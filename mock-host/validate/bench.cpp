// SPDX-License-Identifier: Apache-2.0
#include "mock-host/validate/bench.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/json_members.h"
#include "mock-host/plugin_call.h"
#include "mock-host/read_file.h"
#include "mock-host/validate/elf_file.h"
#include "mock-host/wms/documents.h"

namespace wms::validate {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t kFileBytesMax = 4 * 1024 * 1024;
constexpr std::size_t kWordsMax = 10;
// A moment of an ordinary working day.
constexpr std::int64_t kStartMs = 1'763'653'330'000;

constexpr const char* kCompany =
    R"({"items":[{"id":"SKU-100","name":"White metal lantern","unitCode":"C62","kind":"goods"},)"
    R"({"id":"CARRIAGE","name":"Carriage","unitCode":"C62","kind":"charge"}],)"
    R"("customers":[{"id":"CUST-001","name":"Acme Gifts Ltd","countryCode":"GB"},)"
    R"({"id":"GUEST","name":"Guests","countryCode":"GB"}],)"
    R"("locations":[{"id":"MAIN","name":"Main warehouse"}],)"
    R"("taxCodes":[{"id":"STANDARD","percent":"20"}],)"
    R"("charges":[{"code":"POST","item":"CARRIAGE"}],"guestCustomer":"GUEST",)"
    R"("stock":[{"item":"SKU-100","location":"MAIN","quantity":"100000000"}]})";

}  // namespace

const char* name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::passed:
            return "passed";
        case Verdict::warned:
            return "warned";
        case Verdict::failed:
            return "failed";
        case Verdict::crashed:
            return "crashed";
        case Verdict::timed_out:
            return "timed out";
        case Verdict::skipped:
            return "skipped";
    }
    return "failed";
}

Bench::Bench(BenchOptions options) : options_(std::move(options)), chance_(options_.seed) {}

std::uint64_t Bench::chance(std::uint64_t end) {
    // SplitMix64: the same numbers from the same seed, everywhere.
    std::uint64_t mixed = chance_ += 0x9E37'79B9'7F4A'7C15U;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D0'49BB'1331'11EBU;
    return (mixed ^ (mixed >> 31U)) % end;
}

bool Bench::expect(bool holds, const std::string& otherwise) {
    if (!holds) {
        if (outcome_.verdict != Verdict::failed) {
            outcome_ = {Verdict::failed, {}};
        }
        if (outcome_.words.size() < kWordsMax) {
            outcome_.words.push_back(otherwise);
        }
    }
    return holds;
}

bool Bench::expect_status(const Tenant& tenant, wms_status expected, const std::string& where) {
    return expect(tenant.status == expected,
                  fmt::format("{}{}expected {}, got {}", where, where.empty() ? "" : ": ",
                              status_name(expected), tenant.last()));
}

void Bench::warn(const std::string& what) {
    if (outcome_.verdict == Verdict::passed || outcome_.verdict == Verdict::warned) {
        outcome_.verdict = Verdict::warned;
        outcome_.words.push_back(what);
    }
}

void Bench::skip(const std::string& why) {
    if (outcome_.verdict != Verdict::failed) {
        outcome_ = {Verdict::skipped, {why}};
    }
}

const Manifest* Bench::manifest() {
    if (!manifest_) {
        Result<std::string> text = read_file(manifest_path_of(options_.plugin), kFileBytesMax);
        Result<Manifest> read =
            text.ok() ? read_manifest(std::move(text).value()) : Result<Manifest>(text.problem());
        if (!expect(read.ok(), read.ok() ? "" : in_one_line(read.problem()))) {
            return nullptr;
        }
        manifest_ = std::move(read).value();
    }
    return &*manifest_;
}

const wms_plugin* Bench::plugin() {
    if (!plugin_) {
        Result<LoadedPlugin> loaded = load_plugin(options_.plugin);
        if (!loaded.ok()) {
            // Of a file that is no library the dynamic linker says less than its first bytes do.
            const Result<ElfFile> file = read_elf(options_.plugin);
            expect(false, in_one_line(file.ok() ? loaded.problem() : file.problem()));
            return nullptr;
        }
        plugin_ = std::move(loaded).value();
    }
    return plugin_->table;
}

bool Bench::is_remote() {
    if (manifest() == nullptr) {
        return false;
    }
    boost::system::error_code error;
    const json::value value = json::parse(manifest()->text, error);
    return !list_at(value, "remote_hosts").empty();
}

bool Bench::start_sage() {
    Result<Simulator> started =
        start_simulator(options_.simulator_program, manifest()->edition, options_.folder / "sage");
    if (!expect(started.ok(), started.ok() ? "" : in_one_line(started.problem()))) {
        return false;
    }
    simulator_ = std::move(started).value();
    for (const Done& done :
         {set_clock(*simulator_.control, kStartMs), seed(*simulator_.control, kCompany)}) {
        if (!expect(done.ok(), done.ok() ? "" : in_one_line(done.problem()))) {
            return false;
        }
    }
    Result<SageSettings> told = wms::settings(*simulator_.control);
    if (!expect(told.ok(), told.ok() ? "" : in_one_line(told.problem()))) {
        return false;
    }
    configuration_ = told.value().configuration;
    for (const auto& [name, value] : told.value().secrets) {
        secrets_[name] = value;
    }
    return true;
}

Control* Bench::sage() {
    if (!asked_for_sage_) {
        asked_for_sage_ = true;
        configuration_ = "{}";
        if (!options_.settings_file.empty()) {
            const Result<std::string> text = read_file(options_.settings_file, kFileBytesMax);
            boost::system::error_code error;
            const json::value value = json::parse(text.ok() ? text.value() : "", error);
            if (expect(!error, options_.settings_file.string() + " is no JSON")) {
                configuration_ = json::serialize(member_at(value, "configuration"));
                if (const json::object* given = member_at(value, "secrets").if_object()) {
                    for (const auto& [name, secret] : *given) {
                        secrets_[std::string(name)] = text_at(value.at("secrets"), name);
                    }
                }
            }
        } else if (is_remote()) {
            start_sage();
        }
    }
    return simulator_.control.get();
}

Control* Bench::needs_sage() {
    if (sage() == nullptr) {
        skip(is_remote() ? "it works with a Sage of your own, which cannot be watched"
                         : "its manifest says that it talks to nothing (remote_hosts)");
    }
    return sage();
}

std::string Bench::settings() {
    sage();
    return configuration_;
}

std::unique_ptr<Tenant> Bench::tenant(const std::string& name) {
    const std::string configuration = settings();
    const wms_plugin* const table = outcome_.bad() ? nullptr : plugin();
    if (table == nullptr) {
        return nullptr;
    }
    const fs::path folder = options_.folder / name;
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all);
    auto tenant = std::make_unique<Tenant>(*table, configuration, folder);
    tenant->secrets = secrets_;
    tenant->secret_folder = options_.folder;
    if (simulator_.control != nullptr) {
        tenant->moved = [this](std::int64_t now) {
            expect(set_clock(*simulator_.control, now).ok(), "The simulated Sage is gone.");
        };
        tenant->moved(tenant->now);
    }
    return tenant;
}

std::unique_ptr<Tenant> Bench::created(const std::string& name) {
    std::unique_ptr<Tenant> made = tenant(name);
    if (made != nullptr) {
        made->create();
        if (!expect_status(*made, WMS_OK)) {
            return nullptr;
        }
    }
    return made;
}

std::unique_ptr<Tenant> Bench::running(const std::string& name) {
    std::unique_ptr<Tenant> made = created(name);
    if (made != nullptr) {
        made->connect();
        if (!expect_status(*made, WMS_OK)) {
            return nullptr;
        }
    }
    return made;
}

std::string Bench::document(int number) const {
    Despatch despatch;
    despatch.id = fmt::format("DN-{}", number);
    despatch.order_id = fmt::format("SO-{}", number);
    despatch.customer = {"CUST-001", "Acme Gifts Ltd", "GB", {"4 Dock Road", "Leeds"}};
    despatch.site = "MAIN";
    despatch.currency = "GBP";
    despatch.date = "2025-11-20";
    despatch.left_ms = kStartMs;
    despatch.carrier = "UPS";
    despatch.service_level = "standard";
    despatch.tracking_numbers = {fmt::format("1Z{}", number)};
    DespatchLine line;
    line.id = "1";
    line.order_line_id = "1";
    line.item = "SKU-100";
    line.item_name = "White metal lantern";
    line.ordered = *Decimal::parse("2");
    line.delivered = *Decimal::parse("2");
    line.outstanding = *Decimal::parse("0");
    line.price = *Decimal::parse("3.39");
    despatch.lines.push_back(std::move(line));
    return despatch_message(despatch, Envelope{}).json;
}

std::size_t Bench::posted() {
    if (sage() == nullptr) {
        return 0;
    }
    const auto found = documents(*sage(), 0);
    expect(found.ok(), "The simulated Sage does not show its documents.");
    return found.ok() ? found.value().size() : 0;
}

void Bench::in_a_killed_process(const std::function<void()>& life) {
    const pid_t copy = ::fork();
    if (copy == 0) {
        // A connection that two processes share serves neither.
        if (simulator_.control != nullptr) {
            Result<Simulator> again =
                use_simulator(simulator_.address, simulator_.certificate_authority_file);
            (void)simulator_.control.release();
            simulator_.control = std::move(again.value().control);
        }
        life();
        ::kill(::getpid(), SIGKILL);
        ::_exit(1);
    }
    int status = 0;
    if (!expect(copy > 0 && ::waitpid(copy, &status, 0) == copy, "No process could be started.")) {
        return;
    }
    expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL,
           fmt::format("It ended by itself before it was killed (status {}).", status));
}

bool a_day(Bench& bench, Tenant& tenant, int number) {
    tenant.create();
    if (!bench.expect_status(tenant, WMS_OK)) {
        return false;
    }
    tenant.connect();
    bool well = bench.expect_status(tenant, WMS_OK);
    tenant.submit(bench.document(number));
    well = bench.expect_status(tenant, WMS_OK) && well;
    tenant.submit(R"({"no":"document"})");
    well = bench.expect(tenant.status >= WMS_E_INVALID, "It took what is no document.") && well;
    const wms_status worked = tenant.work_for(kHalfAnHourMs);
    well = bench.expect(worked == WMS_IDLE, tenant.last()) && well;
    tenant.take_events();
    well = bench.expect(tenant.count_of("queued") == 0, "Something is left in its queue.") && well;
    tenant.stop();
    well = bench.expect_status(tenant, WMS_OK) && well;
    tenant.destroy();
    return well;
}

}  // namespace wms::validate
