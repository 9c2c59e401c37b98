// SPDX-License-Identifier: Apache-2.0
#include "tests/hosts/hosts.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "tests/hosts/host.h"

namespace sage::testing {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using std::chrono::milliseconds;

constexpr int reply_seconds = 5;
constexpr int lease_margin_seconds = 1;
// Longer than any lease, and than it takes another host to look.
constexpr milliseconds stopped_for{(2 * reply_seconds + lease_margin_seconds + 2) * 1'000};
constexpr milliseconds between_looks{20};
constexpr std::chrono::seconds stuck_after{90};
constexpr int documents_a_disturbance = 100;
constexpr int disturbances_max = 200;
constexpr int lost_in_a_row_max = 40;

[[noreturn]] void fail(const std::string& what) {
    throw std::runtime_error(what);
}

}  // namespace

Hosts::Hosts(const HostsOptions& options)
    : options_(options),
      box_(BoxOptions{"intacct", workers_of_a_host, false, "", {}}),
      outbox_(server_),
      random_(options.seed) {
    write_settings();
    set_faults();
    const int share = options_.documents / options_.processes;
    for (int index = 0; index < options_.processes; ++index) {
        One host;
        host.folder = box_.folder() / fmt::format("host-{}", index);
        fs::create_directories(host.folder);
        fs::permissions(host.folder, fs::perms::owner_all);
        host.first = index * share;
        host.count = index + 1 == options_.processes ? options_.documents - index * share : share;
        hosts_.push_back(host);
    }
}

Hosts::~Hosts() {
    for (One& host : hosts_) {
        end(host, SIGKILL);
    }
}

void Hosts::write_settings() {
    json::object settings = json::parse(box_.settings().configuration).as_object();
    settings["replySeconds"] = reply_seconds;
    settings["outbox"] = {
        {"store", "postgresql"},
        {"host", "localhost"},
        {"port", server_.port()},
        {"database", server_.database()},
        {"user", server_.user()},
        {"passwordName", "outbox.password"},
        {"tlsMode", "verify-full"},
        {"certificateAuthorityFile", server_.certificate_authority_file().string()},
        {"leaseMarginSeconds", lease_margin_seconds}};
    std::ofstream(box_.folder() / "settings.json") << json::serialize(settings);
    auto secrets = wms::Secrets::open(box_.folder() / "secrets.json");
    if (!secrets.ok() || !secrets.value()->put("outbox.password", server_.password(), "").ok()) {
        fail("The password could not be stored.");
    }
}

void Hosts::set_faults() {
    std::vector<std::string> faults;
    if (options_.latency_ms > 0) {
        faults.push_back(
            fmt::format(R"({{"id":"latency","method":"POST","targetContains":"document::",)"
                        R"("times":1000000000,"action":"delay","delayMs":{}}})",
                        options_.latency_ms));
    }
    for (int row = 0; row < rows_lost(); ++row) {
        faults.push_back(fmt::format(
            R"({{"id":"lost-{}","method":"POST","targetContains":"document::","skip":{},)"
            R"("times":{},"action":"drop_reply"}})",
            row, options_.documents / 4 + row * (options_.documents / 2 / rows_lost()),
            std::min(options_.documents / 50, lost_in_a_row_max)));
    }
    const wms::Done set = wms::set_faults(
        box_.control(), fmt::format(R"({{"faults":[{}]}})", fmt::join(faults, ",")));
    if (!set.ok()) {
        fail(wms::in_one_line(set.problem()));
    }
}

/// Rows of replies that are lost. Not all in one: hosts that hear nothing ask less and less often.
int Hosts::rows_lost() const {
    constexpr int documents_a_row = 20'000;
    return options_.left_alone ? 0 : std::clamp(options_.documents / documents_a_row, 1, 5);
}

HostsFigures Hosts::run() {
    for (One& host : hosts_) {
        start(host);
    }
    const Clock::time_point begun = Clock::now();
    wait_until_done();
    figures_.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    for (One& host : hosts_) {
        ask_to_end(host);
    }
    figures_.broken = outbox_.broken_promises(box_.control(), options_.documents);
    figures_.attempts = outbox_.number("SELECT count(*) FROM attempt");
    figures_.doubts = outbox_.number("SELECT count(*) FROM event WHERE edge = 10");
    for (int row = 0; row < rows_lost(); ++row) {
        const auto lost = wms::fault_count(box_.control(), fmt::format("lost-{}", row));
        figures_.lost_replies += lost.ok() ? lost.value() : 0;
    }
    return figures_;
}

void Hosts::start(One& host) {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) {
        fail("There are no file descriptors left.");
    }
    std::vector<std::string> words =
        words_of_a_host(host.folder, box_.folder() / "settings.json",
                        box_.folder() / "secrets.json", host.first, host.count);
    words.insert(words.begin(), "host");
    std::vector<char*> arguments;
    std::transform(words.begin(), words.end(), std::back_inserter(arguments),
                   [](std::string& word) { return word.data(); });
    arguments.push_back(nullptr);
    host.id = ::fork();
    if (host.id == 0) {
        ::dup2(in[0], STDIN_FILENO);
        ::dup2(out[1], STDOUT_FILENO);
        ::execv("/proc/self/exe", arguments.data());
        ::_exit(127);
    }
    ::close(in[0]);
    ::close(out[1]);
    host.to = in[1];
    host.from = out[0];
    host.stopped = false;
    host.submitted = false;
}

void Hosts::end(One& host, int signal) {
    if (host.id > 0) {
        ::kill(host.id, signal);
        ::waitpid(host.id, nullptr, 0);
        ::close(host.to);
        ::close(host.from);
        host.id = -1;
    }
}

void Hosts::ask_to_end(One& host) {
    ::close(std::exchange(host.to, -1));
    int status = 0;
    ::waitpid(std::exchange(host.id, -1), &status, 0);
    ::close(host.from);
    if (status != 0) {
        fail(fmt::format("A host ended with status {}: {}", status, end_of_log(host)));
    }
}

std::string Hosts::end_of_log(const One& host) {
    constexpr std::size_t enough = 2'000;
    std::ifstream file(fs::path(host.folder) / "host.log", std::ios::binary);
    const std::string log{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    return log.substr(log.size() - std::min(log.size(), enough));
}

/// Waits for something to be said by a host, a moment at most.
void Hosts::listen() {
    std::vector<pollfd> files;
    for (const One& host : hosts_) {
        files.push_back({host.submitted ? -1 : host.from, POLLIN, 0});
    }
    ::poll(files.data(), files.size(), static_cast<int>(between_looks.count()));
    for (std::size_t index = 0; index < files.size(); ++index) {
        if (files[index].revents == 0) {
            continue;
        }
        std::array<char, 64> said{};
        if (::read(files[index].fd, said.data(), said.size()) <= 0) {
            fail("A host ended by itself: " + end_of_log(hosts_[index]));
        }
        if (said[0] != 's') {
            fail("A host could not hand a document over: " + end_of_log(hosts_[index]));
        }
        hosts_[index].submitted = true;
    }
}

void Hosts::wait_until_done() {
    const int disturbances =
        options_.left_alone
            ? 0
            : std::min(options_.documents / documents_a_disturbance, disturbances_max);
    int next = 1;
    std::int64_t progress = -1;
    Clock::time_point moved = Clock::now();
    while (true) {
        listen();
        wake_the_stopped();
        const std::int64_t posted = outbox_.number("SELECT coalesce(sum(posted), 0) FROM writer");
        const std::int64_t unverified =
            outbox_.number("SELECT coalesce(sum(unverified), 0) FROM writer");
        if (next <= disturbances && posted >= options_.documents * next / (disturbances + 1)) {
            disturb();
            ++next;
        }
        const bool all_there = std::all_of(hosts_.begin(), hosts_.end(), [](const One& host) {
            return host.submitted && !host.stopped;
        });
        if (posted >= options_.documents && all_there && (options_.left_alone || unverified == 0)) {
            return;
        }
        if (std::exchange(progress, 2 * posted - unverified) != 2 * posted - unverified) {
            moved = Clock::now();
        }
        if (Clock::now() - moved > stuck_after) {
            fail(fmt::format("stuck for {} s: {}, {} not verified; {}", stuck_after.count(),
                             outbox_.states(), unverified, end_of_log(hosts_.front())));
        }
    }
}

void Hosts::disturb() {
    One& host = hosts_[random_() % hosts_.size()];
    // What stands still is killed now and then, too.
    if (random_() % 3 == 0 && !host.stopped) {
        ::kill(host.id, SIGSTOP);
        host.stopped = true;
        host.continue_at = Clock::now() + stopped_for;
        ++figures_.stops;
        return;
    }
    end(host, SIGKILL);
    ++figures_.kills;
    start(host);
}

void Hosts::wake_the_stopped() {
    for (One& host : hosts_) {
        if (host.stopped && Clock::now() >= host.continue_at) {
            ::kill(host.id, SIGCONT);
            host.stopped = false;
        }
    }
}

}  // namespace sage::testing
