// SPDX-License-Identifier: Apache-2.0
#include "mock-host/validate/surroundings.h"

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <clocale>
#include <cstdlib>
#include <filesystem>

extern char** environ;

namespace wms::validate {
namespace {

namespace fs = std::filesystem;

std::string handler_of(int number) {
    struct sigaction action = {};
    if (::sigaction(number, nullptr, &action) != 0) {
        return "none";
    }
    return fmt::format("{:x}/{:x}", reinterpret_cast<std::uintptr_t>(action.sa_sigaction),
                       action.sa_flags);
}

std::string mask() {
    sigset_t set;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &set);
    std::string blocked;
    for (int number = 1; number < NSIG; ++number) {
        if (::sigismember(&set, number) == 1) {
            blocked += fmt::format("{} ", number);
        }
    }
    return blocked;
}

/// Numbers of the open descriptors, without the one that reads them.
std::vector<int> descriptors() {
    std::vector<int> all;
    DIR* const folder = ::opendir("/proc/self/fd");
    if (folder == nullptr) {
        return all;
    }
    while (const dirent* const entry = ::readdir(folder)) {
        const int number = std::atoi(entry->d_name);
        if (entry->d_name[0] != '.' && number != ::dirfd(folder)) {
            all.push_back(number);
        }
    }
    ::closedir(folder);
    return all;
}

std::string target_of(int descriptor) {
    std::error_code error;
    const fs::path target = fs::read_symlink(fmt::format("/proc/self/fd/{}", descriptor), error);
    return error ? "closed" : target.string();
}

}  // namespace

Surroundings surroundings() {
    Surroundings state;
    for (int number = 1; number < NSIG; ++number) {
        state[fmt::format("signal handler {}", number)] = handler_of(number);
    }
    state["signal mask"] = mask();
    for (int category = 0; category <= LC_ALL; ++category) {
        const char* const name = std::setlocale(category, nullptr);
        state[fmt::format("locale {}", category)] = name == nullptr ? "" : name;
    }
    for (char** one = environ; *one != nullptr; ++one) {
        const std::string text = *one;
        state["environment " + text.substr(0, text.find('='))] = text;
    }
    std::error_code error;
    state["folder"] = fs::current_path(error).string();
    const mode_t kept = ::umask(0);
    ::umask(kept);
    state["umask"] = fmt::format("{:03o}", kept);
    for (int stream = 0; stream < 3; ++stream) {
        struct stat facts = {};
        const bool open = ::fstat(stream, &facts) == 0;
        state[fmt::format("standard stream {}", stream)] =
            !open
                ? "closed"
                : fmt::format("{} {} {} {}", target_of(stream), facts.st_ino,
                              S_ISREG(facts.st_mode) ? facts.st_size : 0, ::fcntl(stream, F_GETFL));
    }
    for (const int resource : {RLIMIT_CORE, RLIMIT_NOFILE, RLIMIT_STACK, RLIMIT_AS}) {
        rlimit limit = {};
        ::getrlimit(static_cast<__rlimit_resource>(resource), &limit);
        state[fmt::format("limit {}", resource)] = fmt::format("{}", limit.rlim_cur);
    }
    state["threads"] = fmt::format("{}", thread_count());
    for (const int number : descriptors()) {
        state[fmt::format("descriptor {}", number)] = target_of(number);
    }
    return state;
}

std::vector<std::string> changes(const Surroundings& before, const Surroundings& after,
                                 const std::vector<std::string>& beginnings) {
    Surroundings all = before;
    all.insert(after.begin(), after.end());
    std::vector<std::string> found;
    for (const auto& [name, value] : all) {
        const auto was = before.find(name);
        const auto is = after.find(name);
        const std::string old_value = was == before.end() ? "not there" : was->second;
        const std::string new_value = is == after.end() ? "not there" : is->second;
        for (const std::string& beginning : beginnings) {
            if (old_value != new_value && name.starts_with(beginning)) {
                found.push_back(
                    fmt::format("{}: was \"{}\", is \"{}\"", name, old_value, new_value));
                break;
            }
        }
    }
    return found;
}

std::size_t thread_count() {
    std::error_code error;
    std::size_t count = 0;
    for (fs::directory_iterator entry("/proc/self/task", error), end; !error && entry != end;
         entry.increment(error)) {
        ++count;
    }
    return count;
}

std::vector<std::string> inherited_descriptors() {
    std::vector<std::string> found;
    for (const int number : descriptors()) {
        const int flags = ::fcntl(number, F_GETFD);
        if (number > 2 && flags >= 0 && (flags & FD_CLOEXEC) == 0) {
            found.push_back(fmt::format("{} -> {}", number, target_of(number)));
        }
    }
    return found;
}

std::size_t heap_in_use() {
    // The address sanitizer has a heap of its own, which the C library's figures do not know.
    using Figure = std::size_t (*)();
    const auto sanitized =
        reinterpret_cast<Figure>(::dlsym(RTLD_DEFAULT, "__sanitizer_get_current_allocated_bytes"));
    return sanitized != nullptr ? sanitized() : ::mallinfo2().uordblks;
}

}  // namespace wms::validate
