// SPDX-License-Identifier: Apache-2.0
// Three passes: the chains row by row; the rows that other chains and the host's audit trail name;
// the documents with all that is kept of them.
#include "sage-adapter/outbox/verification.h"

#include <charconv>
#include <utility>

#include "sage-adapter/outbox/records.h"

namespace sage {
namespace {

constexpr std::size_t rows_at_once = 2'000;
constexpr std::size_t documents_at_once = 200;

class Verifier {
  public:
    Verifier(Store& store, const std::function<bool()>& cancelled)
        : store_(store), cancelled_(cancelled) {}

    Result<JournalVerification> run(const std::vector<JournalHead>& anchors) {
        Result<void> step = read_chains();
        for (const JournalHead& anchor : anchors) {
            named_.emplace_back(anchor, "the host's audit trail names a row that is not there");
        }
        step = step.ok() && found_.whole() ? look_up_named() : step;
        step = step.ok() && found_.whole() ? read_documents() : step;
        return step.ok() ? Result<JournalVerification>(std::move(found_))
                         : Result<JournalVerification>(step.error());
    }

  private:
    Result<void> read_chains();
    void add_row(const JournalRow& row);
    Result<void> look_up_named();
    Result<void> read_documents();
    void add_document(const DocumentRecords& records);
    void broken(std::int64_t chain, std::int64_t position, std::string message_id,
                std::string cause) {
        found_.first_break = JournalBreak{chain, position, std::move(message_id), std::move(cause)};
    }
    void end_chain() {
        if (head_.position > 0) {
            found_.heads.push_back(head_);
        }
    }
    Result<void> goes_on() const {
        return cancelled_() ? Result<void>(Error(Status::cancelled,
                                                 Problem{"delivery.cancelled", "",
                                                         "The host called back the verification.",
                                                         "Ask again with more time.", Owner::it}))
                            : Result<void>();
    }

    Store& store_;
    const std::function<bool()>& cancelled_;
    JournalVerification found_;
    JournalHead head_;
    std::vector<std::pair<JournalHead, std::string>> named_;  ///< with what is wrong if not there
    /// Nothing: there was no outbox before there was a journal.
    std::optional<JournalRow> begun_;
    std::int64_t begun_through_ = 0;
    FormerRecords former_;
};

Result<void> Verifier::read_chains() {
    head_ = empty_chain(0);
    while (found_.whole()) {
        const Result<void> going = goes_on();
        if (!going.ok()) {
            return going;
        }
        const Result<std::vector<JournalRow>> rows =
            store_.journal_after(head_.chain, head_.position, rows_at_once);
        if (!rows.ok()) {
            return rows.error();
        }
        for (const JournalRow& row : rows.value()) {
            if (found_.whole()) {
                add_row(row);
            }
        }
        if (rows.value().size() < rows_at_once) {
            break;
        }
    }
    end_chain();
    return {};
}

void Verifier::add_row(const JournalRow& row) {
    if (row.chain != head_.chain) {
        end_chain();
        head_ = empty_chain(row.chain);
    }
    if (row.position != head_.position + 1) {
        return broken(row.chain, head_.position + 1, row.message_id,
                      "the row of this place is not there");
    }
    if (row.hash != journal_hash(row, head_.hash)) {
        return broken(row.chain, row.position, row.message_id,
                      "the row is not the one that was written here, or the one before it is not");
    }
    if (row.sequence != 0 && row.message_id.empty()) {
        return broken(row.chain, row.position, "", "the document that the row tells of is gone");
    }
    head_.position = row.position;
    head_.hash = row.hash;
    ++found_.rows;
    for (JournalHead& other : heads_of(row)) {
        named_.emplace_back(std::move(other),
                            "another chain names a row of this chain that is not there");
    }
    if (row.what == told::begun) {
        const std::string& through = row.old_value;
        std::from_chars(through.data(), through.data() + through.size(), begun_through_);
        begun_ = row;
    }
}

Result<void> Verifier::look_up_named() {
    for (const auto& [head, cause] : named_) {
        const Result<std::vector<JournalRow>> rows =
            store_.journal_after(head.chain, head.position - 1, 1);
        if (!rows.ok()) {
            return rows.error();
        }
        const bool there = !rows.value().empty() && rows.value().front().chain == head.chain &&
                           rows.value().front().position == head.position &&
                           rows.value().front().hash == head.hash;
        if (!there) {
            broken(head.chain, head.position, "", cause);
            break;
        }
    }
    return {};
}

Result<void> Verifier::read_documents() {
    std::int64_t after = 0;
    while (found_.whole()) {
        const Result<void> going = goes_on();
        if (!going.ok()) {
            return going;
        }
        const Result<std::vector<DocumentRecords>> page =
            store_.records_after(after, documents_at_once);
        if (!page.ok()) {
            return page.error();
        }
        for (const DocumentRecords& records : page.value()) {
            if (found_.whole()) {
                add_document(records);
            }
        }
        if (page.value().size() < documents_at_once) {
            break;
        }
        after = page.value().back().entry.sequence;
    }
    if (found_.whole() && begun_ && !former_.is_told_by(*begun_)) {
        broken(0, 0, "", "what was there before the journal began is not what it was");
    }
    return {};
}

void Verifier::add_document(const DocumentRecords& records) {
    const Entry& entry = records.entry;
    const bool old = entry.sequence <= begun_through_;
    ++found_.documents;
    found_.purged += entry.canonical_bytes.empty() ? 1 : 0;
    if (old) {
        ++found_.before;
        former_.add(records);
    }
    if (std::optional<std::string> difference = difference_of(records, old)) {
        const std::int64_t last = records.journal.empty() ? 0 : records.journal.back().position;
        broken(records.journal.empty() ? 0 : records.journal.back().chain, last, entry.message_id,
               *std::move(difference));
    }
}

}  // namespace

Result<JournalVerification> verify_journal(Store& store, const std::vector<JournalHead>& anchors,
                                           const std::function<bool()>& cancelled) {
    return Verifier(store, cancelled).run(anchors);
}

}  // namespace sage
