// SPDX-License-Identifier: Apache-2.0
// A TLS server for tests that does what a script says with every connection, the right thing or any
// wrong one, and counts what it saw. It listens on 127.0.0.1, on a port of the system's choice.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "tests/support/certificates.h"

namespace sage::test {

/// What a script can do with one connection. Everything blocks; nothing outlives the server.
class ServerConnection {
  public:
    ServerConnection() = default;
    ServerConnection(const ServerConnection&) = delete;
    ServerConnection& operator=(const ServerConnection&) = delete;
    virtual ~ServerConnection() = default;

    /// True once the client has accepted our certificate and we its handshake. A script that does
    /// not call it leaves the client waiting; the other calls do it first.
    virtual bool shake_hands() = 0;
    /// A whole request, headers and body; empty when the client has gone.
    virtual std::string read_request() = 0;
    /// At least one byte of a request.
    virtual std::string read_some() = 0;
    /// False when the client has gone.
    virtual bool send(std::string_view bytes) = 0;
    /// Each byte in a TLS record of its own.
    virtual void send_bytewise(std::string_view bytes) = 0;
    /// Bytes without TLS around them.
    virtual void send_raw(std::string_view bytes) = 0;
    /// The closing message of TLS, then the end of the connection.
    virtual void close() = 0;
    /// The end of the connection without the closing message.
    virtual void cut() = 0;
    /// A connection reset.
    virtual void reset() = 0;
    /// Says nothing until the client has gone.
    virtual void stall() = 0;
    /// Says nothing and reads nothing until the server is stopped.
    virtual void hold() = 0;
    /// Waits a little, or until the client has gone.
    virtual void pause_ms(int time_ms) = 0;
};

using Script = std::function<void(ServerConnection&)>;

struct TlsServerOptions {
    Identity identity;
    int protocol_max = 0;  ///< OpenSSL's number of the newest protocol offered; 0: any
    std::string ciphers;   ///< for TLS 1.2 and older; empty: any
};

class TlsServer {
  public:
    /// Runs the script for every connection, each on a thread of its own.
    TlsServer(const TlsServerOptions& options, Script script);
    ~TlsServer();
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    std::uint16_t port() const;
    /// "https://<host>:<port>"
    std::string address(const std::string& host = "localhost") const;

    /// Ends every connection and waits for the scripts; afterwards the counters stand still.
    void stop();

    std::atomic<int> connections{0};
    std::atomic<int> handshakes{0};
    std::atomic<int> requests{0};  ///< begun: at least a byte of them arrived
    std::atomic<std::int64_t> application_bytes{0};

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace sage::test
