// SPDX-License-Identifier: Apache-2.0
// Plan: sessions and how they end; the control block; a function carried out once; each switch for
// what is not known of repeats; refusals in the gateway's shape; a journal; secrets not shown.
#include "plugins/intacct/simulator_gateway.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view line =
    "<sotransitem><itemid>LANTERN</itemid><warehouseid>MAIN</warehouseid><quantity>3</quantity>"
    "<unit>Each</unit><price>3.335</price><locationid>100</locationid></sotransitem>";

std::string invoice_function(const std::string& header_end = "<state>Pending</state>",
                             const std::string& lines = std::string(line)) {
    return "<create_sotransaction><transactiontype>Sales Invoice</transactiontype>"
           "<datecreated><year>2026</year><month>11</month><day>18</day></datecreated>"
           "<customerid>C1</customerid><referenceno>DN-1</referenceno>"
           "<datedue><year>2026</year><month>11</month><day>18</day></datedue>" +
           header_end + "<sotransitems>" + lines + "</sotransitems></create_sotransaction>";
}

class GatewayFace : public ::testing::Test {
  protected:
    GatewayFace() { sign_in(); }

    void sign_in() {
        const Reply reply = sage.send("GET", "/services/core/session/id");
        session = text_at(parsed(reply), "/ia::result/sessionId");
        ASSERT_FALSE(session.empty()) << reply.body;
    }

    std::string envelope(const std::string& function, const std::string& id) const {
        return "<request><control><senderid>" + sender + "</senderid><password>" + password +
               "</password><controlid>c</controlid><uniqueid>" + unique +
               "</uniqueid><dtdversion>3.0</dtdversion>" + more_control +
               "</control><operation transaction=\"true\"><authentication><sessionid>" + session +
               "</sessionid></authentication><content><function controlid=\"" + id + "\">" +
               function + "</function></content></operation></request>";
    }

    Reply post(const std::string& function, const std::string& id = "id-1") {
        return sage.raw({"POST",
                         "/ia/xml/xmlgw.phtml",
                         {{"Content-Type", "application/xml"}},
                         envelope(function, id)});
    }

    void behave(const std::string& switches) {
        ASSERT_EQ(sage.control("POST", "/control/behaviours", switches).status, 200);
    }

    Sage sage;
    std::string session;
    std::string sender = "wms-sender";
    std::string password = "simulated-sender-password";
    std::string unique = "true";
    std::string more_control;
};

TEST_F(GatewayFace, a_function_is_carried_out_and_named) {
    const Reply reply = post(invoice_function());
    EXPECT_EQ(reply.status, 200);
    EXPECT_THAT(reply.body, HasSubstr("<status>success</status><function>create_sotransaction"));
    EXPECT_THAT(reply.body, HasSubstr("<key>Sales Invoice-"));
    EXPECT_EQ(sage.counter("created"), 1);
    EXPECT_EQ(sage.on_hand("LANTERN"), "97");
}

TEST_F(GatewayFace, both_interfaces_make_the_same_document) {
    post(invoice_function());
    const auto rows = sage.rows("order-entry/document::Sales Invoice",
                                R"(["referenceNumber","customer.id","state","total"])");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(text_at(rows[0], "/referenceNumber"), "DN-1");
    EXPECT_EQ(text_at(rows[0], "/customer.id"), "C1");
}

std::string adjustment_function(const std::string& header_end = "",
                                const std::string& line_end = "") {
    return "<create_aradjustment><customerid>C1</customerid><datecreated><year>2026</year>"
           "<month>11</month><day>18</day></datecreated>" +
           header_end +
           "<invoiceno>W1</invoiceno><currency>GBP</currency><aradjustmentitems><lineitem>"
           "<glaccountno>4000</glaccountno><amount>-10.01</amount><locationid>100</locationid>" +
           line_end + "</lineitem></aradjustmentitems></create_aradjustment>";
}

TEST_F(GatewayFace, an_adjustment_is_that_of_rest_under_either_answer) {
    const std::string taxed =
        "<taxentries><taxentry><detailid>UK Sale Goods Standard Rate</detailid>"
        "<trx_tax>-2.00</trx_tax></taxentry></taxentries>";
    EXPECT_THAT(post(adjustment_function("", taxed)).body, HasSubstr("<key>1</key>"));
    const auto rows = sage.rows("accounts-receivable/adjustment",
                                R"(["documentNumber","txnCurrency.totalEntered","state"])");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(text_at(rows[0], "/txnCurrency.totalEntered"), "-12.01");
    EXPECT_EQ(text_at(rows[0], "/state"), "posted");
    behave(R"({"gatewayAdjustmentNumber":true})");
    EXPECT_THAT(post(adjustment_function("<action>Draft</action>"), "id-2").body,
                HasSubstr("<key>AJ-000002</key>"));
    sage.restart();
    EXPECT_EQ(sage.rows("accounts-receivable/adjustment", R"(["key"])").size(), 2U);
}

TEST_F(GatewayFace, an_adjustment_keeps_the_order_of_its_elements) {
    const std::string fields =
        "<customfields><customfield><customfieldname>WMS_ORDER_LINE</customfieldname>"
        "<customfieldvalue>1</customfieldvalue></customfield></customfields>";
    EXPECT_THAT(post(adjustment_function("", fields)).body, HasSubstr("<key>"));
    EXPECT_THAT(post(adjustment_function(fields), "id-2").body, HasSubstr("XL03000003"))
        << "none in the header";
    EXPECT_THAT(post(adjustment_function("", "<memo>late</memo>"), "id-3").body,
                HasSubstr("XL03000003"));
    EXPECT_THAT(post(adjustment_function("<action>Post</action>"), "id-4").body,
                HasSubstr("Draft, Submit"));
    EXPECT_THAT(post(adjustment_function("<batchkey>1</batchkey>"), "id-5").body,
                HasSubstr("not simulated"));
}

constexpr const char* freight =
    "<subtotals><subtotal><description>Freight</description><total>4.95</total>"
    "<locationid>100</locationid></subtotal><subtotal><description>Discount</description>"
    "<total>-2</total></subtotal></subtotals>";

std::string with_behind_lines(const std::string& elements) {
    std::string function = invoice_function();
    function.insert(function.find("</create_sotransaction>"), elements);
    return function;
}

TEST_F(GatewayFace, subtotals_are_part_of_the_total_where_the_definition_has_them) {
    EXPECT_THAT(post(with_behind_lines(freight)).body, HasSubstr("Subtotals are not enabled"));
    ASSERT_EQ(
        sage.control("POST", "/control/change",
                     R"({"definition":{"id":"Sales Invoice","set":{"enableSubtotals":true}}})")
            .status,
        200);
    const auto amounts = [&](const std::string& id) {
        EXPECT_THAT(post(with_behind_lines(freight), id).body, HasSubstr("<key>"));
        const auto rows =
            sage.rows("order-entry/document::Sales Invoice", R"(["subtotal","total"])");
        return std::string(text_at(rows.back(), "/subtotal")) + " " +
               std::string(text_at(rows.back(), "/total"));
    };
    const auto lines = [&] {
        return sage.rows("order-entry/document-line::Sales Invoice", R"(["key"])").size();
    };
    EXPECT_EQ(amounts("s-1"), "10.01 12.96");
    EXPECT_EQ(lines(), 1U);
    behave(R"({"showSubtotalRows":true})");
    EXPECT_EQ(lines(), 3U);
    behave(R"({"showSubtotalRows":false,"subtotalsInSubtotal":true})");
    EXPECT_EQ(amounts("s-2"), "12.96 12.96");
    behave(R"({"subtotalsInSubtotal":false,"unsignedSubtotals":true})");
    EXPECT_EQ(amounts("s-3"), "10.01 16.96");
    behave(R"({"unsignedSubtotals":false,"subtotalTaxPercent":20})");
    EXPECT_EQ(amounts("s-4"), "10.01 13.55");
    behave(R"({"subtotalTaxPercent":0,"ignoreSubtotals":true})");
    EXPECT_EQ(amounts("s-5"), "10.01 10.01");
    EXPECT_THAT(sage.control("GET", "/control/documents").body,
                HasSubstr(R"("subtotals":{"Freight":"4.95","Discount":"-2"})"));
    sage.restart();
    EXPECT_EQ(sage.rows("order-entry/document::Sales Invoice", R"(["key"])").size(), 5U);
}

TEST_F(GatewayFace, subtotals_keep_the_order_of_their_elements) {
    for (
        const char* const wrong :
        {"<subtotals/>", "<subtotals><subtotal><total>1</total></subtotal></subtotals>",
         "<subtotals><subtotal><total>1</total><description>A</description></subtotal></subtotals>",
         "<subtotals><subtotal><description>A</description><total>x</total></subtotal></subtotals>",
         "<subtotals><subtotal><description>A</description><total>1</total>"
         "<departmentid>D</departmentid><locationid>100</locationid></subtotal></subtotals>",
         "<subtotals><line/></subtotals>"}) {
        EXPECT_THAT(post(with_behind_lines(wrong)).body, HasSubstr("XL03000003")) << wrong;
    }
    std::string before = invoice_function();
    before.insert(before.find("<sotransitems>"), freight);
    EXPECT_THAT(post(before).body, HasSubstr("XL03000003"));
    EXPECT_EQ(sage.counter("created"), 0);
}

TEST_F(GatewayFace, a_repeat_is_refused_and_not_carried_out) {
    for (const int shape : {0, 1, 2, 3}) {
        behave(fmt::format(R"({{"gatewayRepeatError":{}}})", shape));
        const std::string id = "id-" + std::to_string(shape);
        post(invoice_function(), id);
        const Reply again = post(invoice_function(), id);
        EXPECT_THAT(again.body, HasSubstr("<status>failure</status>"));
        EXPECT_THAT(again.body, HasSubstr("<errorno>"));
    }
    EXPECT_EQ(sage.counter("created"), 4);
    EXPECT_EQ(sage.counter("replayed"), 4);
}

TEST_F(GatewayFace, without_uniqueid_the_same_function_runs_again) {
    unique = "false";
    post(invoice_function());
    post(invoice_function());
    EXPECT_EQ(sage.counter("created"), 2);
}

TEST_F(GatewayFace, an_id_is_compared_with_what_has_ended_unless_the_switch_says_otherwise) {
    behave(R"({"runningMs":30000})");
    post(invoice_function());
    post(invoice_function());
    EXPECT_EQ(sage.counter("created"), 2) << "while the first ran";
    sage.now_ms += 30'000;
    post(invoice_function());
    EXPECT_EQ(sage.counter("created"), 2);
    behave(R"({"gatewayChecksRunning":true})");
    post(invoice_function(), "id-2");
    post(invoice_function(), "id-2");
    EXPECT_EQ(sage.counter("created"), 3);
}

TEST_F(GatewayFace, an_id_is_forgotten_after_its_time) {
    behave(R"({"gatewayMemoryMs":60000})");
    post(invoice_function());
    sage.now_ms += 60'000;
    post(invoice_function());
    EXPECT_EQ(sage.counter("created"), 2);
}

TEST_F(GatewayFace, what_failed_may_run_again_unless_the_switch_says_otherwise) {
    const std::string wrong = invoice_function("<state>Pending</state>",
                                               "<sotransitem><itemid>NONE"
                                               "</itemid><quantity>1</quantity></sotransitem>");
    post(wrong);
    EXPECT_THAT(post(invoice_function()).body, HasSubstr("<status>success</status><function>"));
    behave(R"({"gatewayRemembersFailed":true})");
    post(wrong, "id-2");
    EXPECT_THAT(post(invoice_function(), "id-2").body, HasSubstr("was used already"));
}

TEST_F(GatewayFace, a_refusal_of_the_company_has_numbers_texts_and_the_roll_back) {
    more_control = "<showadditionalerrorinfo>true</showadditionalerrorinfo>";
    ASSERT_EQ(sage.control("POST", "/control/change", R"({"closedUntil":"2026-11-30"})").status,
              200);
    const Reply reply = post(invoice_function());
    EXPECT_THAT(reply.body, HasSubstr("Periods are closed"));
    EXPECT_THAT(reply.body, HasSubstr("<errorno>XL03000009</errorno>"));
    EXPECT_EQ(sage.counter("created"), 0);
}

TEST_F(GatewayFace, elements_out_of_their_order_refuse_the_request) {
    const Reply reply = post(invoice_function("<state>Pending</state><message>late</message>"));
    EXPECT_THAT(reply.body, HasSubstr("<errorno>XL03000003</errorno>"));
    EXPECT_THAT(reply.body, HasSubstr("Element 'message'"));
    EXPECT_EQ(sage.counter("created"), 0);
}

TEST_F(GatewayFace, nobody_is_let_in_without_sender_and_session) {
    session = "none";
    const Reply over = post(invoice_function());
    EXPECT_THAT(over.body, HasSubstr("<errorno>XL03000006</errorno>"));
    EXPECT_THAT(over.body, HasSubstr("<authentication><status>failure</status>"));
    sign_in();
    password = "guess";
    EXPECT_THAT(post(invoice_function()).body, HasSubstr("<control><status>failure</status>"));
    password = "";
    EXPECT_THAT(post(invoice_function()).body, HasSubstr("<errorno>XL03000006</errorno>"));
    behave(R"({"gatewayNeedsPassword":false})");
    EXPECT_THAT(post(invoice_function()).body, HasSubstr("<key>"));
    sender = "other";
    EXPECT_THAT(post(invoice_function(), "id-2").body, HasSubstr("<errorno>XL03000006</errorno>"));
}

TEST_F(GatewayFace, sessions_end_by_time_and_by_hand) {
    sage.now_ms += 21'600'000;
    EXPECT_THAT(post(invoice_function()).body, HasSubstr("XL03000006"));
    sage.authorise();
    sign_in();
    EXPECT_THAT(post(invoice_function()).body, HasSubstr("<key>"));
    ASSERT_EQ(sage.control("POST", "/control/sessions").status, 200);
    EXPECT_THAT(post(invoice_function(), "id-2").body, HasSubstr("XL03000006"));
    EXPECT_EQ(sage.counter("created"), 1);
}

TEST_F(GatewayFace, an_element_that_the_switch_forbids_refuses_everything) {
    more_control = "<showadditionalerrorinfo>true</showadditionalerrorinfo>";
    behave(R"({"gatewayAdditionalInfo":false})");
    EXPECT_THAT(post(invoice_function()).body, HasSubstr("XL03000003"));
    more_control = "";
    EXPECT_THAT(post(invoice_function()).body, HasSubstr("<key>"));
}

TEST_F(GatewayFace, what_is_no_request_is_answered_in_xml_or_not_at_all) {
    const auto raw = [&](const std::string& body) {
        return sage.raw({"POST", "/ia/xml/xmlgw.phtml", {}, body});
    };
    EXPECT_THAT(raw("<request>").body, HasSubstr("<errorno>XL03000003</errorno>"));
    behave(R"({"gatewayMalformedSilent":true})");
    EXPECT_EQ(raw("<request>").status, 500);
    EXPECT_EQ(raw("<request/>").body, "");
}

TEST_F(GatewayFace, a_document_is_changed_by_its_name) {
    post(invoice_function());
    const auto rows = sage.rows("order-entry/document::Sales Invoice", R"(["documentId","key"])");
    const std::string name(text_at(rows.at(0), "/documentId"));
    const Reply reply = post("<update_sotransaction key=\"" + name +
                                 "\"><message>later</message>"
                                 "</update_sotransaction>",
                             "id-2");
    EXPECT_THAT(reply.body, HasSubstr("<key>" + name + "</key>"));
    EXPECT_EQ(
        text_at(sage.rows("order-entry/document::Sales Invoice", R"(["memo"])").at(0), "/memo"),
        "later");
    EXPECT_THAT(post("<update_sotransaction key=\"none\"/>", "id-3").body,
                HasSubstr("does not exist"));
}

TEST_F(GatewayFace, a_restart_keeps_documents_and_ids) {
    post(invoice_function());
    sage.restart();
    sign_in();
    EXPECT_EQ(sage.rows("order-entry/document::Sales Invoice", R"(["key"])").size(), 1U);
    EXPECT_THAT(post(invoice_function()).body, HasSubstr("was used already"));
    for (const std::string& kept : sage.journal) {
        EXPECT_THAT(kept, Not(HasSubstr("simulated-sender-password")));
    }
}

TEST_F(GatewayFace, requests_are_shown_without_their_secrets) {
    post(invoice_function());
    const Reply shown = sage.control("GET", "/control/received?limit=1");
    EXPECT_THAT(shown.body, HasSubstr("create_sotransaction"));
    EXPECT_THAT(shown.body, Not(HasSubstr(password)));
    EXPECT_THAT(shown.body, Not(HasSubstr(session)));
}

}  // namespace
}  // namespace sage::test
