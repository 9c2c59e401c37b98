// SPDX-License-Identifier: Apache-2.0
#include "mock-host/open_alerts.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <fstream>

#include "mock-host/json_members.h"

namespace wms {

namespace {

namespace json = boost::json;

/// Of a document: both kinds of event about it are over together.
std::string key_of(const json::value& event) {
    const std::string alert = text_at(event, "alertKey");
    const std::string message = text_at(event, "messageId");
    const std::string reference = text_at(event, "externalReference");
    return !alert.empty() ? alert : "document:" + (message.empty() ? reference : message);
}

}  // namespace

void OpenAlerts::take(std::string_view event_json) {
    boost::system::error_code failed;
    const json::value event = json::parse(event_json, failed);
    if (failed || !event.is_object()) {
        return;
    }
    const std::string type = text_at(event, "eventType");
    const json::value& error = member_at(event, "error");
    const json::value& closed = member_at(event, "closed");
    const std::string key = key_of(event);
    if (type == "attention" || type == "reconciliationFinding") {
        if (closed.is_bool() && closed.get_bool()) {
            open_.erase(key);
            return;
        }
        Numbered& one = open_[key];
        if (one.number == 0) {
            one.number = ++told_;
            one.alert.since = text_at(event, "occurredAt");
        }
        one.alert.key = key;
        one.alert.code = text_at(error, "code");
        one.alert.cause = text_at(error, "cause");
        one.alert.fix = text_at(error, "fix");
        one.alert.owner = text_at(error, "owner");
    } else if (type == "postingResult" && !error.is_object()) {
        open_.erase(key);
    }
}

std::vector<OpenAlert> OpenAlerts::list() const {
    std::vector<Numbered> numbered;
    for (const auto& [key, one] : open_) {
        numbered.push_back(one);
    }
    std::sort(numbered.begin(), numbered.end(), [](const Numbered& left, const Numbered& right) {
        return left.number < right.number;
    });
    std::vector<OpenAlert> alerts;
    for (Numbered& one : numbered) {
        alerts.push_back(std::move(one.alert));
    }
    return alerts;
}

Result<std::vector<OpenAlert>> read_open_alerts(const std::filesystem::path& events_file) {
    std::ifstream file(events_file, std::ios::binary);
    if (!file) {
        return Problem{"file.not_found", events_file.string(), "There is no file of events.",
                       "Name the folder of a run that has been connected.", "it"};
    }
    OpenAlerts alerts;
    for (std::string line; std::getline(file, line);) {
        alerts.take(line);
    }
    return alerts.list();
}

}  // namespace wms
