// SPDX-License-Identifier: Apache-2.0
// The gate in front of the simulated company: the token, one request of each operation at a time;
// the journal, which keeps what changed something and gives it to the company again after a
// restart; and the tables, which are written before a change is answered.
#include "plugins/sage50/simulator.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <mutex>

#include "plugins/sage50/simulator_control.h"
#include "plugins/sage50/simulator_reply.h"
#include "plugins/sage50/simulator_routes.h"
#include "plugins/sage50/simulator_seed.h"
#include "plugins/sage50/simulator_tables.h"
#include "plugins/sage_simulator/received.h"
#include "plugins/sage_simulator/wire.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage {
namespace simulated_sage50 {
namespace {

namespace json = boost::json;

using simulated::ControlFault;

constexpr std::string_view token_header = "authtoken";

bool has_header(const Request& request, std::string_view name) {
    for (const Header& one : request.headers) {
        if (simulated::lower_case(one.name) == name) {
            return true;
        }
    }
    return false;
}

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
    std::uint64_t busy = 0;
    std::uint64_t refused = 0;  ///< answered with 400 or more, or without success
};

/// Operations that run now; what is given out may end in any thread.
class Running {
  public:
    /// Null if the operation runs already.
    std::shared_ptr<void> begin(const std::string& operation) {
        const std::lock_guard lock(shared_->mutex);
        if (!shared_->operations.insert(operation).second) {
            return nullptr;
        }
        return {shared_.get(), [shared = shared_, operation](void*) {
                    const std::lock_guard ending(shared->mutex);
                    shared->operations.erase(operation);
                }};
    }

  private:
    struct Shared {
        std::mutex mutex;
        std::set<std::string> operations;
    };
    std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

class Sage50Simulator final : public Simulator {
  public:
    Sage50Simulator(std::function<std::int64_t()> now_ms, StateSink sink)
        : now_ms_(std::move(now_ms)), sink_(std::move(sink)) {
        forget();
    }

    SimulatedExchange handle(const Request& request) override;
    Reply control(const Request& request) override;
    void restore(std::string_view line) override;
    bool has_tables() const override { return true; }
    Result<void> show_tables(std::unique_ptr<TableWriter> writer) override;

  private:
    std::int64_t now() const { return fixed_now_ms_ ? *fixed_now_ms_ : now_ms_(); }
    void forget();
    SimulatedExchange answer(const Request& request);
    Reply call(const Call& call);
    Result<void> lay_out_tables();
    void write_tables();
    Reply tables() const;
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
    std::unique_ptr<TableWriter> writer_;
    std::string tables_failure_;  ///< why the tables are not up to date; empty: they are
    Running running_;
    Counters counters_;
    simulated::Received received_;
};

void Sage50Simulator::forget() {
    company_ = std::make_unique<Company>();
    // What is there from the start has the same times after every restart.
    add_default_company(*company_);
    counters_ = {};
    received_ = {};
}

SimulatedExchange Sage50Simulator::handle(const Request& request) {
    const std::lock_guard lock(mutex_);
    ++counters_.requests;
    Request shown = request;
    std::erase_if(shown.headers, [](const Header& one) {
        return simulated::lower_case(one.name) == token_header;
    });
    received_.add(std::move(shown));
    SimulatedExchange exchange = answer(request);
    const Reply& reply = exchange.reply;
    if (reply.status >= 400 || reply.body.starts_with(R"({"success":false)")) {
        ++counters_.refused;
    }
    return exchange;
}

SimulatedExchange Sage50Simulator::answer(const Request& request) {
    SimulatedExchange exchange;
    if (header(request, token_header) != company_->installation.auth_token) {
        const auto status = static_cast<int>(company_->behaviours.token_refusal_status);
        exchange.reply = page_reply(status, status == 403 ? "Forbidden" : "Unauthorized");
        return exchange;
    }
    const std::string_view target = request.target;
    Call one;
    one.method = request.method;
    one.path = target.substr(0, target.find('?'));
    one.body = request.body;
    one.new_response = has_header(request, "new-response");
    one.gdn = has_header(request, "gdn");
    const std::string operation = operation_of(one.method, one.path);
    if (!operation.empty()) {
        exchange.in_progress = running_.begin(operation);
        if (!exchange.in_progress || company_->installation.busy.contains(operation)) {
            ++counters_.busy;
            exchange.reply = busy_reply(*company_, operation);
            return exchange;
        }
    }
    exchange.reply = call(one);
    return exchange;
}

Reply Sage50Simulator::call(const Call& call) {
    company_->now_ms = now();
    Answer answer = answer_call(*company_, call);
    counters_.created += answer.created ? 1 : 0;
    counters_.changed += answer.changed && !answer.created ? 1 : 0;
    if (answer.executed) {
        journal({{"method", call.method},
                 {"path", call.path},
                 {"body", call.body},
                 {"gdn", call.gdn ? "1" : ""}},
                company_->now_ms);
        write_tables();
    }
    return std::move(answer.reply);
}

void Sage50Simulator::journal(
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

void Sage50Simulator::restore(std::string_view line) {
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
    company_->now_ms = now_ms->get_int64();
    Call call;
    call.method = text_at(value, "/method");
    call.path = text_at(value, "/path");
    call.body = text_at(value, "/body");
    call.gdn = !text_at(value, "/gdn").empty();
    answer_call(*company_, call);
}

Result<void> Sage50Simulator::show_tables(std::unique_ptr<TableWriter> writer) {
    const std::lock_guard lock(mutex_);
    writer_ = std::move(writer);
    return lay_out_tables();
}

Result<void> Sage50Simulator::lay_out_tables() {
    if (!writer_) {
        return {};
    }
    auto done = writer_->lay_out(table_layouts(*company_));
    if (done.ok()) {
        done = writer_->write(whole_tables(*company_));
    }
    tables_failure_ = done.ok() ? "" : done.error().first().cause;
    return done;
}

void Sage50Simulator::write_tables() {
    if (!writer_) {
        return;
    }
    if (!tables_failure_.empty()) {
        // What was missed then is in none of the later changes. A failure is told when asked for.
        static_cast<void>(lay_out_tables());
        return;
    }
    if (const auto done = writer_->write(table_changes(*company_)); !done.ok()) {
        tables_failure_ = done.error().first().cause;
    }
}

Reply Sage50Simulator::tables() const {
    if (!writer_) {
        return simulated::control_refusal(
            404, {"", "The tables are kept nowhere.", "Run the program sage-simulator."});
    }
    if (!tables_failure_.empty()) {
        return simulated::control_refusal(500, {"", tables_failure_, "Look at the disk."});
    }
    return simulated::json_reply(200, json::serialize(json::object{{"file", writer_->place()}}));
}

Reply Sage50Simulator::counters() const {
    return simulated::json_reply(200,
                                 json::serialize(json::object{{"requests", counters_.requests},
                                                              {"created", counters_.created},
                                                              {"changed", counters_.changed},
                                                              {"busy", counters_.busy},
                                                              {"refused", counters_.refused}}));
}

Reply Sage50Simulator::read_control(std::string_view path, std::string_view parameters) {
    if (path == "/control/documents") {
        return control_documents(*company_, parameters);
    }
    if (path == "/control/stock") {
        return control_stock(*company_);
    }
    if (path == "/control/settings") {
        return control_settings(*company_);
    }
    if (path == "/control/tables") {
        return tables();
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

std::optional<ControlFault> Sage50Simulator::apply_control(std::string_view path,
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

Reply Sage50Simulator::control(const Request& request) {
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
    // Another version has other columns, and switches decide what columns hold.
    if (path == "/control/seed") {
        write_tables();
    } else if (path != "/control/clock") {
        static_cast<void>(lay_out_tables());
    }
    return simulated::json_reply(200, "{}");
}

}  // namespace
}  // namespace simulated_sage50

std::unique_ptr<Simulator> make_sage50_simulator(std::function<std::int64_t()> now_ms,
                                                 StateSink sink) {
    return std::make_unique<simulated_sage50::Sage50Simulator>(std::move(now_ms), std::move(sink));
}

}  // namespace sage
