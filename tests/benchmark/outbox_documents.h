// SPDX-License-Identifier: Apache-2.0
// What the benchmarks of the outbox share: a folder to work in and documents as long as real ones.
//
// The data lies in the folder named by OUTBOX_BENCHMARK_FOLDER, by default the current one.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>

#include "sage-adapter/document/hash.h"
#include "sage-adapter/outbox/keys.h"
#include "sage-adapter/outbox/sqlite_store.h"

namespace sage {

inline constexpr std::int64_t now_ms = 1'700'000'000'000;
inline constexpr std::int64_t lease_ms = 60'000;
// A despatch of ten lines in canonical form has about this size.
inline constexpr std::size_t body_bytes = 2'600;
inline constexpr std::size_t claimed_at_once = 16;

[[noreturn]] inline void give_up(const std::string& why) {
    std::fprintf(stderr, "the benchmark cannot go on: %s\n", why.c_str());
    std::exit(1);
}

template <class T>
T value_of(Result<T> result) {
    if (!result.ok()) {
        give_up(result.error().first().cause);
    }
    return std::move(result).value();
}

/// A folder that is removed again.
class Folder {
  public:
    Folder() {
        const char* given = std::getenv("OUTBOX_BENCHMARK_FOLDER");
        const std::filesystem::path base =
            given != nullptr ? std::filesystem::path(given) : std::filesystem::current_path();
        std::string pattern = (base / "outbox-benchmark-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            give_up("no folder can be made in " + base.string());
        }
        path_ = pattern;
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path_); }
    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

inline NewEntry document(std::int64_t number) {
    const std::string text = std::to_string(number);
    NewEntry entry;
    entry.document_key = document_key({"tenant", "despatchAdvice", "DN-" + text, "1", ""});
    entry.content_hash = hexadecimal(sha256(text));
    entry.external_reference = external_reference(entry.document_key, "intacct", "northwind");
    entry.message_id = idempotency_key(text, "", "", "", 1);
    entry.message_type = "despatchAdvice";
    entry.tenant_id = "tenant";
    entry.document_id = "DN-" + text;
    entry.document_version = "1";
    entry.canonical_bytes.assign(body_bytes, 'x');
    entry.now_ms = now_ms;
    return entry;
}

}  // namespace sage
