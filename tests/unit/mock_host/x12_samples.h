// SPDX-License-Identifier: Apache-2.0
// Interchanges put together for a test, their counts right.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

namespace wms::testing {

inline std::string isa(const std::string& number = "000000101") {
    return fmt::format("ISA*00*{0:10}*00*{0:10}*ZZ*{1:15}*ZZ*{2:15}*261103*1015*U*00401*{3}*0*T*>~",
                       "", "WAREHOUSE", "DEPOSITOR", number);
}

/// ST and SE around the segments of a body.
inline std::string set_of(const std::vector<std::string>& body, const std::string& number = "0001",
                          const std::string& id = "945") {
    std::string text = fmt::format("ST*{}*{}~\n", id, number);
    for (const std::string& segment : body) {
        text += segment + "~\n";
    }
    return text + fmt::format("SE*{}*{}~\n", body.size() + 2, number);
}

inline std::string interchange_of(const std::vector<std::string>& sets) {
    std::string text = isa() + "\nGS*SW*W*D*20261103*1015*7*X*004010~\n";
    for (const std::string& set : sets) {
        text += set;
    }
    return text + fmt::format("GE*{}*7~\nIEA*1*000000101~\n", sets.size());
}

inline std::vector<std::string> small_945() {
    return {"W06*F*SO-1*20261103*DN-1**PO-1", "LX*1", "W12*CC*6*6*0*EA**VN*SKU-1", "W03*6"};
}

}  // namespace wms::testing
