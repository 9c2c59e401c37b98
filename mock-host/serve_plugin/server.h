// SPDX-License-Identifier: Apache-2.0
// The plugin's side of the pipe: one instance of one plugin, called as the frames say. Each call
// that may be under way beside others has a channel of its own, which the host's side sends; over
// the same one the plugin is served while the call lasts.
#pragma once

#include "mock-host/serve_plugin/channel.h"
#include "wms/wms_plugin.h"

namespace wms::remote {

/// Serves until the host's side is gone. Calls may still be under way then: whoever called this
/// ends the program at once (_exit).
void serve(const wms_plugin& table, Channel control);

}  // namespace wms::remote
