// SPDX-License-Identifier: Apache-2.0
// Reads one HTTP/1.1 reply from bytes as they arrive, and knows whether it is complete: the number
// of bytes that was announced, the last chunk, or a clean end of the connection. Strict, because
// "answered" is proof: a reply that is not exactly well-framed is no reply. It knows no socket, so
// every cut and every rubbish can be tried byte by byte.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sage-adapter/transport/transport.h"

namespace sage {

class ReplyReader {
  public:
    enum class Progress : std::uint8_t { more, complete, broken };

    /// @param method  of the request: the reply to a HEAD has no body
    explicit ReplyReader(std::string_view method) : no_body_(method == "HEAD") {}

    /// Takes bytes as they arrive. After complete or broken nothing changes any more, except that
    /// further bytes make the connection unfit for reuse.
    Progress feed(std::string_view bytes);

    /// The server ended the connection, and said so. Completes a body that nothing else ends.
    Progress finish();

    /// Why the reply is broken.
    std::string_view reason() const { return reason_; }

    /// Whether the connection can carry another exchange.
    bool reusable() const { return stage_ == Stage::complete && stays_open_; }

    /// The complete reply; once.
    Reply take() { return std::move(reply_); }

  private:
    enum class Stage : std::uint8_t {
        status_line,
        header,
        counted_body,
        chunk_size,
        chunk,
        chunk_end,
        trailer,
        open_body,
        complete,
        broken,
    };

    void take_body(std::string_view& bytes);
    void take_line(std::string_view& bytes);
    void read_line(std::string_view line);
    void read_status_line(std::string_view line);
    void read_header(std::string_view line);
    void read_length(std::string_view value);
    void read_chunk_size(std::string_view line);
    void end_headers();
    void break_off(std::string_view reason);

    Reply reply_;
    std::string line_;
    std::string_view reason_;
    std::uint64_t left_ = 0;  ///< of a counted body or of a chunk
    std::size_t header_bytes_ = 0;
    std::size_t headers_ = 0;
    Stage stage_ = Stage::status_line;
    bool no_body_;
    bool has_length_ = false;
    bool chunked_ = false;
    bool stays_open_ = false;
};

}  // namespace sage
