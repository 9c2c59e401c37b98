// SPDX-License-Identifier: Apache-2.0
// Test and live, kept apart: what says that it is of the one is nothing to the other. An outbox
// belongs to the environment that opens it first; a copy of it opened by the other is refused.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sage-adapter/base/status.h"
#include "sage-adapter/delivery/delivery_parts.h"
#include "sage-adapter/document/document.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage {

/// What stands for the company in references and keys. Of a test environment it is another text
/// than the company's id, so that nothing of it is ever taken for something live, not even in a
/// company of the same id. Live and without an environment it is the id.
std::string company_in_keys(const DeliveryParts& parts);

/// Why an instance of `environment` does not take this document; nothing: it does.
std::optional<Problem> other_environment(std::string_view environment, const Document& document);

/// Lets the outbox belong to `environment` (empty: to none) from now on; on return that is on disk.
/// Status::config: it belongs to another one, or what has not ended in it is of another one; then
/// nothing was changed. Reads through the outbox once, where it has belonged to none and something
/// in it has not ended. Before the outbox is used.
Result<void> bind_environment(Store& store, std::string_view environment);

}  // namespace sage
