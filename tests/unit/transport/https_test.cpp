// SPDX-License-Identifier: Apache-2.0
// Plan: exchange - answers of every framing, redirects not followed, connections kept and when not,
// many threads; interrupt - now and only now; make_https_transport - refused options.
#include "sage-adapter/transport/https.h"

#include <gmock/gmock.h>

#include <csignal>
#include <future>
#include <latch>
#include <thread>
#include <vector>

#include "tests/unit/transport/server_fixture.h"

namespace sage::test {
namespace {

using testing::HasSubstr;

class Https : public ServerFixture {};

TEST_F(Https, brings_the_request_over_and_the_reply_back) {
    std::string seen;
    TlsServer server(good(), [&](ServerConnection& connection) {
        seen = connection.read_request();
        connection.send("HTTP/1.1 201 Created\r\nX-A: b\r\nContent-Length: 4\r\n\r\ndone");
    });
    const Evidence evidence = transport_to(server.address())->exchange(post("body"), long_ms);
    server.stop();
    ASSERT_EQ(evidence.outcome, Outcome::answered) << evidence.reason;
    EXPECT_EQ(evidence.reply.status, 201);
    EXPECT_EQ(evidence.reply.header("x-a"), "b");
    EXPECT_EQ(evidence.reply.body, "done");
    EXPECT_EQ(seen, "POST /documents HTTP/1.1\r\nHost: localhost:" + std::to_string(server.port()) +
                        "\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nbody");
    EXPECT_GT(evidence.bytes_sent, seen.size());
}

TEST_F(Https, sends_bodies_larger_than_any_buffer) {
    const std::string large(4 * 1024 * 1024, 'x');
    std::size_t seen = 0;
    TlsServer server(good(), [&](ServerConnection& connection) {
        seen = connection.read_request().size();
        connection.send(ok_reply);
    });
    const Evidence evidence = transport_to(server.address())->exchange(post(large), long_ms);
    server.stop();
    EXPECT_EQ(evidence.outcome, Outcome::answered) << evidence.reason;
    EXPECT_GT(seen, large.size());
    EXPECT_GT(evidence.bytes_sent, large.size());
}

TEST_F(Https, reads_replies_of_every_framing) {
    for (const char* reply :
         {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n",
          "HTTP/1.1 200 OK\r\n\r\nok", "HTTP/1.0 200 OK\r\n\r\nok",
          "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"}) {
        for (const bool bytewise : {false, true}) {
            TlsServer server(good(), [&](ServerConnection& connection) {
                connection.read_request();
                if (bytewise) {
                    connection.send_bytewise(reply);
                } else {
                    connection.send(reply);
                }
                connection.close();
            });
            const Evidence evidence = transport_to(server.address())->exchange(post(), long_ms);
            EXPECT_EQ(evidence.outcome, Outcome::answered) << reply << evidence.reason;
            EXPECT_EQ(evidence.reply.body, "ok") << reply;
        }
    }
}

TEST_F(Https, follows_no_redirect) {
    TlsServer elsewhere(good(), answer);
    for (const int status : {301, 302, 303, 307, 308}) {
        TlsServer server(good(), [&](ServerConnection& connection) {
            while (!connection.read_request().empty()) {
                connection.send("HTTP/1.1 " + std::to_string(status) + " Elsewhere\r\nLocation: " +
                                elsewhere.address() + "/\r\nContent-Length: 0\r\n\r\n");
            }
        });
        const Evidence evidence = transport_to(server.address())->exchange(post(), long_ms);
        server.stop();
        EXPECT_EQ(evidence.outcome, Outcome::answered);
        EXPECT_EQ(evidence.reply.status, status);
        EXPECT_EQ(server.requests, 1);
    }
    elsewhere.stop();
    EXPECT_EQ(elsewhere.connections, 0);
}

TEST_F(Https, keeps_the_connection_from_one_exchange_to_the_next) {
    TlsServer server(good(), answer);
    const auto transport = transport_to(server.address());
    for (int round = 0; round < 20; ++round) {
        EXPECT_EQ(transport->exchange(post(), long_ms).outcome, Outcome::answered);
    }
    server.stop();
    EXPECT_EQ(server.connections, 1);
    EXPECT_EQ(server.requests, 20);
}

TEST_F(Https, keeps_no_connection_that_is_too_old_or_too_many) {
    TlsServer server(good(), answer);
    for (const auto& transport :
         {transport_to(server.address(), 8, 0), transport_to(server.address(), 0)}) {
        for (int round = 0; round < 3; ++round) {
            EXPECT_EQ(transport->exchange(post(), long_ms).outcome, Outcome::answered);
        }
    }
    server.stop();
    EXPECT_EQ(server.connections, 6);
}

TEST_F(Https, keeps_no_connection_the_server_wants_closed) {
    TlsServer server(good(), [](ServerConnection& connection) {
        while (!connection.read_request().empty()) {
            connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        }
    });
    const auto transport = transport_to(server.address());
    EXPECT_EQ(transport->exchange(post(), long_ms).outcome, Outcome::answered);
    EXPECT_EQ(transport->exchange(post(), long_ms).outcome, Outcome::answered);
    server.stop();
    EXPECT_EQ(server.connections, 2);
}

TEST_F(Https, opens_a_new_connection_when_the_kept_one_was_ended_meanwhile) {
    for (const int way : {0, 1, 2, 3}) {
        std::latch ended(1);
        TlsServer server(good(), [&](ServerConnection& connection) {
            connection.read_request();
            connection.send(ok_reply);
            switch (way) {
                case 0:
                    connection.close();
                    break;
                case 1:
                    connection.cut();
                    break;
                case 2:
                    connection.reset();
                    break;
                default:
                    connection.send("HTTP/1.1 408 Too Slow\r\n\r\n");
                    break;
            }
            if (!ended.try_wait()) {
                ended.count_down();
            }
        });
        const auto transport = transport_to(server.address());
        EXPECT_EQ(transport->exchange(post(), long_ms).outcome, Outcome::answered);
        ended.wait();
        const Evidence second = transport->exchange(post(), long_ms);
        EXPECT_EQ(second.outcome, Outcome::answered) << way << second.reason;
        EXPECT_EQ(second.reply.status, 200);
        server.stop();
        EXPECT_EQ(server.connections, 2) << way;
        EXPECT_EQ(server.requests, 2) << way;
    }
}

TEST_F(Https, carries_as_many_exchanges_at_once_as_threads_call) {
    constexpr int threads = 16;
    constexpr int rounds = 25;
    TlsServer server(good(), [](ServerConnection& connection) {
        for (;;) {
            const std::string request = connection.read_request();
            if (request.empty()) {
                return;
            }
            const std::string body = request.substr(request.find("\r\n\r\n") + 4);
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) +
                            "\r\n\r\n" + body);
        }
    });
    const auto transport = transport_to(server.address(), 4);
    std::atomic<int> right{0};
    {
        std::vector<std::jthread> callers;
        for (int caller = 0; caller < threads; ++caller) {
            callers.emplace_back([&, caller] {
                for (int round = 0; round < rounds; ++round) {
                    const std::string body = std::to_string(caller * 1000 + round);
                    const Evidence evidence = transport->exchange(post(body), long_ms);
                    right += evidence.outcome == Outcome::answered && evidence.reply.body == body;
                }
            });
        }
    }
    server.stop();
    EXPECT_EQ(right, threads * rounds);
    EXPECT_EQ(server.requests, threads * rounds);
}

TEST_F(Https, is_interrupted_from_another_thread_and_only_what_is_under_way) {
    std::latch arrived(3);
    std::atomic<bool> stalling{true};
    TlsServer server(good(), [&](ServerConnection& connection) {
        while (!connection.read_request().empty()) {
            if (stalling) {
                arrived.count_down();
                connection.stall();
                return;
            }
            connection.send(ok_reply);
        }
    });
    const auto transport = transport_to(server.address());
    std::vector<std::future<Evidence>> exchanges;
    for (int at = 0; at < 3; ++at) {
        exchanges.push_back(
            std::async(std::launch::async, [&] { return transport->exchange(post(), 600'000); }));
    }
    arrived.wait();
    stalling = false;
    transport->interrupt();
    for (std::future<Evidence>& exchange : exchanges) {
        const Evidence evidence = exchange.get();
        EXPECT_EQ(evidence.outcome, Outcome::maybe_sent);
        EXPECT_THAT(evidence.reason, HasSubstr("interrupted"));
    }
    EXPECT_EQ(transport->exchange(post(), long_ms).outcome, Outcome::answered);
    transport->interrupt();
    EXPECT_EQ(transport->exchange(post(), long_ms).outcome, Outcome::answered);
}

TEST_F(Https, is_interrupted_before_anything_was_sent) {
    std::latch accepted(1);
    TlsServer server(good(), [&](ServerConnection& connection) {
        accepted.count_down();
        connection.stall();
    });
    const auto transport = transport_to(server.address());
    std::future<Evidence> exchange =
        std::async(std::launch::async, [&] { return transport->exchange(post(), 600'000); });
    accepted.wait();
    transport->interrupt();
    const Evidence evidence = exchange.get();
    EXPECT_EQ(evidence.outcome, Outcome::not_sent);
    EXPECT_THAT(evidence.reason, HasSubstr("interrupted"));
}

TEST_F(Https, refuses_a_request_that_cannot_be_written_without_connecting) {
    TlsServer server(good(), answer);
    Request request = post();
    request.headers.push_back({"X", "a\r\nHost: evil"});
    const Evidence evidence = transport_to(server.address())->exchange(request, long_ms);
    EXPECT_EQ(evidence.outcome, Outcome::not_sent);
    EXPECT_THAT(evidence.reason, HasSubstr("header"));
    server.stop();
    EXPECT_EQ(server.connections, 0);
}

TEST_F(Https, refuses_an_address_it_cannot_use) {
    for (const char* address : {"", "http://localhost", "https://a@b", "https://localhost/ia"}) {
        const Result<std::unique_ptr<Transport>> made =
            make_https_transport({address, authority_file});
        ASSERT_FALSE(made.ok()) << address;
        EXPECT_EQ(made.error().status, Status::config);
        EXPECT_EQ(made.error().first().pointer, "/address");
    }
}

}  // namespace
}  // namespace sage::test
