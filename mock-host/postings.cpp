// SPDX-License-Identifier: Apache-2.0
// Reads events tolerantly: members it does not know are ignored, members it needs are checked.
#include "mock-host/postings.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

namespace wms {

namespace {

namespace json = boost::json;

std::string member(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

const json::object* child(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value == nullptr ? nullptr : value->if_object();
}

Posting posting_of(const json::object& event) {
    Posting posting;
    posting.message_id = member(event, "messageId");
    posting.message_type = member(event, "messageType");
    posting.document_id = member(event, "documentId");
    posting.state = member(event, "state");
    posting.external_reference = member(event, "externalReference");
    if (const json::object* sage = child(event, "sageDocument")) {
        posting.sage_type = member(*sage, "type");
        posting.sage_number = member(*sage, "number");
    }
    if (const json::value* verified = event.if_contains("verified")) {
        posting.verified = verified->is_bool() && verified->get_bool();
    }
    if (const json::value* attempts = event.if_contains("attempts")) {
        posting.attempts = attempts->is_int64() ? attempts->get_int64() : 0;
    }
    if (const json::object* error = child(event, "error")) {
        const std::string cause = member(*error, "cause");
        const std::string message = member(*error, "message");
        posting.problem = {member(*error, "code"), member(*error, "fieldPath"),
                           cause.empty() ? message : cause, member(*error, "fix"),
                           member(*error, "owner")};
    }
    return posting;
}

}  // namespace

void Postings::expect(Posting posting) {
    const std::lock_guard lock(mutex_);
    const auto [known, added] = by_message_id_.try_emplace(posting.message_id, postings_.size());
    if (added) {
        postings_.push_back(std::move(posting));
        return;
    }
    // The event may be faster than the return of submit.
    Posting& earlier = postings_[known->second];
    if (earlier.external_reference.empty()) {
        earlier.external_reference = posting.external_reference;
    }
}

Done Postings::record(std::string_view event_json) {
    boost::system::error_code error;
    const json::value value = json::parse(event_json, error);
    const json::object* event = error ? nullptr : value.if_object();
    const std::string type = event == nullptr ? "" : member(*event, "eventType");
    if (type.empty()) {
        return Problem{"event.malformed", "", "The plugin gave an event without a type.",
                       "Report this to the vendor of the plugin.", "vendor"};
    }
    Posting posting = posting_of(*event);
    const std::lock_guard lock(mutex_);
    if (type == "attention") {
        // That an alert is over needs no look.
        const json::value* const closed = event->if_contains("closed");
        if (closed == nullptr || !closed->is_bool() || !closed->get_bool()) {
            attentions_.push_back(std::move(posting));
        }
        return Nothing{};
    }
    if (type != "postingResult") {
        return Nothing{};
    }
    if (posting.message_id.empty() || posting.state.empty()) {
        return Problem{"event.malformed", "/messageId",
                       "A postingResult names no message or no state.",
                       "Report this to the vendor of the plugin.", "vendor"};
    }
    const auto [known, added] = by_message_id_.try_emplace(posting.message_id, postings_.size());
    if (added) {
        postings_.push_back(std::move(posting));
        return Nothing{};
    }
    Posting& earlier = postings_[known->second];
    if (posting.external_reference.empty()) {
        posting.external_reference = earlier.external_reference;
    }
    if (posting.message_type.empty()) {
        posting.message_type = earlier.message_type;
        posting.document_id = earlier.document_id;
    }
    earlier = std::move(posting);
    return Nothing{};
}

std::optional<Posting> Postings::find(const std::string& message_id) const {
    const std::lock_guard lock(mutex_);
    const auto found = by_message_id_.find(message_id);
    if (found == by_message_id_.end()) {
        return std::nullopt;
    }
    return postings_[found->second];
}

std::vector<Posting> Postings::all() const {
    const std::lock_guard lock(mutex_);
    return postings_;
}

std::map<std::string, std::int64_t> Postings::counts() const {
    std::map<std::string, std::int64_t> counts;
    const std::lock_guard lock(mutex_);
    for (const Posting& posting : postings_) {
        ++counts[posting.state];
    }
    return counts;
}

std::vector<Posting> Postings::attentions() const {
    const std::lock_guard lock(mutex_);
    return attentions_;
}

}  // namespace wms
