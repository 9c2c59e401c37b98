// SPDX-License-Identifier: Apache-2.0
#include "mock-host/serve/people.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cctype>
#include <cstring>

#include "mock-host/json_members.h"
#include "mock-host/read_file.h"
#include "mock-host/replace_file.h"
#include "mock-host/serve/secret_text.h"

namespace wms::serve {
namespace {

namespace json = boost::json;

constexpr std::size_t kFileBytesMax = 1024 * 1024;
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kNameBytesMax = 64;
constexpr std::size_t kPasswordBytesMin = 12;
constexpr std::size_t kPasswordBytesMax = 256;

/// A person as the file has it. Without a password they may do things elsewhere, and not log in.
struct Row {
    Person person;
    std::size_t cost = 0;
    std::string salt;
    std::string hash;
};

Problem unusable(const std::filesystem::path& file, const std::string& reason) {
    return {"people.file", file.string(), "The file of people cannot be used: " + reason + ".",
            "Correct or remove it, then add people with: mock-host person.", "it"};
}

Result<std::vector<Row>> read(const std::filesystem::path& file) {
    struct stat status = {};
    if (::lstat(file.c_str(), &status) != 0) {
        return std::vector<Row>();
    }
    if (!S_ISREG(status.st_mode) || (status.st_mode & 077U) != 0) {
        return Problem{"people.not_private", file.string(),
                       "The file of people is no plain file that only its user can read.",
                       "Make it private with chmod 600, and find out who could read it.", "it"};
    }
    const Result<std::string> text = read_file(file, kFileBytesMax);
    if (!text.ok()) {
        return text.problem();
    }
    boost::system::error_code error;
    const json::value value = json::parse(text.value(), error);
    if (error || !member_at(value, "people").is_array()) {
        return unusable(file, "it is no JSON with a list of people");
    }
    std::vector<Row> rows;
    for (const json::value& one : list_at(value, "people")) {
        Row row;
        row.person.name = text_at(one, "name");
        for (const json::value& word : list_at(one, "roles")) {
            const auto role = word.is_string() ? role_of(word.get_string()) : std::nullopt;
            if (!role.has_value()) {
                return unusable(file, "it names a role that there is not");
            }
            row.person.roles.insert(*role);
        }
        const json::value& password = member_at(one, "password");
        row.cost = static_cast<std::size_t>(count_at(password, "cost"));
        row.salt = text_at(password, "salt");
        row.hash = text_at(password, "hash");
        const bool whole = text_at(password, "scheme") == "scrypt" && row.cost >= 2 &&
                           !row.salt.empty() && !row.hash.empty();
        if (row.person.name.empty() || (!password.is_null() && !whole)) {
            return unusable(file, "somebody in it lacks a name or has half a password");
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string text_of_file(const std::vector<Row>& rows) {
    json::array people;
    for (const Row& row : rows) {
        json::array roles;
        for (const Role role : row.person.roles) {
            roles.emplace_back(text_of(role));
        }
        json::object person{{"name", row.person.name}, {"roles", std::move(roles)}};
        if (!row.hash.empty()) {
            person["password"] = json::object{
                {"scheme", "scrypt"}, {"cost", row.cost}, {"salt", row.salt}, {"hash", row.hash}};
        }
        people.push_back(std::move(person));
    }
    return json::serialize(json::object{{"people", std::move(people)}}) + "\n";
}

bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= kNameBytesMax &&
           std::all_of(name.begin(), name.end(), [](unsigned char character) {
               return std::isalnum(character) != 0 || character == '.' || character == '-' ||
                      character == '_' || character == '@';
           });
}

}  // namespace

Result<std::vector<Person>> People::all() const {
    const std::lock_guard lock(mutex_);
    const Result<std::vector<Row>> rows = read(file_);
    if (!rows.ok()) {
        return rows.problem();
    }
    std::vector<Person> people;
    for (const Row& row : rows.value()) {
        people.push_back(row.person);
    }
    return people;
}

Done People::put(const Person& person, std::string_view password) {
    if (!is_name(person.name)) {
        return Problem{"people.name", person.name,
                       "A name is 1 to 64 letters, digits and the characters . - _ @.",
                       "Choose another name.", "it"};
    }
    if (password.size() < kPasswordBytesMin || password.size() > kPasswordBytesMax) {
        return Problem{"people.password", person.name, "A password has 12 to 256 bytes.",
                       "Choose another one: a few words together are easy to remember.", "it"};
    }
    if (person.roles.empty()) {
        return Problem{"people.roles", person.name, "Without a role a person could do nothing.",
                       "Give at least --role view.", "it"};
    }
    Row row{person, cost_, random_hex(kSaltBytes), {}};
    row.hash = stretched(password, row.salt, row.cost);
    const std::lock_guard lock(mutex_);
    Result<std::vector<Row>> rows = read(file_);
    if (!rows.ok()) {
        return rows.problem();
    }
    std::erase_if(rows.value(), [&](const Row& other) { return other.person.name == person.name; });
    rows.value().push_back(std::move(row));
    const int failure = replace_file(file_, text_of_file(rows.value()));
    return failure == 0 ? Done(Nothing{}) : Done(unusable(file_, std::strerror(failure)));
}

Result<std::optional<Person>> People::who(std::string_view name, std::string_view password) const {
    const std::lock_guard lock(mutex_);
    const Result<std::vector<Row>> rows = read(file_);
    if (!rows.ok()) {
        return rows.problem();
    }
    const auto found = std::find_if(rows.value().begin(), rows.value().end(),
                                    [&](const Row& row) { return row.person.name == name; });
    const bool known = found != rows.value().end() && !found->hash.empty();
    const std::string hash = stretched(password.substr(0, kPasswordBytesMax),
                                       known ? found->salt : "nobody", known ? found->cost : cost_);
    return known && same_secret(hash, found->hash) ? std::optional(found->person) : std::nullopt;
}

Result<std::optional<Person>> People::find(std::string_view name) const {
    Result<std::vector<Person>> people = all();
    if (!people.ok()) {
        return people.problem();
    }
    for (Person& person : people.value()) {
        if (person.name == name) {
            return std::optional(std::move(person));
        }
    }
    return std::optional<Person>();
}

}  // namespace wms::serve
