// SPDX-License-Identifier: Apache-2.0
// What a scenario does in the warehouse, one verb a step, and how the warehouse stands. A further
// verb is a line of the table in warehouse_steps.cpp and a word of scenario.schema.json.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "mock-host/wms/documents.h"
#include "mock-host/wms/warehouse.h"

namespace wms::scenarios {

class WarehouseSteps {
  public:
    /// Empty to begin with. Throws std::runtime_error where there is no memory left for it.
    WarehouseSteps();
    WarehouseSteps(const WarehouseSteps&) = delete;
    WarehouseSteps& operator=(const WarehouseSteps&) = delete;

    /// The documents that a step brings about, which are to be handed over; none: the warehouse
    /// keeps it to itself, as every allocation. A Problem where the warehouse refuses the step,
    /// which then changed nothing.
    using Outcome = Result<std::vector<Message>>;

    /// @param step  a step with the member "warehouse"
    Outcome carry_out(const boost::json::object& step, std::int64_t now_ms);

    /// What is expected of the warehouse as it stands: all stock by item and site, and the lines of
    /// each order that is named.
    Result<boost::json::value> standing(const boost::json::object& expected) const;

  private:
    /// A step and the time of it.
    struct Told {
        const boost::json::object& step;
        std::string id;
        std::string order;
        std::string site;
        std::string date;
        std::int64_t now_ms = 0;
    };
    using Verb = Done (WarehouseSteps::*)(const Told& told);
    struct Named {
        const char* name;
        Verb verb;
    };

    Done receive(const Told& told);
    Done enter(const Told& told);
    Done change(const Told& told);
    Done cancel(const Told& told);
    Done allocate(const Told& told);
    Done deallocate(const Told& told);
    Done pick(const Told& told);
    Done pack(const Told& told);
    Done despatch(const Told& told);
    Done correct(const Told& told);
    Done take_back(const Told& told);
    Done adjust(const Told& told);
    Done count(const Told& told);
    Done transfer(const Told& told);
    Done arrive(const Told& told);
    Done hold(const Told& told);
    Done free(const Told& told);
    Outcome handed_over();

    std::int64_t now_ms_ = 0;
    std::unique_ptr<Warehouse> warehouse_;
};

}  // namespace wms::scenarios
