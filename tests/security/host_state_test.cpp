// SPDX-License-Identifier: Apache-2.0
// Plan (S24): what belongs to the process is the same after a day of trade as it was before:
// signals, masks, locale, umask, current folder, environment, descriptors, threads, limits, and the
// TLS settings that Poco keeps for the whole process.
#include <Poco/Net/AcceptCertificateHandler.h>
#include <Poco/Net/SSLManager.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <clocale>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <map>

#include "tests/security/probe_host.h"
#include "tests/support/sage_in_a_box.h"

extern char** environ;

namespace sage::testing {
namespace {

namespace files = std::filesystem;

/// Everything of the process that a plugin could change, as text by name.
using StateByName = std::map<std::string, std::string>;

std::string signal_state(int number) {
    struct sigaction action{};
    if (::sigaction(number, nullptr, &action) != 0) {
        return "none";
    }
    return std::to_string(reinterpret_cast<std::uintptr_t>(action.sa_sigaction)) + "/" +
           std::to_string(action.sa_flags);
}

std::string mask_state() {
    sigset_t mask;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &mask);
    std::string text;
    for (int number = 1; number < NSIG; ++number) {
        text += ::sigismember(&mask, number) == 1 ? '1' : '0';
    }
    return text;
}

std::string umask_state() {
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return std::to_string(mask);
}

std::string descriptor_state(int number) {
    struct stat found{};
    if (::fstat(number, &found) != 0) {
        return "closed";
    }
    return std::to_string(found.st_dev) + ":" + std::to_string(found.st_ino) + "/" +
           std::to_string(::fcntl(number, F_GETFL)) + "/" +
           std::to_string(::lseek(number, 0, SEEK_CUR));
}

std::size_t entries_of(const char* folder) {
    std::size_t count = 0;
    for (const auto& entry : files::directory_iterator(folder)) {
        static_cast<void>(entry);
        ++count;
    }
    return count;
}

StateByName state_of_the_host() {
    StateByName state;
    for (int number = 1; number < NSIG; ++number) {
        state["signal " + std::to_string(number)] = signal_state(number);
    }
    state["signal mask"] = mask_state();
    for (const int category : {LC_ALL, LC_NUMERIC, LC_CTYPE, LC_TIME}) {
        state["locale " + std::to_string(category)] = std::setlocale(category, nullptr);
    }
    state["umask"] = umask_state();
    state["current folder"] = files::current_path();
    for (char** one = environ; *one != nullptr; ++one) {
        state["environment"] += std::string(*one) + "\n";
    }
    for (int number = 0; number < 3; ++number) {
        state["descriptor " + std::to_string(number)] = descriptor_state(number);
    }
    state["open descriptors"] = std::to_string(entries_of("/proc/self/fd"));
    state["threads"] = std::to_string(entries_of("/proc/self/task"));
    for (const int resource : {RLIMIT_CORE, RLIMIT_NOFILE, RLIMIT_STACK}) {
        rlimit limit{};
        ::getrlimit(static_cast<__rlimit_resource>(resource), &limit);
        state["limit " + std::to_string(resource)] = std::to_string(limit.rlim_cur);
    }
    return state;
}

std::string content_of(const files::path& folder) {
    std::string text;
    for (const auto& entry : files::directory_iterator(folder)) {
        text += entry.path().filename().string() + "\n";
    }
    return text;
}

class HostState : public ::testing::Test {
  protected:
    HostState() {
        files::create_directories(folder_);
        files::permissions(folder_, files::perms::owner_all);
    }

    void a_day() {
        ProbeHost host(*box_.plugin().table, box_.settings().configuration, folder_);
        for (const auto& [name, value] : box_.settings().secrets) {
            host.secrets[name] = value;
        }
        host.moved = [this](std::int64_t now) {
            EXPECT_TRUE(wms::set_clock(box_.control(), now).ok());
        };
        ASSERT_EQ(host.create(), WMS_OK) << host.last_error;
        ASSERT_EQ(host.connect(), WMS_OK) << host.last_error;
        ++days_;
        ASSERT_EQ(host.submit(despatch_of("DN-" + std::to_string(days_), 2).json), WMS_OK);
        ASSERT_GE(host.submit("{\"not\":\"a document\"}"), WMS_E_INVALID);
        host.work_for(3'600'000);
        host.take_events();
        EXPECT_NE(host.query(R"({"query":"status"})").find("\"queued\":0"), std::string::npos);
        ASSERT_EQ(host.plugin.stop(host.instance, nullptr, nullptr), WMS_OK);
    }

    SageInABox box_;
    files::path folder_ = box_.folder() / "probe";
    int days_ = 0;
};

TEST_F(HostState, is_the_same_after_a_day_of_trade) {
    // The first day loads what a library loads once; from then on nothing may differ.
    a_day();
    const std::string here = content_of(files::current_path());
    const StateByName before = state_of_the_host();
    a_day();
    EXPECT_EQ(state_of_the_host(), before);
    EXPECT_EQ(content_of(files::current_path()), here) << "nothing is left in the current folder";
}

TEST_F(HostState, is_the_same_after_the_first_day_but_for_what_openssl_opens_once) {
    StateByName before = state_of_the_host();
    a_day();
    StateByName after = state_of_the_host();
    before.erase("open descriptors");
    after.erase("open descriptors");
    EXPECT_EQ(after, before);
}

TEST_F(HostState, of_a_host_with_tls_settings_of_its_own_is_left_alone) {
    const Poco::Net::Context::Ptr own(new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, "",
                                                             Poco::Net::Context::VERIFY_NONE));
    const Poco::SharedPtr<Poco::Net::InvalidCertificateHandler> handler(
        new Poco::Net::AcceptCertificateHandler(false));
    Poco::Net::SSLManager::instance().initializeClient(nullptr, handler, own);
    a_day();
    EXPECT_EQ(Poco::Net::SSLManager::instance().defaultClientContext(), own);
    EXPECT_EQ(Poco::Net::SSLManager::instance().clientCertificateHandler(), handler);
    EXPECT_EQ(own->verificationMode(), Poco::Net::Context::VERIFY_NONE);
}

}  // namespace
}  // namespace sage::testing
