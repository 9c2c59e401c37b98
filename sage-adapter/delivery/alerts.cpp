// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/delivery/alerts.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "sage-adapter/base/json.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/document/hash.h"
#include "sage-adapter/outbox/overview.h"

namespace sage {
namespace {

constexpr std::size_t digits_of_key = 12;

boost::json::object object_of(const std::string& event) {
    Result<boost::json::value> value = parse_json(event, SIZE_MAX, JsonNumbers::integers_only);
    return value.ok() && value.value().is_object() ? std::move(value.value().get_object())
                                                   : boost::json::object();
}

std::string opening(const std::string& key, const Problem& problem, std::string_view root_cause,
                    std::int64_t now_ms) {
    boost::json::object event = object_of(attention(problem, now_ms));
    event["alertKey"] = key;
    event["closed"] = false;
    if (!root_cause.empty()) {
        event["rootCause"] = root_cause;
    }
    return boost::json::serialize(event);
}

std::string closing(const std::string& opened, std::int64_t now_ms) {
    boost::json::object event = object_of(opened);
    event["occurredAt"] = instant_text(now_ms);
    event["closed"] = true;
    return boost::json::serialize(event);
}

}  // namespace

namespace alert_key {

std::string of(std::string_view kind, const Problem& problem) {
    const std::string what = problem.code + '\n' + problem.pointer + '\n' + problem.cause;
    return std::string(kind) + hexadecimal(sha256(what)).substr(0, digits_of_key);
}

}  // namespace alert_key

Result<void> Alerts::read() {
    Result<std::vector<Alert>> alerts = parts_.store.overview().alerts();
    if (!alerts.ok()) {
        return std::move(alerts).error();
    }
    const std::lock_guard lock(mutex_);
    open_.clear();
    for (Alert& alert : alerts.value()) {
        open_.emplace(std::move(alert.key), std::move(alert.json));
    }
    return {};
}

Result<bool> Alerts::open(const std::string& key, const Problem& problem,
                          std::string_view root_cause, bool again) {
    const std::lock_guard lock(mutex_);
    if (open_.contains(key) && !again) {
        return false;
    }
    const std::int64_t now = parts_.clock.now_ms();
    Alert alert{key, now, opening(key, problem, root_cause, now)};
    Result<bool> opened = parts_.store.open_alert(alert, again);
    if (opened.ok()) {
        open_.insert_or_assign(key, std::move(alert.json));
    }
    return opened;
}

Result<bool> Alerts::close(std::string_view key) {
    const std::lock_guard lock(mutex_);
    const auto known = open_.find(key);
    if (known == open_.end()) {
        return false;
    }
    const std::int64_t now = parts_.clock.now_ms();
    Result<bool> closed = parts_.store.close_alert(key, closing(known->second, now), now);
    if (closed.ok()) {
        open_.erase(known);
    }
    return closed;
}

Result<bool> Alerts::close_others(std::string_view kind,
                                  const std::function<bool(std::string_view key)>& stands) {
    bool told = false;
    for (const std::string& key : of_kind(kind)) {
        if (stands(key)) {
            continue;
        }
        const Result<bool> closed = close(key);
        if (!closed.ok()) {
            return closed;
        }
        told = told || closed.value();
    }
    return told;
}

std::vector<std::string> Alerts::of_kind(std::string_view kind) const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> keys;
    for (auto one = open_.lower_bound(kind); one != open_.end() && one->first.starts_with(kind);
         ++one) {
        keys.push_back(one->first);
    }
    return keys;
}

}  // namespace sage
