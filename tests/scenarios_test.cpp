// SPDX-License-Identifier: Apache-2.0
// The promises of the product, each a file of tests/scenarios (README.md there): every case is
// played for every edition that the file names, with the plugin loaded through the C interface and
// the edition's simulated Sage. Which rows of the list of promises must have a file is written down
// here, so that none can be forgotten. A few cases are played once more under each switch of the
// simulated Sage for what nobody knows of the real one (tests/scenarios/switches.json).
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <boost/json.hpp>
#include <filesystem>
#include <future>
#include <map>
#include <numeric>
#include <regex>
#include <set>
#include <thread>

#include "mock-host/read_file.h"
#include "mock-host/scenario/play.h"
#include "mock-host/scenario/promises.h"
#include "mock-host/scenario/scenario_cases.h"
#include "mock-host/scenario/scenario_run.h"
#include "mock-host/scenario/words.h"
#include "tests/support/sage_in_a_box.h"
#include "tests/support/source_folder.h"

namespace wms::scenarios {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

fs::path root() {
    return sage::source_folder();
}

fs::path folder() {
    return root() / "tests" / "scenarios";
}

template <class T>
T required(Result<T> result) {
    if (!result.ok()) {
        throw std::runtime_error(wms::in_one_line(result.problem()));
    }
    return std::move(result).value();
}

std::string text_of(const fs::path& file) {
    return required(read_file(file, std::size_t{1} << 24));
}

const std::vector<Scenario>& scenarios() {
    static const std::vector<Scenario> all = required(read_all({folder()}));
    return all;
}

const json::object& switches() {
    static const json::object all = required(read_switches(folder()));
    return all;
}

PlayOptions with_plugin_of(const std::string& edition, const DataSources* data_sources = nullptr) {
    return {fs::path(SAGE_PLUGIN_FILE).parent_path() / ("sage_" + edition + ".so"),
            SAGE_SIMULATOR_PROGRAM,
            {},
            data_sources};
}

/// Promises that are about postings, money, corrections and set-up, by their rows.
std::set<std::string> rows() {
    std::set<std::string> all;
    for (const auto& [first, last] :
         std::initializer_list<std::pair<int, int>>{{1, 69}, {72, 73}, {77, 80}}) {
        for (int row = first; row <= last; ++row) {
            all.insert(row < 10 ? "0" + std::to_string(row) : std::to_string(row));
        }
    }
    return all;
}

/// Plays the cases that are going to be tested before they are, several at once: each waits for
/// half of its time, for programs to start and to end.
class Ahead : public ::testing::Environment {
  public:
    void add(const std::string& test, const Playable& playable) {
        playables_.emplace(test, playable);
    }
    void SetUp() override {
        data_sources_ = required(DataSources::open());
        const ::testing::UnitTest& all = *::testing::UnitTest::GetInstance();
        for (int suite = 0; suite < all.total_test_suite_count(); ++suite) {
            const ::testing::TestSuite& tests = *all.GetTestSuite(suite);
            for (int test = 0; test < tests.total_test_count(); ++test) {
                const ::testing::TestInfo& info = *tests.GetTestInfo(test);
                const auto found = playables_.find(name_of(info));
                if (info.should_run() && found != playables_.end()) {
                    played_[found->first] = std::promise<Findings>();
                    waiting_.push_back(&*found);
                }
            }
        }
        const unsigned crew_size = 2 * std::max(std::thread::hardware_concurrency(), 1U);
        for (unsigned index = 0; index < crew_size; ++index) {
            crew_.emplace_back([this] { play_some(); });
        }
    }
    void TearDown() override {
        for (std::thread& thread : crew_) {
            thread.join();
        }
        crew_.clear();
        data_sources_.reset();
        waiting_.clear();
        next_ = 0;
    }
    Findings wait_for(const ::testing::TestInfo& info) {
        return played_.at(name_of(info)).get_future().get();
    }

  private:
    static std::string name_of(const ::testing::TestInfo& info) {
        return std::string(info.test_suite_name()) + "." + info.name();
    }
    void play_some() {
        for (std::size_t at = next_++; at < waiting_.size(); at = next_++) {
            const auto& [test, one] = *waiting_[at];
            played_.at(test).set_value(play(*one.scenario, one.played(), one.edition,
                                            with_plugin_of(one.edition, data_sources_.get())));
        }
    }

    std::unique_ptr<DataSources> data_sources_;
    std::map<std::string, Playable> playables_;
    std::map<std::string, std::promise<Findings>> played_;
    std::vector<const std::pair<const std::string, Playable>*> waiting_;
    std::atomic<std::size_t> next_ = 0;
    std::vector<std::thread> crew_;
};

/// One case of one file for one edition.
class Played : public ::testing::Test {
  public:
    Played(Playable playable, Ahead& ahead) : playable_(std::move(playable)), ahead_(ahead) {}

    void TestBody() override {
        for (const Finding& finding :
             ahead_.wait_for(*::testing::UnitTest::GetInstance()->current_test_info())) {
            ADD_FAILURE() << playable_.name() << ", " << in_one_line(finding);
        }
    }

  private:
    const Playable playable_;
    Ahead& ahead_;
};

/// "row-03-lines" and "intacct" as a name that a filter can pick, and under a switch besides.
std::string suite_of(const Playable& playable) {
    std::string name = (playable.switched.empty() ? "" : "under_" + playable.switched + "_") +
                       playable.scenario->file + "_" + playable.edition;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

void add_tests(const std::vector<Playable>& all, Ahead& ahead) {
    for (const Playable& one : all) {
        const std::string name =
            one.played().name +
            (one.switched.empty()
                 ? ""
                 : "_" + std::to_string(std::hash<json::value>()(json::parse(one.value))));
        ahead.add(suite_of(one) + "." + name, one);
        ::testing::RegisterTest(
            suite_of(one).c_str(), name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
            [one, &ahead]() -> ::testing::Test* { return new Played(one, ahead); });
    }
}

void add_tests(Ahead& ahead) {
    for (const std::string& edition : editions()) {
        for (const Scenario& scenario : scenarios()) {
            add_tests(cases_of(scenario, edition), ahead);
        }
        add_tests(required(cases_under_switches(switches(), scenarios(), edition)), ahead);
    }
}

TEST(Switches, each_of_the_simulated_sage_is_played_or_has_a_reason_why_not) {
    for (const std::string& edition : editions()) {
        sage::testing::BoxOptions options;
        options.edition = edition;
        sage::testing::SageInABox box(options);
        const json::value all = json::parse(box.control().get("/control/behaviours").value());
        std::set<std::string> there;
        for (const auto& [name, start] : all.as_object()) {
            there.insert(name);
        }
        std::set<std::string> named;
        for (const auto& [name, why] : child(child(switches(), edition), "elsewhere")) {
            named.insert(name);
        }
        for (const json::value& group : child(switches(), edition).at("played").as_array()) {
            for (const auto& [name, values] : child(group.as_object(), "switches")) {
                EXPECT_TRUE(named.insert(name).second) << name << " is played and has a reason";
                for (const json::value& value : values.as_array()) {
                    EXPECT_NE(value, all.at(name)) << name << " has that value anyway";
                }
            }
        }
        EXPECT_EQ(named, there);
    }
}

std::string readme_of(const std::string& edition) {
    return text_of(root() / "plugins" / edition / "README.md");
}

bool names_cases_that_there_are(const Scenario& scenario, const std::string& edition) {
    const json::value* const cases = child(scenario.editions, edition).if_contains("cases");
    return cases == nullptr ||
           std::all_of(cases->as_array().begin(), cases->as_array().end(),
                       [&](const json::value& name) {
                           return std::any_of(
                               scenario.cases.begin(), scenario.cases.end(), [&](const Case& one) {
                                   return name.as_string() == std::string_view(one.name);
                               });
                       });
}

TEST(Scenarios, every_row_has_a_file_or_a_reason_why_not_and_not_both) {
    std::set<std::string> with_file;
    for (const Scenario& scenario : scenarios()) {
        EXPECT_TRUE(scenario.file.starts_with("row-" + scenario.row + "-")) << scenario.file;
        EXPECT_TRUE(rows().contains(scenario.row)) << scenario.file << " is of no row of the list";
        EXPECT_TRUE(with_file.insert(scenario.row).second) << "two files of row " << scenario.row;
        for (const std::string& edition : editions()) {
            // What an edition cannot keep stands in its README with the way around it (Promises).
            EXPECT_EQ(scenario.editions.contains(edition),
                      readme_of(edition).find(scenario.file + ".json`") != std::string::npos)
                << scenario.file << " for " << edition;
            EXPECT_TRUE(names_cases_that_there_are(scenario, edition)) << scenario.file;
        }
        for (const auto& [edition, unused] : scenario.editions) {
            EXPECT_NE(std::find(editions().begin(), editions().end(), edition), editions().end())
                << scenario.file << " is for an edition that nobody plays: " << edition;
        }
        std::set<std::string> names;
        for (const Case& one : scenario.cases) {
            EXPECT_TRUE(names.insert(one.name).second) << scenario.file << ": " << one.name;
        }
    }
    EXPECT_EQ(with_file, rows());
}

constexpr int last_promise = 81;

TEST(Promises, each_is_in_the_readme_of_the_edition_with_a_test_that_there_is) {
    const std::regex path("`((?:tests|plugins)/[^` ]+)`");
    for (const std::string& edition : editions()) {
        std::vector<int> there;
        for (const Promise& promise : required(promises_in(readme_of(edition))).rows) {
            for (int row = promise.first; row <= promise.last; ++row) {
                there.push_back(row);
            }
            const std::string line = promise.shown_by + " " + promise.note;
            const bool not_yet = line.find("not yet") != std::string::npos;
            const std::sregex_iterator first(line.begin(), line.end(), path);
            EXPECT_TRUE(not_yet || first != std::sregex_iterator()) << line;
            for (std::sregex_iterator named = first; named != std::sregex_iterator(); ++named) {
                EXPECT_TRUE(fs::exists(root() / (*named)[1].str())) << line;
            }
        }
        std::vector<int> all(last_promise);
        std::iota(all.begin(), all.end(), 1);
        EXPECT_EQ(there, all) << edition;
    }
}

/// Part A to G of the list of promises.
constexpr int last_row_of_the_table = 66;

TEST(Promises, the_table_in_the_readme_is_the_one_that_the_program_prints) {
    std::vector<std::pair<std::string, Promises>> promises;
    for (const std::string& edition : editions()) {
        promises.emplace_back(edition, required(promises_in(readme_of(edition))));
    }
    const std::string table =
        table_of(scenarios(), promises, required(read_other_rows(folder())), last_row_of_the_table);
    EXPECT_NE(text_of(root() / "mock-host" / "README.md").find(table), std::string::npos)
        << "put what `mock-host scenario --table tests/scenarios` prints there:\n"
        << table;
}

TEST(Scenarios, that_are_wrong_about_sage_are_told_so) {
    Scenario scenario;
    scenario.editions["intacct"] = json::object();
    const json::value steps = json::parse(R"([
        {"submit":"despatch","id":"DN-1",
         "lines":[{"item":"LANTERN","quantity":"2","price":"3.39"}]},
        {"run":"until quiet"},
        {"expect":{"documents":[{"type":"invoice","lines":[{"item":"LANTERN","quantity":"3"}]}],
                   "writes":{"created":2},"results":{"DN-1":{"state":"held"}},
                   "stock":{"LANTERN":{"MAIN":"1000"}}}}])");
    const Case wrong{"wrong", {}, {}, steps.as_array()};
    const Findings found = play(scenario, wrong, "intacct", with_plugin_of("intacct"));
    for (const char* const place : {"/documents/0/lines/0/quantity", "/writes/created",
                                    "/results/DN-1/state", "/stock/LANTERN/MAIN"}) {
        EXPECT_TRUE(std::any_of(found.begin(), found.end(), [&](const Finding& one) {
            return one.step == "step 3 (expect)" && one.place == place && !one.expected.empty();
        })) << place;
    }
}

TEST(Scenarios, whose_steps_cannot_be_carried_out_are_told_what_to_do) {
    Scenario scenario;
    scenario.editions["intacct"] = json::object();
    for (const auto& [steps, told] : std::initializer_list<std::pair<const char*, const char*>>{
             {R"([{"command":["stock","--data","${folder}"]},{"wait":{"hours":1}}])",
              "scenario.stopped"},
             {R"([{"command":["stock","--data","${folder}"]},{"expect":{"outbox":{"held":0}}}])",
              "scenario.stopped"},
             {R"([{"command":["dance"]},{"restart":true}])", "there is 2"},
             {R"([{"command":["stock","--data","${nowhere}"]},{"restart":true}])",
              "scenario.place"}}) {
        const Case wrong{"wrong", {}, {}, json::parse(steps).as_array()};
        const Findings found = play(scenario, wrong, "intacct", with_plugin_of("intacct"));
        ASSERT_FALSE(found.empty()) << steps;
        EXPECT_NE(in_one_line(found.front()).find(told), std::string::npos)
            << in_one_line(found.front());
        EXPECT_FALSE(found.front().advice.empty()) << steps;
    }
}

}  // namespace
}  // namespace wms::scenarios

int main(int count, char** words) {
    ::testing::InitGoogleTest(&count, words);
    auto* const ahead = new wms::scenarios::Ahead();
    ::testing::AddGlobalTestEnvironment(ahead);  // It owns it.
    wms::scenarios::add_tests(*ahead);
    return RUN_ALL_TESTS();
}
