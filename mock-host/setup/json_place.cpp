// SPDX-License-Identifier: Apache-2.0
#include "mock-host/setup/json_place.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <set>

namespace wms {

namespace {

namespace json = boost::json;

/// Takes the first member off the pointer.
std::string next_member(std::string_view& pointer) {
    pointer.remove_prefix(pointer.starts_with('/') ? 1 : 0);
    const std::size_t slash = pointer.find('/');
    const std::string_view token = pointer.substr(0, slash);
    pointer = slash == std::string_view::npos ? std::string_view() : pointer.substr(slash);
    std::string member;
    for (std::size_t at = 0; at < token.size(); ++at) {
        if (token[at] == '~' && at + 1 < token.size()) {
            member += token[++at] == '1' ? '/' : '~';
        } else {
            member += token[at];
        }
    }
    return member;
}

void add_changes(const std::string& pointer, const json::value* before, const json::value* after,
                 std::vector<PlaceChange>& changes) {
    if (before != nullptr && after != nullptr && *before == *after) {
        return;
    }
    const json::object* const old = before == nullptr ? nullptr : before->if_object();
    const json::object* const now = after == nullptr ? nullptr : after->if_object();
    if (old == nullptr || now == nullptr) {
        changes.push_back({pointer, before == nullptr ? "" : json::serialize(*before),
                           after == nullptr ? "" : json::serialize(*after)});
        return;
    }
    std::set<std::string> members;
    for (const json::object* object : {old, now}) {
        for (const auto& [name, value] : *object) {
            members.insert(std::string(name));
        }
    }
    for (const std::string& member : members) {
        add_changes(pointer_to(pointer, member), old->if_contains(member), now->if_contains(member),
                    changes);
    }
}

}  // namespace

const json::value* find_place(const json::value& value, std::string_view pointer) {
    const json::value* place = &value;
    while (!pointer.empty() && place != nullptr) {
        const std::string member = next_member(pointer);
        if (const json::object* object = place->if_object()) {
            place = object->if_contains(member);
        } else if (const json::array* list = place->if_array()) {
            std::size_t index = list->size();
            std::from_chars(member.data(), member.data() + member.size(), index);
            place = index < list->size() ? &(*list)[index] : nullptr;
        } else {
            place = nullptr;
        }
    }
    return place;
}

void put_place(json::value& value, std::string_view pointer, json::value put) {
    if (put.is_null() && find_place(value, pointer) == nullptr) {
        return;
    }
    json::value* place = &value;
    while (true) {
        const std::string member = next_member(pointer);
        if (!place->is_object()) {
            place->emplace_object();
        }
        if (pointer.empty()) {
            if (put.is_null()) {
                place->get_object().erase(member);
            } else {
                place->get_object()[member] = std::move(put);
            }
            return;
        }
        place = &place->get_object()[member];
    }
}

std::string pointer_to(std::string_view pointer, std::string_view member) {
    std::string result(pointer);
    result += '/';
    for (const char letter : member) {
        result += letter == '~' ? "~0" : letter == '/' ? "~1" : std::string(1, letter);
    }
    return result;
}

std::vector<PlaceChange> changes_between(const json::value& before, const json::value& after) {
    std::vector<PlaceChange> changes;
    add_changes("", &before, &after, changes);
    return changes;
}

}  // namespace wms
