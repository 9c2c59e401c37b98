// SPDX-License-Identifier: Apache-2.0
// Plan: view_of, text_of, give and take_message keep the memory rules of wms_plugin.h.
#include "sage-adapter/bridge/values.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

TEST(Values, views_are_counted_and_may_be_empty) {
    EXPECT_EQ(view_of({nullptr, 0}), "");
    EXPECT_EQ(view_of({"abc", 2}), "ab");
    EXPECT_FALSE(view_of({nullptr, 1}).has_value());
    EXPECT_EQ(text_of("abc").len, 3U);
}

TEST(Values, a_document_is_given_and_its_release_clears_it) {
    wms_doc document{};
    document.struct_size = sizeof document;
    give(&document, "{}");
    ASSERT_NE(document.release, nullptr);
    EXPECT_EQ(view_of(document.json), "{}");
    document.release(&document);
    EXPECT_EQ(document.release, nullptr);
    EXPECT_EQ(document.json.ptr, nullptr);
    give(static_cast<wms_doc*>(nullptr), "{}");
}

TEST(Values, an_error_carries_status_code_message_and_all_problems) {
    wms_error error{};
    error.struct_size = sizeof error;
    const Problem first{"a.b", "/x", "Cause.", "Fix.", Owner::finance};
    const Problem second{"c.d", "/y", "Other.", "Mend.", Owner::it};
    Error both(Status::busy, std::vector<Problem>{first, second});
    both.retry_after_ms = 7;
    EXPECT_EQ(give(&error, both), WMS_E_BUSY);
    EXPECT_EQ(error.status, WMS_E_BUSY);
    EXPECT_EQ(error.retry_after_ms, 7U);
    EXPECT_EQ(view_of(error.code), "a.b");
    EXPECT_EQ(view_of(error.message), "Cause. Fix.");
    EXPECT_NE(view_of(error.detail)->find("c.d"), std::string_view::npos);
    EXPECT_EQ(take_message(error), "Cause. Fix.");
    EXPECT_EQ(error.release, nullptr);
}

TEST(Values, words_of_the_host_are_made_fit_to_be_shown) {
    wms_error error{};
    error.struct_size = sizeof error;
    const std::string words = "no \xff\x01\nroom" + std::string(10'000, 'x');
    error.message = text_of(words);
    const std::string told = take_message(error);
    EXPECT_EQ(told.substr(0, 10), "no ???room");
    EXPECT_LT(told.size(), 600U);
    error.message = {nullptr, 9};
    EXPECT_EQ(take_message(error), "");
}

}  // namespace
}  // namespace sage
