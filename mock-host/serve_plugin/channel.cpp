// SPDX-License-Identifier: Apache-2.0
// Who sends is never killed by a signal for it, and who does not read is given up after a while.
#include "mock-host/serve_plugin/channel.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

namespace wms::remote {

namespace {

constexpr int kSendSecondsMax = 10;
constexpr std::size_t kReadBytes = std::size_t{64} * 1024;

/// Room for one descriptor beside a message.
struct Beside {
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> bytes = {};
};

}  // namespace

Channel::~Channel() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
    ::explicit_bzero(read_.data(), read_.size());
}

std::pair<Channel, Channel> Channel::pair() {
    std::array<int, 2> ends = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0) {
        const timeval most{kSendSecondsMax, 0};
        for (const int end : ends) {
            ::setsockopt(end, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
        }
    }
    return {Channel(ends[0]), Channel(ends[1])};
}

bool Channel::send(const FrameWriter& frame) {
    std::string_view rest = frame.bytes();
    while (!rest.empty()) {
        const ssize_t sent = ::send(descriptor_, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent <= 0) {
            return false;
        }
        rest.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

Arrival Channel::receive(std::string& frame, int wait_real_ms) {
    std::array<char, kReadBytes> some;
    for (;;) {
        std::uint32_t length = 0;
        if (read_.size() >= sizeof length) {
            std::memcpy(&length, read_.data(), sizeof length);
            if (length == 0 || length > kFrameBytesMax) {
                return Arrival::gone;
            }
            if (read_.size() >= sizeof length + length) {
                frame.assign(read_, sizeof length, length);
                ::explicit_bzero(read_.data(), sizeof length + length);
                read_.erase(0, sizeof length + length);
                return Arrival::frame;
            }
        }
        pollfd readable{descriptor_, POLLIN, 0};
        const int ready = ::poll(&readable, 1, wait_real_ms);
        if (ready == 0) {
            return Arrival::nothing;
        }
        if (ready < 0 && errno == EINTR) {
            continue;
        }
        const ssize_t got = ::recv(descriptor_, some.data(), some.size(), 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return Arrival::gone;
        }
        read_.append(some.data(), static_cast<std::size_t>(got));
        ::explicit_bzero(some.data(), static_cast<std::size_t>(got));
    }
}

bool Channel::send_channel(const Channel& other) {
    char mark = 'c';
    iovec part{&mark, 1};
    Beside beside;
    msghdr message = {};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = beside.bytes.data();
    message.msg_controllen = beside.bytes.size();
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(header), &other.descriptor_, sizeof(int));
    ssize_t sent = -1;
    do {
        sent = ::sendmsg(descriptor_, &message, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent == 1;
}

Channel Channel::receive_channel() {
    char mark = 0;
    iovec part{&mark, 1};
    Beside beside;
    msghdr message = {};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = beside.bytes.data();
    message.msg_controllen = beside.bytes.size();
    ssize_t got = -1;
    do {
        got = ::recvmsg(descriptor_, &message, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    const cmsghdr* header = got == 1 ? CMSG_FIRSTHDR(&message) : nullptr;
    if (header == nullptr || header->cmsg_type != SCM_RIGHTS) {
        return Channel(-1);
    }
    int descriptor = -1;
    std::memcpy(&descriptor, CMSG_DATA(header), sizeof descriptor);
    return Channel(descriptor);
}

}  // namespace wms::remote
