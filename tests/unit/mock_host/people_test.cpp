// SPDX-License-Identifier: Apache-2.0
// Plan: who was added may log in and nobody else; roles and passwords are replaced; the file is
// private, holds no password, and is refused when others may read it or it is no list of people.
#include "mock-host/serve/people.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms::serve {
namespace {

constexpr const char* kPassword = "correct horse battery";

class PeopleTest : public ::testing::Test {
  protected:
    std::optional<Person> who(const std::string& name, const std::string& password) const {
        const auto person = people.who(name, password);
        EXPECT_TRUE(person.ok());
        return person.ok() ? person.value() : std::nullopt;
    }
    wms::testing::TemporaryFolder folder;
    People people{folder / "people.json", 16};
};

TEST_F(PeopleTest, who_was_added_may_log_in) {
    EXPECT_TRUE(people.all().value().empty());
    ASSERT_TRUE(people.put({"pat.field", {Role::view, Role::retry}}, kPassword).ok());
    const auto pat = who("pat.field", kPassword);
    ASSERT_TRUE(pat.has_value());
    EXPECT_TRUE(pat->may(Role::retry));
    EXPECT_FALSE(pat->may(Role::remap));
    EXPECT_FALSE(who("pat.field", "correct horse batterx").has_value());
    EXPECT_FALSE(who("pat.field", "").has_value());
    EXPECT_FALSE(who("pat", kPassword).has_value());
    EXPECT_EQ(people.find("pat.field").value()->name, "pat.field");
    EXPECT_FALSE(people.find("pat").value().has_value());
}

TEST_F(PeopleTest, roles_and_password_are_replaced) {
    ASSERT_TRUE(people.put({"pat", {Role::view, Role::promote}}, kPassword).ok());
    ASSERT_TRUE(people.put({"pat", {Role::view}}, "another long password").ok());
    EXPECT_EQ(people.all().value().size(), 1U);
    EXPECT_FALSE(who("pat", kPassword).has_value());
    EXPECT_FALSE(who("pat", "another long password")->may(Role::promote));
}

TEST_F(PeopleTest, the_file_is_private_and_holds_no_password) {
    ASSERT_TRUE(people.put({"pat", {Role::view}}, kPassword).ok());
    ASSERT_TRUE(people.put({"sam", {Role::view}}, kPassword).ok());
    struct stat facts = {};
    ASSERT_EQ(::stat((folder / "people.json").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
    const std::string text = folder.read("people.json");
    EXPECT_EQ(text.find("horse"), std::string::npos);
    // The same password, and nobody sees that it is.
    const std::size_t first = text.find("\"hash\":\"");
    const std::size_t second = text.find("\"hash\":\"", first + 1);
    ASSERT_NE(second, std::string::npos);
    EXPECT_NE(text.substr(first, 40), text.substr(second, 40));
}

TEST_F(PeopleTest, who_could_do_nothing_or_be_guessed_is_not_added) {
    EXPECT_EQ(people.put({"", {Role::view}}, kPassword).problem().code, "people.name");
    EXPECT_EQ(people.put({"a\nb", {Role::view}}, kPassword).problem().code, "people.name");
    EXPECT_EQ(people.put({std::string(65, 'a'), {Role::view}}, kPassword).problem().code,
              "people.name");
    EXPECT_EQ(people.put({"pat", {Role::view}}, "short").problem().code, "people.password");
    EXPECT_EQ(people.put({"pat", {}}, kPassword).problem().code, "people.roles");
    EXPECT_FALSE(std::filesystem::exists(folder / "people.json"));
}

TEST_F(PeopleTest, a_file_that_others_may_read_is_refused) {
    ASSERT_TRUE(people.put({"pat", {Role::view}}, kPassword).ok());
    std::filesystem::permissions(folder / "people.json", std::filesystem::perms::group_read,
                                 std::filesystem::perm_options::add);
    EXPECT_EQ(people.who("pat", kPassword).problem().code, "people.not_private");
    std::filesystem::rename(folder / "people.json", folder / "other.json");
    std::filesystem::create_symlink(folder / "other.json", folder / "people.json");
    EXPECT_EQ(people.all().problem().code, "people.not_private");
}

TEST_F(PeopleTest, who_has_no_password_is_known_and_cannot_log_in) {
    std::filesystem::permissions(
        folder.write("people.json", R"({"people":[{"name":"sam","roles":["retry"]}]})"),
        std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_FALSE(who("sam", "").has_value());
    EXPECT_FALSE(who("sam", kPassword).has_value());
    ASSERT_TRUE(people.put({"pat", {Role::view}}, kPassword).ok());
    EXPECT_TRUE(people.find("sam").value()->may(Role::retry));
}

TEST_F(PeopleTest, a_file_that_is_no_list_of_people_is_refused) {
    for (const char* text :
         {"", "[]", R"({"people":1})", R"({"people":[{"roles":["view"]}]})",
          R"({"people":[{"name":"pat","roles":["king"],"password":{}}]})",
          R"({"people":[{"name":"pat","roles":[],"password":{"scheme":"plain","cost":16,)"
          R"("salt":"s","hash":"h"}}]})"}) {
        std::filesystem::permissions(
            folder.write("people.json", text),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        EXPECT_EQ(people.all().problem().code, "people.file") << text;
    }
}

TEST(PeopleRoles, have_words) {
    for (const Role role : {Role::view, Role::retry, Role::remap, Role::promote}) {
        EXPECT_EQ(role_of(text_of(role)), role);
    }
    EXPECT_FALSE(role_of("king").has_value());
}

}  // namespace
}  // namespace wms::serve
