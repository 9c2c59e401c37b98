// SPDX-License-Identifier: Apache-2.0
// What people and other systems ask of the outbox as a whole: figures for a screen, what is not in
// Sage yet, rows for a data warehouse. Asked on a connection of its own, so that nobody who works
// waits for such an answer, however long it takes.
//
// All functions see what is durable, are thread-safe and change nothing. Status::storage: the store
// could not be read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage {

/// Of one message type, parts included under their own (delivery/parts.h).
struct TypeFigures {
    std::int64_t open = 0;  ///< in no final state: queued, sending, in doubt or held
    std::int64_t in_doubt = 0;
    std::int64_t held = 0;
    /// Those that ended since the time that was asked for.
    std::int64_t posted = 0;
    std::int64_t rejected = 0;
    std::int64_t withdrawn = 0;

    bool operator==(const TypeFigures&) const = default;
};

struct CauseFigures {
    std::string root_cause;
    std::int64_t documents = 0;  ///< as Store::held_count()
};

struct Figures {
    std::map<std::string, TypeFigures> types;    ///< those with a figure that is not zero
    std::optional<std::int64_t> oldest_open_ms;  ///< when the first accepted of the open ones was
    std::optional<std::int64_t> last_posted_ms;
    std::vector<CauseFigures> causes;  ///< most documents first, then by name
    /// Posted documents that are not in Sage as they were sent, by the code of the problem.
    std::map<std::string, std::int64_t> findings;
};

/// How far the outbox reaches: nothing that is accepted or happens from now on is within it, and
/// everything within it shows.
struct Extent {
    std::int64_t sequence = 0;  ///< of the last document
    std::int64_t event = 0;     ///< the last line of history
};

/// An entry as it stands, without its content.
struct Record {
    Entry entry;
    std::int64_t changed_ms = 0;             ///< by the last line of its history; or when accepted
    std::optional<std::int64_t> ended_ms{};  ///< when it reached its final state
};

/// What changed within a piece of history.
struct Changed {
    std::vector<Record> records;     ///< each once, as it stands now
    std::int64_t event_through = 0;  ///< the piece ends here: the next one begins after it
};

/// A place among what ended: when, and which document.
struct EndedPlace {
    std::int64_t at_ms = 0;
    std::int64_t sequence = 0;
};

/// What ended, each as it stands now.
struct EndedPage {
    std::vector<Record> records;
    EndedPlace through;  ///< the page ends here: the next one begins after it
    bool more = false;
};

/// Something that the host was told.
struct ToldEvent {
    std::int64_t id = 0;
    std::int64_t at_ms = 0;
    std::string message_id;  ///< of the document it is about; empty: of none
    std::string type;
    std::string json;  ///< empty: Store::purge() took it
};

class Overview {
  public:
    Overview() = default;
    Overview(const Overview&) = delete;
    Overview& operator=(const Overview&) = delete;
    virtual ~Overview() = default;

    /// In one view of the store. What it costs does not grow with the documents: figures are kept
    /// (figure_changes.h), and what ended before the first whole quarter of an hour is counted.
    virtual Result<Figures> figures(std::int64_t since_ms, std::size_t causes_max) = 0;
    /// Entries in no final state, in the order accepted, from the one after `sequence` on.
    virtual Result<std::vector<Entry>> open_after(std::int64_t sequence, std::size_t limit) = 0;
    /// May wait some seconds where hosts share the outbox, for those that are writing; then what
    /// they write is not within it.
    virtual Result<Extent> extent() = 0;
    /// In the order accepted, from the one after `sequence` up to `through`.
    virtual Result<std::vector<Record>> records_after(std::int64_t sequence, std::int64_t through,
                                                      std::size_t limit) = 0;
    /// Of at most `limit` lines of history, from the one after `event` up to `through`.
    virtual Result<Changed> records_changed(std::int64_t event, std::int64_t through,
                                            std::size_t limit) = 0;
    /// What ended in that state, in the order of when, from behind that place on. What it costs
    /// grows with the page alone.
    virtual Result<EndedPage> ended_after(State state, const EndedPlace& after,
                                          std::size_t limit) = 0;
    /// Whether a document of that type and number was ever accepted, of whatever tenant.
    virtual Result<bool> has_document(std::string_view message_type,
                                      std::string_view document_id) = 0;
    /// In the order told, from the one after `event` up to `through`.
    virtual Result<std::vector<ToldEvent>> events_after(std::int64_t event, std::int64_t through,
                                                        std::size_t limit) = 0;
    /// What is open, oldest first.
    virtual Result<std::vector<Alert>> alerts() = 0;
};

}  // namespace sage
