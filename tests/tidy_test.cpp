// SPDX-License-Identifier: Apache-2.0
// Plan: each rule of the house (ARCHITECTURE.md, "Rules") is applied to every file of the project.
// That the rules see what they look for is shown with planted breaches in tests/unit/tidy.
#include <gtest/gtest.h>

#include <vector>

#include "tests/support/source_folder.h"
#include "tests/tidy/rules.h"

namespace tidy {
namespace {

class House : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        sources_ = new std::vector<Source>(read_tree(sage::source_folder()));
    }
    static void TearDownTestSuite() {
        delete sources_;
        sources_ = nullptr;
    }

    /// Applies a rule to every file and fails with all breaches at once.
    static void expect_kept(Breaches (*rule)(const Source&)) {
        Breaches all;
        for (const Source& source : *sources_) {
            const Breaches found = rule(source);
            all.insert(all.end(), found.begin(), found.end());
        }
        EXPECT_TRUE(all.empty()) << text_of(all);
    }
    static void expect_kept(Breaches (*rule)(const std::vector<Source>&)) {
        const Breaches all = rule(*sources_);
        EXPECT_TRUE(all.empty()) << text_of(all);
    }

    static std::vector<Source>* sources_;
};

std::vector<Source>* House::sources_ = nullptr;

TEST_F(House, is_seen_as_a_whole) {
    EXPECT_GT(sources_->size(), 50U);
}

TEST_F(House, r1_the_contract_includes_nothing) {
    expect_kept(contract_includes);
}

TEST_F(House, r2_the_mock_host_knows_only_the_contract) {
    expect_kept(mock_host_includes);
}

TEST_F(House, r3_a_core_folder_includes_only_folders_left_of_it) {
    expect_kept(folder_order);
}

TEST_F(House, r4_an_edition_is_pure) {
    expect_kept(edition_includes);
}

TEST_F(House, r5_third_parties_stay_behind_their_fences) {
    expect_kept(third_party_fences);
}

TEST_F(House, r6_nothing_mutable_outlives_a_call) {
    expect_kept(mutable_statics);
}

TEST_F(House, r7_money_is_never_binary_floating_point) {
    expect_kept(floating_point);
}

TEST_F(House, r7_time_and_chance_come_from_outside) {
    expect_kept(clock_and_chance);
}

TEST_F(House, r7_sql_is_never_assembled) {
    expect_kept(assembled_sql);
}

TEST_F(House, r9_every_source_has_its_unit_test) {
    expect_kept(missing_tests);
}

TEST_F(House, every_source_names_its_licence) {
    expect_kept(licence_line);
}

TEST_F(House, files_lines_and_functions_are_short) {
    expect_kept(sizes);
}

TEST_F(House, nine_of_ten_files_fit_in_350_lines) {
    expect_kept(long_files);
}

TEST_F(House, names_say_what_a_thing_is) {
    expect_kept(names);
}

TEST_F(House, nothing_is_left_for_later) {
    expect_kept(left_for_later);
}

TEST_F(House, no_secret_is_in_any_file) {
    expect_kept(secrets);
}

TEST_F(House, no_path_of_a_machine_is_in_any_file) {
    expect_kept(machine_paths);
}

TEST_F(House, tests_do_not_sleep) {
    expect_kept(sleeping_tests);
}

}  // namespace
}  // namespace tidy
