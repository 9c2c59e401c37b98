// SPDX-License-Identifier: Apache-2.0
// What a person's decision may rely on: Sage is asked for the document first, and what it shows is
// stored, or told where it contradicts the person.
#include <algorithm>

#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/finding.h"
#include "sage-adapter/delivery/record.h"

namespace sage {
namespace {

Problem cannot_mark(std::string code, std::string cause, std::string fix) {
    return Problem{std::move(code), "/body/sageDocumentNumber", std::move(cause), std::move(fix),
                   Owner::warehouse};
}

Problem number_missing(const Entry& subject) {
    return cannot_mark("decision.number_missing",
                       "Sage shows no document with the reference " + subject.external_reference +
                           ", and the decision names none.",
                       "Give the number of the document in Sage as sageDocumentNumber.");
}

Problem number_unknown(const std::string& number) {
    return cannot_mark("decision.number_unknown",
                       "Sage shows no document of this type with the number " + number + ".",
                       "Correct the number; or, if it is right, decide again with checkedByHand "
                       "true.");
}

Problem other_number(const Entry& subject, const std::vector<Found>& found,
                     const std::string& number) {
    return cannot_mark("decision.other_number",
                       "The decision names " + number + ", but Sage holds the reference " +
                           subject.external_reference + " in " + names_of(found) + ".",
                       "Give that number; if both are in Sage, reverse one of them first.");
}

Problem several(const Entry& subject, const std::vector<Found>& found) {
    return cannot_mark(
        "decision.found_several",
        "Sage holds the reference " + subject.external_reference + " in " + names_of(found) + ".",
        "Give the number of the one that is to stay, and reverse the others.");
}

}  // namespace

Result<std::optional<Send>> Delivery::sent_or_outlined(const Entry& subject) {
    Result<std::optional<Attempt>> last = parts_.store.last_attempt(subject.sequence);
    if (!last.ok()) {
        return std::move(last).error();
    }
    if (last.value().has_value()) {
        Result<Send> sent = send_from_json(last.value()->send_json);
        return sent.ok() ? Result<std::optional<Send>>(std::move(sent).value())
                         : Result<std::optional<Send>>(std::move(sent).error());
    }
    const Result<Effective> posted = effective(subject);
    if (!posted.ok()) {
        return posted.error();
    }
    return parts_.company.outline(posted.value().document, posted.value().earlier);
}

LookUp Delivery::find_in_sage(const Entry& subject, const Send& sent, FindBy by,
                              const std::string& number) {
    if (by == FindBy::reference && !sent.existing_key.empty()) {
        return ask_where(subject, sent);
    }
    SageDocument document;
    document.type = sent.sage_type;
    document.number = number;
    const std::vector<ReadBackSubject> subjects = {
        {document, sent.facts, subject.external_reference}};
    const Evidence evidence = ask(parts_.company.read_back(subjects, by));
    if (evidence.outcome != Outcome::answered) {
        LookUp unanswered;
        unanswered.why = evidence.reason;
        return unanswered;
    }
    return parts_.company.read_read_back(subjects, by, evidence.reply);
}

Result<Sighting> Delivery::sight(const Entry& entry, const Entry& subject) {
    Result<std::optional<Send>> sent = sent_or_outlined(subject);
    Result<std::optional<Attempt>> last = parts_.store.last_attempt(subject.sequence);
    if (!sent.ok() || !last.ok()) {
        return sent.ok() ? std::move(last).error() : std::move(sent).error();
    }
    const std::int64_t now = parts_.clock.now_ms();
    Sighting sighting;
    sighting.ask_again_ms = now + backoff_ms(backoff_server, entry.epoch, entry.document_key);
    if (!sent.value().has_value()) {
        sighting.words = "it makes no document in Sage";
        return sighting;
    }
    sighting.sent = *std::move(sent).value();
    LookUp seen = find_in_sage(subject, sighting.sent, FindBy::reference, "");
    sighting.usable = seen.usable;
    if (!sighting.usable) {
        sighting.words = "could not be looked up: " + seen.why;
        return sighting;
    }
    sighting.found = std::move(seen.found);
    // A document that was to be changed is always there: it counts once it shows the change.
    const bool changed =
        std::any_of(sighting.found.begin(), sighting.found.end(), [&](const Found& one) {
            return sighting.sent.existing_key.empty() ||
                   differences(sighting.sent.facts, one.facts).empty();
        });
    const std::int64_t sure_ms =
        last.value().has_value() ? last.value()->deadline_ms + connection_.settle_ms : 0;
    if (changed) {
        sighting.presence = Presence::there;
        sighting.words = "in Sage as " + names_of(sighting.found);
    } else if (subject.maybe_in_sage && now < sure_ms) {
        sighting.words = "looked up: not in Sage, but too early to be sure";
        sighting.ask_again_ms = sure_ms;
    } else {
        sighting.presence = Presence::absent;
        sighting.words = "looked up: not in Sage";
    }
    return sighting;
}

Result<Decided> Delivery::mark_posted(const Entry& entry, const Entry& subject,
                                      const Document& order) {
    const std::string& number = order.sage_document_number;
    Result<Sighting> sighted = sight(entry, subject);
    if (!sighted.ok()) {
        return std::move(sighted).error();
    }
    const Sighting& seen = sighted.value();
    if (!seen.usable) {
        return marked_unseen(subject, order, seen, subject.attempts == 0);
    }
    if (!seen.found.empty()) {
        const auto named =
            std::find_if(seen.found.begin(), seen.found.end(), [&](const Found& one) {
                return one.sage_document.number == number || one.sage_document.key == number;
            });
        if (number.empty()) {
            return seen.found.size() == 1 ? marked(subject, seen, seen.found.front())
                                          : Result<Decided>(refused(several(subject, seen.found)));
        }
        return named != seen.found.end()
                   ? marked(subject, seen, *named)
                   : Result<Decided>(refused(other_number(subject, seen.found, number)));
    }
    if (number.empty()) {
        return refused(number_missing(subject));
    }
    // Entered by hand, without our reference.
    const LookUp found = find_in_sage(subject, seen.sent, FindBy::number, number);
    if (found.usable && found.found.size() == 1) {
        return marked(subject, seen, found.found.front());
    }
    if (found.usable && !order.checked_by_hand) {
        return refused(found.found.empty() ? number_unknown(number)
                                           : several(subject, found.found));
    }
    Sighting unseen = seen;
    unseen.words =
        found.usable ? "looked up: no such number" : "could not be looked up: " + found.why;
    return marked_unseen(subject, order, unseen, false);
}

// The person's word alone: where Sage cannot be asked.
Result<Decided> Delivery::marked_unseen(const Entry& subject, const Document& order,
                                        const Sighting& seen, bool never_sent) {
    if (!order.checked_by_hand && !never_sent) {
        Decided later;
        later.seen = seen.words;
        later.wait_until_ms = seen.ask_again_ms;
        return later;
    }
    if (order.sage_document_number.empty()) {
        return refused(number_missing(subject));
    }
    Found stated;
    stated.sage_document.type = seen.sent.sage_type;
    stated.sage_document.number = order.sage_document_number;
    Sighting nothing_known;
    nothing_known.words = seen.words;
    return marked(subject, nothing_known, stated);
}

Result<Decided> Delivery::marked(const Entry& subject, const Sighting& seen, const Found& found) {
    Change change = begin_change(subject, Happening::decided_posted);
    change.problem_json.clear();
    change.root_cause.clear();
    change.maybe_in_sage = false;
    SageDocument document = found.sage_document;
    add_what_was_sent(document, seen.sent);
    change.sage_document_json = sage_document_to_json(document);
    const std::vector<Difference> wrong = differences(seen.sent.facts, found.facts);
    // The event says what is verified; read back it is not any more, whatever it holds.
    change.verified = wrong.empty() && !seen.sent.facts.empty();
    if (seen.found.size() > 1) {
        Entry posted = subject;
        posted.sage_document_json = change.sage_document_json;
        change.problem_json = problem_to_json(found_twice(posted, seen.found).problem);
        change.verified = false;
    } else if (!wrong.empty()) {
        change.problem_json = problem_to_json(differs(wrong));
    }
    report(change, subject);
    change.verified = true;
    Decided decided;
    decided.seen =
        found.sage_document.key.empty()
            ? seen.words
            : "found in Sage: " + names_of({found}) + (wrong.empty() ? "" : ", with other content");
    decided.change = std::move(change);
    return decided;
}

}  // namespace sage
