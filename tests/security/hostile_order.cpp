// SPDX-License-Identifier: Apache-2.0
// Cases of order and of threads: calls in states where they are not legal, after stop, without an
// instance, from other threads and at the same time.
#include <array>
#include <atomic>
#include <thread>

#include "tests/security/hostile_host.h"

namespace sage::testing {
namespace {

wms_status work(Stage& stage) {
    return stage.host.plugin.work(stage.host.instance, nullptr, nullptr, nullptr);
}
wms_status stop(Stage& stage) {
    return stage.host.plugin.stop(stage.host.instance, nullptr, nullptr);
}

template <class Call>
void on_another_thread(Call call) {
    std::thread(call).join();
}

void no_instance_anywhere(Stage& stage) {
    const wms_plugin& plugin = stage.host.plugin;
    Out<wms_doc> out;
    Out<wms_error> error;
    std::int64_t due = 0;
    const wms_str text = str("{}");
    expect_status(plugin.check(nullptr, nullptr, &out.value, nullptr), WMS_E_INVALID);
    expect_status(plugin.connect(nullptr, nullptr, nullptr), WMS_E_INVALID);
    expect_status(plugin.stop(nullptr, nullptr, nullptr), WMS_E_INVALID);
    expect_status(plugin.submit(nullptr, text, &out.value, nullptr), WMS_E_INVALID);
    expect_status(plugin.work(nullptr, nullptr, &due, nullptr), WMS_E_INVALID);
    expect_status(plugin.next_event(nullptr, &out.value, nullptr), WMS_E_INVALID);
    expect_status(plugin.ack_event(nullptr, text, nullptr), WMS_E_INVALID);
    expect_status(plugin.query(nullptr, nullptr, text, &out.value, &error.value), WMS_E_INVALID);
    plugin.interrupt(nullptr);
    plugin.destroy(nullptr);
}

void work_before_connect(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    expect_status(work(stage), WMS_E_STATE);
}

void stop_before_connect(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    expect_status(stop(stage), WMS_E_STATE);
    expect_status(stage.host.connect(), WMS_OK);
}

void connect_twice(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    expect_status(stage.host.connect(), WMS_OK);
    expect_status(stage.host.connect(), WMS_E_STATE);
    expect_survived(work(stage));
}

void stop_twice(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    expect_status(stage.host.connect(), WMS_OK);
    expect_status(stop(stage), WMS_OK);
    expect_status(stop(stage), WMS_OK);
}

void work_after_stop(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    expect_status(stage.host.connect(), WMS_OK);
    expect_status(stop(stage), WMS_OK);
    expect_status(work(stage), WMS_E_STATE);
}

void documents_events_and_questions_after_stop(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    expect_status(stage.host.connect(), WMS_OK);
    expect_status(stop(stage), WMS_OK);
    expect_status(stage.host.submit(stage.document), WMS_OK);
    stage.host.take_events();
    expect(stage.host.query(R"({"query":"status"})").find("\"stopped\"") != std::string::npos,
           "the state stopped");
}

void connect_after_stop_goes_on(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    expect_status(stage.host.connect(), WMS_OK);
    expect_status(stop(stage), WMS_OK);
    expect_status(stage.host.submit(stage.document), WMS_OK);
    expect_status(stage.host.connect(), WMS_OK);
    expect_survived(work(stage));
}

void destroy_while_running_keeps_what_was_accepted(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    expect_status(stage.host.connect(), WMS_OK);
    expect_status(stage.host.submit(stage.document), WMS_OK);
    stage.host.destroy();
    expect_status(stage.host.create(), WMS_OK);
    expect_status(stage.host.submit(stage.document), WMS_DUPLICATE);
}

void interrupt_at_any_time(Stage& stage) {
    const wms_plugin& plugin = stage.host.plugin;
    expect_status(stage.host.create(), WMS_OK);
    plugin.interrupt(stage.host.instance);
    expect_status(stage.host.connect(), WMS_OK);
    plugin.interrupt(stage.host.instance);
    plugin.interrupt(stage.host.instance);
    expect_status(stop(stage), WMS_OK);
    plugin.interrupt(stage.host.instance);
    expect_status(stage.host.connect(), WMS_OK);
}

void every_call_on_a_thread_of_its_own(Stage& stage) {
    ProbeHost& host = stage.host;
    on_another_thread([&] { expect_status(host.create(), WMS_OK); });
    on_another_thread([&] { expect_status(host.connect(), WMS_OK); });
    on_another_thread([&] { expect_status(host.submit(stage.document), WMS_OK); });
    on_another_thread([&] { expect_survived(work(stage)); });
    on_another_thread([&] { expect_status(stop(stage), WMS_OK); });
    on_another_thread([&] { host.destroy(); });
}

void one_document_from_eight_threads_is_accepted_once(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    const wms_plugin& plugin = stage.host.plugin;
    std::atomic<int> accepted = 0;
    std::atomic<int> duplicates = 0;
    std::array<std::thread, 8> threads;
    for (std::thread& thread : threads) {
        thread = std::thread([&] {
            for (int round = 0; round < 20; ++round) {
                const wms_status status =
                    plugin.submit(stage.host.instance, str(stage.document), nullptr, nullptr);
                accepted += status == WMS_OK ? 1 : 0;
                duplicates += status == WMS_DUPLICATE ? 1 : 0;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    expect(accepted == 1 && duplicates == 159, "one accepted, the others duplicates");
}

void everything_at_once(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    expect_status(stage.host.connect(), WMS_OK);
    const wms_plugin& plugin = stage.host.plugin;
    wms_instance* const self = stage.host.instance;
    std::array<std::thread, 6> threads;
    for (std::size_t at = 0; at < threads.size(); ++at) {
        threads[at] = std::thread([&, at] {
            for (int round = 0; round < 50; ++round) {
                Out<wms_doc> out;
                switch (at) {
                    case 0:
                        expect_survived(plugin.submit(self, str(stage.document), nullptr, nullptr));
                        break;
                    case 1:
                        expect_survived(plugin.next_event(self, &out.value, nullptr));
                        break;
                    case 2:
                        expect_survived(plugin.query(self, nullptr, str(R"({"query":"status"})"),
                                                     &out.value, nullptr));
                        break;
                    case 3:
                        plugin.interrupt(self);
                        break;
                    case 4:
                        expect_survived(plugin.ack_event(self, str("1"), nullptr));
                        break;
                    default:
                        expect_survived(plugin.work(self, nullptr, nullptr, nullptr));
                        break;
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
}

}  // namespace

std::vector<HostileCase> cases_of_order() {
    return {
        {"no_instance_anywhere", no_instance_anywhere},
        {"work_before_connect", work_before_connect},
        {"stop_before_connect", stop_before_connect},
        {"connect_twice", connect_twice},
        {"stop_twice", stop_twice},
        {"work_after_stop", work_after_stop},
        {"documents_events_and_questions_after_stop", documents_events_and_questions_after_stop},
        {"connect_after_stop_goes_on", connect_after_stop_goes_on},
        {"destroy_while_running_keeps_what_was_accepted",
         destroy_while_running_keeps_what_was_accepted},
        {"interrupt_at_any_time", interrupt_at_any_time},
        {"every_call_on_a_thread_of_its_own", every_call_on_a_thread_of_its_own},
        {"one_document_from_eight_threads_is_accepted_once",
         one_document_from_eight_threads_is_accepted_once},
        {"everything_at_once", everything_at_once},
    };
}

}  // namespace sage::testing
