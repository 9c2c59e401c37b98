// SPDX-License-Identifier: Apache-2.0
// One world, decided by one seed: a host, people, a network, a Sage, a disk, one or two instances
// of the real core on the real store, or on one in memory. First everything goes wrong; then all is
// healed, and within a bounded number of steps every document has to be final or held.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "sage-adapter/delivery/delivery.h"
#include "tests/simulation/checker.h"
#include "tests/simulation/clock.h"
#include "tests/simulation/disk.h"
#include "tests/simulation/editions.h"
#include "tests/simulation/event_log.h"
#include "tests/simulation/host.h"
#include "tests/simulation/interruptions.h"
#include "tests/simulation/memory_store.h"
#include "tests/simulation/network.h"
#include "tests/simulation/services.h"
#include "tests/simulation/watched_store.h"

namespace sage::simulation {

struct WorldOptions {
    std::uint64_t seed = 1;
    std::string folder;  ///< an empty folder of the real file system, for the lock file
    bool keeps_log = false;
};

struct WorldResult {
    std::string violation;  ///< empty: none
    std::uint64_t seed = 0;
    std::uint64_t steps = 0;
    std::uint64_t documents = 0;
    std::uint64_t faults_while_recovering = 0;
    std::uint64_t log_hash = 0;
    std::uint64_t log_lines = 0;
    bool in_memory = false;  ///< its outbox was
    std::string company;     ///< of the edition's; empty: it has but one
    std::string log;
    Faults faults;
    Tally tally;
};

/// Runs one world from its beginning to its end.
WorldResult run_world(const SimulatedEdition& edition, const WorldOptions& options,
                      Covered& covered);

/// One instance of the core with what surrounds it.
struct Instance {
    Instance(int number_in, const Edition& edition, const Company& company, WorldClock& clock,
             StoreShare& share, Checker& checker, Disk& disk, Network& network,
             Interruptions& interruptions, WorldSecrets& secrets, WorldLog& log, WorldAudit& audit);

    int number;
    bool started = false;
    WatchedStore store;
    Wire wire;
    TokenSource tokens;
    Delivery delivery;
};

class World final : public Interruptions {
  public:
    World(const SimulatedEdition& edition, const WorldOptions& options, Covered& covered);
    ~World() override;

    void run();
    WorldResult result(std::string violation) const;

    void at(Moment moment, int instance) override;
    void disk_stopped() override;

  private:
    // world.cpp: a life
    void begin();
    void step();
    void heal();
    void finish();
    bool quiet(std::int64_t until_true_ms, std::uint64_t calls_max, std::uint64_t& calls);
    bool only_behind_held();
    static bool waits_for_another(const Known& document);
    bool decide_all_held(int round);
    std::string number_in_sage(const Known& document, int round);
    void check_end();
    void check_journal();
    void reconcile();
    void advance(std::int64_t ms);

    // world_instances.cpp: instances, stops, starts
    void open();
    void open_store();
    bool try_open();
    void close(bool finishes);
    void stop_memory();
    void start(Instance& instance);
    void start_now(Instance& instance);
    void come_back(bool power_lost);
    void lose_power();
    void keep_backup();
    void restore_backup();
    /// Runs something on an instance; false: it was killed, and is gone.
    bool alive(Instance& instance, const std::function<void()>& call);
    void remove(int number);
    Instance& any();
    Instance* other_than(int number);
    void work(Instance& instance);

    // world_steps.cpp: what hosts and people do
    void submit_fresh();
    void submit(const HostDocument& document, bool new_one);
    void repeat();
    void conflict();
    void cancel();
    void decide();
    void revise();
    void hear();
    void look();
    void pass_time();
    void work_some();
    void change_master_data();

    // world_faults.cpp: what goes wrong
    void change_weather();
    void break_disk();
    void break_services();
    void jump_clock();
    void disturb_tokens();
    void consent();
    void restart();
    void stop_hard();
    void second_instance();
    void newer_schema();
    void flip_bit();
    void no_worker();
    void bring_back_backup();
    bool close_cleanly();

    const SimulatedEdition& edition_;
    WorldOptions options_;
    Chance chance_;
    EventLog log_;
    Faults faults_;
    WorldClock clock_;
    Disk disk_;
    SimulatedSage sage_;
    Checker checker_;
    std::unique_ptr<Company> company_;
    Network network_;
    Host host_;
    Canaries canaries_;
    WorldSecrets secrets_;
    WorldLog core_log_;
    WorldAudit audit_;

    /// What the store in memory keeps; null: this world's outbox is on the disk.
    std::shared_ptr<MemoryOutbox> memory_;
    std::unique_ptr<Store> store_;
    std::unique_ptr<StoreView> view_;
    StoreShare share_;
    std::vector<std::unique_ptr<Instance>> instances_;

    bool two_instances_;
    bool faults_in_recovery_;
    bool disk_may_lie_;
    bool healed_ = false;
    bool lied_ = false;  ///< a sync was answered and not done since the last stop
    bool recovering_ = false;
    int recovery_faults_ = 0;  ///< injected since the last step
    int nested_ = 0;
    int unharmed_ = 0;  ///< no kill and no pause for now
    std::uint64_t steps_ = 0;
    std::uint64_t documents_ = 0;
    std::uint64_t faults_while_recovering_ = 0;
    DiskImage backup_;
    MemoryRows backup_in_memory_;
    std::vector<HostDocument> written_;  ///< by the host, whatever became of them
};

}  // namespace sage::simulation
