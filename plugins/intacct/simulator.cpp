// SPDX-License-Identifier: Apache-2.0
// The gate in front of the simulated company: token, throttle, content type, entity; and the
// journal, which keeps the requests that changed something and gives them to the company again
// after a restart.
#include "plugins/intacct/simulator.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <mutex>

#include "plugins/intacct/simulator_control.h"
#include "plugins/intacct/simulator_gateway.h"
#include "plugins/intacct/simulator_idempotency.h"
#include "plugins/intacct/simulator_limits.h"
#include "plugins/intacct/simulator_reply.h"
#include "plugins/intacct/simulator_routes.h"
#include "plugins/intacct/simulator_token.h"
#include "plugins/sage_simulator/consent.h"
#include "plugins/sage_simulator/received.h"
#include "plugins/sage_simulator/wire.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage {
namespace simulated_intacct {
namespace {

namespace json = boost::json;

constexpr std::string_view base_path = "/ia/api/v1";

std::string_view header(const Request& request, std::string_view name) {
    for (const Header& one : request.headers) {
        if (one.name.size() == name.size() && lower_case(one.name) == lower_case(name)) {
            return one.value;
        }
    }
    return {};
}

/// For GET /control/received: what is secret in a body is not shown.
Request without_secrets(const Request& request) {
    Request shown = request;
    for (const std::string_view secret : {"password", "sessionid"}) {
        const std::string open = fmt::format("<{}>", secret);
        const std::size_t begin = shown.body.find(open);
        const std::size_t end = shown.body.find("</", begin);
        if (shown.target == gateway_path && begin != std::string::npos &&
            end != std::string::npos) {
            shown.body.replace(begin + open.size(), end - begin - open.size(), "(not shown)");
        }
    }
    if (shown.target.starts_with(token_path)) {
        shown.body = "(not shown)";
    }
    return shown;
}

struct Counters {
    std::uint64_t requests = 0;
    std::uint64_t created = 0;
    std::uint64_t changed = 0;
    std::uint64_t replayed = 0;
    std::uint64_t throttled = 0;
    std::uint64_t refused = 0;  ///< answered with 400 or more
};

class IntacctSimulator final : public Simulator {
  public:
    IntacctSimulator(std::function<std::int64_t()> now_ms, StateSink sink)
        : now_ms_(std::move(now_ms)), sink_(std::move(sink)) {
        forget();
    }

    SimulatedExchange handle(const Request& request) override;
    Reply control(const Request& request) override;
    void restore(std::string_view line) override;

  private:
    std::int64_t now() const { return fixed_now_ms_ ? *fixed_now_ms_ : now_ms_(); }
    void forget();
    Reply answer(const Request& request, std::shared_ptr<void>& place);
    Reply let_in(const Request& request, std::string_view token_entity);
    void keep_refusal(const Request& request, const Reply& reply);
    std::optional<Reply> refuse_beyond_limits(const Request& request, std::shared_ptr<void>& place);
    Reply by_gateway(const Request& request);
    Reply read_control(std::string_view path, std::string_view parameters) const;
    Reply counters() const;
    std::optional<ControlFault> apply_control(std::string_view path, std::string_view body,
                                              std::int64_t now_ms);
    std::optional<ControlFault> set_clock(const json::value& body);
    void journal_call(const Call& call) const;
    void journal_gateway(const Gateway::Answer& answer, std::int64_t now_ms) const;

    std::function<std::int64_t()> now_ms_;
    StateSink sink_;
    std::mutex mutex_;
    std::optional<std::int64_t> fixed_now_ms_;
    std::unique_ptr<Company> company_;
    Idempotency idempotency_;
    Consents consents_;
    Tokens tokens_;
    Gateway gateway_;
    Counters counters_;
    simulated::Received received_;
    CallLimits limits_;
};

void IntacctSimulator::forget() {
    company_ = std::make_unique<Company>();
    company_->now_ms = now();
    add_default_company(*company_);
    idempotency_ = {};
    consents_ = {};
    tokens_ = {};
    gateway_ = {};
    counters_ = {};
    received_ = {};
    limits_ = {};
}

SimulatedExchange IntacctSimulator::handle(const Request& request) {
    const std::lock_guard lock(mutex_);
    ++counters_.requests;
    received_.add(without_secrets(request));
    SimulatedExchange exchange;
    exchange.reply = answer(request, exchange.in_progress);
    if (company_->behaviours.announce_date) {
        exchange.reply.headers.push_back(
            {"Date", http_date_of(now() + company_->behaviours.date_ahead_ms)});
    }
    counters_.refused += exchange.reply.status >= 400 ? 1 : 0;
    return exchange;
}

Reply IntacctSimulator::answer(const Request& request, std::shared_ptr<void>& place) {
    const std::string_view target = request.target;
    if (target.substr(0, target.find('?')) == token_path) {
        if (request.method != "POST") {
            return gateway_reply(405, "GW-0033", "Invalid Token Endpoint", Envelope::gateway);
        }
        return tokens_.grant(*company_, consents_, request.body, now());
    }
    if (target.substr(0, target.find('?')) == consent_path && request.method == "GET") {
        const ConsentPage page{company_->client_id, company_->client_secret,
                               company_->behaviours.deny_consent};
        return consents_.ask(page, target, now());
    }
    if (target == gateway_path) {
        auto refusal = refuse_beyond_limits(request, place);
        Reply reply = refusal ? std::move(*refusal) : by_gateway(request);
        limits_.describe(reply, company_->behaviours);
        return reply;
    }
    if (target.starts_with("/ia/api/v1/oauth2/")) {
        return gateway_reply(400, "GW-0033", "Invalid Token Endpoint", Envelope::gateway);
    }
    if (!target.starts_with(fmt::format("{}/", base_path))) {
        Refusal refusal;
        refusal.status = 404;
        refusal.message =
            target.starts_with("/ia/api/") ? "Version is not supported." : "Malformed URL";
        refusal.envelope = Envelope::top;
        return reply_to(refusal);
    }
    auto checked = tokens_.check(header(request, "Authorization"), now());
    if (checked.refusal) {
        return std::move(*checked.refusal);
    }
    auto refusal = refuse_beyond_limits(request, place);
    Reply reply = refusal ? std::move(*refusal) : let_in(request, checked.entity);
    limits_.describe(reply, company_->behaviours);
    return reply;
}

std::optional<Reply> IntacctSimulator::refuse_beyond_limits(const Request& request,
                                                            std::shared_ptr<void>& place) {
    CallLimits::Admission admission = limits_.admit(company_->behaviours, now());
    if (admission.refusal) {
        ++counters_.throttled;
        keep_refusal(request, *admission.refusal);
    }
    place = std::move(admission.place);
    return std::move(admission.refusal);
}

void IntacctSimulator::keep_refusal(const Request& request, const Reply& reply) {
    const std::string_view key = header(request, "Idempotency-Key");
    if (company_->behaviours.cache_throttled && !key.empty()) {
        const std::string_view target = std::string_view(request.target).substr(base_path.size());
        idempotency_.keep(key, Idempotency::fingerprint(request.method, target, request.body),
                          reply, now(), now());
    }
}

Reply IntacctSimulator::let_in(const Request& request, std::string_view token_entity) {
    const bool writes = request.method == "POST" || request.method == "PATCH";
    if (writes && !lower_case(header(request, "Content-Type")).starts_with("application/json")) {
        return gateway_reply(400, "GW-0014", "Invalid Content Type", Envelope::top);
    }
    const std::string_view named = header(request, "X-IA-API-Param-Entity");
    const bool known = company_->find("company-config/entity", named) != nullptr;
    if (!named.empty() && !known && company_->behaviours.refuse_unknown_entity) {
        Refusal refusal;
        refusal.code = "invalidParameter";
        refusal.message = fmt::format("Entity '{}' does not exist", named);
        refusal.envelope = Envelope::top;
        return reply_to(refusal);
    }
    if (request.method == "GET" && request.target == fmt::format("{}{}", base_path, session_path)) {
        return gateway_.grant_session(*company_, named.empty() ? token_entity : named, now());
    }
    Call call;
    call.method = request.method;
    call.target = std::string_view(request.target).substr(base_path.size());
    call.body = request.body;
    call.key = header(request, "Idempotency-Key");
    call.entity = known ? named : token_entity;
    call.now_ms = now();
    Answer answer = answer_call(*company_, idempotency_, call);
    counters_.created += answer.created ? 1 : 0;
    counters_.changed += answer.changed && !answer.created ? 1 : 0;
    counters_.replayed += answer.replayed ? 1 : 0;
    if (answer.changed || answer.kept) {
        journal_call(call);
    }
    return std::move(answer.reply);
}

Reply IntacctSimulator::by_gateway(const Request& request) {
    const std::int64_t now_ms = now();
    Gateway::Answer answer = gateway_.answer(*company_, request, now_ms);
    counters_.created += answer.created ? 1 : 0;
    counters_.changed += answer.changed && !answer.created ? 1 : 0;
    counters_.replayed += answer.repeated ? 1 : 0;
    if (!answer.content.empty()) {
        journal_gateway(answer, now_ms);
    }
    return std::move(answer.reply);
}

void IntacctSimulator::journal_gateway(const Gateway::Answer& answer, std::int64_t now_ms) const {
    if (!sink_) {
        return;
    }
    std::string line = fmt::format(R"({{"nowMs":{},"gateway":)", now_ms);
    append_json_text(line, answer.content);
    line += R"(,"entity":)";
    append_json_text(line, answer.entity);
    line += '}';
    sink_(line);
}

void IntacctSimulator::journal_call(const Call& call) const {
    if (!sink_) {
        return;
    }
    std::string line = fmt::format(R"({{"nowMs":{},"method":)", call.now_ms);
    append_json_text(line, call.method);
    line += R"(,"target":)";
    append_json_text(line, call.target);
    line += R"(,"key":)";
    append_json_text(line, call.key);
    line += R"(,"entity":)";
    append_json_text(line, call.entity);
    line += R"(,"body":)";
    append_json_text(line, call.body);
    line += '}';
    sink_(line);
}

void IntacctSimulator::restore(std::string_view line) {
    const std::lock_guard lock(mutex_);
    const auto parsed = parse_json(line, 2 * limits::reply_bytes_max, JsonNumbers::integers_only);
    if (!parsed.ok()) {
        return;  // the last line of a run that was killed may be cut
    }
    const json::value& value = parsed.value();
    const std::string_view control = text_at(value, "/control");
    const json::value* const now_ms = at_pointer(value, "/nowMs");
    if (now_ms == nullptr || !now_ms->is_int64()) {
        return;
    }
    if (!control.empty()) {
        apply_control(control, text_at(value, "/body"), now_ms->get_int64());
        return;
    }
    if (const std::string_view content = text_at(value, "/gateway"); !content.empty()) {
        gateway_.restore(*company_, content, text_at(value, "/entity"), now_ms->get_int64());
        return;
    }
    answer_call(*company_, idempotency_,
                {text_at(value, "/method"), text_at(value, "/target"), text_at(value, "/body"),
                 text_at(value, "/key"), text_at(value, "/entity"), now_ms->get_int64()});
}

Reply IntacctSimulator::counters() const {
    return json_reply(200, json::serialize(json::object{{"requests", counters_.requests},
                                                        {"created", counters_.created},
                                                        {"changed", counters_.changed},
                                                        {"replayed", counters_.replayed},
                                                        {"throttled", counters_.throttled},
                                                        {"atOnceMost", limits_.at_once_most()},
                                                        {"beyondMinute", limits_.beyond_minute()},
                                                        {"refused", counters_.refused},
                                                        {"tokens", tokens_.granted()}}));
}

Reply IntacctSimulator::read_control(std::string_view path, std::string_view parameters) const {
    if (path == "/control/documents") {
        return control_documents(*company_, parameters);
    }
    if (path == "/control/stock") {
        return control_stock(*company_);
    }
    if (path == "/control/settings") {
        return control_settings(*company_);
    }
    if (path == "/control/behaviours") {
        return control_behaviours(*company_);
    }
    if (path == "/control/counters") {
        return counters();
    }
    if (path == "/control/received") {
        return received_.show(parameters);
    }
    return control_refusal(
        404, {"", "There is nothing at this path.", "Look up the paths of the control interface."});
}

std::optional<ControlFault> IntacctSimulator::set_clock(const json::value& body) {
    const json::value* const now_ms = at_pointer(body, "/nowMs");
    if (now_ms == nullptr || !now_ms->is_int64() || now_ms->get_int64() < 0) {
        return ControlFault{"/nowMs", "The time is missing or no whole number.",
                            "Give milliseconds since 1970-01-01T00:00:00Z."};
    }
    fixed_now_ms_ = now_ms->get_int64();
    return std::nullopt;
}

std::optional<ControlFault> IntacctSimulator::apply_control(std::string_view path,
                                                            std::string_view body,
                                                            std::int64_t now_ms) {
    company_->now_ms = now_ms;
    const auto parsed =
        parse_json(body.empty() ? "{}" : body, limits::reply_bytes_max, JsonNumbers::integers_only);
    if (!parsed.ok()) {
        return ControlFault{parsed.error().first().pointer, parsed.error().first().cause,
                            "Send valid JSON; quantities and percentages are text."};
    }
    if (path == "/control/seed") {
        return apply_seed(*company_, parsed.value());
    }
    if (path == "/control/change") {
        return apply_change(*company_, parsed.value());
    }
    if (path == "/control/behaviours") {
        return apply_behaviours(*company_, parsed.value());
    }
    if (path == "/control/sessions") {
        gateway_.end_sessions();
        return std::nullopt;
    }
    if (path == "/control/clock") {
        return set_clock(parsed.value());
    }
    if (path == "/control/reset") {
        forget();
        return std::nullopt;
    }
    return ControlFault{"", "There is nothing at this path.",
                        "Look up the paths of the control interface."};
}

Reply IntacctSimulator::control(const Request& request) {
    const std::lock_guard lock(mutex_);
    const std::string_view target = request.target;
    const std::size_t question = target.find('?');
    const std::string_view path = target.substr(0, question);
    if (request.method == "GET") {
        return read_control(path, question == std::string_view::npos ? std::string_view()
                                                                     : target.substr(question + 1));
    }
    if (request.method != "POST") {
        return control_refusal(405, {"", "The method is not allowed.", "Use GET or POST."});
    }
    const std::int64_t now_ms = now();
    if (const auto fault = apply_control(path, request.body, now_ms)) {
        return control_refusal(400, *fault);
    }
    if (sink_) {
        std::string line = fmt::format(R"({{"nowMs":{},"control":)", now_ms);
        append_json_text(line, path);
        line += R"(,"body":)";
        append_json_text(line, request.body);
        line += '}';
        sink_(line);
    }
    return json_reply(200, "{}");
}

}  // namespace
}  // namespace simulated_intacct

std::unique_ptr<Simulator> make_intacct_simulator(std::function<std::int64_t()> now_ms,
                                                  StateSink sink) {
    return std::make_unique<simulated_intacct::IntacctSimulator>(std::move(now_ms),
                                                                 std::move(sink));
}

}  // namespace sage
