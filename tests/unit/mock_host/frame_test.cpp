// SPDX-License-Identifier: Apache-2.0
// Plan: what a writer wrote is read; whatever is cut, too long or left over is not whole; lengths
// are bounded.
#include "mock-host/serve_plugin/frame.h"

#include <gtest/gtest.h>

#include <cstring>

namespace wms::remote {
namespace {

/// Without its length.
std::string frame_of(const FrameWriter& writer) {
    return writer.bytes().substr(sizeof(std::uint32_t));
}

std::string submit_frame() {
    return frame_of(FrameWriter(Word::submit).number(-7).text("a\0b").text(""));
}

TEST(Frame, what_was_written_is_read) {
    const std::string text("a\0b", 3);
    const FrameWriter writer = FrameWriter(Word::submit).number(-7).text(text).text("");
    std::uint32_t length = 0;
    std::memcpy(&length, writer.bytes().data(), sizeof length);
    EXPECT_EQ(length, writer.bytes().size() - sizeof length);
    const std::string frame = frame_of(writer);
    FrameReader reader(frame);
    EXPECT_EQ(reader.word(), Word::submit);
    EXPECT_EQ(reader.number(), -7);
    EXPECT_EQ(reader.text(), text);
    EXPECT_EQ(reader.text(), "");
    EXPECT_TRUE(reader.whole());
}

TEST(Frame, a_frame_that_is_cut_anywhere_is_not_whole) {
    const std::string whole = submit_frame();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const std::string cut = whole.substr(0, length);
        FrameReader reader(cut);
        reader.number();
        reader.text();
        reader.text();
        EXPECT_FALSE(reader.whole()) << length;
    }
}

TEST(Frame, what_is_left_over_is_not_whole) {
    const std::string frame = submit_frame() + "x";
    FrameReader reader(frame);
    reader.number();
    reader.text();
    reader.text();
    EXPECT_FALSE(reader.whole());
}

TEST(Frame, a_text_is_no_longer_than_its_frame) {
    for (const std::int64_t length : {std::int64_t{-1}, std::int64_t{5}, INT64_MAX, INT64_MIN}) {
        const std::string frame = frame_of(FrameWriter(Word::log).number(length)) + "four";
        FrameReader reader(frame);
        EXPECT_EQ(reader.text(), "") << length;
        EXPECT_EQ(reader.number(), 0) << length;
        EXPECT_FALSE(reader.whole()) << length;
    }
}

TEST(Frame, a_frame_has_a_greatest_length) {
    FrameWriter writer(Word::submit);
    EXPECT_TRUE(writer.text(std::string(kTextBytesMax, ' ')).fits());
    for (int more = 0; more < 4; ++more) {
        writer.text(std::string(kTextBytesMax, ' '));
    }
    EXPECT_FALSE(writer.fits());
}

TEST(Frame, a_frame_that_held_a_secret_is_overwritten) {
    FrameWriter writer = FrameWriter(Word::answered).text("secret");
    writer.wipe();
    EXPECT_EQ(writer.bytes().find("secret"), std::string::npos);
}

}  // namespace
}  // namespace wms::remote
