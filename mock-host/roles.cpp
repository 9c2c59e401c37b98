// SPDX-License-Identifier: Apache-2.0
#include "mock-host/roles.h"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <cerrno>

#include "mock-host/json_members.h"
#include "mock-host/person_record.h"
#include "mock-host/read_file.h"

namespace wms {

namespace {

namespace json = boost::json;

struct Word {
    Role role;
    std::string_view text;
};
constexpr auto kWords = std::to_array<Word>({{Role::view, "view"},
                                             {Role::retry, "retry"},
                                             {Role::remap, "remap"},
                                             {Role::promote, "promote"}});

Problem unusable(const std::filesystem::path& path, std::string cause, std::string fix) {
    return {"roles.unusable", path.string(), std::move(cause), std::move(fix), "it"};
}

}  // namespace

std::string_view text_of(Role role) {
    for (const Word& word : kWords) {
        if (word.role == role) {
            return word.text;
        }
    }
    return {};
}

std::optional<Role> role_of(std::string_view text) {
    for (const Word& word : kWords) {
        if (word.text == text) {
            return word.role;
        }
    }
    return std::nullopt;
}

Result<People> People::read(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / "people.json";
    People people;
    struct stat facts = {};
    if (::lstat(path.c_str(), &facts) != 0) {
        return errno == ENOENT ? Result<People>(std::move(people))
                               : Result<People>(unusable(path, "The file cannot be looked at.",
                                                         "Let this user read it."));
    }
    if (!S_ISREG(facts.st_mode) || facts.st_uid != ::geteuid() || (facts.st_mode & 022) != 0) {
        return unusable(path, "Others than this user can change who may do what.",
                        "Make it a plain file of this user that nobody else can write.");
    }
    const Result<std::string> text = read_file(path, 1024 * 1024);
    if (!text.ok()) {
        return text.problem();
    }
    boost::system::error_code error;
    const json::value value = json::parse(text.value(), error);
    if (error || !member_at(value, "people").is_array()) {
        return unusable(path, "The file has no list of people.",
                        R"(Write {"people":[{"name":"ann","roles":["view"]}]}.)");
    }
    people.roles_.emplace();
    for (const json::value& one : list_at(value, "people")) {
        const std::string name = text_at(one, "name");
        if (name.empty() || people.roles_->contains(name)) {
            return unusable(path, "A person has no name, or one that another has, too.",
                            "Name each person once.");
        }
        std::set<Role>& roles = (*people.roles_)[name];
        for (const json::value& word : list_at(one, "roles")) {
            const std::optional<Role> role =
                word.is_string() ? role_of(word.get_string()) : std::nullopt;
            if (!role.has_value()) {
                return unusable(path, name + " has a role that there is not.",
                                "The roles are view, retry, remap and promote.");
            }
            roles.insert(*role);
        }
    }
    return people;
}

Done People::may(std::string_view person, Role role) const {
    if (!roles_.has_value()) {
        return Nothing{};
    }
    if (person.empty()) {
        return Problem{"roles.nobody", "--as", "Nobody was named who does this.",
                       "Say --as and a name of people.json.", "it"};
    }
    const auto found = roles_->find(person);
    if (found == roles_->end()) {
        return Problem{"roles.unknown", std::string(person),
                       "There is nobody of that name in people.json.",
                       "Name one who is, or let an administrator add the person.", "it"};
    }
    if (!found->second.contains(role)) {
        return Problem{
            "roles.missing", std::string(person),
            "This person has not the role '" + std::string(text_of(role)) + "' that this needs.",
            "Ask one who has it, or let an administrator give it.", "it"};
    }
    return Nothing{};
}

Done permit(const std::filesystem::path& folder, std::string_view person, Role role,
            std::string_view action, std::int64_t now_ms) {
    const Result<People> people = People::read(folder);
    if (!people.ok()) {
        return people.problem();
    }
    const Done may = people.value().may(person, role);
    if (may.ok()) {
        return may;
    }
    PersonRecord refusal;
    refusal.person = person;
    refusal.action = action;
    refusal.refused = may.problem().code;
    const Done recorded = record_person(folder, refusal, now_ms);
    return recorded.ok() ? may : recorded;
}

}  // namespace wms
