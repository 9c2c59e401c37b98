// SPDX-License-Identifier: Apache-2.0
#include "mock-host/serve/decisions.h"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/instant.h"
#include "mock-host/json_members.h"
#include "mock-host/post.h"
#include "mock-host/setup/settings_file.h"

namespace wms::serve {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 3> kDecisions = {"sendAgain", "markPosted", "withdraw"};
constexpr std::size_t kReasonBytesMax = 1000;

Result<json::value> document_of(Desk& desk, const std::string& message_id) {
    const Result<std::string> answer =
        desk.ask(json::serialize(json::object{{"query", "document"}, {"messageId", message_id}}));
    if (!answer.ok()) {
        return answer.problem();
    }
    boost::system::error_code error;
    json::value document = json::parse(answer.value(), error);
    if (error || !document.is_object()) {
        return Problem{"host.document_malformed", message_id,
                       "The plugin's answer to the query \"document\" is no JSON object.",
                       "Report this to the vendor of the plugin.", "vendor"};
    }
    return document;
}

Done check_words(const WantedDecision& wanted) {
    if (std::find(kDecisions.begin(), kDecisions.end(), wanted.decision) == kDecisions.end()) {
        return Problem{"serve.decision", "/decision", "There is no such decision.",
                       "Choose sendAgain, markPosted or withdraw.", "it"};
    }
    const bool blank = wanted.reason.find_first_not_of(" \t\r\n") == std::string::npos;
    if (blank || wanted.reason.size() > kReasonBytesMax) {
        return Problem{"serve.reason", "/reason", "A decision needs a reason of 1 to 1000 bytes.",
                       "Write down why, for whoever reads the audit.", "finance"};
    }
    return Nothing{};
}

}  // namespace

bool Decisions::is_open(const Made& made) {
    const Result<json::value> decision = document_of(desk_, made.id);
    const std::string state = decision.ok() ? text_at(decision.value(), "state") : std::string();
    return state == "queued" || state == "sending" || state == "in_doubt";
}

Done Decisions::check_state(const WantedDecision& wanted) {
    const Result<json::value> document = document_of(desk_, wanted.message_id);
    if (!document.ok()) {
        return document.problem();
    }
    const std::size_t changes = list_at(document.value(), "history").size();
    const auto before = made_.find(wanted.message_id);
    if (before != made_.end()) {
        const Made& made = before->second;
        // Decided, and not yet carried out, or only just.
        if (is_open(made) ||
            (made.changes_seen == wanted.changes_seen && made.changes_seen < changes)) {
            return Problem{"serve.decided", wanted.message_id,
                           made.by + " has decided already: " + made.decision + ", " +
                               instant_text(made.at_ms) + ".",
                           "Look at the document again, and talk to each other.", "finance"};
        }
    }
    if (text_at(document.value(), "state") != "held") {
        return Problem{
            "serve.not_held", wanted.message_id,
            "The document is not held any more: it is " + text_at(document.value(), "state") + ".",
            "Look at it again: nothing may be left to decide.", "finance"};
    }
    if (changes != wanted.changes_seen) {
        return Problem{"serve.changed", wanted.message_id,
                       "The document has changed since you looked at it.",
                       "Look at it again, then decide.", "finance"};
    }
    return Nothing{};
}

Result<std::string> Decisions::decide(const WantedDecision& wanted) {
    const std::lock_guard lock(mutex_);
    Done possible = check_words(wanted);
    if (possible.ok()) {
        possible = check_state(wanted);
    }
    if (!possible.ok()) {
        return possible.problem();
    }
    const Done recorded = actions_.record(
        {wanted.by, "decide", wanted.message_id, "held", wanted.decision, "", wanted.reason});
    if (!recorded.ok()) {
        return recorded.problem();
    }
    const std::int64_t now_ms = desk_.now_ms();
    Envelope envelope;
    envelope.recorded_ms = now_ms;
    envelope.environment = environment_of_documents(desk_.folder());
    const Message message =
        decision_message({wanted.message_id, wanted.decision, wanted.by, wanted.reason,
                          wanted.sage_number, wanted.checked_by_hand, date_text(now_ms), now_ms},
                         envelope);
    const Done submitted = desk_.submit(message);
    if (!submitted.ok()) {
        return submitted.problem();
    }
    made_[wanted.message_id] = {message.id, wanted.by, wanted.decision, now_ms,
                                wanted.changes_seen};
    return message.id;
}

}  // namespace wms::serve
