// SPDX-License-Identifier: Apache-2.0
#include "mock-host/serve/web_server.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServerConnection.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/NameValueCollection.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/TCPServer.h>
#include <Poco/Net/TCPServerConnectionFactory.h>
#include <Poco/ThreadPool.h>
#include <Poco/URI.h>

#include <array>
#include <istream>
#include <optional>

#include "mock-host/serve/arrivals.h"
#include "mock-host/serve/gate.h"

namespace wms::serve {
namespace {

namespace net = Poco::Net;

/// What every answer says: nothing is kept, nothing is taken from elsewhere or run but our own
/// files, nobody shows us in a frame of theirs.
constexpr std::array<std::pair<const char*, const char*>, 8> kHeaders = {
    {{"Cache-Control", "no-store"},
     {"Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src "
      "'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
     {"Cross-Origin-Opener-Policy", "same-origin"},
     {"Cross-Origin-Resource-Policy", "same-origin"},
     {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
     {"Referrer-Policy", "no-referrer"},
     {"X-Content-Type-Options", "nosniff"},
     {"X-Frame-Options", "DENY"}}};

/// Browsers keep cookies by host and not by port: two servers must not take each other's.
std::string cookie_name(std::uint16_t port) {
    return "mock-host-" + std::to_string(port);
}

/// What is too large is read on and thrown away for a while: a browser that is still sending would
/// not see the refusal.
constexpr std::size_t kThrownAway = 16;

/// The body, unless it is larger.
std::optional<std::string> body_of(net::HTTPServerRequest& request, std::size_t bytes_max) {
    std::string body;
    std::size_t size = 0;
    std::array<char, 16'384> block{};
    std::istream& stream = request.stream();
    while (size <= kThrownAway * bytes_max &&
           (stream.read(block.data(), block.size()) || stream.gcount() > 0)) {
        size += static_cast<std::size_t>(stream.gcount());
        if (size <= bytes_max) {
            body.append(block.data(), static_cast<std::size_t>(stream.gcount()));
        }
    }
    return size <= bytes_max ? std::optional(std::move(body)) : std::nullopt;
}

Request request_of(const net::HTTPServerRequest& from, std::uint16_t port) {
    Request request;
    request.method = from.getMethod();
    request.host = from.get("Host", "");
    request.origin = from.get("Origin", "");
    request.fetch_site = from.get("Sec-Fetch-Site", "");
    request.content_type = from.getContentType();
    request.token = from.get("X-CSRF-Token", "");
    const Poco::URI uri(from.getURI());
    request.path = uri.getPath();
    for (const auto& [name, value] : uri.getQueryParameters()) {
        request.parameters.emplace(name, value);
    }
    net::NameValueCollection cookies;
    from.getCookies(cookies);
    request.cookie = cookies.get(cookie_name(port), "");
    return request;
}

struct Site {
    WebLimits limits;
    WebServer::Answer answer;
    std::uint16_t port = 0;
};

class Answering final : public net::HTTPRequestHandler {
  public:
    Answering(const Site& site, Arrivals& arrivals, std::uint64_t number)
        : site_(site), arrivals_(arrivals), number_(number) {}

    void handleRequest(net::HTTPServerRequest& from, net::HTTPServerResponse& to) override {
        const Reply reply = reply_to(from);
        to.setStatusAndReason(static_cast<net::HTTPResponse::HTTPStatus>(reply.status));
        for (const auto& [name, value] : kHeaders) {
            to.set(name, value);
        }
        if (reply.set_cookie) {
            to.set("Set-Cookie", cookie_name(site_.port) + "=" + reply.cookie +
                                     "; Path=/; HttpOnly; SameSite=Strict" +
                                     (reply.cookie.empty() ? "; Max-Age=0" : ""));
        }
        to.setContentType(reply.content_type);
        to.setKeepAlive(false);
        to.sendBuffer(reply.body.data(), reply.body.size());
    }

  private:
    Reply reply_to(net::HTTPServerRequest& from) {
        try {
            std::optional<std::string> body = body_of(from, site_.limits.body_bytes);
            arrivals_.arrived(number_);
            Request request = request_of(from, site_.port);
            if (std::optional<Reply> refused = refuse_at_gate(request, site_.port)) {
                return *refused;
            }
            if (!body.has_value()) {
                return refusal(413, {"serve.too_large", "", "That is more than is taken at once.",
                                     "Send less.", "it"});
            }
            request.body = *std::move(body);
            return site_.answer(request);
        } catch (const Poco::SyntaxException&) {
            return refusal(400, {"serve.malformed", "", "The request cannot be read.",
                                 "Use the page that this server shows.", "it"});
        } catch (const std::exception&) {
            // What went wrong inside is not the browser's to know.
            return refusal(500, {"serve.internal", "", "The answer could not be made.",
                                 "Try again; look at host.log.", "vendor"});
        }
    }

    const Site& site_;
    Arrivals& arrivals_;
    const std::uint64_t number_;
};

class MakeAnswering final : public net::HTTPRequestHandlerFactory {
  public:
    MakeAnswering(const Site& site, Arrivals& arrivals, std::uint64_t number)
        : site_(site), arrivals_(arrivals), number_(number) {}
    net::HTTPRequestHandler* createRequestHandler(const net::HTTPServerRequest&) override {
        return new Answering(site_, arrivals_, number_);
    }

  private:
    const Site& site_;
    Arrivals& arrivals_;
    const std::uint64_t number_;
};

/// One that is cut off unless its request arrives in time.
class Watched final : public net::TCPServerConnection {
  public:
    Watched(const net::StreamSocket& socket, net::HTTPServerParams::Ptr parameters,
            const Site& site, Arrivals& arrivals)
        : net::TCPServerConnection(socket),
          parameters_(std::move(parameters)),
          site_(site),
          arrivals_(arrivals),
          number_(arrivals.expect([shared = socket]() mutable { cut(shared); })) {}
    ~Watched() override { arrivals_.arrived(number_); }

    void run() override {
        net::HTTPServerConnection connection(socket(), parameters_,
                                             new MakeAnswering(site_, arrivals_, number_));
        connection.run();
    }

  private:
    static void cut(net::StreamSocket& socket) {
        try {
            socket.shutdown();
        } catch (const Poco::Exception&) {
            // It is gone already.
        }
    }

    const net::HTTPServerParams::Ptr parameters_;
    const Site& site_;
    Arrivals& arrivals_;
    const std::uint64_t number_;
};

class MakeWatched final : public net::TCPServerConnectionFactory {
  public:
    MakeWatched(net::HTTPServerParams::Ptr parameters, const Site& site, Arrivals& arrivals)
        : parameters_(std::move(parameters)), site_(site), arrivals_(arrivals) {}
    net::TCPServerConnection* createConnection(const net::StreamSocket& socket) override {
        return new Watched(socket, parameters_, site_, arrivals_);
    }

  private:
    const net::HTTPServerParams::Ptr parameters_;
    const Site& site_;
    Arrivals& arrivals_;
};

class PocoServer final : public WebServer {
  public:
    PocoServer(std::uint16_t port, const WebLimits& limits, Answer answer)
        : site_{limits, std::move(answer), 0},
          arrivals_(std::make_unique<Arrivals>(std::chrono::milliseconds(limits.request_ms))),
          pool_(2, limits.threads) {
        net::ServerSocket socket;
        // Not shared with another program: it would be given some of our requests, cookies and all.
        socket.bind(net::SocketAddress("127.0.0.1", port), true, false);
        socket.listen(limits.waiting);
        site_.port = socket.address().port();
        Poco::AutoPtr<net::HTTPServerParams> parameters(new net::HTTPServerParams());
        parameters->setKeepAlive(false);
        parameters->setTimeout(Poco::Timespan(limits.request_ms * 1000));
        parameters->setMaxThreads(limits.threads);
        parameters->setMaxQueued(limits.waiting);
        server_ = std::make_unique<net::TCPServer>(new MakeWatched(parameters, site_, *arrivals_),
                                                   pool_, socket, parameters);
        server_->start();
    }
    ~PocoServer() override {
        server_->stop();
        arrivals_->cut_all();
        pool_.joinAll();
        server_.reset();
    }

    std::uint16_t port() const override { return site_.port; }

  private:
    Site site_;
    std::unique_ptr<Arrivals> arrivals_;
    Poco::ThreadPool pool_;
    std::unique_ptr<net::TCPServer> server_;
};

}  // namespace

Result<std::unique_ptr<WebServer>> WebServer::start(std::uint16_t port, const WebLimits& limits,
                                                    Answer answer) {
    try {
        return std::unique_ptr<WebServer>(
            std::make_unique<PocoServer>(port, limits, std::move(answer)));
    } catch (const Poco::Exception& failure) {
        return Problem{"serve.port", std::to_string(port),
                       "The port cannot be used: " + failure.displayText() + ".",
                       "Leave --port out, or name one that is free.", "it"};
    }
}

}  // namespace wms::serve
