// SPDX-License-Identifier: Apache-2.0
// Plan: nothing changes by itself; each thing that a plugin has to leave alone is seen when it
// changes, by its name, and only where it is asked for; what is changed is put back.
#include "mock-host/validate/surroundings.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <filesystem>
#include <latch>
#include <memory>
#include <thread>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms::validate {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

using Texts = std::vector<std::string>;

Texts everything() {
    return {"signal",          "locale", "environment", "folder",    "umask",
            "standard stream", "limit",  "threads",     "descriptor"};
}

/// What is seen of it, once it is done.
template <class Deed>
Texts seen(const Deed& deed) {
    const Surroundings before = surroundings();
    deed();
    return changes(before, surroundings(), everything());
}

TEST(Surroundings, nothing_changes_by_itself) {
    EXPECT_THAT(seen([] {}), IsEmpty());
    const Surroundings all = surroundings();
    for (const std::string& beginning : everything()) {
        EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const auto& one) {
            return one.first.starts_with(beginning);
        })) << beginning;
    }
}

TEST(Surroundings, a_signal_mask_and_a_handler) {
    sigset_t user;
    sigset_t before;
    ::sigemptyset(&user);
    ::sigaddset(&user, SIGUSR1);
    EXPECT_THAT(seen([&] { ::pthread_sigmask(SIG_BLOCK, &user, &before); }),
                ElementsAre(StartsWith("signal mask: was \"")));
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    void (*handler)(int) = SIG_DFL;
    EXPECT_THAT(seen([&] { handler = ::signal(SIGUSR2, SIG_IGN); }),
                ElementsAre(StartsWith("signal handler 12: was \"0/0\", is \"1/")));
    ::signal(SIGUSR2, handler);
}

TEST(Surroundings, a_locale) {
    ASSERT_STREQ(std::setlocale(LC_NUMERIC, nullptr), "C");
    EXPECT_THAT(seen([] { std::setlocale(LC_NUMERIC, "C.UTF-8"); }),
                Contains("locale 1: was \"C\", is \"C.UTF-8\""));
    std::setlocale(LC_NUMERIC, "C");
}

TEST(Surroundings, a_variable_that_comes_and_one_that_goes) {
    EXPECT_THAT(seen([] { ::setenv("SURROUNDINGS_TEST", "1", 1); }),
                ElementsAre("environment SURROUNDINGS_TEST: was \"not there\", is "
                            "\"SURROUNDINGS_TEST=1\""));
    EXPECT_THAT(seen([] { ::unsetenv("SURROUNDINGS_TEST"); }),
                ElementsAre(HasSubstr("is \"not there\"")));
}

TEST(Surroundings, folder_umask_and_limit) {
    const testing::TemporaryFolder folder;
    const std::filesystem::path before = std::filesystem::current_path();
    EXPECT_THAT(seen([&] { std::filesystem::current_path(folder.path()); }),
                ElementsAre(StartsWith("folder: was \"" + before.string())));
    std::filesystem::current_path(before);
    mode_t mask = 0;
    EXPECT_THAT(seen([&] { mask = ::umask(0123); }), ElementsAre(HasSubstr("is \"123\"")));
    ::umask(mask);
    rlimit limit = {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const rlimit lower = {limit.rlim_cur - 1, limit.rlim_max};
    EXPECT_THAT(seen([&] { ::setrlimit(RLIMIT_NOFILE, &lower); }),
                ElementsAre(StartsWith("limit 7: was ")));
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

TEST(Surroundings, a_thread) {
    std::latch end(1);
    std::thread other;
    const std::size_t before = thread_count();
    EXPECT_THAT(seen([&] { other = std::thread([&] { end.wait(); }); }),
                ElementsAre(StartsWith("threads: was ")));
    EXPECT_EQ(thread_count(), before + 1);
    end.count_down();
    other.join();
}

TEST(Surroundings, a_descriptor_and_whether_children_get_it) {
    const Texts inherited = inherited_descriptors();
    int closed = -1;
    const Texts told = seen([&] { closed = ::open("/dev/null", O_RDONLY | O_CLOEXEC); });
    EXPECT_THAT(told, ElementsAre("descriptor " + std::to_string(closed) +
                                  ": was \"not there\", is \"/dev/null\""));
    EXPECT_EQ(inherited_descriptors(), inherited);
    const int open = ::open("/dev/zero", O_RDONLY);
    EXPECT_THAT(inherited_descriptors(), Contains(std::to_string(open) + " -> /dev/zero"));
    ::close(open);
    ::close(closed);
}

TEST(Surroundings, a_standard_stream_that_grows_is_exchanged_or_closed) {
    const testing::TemporaryFolder folder;
    const int kept = ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
    const int file = ::open((folder / "in").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    ::dup2(file, STDIN_FILENO);
    EXPECT_THAT(seen([&] { EXPECT_EQ(::write(file, "more", 4), 4); }),
                ElementsAre(StartsWith("standard stream 0: was \"")));
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    EXPECT_THAT(seen([&] { ::dup2(nothing, STDIN_FILENO); }),
                Contains(HasSubstr("is \"/dev/null ")));
    EXPECT_THAT(seen([] { ::close(STDIN_FILENO); }), Contains(HasSubstr("is \"closed\"")));
    ::dup2(kept, STDIN_FILENO);
    ::close(nothing);
    ::close(file);
    ::close(kept);
}

TEST(Surroundings, only_what_is_asked_for_is_told) {
    const Surroundings before = {{"umask", "022"}, {"locale 1", "C"}, {"locale 2", "C"}};
    const Surroundings after = {{"umask", "077"}, {"locale 1", "de_DE.UTF-8"}, {"locale 2", "C"}};
    EXPECT_THAT(changes(before, after, {"locale", "folder"}),
                ElementsAre("locale 1: was \"C\", is \"de_DE.UTF-8\""));
    EXPECT_THAT(changes(before, after, {}), IsEmpty());
}

TEST(Surroundings, heap_that_is_lent_out_counts) {
    const std::size_t before = heap_in_use();
    std::vector<std::unique_ptr<char[]>> lent;
    for (int count = 0; count < 1000; ++count) {
        lent.push_back(std::make_unique<char[]>(1000));
    }
    EXPECT_GE(heap_in_use(), before + 900'000);
    lent.clear();
    EXPECT_LT(heap_in_use(), before + 200'000);
}

}  // namespace
}  // namespace wms::validate
