// SPDX-License-Identifier: Apache-2.0
// What goes over the pipe between a host and a plugin in a process of its own: one frame for each
// call, each return and each service of the host. A frame is its length and then a word, numbers
// and texts; both ends are programs of one machine. A reader trusts nothing that it reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wms::remote {

/// Said in the first frame; other numbers are refused.
inline constexpr std::int64_t kProtocol = 1;
inline constexpr std::size_t kFrameBytesMax = std::size_t{64} * 1024 * 1024;

enum class Word : std::uint8_t {
    hello = 1,
    // host to plugin
    create = 16,
    destroy,
    interrupt,
    check,
    connect,
    stop,
    submit,
    work,
    next_event,
    ack_event,
    query,
    authorize_begin,
    authorize_complete,
    // plugin to host
    returned = 64,
    log,
    wake,
    progress,
    now_ms,
    is_cancelled,
    secret_get,
    secret_put,
    audit,
    // host to plugin, to one of the five before
    answered = 96,
};

/// Of a text no more than a frame can hold beside the rest of it.
inline constexpr std::size_t kTextBytesMax = kFrameBytesMax / 4;

class FrameWriter {
  public:
    explicit FrameWriter(Word word);
    FrameWriter& number(std::int64_t value);
    FrameWriter& text(std::string_view value);
    /// With its length before it, as it is sent.
    const std::string& bytes() const { return bytes_; }
    /// False: longer than a frame may be.
    bool fits() const { return bytes_.size() <= kFrameBytesMax; }
    /// For a frame that held a secret.
    void wipe();

  private:
    void seal();

    std::string bytes_;
};

/// Reads what a writer wrote. After the first thing that is not there, all others are empty, and
/// whole() is false.
class FrameReader {
  public:
    /// @param frame  without its length; outlives the reader
    explicit FrameReader(std::string_view frame);
    Word word() const { return word_; }
    std::int64_t number();
    std::string_view text();
    /// Everything was there and nothing is left.
    bool whole() const { return good_ && rest_.empty(); }

  private:
    std::string_view rest_;
    Word word_ = Word{};
    bool good_ = true;
};

}  // namespace wms::remote
