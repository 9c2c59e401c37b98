// SPDX-License-Identifier: Apache-2.0
#include "tests/support/statement_cutter.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <stdexcept>

namespace sage::test {
namespace {

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

int new_socket() {
    return ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

/// Messages are forwarded one by one: none may wait for the last one's acknowledgement.
void send_at_once(int connection) {
    const int on = 1;
    ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

bool send_all(int to, const char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t sent = ::send(to, bytes, size, MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes += sent;
        size -= static_cast<std::size_t>(sent);
    }
    return true;
}

bool receive_all(int from, char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t got = ::recv(from, bytes, size, 0);
        if (got <= 0) {
            return false;
        }
        bytes += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

std::uint32_t size_in(const char* bytes) {
    std::uint32_t size = 0;
    for (int index = 0; index < 4; ++index) {
        size = (size << 8U) | static_cast<unsigned char>(bytes[index]);
    }
    return size;
}

/// A message of the client: its type, except for the very first, its size, its rest.
bool receive_message(int from, bool first, std::string& message) {
    const std::size_t head = first ? 4 : 5;
    message.resize(head);
    if (!receive_all(from, message.data(), head)) {
        return false;
    }
    const std::size_t rest = size_in(message.data() + head - 4) - 4;
    message.resize(head + rest);
    return receive_all(from, message.data() + head, rest);
}

}  // namespace

StatementCutter::StatementCutter(int server_port)
    : server_port_(server_port), listener_(new_socket()) {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0 ||
        ::listen(listener_, 64) != 0) {
        throw std::runtime_error("No port could be had on 127.0.0.1.");
    }
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_clients(); });
}

StatementCutter::~StatementCutter() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    {
        const std::lock_guard lock(mutex_);
        for (const int one : open_) {
            ::shutdown(one, SHUT_RDWR);
        }
    }
    for (std::thread& server : servers_) {
        server.join();
    }
}

void StatementCutter::cut_at(int statement, Cut how) {
    const std::lock_guard lock(mutex_);
    statements_ = 0;
    cut_at_ = statement;
    how_ = how;
    has_cut_ = false;
}

bool StatementCutter::has_cut() const {
    const std::lock_guard lock(mutex_);
    return has_cut_;
}

int StatementCutter::statements() const {
    const std::lock_guard lock(mutex_);
    return statements_;
}

void StatementCutter::accept_clients() {
    while (true) {
        const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0) {
            return;
        }
        if (refuses_) {
            ::close(client);
            continue;
        }
        servers_.emplace_back([this, client] { serve(client); });
    }
}

void StatementCutter::serve(int client) {
    const int server = new_socket();
    const sockaddr_in address = loopback(server_port_);
    if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
        send_at_once(client);
        send_at_once(server);
        {
            const std::lock_guard lock(mutex_);
            open_.insert({client, server});
        }
        std::atomic<bool> mute = false;
        std::thread replies([client, server, &mute] {
            std::array<char, 16'384> buffer{};
            for (ssize_t got = 1; got > 0 && !mute;) {
                got = ::recv(server, buffer.data(), buffer.size(), 0);
                if (got > 0 && !mute &&
                    !send_all(client, buffer.data(), static_cast<std::size_t>(got))) {
                    break;
                }
            }
            ::shutdown(client, SHUT_RDWR);
        });
        forward_requests(client, server, mute);
        // After a cut, until the server has answered.
        if (!mute) {
            ::shutdown(server, SHUT_RDWR);
        }
        replies.join();
        ::shutdown(client, SHUT_RDWR);
        ::shutdown(server, SHUT_RDWR);
        const std::lock_guard lock(mutex_);
        open_.erase(client);
        open_.erase(server);
    }
    ::close(client);
    ::close(server);
}

void StatementCutter::forward_requests(int client, int server, std::atomic<bool>& mute) {
    constexpr char execute = 'E';
    constexpr char query = 'Q';
    std::string message;
    for (bool first = true; receive_message(client, first, message); first = false) {
        Cut how = Cut::before_server;
        const bool is_statement = !first && (message[0] == execute || message[0] == query);
        if (is_statement && is_cut_here(how)) {
            if (how == Cut::before_server) {
                return;
            }
            // The server carries it out, and the client hears nothing of it.
            mute = true;
            bool goes_on = send_all(server, message.data(), message.size());
            while (goes_on && message[0] == execute) {
                goes_on = receive_message(client, false, message) &&
                          send_all(server, message.data(), message.size());
            }
            return;
        }
        if (!send_all(server, message.data(), message.size())) {
            return;
        }
    }
}

bool StatementCutter::is_cut_here(Cut& how) {
    const std::lock_guard lock(mutex_);
    ++statements_;
    if (cut_at_ == 0 || statements_ != cut_at_ || has_cut_) {
        return false;
    }
    has_cut_ = true;
    how = how_;
    return true;
}

}  // namespace sage::test
