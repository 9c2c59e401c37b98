// SPDX-License-Identifier: Apache-2.0
// Plan: guard turns whatever is thrown into a status and an error into words.
#include "sage-adapter/bridge/border.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace sage {
namespace {

wms_error empty_error() {
    wms_error error{};
    error.struct_size = sizeof error;
    return error;
}

TEST(Guard, nothing_that_is_thrown_leaves) {
    wms_error error = empty_error();
    const wms_status status =
        guard(&error, []() -> Result<wms_status> { throw std::runtime_error("broken"); });
    EXPECT_EQ(status, WMS_E_INTERNAL);
    EXPECT_EQ(view_of(error.code), "plugin.internal");
    EXPECT_NE(view_of(error.message)->find("broken"), std::string_view::npos);
    error.release(&error);
    EXPECT_EQ(guard(&error, []() -> Result<wms_status> { throw std::bad_alloc(); }),
              WMS_E_INTERNAL);
    EXPECT_EQ(error.release, nullptr);
    EXPECT_EQ(guard(nullptr, []() -> Result<wms_status> { throw 7; }), WMS_E_INTERNAL);
}

TEST(Guard, an_error_is_given_with_its_status_and_a_success_with_its_own) {
    wms_error error = empty_error();
    EXPECT_EQ(guard(&error, []() -> Result<wms_status> { return null_instance(); }), WMS_E_INVALID);
    EXPECT_EQ(view_of(error.code), "call.null_instance");
    error.release(&error);
    EXPECT_EQ(guard(&error, []() -> Result<wms_status> { return WMS_IDLE; }), WMS_IDLE);
    EXPECT_EQ(error.release, nullptr);
    EXPECT_EQ(bad_text("The thing").first().cause, "The thing has a length but no pointer.");
}

}  // namespace
}  // namespace sage
