// SPDX-License-Identifier: Apache-2.0
// A library of another major version: it exports only wms_plugin_entry_v2, as a plugin of a later
// major would. A host of major version 1 must refuse it and name both majors.
#include <stddef.h>

__attribute__((visibility("default"))) const void* wms_plugin_entry_v2(void);

const void* wms_plugin_entry_v2(void) {
    return NULL;
}
