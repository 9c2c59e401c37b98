// SPDX-License-Identifier: Apache-2.0
// Plan: every fault of the network at each of six stages of an exchange, through a proxy that
// breaks the connection, a real TLS server behind it that counts what arrives: the evidence is
// right in every cell, and no request arrives twice. Asserted on evidence alone, never on time:
// where an exchange outlasted its limit before the fault came, it is tried again with a longer one.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/fault_proxy.h"
#include "tests/unit/transport/server_fixture.h"

namespace sage::test {
namespace {

constexpr std::int64_t first_limit_ms = 250;
constexpr std::int64_t limit_ms_max = 30'000;

/// Head and body in TLS records of their own, as the proxy needs them to tell them apart.
void answer_in_two(ServerConnection& connection) {
    while (!connection.read_request().empty()) {
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n");
        connection.send(std::string(2'000, 'a'));
        connection.send(std::string(2'000, 'b'));
    }
}

bool goes_on(Trouble trouble) {
    return trouble == Trouble::none || trouble == Trouble::latency || trouble == Trouble::bytewise;
}

/// What is known for certain when this happens there.
Outcome evidence_wanted(Stage stage, Trouble trouble) {
    // While connecting there is no record yet that could pass by halves.
    if (goes_on(trouble) || (stage == Stage::connect && trouble == Trouble::half)) {
        return Outcome::answered;
    }
    return stage == Stage::connect || stage == Stage::handshake ? Outcome::not_sent
                                                                : Outcome::maybe_sent;
}

/// The whole request has reached the server: it counts one. Otherwise it may have begun one.
bool arrives(Stage stage, Trouble trouble) {
    return stage == Stage::reply_head || stage == Stage::reply_body ||
           evidence_wanted(stage, trouble) == Outcome::answered;
}

struct Cell {
    Stage stage;
    Trouble trouble;
};

class Network : public ServerFixture {
  protected:
    struct Seen {
        Evidence evidence;
        int fired = 0;
        int requests = 0;
        int whole_requests = 0;
    };

    Seen exchange_through(const Cell& cell, std::int64_t limit_ms) const {
        TlsServerOptions options = good();
        options.protocol_max = TLS1_2_VERSION;
        std::atomic<int> whole{0};
        TlsServer server(options, [&whole](ServerConnection& connection) {
            while (!connection.read_request().empty()) {
                ++whole;
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n");
                connection.send(std::string(2'000, 'a'));
                connection.send(std::string(2'000, 'b'));
            }
        });
        std::atomic<bool> done{false};
        Seen seen;
        {
            FaultProxy proxy(server.port(), [&](Stage stage) {
                return stage == cell.stage && !done.exchange(true) ? cell.trouble : Trouble::none;
            });
            const auto transport = transport_to(proxy.address());
            // Large enough for several records, and for none to fit the system's buffers alone.
            seen.evidence = transport->exchange(post(std::string(200'000, 'x')), limit_ms);
            seen.fired = done ? 1 : 0;
        }
        server.stop();
        seen.requests = server.requests;
        seen.whole_requests = whole;
        return seen;
    }
};

TEST_F(Network, fault_of_each_kind_at_each_stage_gives_the_right_evidence) {
    int cells = 0;
    for (const Stage stage : all_stages) {
        for (const Trouble trouble : all_troubles) {
            if (stage == Stage::handshake && trouble == Trouble::reset_after) {
                // What passes then decides; the evidence is that of the stage after it.
                continue;
            }
            const testing::ScopedTrace where(
                __FILE__, __LINE__, std::string(name_of(trouble)) + " at " + name_of(stage));
            Seen seen;
            for (std::int64_t limit_ms = goes_on(trouble) ? limit_ms_max : first_limit_ms;
                 limit_ms <= limit_ms_max; limit_ms *= 2) {
                seen = exchange_through({stage, trouble}, limit_ms);
                if (seen.fired == 1) {
                    break;
                }
            }
            EXPECT_EQ(seen.fired, 1);
            EXPECT_EQ(seen.evidence.outcome, evidence_wanted(stage, trouble))
                << seen.evidence.reason;
            EXPECT_LE(seen.requests, 1);
            EXPECT_EQ(seen.evidence.outcome == Outcome::not_sent, seen.evidence.bytes_sent == 0);
            if (seen.evidence.outcome == Outcome::not_sent) {
                EXPECT_EQ(seen.requests, 0);
            }
            if (arrives(stage, trouble)) {
                EXPECT_EQ(seen.whole_requests, 1);
            }
            ++cells;
        }
    }
    std::cout << cells << " cells of stage and fault\n";
}

TEST_F(Network, connection_that_is_kept_is_never_used_for_the_same_request_twice) {
    // The fault hits the second exchange, on a connection that has carried one already.
    for (const Trouble trouble : {Trouble::reset, Trouble::cut, Trouble::half}) {
        for (const Stage stage : {Stage::request_head, Stage::reply_head, Stage::reply_body}) {
            const testing::ScopedTrace where(
                __FILE__, __LINE__, std::string(name_of(trouble)) + " at " + name_of(stage));
            TlsServerOptions options = good();
            options.protocol_max = TLS1_2_VERSION;
            TlsServer server(options, answer_in_two);
            std::atomic<bool> armed{false};
            Evidence second;
            {
                FaultProxy proxy(server.port(), [&](Stage at) {
                    return at == stage && armed.exchange(false) ? trouble : Trouble::none;
                });
                const auto transport = transport_to(proxy.address());
                EXPECT_EQ(transport->exchange(post(), limit_ms_max).outcome, Outcome::answered);
                armed = true;
                second = transport->exchange(post(), limit_ms_max);
                EXPECT_EQ(proxy.fired(trouble), 1);
            }
            server.stop();
            EXPECT_EQ(second.outcome, Outcome::maybe_sent) << second.reason;
            EXPECT_LE(server.requests, 2);
            EXPECT_EQ(server.connections, 1);
        }
    }
}

TEST_F(Network, host_that_takes_no_connection_is_given_up_with_nothing_sent) {
    // A queue of connections that nobody takes and that is full: packets are dropped, as behind a
    // firewall that does not answer.
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    ASSERT_EQ(::bind(listener, any, size), 0);
    ASSERT_EQ(::listen(listener, 0), 0);
    ASSERT_EQ(::getsockname(listener, any, &size), 0);
    std::vector<int> waiting;
    for (int count = 0; count < 4; ++count) {
        waiting.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        ::connect(waiting.back(), any, size);
    }
    const Evidence evidence =
        transport_to("https://127.0.0.1:" + std::to_string(ntohs(address.sin_port)))
            ->exchange(post(), first_limit_ms);
    EXPECT_EQ(evidence.outcome, Outcome::not_sent);
    EXPECT_EQ(evidence.bytes_sent, 0U);
    EXPECT_FALSE(evidence.reason.empty());
    for (const int socket : waiting) {
        ::close(socket);
    }
    ::close(listener);
}

/// A server that never comes to an end of what it says, in the manner of `beginning` and `more`.
TEST_F(Network, reply_without_end_is_broken_off_at_a_limit_of_size) {
    const std::string chunk = "10000\r\n" + std::string(65'536, 'x') + "\r\n";
    const std::pair<std::string, std::string> endless[] = {
        {"HTTP/1.1 200 OK\r\n\r\n", std::string(65'536, 'x')},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", chunk},
        {"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", std::string(65'536, 'x')},
        {"HTTP/1.1 200 OK\r\n", "X-Again: " + std::string(1'000, 'x') + "\r\n"},
        {"HTTP/1.1 200 OK\r\nX-Long: ", std::string(65'536, 'x')},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "X-Trailer: x\r\n"},
        {"", "HTTP/1.1 100 Continue\r\n\r\n"},
    };
    for (const auto& [beginning, more] : endless) {
        std::int64_t sent = 0;
        TlsServer server(good(), [&](ServerConnection& connection) {
            connection.read_request();
            connection.send(beginning);
            while (connection.send(more)) {
                sent += static_cast<std::int64_t>(more.size());
            }
        });
        const Evidence evidence = transport_to(server.address())->exchange(post(), limit_ms_max);
        server.stop();
        EXPECT_EQ(evidence.outcome, Outcome::maybe_sent) << beginning;
        EXPECT_EQ(evidence.reason.find("no time left"), std::string::npos) << beginning;
        EXPECT_LT(sent, 64 * 1024 * 1024) << beginning;
        EXPECT_EQ(server.requests, 1);
    }
}

/// Compressed replies are never asked for; one that comes all the same is not unpacked.
TEST_F(Network, reply_that_is_compressed_stays_as_it_is) {
    std::string request;
    TlsServer server(good(), [&](ServerConnection& connection) {
        request = connection.read_request();
        connection.send(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n"
            "\x1f\x8b\x08\x01");
    });
    const Evidence evidence = transport_to(server.address())->exchange(post(), limit_ms_max);
    server.stop();
    EXPECT_EQ(request.find("Accept-Encoding"), std::string::npos);
    EXPECT_EQ(evidence.outcome, Outcome::answered) << evidence.reason;
    EXPECT_EQ(evidence.reply.body, "\x1f\x8b\x08\x01");
}

}  // namespace
}  // namespace sage::test
