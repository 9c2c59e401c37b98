// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/failing_memory.h"

#include <openssl/crypto.h>
#include <sqlite3.h>

#include <cstdlib>
#include <new>
#include <utility>

namespace sage::testing {
namespace {

/// Allocations of this thread while a call is tried; 0: not tried.
thread_local std::int64_t allocations_left = 0;
thread_local bool failing_for_good = false;
thread_local bool failed = false;

bool fails_now() {
    if (allocations_left == 0 || --allocations_left > 0) {
        return false;
    }
    failed = true;
    allocations_left = failing_for_good ? 1 : 0;
    return true;
}

void* allocate(std::size_t size) {
    return fails_now() ? nullptr : std::malloc(size == 0 ? 1 : size);
}

void* allocate_for_openssl(std::size_t size, const char*, int) {
    return size == 0 ? nullptr : allocate(size);
}

void* reallocate_for_openssl(void* memory, std::size_t size, const char*, int) {
    return fails_now() ? nullptr : std::realloc(memory, size);
}

void release_for_openssl(void* memory, const char*, int) {
    std::free(memory);
}

}  // namespace
}  // namespace sage::testing

void* operator new(std::size_t size) {
    void* const memory = sage::testing::allocate(size);
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    return memory;
}
/// Never fails: valijson alone asks in this way, and writes to what it got without looking.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace sage::testing {
namespace {

sqlite3_mem_methods sqlite_memory;  // SQLite's own, wrapped below; set once before it starts

}  // namespace

bool take_over_memory() {
    const bool openssl = CRYPTO_set_mem_functions(allocate_for_openssl, reallocate_for_openssl,
                                                  release_for_openssl) == 1;
    bool sqlite = sqlite3_config(SQLITE_CONFIG_GETMALLOC, &sqlite_memory) == SQLITE_OK;
    sqlite3_mem_methods wrapped = sqlite_memory;
    wrapped.xMalloc = [](int size) { return fails_now() ? nullptr : sqlite_memory.xMalloc(size); };
    wrapped.xRealloc = [](void* memory, int size) {
        return fails_now() ? nullptr : sqlite_memory.xRealloc(memory, size);
    };
    sqlite = sqlite3_config(SQLITE_CONFIG_MALLOC, &wrapped) == SQLITE_OK && sqlite;
    return openssl && sqlite;
}

void fail_allocation(std::int64_t n, bool for_good) {
    failed = failed && n == 0;
    failing_for_good = for_good;
    allocations_left = n;
}

bool has_failed() {
    return failed;
}

Pardon::Pardon() : left_(std::exchange(allocations_left, 0)) {}

Pardon::~Pardon() {
    allocations_left = left_;
}

}  // namespace sage::testing

#if defined(SAGE_ADDRESS_SANITIZER)
/// What Poco itself loses when memory runs out in the search for a host.
// Visible, or the sanitizer's library does not find it.
extern "C" __attribute__((visibility("default"))) const char*
__lsan_default_suppressions();                          // NOLINT(*-reserved-identifier,cert-*)
extern "C" const char* __lsan_default_suppressions() {  // NOLINT(*-reserved-identifier,cert-*)
    return "leak:Poco::Net::DNS::hostByName\n";
}
#endif
