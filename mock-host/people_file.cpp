// SPDX-License-Identifier: Apache-2.0
#include "mock-host/people_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cerrno>

#include "mock-host/json_members.h"
#include "mock-host/read_file.h"

namespace wms {
namespace {

namespace json = boost::json;

constexpr std::size_t kBytesMax = 1024 * 1024;
constexpr const char* kForm = R"(Write {"people":[{"name":"ann","roles":["view"]}]}, or move the )"
                              "file away and add people with: mock-host person.";

Problem unusable(const std::filesystem::path& file, const std::string& cause) {
    return {"people.file", file.string(), cause, kForm, "it"};
}

Problem not_private(const std::filesystem::path& file, const std::string& cause) {
    return {"people.not_private", file.string(), cause,
            "Make it a plain file of this user with chmod 600, and find out who could reach it.",
            "it"};
}

Result<PersonRow> read_row(const std::filesystem::path& file, const json::value& one) {
    PersonRow row;
    row.name = text_at(one, "name");
    for (const json::value& word : list_at(one, "roles")) {
        const auto role = word.is_string() ? role_of(word.get_string()) : std::nullopt;
        if (!role.has_value()) {
            return unusable(file, "Somebody in the file of people has a role that there is not.");
        }
        row.roles.insert(*role);
    }
    const json::value& password = member_at(one, "password");
    row.password = {static_cast<std::size_t>(count_at(password, "cost")), text_at(password, "salt"),
                    text_at(password, "hash")};
    const bool whole = text_at(password, "scheme") == "scrypt" && row.password.cost >= 2 &&
                       !row.password.salt.empty() && !row.password.hash.empty();
    if (row.name.empty() || (!password.is_null() && !whole)) {
        return unusable(file,
                        "Somebody in the file of people lacks a name or has half a password.");
    }
    return row;
}

}  // namespace

Result<std::optional<std::vector<PersonRow>>> read_people_file(const std::filesystem::path& file) {
    using Rows = std::optional<std::vector<PersonRow>>;
    struct stat facts = {};
    if (::lstat(file.c_str(), &facts) != 0) {
        return errno == ENOENT
                   ? Result<Rows>(Rows())
                   : Result<Rows>(unusable(file, "The file of people cannot be looked at."));
    }
    if (!S_ISREG(facts.st_mode) || facts.st_uid != ::geteuid() || (facts.st_mode & 022U) != 0) {
        return not_private(file, "Others than this user can change who may do what.");
    }
    const Result<std::string> text = read_file(file, kBytesMax);
    if (!text.ok()) {
        return text.problem();
    }
    boost::system::error_code error;
    const json::value value = json::parse(text.value(), error);
    if (error || !member_at(value, "people").is_array()) {
        return unusable(file, "The file of people is no JSON with a list of them.");
    }
    std::vector<PersonRow> people;
    bool has_passwords = false;
    for (const json::value& one : list_at(value, "people")) {
        Result<PersonRow> row = read_row(file, one);
        if (!row.ok()) {
            return row.problem();
        }
        if (std::any_of(people.begin(), people.end(),
                        [&](const PersonRow& other) { return other.name == row.value().name; })) {
            return unusable(file, "Two in the file of people have one name.");
        }
        has_passwords = has_passwords || !row.value().password.hash.empty();
        people.push_back(std::move(row).value());
    }
    if (has_passwords && (facts.st_mode & 077U) != 0) {
        return not_private(file, "Others than this user can read the file of people.");
    }
    return Rows(std::move(people));
}

std::string text_of_people(const std::vector<PersonRow>& people) {
    json::array rows;
    for (const PersonRow& one : people) {
        json::array roles;
        for (const Role role : one.roles) {
            roles.emplace_back(text_of(role));
        }
        json::object row{{"name", one.name}, {"roles", std::move(roles)}};
        if (!one.password.hash.empty()) {
            row["password"] = json::object{{"scheme", "scrypt"},
                                           {"cost", one.password.cost},
                                           {"salt", one.password.salt},
                                           {"hash", one.password.hash}};
        }
        rows.push_back(std::move(row));
    }
    return json::serialize(json::object{{"people", std::move(rows)}}) + "\n";
}

}  // namespace wms
