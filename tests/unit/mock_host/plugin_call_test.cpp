// SPDX-License-Identifier: Apache-2.0
// Plan: documents and errors are released once; an error's detail becomes cause, pointer, fix and
// owner; unknown statuses have a name; an operation shows its flag.
#include "mock-host/plugin_call.h"

#include <gtest/gtest.h>

namespace wms {
namespace {

// The release function finds its counter through `owner`.
void count_release(wms_doc* self) {
    ++*static_cast<int*>(self->owner);
    self->release = nullptr;
}

TEST(PluginCall, a_document_is_released_once) {
    int released = 0;
    {
        PluginDocument document;
        EXPECT_EQ(document.out()->struct_size, sizeof(wms_doc));
        document.out()->json = WMS_STR("{}");
        document.out()->release = count_release;
        document.out()->owner = &released;
        EXPECT_EQ(document.text(), "{}");
    }
    EXPECT_EQ(released, 1);
    const PluginDocument empty;
    EXPECT_EQ(empty.text(), "");
}

TEST(PluginCall, what_a_plugin_refuses_for_good_is_told_from_what_passes) {
    const PluginError error;
    for (const wms_status status :
         {WMS_E_INVALID, WMS_E_NOT_ACCEPTED, WMS_E_CONFLICT, WMS_E_UNSUPPORTED}) {
        EXPECT_TRUE(error.problem("submit", status).for_good) << status_name(status);
    }
    for (const wms_status status :
         {WMS_E_STATE, WMS_E_BUSY, WMS_E_CANCELLED, WMS_E_DEADLINE, WMS_E_CONFIG, WMS_E_AUTH,
          WMS_E_REMOTE, WMS_E_STORAGE, WMS_E_INTERNAL, wms_status{99}}) {
        EXPECT_FALSE(error.problem("submit", status).for_good) << status_name(status);
    }
}

TEST(PluginCall, the_detail_of_an_error_becomes_words) {
    PluginError error;
    error.out()->code = WMS_STR("document.invalid");
    error.out()->message = WMS_STR("Two things are wrong.");
    error.out()->detail =
        WMS_STR(R"({"problems":[{"fieldPath":"/body/id","cause":"No id.","fix":"Give one.",)"
                R"("owner":"warehouse"},)"
                R"({"fieldPath":"/body/lines","cause":"No lines."}]})");
    const Problem problem = error.problem("submit", WMS_E_NOT_ACCEPTED);
    EXPECT_EQ(problem.code, "document.invalid");
    EXPECT_EQ(problem.pointer, "/body/id");
    EXPECT_EQ(problem.cause,
              "/body/id: No id. /body/lines: No lines. (submit returned WMS_E_NOT_ACCEPTED)");
    EXPECT_EQ(problem.fix, "Give one.");
    EXPECT_EQ(problem.owner, "warehouse");
}

TEST(PluginCall, an_error_without_reason_or_with_rubbish_still_has_words) {
    PluginError error;
    EXPECT_EQ(error.problem("work", 99).code, "plugin.no_reason");
    EXPECT_NE(error.problem("work", 99).cause.find("status 99"), std::string::npos);
    for (const char* detail : {"[", "[]", R"({"problems":[1]})", R"({"problems":[]})"}) {
        error.out()->detail = view_of(detail);
        EXPECT_FALSE(error.problem("work", WMS_E_BUSY).cause.empty());
    }
    error.out()->detail = {nullptr, 0};
}

TEST(PluginCall, every_status_has_its_name) {
    for (wms_status status = WMS_E_INVALID; status <= WMS_E_INTERNAL; ++status) {
        EXPECT_TRUE(status_name(status).starts_with("WMS_E_")) << status;
    }
    EXPECT_EQ(status_name(WMS_OK), "WMS_OK");
    EXPECT_EQ(status_name(-5), "status -5");
}

TEST(PluginCall, what_the_host_hands_out_can_be_released) {
    wms_doc document = {};
    EXPECT_EQ(fill_document(&document, "x"), WMS_E_INVALID);  // no size: nothing is written
    EXPECT_EQ(document.release, nullptr);
    document.struct_size = sizeof document;
    ASSERT_EQ(fill_document(&document, "{\"a\":1}"), WMS_OK);
    EXPECT_EQ(text_of(document.json), "{\"a\":1}");
    document.release(&document);
    EXPECT_EQ(document.release, nullptr);
    EXPECT_EQ(document.struct_size, sizeof document);

    wms_error error = {};
    error.struct_size = sizeof error;
    EXPECT_EQ(fill_error(&error, WMS_E_AUTH, {"a.b", "", "No.", "Do.", ""}), WMS_E_AUTH);
    EXPECT_EQ(text_of(error.message), "No. Do.");
    error.release(&error);
    EXPECT_EQ(error.release, nullptr);
    EXPECT_EQ(fill_error(nullptr, WMS_E_AUTH, {}), WMS_E_AUTH);
}

TEST(PluginCall, an_operation_shows_that_it_was_called_back) {
    std::atomic<bool> cancelled = false;
    const Operation operation(cancelled);
    EXPECT_EQ(operation.get()->is_cancelled(operation.get()), 0);
    cancelled = true;
    EXPECT_NE(operation.get()->is_cancelled(operation.get()), 0);
    operation.get()->progress(operation.get(), 5000, WMS_STR("half"));
}

}  // namespace
}  // namespace wms
