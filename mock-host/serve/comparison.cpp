// SPDX-License-Identifier: Apache-2.0
#include "mock-host/serve/comparison.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cctype>

#include "mock-host/instant.h"

namespace wms::serve {
namespace {

namespace json = boost::json;

bool is_day(const std::string& text) {
    constexpr std::string_view pattern = "0000-00-00";
    if (text.size() != pattern.size()) {
        return false;
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool digit = std::isdigit(static_cast<unsigned char>(text[at])) != 0;
        if (pattern[at] == '0' ? !digit : text[at] != pattern[at]) {
            return false;
        }
    }
    return true;
}

}  // namespace

Comparison::~Comparison() {
    if (thread_.joinable()) {
        thread_.join();
    }
}

Done Comparison::begin(const std::string& from, const std::string& to, const std::string& by) {
    if (!is_day(from) || !is_day(to) || to < from) {
        return Problem{"serve.days", "/from", "These are no first and last day.",
                       "Write both as YYYY-MM-DD, the earlier one first.", "finance"};
    }
    const std::lock_guard lock(mutex_);
    if (running_) {
        return Problem{"serve.comparing", "", by_ + " is comparing already.",
                       "Wait until that has ended.", "finance"};
    }
    if (thread_.joinable()) {
        thread_.join();
    }
    running_ = true;
    from_ = from;
    to_ = to;
    by_ = by;
    begun_ms_ = desk_.now_ms();
    ended_ms_ = 0;
    answer_ = std::string();
    thread_ = std::thread([this, from, to] {
        Result<std::string> answer = desk_.ask(
            json::serialize(json::object{{"query", "reconcile"}, {"from", from}, {"to", to}}));
        const std::lock_guard inner(mutex_);
        answer_ = std::move(answer);
        ended_ms_ = desk_.now_ms();
        running_ = false;
        ended_.notify_all();
    });
    return Nothing{};
}

bool Comparison::running() const {
    const std::lock_guard lock(mutex_);
    return running_;
}

std::string Comparison::told() const {
    const std::lock_guard lock(mutex_);
    if (begun_ms_ == 0) {
        return "null";
    }
    json::object told{{"running", running_},
                      {"from", from_},
                      {"to", to_},
                      {"by", by_},
                      {"begunAt", instant_text(begun_ms_)},
                      {"endedAt", nullptr},
                      {"answer", nullptr},
                      {"problem", nullptr}};
    if (!running_) {
        told["endedAt"] = instant_text(ended_ms_);
        if (answer_.ok()) {
            boost::system::error_code error;
            told["answer"] = json::parse(answer_.value(), error);
        } else {
            told["problem"] = json::object{{"code", answer_.problem().code},
                                           {"cause", answer_.problem().cause},
                                           {"fix", answer_.problem().fix},
                                           {"owner", answer_.problem().owner}};
        }
    }
    return json::serialize(told);
}

void Comparison::wait() {
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] { return !running_; });
}

}  // namespace wms::serve
