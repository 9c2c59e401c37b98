// SPDX-License-Identifier: Apache-2.0
// One short life of a plugin and its host on a single thread, so that its system calls come in the
// same order every time and can be counted: create, connect, hand documents over, work, take and
// acknowledge events, stop, destroy. Tests end it, stop it or fail its calls anywhere, and then let
// another life go on with the same folder.
//
// It tells on its output how far it came. Exit code 0: nothing is left to do; 3: it gave up, and
// its lines "trouble ..." say why; 2: it was started wrongly.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "mock-host/audit.h"
#include "mock-host/clock.h"
#include "mock-host/control.h"
#include "mock-host/host.h"
#include "mock-host/loader.h"
#include "mock-host/plugin_call.h"
#include "mock-host/read_file.h"
#include "mock-host/services.h"

namespace sage::testing {
namespace {

constexpr int troubles_max = 12;
constexpr std::size_t file_bytes_max = 16 * 1024 * 1024;
constexpr std::int64_t pause_after_trouble_ms = 1'000;
constexpr unsigned real_seconds_max = 120;
// Somebody looks after a host that gets nowhere, and starts it again.
constexpr std::int64_t patience_ms = 6 * 3'600'000;

template <class T>
T expect(wms::Result<T> result) {
    if (!result.ok()) {
        throw std::runtime_error(wms::in_one_line(result.problem()));
    }
    return std::move(result).value();
}

void say(std::string line) {
    line += '\n';
    [[maybe_unused]] const ssize_t written = ::write(STDOUT_FILENO, line.data(), line.size());
}

/// A clock in a file of eight bytes that everybody who maps it can read and set: it goes on while
/// this program stands still.
class FileClock final : public wms::Clock {
  public:
    explicit FileClock(const std::string& path) {
        const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
        void* const memory =
            ::mmap(nullptr, sizeof *now_, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        ::close(file);
        if (memory == MAP_FAILED) {
            throw std::runtime_error("cannot map the clock " + path);
        }
        now_ = static_cast<std::atomic<std::int64_t>*>(memory);
    }
    FileClock(const FileClock&) = delete;
    FileClock& operator=(const FileClock&) = delete;
    ~FileClock() override { ::munmap(now_, sizeof *now_); }

    std::int64_t now_ms() const override { return now_->load(); }
    bool jumps() const override { return true; }
    bool jump_to(std::int64_t time_ms) override {
        if (time_ms <= now_->load()) {
            return false;
        }
        now_->store(time_ms);
        return true;
    }

  private:
    std::atomic<std::int64_t>* now_ = nullptr;
};

using Arguments = std::map<std::string, std::string, std::less<>>;

class Life {
  public:
    explicit Life(const Arguments& arguments)
        : arguments_(arguments),
          folder_(argument("folder")),
          clock_(argument("clock")),
          plugin_(expect(wms::load_plugin(argument("plugin")))),
          secrets_(expect(wms::Secrets::open(argument("secrets")))),
          configuration_(expect(wms::read_file(argument("settings"), file_bytes_max))),
          log_(expect(wms::AppendFile::open(folder_ / "host.log"))),
          events_(expect(wms::AppendFile::open(folder_ / "events.jsonl"))),
          audit_(expect(wms::Audit::open(folder_ / "audit.jsonl"))),
          services_({clock_, *secrets_, *audit_, *log_, [] {}, WMS_LOG_INFO}) {}

    int run() {
        if (!until_done("create", [this](wms_error* error) { return create(error); })) {
            return 3;
        }
        say("created");
        const auto connect = [this](wms_error* error) {
            return table().connect(instance_, nullptr, error);
        };
        const bool lived = until_done("connect", connect) && live();
        wms::PluginError error;
        const wms_status stopped = table().stop(instance_, nullptr, error.out());
        if (stopped != WMS_OK && lived) {
            note("stop", stopped, error);
        }
        table().destroy(instance_);
        say(lived ? "ended " + std::to_string(clock_.now_ms()) : "gave up");
        return lived ? 0 : 3;
    }

  private:
    const std::string& argument(std::string_view name) const {
        const auto found = arguments_.find(name);
        if (found == arguments_.end()) {
            throw std::runtime_error("no argument " + std::string(name));
        }
        return found->second;
    }

    const wms_plugin& table() const { return *plugin_.table; }

    void note(const std::string& call, wms_status status, const wms::PluginError& error) {
        ++troubles_;
        say("trouble " + wms::in_one_line(error.problem(call, status)));
    }

    /// Calls until it succeeds, as a host does; false once there was too much trouble.
    template <class Call>
    bool until_done(const std::string& name, Call call) {
        while (troubles_ < troubles_max) {
            wms::PluginError error;
            const wms_status status = call(error.out());
            if (status < WMS_E_INVALID) {
                return true;
            }
            note(name, status, error);
            if (status == WMS_E_BUSY && name == "create") {
                return false;
            }
            jump(clock_.now_ms() +
                 std::max<std::int64_t>(error.retry_after_ms(), pause_after_trouble_ms));
        }
        return false;
    }

    wms_status create(wms_error* error) {
        const std::string folder = (folder_ / "plugin").string();
        wms_create_args arguments = {};
        arguments.struct_size = sizeof arguments;
        arguments.instance_id = wms::view_of("life");
        arguments.config = wms::view_of(configuration_);
        arguments.data_dir = wms::view_of(folder);
        arguments.host = services_.table();
        return table().create(&arguments, &instance_, error);
    }

    bool live() {
        say("connected");
        const auto found = arguments_.find("documents");
        std::string rest = found == arguments_.end() ? "" : found->second;
        while (!rest.empty()) {
            const std::size_t comma = std::min(rest.find(','), rest.size());
            if (!hand_over(rest.substr(0, comma)) || !settle()) {
                return false;
            }
            rest.erase(0, comma + 1);
        }
        return settle();
    }

    bool hand_over(const std::string& file) {
        const std::string document = expect(wms::read_file(file, file_bytes_max));
        const bool done = until_done("submit", [&](wms_error* error) {
            wms::PluginDocument receipt;
            return table().submit(instance_, wms::view_of(document), receipt.out(), error);
        });
        if (done) {
            say("accepted " + std::filesystem::path(file).filename().string());
        }
        return done;
    }

    /// Works until nothing is left to do. The clock jumps where only time is left to wait for.
    bool settle() {
        for (;;) {
            std::int64_t due_ms = wms::kNever;
            wms_status worked = WMS_OK;
            while (worked == WMS_OK) {
                const bool done = until_done("work", [&](wms_error* error) {
                    worked = table().work(instance_, nullptr, &due_ms, error);
                    return worked;
                });
                if (!done) {
                    return false;
                }
            }
            if (!take_events()) {
                return false;
            }
            const std::optional<wms::StatusCounts> counts = status();
            if (!counts.has_value()) {
                return false;
            }
            if (counts->unsettled() == 0) {
                return true;
            }
            if (due_ms == wms::kNever || due_ms > begun_ms_ + patience_ms) {
                say("trouble nothing gets on here: " + std::to_string(counts->unsettled()) +
                    " are unsettled. What to do: Look at the log, then start again.");
                return false;
            }
            jump(due_ms);
        }
    }

    bool take_events() {
        for (;;) {
            wms::PluginDocument event;
            wms_status found = WMS_IDLE;
            const bool asked = until_done("next_event", [&](wms_error* error) {
                found = table().next_event(instance_, event.out(), error);
                return found;
            });
            if (!asked || found == WMS_IDLE) {
                return asked;
            }
            if (!keep(event.text())) {
                return false;
            }
            const std::string id = id_of(event.text());
            if (!until_done("ack_event", [&](wms_error* error) {
                    return table().ack_event(instance_, wms::view_of(id), error);
                })) {
                return false;
            }
        }
    }

    bool keep(std::string_view event) {
        while (!events_->line(event)) {
            say("trouble the host could not keep an event");
            if (++troubles_ >= troubles_max) {
                return false;
            }
        }
        return true;
    }

    /// The number comes first in every event of a plugin that keeps its word; anything else is no
    /// event.
    static std::string id_of(std::string_view event) {
        constexpr std::string_view name = "\"eventId\":\"";
        const std::size_t at = event.find(name);
        if (at == std::string_view::npos) {
            throw std::runtime_error("an event without id: " + std::string(event));
        }
        const std::size_t begin = at + name.size();
        return std::string(event.substr(begin, event.find('"', begin) - begin));
    }

    std::optional<wms::StatusCounts> status() {
        wms::PluginDocument answer;
        const bool asked = until_done("query", [&](wms_error* error) {
            return table().query(instance_, nullptr, wms::view_of(R"({"query":"status"})"),
                                 answer.out(), error);
        });
        return asked ? std::optional(expect(wms::read_status(answer.text()))) : std::nullopt;
    }

    /// Sage's clock first: it is never behind.
    void jump(std::int64_t time_ms) {
        if (time_ms <= clock_.now_ms()) {
            return;
        }
        if (control_ == nullptr) {
            control_ = expect(wms::Control::open(argument("sage"), argument("authority")));
        }
        const wms::Done told = wms::set_clock(*control_, time_ms);
        if (!told.ok()) {
            say("trouble " + wms::in_one_line(told.problem()));
            ++troubles_;
        }
        clock_.jump_to(time_ms);
    }

    const Arguments& arguments_;
    const std::filesystem::path folder_;
    FileClock clock_;
    const wms::LoadedPlugin plugin_;
    const std::unique_ptr<wms::Secrets> secrets_;
    const std::string configuration_;
    const std::unique_ptr<wms::AppendFile> log_;
    const std::unique_ptr<wms::AppendFile> events_;
    const std::unique_ptr<wms::Audit> audit_;
    const wms::Services services_;
    std::unique_ptr<wms::Control> control_;
    const std::int64_t begun_ms_ = clock_.now_ms();
    wms_instance* instance_ = nullptr;
    int troubles_ = 0;
};

}  // namespace
}  // namespace sage::testing

/// Arguments: NAME=VALUE for plugin, folder, clock, secrets, settings, sage, authority and, where
/// something is to be handed over, documents: files, separated by commas.
int main(int count, char** words) {
    // Whoever started it may be gone before it is.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::alarm(sage::testing::real_seconds_max);
    try {
        sage::testing::Arguments arguments;
        for (int at = 1; at < count; ++at) {
            const std::string word = words[at];
            const std::size_t equals = std::min(word.find('='), word.size() - 1);
            arguments[word.substr(0, equals)] = word.substr(equals + 1);
        }
        return sage::testing::Life(arguments).run();
    } catch (const std::exception& failure) {
        sage::testing::say(std::string("trouble ") + failure.what());
        return 2;
    }
}
