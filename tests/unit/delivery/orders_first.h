// SPDX-License-Identifier: Apache-2.0
// A made-up Sage in which a despatch needs an order of its own first, for the tests of that.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sage-adapter/delivery/precursor.h"
#include "sage-adapter/delivery/record.h"
#include "tests/unit/delivery/world.h"

namespace sage::testing {

using Words = std::vector<std::string>;

class OrdersFirst : public World {
  protected:
    OrdersFirst() { company.orders_first = true; }

    Words contents() const {
        Words all;
        for (const Kept& one : sage.kept) {
            all.push_back(one.content);
        }
        return all;
    }

    std::optional<Entry> order_of(const std::string& number) {
        return delivery->find_precursor(entry(number)).value();
    }

    std::string problem(const std::string& number) {
        return problem_from_json(entry(number).problem_json).code;
    }
};

}  // namespace sage::testing
