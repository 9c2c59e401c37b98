// SPDX-License-Identifier: Apache-2.0
// Plan: the warehouse's stock is asked about and what does not agree is told; what a person
// corrects is recorded before it is handed over, under the plugin's number and without touching the
// rest; of two who correct the second is told; who may only see cannot; what is none is refused.
#include "mock-host/serve/stock_correction.h"

#include "tests/unit/mock_host/fake_desk.h"

namespace wms::serve {
namespace {

namespace json = boost::json;

constexpr const char* kAnswer = R"({"readAtMs":1795189332000,"figuresOf":"itemAndSite","compared":3,
    "rows":[{"item":"LAMP","sites":["MAIN"],"warehouse":"8","sage":"10","inFlight":"-1","drift":"1",
     "cause":"manualEdit","rejectedDocuments":[],
     "correction":{"documentId":"DRIFT-1","site":"MAIN","quantity":"-1","decision":"policy"}},
    {"item":"VASE","sites":["MAIN"],"warehouse":"8","sage":"13","inFlight":"0","drift":"5",
     "cause":"documentMissing","rejectedDocuments":["DN-7"],
     "correction":{"documentId":"DRIFT-2","site":"MAIN","quantity":"-5","decision":"person"}},
    {"item":"CUP","sites":["MAIN"],"warehouse":"8","sage":null,"inFlight":"0","drift":null,
     "cause":"uncertain","rejectedDocuments":[],"correction":null}]})";

class StockCorrectionTest : public wms::testing::SiteTest {
  protected:
    StockCorrectionTest() {
        desk.described.text = R"({"queries":["stockDrift"]})";
        desk.answers["stockDrift"] = kAnswer;
        StockFigure lamp;
        lamp.item = "LAMP";
        lamp.site = "MAIN";
        desk.on_hand = std::vector<StockFigure>{lamp};
    }
    static std::string correcting(const std::string& ids) {
        return R"({"documentIds":[)" + ids + R"(],"reason":"counted twice"})";
    }
};

TEST_F(StockCorrectionTest, what_does_not_agree_is_told_to_who_may_see) {
    const Reply reply = get("/api/drift", log_in("lee"));
    ASSERT_EQ(reply.status, 200) << reply.body;
    const json::value told = json::parse(reply.body);
    EXPECT_EQ(told.at("compared"), 3);
    EXPECT_EQ(told.at("rows").as_array().size(), 3U);
    EXPECT_EQ(told.at_pointer("/rows/0/correction/documentId"), "DRIFT-1");
    EXPECT_EQ(told.at_pointer("/rows/1/documents/0"), "DN-7");
    EXPECT_TRUE(told.at_pointer("/rows/2/correction").is_null());
    EXPECT_EQ(json::parse(desk.requests.back()).at_pointer("/positions/0/item"), "LAMP");
    desk.described.text = "{}";
    EXPECT_EQ(json::parse(get("/api/drift", log_in("lee")).body).at("supported"), false);
}

TEST_F(StockCorrectionTest, what_a_person_corrects_is_recorded_and_handed_over_and_no_more) {
    const Reply reply = post("/api/drift", "sam", correcting("\"DRIFT-2\""));
    ASSERT_EQ(reply.status, 202) << reply.body;
    EXPECT_EQ(json::parse(reply.body).at("corrected"), 1);
    ASSERT_EQ(desk.submitted.size(), 1U);
    const json::value body = json::parse(desk.submitted[0].json).at("body");
    EXPECT_EQ(desk.submitted[0].document_id, "DRIFT-2");
    EXPECT_NE(json::serialize(body).find("drift"), std::string::npos);
    EXPECT_EQ(last_action().at("who"), "sam");
    EXPECT_EQ(last_action().at("action"), "drift");
    EXPECT_EQ(last_action().at("about"), "DRIFT-2");
    EXPECT_EQ(last_action().at("reason"), "counted twice");
}

TEST_F(StockCorrectionTest, the_second_who_corrects_is_told_and_nothing_half_is_done) {
    const Reply reply = post("/api/drift", "sam", correcting("\"DRIFT-1\",\"DRIFT-9\""));
    EXPECT_EQ(reply.status, 409);
    EXPECT_EQ(code_of(reply), "serve.drift_changed");
    EXPECT_TRUE(desk.submitted.empty());
}

TEST_F(StockCorrectionTest, who_may_only_see_corrects_nothing_and_is_on_record) {
    EXPECT_EQ(code_of(post("/api/drift", "lee", correcting("\"DRIFT-1\""))), "serve.role");
    EXPECT_EQ(last_action().at("action"), "refused");
    EXPECT_TRUE(desk.submitted.empty());
}

TEST_F(StockCorrectionTest, request_without_the_token_of_the_page_is_refused) {
    Request request;
    request.method = "POST";
    request.path = "/api/drift";
    request.cookie = log_in("sam");
    request.body = correcting("\"DRIFT-1\"");
    EXPECT_EQ(code_of(answers.answer(request)), "serve.token");
    EXPECT_TRUE(desk.submitted.empty());
}

TEST_F(StockCorrectionTest, what_names_no_correction_is_refused) {
    for (const char* body : {"", "{}", R"({"documentIds":[]})", R"({"documentIds":7})"}) {
        EXPECT_EQ(post("/api/drift", "sam", body).status, 400) << body;
    }
    EXPECT_EQ(post("/api/drift", "sam", R"({"documentIds":[""]})").status, 409);
    EXPECT_TRUE(desk.submitted.empty());
}

TEST_F(StockCorrectionTest, documents_that_were_not_handed_over_come_first) {
    desk.on_hand = Problem{"drift.not_handed_over", "", "Not yet.", "Wait.", "warehouse"};
    EXPECT_EQ(get("/api/drift", log_in("lee")).status, 409);
    EXPECT_EQ(post("/api/drift", "sam", correcting("\"DRIFT-1\"")).status, 409);
    desk.on_hand = std::vector<StockFigure>(1);
    desk.answers.erase("stockDrift");
    EXPECT_EQ(get("/api/drift", log_in("lee")).status, 503);
}

TEST_F(StockCorrectionTest, what_cannot_be_recorded_is_not_done) {
    Actions broken(folder / kAuditFile, clock, [](const std::string&) -> Done {
        return Problem{"audit.full", "", "The disk is full.", "Make room.", "it"};
    });
    StockCorrection stock(desk, broken);
    EXPECT_EQ(stock.correct({"DRIFT-1"}, "sam", "").problem().code, "serve.not_recorded");
    EXPECT_TRUE(desk.submitted.empty());
}

}  // namespace
}  // namespace wms::serve
