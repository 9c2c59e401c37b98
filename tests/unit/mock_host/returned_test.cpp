// SPDX-License-Identifier: Apache-2.0
// Plan: a result goes over the pipe and back into C as it was, success and failure; what the caller
// did not bring is not written; a failure on the way has cause, fix and owner.
#include "mock-host/serve_plugin/returned.h"

#include <gmock/gmock.h>

namespace wms::remote {
namespace {

using ::testing::HasSubstr;

Returned over_the_pipe(const Returned& sent) {
    const FrameWriter writer = sent.frame(Word::returned);
    const std::string frame = writer.bytes().substr(sizeof(std::uint32_t));
    FrameReader reader(frame);
    Returned result;
    EXPECT_TRUE(result.read(reader));
    return result;
}

wms_doc document() {
    wms_doc made = {};
    made.struct_size = sizeof made;
    return made;
}

wms_error error() {
    wms_error made = {};
    made.struct_size = sizeof made;
    return made;
}

TEST(Returned, a_document_is_given_and_released) {
    Returned sent = Returned::ok();
    sent.json = R"({"a":1})";
    sent.number = 42;
    const Returned result = over_the_pipe(sent);
    EXPECT_EQ(result.number, 42);
    wms_doc out = document();
    wms_error failure = error();
    EXPECT_EQ(result.give(&out, &failure), WMS_OK);
    EXPECT_EQ(view(out.json), sent.json);
    EXPECT_EQ(failure.release, nullptr);
    Returned taken;
    taken.take(out);
    EXPECT_EQ(taken.json, sent.json);
    EXPECT_EQ(out.release, nullptr);
    EXPECT_EQ(out.struct_size, sizeof out);
}

TEST(Returned, an_error_is_given_and_released) {
    Returned sent =
        Returned::failed(WMS_E_REMOTE, "process.test", "It rains.", "Wait until it is over.");
    sent.retry_after_ms = 500;
    wms_doc out = document();
    wms_error failure = error();
    EXPECT_EQ(over_the_pipe(sent).give(&out, &failure), WMS_E_REMOTE);
    EXPECT_EQ(out.release, nullptr);
    EXPECT_EQ(failure.retry_after_ms, 500U);
    EXPECT_EQ(view(failure.code), "process.test");
    EXPECT_EQ(view(failure.message), "It rains. Wait until it is over.");
    for (const char* const part : {R"("problems":[)", R"("cause":"It rains.")",
                                   R"("fix":"Wait until it is over.")", R"("owner":"it")"}) {
        EXPECT_THAT(std::string(view(failure.detail)), HasSubstr(part));
    }
    Returned taken;
    taken.take(failure);
    EXPECT_EQ(taken.detail, sent.detail);
    EXPECT_EQ(failure.release, nullptr);
}

TEST(Returned, nothing_is_written_to_what_is_too_small_or_not_there) {
    Returned sent = Returned::ok();
    sent.json = "{}";
    EXPECT_EQ(sent.give(nullptr, nullptr), WMS_OK);
    wms_doc out = document();
    out.struct_size = sizeof out - 1;
    EXPECT_EQ(sent.give(&out, nullptr), WMS_OK);
    EXPECT_EQ(out.release, nullptr);
}

TEST(Returned, a_secret_is_overwritten) {
    Returned result = Returned::ok();
    result.json = "secret";
    result.wipe();
    EXPECT_EQ(result.json, std::string(6, '\0'));
}

}  // namespace
}  // namespace wms::remote
