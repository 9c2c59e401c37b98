// SPDX-License-Identifier: Apache-2.0
// One exchange with a server: one request in, evidence out.
//
// The transport reports what it knows and judges nothing. It never follows a redirect, never sends
// a request twice and never hides a fault: whatever happens, the answer is one of three outcomes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sage {

struct Header {
    std::string name;
    std::string value;
};

/// A request as an edition writes it. The address of the server is the transport's own.
struct Request {
    std::string method;  ///< "GET", "POST", "PATCH"
    std::string target;  ///< path and query, percent-encoded, from the first slash
    std::vector<Header> headers;
    std::string body;
};

struct Reply {
    int status = 0;
    std::vector<Header> headers;
    std::string body;

    /// The first header of that name, compared without case; empty if there is none.
    std::string_view header(std::string_view name) const;
};

/// What is known after an attempt.
enum class Outcome : std::uint8_t {
    not_sent,    ///< proof: not one byte of the request was accepted by the socket
    maybe_sent,  ///< some of it may have arrived; no complete, authenticated reply came back
    answered,    ///< a complete, well-framed reply came back
};

struct Evidence {
    Outcome outcome = Outcome::not_sent;
    Reply reply;         ///< only when answered
    std::string reason;  ///< otherwise: what broke, in a few words; no secret
    std::uint64_t bytes_sent = 0;
};

/// Performs exchanges with one server. Thread-safe: as many at once as threads call.
class Transport {
  public:
    Transport() = default;
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;
    virtual ~Transport() = default;

    /// Sends the request once and waits at most `time_limit_ms` of real time for the whole
    /// exchange.
    virtual Evidence exchange(const Request& request, std::int64_t time_limit_ms) = 0;

    /// Makes exchanges in progress return soon, with what is known by then. Does not block.
    /// Exchanges begun later are not affected.
    virtual void interrupt() = 0;
};

}  // namespace sage
