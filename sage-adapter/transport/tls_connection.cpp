// SPDX-License-Identifier: Apache-2.0
// Sockets never block here: each step is tried, and if it cannot go on, poll() waits for the socket
// or for an interruption, whichever comes first.
#include "sage-adapter/transport/tls_connection.h"

#include <Poco/Exception.h>
#include <Poco/Net/DNS.h>
#include <Poco/Net/SocketAddress.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <vector>

namespace sage {

namespace {

SSL* ssl(void* session) {
    return static_cast<SSL*>(session);
}

std::string words_of(int error) {
    return std::generic_category().message(error);
}

/// What OpenSSL has to say about a step that failed; `error` is errno after it.
std::string words_of(SSL* session, int outcome, int error) {
    const int kind = SSL_get_error(session, outcome);
    const char* const words = ERR_reason_error_string(ERR_peek_last_error());
    if (kind == SSL_ERROR_ZERO_RETURN) {
        return "the server ended the connection";
    }
    if (kind == SSL_ERROR_SYSCALL && error != 0) {
        return words_of(error);
    }
    return words != nullptr ? words : "the connection was cut";
}

std::string certificate_words(SSL* session) {
    const long verdict = SSL_get_verify_result(session);
    return verdict == X509_V_OK ? std::string()
                                : std::string("the server's certificate is refused: ") +
                                      X509_verify_cert_error_string(verdict);
}

}  // namespace

struct TlsConnection::Target {
    Poco::Net::SocketAddress address;
};

TlsConnection::TlsConnection(const TlsContext& context)
    : context_(context), wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

TlsConnection::~TlsConnection() {
    close_socket();
    if (wake_ >= 0) {
        ::close(wake_);
    }
}

void TlsConnection::close_socket() {
    if (session_ != nullptr) {
        if (sound_) {
            SSL_shutdown(ssl(session_));
        }
        SSL_free(ssl(session_));
        ERR_clear_error();
        session_ = nullptr;
    }
    if (socket_ >= 0) {
        ::close(socket_);
        socket_ = -1;
    }
    sound_ = false;
}

bool TlsConnection::fail(std::string reason) {
    reason_ = std::move(reason);
    sound_ = false;
    ERR_clear_error();
    return false;
}

void TlsConnection::interrupt() {
    const std::uint64_t one = 1;
    // It fails only if the counter is full: then it was interrupted already.
    [[maybe_unused]] const ssize_t written = ::write(wake_, &one, sizeof one);
}

bool TlsConnection::wait(short events, const Deadline& deadline) {
    std::array<pollfd, 2> watched{{{socket_, events, 0}, {wake_, POLLIN, 0}}};
    // The time is looked at first: a server that sends a byte now and then keeps nobody waiting.
    for (int left_ms = deadline.left_ms(); left_ms > 0; left_ms = deadline.left_ms()) {
        const int ready = ::poll(watched.data(), watched.size(), left_ms);
        if (ready < 0 && errno != EINTR) {
            return fail("waiting failed: " + words_of(errno));
        }
        if (ready > 0) {
            return watched[1].revents == 0 || fail("interrupted");
        }
    }
    return fail("no time left");
}

bool TlsConnection::interrupted() const {
    pollfd watched{wake_, POLLIN, 0};
    return ::poll(&watched, 1, 0) > 0;
}

/// Waits for what OpenSSL needs to go on after a step that gave `outcome`; false if it cannot.
bool TlsConnection::wait_after(int outcome, const Deadline& deadline) {
    const int error = errno;
    switch (SSL_get_error(ssl(session_), outcome)) {
        case SSL_ERROR_WANT_READ:
            return wait(POLLIN, deadline);
        case SSL_ERROR_WANT_WRITE:
            return wait(POLLOUT, deadline);
        default:
            return fail(words_of(ssl(session_), outcome, error));
    }
}

bool TlsConnection::open(const Deadline& deadline) {
    const Address& address = context_.address();
    if (wake_ < 0) {
        return fail("no file descriptor is left");
    }
    std::vector<Target> targets;
    try {
        Poco::Net::IPAddress numeric;
        if (Poco::Net::IPAddress::tryParse(address.host, numeric)) {
            targets.push_back({Poco::Net::SocketAddress(numeric, address.port)});
        } else {
            // No hints: with Poco's own, a machine without a network finds no "localhost".
            const Poco::Net::HostEntry entry = Poco::Net::DNS::hostByName(address.host, 0);
            for (const Poco::Net::IPAddress& found : entry.addresses()) {
                targets.push_back({Poco::Net::SocketAddress(found, address.port)});
            }
        }
    } catch (const Poco::Exception&) {
        return fail("the host's name is not known");
    }
    for (std::size_t at = 0; at < targets.size(); ++at) {
        // A fair share each, or one silent address would eat the time of the others.
        const Deadline share(deadline.left_ms() / static_cast<int>(targets.size() - at));
        if (connect(targets[at], share)) {
            return shake_hands(deadline);
        }
        close_socket();
        if (interrupted()) {
            return false;
        }
    }
    return targets.empty() ? fail("the host has no address") : false;
}

bool TlsConnection::connect(const Target& target, const Deadline& deadline) {
    const int family = target.address.af();
    socket_ = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket_ < 0) {
        return fail("no socket: " + words_of(errno));
    }
    // Requests go out whole; nothing is gained by waiting for more to send.
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(socket_, target.address.addr(), target.address.length()) != 0) {
        if (errno != EINPROGRESS) {
            return fail("cannot connect: " + words_of(errno));
        }
        if (!wait(POLLOUT, deadline)) {
            return fail("cannot connect: " + reason_);
        }
        int error = 0;
        socklen_t size = sizeof error;
        if (getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0) {
            return fail("cannot connect: " + words_of(error));
        }
    }
    return true;
}

bool TlsConnection::shake_hands(const Deadline& deadline) {
    session_ = context_.new_session();
    if (session_ == nullptr || SSL_set_fd(ssl(session_), socket_) != 1) {
        return fail("no memory for TLS");
    }
    for (;;) {
        ERR_clear_error();
        errno = 0;
        const int outcome = SSL_connect(ssl(session_));
        if (outcome == 1) {
            break;
        }
        if (!wait_after(outcome, deadline)) {
            const std::string certificate = certificate_words(ssl(session_));
            return fail("TLS handshake: " + (certificate.empty() ? reason_ : certificate));
        }
    }
    // OpenSSL has refused a bad certificate already; this only makes sure that there was one.
    if (SSL_get_verify_result(ssl(session_)) != X509_V_OK ||
        SSL_get0_peer_certificate(ssl(session_)) == nullptr) {
        return fail("TLS handshake: the server shows no certificate");
    }
    sound_ = true;
    return true;
}

bool TlsConnection::write(std::string_view bytes, const Deadline& deadline,
                          std::uint64_t& accepted) {
    BIO* const out = SSL_get_wbio(ssl(session_));
    const std::uint64_t before = BIO_number_written(out);
    bool going = deadline.over() ? fail("no time left") : true;
    while (going && !bytes.empty()) {
        ERR_clear_error();
        errno = 0;
        std::size_t written = 0;
        const int outcome = SSL_write_ex(ssl(session_), bytes.data(), bytes.size(), &written);
        if (outcome == 1) {
            bytes.remove_prefix(written);
        } else {
            going = wait_after(outcome, deadline);
        }
    }
    accepted += BIO_number_written(out) - before;
    return going;
}

TlsConnection::Received TlsConnection::read(char* buffer, std::size_t capacity, std::size_t& size,
                                            const Deadline& deadline) {
    // To wait first saves the try that would find nothing: an answer takes its time.
    const bool pending = SSL_has_pending(ssl(session_)) != 0;
    if (pending ? deadline.over() && !fail("no time left") : !wait(POLLIN, deadline)) {
        return Received::failure;
    }
    for (;;) {
        ERR_clear_error();
        errno = 0;
        const int outcome = SSL_read_ex(ssl(session_), buffer, capacity, &size);
        if (outcome == 1) {
            return Received::bytes;
        }
        if (SSL_get_error(ssl(session_), outcome) == SSL_ERROR_ZERO_RETURN) {
            return Received::end;
        }
        if (!wait_after(outcome, deadline)) {
            return Received::failure;
        }
    }
}

bool TlsConnection::quiet() const {
    std::array<pollfd, 2> watched{{{socket_, POLLIN | POLLRDHUP, 0}, {wake_, POLLIN, 0}}};
    return sound_ && SSL_has_pending(ssl(session_)) == 0 &&
           ::poll(watched.data(), watched.size(), 0) == 0;
}

}  // namespace sage
