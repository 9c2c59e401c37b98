// SPDX-License-Identifier: Apache-2.0
// The course of a world: trouble, healing, the end.
#include "tests/simulation/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <limits>
#include <stdexcept>

#include "sage-adapter/delivery/record.h"
#include "sage-adapter/outbox/verification.h"

namespace sage::simulation {
namespace {

// Trouble lasts until both are reached.
constexpr std::int64_t search_lag_ms = 120'000;  ///< plugins/*/simulation.json
constexpr std::uint64_t troubled_steps_least = 150;
constexpr std::uint64_t documents_least = 50;
constexpr int decision_rounds_max = 30;
constexpr int hear_rounds = 60;
constexpr int late_errors_max = 2;
constexpr std::uint64_t quiet_calls_least = 3'000;
constexpr std::uint64_t quiet_calls_per_document = 150;
constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 24 * hour_ms;
constexpr std::int64_t quiet_ms_max = 9 * day_ms;

/// A host looks at what is due less often the longer only waiting is left.
std::int64_t pace_ms(std::int64_t waited_ms) {
    constexpr std::int64_t minute_ms = 60'000;
    if (waited_ms < 2 * hour_ms) {
        return 1;
    }
    return waited_ms < day_ms ? 5 * minute_ms : hour_ms;
}

/// Drawn from a sequence of its own: which store it is leaves the rest of a world as it was.
bool is_in_memory(std::uint64_t seed) {
    constexpr std::uint64_t another_sequence = 0x6D656D6F7279ULL;
    constexpr std::uint64_t one_in = 8;
    return Chance(seed ^ another_sequence).below(one_in) == 0;
}

ClientCredentials credentials_of(const Connection& connection) {
    return {connection.token_target, connection.client_id_name, connection.client_secret_name,
            connection.user_name,    connection.grant,          connection.refresh_token_name};
}

/// Where Sage shows no reference of ours no list tells two of a document from two documents: that
/// is found out when a reply was lost, and a person said then which of them it is.
bool told_before_a_person_chose(const Known& document) {
    return document.by_person && document.told.contains(State::held) &&
           std::all_of(document.in_sage.begin(), document.in_sage.end(),
                       [](const SageRecord& record) { return record.unnamed; });
}

}  // namespace

Instance::Instance(int number_in, const Edition& edition, const Company& company, WorldClock& clock,
                   StoreShare& share, Checker& checker, Disk& disk, Network& network,
                   Interruptions& interruptions, WorldSecrets& secrets, WorldLog& log,
                   WorldAudit& audit)
    : number(number_in),
      store(share, checker, disk, interruptions, number_in,
            [this, &company](const Attempt& attempt) {
                const Result<Send> send = send_from_json(attempt.send_json);
                return send.ok() ? company.settle_class(send.value(), *delivery.catalogue())
                                 : SettleClass::blind;
            }),
      wire(network, interruptions, number_in),
      tokens(credentials_of(company.connection()), wire, secrets, clock),
      delivery(DeliveryParts{edition, company, store, wire, tokens, clock, log, audit, [] {}}) {}

World::World(const SimulatedEdition& edition, const WorldOptions& options, Covered& covered)
    : edition_(edition),
      options_(options),
      chance_(options.seed),
      log_(options.keeps_log),
      disk_(
          chance_, faults_, [this](std::int64_t ms) { clock_.advance(ms); },
          [this](const std::string& what) { log_.line(clock_.true_ms(), "disk", what); }),
      sage_(edition, options.seed, [this] { return clock_.true_ms(); }),
      checker_([this] { return clock_.true_ms(); }, faults_, covered, log_),
      company_(edition.edition().configure(sage_.settings()).value()),
      network_(chance_, faults_, clock_, log_, sage_, checker_,
               company_->connection().token_target),
      host_(chance_, sage_.habits()),
      canaries_(sage_.secrets()),
      secrets_(sage_, faults_),
      core_log_(canaries_),
      audit_(canaries_, faults_, [this] { hear(); }),
      two_instances_(chance_.percent(35)),
      faults_in_recovery_(chance_.percent(25)),
      disk_may_lie_(chance_.percent(15)) {
    if (is_in_memory(options.seed)) {
        memory_ = std::make_shared<MemoryOutbox>();
    }
    network_.settle_ms = company_->connection().settle_ms;
    checker_.reply_ms_max = company_->connection().reply_ms_max;
}

World::~World() {
    disk_.stop();
    instances_.clear();
    view_.reset();
    store_.reset();
}

void World::begin() {
    if (!sage_.company().empty()) {
        log_.line(clock_.true_ms(), "company", std::string(sage_.company()));
    }
    // Some companies' Sage takes duplicates: then a doubt can only be looked up.
    if (sage_.has("/searchable") && chance_.percent(35)) {
        sage_.apply("/searchable");
        faults_.fire(Fault::duplicates_accepted);
    }
    open();
    for (int round = 0; round < 3; ++round) {
        work(any());
    }
    keep_backup();
    network_.set_faults(static_cast<std::uint64_t>(chance_.between(4, 25)));
}

void World::advance(std::int64_t ms) {
    network_.pass(ms);
}

void World::step() {
    struct Choice {
        std::uint64_t weight;
        void (World::*act)();
    };
    static constexpr std::array<Choice, 23> choices = {{
        {300, &World::submit_fresh},
        {320, &World::work_some},
        {90, &World::pass_time},
        {50, &World::hear},
        {25, &World::repeat},
        {15, &World::conflict},
        {20, &World::cancel},
        {35, &World::decide},
        {10, &World::revise},
        {30, &World::look},
        {20, &World::change_master_data},
        {40, &World::change_weather},
        {22, &World::break_disk},
        {20, &World::break_services},
        {8, &World::jump_clock},
        {14, &World::disturb_tokens},
        {12, &World::restart},
        {10, &World::stop_hard},
        {4, &World::second_instance},
        {3, &World::newer_schema},
        {3, &World::flip_bit},
        {4, &World::no_worker},
        {3, &World::bring_back_backup},
    }};
    std::uint64_t all = 0;
    for (const Choice& choice : choices) {
        all += choice.weight;
    }
    std::uint64_t draw = chance_.below(all);
    for (const Choice& choice : choices) {
        if (draw < choice.weight) {
            (this->*choice.act)();
            return;
        }
        draw -= choice.weight;
    }
}

void World::run() {
    begin();
    for (; steps_ < troubled_steps_least || documents_ < documents_least; ++steps_) {
        recovery_faults_ = 0;
        step();
    }
    heal();
    finish();
    check_end();
}

void World::heal() {
    healed_ = true;
    network_.heal();
    disk_.heal();
    secrets_.unavailable = 0;
    consent();
    audit_.refuses = 0;
    audit_.enters = 0;
    for (const char* const pointer :
         {"/searchKeepsUp", "/writesAtOnce", "/noThrottle", "/longTokens"}) {
        sage_.apply(pointer);
    }
    for (const std::string& item : host_.take_unknown_items()) {
        sage_.control("/control/seed",
                      fmt::format(R"({{"items":[{{"id":"{}","name":"New","unitCode":"C62",)"
                                  R"("kind":"goods"}}]}})",
                                  item));
    }
    sage_.control(
        "/control/seed",
        R"({"customers":[{"id":"C-2","name":"Bell","countryCode":"GB","onHold":false}]})");
    log_.line(clock_.true_ms(), "healed");
    if (disk_.stopped()) {
        come_back(true);
    }
    if (instances_.empty()) {
        open();
    }
}

/// Whether all that is not final waits behind, or for, a document that a person has to decide.
bool World::only_behind_held() {
    const auto holds_back = [&](const Known& waiting) {
        return std::any_of(checker_.all().begin(), checker_.all().end(), [&](const auto& named) {
            return named.second.state == State::held && named.first != waiting.sequence &&
                   !named.second.precursor;
        });
    };
    return std::all_of(checker_.all().begin(), checker_.all().end(), [&](const auto& named) {
        const Known& one = named.second;
        const bool ended = one.state == State::rejected || one.state == State::withdrawn ||
                           one.state == State::held || (one.state == State::posted && one.verified);
        if (ended || one.state != State::queued || !waits_for_another(one) || !holds_back(one)) {
            return ended;
        }
        // Where what comes before it has its answer, the document will have its turn.
        const Known* const step = checker_.precursor_of(one);
        return step == nullptr || (step->state != State::posted && step->state != State::held);
    });
}

/// In a lane, about an earlier document, a later version, or the second half of a correction.
bool World::waits_for_another(const Known& document) {
    return !document.host.ordering_key.empty() || !document.host.another_id.empty() ||
           document.host.version != "1" || document.part;
}

void World::finish() {
    const std::int64_t until = clock_.true_ms() + quiet_ms_max;
    const std::uint64_t calls_max =
        quiet_calls_least + quiet_calls_per_document * checker_.all().size();
    std::uint64_t calls = 0;
    for (int round = 0; round < decision_rounds_max; ++round) {
        if (!quiet(until, calls_max, calls)) {
            break;
        }
        if (!decide_all_held(round)) {
            break;
        }
    }
    for (const auto& [sequence, document] : checker_.all()) {
        const State state = document.state;
        if (state == State::queued || state == State::sending || state == State::in_doubt) {
            ++checker_.tally().stuck;
            Checker::fail("I5", fmt::format("not final and not held after {} calls", calls),
                          &document);
        }
    }
}

/// Works until nothing is to be done any more but by a person; false: it took too long.
bool World::quiet(std::int64_t until_true_ms, std::uint64_t calls_max, std::uint64_t& calls) {
    int late_errors = 0;
    const std::int64_t healed_at_ms = until_true_ms - quiet_ms_max;
    while (clock_.true_ms() < until_true_ms) {
        std::int64_t next = std::numeric_limits<std::int64_t>::max();
        for (const auto& instance : instances_) {
            bool idle = false;
            while (!idle) {
                if (++calls > calls_max) {
                    return false;
                }
                ++steps_;
                const Result<Worked> worked = instance->delivery.work([] { return false; });
                idle = worked.ok() && worked.value().idle;
                // One call may still tell of what failed before.
                const bool told_late = !worked.ok() && late_errors++ < late_errors_max;
                if (!worked.ok() && !told_late && worked.error().first().code != "outbox.late") {
                    Checker::fail("I5", "healed, and yet: " + worked.error().first().cause);
                }
                next = idle ? std::min(next, worked.value().next_due_ms) : next;
            }
        }
        hear();
        const bool open =
            std::any_of(checker_.all().begin(), checker_.all().end(), [](const auto& named) {
                const Known& one = named.second;
                return one.state == State::queued || one.state == State::sending ||
                       one.state == State::in_doubt ||
                       (one.state == State::posted && !one.verified);
            });
        if (!open && !network_.has_late()) {
            return true;
        }
        const std::int64_t late = network_.next_late_ms();
        const std::int64_t now = clock_.true_ms();
        const std::int64_t due =
            next == std::numeric_limits<std::int64_t>::max() ? next : next - clock_.wrong_by();
        if (std::min(due, late) == std::numeric_limits<std::int64_t>::max()) {
            return true;
        }
        // What waits behind a held document is for a person: time does not help.
        if (only_behind_held() && !network_.has_late()) {
            return true;
        }
        advance(std::max<std::int64_t>(pace_ms(now - healed_at_ms), std::min(due, late) - now));
    }
    return true;
}

/// Everything is compared with Sage: what is there twice has to be found, and nothing else.
void World::reconcile() {
    // What was written while searches lagged is shown only when it would have been by then.
    advance(search_lag_ms);
    finish();
    // Longer than any world lasts; some Sages are asked for each day of it.
    constexpr std::int64_t window_ms = 60 * day_ms;
    const auto compare = [&] {
        const std::int64_t now_ms = clock_.true_ms();
        return any().delivery.reconcile(
            {date_text(now_ms - window_ms), date_text(now_ms + window_ms), std::nullopt},
            [] { return false; });
    };
    Result<Reconciled> compared = compare();
    if (!compared.ok() || !compared.value().complete) {
        // The last that Sage said may be to ask for nothing for a while; a day at most is believed.
        advance(day_ms);
        finish();
        compared = compare();
    }
    if (!compared.ok() || !compared.value().complete) {
        Checker::fail("I5",
                      "healed, and yet Sage could not be compared" +
                          (compared.ok() ? std::string() : ": " + compared.error().first().cause));
    }
    std::set<std::string> twice;
    for (const ReconcileRow& row : compared.value().findings) {
        const Known* const document =
            row.entry.has_value() ? checker_.find(row.entry->message_id) : nullptr;
        log_.line(clock_.true_ms(), "finding", row.finding.problem.code);
        if (row.finding.kind == FindingKind::twice) {
            twice.insert(row.external_reference);
        }
        const bool explained = document == nullptr || document->by_person ||
                               document->stored_anew || document->lied_about || document->odd ||
                               checker_.rests_on_what_is_uncertain(*document);
        if (!explained) {
            Checker::fail("I3", "reconciling finds: " + row.finding.problem.cause, document);
        }
    }
    for (const auto& [sequence, document] : checker_.all()) {
        // Of what is set aside for an order Sage keeps no record at all.
        const bool shown = !document.in_sage.empty() && !document.in_sage.front().set_aside;
        if (document.odd && document.state == State::posted && shown &&
            !twice.contains(document.reference) && !told_before_a_person_chose(document)) {
            Checker::fail("I2", "it is in Sage twice, and reconciling does not tell", &document);
        }
    }
}

void World::check_end() {
    reconcile();
    for (int round = 0; round < hear_rounds; ++round) {
        hear();
    }
    close(true);
    {
        const Disk::Calm calm(disk_);
        for (const std::string& secret : canaries_.secrets()) {
            if (memory_ != nullptr ? memory_->rows.contains(secret) : disk_.contains(secret)) {
                Checker::fail("I15", "a secret stands in the outbox");
            }
        }
    }
    if (!try_open()) {
        Checker::fail("I1", "the outbox cannot be opened at the end");
    }
    checker_.check_all(*view_, sage_.all());
    check_journal();
    for (const auto& [sequence, document] : checker_.all()) {
        const bool ended = document.state == State::posted || document.state == State::rejected ||
                           document.state == State::withdrawn;
        const bool heard = document.told.contains(document.state) || document.precursor;
        if (ended && !heard && !document.stored_anew) {
            Checker::fail("I12", "the host never heard of the end", &document);
        }
    }
}

void World::check_journal() {
    const Disk::Calm calm(disk_);
    const Result<JournalVerification> verified = verify_journal(*store_, {}, [] { return false; });
    if (!verified.ok()) {
        Checker::fail("I17", "the journal cannot be verified");
    }
    if (const auto& broken = verified.value().first_break) {
        Checker::fail("I17", "the journal is not whole: " + broken->cause + " (row " +
                                 std::to_string(broken->position) + ", " + broken->message_id +
                                 ")");
    }
}

WorldResult World::result(std::string violation) const {
    WorldResult result;
    result.violation = std::move(violation);
    result.seed = options_.seed;
    result.steps = steps_;
    result.documents = documents_;
    result.faults_while_recovering = faults_while_recovering_;
    result.log_hash = log_.hash();
    result.log_lines = log_.lines();
    result.in_memory = memory_ != nullptr;
    result.company = sage_.company();
    result.log = log_.text();
    result.faults = faults_;
    result.tally = checker_.tally();
    return result;
}

WorldResult run_world(const SimulatedEdition& edition, const WorldOptions& options,
                      Covered& covered) {
    World world(edition, options, covered);
    try {
        world.run();
        return world.result("");
    } catch (const Violation& violation) {
        return world.result(violation.text);
    } catch (const Killed&) {
        return world.result("the simulation itself: a kill reached the world");
    } catch (const std::exception& thrown) {
        return world.result(std::string("thrown: ") + thrown.what());
    }
}

}  // namespace sage::simulation
