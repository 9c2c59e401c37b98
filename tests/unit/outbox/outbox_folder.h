// SPDX-License-Identifier: Apache-2.0
// What the tests of the outbox share: a folder that is removed again, documents to put in, and the
// steps a document goes through. Nothing here checks anything but that a step succeeded.
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/outbox/outbox.h"
#include "sage-adapter/outbox/sqlite_store.h"

namespace sage::outbox_test {

inline constexpr std::int64_t start_ms = 1'700'000'000'000;
inline constexpr std::int64_t lease_ms = 60'000;
inline constexpr std::string_view identity = "intacct northwind";

/// A folder in memory, where there is one: for tests that are not about what is synced to a disk.
inline std::filesystem::path place_in_memory() {
    const std::filesystem::path memory = "/dev/shm";
    return std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path();
}

/// A private folder of its own, by default under the system's temporary directory.
class OutboxFolder {
  public:
    explicit OutboxFolder(
        const std::filesystem::path& parent = std::filesystem::temp_directory_path()) {
        std::string pattern = (parent / "outbox-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    OutboxFolder(const OutboxFolder&) = delete;
    OutboxFolder& operator=(const OutboxFolder&) = delete;
    ~OutboxFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    const std::string& path() const { return path_; }
    std::string file(std::string_view name) const { return path_ + "/" + std::string(name); }
    std::string database() const { return file("outbox.db"); }

    SqliteOptions options() const { return {path_, std::string(identity)}; }
    Result<std::unique_ptr<Store>> open() const { return open_sqlite_store(options()); }
    /// Opens what must open.
    std::unique_ptr<Store> store() const {
        Result<std::unique_ptr<Store>> opened = open();
        if (!opened.ok()) {
            throw std::runtime_error(opened.error().first().cause);
        }
        return std::move(opened).value();
    }

  private:
    std::string path_;
};

inline std::string bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// The n-th document, different from all others in everything.
inline NewEntry new_entry(int number, std::string_view ordering_key = "") {
    const std::string text = std::to_string(number);
    NewEntry entry;
    entry.document_key = "key-" + text;
    entry.content_hash = "hash-" + text;
    entry.external_reference = "W" + text;
    entry.message_id = "message-" + text;
    entry.message_type = "despatchAdvice";
    entry.tenant_id = "tenant";
    entry.document_id = "DN-" + text;
    entry.document_version = "1";
    entry.ordering_key = ordering_key;
    entry.subject_id = "SO-" + text;
    entry.canonical_bytes = "{\"id\":\"DN-" + text + "\"}";
    entry.now_ms = start_ms;
    return entry;
}

template <class T>
T value_of(Result<T> result) {
    if (!result.ok()) {
        throw std::runtime_error(result.error().first().code + ": " + result.error().first().cause);
    }
    return std::move(result).value();
}

inline void done(const Result<void>& result) {
    ASSERT_TRUE(result.ok()) << result.error().first().code << ": " << result.error().first().cause;
}

inline std::int64_t accept(Store& store, int number, std::string_view ordering_key = "") {
    return value_of(store.accept(new_entry(number, ordering_key))).sequence;
}

inline std::vector<Entry> claim(Store& store, std::int64_t now_ms = start_ms,
                                std::size_t limit = limits::claim_batch_max) {
    return value_of(store.claim(now_ms, now_ms + lease_ms, limit));
}

inline Entry entry_of(Store& store, int number) {
    return value_of(store.find_message("message-" + std::to_string(number))).value();
}

inline Attempt next_attempt(const Entry& entry) {
    Attempt attempt;
    attempt.sequence = entry.sequence;
    attempt.number = entry.attempts + 1;
    attempt.generation = entry.generation;
    attempt.begun_ms = start_ms;
    attempt.deadline_ms = start_ms + 1'000;
    attempt.send_json = "{\"send\":" + std::to_string(entry.sequence) + "}";
    attempt.send_hash = "send-hash";
    return attempt;
}

/// Begins an attempt; the entry as the caller would go on with it.
inline Entry sending(Store& store, Entry entry) {
    const Attempt attempt = next_attempt(entry);
    EXPECT_TRUE(value_of(store.begin_attempt(attempt, entry.epoch)));
    entry.state = State::sending;
    entry.attempts = attempt.number;
    return entry;
}

inline Change change_by(const Entry& entry, Happening happening, std::int64_t now_ms = start_ms) {
    const DeliveryFacts facts{entry.state, entry.maybe_in_sage, true};
    return change_of(entry, transition(facts, happening).value(), now_ms);
}

/// Accepted, claimed, sent and posted.
inline Entry posted(Store& store, int number) {
    accept(store, number);
    Entry entry = sending(store, claim(store).at(0));
    Change change = change_by(entry, Happening::done);
    change.sage_document_json = "{\"key\":\"" + std::to_string(number) + "\"}";
    EXPECT_TRUE(value_of(store.apply(change)));
    return entry_of(store, number);
}

}  // namespace sage::outbox_test
