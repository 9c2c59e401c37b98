// SPDX-License-Identifier: Apache-2.0
// What an ODBC driver is told to connect with: "DSN=SageLine50v29;DIR={...};UID=...;PWD={...};".
#pragma once

#include "sage-adapter/base/status.h"
#include "sage-adapter/transport/data_source.h"
#include "sage-adapter/transport/wipe.h"

namespace sage {

/// Status::config, pointers below "/dataSource", for options that cannot be used: a name that ends
/// early, an attribute that carries a login or chooses another source or driver.
Result<void> check_data_source(const DataSourceOptions& options);

/// Of options that passed the check. Values are put in braces where they need them, so that none of
/// them can begin another attribute.
void write_connection_text(const DataSourceOptions& options, const DataSourceLogin& login,
                           WipedText& out);

}  // namespace sage
