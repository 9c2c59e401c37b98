/* SPDX-License-Identifier: Apache-2.0 */
/* A function besides the entry that other libraries may be bound to. */
#include "wms/wms_plugin.h"

WMS_EXPORT int mutant_also(void);

int mutant_also(void) {
    return 0;
}
