// SPDX-License-Identifier: Apache-2.0
// Plan: frames arrive whole and in order, however they are cut on the way; silence, an end and what
// is no frame are told apart; a channel is handed over another one.
#include "mock-host/serve_plugin/channel.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <cstring>
#include <thread>

namespace wms::remote {
namespace {

void send_raw(const Channel& channel, std::string_view bytes) {
    ASSERT_EQ(::send(channel.descriptor(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
}

TEST(Channel, frames_arrive_in_order) {
    auto [one, other] = Channel::pair();
    ASSERT_TRUE(one.send(FrameWriter(Word::wake)));
    ASSERT_TRUE(one.send(FrameWriter(Word::log).text("hello")));
    std::string frame;
    EXPECT_EQ(other.receive(frame, -1), Arrival::frame);
    EXPECT_EQ(FrameReader(frame).word(), Word::wake);
    EXPECT_EQ(other.receive(frame, -1), Arrival::frame);
    FrameReader reader(frame);
    EXPECT_EQ(reader.text(), "hello");
    EXPECT_EQ(other.receive(frame, 0), Arrival::nothing);
}

TEST(Channel, a_frame_may_come_in_pieces) {
    auto [one, other] = Channel::pair();
    const FrameWriter writer = FrameWriter(Word::log).text("hello");
    std::string frame;
    for (const char letter : writer.bytes()) {
        EXPECT_EQ(other.receive(frame, 0), Arrival::nothing);
        send_raw(one, {&letter, 1});
    }
    EXPECT_EQ(other.receive(frame, 0), Arrival::frame);
    EXPECT_EQ(FrameReader(frame).text(), "hello");
}

TEST(Channel, a_frame_may_be_greater_than_what_a_socket_holds) {
    auto [one, other] = Channel::pair();
    const std::string text(std::size_t{8} * 1024 * 1024, 'x');
    std::thread sender([&one = one, &text] { one.send(FrameWriter(Word::submit).text(text)); });
    std::string frame;
    EXPECT_EQ(other.receive(frame, -1), Arrival::frame);
    EXPECT_EQ(FrameReader(frame).text(), text);
    sender.join();
}

TEST(Channel, the_end_of_the_other_side_is_told) {
    auto [one, other] = Channel::pair();
    {
        const Channel ends = std::move(one);
    }
    std::string frame;
    EXPECT_EQ(other.receive(frame, -1), Arrival::gone);
    EXPECT_FALSE(other.send(FrameWriter(Word::wake)));
}

TEST(Channel, a_length_that_no_frame_has_ends_it) {
    for (const std::uint32_t length : {std::uint32_t{0}, std::uint32_t{kFrameBytesMax + 1}}) {
        auto [one, other] = Channel::pair();
        std::string raw(sizeof length, '\0');
        std::memcpy(raw.data(), &length, sizeof length);
        send_raw(one, raw);
        std::string frame;
        EXPECT_EQ(other.receive(frame, -1), Arrival::gone) << length;
    }
}

TEST(Channel, a_channel_goes_over_another) {
    auto [one, other] = Channel::pair();
    auto [near, far] = Channel::pair();
    ASSERT_TRUE(one.send_channel(far));
    Channel arrived = other.receive_channel();
    ASSERT_TRUE(arrived.open());
    ASSERT_TRUE(near.send(FrameWriter(Word::wake)));
    std::string frame;
    EXPECT_EQ(arrived.receive(frame, -1), Arrival::frame);
    ASSERT_TRUE(one.send(FrameWriter(Word::wake)));
    EXPECT_FALSE(other.receive_channel().open());  // a frame is no channel
}

}  // namespace
}  // namespace wms::remote
