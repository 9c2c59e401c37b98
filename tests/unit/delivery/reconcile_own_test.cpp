// SPDX-License-Identifier: Apache-2.0
// Plan: the lists of everything with a reference of ours: a stranger's is told once, one of ours
// that was not to be posted is told, references that are none of ours do not concern us.
#include "sage-adapter/delivery/reconcile.h"
#include "sage-adapter/outbox/keys.h"
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

class ReconcileOwn : public World {
  protected:
    Reconciled reconciled() {
        const Result<Reconciled> done =
            delivery->reconcile({"2026-11-20", "2026-11-20", std::nullopt}, [] { return false; });
        EXPECT_TRUE(done.ok() && done.value().complete);
        return done.ok() ? done.value() : Reconciled{};
    }
    static std::string stranger(const std::string& key) {
        return external_reference(key, "fake", "acme");
    }
};

TEST_F(ReconcileOwn, a_reference_nobody_here_has_is_told_once) {
    start();
    sage.kept.push_back({"90", stranger("of another data folder"), "X"});
    Reconciled done = reconciled();
    ASSERT_EQ(done.findings.size(), 1U);
    EXPECT_FALSE(done.findings[0].entry.has_value());
    EXPECT_EQ(done.findings[0].finding.problem.code, "reconcile.unknown");
    const std::vector<StoredEvent> told = events();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].type, "reconciliationFinding");
    EXPECT_NE(told[0].json.find(stranger("of another data folder")), std::string::npos);
    EXPECT_NE(told[0].json.find("with key 90"), std::string::npos);
    restart();
    done = reconciled();
    EXPECT_EQ(done.findings.size(), 1U);
    EXPECT_TRUE(events().empty());
    sage.kept.push_back({"91", stranger("another"), "Y"});
    reconciled();
    EXPECT_EQ(events().size(), 1U);
}

TEST_F(ReconcileOwn, what_is_no_reference_of_ours_does_not_concern_us) {
    start();
    sage.kept.push_back({"90", "Warehouse 7", "X"});
    sage.kept.push_back({"91", "W0000000000000000!", "X"});
    sage.kept.push_back({"92", "", "X"});
    EXPECT_TRUE(reconciled().findings.empty());
}

TEST_F(ReconcileOwn, one_of_ours_that_was_withdrawn_and_is_in_sage_is_told) {
    start();
    submit(despatch("D1", "MISSING"));
    work();
    submit(cancellation("C1", "D1"));
    work();
    events();
    sage.kept.push_back({"90", entry("D1").external_reference, "D1"});
    const Reconciled done = reconciled();
    ASSERT_EQ(done.findings.size(), 1U);
    EXPECT_EQ(done.findings[0].entry->document_id, "D1");
    EXPECT_EQ(done.findings[0].finding.problem.code, "reconcile.not_posted");
    EXPECT_EQ(events().size(), 1U);
}

TEST_F(ReconcileOwn, one_that_is_posted_in_another_period_or_on_its_way_is_no_stranger) {
    start();
    submit(despatch("D1"));
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("D2"));
    work();
    const Result<Reconciled> done =
        delivery->reconcile({"2030-01-01", "2030-01-02", std::nullopt}, [] { return false; });
    ASSERT_TRUE(done.ok());
    EXPECT_EQ(sage.kept.size(), 2U);
    EXPECT_TRUE(done.value().findings.empty());
}

TEST_F(ReconcileOwn, what_cannot_be_listed_is_said_to_be_incomplete) {
    start();
    sage.look_up_works = false;
    const Result<Reconciled> done =
        delivery->reconcile({"2026-11-20", "2026-11-20", std::nullopt}, [] { return false; });
    ASSERT_TRUE(done.ok());
    EXPECT_FALSE(done.value().complete);
}

TEST_F(ReconcileOwn, a_damaged_list_of_what_was_told_means_told_again) {
    for (const char* damaged : {"[]", "{"}) {
        ASSERT_TRUE(store->remember("reconcile.told", damaged).ok());
        sage.kept = {{"9", stranger("one"), "X"}};
        EXPECT_EQ(reconciled().findings.size(), 1U);
        EXPECT_EQ(events().size(), 1U) << damaged;
    }
}

}  // namespace
}  // namespace sage::testing
