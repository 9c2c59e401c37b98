// SPDX-License-Identifier: Apache-2.0
// The other direction of a reconciliation: what carries a reference of ours in Sage and is not
// posted by what we know. Such findings belong to no posted document, so what was told about them
// is remembered by their reference.
#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/delivery/reconcile.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/document/hash.h"
#include "sage-adapter/outbox/keys.h"

namespace sage {
namespace json = boost::json;
namespace {

constexpr std::string_view told_note = "reconcile.told";
constexpr std::size_t told_digits = 16;

Result<bool> told_by(const Result<void>& raised) {
    return raised.ok() ? Result<bool>(true) : Result<bool>(raised.error());
}

Error leads_no_more() {
    return Error(Status::state, Problem{std::string(not_leading), "",
                                        "Another host has begun to compare with Sage meanwhile.",
                                        "Nothing to do: it tells what it finds.", Owner::it});
}

}  // namespace

OwnList Reconciliation::list() const {
    return {scopes_[scope_], period_.from, period_.to, after_key_};
}

Result<bool> Reconciliation::take_page(const Reply& reply) {
    Result<OwnPage> page = company_.read_own_page(list(), reply);
    if (!page.ok()) {
        why_ = page.error().first().cause;
        return false;
    }
    std::vector<Found> strange;
    std::vector<std::string> references;
    for (Found& one : page.value().found) {
        // Others may use the field, too: what is no reference of ours does not concern us.
        if (is_external_reference(one.external_reference) && !looked_up(one.external_reference)) {
            references.push_back(one.external_reference);
            strange.push_back(std::move(one));
        }
    }
    if (!strange.empty()) {
        const Result<std::vector<Entry>> known = store_.find_references(references);
        if (!known.ok()) {
            return known.error();
        }
        for (const Found& one : strange) {
            const Result<void> judged = judge_own(one, known.value());
            if (!judged.ok()) {
                return judged.error();
            }
        }
        const Result<void> saved = save_told();
        if (!saved.ok()) {
            return saved.error();
        }
    }
    after_key_ = page.value().next;
    if (after_key_.empty()) {
        ++scope_;
    }
    return true;
}

Result<void> Reconciliation::judge_own(const Found& found, const std::vector<Entry>& known) {
    const auto owner = std::find_if(known.begin(), known.end(), [&](const Entry& entry) {
        return entry.external_reference == found.external_reference;
    });
    if (owner == known.end()) {
        return tell_apart(std::nullopt, found.external_reference, found_unknown(found));
    }
    const bool posted = owner->state == State::posted && !owner->sage_document_json.empty();
    const bool settled = is_final(owner->state) || owner->state == State::held;
    if (posted || !settled) {
        return {};  // compared with its own period, or on its way
    }
    return tell_apart(*owner, found.external_reference, found_not_posted(*owner, {found}));
}

Result<void> Reconciliation::tell_apart(const std::optional<Entry>& entry,
                                        const std::string& reference, ReconcileFinding finding) {
    Result<void> loaded = load_told();
    if (!loaded.ok()) {
        return loaded;
    }
    const std::string words = hexadecimal(sha256(finding.problem.cause)).substr(0, told_digits);
    std::string& last = (*told_)[reference];
    const bool told = last == words;
    if (!told) {
        const std::int64_t now = clock_.now_ms();
        const std::string event = entry.has_value()
                                      ? reconciliation_finding(*entry, finding, now)
                                      : reconciliation_finding(reference, finding, now);
        // What is told of a document is fenced by its epoch; this has no document.
        const Result<bool> raised =
            leader_.has_value()
                ? store_.raise_as_leader(*leader_, reconciliation_finding_event, event, now)
                : told_by(store_.raise(reconciliation_finding_event, event, now));
        if (!raised.ok()) {
            return raised.error();
        }
        if (!raised.value()) {
            return leads_no_more();
        }
        ++events_;
        last = words;
        told_changed_ = true;
    }
    keep({entry, reference, std::move(finding), !told});
    return {};
}

Result<void> Reconciliation::load_told() {
    if (told_.has_value()) {
        return {};
    }
    Result<std::string> kept = store_.recall(told_note);
    if (!kept.ok()) {
        return std::move(kept).error();
    }
    told_.emplace();
    const Result<json::value> parsed =
        parse_json(kept.value().empty() ? "{}" : kept.value(), limits::reply_bytes_max,
                   JsonNumbers::integers_only);
    if (parsed.ok() && parsed.value().is_object()) {
        for (const auto& [reference, words] : parsed.value().get_object()) {
            told_->emplace(reference, text_at(words, ""));
        }
    }
    return {};
}

Result<void> Reconciliation::save_told() {
    if (!told_changed_) {
        return {};
    }
    json::object kept;
    for (const auto& [reference, words] : *told_) {
        // Beyond this it is no list of exceptions; the rest may be told again.
        if (kept.size() == limits::findings_kept_max) {
            break;
        }
        kept.emplace(reference, words);
    }
    told_changed_ = false;
    return store_.remember(told_note, json::serialize(kept));
}

}  // namespace sage
