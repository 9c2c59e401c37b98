// SPDX-License-Identifier: Apache-2.0
// A change of settings as the audit trail keeps it: what was and what is, place by place. A value
// that is, or holds, one of the secrets is not written down.
#pragma once

#include <string>

#include "mock-host/person_record.h"
#include "mock-host/result.h"
#include "mock-host/secrets.h"

namespace wms {

/// Before and after of the record: an object by JSON pointer. @param before  JSON; empty: none
Result<PersonRecord> settings_record(const std::string& before, const std::string& after,
                                     const Secrets& secrets);

}  // namespace wms
