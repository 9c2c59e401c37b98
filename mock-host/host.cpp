// SPDX-License-Identifier: Apache-2.0
// One instance from create to destroy.
#include "mock-host/host.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <chrono>
#include <optional>
#include <thread>

#include "mock-host/plugin_call.h"

namespace wms {

namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

constexpr std::int64_t kPauseAfterFailureMs = 1'000;
constexpr int kBusyTriesMax = 100'000;

Problem folder_problem(const fs::path& folder, const std::string& reason) {
    return {"host.folder", folder.string(), "The data folder cannot be used: " + reason + ".",
            "Name a folder on a local disk that this user can write to.", "it"};
}

Done make_folder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (!error) {
        fs::permissions(folder, fs::perms::owner_all, error);
    }
    if (error) {
        return folder_problem(folder, error.message());
    }
    return Nothing{};
}

std::string event_id_of(std::string_view event) {
    boost::system::error_code error;
    const json::value value = json::parse(event, error);
    const json::value* id =
        error || !value.is_object() ? nullptr : value.get_object().if_contains("eventId");
    return id != nullptr && id->is_string() ? std::string(id->get_string()) : std::string();
}

Receipt receipt_of(std::string_view text, const Message& message, bool duplicate) {
    Receipt receipt{message.id, "", "queued", duplicate};
    boost::system::error_code error;
    const json::value value = json::parse(text, error);
    if (error || !value.is_object()) {
        return receipt;
    }
    const auto member = [&](std::string_view name, std::string& into) {
        const json::value* found = value.get_object().if_contains(name);
        if (found != nullptr && found->is_string()) {
            into = found->get_string();
        }
    };
    member("firstMessageId", receipt.message_id);
    member("externalReference", receipt.external_reference);
    member("state", receipt.state);
    return receipt;
}

}  // namespace

Host::Host(const wms_plugin& table, HostOptions options, Clock& clock, Secrets& secrets)
    : table_(table), options_(std::move(options)), clock_(clock), secrets_(secrets) {}

Host::~Host() {
    (void)stop();
}

Result<std::unique_ptr<Host>> Host::create(const wms_plugin& table, const Manifest& manifest,
                                           HostOptions options, Clock& clock, Secrets& secrets) {
    const Done checked = check_configuration(options.configuration, manifest);
    if (!checked.ok()) {
        return checked.problem();
    }
    std::unique_ptr<Host> host(new Host(table, std::move(options), clock, secrets));
    const Done opened = host->open(manifest);
    if (!opened.ok()) {
        return opened.problem();
    }
    return host;
}

Done Host::open(const Manifest& manifest) {
    const fs::path plugin_folder = options_.folder / "plugin";
    const Done made = make_folder(plugin_folder);
    if (!made.ok()) {
        return made.problem();
    }
    Result<std::unique_ptr<AppendFile>> log = AppendFile::open(options_.folder / "host.log");
    Result<std::unique_ptr<AppendFile>> events = AppendFile::open(options_.folder / "events.jsonl");
    Result<std::unique_ptr<Audit>> audit = Audit::open(options_.folder / kAuditFile);
    if (!log.ok() || !events.ok() || !audit.ok()) {
        return !log.ok() ? log.problem() : !events.ok() ? events.problem() : audit.problem();
    }
    log_ = std::move(log).value();
    event_file_ = std::move(events).value();
    audit_ = std::move(audit).value();
    // One call stays free for queries while all workers are busy.
    workers_allowed_ = std::min(options_.workers, std::max(manifest.max_workers - 1, 1U));
    services_ = std::make_unique<Services>(
        Services::Parts{clock_, secrets_, *audit_, *log_, [this] {
                            if (Workers* workers = awake_workers_.load()) {
                                workers->wake();
                            }
                            if (Events* events_thread = awake_events_.load()) {
                                events_thread->wake();
                            }
                        }});
    const std::string data_folder = plugin_folder.string();
    wms_create_args arguments = {};
    arguments.struct_size = sizeof arguments;
    arguments.instance_id = view_of(options_.instance_id);
    arguments.config = view_of(options_.configuration);
    arguments.data_dir = view_of(data_folder);
    arguments.host = services_->table();
    PluginError error;
    const wms_status status = table_.create(&arguments, &instance_, error.out());
    if (status != WMS_OK || instance_ == nullptr) {
        instance_ = nullptr;
        return error.problem("create", status);
    }
    return Nothing{};
}

Done Host::connect() {
    const Operation operation(cancelled_);
    PluginError error;
    const wms_status status = table_.connect(instance_, operation.get(), error.out());
    if (status != WMS_OK) {
        return error.problem("connect", status);
    }
    connected_ = true;
    if (!options_.works) {
        return Nothing{};
    }
    lend_threads();
    return Nothing{};
}

void Host::lend_threads() {
    events_ = std::make_unique<Events>([this] { return pull_event(); });
    awake_events_ = events_.get();
    workers_ = std::make_unique<Workers>(workers_allowed_, clock_, [this] { return work(); });
    awake_workers_ = workers_.get();
    // What the plugin called for between connect and here was not heard.
    workers_->wake_all();
}

void Host::call_back() {
    cancelled_ = true;
    table_.interrupt(instance_);
}

void Host::take_threads_back() {
    call_back();
    if (workers_ != nullptr) {
        workers_->stop();
    }
    if (events_ != nullptr) {
        events_->stop();
    }
}

Result<std::string> Host::check() {
    const bool lent = workers_ != nullptr;
    if (lent) {
        take_threads_back();
        awake_workers_ = nullptr;
        awake_events_ = nullptr;
        carry_on();
    }
    const Operation operation(cancelled_);
    PluginDocument out;
    PluginError error;
    const wms_status status = table_.check(instance_, operation.get(), out.out(), error.out());
    if (lent) {
        lend_threads();
    }
    if (status != WMS_OK) {
        return error.problem("check", status);
    }
    return std::string(out.text());
}

Turn Host::work() {
    const Operation operation(cancelled_);
    PluginError error;
    std::int64_t due_ms = kNever;
    const wms_status status = table_.work(instance_, operation.get(), &due_ms, error.out());
    if (status == WMS_OK) {
        failures_in_a_row_ = 0;
        return {false, 0};
    }
    if (status == WMS_IDLE) {
        failures_in_a_row_ = 0;
        return {true, due_ms};
    }
    if (status != WMS_E_CANCELLED) {
        ++failures_in_a_row_;
        note(error.problem("work", status));
    }
    const std::int64_t pause_ms =
        std::max<std::int64_t>(error.retry_after_ms(), kPauseAfterFailureMs);
    return {true, clock_.now_ms() + pause_ms};
}

void Host::note(const Problem& problem) {
    log_->line(log_line(clock_.now_ms(), WMS_LOG_ERROR, "host", in_one_line(problem), {}));
    const std::lock_guard lock(problem_mutex_);
    last_problem_ = problem;
}

bool Host::keep_event(std::string_view event) {
    return event_file_->line(event) && (!options_.flush_events || event_file_->flush());
}

bool Host::pull_event() {
    PluginDocument event;
    PluginError error;
    const wms_status status = table_.next_event(instance_, event.out(), error.out());
    if (status != WMS_OK) {
        if (status != WMS_IDLE) {
            ++failures_in_a_row_;
            note(error.problem("next_event", status));
        }
        return false;
    }
    const std::string id = event_id_of(event.text());
    if (id.empty() || (id != last_event_id_ && !keep_event(event.text()))) {
        ++failures_in_a_row_;
        note({"host.event_not_kept", "", "An event has no id, or could not be kept.",
              "Free space on the disk of the data folder.", "it"});
        return false;
    }
    // The same event comes again until its acknowledgement arrives: it counts once.
    if (id != last_event_id_) {
        last_event_id_ = id;
        const Done recorded = postings_.record(event.text());
        if (!recorded.ok()) {
            note(recorded.problem());
        }
    }
    const wms_status acknowledged = table_.ack_event(instance_, view_of(id), error.out());
    if (acknowledged != WMS_OK) {
        ++failures_in_a_row_;
        note(error.problem("ack_event", acknowledged));
        return false;
    }
    return true;
}

Result<Receipt> Host::submit(const Message& message) {
    for (int tries = 1;; ++tries) {
        PluginDocument out;
        PluginError error;
        const wms_status status =
            table_.submit(instance_, view_of(message.json), out.out(), error.out());
        if (status == WMS_OK || status == WMS_DUPLICATE) {
            Receipt receipt = receipt_of(out.text(), message, status == WMS_DUPLICATE);
            Posting posting;
            posting.message_id = receipt.message_id;
            posting.message_type = message.type;
            posting.document_id = message.document_id;
            posting.state = receipt.state;
            posting.external_reference = receipt.external_reference;
            postings_.expect(std::move(posting));
            return receipt;
        }
        if (status != WMS_E_BUSY || tries == kBusyTriesMax || workers_ == nullptr) {
            return error.problem("submit", status);
        }
        const Done waited = wait_for_room(clock_.now_ms() + error.retry_after_ms());
        if (!waited.ok()) {
            return waited.problem();
        }
    }
}

Result<std::string> Host::query(std::string_view request) {
    const Operation operation(cancelled_);
    PluginDocument out;
    PluginError error;
    const wms_status status =
        table_.query(instance_, operation.get(), view_of(request), out.out(), error.out());
    if (status != WMS_OK) {
        return error.problem("query", status);
    }
    return std::string(out.text());
}

Done Host::stop() {
    if (instance_ == nullptr) {
        return Nothing{};
    }
    take_threads_back();
    // Stopping is an operation of its own that nobody cancels.
    const std::atomic<bool> carry_on = false;
    const Operation operation(carry_on);
    PluginError error;
    // Only what runs can be stopped; what was created and asked is destroyed.
    const wms_status status =
        connected_ ? table_.stop(instance_, operation.get(), error.out()) : WMS_OK;
    connected_ = false;
    table_.destroy(instance_);
    instance_ = nullptr;
    awake_workers_ = nullptr;
    awake_events_ = nullptr;
    if (status != WMS_OK) {
        return error.problem("stop", status);
    }
    return Nothing{};
}

}  // namespace wms
