// SPDX-License-Identifier: Apache-2.0
#include "mock-host/setup/settings_record.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/setup/json_place.h"

namespace wms {

namespace {

namespace json = boost::json;

json::value shown(const std::string& text, const Secrets& secrets) {
    if (secrets.holds_value(text)) {
        return "a secret, not shown";
    }
    boost::system::error_code error;
    return json::parse(text, error);
}

}  // namespace

Result<PersonRecord> settings_record(const std::string& before, const std::string& after,
                                     const Secrets& secrets) {
    boost::system::error_code error;
    const json::value old =
        before.empty() ? json::value(json::object()) : json::parse(before, error);
    const json::value now = error ? json::value() : json::parse(after, error);
    if (error) {
        return Problem{"settings.syntax", "", "The settings are not JSON: " + error.message() + ".",
                       "Correct the file of settings.", "it"};
    }
    json::object was;
    json::object is;
    for (const PlaceChange& change : changes_between(old, now)) {
        if (!change.before.empty()) {
            was[change.pointer] = shown(change.before, secrets);
        }
        if (!change.after.empty()) {
            is[change.pointer] = shown(change.after, secrets);
        }
    }
    PersonRecord record;
    record.action = "settings";
    record.before = json::serialize(was);
    record.after = json::serialize(is);
    return record;
}

}  // namespace wms
