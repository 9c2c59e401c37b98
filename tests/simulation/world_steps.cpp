// SPDX-License-Identifier: Apache-2.0
// What the host, its people and time do, drawn fresh at every step.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "tests/simulation/world.h"

namespace sage::simulation {

void World::submit(const HostDocument& document, bool new_one) {
    checker_.submitting(document);
    Instance& instance = any();
    Status status = Status::ok;
    std::string code = "ok";
    const bool lives = alive(instance, [&] {
        const Result<Receipt> receipt = instance.delivery.submit(document.json);
        if (!receipt.ok()) {
            status = receipt.error().status;
            code = receipt.error().first().code + " " + receipt.error().first().pointer;
            return;
        }
        canaries_.check("a receipt", receipt.value().external_reference);
        if (checker_.find(receipt.value().first_message_id) == nullptr) {
            Checker::fail("I1", "a receipt was given for what is not kept");
        }
    });
    log_.line(clock_.true_ms(), "submitted " + document.type, document.id + " " + code);
    if (!lives) {
        return;
    }
    const bool bad = status == Status::invalid || status == Status::not_accepted ||
                     status == Status::unsupported || status == Status::internal;
    if (bad || (new_one && status == Status::conflict)) {
        Checker::fail("host", "a document was refused: " + code);
    }
}

void World::submit_fresh() {
    const HostDocument document = host_.fresh(clock_.now_ms());
    written_.push_back(document);
    ++documents_;
    if (sage_.habits().orders_by_hand && document.type == "salesOrder" && chance_.percent(85)) {
        sage_.enter_order(document);
    }
    submit(document, true);
}

void World::repeat() {
    if (written_.empty()) {
        return;
    }
    faults_.fire(Fault::host_repeated);
    const HostDocument document = chance_.pick(written_);
    submit(chance_.percent(50) ? document : host_.written_again(document), false);
}

void World::conflict() {
    if (written_.empty()) {
        return;
    }
    const HostDocument& document = chance_.pick(written_);
    if (document.lines.empty() || checker_.find(document.message_id) == nullptr) {
        return;
    }
    faults_.fire(Fault::host_conflicted);
    submit(host_.with_other_content(document, clock_.now_ms()), false);
}

void World::revise() {
    if (written_.empty()) {
        return;
    }
    const HostDocument& document = chance_.pick(written_);
    if (document.priced && document.version < "4") {
        const HostDocument next = host_.revised(document, clock_.now_ms());
        ++documents_;
        written_.push_back(next);
        submit(next, false);
    }
}

void World::cancel() {
    if (written_.empty()) {
        return;
    }
    faults_.fire(Fault::host_cancelled);
    submit(host_.cancellation(chance_.pick(written_), clock_.now_ms()), true);
    ++documents_;
}

void World::decide() {
    // Mostly about what is held; now and then about anything at all.
    std::vector<const Known*> held;
    for (const auto& [sequence, document] : checker_.all()) {
        // Of what comes before a document people know nothing.
        if (!document.precursor && (document.state == State::held || chance_.percent(3))) {
            held.push_back(&document);
        }
    }
    if (held.empty()) {
        return;
    }
    const Known& subject = *chance_.pick(held);
    const Known& step = checker_.held_step(subject);
    const std::array<const char*, 3> words = {"sendAgain", "markPosted", "withdraw"};
    const std::string word = words[chance_.below(words.size())];
    const bool there = !step.in_sage.empty();
    const bool wrong = (word == "markPosted") != there;
    faults_.fire(wrong ? Fault::operator_decided_wrongly : Fault::operator_decided);
    // People also take the wrong one of a document's numbers.
    const bool key = there && chance_.percent(20);
    const std::string number = key     ? step.in_sage.front().key
                               : there ? step.in_sage.front().number
                                       : "none";
    const bool by_hand = chance_.percent(10);
    submit(host_.decision(subject.host, word, number, by_hand, clock_.now_ms()), true);
    ++documents_;
}

/// The number under which Sage has what this document did; empty: it has nothing. Of several that
/// are there, and of a change the versions it may have been made to, one after the other: people
/// try the next one.
std::string World::number_in_sage(const Known& document, int round) {
    std::vector<std::string> numbers;
    for (const auto& one : document.in_sage) {
        numbers.push_back(one.number);
    }
    if (!numbers.empty()) {
        return numbers[static_cast<std::size_t>(round) % numbers.size()];
    }
    for (const auto& [sequence, other] : checker_.all()) {
        if (document.changes_existing && other.host.id == document.host.another_id &&
            !other.in_sage.empty()) {
            numbers.push_back(other.in_sage.front().number);
        }
    }
    return numbers.empty() ? "" : numbers[static_cast<std::size_t>(round / 2) % numbers.size()];
}

/// People look into Sage and decide about all that is held: rightly, or otherwise the next time.
/// False: nothing is held, or only what waits for something else than a person.
bool World::decide_all_held(int round) {
    std::vector<HostDocument> decisions;
    for (const auto& [sequence, document] : checker_.all()) {
        const bool order = document.host.type == "operatorDecision" ||
                           document.host.type == "documentCancellation";
        if (document.state != State::held || order || document.precursor) {
            continue;
        }
        const Known& step = checker_.held_step(document);
        const std::string number = number_in_sage(step, round);
        // Whether a change of an existing document was made is not easily seen there.
        const bool there = !step.in_sage.empty() || (!number.empty() && round % 2 == 1);
        const std::string word = there                              ? "markPosted"
                                 : chance_.percent(40) || round > 3 ? "withdraw"
                                                                    : "sendAgain";
        decisions.push_back(
            host_.decision(document.host, word, number, round > 6, clock_.now_ms()));
    }
    for (const HostDocument& decision : decisions) {
        submit(decision, true);
        ++documents_;
    }
    return !decisions.empty();
}

void World::hear() {
    if (instances_.empty() || disk_.stopped()) {
        return;
    }
    // The host's own thread: a fault of the disk here is met again by the next call.
    Store& store = *store_;
    const Disk::Calm calm(disk_);
    ++unharmed_;
    for (int told = 0; told < 20; ++told) {
        const Result<std::optional<StoredEvent>> event = store.next_event();
        if (!event.ok() || !event.value().has_value()) {
            break;
        }
        canaries_.check("an event", event.value()->json);
        checker_.told(*event.value());
        log_.line(clock_.true_ms(), "told", event.value()->json);
        if (chance_.percent(90)) {
            static_cast<void>(instances_.front()->store.acknowledge(event.value()->id));
        } else {
            break;
        }
    }
    --unharmed_;
}

void World::look() {
    if (written_.empty()) {
        return;
    }
    const HostDocument& document = chance_.pick(written_);
    Instance& instance = any();
    alive(instance, [&] {
        const Result<std::optional<Entry>> entry = instance.store.find_message(document.message_id);
        const Known* const known = checker_.find(document.message_id);
        if (!entry.ok()) {
            return;
        }
        if (entry.value().has_value() != (known != nullptr)) {
            Checker::fail("I1", "a question about a document is answered wrongly", known);
        }
        if (known != nullptr && entry.value()->state != known->state) {
            Checker::fail("I14", "a question shows another state", known);
        }
        static_cast<void>(instance.store.counts());
        static_cast<void>(instance.store.in_state(State::held, 10));
        if (known != nullptr) {
            static_cast<void>(instance.store.history(known->sequence));
        }
    });
}

void World::pass_time() {
    const std::uint64_t draw = chance_.below(100);
    if (draw < 40) {
        advance(chance_.between(1, 5'000));
    } else if (draw < 80) {
        std::int64_t wait = 1'000;
        Instance& instance = any();
        alive(instance, [&] {
            const Result<std::int64_t> due = instance.delivery.next_due_ms();
            wait = due.ok() ? due.value() - clock_.now_ms() : wait;
        });
        advance(std::clamp<std::int64_t>(wait, 1, 600'000));
    } else if (draw < 97) {
        advance(chance_.between(10'000, 900'000));
    } else {
        advance(chance_.between(3'600'000, 30 * 3'600'000LL));
    }
}

void World::work_some() {
    const auto calls = static_cast<int>(chance_.between(1, 8));
    for (int call = 0; call < calls; ++call) {
        work(any());
    }
}

void World::change_master_data() {
    faults_.fire(Fault::master_data_changed);
    if (chance_.percent(50)) {
        for (const std::string& item : host_.take_unknown_items()) {
            sage_.control("/control/seed",
                          fmt::format(R"({{"items":[{{"id":"{}","name":"New","unitCode":"C62",)"
                                      R"("kind":"goods"}}]}})",
                                      item));
        }
        return;
    }
    const bool on_hold = chance_.percent(50);
    sage_.control("/control/seed",
                  fmt::format(R"({{"customers":[{{"id":"C-2","name":"Bell","countryCode":"GB",)"
                              R"("onHold":{}}}]}})",
                              on_hold));
}

}  // namespace sage::simulation
