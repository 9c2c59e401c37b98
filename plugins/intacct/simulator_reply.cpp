// SPDX-License-Identifier: Apache-2.0
// Writes the envelopes. Support ids are constant: nothing may depend on them.
#include "plugins/intacct/simulator_reply.h"

#include <boost/json.hpp>

namespace sage::simulated_intacct {
namespace {

namespace json = boost::json;

constexpr std::string_view support_id = "simulated-support-id";

json::object error_object(const Refusal& refusal) {
    json::object error = {{"code", refusal.code}, {"message", refusal.message}};
    error["supportId"] = support_id;
    if (!refusal.error_id.empty()) {
        error["errorId"] = refusal.error_id;
    }
    if (!refusal.details.empty()) {
        json::array details;
        for (const Detail& detail : refusal.details) {
            details.push_back(json::object{{"code", detail.code}, {"message", detail.message}});
        }
        error["details"] = std::move(details);
    }
    if (!refusal.message_id.empty()) {
        error["additionalInfo"] = json::object{{"messageId", refusal.message_id},
                                               {"placeholders", json::object()},
                                               {"propertySet", json::object()}};
    }
    return error;
}

}  // namespace

Reply reply_to(const Refusal& refusal) {
    json::object body;
    if (refusal.envelope == Envelope::gateway) {
        body["error"] = error_object(refusal);
        return json_reply(refusal.status, json::serialize(body));
    }
    if (refusal.envelope == Envelope::top) {
        body["ia::error"] = error_object(refusal);
    } else {
        body["ia::result"] = json::object{{"ia::error", error_object(refusal)}};
    }
    body["ia::meta"] = json::object{{"totalCount", 1}, {"totalSuccess", 0}, {"totalError", 1}};
    return json_reply(refusal.status, json::serialize(body));
}

Reply gateway_reply(int status, std::string_view code, std::string_view message,
                    Envelope envelope) {
    const json::object error = {{"code", code},
                                {"message", message},
                                {"details", json::object{{"requestId", "simulated-request"}}}};
    const char* const member = envelope == Envelope::gateway ? "error" : "ia::error";
    return json_reply(status, json::serialize(json::object{{member, error}}));
}

Refusal not_found(std::string message) {
    Refusal refusal;
    refusal.status = 404;
    refusal.code = "notFound";
    refusal.message = std::move(message);
    return refusal;
}

Refusal bad_request(std::vector<Detail> faults) {
    Refusal refusal;
    refusal.message = faults.empty() ? "Payload contains errors" : faults.front().message;
    refusal.error_id = faults.empty() ? "REST-1028" : faults.front().code;
    refusal.details = std::move(faults);
    return refusal;
}

}  // namespace sage::simulated_intacct
