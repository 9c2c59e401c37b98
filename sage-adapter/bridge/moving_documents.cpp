// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/moving_documents.h"

#include <algorithm>
#include <vector>

#include "sage-adapter/delivery/parts.h"
#include "sage-adapter/outbox/overview.h"

namespace sage {
namespace {

constexpr std::size_t read_at_once = 500;

class Walk {
  public:
    Walk(const MovingDocuments& documents, StockDrift& drift, const Cancelled& cancelled)
        : documents_(documents), drift_(drift), cancelled_(cancelled) {}

    Result<void> add_open();
    Result<void> add_ended(State state, std::int64_t since_ms);

  private:
    /// The warehouse does not have what the document moves.
    bool is_uncounted(const Entry& entry) const {
        return documents_.counted_ms && entry.accepted_ms > *documents_.counted_ms;
    }
    Result<std::optional<MovementState>> state_of_open(const Entry& entry) const;
    Result<std::optional<MovementState>> state_of_posted(const Record& record) const;
    Result<std::optional<MovementState>> state_of_rejected(const Entry& entry) const;
    Result<bool> is_replaced(const Entry& entry) const;
    Result<void> add_one_open(const Entry& entry);
    Result<void> add_one_ended(const Record& record);
    /// @param whole  with its content
    Result<void> add(const Entry& whole, MovementState state);
    Result<void> go_on() const;

    const MovingDocuments& documents_;
    StockDrift& drift_;
    const Cancelled& cancelled_;
};

Result<void> Walk::go_on() const {
    if (cancelled_ && cancelled_()) {
        return Error(Status::cancelled,
                     Problem{"delivery.cancelled", "", "The host called back the query.",
                             "Ask again.", Owner::it});
    }
    return {};
}

/// What is moved in several steps may be half there.
bool moves_in_steps(const Entry& entry) {
    return host_type_of(entry) == text_of(MessageType::inventory_adjustment) ||
           host_type_of(entry) == text_of(MessageType::inventory_transfer) ||
           host_type_of(entry) == text_of(MessageType::receipt_advice);
}

bool may_be_there(const Entry& entry) {
    return entry.state == State::sending || entry.state == State::in_doubt || entry.maybe_in_sage;
}

Result<std::optional<MovementState>> Walk::state_of_open(const Entry& entry) const {
    if (may_be_there(entry)) {
        return std::optional(MovementState::uncertain);
    }
    if (is_uncounted(entry)) {
        return std::optional<MovementState>();
    }
    if (moves_in_steps(entry)) {
        const Result<std::optional<Entry>> step = documents_.precursor(entry);
        if (!step.ok()) {
            return step.error();
        }
        if (step.value()) {
            return std::optional(MovementState::uncertain);
        }
    }
    return std::optional(MovementState::in_flight);
}

Result<std::optional<MovementState>> Walk::state_of_posted(const Record& record) const {
    const std::int64_t ended_ms = record.ended_ms.value_or(record.changed_ms);
    const bool uncounted = is_uncounted(record.entry);
    if (ended_ms <= documents_.looked_at.begun_ms && !uncounted) {
        return std::optional<MovementState>();
    }
    const Result<std::vector<HistoryLine>> history =
        documents_.store.history(record.entry.sequence);
    if (!history.ok()) {
        return history.error();
    }
    const auto sent =
        std::find_if(history.value().begin(), history.value().end(),
                     [](const HistoryLine& line) { return line.to == State::sending; });
    const bool sent_later =
        sent != history.value().end() && sent->at_ms > documents_.looked_at.ended_ms;
    if (!sent_later) {
        return std::optional(MovementState::uncertain);
    }
    return uncounted ? std::nullopt : std::optional(MovementState::in_flight);
}

/// Where another version came after it, that one tells what moved in truth.
Result<std::optional<MovementState>> Walk::state_of_rejected(const Entry& entry) const {
    const Result<bool> replaced = is_replaced(entry);
    if (!replaced.ok()) {
        return replaced.error();
    }
    return replaced.value() || is_uncounted(entry) ? std::nullopt
                                                   : std::optional(MovementState::refused);
}

/// Another version that came after it takes its place, or has.
Result<bool> Walk::is_replaced(const Entry& entry) const {
    const Result<std::optional<Entry>> newest =
        documents_.store.find_document(entry.tenant_id, entry.message_type, entry.document_id);
    if (!newest.ok()) {
        return newest.error();
    }
    const std::optional<Entry>& other = newest.value();
    return other && other->sequence != entry.sequence && other->state != State::rejected &&
           other->state != State::withdrawn;
}

Result<void> Walk::add(const Entry& whole, MovementState state) {
    if (whole.purged) {
        return {};
    }
    const Result<Document> document = documents_.effective(whole);
    if (!document.ok()) {
        return document.error();
    }
    drift_.add(document.value(), state);
    return {};
}

Result<void> Walk::add_one_open(const Entry& entry) {
    const Result<std::optional<MovementState>> state = state_of_open(entry);
    if (!state.ok()) {
        return state.error();
    }
    if (!state.value()) {
        return {};
    }
    if (*state.value() == MovementState::in_flight) {
        const Result<bool> replaced = is_replaced(entry);
        if (!replaced.ok() || replaced.value()) {
            return replaced.ok() ? Result<void>() : Result<void>(replaced.error());
        }
    }
    return add(entry, *state.value());
}

Result<void> Walk::add_one_ended(const Record& record) {
    const Entry& entry = record.entry;
    const Result<std::optional<MovementState>> state =
        entry.state == State::posted ? state_of_posted(record) : state_of_rejected(entry);
    if (!state.ok() || !state.value()) {
        return state.ok() ? Result<void>() : Result<void>(state.error());
    }
    const Result<std::optional<Entry>> whole = documents_.store.find_message(entry.message_id);
    if (!whole.ok()) {
        return whole.error();
    }
    return whole.value() ? add(*whole.value(), *state.value()) : Result<void>();
}

Result<void> Walk::add_open() {
    std::int64_t after = 0;
    for (bool more = true; more;) {
        const Result<void> on = go_on();
        if (!on.ok()) {
            return on;
        }
        const Result<std::vector<Entry>> page =
            documents_.store.overview().open_after(after, read_at_once);
        if (!page.ok()) {
            return page.error();
        }
        for (const Entry& entry : page.value()) {
            after = entry.sequence;
            const Result<void> added = is_precursor(entry) ? Result<void>() : add_one_open(entry);
            if (!added.ok()) {
                return added;
            }
        }
        more = page.value().size() == read_at_once;
    }
    return {};
}

Result<void> Walk::add_ended(State state, std::int64_t since_ms) {
    Overview& overview = documents_.store.overview();
    EndedPlace after{since_ms, 0};
    for (bool more = true; more;) {
        const Result<void> on = go_on();
        if (!on.ok()) {
            return on;
        }
        const Result<EndedPage> page = overview.ended_after(state, after, read_at_once);
        if (!page.ok()) {
            return page.error();
        }
        for (const Record& record : page.value().records) {
            const Result<void> added =
                is_precursor(record.entry) ? Result<void>() : add_one_ended(record);
            if (!added.ok()) {
                return added;
            }
        }
        after = page.value().through;
        more = page.value().more;
    }
    return {};
}

}  // namespace

Result<void> add_moving_documents(const MovingDocuments& documents, StockDrift& drift,
                                  const Cancelled& cancelled) {
    Walk walk(documents, drift, cancelled);
    // A document that ends meanwhile is seen at least once: as open, it is then of two pages, and
    // as posted it is uncertain.
    Result<void> done = walk.add_open();
    if (done.ok()) {
        const std::int64_t since =
            std::min(documents.looked_at.begun_ms,
                     documents.counted_ms.value_or(documents.looked_at.begun_ms));
        done = walk.add_ended(State::posted, since);
    }
    return done.ok() ? walk.add_ended(State::rejected, 0) : done;
}

}  // namespace sage
