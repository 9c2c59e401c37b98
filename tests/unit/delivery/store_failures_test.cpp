// SPDX-License-Identifier: Apache-2.0
// Plan: a day with everything in it, lived again and again, and each time another call of the
// outbox fails: whichever it is, every document ends as it should, and once.
#include <set>

#include "sage-adapter/outbox/keys.h"
#include "tests/unit/delivery/any_day.h"

namespace sage::testing {
namespace {

class Day : public AnyDay {
  public:
    void check(const std::string& told) {
        const std::vector<std::pair<const char*, State>> expected = {
            {"LOST", State::posted},      {"LATER", State::posted},
            {"THROTTLED", State::posted}, {"REFUSED-BY-SAGE", State::rejected},
            {"HELD", State::posted},      {"LOCAL", State::rejected},
            {"ASKS", State::posted},      {"MISSING", State::withdrawn},
            {"AGAIN", State::posted},     {"MARKED", State::posted},
            {"TRACKING", State::posted},  {"CANCELLED", State::withdrawn},
            {"WITHDRAWS", State::posted}, {"SENDS-AGAIN", State::posted},
            {"MARKS", State::posted},     {"CANCELS", State::posted},
        };
        expect_states(expected, told);
        std::multiset<std::string> references;
        for (const Kept& one : sage.kept) {
            references.insert(one.reference);
        }
        for (const std::string& reference : references) {
            EXPECT_EQ(references.count(reference), 1U) << told;
        }
        EXPECT_EQ(references.size(), 6U) << told;
        const Result<Counts> counts = store->counts();
        ASSERT_TRUE(counts.ok());
        EXPECT_EQ(counts.value().unverified, 0) << told;
    }

  private:
    void live() override {
        const std::int64_t morning = clock.now;
        EXPECT_TRUE(until_done([&] { return delivery->start([] { return false; }); }).ok());
        sage.scripts = {{true, Outcome::maybe_sent, 0},
                        {false, Outcome::answered, 429},
                        {true, Outcome::answered, 201},
                        {false, Outcome::answered, 400},
                        {false, Outcome::answered, 422}};
        // Each is done with, whatever fails once, before the next one takes its turn in the script.
        const std::vector<const char*> in_turn = {"LOST", "THROTTLED", "REFUSED-BY-SAGE", "HELD"};
        for (std::int64_t turn = 0; const char* number : in_turn) {
            give(despatch(number));
            work_until(morning + ++turn * 600'000);
        }
        give(despatch("LOCAL"));
        give(despatch("ASKS", "SKU-1", "in order"));
        give(despatch("LATER", "SKU-1", "in order"));
        give(despatch("MISSING", "NOWHERE"));
        give(despatch("AGAIN", "SOON"));
        give(despatch("MARKED", "NOWHERE"));
        give(despatch("CANCELLED", "NOWHERE"));
        give(tracking("TRACKING", "LOST", "PARCEL"));
        work_until(morning + 2 * hour);
        sage.items = {"SKU-1", "LATE", "SOON"};
        give(decision("WITHDRAWS", "MISSING", "withdraw", ""));
        give(decision("MARKS", "MARKED", "markPosted",
                      R"("sageDocumentNumber":"N7","checkedByHand":true)"));
        give(cancellation("CANCELS", "CANCELLED"));
        give(decision("SENDS-AGAIN", "AGAIN", "sendAgain", ""));
        work_until(morning + 4 * hour);
        EXPECT_TRUE(until_done([&] {
                        return delivery->reconcile({"2026-11-20", "2026-11-20", std::nullopt},
                                                   [] { return false; });
                    }).ok());
        work_until(morning + 30 * hour);
        EXPECT_TRUE(until_done([&] { return delivery->finish(); }).ok());
    }
};

/// Documents in more than one version: corrected by one document and by two, replaced before they
/// were sent, held in a lane, equal; and previews of more.
class DayOfVersions : public AnyDay {
  public:
    void check(const std::string& told) {
        expect_states({{"ONE", State::posted},
                       {"ONE/2", State::posted},
                       {"ONE/3", State::posted},
                       {"TWO", State::posted},
                       {"TWO/2", State::posted},
                       {"TWO-TRACKING", State::posted},
                       {"HELD", State::withdrawn},
                       {"HELD/2", State::posted},
                       {"QUEUED", State::withdrawn},
                       {"QUEUED/2", State::posted},
                       {"LATE", State::withdrawn},
                       {"LATE/2", State::posted}},
                      told);
        std::multiset<std::string> contents;
        for (const Kept& one : sage.kept) {
            contents.insert(one.content);
        }
        const std::multiset<std::string> expected = {
            "ONE",  "ONE returnAdvice 1 SKU-1",   "PARCEL", "TWO returnAdvice 2 SKU-1",
            "HELD", "TWO despatchAdvice 3 SKU-2", "LATE",   "QUEUED"};
        EXPECT_EQ(contents, expected) << told;
    }

  private:
    void live() override {
        const std::int64_t morning = clock.now;
        sage.items = {"SKU-1", "SKU-2"};
        EXPECT_TRUE(until_done([&] { return delivery->start([] { return false; }); }).ok());
        give(despatch("ONE"));
        give(despatch("TWO"));
        give(despatch("HELD", "MISSING", "lane"));
        give(version("LATE", "2", "2"));
        work_until(morning + hour);
        preview(version("ONE", "2", "1"));
        preview(version("TWO", "2", "3", "", "SKU-2"));
        preview(version("TWO", "2", "2"));
        give(version("ONE", "2", "1"));
        sage.scripts = {{true, Outcome::maybe_sent, 0}};
        give(version("TWO", "2", "3", "", "SKU-2"));
        preview(version("TWO", "3", "9"));
        // The earlier one is withdrawn as this one comes, or when it comes again.
        give(version("HELD", "2", "2", "lane"));
        give(version("HELD", "2", "2", "lane"));
        give(despatch("LATE"));
        give(despatch("QUEUED"));
        give(version("QUEUED", "2", "2"));
        work_until(morning + 2 * hour);
        preview(tracking("TWO-TRACKING", "TWO", "PARCEL"));
        give(tracking("TWO-TRACKING", "TWO", "PARCEL"));
        give(version("ONE", "3", "1.0"));
        work_until(morning + 30 * hour);
        EXPECT_TRUE(until_done([&] { return delivery->finish(); }).ok());
    }
};

TEST(StoreFailures, a_day_without_any_ends_as_it_should) {
    Day day;
    EXPECT_FALSE(day.live_while_failing("nothing", 1));
    day.check("");
}

TEST(StoreFailures, whichever_call_fails_every_document_ends_as_it_should_and_once) {
    EXPECT_GT(days_with_a_failure<Day>(), 100);
}

TEST(StoreFailures, a_day_of_versions_without_any_ends_as_it_should) {
    DayOfVersions day;
    EXPECT_FALSE(day.live_while_failing("nothing", 1));
    day.check("");
}

TEST(StoreFailures, whichever_call_fails_the_last_version_counts_and_once) {
    EXPECT_GT(days_with_a_failure<DayOfVersions>(), 80);
}

/// Six documents, of which Sage has one twice, one changed, one no more and one that it was refused
/// for, and one document with a reference that nobody here has.
class Comparison : public World {
  public:
    Comparison() : World(place()) {}
    void TestBody() override {}
    FailingStore& outbox() { return *store; }

    void prepare() {
        start();
        for (const char* number : {"RIGHT", "TWICE", "CHANGED", "GONE"}) {
            submit(despatch(number));
        }
        submit(tracking("TRACKING", "RIGHT", "PARCEL"));
        work();
        sage.scripts = {{true, Outcome::answered, 400}};
        submit(despatch("REFUSED-AND-THERE"));
        work();
        sage.kept.at(1).reference = entry("TWICE").external_reference;
        sage.kept.push_back(sage.kept.at(1));
        sage.kept.back().key = "copy";
        sage.kept.at(2).content = "TYPED";
        sage.kept.erase(sage.kept.begin() + 3);
        Kept strange = sage.kept.at(0);
        strange.key = "strange";
        strange.reference = external_reference("strange", "fake", "acme");
        sage.kept.push_back(strange);
        events();
    }
    Result<Reconciled> compare() {
        return delivery->reconcile({"2026-11-20", "2026-11-20", std::nullopt},
                                   [] { return false; });
    }
    std::multiset<std::string> told() {
        std::multiset<std::string> all;
        for (const StoredEvent& event : events()) {
            const std::size_t reference = event.json.find("externalReference");
            all.insert(event.type + event.json.substr(reference, 40));
        }
        return all;
    }
};

TEST(StoreFailures, whichever_call_fails_each_finding_is_told_and_kept) {
    std::multiset<std::string> expected;
    int failed = 0;
    for (const char* function :
         {"none", "page_after", "sequence_before", "last_attempt", "find_document", "about",
          "find_message", "apply", "find_references", "recall", "raise", "remember"}) {
        for (int call = 1; call < 100; ++call) {
            Comparison world;
            world.prepare();
            world.outbox().fail(function, call);
            const Result<Reconciled> first = world.compare();
            if (!first.ok()) {
                EXPECT_EQ(first.error().first().code, "test.store_failed") << function << call;
                ++failed;
            }
            const bool more = world.outbox().failed;
            world.outbox().mend();
            const Result<Reconciled> again = world.compare();
            ASSERT_TRUE(again.ok());
            EXPECT_EQ(again.value().findings.size(), 5U) << function << call;
            const std::multiset<std::string> told = world.told();
            const std::set<std::string> kinds(told.begin(), told.end());
            EXPECT_EQ(kinds.size(), 5U) << function << call;
            expected = function == std::string("none") ? told : expected;
            // What was told before the list of it was kept is told again, and nothing else.
            EXPECT_LE(told.size(), expected.size() + (more ? 1 : 0)) << function << call;
            if (!more) {
                break;
            }
        }
    }
    EXPECT_GT(failed, 15);
}

}  // namespace
}  // namespace sage::testing
