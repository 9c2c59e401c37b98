// SPDX-License-Identifier: Apache-2.0
// The access token of a user, kept in the outbox that several hosts share.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "sage-adapter/auth/auth.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage {

class OutboxShelf final : public TokenShelf {
  public:
    /// @param user_name  whose token: each user of the outbox has a place of its own
    /// @param store      outlives the shelf
    OutboxShelf(std::string_view user_name, Store& store);
    Result<std::unique_ptr<Turn>> take_turn(std::int64_t limit_ms) override;
    Result<std::string> look() override;
    Result<void> put(std::string_view sealed) override;

  private:
    const std::string name_;
    Store& store_;
};

}  // namespace sage
