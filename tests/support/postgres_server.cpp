// SPDX-License-Identifier: Apache-2.0
#include "tests/support/postgres_server.h"

#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <future>
#include <stdexcept>

#include "tests/support/certificates.h"

namespace sage::test {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t standing_clock_ms = 1'700'000'000'000;

[[noreturn]] void fail(const std::string& what) {
    throw std::runtime_error(what);
}

fs::path find_binaries() {
    fs::path newest;
    const fs::path root = "/usr/lib/postgresql";
    if (fs::exists(root)) {
        for (const auto& version : fs::directory_iterator(root)) {
            if (fs::exists(version.path() / "bin" / "initdb")) {
                newest = std::max(newest, version.path() / "bin");
            }
        }
    }
    if (newest.empty()) {
        fail("There is no PostgreSQL server in " + root.string() +
             ". What to do: apt-get install postgresql (packaging/install-packages test).");
    }
    return newest;
}

/// A port that was free a moment ago.
int free_port() {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        fail("No port could be had on 127.0.0.1.");
    }
    ::close(listener);
    return ntohs(address.sin_port);
}

/// Whom the server runs as when the test is root: initdb and postgres refuse root.
const passwd* unprivileged() {
    for (const char* const name : {"postgres", "nobody"}) {
        if (const passwd* const user = ::getpwnam(name)) {
            return user;
        }
    }
    fail("There is no user \"postgres\" or \"nobody\" to run the server as.");
}

void write_private(const fs::path& path, const std::string& text, const passwd* owner) {
    std::ofstream(path, std::ios::binary) << text;
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
    if (owner != nullptr && ::chown(path.c_str(), owner->pw_uid, owner->pw_gid) != 0) {
        fail("chown " + path.string());
    }
}

}  // namespace

PostgresServer::PostgresServer() : binaries_(find_binaries()), port_(free_port()) {
    std::string pattern = (fs::temp_directory_path() / "postgres-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    make_cluster();
    start();
}

PostgresServer::~PostgresServer() {
    stop();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

PostgresOptions PostgresServer::options(const std::string& identity) const {
    PostgresOptions options;
    options.host = "127.0.0.1";
    options.port = port();
    options.database = database();
    options.user = user();
    options.password_name = "outbox";
    options.tls_mode = "disable";
    options.identity = identity;
    options.password = [password = password()](const std::string&) {
        return Result<std::string>(password);
    };
    options.now_ms = [] { return standing_clock_ms; };
    return options;
}

PostgresServer& PostgresServer::shared() {
    static PostgresServer server;
    return server;
}

void PostgresServer::leave_replica_behind() {
    const passwd* const owner = ::geteuid() == 0 ? unprivileged() : nullptr;
    const fs::path replica = folder_ / "replica";
    stop();
    fs::remove_all(replica);
    fs::copy(folder_ / "data", replica, fs::copy_options::recursive);
    start();
    if (owner == nullptr) {
        return;
    }
    std::vector<fs::path> all = {replica};
    for (const auto& entry : fs::recursive_directory_iterator(replica)) {
        all.push_back(entry.path());
    }
    for (const fs::path& path : all) {
        if (::chown(path.c_str(), owner->pw_uid, owner->pw_gid) != 0) {
            fail("chown " + path.string());
        }
    }
}

void PostgresServer::fail_over() {
    kill();
    fs::remove_all(folder_ / "data");
    fs::rename(folder_ / "replica", folder_ / "data");
    start();
}

void PostgresServer::make_cluster() {
    const passwd* const owner = ::geteuid() == 0 ? unprivileged() : nullptr;
    fs::permissions(folder_, fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
    const fs::path data = folder_ / "data";
    fs::create_directory(data);
    fs::permissions(data, fs::perms::owner_all);
    if (owner != nullptr && ::chown(data.c_str(), owner->pw_uid, owner->pw_gid) != 0) {
        fail("chown " + data.string());
    }
    write_private(folder_ / "password", password() + "\n", owner);
    run_to_its_end("initdb", {"-D", data, "-U", user(), "-A", "scram-sha-256", "--pwfile",
                              folder_ / "password", "-E", "UTF8", "--no-locale", "-N"});
    const Identity authority = make_authority("Test authority");
    const Identity server = make_identity({}, &authority);
    write_private(data / "server.crt", server.certificate, owner);
    write_private(data / "server.key", server.key, owner);
    std::ofstream(certificate_authority_file()) << authority.certificate;
}

void PostgresServer::start() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        fail("pipe");
    }
    const std::vector<std::string> arguments = {"-D", folder_ / "data",
                                                "-p", std::to_string(port_),
                                                "-c", "listen_addresses=127.0.0.1,127.0.0.2",
                                                "-c", "unix_socket_directories=",
                                                "-c", "ssl=on",
                                                "-c", "max_connections=200",
                                                "-c", "log_destination=stderr",
                                                "-c", "logging_collector=off"};
    process_ = launch("postgres", arguments, ends[1]);
    ::close(ends[1]);
    std::promise<bool> ready;
    std::future<bool> is_ready = ready.get_future();
    // Read to the end, or a server that has much to say would stand still.
    reader_ = std::thread([this, end = ends[0], said = std::move(ready)]() mutable {
        read_log(end, std::move(said));
    });
    if (!is_ready.get()) {
        reader_.join();
        fail("The PostgreSQL server did not start: " + log_);
    }
}

void PostgresServer::read_log(int output, std::promise<bool> ready) {
    std::array<char, 4096> buffer{};
    bool told = false;
    log_.clear();
    for (ssize_t got = 1; got > 0;) {
        got = ::read(output, buffer.data(), buffer.size());
        if (!told && got > 0) {
            log_.append(buffer.data(), static_cast<std::size_t>(got));
            told = log_.find("ready to accept connections") != std::string::npos;
            if (told) {
                ready.set_value(true);
            }
        }
    }
    ::close(output);
    if (!told) {
        ready.set_value(false);
    }
}

void PostgresServer::kill() {
    end_with(SIGQUIT);
}

void PostgresServer::stop() {
    end_with(SIGINT);
}

void PostgresServer::end_with(int signal) {
    if (process_ > 0) {
        ::kill(process_, signal);
        ::waitpid(process_, nullptr, 0);
        process_ = -1;
        reader_.join();
    }
}

void PostgresServer::run_to_its_end(const std::string& program,
                                    const std::vector<std::string>& arguments) {
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    const pid_t process = launch(program, arguments, nowhere);
    ::close(nowhere);
    int status = 0;
    ::waitpid(process, &status, 0);
    if (status != 0) {
        fail(program + " failed in " + folder_.string());
    }
}

pid_t PostgresServer::launch(const std::string& program, const std::vector<std::string>& arguments,
                             int output) {
    const std::string path = binaries_ / program;
    std::vector<char*> words = {const_cast<char*>(path.c_str())};
    for (const std::string& argument : arguments) {
        words.push_back(const_cast<char*>(argument.c_str()));
    }
    words.push_back(nullptr);
    const passwd* const owner = ::geteuid() == 0 ? unprivileged() : nullptr;
    const pid_t process = ::fork();
    if (process != 0) {
        return process;
    }
    ::setpgid(0, 0);
    ::dup2(output, STDERR_FILENO);
    ::dup2(output, STDOUT_FILENO);
    if (::chdir("/") != 0 ||
        (owner != nullptr && (::setgroups(0, nullptr) != 0 || ::setgid(owner->pw_gid) != 0 ||
                              ::setuid(owner->pw_uid) != 0))) {
        ::_exit(126);
    }
    // With the test, whatever becomes of the test.
    ::prctl(PR_SET_PDEATHSIG, SIGINT);
    ::execv(path.c_str(), words.data());
    ::_exit(127);
}

}  // namespace sage::test
