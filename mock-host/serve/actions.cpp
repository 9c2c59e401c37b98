// SPDX-License-Identifier: Apache-2.0
#include "mock-host/serve/actions.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <set>

#include "mock-host/json_members.h"

namespace wms::serve {
namespace {

namespace json = boost::json;

void compare(const json::value& before, const json::value& after, const std::string& pointer,
             json::array& found) {
    if (before == after) {
        return;
    }
    if (!before.is_object() || !after.is_object()) {
        found.push_back(json::object{{"pointer", pointer}, {"before", before}, {"after", after}});
        return;
    }
    std::set<std::string> names;
    for (const json::value* side : {&before, &after}) {
        for (const auto& member : side->get_object()) {
            names.insert(std::string(member.key()));
        }
    }
    for (const std::string& name : names) {
        compare(member_at(before, name), member_at(after, name), pointer + "/" + name, found);
    }
}

}  // namespace

Done Actions::record(const PersonRecord& action) {
    return append_(text_of(action, clock_.now_ms())).ok()
               ? Done(Nothing{})
               : Done(Problem{"serve.not_recorded", file_.string(),
                              "What you did cannot be written down, so it was not done.",
                              "Free space on the disk of the data folder.", "it"});
}

json::array differences(const json::value& before, const json::value& after) {
    json::array found;
    compare(before, after, "", found);
    return found;
}

}  // namespace wms::serve
