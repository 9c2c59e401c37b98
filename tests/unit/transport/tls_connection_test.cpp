// SPDX-License-Identifier: Apache-2.0
// Plan: TlsConnection, seen through an exchange - wherever it breaks, the evidence is right and no
// request is sent twice: before, in and after the handshake, the request and the reply; deadlines.
#include "sage-adapter/transport/tls_connection.h"

#include <gmock/gmock.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>

#include <csignal>
#include <string>
#include <vector>

#include "tests/unit/transport/server_fixture.h"

namespace sage::test {
namespace {

using testing::HasSubstr;

class Connection : public ServerFixture {
  protected:
    /// One exchange with a server that breaks off; nothing may have come twice.
    Evidence evidence_of(const Script& script, std::int64_t time_limit_ms = long_ms,
                         const std::string& body = "hello") const {
        TlsServer server(good(), script);
        Evidence evidence = transport_to(server.address())->exchange(post(body), time_limit_ms);
        server.stop();
        EXPECT_LE(server.requests, 1);
        EXPECT_LE(server.connections, 1);
        EXPECT_NE(evidence.outcome == Outcome::answered, !evidence.reason.empty());
        EXPECT_EQ(evidence.outcome == Outcome::not_sent, evidence.bytes_sent == 0);
        EXPECT_EQ(evidence.reason.find("hello"), std::string::npos);
        if (evidence.outcome == Outcome::not_sent) {
            EXPECT_EQ(server.application_bytes, 0);
        }
        return evidence;
    }

    /// One exchange that its time limit ends after the handshake. Connecting costs real time, on a
    /// busy machine more than a short limit: where the limit ended it before a byte was sent, what
    /// the test is about was not reached, and it is repeated with twice the time.
    Evidence evidence_at_the_limit(const Script& script, const std::string& body = "hello") const {
        for (std::int64_t time_limit_ms = short_ms;; time_limit_ms *= 2) {
            Evidence evidence = evidence_of(script, time_limit_ms, body);
            if (evidence.outcome != Outcome::not_sent || time_limit_ms > 10'000) {
                return evidence;
            }
            EXPECT_THAT(evidence.reason, HasSubstr("no time left"));
        }
    }
};

std::uint16_t port_nobody_listens_on() {
    const int taken = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(taken, reinterpret_cast<const sockaddr*>(&address), size);
    ::getsockname(taken, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(taken);
    return ntohs(address.sin_port);
}

TEST_F(Connection, proves_that_nothing_was_sent_when_nobody_listens) {
    const Evidence evidence =
        transport_to("https://127.0.0.1:" + std::to_string(port_nobody_listens_on()))
            ->exchange(post(), long_ms);
    EXPECT_EQ(evidence.outcome, Outcome::not_sent);
    EXPECT_THAT(evidence.reason, HasSubstr("cannot connect"));
}

TEST_F(Connection, proves_that_nothing_was_sent_to_an_unknown_host) {
    const Evidence evidence =
        transport_to("https://no-such-host.invalid")->exchange(post(), long_ms);
    EXPECT_EQ(evidence.outcome, Outcome::not_sent);
    EXPECT_THAT(evidence.reason, HasSubstr("name is not known"));
}

TEST_F(Connection, proves_that_nothing_was_sent_when_the_handshake_fails) {
    const Script resets = [](ServerConnection& connection) { connection.reset(); };
    const Script ends = [](ServerConnection& connection) { connection.cut(); };
    const Script speaks_plainly = [](ServerConnection& connection) {
        connection.send_raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        connection.stall();
    };
    for (const Script& script : {resets, ends, speaks_plainly}) {
        const Evidence evidence = evidence_of(script);
        EXPECT_EQ(evidence.outcome, Outcome::not_sent);
        // A reset can overtake the end of the connect call.
        EXPECT_THAT(evidence.reason, ::testing::AnyOf(HasSubstr("TLS handshake: "),
                                                      HasSubstr("Connection reset by peer")));
    }
}

TEST_F(Connection, proves_that_nothing_was_sent_when_the_handshake_outlasts_the_time) {
    const Evidence evidence =
        evidence_of([](ServerConnection& connection) { connection.stall(); }, short_ms);
    EXPECT_EQ(evidence.outcome, Outcome::not_sent);
    EXPECT_THAT(evidence.reason, HasSubstr("no time left"));
}

TEST_F(Connection, does_nothing_at_all_without_time) {
    TlsServer server(good(), answer);
    const auto transport = transport_to(server.address());
    for (const std::int64_t time_ms : {std::int64_t{0}, std::int64_t{-5}}) {
        const Evidence evidence = transport->exchange(post(), time_ms);
        EXPECT_EQ(evidence.outcome, Outcome::not_sent);
        EXPECT_EQ(evidence.reason, "no time left");
    }
    server.stop();
    EXPECT_EQ(server.connections, 0);
}

TEST_F(Connection, may_have_sent_when_the_server_goes_in_the_middle_of_a_request) {
    const std::string large(8 * 1024 * 1024, 'x');
    const Script resets = [](ServerConnection& connection) {
        connection.read_some();
        connection.reset();
    };
    const Script ends = [](ServerConnection& connection) {
        connection.read_some();
        connection.cut();
    };
    for (const Script& script : {resets, ends}) {
        const Evidence evidence = evidence_of(script, long_ms, large);
        EXPECT_EQ(evidence.outcome, Outcome::maybe_sent);
        EXPECT_LT(evidence.bytes_sent, large.size());
    }
}

TEST_F(Connection, may_have_sent_when_the_server_takes_no_more_of_a_request) {
    const std::string large(32 * 1024 * 1024, 'x');
    // Not a byte is read, yet the system's buffers take some: enough to be in doubt.
    const Evidence evidence = evidence_at_the_limit(
        [](ServerConnection& connection) {
            connection.shake_hands();
            connection.hold();
        },
        large);
    EXPECT_EQ(evidence.outcome, Outcome::maybe_sent);
    EXPECT_EQ(evidence.reason, "sending: no time left");
}

TEST_F(Connection, may_have_sent_when_no_whole_reply_comes) {
    const std::vector<std::string> beginnings = {
        "",
        "H",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
    };
    for (const std::string& beginning : beginnings) {
        for (const int way : {0, 1, 2}) {
            const Evidence evidence = evidence_of([&](ServerConnection& connection) {
                connection.read_request();
                connection.send(beginning);
                way == 0 ? connection.close() : way == 1 ? connection.cut() : connection.reset();
            });
            EXPECT_EQ(evidence.outcome, Outcome::maybe_sent) << beginning << way;
            EXPECT_TRUE(evidence.reply.body.empty());
        }
    }
}

TEST_F(Connection, takes_no_open_body_for_whole_when_tls_was_cut) {
    const char* const open = "HTTP/1.1 200 OK\r\n\r\n{\"key\":\"1\"}";
    const Evidence cut = evidence_of([&](ServerConnection& connection) {
        connection.read_request();
        connection.send(open);
        connection.cut();
    });
    EXPECT_EQ(cut.outcome, Outcome::maybe_sent);
    EXPECT_THAT(cut.reason, HasSubstr("waiting for the reply: "));
    const Evidence closed = evidence_of([&](ServerConnection& connection) {
        connection.read_request();
        connection.send(open);
        connection.close();
    });
    EXPECT_EQ(closed.outcome, Outcome::answered) << closed.reason;
}

TEST_F(Connection, may_have_sent_when_rubbish_comes) {
    for (const char* rubbish :
         {"\x16\x03\x01", "SSH-2.0-OpenSSH_9.2\r\n", "<html></html>\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello"}) {
        const Evidence evidence = evidence_of([&](ServerConnection& connection) {
            connection.read_request();
            connection.send(rubbish);
            connection.close();
        });
        EXPECT_EQ(evidence.outcome, Outcome::maybe_sent) << rubbish;
    }
    const Evidence not_tls = evidence_of([](ServerConnection& connection) {
        connection.read_request();
        connection.send_raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        connection.stall();
    });
    EXPECT_EQ(not_tls.outcome, Outcome::maybe_sent);
}

TEST_F(Connection, waits_no_longer_than_its_time_for_a_reply) {
    const Evidence silent = evidence_at_the_limit([](ServerConnection& connection) {
        connection.read_request();
        connection.stall();
    });
    EXPECT_EQ(silent.outcome, Outcome::maybe_sent);
    EXPECT_EQ(silent.reason, "waiting for the reply: no time left");
}

TEST_F(Connection, waits_no_longer_when_a_server_sends_a_byte_now_and_then) {
    // It ends by the deadline, or never: the server goes on for as long as the client listens.
    const Evidence slow = evidence_at_the_limit([](ServerConnection& connection) {
        connection.read_request();
        connection.send("HTTP/1.1 200 OK\r\n\r\n");
        while (connection.send("x")) {
            connection.pause_ms(1);
        }
    });
    EXPECT_EQ(slow.outcome, Outcome::maybe_sent);
    EXPECT_EQ(slow.reason, "waiting for the reply: no time left");
}

TEST_F(Connection, that_broke_is_not_used_again) {
    std::atomic<int> round{0};
    TlsServer server(good(), [&](ServerConnection& connection) {
        while (!connection.read_request().empty()) {
            if (++round == 2) {
                connection.reset();
                return;
            }
            connection.send(ok_reply);
        }
    });
    const auto transport = transport_to(server.address());
    EXPECT_EQ(transport->exchange(post(), long_ms).outcome, Outcome::answered);
    // The kept connection is reset once the request has arrived: in doubt, and not sent again.
    EXPECT_EQ(transport->exchange(post(), long_ms).outcome, Outcome::maybe_sent);
    EXPECT_EQ(transport->exchange(post(), long_ms).outcome, Outcome::answered);
    server.stop();
    EXPECT_EQ(server.requests, 3);
    EXPECT_EQ(server.connections, 2);
}

TEST_F(Connection, ends_no_process_by_a_broken_pipe) {
    // As on a thread of a host that knows nothing of the signal: unblocked, with its default
    // action.
    sigset_t set;
    sigset_t before;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    pthread_sigmask(SIG_UNBLOCK, &set, &before);
    for (int round = 0; round < 5; ++round) {
        const Evidence evidence = evidence_of(
            [](ServerConnection& connection) {
                connection.read_some();
                connection.cut();
            },
            long_ms, std::string(4 * 1024 * 1024, 'x'));
        EXPECT_EQ(evidence.outcome, Outcome::maybe_sent);
    }
    sigset_t after;
    pthread_sigmask(SIG_SETMASK, &before, &after);
    EXPECT_EQ(sigismember(&after, SIGPIPE), 0);
}

}  // namespace
}  // namespace sage::test
