// SPDX-License-Identifier: Apache-2.0
// The extension "wms.plugin.authorize/1" for any edition with an authorization-code grant.
#pragma once

#include "wms/wms_authorize.h"

namespace sage {

/// Constant; lives as long as the library.
const wms_authorize& authorize_table();

/// Its functions; wms_authorize.h says what each does.
wms_status WMS_CALL bridge_begin_authorization(wms_instance* self, wms_str redirect_uri,
                                               wms_doc* out, wms_error* error);
wms_status WMS_CALL bridge_complete_authorization(wms_instance* self, const wms_op* op,
                                                  wms_str redirect, wms_error* error);

}  // namespace sage
