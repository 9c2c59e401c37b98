// SPDX-License-Identifier: Apache-2.0
// Members of a plugin's answer, which is another program's: one that is not there, or is something
// else, reads as empty.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace wms {

/// Null where there is none.
const boost::json::value& member_at(const boost::json::value& value, std::string_view name);
std::string text_at(const boost::json::value& value, std::string_view name);
std::int64_t count_at(const boost::json::value& value, std::string_view name);
const boost::json::array& list_at(const boost::json::value& value, std::string_view name);

}  // namespace wms
