// SPDX-License-Identifier: Apache-2.0
// The fake plugin as a library that the loader can load.
#include "tests/unit/mock_host/fake_plugin.h"

extern "C" WMS_EXPORT const wms_plugin* WMS_CALL wms_plugin_entry_v1(void) {
    static const wms_plugin table = wms::testing::fake_table();
    return &table;
}
