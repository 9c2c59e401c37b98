// SPDX-License-Identifier: Apache-2.0
// Overwriting secrets: OpenSSL's function for it is the one the compiler cannot see through.
#include "sage-adapter/transport/wipe.h"

#include <openssl/crypto.h>

namespace sage {

void wipe(void* bytes, std::size_t size) noexcept {
    OPENSSL_cleanse(bytes, size);
}

void wipe(std::string& text) noexcept {
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
}

}  // namespace sage
