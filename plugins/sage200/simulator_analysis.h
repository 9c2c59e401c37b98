// SPDX-License-Identifier: Apache-2.0
// Analysis codes of a document or line: which slots are in use on it, and which values are legal.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plugins/sage200/simulator_company.h"
#include "plugins/sage200/simulator_reply.h"

namespace sage::simulated_sage200 {

/// @param class_name  of the mappings that hold for it
/// @param setting     of sop_settings that lets codes be amended
std::optional<Refusal> check_analysis(const Company& company, const Row& row,
                                      std::string_view class_name, std::string_view setting,
                                      const std::string& path);

}  // namespace sage::simulated_sage200
