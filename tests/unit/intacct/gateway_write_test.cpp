// SPDX-License-Identifier: Apache-2.0
// Plan: whole functions against fixtures; the envelope; each kind of element; what the gateway has
// no place for; texts that look like places of the session.
#include <gmock/gmock.h>

#include "tests/unit/intacct/gateway_sample.h"
#include "tests/unit/intacct/receivable_sample.h"

namespace sage::intacct {
namespace {

using sample::at_path;
using sample::document;
using sample::expect_kind;
using sample::gateway_settings;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Request request_of(const Document& subject, const Settings& chosen = gateway_settings()) {
    static const Catalogue known(sample::records(), 1);
    return expect_kind<Send>(
               prepare_by_settings(
                   chosen, {subject, known, sample::reference, sample::key, "2026-11-25", {}, {}}))
        .request;
}

XmlElement function_of(const Request& request) {
    return at_path(sample::tree(request.body), {"operation", "content", "function"});
}

GatewayUse use(std::vector<std::string> unproven = {}) {
    GatewayUse chosen;
    chosen.unproven = std::move(unproven);
    return chosen;
}

Result<Request> written(std::string_view body, GatewayFunction function,
                        const GatewayUse& chosen = use()) {
    return gateway_request(chosen, {function, "Sales Invoice", body, "id-1", "Sales Order-SO-1",
                                    "Sales Invoice-SI-1"});
}

XmlElement header_of(std::string_view body,
                     GatewayFunction function = GatewayFunction::create_sotransaction) {
    const Result<Request> request =
        written(body, function, use({"sourcelinekey", "trackingnumber"}));
    EXPECT_TRUE(request.ok()) << (request.ok() ? "" : request.error().first().cause);
    return request.ok() ? at_path(function_of(request.value()), {name_of(function)}) : XmlElement{};
}

TEST(IntacctGatewayWrite, functions_are_as_in_the_fixtures) {
    sample::expect_golden_xml("gateway-order", request_of(document("salesOrder")));
    sample::expect_golden_xml("gateway-despatch", request_of(document("despatchAdvice")));
    sample::expect_golden_xml("gateway-return", request_of(document("returnAdvice")));
    Document adjustment = document("inventoryAdjustment");
    for (Line& line : adjustment.lines) {
        line.reason_code.clear();
        line.notes.clear();
    }
    sample::expect_golden_xml("gateway-decrease", request_of(adjustment));
}

TEST(IntacctGatewayWrite, an_adjustment_of_accounts_receivable_is_as_in_its_fixture) {
    Document subject = sample::document("returnAdvice");
    subject.pricing_exchange_rate = ExchangeRate{"GBP", "EUR", *Decimal::parse("1.1610"), ""};
    const Settings chosen = sample::receivable_settings(
        R"({"accounts":[{"set":{"accountLabel":"Goods","overrideOffsetGLAccount":"1200"}}]})",
        R"({"currency":"EUR","foreignCurrencies":{"currencies":["GBP"]},
            "dimensions":[{"set":{"department":"SALES","class":"RETAIL"}}],
            "dates":{"openFrom":"2026-12-01","closedPeriod":{"returnAdvice":"firstOpenDay"}}})");
    const Send send = sample::receivable_send(subject, chosen);
    const Result<Request> made =
        gateway_request({}, {GatewayFunction::create_aradjustment, adjustment_type,
                             send.request.body, sample::key, "", ""});
    ASSERT_TRUE(made.ok()) << made.error().first().cause;
    sample::expect_golden_xml("gateway-adjustment", made.value());
}

TEST(IntacctGatewayWrite, the_envelope_asks_for_one_execution_and_holds_no_secret) {
    const Request request = request_of(document("despatchAdvice"));
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/ia/xml/xmlgw.phtml");
    const XmlElement root = sample::tree(request.body);
    EXPECT_THAT(sample::names_below(at_path(root, {"control"})),
                ElementsAre("senderid", "password", "controlid", "uniqueid", "dtdversion",
                            "includewhitespace", "showadditionalerrorinfo"));
    EXPECT_EQ(at_path(root, {"control", "uniqueid"}).text, "true");
    EXPECT_EQ(at_path(root, {"operation"}).attribute("transaction"), "true");
    EXPECT_EQ(function_of(request).attribute("controlid"), sample::key);
    EXPECT_EQ(at_path(root, {"operation", "authentication", "sessionid"}).text, "");
    EXPECT_THAT(request.body, HasSubstr("<senderid/><password/>"));
}

TEST(IntacctGatewayWrite, detailed_errors_are_asked_for_unless_the_settings_say_otherwise) {
    GatewayUse chosen = use();
    chosen.additional_error_info = false;
    const Result<Request> request = written("{}", GatewayFunction::update_sotransaction, chosen);
    ASSERT_TRUE(request.ok());
    EXPECT_THAT(request.value().body, Not(HasSubstr("showadditionalerrorinfo")));
}

TEST(IntacctGatewayWrite, each_kind_of_element_has_its_form) {
    const XmlElement header = header_of(
        R"({"txnDate":"2026-11-05","contacts":{"shipTo":{"id":"Acme & Sons"}},
            "sourceDocument":{"key":"12"},"nsp::A":"x","nsp::B":true,"nsp::C":4.5,"state":"draft",
            "customer":{"id":"C1"},"lines":[{"unitQuantity":"2","dimensions":{"item":{"id":"S"}},
            "sourceDocument":{"key":"12"},"sourceDocumentLine":{"key":"31"},
            "trackingDetail":[{"quantity":"2","lotNumber":"L","expirationDate":"2027-01-31"}]}]})");
    EXPECT_THAT(sample::names_below(header),
                ElementsAre("transactiontype", "datecreated", "createdfrom", "customerid", "shipto",
                            "customfields", "state", "sotransitems"));
    EXPECT_THAT(sample::names_below(at_path(header, {"datecreated"})),
                ElementsAre("year", "month", "day"));
    EXPECT_EQ(at_path(header, {"datecreated", "month"}).text, "11");
    EXPECT_EQ(at_path(header, {"createdfrom"}).text, "Sales Order-SO-1");
    EXPECT_EQ(at_path(header, {"shipto", "contactname"}).text, "Acme & Sons");
    EXPECT_EQ(at_path(header, {"state"}).text, "Draft");
    const XmlElement fields = at_path(header, {"customfields"});
    ASSERT_EQ(fields.children.size(), 3U);
    EXPECT_EQ(fields.children[0].text_of("customfieldname"), "A");
    EXPECT_EQ(fields.children[1].text_of("customfieldvalue"), "true");
    EXPECT_EQ(fields.children[2].text_of("customfieldvalue"), "4.5");
    const XmlElement line = at_path(header, {"sotransitems", "sotransitem"});
    EXPECT_THAT(sample::names_below(line),
                ElementsAre("itemid", "quantity", "sourcelinekey", "itemdetails"));
    const XmlElement detail = at_path(line, {"itemdetails", "itemdetail"});
    EXPECT_THAT(sample::names_below(detail), ElementsAre("quantity", "lotno", "itemexpiration"));
    EXPECT_EQ(at_path(detail, {"itemexpiration", "year"}).text, "2027");
}

constexpr const char* subtotals_body =
    R"({"subtotals":[{"description":"Freight & more","total":"4.95",
        "dimensions":{"location":{"id":"100"},"class":{"id":"C"},"department":{"id":"D"}}},
        {"description":"Discount","total":"-2","dimensions":{}}],
        "customer":{"id":"C1"},"lines":[{"unitQuantity":"2"}]})";

TEST(IntacctGatewayWrite, subtotals_stand_behind_the_lines_in_their_own_order) {
    const XmlElement header = header_of(subtotals_body);
    EXPECT_THAT(sample::names_below(header),
                ElementsAre("transactiontype", "customerid", "sotransitems", "subtotals"));
    const XmlElement first = at_path(header, {"subtotals", "subtotal"});
    EXPECT_THAT(sample::names_below(first),
                ElementsAre("description", "total", "locationid", "departmentid", "classid"));
    EXPECT_EQ(first.text_of("description"), "Freight & more");
    EXPECT_EQ(at_path(header, {"subtotals"}).children.at(1).text_of("total"), "-2");
    for (const GatewayFunction function :
         {GatewayFunction::create_ictransaction, GatewayFunction::update_sotransaction}) {
        EXPECT_EQ(written(R"({"subtotals":[{"description":"A","total":"1"}]})", function)
                      .error()
                      .first()
                      .code,
                  "intacct.gateway_lacks");
    }
    EXPECT_THAT(written(R"({"subtotals":[{"dimensions":{"nsp::REGION":{"id":"N"}}}],"lines":[{}]})",
                        GatewayFunction::create_sotransaction)
                    .error()
                    .first()
                    .cause,
                HasSubstr("/subtotals/0/dimensions/nsp::REGION/id"));
}

TEST(IntacctGatewayWrite, what_the_gateway_has_no_element_for_is_never_left_out) {
    for (const char* body :
         {R"({"notes":"internal"})", R"({"state":"submitted"})", R"({"nsp::A":{"key":"1"}})",
          R"({"customer":{"key":"1"}})", R"({"lines":[{"taxSchedule":{"id":"T"}}]})",
          R"({"lines":[{"dimensions":{"nsp::REGION":{"id":"N"}}}]})"}) {
        const Result<Request> request = written(body, GatewayFunction::create_sotransaction);
        ASSERT_FALSE(request.ok()) << body;
        EXPECT_EQ(request.error().status, Status::unsupported);
        EXPECT_EQ(request.error().first().code, "intacct.gateway_lacks") << body;
        EXPECT_EQ(request.error().first().pointer, "/gateway");
    }
    EXPECT_THAT(written(R"({"lines":[{},{"taxSchedule":{"id":"T"}}]})",
                        GatewayFunction::create_sotransaction)
                    .error()
                    .first()
                    .cause,
                HasSubstr("/lines/1/taxSchedule/id"));
    EXPECT_FALSE(
        written(R"({"memo":"m","unitOfMeasure":"x"})", GatewayFunction::create_ictransaction).ok());
}

TEST(IntacctGatewayWrite, lines_of_a_change_are_refused_and_not_lost) {
    const Result<Request> request = written(R"({"memo":"m","lines":[{"key":"1","memo":"n"}]})",
                                            GatewayFunction::update_sotransaction);
    ASSERT_FALSE(request.ok());
    EXPECT_EQ(request.error().first().code, "intacct.gateway_lacks");
    EXPECT_THAT(request.error().first().cause, HasSubstr("/lines"));
}

TEST(IntacctGatewayWrite, the_place_of_a_lines_source_is_sent_only_where_the_settings_allow) {
    const char* const body = R"({"lines":[{"sourceDocumentLine":{"key":"31"}}]})";
    const Result<Request> refused = written(body, GatewayFunction::create_sotransaction);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().first().code, "intacct.gateway_unproven");
    EXPECT_TRUE(written(body, GatewayFunction::create_sotransaction, use({"sourcelinekey"})).ok());
}

TEST(IntacctGatewayWrite, a_text_cannot_be_taken_for_a_place_of_the_session) {
    Result<Request> request = written(R"({"memo":"<sessionid/> <password/> \" & ]]>"})",
                                      GatewayFunction::update_sotransaction);
    ASSERT_TRUE(request.ok());
    enter_gateway_session(request.value(), {"S", {"id", "pw"}});
    const XmlElement root = sample::tree(request.value().body);
    EXPECT_EQ(at_path(root, {"operation", "authentication", "sessionid"}).text, "S");
    EXPECT_EQ(at_path(function_of(request.value()), {"update_sotransaction", "message"}).text,
              "<sessionid/> <password/> \" & ]]>");
}

TEST(IntacctGatewayWrite, what_is_no_mapped_document_is_refused) {
    for (const char* body : {"", "[]", "{"}) {
        EXPECT_FALSE(written(body, GatewayFunction::create_sotransaction).ok()) << body;
    }
}

}  // namespace
}  // namespace sage::intacct
