// SPDX-License-Identifier: Apache-2.0
// What is left when the process is killed. The plugin lives in a copy of this process, and is
// loaded here only when that is dead.
#include <fmt/format.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <functional>

#include "mock-host/validate/bench.h"

namespace wms::validate {
namespace {

constexpr std::int64_t kTwoDaysMs = 2 * 24 * 3'600'000;

/// Dies without the end of anything: no destructor runs, no buffer is written.
void die() {
    ::kill(::getpid(), SIGKILL);
    ::_exit(1);
}

void durable(Bench& bench) {
    bench.sage();
    bench.in_a_killed_process([&] {
        const std::unique_ptr<Tenant> tenant = bench.created();
        if (tenant == nullptr || tenant->submit(bench.document(1)) != WMS_OK) {
            ::_exit(2);
        }
        die();
    });
    const std::unique_ptr<Tenant> tenant = bench.created();
    if (tenant != nullptr) {
        tenant->submit(bench.document(1));
        bench.expect_status(*tenant, WMS_DUPLICATE, "a document that was accepted before the end");
    }
}

/// Documents whose end is known, or that a person is asked about.
std::int64_t ended(Tenant& tenant) {
    std::int64_t count = 0;
    for (const char* const state : {"posted", "held", "rejected", "withdrawn", "in_doubt"}) {
        count += tenant.count_of(state);
    }
    return count;
}

/// A number that copies of this process share.
class SharedCount {
  public:
    SharedCount()
        : place_(::mmap(nullptr, sizeof(std::uint64_t), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0)) {}
    SharedCount(const SharedCount&) = delete;
    SharedCount& operator=(const SharedCount&) = delete;
    ~SharedCount() { ::munmap(place_, sizeof(std::uint64_t)); }
    bool there() const { return place_ != MAP_FAILED; }
    std::uint64_t& value() { return *static_cast<std::uint64_t*>(place_); }

  private:
    void* place_;
};

/// How often a day calls the host back.
std::uint64_t callbacks_of_a_day(Bench& bench) {
    SharedCount count;
    if (!bench.expect(count.there(), "No memory.")) {
        return 1;
    }
    bench.in_a_killed_process([&] {
        const std::unique_ptr<Tenant> tenant = bench.tenant("rehearsal");
        if (tenant == nullptr) {
            ::_exit(2);
        }
        tenant->at_callback = [&count] { ++count.value(); };
        a_day(bench, *tenant, 2);
    });
    return std::max<std::uint64_t>(count.value(), 1);
}

/// In a copy of this process that is killed when its host has been called back so often, or when
/// the life is over.
void lives_until(Bench& bench, std::uint64_t left, const std::function<void(Tenant&)>& life) {
    bench.in_a_killed_process([&] {
        const std::unique_ptr<Tenant> tenant = bench.tenant();
        if (tenant == nullptr) {
            ::_exit(2);
        }
        tenant->at_callback = [&left] {
            if (--left == 0) {
                die();
            }
        };
        life(*tenant);
        die();
    });
}

void killed_anywhere(Bench& bench) {
    bench.sage();
    const std::uint64_t left = 1 + bench.chance(callbacks_of_a_day(bench));
    const std::size_t before = bench.posted();
    const std::string where = fmt::format("killed at its callback {}", left);
    lives_until(bench, left, [&bench](Tenant& tenant) { a_day(bench, tenant, 1); });
    const std::unique_ptr<Tenant> tenant = bench.running();
    if (tenant == nullptr) {
        return;
    }
    tenant->submit(bench.document(1));
    bench.expect(tenant->status == WMS_OK || tenant->status == WMS_DUPLICATE,
                 where + ": " + tenant->last());
    tenant->work_for(kTwoDaysMs);
    tenant->take_events();
    const std::int64_t known = ended(*tenant);
    bench.expect(known == 1, fmt::format("{}: of one document {} have an end.", where, known));
    const std::size_t made = bench.posted() - before;
    bench.expect(made <= 1, fmt::format("{}: Sage has {} documents of one.", where, made));
}

/// Killed, opened, killed: each life in a copy of its own, the last one here.
void killed_again_and_again(Bench& bench) {
    bench.sage();
    const int lives = bench.options().level >= 8 ? 40 : 6;
    for (int life = 0; life < lives; ++life) {
        lives_until(bench, 1 + bench.chance(40), [&](Tenant& tenant) {
            if (tenant.create() == WMS_OK && tenant.connect() == WMS_OK) {
                tenant.submit(bench.document(life));
                tenant.work_for(kHalfAnHourMs);
                tenant.take_events();
            }
        });
    }
    const std::unique_ptr<Tenant> tenant = bench.running();
    if (tenant == nullptr) {
        return;
    }
    for (int life = 0; life < lives; ++life) {
        tenant->submit(bench.document(life));
        bench.expect(tenant->status == WMS_OK || tenant->status == WMS_DUPLICATE, tenant->last());
    }
    tenant->work_for(kTwoDaysMs);
    tenant->take_events();
    const std::int64_t known = ended(*tenant);
    bench.expect(known == lives, fmt::format("Of {} documents {} have an end.", lives, known));
    bench.expect(bench.posted() <= static_cast<std::size_t>(lives),
                 fmt::format("Sage has {} documents of {}.", bench.posted(), lives));
}

}  // namespace

std::vector<Check> checks_of_durability() {
    return {
        {"durable-before-ok", 5, "A document that was accepted is there after a kill.", "WMS-P-022",
         durable},
        {"kill-anywhere", 5,
         "Killed at any callback, a document has one end, and Sage has it once.", "WMS-P-031",
         killed_anywhere},
        {"kill-again", 8, "Killed in each of many lives, every document has one end.", "WMS-P-031",
         killed_again_and_again},
    };
}

}  // namespace wms::validate
