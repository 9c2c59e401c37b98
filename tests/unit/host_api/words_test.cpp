// SPDX-License-Identifier: Apache-2.0
// Plan: README and requirements name what there is and nothing else: schemas, statuses, numbers of
// requirements, and the tests that check them.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/support/source_folder.h"
#include "tests/unit/host_api/schema_checker.h"
#include "wms/wms_plugin.h"

namespace contract {
namespace {

namespace fs = std::filesystem;

const std::string root = sage::source_folder() + "/";

/// The first group of every match.
std::set<std::string> all_matches(const std::string& text, const std::string& pattern) {
    const std::regex expression(pattern);
    std::set<std::string> found;
    for (std::sregex_iterator match(text.begin(), text.end(), expression), end; match != end;
         ++match) {
        found.insert((*match)[1]);
    }
    return found;
}

std::string sources_under(const std::vector<std::string>& folders) {
    std::string all;
    for (const std::string& folder : folders) {
        for (const auto& entry : fs::recursive_directory_iterator(root + folder)) {
            const std::string ending = entry.path().extension().string();
            if (entry.is_regular_file() && (ending == ".cpp" || ending == ".h")) {
                all += text_of_file(entry.path().string()) + "\n";
            }
        }
    }
    return all;
}

std::set<std::string> requirement_numbers() {
    return all_matches(text_of_file(root + "host-api/requirements.md"),
                       "\n\\| (WMS-[PH]-[0-9]{3}) \\|");
}

TEST(Readme, links_every_schema_and_no_other) {
    const std::string readme = text_of_file(root + "host-api/README.md");
    std::set<std::string> linked =
        all_matches(readme, "\\(schemas/([A-Za-z.]+)\\.schema\\.json\\)");
    linked.erase("common");
    const std::vector<std::string> names = schema_names();
    EXPECT_EQ(linked, std::set<std::string>(names.begin(), names.end()));
}

TEST(Readme, links_only_files_that_exist) {
    const std::string readme = text_of_file(root + "host-api/README.md");
    const std::set<std::string> links = all_matches(readme, "\\]\\(([^)#:]+)\\)");
    EXPECT_GE(links.size(), 30U);
    for (const std::string& link : links) {
        EXPECT_TRUE(fs::exists(root + "host-api/" + link)) << link;
    }
}

TEST(Readme, names_every_status_with_its_number) {
    const std::string header = text_of_file(root + "host-api/include/wms/wms_plugin.h");
    const std::string readme = text_of_file(root + "host-api/README.md");
    const std::set<std::string> statuses =
        all_matches(header, "#define (WMS_(?:OK|IDLE|DUPLICATE|E_[A-Z_]+) [0-9]+)");
    EXPECT_EQ(statuses.size(), 16U);
    for (const std::string& status : statuses) {
        const std::size_t blank = status.find(' ');
        const std::string words = "`" + status.substr(0, blank) + "` " + status.substr(blank + 1);
        EXPECT_NE(readme.find(words), std::string::npos) << words;
    }
}

TEST(Readme, links_schemas_that_the_header_names) {
    const std::string header = text_of_file(root + "host-api/include/wms/wms_plugin.h");
    const std::set<std::string> named = all_matches(header, "schemas/([A-Za-z.]+)\\.schema\\.json");
    EXPECT_GE(named.size(), 4U);
    for (const std::string& name : named) {
        EXPECT_FALSE(schema_text(name).empty()) << name;
    }
}

TEST(Requirements, are_numbered_without_gap_and_each_once) {
    const std::string text = text_of_file(root + "host-api/requirements.md");
    const std::set<std::string> numbers = requirement_numbers();
    std::map<std::string, int> greatest;
    for (const std::string& number : numbers) {
        const std::string side = number.substr(0, 5);
        EXPECT_EQ(std::stoi(number.substr(6)), ++greatest[side]) << number;
        const std::string row = "\n| " + number + " |";
        EXPECT_EQ(text.find(row, text.find(row) + 1), std::string::npos) << number;
    }
    EXPECT_GE(greatest["WMS-P"], 40);
    EXPECT_GE(greatest["WMS-H"], 20);
}

TEST(Requirements, have_a_text_a_consequence_and_a_check_each) {
    const std::string text = text_of_file(root + "host-api/requirements.md");
    const std::regex row("\n\\| (WMS-[PH]-[0-9]{3}) \\| ([^|\n]+) \\| ([^|\n]+) \\| ([^|\n]+) \\|");
    std::set<std::string> complete;
    for (std::sregex_iterator match(text.begin(), text.end(), row), end; match != end; ++match) {
        complete.insert((*match)[1]);
        const std::string check = (*match)[4];
        EXPECT_NE(check.find_first_of("`*:"), std::string::npos) << (*match)[1];
    }
    EXPECT_EQ(complete, requirement_numbers());
}

TEST(Requirements, name_tests_that_exist) {
    const std::string tests = sources_under({"tests"});
    const std::set<std::string> named = all_matches(text_of_file(root + "host-api/requirements.md"),
                                                    "`([A-Z][A-Za-z]+\\.[a-z0-9_]+)`");
    EXPECT_GE(named.size(), 40U);
    std::set<std::string> existing;
    const std::regex declaration("TEST(?:_F|_P)?\\(([A-Za-z]+),\\s*([a-z0-9_]+)\\)");
    for (std::sregex_iterator match(tests.begin(), tests.end(), declaration), end; match != end;
         ++match) {
        existing.insert((*match)[1].str() + "." + (*match)[2].str());
    }
    for (const std::string& name : named) {
        EXPECT_TRUE(existing.contains(name)) << "there is no test " << name;
    }
}

TEST(Requirements, that_the_code_names_exist) {
    const std::set<std::string> numbers = requirement_numbers();
    const std::string code = sources_under({"mock-host", "sage-adapter", "plugins"});
    for (const std::string& number : all_matches(code, "(WMS-[PH]-[0-9]{3})")) {
        EXPECT_TRUE(numbers.contains(number)) << number;
    }
}

}  // namespace
}  // namespace contract
