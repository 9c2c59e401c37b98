// SPDX-License-Identifier: Apache-2.0
// What the outbox keeps as text: the edition's Send with its exact bytes, a Sage document, a
// problem. Written and read only here. All functions are pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/document/document.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage {

std::string send_to_json(const Send& send);
/// Fails only if the store is damaged.
Result<Send> send_from_json(std::string_view text);

/// Empty text for a document of which neither key nor number is known.
std::string sage_document_to_json(const SageDocument& document);
SageDocument sage_document_from_json(std::string_view text);

/// What is known of the document because this was sent: remarks and predicted totals.
void add_what_was_sent(SageDocument& document, const Send& sent);
/// Amounts that are known, as the schemas have them; none without a currency.
JsonObject totals_to_json(const Amounts& amounts, std::string_view currency_id);

std::string problem_to_json(const Problem& problem);
std::string problems_to_json(const std::vector<Problem>& problems);
/// All problems of either form.
std::vector<Problem> problems_from_json(std::string_view text);
/// The first problem of either form; empty code if there is none.
Problem problem_from_json(std::string_view text);

/// The event `postingResult` about an entry that `change` brings to a new state. `verified` and the
/// Sage document are those of the change; with what was predicted, and the difference where what is
/// posted is known and another.
std::string posting_result(const Entry& entry, const Change& change);
/// The event `attention` about an entry: a person has to look although its state stays.
std::string attention(const Entry& entry, const Problem& problem, std::int64_t now_ms);
/// The event `attention` about the instance as a whole.
std::string attention(const Problem& problem, std::int64_t now_ms);
/// What the host's audit trail gets before an attempt leaves. With a head of the journal, so that
/// rows that are cut off its end later are missed; position 0: without.
std::string audit_record(const Entry& entry, const Attempt& attempt, const Send& send,
                         const JournalHead& head = {});

/// The same before a person's decision about `subject` takes effect; `seen` is what a look at Sage
/// showed.
std::string audit_record(const Entry& subject, const Document& order, std::string_view seen,
                         std::int64_t now_ms);

/// A time at which work is due: its digits, or null for INT64_MAX ("only after wake"), which is no
/// number that every JSON reader can hold.
std::string due_json(std::int64_t due_ms);

/// RFC 3339 in UTC with milliseconds.
std::string instant_text(std::int64_t time_ms);
/// YYYY-MM-DD in UTC.
std::string date_text(std::int64_t time_ms);

/// A reason as it may stand in the log: without what follows a colon, which quotes Sage and may
/// name a customer.
std::string own_words(std::string_view reason);

}  // namespace sage
