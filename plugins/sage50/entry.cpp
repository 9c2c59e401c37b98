// SPDX-License-Identifier: Apache-2.0
// The one symbol the library exports. Its texts come from manifest.json, which is installed beside
// it.
#include "manifest.inc"
#include "plugins/sage50/sage50.h"
#include "sage-adapter/bridge/bridge.h"
#include "sage-adapter/transport/odbc.h"

namespace {

wms_status WMS_CALL create(const wms_create_args* arguments, wms_instance** out, wms_error* error) {
    return sage::create_instance(sage::sage50_edition, arguments, out, error,
                                 sage::open_odbc_source);
}

const void* WMS_CALL get_extension(wms_str id) {
    return sage::find_extension(sage::sage50_edition, id);
}

constexpr wms_plugin table = sage::plugin_table(WMS_STR(plugin_id), WMS_STR(plugin_version),
                                                WMS_STR(plugin_manifest), create, get_extension);

}  // namespace

extern "C" WMS_EXPORT const wms_plugin* WMS_CALL wms_plugin_entry_v1(void) {
    return &table;
}
