// SPDX-License-Identifier: Apache-2.0
// Plan: done only by an envelope with a number; each error of Sage in each style of the simulator;
// root causes; busy in both forms and near misses; the token; doubts; what posts to the ledger.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "tests/unit/sage50/wire_sample.h"

namespace sage::sage50 {
namespace {

using testing::HasSubstr;

Verdict judged(std::string body, int status = 200,
               const Send& send = encode(books(), sample_invoice())) {
    return classify(send, {status, {}, std::move(body)});
}

std::string failure(std::string_view message) {
    return fmt::format(R"({{"success":false,"code":500,"response":null,"message":"{}"}})", message);
}

std::string success(std::string_view response) {
    return fmt::format(R"({{"success":true,"code":200,"response":{},"message":null}})", response);
}

TEST(Sage50Verdict, a_document_is_done_when_it_has_its_number) {
    for (const char* const number : {"95", "\"95\""}) {
        const Verdict verdict = judged(success(number));
        EXPECT_EQ(verdict.judgement, Judgement::done);
        EXPECT_EQ(verdict.sage_document.type, "Product Invoice");
        EXPECT_EQ(verdict.sage_document.key, "95");
        EXPECT_EQ(verdict.sage_document.number, "95");
    }
    EXPECT_EQ(
        judged(success("5001"), 200, encode(books(), sample_invoice(true))).sage_document.type,
        "Product Credit");
}

TEST(Sage50Verdict, a_success_without_a_number_is_in_doubt) {
    for (const char* const response : {"null", "true", "0", "-1", "1.5", "\"A1\"", "{}", "\"\""}) {
        const Verdict verdict = judged(success(response));
        EXPECT_EQ(verdict.judgement, Judgement::unknown) << response;
        EXPECT_EQ(verdict.problem.code, "sage50.answer_unclear");
    }
}

TEST(Sage50Verdict, a_change_is_done_when_its_own_number_comes_back) {
    InvoiceChange change;
    change.number = "95";
    const Send send = encode(books(), change);
    EXPECT_EQ(judged(success("95"), 200, send).judgement, Judgement::done);
    EXPECT_EQ(judged(success("96"), 200, send).judgement, Judgement::unknown);
}

TEST(Sage50Verdict, an_adjustment_is_looked_up_because_it_has_no_name) {
    const Verdict verdict = judged(success("true"), 200, encode(books(), sample_adjustment()));
    EXPECT_EQ(verdict.judgement, Judgement::unknown);
    EXPECT_EQ(verdict.problem.code, "sage50.adjustment_unnamed");
}

TEST(Sage50Verdict, what_is_no_envelope_of_the_interface_is_in_doubt) {
    struct Given {
        int status;
        std::string body;
    };
    for (const Given& one : std::vector<Given>{{200, ""},
                                               {200, "<html><title>Runtime Error</title></html>"},
                                               {200, "{}"},
                                               {200, "95"},
                                               {201, success("95")},
                                               {302, ""},
                                               {400, failure("The account is on hold")},
                                               {404, "<html>Not Found</html>"},
                                               {408, ""},
                                               {500, failure("The account is on hold")},
                                               {500, "<html>Server Error</html>"},
                                               {502, ""},
                                               {503, ""},
                                               {504, ""}}) {
        const Verdict verdict = judged(one.body, one.status);
        EXPECT_EQ(verdict.judgement, Judgement::unknown) << one.status << one.body;
        EXPECT_EQ(verdict.problem.code, "sage50.answer_unclear");
        EXPECT_TRUE(verdict.root_cause.empty());
    }
}

TEST(Sage50Verdict, words_that_are_not_known_are_in_doubt) {
    for (const char* const message : {"Image not found", "Object reference not set", "",
                                      "Invoice 12 was entered but the account is on hold"}) {
        const Verdict verdict = judged(failure(message));
        EXPECT_EQ(verdict.judgement, Judgement::unknown) << message;
        EXPECT_THAT(verdict.problem.cause,
                    HasSubstr(*message == '\0' ? "no explanation" : message));
    }
}

TEST(Sage50Verdict, the_token_is_refused_in_two_ways) {
    for (const int status : {401, 403}) {
        EXPECT_EQ(judged("", status).judgement, Judgement::unauthorised);
        EXPECT_EQ(token_refusal({status, {}, ""}), TokenRefusal::refused);
    }
    EXPECT_EQ(token_refusal({404, {}, ""}), TokenRefusal::none);
    test::SimulatedCompany company;
    const Send send = encode(books(), sample_invoice());
    for (const int status : {401, 403}) {
        company.behave(fmt::format(R"({{"tokenRefusalStatus":{}}})", status));
        EXPECT_EQ(classify(send, company.raw(send.request)).judgement, Judgement::unauthorised);
    }
}

TEST(Sage50Verdict, too_many_requests_were_not_passed_on) {
    const Send send = encode(books(), sample_invoice());
    const auto refused = [&](const char* after) {
        return classify(send, {429, {{"Retry-After", after}}, "<html>Too Many Requests</html>"});
    };
    EXPECT_EQ(refused("600").judgement, Judgement::not_processed);
    EXPECT_EQ(refused("600").problem.code, "sage50.throttled");
    EXPECT_EQ(refused("600").retry_after_ms, 600'000U);
    EXPECT_EQ(refused("9999999").retry_after_ms, 86'400'000U);
    for (const char* const unreadable : {"", "0", "-1", "6 minutes", "99999999999999"}) {
        EXPECT_EQ(refused(unreadable).retry_after_ms, 60'000U) << unreadable;
    }
    EXPECT_EQ(judged("", 429).judgement, Judgement::not_processed) << "whatever stands in it";
    EXPECT_EQ(judged(success("95"), 429).judgement, Judgement::not_processed);
}

TEST(Sage50Verdict, busy_did_not_begin_in_either_form) {
    test::SimulatedCompany company;
    company.change(R"({"busy":["Post Sales Invoice"]})");
    const Send send = encode(books(), sample_invoice());
    for (const char* const form : {R"({"busyIsOk":false})", R"({"busyIsOk":true})"}) {
        company.behave(form);
        const Verdict verdict = carried_out(company, send);
        EXPECT_EQ(verdict.judgement, Judgement::not_processed) << form;
        EXPECT_EQ(verdict.problem.code, "sage50.busy");
        EXPECT_GT(verdict.retry_after_ms, 0U);
    }
    EXPECT_EQ(judged(R"({"Message":"An error has occurred."})", 409).judgement, Judgement::unknown);
    EXPECT_EQ(judged(R"({"Message":"An error has occurred."})").judgement, Judgement::unknown);
    company.change(R"({"busy":[]})");
    EXPECT_EQ(carried_out(company, send).judgement, Judgement::done);
}

struct LogonCase {
    int error;
    Judgement judgement;
    const char* code;
};
constexpr auto logons = std::to_array<LogonCase>({
    {21, Judgement::configuration, "sage50.logon_refused"},
    {22, Judgement::configuration, "sage50.logon_refused"},
    {23, Judgement::not_processed, "sage50.user_in_use"},
    {24, Judgement::not_processed, "sage50.exclusive_mode"},
    {25, Judgement::configuration, "sage50.data_path"},
    {26, Judgement::configuration, "sage50.version_mismatch"},
    {30, Judgement::not_processed, "sage50.user_limit"},
    {31, Judgement::configuration, "sage50.not_registered"},
    {48, Judgement::not_processed, "sage50.file_locked"},
    {91, Judgement::not_processed, "sage50.session_ended"},
    {94, Judgement::not_processed, "sage50.data_service"},
});

TEST(Sage50Verdict, log_ins_that_fail_are_told_in_each_style) {
    test::SimulatedCompany company;
    const Send send = encode(books(), sample_invoice());
    for (const int style : {0, 1, 2}) {
        company.behave(fmt::format(R"({{"messageStyle":{}}})", style));
        for (const LogonCase& one : logons) {
            company.change(fmt::format(R"({{"installation":{{"logonError":{}}}}})", one.error));
            const Verdict verdict = carried_out(company, send);
            EXPECT_EQ(verdict.judgement, one.judgement) << style << " " << one.error;
            EXPECT_EQ(verdict.problem.code, one.code) << style << " " << one.error;
            EXPECT_EQ(verdict.retry_after_ms > 0, one.judgement == Judgement::not_processed);
        }
    }
    company.change(R"({"installation":{"logonError":0}})");
    EXPECT_EQ(carried_out(company, send).judgement, Judgement::done);
}

TEST(Sage50Verdict, the_backup_has_the_company_for_itself) {
    test::SimulatedCompany company;
    company.behave(R"({"backupFromMinute":600,"backupUntilMinute":700})");  // it is 11:06
    EXPECT_EQ(carried_out(company, encode(books(), sample_invoice())).problem.code,
              "sage50.exclusive_mode");
}

/// What a document is refused for, in each style of messages.
void expect_refused(test::SimulatedCompany& company, const Send& send, Judgement judgement,
                    std::string_view code, std::string_view root_cause) {
    for (const int style : {0, 1, 2}) {
        company.behave(fmt::format(R"({{"messageStyle":{}}})", style));
        const Verdict verdict = carried_out(company, send);
        EXPECT_EQ(verdict.judgement, judgement) << style << " " << verdict.problem.cause;
        EXPECT_EQ(verdict.problem.code, code) << style;
        EXPECT_EQ(verdict.root_cause, root_cause) << style;
    }
}

TEST(Sage50Verdict, accounts_that_take_nothing_are_root_causes) {
    test::SimulatedCompany company;
    InvoiceDocument held = sample_invoice();
    held.account = "C2";
    expect_refused(company, encode(books(), held), Judgement::refused_cause,
                   "sage50.account_on_hold", "customer:C2");
    const auto set = [&](std::string_view fields) {
        company.change(fmt::format(
            R"({{"set":{{"table":"SALES_LEDGER","key":"C1","fields":{{{}}}}}}})", fields));
    };
    const Send send = encode(books(), sample_invoice());
    set(R"("INACTIVE_FLAG":"1")");
    expect_refused(company, send, Judgement::refused_cause, "sage50.account_inactive",
                   "customer:C1");
    set(R"("INACTIVE_FLAG":"0","TERMS_AGREED":"0")");
    expect_refused(company, send, Judgement::refused_cause, "sage50.terms_not_agreed",
                   "customer:C1");
    set(R"("TERMS_AGREED":"1","CURRENCY":"2")");
    InvoiceDocument sterling = sample_invoice();
    sterling.currency = 1;
    expect_refused(company, encode(books(), sterling), Judgement::refused_cause,
                   "sage50.currency_mismatch", "customer:C1");
}

TEST(Sage50Verdict, a_deleted_account_is_a_root_cause) {
    test::SimulatedCompany company;
    company.change(R"({"remove":{"table":"SALES_LEDGER","key":"C1"}})");
    expect_refused(company, encode(books(), sample_invoice()), Judgement::refused_cause,
                   "sage50.account_deleted", "customer:C1");
}

TEST(Sage50Verdict, a_closed_day_is_a_root_cause) {
    test::SimulatedCompany company;
    company.change(R"({"closedUntil":"2026-11-30"})");
    expect_refused(company, encode(books(), sample_invoice()), Judgement::refused_cause,
                   "sage50.ledger_closed", "lock-date");
    expect_refused(company, encode(books(), sample_adjustment()), Judgement::refused_cause,
                   "sage50.ledger_closed", "lock-date");
}

TEST(Sage50Verdict, a_nominal_code_is_a_root_cause_where_it_can_be_told) {
    test::SimulatedCompany company;
    InvoiceDocument document = sample_invoice();
    for (InvoiceLine& line : document.lines) {
        line.nominal = "9990";
    }
    expect_refused(company, encode(books(), document), Judgement::refused_cause,
                   "sage50.nominal_invalid", "nominal:9990");
    document.lines.front().nominal = "4000";
    const Send two = encode(books(), document);
    company.behave(R"({"messageStyle":0})");
    EXPECT_EQ(carried_out(company, two).root_cause, "nominal:9990") << "the message names it";
    company.behave(R"({"messageStyle":2})");
    EXPECT_EQ(carried_out(company, two).root_cause, "") << "a decision alone releases it";
}

TEST(Sage50Verdict, faults_of_the_document_are_refused) {
    EXPECT_EQ(judged(failure("sdoZeroValueNet")).judgement, Judgement::refused);
    EXPECT_EQ(judged(failure("sdoZeroValueNet")).problem.code, "sage50.zero_value");
    EXPECT_EQ(judged(failure("sdoInvoiceTotalNegative")).problem.code, "sage50.total_negative");
    EXPECT_EQ(judged(failure("sdoIncorrectStockCodeType")).problem.code, "sage50.stock_code_type");
}

TEST(Sage50Verdict, what_posts_to_the_ledger_may_have_been_entered_before) {
    InvoiceDocument document = sample_invoice();
    document.update_ledgers = true;
    const Send send = encode(books(), document);
    for (const char* const name :
         {"sdoClosedLedgerDateControlError", "sdoZeroValueNet", "sdoSalPurAccountIsOnHold",
          "sdoFileLockedAccountsBusy", "sdoConnectionKickedOut", "sdoUnableConnectToDataService"}) {
        EXPECT_EQ(judged(failure(name), 200, send).judgement, Judgement::unknown) << name;
    }
    for (const char* const name : {"sdoLogonNameInUse", "sdoLogonExclusive"}) {
        EXPECT_EQ(judged(failure(name), 200, send).judgement, Judgement::not_processed) << name;
    }
}

TEST(Sage50Verdict, an_invoice_that_was_entered_and_not_posted_is_found) {
    test::SimulatedCompany company;
    company.behave(R"({"lockDateStopsDocuments":false})");
    company.change(R"({"closedUntil":"2026-11-30"})");
    InvoiceDocument document = sample_invoice();
    document.update_ledgers = true;
    const Send send = encode(books(), document);
    for (const bool kept : {true, false}) {
        company.behave(fmt::format(R"({{"failedUpdateKeepsInvoice":{}}})", kept));
        EXPECT_EQ(carried_out(company, send).judgement, Judgement::unknown);
    }
    const LookUp seen = looked_up(company, send);
    ASSERT_TRUE(seen.usable) << seen.why;
    ASSERT_EQ(seen.found.size(), 1U) << "the one that was kept";
    EXPECT_EQ(told(differences(send.facts, seen.found.front().facts)), "postedCode: 1/0\n");
}

TEST(Sage50Verdict, what_sage_says_is_repeated_and_bounded) {
    const Verdict verdict = judged(failure("The account is on hold: " + std::string(5000, 'x')));
    EXPECT_EQ(verdict.problem.code, "sage50.account_on_hold");
    EXPECT_LT(verdict.problem.cause.size(), 500U);
}

}  // namespace
}  // namespace sage::sage50
