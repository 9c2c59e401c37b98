// SPDX-License-Identifier: Apache-2.0
// Who may do what on the dashboard: people with their roles and a salted hash of their password
// (scrypt), in one file of the data folder that only its user can read. A file that others can read
// is refused, not repaired.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/result.h"
#include "mock-host/roles.h"

namespace wms::serve {

struct Person {
    std::string name;
    std::set<Role> roles;

    bool may(Role role) const { return roles.contains(role); }
};

/// Thread-safe. The file is read at each question: who was removed is out at once.
class People {
  public:
    /// Of one derivation of a password: about 0.2 s and 32 MiB.
    static constexpr std::size_t kCost = 32'768;

    explicit People(std::filesystem::path file, std::size_t cost = kCost)
        : file_(std::move(file)), cost_(cost) {}

    /// Everybody, by name. Problem codes people.file, people.not_private.
    Result<std::vector<Person>> all() const;

    /// Adds somebody, or replaces roles and password of who is there. On success it is on disk.
    /// Problem codes people.name, people.password, people.roles.
    Done put(const Person& person, std::string_view password);

    /// Who that is; nobody where name or password is wrong: which of them is not told, and takes
    /// the same time. One at a time, so that guessing cannot fill the memory.
    Result<std::optional<Person>> who(std::string_view name, std::string_view password) const;

    /// The roles as they are now; nobody: no longer there.
    Result<std::optional<Person>> find(std::string_view name) const;

  private:
    const std::filesystem::path file_;
    const std::size_t cost_;
    mutable std::mutex mutex_;
};

}  // namespace wms::serve
