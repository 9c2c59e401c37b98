// SPDX-License-Identifier: Apache-2.0
// Makes one statement of SQLite fail, the n-th of all that any connection opened meanwhile runs:
// through SQLite's own hooks, so that what fails is what would fail, and where.
#pragma once

#include <sqlite3.h>

#include <string>
#include <string_view>

namespace sage::outbox_test {

/// One at a time, on one thread. The connections it watches may outlive it.
class FailingStatements {
  public:
    FailingStatements() {
        counter() = {};
        ::sqlite3_auto_extension(entry_point());
    }
    FailingStatements(const FailingStatements&) = delete;
    FailingStatements& operator=(const FailingStatements&) = delete;
    ~FailingStatements() {
        ::sqlite3_cancel_auto_extension(entry_point());
        counter() = {};
    }

    /// Counting from now; 0: none.
    void fail_at(int statement) { counter() = {statement, 0, false, false, {}}; }
    bool has_failed() const { return counter().failed; }
    const std::string& sql() const { return counter().sql; }

  private:
    struct Counter {
        int wanted = 0;
        int seen = 0;
        bool failing = false;  ///< the statement that runs now
        bool failed = false;
        std::string sql;  ///< that failed
    };
    static Counter& counter() {
        static Counter one;
        return one;
    }
    static void (*entry_point())() { return reinterpret_cast<void (*)()>(&watch); }

    static int watch(sqlite3* database, char** /*message*/, const sqlite3_api_routines* /*api*/) {
        ::sqlite3_trace_v2(database, SQLITE_TRACE_STMT, &begins, nullptr);
        // Asked after each instruction; an answer other than 0 ends the statement as a failure.
        ::sqlite3_progress_handler(database, 1, &is_to_fail, nullptr);
        return SQLITE_OK;
    }
    static int begins(unsigned /*what*/, void* /*context*/, void* /*statement*/, void* text) {
        const std::string_view sql = static_cast<const char*>(text);
        // A trigger's body is part of its statement.
        if (!sql.starts_with("--") && ++counter().seen == counter().wanted) {
            counter().failing = true;
            counter().sql = sql;
        }
        return 0;
    }
    static int is_to_fail(void* /*context*/) {
        if (!counter().failing) {
            return 0;
        }
        counter().failing = false;
        counter().failed = true;
        return 1;
    }
};

}  // namespace sage::outbox_test
