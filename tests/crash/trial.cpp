// SPDX-License-Identifier: Apache-2.0
#include "tests/crash/trial.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include "mock-host/read_file.h"
#include "mock-host/secrets.h"
#include "tests/support/sage_in_a_box.h"
#include "tests/support/source_folder.h"

namespace sage::testing {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::int64_t first_day_ms = 1'763'653'330'000;
constexpr std::size_t file_bytes_max = 64 * 1024 * 1024;

template <class T>
T expect(wms::Result<T> result, const char* what) {
    if (!result.ok()) {
        throw std::runtime_error(std::string(what) + ": " + wms::in_one_line(result.problem()));
    }
    return std::move(result).value();
}

void write_file(const fs::path& path, std::string_view text) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

json::object settings_of(const test::PostgresServer& server) {
    return {{"store", "postgresql"},
            {"host", "localhost"},
            {"port", server.port()},
            {"database", server.database()},
            {"user", server.user()},
            {"passwordName", "outbox.password"},
            {"tlsMode", "verify-full"},
            {"certificateAuthorityFile", server.certificate_authority_file().string()}};
}

std::string file_of(const Trial& trial, std::size_t index) {
    return (trial.folder / ("document-" + std::to_string(index) + ".json")).string();
}

}  // namespace

bool Trial::accepted(std::size_t index) const {
    const std::string line = "accepted document-" + std::to_string(index) + ".json";
    return std::any_of(lives.begin(), lives.end(),
                       [&](const Ended& life) { return life.says(line); });
}

Bench::Bench(const Pair& pair) : pair_(pair), latest_ms_(first_day_ms) {
    // In memory where that is possible: what a kill leaves is the same, and no disk is waited for.
    const fs::path memory = "/dev/shm";
    const bool usable = ::access(memory.c_str(), W_OK | X_OK) == 0;
    std::string pattern =
        ((usable ? memory : fs::temp_directory_path()) / "sage-bench-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    simulator_ =
        expect(wms::start_simulator(SAGE_SIMULATOR_PROGRAM, pair.edition, folder_ / "sage"),
               "starting the simulator");
    expect(wms::set_clock(control(), latest_ms_), "setting its clock");
    std::string company = small_company();
    if (pair.by_files) {
        // Codes that can be imported are of capitals and digits.
        const std::string customer = "CUST-001";
        company.replace(company.find(customer), customer.size(), "CUST001");
        imports_ = std::make_unique<Imports>(folder_ / "import", control());
    }
    expect(wms::seed(control(), company), "seeding");
    const wms::SageSettings told = expect(wms::settings(control()), "reading settings");
    store_secrets(told);
    write_file(folder_ / "settings.json", made_settings(told));
}

std::string Bench::made_settings(const wms::SageSettings& told) {
    std::string settings = merged(told.configuration, pair_.settings);
    if (imports_ != nullptr) {
        settings = merged(
            settings, json::serialize(json::object{{"dropFolder", imports_->folder().string()}}));
    }
    if (pair_.store == "postgresql") {
        const test::PostgresServer& server = test::PostgresServer::shared();
        server_ = std::make_unique<OutboxBySql>(server);
        settings = merged(settings, json::serialize(json::object{{"outbox", settings_of(server)}}));
        store_secrets({"", {{"outbox.password", server.password()}}});
    }
    return settings;
}

Bench::~Bench() {
    simulator_ = {};
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

std::string Bench::next_number() {
    return "DN-" + std::to_string(100'000 + ++numbers_);
}

Trial Bench::begin(std::size_t documents) {
    std::vector<Case> cases;
    for (std::size_t index = 0; index < documents; ++index) {
        cases.push_back({despatch_of(next_number(), 1)});
    }
    return begin(std::move(cases));
}

Trial Bench::begin(std::vector<Case> cases) {
    Trial trial;
    trial.folder = folder_ / ("trial-" + std::to_string(++numbers_));
    fs::create_directories(trial.folder / "plugin");
    fs::permissions(trial.folder, fs::perms::owner_all);
    fs::permissions(trial.folder / "plugin", fs::perms::owner_all);
    for (Case& one : cases) {
        add_case(trial, std::move(one));
    }
    latest_ms_ += 3'600'000;
    write_file(clock_of(trial),
               std::string_view(reinterpret_cast<const char*>(&latest_ms_), sizeof latest_ms_));
    expect(wms::set_clock(control(), latest_ms_), "setting Sage's clock");
    return trial;
}

void Bench::add_case(Trial& trial, Case one) const {
    if (imports_ != nullptr && one.in_sage) {
        one.state = "held";
    }
    write_file(file_of(trial, trial.cases.size()), one.message.json);
    trial.cases.push_back(std::move(one));
}

void Bench::remove(const Trial& trial) const {
    fs::remove_all(trial.folder);
}

fs::path Bench::clock_of(const Trial& trial) const {
    return trial.folder / "clock";
}

std::int64_t Bench::now_ms(const Trial& trial) const {
    std::int64_t now = 0;
    std::ifstream(clock_of(trial), std::ios::binary).read(reinterpret_cast<char*>(&now), 8);
    return now;
}

void Bench::set_now_ms(const Trial& trial, std::int64_t now_ms) const {
    expect(wms::set_clock(control(), now_ms), "setting Sage's clock");
    std::fstream(clock_of(trial), std::ios::binary | std::ios::in | std::ios::out)
        .write(reinterpret_cast<const char*>(&now_ms), 8);
}

std::vector<std::string> Bench::words(const Trial& trial) const {
    std::string documents;
    for (std::size_t index = 0; index < trial.cases.size(); ++index) {
        if (!trial.accepted(index)) {
            documents += (documents.empty() ? "" : ",") + file_of(trial, index);
        }
    }
    return {SAGE_LIFE_PROGRAM,
            "plugin=" + pair_.plugin_file,
            "folder=" + trial.folder.string(),
            "clock=" + clock_of(trial).string(),
            "secrets=" + (folder_ / "secrets.json").string(),
            "settings=" + (folder_ / "settings.json").string(),
            "sage=" + simulator_.address,
            "authority=" + simulator_.certificate_authority_file,
            "documents=" + documents};
}

Ended Bench::traced(Trial& trial, const std::vector<std::string>& options) {
    let_leases_end();
    std::vector<std::string> all = {"strace", "-f", "-qq"};
    all.insert(all.end(), options.begin(), options.end());
    const std::vector<std::string> life = words(trial);
    all.insert(all.end(), life.begin(), life.end());
    trial.lives.push_back(run_program(all));
    return trial.lives.back();
}

void Bench::let_leases_end() {
    // Before the first life there are no tables.
    if (server_ == nullptr || lives_++ == 0) {
        return;
    }
    server_->number(
        "WITH duties AS (UPDATE leader SET until_ms = 0 RETURNING 1),"
        " documents AS (UPDATE document SET lease_until_ms = 0 WHERE lease_until_ms IS NOT NULL"
        " RETURNING 1) SELECT (SELECT count(*) FROM duties) + (SELECT count(*) FROM documents)");
}

Ended Bench::carry_on(Trial& trial) {
    let_leases_end();
    if (pair_.looked_up) {
        add_case(trial, {despatch_of(next_number(), 1)});
    }
    live_on(trial);
    if (imports_ != nullptr && decide_what_is_missing(trial)) {
        live_on(trial);
    }
    const Ended& life = trial.lives.back();
    EXPECT_EQ(life.exit_code, 0) << life.output << " signal " << life.signal;
    EXPECT_EQ(life.after("trouble"), "");
    return life;
}

void Bench::live_on(Trial& trial) const {
    for (int further = 0; further < 3; ++further) {
        trial.lives.push_back(run_program(words(trial)));
        const std::string trouble = trial.lives.back().after("trouble");
        if (trouble.find("auth.consent.needed") != std::string::npos) {
            // Sage replaces a refresh token when it is used. A life that ends between that reply
            // and the disk has lost the new one, and a person consents again.
            store_secrets(expect(wms::settings(control()), "reading settings"));
        } else if (!pair_.looked_up || trouble.find("nothing gets on here") == std::string::npos) {
            break;
        }  // The fault came only now; the next life hands over the later document.
    }
}

bool Bench::decide_what_is_missing(Trial& trial) const {
    std::vector<Case> decisions;
    for (const Case& one : trial.cases) {
        if (one.in_sage && !imports_->has_file_of(reference_of(trial, one))) {
            decisions.push_back({send_again(one.message, now_ms(trial)), "posted", "0", false});
        }
    }
    for (Case& one : decisions) {
        add_case(trial, std::move(one));
    }
    return !decisions.empty();
}

void Bench::store_secrets(const wms::SageSettings& told) const {
    const auto secrets = expect(wms::Secrets::open(folder_ / "secrets.json"), "opening secrets");
    for (const auto& [name, value] : told.secrets) {
        expect(secrets->put(name, value, ""), "storing a secret");
    }
}

unsigned Bench::call_after_audit(const std::string& call) {
    unsigned& known = calls_after_audit_[call];
    if (known != 0) {
        return known;
    }
    Trial trial = begin();
    const fs::path trace = trial.folder / "trace";
    const std::string kinds = call == "fdatasync" ? call : call + ",fdatasync";
    traced(trial, {"-y", "-o", trace.string(), "-e", "trace=" + kinds});
    bool audited = false;
    std::ifstream file(trace);
    for (std::string line; std::getline(file, line);) {
        if (line.find(" " + call + "(") != std::string::npos) {
            ++known;
            if (audited) {
                break;
            }
        }
        audited = audited || (line.find("fdatasync(") != std::string::npos &&
                              line.find("audit.jsonl") != std::string::npos);
    }
    EXPECT_TRUE(audited);
    expect_once(trial);
    remove(trial);
    return known;
}

std::size_t Bench::received(const std::string& method, const std::string& text) const {
    const json::value seen =
        json::parse(expect(control().get("/control/received?limit=1000"), "reading requests"));
    std::size_t count = 0;
    for (const json::value& request : seen.at("received").as_array()) {
        const json::object& seen_one = request.as_object();
        const bool fits = text_in(seen_one, "method") == method &&
                          text_in(seen_one, "target").find(pair_.posts_to) != std::string::npos;
        count += fits && json::serialize(request).find(text) != std::string::npos ? 1U : 0U;
    }
    return count;
}

std::string Bench::history(const Trial& trial) const {
    const Database store(trial.folder / "plugin" / "outbox.db");
    return store.ask(
               "SELECT group_concat(message_id || ' ' || state || ' ' || problem_json, "
               "char(10)) FROM document") +
           "\n" +
           store.ask(
               "SELECT group_concat(at_ms || ' E' || edge || ' ' || from_state || ' > ' || "
               "to_state || ' ' || evidence, char(10)) FROM event") +
           "\n";
}

int Bench::attempts(const Trial& trial) const {
    const Database store(trial.folder / "plugin" / "outbox.db");
    return std::atoi(store.ask("SELECT count(*) FROM attempt WHERE sequence = 1").c_str());
}

std::string Bench::evidence_of_first_attempt(const Trial& trial) const {
    const Database store(trial.folder / "plugin" / "outbox.db");
    return store.ask(
        "SELECT evidence FROM event WHERE sequence = 1 AND from_state = 'sending' "
        "ORDER BY id LIMIT 1");
}

std::string why_no_tracing() {
    const Ended ended = run_program({"strace", "-f", "-qq", "-e", "trace=close", "-e",
                                     "inject=close:signal=KILL:when=1", "-o", "/dev/null", "true"});
    return ended.signal == SIGKILL
               ? ""
               : "strace cannot trace here, and without it nothing is shown: " + ended.output;
}

bool whole_set() {
    return std::getenv("SAGE_RELEASE_TESTS") != nullptr;
}

unsigned rotation() {
    const Ended commit = run_program({"git", "-C", source_folder(), "rev-parse", "HEAD"});
    return commit.exit_code == 0 ? static_cast<unsigned>(std::strtoul(
                                       commit.output.substr(0, 7).c_str(), nullptr, 16))
                                 : 0;
}

}  // namespace sage::testing
