// SPDX-License-Identifier: Apache-2.0
// The journal: one row for each thing that was done to the outbox, hash-chained to the row before
// it, so that a row that was changed, left out, put in or put elsewhere is found. A store that one
// host has to itself keeps one chain, number 0; on a server each connection that writes keeps a
// chain of its own, and notes the heads of the others in it.
//
// A row belongs to the same commit as what it tells. This header knows no table: the stores write
// rows, verification.h reads them back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sage {

/// What a row tells; written as this text.
namespace told {
inline constexpr std::string_view accepted = "accepted";
inline constexpr std::string_view attempt = "attempt";    ///< begun: its bytes may leave
inline constexpr std::string_view answered = "answered";  ///< what came of an attempt
inline constexpr std::string_view changed = "changed";    ///< every other edge
inline constexpr std::string_view decision = "decision";  ///< an edge that a person decided
inline constexpr std::string_view purged = "purged";
inline constexpr std::string_view catalogue = "catalogue";  ///< master data was read
inline constexpr std::string_view settings = "settings";    ///< other settings are in force
inline constexpr std::string_view heads = "heads";          ///< of the other chains
inline constexpr std::string_view begun = "begun";          ///< on an outbox that had no journal
}  // namespace told

struct JournalRow {
    std::int64_t chain = 0;
    std::int64_t position = 0;  ///< in its chain: 1, 2, 3 …
    std::int64_t at_ms = 0;     ///< by the host's clock
    std::string who;            ///< "host", "connector", "settings", or the person who decided
    std::string what;           ///< of namespace told
    std::int64_t sequence = 0;  ///< of the document it is about; 0: of none
    std::int64_t number = 0;    ///< of an attempt; of an edge; of documents that were there before
    std::string old_value;      ///< before: a state, a version, a hash
    std::string new_value;      ///< after
    /// Of what other tables hold of it for ever: identity, attempt, line of history. Or empty.
    std::string record_hash;
    /// Accepted: the content hash. Attempt: the send hash. Change and purge: of what the document
    /// then says of its result. Or empty.
    std::string value_hash;
    std::string hash;        ///< SHA-256 of the row before it and of all above
    std::string message_id;  ///< of the document, as read beside the row; no part of it

    bool operator==(const JournalRow&) const = default;
};

/// The end of a chain. Position 0: it has no row yet.
struct JournalHead {
    std::int64_t chain = 0;
    std::int64_t position = 0;
    std::string hash;

    bool operator==(const JournalHead&) const = default;
};

/// Texts after one another that cannot be mistaken for other ones: each with its length.
class Canonical {
  public:
    Canonical& add(std::string_view text);
    Canonical& add(std::int64_t number) { return add(std::to_string(number)); }
    std::string sha256() const;

  private:
    std::string bytes_;
};

/// What the first row of a chain follows.
JournalHead empty_chain(std::int64_t chain);

/// The hash that the row must have behind `before`; its own is not looked at.
std::string journal_hash(const JournalRow& row, std::string_view before);

/// The writing end of a chain: gives rows their places and hashes.
class JournalChain {
  public:
    explicit JournalChain(JournalHead head = {}) : head_(std::move(head)) {}
    /// After what is committed: in a new transaction, or once one was rolled back.
    void begin_at(JournalHead head) { head_ = std::move(head); }
    /// The row as it is at the end of the chain.
    JournalRow append(JournalRow row);
    const JournalHead& head() const { return head_; }

  private:
    JournalHead head_;
};

JournalRow catalogue_row(std::string_view old_version, std::int64_t new_version,
                         std::int64_t read_at_ms);
/// Under which the hash of the settings that the journal was told of last is kept.
inline constexpr std::string_view settings_note = "journal.settings";
JournalRow settings_row(std::string_view old_hash, std::string_view new_hash, std::int64_t now_ms);
/// Of other chains, in the order given; read back by heads_of().
JournalRow heads_row(const std::vector<JournalHead>& heads, std::int64_t now_ms);
/// What such a row names; nothing: it is none.
std::vector<JournalHead> heads_of(const JournalRow& row);

}  // namespace sage
