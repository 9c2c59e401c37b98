// SPDX-License-Identifier: Apache-2.0
// The Sage 50 edition: pure functions between the warehouse's documents and HyperAccounts, the REST
// interface in front of Sage 50 Accounts. The folder's front door.
//
// Nothing here performs I/O, keeps state or knows about attempts, time or threads.
#pragma once

#include "sage-adapter/edition.h"

namespace sage {

/// The edition's one entry. Constant; lives until the process ends.
const Edition& sage50_edition();

}  // namespace sage
