// SPDX-License-Identifier: Apache-2.0
// A host is killed with a long queue and many documents on their way, and starts again: how soon
// is Sage first asked what became of one of them, and is any sent again before it may be?
//   recovery [queued] [in flight]
// 100 and 10 documents; 10,000 and 100 with SAGE_RELEASE_TESTS set. The edition's definition keeps
// no idempotency keys here, so that a doubt can be settled by look-ups alone.
//
// Lives of a host, processes of their own, hand everything over and post into a Sage that swallows
// replies, until they are killed. Half of what is on its way has reached Sage. A plugin has 16
// connections at most, so what earlier lives left in doubt is put back in the outbox to where the
// kill had left it: being sent, under its genuine attempt. Then one more host starts. Its clock
// jumps, and not to the settle time before all else is done: whatever is sent until then is sent
// before the settle time.
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

#include "mock-host/read_file.h"
#include "tests/hosts/host.h"
#include "tests/support/program.h"
#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;
using Seconds = std::chrono::duration<double>;

constexpr double first_look_up_limit_s = 10.0;
constexpr const char* posting = R"("targetContains":"document::")";
constexpr int latency_ms = 80;
constexpr std::int64_t a_day_ms = 24 * 3'600'000LL;
constexpr std::int64_t settle_ms = 20 * 60'000;
constexpr std::size_t file_bytes_max = 1'000'000;
constexpr std::chrono::minutes stuck_after{10};

template <class T>
T expect(wms::Result<T> result) {
    if (!result.ok()) {
        throw std::runtime_error(wms::in_one_line(result.problem()));
    }
    return std::move(result).value();
}

void demand(bool holds, const std::string& what) {
    if (!holds) {
        throw std::runtime_error(what);
    }
}

/// Where a host listens for the word to end, which it is never told: this program's own input.
class OpenInput {
  public:
    OpenInput() {
        demand(::pipe2(ends_, O_CLOEXEC) == 0 && ::dup2(ends_[0], STDIN_FILENO) == STDIN_FILENO,
               "There is no input.");
    }
    OpenInput(const OpenInput&) = delete;
    OpenInput& operator=(const OpenInput&) = delete;
    ~OpenInput() {
        ::close(ends_[0]);
        ::close(ends_[1]);
    }

  private:
    int ends_[2] = {-1, -1};
};

/// Lets others run for a moment between two looks.
void pause() {
    ::poll(nullptr, 0, 5);
}

/// The outbox of a host that does not run.
class Outbox {
  public:
    explicit Outbox(const fs::path& host) {
        const fs::path path = host / "plugin" / "outbox.db";
        demand(
            sqlite3_open_v2(path.c_str(), &database_, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK,
            "The outbox cannot be opened.");
    }
    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;
    ~Outbox() { sqlite3_close(database_); }

    std::int64_t number(const std::string& sql) {
        std::int64_t found = 0;
        const auto keep = [](void* to, int, char** values, char**) {
            *static_cast<std::int64_t*>(to) = values[0] == nullptr ? 0 : std::atoll(values[0]);
            return 0;
        };
        char* message = nullptr;
        const int done = sqlite3_exec(database_, sql.c_str(), keep, &found, &message);
        const std::string said = message == nullptr ? "" : message;
        sqlite3_free(message);
        demand(done == SQLITE_OK, said + ": " + sql);
        return found;
    }

  private:
    sqlite3* database_ = nullptr;
};

class Recovery {
  public:
    Recovery(int queued, int in_flight) : in_flight_(in_flight), documents_(queued + in_flight) {
        fs::create_directories(host_);
        fs::permissions(host_, fs::perms::owner_all);
        json::object settings = json::parse(box_.settings().configuration).as_object();
        const std::string definition(settings.at("definitions").at("despatchAdvice").as_string());
        field_ = settings.at("fields").at("externalReference").as_string();
        settings["settleMinutes"] = settle_ms / 60'000;
        std::ofstream(settings_) << json::serialize(settings);
        expect(box_.control().post(
            "/control/change",
            json::serialize(
                json::object{{"definition",
                              {{"id", definition}, {"set", {{"idempotenceSupported", false}}}}}})));
    }

    int run() {
        break_off();
        const double first_s = start_again();
        post_what_waits();
        settle();
        fmt::print(
            "recovery with {} queued and {} being sent at the kill: first look-up after "
            "{:.2f} s (limit {:.0f} s), {} found in Sage, {} sent again, none before the "
            "settle time; {} documents, 0 lost, 0 doubled, 0 stuck\n",
            documents_ - sending_, sending_, first_s, first_look_up_limit_s, taken_,
            sending_ - taken_, documents_);
        return first_s <= first_look_up_limit_s ? 0 : 1;
    }

  private:
    static std::string fault(const std::string& id, const std::string& action, int times,
                             int delay_ms, const std::string& where) {
        return fmt::format(
            R"({{"id":"{}","method":"POST","action":"{}","times":{},"delayMs":{},{}}})", id, action,
            times, delay_ms, where);
    }
    /// What a look-up of one reference is known by.
    std::string look_up() const {
        return R"("targetContains":"query","bodyContains":"\"$eq\":{\")" + field_ + R"(\":\"W")";
    }
    void set_faults(const std::string& faults) {
        expect(wms::set_faults(box_.control(), R"({"faults":[)" + faults + "]}"));
    }
    std::int64_t fired(const std::string& id) {
        return expect(wms::fault_count(box_.control(), id));
    }
    std::int64_t counter(const char* name) {
        return json::parse(expect(box_.control().get("/control/counters"))).at(name).as_int64();
    }

    /// Lives that are killed until so many documents are on their way.
    void break_off() {
        // No look-up is answered, and no reply comes for longer than all of this takes.
        constexpr int long_ms = 900'000;
        set_faults(fault("blind", "reply", 0, 0, look_up() + R"(,"status":200,"body":"{}")") + "," +
                   fault("taken", "drop_reply", std::max(1, in_flight_ / 2), long_ms, posting) +
                   "," + fault("lost", "drop_request", 0, long_ms, posting));
        std::int64_t on_their_way = 0;
        for (int first = 0; on_their_way < in_flight_; first = documents_) {
            std::vector<std::string> words = words_of_a_host(
                host_, settings_, box_.folder() / "secrets.json", first, documents_ - first, false);
            words.insert(words.begin(), "/proc/self/exe");
            const std::int64_t before = fired("taken") + fired("lost");
            Program life(words);
            demand(life.wait_for_line("submitted"), "A host ended by itself.");
            const auto begun = std::chrono::steady_clock::now();
            while (fired("taken") + fired("lost") < before + std::int64_t{workers_of_a_host}) {
                demand(std::chrono::steady_clock::now() - begun < stuck_after,
                       "A host sends nothing.");
                pause();
            }
            life.kill();
            life.wait();
            on_their_way = Outbox(host_).number(
                "SELECT count(*) FROM document WHERE state IN ('sending', 'in_doubt')");
        }
        taken_ = fired("taken");
        Outbox outbox(host_);
        outbox.number(
            "BEGIN; UPDATE tally SET sending = sending + in_doubt, in_doubt = 0;"
            " UPDATE document SET state = 'sending', leased = 1, due_ms = accepted_ms + 120000,"
            " look_ups = 0, absent_ms = 0 WHERE state = 'in_doubt'; COMMIT");
        sending_ = outbox.number("SELECT count(*) FROM document WHERE state = 'sending'");
        demand(outbox.number("SELECT queued + sending FROM tally") == documents_,
               "The outbox is not as it should be at the kill.");
    }

    /// Seconds until a look-up of one of the references is on the wire.
    double start_again() {
        set_faults(fault("look-up", "delay", 1, 0, look_up()) + "," +
                   fault("latency", "delay", 0, latency_ms, posting));
        clock_.emplace(wms::RealClock().now_ms() + 1'000);
        expect(wms::set_clock(box_.control(), clock_->now_ms()));
        created_before_ = counter("created");
        plugin_ = expect(wms::load_plugin(SAGE_PLUGIN_FILE));
        secrets_ = expect(wms::Secrets::open(box_.folder() / "secrets.json"));
        wms::HostOptions options;
        options.configuration = expect(wms::read_file(settings_, file_bytes_max));
        options.folder = host_;
        options.workers = workers_of_a_host;
        options.before_jump = [this](std::int64_t time_ms) {
            return wms::set_clock(box_.control(), time_ms);
        };
        const auto begun = std::chrono::steady_clock::now();
        started_ = expect(wms::Host::create(*plugin_.table, plugin_.manifest, std::move(options),
                                            *clock_, *secrets_));
        expect(started_->connect());
        while (fired("look-up") == 0) {
            demand(std::chrono::steady_clock::now() - begun < stuck_after, "Sage is not asked.");
            pause();
        }
        return Seconds(std::chrono::steady_clock::now() - begun).count();
    }

    /// Until nothing more would happen before the settle time: what is sent is what had waited.
    void post_what_waits() {
        expect(started_->settle(settle_ms / 4));
        const std::int64_t sent = counter("created") - created_before_;
        demand(sent == documents_ - sending_,
               fmt::format("{} documents were posted before the settle time, and {} had waited.",
                           sent, documents_ - sending_));
    }

    void settle() {
        const wms::StatusCounts left = expect(started_->settle(a_day_ms));
        demand(left.unsettled() == 0, fmt::format("{} documents are stuck.", left.unsettled()));
        expect(started_->stop());
        started_.reset();
        std::set<std::string> references;
        const std::vector<wms::SageDocument> in_sage = expect(wms::documents(box_.control(), 0));
        for (const wms::SageDocument& document : in_sage) {
            references.insert(document.external_reference);
        }
        demand(std::cmp_equal(in_sage.size(), documents_) &&
                   std::cmp_equal(references.size(), documents_),
               fmt::format("Sage holds {} documents under {} references, and {} were handed over.",
                           in_sage.size(), references.size(), documents_));
        Outbox outbox(host_);
        demand(outbox.number("SELECT count(*) FROM document WHERE state = 'posted'") == documents_,
               "Not every document is posted.");
        demand(outbox.number("SELECT count(*) FROM attempt WHERE number = 2") == sending_ - taken_,
               "Other documents were sent again than those that never reached Sage.");
        demand(outbox.number("SELECT count(*) FROM attempt AS a JOIN attempt AS b"
                             " ON b.sequence = a.sequence AND b.number = a.number + 1"
                             " WHERE b.begun_ms < a.deadline_ms + " +
                             std::to_string(settle_ms)) == 0,
               "A document was sent again before the settle time.");
    }

    const int in_flight_;
    const int documents_;
    OpenInput input_;
    SageInABox box_{BoxOptions{"intacct", workers_of_a_host, false, "", {}}};
    const fs::path host_ = box_.folder() / "host";
    const fs::path settings_ = box_.folder() / "settings.json";
    std::string field_;  ///< of Sage, that holds our reference
    std::int64_t sending_ = 0;
    std::int64_t taken_ = 0;  ///< of these, reached Sage
    std::int64_t created_before_ = 0;
    std::optional<wms::JumpClock> clock_;  ///< later than those of the lives before
    wms::LoadedPlugin plugin_;
    std::unique_ptr<wms::Secrets> secrets_;
    std::unique_ptr<wms::Host> started_;
};

int run(const std::vector<std::string>& words) {
    const bool whole = std::getenv("SAGE_RELEASE_TESTS") != nullptr;
    const int queued = words.empty() ? (whole ? 10'000 : 100) : std::stoi(words[0]);
    const int in_flight = words.size() < 2 ? (whole ? 100 : 10) : std::stoi(words[1]);
    return Recovery(queued, in_flight).run();
}

}  // namespace
}  // namespace sage::testing

int main(int count, char** arguments) {
    const std::vector<std::string> words(arguments + 1, arguments + count);
    try {
        const std::optional<int> host = sage::testing::run_as_host(words);
        return host.has_value() ? *host : sage::testing::run(words);
    } catch (const std::exception& problem) {
        std::cerr << "recovery: " << problem.what() << "\n";
        return 2;
    }
}
