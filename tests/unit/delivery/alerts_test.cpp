// SPDX-License-Identifier: Apache-2.0
// Plan: an alert is told once until it is over, with its key, over a restart as well; where hosts
// share, by one; of a kind all but those that stand are ended; what the store cannot keep is not
// taken for told.
#include "sage-adapter/delivery/alerts.h"

#include "sage-adapter/outbox/overview.h"
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

class AlertsOf : public World {
  protected:
    DeliveryParts parts() {
        return {edition, company, *store, sage, *tokens, clock, log, audit, [] {}};
    }
    static Problem problem(const std::string& cause) {
        return {"test.code", "/here", cause, "Mend it.", Owner::it};
    }
    std::vector<std::string> told() {
        std::vector<std::string> all;
        for (const StoredEvent& event : events()) {
            EXPECT_EQ(event.type, "attention");
            all.push_back(event.json);
        }
        return all;
    }
};

TEST_F(AlertsOf, one_key_are_told_once_until_it_is_over) {
    const DeliveryParts mine = parts();
    Alerts alerts(mine);
    ASSERT_TRUE(alerts.read().ok());
    EXPECT_TRUE(alerts.open("session", problem("No."), "item:A").value());
    EXPECT_FALSE(alerts.open("session", problem("Still no.")).value());
    EXPECT_TRUE(alerts.open("session", problem("Worse."), {}, true).value());
    EXPECT_TRUE(alerts.close("session").value());
    EXPECT_FALSE(alerts.close("session").value());
    const std::vector<std::string> all = told();
    ASSERT_EQ(all.size(), 3U);
    EXPECT_NE(all[0].find(R"("alertKey":"session","closed":false,"rootCause":"item:A")"),
              std::string::npos)
        << all[0];
    EXPECT_NE(all[1].find("Worse."), std::string::npos);
    EXPECT_NE(all[2].find(R"("closed":true)"), std::string::npos);
    EXPECT_NE(all[2].find("Worse."), std::string::npos) << "what is over, in its own words";
}

TEST_F(AlertsOf, an_earlier_run_are_known_and_can_be_ended) {
    {
        const DeliveryParts mine = parts();
        ASSERT_TRUE(Alerts(mine).open("session", problem("No.")).ok());
    }
    restart();
    const DeliveryParts mine = parts();
    Alerts alerts(mine);
    EXPECT_FALSE(alerts.close("session").value()) << "not known before it is read";
    ASSERT_TRUE(alerts.read().ok());
    EXPECT_FALSE(alerts.open("session", problem("No.")).value());
    EXPECT_TRUE(alerts.close("session").value());
    EXPECT_TRUE(store->overview().alerts().value().empty());
}

TEST_F(AlertsOf, several_hosts_are_told_and_ended_by_one) {
    const DeliveryParts mine = parts();
    Alerts alerts(mine);
    Alerts others(mine);
    store->shared = true;
    EXPECT_TRUE(alerts.open("session", problem("No.")).value());
    EXPECT_FALSE(others.open("session", problem("No.")).value());
    EXPECT_TRUE(others.close("session").value());
    EXPECT_FALSE(alerts.close("session").value());
    EXPECT_TRUE(alerts.open("session", problem("Again.")).value());
    EXPECT_EQ(told().size(), 3U);
}

TEST_F(AlertsOf, a_kind_are_ended_but_for_those_that_stand) {
    const DeliveryParts mine = parts();
    Alerts alerts(mine);
    for (const char* key : {"right:a", "right:b", "rights", "setting:a"}) {
        ASSERT_TRUE(alerts.open(key, problem(key)).value());
    }
    EXPECT_EQ(alerts.of_kind("right:"), (std::vector<std::string>{"right:a", "right:b"}));
    EXPECT_TRUE(alerts.close_others("right:", [](std::string_view key) { return key == "right:b"; })
                    .value());
    EXPECT_FALSE(alerts.close_others("right:", [](std::string_view) { return true; }).value());
    EXPECT_EQ(alerts.of_kind(""), (std::vector<std::string>{"right:b", "rights", "setting:a"}));
}

TEST_F(AlertsOf, which_nothing_could_be_kept_are_told_with_the_next_try) {
    const DeliveryParts mine = parts();
    Alerts alerts(mine);
    store->fail("open_alert");
    EXPECT_FALSE(alerts.open("session", problem("No.")).ok());
    EXPECT_TRUE(alerts.open("session", problem("No.")).value());
    store->fail("close_alert");
    EXPECT_FALSE(alerts.close("session").ok());
    EXPECT_TRUE(alerts.close("session").value());
    EXPECT_EQ(told().size(), 2U);
}

TEST_F(AlertsOf, equal_problems_have_one_key_and_others_another) {
    EXPECT_EQ(alert_key::of("setting:", problem("No.")), alert_key::of("setting:", problem("No.")));
    EXPECT_NE(alert_key::of("setting:", problem("No.")),
              alert_key::of("setting:", problem("Yes.")));
    EXPECT_TRUE(alert_key::of("setting:", problem("No.")).starts_with("setting:"));
}

}  // namespace
}  // namespace sage::testing
