// SPDX-License-Identifier: Apache-2.0
// What is set inside Sage 50 and quietly hurts: documents are still taken, and what becomes of them
// is not what anybody wanted. It is read with the catalogue and told, in plain words, by every
// check and after every reading; documents go on either way. One row of a table is one such
// setting. What Sage does not show is not judged: HyperAccounts shows less than the tables. Pure;
// any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage50/settings.h"

namespace sage::sage50 {

struct SettingsLook {
    const Settings& settings;
    const Catalogue& catalogue;
    /// Null: it was not read.
    const CatalogueRecord* company = nullptr;
};

/// One thing in which a rule sees what it is about.
struct Harmful {
    std::string name;     ///< for a person: a code, or what has it
    std::string pointer;  ///< of the setting that names it; empty: none does
};

struct SettingRule {
    std::string_view code;
    std::vector<Harmful> (*found)(const SettingsLook& look);
    std::string_view cause;  ///< {0}: the names, "A, B, C and 4 more"
    std::string_view fix;
    Owner owner = Owner::finance;
};

/// The tables: sage_settings_company.cpp, sage_settings_tax.cpp, sage_settings_records.cpp.
/// Constant.
const std::vector<SettingRule>& company_rules();
const std::vector<SettingRule>& tax_code_rules();
const std::vector<SettingRule>& product_rules();
const std::vector<SettingRule>& customer_rules();

/// One problem for each rule that finds something, in the order of the tables.
std::vector<Problem> harmful_settings(const Settings& settings, const Catalogue& catalogue);

}  // namespace sage::sage50
