// SPDX-License-Identifier: Apache-2.0
// Plan: rows are counted and told with their place in the file; a document of Sage that was found
// for an earlier line makes the later one ambiguous; what is no answer is refused. (The command as
// a whole: main_test.cpp.)
#include "mock-host/shadow_query.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

namespace json = boost::json;

class Shadow : public ::testing::Test {
  protected:
    Shadow() {
        options.say = [this](std::string_view line) { said += std::string(line) + "\n"; };
        options.tell = [this](std::string_view row) { rows.push_back(json::parse(row)); };
    }
    static std::string row(const std::string& outcome, const std::string& id,
                           const std::string& key = "") {
        const std::string found =
            key.empty() ? "" : R"({"type":"Sales Invoice","key":")" + key + R"("})";
        return R"({"outcome":")" + outcome + R"(","documentId":")" + id + R"(","sageDocuments":[)" +
               found +
               R"(],"differences":[{"field":"txnDate","expected":"a","found":"b"}],"problems":[]})";
    }

    ShadowQueryOptions options;
    std::string said;
    std::vector<json::value> rows;
};

TEST_F(Shadow, rows_are_counted_and_told_with_their_place) {
    ShadowReport report(options);
    const std::string answer = R"({"rows":[)" + row("identical", "D1", "1") + "," +
                               row("different", "D2", "2") + "," + row("missing", "D3") + "," +
                               row("ambiguous", "D4") + "," + row("notMapped", "D5") + "," +
                               row("unanswered", "D6") + "]}";
    ASSERT_TRUE(report.add_answer(answer, {1, 2, 4, 5, 6, 7}).ok());
    const ShadowCounts& counts = report.counts();
    EXPECT_FALSE(counts.all_identical());
    EXPECT_EQ(json_line(counts),
              R"({"summary":{"documents":6,"identical":1,"different":1,"missing":1,)"
              R"("ambiguous":1,"notMapped":1,"unanswered":1}})");
    EXPECT_EQ(text_of(counts),
              "6 documents: 1 identical, 1 different, 1 missing, 1 ambiguous, 1 cannot be mapped, "
              "1 unanswered\n");
    ASSERT_EQ(rows.size(), 6U);
    EXPECT_EQ(rows[2].at("line"), 4);
    EXPECT_EQ(said.find("D1"), std::string::npos) << said;
    EXPECT_NE(said.find("different D2 (line 2) 2\n  txnDate: warehouse \"a\", Sage \"b\"\n"),
              std::string::npos)
        << said;
}

TEST_F(Shadow, a_document_found_for_an_earlier_line_is_not_found_for_a_later_one) {
    ShadowReport report(options);
    ASSERT_TRUE(report.add_answer(R"({"rows":[)" + row("identical", "D1", "1") + "]}", {1}).ok());
    ASSERT_TRUE(report
                    .add_answer(R"({"rows":[)" + row("different", "D2", "1") + "," +
                                    row("identical", "D3", "2") + "]}",
                                {51, 52})
                    .ok());
    EXPECT_EQ(report.counts().identical, 2);
    EXPECT_EQ(report.counts().ambiguous, 1);
    EXPECT_EQ(rows[1].at("outcome"), "ambiguous");
    EXPECT_EQ(rows[1].at("problems").at(0).at("code"), "shadow.found_for_several");
}

TEST_F(Shadow, what_is_no_document_is_not_mapped_with_its_problem) {
    ShadowReport report(options);
    report.add_unreadable(3, {"a.b", "line 3", "It is none.", "Mend it.", "warehouse"});
    EXPECT_EQ(report.counts().not_mapped, 1);
    EXPECT_EQ(rows.at(0).at("line"), 3);
    EXPECT_EQ(rows.at(0).at("problems").at(0).at("code"), "a.b");
    EXPECT_NE(said.find("notMapped line 3\n  a.b : It is none. Mend it.\n"), std::string::npos)
        << said;
}

TEST_F(Shadow, what_is_no_answer_is_refused) {
    ShadowReport report(options);
    for (const char* answer : {"", "[", "[]", "{}", R"({"rows":[]})", R"({"rows":[1,2]})"}) {
        const Done added = report.add_answer(answer, {1});
        ASSERT_FALSE(added.ok()) << answer;
        EXPECT_EQ(added.problem().code, "host.shadow_malformed");
    }
    EXPECT_TRUE(report.add_answer(R"({"rows":[7]})", {1}).ok());
    EXPECT_EQ(report.counts().unanswered, 1);
}

TEST_F(Shadow, a_file_that_cannot_be_read_is_told_before_anything_is_started) {
    const testing::TemporaryFolder folder;
    options.file = folder / "none.jsonl";
    options.session.plugin = folder / "none.so";
    EXPECT_EQ(ask_shadow(options).problem().code, "file.not_readable");
}

}  // namespace
}  // namespace wms
