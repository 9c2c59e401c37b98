// SPDX-License-Identifier: Apache-2.0
// Places in settings by JSON pointer, and what of two settings is not the same.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace wms {

/// Null: there is none.
const boost::json::value* find_place(const boost::json::value& value, std::string_view pointer);
/// Makes the objects on the way. A null value takes the place away.
void put_place(boost::json::value& value, std::string_view pointer, boost::json::value put);
/// The pointer with one more member.
std::string pointer_to(std::string_view pointer, std::string_view member);

/// One place of two settings.
struct PlaceChange {
    std::string pointer;
    std::string before;  ///< JSON; empty: it was not there
    std::string after;   ///< JSON; empty: it is not there
};
/// The smallest places that differ, in the order of their pointers; lists are one place each.
std::vector<PlaceChange> changes_between(const boost::json::value& before,
                                         const boost::json::value& after);

}  // namespace wms
