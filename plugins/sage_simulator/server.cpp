// SPDX-License-Identifier: Apache-2.0
// Poco's HTTP server over its secure sockets, with a context of its own.
#include "plugins/sage_simulator/server.h"

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/ThreadPool.h>
#include <sys/socket.h>

#include <array>
#include <boost/json.hpp>
#include <chrono>
#include <condition_variable>
#include <istream>
#include <mutex>
#include <optional>
#include <ostream>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

namespace json = boost::json;
namespace net = Poco::Net;

/// What all connections share.
struct Shared {
    Simulator& simulator;
    std::string address;
    std::string authority;
    std::mutex mutex;
    std::condition_variable stopping_changed;
    bool stopping = false;

    /// False when the server stopped meanwhile.
    bool wait(std::int64_t milliseconds) {
        std::unique_lock lock(mutex);
        return !stopping_changed.wait_for(lock, std::chrono::milliseconds(milliseconds),
                                          [this] { return stopping; });
    }
};

/// Nothing when the body is larger than any request may be.
std::optional<std::string> read_body(net::HTTPServerRequest& request) {
    std::string body;
    if (request.getContentLength64() > 0 &&
        request.getContentLength64() <= static_cast<Poco::Int64>(limits::reply_bytes_max)) {
        body.reserve(static_cast<std::size_t>(request.getContentLength64()));
    }
    std::array<char, std::size_t{16} * 1024> buffer;
    std::istream& in = request.stream();
    while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0) {
        body.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
        if (body.size() > limits::reply_bytes_max) {
            return std::nullopt;
        }
    }
    return body;
}

/// The connection ends here and now, without TLS's good-bye: like a cable that was pulled.
void end_connection(net::HTTPServerRequest& request, net::HTTPServerResponse& response) {
    response.setKeepAlive(false);
    auto& with_socket = dynamic_cast<net::HTTPServerRequestImpl&>(request);
    ::shutdown(with_socket.socket().impl()->sockfd(), SHUT_RDWR);
}

/// A reply of more than one packet would otherwise wait for the client to acknowledge the first,
/// which a client delays.
void send_at_once(net::HTTPServerRequest& request) {
    dynamic_cast<net::HTTPServerRequestImpl&>(request).socket().setNoDelay(true);
}

class Conversation final : public net::HTTPRequestHandler {
  public:
    explicit Conversation(Shared& shared) : shared_(shared) {}

    void handleRequest(net::HTTPServerRequest& request,
                       net::HTTPServerResponse& response) override {
        send_at_once(request);
        Request read;
        read.method = request.getMethod();
        read.target = request.getURI();
        for (const auto& [name, value] : request) {
            read.headers.push_back({name, value});
        }
        auto body = read_body(request);
        if (!body) {
            response.setKeepAlive(false);
            send({413, {}, ""}, request, response, false);
            return;
        }
        read.body = std::move(*body);
        if (read.target.starts_with("/control/")) {
            send(control(read), request, response, false);
            return;
        }
        const SimulatedExchange exchange = shared_.simulator.handle(read);
        const bool alive = exchange.delay_ms == 0 || shared_.wait(exchange.delay_ms);
        if (!alive || exchange.fate == Fate::drop_request || exchange.fate == Fate::drop_reply) {
            // Poco answers by itself when a handler has sent nothing: the socket is closed first.
            end_connection(request, response);
            return;
        }
        send(exchange.reply, request, response, exchange.fate == Fate::cut_reply);
    }

  private:
    Reply control(const Request& request) {
        Reply reply = shared_.simulator.control(request);
        if (request.method != "GET" || request.target != "/control/settings" ||
            reply.status != 200) {
            return reply;
        }
        auto parsed = parse_json(reply.body, limits::reply_bytes_max, JsonNumbers::integers_only);
        if (parsed.ok()) {
            json::object& settings = parsed.value().at("settings").as_object();
            settings["address"] = shared_.address;
            if (settings.contains("tokenAddress")) {
                settings["tokenAddress"] = shared_.address;
            }
            settings["certificateAuthorityFile"] = shared_.authority;
            reply.body = json::serialize(parsed.value());
        }
        return reply;
    }

    static void send(const Reply& reply, net::HTTPServerRequest& request,
                     net::HTTPServerResponse& response, bool cut) {
        response.setStatus(static_cast<net::HTTPResponse::HTTPStatus>(reply.status));
        response.setReason(net::HTTPResponse::getReasonForStatus(response.getStatus()));
        for (const Header& header : reply.headers) {
            response.set(header.name, header.value);
        }
        if (cut && reply.body.size() < 2) {
            end_connection(request, response);
            return;
        }
        if (reply.status == 204) {
            response.send();
            return;
        }
        if (!cut) {
            response.sendBuffer(reply.body.data(), reply.body.size());
            return;
        }
        response.setContentLength64(static_cast<Poco::Int64>(reply.body.size()));
        std::ostream& out = response.send();
        out.write(reply.body.data(), static_cast<std::streamsize>(reply.body.size() / 2));
        out.flush();
        end_connection(request, response);
    }

    Shared& shared_;
};

class Factory final : public net::HTTPRequestHandlerFactory {
  public:
    explicit Factory(Shared& shared) : shared_(shared) {}
    net::HTTPRequestHandler* createRequestHandler(const net::HTTPServerRequest&) override {
        return new Conversation(shared_);
    }

  private:
    Shared& shared_;
};

class HttpsServer final : public Server {
  public:
    HttpsServer(Simulator& simulator, const ServerOptions& options)
        : shared_{simulator, "", options.certificates.authority, {}, {}, false},
          threads_(4, options.connections_max) {
        net::Context::Params parameters;
        parameters.privateKeyFile = options.certificates.server_key;
        parameters.certificateFile = options.certificates.server_certificate;
        parameters.verificationMode = net::Context::VERIFY_NONE;
        net::Context::Ptr context(new net::Context(net::Context::TLS_SERVER_USE, parameters));
        context->requireMinimumProtocol(net::Context::PROTO_TLSV1_2);
        // Not Poco's default, by which two servers would share a port without a word.
        net::SecureServerSocket socket(context);
        socket.bind(net::SocketAddress(options.host, options.port), true, false);
        socket.listen(256);
        shared_.address = "https://localhost:" + std::to_string(socket.address().port());
        net::HTTPServerParams::Ptr server_parameters(new net::HTTPServerParams);
        server_parameters->setKeepAlive(true);
        server_parameters->setMaxKeepAliveRequests(0);
        server_parameters->setKeepAliveTimeout(Poco::Timespan(120, 0));
        server_parameters->setTimeout(Poco::Timespan(120, 0));
        server_parameters->setMaxThreads(options.connections_max);
        server_parameters->setMaxQueued(1024);
        server_ = std::make_unique<net::HTTPServer>(new Factory(shared_), threads_, socket,
                                                    server_parameters);
        server_->start();
    }
    ~HttpsServer() override { stop_now(); }

    const std::string& address() const override { return shared_.address; }
    void stop() override { stop_now(); }

  private:
    void stop_now() {
        {
            const std::lock_guard lock(shared_.mutex);
            if (shared_.stopping) {
                return;
            }
            shared_.stopping = true;
        }
        shared_.stopping_changed.notify_all();
        server_->stopAll(true);
        threads_.joinAll();
    }

    Shared shared_;
    Poco::ThreadPool threads_;
    std::unique_ptr<net::HTTPServer> server_;
};

}  // namespace

Result<std::unique_ptr<Server>> start_server(Simulator& simulator, const ServerOptions& options) {
    try {
        return std::unique_ptr<Server>(std::make_unique<HttpsServer>(simulator, options));
    } catch (const Poco::Exception& problem) {
        return Error{
            Status::config,
            Problem{"simulator.listen", "",
                    "Listening on " + options.host + ":" + std::to_string(options.port) +
                        " failed: " + problem.displayText() + ".",
                    "Choose another address or port; port 0 takes any free one.", Owner::it}};
    }
}

}  // namespace sage
