// SPDX-License-Identifier: Apache-2.0
#include "mock-host/serve/people.h"

#include <algorithm>
#include <cctype>
#include <cstring>

#include "mock-host/people_file.h"
#include "mock-host/replace_file.h"
#include "mock-host/serve/secret_text.h"

namespace wms::serve {
namespace {

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kNameBytesMax = 64;
constexpr std::size_t kPasswordBytesMin = 12;
constexpr std::size_t kPasswordBytesMax = 256;

/// Without the file there is nobody.
Result<std::vector<PersonRow>> read(const std::filesystem::path& file) {
    auto people = read_people_file(file);
    return people.ok() ? Result<std::vector<PersonRow>>(
                             std::move(people).value().value_or(std::vector<PersonRow>()))
                       : Result<std::vector<PersonRow>>(people.problem());
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
    const Result<std::vector<PersonRow>> rows = read(file_);
    if (!rows.ok()) {
        return rows.problem();
    }
    std::vector<Person> people;
    for (const PersonRow& row : rows.value()) {
        people.push_back({row.name, row.roles});
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
    PersonRow row{person.name, person.roles, {cost_, random_hex(kSaltBytes), {}}};
    row.password.hash = stretched(password, row.password.salt, row.password.cost);
    const std::lock_guard lock(mutex_);
    Result<std::vector<PersonRow>> rows = read(file_);
    if (!rows.ok()) {
        return rows.problem();
    }
    std::erase_if(rows.value(), [&](const PersonRow& other) { return other.name == person.name; });
    rows.value().push_back(std::move(row));
    const int failure = replace_file(file_, text_of_people(rows.value()));
    return failure == 0 ? Done(Nothing{})
                        : Done(Problem{"people.file", file_.string(),
                                       std::string("The file of people cannot be written: ") +
                                           std::strerror(failure) + ".",
                                       "Free space on the disk of the data folder.", "it"});
}

Result<std::optional<Person>> People::who(std::string_view name, std::string_view password) const {
    const std::lock_guard lock(mutex_);
    const Result<std::vector<PersonRow>> rows = read(file_);
    if (!rows.ok()) {
        return rows.problem();
    }
    const auto found = std::find_if(rows.value().begin(), rows.value().end(),
                                    [&](const PersonRow& row) { return row.name == name; });
    const bool known = found != rows.value().end() && !found->password.hash.empty();
    const std::string hash =
        stretched(password.substr(0, kPasswordBytesMax), known ? found->password.salt : "nobody",
                  known ? found->password.cost : cost_);
    return known && same_secret(hash, found->password.hash)
               ? std::optional(Person{found->name, found->roles})
               : std::nullopt;
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
