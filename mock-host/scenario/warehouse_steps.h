// SPDX-License-Identifier: Apache-2.0
// What a scenario does in the warehouse, one verb a step, and how the warehouse stands. A further
// verb is a line of the table in warehouse_steps.cpp and a word of scenario.schema.json.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mock-host/wms/documents.h"
#include "mock-host/wms/warehouse.h"

namespace wms::scenarios {

class WarehouseSteps {
  public:
    /// The document that a step brings about, which is to be handed over; none: the warehouse keeps
    /// it to itself, as every allocation. A Problem where the warehouse refuses the step, which
    /// then changed nothing.
    using Outcome = Result<std::optional<Message>>;

    /// @param step  a step with the member "warehouse"
    Outcome carry_out(const boost::json::object& step, std::int64_t now_ms);

    /// What is expected of the warehouse as it stands: all stock by item and site, and the lines of
    /// each order that is named.
    Result<boost::json::value> standing(const boost::json::object& expected) const;

  private:
    /// A step and the time of it.
    struct Told {
        const boost::json::object& step;
        std::string order;
        std::string site;
        std::string date;
        std::int64_t now_ms = 0;
        Envelope envelope() const { return {"northwind", "STANDARD", now_ms}; }
    };
    using Verb = Outcome (WarehouseSteps::*)(const Told& told);
    struct Named {
        const char* name;
        Verb verb;
    };

    Outcome receive(const Told& told);
    Outcome enter(const Told& told);
    Outcome allocate(const Told& told);
    Outcome deallocate(const Told& told);
    Outcome pick(const Told& told);
    Outcome pack(const Told& told);
    Outcome despatch(const Told& told);
    Outcome take_back(const Told& told);
    Outcome adjust(const Told& told);
    Outcome count(const Told& told);
    Outcome adjusted(std::vector<AdjustmentLine> lines, const Told& told);

    Warehouse warehouse_;
};

}  // namespace wms::scenarios
