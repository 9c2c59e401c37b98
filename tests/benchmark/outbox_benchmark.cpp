// SPDX-License-Identifier: Apache-2.0
// What the outbox costs: accepting with one thread and with eight beside the plain SQLite C
// interface that commits the document and its content, and no row of a journal, one document at a
// time, on the same disk in the same run.
//
// The data lies in the folder named by OUTBOX_BENCHMARK_FOLDER, by default the current one.
#include <benchmark/benchmark.h>
#include <sqlite3.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "tests/benchmark/outbox_documents.h"

namespace sage {
namespace {

constexpr std::size_t workers = 8;

/// Documents made beforehand, so that making them is not measured.
class Documents {
  public:
    explicit Documents(std::size_t count) {
        for (std::size_t number = 0; number < count; ++number) {
            made_.push_back(document(static_cast<std::int64_t>(number)));
        }
    }
    const NewEntry& next() {
        const std::size_t index = used_++;
        if (index >= made_.size()) {
            give_up("more documents are used than were made");
        }
        return made_[index];
    }

  private:
    std::vector<NewEntry> made_;
    std::atomic<std::size_t> used_ = 0;
};

// The same number of rows for all, because a larger index costs more per row.
constexpr std::int64_t accepted_in_all = 16'000;

/// A document and its content by the C interface: two prepared inserts and one commit for each.
class Plain {
  public:
    explicit Plain(const std::string& folder) {
        // The store makes the schema, so that both write the same tables and indexes.
        value_of(open_sqlite_store({folder, "plain"})).reset();
        check(sqlite3_open_v2((folder + "/outbox.db").c_str(), &database_, SQLITE_OPEN_READWRITE,
                              nullptr));
        for (const char* pragma :
             {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON",
              "PRAGMA wal_autocheckpoint=4000", "PRAGMA cache_size=-16384"}) {
            check(sqlite3_exec(database_, pragma, nullptr, nullptr, nullptr));
        }
        begin_ = prepare("BEGIN IMMEDIATE");
        commit_ = prepare("COMMIT");
        document_ = prepare(
            "INSERT INTO document (document_key, message_id, content_hash, external_reference,"
            " message_type, tenant_id, document_id, document_version, ordering_key, subject_id,"
            " accepted_ms, state, wait_reason, due_ms)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', 'none', ?)");
        content_ = prepare("INSERT INTO content (sequence, canonical_bytes) VALUES (?, ?)");
    }
    Plain(const Plain&) = delete;
    Plain& operator=(const Plain&) = delete;
    ~Plain() {
        for (sqlite3_stmt* statement : {begin_, commit_, document_, content_}) {
            sqlite3_finalize(statement);
        }
        sqlite3_close(database_);
    }

    void accept(const NewEntry& entry) {
        step(begin_);
        int place = 1;
        for (const std::string* text :
             {&entry.document_key, &entry.message_id, &entry.content_hash,
              &entry.external_reference, &entry.message_type, &entry.tenant_id, &entry.document_id,
              &entry.document_version, &entry.ordering_key, &entry.subject_id}) {
            bind(document_, place++, *text);
        }
        sqlite3_bind_int64(document_, place++, entry.now_ms);
        sqlite3_bind_int64(document_, place, entry.now_ms);
        step(document_);
        sqlite3_bind_int64(content_, 1, sqlite3_last_insert_rowid(database_));
        bind(content_, 2, entry.canonical_bytes);
        step(content_);
        step(commit_);
    }

  private:
    void check(int code) const {
        if (code != SQLITE_OK) {
            give_up(sqlite3_errmsg(database_));
        }
    }
    sqlite3_stmt* prepare(const char* sql) const {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr));
        return statement;
    }
    static void bind(sqlite3_stmt* statement, int place, const std::string& text) {
        sqlite3_bind_text(statement, place, text.data(), static_cast<int>(text.size()), nullptr);
    }
    void step(sqlite3_stmt* statement) const {
        if (sqlite3_step(statement) != SQLITE_DONE) {
            give_up(sqlite3_errmsg(database_));
        }
        sqlite3_reset(statement);
    }

    sqlite3* database_ = nullptr;
    sqlite3_stmt* begin_ = nullptr;
    sqlite3_stmt* commit_ = nullptr;
    sqlite3_stmt* document_ = nullptr;
    sqlite3_stmt* content_ = nullptr;
};

void plain_sqlite_accepts(benchmark::State& state) {
    Documents documents(accepted_in_all);
    const Folder folder;
    Plain plain(folder.path());
    for (auto step : state) {
        plain.accept(documents.next());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(plain_sqlite_accepts)->Iterations(accepted_in_all)->UseRealTime();

/// Shared by the threads of one benchmark: made before the first begins, gone after the last ended.
struct Shared {
    Folder folder;
    Documents documents{accepted_in_all};
    std::unique_ptr<Store> store = value_of(open_sqlite_store({folder.path(), "benchmark"}));
};
std::unique_ptr<Shared> shared;

void make_shared(const benchmark::State& /*state*/) {
    shared = std::make_unique<Shared>();
}
void drop_shared(const benchmark::State& /*state*/) {
    shared.reset();
}

void outbox_accepts(benchmark::State& state) {
    for (auto step : state) {
        value_of(shared->store->accept(shared->documents.next()));
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(outbox_accepts)
    ->Setup(make_shared)
    ->Teardown(drop_shared)
    ->Iterations(accepted_in_all)
    ->Threads(1)
    ->UseRealTime();
BENCHMARK(outbox_accepts)
    ->Setup(make_shared)
    ->Teardown(drop_shared)
    ->Iterations(accepted_in_all / static_cast<std::int64_t>(workers))
    ->Threads(workers)
    ->UseRealTime();

}  // namespace
}  // namespace sage

BENCHMARK_MAIN();
