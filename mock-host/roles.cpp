// SPDX-License-Identifier: Apache-2.0
#include "mock-host/roles.h"

#include <array>

#include "mock-host/people_file.h"
#include "mock-host/person_record.h"

namespace wms {

namespace {

struct Word {
    Role role;
    std::string_view text;
};
constexpr auto kWords = std::to_array<Word>({{Role::view, "view"},
                                             {Role::retry, "retry"},
                                             {Role::remap, "remap"},
                                             {Role::promote, "promote"}});

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
    const auto rows = read_people_file(folder / "people.json");
    if (!rows.ok()) {
        return rows.problem();
    }
    People people;
    if (rows.value().has_value()) {
        people.roles_.emplace();
        for (const PersonRow& row : *rows.value()) {
            people.roles_->emplace(row.name, row.roles);
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
