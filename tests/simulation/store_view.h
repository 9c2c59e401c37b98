// SPDX-License-Identifier: Apache-2.0
// The outbox's database as the checker sees it: by SQLite itself, with a connection and questions
// of its own, so that what the store says of itself is never taken for proof.
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
    explicit StoreView(const std::string& path);
    StoreView(const StoreView&) = delete;
    StoreView& operator=(const StoreView&) = delete;
    ~StoreView();

    std::optional<Row> row(std::int64_t sequence);
    std::optional<Row> row_of(const std::string& message_id);
    std::vector<Row> rows();
    std::vector<EventRow> events();
    std::vector<AttemptRow> attempts();
    std::vector<AttemptRow> attempts_of(std::int64_t sequence);

  private:
    std::vector<Row> ask(sqlite3_stmt* statement);
    static std::vector<AttemptRow> ask_attempts(sqlite3_stmt* statement);
    sqlite3_stmt* prepare(const char* sql);

    sqlite3* database_ = nullptr;
    std::vector<sqlite3_stmt*> statements_;
    sqlite3_stmt* one_ = nullptr;
    sqlite3_stmt* by_message_ = nullptr;
    sqlite3_stmt* all_ = nullptr;
    sqlite3_stmt* events_ = nullptr;
    sqlite3_stmt* attempts_ = nullptr;
    sqlite3_stmt* attempts_of_ = nullptr;
};

}  // namespace sage::simulation
