// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/token_shelf.h"

namespace sage {

OutboxShelf::OutboxShelf(std::string_view user_name, Store& store)
    : name_("access_token." + std::string(user_name)), store_(store) {}

Result<std::unique_ptr<Turn>> OutboxShelf::take_turn(std::int64_t limit_ms) {
    return store_.take_turn(name_, limit_ms);
}

Result<std::string> OutboxShelf::look() {
    return store_.recall(name_);
}

Result<void> OutboxShelf::put(std::string_view sealed) {
    return store_.remember(name_, sealed);
}

}  // namespace sage
