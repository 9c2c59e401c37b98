// SPDX-License-Identifier: Apache-2.0
// The file of people: who there is, with which roles, and with which password on the dashboard. The
// one reader of it, for the command line (roles.h) and for the dashboard (serve/people.h).
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "mock-host/result.h"
#include "mock-host/roles.h"

namespace wms {

/// A hash by scrypt; no salt: the person has no password, may do things and cannot log in.
struct PasswordHash {
    std::size_t cost = 0;
    std::string salt;
    std::string hash;
};

struct PersonRow {
    std::string name;
    std::set<Role> roles;
    PasswordHash password;
};

/// Nothing: there is no such file. Refused, not repaired, where others than this user can write it,
/// or read it while there are passwords in it. Problem codes people.file, people.not_private.
Result<std::optional<std::vector<PersonRow>>> read_people_file(const std::filesystem::path& file);

std::string text_of_people(const std::vector<PersonRow>& people);

}  // namespace wms
