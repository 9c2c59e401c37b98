// SPDX-License-Identifier: Apache-2.0
// What it does to the accounting system, with the simulated one that breaks as it is told.
#include <fmt/format.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <set>
#include <string>
#include <thread>

#include "mock-host/control.h"
#include "mock-host/plugin_call.h"
#include "mock-host/validate/bench.h"

namespace wms::validate {
namespace {

constexpr std::int64_t kTwoDaysMs = 2 * 24 * 3'600'000;
constexpr int kDescriptorsMax = 1024;

bool break_sage(Bench& bench, const std::string& faults) {
    return bench.expect(set_faults(*bench.sage(), "{\"faults\":[" + faults + "]}").ok(),
                        "The simulated Sage takes no faults.");
}

void reads_only(Bench& bench) {
    if (bench.needs_sage() == nullptr) {
        return;
    }
    std::unique_ptr<Tenant> tenant = bench.created();
    if (tenant == nullptr) {
        return;
    }
    tenant->submit(bench.document(1));
    tenant->check();
    bench.expect_status(*tenant, WMS_OK, "created");
    tenant->connect();
    bench.expect_status(*tenant, WMS_OK);
    tenant->check();
    tenant->query(R"({"query":"status"})");
    tenant->query(R"({"query":"discover"})");
    bench.expect(bench.posted() == 0, "Looking at it made a document in Sage.");
    tenant->work_for(kHalfAnHourMs);
    bench.expect(bench.posted() == 1, fmt::format("Sage has {} documents of one.", bench.posted()));
}

void needs_no_sage(Bench& bench) {
    if (bench.needs_sage() == nullptr) {
        return;
    }
    std::unique_ptr<Tenant> tenant = bench.tenant();
    if (tenant == nullptr ||
        !break_sage(bench, R"({"id":"gone","times":0,"action":"drop_request"})")) {
        return;
    }
    tenant->create();
    bench.expect_status(*tenant, WMS_OK, "without Sage");
    if (tenant->instance == nullptr) {
        return;
    }
    tenant->submit(bench.document(1));
    bench.expect_status(*tenant, WMS_OK, "without Sage");
    tenant->query(R"({"query":"status"})");
    bench.expect_status(*tenant, WMS_OK, "without Sage");
    const Result<std::int64_t> requests = fault_count(*bench.sage(), "gone");
    bench.expect(requests.ok() && requests.value() == 0,
                 "create, submit or status asked something of Sage.");
}

void audit_first(Bench& bench) {
    if (bench.needs_sage() == nullptr) {
        return;
    }
    std::unique_ptr<Tenant> tenant = bench.running();
    if (tenant == nullptr) {
        return;
    }
    tenant->audit_answer = WMS_E_STORAGE;
    tenant->submit(bench.document(1));
    tenant->work_for(kHalfAnHourMs);
    bench.expect(!tenant->audited.empty(), "It did not ask the audit trail.");
    bench.expect(bench.posted() == 0, "It posted what the audit trail had not taken.");
    bench.expect(tenant->count_of("posted") == 0, "It says that it posted.");
    tenant->audit_answer = WMS_OK;
    tenant->work_for(kTwoDaysMs);
    bench.expect(
        bench.posted() == 1,
        fmt::format("Once the trail takes records, Sage has {} documents of one.", bench.posted()));
}

/// One document while Sage fails in one way, then it fails no more.
void one_failure(Bench& bench, int number, const std::string& name, const std::string& fault) {
    const std::size_t before = bench.posted();
    std::unique_ptr<Tenant> tenant = bench.tenant(fmt::format("data-{}", number));
    if (tenant == nullptr) {
        return;
    }
    tenant->create();
    tenant->connect();
    if (!bench.expect_status(*tenant, WMS_OK, name) || !break_sage(bench, fault)) {
        return;
    }
    tenant->submit(bench.document(number));
    const wms_status worked = tenant->work_for(kHalfAnHourMs);
    bench.expect(worked == WMS_IDLE || worked == WMS_E_AUTH || worked == WMS_E_REMOTE,
                 fmt::format("{}: {}", name, tenant->last()));
    if (!break_sage(bench, "")) {
        return;
    }
    // Soon, as a rule; a doubt may take a day.
    for (const std::int64_t while_ms : {kHalfAnHourMs, kTwoDaysMs}) {
        tenant->work_for(while_ms);
        if (tenant->count_of("posted") + tenant->count_of("held") + tenant->count_of("rejected") ==
            1) {
            break;
        }
    }
    const std::size_t made = bench.posted() - before;
    bench.expect(made <= 1, fmt::format("{}: Sage has {} documents of one.", name, made));
    const std::int64_t known = tenant->count_of("posted") + tenant->count_of("held") +
                               tenant->count_of("in_doubt") + tenant->count_of("rejected");
    bench.expect(known == 1, fmt::format("{}: the document has no end and is not held.", name));
    bench.expect(tenant->count_of("posted") == 0 || made == 1,
                 fmt::format("{}: it says that it posted, and Sage has nothing.", name));
}

void failures(Bench& bench) {
    if (bench.needs_sage() == nullptr) {
        return;
    }
    const auto reply = [](int status, const std::string& headers) {
        return fmt::format(R"({{"id":"f","method":"POST","times":3,"action":"reply","status":{},)"
                           R"("headers":{{{}}},"body":"{{}}"}})",
                           status, headers);
    };
    one_failure(bench, 1, "401", reply(401, ""));
    one_failure(bench, 2, "429", reply(429, R"("Retry-After":"2")"));
    one_failure(bench, 3, "500", reply(500, ""));
    one_failure(bench, 4, "a page of something else",
                R"({"id":"f","method":"POST","times":3,"action":"reply","status":200,"headers":{},)"
                R"("body":"<html>Log in</html>"})");
    one_failure(bench, 5, "the request is lost",
                R"({"id":"f","method":"POST","times":3,"action":"drop_request"})");
    one_failure(bench, 6, "the reply is lost",
                R"({"id":"f","method":"POST","times":1,"action":"drop_reply"})");
    one_failure(bench, 7, "half a reply",
                R"({"id":"f","method":"POST","times":1,"action":"cut_reply"})");
}

void lost_connections(Bench& bench) {
    if (bench.needs_sage() == nullptr) {
        return;
    }
    // As it is in a program that never thought of it: a write to nobody ends the process.
    ::signal(SIGPIPE, SIG_DFL);
    sigset_t pipes;
    ::sigemptyset(&pipes);
    ::sigaddset(&pipes, SIGPIPE);
    std::unique_ptr<Tenant> tenant = bench.running();
    if (tenant == nullptr) {
        return;
    }
    tenant->before = [&](const char*) { ::pthread_sigmask(SIG_UNBLOCK, &pipes, nullptr); };
    for (int number = 1; number <= 5; ++number) {
        break_sage(bench, R"({"id":"f","times":2,"action":"drop_request"})");
        tenant->submit(bench.document(number));
        tenant->work_for(kHalfAnHourMs);
    }
    break_sage(bench, "");
    tenant->work_for(kTwoDaysMs);
    bench.expect(tenant->count_of("queued") == 0, "Documents wait that nothing holds up.");
}

/// Addresses and ports that this process is connected to, and what it listens on.
void note_connections(std::set<std::string>& out) {
    for (int descriptor = 3; descriptor < kDescriptorsMax; ++descriptor) {
        sockaddr_storage peer = {};
        socklen_t size = sizeof peer;
        int listens = 0;
        socklen_t listens_size = sizeof listens;
        if (::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &listens_size) == 0 &&
            listens != 0) {
            out.insert("it listens");
        }
        if (::getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) != 0) {
            continue;
        }
        if (peer.ss_family == AF_INET) {
            out.insert(
                fmt::format("port {}", ntohs(reinterpret_cast<sockaddr_in*>(&peer)->sin_port)));
        } else if (peer.ss_family == AF_INET6) {
            out.insert(
                fmt::format("port {}", ntohs(reinterpret_cast<sockaddr_in6*>(&peer)->sin6_port)));
        }
    }
}

void where_it_goes(Bench& bench) {
    std::set<std::string> seen;
    if (bench.is_remote() && bench.needs_sage() == nullptr) {
        return;
    }
    std::unique_ptr<Tenant> tenant = bench.tenant();
    if (tenant == nullptr) {
        return;
    }
    tenant->at_callback = [&] { note_connections(seen); };
    a_day(bench, *tenant, 1);
    const std::string& address = bench.sage_address();
    const std::string allowed =
        address.empty() ? "" : "port " + address.substr(address.rfind(':') + 1);
    for (const std::string& one : seen) {
        bench.expect(one == allowed, "A connection that its manifest does not name: " + one);
    }
}

std::int32_t is_set(const wms_op* op) {
    return static_cast<std::atomic<bool>*>(op->host_data)->load() ? 1 : 0;
}

wms_op operation(std::atomic<bool>& cancelled) {
    wms_op op = {};
    op.struct_size = sizeof op;
    op.host_data = &cancelled;
    op.is_cancelled = is_set;
    op.progress = [](const wms_op*, std::uint32_t, wms_str) {};
    return op;
}

/// check, connect and work with an operation that is over before it begins.
void over_before(Bench& bench, const wms_op& op, wms_status expected) {
    std::unique_ptr<Tenant> tenant = bench.created();
    if (tenant == nullptr) {
        return;
    }
    tenant->check(&op);
    bench.expect_status(*tenant, expected);
    tenant->connect(&op);
    bench.expect_status(*tenant, expected);
    tenant->connect();
    bench.expect_status(*tenant, WMS_OK, "connect after that");
    tenant->submit(bench.document(1));
    tenant->work(&op);
    bench.expect_status(*tenant, expected);
    tenant->work_for(kHalfAnHourMs);
    bench.expect(tenant->count_of("queued") == 0, "The document was not worked on afterwards.");
}

void cancelled(Bench& bench) {
    std::atomic<bool> over = true;
    const wms_op op = operation(over);
    over_before(bench, op, WMS_E_CANCELLED);
}

void deadline(Bench& bench) {
    std::atomic<bool> over = false;
    wms_op op = operation(over);
    op.deadline_ms = 1;
    over_before(bench, op, WMS_E_DEADLINE);
}

/// Called back while it waits for a reply that does not come.
void interrupted(Bench& bench) {
    if (bench.needs_sage() == nullptr) {
        return;
    }
    std::unique_ptr<Tenant> tenant = bench.running();
    if (tenant == nullptr ||
        !break_sage(bench, R"({"id":"slow","times":0,"action":"delay","delayMs":40000})")) {
        return;
    }
    tenant->submit(bench.document(1));
    std::atomic<bool> over = false;
    std::atomic<bool> back = false;
    const wms_op op = operation(over);
    wms_status status = WMS_OK;
    std::thread worker([&] {
        while (status == WMS_OK) {
            status = tenant->plugin.work(tenant->instance, &op, nullptr, nullptr);
        }
        back = true;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    const auto begin = std::chrono::steady_clock::now();
    over = true;
    tenant->plugin.interrupt(tenant->instance);
    while (!back && std::chrono::steady_clock::now() - begin < std::chrono::seconds(20)) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - begin);
    bench.expect(back, "It did not come back within 20 s after it was called back.");
    worker.join();
    bench.expect(status == WMS_E_CANCELLED || status == WMS_IDLE,
                 "Called back, work returned " + status_name(status));
    if (took.count() > 5000) {
        bench.warn(fmt::format("It came back after {} ms.", took.count()));
    }
}

void clock_of_the_host(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.running();
    if (tenant == nullptr) {
        return;
    }
    // Noon in 2031, and back: the host's clock is what counts.
    int number = 0;
    for (const auto& [now, day] :
         {std::pair<std::int64_t, const char*>{1'930'392'000'000, "2031-03-04"},
          {1'763'640'000'000, "2025-11-20"}}) {
        tenant->now = now;
        if (tenant->moved) {
            tenant->moved(now);
        }
        tenant->submit(bench.document(++number));
        tenant->work_for(kHalfAnHourMs);
        tenant->events.clear();
        tenant->take_events();
        bench.expect(!tenant->events.empty(), fmt::format("On {} it tells nothing.", day));
        for (const std::string& event : tenant->events) {
            const std::string when = member_of(event, "occurredAt");
            bench.expect(when.starts_with(day),
                         fmt::format("By the host's clock it is {}, by its event {}.", day, when));
        }
    }
}

}  // namespace

std::vector<Check> checks_of_remote() {
    return {
        {"check-is-read-only", 5, "check and queries change nothing in Sage.", "WMS-P-037",
         reads_only},
        {"submit-without-sage", 5, "create, submit and status ask nothing of Sage.",
         "WMS-P-018, WMS-P-024, WMS-P-036", needs_no_sage},
        {"error-classes", 8, "Whatever Sage fails with, a document is in it once or is held.",
         "WMS-P-030, WMS-P-031", failures},
        {"cancel", 3, "An operation that is called back is WMS_E_CANCELLED.", "WMS-P-038",
         cancelled},
        {"deadline", 3, "An operation past its deadline is WMS_E_DEADLINE.", "WMS-P-038", deadline},
        {"interrupt", 5, "interrupt ends a wait for Sage.", "WMS-P-038", interrupted},
        {"host-clock-only", 5, "Time is the host's, wherever it jumps.", "WMS-P-014",
         clock_of_the_host},
        {"remote-hosts", 5, "It connects to what its manifest names and listens nowhere.",
         "WMS-P-041", where_it_goes},
        {"audit-fail-closed", 5, "What the audit trail refuses is not done.", "WMS-P-032",
         audit_first},
        {"sigpipe", 5, "It survives a peer that is gone, where SIGPIPE ends the process.",
         "WMS-P-017", lost_connections},
    };
}

}  // namespace wms::validate
