// SPDX-License-Identifier: Apache-2.0
// The host of one plugin instance: creates, connects, lends services and threads, hands documents
// over, takes events, waits until everything is settled, stops and destroys. All of it through the
// table of the contract and nothing else.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "mock-host/append_file.h"
#include "mock-host/audit.h"
#include "mock-host/clock.h"
#include "mock-host/events.h"
#include "mock-host/manifest.h"
#include "mock-host/postings.h"
#include "mock-host/result.h"
#include "mock-host/secrets.h"
#include "mock-host/services.h"
#include "mock-host/wms/documents.h"
#include "mock-host/workers.h"
#include "wms/wms_plugin.h"

namespace wms {

struct HostOptions {
    std::string instance_id = "mock-host";
    std::string configuration;     ///< JSON, checked against the manifest's schema
    std::filesystem::path folder;  ///< absolute; the host's files, and "plugin" for the instance
    unsigned workers = 8;          ///< at most what the manifest allows
    /// Whether an event survives a power cut before it is acknowledged, as a WMS that keeps its
    /// trade on disk needs it (WMS-H-022). One flush each: events come one by one. The small WMS
    /// keeps its trade in memory, so by default its events survive the end of the process and no
    /// more.
    bool flush_events = false;
    /// False: nothing is worked on and no thread is lent; the instance is asked questions alone,
    /// and check() is legal once it is connected.
    bool works = true;
    /// Told before a jumping clock moves, so that the simulated Sage is never behind.
    std::function<Done(std::int64_t time_ms)> before_jump;
    /// Told now and then while waiting.
    std::function<void()> progress;
};

/// The answer to the query "status".
struct StatusCounts {
    std::int64_t queued = 0;
    std::int64_t sending = 0;
    std::int64_t in_doubt = 0;
    std::int64_t unverified = 0;
    std::int64_t events = 0;
    std::int64_t next_due_ms = kNever;

    std::int64_t unsettled() const { return queued + sending + in_doubt + unverified + events; }
};
Result<StatusCounts> read_status(std::string_view answer);

struct Receipt {
    std::string message_id;
    std::string external_reference;
    std::string state;
    bool duplicate = false;
};

class Host {
  public:
    /// Creates the instance: checks settings and opens its data folder. No network.
    /// Table, clock and secrets outlive the host.
    static Result<std::unique_ptr<Host>> create(const wms_plugin& table, const Manifest& manifest,
                                                HostOptions options, Clock& clock,
                                                Secrets& secrets);
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;
    ~Host();

    /// Lets a person consent: `browse` opens an address and gives the one that the browser was
    /// sent back to. Problem code "host.no_consent" where the plugin is authorised otherwise.
    Done authorise(std::string_view redirect_address,
                   const std::function<Result<std::string>(const std::string& url)>& browse);

    /// Connects, then lends the threads.
    Done connect();

    /// The plugin's report of credentials, rights and settings, JSON. Threads that are lent are
    /// taken back for it and lent again. Nothing else may be asked or handed over meanwhile.
    Result<std::string> check();

    /// Hands one document over. On success it is durable with the plugin. Waits while the plugin's
    /// queue is full. Any thread.
    Result<Receipt> submit(const Message& message);

    /// Calls back what is in progress: questions and work end soon, as cancelled. Until carry_on()
    /// whatever is asked ends so. Any thread.
    void call_back();
    void carry_on() { cancelled_ = false; }

    /// A read-only question.
    Result<std::string> query(std::string_view request);

    /// Works until nothing is queued, sent, in doubt, unverified or untold; or until nothing more
    /// would happen within so much time of the host's clock. What is left is in the counts.
    Result<StatusCounts> settle(std::int64_t patience_ms);

    /// Takes the threads back, stops the instance and destroys it. Idempotent.
    Done stop();

    Postings& postings() { return postings_; }
    Audit::Figures audit_figures() const { return audit_->figures(); }
    /// Of a person, among what the plugin announces (person_record.h).
    Done record(std::string_view line) { return audit_->append(line); }

  private:
    Host(const wms_plugin& table, HostOptions options, Clock& clock, Secrets& secrets);
    Done open(const Manifest& manifest);
    void lend_threads();
    void take_threads_back();
    Turn work();
    bool pull_event();
    bool keep_event(std::string_view event);
    void note(const Problem& problem);
    /// One step of settle(): nothing if it has to be called again.
    std::optional<Result<StatusCounts>> settle_step(std::int64_t until_ms);
    Done advance_to(std::int64_t due_ms);
    Done wait_for_room(std::int64_t not_before_ms);
    bool stalled(std::int64_t unsettled);

    const wms_plugin& table_;
    const HostOptions options_;
    Clock& clock_;
    Secrets& secrets_;
    unsigned workers_allowed_ = 1;
    std::unique_ptr<AppendFile> log_;
    std::unique_ptr<AppendFile> event_file_;
    std::unique_ptr<Audit> audit_;
    std::unique_ptr<Services> services_;
    Postings postings_;
    std::string last_event_id_;  ///< of the thread that pulls events
    wms_instance* instance_ = nullptr;
    bool connected_ = false;
    std::atomic<bool> cancelled_ = false;
    std::atomic<std::int64_t> failures_in_a_row_ = 0;
    std::mutex settle_mutex_;
    std::int64_t stalls_ = 0;      ///< steps of settle() in a row that changed nothing
    std::int64_t stalled_at_ = 0;  ///< what was unsettled then
    mutable std::mutex problem_mutex_;
    Problem last_problem_;
    // Set once threads may call wake(); read by it without a lock.
    std::atomic<Workers*> awake_workers_ = nullptr;
    std::atomic<Events*> awake_events_ = nullptr;
    std::unique_ptr<Events> events_;
    std::unique_ptr<Workers> workers_;
};

}  // namespace wms
