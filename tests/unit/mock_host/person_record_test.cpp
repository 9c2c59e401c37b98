// SPDX-License-Identifier: Apache-2.0
// Plan: a line says who, what, when, before and after; a refusal says so; nobody named is the user
// of the system; it is appended to the audit trail.
#include "mock-host/person_record.h"

#include <gmock/gmock.h>

#include "mock-host/audit_line.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

using ::testing::HasSubstr;

TEST(PersonRecord, says_who_did_what_when_and_what_changed) {
    PersonRecord record;
    record.person = "ann";
    record.action = "settings";
    record.about = "/data";
    record.before = R"({"/a":1})";
    record.after = R"({"/a":2})";
    EXPECT_EQ(text_of(record, 1'700'000'000'000),
              R"({"record":"person","occurredAt":"2023-11-14T22:13:20.000+00:00","who":"ann",)"
              R"("action":"settings","about":"/data","before":{"/a":1},"after":{"/a":2},)"
              R"("outcome":"done"})");
}

TEST(PersonRecord, of_a_refusal_says_what_for) {
    PersonRecord record;
    record.action = "promote";
    record.refused = "roles.missing";
    const std::string line = text_of(record, 0);
    EXPECT_THAT(line, HasSubstr(R"("before":null,"after":null,"outcome":"refused")"));
    EXPECT_THAT(line, HasSubstr(R"("refusedFor":"roles.missing")"));
    EXPECT_THAT(line, HasSubstr(R"("who":"user )"));
}

TEST(PersonRecord, is_in_the_audit_trail) {
    const testing::TemporaryFolder folder;
    folder.write("audit.jsonl", "{}\n");
    PersonRecord record;
    record.person = "ann";
    record.action = "decide";
    ASSERT_TRUE(record_person(folder.path(), record, 0).ok());
    std::string hash;
    EXPECT_EQ(folder.read("audit.jsonl"), "{}\n" + *audit_line(text_of(record, 0), hash) + "\n");
    EXPECT_FALSE(record_person(folder / "none", record, 0).ok());
}

}  // namespace
}  // namespace wms
