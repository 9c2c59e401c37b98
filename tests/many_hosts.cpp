// SPDX-License-Identifier: Apache-2.0
// Several hosts, each a process with its own plugin, share one outbox on a PostgreSQL server and
// post to one simulated Sage. While they do, processes are stopped for longer than their leases
// last, and killed and started again; replies are lost. At the end every accepted document is in
// Sage exactly once, and in the order of its ordering key.
//   many_hosts [documents] [processes] [calm]
// "calm" leaves the processes alone and prints the rate. The same program is each of the hosts:
//   many_hosts host FOLDER CONFIGURATION_FILE SECRETS_FILE FIRST COUNT
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <thread>

#include "sage-adapter/outbox/postgres_connection.h"
#include "sage-adapter/outbox/postgres_session.h"
#include "tests/support/postgres_server.h"
#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using test::PostgresServer;
using Seconds = std::chrono::duration<double>;

constexpr unsigned workers = 8;
constexpr int reply_seconds = 5;
constexpr int lease_margin_seconds = 1;
// Longer than any lease, by half a second.
constexpr double stopped_seconds = 2 * reply_seconds + lease_margin_seconds + 0.5;
// One action for so many documents posted.
constexpr int actions_planned = 18;
constexpr int lane_length = 5;

[[noreturn]] void fail(const std::string& what) {
    throw std::runtime_error(what);
}

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string number_of(int index) {
    return fmt::format("DN-{:06}", index);
}

/// Every third document has an ordering key that it shares with a few others of the same host.
std::string ordering_key_of(int index) {
    return index % 3 == 0 ? fmt::format("lane-{}", index / (3 * lane_length)) : std::string();
}

wms::Message document(int index) {
    wms::Message message = despatch_of(number_of(index), 2);
    json::object envelope = json::parse(message.json).as_object();
    const std::string key = ordering_key_of(index);
    if (key.empty()) {
        envelope.erase("orderingKey");
    } else {
        envelope["orderingKey"] = key;
    }
    message.json = json::serialize(envelope);
    return message;
}

// ---- one host ----

int be_host(const fs::path& folder, const fs::path& configuration, const fs::path& secrets_file,
            int first, int count) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    wms::RealClock clock;
    auto plugin = wms::load_plugin(SAGE_PLUGIN_FILE);
    auto secrets = wms::Secrets::open(secrets_file);
    if (!plugin.ok() || !secrets.ok()) {
        return 2;
    }
    wms::HostOptions options;
    options.configuration = text_of(configuration);
    options.folder = folder;
    options.workers = workers;
    auto host = wms::Host::create(*plugin.value().table, plugin.value().manifest, options, clock,
                                  *secrets.value());
    if (!host.ok()) {
        std::cerr << wms::in_one_line(host.problem()) << "\n";
        return 2;
    }
    const wms::Done connected = host.value()->connect();
    if (!connected.ok()) {
        std::cerr << wms::in_one_line(connected.problem()) << "\n";
        return 3;
    }
    std::vector<std::thread> threads;
    std::atomic<int> next = first;
    std::atomic<int> failed = 0;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&] {
            for (int index = next++; index < first + count; index = next++) {
                auto kept = host.value()->submit(document(index));
                for (int tries = 1; !kept.ok() && tries < 100; ++tries) {
                    kept = host.value()->submit(document(index));
                }
                if (!kept.ok()) {
                    ++failed;
                    std::cerr << number_of(index) << ": " << wms::in_one_line(kept.problem())
                              << "\n";
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    std::cout << (failed == 0 ? "submitted" : "FAILED") << std::endl;
    // Works on until its starter has seen enough.
    std::string line;
    std::getline(std::cin, line);
    return host.value()->stop().ok() ? 0 : 4;
}

// ---- the starter ----

struct OneHost {
    fs::path folder;
    int first = 0;
    int count = 0;
    pid_t id = -1;
    int to = -1;
    int from = -1;
    bool submitted = false;
    std::chrono::steady_clock::time_point continue_at{};  ///< while it is stopped
    bool stopped = false;
};

class ManyHosts {
  public:
    ManyHosts(int documents, int processes, bool calm)
        : documents_(documents), calm_(calm), box_(BoxOptions{workers, false, "", {}}) {
        prepare();
        const int share = documents / processes;
        for (int index = 0; index < processes; ++index) {
            OneHost process;
            process.folder = box_.folder() / fmt::format("host-{}", index);
            process.first = index * share;
            process.count = index + 1 == processes ? documents - index * share : share;
            processes_.push_back(process);
        }
    }
    ~ManyHosts() {
        for (OneHost& process : processes_) {
            end(process, SIGKILL);
        }
    }

    int run() {
        // The schema and the catalogue are made before the clock starts.
        for (OneHost& process : processes_) {
            start(process);
        }
        const auto begun = std::chrono::steady_clock::now();
        work_until_posted();
        const Seconds taken = std::chrono::steady_clock::now() - begun;
        for (OneHost& process : processes_) {
            ask_to_end(process);
        }
        const std::vector<std::string> wrong = check();
        for (const std::string& one : wrong) {
            fmt::print("WRONG: {}\n", one);
        }
        fmt::print(
            "{} documents, {} processes of {} workers, {} killed, {} stopped, {} replies "
            "lost: {:.1f} s, {:.0f} documents/s; {} attempts; {}\n",
            documents_, processes_.size(), workers, kills_, stops_, lost_replies(), taken.count(),
            documents_ / taken.count(), number("SELECT count(*) FROM attempt"),
            wrong.empty() ? "0 lost, 0 doubled, 0 stuck, order kept" : "FAILED");
        return wrong.empty() ? 0 : 1;
    }

  private:
    void prepare() {
        const PostgresServer& server = PostgresServer::shared();
        json::object settings = json::parse(box_.settings().configuration).as_object();
        settings["replySeconds"] = reply_seconds;
        settings["outbox"] = {
            {"store", "postgresql"},
            {"host", "localhost"},
            {"port", server.port()},
            {"database", server.database()},
            {"user", server.user()},
            {"passwordName", "outbox.password"},
            {"tlsMode", calm_ ? "disable" : "verify-full"},
            {"certificateAuthorityFile", server.certificate_authority_file().string()},
            {"leaseMarginSeconds", lease_margin_seconds}};
        std::ofstream(box_.folder() / "configuration.json") << json::serialize(settings);
        auto secrets = wms::Secrets::open(box_.folder() / "secrets.json");
        if (!secrets.ok() || !secrets.value()->put("outbox.password", server.password(), "").ok()) {
            fail("The password could not be stored.");
        }
        if (!calm_) {
            const wms::Done set = wms::set_faults(
                box_.control(),
                fmt::format(R"({{"faults":[{{"id":"lost","method":"POST","targetContains":)"
                            R"("document::","skip":{},"times":{},"action":"drop_reply"}}]}})",
                            documents_ / 4, std::min(documents_ / 50, 200)));
            if (!set.ok()) {
                fail(wms::in_one_line(set.problem()));
            }
        }
    }

    void start(OneHost& process) {
        std::array<int, 2> in{};
        std::array<int, 2> out{};
        if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) {
            fail("pipe");
        }
        fs::create_directories(process.folder);
        fs::permissions(process.folder, fs::perms::owner_all);
        const std::array<std::string, 7> words = {"host",
                                                  process.folder,
                                                  box_.folder() / "configuration.json",
                                                  box_.folder() / "secrets.json",
                                                  std::to_string(process.first),
                                                  std::to_string(process.count),
                                                  ""};
        process.id = ::fork();
        if (process.id == 0) {
            ::dup2(in[0], STDIN_FILENO);
            ::dup2(out[1], STDOUT_FILENO);
            ::execl("/proc/self/exe", "many_hosts", words[0].c_str(), words[1].c_str(),
                    words[2].c_str(), words[3].c_str(), words[4].c_str(), words[5].c_str(),
                    nullptr);
            ::_exit(127);
        }
        ::close(in[0]);
        ::close(out[1]);
        process.to = in[1];
        process.from = out[0];
        process.stopped = false;
    }

    static void end(OneHost& process, int signal) {
        if (process.id > 0) {
            ::kill(process.id, signal);
            ::waitpid(process.id, nullptr, 0);
            ::close(process.to);
            ::close(process.from);
            process.id = -1;
        }
    }

    static void ask_to_end(OneHost& process) {
        static_cast<void>(!::write(process.to, "\n", 1));
        int status = 0;
        ::waitpid(process.id, &status, 0);
        ::close(process.to);
        ::close(process.from);
        process.id = -1;
        if (status != 0) {
            fail(fmt::format("A host ended with status {}.", status));
        }
    }

    /// Waits for something to be said by a host, a moment at most.
    void listen() {
        std::vector<pollfd> files;
        for (const OneHost& process : processes_) {
            files.push_back({process.submitted ? -1 : process.from, POLLIN, 0});
        }
        ::poll(files.data(), files.size(), 20);
        for (std::size_t index = 0; index < files.size(); ++index) {
            if (files[index].revents == 0) {
                continue;
            }
            std::array<char, 64> buffer{};
            const ssize_t got = ::read(files[index].fd, buffer.data(), buffer.size());
            if (got <= 0) {
                fail("A host ended by itself: " + end_of_log(processes_[index]));
            }
            if (buffer[0] != 's') {
                fail("A host could not hand a document over.");
            }
            processes_[index].submitted = true;
        }
    }

    static std::string end_of_log(const OneHost& host) {
        constexpr std::size_t enough = 2'000;
        const std::string log = text_of(host.folder / "host.log");
        return log.substr(log.size() - std::min(log.size(), enough));
    }

    void work_until_posted() {
        int next_action = 1;
        while (true) {
            listen();
            for (OneHost& process : processes_) {
                if (process.stopped && std::chrono::steady_clock::now() >= process.continue_at) {
                    ::kill(process.id, SIGCONT);
                    process.stopped = false;
                }
            }
            const std::int64_t posted = number("SELECT coalesce(sum(posted), 0) FROM writer");
            if (!calm_ && next_action <= actions_planned &&
                posted >= documents_ * next_action / (actions_planned + 1)) {
                act(next_action++);
            }
            if (posted < documents_) {
                continue;
            }
            const bool all_there =
                std::all_of(processes_.begin(), processes_.end(),
                            [](const OneHost& one) { return one.submitted && !one.stopped; });
            if (all_there && (calm_ || number("SELECT sum(unverified) FROM writer") == 0)) {
                return;
            }
        }
    }

    void act(int which) {
        OneHost& process = processes_[random_() % processes_.size()];
        if (process.stopped) {
            return;
        }
        if (which % 3 == 0) {
            ::kill(process.id, SIGSTOP);
            process.stopped = true;
            process.continue_at =
                std::chrono::steady_clock::now() +
                std::chrono::milliseconds(static_cast<int>(stopped_seconds * 1'000));
            ++stops_;
            return;
        }
        end(process, SIGKILL);
        ++kills_;
        process.submitted = false;
        start(process);
    }

    std::vector<std::string> check() {
        std::vector<std::string> wrong;
        const auto expect = [&](bool right, const std::string& what) {
            if (!right) {
                wrong.push_back(what);
            }
        };
        expect(number("SELECT count(*) FROM document") == documents_,
               "not every document was kept");
        expect(number("SELECT count(*) FROM document WHERE state <> 'posted'") == 0,
               "a document is not posted");
        expect(
            number("SELECT count(*) FROM document AS d WHERE NOT EXISTS (SELECT 1 FROM event AS e"
                   " WHERE e.company = d.company AND e.sequence = d.sequence"
                   " AND e.to_state = 'posted' AND e.type = 'postingResult')") == 0,
            "the host is not told of a document");
        expect(number("SELECT count(*) FROM (SELECT sequence FROM event WHERE edge IN (3, 7, 11)"
                      " GROUP BY company, sequence HAVING count(*) <> 1) AS twice") == 0,
               "a document was posted twice by its history");
        // An attempt of the next one began only after the one before was posted.
        expect(number("SELECT count(*) FROM document AS later JOIN document AS earlier"
                      " ON earlier.ordering_key = later.ordering_key"
                      " AND earlier.sequence < later.sequence JOIN attempt AS a"
                      " ON a.sequence = later.sequence JOIN event AS e"
                      " ON e.sequence = earlier.sequence AND e.edge IN (3, 7, 11)"
                      " WHERE later.ordering_key <> '' AND a.begun_ms < e.at_ms") == 0,
               "two documents of one ordering key were open at once");
        check_sage(expect);
        return wrong;
    }

    template <class Expect>
    void check_sage(const Expect& expect) {
        auto documents = wms::documents(box_.control(), 0);
        if (!documents.ok()) {
            fail(wms::in_one_line(documents.problem()));
        }
        std::map<std::string, std::int64_t> positions;
        std::set<std::string> references;
        for (const wms::SageDocument& one : documents.value()) {
            expect(references.insert(one.external_reference).second,
                   one.external_reference + " is in Sage twice");
            positions[one.external_reference] = one.position;
            expect(one.net == *wms::Decimal::parse("13.56"), "an amount is wrong");
        }
        expect(documents.value().size() == static_cast<std::size_t>(documents_),
               fmt::format("Sage holds {} documents", documents.value().size()));
        std::map<std::string, std::int64_t> last;
        PostgresStatement rows(sql(),
                               "SELECT ordering_key, external_reference FROM document"
                               " ORDER BY sequence");
        const auto read = [&] {
            const std::string key(rows.text(0));
            const auto found = positions.find(std::string(rows.text(1)));
            expect(found != positions.end(), std::string(rows.text(1)) + " is not in Sage");
            if (!key.empty() && found != positions.end()) {
                expect(found->second > last[key], "the order of " + key + " was not kept");
                last[key] = found->second;
            }
        };
        expect(rows.each(read).ok(), "the outbox cannot be read");
    }

    PostgresConnection& sql() {
        if (sql_ == nullptr) {
            const PostgresServer& server = PostgresServer::shared();
            PostgresOptions options;
            options.host = "127.0.0.1";
            options.port = server.port();
            options.database = server.database();
            options.user = server.user();
            options.password_name = "outbox";
            options.tls_mode = "disable";
            options.identity = "the test's own";
            options.password = [&server](const std::string&) {
                return Result<std::string>(server.password());
            };
            sql_ = std::make_unique<PostgresConnection>([options] { return conninfo_of(options); });
            if (!sql_->open().ok() || !prepare_session(*sql_, options).ok()) {
                fail("The starter cannot use the database server.");
            }
        }
        return *sql_;
    }

    std::int64_t number(const std::string& question) {
        const Result<std::string> answer = sql().text(question);
        if (!answer.ok()) {
            fail(answer.error().first().cause);
        }
        return std::stoll("0" + answer.value());
    }

    std::int64_t lost_replies() {
        const auto count = wms::fault_count(box_.control(), "lost");
        return count.ok() ? count.value() : 0;
    }

    const int documents_;
    const bool calm_;
    SageInABox box_;
    std::vector<OneHost> processes_;
    std::unique_ptr<PostgresConnection> sql_;
    std::mt19937 random_{20261125};
    int kills_ = 0;
    int stops_ = 0;
};

}  // namespace
}  // namespace sage::testing

int main(int count, char** arguments) {
    const std::vector<std::string> words(arguments + 1, arguments + count);
    try {
        if (words.size() == 6 && words[0] == "host") {
            return sage::testing::be_host(words[1], words[2], words[3], std::stoi(words[4]),
                                          std::stoi(words[5]));
        }
        const int documents = words.empty() ? 2'000 : std::stoi(words[0]);
        const int processes = words.size() < 2 ? 4 : std::stoi(words[1]);
        const bool calm = words.size() > 2 && words[2] == "calm";
        return sage::testing::ManyHosts(documents, processes, calm).run();
    } catch (const std::exception& problem) {
        std::cerr << "many_hosts: " << problem.what() << "\n";
        return 2;
    }
}
