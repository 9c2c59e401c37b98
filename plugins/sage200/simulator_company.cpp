// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage200/simulator_company.h"

#include <fmt/format.h>

#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_sage200 {

Table& Company::table(std::string_view model) {
    return tables[std::string(model)];
}

const Table& Company::table(std::string_view model) const {
    static const Table none;
    const auto found = tables.find(model);
    return found == tables.end() ? none : found->second;
}

const Row* Company::find(std::string_view model, std::int64_t id) const {
    return table(model).find(id);
}

Row Company::make(std::int64_t now_ms) {
    Row row;
    row.id = ++last_id;
    row.visible_ms = now_ms + behaviours.query_lag_ms;
    row.set_integer("id", row.id);
    row.set_text("date_time_created", simulated::date_time_of(now_ms));
    row.set_text("date_time_updated", simulated::date_time_of(now_ms));
    return row;
}

bool Company::permits(std::string_view permission) const {
    return only("sop_user_permission").truth(permission);
}

std::string Company::next_number(std::string_view series) {
    return fmt::format("{:010}", ++numbers[std::string(series)]);
}

}  // namespace sage::simulated_sage200
