// SPDX-License-Identifier: Apache-2.0
// Plan: the answer is compared with what the step wants, and what differs is a finding; numbers of
// messages are put in on both sides; a refusal is its code.
#include "mock-host/scenario/query_step.h"

#include <boost/json.hpp>

#include "tests/unit/mock_host/host_fixture.h"

namespace wms::scenarios {
namespace {

namespace json = boost::json;

class QueryStep : public wms::testing::HostTest {
  protected:
    QueryStep() : host_(start("{}")) {}

    static Result<std::string> id_of(const std::string& name) {
        return name == "DN-1" ? Result<std::string>(std::string("running"))
                              : Result<std::string>(
                                    Problem{"scenario.name", name, "It is not known.", "", ""});
    }
    Result<Findings> asked(const char* query, const char* wanted) {
        return ask(*host_, json::parse(query).as_object(), json::parse(wanted), id_of, next_);
    }
    std::string first(const char* query, const char* wanted) {
        const Result<Findings> found = asked(query, wanted);
        return !found.ok()             ? found.problem().code
               : found.value().empty() ? "as wanted"
                                       : in_one_line(found.value().front());
    }
    std::unique_ptr<Host> host_;
    json::value next_;
};

TEST_F(QueryStep, an_answer_that_is_as_wanted_is_no_finding) {
    EXPECT_EQ(first(R"({"query":"status"})", R"({"state":"running","counts":{"queued":0}})"),
              "as wanted");
}

TEST_F(QueryStep, an_answer_that_differs_is_told_with_all_of_it) {
    const Result<Findings> found = asked(R"({"query":"status"})", R"({"state":"stopped"})");
    ASSERT_TRUE(found.ok() && found.value().size() == 2);
    EXPECT_EQ(found.value()[0].place, "/answer/state");
    EXPECT_EQ(found.value()[0].expected, "\"stopped\"");
    EXPECT_NE(found.value()[1].found.find("\"counts\""), std::string::npos);
}

TEST_F(QueryStep, a_refusal_is_its_code) {
    EXPECT_EQ(first(R"({"query":"other"})", R"("fake.query")"), "as wanted");
    EXPECT_NE(first(R"({"query":"other"})", R"("fake.nothing")"), "as wanted");
    EXPECT_NE(first(R"({"query":"other"})", R"({"state":"running"})"), "as wanted");
}

TEST_F(QueryStep, the_number_of_a_message_is_put_in_on_both_sides) {
    EXPECT_EQ(first(R"({"query":"status"})", R"({"state":"messageId of DN-1"})"), "as wanted");
    EXPECT_EQ(first(R"({"query":"status"})", R"({"state":"messageId of DN-2"})"), "scenario.name");
    EXPECT_EQ(first(R"({"query":"status","of":"messageId of DN-2"})", R"({"state":"running"})"),
              "scenario.name");
}

TEST_F(QueryStep, a_report_is_compared_as_an_answer_is) {
    const auto first_of = [this](const char* wanted) {
        const Result<Findings> found = report_of(*host_, json::parse(wanted));
        return !found.ok()             ? found.problem().code
               : found.value().empty() ? "as wanted"
                                       : in_one_line(found.value().front());
    };
    EXPECT_EQ(first_of("{}"), "as wanted");
    EXPECT_NE(first_of(R"({"ok":true})").find("/answer/ok"), std::string::npos);
    EXPECT_NE(first_of(R"("fake.check")"), "as wanted");
}

}  // namespace
}  // namespace wms::scenarios
