// SPDX-License-Identifier: Apache-2.0
#include "tests/support/source_folder.h"

namespace sage {

std::string source_folder() {
    return SAGE_SOURCE_DIR;
}

}  // namespace sage
