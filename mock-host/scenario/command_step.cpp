// SPDX-License-Identifier: Apache-2.0
// Both outputs go to files, so that nothing has to be read while it runs.
#include "mock-host/scenario/command_step.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
extern "C" {  // Debian 12: the header does not say so itself
#include <sys/pidfd.h>
}
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

#include "mock-host/read_file.h"
#include "mock-host/scenario/compare.h"
#include "mock-host/scenario/scenario.h"
#include "mock-host/start_child.h"

namespace wms::scenarios {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr int real_ms_max = 120'000;
constexpr std::size_t output_bytes_max = 16 * 1024 * 1024;
constexpr const char* correct_the_step = "Correct the step.";

struct Outcome {
    int exit_code = 0;
    std::string output;  ///< for machines
    std::string errors;  ///< for people, with --json
};

/// The files and their end: removed with the object.
struct Outputs {
    explicit Outputs(const fs::path& folder)
        : output(folder / "command.output"), errors(folder / "command.errors") {}
    Outputs(const Outputs&) = delete;
    Outputs& operator=(const Outputs&) = delete;
    ~Outputs() {
        std::error_code ignored;
        fs::remove(output, ignored);
        fs::remove(errors, ignored);
    }
    const fs::path output;
    const fs::path errors;
};

Problem not_started(const fs::path& program, int reason) {
    return {"child.not_started", program.string(),
            std::string("The program cannot be started: ") + std::strerror(reason) + ".",
            "Build everything, so that all programs lie in one folder.", "it"};
}

Result<pid_t> start(const fs::path& program, const std::vector<std::string>& words,
                    const Outputs& outputs) {
    if (::access(program.c_str(), X_OK) != 0) {
        return not_started(program, errno);
    }
    constexpr int made_new = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW;
    ChildStart start;
    start.program = program;
    start.arguments = words;
    start.output = ::open(outputs.output.c_str(), made_new, 0600);
    start.error_output = ::open(outputs.errors.c_str(), made_new, 0600);
    const bool opened = start.output >= 0 && start.error_output >= 0;
    const pid_t id = opened ? start_child(start) : -1;
    const int reason = errno;
    ::close(start.output);
    ::close(start.error_output);
    return id >= 0 ? Result<pid_t>(id) : not_started(program, reason);
}

/// Its exit code; the end of one that takes too long is a Problem.
Result<int> wait_for(pid_t id, const std::string& command) {
    const int descriptor = ::pidfd_open(id, 0);
    pollfd ended{descriptor, POLLIN, 0};
    int ready = 0;
    do {
        ready = descriptor < 0 ? 1 : ::poll(&ended, 1, real_ms_max);
    } while (ready < 0 && errno == EINTR);
    if (ready <= 0) {
        ::kill(id, SIGKILL);
    }
    int status = 0;
    while (::waitpid(id, &status, 0) < 0 && errno == EINTR) {
    }
    if (descriptor >= 0) {
        ::close(descriptor);
    }
    if (ready <= 0) {
        return Problem{"child.silent", command, "The command did not end within two minutes.",
                       "Run it by hand and look at what it waits for.", "it"};
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

Result<Outcome> run(const CommandPlace& place, const std::vector<std::string>& words) {
    const Outputs outputs(place.folder);
    const Result<pid_t> id = start(place.program, words, outputs);
    const Result<int> code = id.ok() ? wait_for(id.value(), words.front()) : id.problem();
    if (!code.ok()) {
        return code.problem();
    }
    Outcome outcome;
    outcome.exit_code = code.value();
    for (const auto& [file, text] :
         {std::pair(outputs.output, &outcome.output), std::pair(outputs.errors, &outcome.errors)}) {
        Result<std::string> read = read_file(file, output_bytes_max);
        if (!read.ok()) {
            return read.problem();
        }
        *text = std::move(read).value();
    }
    return outcome;
}

Problem bad_file(const fs::path& file, const std::string& why) {
    return {"scenario.file", file.string(), why,
            "Name a file under the folder of the case, such as \"test/people.json\".", "it"};
}

/// A text as it is, anything else as JSON; for this user alone.
Done make_file(const fs::path& folder, const std::string& name, const json::value& content,
               const CommandPlace& place) {
    const fs::path file = (folder / name).lexically_normal();
    const fs::path inside = file.lexically_relative(folder);
    if (inside.empty() || *inside.begin() == ".." || inside == ".") {
        return bad_file(name, "The file is not in the folder of the case.");
    }
    const Result<std::string> text = with_names(
        content.is_string() ? std::string(content.get_string()) : json::serialize(content), place);
    if (!text.ok()) {
        return text.problem();
    }
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    fs::remove(file, error);
    std::ofstream out(file, std::ios::binary);
    out << text.value();
    out.close();
    if (!out || ::chmod(file.c_str(), 0600) != 0) {
        return bad_file(file, "The file cannot be written.");
    }
    return Nothing{};
}

/// The last line of the output as JSON; null: it is none.
json::value last_line(const std::string& output) {
    const std::size_t end = output.find_last_not_of('\n');
    if (end == std::string::npos) {
        return {};
    }
    const std::size_t before = output.rfind('\n', end);
    const std::size_t begin = before == std::string::npos ? 0 : before + 1;
    boost::system::error_code error;
    json::value line = json::parse(output.substr(begin, end + 1 - begin), error);
    return error ? json::value() : line;
}

Findings compared(const json::object& step, const json::object& wanted, const Outcome& outcome) {
    const std::string all = outcome.output + outcome.errors;
    const json::value* const code = step.if_contains("exit");
    const std::int64_t expected = code == nullptr ? 0 : code->as_int64();
    Findings found;
    if (outcome.exit_code != expected) {
        found.push_back({"", "/exit", std::to_string(expected), std::to_string(outcome.exit_code),
                         "Look at what the command says, and correct it or the step."});
    }
    json::object there;
    json::object looked_for;
    for (const auto& [name, actual] :
         {std::pair("answer", last_line(outcome.output)), std::pair("says", json::value(all))}) {
        if (const json::value* const value = wanted.if_contains(name)) {
            looked_for[name] = *value;
            there[name] = actual;
        }
    }
    const Findings differ = differences(looked_for, there);
    found.insert(found.end(), differ.begin(), differ.end());
    if (found.empty()) {
        return unnoticed_changes(looked_for, there);
    }
    found.push_back({"", "/says", "", all, ""});
    return found;
}

}  // namespace

Result<std::string> with_names(std::string_view text, const CommandPlace& place) {
    std::string all;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = std::min(text.find("${", at), text.size());
        all += text.substr(at, begin - at);
        if (begin == text.size()) {
            break;
        }
        const std::size_t end = std::min(text.find('}', begin), text.size() - 1);
        const auto found = place.names.find(text.substr(begin + 2, end - begin - 2));
        if (found == place.names.end()) {
            return Problem{"scenario.place", std::string(text),
                           "There is nothing of the name " +
                               std::string(text.substr(begin, end + 1 - begin)) + ".",
                           "Use one that mock-host/scenario/README.md lists for commands.", "it"};
        }
        all += found->second;
        at = end + 1;
    }
    return all;
}

Result<Findings> run_command(const json::object& step, const json::object& wanted,
                             const CommandPlace& place) {
    for (const auto& [name, content] : child(step, "files")) {
        const Done made = make_file(place.folder, std::string(name), content, place);
        if (!made.ok()) {
            return made.problem();
        }
    }
    std::vector<std::string> words;
    for (const json::value& word : list_of(step, "command")) {
        Result<std::string> replaced = with_names(word.as_string(), place);
        if (!replaced.ok()) {
            return replaced.problem();
        }
        words.push_back(std::move(replaced).value());
    }
    if (words.empty()) {
        return Problem{"scenario.command", "", "No command is named.", correct_the_step, "it"};
    }
    const Result<Outcome> outcome = run(place, words);
    return outcome.ok() ? compared(step, wanted, outcome.value())
                        : Result<Findings>(outcome.problem());
}

}  // namespace wms::scenarios
