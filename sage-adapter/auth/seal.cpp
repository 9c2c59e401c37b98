// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/auth/seal.h"

#include <openssl/evp.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <memory>
#include <vector>

#include "sage-adapter/document/hash.h"
#include "sage-adapter/transport/wipe.h"

namespace sage {
namespace {

constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t tag_bytes = 16;
constexpr std::string_view purpose = "sage-connector/access-token/1:";

using Bytes = std::vector<std::uint8_t>;

struct Freed {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, Freed>;

Sha256 digest_of(std::string_view first, std::string_view second) {
    WipedText both;
    both.text.reserve(first.size() + second.size());
    both.text.append(first).append(second);
    return sha256(both.text);
}

std::string_view view_of(const Sha256& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string hexadecimal_of(const Bytes& bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes.size());
    for (const std::uint8_t byte : bytes) {
        text += digits[byte >> 4U];
        text += digits[byte & 0xfU];
    }
    return text;
}

std::optional<Bytes> bytes_of(std::string_view hexadecimal) {
    if (hexadecimal.size() % 2 != 0) {
        return std::nullopt;
    }
    Bytes bytes(hexadecimal.size() / 2);
    for (std::size_t index = 0; index < bytes.size(); ++index) {
        const char* const begin = hexadecimal.data() + 2 * index;
        const auto read = std::from_chars(begin, begin + 2, bytes[index], 16);
        if (read.ec != std::errc() || read.ptr != begin + 2) {
            return std::nullopt;
        }
    }
    return bytes;
}

}  // namespace

std::string seal(std::string_view secret, std::string_view text) {
    Sha256 key = digest_of(purpose, secret);
    const Sha256 nonce = digest_of(view_of(key), text);
    Bytes sealed(nonce_bytes + text.size() + tag_bytes);
    std::copy_n(nonce.begin(), nonce_bytes, sealed.begin());
    std::uint8_t* const body = sealed.data() + nonce_bytes;
    const Cipher cipher(EVP_CIPHER_CTX_new());
    int written = 0;
    const bool done =
        cipher != nullptr &&
        EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), sealed.data()) ==
            1 &&
        EVP_EncryptUpdate(cipher.get(), body, &written,
                          reinterpret_cast<const std::uint8_t*>(text.data()),
                          static_cast<int>(text.size())) == 1 &&
        EVP_EncryptFinal_ex(cipher.get(), body + written, &written) == 1 &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, body + text.size()) == 1;
    wipe(key.data(), key.size());
    return done ? hexadecimal_of(sealed) : std::string();
}

std::optional<std::string> unseal(std::string_view secret, std::string_view sealed) {
    std::optional<Bytes> bytes = bytes_of(sealed);
    if (!bytes.has_value() || bytes->size() < nonce_bytes + tag_bytes) {
        return std::nullopt;
    }
    Sha256 key = digest_of(purpose, secret);
    const std::size_t size = bytes->size() - nonce_bytes - tag_bytes;
    std::uint8_t* const body = bytes->data() + nonce_bytes;
    std::string text(size, '\0');
    const Cipher cipher(EVP_CIPHER_CTX_new());
    int written = 0;
    const bool done =
        cipher != nullptr &&
        EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), bytes->data()) ==
            1 &&
        EVP_DecryptUpdate(cipher.get(), reinterpret_cast<std::uint8_t*>(text.data()), &written,
                          body, static_cast<int>(size)) == 1 &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, body + size) == 1 &&
        EVP_DecryptFinal_ex(cipher.get(), reinterpret_cast<std::uint8_t*>(text.data()) + written,
                            &written) == 1;
    wipe(key.data(), key.size());
    if (!done) {
        wipe(text);
        return std::nullopt;
    }
    return text;
}

}  // namespace sage
