// SPDX-License-Identifier: Apache-2.0
// One thread for each connection, which waits for both ends at once.
#include "tests/support/fault_proxy.h"

#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Timespan.h>
#include <sys/socket.h>

#include <list>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace sage::test {
namespace {

namespace net = Poco::Net;

constexpr int latency_ms = 20;
constexpr int watch_ms = 20;
constexpr std::size_t header_bytes = 5;
constexpr unsigned char application_data = 23;

/// The bytes of one direction, record by record.
class Records {
  public:
    void add(const char* bytes, std::size_t size) { text_.append(bytes, size); }

    std::optional<std::string> take() {
        if (text_.size() < header_bytes) {
            return std::nullopt;
        }
        const auto byte = [this](std::size_t at) {
            return static_cast<std::size_t>(static_cast<unsigned char>(text_[at]));
        };
        const std::size_t size = header_bytes + byte(3) * 256 + byte(4);
        if (text_.size() < size) {
            return std::nullopt;
        }
        std::string record = text_.substr(0, size);
        text_.erase(0, size);
        return record;
    }

  private:
    std::string text_;
};

class Link {
  public:
    Link(net::StreamSocket client, std::uint16_t server_port, const FaultProxy::Choice& choice,
         std::array<std::atomic<int>, all_troubles.size()>& fired,
         const std::atomic<bool>& stopping)
        : client_(std::move(client)),
          server_port_(server_port),
          choice_(choice),
          fired_(fired),
          stopping_(stopping) {}

    /// Until one of the ends has gone, or trouble has ended the connection.
    void run() {
        try {
            client_.setNoDelay(true);
            if (open()) {
                while (!stopping_ && pass()) {
                }
            }
        } catch (const Poco::Exception&) {
            // An end that has gone is what this is about.
        }
        end(client_);
        end(server_);
    }

  private:
    enum class From : std::uint8_t { client, server };

    Trouble choose(Stage stage) {
        const Trouble trouble = choice_(stage);
        ++fired_.at(static_cast<std::size_t>(trouble));
        return trouble;
    }

    bool open() {
        const Trouble trouble = choose(Stage::connect);
        if (trouble == Trouble::latency) {
            pause();
        }
        if (ends_connection(trouble) || trouble == Trouble::stall || trouble == Trouble::swallow) {
            return suffer(trouble);
        }
        server_.connect(net::SocketAddress("127.0.0.1", server_port_));
        server_.setNoDelay(true);
        return true;
    }

    /// Waits for bytes of either end and passes whole records on. False: it is over.
    bool pass() {
        net::Socket::SocketList readable{client_, server_};
        net::Socket::SocketList writable;
        net::Socket::SocketList failed;
        net::Socket::select(readable, writable, failed, Poco::Timespan(0, watch_ms * 1000));
        for (const net::Socket& socket : readable) {
            const From from = socket == client_ ? From::client : From::server;
            if (!take(from)) {
                return false;
            }
        }
        return true;
    }

    bool take(From from) {
        net::StreamSocket& socket = from == From::client ? client_ : server_;
        Records& records = from == From::client ? from_client_ : from_server_;
        std::array<char, 65536> buffer;
        const int size = socket.receiveBytes(buffer.data(), static_cast<int>(buffer.size()));
        if (size <= 0) {
            return false;
        }
        records.add(buffer.data(), static_cast<std::size_t>(size));
        while (const std::optional<std::string> record = records.take()) {
            if (!forward(from, *record)) {
                return false;
            }
        }
        return true;
    }

    Stage stage_of(From from, const std::string& record) {
        if (static_cast<unsigned char>(record.front()) != application_data) {
            return Stage::handshake;
        }
        if (from == From::client) {
            const bool first = replying_ || !requesting_;
            requesting_ = true;
            replying_ = false;
            return first ? Stage::request_head : Stage::request_body;
        }
        return std::exchange(replying_, true) ? Stage::reply_body : Stage::reply_head;
    }

    bool forward(From from, const std::string& record) {
        net::StreamSocket& to = from == From::client ? server_ : client_;
        const Trouble trouble = choose(stage_of(from, record));
        switch (trouble) {
            case Trouble::none:
                break;
            case Trouble::latency:
                pause();
                break;
            case Trouble::bytewise:
                for (const char& byte : record) {
                    send(to, &byte, 1);
                }
                return true;
            case Trouble::half:
                send(to, record.data(), record.size() / 2);
                return suffer(trouble);
            case Trouble::reset_after:
                send(to, record.data(), record.size());
                return suffer(trouble);
            default:
                return suffer(trouble);
        }
        send(to, record.data(), record.size());
        return true;
    }

    static bool ends_connection(Trouble trouble) {
        return trouble == Trouble::reset || trouble == Trouble::reset_after ||
               trouble == Trouble::cut;
    }

    /// What ends a connection. Always false: nothing is passed any more.
    bool suffer(Trouble trouble) {
        if (trouble == Trouble::reset || trouble == Trouble::reset_after) {
            for (net::StreamSocket* socket : {&client_, &server_}) {
                if (socket->impl()->initialized()) {
                    socket->setLinger(true, 0);
                    socket->close();
                }
            }
        } else if (trouble == Trouble::swallow) {
            std::array<char, 65536> buffer;
            while (!stopping_ && wait_for(client_, net::Socket::SELECT_READ)) {
                if (client_.receiveBytes(buffer.data(), static_cast<int>(buffer.size())) <= 0) {
                    break;
                }
            }
        } else if (trouble == Trouble::stall) {
            while (!stopping_ && !has_gone(client_)) {
                pause();
            }
        }
        return false;
    }

    /// True once it can be read; false when the proxy stops before.
    bool wait_for(net::StreamSocket& socket, int mode) const {
        while (!stopping_) {
            if (socket.poll(Poco::Timespan(0, watch_ms * 1000), mode)) {
                return true;
            }
        }
        return false;
    }

    /// Looked at without taking what it has sent.
    static bool has_gone(net::StreamSocket& socket) {
        std::array<char, 1> byte;
        const ssize_t seen =
            ::recv(socket.impl()->sockfd(), byte.data(), 1, MSG_PEEK | MSG_DONTWAIT);
        return socket.poll(Poco::Timespan(0, 0), net::Socket::SELECT_ERROR) || seen == 0;
    }

    void pause() const {
        net::Socket::SocketList readable;
        net::Socket::SocketList writable;
        net::Socket::SocketList failed{client_};
        net::Socket::select(readable, writable, failed, Poco::Timespan(0, latency_ms * 1000));
    }

    static void send(net::StreamSocket& to, const char* bytes, std::size_t size) {
        for (std::size_t sent = 0; sent < size;) {
            const int taken = to.sendBytes(bytes + sent, static_cast<int>(size - sent));
            sent += static_cast<std::size_t>(taken);
        }
    }

    static void end(net::StreamSocket& socket) {
        try {
            socket.shutdown();
        } catch (const Poco::Exception&) {
            // It had ended.
        }
        socket.close();
    }

    net::StreamSocket client_;
    net::StreamSocket server_;
    const std::uint16_t server_port_;
    const FaultProxy::Choice& choice_;
    std::array<std::atomic<int>, all_troubles.size()>& fired_;
    const std::atomic<bool>& stopping_;
    Records from_client_;
    Records from_server_;
    bool requesting_ = false;
    bool replying_ = false;
};

}  // namespace

const char* name_of(Stage stage) {
    constexpr std::array<const char*, all_stages.size()> names = {
        "connect", "handshake", "request_head", "request_body", "reply_head", "reply_body"};
    return names.at(static_cast<std::size_t>(stage));
}

const char* name_of(Trouble trouble) {
    constexpr std::array<const char*, all_troubles.size()> names = {
        "none", "latency", "bytewise", "reset", "reset_after", "cut", "half", "swallow", "stall"};
    return names.at(static_cast<std::size_t>(trouble));
}

struct FaultProxy::Parts {
    Parts(std::uint16_t server_port_in, Choice choice_in)
        : listener(net::SocketAddress("127.0.0.1", 0)),
          server_port(server_port_in),
          choice(std::move(choice_in)) {}

    void accept() {
        while (!stopping) {
            if (!listener.poll(Poco::Timespan(0, watch_ms * 1000), net::Socket::SELECT_READ)) {
                continue;
            }
            net::StreamSocket client = listener.acceptConnection();
            links.emplace_back(
                [this, client] { Link(client, server_port, choice, fired, stopping).run(); });
        }
    }

    net::ServerSocket listener;
    const std::uint16_t server_port;
    const Choice choice;
    std::array<std::atomic<int>, all_troubles.size()> fired{};
    std::atomic<bool> stopping{false};
    std::list<std::jthread> links;  ///< of the accepting thread until it has ended
    std::jthread acceptor;
};

FaultProxy::FaultProxy(std::uint16_t server_port, Choice choice)
    : parts_(std::make_unique<Parts>(server_port, std::move(choice))) {
    parts_->acceptor = std::jthread([parts = parts_.get()] { parts->accept(); });
}

FaultProxy::~FaultProxy() {
    parts_->stopping = true;
    parts_->acceptor.join();
    parts_->links.clear();
}

std::uint16_t FaultProxy::port() const {
    return parts_->listener.address().port();
}

std::string FaultProxy::address() const {
    return "https://localhost:" + std::to_string(port());
}

int FaultProxy::fired(Trouble trouble) const {
    return parts_->fired.at(static_cast<std::size_t>(trouble));
}

}  // namespace sage::test
