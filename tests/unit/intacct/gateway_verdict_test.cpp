// SPDX-License-Identifier: Apache-2.0
// Plan: a success that is whole, and each thing that may be wrong with one; failures of control,
// authentication and function; refusals that hold and that reject; possible repeats; what is no
// XML; sessions that are over.
#include <gmock/gmock.h>

#include "tests/unit/intacct/gateway_sample.h"

namespace sage::intacct {
namespace {

using sample::error_element;
using sample::failed;
using sample::gateway_reply;
using sample::signed_in;
using sample::succeeded;
using testing::HasSubstr;

Send sent() {
    static const Send send = [] {
        const Catalogue known(sample::records(), 1);
        return sample::expect_kind<Send>(
            prepare_by_settings(sample::gateway_settings(), {sample::document("despatchAdvice"),
                                                             known,
                                                             sample::reference,
                                                             sample::key,
                                                             "2026-11-25",
                                                             {},
                                                             {}}));
    }();
    return send;
}

Judgement judged(const Reply& reply) {
    return classify_gateway(sent(), reply).judgement;
}

std::string additional(const std::string& id, const std::string& category = "Validation") {
    return "<additionalinfo><errorid>" + id + "</errorid><category>" + category +
           "</category><target></target><description><messageid>IA.SOMETHING</messageid>"
           "<placeholders><placeholder><name>ITEM</name><value>SKU-100</value></placeholder>"
           "</placeholders></description></additionalinfo>";
}

TEST(IntacctGatewayVerdict, a_whole_success_is_done_with_the_number) {
    const Verdict verdict = classify_gateway(sent(), succeeded("Sales Invoice-SI-000001"));
    EXPECT_EQ(verdict.judgement, Judgement::done);
    EXPECT_EQ(verdict.sage_document.type, "Sales Invoice");
    EXPECT_EQ(verdict.sage_document.number, "SI-000001");
    EXPECT_FALSE(knows_key(verdict.sage_document));
}

TEST(IntacctGatewayVerdict, an_adjustment_is_known_by_what_the_gateway_calls_it) {
    Send adjustment;
    adjustment.sage_type = std::string(adjustment_type);
    adjustment.request.body =
        "<request><operation><content><function controlid=\"" + std::string(sample::key) +
        "\"><create_aradjustment/></function></content></operation></request>";
    adjustment.request.target = std::string(gateway_target);
    const Verdict verdict =
        classify_gateway(adjustment, sample::succeeded("4711", "create_aradjustment"));
    EXPECT_EQ(verdict.judgement, Judgement::done) << verdict.problem.cause;
    EXPECT_EQ(verdict.sage_document.key, "4711");
    EXPECT_FALSE(knows_key(verdict.sage_document)) << "key or number: the read-back shows it";
    EXPECT_EQ(classify_gateway(adjustment, sample::succeeded("", "create_aradjustment")).judgement,
              Judgement::unknown);
}

TEST(IntacctGatewayVerdict, a_change_keeps_the_key_that_is_known) {
    Send send = sent();
    send.existing_key = "2710";
    const Verdict verdict = classify_gateway(send, succeeded("Sales Invoice-SI-1"));
    EXPECT_EQ(verdict.sage_document.key, "2710");
}

TEST(IntacctGatewayVerdict, a_success_that_is_not_whole_is_unknown) {
    EXPECT_EQ(judged(succeeded("")), Judgement::unknown);
    EXPECT_EQ(judged(succeeded("Sales Invoice-")), Judgement::unknown);
    EXPECT_EQ(judged(succeeded("Sales Order-SO-1")), Judgement::unknown);
    EXPECT_EQ(judged(succeeded("Sales Invoice-1", "create_ictransaction")), Judgement::unknown);
    EXPECT_EQ(judged(succeeded("Sales Invoice-1", "create_sotransaction", "other")),
              Judgement::unknown);
    Reply twice = succeeded("Sales Invoice-1");
    const std::size_t result = twice.body.find("<result>");
    twice.body.insert(result, "<result><status>success</status></result>");
    EXPECT_EQ(judged(twice), Judgement::unknown);
    Reply no_sign_in = succeeded("Sales Invoice-1");
    no_sign_in.body.replace(no_sign_in.body.find("<authentication>"),
                            std::string("<authentication><status>success").size(),
                            "<authentication><status>");
    EXPECT_EQ(judged(no_sign_in), Judgement::unknown);
    Reply accepted = succeeded("Sales Invoice-1");
    accepted.status = 202;
    EXPECT_EQ(judged(accepted), Judgement::unknown);
    EXPECT_EQ(judged(gateway_reply("<acknowledgement><status>success</status></acknowledgement>")),
              Judgement::unknown);
}

TEST(IntacctGatewayVerdict, what_is_no_xml_is_unknown) {
    for (const std::string body :
         {"", "<html><body>Bad gateway</body></html>", "{}", "words", "<response>",
          "<!DOCTYPE r [<!ENTITY e \"x\">]><response>&e;</response>"}) {
        EXPECT_EQ(judged({200, {}, body}), Judgement::unknown) << body;
        EXPECT_EQ(judged({404, {}, body}), Judgement::unknown) << body;
        EXPECT_EQ(judged({500, {}, body}), Judgement::unknown) << body;
    }
    Reply late = succeeded("Sales Invoice-1");
    late.status = 500;
    EXPECT_EQ(judged(late), Judgement::unknown) << "whatever it says";
    EXPECT_EQ(judged({503, {{"Retry-After", "5"}}, ""}), Judgement::unknown);
    EXPECT_EQ(judged({302, {}, ""}), Judgement::configuration);
}

TEST(IntacctGatewayVerdict, throttling_is_not_processed_and_says_how_long) {
    const Verdict verdict = classify_gateway(sent(), {429, {{"Retry-After", "9"}}, ""});
    EXPECT_EQ(verdict.judgement, Judgement::not_processed);
    EXPECT_EQ(verdict.retry_after_ms, 9'000U);
    EXPECT_EQ(judged({400, {}, R"({"error":{"code":"GW-0010","message":"limit"}})"}),
              Judgement::not_processed);
    EXPECT_EQ(judged(failed(error_element("GW-0010", "limit"))), Judgement::not_processed);
}

TEST(IntacctGatewayVerdict, failures_of_control_and_sign_in_did_nothing) {
    const std::string failure = "<status>failure</status>";
    const auto control = [&](const std::string& number, const std::string& text) {
        return gateway_reply("", failure,
                             "<errormessage>" + error_element(number, text) + "</errormessage>");
    };
    const auto sign_in = [&](const std::string& number) {
        return gateway_reply("<operation><authentication>" + failure +
                             "</authentication><errormessage>" + error_element(number, "no") +
                             "</errormessage></operation>");
    };
    const Verdict wrong = classify_gateway(
        sent(), control("XL03000003", "71: Element 'sotransitems': Missing child element(s)"));
    EXPECT_EQ(wrong.judgement, Judgement::configuration);
    EXPECT_EQ(wrong.problem.code, "intacct.gateway_request_wrong");
    EXPECT_THAT(wrong.problem.cause, HasSubstr("Missing child element"));
    EXPECT_EQ(judged(control("XL03000006", "sender")), Judgement::unauthorised);
    EXPECT_EQ(judged(control("GW-0011", "inactive")), Judgement::configuration);
    EXPECT_EQ(judged(control("GW-0001", "failed")), Judgement::unknown);
    EXPECT_EQ(judged(control("XX1", "?")), Judgement::unknown);
    EXPECT_EQ(judged(gateway_reply("", failure)), Judgement::unknown);
    EXPECT_EQ(judged(sign_in("XL03000006")), Judgement::unauthorised);
    EXPECT_EQ(judged(sign_in("PL04000055")), Judgement::configuration);
    EXPECT_EQ(judged(sign_in("XX1")), Judgement::configuration);
    EXPECT_EQ(judged(gateway_reply("<operation><authentication>" + failure +
                                   "</authentication></operation>")),
              Judgement::configuration);
}

TEST(IntacctGatewayVerdict, a_refusal_is_judged_by_its_finer_id_and_its_text) {
    EXPECT_EQ(judged(failed(error_element("BL01001973", "Something is wrong"))),
              Judgement::refused);
    const Verdict unit =
        classify_gateway(sent(), failed(error_element("BL03002101", "", additional("INV-1359"))));
    EXPECT_EQ(unit.judgement, Judgement::refused_cause);
    EXPECT_EQ(unit.problem.code, "intacct.unit_refused");
    const Verdict closed = classify_gateway(
        sent(), failed(error_element("BL01001973",
                                     "Periods are closed. Your transaction date is too early.")));
    EXPECT_EQ(closed.judgement, Judgement::refused_cause);
    EXPECT_EQ(closed.problem.code, "intacct.period_closed");
    const Verdict item = classify_gateway(
        sent(), failed(error_element("BL01001973", "Item is not valid.", additional("SO-0001"))));
    EXPECT_EQ(item.root_cause, "item:SKU-100") << "named by a placeholder";
}

TEST(IntacctGatewayVerdict, a_roll_back_alone_is_a_refusal_and_beside_another_error_says_nothing) {
    EXPECT_EQ(judged(failed(error_element("XL03000009", "rolled back"))), Judgement::refused);
    EXPECT_EQ(judged(failed(error_element("BL34000061", "payment") +
                            error_element("XL03000009", "rolled back"))),
              Judgement::refused);
    EXPECT_EQ(judged(failed(error_element("GW-0001", "failed") +
                            error_element("XL03000009", "rolled back"))),
              Judgement::unknown);
}

TEST(IntacctGatewayVerdict, what_may_be_a_repeat_is_unknown) {
    for (const std::string text :
         {"The controlid was used already", "Function was already executed", "Duplicate control id",
          "A transaction with the number 'SI-1' already exists"}) {
        const Verdict verdict = classify_gateway(sent(), failed(error_element("BL01001973", text)));
        EXPECT_EQ(verdict.judgement, Judgement::unknown) << text;
        EXPECT_EQ(verdict.problem.code, "intacct.conflict");
    }
    EXPECT_EQ(judged(failed(error_element("BL01001973", "No.",
                                          additional("GL-0493", "Duplication Prevention")))),
              Judgement::unknown);
}

TEST(IntacctGatewayVerdict, numbers_that_nobody_lists_are_unknown) {
    for (const char* number : {"DL03000006", "DL02000001", "XL03000010", "BX1", ""}) {
        EXPECT_EQ(judged(failed(error_element(number, "?"))), Judgement::unknown) << number;
    }
    EXPECT_EQ(judged(gateway_reply(signed_in("<result><status>aborted</status></result>"))),
              Judgement::unknown);
}

TEST(IntacctGatewayVerdict, a_session_that_is_over_is_told_from_all_else) {
    const Reply over = gateway_reply(
        "<operation><authentication><status>failure</status></authentication><errormessage>" +
        error_element("XL03000006", "Invalid session") + "</errormessage></operation>");
    EXPECT_TRUE(gateway_session_refused(over));
    EXPECT_FALSE(gateway_session_refused(succeeded("Sales Invoice-1")));
    EXPECT_FALSE(gateway_session_refused(failed(error_element("BL01001973", "XL03000006"))));
    EXPECT_FALSE(gateway_session_refused({200, {}, "words"}));
    EXPECT_FALSE(gateway_session_refused({500, {}, over.body}));
}

TEST(IntacctGatewayVerdict, long_texts_are_cut_and_bare_of_line_ends) {
    std::string many;
    for (int index = 0; index < 50; ++index) {
        many +=
            error_element("BL01001973", "line\n" + std::string(100, 'x') + std::to_string(index));
    }
    const Verdict verdict = classify_gateway(sent(), failed(many));
    EXPECT_LT(verdict.problem.cause.size(), 800U);
    EXPECT_EQ(verdict.problem.cause.find('\n'), std::string::npos);
}

}  // namespace
}  // namespace sage::intacct
