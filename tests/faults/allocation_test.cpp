// SPDX-License-Identifier: Apache-2.0
// Plan: the n-th allocation fails in each call of the plugin's table, for n from 1 until the call
// no longer gets that far: of C++, of SQLite and of OpenSSL alike. Every call answers with a status
// of the contract, nothing crashes or hangs, a refused submit has kept nothing, and when memory is
// back every accepted document ends in Sage once. The address sanitizer's build finds what leaks.
//
// Far into a call n grows by steps of an eighth, whose beginning changes with the commit; with
// SAGE_RELEASE_TESTS set every allocation is failed, and a second time with all after it. Of the
// editions only work has code of their own in it: there it is done for Sage 50 as well, by
// invoices and by files, in steps of a half.
#include <gtest/gtest.h>
#include <unistd.h>

#include <iostream>
#include <new>

#include "mock-host/audit.h"
#include "mock-host/host.h"
#include "mock-host/plugin_call.h"
#include "mock-host/services.h"
#include "tests/crash/trial.h"
#include "tests/faults/failing_memory.h"
#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

const wms_host* inner(const wms_host* host) {
    return static_cast<const wms_host*>(host->host_data);
}

/// The host's table, each function pardoned.
wms_host pardoned(const wms_host& services) {
    wms_host table = services;
    table.host_data = const_cast<wms_host*>(&services);
    table.log = [](const wms_host* host, std::int32_t level, wms_str target, wms_str message,
                   wms_str fields) {
        const Pardon pardon;
        inner(host)->log(inner(host), level, target, message, fields);
    };
    table.now_ms = [](const wms_host* host) { return inner(host)->now_ms(inner(host)); };
    table.wake = [](const wms_host*) {};
    table.secret_get = [](const wms_host* host, wms_str name, wms_doc* out, wms_error* error) {
        const Pardon pardon;
        return inner(host)->secret_get(inner(host), name, out, error);
    };
    table.secret_put = [](const wms_host* host, wms_str name, wms_str value, wms_str if_version,
                          wms_error* error) {
        const Pardon pardon;
        return inner(host)->secret_put(inner(host), name, value, if_version, error);
    };
    table.audit = [](const wms_host* host, wms_str record, wms_error* error) {
        const Pardon pardon;
        return inner(host)->audit(inner(host), record, error);
    };
    return table;
}

bool is_of_contract(wms_status status) {
    return (status >= WMS_OK && status <= WMS_DUPLICATE) ||
           (status >= WMS_E_INVALID && status <= WMS_E_INTERNAL);
}

template <class T>
T expect(wms::Result<T> result) {
    if (!result.ok()) {
        throw std::runtime_error(wms::in_one_line(result.problem()));
    }
    return std::move(result).value();
}

class Allocation : public ::testing::Test {
  protected:
    explicit Allocation(BoxOptions options = {}) : box_(std::move(options)) {}

    void SetUp() override { ::alarm(500); }  // A call that hangs is ended, and so found.
    void TearDown() override {
        table().destroy(instance_);
        ::alarm(0);
    }

    const wms_plugin& table() const { return *box_.plugin().table; }

    virtual std::string configuration() { return box_.settings().configuration; }

    wms_status create() {
        wms_create_args arguments = {};
        arguments.struct_size = sizeof arguments;
        arguments.instance_id = wms::view_of("allocation");
        std::string settings;
        {
            const Pardon pardon;
            settings = configuration();
        }
        arguments.config = wms::view_of(settings);
        arguments.data_dir = wms::view_of(data_folder_);
        arguments.host = &host_;
        return table().create(&arguments, &instance_, error_out());
    }

    /// Fails the n-th allocation of a call, for n from 1 until it ends before it gets so far.
    /// `again` makes ready for another try after the call has succeeded all the same. Ends with a
    /// call that succeeded.
    template <class Call, class Again>
    void fail_each(const char* name, Call call, Again again) {
        for (const bool for_good : {false, true}) {
            if (for_good && !whole_set()) {
                break;
            }
            std::int64_t tried = 0;
            for (std::int64_t n = 1;; n += step_after(n)) {
                const wms_status status = armed(n, for_good, call);
                ASSERT_TRUE(is_of_contract(status)) << name << ' ' << n << ": " << status;
                if (!has_failed()) {
                    EXPECT_LT(status, WMS_E_INVALID)
                        << name << ' ' << n << ' '
                        << wms::in_one_line(error_.problem(name, status));
                    std::cout << name << ": " << tried << " of " << n - 1
                              << " allocations failed\n";
                    break;
                }
                ++tried;
                if (status < WMS_E_INVALID) {
                    again();
                }
            }
            if (whole_set() && !for_good) {
                again();
            }
        }
    }

    template <class Call>
    wms_status armed(std::int64_t n, bool for_good, Call call) {
        fail_allocation(n, for_good);
        const wms_status status = call();
        fail_allocation(0, false);
        return status;
    }

    /// For the next call: what the last one told is let go.
    wms_error* error_out() {
        error_.~PluginError();
        return (new (&error_) wms::PluginError())->out();
    }

    static std::int64_t step_after(std::int64_t n) {
        return whole_set() || n < 64 ? 1 : n / 8 + rotation_ % 8;
    }

    wms_status submit(const wms::Message& message) {
        wms::PluginDocument receipt;
        return table().submit(instance_, wms::view_of(message.json), receipt.out(), error_out());
    }

    wms_status work(std::int64_t& due_ms) {
        return table().work(instance_, nullptr, &due_ms, error_out());
    }

    wms::StatusCounts counts() {
        wms::PluginDocument answer;
        wms::PluginError error;
        const wms_status status = table().query(
            instance_, nullptr, wms::view_of(R"({"query":"status"})"), answer.out(), error.out());
        EXPECT_EQ(status, WMS_OK);
        return expect(wms::read_status(answer.text()));
    }

    void jump(std::int64_t time_ms) {
        if (time_ms > box_.clock().now_ms()) {
            expect(wms::set_clock(box_.control(), time_ms));
            box_.clock().jump_to(time_ms);
        }
    }

    /// With all the memory it wants, until nothing is left to do.
    void settle() {
        for (int rounds = 0; rounds < 2'000; ++rounds) {
            std::int64_t due_ms = 0;
            wms::PluginError error;
            const wms_status worked = table().work(instance_, nullptr, &due_ms, error.out());
            ASSERT_LT(worked, WMS_E_INVALID) << error.problem("work", worked).cause;
            if (worked == WMS_IDLE) {
                const wms::StatusCounts left = counts();
                if (left.unsettled() - left.events == 0) {
                    return;
                }
                ASSERT_NE(due_ms, wms::kNever);
                jump(due_ms);
            }
        }
        FAIL() << "never settled";
    }

    wms::Message next_message() { return despatch_of("DN-" + std::to_string(++numbers_), 1); }

    std::size_t in_sage() { return expect(wms::documents(box_.control(), 0)).size(); }

    void start() {
        ASSERT_EQ(create(), WMS_OK);
        ASSERT_EQ(table().connect(instance_, nullptr, error_out()), WMS_OK);
    }

    static inline const unsigned rotation_ = rotation();

    SageInABox box_;
    std::string data_folder_ = [this] {
        const std::filesystem::path folder = box_.folder() / "data";
        std::filesystem::create_directory(folder);
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
        return folder.string();
    }();
    std::unique_ptr<wms::Secrets> secrets_ =
        expect(wms::Secrets::open(box_.folder() / "secrets.json"));
    std::unique_ptr<wms::Audit> audit_ = expect(wms::Audit::open(box_.folder() / "audit.jsonl"));
    std::unique_ptr<wms::AppendFile> log_ =
        expect(wms::AppendFile::open(box_.folder() / "host.log"));
    wms::Services services_{{box_.clock(), *secrets_, *audit_, *log_, [] {}, WMS_LOG_INFO}};
    wms_host host_ = pardoned(*services_.table());
    wms::PluginError error_;
    wms_instance* instance_ = nullptr;
    int numbers_ = 0;
};

TEST_F(Allocation, that_fails_in_create_leaves_nothing_behind) {
    fail_each(
        "create", [this] { return create(); },
        [this] {
            table().destroy(instance_);
            instance_ = nullptr;
        });
    EXPECT_NE(instance_, nullptr);
    EXPECT_EQ(counts().unsettled(), 0);
}

TEST_F(Allocation, that_fails_in_connect_and_stop_leaves_a_state_of_the_contract) {
    ASSERT_EQ(create(), WMS_OK);
    const auto connect = [this] { return table().connect(instance_, nullptr, error_out()); };
    const auto stop = [this] { return table().stop(instance_, nullptr, error_out()); };
    fail_each("connect", connect, stop);
    // Whatever stop returns, the instance is stopped, and can be connected again.
    fail_each(
        "stop",
        [&] {
            {
                // Something that is claimed, and something that waits for a commit.
                const Pardon pardon;
                connect();
                for (int count = 0; count < 3; ++count) {
                    EXPECT_EQ(submit(next_message()), WMS_OK);
                }
                std::int64_t due_ms = 0;
                work(due_ms);
                work(due_ms);
            }
            return stop();
        },
        [] {});
    ASSERT_LT(stop(), WMS_E_INVALID);
    ASSERT_EQ(connect(), WMS_OK);
    settle();
    EXPECT_EQ(in_sage(), static_cast<std::size_t>(numbers_));
}

TEST_F(Allocation, that_fails_in_submit_has_kept_nothing_or_says_that_it_is_kept) {
    start();
    wms::Message message = next_message();
    std::int64_t kept = 0;
    fail_each(
        "submit",
        [&] {
            const wms_status status = submit(message);
            const Pardon pardon;
            kept += status == WMS_OK ? 1 : 0;
            EXPECT_EQ(counts().queued, kept) << "after status " << status;
            return status;
        },
        [&] { message = next_message(); });
    settle();
    EXPECT_EQ(in_sage(), static_cast<std::size_t>(kept));
}

class AllocationInWork : public Allocation, public ::testing::WithParamInterface<Pair> {
  protected:
    AllocationInWork() : Allocation(options()) {}

    static BoxOptions options() {
        BoxOptions options;
        options.edition = GetParam().edition;
        return options;
    }

    std::string configuration() override {
        const std::string settings = merged(box_.settings().configuration, GetParam().settings);
        return !GetParam().by_files
                   ? settings
                   : merged(settings, R"({"dropFolder":")" + imports_.folder().string() + "\"}");
    }

    static std::int64_t step(std::int64_t n) {
        return GetParam().share == 1 || whole_set() ? step_after(n) : 1 + n / 2 + rotation_ % 8;
    }

    /// Nothing waits for an answer, but perhaps for a later document to be seen.
    bool wants_another() {
        const wms::StatusCounts now = counts();
        const std::int64_t doubts = GetParam().looked_up ? now.in_doubt : 0;
        return now.unsettled() - now.events - doubts == 0;
    }

    /// Of files that are not there a document waits all the same: a person looks for it.
    void expect_all_once(std::int64_t accepted) {
        if (!GetParam().by_files) {
            EXPECT_EQ(in_sage(), static_cast<std::size_t>(accepted));
            return;
        }
        std::int64_t files = 0;
        for (const std::string& name : imports_.names()) {
            files += name.ends_with(".csv") ? 1 : 0;
            EXPECT_TRUE(name.starts_with("ledger-") || name.ends_with(".part")) << name;
        }
        EXPECT_LE(files, accepted);
        EXPECT_GT(files, accepted / 2);
    }

    Imports imports_{box_.folder() / "import", box_.control()};
};

TEST_P(AllocationInWork, that_fails_loses_and_doubles_nothing) {
    start();
    std::int64_t accepted = 0;
    std::int64_t failed = 0;
    int untouched = 0;
    std::int64_t n = 1;
    for (; untouched < 8; n += step(n)) {
        if (wants_another()) {
            ASSERT_EQ(submit(next_message()), WMS_OK);
            ++accepted;
        }
        bool touched = false;
        for (int calls = 0; calls < 6; ++calls) {
            std::int64_t due_ms = 0;
            const wms_status status = armed(n, false, [&] { return work(due_ms); });
            ASSERT_TRUE(is_of_contract(status)) << n << ": " << status;
            touched = touched || has_failed();
            failed += has_failed() ? 1 : 0;
            if (status == WMS_IDLE && due_ms != wms::kNever) {
                jump(due_ms);
            }
        }
        untouched = touched ? 0 : untouched + 1;
    }
    std::cout << "work: " << failed << " allocations failed, up to the " << n << "th of a call\n";
    if (GetParam().looked_up) {
        ASSERT_EQ(submit(next_message()), WMS_OK);
        ++accepted;
    }
    settle();
    expect_all_once(accepted);
}

std::vector<Pair> pairs_without_sage_200() {
    std::vector<Pair> pairs = pairs_of_one_step();
    std::erase_if(pairs, [](const Pair& one) { return one.edition == "sage200"; });
    return pairs;
}

INSTANTIATE_TEST_SUITE_P(Pairs, AllocationInWork, ::testing::ValuesIn(pairs_without_sage_200()),
                         [](const auto& parameter) { return name_of(parameter.param); });

TEST_F(Allocation, that_fails_in_questions_and_events_loses_no_event) {
    start();
    const wms::Message message = next_message();
    ASSERT_EQ(submit(message), WMS_OK);
    settle();
    const std::string message_query = R"({"query":"document","messageId":")" + message.id + "\"}";
    const auto nothing = [] {};
    for (const char* request : {R"({"query":"status"})", R"({"query":"held"})",
                                R"({"query":"catalogue","kind":"item"})", message_query.c_str()}) {
        fail_each(
            request,
            [&] {
                wms::PluginDocument answer;
                return table().query(instance_, nullptr, wms::view_of(request), answer.out(),
                                     error_out());
            },
            nothing);
    }
    fail_each(
        "check",
        [this] {
            wms::PluginDocument answer;
            return table().check(instance_, nullptr, answer.out(), error_out());
        },
        nothing);
    fail_each(
        "next_event",
        [this] {
            wms::PluginDocument event;
            return table().next_event(instance_, event.out(), error_out());
        },
        nothing);
    EXPECT_GT(counts().events, 0);
    fail_each(
        "ack_event",
        [this] { return table().ack_event(instance_, wms::view_of("1"), error_out()); }, nothing);
}

TEST_F(Allocation, that_fails_in_destroy_still_frees_the_folder) {
    fail_each(
        "destroy",
        [this] {
            {
                const Pardon pardon;
                EXPECT_EQ(create(), WMS_OK);
                submit(next_message());
            }
            table().destroy(std::exchange(instance_, nullptr));
            return WMS_OK;
        },
        [] {});
}

}  // namespace
}  // namespace sage::testing

int main(int count, char** words) {
    if (!sage::testing::take_over_memory()) {
        std::cerr << "The memory of the libraries cannot be taken over.\n";
        return 1;
    }
    ::testing::InitGoogleTest(&count, words);
    return RUN_ALL_TESTS();
}
