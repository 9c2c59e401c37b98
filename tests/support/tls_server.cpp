// SPDX-License-Identifier: Apache-2.0
// The scripted server: plain sockets and OpenSSL, because it has to misbehave in ways no library
// offers.
#include "tests/support/tls_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <list>
#include <mutex>
#include <thread>
#include <utility>

namespace sage::test {

namespace {

class Connection final : public ServerConnection {
  public:
    Connection(int socket, SSL_CTX* context, TlsServer& server)
        : socket_(socket), ssl_(SSL_new(context)), server_(server) {
        SSL_set_fd(ssl_, socket_);
        const int on = 1;
        setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() override {
        SSL_free(ssl_);
        ::close(socket_);
        ERR_clear_error();
    }

    void end() { ::shutdown(socket_, SHUT_RDWR); }

    /// Ends the connection and whatever its script waits for.
    void stop() {
        end();
        stopped_.test_and_set();
        stopped_.notify_all();
    }

    bool shake_hands() override {
        if (!shaken_ && SSL_accept(ssl_) == 1) {
            shaken_ = true;
            ++server_.handshakes;
        }
        return shaken_;
    }

    std::string read_some() override {
        std::array<char, 16384> buffer;
        const int size =
            shake_hands() ? SSL_read(ssl_, buffer.data(), static_cast<int>(buffer.size())) : 0;
        if (size <= 0) {
            return {};
        }
        server_.application_bytes += size;
        server_.requests += std::exchange(between_requests_, false) ? 1 : 0;
        return {buffer.data(), static_cast<std::size_t>(size)};
    }

    std::string read_request() override {
        std::string request;
        for (;;) {
            const std::size_t head = request.find("\r\n\r\n");
            if (head != std::string::npos) {
                const std::size_t at = request.find("Content-Length: ");
                const std::size_t length =
                    at < head ? std::strtoul(request.c_str() + at + 16, nullptr, 10) : 0;
                if (request.size() >= head + 4 + length) {
                    between_requests_ = true;
                    return request;
                }
            }
            const std::string more = read_some();
            if (more.empty()) {
                return {};
            }
            request += more;
        }
    }

    bool send(std::string_view bytes) override {
        return shake_hands() &&
               (bytes.empty() || SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())) > 0);
    }

    void send_bytewise(std::string_view bytes) override {
        for (const char& byte : bytes) {
            send({&byte, 1});
        }
    }

    void send_raw(std::string_view bytes) override {
        [[maybe_unused]] const ssize_t sent =
            ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }

    void close() override {
        if (shake_hands()) {
            SSL_shutdown(ssl_);
        }
        end();
    }

    void cut() override { end(); }

    void reset() override {
        const linger at_once{1, 0};
        setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        // Connecting to nowhere is how Linux lets go of a peer at once while the descriptor stays.
        sockaddr nowhere{};
        nowhere.sa_family = AF_UNSPEC;
        [[maybe_unused]] const int outcome = ::connect(socket_, &nowhere, sizeof nowhere);
    }

    void stall() override {
        std::array<char, 4096> buffer;
        while (::recv(socket_, buffer.data(), buffer.size(), 0) > 0) {
        }
    }

    void hold() override { stopped_.wait(false); }

    void pause_ms(int time_ms) override {
        pollfd watched{socket_, POLLRDHUP, 0};
        ::poll(&watched, 1, time_ms);
    }

  private:
    int socket_;
    SSL* ssl_;
    std::atomic_flag stopped_;
    TlsServer& server_;
    bool shaken_ = false;
    bool between_requests_ = true;
};

void use_identity(SSL_CTX* context, const Identity& identity) {
    BIO* const key_text = BIO_new_mem_buf(identity.key.data(), -1);
    BIO* const text = BIO_new_mem_buf(identity.certificate.data(), -1);
    EVP_PKEY* const key = PEM_read_bio_PrivateKey(key_text, nullptr, nullptr, nullptr);
    X509* const certificate = PEM_read_bio_X509(text, nullptr, nullptr, nullptr);
    SSL_CTX_use_certificate(context, certificate);
    SSL_CTX_use_PrivateKey(context, key);
    X509_free(certificate);
    EVP_PKEY_free(key);
    BIO_free(text);
    BIO_free(key_text);
}

SSL_CTX* make_context(const TlsServerOptions& options) {
    SSL_CTX* const context = SSL_CTX_new(TLS_server_method());
    // As lenient as can be, so that it is always the client who refuses.
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context, options.protocol_max);
    if (!options.ciphers.empty()) {
        SSL_CTX_set_cipher_list(context, options.ciphers.c_str());
    }
    use_identity(context, options.identity);
    return context;
}

int listen_on_loopback(std::uint16_t& port) {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener, any, size) != 0 || ::listen(listener, 64) != 0 ||
        ::getsockname(listener, any, &size) != 0) {
        std::abort();
    }
    port = ntohs(address.sin_port);
    return listener;
}

void block_broken_pipe() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

}  // namespace

struct TlsServer::Parts {
    SSL_CTX* context = nullptr;
    int listener = -1;
    std::uint16_t port = 0;
    std::mutex mutex;
    bool stopping = false;
    std::list<Connection> connections;
    std::list<std::thread> threads;
    std::thread acceptor;
};

TlsServer::TlsServer(const TlsServerOptions& options, Script script)
    : parts_(std::make_unique<Parts>()) {
    parts_->context = make_context(options);
    parts_->listener = listen_on_loopback(parts_->port);
    parts_->acceptor = std::thread([this, script = std::move(script)] {
        block_broken_pipe();
        for (;;) {
            const int socket = ::accept4(parts_->listener, nullptr, nullptr, SOCK_CLOEXEC);
            const std::lock_guard lock(parts_->mutex);
            if (socket < 0 || parts_->stopping) {
                if (socket >= 0) {
                    ::close(socket);
                }
                return;
            }
            ++connections;
            Connection& connection =
                parts_->connections.emplace_back(socket, parts_->context, *this);
            parts_->threads.emplace_back([script, &connection] {
                script(connection);
                connection.end();
            });
        }
    });
}

TlsServer::~TlsServer() {
    stop();
    SSL_CTX_free(parts_->context);
}

void TlsServer::stop() {
    if (parts_->listener < 0) {
        return;
    }
    {
        const std::lock_guard lock(parts_->mutex);
        parts_->stopping = true;
        ::shutdown(parts_->listener, SHUT_RDWR);
        for (Connection& connection : parts_->connections) {
            connection.stop();
        }
    }
    parts_->acceptor.join();
    for (std::thread& thread : parts_->threads) {
        thread.join();
    }
    parts_->connections.clear();
    ::close(parts_->listener);
    parts_->listener = -1;
}

std::uint16_t TlsServer::port() const {
    return parts_->port;
}

std::string TlsServer::address(const std::string& host) const {
    return "https://" + host + ":" + std::to_string(parts_->port);
}

}  // namespace sage::test
