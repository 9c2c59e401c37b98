// SPDX-License-Identifier: Apache-2.0
// Plan: an edition that tells of rights has them in the report, one that does not has none of it.
#include "sage-adapter/bridge/rights_report.h"

#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

class Telling final : public TellsRights {
  public:
    Rights rights(const Catalogue& /*catalogue*/) const override {
        return {{{"see", "See it.", "", true, true},
                 {"write", "Write it.", "/writes", false, true},
                 {"guess", "Guess it.", "", true, std::nullopt}},
                "Ask somebody."};
    }
};

TEST(RightsReport, has_a_row_for_each_right) {
    const Telling telling;
    boost::json::object answer;
    add_rights(&telling, Catalogue(), answer);
    EXPECT_EQ(boost::json::serialize(answer),
              R"({"rights":[{"name":"see","purpose":"See it.","setting":"","needed":true,)"
              R"("given":true,"verdict":"fits","fix":""},)"
              R"({"name":"write","purpose":"Write it.","setting":"/writes","needed":false,)"
              R"("given":true,"verdict":"excess","fix":"Take write from the user in Sage: )"
              R"(nothing in these settings needs it."},)"
              R"({"name":"guess","purpose":"Guess it.","setting":"","needed":true,"given":null,)"
              R"("verdict":"unknown","fix":""}],"rightsNotShown":"Ask somebody."})");
}

TEST(RightsReport, says_nothing_for_an_edition_that_tells_nothing) {
    boost::json::object answer;
    EXPECT_EQ(rights_told_by(FakeCompany()), nullptr);
    add_rights(nullptr, Catalogue(), answer);
    EXPECT_TRUE(answer.empty());
}

}  // namespace
}  // namespace sage::testing
