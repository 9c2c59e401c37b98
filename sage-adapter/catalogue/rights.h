// SPDX-License-Identifier: Apache-2.0
// What the user of an instance may do in Sage, beside what the settings need: what is missing, and
// what is more than needed. An edition whose Sage shows nothing of it says that, too, so that
// nobody takes silence for least privilege.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sage {

class Catalogue;

/// One right in Sage, by Sage's own word for it.
struct Right {
    std::string name;     ///< "override_prices_discounts"
    std::string purpose;  ///< what it lets the user do, in plain words
    std::string
        setting;  ///< JSON pointer of the setting that needs it; empty: all settings, or none
    bool needed = false;        ///< by these settings
    std::optional<bool> given;  ///< nothing: Sage does not show whether the user has it
};

struct Rights {
    std::vector<Right> rights;
    /// Which rights Sage does not show, and how a person finds out; empty: it shows all.
    std::string not_shown;
};

enum class RightVerdict : std::uint8_t {
    fits,     ///< needed and given, or neither
    missing,  ///< needed and not given
    excess,   ///< given, and nothing in the settings needs it
    unknown,  ///< Sage does not show it
};
RightVerdict verdict_of(const Right& right);
std::string_view text_of(RightVerdict verdict);
/// What a person does about it; empty: nothing.
std::string fix_of(const Right& right);

/// What a Company is besides, whose edition tells of rights. Pure; any thread.
class TellsRights {
  public:
    TellsRights() = default;
    TellsRights(const TellsRights&) = delete;
    TellsRights& operator=(const TellsRights&) = delete;
    virtual ~TellsRights() = default;

    /// By what was read last; an empty catalogue shows nothing.
    virtual Rights rights(const Catalogue& catalogue) const = 0;
};

}  // namespace sage
