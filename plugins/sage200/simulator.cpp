// SPDX-License-Identifier: Apache-2.0
// The gate in front of the simulated company: Sage ID, the token, site and company; and the
// journal, which keeps what changed something and gives it to the company again after a restart.
#include "plugins/sage200/simulator.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <mutex>

#include "plugins/sage200/simulator_control.h"
#include "plugins/sage200/simulator_reply.h"
#include "plugins/sage200/simulator_routes.h"
#include "plugins/sage200/simulator_seed.h"
#include "plugins/sage200/simulator_show.h"
#include "plugins/sage200/simulator_token.h"
#include "plugins/sage_simulator/consent.h"
#include "plugins/sage_simulator/received.h"
#include "plugins/sage_simulator/wire.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage {
namespace simulated_sage200 {
namespace {

namespace json = boost::json;

using simulated::ControlFault;

constexpr std::string_view professional_path = "/uk/sage200extra/accounts/v1";
constexpr std::string_view standard_path = "/uk/sage200/accounts/v1";

std::string_view header(const Request& request, std::string_view name) {
    for (const Header& one : request.headers) {
        if (simulated::lower_case(one.name) == name) {
            return one.value;
        }
    }
    return {};
}

struct Counters {
    std::uint64_t requests = 0;
    std::uint64_t created = 0;
    std::uint64_t changed = 0;
    std::uint64_t throttled = 0;
    std::uint64_t refused = 0;  ///< answered with 400 or more
};

/// So many calls since then.
struct Window {
    std::int64_t began_ms = 0;
    std::int64_t calls = 0;
};

class Sage200Simulator final : public Simulator {
  public:
    Sage200Simulator(std::function<std::int64_t()> now_ms, StateSink sink)
        : now_ms_(std::move(now_ms)), sink_(std::move(sink)) {
        forget();
    }

    SimulatedExchange handle(const Request& request) override;
    Reply control(const Request& request) override;
    void restore(std::string_view line) override;

  private:
    std::int64_t now() const { return fixed_now_ms_ ? *fixed_now_ms_ : now_ms_(); }
    void forget();
    Reply answer(const Request& request);
    std::optional<Reply> throttle();
    Reply sites() const;
    Reply let_in(const Request& request, std::string_view target);
    Reply call(const Call& call);
    Reply counters() const;
    Reply read_control(std::string_view path, std::string_view parameters);
    std::optional<ControlFault> apply_control(std::string_view path, std::string_view body,
                                              std::int64_t now_ms);
    void journal(const std::vector<std::pair<std::string_view, std::string_view>>& members,
                 std::int64_t now_ms) const;

    std::function<std::int64_t()> now_ms_;
    StateSink sink_;
    std::mutex mutex_;
    std::optional<std::int64_t> fixed_now_ms_;
    std::unique_ptr<Company> company_;
    simulated::Consents consents_;
    Tokens tokens_;
    Counters counters_;
    Window window_;
    simulated::Received received_;
};

void Sage200Simulator::forget() {
    company_ = std::make_unique<Company>();
    // What is there from the start has the same times after every restart.
    add_default_company(*company_, 0);
    consents_ = {};
    tokens_ = {};
    counters_ = {};
    window_ = {};
    received_ = {};
}

SimulatedExchange Sage200Simulator::handle(const Request& request) {
    const std::lock_guard lock(mutex_);
    ++counters_.requests;
    Request shown = request;
    if (shown.target.starts_with(token_path)) {
        shown.body = "(not shown)";
    }
    received_.add(std::move(shown));
    SimulatedExchange exchange;
    exchange.reply = answer(request);
    exchange.reply.headers.push_back({"Date", simulated::http_date_of(now())});
    counters_.refused += exchange.reply.status >= 400 ? 1 : 0;
    return exchange;
}

Reply Sage200Simulator::answer(const Request& request) {
    const std::string_view target = request.target;
    const std::string_view path = target.substr(0, target.find('?'));
    if (path == token_path && request.method == "POST") {
        return tokens_.grant(*company_, consents_, request.body, now());
    }
    if (path == consent_path && request.method == "GET") {
        const simulated::ConsentPage page{company_->client_id, company_->client_secret,
                                          company_->behaviours.deny_consent};
        return consents_.ask(page, target, now());
    }
    const std::string_view base = company_->site.professional ? professional_path : standard_path;
    if (!target.starts_with(fmt::format("{}/", base))) {
        return gateway_reply(404, "Resource not found");
    }
    if (auto refusal = throttle()) {
        return std::move(*refusal);
    }
    if (!tokens_.serves(header(request, "authorization"), now())) {
        return gateway_reply(401, "Access token is missing or invalid.");
    }
    return let_in(request, target.substr(base.size()));
}

std::optional<Reply> Sage200Simulator::throttle() {
    const Behaviours& behaviours = company_->behaviours;
    if (behaviours.throttle_requests == 0) {
        return std::nullopt;
    }
    const std::int64_t passed_ms = now() - window_.began_ms;
    if (window_.calls == 0 || passed_ms < 0 || passed_ms >= behaviours.throttle_ms) {
        window_ = {now(), 0};
    }
    if (++window_.calls <= behaviours.throttle_requests) {
        return std::nullopt;
    }
    ++counters_.throttled;
    Reply reply = gateway_reply(429, "Rate limit is exceeded.");
    const std::int64_t left_ms = window_.began_ms + behaviours.throttle_ms - now();
    reply.headers.push_back({"Retry-After", std::to_string((left_ms + 999) / 1000)});
    return reply;
}

Reply Sage200Simulator::sites() const {
    std::string out = "[";
    if (!company_->behaviours.offline) {
        for (const Row& row : company_->table("site").rows()) {
            out += out.size() > 1 ? "," : "";
            append_row(out, *company_, "site", row, {});
        }
    }
    return simulated::json_reply(200, out + "]");
}

Reply Sage200Simulator::let_in(const Request& request, std::string_view target) {
    if (target == "/sites" && request.method == "GET") {
        return sites();
    }
    if (company_->behaviours.offline) {
        return gateway_reply(504, "Gateway Timeout");
    }
    const bool right = header(request, "x-site") == company_->site_id &&
                       header(request, "x-company") == std::to_string(company_->company_id);
    if (!right) {
        return company_->behaviours.wrong_site_is_empty && request.method == "GET"
                   ? simulated::json_reply(200, "[]")
                   : Reply{401, {}, ""};
    }
    const bool writes = request.method == "POST" || request.method == "PUT";
    if (writes &&
        !simulated::lower_case(header(request, "content-type")).starts_with("application/json")) {
        return reply_to({415, "The media type is not supported."},
                        company_->behaviours.error_shape);
    }
    return call({request.method, target, request.body, now()});
}

Reply Sage200Simulator::call(const Call& call) {
    Answer answer = answer_call(*company_, call);
    counters_.created += answer.created ? 1 : 0;
    counters_.changed += answer.changed && !answer.created ? 1 : 0;
    if (answer.changed) {
        journal({{"method", call.method}, {"target", call.target}, {"body", call.body}},
                call.now_ms);
    }
    return std::move(answer.reply);
}

void Sage200Simulator::journal(
    const std::vector<std::pair<std::string_view, std::string_view>>& members,
    std::int64_t now_ms) const {
    if (!sink_) {
        return;
    }
    std::string line = fmt::format(R"({{"nowMs":{})", now_ms);
    for (const auto& [name, text] : members) {
        line += fmt::format(R"(,"{}":)", name);
        append_json_text(line, text);
    }
    sink_(line + "}");
}

void Sage200Simulator::restore(std::string_view line) {
    const std::lock_guard lock(mutex_);
    const auto parsed = parse_json(line, 2 * limits::reply_bytes_max, JsonNumbers::integers_only);
    if (!parsed.ok()) {
        return;  // the last line of a run that was killed may be cut
    }
    const json::value& value = parsed.value();
    const json::value* const now_ms = at_pointer(value, "/nowMs");
    if (now_ms == nullptr || !now_ms->is_int64()) {
        return;
    }
    if (const std::string_view path = text_at(value, "/control"); !path.empty()) {
        apply_control(path, text_at(value, "/body"), now_ms->get_int64());
        return;
    }
    answer_call(*company_, {text_at(value, "/method"), text_at(value, "/target"),
                            text_at(value, "/body"), now_ms->get_int64()});
}

Reply Sage200Simulator::counters() const {
    return simulated::json_reply(200,
                                 json::serialize(json::object{{"requests", counters_.requests},
                                                              {"created", counters_.created},
                                                              {"changed", counters_.changed},
                                                              {"throttled", counters_.throttled},
                                                              {"refused", counters_.refused},
                                                              {"tokens", tokens_.granted()}}));
}

Reply Sage200Simulator::read_control(std::string_view path, std::string_view parameters) {
    if (path == "/control/documents") {
        return control_documents(*company_, parameters);
    }
    if (path == "/control/stock") {
        return control_stock(*company_);
    }
    if (path == "/control/settings") {
        return control_settings(*company_, tokens_.refresh_token(*company_, now()));
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
    return simulated::control_refusal(
        404, {"", "There is nothing at this path.", "Look up the paths of the control interface."});
}

std::optional<ControlFault> Sage200Simulator::apply_control(std::string_view path,
                                                            std::string_view body,
                                                            std::int64_t now_ms) {
    const auto parsed =
        parse_json(body.empty() ? "{}" : body, limits::reply_bytes_max, JsonNumbers::integers_only);
    if (!parsed.ok()) {
        return ControlFault{parsed.error().first().pointer, parsed.error().first().cause,
                            "Send valid JSON; quantities and percentages are text."};
    }
    if (path == "/control/seed") {
        return apply_seed(*company_, parsed.value(), now_ms);
    }
    if (path == "/control/change") {
        return apply_change(*company_, parsed.value(), now_ms);
    }
    if (path == "/control/behaviours") {
        return apply_behaviours(*company_, parsed.value());
    }
    if (path == "/control/clock") {
        const json::value* const fixed = at_pointer(parsed.value(), "/nowMs");
        if (fixed == nullptr || !fixed->is_int64() || fixed->get_int64() < 0) {
            return ControlFault{"/nowMs", "The time is missing or no whole number.",
                                "Give milliseconds since 1970-01-01T00:00:00Z."};
        }
        fixed_now_ms_ = fixed->get_int64();
        return std::nullopt;
    }
    if (path == "/control/reset") {
        forget();
        return std::nullopt;
    }
    return ControlFault{"", "There is nothing at this path.",
                        "Look up the paths of the control interface."};
}

Reply Sage200Simulator::control(const Request& request) {
    const std::lock_guard lock(mutex_);
    const std::string_view target = request.target;
    const std::size_t question = target.find('?');
    const std::string_view path = target.substr(0, question);
    if (request.method == "GET") {
        return read_control(path, question == std::string_view::npos ? std::string_view()
                                                                     : target.substr(question + 1));
    }
    if (request.method != "POST") {
        return simulated::control_refusal(405,
                                          {"", "The method is not allowed.", "Use GET or POST."});
    }
    const std::int64_t now_ms = now();
    if (const auto fault = apply_control(path, request.body, now_ms)) {
        return simulated::control_refusal(400, *fault);
    }
    journal({{"control", path}, {"body", request.body}}, now_ms);
    return simulated::json_reply(200, "{}");
}

}  // namespace
}  // namespace simulated_sage200

std::unique_ptr<Simulator> make_sage200_simulator(std::function<std::int64_t()> now_ms,
                                                  StateSink sink) {
    return std::make_unique<simulated_sage200::Sage200Simulator>(std::move(now_ms),
                                                                 std::move(sink));
}

}  // namespace sage
