// SPDX-License-Identifier: Apache-2.0
// Adjustments of stock found again among the movements of products: what wire.h hands on for that
// type. All functions are pure and thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage50/wire.h"

namespace sage::sage50 {

Request look_up_adjustment(const Books& books, std::string_view external_reference);
LookUp read_look_up_adjustment(const Send& sent, const Reply& reply);
/// By our reference, or by the number of a movement.
Request read_back_adjustments(const Books& books, const std::vector<ReadBackSubject>& subjects,
                              FindBy by);
LookUp read_read_back_adjustments(const std::vector<ReadBackSubject>& subjects, FindBy by,
                                  const Reply& reply);
/// Adjustments of one day, which is written as the machine takes it.
Request list_own_adjustments(const Books& books, const std::string& day);
LookUp read_own_adjustments(const Reply& reply);

}  // namespace sage::sage50
