// SPDX-License-Identifier: Apache-2.0
// Cases of callbacks: functions of the host that throw, that call the plugin again, or that do both
// while a document is on its way. C has no exceptions: a host that throws breaks the contract, and
// the plugin must neither die of it nor lose what it accepted.
#include <stdexcept>

#include "tests/security/hostile_host.h"

namespace sage::testing {
namespace {

constexpr std::string_view status_question = R"({"query":"status"})";

std::int32_t throwing(const wms_op* /*op*/) {
    throw std::runtime_error("the host failed");
}

ProbeHost& probe(const wms_host* host) {
    return *static_cast<ProbeHost*>(host->host_data);
}

/// Everything a host may call again while one of its own functions is called.
void call_again(const wms_host* host) {
    const ProbeHost& self = probe(host);
    if (self.instance == nullptr) {
        return;
    }
    Out<wms_doc> event;
    Out<wms_doc> answer;
    expect_survived(self.plugin.next_event(self.instance, &event.value, nullptr));
    expect_survived(self.plugin.submit(self.instance, str("{}"), nullptr, nullptr));
    expect_survived(self.plugin.ack_event(self.instance, str("0"), nullptr));
    expect_survived(
        self.plugin.query(self.instance, nullptr, str(status_question), &answer.value, nullptr));
    self.plugin.interrupt(self.instance);
}

/// A day with a table that was spoilt in one place: no crash, no hang, nothing lost.
void a_day_with(Stage& stage, void (*spoil)(wms_host& table)) {
    ProbeHost& host = stage.host;
    const wms_host good = host.table;
    expect_status(host.create(), WMS_OK);
    expect_status(host.submit(stage.other), WMS_OK);
    spoil(host.table);
    expect_survived(host.connect());
    expect_survived(host.submit(stage.document));
    for (int round = 0; round < 30; ++round) {
        expect_survived(host.plugin.work(host.instance, nullptr, nullptr, nullptr));
    }
    expect_survived(host.plugin.check(host.instance, nullptr, nullptr, nullptr));
    expect_survived(host.plugin.stop(host.instance, nullptr, nullptr));
    host.table = good;
    host.destroy();
    expect_status(host.create(), WMS_OK);
    expect_status(host.submit(stage.other), WMS_DUPLICATE);
    expect_status(host.connect(), WMS_OK);
    host.work_for(3'600'000);
    host.take_events();
}

void log_throws(Stage& stage) {
    a_day_with(stage, [](wms_host& table) {
        table.log = [](const wms_host*, std::int32_t, wms_str, wms_str, wms_str) {
            throw std::runtime_error("the host failed");
        };
    });
}

void wake_throws(Stage& stage) {
    a_day_with(stage, [](wms_host& table) { table.wake = [](const wms_host*) { throw 7; }; });
}

void clock_throws(Stage& stage) {
    a_day_with(stage, [](wms_host& table) {
        table.now_ms = [](const wms_host*) -> std::int64_t {
            throw std::runtime_error("the host failed");
        };
    });
}

void secret_get_throws(Stage& stage) {
    a_day_with(stage, [](wms_host& table) {
        table.secret_get = [](const wms_host*, wms_str, wms_doc*, wms_error*) -> wms_status {
            throw 7;
        };
    });
}

void audit_throws(Stage& stage) {
    a_day_with(stage, [](wms_host& table) {
        table.audit = [](const wms_host*, wms_str, wms_error*) -> wms_status {
            throw std::runtime_error("the host failed");
        };
    });
}

void is_cancelled_throws(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    wms_op op{};
    op.struct_size = sizeof op;
    op.is_cancelled = throwing;
    const wms_plugin& plugin = stage.host.plugin;
    wms_instance* const self = stage.host.instance;
    expect_survived(plugin.connect(self, &op, nullptr));
    expect_survived(plugin.check(self, &op, nullptr, nullptr));
    expect_survived(plugin.query(self, &op, str(status_question), nullptr, nullptr));
    expect_status(stage.host.connect(), WMS_OK);
    expect_survived(plugin.work(self, &op, nullptr, nullptr));
}

void release_of_a_secret_throws(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    stage.host.secret_answer = [](wms_doc* out) {
        out->json = str(R"({"value":"x","version":"1"})");
        out->release = [](wms_doc* document) {
            document->release = nullptr;
            throw std::runtime_error("the host failed");
        };
        return WMS_OK;
    };
    expect_survived(stage.host.connect());
    stage.host.secret_answer = nullptr;
    expect_status(stage.host.connect(), WMS_OK);
}

void log_calls_again(Stage& stage) {
    a_day_with(stage, [](wms_host& table) {
        table.log = [](const wms_host* host, std::int32_t, wms_str, wms_str, wms_str) {
            call_again(host);
        };
    });
}

void wake_calls_again(Stage& stage) {
    a_day_with(stage, [](wms_host& table) { table.wake = call_again; });
}

void secret_get_calls_again(Stage& stage) {
    a_day_with(stage, [](wms_host& table) {
        table.secret_get = [](const wms_host* host, wms_str, wms_doc*, wms_error*) -> wms_status {
            call_again(host);
            return WMS_E_BUSY;
        };
    });
}

void audit_calls_again(Stage& stage) {
    a_day_with(stage, [](wms_host& table) {
        table.audit = [](const wms_host* host, wms_str, wms_error*) -> wms_status {
            call_again(host);
            return WMS_OK;
        };
    });
}

void clock_calls_again(Stage& stage) {
    // The clock is asked in the middle of everything: that it may be answered by a call
    // of the plugin is the hardest of these.
    a_day_with(stage, [](wms_host& table) {
        table.now_ms = [](const wms_host* host) -> std::int64_t {
            ProbeHost& self = probe(host);
            if (self.instance != nullptr) {
                Out<wms_doc> event;
                expect_survived(self.plugin.next_event(self.instance, &event.value, nullptr));
            }
            return self.now;
        };
    });
}

void error_of_the_host_with_a_text_that_is_none(Stage& stage) {
    a_day_with(stage, [](wms_host& table) {
        table.audit = [](const wms_host*, wms_str, wms_error* error) -> wms_status {
            error->status = WMS_E_STORAGE;
            error->message = {nullptr, 12};
            return WMS_E_STORAGE;
        };
    });
}

void error_of_the_host_that_is_no_utf8_and_huge(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    stage.host.table.secret_get = [](const wms_host*, wms_str, wms_doc*,
                                     wms_error* error) -> wms_status {
        static const std::string words = std::string(1'000'000, '\xff') + "\n\x01\x7f";
        error->message = str(words);
        return WMS_E_AUTH;
    };
    expect_status(stage.host.connect(), WMS_E_AUTH);
    const std::string& told = stage.host.last_error;
    expect(told.size() < 10'000, "words of a size that can be shown");
    expect(told.find('\xff') == std::string::npos, "words that are text");
    expect(told.find('\x01') == std::string::npos, "words without control characters");
    expect(told.find("\"problems\":[{") != std::string::npos, "the detail too");
}

}  // namespace

std::vector<HostileCase> cases_of_callbacks() {
    return {
        {"log_throws", log_throws},
        {"wake_throws", wake_throws},
        {"clock_throws", clock_throws},
        {"secret_get_throws", secret_get_throws},
        {"audit_throws", audit_throws},
        {"is_cancelled_throws", is_cancelled_throws},
        {"release_of_a_secret_throws", release_of_a_secret_throws},
        {"log_calls_again", log_calls_again},
        {"wake_calls_again", wake_calls_again},
        {"secret_get_calls_again", secret_get_calls_again},
        {"audit_calls_again", audit_calls_again},
        {"clock_calls_again", clock_calls_again},
        {"error_of_the_host_with_a_text_that_is_none", error_of_the_host_with_a_text_that_is_none},
        {"error_of_the_host_that_is_no_utf8_and_huge", error_of_the_host_that_is_no_utf8_and_huge},
    };
}

}  // namespace sage::testing
