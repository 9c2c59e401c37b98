// SPDX-License-Identifier: Apache-2.0
// Reading: the query service, lists and single records.
#pragma once

#include <boost/json/fwd.hpp>
#include <string_view>

#include "plugins/intacct/simulator_documents.h"
#include "plugins/intacct/simulator_path.h"
#include "sage-adapter/transport/transport.h"

namespace sage::simulated_intacct {

/// POST /services/core/query
Reply run_query(Company& company, const boost::json::value& request, const Caller& caller);

/// GET /objects/...: at most a hundred references.
Reply list_objects(Company& company, const Subject& subject, const Caller& caller);

/// GET /objects/.../{key}
Reply get_object(Company& company, const Subject& subject, std::string_view key,
                 const Caller& caller);

/// GET /services/core/model?name=...
Reply describe_model(Company& company, std::string_view object);

}  // namespace sage::simulated_intacct
