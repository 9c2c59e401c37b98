// SPDX-License-Identifier: Apache-2.0
// fork and exec; the first line of the output says where the program listens.
#include "tests/unit/simulator/program.h"

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/StreamCopier.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <istream>
#include <ostream>

#include "sage-adapter/base/json.h"

namespace sage::test {
namespace {

namespace net = Poco::Net;

struct Child {
    pid_t process = -1;
    int output = -1;
    int errors = -1;
};

Child start(const std::vector<std::string>& arguments) {
    int output[2];
    int errors[2];
    if (::pipe(output) != 0 || ::pipe(errors) != 0) {
        return {};
    }
    const pid_t process = ::fork();
    if (process == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::dup2(output[1], STDOUT_FILENO);
        ::dup2(errors[1], STDERR_FILENO);
        for (const int end : {output[0], output[1], errors[0], errors[1]}) {
            ::close(end);
        }
        std::vector<std::string> words = {SAGE_SIMULATOR_PROGRAM};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char*> pointers;
        for (std::string& word : words) {
            pointers.push_back(word.data());
        }
        pointers.push_back(nullptr);
        ::execv(SAGE_SIMULATOR_PROGRAM, pointers.data());
        ::_exit(127);
    }
    ::close(output[1]);
    ::close(errors[1]);
    return {process, output[0], errors[0]};
}

std::string read_to_end(int file) {
    std::string all;
    char buffer[4096];
    for (ssize_t got = ::read(file, buffer, sizeof buffer); got > 0;
         got = ::read(file, buffer, sizeof buffer)) {
        all.append(buffer, static_cast<std::size_t>(got));
    }
    ::close(file);
    return all;
}

std::string read_line(int file) {
    std::string line;
    char character = 0;
    while (::read(file, &character, 1) == 1 && character != '\n') {
        line += character;
    }
    return line;
}

int wait_for(pid_t process) {
    int status = 0;
    ::waitpid(process, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace

Ended run_program(const std::vector<std::string>& arguments) {
    const Child child = start(arguments);
    Ended ended;
    ended.output = read_to_end(child.output);
    ended.errors = read_to_end(child.errors);
    ended.exit_code = wait_for(child.process);
    return ended;
}

Program::Program(const std::string& folder, std::vector<std::string> more,
                 const std::string& edition) {
    std::vector<std::string> arguments = {"--edition", edition, "--data", folder};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Child child = start(arguments);
    process_ = child.process;
    output_ = child.output;
    ::close(child.errors);
    const std::string line = read_line(output_);
    const auto ready = parse_json(line, 4096, JsonNumbers::integers_only);
    if (!ready.ok()) {
        return;
    }
    authority_ = text_at(ready.value(), "/certificateAuthorityFile");
    const std::string address(text_at(ready.value(), "/address"));
    if (text_at(ready.value(), "/edition") == edition &&
        address.starts_with("https://localhost:")) {
        port_ = std::stoi(address.substr(address.rfind(':') + 1));
    }
}

Program::~Program() {
    if (process_ > 0) {
        stop(SIGKILL);
    }
    ::close(output_);
}

int Program::stop(int signal) {
    ::kill(process_, signal);
    const int exit_code = wait_for(process_);
    process_ = -1;
    return exit_code;
}

Reply Program::exchange(const Request& request) {
    try {
        const net::Context::Ptr context(new net::Context(net::Context::TLS_CLIENT_USE, "", "",
                                                         authority_, net::Context::VERIFY_STRICT));
        net::HTTPSClientSession session("localhost", static_cast<Poco::UInt16>(port_), context);
        session.setTimeout(Poco::Timespan(20, 0));
        net::HTTPRequest outgoing(request.method, request.target, net::HTTPMessage::HTTP_1_1);
        for (const Header& header : request.headers) {
            outgoing.set(header.name, header.value);
        }
        outgoing.setContentLength(static_cast<std::streamsize>(request.body.size()));
        session.sendRequest(outgoing) << request.body;
        net::HTTPResponse incoming;
        std::istream& in = session.receiveResponse(incoming);
        Reply reply;
        Poco::StreamCopier::copyToString(in, reply.body);
        if (incoming.hasContentLength() &&
            reply.body.size() != static_cast<std::size_t>(incoming.getContentLength())) {
            return {};
        }
        reply.status = incoming.getStatus();
        for (const auto& [name, value] : incoming) {
            reply.headers.push_back({name, value});
        }
        return reply;
    } catch (const Poco::Exception&) {
        return {};
    }
}

}  // namespace sage::test
