// SPDX-License-Identifier: Apache-2.0
// Plan: what waits for a person's import ends posted once the company's database shows it as sent;
// shown otherwise or twice it is held for that, told once; not shown, unavailable or unknown, it
// waits on and nothing is ever sent; the same after a restart.
#include <algorithm>

#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

constexpr std::int64_t hour = 3'600'000;
constexpr std::int64_t to_next_reading = 5 * hour;

class Arrivals : public World {
  protected:
    Arrivals() {
        company.queried = "item";
        company.settles = SettleClass::blind;
        company.awaits = "import";
        company.shows_arrivals = true;
        company.own_connection().data_source.emplace().name = "SageLine50v29";
        // The answer of a folder: the file is there.
        sage.scripts = {{false, Outcome::answered, 202}, {false, Outcome::answered, 202}};
    }
    /// Written to the folder, and held for a person.
    void wait_for_import(const std::string& number) {
        submit(despatch(number));
        work_for(60'000);
        ASSERT_EQ(state(number), State::held);
        ASSERT_TRUE(entry(number).maybe_in_sage);
    }
    /// What the document was sent as, as the database shows it.
    Kept imported(const std::string& number, const std::string& key) {
        const std::string body = sage.received.at(sent_as(number)).body;
        return {key, entry(number).external_reference, body.substr(body.find('|') + 1)};
    }
    std::size_t sent_as(const std::string& number) {
        const std::string reference = entry(number).external_reference;
        const auto sent =
            std::find_if(sage.received.begin(), sage.received.end(), [&](const Request& one) {
                return one.target == "/post" && one.body.starts_with(reference);
            });
        return static_cast<std::size_t>(sent - sage.received.begin());
    }
    std::ptrdiff_t posts() const {
        return std::count_if(sage.received.begin(), sage.received.end(),
                             [](const Request& one) { return one.target == "/post"; });
    }
    std::ptrdiff_t told(const std::string& words) {
        const std::vector<StoredEvent> all = events();
        return std::count_if(all.begin(), all.end(), [&](const StoredEvent& event) {
            return event.json.find(words) != std::string::npos;
        });
    }
};

TEST_F(Arrivals, what_the_database_shows_as_it_was_sent_is_posted) {
    start();
    wait_for_import("D1");
    wait_for_import("D2");
    work_for(to_next_reading);
    EXPECT_EQ(state("D1"), State::held) << "nobody has imported it";
    source.arrived = {imported("D1", "71")};
    work_for(to_next_reading);
    const Entry posted = entry("D1");
    EXPECT_EQ(posted.state, State::posted);
    EXPECT_TRUE(posted.verified);
    EXPECT_FALSE(posted.maybe_in_sage);
    EXPECT_TRUE(posted.root_cause.empty());
    EXPECT_TRUE(posted.problem_json.empty());
    EXPECT_NE(posted.sage_document_json.find(R"("key":"71")"), std::string::npos);
    const Result<std::vector<HistoryLine>> lines = store->history(posted.sequence);
    ASSERT_TRUE(lines.ok());
    EXPECT_EQ(lines.value().back().edge, 20);
    EXPECT_EQ(lines.value().back().evidence,
              "looked for in the database: found Invoice with key 71");
    EXPECT_EQ(told(R"("state":"posted")"), 1);
    EXPECT_EQ(state("D2"), State::held) << "it is another one";
    EXPECT_EQ(posts(), 2);
}

TEST_F(Arrivals, a_restart_in_between_loses_nothing) {
    start();
    wait_for_import("D1");
    source.arrived = {imported("D1", "71")};
    restart();
    start();
    work_for(to_next_reading);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(posts(), 1);
}

TEST_F(Arrivals, what_it_shows_otherwise_is_held_for_a_person_and_told_once) {
    start();
    wait_for_import("D1");
    source.arrived = {imported("D1", "71")};
    source.arrived.at(0).content += " and more";
    work_for(3 * to_next_reading);
    const Entry held = entry("D1");
    EXPECT_EQ(held.state, State::held);
    EXPECT_TRUE(held.maybe_in_sage);
    EXPECT_TRUE(held.root_cause.empty()) << "it waits for no import any more";
    EXPECT_NE(held.problem_json.find("delivery.found_other_content"), std::string::npos);
    EXPECT_EQ(told("delivery.found_other_content"), 1);
    EXPECT_EQ(posts(), 1);
}

TEST_F(Arrivals, what_it_shows_twice_is_held_with_both) {
    start();
    wait_for_import("D1");
    source.arrived = {imported("D1", "71"), imported("D1", "72")};
    work_for(to_next_reading);
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_NE(entry("D1").problem_json.find("delivery.found_several"), std::string::npos);
    EXPECT_NE(entry("D1").problem_json.find("with key 72"), std::string::npos);
}

TEST_F(Arrivals, a_database_that_does_not_answer_says_nothing) {
    start();
    wait_for_import("D1");
    source.arrived = {imported("D1", "71")};
    source.asked.clear();
    // It fails behind the reading of the master data.
    source.fails_for = "ARRIVED";
    work_for(to_next_reading);
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_TRUE(std::any_of(source.asked.begin(), source.asked.end(),
                            [](const Query& one) { return one.table == "ARRIVED"; }));
    source.fails_for.clear();
    work_for(to_next_reading);
    EXPECT_EQ(state("D1"), State::posted);
}

TEST_F(Arrivals, a_person_s_word_comes_first) {
    start();
    wait_for_import("D1");
    source.arrived = {imported("D1", "71")};
    submit(decision("C1", "D1", "withdraw", R"("checkedByHand":true)"));
    work_for(to_next_reading);
    EXPECT_EQ(state("D1"), State::withdrawn);
}

TEST_F(Arrivals, an_edition_that_reads_none_waits_for_the_person) {
    company.shows_arrivals = false;
    start();
    wait_for_import("D1");
    source.arrived = {imported("D1", "71")};
    source.asked.clear();
    work_for(to_next_reading);
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_TRUE(std::none_of(source.asked.begin(), source.asked.end(),
                             [](const Query& one) { return one.table == "ARRIVED"; }));
}

}  // namespace
}  // namespace sage::testing
