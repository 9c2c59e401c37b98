// SPDX-License-Identifier: Apache-2.0
// Who may do what with the connector. People and their roles are in a file of the data folder,
// people.json, which an administrator writes; without it everybody may do everything, as on a
// machine of one's own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "mock-host/result.h"

namespace wms {

enum class Role : std::uint8_t {
    view,     ///< see what was posted, held and compared
    retry,    ///< hand over, and decide about documents that are held
    remap,    ///< authorise, and change settings
    promote,  ///< take settings from test to live
};
std::string_view text_of(Role role);
std::optional<Role> role_of(std::string_view text);

/// {"people":[{"name":"ann","roles":["view","retry"]}]}
class People {
  public:
    /// The file of that folder. Problem codes of people_file.h.
    static Result<People> read(const std::filesystem::path& folder);

    /// False: there is no file, and everybody may do everything.
    bool are_named() const { return roles_.has_value(); }
    /// Problem codes "roles.nobody", "roles.unknown", "roles.missing". Each role stands for itself:
    /// who may decide may not see by that.
    Done may(std::string_view person, Role role) const;

  private:
    std::optional<std::map<std::string, std::set<Role>, std::less<>>> roles_;
};

/// may() by the file of that folder; a refusal is on record in the folder's audit trail when this
/// returns. @param action  what was about to be done, in a word
Done permit(const std::filesystem::path& folder, std::string_view person, Role role,
            std::string_view action, std::int64_t now_ms);

}  // namespace wms
