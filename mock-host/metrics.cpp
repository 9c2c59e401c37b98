// SPDX-License-Identifier: Apache-2.0
#include "mock-host/metrics.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <cstdio>
#include <optional>
#include <vector>

#include "mock-host/answer_lacks.h"
#include "mock-host/instant.h"
#include "mock-host/json_members.h"

namespace wms {

namespace {

namespace json = boost::json;

/// Text format: each metric with its help and type, and all its samples behind them.
class Exposition {
  public:
    void metric(std::string_view name, std::string_view type, std::string_view help) {
        name_ = name;
        text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
    }
    void sample(std::string_view value, std::string_view labels = "",
                std::string_view suffix = "") {
        const std::string in_braces = labels.empty() ? "" : fmt::format("{{{}}}", labels);
        text_ += fmt::format("{}{}{} {}\n", name_, suffix, in_braces, value);
    }
    void sample(std::int64_t value, std::string_view labels = "", std::string_view suffix = "") {
        sample(std::to_string(value), labels, suffix);
    }
    std::string text() && { return std::move(text_); }

  private:
    std::string name_;
    std::string text_;
};

std::string label(std::string_view name, std::string_view value) {
    std::string escaped;
    for (const char byte : value) {
        escaped += byte == '\n'                  ? "\\n"
                   : byte == '"' || byte == '\\' ? std::string{'\\', byte}
                                                 : std::string(1, byte);
    }
    return fmt::format("{}=\"{}\"", name, escaped);
}

/// Milliseconds as seconds, exactly: "0.05".
std::string seconds(std::int64_t milliseconds) {
    std::string text = fmt::format("{}.{:03}", milliseconds / 1'000, milliseconds % 1'000);
    text.erase(text.find_last_not_of('0') + 1);
    return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
}

/// "2026-11-20T15:42:10.120Z" as seconds since 1970; 0: never.
std::int64_t timestamp(const json::value& value, std::string_view name) {
    const std::string text = text_at(value, name);
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d", &year, &month, &day, &hour, &minute,
                    &second) != 6) {
        return 0;
    }
    const std::optional<std::int64_t> whole = instant_of(year, month, day, hour, minute);
    return whole.has_value() ? *whole / 1'000 + second : 0;
}

bool flag_at(const json::value& value, std::string_view name) {
    const json::value& member = member_at(value, name);
    return member.is_bool() && member.get_bool();
}

Result<json::value> read(std::string_view answer) {
    boost::system::error_code failed;
    json::value value = json::parse(answer, failed);
    const bool whole = !failed && member_at(value, "counts").is_object() &&
                       member_at(value, "today").is_object() &&
                       member_at(value, "exchanges").is_object() &&
                       member_at(value, "authorisation").is_object();
    return whole ? Result<json::value>(std::move(value))
                 : Result<json::value>(answer_lacks("dashboard", "what its schema asks for"));
}

void add_documents(Exposition& out, const json::value& answer) {
    out.metric("sage_connector_documents", "gauge", "Accepted documents by state.");
    for (const char* state :
         {"queued", "sending", "in_doubt", "posted", "rejected", "held", "withdrawn"}) {
        out.sample(count_at(member_at(answer, "counts"), state), label("state", state));
    }
    out.metric("sage_connector_documents_unverified", "gauge",
               "Posted documents that were not read back yet.");
    out.sample(count_at(member_at(answer, "counts"), "unverified"));
    out.metric("sage_connector_documents_open", "gauge",
               "Documents in no final state, by message type.");
    for (const json::value& type : list_at(answer, "byType")) {
        out.sample(count_at(type, "notYetPosted"),
                   label("message_type", text_at(type, "messageType")));
    }
    out.metric("sage_connector_documents_ended_today", "gauge",
               "Documents that ended since midnight UTC, by message type and state.");
    for (const json::value& type : list_at(answer, "byType")) {
        for (const char* state : {"posted", "rejected", "withdrawn"}) {
            out.sample(count_at(type, state), label("message_type", text_at(type, "messageType")) +
                                                  "," + label("state", state));
        }
    }
    out.metric("sage_connector_oldest_document_wait_seconds", "gauge",
               "For how long the oldest document in no final state has waited.");
    out.sample(count_at(answer, "oldestWaitSeconds"));
    out.metric("sage_connector_held_documents", "gauge",
               "Documents held for a root cause; the most frequent ones.");
    for (const json::value& cause : list_at(answer, "rootCauses")) {
        out.sample(count_at(cause, "documents"), label("root_cause", text_at(cause, "rootCause")));
    }
    out.metric("sage_connector_drift_documents", "gauge",
               "Posted documents that Sage does not hold as they were sent, by finding.");
    for (const json::value& finding : list_at(answer, "drift")) {
        out.sample(count_at(finding, "documents"), label("code", text_at(finding, "code")));
    }
    out.metric("sage_connector_open_alerts", "gauge", "Alerts that are not over.");
    out.sample(static_cast<std::int64_t>(list_at(answer, "alerts").size()));
}

void add_exchanges(Exposition& out, const json::value& exchanges) {
    out.metric("sage_connector_exchanges_total", "counter",
               "Requests to Sage since the instance was created, by result.");
    for (const auto& [member, result] :
         {std::pair("succeeded", "succeeded"), std::pair("refused", "refused"),
          std::pair("failed", "failed"), std::pair("unanswered", "unanswered"),
          std::pair("notSent", "not_sent")}) {
        out.sample(count_at(exchanges, member), label("result", result));
    }
    out.metric("sage_connector_exchange_duration_seconds", "histogram",
               "How long answered requests took.");
    for (const json::value& bucket : list_at(exchanges, "answeredWithin")) {
        out.sample(count_at(bucket, "exchanges"), label("le", seconds(count_at(bucket, "ms"))),
                   "_bucket");
    }
    const std::int64_t answered = count_at(exchanges, "succeeded") +
                                  count_at(exchanges, "refused") + count_at(exchanges, "failed");
    out.sample(answered, label("le", "+Inf"), "_bucket");
    out.sample(seconds(count_at(exchanges, "answeredMs")), "", "_sum");
    out.sample(answered, "", "_count");
}

void add_connection(Exposition& out, const json::value& answer) {
    const json::value& authorisation = member_at(answer, "authorisation");
    out.metric("sage_connector_connected", "gauge", "1: the last request to Sage worked.");
    out.sample(flag_at(answer, "connected") ? 1 : 0);
    out.metric("sage_connector_authorised", "gauge", "1: an access token is at hand.");
    out.sample(flag_at(authorisation, "valid") ? 1 : 0);
    out.metric("sage_connector_authorisation_left_seconds", "gauge",
               "Until a person has to consent again; no sample where that never is.");
    if (member_at(authorisation, "secondsLeft").is_int64()) {
        out.sample(count_at(authorisation, "secondsLeft"));
    }
    const auto time = [&](std::string_view name, std::string_view help, const json::value& of,
                          std::string_view member) {
        out.metric(name, "gauge", help);
        out.sample(timestamp(of, member));
    };
    time("sage_connector_last_posted_timestamp_seconds",
         "When a document was posted last; 0: never.", answer, "lastPostedAt");
    time("sage_connector_last_exchange_timestamp_seconds",
         "When a request to Sage ended last; 0: none since the instance was created.",
         member_at(answer, "exchanges"), "lastAt");
    time("sage_connector_catalogue_read_timestamp_seconds",
         "When master data was read last; 0: never.", answer, "catalogueReadAt");
}

}  // namespace

Result<std::string> metrics_of(std::string_view dashboard_answer, const Audit::Figures& audit) {
    const Result<json::value> answer = read(dashboard_answer);
    if (!answer.ok()) {
        return answer.problem();
    }
    Exposition out;
    add_documents(out, answer.value());
    add_exchanges(out, member_at(answer.value(), "exchanges"));
    add_connection(out, answer.value());
    out.metric("sage_connector_host_events_waiting", "gauge",
               "Events that the host has not acknowledged.");
    out.sample(count_at(member_at(answer.value(), "counts"), "events"));
    out.metric("sage_connector_host_audit_records_total", "counter",
               "Audit records that the host took since it began.");
    out.sample(static_cast<std::int64_t>(audit.records));
    return std::move(out).text();
}

Result<Health> health_of(std::string_view dashboard_answer, std::int64_t oldest_seconds_max) {
    const Result<json::value> read_answer = read(dashboard_answer);
    if (!read_answer.ok()) {
        return read_answer.problem();
    }
    const json::value& answer = read_answer.value();
    const std::int64_t oldest = count_at(answer, "oldestWaitSeconds");
    std::vector<std::string> wrong;
    if (!flag_at(answer, "connected")) {
        wrong.emplace_back("Sage does not answer");
    }
    if (!flag_at(member_at(answer, "authorisation"), "valid")) {
        wrong.emplace_back("there is no access token");
    }
    if (oldest > oldest_seconds_max) {
        wrong.push_back(fmt::format("a document has waited {} s", oldest));
    }
    Health health;
    health.healthy = wrong.empty();
    const json::value& today = member_at(answer, "today");
    health.line =
        health.healthy
            ? fmt::format("healthy: posted today {}, not yet posted {}, held {}, open alerts {}",
                          count_at(today, "posted"), count_at(today, "notYetPosted"),
                          count_at(today, "held"), list_at(answer, "alerts").size())
            : fmt::format("unhealthy: {}", fmt::join(wrong, "; "));
    return health;
}

}  // namespace wms
