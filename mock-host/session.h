// SPDX-License-Identifier: Apache-2.0
// One run: a data folder, a simulated Sage, the plugin loaded and its instance hosted. Begins in
// this order and ends in the opposite one, however it ends.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mock-host/clock.h"
#include "mock-host/host.h"
#include "mock-host/loader.h"
#include "mock-host/result.h"
#include "mock-host/roles.h"
#include "mock-host/secrets.h"
#include "mock-host/simulator.h"

namespace wms {

struct SessionOptions {
    std::filesystem::path plugin;             ///< absolute path of the library
    std::filesystem::path data;               ///< empty: a temporary folder
    std::filesystem::path simulator_program;  ///< started unless an address is given
    std::string sage_address;
    std::string sage_certificate_authority;
    bool jump = true;
    std::int64_t start_ms = 0;  ///< where a jumping clock begins
    unsigned workers = 8;
    bool flush_events = false;          ///< see HostOptions
    std::vector<std::string> settings;  ///< "name=value", beside those that Sage suggests
    /// Changes the settings that Sage suggests, each time an instance is created.
    std::function<std::string(const std::string& suggested)> configure;
    bool authorise = false;  ///< let a person consent before the instance is connected
    bool connect = true;     ///< false: the instance is created and asked, and never sees Sage
    /// What the folder's secrets are for where its settings do not say it: "test", "live".
    std::string environment;
    std::string person;        ///< who acts; empty: the user of the operating system
    std::optional<Role> role;  ///< that this takes, where the folder names people (roles.h)
    std::string action;        ///< what a refusal is recorded as
    std::function<void()> progress;
};

/// A folder of one run, locked against a second. Removed at the end if it is temporary and nobody
/// asked to keep it.
class RunFolder {
  public:
    /// @param wanted  empty: a temporary folder
    static Result<std::unique_ptr<RunFolder>> open(const std::filesystem::path& wanted);
    RunFolder(const RunFolder&) = delete;
    RunFolder& operator=(const RunFolder&) = delete;
    ~RunFolder();

    const std::filesystem::path& path() const { return path_; }
    void keep() { remove_ = false; }
    /// Lets another run in, until lock().
    void unlock();
    /// Idempotent. Problem codes session.folder and session.folder_in_use.
    Done lock();

  private:
    RunFolder(std::filesystem::path path, bool temporary)
        : path_(std::move(path)), remove_(temporary) {}
    std::filesystem::path path_;
    bool remove_;
    int lock_ = -1;
};

class Session {
  public:
    /// Up to a Sage that can be seeded: no instance yet.
    static Result<std::unique_ptr<Session>> open(SessionOptions options);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session();

    /// open() and begin(): a session to ask the plugin something.
    static Result<std::unique_ptr<Session>> start(const SessionOptions& options);

    /// Asks Sage for settings and keeps its secrets, once: begin() does it, unless it is done. In a
    /// folder that was set up (setup/settings_file.h) only the addresses count of what Sage
    /// suggests.
    Done ask_settings();
    /// Creates the instance and connects it; after end(), once more on the same data.
    Done begin();
    /// Stops the instance. Idempotent.
    Done end();
    /// Stops the instance and lets another run work in the folder, until begin().
    Done leave_folder();
    /// end(), and nothing of the instance is left in the folder: begin() makes another one.
    void close();

    Control& control() { return *simulator_.control; }
    /// Whether there is an instance: begin() may have failed before one was made.
    bool has_host() const { return host_ != nullptr; }
    Host& host() { return *host_; }
    Clock& clock() { return *clock_; }
    RunFolder& folder() { return *folder_; }
    const LoadedPlugin& plugin() const { return plugin_; }
    const std::string& sage_address() const { return simulator_.address; }
    /// Whom to trust there, a file in PEM form; may be empty.
    const std::string& sage_certificate_authority() const {
        return simulator_.certificate_authority_file;
    }
    /// After ask_settings().
    Secrets& secrets() { return *secrets_; }
    const std::string& suggested_settings() const { return suggested_; }
    /// What a person's browser does with an address of the simulated Sage.
    Result<std::string> browse(const std::string& url);

  private:
    Result<std::string> configuration() const;
    explicit Session(SessionOptions options) : options_(std::move(options)) {}
    Done prepare();
    Done authorise();

    const SessionOptions options_;
    std::unique_ptr<RunFolder> folder_;
    std::unique_ptr<Clock> clock_;
    LoadedPlugin plugin_;
    Simulator simulator_;
    std::string suggested_;  ///< settings, by Sage
    std::unique_ptr<Secrets> secrets_;
    std::unique_ptr<Host> host_;
};

}  // namespace wms
