// SPDX-License-Identifier: Apache-2.0
// The promises of the product, each a file of tests/scenarios (README.md there): every case is
// played for every edition that the file names, with the plugin loaded through the C interface and
// the edition's simulated Sage. Which rows of the list of promises must have a file is written down
// here, so that none can be forgotten. A few cases are played once more under each switch of the
// simulated Sage for what nobody knows of the real one (tests/scenarios/switches.json).
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <numeric>
#include <regex>
#include <set>
#include <sstream>

#include "tests/scenarios/play.h"
#include "tests/scenarios/words.h"

namespace sage::scenarios {
namespace {

namespace json = boost::json;

/// Promises that are about postings, money, corrections and set-up, by their rows.
std::set<std::string> rows() {
    std::set<std::string> all;
    for (const auto& [first, last] : std::initializer_list<std::pair<int, int>>{
             {1, 17}, {27, 42}, {45, 54}, {62, 62}, {66, 67}, {69, 69}, {72, 73}, {77, 80}}) {
        for (int row = first; row <= last; ++row) {
            all.insert(row < 10 ? "0" + std::to_string(row) : std::to_string(row));
        }
    }
    return all;
}

/// One case of one file for one edition.
class Played : public ::testing::Test {
  public:
    Played(Scenario scenario, std::size_t number, std::string edition)
        : scenario_(std::move(scenario)), number_(number), edition_(std::move(edition)) {}

    void TestBody() override {
        const Findings found = Play(scenario_, scenario_.cases.at(number_), edition_).run();
        for (const std::string& finding : found) {
            ADD_FAILURE() << scenario_.file << ", " << scenario_.cases.at(number_).name << ", "
                          << finding;
        }
    }

  private:
    const Scenario scenario_;
    const std::size_t number_;
    const std::string edition_;
};

/// "row-03-lines" and "intacct" as a name that a filter can pick.
std::string suite_of(const Scenario& scenario, const std::string& edition) {
    std::string name = scenario.file + "_" + edition;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

void add_tests() {
    for (const auto& file : files()) {
        const Scenario scenario = read(file);
        for (const std::string& edition : editions()) {
            for (std::size_t number = 0; number < scenario.cases.size(); ++number) {
                if (!is_played(scenario, edition, scenario.cases[number].name)) {
                    continue;
                }
                ::testing::RegisterTest(
                    suite_of(scenario, edition).c_str(), scenario.cases[number].name.c_str(),
                    nullptr, nullptr, __FILE__, __LINE__,
                    [=]() -> ::testing::Test* { return new Played(scenario, number, edition); });
            }
        }
    }
}

const json::object& switches_of(const std::string& edition) {
    static const json::value all = json::parse(text_of(folder() / "switches.json"));
    return child(all.as_object(), edition);
}

/// "row-42-stock/a_day" under one value of one switch.
void add_test_under(const std::string& edition, const std::string& played, const std::string& name,
                    const json::value& value) {
    const std::size_t slash = played.find('/');
    Scenario scenario = read(folder() / (played.substr(0, slash) + ".json"));
    const auto found =
        std::find_if(scenario.cases.begin(), scenario.cases.end(),
                     [&](const Case& one) { return one.name == played.substr(slash + 1); });
    if (found == scenario.cases.end()) {
        throw std::runtime_error("switches.json names " + played + ", which there is not");
    }
    const auto number = static_cast<std::size_t>(found - scenario.cases.begin());
    json::value& begin = scenario.editions[edition].as_object()["begin"];
    json::array changes = begin.is_array()    ? begin.get_array()
                          : begin.is_object() ? json::array{begin}
                                              : json::array{};
    changes.push_back(json::object{{"switches", json::object{{name, value}}}});
    begin = std::move(changes);
    scenario.file = "under_" + name + "_" + played.substr(0, slash);
    const std::string test = found->name + "_" + std::to_string(std::hash<json::value>()(value));
    ::testing::RegisterTest(
        suite_of(scenario, edition).c_str(), test.c_str(), nullptr, nullptr, __FILE__, __LINE__,
        [=]() -> ::testing::Test* { return new Played(scenario, number, edition); });
}

void add_tests_under_switches() {
    for (const std::string& edition : editions()) {
        for (const json::value& group : switches_of(edition).at("played").as_array()) {
            for (const auto& [name, values] : child(group.as_object(), "switches")) {
                for (const json::value& value : values.as_array()) {
                    for (const json::value& played : group.at("cases").as_array()) {
                        add_test_under(edition, std::string(played.as_string()), name, value);
                    }
                }
            }
        }
    }
}

TEST(Switches, each_of_the_simulated_sage_is_played_or_has_a_reason_why_not) {
    for (const std::string& edition : editions()) {
        testing::BoxOptions options;
        options.edition = edition;
        testing::SageInABox box(options);
        const json::value all = json::parse(box.control().get("/control/behaviours").value());
        std::set<std::string> there;
        for (const auto& [name, start] : all.as_object()) {
            there.insert(name);
        }
        std::set<std::string> named;
        for (const auto& [name, why] : child(switches_of(edition), "elsewhere")) {
            named.insert(name);
        }
        for (const json::value& group : switches_of(edition).at("played").as_array()) {
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
    const auto root = folder().parent_path().parent_path();
    return text_of(root / "plugins" / edition / "README.md");
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
    for (const auto& file : files()) {
        const Scenario scenario = read(file);
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

constexpr int promises = 81;

/// "7" or "18–26" as the promises it stands for.
std::vector<int> numbers_in(const std::string& cell) {
    const std::size_t dash = cell.find("–");
    const int first = std::stoi(cell);
    const int last = dash == std::string::npos ? first : std::stoi(cell.substr(dash + 3));
    std::vector<int> all(static_cast<std::size_t>(last - first + 1));
    std::iota(all.begin(), all.end(), first);
    return all;
}

TEST(Promises, each_is_in_the_readme_of_the_edition_with_a_test_that_there_is) {
    const auto root = folder().parent_path().parent_path();
    const std::regex row(R"(\| (\d+(?:–\d+)?) \| ([^|]*) \| ([^|]*) \|)");
    const std::regex path("`((?:tests|plugins)/[^` ]+)`");
    for (const std::string& edition : editions()) {
        const std::string readme = readme_of(edition);
        std::istringstream lines(
            readme.substr(std::min(readme.find("## The promises\n"), readme.size())));
        std::vector<int> there;
        for (std::string line; std::getline(lines, line);) {
            std::smatch cells;
            if (!std::regex_match(line, cells, row)) {
                continue;
            }
            const std::vector<int> numbers = numbers_in(cells[1]);
            there.insert(there.end(), numbers.begin(), numbers.end());
            const bool not_yet = line.find("not yet") != std::string::npos;
            const std::sregex_iterator first(line.begin(), line.end(), path);
            EXPECT_TRUE(not_yet || first != std::sregex_iterator()) << line;
            for (std::sregex_iterator named = first; named != std::sregex_iterator(); ++named) {
                EXPECT_TRUE(std::filesystem::exists(root / (*named)[1].str())) << line;
            }
        }
        std::vector<int> all(promises);
        std::iota(all.begin(), all.end(), 1);
        EXPECT_EQ(there, all) << edition;
    }
}

/// A scenario of the least there can be, with other steps or members.
std::string small(const std::string& steps, const std::string& member = "") {
    return R"({"row":"01","promise":"Something holds.","editions":{"intacct":{}},)" + member +
           R"("cases":[{"name":"one","steps":[)" + steps + "]}]}";
}

constexpr const char* expects_nothing_in_sage = R"({"expect":{"documents":[]}})";

TEST(ScenarioFiles, are_refused_for_whatever_is_not_in_the_format) {
    const std::string run = R"({"run":"until quiet"},)";
    EXPECT_TRUE(violations(small(run + expects_nothing_in_sage)).empty());
    EXPECT_FALSE(violations(small(run + R"({"restart":true})")).empty()) << "expects nothing";
    EXPECT_FALSE(violations(small(run + expects_nothing_in_sage, R"("extra":1,)")).empty());
    EXPECT_FALSE(violations(small(run + R"({"expect":{}})")).empty());
    EXPECT_FALSE(violations(small(run + R"({"expect":{"document":[]}})")).empty());
    EXPECT_FALSE(violations(small(run + R"({"expect":{"documents":[{"type":"invoice",)"
                                        R"("lines":[{"quantitty":"1"}]}]}})"))
                     .empty());
    EXPECT_FALSE(violations(small(R"({"run":"until quiet","restart":true},)" +
                                  std::string(expects_nothing_in_sage)))
                     .empty())
        << "two verbs in one step";
    EXPECT_FALSE(
        violations(small(R"({"sage":"tired"},)" + std::string(expects_nothing_in_sage))).empty());
    EXPECT_FALSE(
        violations(small(R"({"submit":"despatch"},)" + std::string(expects_nothing_in_sage)))
            .empty())
        << "a document without a number";
    EXPECT_FALSE(violations(R"({"row":"01","row":"02"})").empty()) << "a member twice";
    EXPECT_FALSE(violations("no JSON").empty());
}

TEST(ScenarioFiles, leave_out_what_an_edition_has_no_place_for) {
    const json::value edition =
        json::parse(R"({"without":["stock","documents.note","documents.lines.unit"]})");
    const json::value expected = json::parse(
        R"({"stock":{"A":{}},"documents":[{"note":"x","net":"1","lines":[{"unit":"E","item":"A"}]}],
            "oneOf":[{"stock":{}},{"writes":{}}]})");
    EXPECT_EQ(without(expected.as_object(), edition.as_object()),
              json::parse(R"({"documents":[{"net":"1","lines":[{"item":"A"}]}],
                              "oneOf":[{},{"writes":{}}]})")
                  .as_object());
    EXPECT_EQ(without(expected.as_object(), {}), expected.as_object());
    EXPECT_EQ(in_codes_of("b", json::parse(R"({"p":"intacct.x","q":"an intacct.y"})").as_object()),
              json::parse(R"({"p":"b.x","q":"an intacct.y"})").as_object());
    Scenario scenario;
    scenario.editions = json::parse(R"({"a":{},"b":{"cases":["one"]}})").as_object();
    EXPECT_TRUE(is_played(scenario, "a", "two") && is_played(scenario, "b", "one"));
    EXPECT_FALSE(is_played(scenario, "b", "two") || is_played(scenario, "c", "one"));
}

TEST(ScenarioFiles, that_expect_something_else_fail) {
    const json::value there = json::parse(
        R"({"type":"invoice","net":"10.00","note":"Left at the door","lines":[{"item":"A"}]})");
    EXPECT_TRUE(
        differences(json::parse(R"({"net":"10","note":{"contains":["door"]}})"), there).empty());
    for (const char* const expected :
         {R"({"net":"10.01"})", R"({"type":"credit"})", R"({"lines":[]})", R"({"lines":[{},{}]})",
          R"({"lines":[{"item":"B"}]})", R"({"note":{"contains":["window"]}})",
          R"({"note":{"without":["door"]}})", R"({"note":null})", R"({"memo":"x"})",
          R"({"open":false})", R"({"lines":"A"})"}) {
        EXPECT_FALSE(differences(json::parse(expected), there).empty()) << expected;
    }
}

TEST(ScenarioFiles, that_expect_what_cannot_fail_are_found_out) {
    const json::value there = json::parse(R"({"note":"Left at the door","lines":[{"item":"A"}]})");
    EXPECT_TRUE(unnoticed_changes(json::parse(R"({"lines":[{"item":"A"}],"memo":null,
                                                  "note":{"contains":["door"]}})"),
                                  there)
                    .empty());
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
    const Findings found = Play(scenario, wrong, "intacct").run();
    for (const char* const place : {"/documents/0/lines/0/quantity", "/writes/created",
                                    "/results/DN-1/state", "/stock/LANTERN/MAIN"}) {
        EXPECT_TRUE(std::any_of(found.begin(), found.end(), [&](const std::string& one) {
            return one.find(std::string(place) + ": expected") != std::string::npos;
        })) << place;
    }
}

}  // namespace
}  // namespace sage::scenarios

int main(int count, char** words) {
    ::testing::InitGoogleTest(&count, words);
    sage::scenarios::add_tests();
    sage::scenarios::add_tests_under_switches();
    return RUN_ALL_TESTS();
}
