// SPDX-License-Identifier: Apache-2.0
// The outbox as the checker sees it: the database by SQLite itself, with a connection and questions
// of its own, so that what the store says of itself is never taken for proof. What is in memory is
// looked at beside its store as well (memory_view.h).
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sage-adapter/outbox/state.h"

namespace sage::simulation {

struct Row {
    std::int64_t sequence = 0;
    std::string document_key;
    std::string message_id;
    std::string content_hash;
    std::string reference;
    State state = State::queued;
    std::int64_t epoch = 0;
    std::int64_t generation = 1;
    std::int64_t attempts = 0;
    bool maybe_in_sage = false;
    bool verified = false;
    bool waits_for_time = false;
    std::string sage_document_json;
    std::string message_type;
};

struct EventRow {
    std::int64_t id = 0;
    std::int64_t sequence = 0;
    std::uint8_t edge = 0;
    std::string from;
    std::string to;
    std::string type;
};

struct AttemptRow {
    std::int64_t sequence = 0;
    std::int64_t number = 0;
    std::int64_t generation = 1;
    bool replay = false;
    std::string send_json;
};

/// Whether SQLite finds every table and index of the database whole.
bool is_sound(const std::string& path);

class StoreView {
  public:
    StoreView() = default;
    StoreView(const StoreView&) = delete;
    StoreView& operator=(const StoreView&) = delete;
    virtual ~StoreView() = default;

    virtual std::optional<Row> row(std::int64_t sequence) = 0;
    virtual std::vector<Row> rows() = 0;
    virtual std::vector<EventRow> events() = 0;
    /// Without send_json.
    virtual std::vector<AttemptRow> attempts() = 0;
    virtual std::vector<AttemptRow> attempts_of(std::int64_t sequence) = 0;
};

class SqliteView final : public StoreView {
  public:
    explicit SqliteView(const std::string& path);
    ~SqliteView() override;

    std::optional<Row> row(std::int64_t sequence) override;
    std::vector<Row> rows() override;
    std::vector<EventRow> events() override;
    std::vector<AttemptRow> attempts() override;
    std::vector<AttemptRow> attempts_of(std::int64_t sequence) override;

  private:
    std::vector<Row> ask(sqlite3_stmt* statement);
    static std::vector<AttemptRow> ask_attempts(sqlite3_stmt* statement);
    sqlite3_stmt* prepare(const char* sql);

    sqlite3* database_ = nullptr;
    std::vector<sqlite3_stmt*> statements_;
    sqlite3_stmt* one_ = nullptr;
    sqlite3_stmt* all_ = nullptr;
    sqlite3_stmt* events_ = nullptr;
    sqlite3_stmt* attempts_ = nullptr;
    sqlite3_stmt* attempts_of_ = nullptr;
};

}  // namespace sage::simulation
