// SPDX-License-Identifier: Apache-2.0
// The rights of Sage 50: what is used, and that none of it is shown.
#include "plugins/sage50/rights.h"

#include "sage-adapter/catalogue/catalogue.h"

namespace sage::sage50 {

Rights rights(const Settings& settings, const Catalogue& catalogue) {
    Rights rights;
    const auto add = [&](std::string name, std::string purpose, std::string setting) {
        Right right{std::move(name), std::move(purpose), std::move(setting), true, {}};
        if (!catalogue.empty()) {
            right.given = true;  // Without it nothing would have been read.
        }
        rights.rights.push_back(std::move(right));
    };
    if (settings.connection.data_source.has_value()) {
        add("ODBC", "Read the tables of the company through the data source; no more.",
            "/dataSource");
    }
    if (!writes_files(settings)) {
        add("HyperAccounts", "Read and write by the token of the installation.", "/address");
    } else {
        rights.rights.push_back({"drop folder",
                                 "Make, rename and remove files in the folder.",
                                 "/dropFolder",
                                 true,
                                 {}});
    }
    rights.not_shown =
        "Neither HyperAccounts nor the tables of Sage 50 show what a user may do. Whoever set them "
        "up compares: the token is for this connector alone, the user of the data source is one "
        "that nobody logs in with, and the folder is open to nobody else.";
    return rights;
}

}  // namespace sage::sage50
