// SPDX-License-Identifier: Apache-2.0
// Settings inside Sage Intacct that quietly hurt: documents are still taken, and what becomes of
// them is not what anybody wanted. They are read with the catalogue and told, in plain words, by
// every check and after every reading. One row of a table is one such setting; what a setting means
// is cited from Sage's specification of the object.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/intacct/settings.h"

namespace sage::intacct {

/// What a rule looks at: every record of Sage that the settings name in this role.
namespace role {
inline constexpr std::uint32_t order = 1;           ///< definition of sales orders
inline constexpr std::uint32_t despatch = 2;        ///< definition of despatches
inline constexpr std::uint32_t goods_return = 4;    ///< definition of returns
inline constexpr std::uint32_t adjustment = 8;      ///< both definitions of stock adjustments
inline constexpr std::uint32_t warehouse = 16;      ///< warehouse of a site
inline constexpr std::uint32_t location = 32;       ///< location of a site
inline constexpr std::uint32_t tax_detail = 64;     ///< the rate behind a tax schedule
inline constexpr std::uint32_t tax_solution = 128;  ///< the one that computes the tax
inline constexpr std::uint32_t customer = 256;      ///< the guest customer
inline constexpr std::uint32_t forbidden = 512;     ///< an object that may not be listed
inline constexpr std::uint32_t account = 1024;      ///< one that a definition posts to
inline constexpr std::uint32_t dimension = 2048;    ///< one that such an account requires
inline constexpr std::uint32_t sale = order | despatch | goods_return;
inline constexpr std::uint32_t goods = despatch | goods_return;
}  // namespace role

/// The id in a reference of Sage's, which may come as "4000--Sales".
std::string_view plain_id(std::string_view text);

/// One record in one role.
struct RuleSubject {
    const Settings& settings;
    const Catalogue& catalogue;
    std::uint32_t role = 0;
    std::string name;     ///< of the record in Sage
    std::string pointer;  ///< of the setting that names it
    /// What the mapping reads of it, and what only the rules do. Null: Sage shows none.
    const CatalogueRecord* record = nullptr;
    const CatalogueRecord* more = nullptr;
    const Site* site = nullptr;  ///< of warehouses and locations

    /// Empty: Sage does not show it, and nothing is said of it.
    std::string_view value(std::string_view field) const;
};

struct SettingRule {
    std::string_view code;
    std::uint32_t roles = 0;
    /// The setting by Sage's own name; empty where `also` looks at more than one.
    std::string_view field;
    /// The values that hurt, separated by '|'; after a '!' all others but these, which are
    /// harmless. An empty value hurts nobody. "*": any.
    std::string_view values;
    /// What else must be so; null: nothing.
    bool (*also)(const RuleSubject& subject) = nullptr;
    /// {0}: the name of the record, {1}: the value.
    std::string_view cause;
    std::string_view fix;  ///< likewise
    Owner owner = Owner::finance;
    /// Where another setting is at odds; empty: that of the subject.
    // g++ warns of a member that braces leave out unless it has a value here.
    std::string_view pointer = {};  // NOLINT(readability-redundant-member-init)
};

/// The tables: sage_settings_sales.cpp, sage_settings_stock.cpp, sage_settings_tax.cpp,
/// sage_settings_accounts.cpp. Constant.
const std::vector<SettingRule>& sales_rules();
const std::vector<SettingRule>& stock_rules();
const std::vector<SettingRule>& tax_rules();
const std::vector<SettingRule>& account_rules();

/// The accounts that the definitions of the settings post to, and what these require and no rule
/// of the settings gives.
void add_accounts(const Settings& settings, const Catalogue& catalogue,
                  std::vector<RuleSubject>& subjects);

// sage_settings_rights.cpp
/// "tax/tax-solution (tax solution in Tax)".
std::string name_of_right(std::string_view object);
/// What is said of an object, "tax/tax-solution", that may not be listed; `needed`: nothing can be
/// mapped without it.
Problem missing_right(std::string_view object, bool needed);

/// Everything that the rules find, in the order of the tables.
std::vector<Problem> harmful_settings(const Settings& settings, const Catalogue& catalogue);

}  // namespace sage::intacct
