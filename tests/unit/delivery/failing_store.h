// SPDX-License-Identifier: Apache-2.0
// A store that fails when a test wants it: it passes every call on to the real one, unless that
// function is to fail. What failed was not done, as outbox.h promises.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sage-adapter/outbox/outbox.h"

namespace sage::testing {

class FailingStore final : public Store {
  public:
    explicit FailingStore(std::unique_ptr<Store> real) : real_(std::move(real)) {}

    /// That function fails once, at its `call`-th call from now: 1 is the next.
    void fail(const std::string& function, int call = 1) { to_fail_[function] = call; }
    void mend() { to_fail_.clear(); }
    bool failed = false;                 ///< something did since a test said false
    bool loses_fence = false;            ///< another host took over: nothing fenced is written
    bool shared = false;                 ///< says that other hosts may work on it
    bool forgets_later = false;          ///< apply_later() is lost, as when the machine stops
    bool another_leads = false;          ///< every duty
    std::function<void()> before_apply;  ///< happens once, before the next apply()
    std::function<void(std::optional<Attempt>&)> change_attempt;  ///< as last_attempt() reads it
    std::function<void(Entry&)> change_claimed;                   ///< as claim() reads it

    bool is_shared() const override { return shared || real_->is_shared(); }
    Result<Accepted> accept(const NewEntry& entry) override {
        return call<Accepted>("accept", [&] { return real_->accept(entry); });
    }
    Result<std::vector<Entry>> claim(std::int64_t now_ms, std::int64_t lease_end_ms,
                                     std::size_t limit) override {
        auto claimed = call<std::vector<Entry>>(
            "claim", [&] { return real_->claim(now_ms, lease_end_ms, limit); });
        if (claimed.ok() && change_claimed) {
            std::for_each(claimed.value().begin(), claimed.value().end(), change_claimed);
        }
        return claimed;
    }
    Result<void> release(const std::vector<Entry>& entries, std::int64_t due_ms) override {
        return call<void>("release", [&] { return real_->release(entries, due_ms); });
    }
    Result<void> bring_forward(std::int64_t now_ms) override {
        return call<void>("bring_forward", [&] { return real_->bring_forward(now_ms); });
    }
    Result<bool> let_pass(const Entry& first, std::int64_t later_sequence,
                          std::int64_t now_ms) override {
        return call<bool>("let_pass",
                          [&] { return real_->let_pass(first, later_sequence, now_ms); });
    }
    Result<std::optional<std::int64_t>> next_due_ms() override {
        return call<std::optional<std::int64_t>>("next_due_ms",
                                                 [&] { return real_->next_due_ms(); });
    }
    Result<bool> begin_attempt(const Attempt& attempt, std::int64_t epoch) override {
        return call<bool>("begin_attempt", [&] {
            return loses_fence ? Result<bool>(false) : real_->begin_attempt(attempt, epoch);
        });
    }
    Result<std::vector<bool>> begin_attempts(const std::vector<Beginning>& beginnings) override {
        return call<std::vector<bool>>("begin_attempts", [&] {
            return loses_fence ? Result<std::vector<bool>>(std::vector<bool>(beginnings.size()))
                               : real_->begin_attempts(beginnings);
        });
    }
    Result<bool> apply(const Change& change) override {
        if (const auto meanwhile = std::exchange(before_apply, nullptr)) {
            meanwhile();
        }
        return call<bool>("apply",
                          [&] { return loses_fence ? Result<bool>(false) : real_->apply(change); });
    }
    Result<bool> apply_all(const std::vector<Change>& changes) override {
        return call<bool>("apply_all", [&] {
            return loses_fence ? Result<bool>(false) : real_->apply_all(changes);
        });
    }
    void apply_later(Change change) override {
        if (!forgets_later) {
            real_->apply_later(std::move(change));
        }
    }
    Result<void> flush() override {
        return call<void>("flush", [&] { return real_->flush(); });
    }
    Result<std::int64_t> recover(std::int64_t now_ms) override {
        return call<std::int64_t>("recover", [&] { return real_->recover(now_ms); });
    }
    Result<void> check_soundness(const std::function<bool()>& cancelled) override {
        return call<void>("check_soundness", [&] { return real_->check_soundness(cancelled); });
    }
    Result<std::optional<Entry>> find_message(std::string_view message_id) override {
        return call<std::optional<Entry>>("find_message",
                                          [&] { return real_->find_message(message_id); });
    }
    Result<std::optional<Entry>> find_document(std::string_view tenant_id,
                                               std::string_view message_type,
                                               std::string_view document_id) override {
        return call<std::optional<Entry>>("find_document", [&] {
            return real_->find_document(tenant_id, message_type, document_id);
        });
    }
    Result<std::optional<Entry>> find_earlier_document(std::string_view tenant_id,
                                                       std::string_view message_type,
                                                       std::string_view document_id,
                                                       std::int64_t before) override {
        return call<std::optional<Entry>>("find_earlier_document", [&] {
            return real_->find_earlier_document(tenant_id, message_type, document_id, before);
        });
    }
    Result<std::optional<Attempt>> last_attempt(std::int64_t sequence) override {
        auto last = call<std::optional<Attempt>>("last_attempt",
                                                 [&] { return real_->last_attempt(sequence); });
        if (last.ok() && change_attempt) {
            change_attempt(last.value());
        }
        return last;
    }
    Result<std::vector<std::optional<Attempt>>> last_attempts(
        const std::vector<std::int64_t>& sequences) override {
        auto last = call<std::vector<std::optional<Attempt>>>(
            "last_attempts", [&] { return real_->last_attempts(sequences); });
        if (last.ok() && change_attempt) {
            for (std::optional<Attempt>& attempt : last.value()) {
                change_attempt(attempt);
            }
        }
        return last;
    }
    Result<std::vector<HistoryLine>> history(std::int64_t sequence) override {
        return call<std::vector<HistoryLine>>("history", [&] { return real_->history(sequence); });
    }
    Result<std::vector<Entry>> in_state(State state, std::size_t limit) override {
        return call<std::vector<Entry>>("in_state", [&] { return real_->in_state(state, limit); });
    }
    Result<std::vector<Entry>> unverified(std::size_t limit) override {
        return call<std::vector<Entry>>("unverified", [&] { return real_->unverified(limit); });
    }
    Result<std::vector<std::string>> root_causes() override {
        return call<std::vector<std::string>>("root_causes", [&] { return real_->root_causes(); });
    }
    Result<std::vector<Entry>> held_for(std::string_view root_cause, std::size_t limit) override {
        return call<std::vector<Entry>>("held_for",
                                        [&] { return real_->held_for(root_cause, limit); });
    }
    Result<std::int64_t> held_count(std::string_view root_cause) override {
        return call<std::int64_t>("held_count", [&] { return real_->held_count(root_cause); });
    }
    Result<Counts> counts() override {
        return call<Counts>("counts", [&] { return real_->counts(); });
    }
    Result<std::vector<Entry>> page_after(std::int64_t sequence, std::size_t limit) override {
        return call<std::vector<Entry>>("page_after",
                                        [&] { return real_->page_after(sequence, limit); });
    }
    Result<std::int64_t> sequence_before(std::int64_t accepted_ms) override {
        return call<std::int64_t>("sequence_before",
                                  [&] { return real_->sequence_before(accepted_ms); });
    }
    Result<std::vector<Entry>> about(std::string_view subject_id, std::int64_t sequence) override {
        return call<std::vector<Entry>>("about",
                                        [&] { return real_->about(subject_id, sequence); });
    }
    Result<std::vector<Entry>> find_references(
        const std::vector<std::string>& references) override {
        return call<std::vector<Entry>>("find_references",
                                        [&] { return real_->find_references(references); });
    }
    Result<void> remember(std::string_view name, std::string_view value) override {
        return call<void>("remember", [&] { return real_->remember(name, value); });
    }
    Result<std::string> recall(std::string_view name) override {
        return call<std::string>("recall", [&] { return real_->recall(name); });
    }
    Result<std::optional<StoredEvent>> next_event() override {
        return call<std::optional<StoredEvent>>("next_event", [&] { return real_->next_event(); });
    }
    Result<void> acknowledge(std::int64_t event_id) override {
        return call<void>("acknowledge", [&] { return real_->acknowledge(event_id); });
    }
    Result<void> raise(std::string_view event_type, std::string_view event_json,
                       std::int64_t now_ms) override {
        return call<void>("raise", [&] { return real_->raise(event_type, event_json, now_ms); });
    }
    Result<std::optional<Leadership>> elect(std::string_view duty, std::int64_t lease_ms) override {
        return call<std::optional<Leadership>>("elect", [&] {
            return another_leads ? Result<std::optional<Leadership>>(std::optional<Leadership>())
                                 : real_->elect(duty, lease_ms);
        });
    }
    Result<bool> open_alert(const Alert& alert, bool again) override {
        return call<bool>("open_alert", [&] { return real_->open_alert(alert, again); });
    }
    Result<bool> close_alert(std::string_view key, std::string_view event_json,
                             std::int64_t now_ms) override {
        return call<bool>("close_alert",
                          [&] { return real_->close_alert(key, event_json, now_ms); });
    }
    Overview& overview() override { return real_->overview(); }
    Result<bool> raise_as_leader(const Leadership& leadership, std::string_view event_type,
                                 std::string_view event_json, std::int64_t now_ms) override {
        return call<bool>("raise_as_leader", [&] {
            return another_leads
                       ? Result<bool>(false)
                       : real_->raise_as_leader(leadership, event_type, event_json, now_ms);
        });
    }
    Result<std::optional<Purged>> purge(const Leadership& leadership, const Purge& piece) override {
        return call<std::optional<Purged>>("purge", [&] {
            return another_leads ? Result<std::optional<Purged>>(std::optional<Purged>())
                                 : real_->purge(leadership, piece);
        });
    }
    Result<std::unique_ptr<Turn>> take_turn(std::string_view name, std::int64_t limit_ms) override {
        return real_->take_turn(name, limit_ms);
    }
    Result<void> settings_in_force(std::string_view hash, std::int64_t now_ms) override {
        return call<void>("settings_in_force",
                          [&] { return real_->settings_in_force(hash, now_ms); });
    }
    JournalHead journal_head() override { return real_->journal_head(); }
    Result<std::vector<JournalRow>> journal_after(std::int64_t chain, std::int64_t position,
                                                  std::size_t limit) override {
        return call<std::vector<JournalRow>>(
            "journal_after", [&] { return real_->journal_after(chain, position, limit); });
    }
    Result<std::vector<DocumentRecords>> records_after(std::int64_t sequence,
                                                       std::size_t limit) override {
        return call<std::vector<DocumentRecords>>(
            "records_after", [&] { return real_->records_after(sequence, limit); });
    }
    Result<void> save_catalogue(const Catalogue& catalogue) override {
        return call<void>("save_catalogue", [&] { return real_->save_catalogue(catalogue); });
    }
    Result<Catalogue> load_catalogue() override {
        return call<Catalogue>("load_catalogue", [&] { return real_->load_catalogue(); });
    }

  private:
    template <class Value, class Call>
    Result<Value> call(const char* function, const Call& real) {
        const auto found = to_fail_.find(function);
        if (found != to_fail_.end() && --found->second == 0) {
            to_fail_.erase(found);
            failed = true;
            return Error(Status::storage,
                         Problem{"test.store_failed", "", "The store failed.", "", Owner::it});
        }
        return real();
    }

    std::unique_ptr<Store> real_;
    std::map<std::string, int, std::less<>> to_fail_;
};

}  // namespace sage::testing
