// SPDX-License-Identifier: Apache-2.0
// What the steps of the warehouse share: members of a step as the warehouse has them.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/scenario/scenario.h"
#include "mock-host/wms/warehouse.h"

namespace wms::scenarios {

/// Of the form that the schema demands; what is larger than the warehouse counts is nothing, which
/// it refuses.
inline Decimal decimal(const boost::json::object& object, std::string_view name) {
    return Decimal::parse(text_of(object, name)).value_or(Decimal());
}

/// The number that a line has without a name of its own: "10", "20".
inline std::string line_number(std::size_t place) {
    return std::to_string(10 * (place + 1));
}

inline Customer customer(const boost::json::object& step) {
    Customer buyer;
    buyer.id = text_of(step, "customer", "ACME");
    buyer.name = buyer.id;
    buyer.country_code = "GB";
    buyer.address_lines = {"1 Mill Lane", "Leeds"};
    return buyer;
}

template <class T>
Done done_of(const Result<T>& result) {
    return result.ok() ? Done(Nothing{}) : Done(result.problem());
}

/// Lines by their numbers: of a parcel, of what has arrived.
template <class Line>
std::vector<Line> numbered(const boost::json::object& step, std::string_view name) {
    std::vector<Line> lines;
    for (const boost::json::value& value : list_of(step, name)) {
        lines.push_back(
            {text_of(value.as_object(), "line"), decimal(value.as_object(), "quantity")});
    }
    return lines;
}

}  // namespace wms::scenarios
