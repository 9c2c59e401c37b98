// SPDX-License-Identifier: Apache-2.0
// Plan: compiling this file is the test: every size, offset, member type and constant of version
// 1.0 still holds. layout_catches_changes.sh shows that a change would be seen.
#include "wms/wms_plugin.h"

#include "host-api/abi/layout_v1_0.h"

int main(void) {
    return 0;
}
