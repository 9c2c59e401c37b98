// SPDX-License-Identifier: Apache-2.0
// Plan: without a file everybody may; with one each role is for itself; nobody, unknown people and
// missing roles are told apart and on record; a file that cannot be used gives nobody a role.
#include "mock-host/roles.h"

#include <gmock/gmock.h>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryFolder;

constexpr const char* kPeople =
    R"({"people":[{"name":"ann","roles":["view","retry"]},{"name":"bo","roles":["promote"]},)"
    R"({"name":"cy"}]})";

void write_people(const TemporaryFolder& folder, const std::string& text, int mode = 0600) {
    std::filesystem::permissions(folder.write("people.json", text), std::filesystem::perms(mode));
}

std::string refusal(const TemporaryFolder& folder, const std::string& person, Role role) {
    const Done may = permit(folder.path(), person, role, "try", 0);
    return may.ok() ? "" : may.problem().code;
}

TEST(Roles, are_everybodys_where_no_people_are_named) {
    const TemporaryFolder folder;
    const Result<People> people = People::read(folder.path());
    ASSERT_TRUE(people.ok());
    EXPECT_FALSE(people.value().are_named());
    EXPECT_EQ(refusal(folder, "", Role::promote), "");
    EXPECT_FALSE(std::filesystem::exists(folder / "audit.jsonl"));
}

TEST(Roles, stand_each_for_itself) {
    const TemporaryFolder folder;
    write_people(folder, kPeople);
    EXPECT_EQ(refusal(folder, "ann", Role::view), "");
    EXPECT_EQ(refusal(folder, "ann", Role::retry), "");
    EXPECT_EQ(refusal(folder, "bo", Role::promote), "");
    EXPECT_FALSE(std::filesystem::exists(folder / "audit.jsonl")) << "nothing was refused";
    for (const Role role : {Role::remap, Role::promote}) {
        EXPECT_EQ(refusal(folder, "ann", role), "roles.missing");
    }
    for (const Role role : {Role::view, Role::retry, Role::remap}) {
        EXPECT_EQ(refusal(folder, "bo", role), "roles.missing");
    }
    for (const Role role : {Role::view, Role::retry, Role::remap, Role::promote}) {
        EXPECT_EQ(refusal(folder, "cy", role), "roles.missing");
        EXPECT_EQ(refusal(folder, "", role), "roles.nobody");
        EXPECT_EQ(refusal(folder, "dee", role), "roles.unknown");
        EXPECT_EQ(role_of(text_of(role)), role);
    }
    EXPECT_EQ(role_of("admin"), std::nullopt);
}

TEST(Roles, a_refusal_is_on_record) {
    const TemporaryFolder folder;
    write_people(folder, kPeople);
    const Done may = permit(folder.path(), "ann", Role::promote, "promote", 0);
    ASSERT_FALSE(may.ok());
    EXPECT_THAT(may.problem().cause, HasSubstr("'promote'"));
    const std::string trail = folder.read("audit.jsonl");
    EXPECT_THAT(trail, HasSubstr(R"("who":"ann","action":"promote")"));
    EXPECT_THAT(trail, HasSubstr(R"("outcome":"refused","refusedFor":"roles.missing")"));
}

TEST(Roles, of_a_file_that_cannot_be_used_are_nobodys) {
    const TemporaryFolder folder;
    write_people(folder, kPeople, 0620);
    EXPECT_EQ(refusal(folder, "ann", Role::view), "people.not_private");
    write_people(folder, R"({"people":[{"name":"a"},{"name":"a"}]})");
    EXPECT_EQ(refusal(folder, "a", Role::view), "people.file");
}

}  // namespace
}  // namespace wms
