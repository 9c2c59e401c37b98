// SPDX-License-Identifier: Apache-2.0
// posix_spawn, which is safe in a process with threads. The program gets no descriptor of the
// host's but its end of the pipe and the error output.
#include "mock-host/serve_plugin/served_child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace wms::remote {

namespace {

constexpr int kControl = 3;
constexpr int kGreetingRealMsMax = 30'000;

pid_t spawn(const Served& served, const Channel& theirs) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&files, theirs.descriptor(), kControl);
    posix_spawn_file_actions_addclosefrom_np(&files, kControl + 1);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    sigset_t all;
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    std::string program = served.program;
    std::string command = "serve-plugin";
    std::string plugin = served.plugin;
    std::array<char*, 4> arguments = {program.data(), command.data(), plugin.data(), nullptr};
    pid_t id = -1;
    const int failed =
        ::posix_spawn(&id, program.c_str(), &files, &attributes, arguments.data(), ::environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    errno = failed;
    return failed == 0 ? id : -1;
}

std::string end_of(const siginfo_t& facts) {
    return facts.si_code == CLD_EXITED ? "it ended with code " + std::to_string(facts.si_status)
                                       : "signal " + std::to_string(facts.si_status) + " ended it";
}

}  // namespace

std::unique_ptr<ServedChild> ServedChild::start(const Served& served, Returned& why) {
    auto [ours, theirs] = Channel::pair();
    const pid_t id = ours.open() && theirs.open() ? spawn(served, theirs) : -1;
    if (id < 0) {
        why = Returned::failed(WMS_E_CONFIG, "process.not_started",
                               served.program + " cannot be started: " + std::strerror(errno) + ".",
                               "Install it again: mock-host serve-plugin PLUGIN --install FOLDER.");
        return nullptr;
    }
    std::unique_ptr<ServedChild> process(
        new ServedChild(std::move(ours), id, static_cast<int>(::syscall(SYS_pidfd_open, id, 0))));
    {
        const Channel closed = std::move(theirs);
    }
    return process->greets(served, why) ? std::move(process) : nullptr;
}

bool ServedChild::greets(const Served& served, Returned& why) {
    std::string bytes;
    if (control_.receive(bytes, kGreetingRealMsMax) != Arrival::frame) {
        why = Returned::failed(
            WMS_E_CONFIG, "process.not_started",
            served.program + " does not serve " + served.plugin + ": " + end() + ".",
            "Run mock-host serve-plugin with it by hand, and read what it says.");
        return false;
    }
    FrameReader hello(bytes);
    const std::int64_t protocol = hello.number();
    const std::int64_t major = hello.number();
    hello.number();
    const std::string_view id = hello.text();
    const std::string_view version = hello.text();
    const std::string_view manifest = hello.text();
    if (hello.word() != Word::hello || !hello.whole() || protocol != kProtocol ||
        major != WMS_ABI_MAJOR || id != served.id || version != served.version ||
        manifest != served.manifest) {
        why = Returned::failed(WMS_E_CONFIG, "process.other_plugin",
                               served.plugin + " is another version than was installed here.",
                               "Run mock-host serve-plugin PLUGIN --install FOLDER again.");
        return false;
    }
    return true;
}

Channel ServedChild::take_lane() {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
        Channel lane = std::move(idle_.back());
        idle_.pop_back();
        return lane;
    }
    auto [ours, theirs] = Channel::pair();
    return ended_.empty() && ours.open() && control_.send_channel(theirs) ? std::move(ours)
                                                                          : Channel(-1);
}

void ServedChild::give_back(Channel lane) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(lane));
}

std::string ServedChild::end() {
    const std::lock_guard lock(mutex_);
    if (ended_.empty()) {
        siginfo_t facts = {};
        if (descriptor_ >= 0) {
            ::syscall(SYS_pidfd_send_signal, descriptor_, SIGKILL, nullptr, 0);
            pollfd over{descriptor_, POLLIN, 0};
            while (::poll(&over, 1, -1) < 0 && errno == EINTR) {
            }
            ::close(descriptor_);
            descriptor_ = -1;
        } else {
            ::kill(id_, SIGKILL);
        }
        while (::waitid(P_PID, static_cast<id_t>(id_), &facts, WEXITED) != 0 && errno == EINTR) {
        }
        // A host may wait for every child of its own process: then it knows, and we do not.
        ended_ = facts.si_pid == 0 ? "it is gone" : end_of(facts);
        idle_.clear();
    }
    return ended_;
}

}  // namespace wms::remote
