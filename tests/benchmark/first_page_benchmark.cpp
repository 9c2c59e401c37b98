// SPDX-License-Identifier: Apache-2.0
// What the dashboard's first page costs at the server: everything between the request and the
// answer, with the real plugin, over an outbox of few and of many documents, of four mixtures:
//   past   all have ended long ago but a thousand, which are held for one of ten causes
//   today  the same, and they ended today
//   held   all are held for one of ten causes
//   open   none was sent yet
//   benchmark_first_page [documents in the large outbox [mixture]...]
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "mock-host/serve/answers.h"
#include "mock-host/serve/plugin_desk.h"
#include "tests/benchmark/outbox_documents.h"

namespace sage {
namespace {

namespace fs = std::filesystem;
using SteadyClock = std::chrono::steady_clock;

constexpr std::int64_t few = 10'000;
constexpr std::int64_t held_beside = 1'000;
constexpr int requests = 50;
constexpr double milliseconds_max = 200;

enum class Mixture { past, today, held, open };

/// Of the machine, as the plugin sees it.
std::int64_t wall_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

Change ended(Entry entry, std::int64_t at_ms) {
    entry.state = State::sending;
    Change change = change_of(entry, Step{State::posted, 7}, at_ms);
    change.verified = true;
    change.sage_document_json = R"({"type":"Sales Invoice","key":"1234"})";
    change.evidence = "answered 201";
    return change;
}

Change waits(const Entry& entry) {
    Change change = change_of(entry, Step{State::held, 4}, now_ms);
    change.root_cause = "item:SKU-" + std::to_string(entry.sequence % 10);
    change.problem_json =
        R"({"code":"intacct.item_unknown","message":"There is no such item.","cause":"There is no )"
        R"(such item.","fix":"Create it.","owner":"finance","fieldPath":""})";
    return change;
}

void succeed(const Result<void>& done) {
    if (!done.ok()) {
        give_up(done.error().first().cause);
    }
}

void post(Store& store, const std::vector<Entry>& claimed, std::int64_t at_ms) {
    std::vector<Beginning> beginnings;
    for (const Entry& entry : claimed) {
        Attempt attempt;
        attempt.sequence = entry.sequence;
        attempt.number = 1;
        attempt.begun_ms = now_ms;
        attempt.deadline_ms = now_ms + lease_ms;
        attempt.send_json = "{}";
        attempt.send_hash = entry.content_hash;
        beginnings.push_back({std::move(attempt), entry.epoch});
    }
    value_of(store.begin_attempts(beginnings));
    for (const Entry& entry : claimed) {
        store.apply_later(ended(entry, at_ms));
    }
}

void fill(const std::string& folder, std::int64_t documents, Mixture mixture) {
    const std::unique_ptr<Store> store = value_of(open_sqlite_store({folder, "intacct/northwind"}));
    const std::int64_t now = wall_ms();
    for (std::int64_t number = 0; number < documents;) {
        for (std::size_t count = 0; count < claimed_at_once && number < documents; ++count) {
            NewEntry entry = document(number++);
            // Due tomorrow: the plugin that is asked is not to send them meanwhile.
            entry.now_ms = mixture == Mixture::open ? now + 86'400'000 : entry.now_ms;
            value_of(store->accept(entry));
        }
        if (mixture == Mixture::open) {
            continue;
        }
        const std::vector<Entry> claimed =
            value_of(store->claim(now_ms, now_ms + lease_ms, claimed_at_once));
        if (mixture != Mixture::held && number <= documents - held_beside) {
            post(*store, claimed, mixture == Mixture::today ? now : now_ms);
            continue;
        }
        for (const Entry& entry : claimed) {
            store->apply_later(waits(entry));
        }
    }
    succeed(store->flush());
}

struct Figures {
    double median = 0;
    double most = 0;
};

/// Milliseconds of the first page.
Figures first_page(std::int64_t documents, Mixture mixture) {
    const Folder folder;
    const fs::path data = fs::absolute(folder.path()) / "data";
    fs::create_directories(data / "plugin");
    fs::permissions(data / "plugin", fs::perms::owner_all);
    fill((data / "plugin").string(), documents, mixture);
    wms::SessionOptions options;
    options.plugin = SAGE_PLUGIN_FILE;
    options.simulator_program = SAGE_SIMULATOR_PROGRAM;
    options.data = data;
    options.jump = false;
    auto desk = wms::serve::PluginDesk::open(std::move(options));
    if (!desk.ok()) {
        give_up(wms::in_one_line(desk.problem()));
    }
    wms::serve::People people(data / "people.json", 16);
    const wms::Done put = people.put({"pat", {wms::Role::view}}, "a long password");
    wms::serve::Actions actions(
        data / wms::kAuditFile, desk.value()->clock(),
        [&](const std::string& line) { return desk.value()->record(line); });
    if (!put.ok()) {
        give_up("the folder cannot be used");
    }
    wms::serve::LogIns log_ins(desk.value()->clock());
    wms::serve::Answers answers({*desk.value(), people, log_ins, actions});
    wms::serve::Request request;
    request.method = "GET";
    request.path = "/api/today";
    request.cookie = log_ins.open("pat");
    std::vector<double> taken;
    for (int count = 0; count < requests; ++count) {
        const auto begun = SteadyClock::now();
        const wms::serve::Reply reply = answers.answer(request);
        taken.push_back(
            std::chrono::duration<double, std::milli>(SteadyClock::now() - begun).count());
        if (reply.status != 200) {
            give_up(reply.body);
        }
    }
    std::sort(taken.begin(), taken.end());
    return {taken[taken.size() / 2], taken.back()};
}

/// Whether it is fast enough.
bool measure(std::int64_t many, const std::string& name, Mixture mixture) {
    const Figures small = first_page(few, mixture);
    const Figures large = first_page(many, mixture);
    fmt::print("first page, {}, {} documents: median {:.1f} ms, most {:.1f} ms\n", name, few,
               small.median, small.most);
    fmt::print("first page, {}, {} documents: median {:.1f} ms, most {:.1f} ms (limit: {:.0f})\n",
               name, many, large.median, large.most, milliseconds_max);
    return large.most <= milliseconds_max;
}

int run(std::int64_t many, const std::vector<std::string>& asked) {
    bool fast = true;
    for (const auto& [name, mixture] : {std::pair<std::string, Mixture>("past", Mixture::past),
                                        {"today", Mixture::today},
                                        {"held", Mixture::held},
                                        {"open", Mixture::open}}) {
        if (asked.empty() || std::find(asked.begin(), asked.end(), name) != asked.end()) {
            fast = measure(many, name, mixture) && fast;
        }
    }
    return fast ? 0 : 1;
}

}  // namespace
}  // namespace sage

int main(int count, char** words) {
    return sage::run(count > 1 ? std::atoll(words[1]) : 1'000'000,
                     std::vector<std::string>(words + std::min(count, 2), words + count));
}
