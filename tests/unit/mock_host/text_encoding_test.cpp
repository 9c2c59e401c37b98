// SPDX-License-Identifier: Apache-2.0
// Plan: UTF-8 stays, anything else is read as Windows-1252 with its own signs between 0x80 and
// 0x9F, and a byte that is no character there is told.
#include "mock-host/imports/text_encoding.h"

#include <gtest/gtest.h>

namespace wms {
namespace {

TEST(TextEncoding, utf_8_stays_as_it_is) {
    for (const char* text : {"", "plain", "caf\xC3\xA9 \xE2\x82\xAC"}) {
        const DecodedText decoded = decode_text(text);
        EXPECT_EQ(decoded.text, text);
        EXPECT_TRUE(decoded.is_utf8);
    }
}

TEST(TextEncoding, anything_else_is_windows_1252) {
    const DecodedText decoded = decode_text("caf\xE9 \x80 5 \x93here\x94");
    EXPECT_EQ(decoded.text, "caf\xC3\xA9 \xE2\x82\xAC 5 \xE2\x80\x9Chere\xE2\x80\x9D");
    EXPECT_FALSE(decoded.is_utf8);
    EXPECT_FALSE(decoded.has_unknown);
}

TEST(TextEncoding, a_byte_that_is_no_character_is_told) {
    const DecodedText decoded = decode_text("a\x81z");
    EXPECT_EQ(decoded.text, "a?z");
    EXPECT_TRUE(decoded.has_unknown);
    EXPECT_EQ(encoding_remark("line 3").pointer, "line 3");
}

}  // namespace
}  // namespace wms
