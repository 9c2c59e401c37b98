// SPDX-License-Identifier: Apache-2.0
// Plan: as layout_test.c, for C++: compiling this file is the test: every size, offset, member
// type and constant of version 1.0 still holds.
#include "wms/wms_plugin.h"

#include "host-api/abi/layout_v1_0.h"

int main(void) {
    return 0;
}
