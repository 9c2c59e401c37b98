// SPDX-License-Identifier: Apache-2.0
// Where and when a document counts, from the warehouse into Sage and back: departments and classes
// of its lines, and the day in the books when its own is in a closed period. What Sage holds is
// what the settings ask for, the preview shows it before, and what is held goes on when its cause
// is gone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;

constexpr std::int64_t patience_ms = 24 * 3'600'000LL;
constexpr const char* closed_november = R"({"closedUntil":"2025-11-30"})";

class Places : public ::testing::Test {
  protected:
    Places() {
        BoxOptions options;
        options.configure = [this](const std::string& configuration) {
            json::value all = json::parse(configuration);
            const json::value wanted = json::parse(settings);
            for (const auto& setting : wanted.as_object()) {
                all.as_object()[setting.key()] = setting.value();
            }
            return json::serialize(all);
        };
        box = std::make_unique<SageInABox>(options);
    }

    void change(const char* in_sage) {
        const auto done = box->control().post("/control/change", in_sage);
        ASSERT_TRUE(done.ok()) << wms::in_one_line(done.problem());
    }

    // One despatch of 20 November 2025, previewed and submitted.
    void post() {
        wms::Host& host = box->connect();
        preview = json::parse(
            host.query(R"({"query":"preview","document":)" + message.json + "}").value());
        ASSERT_TRUE(host.submit(message).ok());
        settle();
    }

    // The settings may have changed since.
    void start_again() {
        posting = {};
        box->disconnect();
        box->connect();
        settle();
    }

    void settle() {
        ASSERT_TRUE(box->host().settle(patience_ms).ok());
        // A host that has started again is told of what has happened since.
        if (const auto found = box->host().postings().find(message.id)) {
            posting = *found;
        }
    }

    json::value told() {
        return json::parse(
            box->host().query(R"({"query":"document","messageId":")" + message.id + "\"}").value());
    }

    // The bodies of documents that Sage was sent.
    std::vector<json::value> received() {
        std::vector<json::value> bodies;
        const json::value all =
            json::parse(box->control().get("/control/received?limit=1000").value());
        for (const json::value& one : all.at("received").as_array()) {
            if (one.at("method").as_string() == "POST" &&
                std::string(one.at("target").as_string()).find("document::") != std::string::npos) {
                bodies.push_back(json::parse(one.at("body").as_string()));
            }
        }
        return bodies;
    }

    std::string settings = "{}";
    wms::Message message = despatch_of("DN-1001-1", 2);
    std::unique_ptr<SageInABox> box;
    wms::Posting posting;
    json::value preview;
};

TEST_F(Places, lines_are_in_sage_under_the_department_and_class_of_their_rule) {
    change(R"({"item":{"id":"SKU-100","productLine":"LANTERNS"}})");
    settings = R"({"dimensions":[
        {"itemClasses":["LANTERNS"], "set":{"department":"WEB"}},
        {"customers":["CUST-001"], "locationIds":["MAIN"], "set":{"class":"RETAIL",
            "department":"SALES"}}]})";
    ASSERT_NO_FATAL_FAILURE(post());
    EXPECT_EQ(posting.state, "posted");
    EXPECT_TRUE(posting.verified) << "read back, dimensions of the lines included";
    ASSERT_EQ(received().size(), 1U);
    const json::value body = received().front();
    for (const char* line : {"/lines/0", "/lines/1"}) {
        const json::value& dimensions = body.at_pointer(std::string(line) + "/dimensions");
        EXPECT_EQ(dimensions.at("department").at("id"), "WEB") << "the first rule that sets it";
        EXPECT_EQ(dimensions.at("class").at("id"), "RETAIL");
    }
    const json::value& previewed = preview.at("requests").at(0).at("body");
    EXPECT_THAT(json::serialize(previewed), HasSubstr("WEB"));
}

TEST_F(Places, a_line_under_another_department_in_sage_is_told_by_the_read_back) {
    settings = R"({"dimensions":[{"set":{"department":"WEB"}}]})";
    ASSERT_NO_FATAL_FAILURE(post());
    ASSERT_TRUE(posting.verified);
    const std::string key(told().at("sageDocument").at("key").as_string());
    change((R"({"document":{"key":")" + key +
            R"(","line":1,"set":{"dimensions.department":"SALES"}}})")
               .c_str());
    const json::value seen =
        json::parse(box->host()
                        .query(R"({"query":"reconcile","from":"2025-11-01","to":"2026-12-31"})")
                        .value());
    SCOPED_TRACE(json::serialize(seen));
    ASSERT_TRUE(box->host().settle(patience_ms).ok());
    EXPECT_THAT(json::serialize(told()), HasSubstr("dimensions.department.id"));
}

TEST_F(Places, a_department_that_is_inactive_holds_until_it_is_not) {
    change(R"({"department":{"id":"WEB","status":"inactive"}})");
    settings = R"({"dimensions":[{"set":{"department":"WEB"}}]})";
    ASSERT_NO_FATAL_FAILURE(post());
    EXPECT_EQ(posting.state, "held");
    EXPECT_EQ(posting.problem.code, "intacct.dimension_unknown");
    EXPECT_EQ(preview.at("problems").at(0).at("fieldPath"), "/dimensions/0/set/department");
    EXPECT_THAT(std::string(box->host().query(R"({"query":"held","limit":5})").value()),
                HasSubstr("dimension:department:WEB"));
    EXPECT_TRUE(received().empty());

    change(R"({"department":{"id":"WEB","status":"active"}})");
    ASSERT_NO_FATAL_FAILURE(start_again());
    EXPECT_EQ(posting.state, "posted");
    EXPECT_TRUE(posting.verified);
}

TEST_F(Places, a_despatch_of_a_closed_month_is_in_the_books_on_the_first_open_day) {
    change(closed_november);
    settings = R"({"dates":{"openFrom":"2025-12-01",
                            "closedPeriod":{"despatchAdvice":"firstOpenDay"}}})";
    ASSERT_NO_FATAL_FAILURE(post());
    EXPECT_EQ(posting.state, "posted");
    EXPECT_TRUE(posting.verified) << "read back, both dates included";
    ASSERT_EQ(received().size(), 1U) << "nothing that Sage would refuse was sent";
    const json::value body = received().front();
    EXPECT_EQ(body.at("txnDate"), "2025-11-20");
    EXPECT_EQ(body.at("postingDate"), "2025-12-01");
    EXPECT_THAT(std::string(body.at("memo").as_string()), HasSubstr("Business date: 2025-11-20"));
    EXPECT_THAT(json::serialize(told().at("sageDocument")), HasSubstr("mapping.date_moved"));
    EXPECT_EQ(preview.at("outcome"), "post");
    EXPECT_EQ(preview.at("problems").at(0).at("code"), "mapping.date_moved");
    EXPECT_THAT(json::serialize(preview.at("requests")), HasSubstr("2025-12-01"));
}

TEST_F(Places, a_date_before_the_first_open_day_is_held_and_not_sent_until_the_settings_change) {
    change(closed_november);
    settings = R"({"dates":{"openFrom":"2025-12-01"}})";
    ASSERT_NO_FATAL_FAILURE(post());
    EXPECT_EQ(posting.state, "held");
    EXPECT_EQ(posting.problem.code, "mapping.period_closed");
    EXPECT_EQ(preview.at("problems").at(0).at("code"), "mapping.period_closed");
    EXPECT_TRUE(received().empty());

    ASSERT_NO_FATAL_FAILURE(start_again());
    EXPECT_EQ(told().at("state"), "held") << "nothing has changed";
    EXPECT_TRUE(received().empty());

    change(R"({"closedUntil":"2025-10-31"})");
    settings = R"({"dates":{"openFrom":"2025-11-01"}})";
    ASSERT_NO_FATAL_FAILURE(start_again());
    EXPECT_EQ(posting.state, "posted");
    EXPECT_FALSE(received().front().as_object().contains("postingDate"));
}

TEST_F(Places, what_sage_refused_for_its_period_moves_once_the_settings_say_that_it_is_closed) {
    change(closed_november);
    ASSERT_NO_FATAL_FAILURE(post());
    EXPECT_EQ(posting.state, "held");
    EXPECT_EQ(posting.problem.code, "intacct.period_closed");
    ASSERT_EQ(received().size(), 1U);

    settings = R"({"dates":{"openFrom":"2025-12-01",
                            "closedPeriod":{"despatchAdvice":"firstOpenDay"}}})";
    ASSERT_NO_FATAL_FAILURE(start_again());
    EXPECT_EQ(posting.state, "posted");
    ASSERT_EQ(received().size(), 2U);
    EXPECT_EQ(received().back().at("postingDate"), "2025-12-01");
}

}  // namespace
}  // namespace sage::testing
