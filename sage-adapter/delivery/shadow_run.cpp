// SPDX-License-Identifier: Apache-2.0
// By the first field of each document, then, for those that Sage does not have by it, by the next:
// documents of one kind and one field together. What was found once is then read with its lines.
#include "sage-adapter/delivery/shadow_run.h"

#include <algorithm>
#include <map>
#include <utility>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/delivery/shadow_lines.h"

namespace sage {
namespace {

Problem no_answer(std::string why) {
    if (why.ends_with('.')) {
        why.pop_back();
    }
    return {"shadow.unanswered", "", "Sage could not be asked: " + why + ".",
            "Ask again when Sage answers; where it names a field, correct /shadow/findBy.",
            Owner::it};
}

Problem lines_hidden() {
    return {"shadow.lines_hidden", "",
            "Sage refuses to show lines, so that only the header could be compared.",
            "Give the user of the connection the right to read the lines of documents.", Owner::it};
}

Problem several(const Sought& sought, std::size_t count, bool more) {
    return {"shadow.ambiguous", "",
            "Sage has " + std::string(more ? "more than " : "") + std::to_string(count) +
                " documents with " + sought.field + " " + sought.value + ".",
            "Find out which of them it is, or look for documents by a field of their own with the "
            "setting /shadow/findBy.",
            Owner::finance};
}

Problem shared(const SageDocument& document) {
    return {"shadow.found_for_several", "",
            "Document " + (document.number.empty() ? document.key : document.number) +
                " of Sage was found for more than one document.",
            "Look for documents by a field of their own, not by one that parts of an order share, "
            "with the setting /shadow/findBy.",
            Owner::finance};
}

bool is_about_lines(const Facts& facts) {
    const auto first = facts.lower_bound(line_fact_prefix);
    return first != facts.end() && first->first.starts_with(line_fact_prefix);
}

Facts header_of(const Facts& facts) {
    Facts header;
    for (const auto& [field, value] : facts) {
        if (!field.starts_with(line_fact_prefix)) {
            header.emplace(field, value);
        }
    }
    return header;
}

ReadBackSubject asked_for(const ShadowSubject& subject, const Sought& sought) {
    ReadBackSubject asked;
    asked.sage_document.type = subject.row.sage_type;
    asked.facts = subject.expected;
    asked.sought = sought;
    return asked;
}

void unanswered(ShadowSubject& subject, const std::string& why) {
    subject.open = false;
    subject.row.likeness = Likeness::unanswered;
    subject.row.problems.push_back(no_answer(why));
}

}  // namespace

ShadowRun::ShadowRun(const Company& company, std::vector<ShadowSubject>& subjects, AskSage ask)
    : company_(company), subjects_(subjects), ask_(std::move(ask)) {}

void ShadowRun::run() {
    for (Batch batch = next_batch(); !batch.empty(); batch = next_batch()) {
        find(batch);
    }
    refuse_shared();
    compare_all();
}

// Open subjects of one type that are looked for by the same field.
ShadowRun::Batch ShadowRun::next_batch() {
    Batch batch;
    std::size_t facts = 0;
    for (ShadowSubject& subject : subjects_) {
        if (!subject.open) {
            continue;
        }
        if (!batch.empty() &&
            (subject.row.sage_type != batch.front()->row.sage_type ||
             subject.sought.front().field != batch.front()->sought.front().field ||
             facts + subject.expected.size() > limits::read_back_facts_max)) {
            continue;
        }
        facts += subject.expected.size();
        batch.push_back(&subject);
        if (batch.size() == limits::read_back_batch_max) {
            break;
        }
    }
    return batch;
}

void ShadowRun::find(const Batch& batch) {
    std::vector<ReadBackSubject> asked;
    for (const ShadowSubject* subject : batch) {
        asked.push_back(asked_for(*subject, subject->sought.front()));
    }
    const Evidence evidence = ask_(company_.read_back(asked, FindBy::field));
    LookUp seen;
    seen.why = evidence.reason;
    if (evidence.outcome == Outcome::answered) {
        seen = company_.read_read_back(asked, FindBy::field, evidence.reply);
    }
    if (!seen.usable) {
        for (ShadowSubject* subject : batch) {
            unanswered(*subject, seen.why);
        }
    } else if (seen.more && batch.size() > 1) {
        // One of them has so many that others are not shown: each half has more room.
        const auto middle = batch.begin() + static_cast<std::ptrdiff_t>(batch.size() / 2);
        find(Batch(batch.begin(), middle));
        find(Batch(middle, batch.end()));
    } else {
        judge(batch, seen);
    }
}

void ShadowRun::judge(const Batch& batch, const LookUp& seen) {
    for (ShadowSubject* subject : batch) {
        const Sought sought = subject->sought.front();
        std::vector<Found> found;
        for (const Found& one : seen.found) {
            const auto is_same = [&](const Found& other) {
                return other.sage_document.key == one.sage_document.key;
            };
            if (one.sought == sought.value && std::none_of(found.begin(), found.end(), is_same)) {
                found.push_back(one);
            }
        }
        ShadowRow& row = subject->row;
        if (found.empty()) {
            subject->sought.erase(subject->sought.begin());
            subject->open = !subject->sought.empty();
            row.likeness = Likeness::missing;
            continue;
        }
        subject->open = false;
        row.found_by = sought.field;
        for (const Found& one : found) {
            if (row.sage_documents.size() < limits::shadow_candidates_max) {
                row.sage_documents.push_back(one.sage_document);
                SageDocument& shown = row.sage_documents.back();
                shown.currency_id = subject->prediction.currency_id;
                shown.predicted = subject->prediction.document;
            }
        }
        if (found.size() > 1) {
            row.likeness = Likeness::ambiguous;
            row.problems.push_back(several(sought, found.size(), seen.more));
        } else {
            pairs_.push_back({subject, std::move(found.front())});
        }
    }
}

// Two documents of the warehouse cannot both be the same one in Sage.
void ShadowRun::refuse_shared() {
    std::map<std::pair<std::string, std::string>, std::size_t> claims;
    const auto claimed = [](const Pair& pair) {
        return std::pair(pair.found.sage_document.type, pair.found.sage_document.key);
    };
    for (const Pair& pair : pairs_) {
        ++claims[claimed(pair)];
    }
    std::erase_if(pairs_, [&](const Pair& pair) {
        if (claims[claimed(pair)] == 1) {
            return false;
        }
        pair.subject->row.likeness = Likeness::ambiguous;
        pair.subject->row.problems.push_back(shared(pair.found.sage_document));
        return true;
    });
}

void ShadowRun::compare_all() {
    while (!pairs_.empty()) {
        const std::string type = pairs_.front().subject->row.sage_type;
        std::vector<Pair> same_type;
        std::size_t facts = 0;
        std::erase_if(pairs_, [&](Pair& pair) {
            const std::size_t size = pair.subject->expected.size();
            if (pair.subject->row.sage_type != type ||
                (!same_type.empty() && facts + size > limits::read_back_facts_max)) {
                return false;
            }
            facts += size;
            same_type.push_back(std::move(pair));
            return true;
        });
        compare(std::move(same_type));
    }
}

void ShadowRun::compare(std::vector<Pair> pairs) {
    bool too_many = false;
    if (!read_lines(pairs, too_many)) {
        for (const Pair& pair : pairs) {
            unanswered(*pair.subject, why_);
        }
        return;
    }
    if (too_many && pairs.size() > 1) {
        const auto middle = pairs.begin() + static_cast<std::ptrdiff_t>(pairs.size() / 2);
        std::vector<Pair> second(std::make_move_iterator(middle),
                                 std::make_move_iterator(pairs.end()));
        pairs.erase(middle, pairs.end());
        for (std::vector<Pair>* half : {&pairs, &second}) {
            for (Pair& pair : *half) {
                pair.found.facts = header_of(pair.found.facts);
            }
            compare(std::move(*half));
        }
        return;
    }
    for (const Pair& pair : pairs) {
        compare_one(pair, !too_many);
    }
}

// False: Sage gave no answer. What it refuses to show is noted beside the documents.
bool ShadowRun::read_lines(std::vector<Pair>& pairs, bool& too_many) {
    std::vector<ReadBackSubject> subjects;
    std::vector<Found> found;
    std::size_t expected = 0;
    for (const Pair& pair : pairs) {
        subjects.push_back(asked_for(*pair.subject, {}));
        found.push_back(pair.found);
        expected += pair.subject->expected.size();
    }
    if (std::none_of(subjects.begin(), subjects.end(),
                     [](const ReadBackSubject& one) { return is_about_lines(one.facts); })) {
        return true;
    }
    for (bool more = true; more && !too_many;) {
        const Evidence evidence = ask_(company_.read_lines(subjects, found));
        if (evidence.outcome != Outcome::answered) {
            why_ = evidence.reason;
            return false;
        }
        const Result<bool> added = company_.add_lines(subjects, evidence.reply, found);
        if (!added.ok() && added.error().status == Status::config) {
            for (const Pair& pair : pairs) {
                pair.subject->row.likeness = Likeness::unanswered;
                pair.subject->row.problems.push_back(lines_hidden());
            }
            return true;
        }
        if (!added.ok()) {
            why_ = added.error().first().cause;
            return false;
        }
        std::size_t facts = 0;
        for (const Found& one : found) {
            facts += one.facts.size();
        }
        more = added.value();
        too_many = more && facts > expected + limits::read_back_facts_max;
    }
    for (std::size_t index = 0; index < pairs.size(); ++index) {
        pairs[index].found = std::move(found[index]);
    }
    return true;
}

void ShadowRun::compare_one(const Pair& pair, bool lines_whole) {
    ShadowRow& row = pair.subject->row;
    const Facts& expected = pair.subject->expected;
    const Amounts& predicted = pair.subject->prediction.document;
    const Amounts& posted = pair.found.sage_document.posted;
    row.differences = differences(header_of(expected), pair.found.facts);
    if (predicted.tax && posted.tax && *predicted.tax != *posted.tax) {
        row.differences.push_back({"tax", predicted.tax->text(), posted.tax->text()});
    }
    if (row.likeness == Likeness::unanswered) {
        return;  // lines are not shown
    }
    if (!lines_whole) {
        row.differences.push_back({"lines", expected.find("lines")->second,
                                   "more than " + pair.found.facts.find("lines")->second});
    } else if (is_about_lines(expected)) {
        for (Difference& one : line_differences(expected, pair.found.facts)) {
            row.differences.push_back(std::move(one));
        }
    }
    row.likeness = row.differences.empty() ? Likeness::identical : Likeness::different;
    if (row.differences.size() > limits::shadow_differences_max) {
        row.differences.resize(limits::shadow_differences_max);
    }
}

}  // namespace sage
