// SPDX-License-Identifier: Apache-2.0
// A network that misbehaves on purpose: a TCP proxy between a client and a TLS server on 127.0.0.1.
// It cannot read what passes, but it sees the records of TLS, and so knows at which of six stages
// an exchange is; at each it may break in a way of its own. It breaks connections, never their
// content.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace sage::test {

/// Where an exchange is. A request and a reply are one record at least; head is the first of them,
/// body every further one. Handshakes are told from requests by TLS 1.2 only: with TLS 1.3 the end
/// of a handshake looks like a request, and what the stages are called is approximate.
enum class Stage : std::uint8_t {
    connect,
    handshake,
    request_head,
    request_body,
    reply_head,
    reply_body,
};
inline constexpr std::array<Stage, 6> all_stages = {Stage::connect,      Stage::handshake,
                                                    Stage::request_head, Stage::request_body,
                                                    Stage::reply_head,   Stage::reply_body};
const char* name_of(Stage stage);

/// What becomes of the record at hand, and of the connection after it.
enum class Trouble : std::uint8_t {
    none,
    latency,      ///< goes on, a little later
    bytewise,     ///< goes on, in packets of one byte
    reset,        ///< both ends are reset before it
    reset_after,  ///< it passes, then both ends are reset
    cut,          ///< both ends see the end of the connection before it, without a word of TLS
    half,         ///< half of it passes, then both ends see the end of the connection
    swallow,      ///< it and everything after it, in both directions, is taken and dropped
    stall,        ///< nothing is taken any more, in either direction
};
inline constexpr std::array<Trouble, 9> all_troubles = {
    Trouble::none, Trouble::latency, Trouble::bytewise, Trouble::reset, Trouble::reset_after,
    Trouble::cut,  Trouble::half,    Trouble::swallow,  Trouble::stall};
const char* name_of(Trouble trouble);

class FaultProxy {
  public:
    /// Asked at each connection and each record; on the proxy's own threads, several at once.
    using Choice = std::function<Trouble(Stage)>;

    /// Listens on a port of the system's choice.
    FaultProxy(std::uint16_t server_port, Choice choice);
    /// Ends every connection.
    ~FaultProxy();
    FaultProxy(const FaultProxy&) = delete;
    FaultProxy& operator=(const FaultProxy&) = delete;

    std::uint16_t port() const;
    /// "https://localhost:<port>"
    std::string address() const;
    /// How often it was chosen.
    int fired(Trouble trouble) const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace sage::test
