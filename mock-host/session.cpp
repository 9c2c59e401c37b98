// SPDX-License-Identifier: Apache-2.0
// The order of things: trust the plugin before anything is started, know Sage before the plugin is
// configured.
#include "mock-host/session.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "mock-host/setup/settings_file.h"

namespace wms {

namespace {

namespace fs = std::filesystem;

Problem unusable(const fs::path& path, const std::string& reason) {
    return {"session.folder", path.string(), "The data folder cannot be used: " + reason + ".",
            "Name a folder on a local disk that this user can write to.", "it"};
}

Result<fs::path> temporary_folder() {
    const char* base = std::getenv("TMPDIR");
    std::string name =
        std::string(base == nullptr || *base == '\0' ? "/tmp" : base) + "/mock-host-XXXXXX";
    std::vector<char> pattern(name.begin(), name.end());
    pattern.push_back('\0');
    if (::mkdtemp(pattern.data()) == nullptr) {
        return unusable(name, std::strerror(errno));
    }
    return fs::path(pattern.data());
}

}  // namespace

Result<std::unique_ptr<RunFolder>> RunFolder::open(const fs::path& wanted) {
    fs::path path = wanted;
    if (wanted.empty()) {
        Result<fs::path> temporary = temporary_folder();
        if (!temporary.ok()) {
            return temporary.problem();
        }
        path = std::move(temporary).value();
    } else {
        std::error_code error;
        fs::create_directories(path, error);
        if (!error) {
            path = fs::canonical(path, error);
        }
        if (error) {
            return unusable(wanted, error.message());
        }
    }
    std::unique_ptr<RunFolder> folder(new RunFolder(path, wanted.empty()));
    const Done locked = folder->lock();
    return locked.ok() ? Result<std::unique_ptr<RunFolder>>(std::move(folder)) : locked.problem();
}

Done RunFolder::lock() {
    if (lock_ >= 0) {
        return Nothing{};
    }
    lock_ = ::open((path_ / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock_ < 0) {
        return unusable(path_, std::strerror(errno));
    }
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        unlock();
        return Problem{"session.folder_in_use", path_.string(),
                       "Another run works in this data folder.",
                       "Wait until it has ended, or name another folder.", "it"};
    }
    return Nothing{};
}

void RunFolder::unlock() {
    if (lock_ >= 0) {
        ::close(lock_);
        lock_ = -1;
    }
}

RunFolder::~RunFolder() {
    unlock();
    if (remove_) {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
}

Result<std::unique_ptr<Session>> Session::open(SessionOptions options) {
    std::unique_ptr<Session> session(new Session(std::move(options)));
    const Done prepared = session->prepare();
    if (!prepared.ok()) {
        return prepared.problem();
    }
    return session;
}

Result<std::unique_ptr<Session>> Session::start(const SessionOptions& options) {
    Result<std::unique_ptr<Session>> opened = open(options);
    if (opened.ok()) {
        const Done begun = opened.value()->begin();
        if (!begun.ok()) {
            return begun.problem();
        }
    }
    return opened;
}

Done Session::prepare() {
    Result<LoadedPlugin> plugin = load_plugin(options_.plugin);
    if (!plugin.ok()) {
        return plugin.problem();
    }
    plugin_ = std::move(plugin).value();
    Result<std::unique_ptr<RunFolder>> folder = RunFolder::open(options_.data);
    if (!folder.ok()) {
        return folder.problem();
    }
    folder_ = std::move(folder).value();
    if (options_.role.has_value()) {
        const Done may = permit(folder_->path(), options_.person, *options_.role, options_.action,
                                RealClock().now_ms());
        if (!may.ok()) {
            return may;
        }
    }
    Result<Simulator> simulator =
        options_.sage_address.empty()
            ? start_simulator(options_.simulator_program, plugin_.manifest.edition,
                              folder_->path() / "sage")
            : use_simulator(options_.sage_address, options_.sage_certificate_authority);
    if (!simulator.ok()) {
        return simulator.problem();
    }
    simulator_ = std::move(simulator).value();
    if (!options_.jump) {
        clock_ = std::make_unique<RealClock>();
        return Nothing{};
    }
    clock_ = std::make_unique<JumpClock>(options_.start_ms);
    return set_clock(*simulator_.control, options_.start_ms);
}

Done Session::ask_settings() {
    if (secrets_ != nullptr) {
        return Nothing{};
    }
    const Result<SageSettings> told = settings(*simulator_.control);
    if (!told.ok()) {
        return told.problem();
    }
    const Result<std::optional<KeptSettings>> kept = read_settings(folder_->path());
    if (!kept.ok()) {
        return kept.problem();
    }
    Result<std::unique_ptr<Secrets>> secrets =
        Secrets::open(folder_->path() / "secrets.json",
                      kept.value() ? kept.value()->environment() : options_.environment);
    if (!secrets.ok()) {
        return secrets.problem();
    }
    for (const auto& [name, value] : told.value().secrets) {
        const Done stored = secrets.value()->put(name, value, "");
        if (!stored.ok()) {
            return stored.problem();
        }
    }
    secrets_ = std::move(secrets).value();
    suggested_ = told.value().configuration;
    return Nothing{};
}

Result<std::string> Session::configuration() const {
    const Result<std::optional<KeptSettings>> kept = read_settings(folder_->path());
    if (!kept.ok()) {
        return kept.problem();
    }
    return kept.value()
               ? with_addresses_of(kept.value()->configuration, suggested_, plugin_.manifest)
               : Result<std::string>(suggested_);
}

Done Session::begin() {
    Done ready = folder_->lock();
    ready = ready.ok() ? ask_settings() : ready;
    if (!ready.ok()) {
        return ready;
    }
    host_.reset();
    HostOptions host_options;
    Result<std::string> known = configuration();
    if (!known.ok()) {
        return known.problem();
    }
    Result<std::string> chosen = with_settings(
        options_.configure ? options_.configure(known.value()) : std::move(known).value(),
        options_.settings);
    if (!chosen.ok()) {
        return chosen.problem();
    }
    host_options.configuration = std::move(chosen).value();
    host_options.folder = folder_->path();
    host_options.workers = options_.workers;
    host_options.flush_events = options_.flush_events;
    host_options.progress = options_.progress;
    host_options.before_jump = [this](std::int64_t time_ms) {
        return set_clock(*simulator_.control, time_ms);
    };
    Result<std::unique_ptr<Host>> host =
        Host::create(*plugin_.table, plugin_.manifest, std::move(host_options), *clock_, *secrets_);
    if (!host.ok()) {
        return host.problem();
    }
    host_ = std::move(host).value();
    const Done authorised = options_.authorise ? authorise() : Done(Nothing{});
    return authorised.ok() && options_.connect ? host_->connect() : authorised;
}

Done Session::authorise() {
    // An address that nobody answers at: what matters is where the browser is sent.
    return host_->authorise("https://wms.example/sage",
                            [this](const std::string& url) { return browse(url); });
}

Result<std::string> Session::browse(const std::string& url) {
    const std::string begin = simulator_.address + "/";
    if (!url.starts_with(begin)) {
        return Problem{"session.consent_elsewhere", "",
                       "The address to consent at is not that of the simulated Sage.",
                       "Correct the plugin's address.", "it"};
    }
    return simulator_.control->open_page(url.substr(begin.size() - 1));
}

Done Session::end() {
    return host_ == nullptr ? Done(Nothing{}) : host_->stop();
}

Done Session::leave_folder() {
    Done ended = end();
    host_.reset();
    folder_->unlock();
    return ended;
}

void Session::close() {
    (void)end();
    host_.reset();
}

Session::~Session() {
    close();
    simulator_.control.reset();
    simulator_.child.reset();
}

}  // namespace wms
