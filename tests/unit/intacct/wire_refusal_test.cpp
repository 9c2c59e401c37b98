// SPDX-License-Identifier: Apache-2.0
// Plan: each listed refusal with the text of its source and its root cause; near misses stay plain
// refusals, because a document that is wrong itself must not wait for ever.
#include "tests/unit/intacct/receivable_sample.h"

namespace sage::intacct {
namespace {

SageError error_with(std::string message, std::vector<std::string> codes = {"BL01001973"}) {
    SageError error;
    error.recognised = true;
    error.message = std::move(message);
    error.codes = std::move(codes);
    return error;
}

Verdict judged(const SageError& error, const Send& sent = sample::sent()) {
    Verdict verdict;
    judge_refusal(verdict, sent, error);
    EXPECT_FALSE(verdict.problem.code.empty());
    EXPECT_FALSE(verdict.problem.fix.empty());
    EXPECT_EQ(verdict.problem.owner,
              verdict.judgement == Judgement::configuration ? Owner::it : Owner::finance);
    return verdict;
}

void expect_cause(const std::string& message, const std::string& code, const std::string& root,
                  const Send& sent = sample::sent()) {
    const Verdict verdict = judged(error_with(message), sent);
    EXPECT_EQ(verdict.judgement, Judgement::refused_cause) << message;
    EXPECT_EQ(verdict.problem.code, "intacct." + code) << message;
    EXPECT_EQ(verdict.root_cause, root) << message;
}

TEST(IntacctRefusal, a_closed_period_holds_with_its_date) {
    expect_cause("Periods are closed. Your transaction date 11/20/2026 must be later",
                 "period_closed", "period:2026-11-20");
    expect_cause("The period is closed", "period_closed", "period:2026-11-24",
                 sample::sent("inventoryAdjustment"));
}

TEST(IntacctRefusal, a_closed_period_is_that_of_the_posting_date) {
    Send invoice = sample::sent();
    invoice.request.body =
        R"({"invoiceDate":"2026-11-20","invoiceSummary":{"glPostingDate":"2026-12-01"}})";
    expect_cause("The period is closed", "period_closed", "period:2026-12-01", invoice);
}

TEST(IntacctRefusal, an_account_on_hold_holds_for_the_customer_that_was_sent) {
    expect_cause("Customer 'CUST-001' is on hold.", "customer_on_hold",
                 "customer-on-hold:CUST-001");
    expect_cause("The customer exceeded the credit limit", "customer_on_hold",
                 "customer-on-hold:CUST-001");
}

TEST(IntacctRefusal, a_record_that_sage_does_not_know_holds_for_it) {
    expect_cause("Invalid Item 'SKU-100' specified.", "item_refused", "item:SKU-100");
    expect_cause("Item 'CARRIAGE' is inactive.", "item_refused", "item:CARRIAGE");
    expect_cause("Customer \"CUST-001\" does not exist", "customer_refused", "customer:CUST-001");
    expect_cause("Invalid Warehouse 'WH1' specified.", "warehouse_refused", "warehouse:WH1");
    expect_cause("Location '100' is not active", "location_refused", "location:100");
    expect_cause("Tax schedule 'UK Sale Goods Standard Rate' not found", "tax_refused",
                 "tax:UK Sale Goods Standard Rate");
    expect_cause("Invalid Item 'SKU-100' specified.", "item_refused", "item:SKU-100",
                 sample::sent("inventoryAdjustment"));
}

TEST(IntacctRefusal, a_currency_that_is_not_set_up_is_a_cause_outside_a_foreign_document_only) {
    Send foreign = sample::sent();
    foreign.facts["txnCurrency"] = "EUR";
    foreign.facts["baseCurrency"] = "GBP";
    for (const char* text :
         {"Invalid exchange rate type '7' specified.", "Currency 'EUR' is not set up.",
          "No exchange rate for currency 'EUR'."}) {
        expect_cause(text, "currency_refused", "currency-refused:EUR", foreign);
        EXPECT_EQ(judged(error_with(text)).judgement, Judgement::refused) << text;
    }
    expect_cause("Invalid Item 'SKU-100' specified for this currency.", "item_refused",
                 "item:SKU-100", foreign);
}

TEST(IntacctRefusal, accounts_and_labels_are_causes_outside_the_document) {
    const Send invoice = sample::receivable_send(sample::document("despatchAdvice"));
    expect_cause("Invalid Account '4000' specified.", "account_refused", "account:4000", invoice);
    expect_cause("Invalid Tax detail 'UK Sale Goods Standard Rate' specified.", "tax_refused",
                 "tax:UK Sale Goods Standard Rate", invoice);
    expect_cause("Periods are closed.", "period_closed", "period:2026-11-20", invoice);
    const Settings labels = sample::receivable_settings(
        R"({"accounts":[{"set":{"accountLabel":"Goods"}}]})", R"({"paymentTerm":"N30"})");
    const Send labelled = sample::receivable_send(sample::document("despatchAdvice"), labels);
    expect_cause("Invalid account label 'Goods'.", "label_refused", "label:Goods", labelled);
    expect_cause("Term 'N30' is inactive.", "term_refused", "term:N30", labelled);
    for (const char* code : {"AR-0279", "AR-0148"}) {
        const Verdict verdict = judged(error_with("Not this one.", {code}), invoice);
        EXPECT_EQ(verdict.judgement, Judgement::refused_cause);
        EXPECT_EQ(verdict.problem.code, "intacct.account_not_allowed");
        EXPECT_EQ(verdict.root_cause, "") << "a person decides";
    }
    const Settings euro = sample::receivable_settings(
        "{}", R"({"currency":"EUR","foreignCurrencies":{"currencies":["GBP"],"rateType":"5"}})");
    expect_cause("No exchange rate for the currency.", "currency_refused", "currency-refused:GBP",
                 sample::receivable_send(sample::document("returnAdvice"), euro));
}

TEST(IntacctRefusal, the_pointer_shows_the_line) {
    EXPECT_EQ(judged(error_with("Invalid Item 'SKU-100' specified.")).problem.pointer,
              "/body/lines/0/item/sellersItemId");
    EXPECT_EQ(judged(error_with("Invalid Customer 'CUST-001' specified.")).problem.pointer,
              "/body/buyerCustomerParty/id");
}

TEST(IntacctRefusal, every_record_of_the_request_is_found_with_its_pointer) {
    struct Row {
        const char* message;
        const char* root_cause;
        const char* pointer;
    };
    Send send = sample::sent();
    send.request.body = R"({"customer":{"id":"C"},"paymentTerm":{"id":"N30"},
        "taxSolution":{"id":"UK"},"lines":[
        {"dimensions":{"item":{"id":"I0"},"warehouse":{"id":"W0"},"location":{"id":"L0"}}},
        {"dimensions":{"item":{"id":"I1"},"warehouse":{"id":"W1"}},"taxSchedule":{"id":"T1"}}]})";
    const std::vector<Row> rows = {
        {"Invalid customer 'C'", "customer:C", "/body/buyerCustomerParty/id"},
        {"Invalid term 'N30'", "term:N30", ""},
        {"Invalid tax solution 'UK'", "tax:UK", ""},
        {"Invalid item 'I0'", "item:I0", "/body/lines/0/item/sellersItemId"},
        {"Invalid item 'I1'", "item:I1", "/body/lines/1/item/sellersItemId"},
        {"Invalid item `I1`", "item:I1", "/body/lines/1/item/sellersItemId"},
        {"Invalid warehouse 'W1'", "warehouse:W1", ""},
        {"Invalid location 'L0'", "location:L0", ""},
        {"Invalid tax schedule 'T1'", "tax:T1", "/body/lines/1/tax/taxCode"},
    };
    for (const Row& row : rows) {
        const Verdict verdict = judged(error_with(row.message), send);
        EXPECT_EQ(verdict.root_cause, row.root_cause) << row.message;
        EXPECT_EQ(verdict.problem.pointer, row.pointer) << row.message;
    }
    for (const char* lines : {"", R"(,"lines":{"item":{"id":"I0"}})", R"(,"lines":null)"}) {
        send.request.body = R"({"customer":{"id":"C"})" + std::string(lines) + "}";
        EXPECT_EQ(judged(error_with("Invalid customer 'C'"), send).root_cause, "customer:C");
        EXPECT_EQ(judged(error_with("Invalid item 'I0'"), send).judgement, Judgement::refused);
    }
}

TEST(IntacctRefusal, only_dimensions_that_lines_carry_are_found) {
    Send send = sample::sent();
    for (const char* line :
         {"{}", R"({"dimensions":"none"})", R"({"dimensions":null})",
          R"({"dimensions":{"colour":{"id":"RED"},"department":{},"project":{"key":"P1"}}})"}) {
        send.request.body = R"({"customer":{"id":"C"},"lines":[)" + std::string(line) + "]}";
        EXPECT_EQ(judged(error_with("Invalid customer 'C'"), send).root_cause, "customer:C");
        for (const char* message :
             {"Invalid colour 'RED'", "Invalid department ''", "Invalid project 'P1'"}) {
            const Verdict verdict = judged(error_with(message), send);
            EXPECT_EQ(verdict.judgement, Judgement::refused) << line << message;
            EXPECT_EQ(verdict.root_cause, "") << line << message;
        }
    }
    send.request.body = R"({"lines":[{"dimensions":{"department":{"id":"D1"}}}]})";
    EXPECT_EQ(judged(error_with("Invalid department 'D1'"), send).root_cause,
              "dimension:department:D1");
}

TEST(IntacctRefusal, a_send_that_promised_no_date_and_no_customer_holds_without_them) {
    Send send = sample::sent();
    send.facts.clear();
    expect_cause("Periods are closed", "period_closed", "period:", send);
    expect_cause("The customer is on hold", "customer_on_hold", "customer-on-hold:", send);
}

TEST(IntacctRefusal, a_placeholder_names_the_record_as_well) {
    SageError error = error_with("The item is not valid");
    error.named = {"SKU-100"};
    EXPECT_EQ(judged(error).root_cause, "item:SKU-100");
}

TEST(IntacctRefusal, units_rules_and_stock_hold_for_a_person) {
    for (const char* code : {"INV-1359", "BL04002055"}) {
        const Verdict verdict = judged(error_with("text", {"invalidRequest", code}));
        EXPECT_EQ(verdict.judgement, Judgement::refused_cause) << code;
        EXPECT_EQ(verdict.root_cause, "") << code;
    }
    expect_cause("Insufficient quantity on hand for item 'SKU-100' in warehouse 'WH1'.",
                 "stock_insufficient", "");
}

TEST(IntacctRefusal, a_request_that_sage_does_not_understand_stops_the_lane) {
    for (const char* code : {"REST-1030", "REST-1050", "REST-1107"}) {
        EXPECT_EQ(judged(error_with("text", {code})).judgement, Judgement::configuration) << code;
    }
    EXPECT_EQ(
        judged(error_with("Field 'nsp::X' does not exist in order-entry/document", {"REST-1028"}))
            .judgement,
        Judgement::configuration);
}

TEST(IntacctRefusal, near_misses_are_plain_refusals) {
    for (const char* message :
         {"", "Invalid Item 'SKU-1' specified.", "Invalid Item SKU-100 specified.",
          "Item 'SKU-100' costs too much", "The description 'SKU-100' is not valid",
          "Customer has another holder", "The order is on hold", "The field is too long",
          "The document does not exist", "A transaction with the number 'XXX' already exists",
          "The period is open"}) {
        const Verdict verdict = judged(error_with(message));
        EXPECT_EQ(verdict.judgement, Judgement::refused) << message;
        EXPECT_EQ(verdict.root_cause, "") << message;
    }
}

TEST(IntacctRefusal, a_send_with_a_damaged_body_names_no_record) {
    Send damaged = sample::sent();
    damaged.request.body.resize(10);
    EXPECT_EQ(judged(error_with("Invalid Item 'SKU-100' specified."), damaged).judgement,
              Judgement::refused);
}

}  // namespace
}  // namespace sage::intacct
