// SPDX-License-Identifier: Apache-2.0
#include "mock-host/json_members.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace wms {

namespace json = boost::json;

const json::value& member_at(const json::value& value, std::string_view name) {
    static const json::value none;
    const json::object* object = value.if_object();
    const json::value* member = object == nullptr ? nullptr : object->if_contains(name);
    return member == nullptr ? none : *member;
}

std::string text_at(const json::value& value, std::string_view name) {
    const json::string* text = member_at(value, name).if_string();
    return text == nullptr ? std::string() : std::string(*text);
}

std::int64_t count_at(const json::value& value, std::string_view name) {
    const std::int64_t* count = member_at(value, name).if_int64();
    return count == nullptr ? 0 : *count;
}

const json::array& list_at(const json::value& value, std::string_view name) {
    static const json::array none;
    const json::array* list = member_at(value, name).if_array();
    return list == nullptr ? none : *list;
}

}  // namespace wms
