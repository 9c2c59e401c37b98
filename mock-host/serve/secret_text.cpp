// SPDX-License-Identifier: Apache-2.0
#include "mock-host/serve/secret_text.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace wms::serve {
namespace {

constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kBlockSize = 8;
constexpr std::size_t kRuns = 3;
constexpr std::size_t kMemoryMax = 256UL * 1024 * 1024;

std::string hex(const unsigned char* bytes, std::size_t count) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * count);
    for (std::size_t at = 0; at < count; ++at) {
        text.push_back(digits[bytes[at] >> 4U]);
        text.push_back(digits[bytes[at] & 0xFU]);
    }
    return text;
}

}  // namespace

std::string random_hex(std::size_t bytes) {
    std::vector<unsigned char> random(bytes);
    if (RAND_bytes(random.data(), static_cast<int>(bytes)) != 1) {
        throw std::runtime_error("the system has no randomness");
    }
    return hex(random.data(), random.size());
}

bool same_secret(std::string_view one, std::string_view other) {
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

std::string stretched(std::string_view password, std::string_view salt, std::size_t cost) {
    std::array<unsigned char, kHashBytes> hash{};
    if (EVP_PBE_scrypt(password.data(), password.size(),
                       reinterpret_cast<const unsigned char*>(salt.data()), salt.size(), cost,
                       kBlockSize, kRuns, kMemoryMax, hash.data(), hash.size()) != 1) {
        throw std::runtime_error("a password cannot be hashed: there is no memory for it");
    }
    return hex(hash.data(), hash.size());
}

}  // namespace wms::serve
