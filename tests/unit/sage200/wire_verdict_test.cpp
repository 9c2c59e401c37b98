// SPDX-License-Identifier: Apache-2.0
// Plan: what each status means for a write: numbers of postings in both kinds, three meanings of
// 401, definite refusals, doubts.
#include "plugins/sage200/wire.h"

#include <gmock/gmock.h>

#include "tests/unit/sage200/simulated_site.h"

namespace sage::sage200 {
namespace {

using testing::HasSubstr;

const Books books{true, "7c9e6679-7425-40de-944b-e07fc1f90ae7", "1"};

Send sending(std::string_view resource) {
    Send send;
    send.sage_type = invoice_type;
    send.request = post(books, resource, "{}");
    return send;
}

Verdict judged(int status, std::string body, std::string_view resource = "sales_invoices",
               std::vector<Header> headers = {}) {
    return classify(sending(resource), {status, std::move(headers), std::move(body)});
}

TEST(Sage200Verdict, a_posting_is_done_when_it_has_its_number) {
    for (const int status : {200, 201}) {
        for (const char* const body : {R"({"urn":1327})", R"({"urn":"1327"})"}) {
            const Verdict verdict = judged(status, body);
            EXPECT_EQ(verdict.judgement, Judgement::done);
            EXPECT_EQ(verdict.sage_document.number, "1327");
            EXPECT_EQ(verdict.sage_document.type, "Sales Invoice");
            EXPECT_FALSE(knows_key(verdict.sage_document)) << "until it was read back";
        }
    }
}

TEST(Sage200Verdict, a_success_without_a_number_is_in_doubt) {
    for (const char* const body : {"", "{}", "<html>", "[]", R"({"urn":0})", R"({"urn":null})",
                                   R"({"urn":"A1"})", R"({"urn":-5})", R"({"urn":1.5})"}) {
        EXPECT_EQ(judged(200, body).judgement, Judgement::unknown) << body;
    }
}

TEST(Sage200Verdict, what_a_gateway_or_a_server_did_not_say_is_in_doubt) {
    for (const int status : {102, 408, 409, 500, 502, 503, 504}) {
        const Verdict verdict = judged(status, "Gateway Timeout");
        EXPECT_EQ(verdict.judgement, Judgement::unknown) << status;
        EXPECT_EQ(verdict.problem.code, "sage200.answer_unclear");
    }
}

TEST(Sage200Verdict, definite_refusals_hold_for_whoever_can_act) {
    const Verdict refused = judged(400, R"({"message":"The accounting period is closed."})");
    EXPECT_EQ(refused.judgement, Judgement::refused_cause);
    EXPECT_EQ(refused.problem.code, "sage200.refused");
    EXPECT_THAT(refused.problem.cause, HasSubstr("The accounting period is closed. (HTTP 400)"));
    EXPECT_EQ(refused.root_cause, "") << "a person decides";
    EXPECT_THAT(judged(400, "").problem.cause, HasSubstr("no explanation"));
    EXPECT_EQ(judged(403, "").problem.code, "sage200.module_forbidden");
    EXPECT_EQ(judged(404, "").problem.code, "sage200.not_offered");
    EXPECT_EQ(judged(405, "").problem.code, "sage200.not_offered");
    for (const int status : {301, 403, 404, 405, 415}) {
        EXPECT_EQ(judged(status, "").judgement, Judgement::configuration) << status;
    }
    EXPECT_EQ(judged(302, "").problem.code, "sage200.not_taken");
}

TEST(Sage200Verdict, what_is_refused_for_the_site_has_one_cause_for_all_documents) {
    EXPECT_EQ(judged(403, "").root_cause, "right:sales_invoices");
    EXPECT_EQ(judged(404, "", "sop_orders").root_cause, "not-offered:sop_orders");
    EXPECT_EQ(judged(405, "", "sop_confirm_despatch").root_cause,
              "not-offered:sop_confirm_despatch");
    EXPECT_EQ(judged(302, "").root_cause, "");
    Send change = sending("sop_despatch_receipts/7");
    change.existing_key = "7";
    EXPECT_EQ(classify(change, {404, {}, ""}).root_cause, "") << "that one record may be gone";
    EXPECT_EQ(classify(change, {403, {}, ""}).root_cause, "");
}

TEST(Sage200Verdict, a_permission_that_is_missing_costs_no_token) {
    const auto refusal = [](std::string_view resource, int status, const char* body) {
        return token_refusal(post(books, resource, "{}"), {status, {}, body});
    };
    EXPECT_EQ(refusal("sop_orders", 401, R"({"message":"selling_unit_price"})"),
              TokenRefusal::none);
    EXPECT_EQ(refusal("sop_orders", 401, R"({"statusCode":401,"message":"x"})"),
              TokenRefusal::refused);
    EXPECT_EQ(refusal("sop_orders", 401, ""), TokenRefusal::refused) << "it may be the token";
    EXPECT_EQ(refusal("sales_invoices", 401, "anything"), TokenRefusal::refused);
    EXPECT_EQ(refusal("sop_orders", 403, ""), TokenRefusal::none);
    EXPECT_EQ(token_refusal(get(books, "sop_orders", {}), {401, {}, "anything"}),
              TokenRefusal::refused);
}

TEST(Sage200Verdict, the_three_meanings_of_401_are_told_apart) {
    test::SimulatedSite site;
    const auto meaning = [](const Request& request, const Reply& reply) {
        EXPECT_EQ(reply.status, 401);
        return meaning_of_401(request, reply);
    };
    Request request = post(books, "sop_orders", test::written(site.order()));
    EXPECT_EQ(meaning(request, site.raw(request)), Unauthorised::token);
    Books other = books;
    other.company_id = "2";
    const Request elsewhere = post(other, "sop_orders", request.body);
    EXPECT_EQ(meaning(elsewhere, site.authorised(elsewhere)), Unauthorised::site);
    site.change(
        R"({"set":{"model":"sop_user_permission","fields":{"override_prices_discounts":false}}})");
    EXPECT_EQ(meaning(request, site.authorised(request)), Unauthorised::permission);
    EXPECT_EQ(meaning_of_401(post(books, "sales_invoices", ""), {401, {}, "anything"}),
              Unauthorised::token)
        << "the ledger knows no such permission";
    EXPECT_EQ(meaning_of_401(get(books, "sop_orders", {}), {401, {}, "anything"}),
              Unauthorised::token);

    EXPECT_EQ(judged(401, "", "sop_orders").judgement, Judgement::unauthorised);
}

TEST(Sage200Verdict, a_permission_is_missing_only_where_the_words_name_what_was_sent) {
    const auto of = [](std::string body, std::string words) {
        Send send = sending("sop_orders");
        send.request.body = std::move(body);
        return classify(send, {401, {}, std::move(words)});
    };
    constexpr const char* priced = R"({"lines":[{"selling_unit_price":12.5}]})";
    constexpr const char* reduced = R"({"lines":[{"unit_discount_percent":5}]})";
    for (const auto& [body, words, cause] :
         {std::tuple(priced, R"({"message":"selling_unit_price"})", "override_prices_discounts"),
          std::tuple(priced, "You cannot override Prices.", "override_prices_discounts"),
          std::tuple(reduced, R"("No discount for this user")", "override_prices_discounts"),
          std::tuple(R"({"override_on_hold":true})", R"({"Message":"The account is on hold."})",
                     "override_credit_holds")}) {
        const Verdict verdict = of(body, words);
        EXPECT_EQ(verdict.judgement, Judgement::refused_cause) << words;
        EXPECT_EQ(verdict.problem.code, "sage200.permission_missing");
        EXPECT_EQ(verdict.root_cause, "permission:" + std::string(cause));
    }
    for (const auto& [body, words] :
         {std::pair(priced, R"({"statusCode":401,"message":"x"})"),
          std::pair(priced, R"({"Message":"Authorization has been denied for this request."})"),
          std::pair(priced, "<html><body>401 price list of our proxy</body></html>"),
          std::pair(reduced, R"({"message":"selling_unit_price"})"),
          std::pair("{}", R"({"message":"The price"})")}) {
        const Verdict verdict = of(body, words);
        EXPECT_EQ(verdict.judgement, Judgement::unauthorised) << words;
        EXPECT_EQ(verdict.root_cause, "");
    }
}

TEST(Sage200Verdict, a_throttled_document_waits_as_long_as_it_is_told) {
    const Verdict verdict = judged(429, "", "sales_invoices", {{"Retry-After", "8"}});
    EXPECT_EQ(verdict.judgement, Judgement::not_processed);
    EXPECT_EQ(verdict.retry_after_ms, 8'000U);
    EXPECT_EQ(retry_after_ms({429, {{"retry-after", "999999"}}, ""}), 86'400'000U);
    EXPECT_EQ(retry_after_ms({429, {{"Retry-After", "soon"}}, ""}), 0U);
    EXPECT_EQ(retry_after_ms({429, {}, ""}), 0U);
}

}  // namespace
}  // namespace sage::sage200
