// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/transport/odbc_fixture.h"

namespace sage::test {

std::string scripted_driver() {
    return SAGE_SCRIPTED_ODBC_DRIVER;
}

}  // namespace sage::test
