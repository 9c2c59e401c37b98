// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/delivery/environment.h"

#include <utility>
#include <vector>

#include "sage-adapter/outbox/state.h"

namespace sage {
namespace {

constexpr std::string_view environment_note = "environment";
constexpr std::size_t page_rows = 1'000;

Error refused(std::string code, std::string cause, std::string fix) {
    return Error(Status::config, Problem{std::move(code), "/environment", std::move(cause),
                                         std::move(fix), Owner::it});
}

std::string named(std::string_view environment) {
    return environment.empty() ? "none" : "'" + std::string(environment) + "'";
}

/// Something in the outbox that may still be sent, and says another environment.
Result<std::optional<Entry>> unfinished_of_another(Store& store, std::string_view environment) {
    const Result<Counts> counted = store.counts();
    if (!counted.ok()) {
        return counted.error();
    }
    const Counts& counts = counted.value();
    std::int64_t left = counts.queued + counts.sending + counts.in_doubt + counts.held;
    std::int64_t sequence = 0;
    while (left > 0) {
        Result<std::vector<Entry>> page = store.page_after(sequence, page_rows);
        if (!page.ok()) {
            return std::move(page).error();
        }
        if (page.value().empty()) {
            break;
        }
        sequence = page.value().back().sequence;
        for (Entry& entry : page.value()) {
            if (is_final(entry.state)) {
                continue;
            }
            --left;
            const Result<Document> document =
                read_canonical(entry.canonical_bytes, entry.message_id, entry.ordering_key);
            if (!document.ok()) {
                return document.error();
            }
            if (document.value().envelope.environment != environment) {
                return std::optional(std::move(entry));
            }
        }
    }
    return std::optional<Entry>();
}

}  // namespace

std::string company_in_keys(const DeliveryParts& parts) {
    std::string company(parts.company.company_id());
    // No id of a company has a line break.
    return parts.environment == "test" ? company + "\ntest" : company;
}

std::optional<Problem> other_environment(std::string_view environment, const Document& document) {
    if (environment.empty() || document.envelope.environment == environment) {
        return std::nullopt;
    }
    return Problem{"document.other_environment", "/environment",
                   "The document is of the environment '" + document.envelope.environment +
                       "', and this instance is for " + named(environment) + ".",
                   "Hand it over to the instance of its own environment.", Owner::it};
}

Result<void> bind_environment(Store& store, std::string_view environment) {
    const Result<std::string> bound = store.recall(environment_note);
    if (!bound.ok()) {
        return bound.error();
    }
    if (bound.value() == environment) {
        return {};
    }
    if (!bound.value().empty()) {
        return refused("outbox.other_environment",
                       "The outbox belongs to the environment " + named(bound.value()) +
                           ", and the settings name " + named(environment) + ".",
                       "Give each environment an outbox of its own, and never copy one.");
    }
    const Result<std::optional<Entry>> other = unfinished_of_another(store, environment);
    if (!other.ok()) {
        return other.error();
    }
    if (other.value().has_value()) {
        return refused("outbox.environment_unfinished",
                       "The outbox has belonged to no environment, and " +
                           other.value()->message_type + " " + other.value()->document_id +
                           " in it, which has not ended, is not of " + named(environment) + ".",
                       "Let everything end without an environment in the settings, or withdraw "
                       "it; then name the environment.");
    }
    return store.remember(environment_note, environment);
}

}  // namespace sage
