// SPDX-License-Identifier: Apache-2.0
// What goes wrong around the instances, beside what the network does to each exchange.
#include <sqlite3.h>

#include <array>

#include "tests/simulation/world.h"

namespace sage::simulation {

void World::change_weather() {
    const std::uint64_t draw = chance_.below(100);
    if (draw < 60) {
        network_.set_faults(static_cast<std::uint64_t>(chance_.between(0, 45)));
        return;
    }
    if (draw < 76) {
        network_.stop_answering_questions(chance_.between(600'000, 7'200'000), draw < 70);
        return;
    }
    struct Switch {
        const char* on;
        const char* off;
        Fault fault;
    };
    constexpr std::array<Switch, 3> switches = {{
        {"/searchLags", "/searchKeepsUp", Fault::search_lags},
        {"/writesRun", "/writesAtOnce", Fault::slow},
        {"/throttle", "/noThrottle", Fault::throttled},
    }};
    const Switch& chosen = switches[chance_.below(switches.size())];
    const bool on = chance_.percent(50);
    if (on && sage_.has(chosen.on)) {
        faults_.fire(chosen.fault);
    }
    sage_.apply(on ? chosen.on : chosen.off);
}

void World::break_disk() {
    if (memory_ != nullptr) {
        return;
    }
    const auto skip = static_cast<int>(chance_.below(12));
    const auto times = static_cast<int>(chance_.between(1, 3));
    switch (chance_.below(8)) {
        case 0:
            disk_.fail(DiskStep::write, SQLITE_FULL, skip, times * 4, Fault::disk_full);
            return;
        case 1:
            disk_.fail(DiskStep::write, SQLITE_IOERR_WRITE, skip, times, Fault::disk_error);
            return;
        case 2:
            disk_.fail(DiskStep::read, SQLITE_IOERR_READ, skip, times, Fault::disk_error);
            return;
        case 3:
            disk_.fail(DiskStep::sync, SQLITE_IOERR_FSYNC, static_cast<int>(chance_.below(3)),
                       times, Fault::sync_failed);
            return;
        case 4:
            disk_.fail(DiskStep::lock, SQLITE_BUSY, 0, times * 30, Fault::disk_busy);
            return;
        case 5:
            disk_.fail(DiskStep::write, SQLITE_READONLY, 0, times * 5, Fault::read_only);
            return;
        case 6:
            if (disk_may_lie_) {
                disk_.lie();
            }
            return;
        default:
            disk_.stop_after(static_cast<int>(chance_.below(40)));
            return;
    }
}

void World::break_services() {
    switch (chance_.below(3)) {
        case 0:
            secrets_.unavailable = static_cast<int>(chance_.between(1, 4));
            return;
        case 1:
            audit_.refuses = static_cast<int>(chance_.between(1, 3));
            return;
        default:
            audit_.enters = static_cast<int>(chance_.between(1, 3));
            return;
    }
}

void World::jump_clock() {
    faults_.fire(Fault::clock_jumped);
    constexpr std::int64_t day_ms = 86'400'000;
    constexpr std::array<std::int64_t, 3> jumps = {0, day_ms, -day_ms};
    clock_.set_wrong_by(jumps[chance_.below(jumps.size())]);
    checker_.clock_was_set();
    log_.line(clock_.true_ms(), "clock set");
}

void World::disturb_tokens() {
    if (chance_.percent(40) && sage_.has("/shortTokens")) {
        faults_.fire(Fault::token_expired);
        sage_.apply(chance_.percent(50) ? "/shortTokens" : "/longTokens");
        return;
    }
    if (company_->connection().grant == Grant::authorization_code) {
        consent();
        return;
    }
    // Another program signs in as the same user: Sage then knows that token only.
    faults_.fire(Fault::token_revoked);
    Instance& instance = any();
    const Connection& connection = company_->connection();
    TokenSource elsewhere({connection.token_target, connection.client_id_name,
                           connection.client_secret_name, connection.user_name},
                          instance.wire, secrets_, clock_);
    alive(instance, [&] { static_cast<void>(elsewhere.renew(60'000)); });
}

/// A person authorises the connection anew, where one has to: the answer to a renewal may have been
/// lost, and the refresh token in it.
void World::consent() {
    const Connection& connection = company_->connection();
    if (connection.grant == Grant::authorization_code) {
        secrets_.consented(connection.refresh_token_name,
                           sage_.consent(connection.refresh_token_name));
        log_.line(clock_.true_ms(), "a person consents");
    }
}

void World::restart() {
    faults_.fire(Fault::destroyed_and_made_again);
    bool lives = true;
    for (std::size_t index = 0; lives && index < instances_.size(); ++index) {
        Instance& one = *instances_[index];
        lives = alive(one, [&] {
            if (chance_.percent(80)) {
                static_cast<void>(one.delivery.finish());
            }
        });
    }
    if (!lives) {
        return;
    }
    close(false);
    if (memory_ == nullptr && chance_.percent(30)) {
        faults_.fire(Fault::shared_memory_deleted);
        disk_.forget_shared_memory();
    }
    if (disk_.stopped()) {
        come_back(true);
        return;
    }
    if (!disk_.armed() && !lied_ && chance_.percent(40)) {
        keep_backup();
    }
    recovering_ = true;
    open();
}

void World::stop_hard() {
    disk_.stop();
    faults_.fire(Fault::killed_between_steps);
    come_back(chance_.percent(60));
}

void World::second_instance() {
    if (memory_ != nullptr) {
        return;
    }
    faults_.fire(Fault::second_instance_refused);
    const Result<std::unique_ptr<Store>> second =
        open_sqlite_store({options_.folder, std::string(edition_.name) + "/simulated"});
    if (second.ok() || second.error().status != Status::busy) {
        Checker::fail("I8", "a folder was given to two instances");
    }
}

/// For what people do to the folder while nobody uses it. False: not now.
bool World::close_cleanly() {
    if (disk_.stopped() || disk_.lied() || lied_) {
        return false;
    }
    disk_.heal();
    close(true);
    recovering_ = false;
    return true;
}

void World::newer_schema() {
    if (memory_ != nullptr || !close_cleanly()) {
        return;
    }
    constexpr std::int64_t user_version_offset = 63;
    faults_.fire(Fault::schema_newer);
    const DiskImage before = disk_.image();
    disk_.flip_bit_at(user_version_offset, 3);
    const Result<std::unique_ptr<Store>> opened =
        open_sqlite_store({options_.folder, std::string(edition_.name) + "/simulated"});
    if (opened.ok() || opened.error().first().code != "outbox.newer_schema") {
        Checker::fail("F19", "an outbox of a newer version was opened");
    }
    disk_.restore(before);
    open();
}

/// Either the outbox is refused as damaged, or the bit lay where nothing is read: then it is put
/// back before anything is written. Both are counted by the log.
void World::flip_bit() {
    if (memory_ != nullptr || !close_cleanly()) {
        return;
    }
    faults_.fire(Fault::bit_flipped);
    const DiskImage before = disk_.image();
    const std::int64_t offset = disk_.flip_bit();
    {
        const Result<std::unique_ptr<Store>> opened =
            open_sqlite_store({options_.folder, std::string(edition_.name) + "/simulated"});
        log_.line(clock_.true_ms(), "bit flipped",
                  std::to_string(offset) + (opened.ok() ? " unseen" : " refused"));
    }
    disk_.restore(before);
    open();
}

/// An older outbox is brought back: what it does not know the host submits again.
void World::bring_back_backup() {
    if (!disk_may_lie_ || !close_cleanly()) {
        return;
    }
    faults_.fire(Fault::backup_restored);
    restore_backup();
    open();
    const std::vector<HostDocument> all = written_;
    for (const HostDocument& document : all) {
        if (checker_.find(document.message_id) == nullptr) {
            submit(document, false);
        }
    }
}

void World::no_worker() {
    faults_.fire(Fault::no_worker_for_long);
    advance(chance_.between(3'600'000, 26 * 3'600'000LL));
}

}  // namespace sage::simulation
