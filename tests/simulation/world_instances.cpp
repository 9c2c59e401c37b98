// SPDX-License-Identifier: Apache-2.0
// Instances come and go: by a host that stops and starts them, by kills, by power losses; and what
// happens to one in the middle of a call.
#include <fmt/format.h>

#include <algorithm>

#include "tests/simulation/memory_view.h"
#include "tests/simulation/world.h"

namespace sage::simulation {
namespace {

constexpr int open_tries = 6;
constexpr int recovery_faults_max = 2;
// One in so many places where an instance calls somebody.
constexpr std::uint64_t kill_one_in = 700;
constexpr std::uint64_t pause_one_in = 60;
constexpr int nested_calls_max = 6;

bool exchanging(Moment moment) {
    return moment == Moment::before_exchange || moment == Moment::after_exchange;
}

}  // namespace

bool World::try_open() {
    if (memory_ != nullptr) {
        store_ = std::make_unique<MemoryStore>(MemoryOptions{memory_});
        view_ = std::make_unique<MemoryView>(memory_);
        share_ = StoreShare{store_.get(), view_.get(), {}, 0, 0};
        checker_.reopened(*view_, lied_);
        lied_ = false;
        return true;
    }
    Result<std::unique_ptr<Store>> opened =
        open_sqlite_store({options_.folder, std::string(edition_.name) + "/simulated"});
    if (!opened.ok()) {
        log_.line(clock_.true_ms(), "not opened", opened.error().first().code);
        return false;
    }
    store_ = std::move(opened).value();
    const Disk::Calm calm(disk_);
    // After a disk that lied, people look at all of it before they go on.
    const std::string database = options_.folder + "/outbox.db";
    if (lied_ && !is_sound(database)) {
        log_.line(clock_.true_ms(), "damaged by a disk that lied");
        store_.reset();
        return false;
    }
    view_ = std::make_unique<SqliteView>(database);
    share_ = StoreShare{store_.get(), view_.get(), {}, 0, 0};
    checker_.reopened(*view_, lied_);
    lied_ = false;
    return true;
}

void World::open() {
    const bool after_trouble = recovering_;
    if (two_instances_) {
        faults_.fire(Fault::two_instances);
    }
    const std::uint64_t fired = faults_.fired();
    open_store();
    const int count = two_instances_ ? 2 : 1;
    for (int number = 0; number < count; ++number) {
        instances_.push_back(std::make_unique<Instance>(number, edition_.edition(), *company_,
                                                        clock_, share_, checker_, disk_, network_,
                                                        *this, secrets_, core_log_, audit_));
    }
    recovering_ = false;
    for (int number = 0; number < count && !instances_.empty(); ++number) {
        const auto found = std::find_if(instances_.begin(), instances_.end(),
                                        [&](const auto& one) { return one->number == number; });
        if (found != instances_.end() && !(*found)->started) {
            start(**found);
        }
    }
    faults_while_recovering_ += after_trouble ? faults_.fired() - fired : 0;
    if (instances_.empty()) {
        open();
    }
}

/// However often it takes.
void World::open_store() {
    for (int tries = 0;; ++tries) {
        if (faults_in_recovery_ && recovering_ && !healed_ &&
            recovery_faults_ < recovery_faults_max) {
            ++recovery_faults_;
            disk_.stop_after(static_cast<int>(chance_.below(30)));
        }
        if (try_open()) {
            break;
        }
        if (disk_.stopped()) {
            faults_.fire(Fault::killed_inside_commit);
            lose_power();
        } else {
            disk_.heal();
        }
        if (tries >= open_tries) {
            if (!lied_) {
                Checker::fail("I1", "the outbox cannot be opened");
            }
            restore_backup();
        }
    }
}

void World::start(Instance& instance) {
    alive(instance, [&] { start_now(instance); });
}

void World::start_now(Instance& instance) {
    share_.instances = 1;
    for (const auto& other : instances_) {
        share_.instances += other->started ? 1 : 0;
    }
    const Result<void> started = instance.delivery.start([] { return false; });
    instance.started = started.ok();
    log_.line(clock_.true_ms(), "started", started.ok() ? "ok" : started.error().first().code);
}

void World::close(bool finishes) {
    ++unharmed_;
    for (const auto& instance : instances_) {
        if (finishes) {
            const Result<void> finished = instance->delivery.finish();
            log_.line(clock_.true_ms(), "finished",
                      finished.ok() ? "ok" : finished.error().first().code);
        }
    }
    --unharmed_;
    instances_.clear();
    // The store writes what it still holds when it goes.
    for (const Change& change : share_.later) {
        checker_.uncertain(change.sequence);
    }
    share_ = StoreShare{};
    view_.reset();
    store_.reset();
}

/// What a store in memory held back was written in the last moment, or never.
void World::stop_memory() {
    if (memory_ == nullptr || store_ == nullptr) {
        return;
    }
    const bool lost = chance_.percent(50);
    log_.line(clock_.true_ms(), lost ? "lost" : "kept", std::to_string(share_.later.size()));
    if (lost) {
        static_cast<MemoryStore&>(*store_).forget_held_back();
        return;
    }
    for (const Change& change : share_.later) {
        checker_.uncertain(change.sequence);
    }
}

void World::come_back(bool power_lost) {
    disk_.stop();
    log_.line(clock_.true_ms(), power_lost ? "power lost" : "program killed", disk_.unsafe());
    stop_memory();
    instances_.clear();
    share_ = StoreShare{};
    view_.reset();
    store_.reset();
    if (power_lost) {
        lose_power();
    } else {
        disk_.lose_program();
    }
    recovering_ = true;
    open();
}

void World::lose_power() {
    if (disk_.lied()) {
        lied_ = true;
        faults_.fire(Fault::sync_lied);
    }
    disk_.lose_power();
}

void World::keep_backup() {
    if (memory_ != nullptr) {
        backup_in_memory_ = memory_->rows;
        return;
    }
    backup_ = disk_.image();
}

void World::restore_backup() {
    if (memory_ != nullptr) {
        memory_->rows = backup_in_memory_;
    } else {
        disk_.restore(backup_);
    }
    lied_ = true;
    log_.line(clock_.true_ms(), "backup restored");
}

bool World::alive(Instance& instance, const std::function<void()>& call) {
    const int number = instance.number;
    try {
        call();
        return true;
    } catch (const Killed& killed) {
        if (nested_ > 0 && killed.everything) {
            throw;
        }
        log_.line(clock_.true_ms(), "killed", std::to_string(number));
        if (killed.everything) {
            come_back(chance_.percent(60));
        } else {
            remove(number);
        }
        return false;
    }
}

void World::remove(int number) {
    std::erase_if(instances_, [&](const auto& one) { return one->number == number; });
    if (nested_ > 0) {
        return;
    }
    // Another process of the same host takes its place.
    instances_.push_back(std::make_unique<Instance>(number, edition_.edition(), *company_, clock_,
                                                    share_, checker_, disk_, network_, *this,
                                                    secrets_, core_log_, audit_));
    start(*instances_.back());
}

Instance& World::any() {
    if (instances_.empty()) {
        open();
    }
    return *instances_[chance_.below(instances_.size())];
}

Instance* World::other_than(int number) {
    for (const auto& instance : instances_) {
        if (instance->number != number && instance->started) {
            return instance.get();
        }
    }
    return nullptr;
}

void World::work(Instance& instance) {
    alive(instance, [&] {
        if (!instance.started) {
            start_now(instance);
            return;
        }
        const bool called_back = !healed_ && chance_.percent(3);
        if (called_back) {
            faults_.fire(Fault::stopped_at_work);
        }
        const Result<Worked> worked = instance.delivery.work([&] { return called_back; });
        log_.line(clock_.true_ms(), "worked",
                  worked.ok() ? (worked.value().idle ? "idle" : "") : worked.error().first().code);
    });
}

void World::disk_stopped() {
    faults_.fire(Fault::killed_inside_commit);
    throw Killed{true, 0};
}

void World::at(Moment moment, int instance) {
    if (healed_ || unharmed_ > 0) {
        return;
    }
    if (disk_.stopped()) {
        disk_stopped();
    }
    if (chance_.below(kill_one_in) == 0) {
        faults_.fire(Fault::killed_between_steps);
        const bool alone = instances_.size() > 1 && chance_.percent(50);
        if (!alone) {
            disk_.stop();
        }
        throw Killed{!alone, instance};
    }
    const bool pauses = nested_ == 0 && chance_.below(exchanging(moment) ? 25 : pause_one_in) == 0;
    Instance* const other = pauses ? other_than(instance) : nullptr;
    if (other == nullptr) {
        return;
    }
    // This one stands still while the other goes on, at times beyond its lease.
    ++nested_;
    if (chance_.percent(60)) {
        faults_.fire(Fault::paused_beyond_lease);
        advance(chance_.between(61'000, 300'000));
    }
    log_.line(clock_.true_ms(), "paused", std::to_string(instance));
    try {
        const auto calls = static_cast<int>(chance_.between(1, nested_calls_max));
        for (int call = 0; call < calls && other_than(instance) != nullptr; ++call) {
            alive(*other_than(instance), [&] {
                static_cast<void>(other_than(instance)->delivery.work([] { return false; }));
            });
        }
    } catch (...) {
        --nested_;
        throw;
    }
    --nested_;
}

}  // namespace sage::simulation
