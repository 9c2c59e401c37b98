// SPDX-License-Identifier: Apache-2.0
// What a driver says of a failure, as an Error that a person can act on.
//
// Told apart is what has to be done about it, by the state that ODBC defines and, where a driver
// has only the general one (HY000), by its words. None of it says more than that nothing is known:
// whatever the code, the read is unavailable.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/transport/data_source.h"

namespace sage {

struct OdbcDiagnostic {
    std::string state;  ///< five characters
    std::string words;  ///< in whatever encoding
};

enum class OdbcStep : std::uint8_t { connect, read };

/// @param source  the name of the data source
/// @param table  what was read; empty while connecting
/// @param login  is in none of the texts, whatever the driver says
Error odbc_error(OdbcStep step, std::string_view source, std::string_view table,
                 const std::vector<OdbcDiagnostic>& diagnostics, const DataSourceLogin& login);

}  // namespace sage
