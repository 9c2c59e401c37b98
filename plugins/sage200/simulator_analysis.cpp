// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage200/simulator_analysis.h"

#include <fmt/format.h>

#include <algorithm>

namespace sage::simulated_sage200 {
namespace {

constexpr int slots_max = 20;

const Row* mapping_of(const Company& company, std::string_view class_name, int slot) {
    const Table& mappings = company.table("analysis_code_mapping");
    const auto found =
        std::find_if(mappings.rows().begin(), mappings.rows().end(), [&](const Row& row) {
            return row.text("class_name") == class_name && row.integer("slot") == slot;
        });
    return found == mappings.rows().end() ? nullptr : &*found;
}

bool is_legal(const Row& mapping, std::string_view value) {
    const Row& code = mapping.parts.at("analysis_code").front();
    if (code.truth("allow_overtype") || code.truth("allow_new_on_entry")) {
        return true;
    }
    const auto values = code.parts.find("values");
    return values != code.parts.end() &&
           std::any_of(values->second.begin(), values->second.end(),
                       [value](const Row& row) { return row.text("value") == value; });
}

}  // namespace

std::optional<Refusal> check_analysis(const Company& company, const Row& row,
                                      std::string_view class_name, std::string_view setting,
                                      const std::string& path) {
    for (int slot = 1; slot <= slots_max; ++slot) {
        const std::string field = fmt::format("analysis_code_{}", slot);
        const std::string at = path + field;
        const Row* const mapping = mapping_of(company, class_name, slot);
        if (row.text(field).empty()) {
            if (mapping != nullptr && company.site.professional && mapping->truth("is_mandatory")) {
                return bad_field(at, "The analysis code is mandatory.");
            }
            continue;
        }
        if (!company.only("sop_settings").truth(setting)) {
            return bad_field(at, fmt::format("Analysis codes cannot be amended ({}).", setting));
        }
        if (mapping == nullptr || mapping->truth("is_read_only")) {
            return bad_field(at, "No analysis code is in use there.");
        }
        if (!is_legal(*mapping, row.text(field))) {
            return bad_field(at, "The value is not one of the analysis code.");
        }
    }
    return std::nullopt;
}

}  // namespace sage::simulated_sage200
