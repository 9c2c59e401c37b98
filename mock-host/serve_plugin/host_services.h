// SPDX-License-Identifier: Apache-2.0
// What the served plugin asks of the host while a call lasts, asked of the real host.
#pragma once

#include "mock-host/serve_plugin/channel.h"
#include "wms/wms_plugin.h"

namespace wms::remote {

/// Does what the frame asks and sends the answer where there is one. False: the frame is none of
/// these, or the other side is gone.
bool serve_host(const wms_host& host, const wms_op* operation, std::string_view frame,
                Channel& lane);

}  // namespace wms::remote
