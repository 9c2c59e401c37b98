// SPDX-License-Identifier: Apache-2.0
// Plan: changes and switches go to their places of the control interface, one or a list; how Sage
// answers is a fault, or none; files are imported by the template that their names say, in order,
// and taken away; what Sage refuses stays.
#include "mock-host/scenario/sage_steps.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/unit/mock_host/fake_control.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms::scenarios {
namespace {

namespace json = boost::json;

TEST(SageSteps, a_change_goes_to_the_company_and_a_switch_to_its_behaviour) {
    testing::FakeControl control;
    EXPECT_TRUE(change_sage(control, json::parse(R"({"item":{"id":"A"}})")).ok());
    EXPECT_TRUE(
        change_sage(control, json::parse(R"([{"switches":{"x":true}},{"period":{"id":"1"}}])"))
            .ok());
    ASSERT_EQ(control.posted.size(), 3U);
    EXPECT_EQ(control.posted[0].first, "/control/change");
    EXPECT_EQ(control.posted[1],
              std::pair(std::string("/control/behaviours"), std::string(R"({"x":true})")));
    control.refuse_after = 3;
    EXPECT_EQ(change_sage(control, json::parse(R"([{"a":1},{"b":2}])")).problem().code,
              "control.refused");
}

TEST(SageSteps, sage_answers_as_it_is_told_to) {
    testing::FakeControl control;
    for (const auto& [how, part] :
         {std::pair("offline", "drop_request"), std::pair("busy", "429"),
          std::pair("loses a reply", "drop_reply"), std::pair("online", R"({"faults":[]})")}) {
        EXPECT_TRUE(set_sage(control, "intacct", how).ok());
        EXPECT_NE(control.posted.back().second.find(part), std::string::npos) << how;
    }
    EXPECT_EQ(set_sage(control, "sage1", "loses a reply").problem().code, "scenario.edition");
}

TEST(SageSteps, a_person_imports_what_waits_in_the_folder) {
    testing::FakeControl control;
    const testing::TemporaryFolder folder;
    folder.write("stock-2.csv", "AO");
    folder.write("ledger-1.csv", "SI\xa3");
    ASSERT_EQ(files_waiting(folder.path()).size(), 2U);
    EXPECT_EQ(files_waiting(folder.path()).at(1),
              json::parse(R"({"name":"stock-2.csv","text":"AO"})"));
    ASSERT_TRUE(import_files(control, folder.path()).ok());
    ASSERT_EQ(control.posted.size(), 2U);
    EXPECT_EQ(json::parse(control.posted[0].second),
              json::parse(R"({"import":{"template":"auditTrailTransactions","bytes":"5349a3"}})"));
    EXPECT_EQ(json::parse(control.posted[1].second),
              json::parse(R"({"import":{"template":"stockTransactions","bytes":"414f"}})"));
    EXPECT_TRUE(files_waiting(folder.path()).empty());

    folder.write("ledger-3.csv", "SI");
    control.refuse_after = 0;
    EXPECT_FALSE(import_files(control, folder.path()).ok());
    EXPECT_EQ(files_waiting(folder.path()).size(), 1U) << "it was not imported";
    EXPECT_TRUE(import_files(control, folder / "not there").ok());
}

}  // namespace
}  // namespace wms::scenarios
