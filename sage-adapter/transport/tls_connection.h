// SPDX-License-Identifier: Apache-2.0
// One TLS connection to the server, as the transport needs it: every wait ends at a deadline or by
// an interruption from another thread, nothing is ever repeated, and what the socket has accepted
// is counted.
//
// OpenSSL is used directly, on Poco's context. Poco's secure socket cannot give what is proof here:
// it counts no bytes that a socket accepted before a write failed, it goes on without checking the
// host's name when a handshake outlasts its time-out, and it keeps the reason of a refused
// certificate to itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sage-adapter/transport/deadline.h"
#include "sage-adapter/transport/tls_context.h"

namespace sage {

class TlsConnection {
  public:
    enum class Received : std::uint8_t { bytes, end, failure };

    /// The context outlives the connection.
    explicit TlsConnection(const TlsContext& context);
    TlsConnection(const TlsConnection&) = delete;
    TlsConnection& operator=(const TlsConnection&) = delete;
    ~TlsConnection();

    /// Finds the host, connects and shakes hands; true only for a verified server. Sends no byte of
    /// a request. The search for the host's address is the one step no deadline ends.
    bool open(const Deadline& deadline);

    /// True if all of it was accepted. Adds to `accepted` what the socket took of it, encrypted.
    bool write(std::string_view bytes, const Deadline& deadline, std::uint64_t& accepted);

    /// At least one byte, the end of the connection as the server declared it, or a failure.
    Received read(char* buffer, std::size_t capacity, std::size_t& size, const Deadline& deadline);

    /// Nothing has come since the last exchange, neither bytes nor an end: fit for another one.
    bool quiet() const;

    /// From any thread: whatever waits now fails soon. The connection is of no further use.
    void interrupt();

    /// Why the last step failed, in a few words.
    const std::string& reason() const { return reason_; }

  private:
    struct Target;
    bool connect(const Target& target, const Deadline& deadline);
    bool shake_hands(const Deadline& deadline);
    bool wait_after(int outcome, const Deadline& deadline);
    bool wait(short events, const Deadline& deadline);
    bool interrupted() const;
    bool fail(std::string reason);
    void close_socket();

    const TlsContext& context_;
    void* session_ = nullptr;  ///< OpenSSL's
    int socket_ = -1;
    int wake_ = -1;       ///< readable once interrupted
    bool sound_ = false;  ///< OpenSSL allows a closing message only on a sound connection
    std::string reason_;
};

}  // namespace sage
