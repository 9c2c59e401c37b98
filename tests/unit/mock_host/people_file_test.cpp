// SPDX-License-Identifier: Apache-2.0
// Plan: what was written is read again; where nobody is named is told apart from an empty list; who
// else can write the file, or read passwords in it, makes it unusable; so does half a person.
#include "mock-host/people_file.h"

#include <gtest/gtest.h>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

using testing::TemporaryFolder;

std::string refusal(const TemporaryFolder& folder, const std::string& text, int mode = 0600) {
    std::filesystem::permissions(folder.write("people.json", text), std::filesystem::perms(mode));
    const auto people = read_people_file(folder / "people.json");
    return people.ok() ? "" : people.problem().code;
}

TEST(PeopleFile, is_read_as_it_was_written) {
    const TemporaryFolder folder;
    EXPECT_FALSE(read_people_file(folder / "people.json").value().has_value());
    const std::string text = text_of_people(
        {{"pat", {Role::view, Role::promote}, {16, "salt", "hash"}}, {"sam", {}, {}}});
    EXPECT_EQ(refusal(folder, text), "");
    const auto people = *read_people_file(folder / "people.json").value();
    ASSERT_EQ(people.size(), 2U);
    EXPECT_EQ(people[0].name, "pat");
    EXPECT_EQ(people[0].roles, (std::set<Role>{Role::view, Role::promote}));
    EXPECT_EQ(people[0].password.cost, 16U);
    EXPECT_EQ(people[0].password.salt + people[0].password.hash, "salthash");
    EXPECT_TRUE(people[1].roles.empty());
    EXPECT_TRUE(people[1].password.hash.empty());
    EXPECT_EQ(refusal(folder, R"({"people":[]})"), "");
    EXPECT_TRUE(read_people_file(folder / "people.json").value()->empty());
}

TEST(PeopleFile, others_can_neither_write_it_nor_read_passwords_in_it) {
    const TemporaryFolder folder;
    const std::string without = R"({"people":[{"name":"a","roles":["view"]}]})";
    const std::string with = text_of_people({{"a", {Role::view}, {16, "s", "h"}}});
    for (const int mode : {0620, 0602, 0666}) {
        EXPECT_EQ(refusal(folder, without, mode), "people.not_private") << mode;
        EXPECT_EQ(refusal(folder, with, mode), "people.not_private") << mode;
    }
    for (const int mode : {0640, 0604, 0610}) {
        EXPECT_EQ(refusal(folder, without, mode), "") << mode;
        EXPECT_EQ(refusal(folder, with, mode), "people.not_private") << mode;
    }
    std::filesystem::remove(folder / "people.json");
    std::filesystem::create_symlink("/etc/passwd", folder / "people.json");
    EXPECT_EQ(read_people_file(folder / "people.json").problem().code, "people.not_private");
}

TEST(PeopleFile, that_is_no_list_of_people_is_refused) {
    const TemporaryFolder folder;
    for (const char* text :
         {"", "[]", "{}", R"({"people":{}})", R"({"people":[{"roles":["view"]}]})",
          R"({"people":[{"name":"a"},{"name":"a"}]})",
          R"({"people":[{"name":"a","roles":["admin"]}]})",
          R"({"people":[{"name":"a","roles":[7]}]})",
          R"({"people":[{"name":"a","password":{"scheme":"plain","cost":16,)"
          R"("salt":"s","hash":"h"}}]})",
          R"({"people":[{"name":"a","password":{"scheme":"scrypt","cost":1,)"
          R"("salt":"s","hash":"h"}}]})",
          R"({"people":[{"name":"a","password":{"scheme":"scrypt","cost":16,"salt":"s"}}]})"}) {
        EXPECT_EQ(refusal(folder, text), "people.file") << text;
    }
    EXPECT_NE(read_people_file(folder / "people.json" / "below").problem().code, "");
}

}  // namespace
}  // namespace wms
