// SPDX-License-Identifier: Apache-2.0
// A later version of a document is there: what held up the earlier one holds up neither this one
// nor what is about the document, in whatever order their ordering key has put them. The earlier
// one is withdrawn, what was held for it goes back to the queue, and what stands before the later
// version and needs it lets it pass.
#include <algorithm>
#include <new>
#include <utility>

#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/preview.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/delivery/versions.h"

namespace sage {
namespace {

bool ended_unposted(const Entry& entry) {
    return entry.state == State::rejected || entry.state == State::withdrawn;
}

/// Held because what it is about had ended without being posted, and for nothing else.
bool is_held_for_its_subject(const Entry& entry) {
    return entry.state == State::held && !entry.maybe_in_sage && !is_part(entry) &&
           problem_from_json(entry.problem_json).code == predecessor_not_posted(entry).code;
}

}  // namespace

/// Called when a version was accepted after another one. Earlier versions that are held, and
/// nothing of which can be in Sage, are withdrawn where their ordering key would keep this one from
/// its turn. What fails here is tried again when the same version is submitted again.
void Delivery::make_way(const NewEntry& accepted, std::int64_t sequence) try {
    Entry by;
    by.document_version = accepted.document_version;
    by.document_id = accepted.document_id;
    by.message_type = accepted.message_type;
    by.tenant_id = accepted.tenant_id;
    by.sequence = sequence;
    const bool in_order = !accepted.ordering_key.empty();
    // Of those right before it that came to nothing, the first: what is about them was held for it.
    std::int64_t first_unposted = 0;
    bool unposted = true;
    Result<std::optional<Entry>> found = parts_.store.find_earlier_document(
        accepted.tenant_id, accepted.message_type, accepted.document_id, sequence);
    while (found.ok() && found.value().has_value() && (unposted || in_order)) {
        const Entry other = *std::move(found).value();
        unposted = unposted && (ended_unposted(other) || (in_order && withdraw_earlier(other, by)));
        first_unposted = unposted ? other.sequence : first_unposted;
        found = parts_.store.find_earlier_document(accepted.tenant_id, accepted.message_type,
                                                   accepted.document_id, other.sequence);
    }
    if (first_unposted != 0) {
        static_cast<void>(release_followers(by, first_unposted));
    }
} catch (const std::bad_alloc&) {
    // As said above.
}

/// True: it was held, nothing of it can be in Sage, and now it is withdrawn.
bool Delivery::withdraw_earlier(const Entry& earlier, const Entry& by) {
    if (earlier.state != State::held || !is_replaceable(earlier) || !is_newer(by, earlier)) {
        return false;
    }
    const Result<bool> begun = has_begun(earlier);
    if (!begun.ok() || begun.value()) {
        return false;
    }
    const Result<bool> replaced = replace({earlier}, by);
    return replaced.ok() && replaced.value();
}

/// What was held because earlier versions came to nothing waits for this one instead.
Result<void> Delivery::release_followers(const Entry& version, std::int64_t first_unposted) {
    const Result<std::vector<Entry>> about =
        parts_.store.about(version.document_id, first_unposted);
    if (!about.ok()) {
        return about.error();
    }
    for (const Entry& one : about.value()) {
        if (one.tenant_id != version.tenant_id || !is_held_for_its_subject(one) ||
            subject_type(one.message_type) != version.message_type) {
            continue;
        }
        const Result<bool> released_one =
            parts_.store.apply(released(one, "version " + version.document_version + " of " +
                                                 version.document_id + " was accepted"));
        if (!released_one.ok()) {
            return released_one.error();
        }
    }
    return {};
}

/// Called when a document was held. A later version behind it in its ordering key has not to wait
/// for a person; and where it was held for a version of what it is about, a later one of that may
/// have come meanwhile.
Result<void> Delivery::give_way(const Entry& held) {
    if (is_part(held) || held.maybe_in_sage) {
        return {};
    }
    if (!held.ordering_key.empty()) {
        const Result<std::optional<Entry>> newest =
            parts_.store.find_document(held.tenant_id, held.message_type, held.document_id);
        if (!newest.ok()) {
            return newest.error();
        }
        const bool behind = newest.value() && newest.value()->state == State::queued &&
                            newest.value()->ordering_key == held.ordering_key;
        if (behind && withdraw_earlier(held, *newest.value())) {
            ++told_;
            return {};
        }
    }
    if (!is_held_for_its_subject(held)) {
        return {};
    }
    const Result<std::optional<Entry>> subject = find_subject(held);
    if (!subject.ok() || !subject.value() || is_final(subject.value()->state)) {
        return subject.ok() ? Result<void>() : Result<void>(subject.error());
    }
    const Result<bool> again =
        parts_.store.apply(released(held, "another version of what it is about was accepted"));
    return again.ok() ? Result<void>() : Result<void>(again.error());
}

/// `entry` has its turn, and waits for a document that stands behind it in its ordering key.
/// True: that one has the turn now.
Result<bool> Delivery::let_pass(const Entry& subject, const Entry& entry) {
    const bool behind = subject.sequence > entry.sequence && !entry.ordering_key.empty() &&
                        subject.ordering_key == entry.ordering_key &&
                        subject.tenant_id == entry.tenant_id;
    return behind ? parts_.store.let_pass(entry, subject.sequence, parts_.clock.now_ms())
                  : Result<bool>(false);
}

}  // namespace sage
