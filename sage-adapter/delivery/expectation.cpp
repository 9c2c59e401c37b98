// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/delivery/expectation.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sage-adapter/delivery/record.h"

namespace sage {
namespace {

// An attempt of it may be at work in Sage, or have been, and nobody knows yet.
bool is_open(const Entry& entry) {
    return entry.state == State::sending || entry.state == State::in_doubt;
}

/// It was sent once and without effect, and ended with nothing posted for it: what that promised
/// counts for nothing.
Result<bool> posted_nothing(Store& store, const Entry& entry) {
    constexpr std::uint8_t nothing_to_post = 3;
    if (entry.state != State::posted) {
        return false;
    }
    const Result<std::vector<HistoryLine>> history = store.history(entry.sequence);
    return history.ok() ? Result<bool>(std::any_of(
                              history.value().begin(), history.value().end(),
                              [](const HistoryLine& line) { return line.edge == nothing_to_post; }))
                        : Result<bool>(history.error());
}

}  // namespace

Result<std::optional<Expectation>> expectation_of(Store& store, const Company& company,
                                                  const Entry& entry) {
    Result<std::optional<Attempt>> attempt = store.last_attempt(entry.sequence);
    if (!attempt.ok()) {
        return std::move(attempt).error();
    }
    if (!attempt.value().has_value()) {
        return std::optional<Expectation>();
    }
    Result<Expectation> made = expectation_from(company, entry, *attempt.value());
    return made.ok() ? Result<std::optional<Expectation>>(std::move(made).value())
                     : Result<std::optional<Expectation>>(std::move(made).error());
}

Result<Expectation> expectation_from(const Company& company, const Entry& entry,
                                     const Attempt& attempt) {
    Expectation expectation;
    expectation.begun_ms = attempt.begun_ms;
    expectation.subject.sage_document = sage_document_from_json(entry.sage_document_json);
    expectation.subject.external_reference = entry.external_reference;
    if (attempt.send_json.empty()) {
        return expectation;
    }
    Result<Send> sent = send_from_json(attempt.send_json);
    if (!sent.ok()) {
        return std::move(sent).error();
    }
    expectation.changes_existing = !sent.value().existing_key.empty();
    if (expectation.subject.sage_document.type.empty()) {
        expectation.subject.sage_document.type = sent.value().sage_type;
    }
    expectation.subject.facts = company.line_facts(sent.value());
    expectation.subject.facts.merge(sent.value().facts);
    return expectation;
}

Result<std::optional<Facts>> latest_facts(Store& store, const Entry& entry,
                                          const Expectation& expectation) {
    // Both the document that made Sage's and those that changed it are about the same number.
    const std::string& number = expectation.changes_existing ? entry.subject_id : entry.document_id;
    // What was accepted before the document that it changed has waited for that one.
    const std::int64_t after = expectation.changes_existing ? entry.sequence : 0;
    Result<std::vector<Entry>> later = store.about(number, after);
    if (!later.ok()) {
        return std::move(later).error();
    }
    Result<bool> nothing = posted_nothing(store, entry);
    if (!nothing.ok()) {
        return std::move(nothing).error();
    }
    Facts facts = nothing.value() ? Facts() : expectation.subject.facts;
    for (const Entry& one : later.value()) {
        if (one.tenant_id != entry.tenant_id || (one.state != State::posted && !is_open(one))) {
            continue;
        }
        Result<std::optional<Attempt>> attempt = store.last_attempt(one.sequence);
        if (!attempt.ok()) {
            return std::move(attempt).error();
        }
        if (!attempt.value().has_value()) {
            continue;
        }
        if (attempt.value()->send_json.empty()) {
            // What it made of the document is no longer known: nothing of it can be told wrong.
            return std::optional(Facts());
        }
        Result<Send> sent = send_from_json(attempt.value()->send_json);
        if (!sent.ok()) {
            return std::move(sent).error();
        }
        if (sent.value().existing_key != expectation.subject.sage_document.key) {
            continue;
        }
        if (is_open(one)) {
            return std::optional<Facts>();
        }
        nothing = posted_nothing(store, one);
        if (!nothing.ok()) {
            return std::move(nothing).error();
        }
        if (nothing.value()) {
            continue;
        }
        for (auto& [field, value] : sent.value().facts) {
            facts.insert_or_assign(field, std::move(value));
        }
    }
    return std::optional(std::move(facts));
}

}  // namespace sage
