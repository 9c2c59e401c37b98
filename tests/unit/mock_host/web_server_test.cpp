// SPDX-License-Identifier: Apache-2.0
// Plan: raw bytes over a socket: an answer with the headers that keep a browser safe, the cookie
// with its attributes; another host, too large a body, broken requests and slow ones are refused;
// what goes wrong inside tells nothing; the server ends while connections are open.
#include "mock-host/serve/web_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace wms::serve {
namespace {

class Connection {
  public:
    explicit Connection(std::uint16_t port, std::uint32_t address = INADDR_LOOPBACK) {
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in to = {};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(address);
        connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() { ::close(socket_); }

    bool connected() const { return connected_; }
    /// False once the other side has closed.
    bool send(std::string_view bytes) const {
        return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
               static_cast<ssize_t>(bytes.size());
    }
    /// Waits for the other side to close, so long at most.
    bool closes_within(int ms) const {
        pollfd one = {socket_, POLLIN | POLLRDHUP, 0};
        return ::poll(&one, 1, ms) > 0;
    }
    /// Everything until the other side closes.
    std::string rest() const {
        std::string text;
        char block[4096];
        for (ssize_t got = 0; (got = ::recv(socket_, block, sizeof block, 0)) > 0;) {
            text.append(block, static_cast<std::size_t>(got));
        }
        return text;
    }

  private:
    int socket_ = -1;
    bool connected_ = false;
};

class WebServerTest : public ::testing::Test {
  protected:
    void start(const WebLimits& limits) {
        auto started = WebServer::start(0, limits, [this](const Request& request) {
            last = request;
            return answer ? answer(request) : Reply();
        });
        ASSERT_TRUE(started.ok());
        server = std::move(started).value();
    }
    void SetUp() override { start({}); }

    std::string host() const {
        return "Host: 127.0.0.1:" + std::to_string(server->port()) + "\r\n";
    }
    std::string exchange(const std::string& bytes) const {
        const Connection connection(server->port());
        EXPECT_TRUE(connection.send(bytes));
        return connection.rest();
    }
    std::string post(const std::string& headers, const std::string& body) const {
        return exchange("POST /api/x HTTP/1.1\r\n" + host() +
                        "Content-Type: application/json\r\nContent-Length: " +
                        std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body);
    }

    Request last;
    std::function<Reply(const Request&)> answer;
    std::unique_ptr<WebServer> server;
};

TEST_F(WebServerTest, every_answer_keeps_the_browser_safe) {
    answer = [](const Request&) { return Reply{200, "{}"}; };
    const std::string reply =
        exchange("GET /api/document?id=a%20b&x=%3C HTTP/1.1\r\n" + host() + "\r\n");
    EXPECT_TRUE(reply.starts_with("HTTP/1.1 200 OK\r\n")) << reply;
    EXPECT_TRUE(reply.ends_with("\r\n\r\n{}")) << reply;
    for (const char* header :
         {"\r\nContent-Security-Policy: default-src 'none'; script-src 'self';",
          "frame-ancestors 'none'", "\r\nX-Content-Type-Options: nosniff\r\n",
          "\r\nCache-Control: no-store\r\n", "\r\nReferrer-Policy: no-referrer\r\n",
          "\r\nX-Frame-Options: DENY\r\n", "\r\nCross-Origin-Resource-Policy: same-origin\r\n",
          "\r\nCross-Origin-Opener-Policy: same-origin\r\n"}) {
        EXPECT_NE(reply.find(header), std::string::npos) << header << reply;
    }
    EXPECT_EQ(reply.find("unsafe-inline"), std::string::npos);
    EXPECT_EQ(reply.find("Access-Control"), std::string::npos);
    EXPECT_EQ(reply.find("Server:"), std::string::npos) << "which one it is helps nobody";
    EXPECT_EQ(last.path, "/api/document");
    EXPECT_EQ(last.parameter("id"), "a b");
    EXPECT_EQ(last.parameter("x"), "<");
    EXPECT_EQ(last.parameter("none"), "");
}

TEST_F(WebServerTest, the_cookie_is_for_this_server_and_no_script) {
    answer = [](const Request&) { return Reply{200, "{}", "application/json", true, "secret"}; };
    const std::string name = "mock-host-" + std::to_string(server->port());
    EXPECT_NE(post("", "{}").find("\r\nSet-Cookie: " + name +
                                  "=secret; Path=/; HttpOnly; SameSite=Strict\r\n"),
              std::string::npos);
    post("Cookie: other=1; " + name + "=mine\r\nX-CSRF-Token: t\r\n", "{}");
    EXPECT_EQ(last.cookie, "mine");
    EXPECT_EQ(last.token, "t");
    post("Cookie: mock-host-1=theirs\r\n", "{}");
    EXPECT_EQ(last.cookie, "");
    answer = [](const Request&) { return Reply{200, "{}", "application/json", true, ""}; };
    EXPECT_NE(post("", "{}").find("SameSite=Strict; Max-Age=0\r\n"), std::string::npos);
}

TEST_F(WebServerTest, a_name_that_was_made_to_point_here_is_refused) {
    answer = [](const Request&) -> Reply { throw std::logic_error("was asked"); };
    const std::string port = std::to_string(server->port());
    for (const std::string& host : {std::string("Host: evil.example:" + port + "\r\n"),
                                    std::string("Host: 127.0.0.1\r\n"), std::string()}) {
        const std::string reply = exchange("GET / HTTP/1.1\r\n" + host + "\r\n");
        EXPECT_TRUE(reply.starts_with("HTTP/1.1 421 ")) << reply;
        EXPECT_NE(reply.find("Content-Security-Policy"), std::string::npos);
    }
}

TEST_F(WebServerTest, a_change_of_another_page_is_refused) {
    answer = [](const Request&) -> Reply { throw std::logic_error("was asked"); };
    EXPECT_TRUE(post("Origin: http://evil.example\r\n", "{}").starts_with("HTTP/1.1 403 "));
    EXPECT_TRUE(post("Sec-Fetch-Site: cross-site\r\n", "{}").starts_with("HTTP/1.1 403 "));
    EXPECT_TRUE(exchange("POST /api/x HTTP/1.1\r\n" + host() +
                         "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}")
                    .starts_with("HTTP/1.1 415 "));
    EXPECT_TRUE(
        exchange("DELETE /api/x HTTP/1.1\r\n" + host() + "\r\n").starts_with("HTTP/1.1 405 "));
}

TEST_F(WebServerTest, sizes_are_limited) {
    WebLimits limits;
    limits.body_bytes = 1000;
    start(limits);
    answer = [](const Request& request) { return Reply{200, std::to_string(request.body.size())}; };
    EXPECT_TRUE(post("", std::string(1000, 'x')).ends_with("\r\n\r\n1000"));
    EXPECT_TRUE(post("", std::string(1001, 'x')).starts_with("HTTP/1.1 413 "));
    EXPECT_TRUE(exchange("POST /api/x HTTP/1.1\r\n" + host() +
                         "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" +
                         "7d0\r\n" + std::string(2000, 'x') + "\r\n0\r\n\r\n")
                    .starts_with("HTTP/1.1 413 "));
    last = Request();
    const std::string long_path =
        exchange("GET /" + std::string(100'000, 'a') + " HTTP/1.1\r\n" + host() + "\r\n");
    EXPECT_FALSE(long_path.starts_with("HTTP/1.1 200"));
    std::string many;
    for (int header = 0; header < 1000; ++header) {
        many += "X-" + std::to_string(header) + ": 1\r\n";
    }
    EXPECT_FALSE(
        exchange("GET / HTTP/1.1\r\n" + host() + many + "\r\n").starts_with("HTTP/1.1 200"));
    EXPECT_EQ(last.path, "") << "nobody was asked";
}

TEST_F(WebServerTest, what_cannot_be_read_is_refused) {
    // Some of it could go on, and is waited for.
    WebLimits limits;
    limits.request_ms = 300;
    start(limits);
    for (const std::string& bytes :
         {std::string("GET /%zz HTTP/1.1\r\n" + host() + "\r\n"),
          std::string("GET http://[ HTTP/1.1\r\n" + host() + "\r\n"), std::string("\r\n\r\n"),
          std::string("nonsense\r\n\r\n"), std::string("GET\r\n\r\n"),
          std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15)}) {
        EXPECT_FALSE(exchange(bytes).starts_with("HTTP/1.1 200")) << bytes;
    }
    EXPECT_TRUE(exchange("GET / HTTP/1.1\r\n" + host() + "\r\n").starts_with("HTTP/1.1 200 "));
}

TEST_F(WebServerTest, what_goes_wrong_inside_is_not_told) {
    answer = [](const Request&) -> Reply { throw std::runtime_error("/secret/place"); };
    const std::string reply = exchange("GET / HTTP/1.1\r\n" + host() + "\r\n");
    EXPECT_TRUE(reply.starts_with("HTTP/1.1 500 ")) << reply;
    EXPECT_EQ(reply.find("secret"), std::string::npos);
    EXPECT_NE(reply.find("Content-Security-Policy"), std::string::npos);
}

TEST_F(WebServerTest, who_is_slow_is_cut_off_and_the_others_are_served) {
    WebLimits limits;
    limits.threads = 4;
    limits.request_ms = 300;
    start(limits);
    const Connection silent(server->port());
    const Connection half(server->port());
    ASSERT_TRUE(half.send("POST /api/x HTTP/1.1\r\n" + host() +
                          "Content-Type: application/json\r\nContent-Length: 10\r\n\r\n{"));
    // A byte now and then never lets a time-out of the socket pass.
    const Connection drip(server->port());
    ASSERT_TRUE(drip.send("GET / HTTP/1.1\r\nX-Long: "));
    std::size_t drops = 0;
    while (drops < 1'000 && !drip.closes_within(10) && drip.send("X")) {
        ++drops;
    }
    EXPECT_LT(drops, 1'000U) << "it was never cut off";
    EXPECT_EQ(silent.rest().find("200"), std::string::npos);
    EXPECT_EQ(half.rest().find(" 200 "), std::string::npos);
    EXPECT_TRUE(exchange("GET / HTTP/1.1\r\n" + host() + "\r\n").starts_with("HTTP/1.1 200 "));
}

TEST_F(WebServerTest, ends_while_connections_are_open) {
    const Connection open(server->port());
    ASSERT_TRUE(open.send("GET / HT"));
    const std::uint16_t port = server->port();
    server.reset();
    EXPECT_EQ(open.rest(), "");
    EXPECT_FALSE(Connection(port).connected());
}

TEST_F(WebServerTest, listens_on_this_machine_alone_and_a_taken_port_is_a_problem) {
    EXPECT_FALSE(Connection(server->port(), INADDR_LOOPBACK + 1).connected());
    const auto second =
        WebServer::start(server->port(), {}, [](const Request&) { return Reply(); });
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.problem().code, "serve.port");
}

}  // namespace
}  // namespace wms::serve
