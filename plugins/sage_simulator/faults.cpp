// SPDX-License-Identifier: Apache-2.0
// The first fault that matches and still has shots left decides; one fault a request.
#include "plugins/sage_simulator/faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <mutex>
#include <optional>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

namespace json = boost::json;

constexpr std::int64_t delay_ms_max = 3'600'000;

struct ActionName {
    std::string_view name;
    FaultAction action;
};
constexpr auto action_names = std::to_array<ActionName>({
    {"drop_request", FaultAction::drop_request},
    {"drop_reply", FaultAction::drop_reply},
    {"cut_reply", FaultAction::cut_reply},
    {"reply", FaultAction::reply},
    {"delay", FaultAction::delay},
});

Error wrong(std::string pointer, std::string cause, std::string fix) {
    return {Status::invalid, Problem{"simulator.fault", std::move(pointer), std::move(cause),
                                     std::move(fix), Owner::it}};
}

/// The text with percent-encoded bytes decoded; what is no encoding stays.
std::string decoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto digit = [&](char character) {
        const char lower = character >= 'A' && character <= 'F'
                               ? static_cast<char>(character - 'A' + 'a')
                               : character;
        return digits.find(lower);
    };
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool encoded = text[at] == '%' && at + 2 < text.size() &&
                             digit(text[at + 1]) != std::string_view::npos &&
                             digit(text[at + 2]) != std::string_view::npos;
        if (encoded) {
            out += static_cast<char>(digit(text[at + 1]) * 16 + digit(text[at + 2]));
            at += 2;
        } else {
            out += text[at];
        }
    }
    return out;
}

bool read_number(const json::value& value, std::int64_t least, std::int64_t most,
                 std::int64_t& out) {
    if (!value.is_int64() || value.get_int64() < least || value.get_int64() > most) {
        return false;
    }
    out = value.get_int64();
    return true;
}

bool read_text(const json::value& value, std::string& out) {
    out = text_at(value, "");
    return value.is_string();
}

bool read_headers(const json::value& value, std::vector<Header>& out) {
    if (!value.is_object()) {
        return false;
    }
    for (const auto& [name, text] : value.get_object()) {
        const std::string_view content = text_at(text, "");
        if (!text.is_string() || content.find_first_of("\r\n") != std::string_view::npos) {
            return false;
        }
        out.push_back({std::string(name), std::string(content)});
    }
    return true;
}

bool read_action(const json::value& value, FaultAction& out) {
    for (const ActionName& known : action_names) {
        if (known.name == text_at(value, "")) {
            out = known.action;
            return true;
        }
    }
    return false;
}

/// False if the member is unknown or its value does not fit.
bool read_member(Fault& fault, std::string_view name, const json::value& value) {
    constexpr std::int64_t many = 1'000'000'000;
    std::int64_t status = 0;
    if (name == "id") {
        return read_text(value, fault.id) && !fault.id.empty();
    }
    if (name == "method") {
        return read_text(value, fault.method);
    }
    if (name == "targetContains") {
        return read_text(value, fault.target_contains);
    }
    if (name == "bodyContains") {
        return read_text(value, fault.body_contains);
    }
    if (name == "skip") {
        return read_number(value, 0, many, fault.skip);
    }
    if (name == "times") {
        return read_number(value, 0, many, fault.times);
    }
    if (name == "delayMs") {
        return read_number(value, 0, delay_ms_max, fault.delay_ms);
    }
    if (name == "action") {
        return read_action(value, fault.action);
    }
    if (name == "headers") {
        return read_headers(value, fault.reply.headers);
    }
    if (name == "body") {
        fault.reply.body =
            value.is_string() ? std::string(text_at(value, "")) : json::serialize(value);
        return true;
    }
    if (name == "execute" && value.is_bool()) {
        fault.execute = value.get_bool();
        return true;
    }
    if (name == "status" && read_number(value, 100, 599, status)) {
        fault.reply.status = static_cast<int>(status);
        return true;
    }
    return false;
}

Result<Fault> read_fault(const json::value& value, const std::string& pointer) {
    if (!value.is_object()) {
        return wrong(pointer, "The fault is no object.", "Write an object.");
    }
    Fault fault;
    fault.reply.status = 503;
    for (const auto& [name, member] : value.get_object()) {
        if (!read_member(fault, name, member)) {
            return wrong(
                fmt::format("{}/{}", pointer, std::string(name)),
                "The member is unknown or its value does not fit.",
                "Members are id, method, targetContains, bodyContains, skip, times, action, "
                "execute, status, headers, body and delayMs.");
        }
    }
    if (fault.id.empty() || !value.get_object().contains("action")) {
        return wrong(pointer, "The fault has no id or no action.",
                     "Actions are drop_request, drop_reply, cut_reply, reply and delay.");
    }
    return fault;
}

class FaultySimulator final : public Simulator {
  public:
    FaultySimulator(std::unique_ptr<Simulator> simulator, std::vector<Fault> faults)
        : simulator_(std::move(simulator)) {
        replace(std::move(faults));
    }

    SimulatedExchange handle(const Request& request) override;
    Reply control(const Request& request) override;
    void restore(std::string_view line) override { simulator_->restore(line); }
    bool has_tables() const override { return simulator_->has_tables(); }
    Result<void> show_tables(std::unique_ptr<TableWriter> writer) override {
        return simulator_->show_tables(std::move(writer));
    }

  private:
    struct Armed {
        Fault fault;
        std::int64_t matched = 0;
        std::int64_t fired = 0;
    };

    void replace(std::vector<Fault> faults);
    std::optional<Fault> fire(const Request& request);
    Reply set_faults(const Request& request);
    void add_counts(Reply& reply);

    std::unique_ptr<Simulator> simulator_;
    std::mutex mutex_;
    std::vector<Armed> armed_;
};

void FaultySimulator::replace(std::vector<Fault> faults) {
    armed_.clear();
    for (Fault& fault : faults) {
        armed_.push_back({std::move(fault)});
    }
}

std::optional<Fault> FaultySimulator::fire(const Request& request) {
    const std::lock_guard lock(mutex_);
    if (armed_.empty()) {
        return std::nullopt;
    }
    const std::string target = decoded(request.target);
    for (Armed& armed : armed_) {
        const Fault& fault = armed.fault;
        const bool matches = (fault.method.empty() || fault.method == request.method) &&
                             (request.target.find(fault.target_contains) != std::string::npos ||
                              target.find(fault.target_contains) != std::string::npos) &&
                             request.body.find(fault.body_contains) != std::string::npos;
        if (!matches || (fault.times != 0 && armed.fired == fault.times)) {
            continue;
        }
        if (armed.matched++ < fault.skip) {
            continue;
        }
        ++armed.fired;
        return fault;
    }
    return std::nullopt;
}

SimulatedExchange FaultySimulator::handle(const Request& request) {
    const auto fault = fire(request);
    if (!fault) {
        return simulator_->handle(request);
    }
    SimulatedExchange exchange;
    const bool executes =
        (fault->action != FaultAction::drop_request && fault->action != FaultAction::reply) ||
        (fault->action == FaultAction::reply && fault->execute);
    if (executes) {
        exchange = simulator_->handle(request);
    }
    exchange.delay_ms = fault->delay_ms;
    switch (fault->action) {
        case FaultAction::drop_request:
            exchange.fate = Fate::drop_request;
            break;
        case FaultAction::drop_reply:
            exchange.fate = Fate::drop_reply;
            break;
        case FaultAction::cut_reply:
            exchange.fate = Fate::cut_reply;
            break;
        case FaultAction::reply:
            exchange.reply = fault->reply;
            break;
        case FaultAction::delay:
            break;
    }
    return exchange;
}

Reply FaultySimulator::set_faults(const Request& request) {
    auto faults = read_faults(request.body);
    if (!faults.ok()) {
        const Problem& problem = faults.error().first();
        const json::object error = {{"code", problem.code},
                                    {"pointer", problem.pointer},
                                    {"cause", problem.cause},
                                    {"fix", problem.fix}};
        return {400,
                {{"Content-Type", "application/json"}},
                json::serialize(json::object{{"error", error}})};
    }
    const std::lock_guard lock(mutex_);
    replace(std::move(faults.value()));
    return {200, {{"Content-Type", "application/json"}}, "{}"};
}

void FaultySimulator::add_counts(Reply& reply) {
    auto parsed = parse_json(reply.body, limits::reply_bytes_max, JsonNumbers::integers_only);
    if (!parsed.ok() || !parsed.value().is_object()) {
        return;
    }
    json::object fired;
    {
        const std::lock_guard lock(mutex_);
        for (const Armed& armed : armed_) {
            fired[armed.fault.id] = armed.fired;
        }
    }
    parsed.value().get_object()["faults"] = std::move(fired);
    reply.body = json::serialize(parsed.value());
}

Reply FaultySimulator::control(const Request& request) {
    if (request.method == "POST" && request.target == "/control/faults") {
        return set_faults(request);
    }
    Reply reply = simulator_->control(request);
    if (request.target == "/control/counters" && reply.status == 200) {
        add_counts(reply);
    }
    if (request.target == "/control/reset" && reply.status == 200) {
        const std::lock_guard lock(mutex_);
        armed_.clear();
    }
    return reply;
}

}  // namespace

Result<std::vector<Fault>> read_faults(std::string_view text) {
    const auto parsed = parse_json(text, limits::reply_bytes_max, JsonNumbers::integers_only);
    if (!parsed.ok()) {
        return wrong(parsed.error().first().pointer, parsed.error().first().cause,
                     "Write valid JSON.");
    }
    const json::value* const list = at_pointer(parsed.value(), "/faults");
    if (list == nullptr || !list->is_array()) {
        return wrong("/faults", "There is no array of faults.", "Write {\"faults\":[...]}.");
    }
    std::vector<Fault> faults;
    for (const json::value& value : list->get_array()) {
        auto fault = read_fault(value, fmt::format("/faults/{}", faults.size()));
        if (!fault.ok()) {
            return std::move(fault).error();
        }
        faults.push_back(std::move(fault.value()));
    }
    return faults;
}

std::unique_ptr<Simulator> with_faults(std::unique_ptr<Simulator> simulator,
                                       std::vector<Fault> faults) {
    return std::make_unique<FaultySimulator>(std::move(simulator), std::move(faults));
}

}  // namespace sage
