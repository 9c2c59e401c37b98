// SPDX-License-Identifier: Apache-2.0
// A library that speaks version 2 of the interface only.
__attribute__((visibility("default"))) const void* wms_plugin_entry_v2(void);
const void* wms_plugin_entry_v2(void) {
    return 0;
}
