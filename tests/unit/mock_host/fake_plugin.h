// SPDX-License-Identifier: Apache-2.0
// A plugin without Sage, for tests of the host: keeps documents in memory and "posts" each by one
// call of work. Its settings make it misbehave on purpose:
//   hold         documents that contain this text end held
//   waitMs       each document waits that long on the host's clock before it is posted
//   queueMax     more waiting documents than this: WMS_E_BUSY
//   stall        work is always due and never done
//   fail         every work call fails with this message
//   secret       a secret that is read before each posting
//   storageError submit fails
//   refuse       documents that contain this text are refused for good
//   retryAfterMs what WMS_E_BUSY says
//   lostAcknowledgements  so many acknowledgements fail
#pragma once

#include <string>

#include "mock-host/manifest.h"
#include "wms/wms_plugin.h"

namespace wms::testing {

/// A fresh copy, so that a test may spoil it.
wms_plugin fake_table();
std::string fake_manifest_text();
Manifest fake_manifest();

}  // namespace wms::testing
