// SPDX-License-Identifier: Apache-2.0
// Plan: each kind of document as a file; sums that are those of the invoice; allowances and
// carriage; texts behind words of ours, cut with a remark; receipts; what holds until a person
// acts; what stays as with the interface.
#include <gmock/gmock.h>

#include "plugins/sage50/import_file.h"
#include "tests/unit/sage50/sample.h"
#include "tests/unit/sage50/wire_sample.h"

namespace sage::sage50 {
namespace {

using sample::expect_kind;
using sample::held_by;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

Settings by_folder(const std::string& more = "") {
    return sample::settings(
        R"({"address":null,"dropFolder":"/var/import","dataSource":{"name":"S"},
            "customerMatching":{"rules":["accountCode"],"accountCodes":{"CUST-001":"CUST001"}})" +
        more + "}");
}

/// Also of an account that Sage imports rows of.
Catalogue importable() {
    return sample::with_record(sample::record(kind::customer, "CUST001"));
}

Send file_of(const Document& document, const Settings& settings = by_folder(),
             const Catalogue& known = importable()) {
    return expect_kind<Send>(sample::prepared(document, settings, known));
}

std::vector<std::string> rows_of(const Send& send) {
    std::vector<std::string> rows;
    std::string rest = send.request.body;
    for (std::size_t end = rest.find("\r\n"); end != std::string::npos; end = rest.find("\r\n")) {
        rows.push_back(rest.substr(0, end));
        rest.erase(0, end + 2);
    }
    EXPECT_TRUE(rest.empty()) << "each row has its end";
    return rows;
}

TEST(Sage50MapImport, a_despatch_is_rows_of_the_ledger_that_come_to_its_invoice) {
    const Document despatch = sample::document();
    const Send file = file_of(despatch);
    const Send invoice = expect_kind<Send>(sample::prepared(despatch));
    EXPECT_EQ(file.sage_type, ledger_import_type);
    EXPECT_EQ(file.facts.at("netAmount"), invoice.prediction.document.net->text());
    EXPECT_EQ(file.facts.at("taxAmount"), invoice.prediction.document.tax->text());
    EXPECT_EQ(file.prediction.document.gross, invoice.prediction.document.gross);
    EXPECT_EQ(file.facts.at("accountRef"), "CUST001");
    const std::vector<std::string> rows = rows_of(file);
    ASSERT_GT(rows.size(), 1U);
    EXPECT_THAT(rows[1], HasSubstr("SI,CUST001,4000,,"));
    EXPECT_THAT(rows[1],
                HasSubstr(std::string(sample::reference) + ",\"Despatch " + despatch.id + ": "));
    EXPECT_THAT(rows[1], HasSubstr(",1,Order " + despatch.order_id));
    EXPECT_THAT(sample::remarks_on(file), Contains("sage50.import_ledger_only "));
    EXPECT_FALSE(file.terms.lines.empty()) << "a return is in the same terms";
}

TEST(Sage50MapImport, a_return_is_a_credit) {
    const Send file = file_of(sample::document("returnAdvice"));
    EXPECT_EQ(file.facts.at("type"), "SC");
    EXPECT_THAT(rows_of(file).at(1), HasSubstr(",\"Return RMA-31: "));
    EXPECT_TRUE(rows_of(file).at(1).starts_with("SC,"));
}

TEST(Sage50MapImport, what_takes_off_goes_the_other_way_and_carriage_is_a_row) {
    Document despatch = sample::document();
    despatch.payable.reset();
    despatch.allowance_charges.clear();
    AllowanceCharge charge;
    charge.amount = {decimal("5.00"), "GBP"};
    charge.tax = despatch.lines[0].tax;
    charge.reason_code = "POST";
    despatch.allowance_charges.push_back(charge);
    charge.reason_code = "PROMO";
    charge.charge_indicator = false;
    charge.amount.amount = decimal("1.00");
    despatch.allowance_charges.push_back(charge);
    const std::vector<std::string> rows = rows_of(file_of(despatch));
    EXPECT_THAT(rows, Contains(testing::StartsWith("SC,CUST001,4000,")));
    EXPECT_THAT(rows, Contains(HasSubstr(": Carriage,5.00,")));
}

TEST(Sage50MapImport, no_text_of_the_warehouse_begins_a_value) {
    Document despatch = sample::document();
    despatch.id = "=1+1";
    despatch.order_id = "@SUM(A1)";
    despatch.lines[0].item.name = "+" + std::string(70, 'x') + ", \"y\"";
    despatch.lines[0].item.sellers_item_id = "OTHER";
    const Send file = file_of(despatch);
    for (const std::string& row : rows_of(file)) {
        for (const char* formula : {",=", ",+", ",-", ",@", ",\"=", ",\"+", ",\"-", ",\"@"}) {
            EXPECT_THAT(row, Not(HasSubstr(formula)));
        }
    }
    EXPECT_THAT(sample::remarks_on(file), Contains("mapping.text_cut Details"));
}

TEST(Sage50MapImport, codes_that_sage_does_not_import_wait_for_a_person) {
    const Settings settings = sample::settings(
        R"({"address":null,"dropFolder":"/var/import","dataSource":{"name":"S"},
            "stockDocuments":"adjustments"})");
    EXPECT_EQ(held_by(sample::prepared(sample::document(), settings)),
              "sage50.import_code_unfit /body/buyerCustomerParty/id ");
    Document adjustment = sample::document("inventoryAdjustment");
    adjustment.lines[0].item.sellers_item_id = "A,B";
    const Catalogue odd = sample::with_record(sample::record(kind::product, "A,B"));
    EXPECT_EQ(held_by(sample::prepared(adjustment, settings, odd)),
              "sage50.import_code_unfit /body/lines/0/item ");
}

TEST(Sage50MapImport, what_comes_to_nothing_is_no_transaction) {
    Document despatch = sample::document();
    despatch.payable.reset();
    despatch.allowance_charges.clear();
    for (Line& line : despatch.lines) {
        line.price->unit_amount.amount = Decimal();
        line.price->discount_amount.reset();
        line.price->discount_rate.reset();
    }
    const Preparation made = sample::prepared(despatch, by_folder(), importable());
    EXPECT_THAT(expect_kind<PostNothing>(made).reason, HasSubstr("comes to nothing"));
}

TEST(Sage50MapImport, a_tax_code_whose_rate_is_unknown_waits_for_it) {
    Document despatch = sample::document();
    despatch.payable.reset();
    despatch.allowance_charges.clear();
    for (Line& line : despatch.lines) {
        line.tax = {};
        line.tax.tax_code = "ODD";
    }
    const Settings settings = by_folder(R"(,"taxCodes":{"ODD":"7"})");
    const Preparation held = sample::prepared(despatch, settings, importable());
    EXPECT_THAT(held_by(held), HasSubstr("sage50.tax_rate_unknown /body/lines/0/tax"));
}

TEST(Sage50MapImport, an_adjustment_is_one_file_with_all_its_lines) {
    const Settings settings = by_folder(R"(,"stockDocuments":"adjustments")");
    Document adjustment = sample::document("inventoryAdjustment");
    Line more = adjustment.lines.front();
    more.id = "2";
    more.item.sellers_item_id = "OTHER";
    more.quantity.value = decimal("1.25");
    more.unit_cost = {decimal("0.125"), "GBP"};
    adjustment.lines.push_back(more);
    EXPECT_FALSE(line_before(settings, adjustment, {}));
    const Send file = file_of(adjustment, settings);
    EXPECT_EQ(file.sage_type, stock_import_type);
    const std::vector<std::string> rows = rows_of(file);
    ASSERT_EQ(rows.size(), 3U);
    const std::string middle =
        "24/11/2026," + short_reference(sample::reference) + "," + std::string(sample::reference);
    EXPECT_EQ(rows[1], "AO,SKU-100," + middle + " ADJ-78 damaged,2,,");
    EXPECT_EQ(rows[2], "AI,OTHER," + middle + " ADJ-78 damaged,1.25,0.13,");
    adjustment.lines[1].quantity.value = decimal("0.001");
    EXPECT_THAT(held_by(sample::prepared(adjustment, settings)),
                HasSubstr("sage50.import_too_large /body/lines/1/quantity"));
    adjustment.lines[1].item.sellers_item_id = "NOWHERE";
    EXPECT_THAT(held_by(sample::prepared(adjustment, settings)), HasSubstr("sage50."));
    for (Line& line : adjustment.lines) {
        line.quantity.value = Decimal();
    }
    expect_kind<PostNothing>(sample::prepared(adjustment, settings));
}

TEST(Sage50MapImport, a_receipt_comes_in_where_adjustments_are_made) {
    const Document receipt = sample::document("receiptAdvice");
    const Settings settings = by_folder(R"(,"stockDocuments":"adjustments")");
    EXPECT_TRUE(becomes_adjustments(settings, receipt));
    EXPECT_FALSE(
        becomes_adjustments(sample::settings(R"({"stockDocuments":"adjustments"})"), receipt));
    const Send file = file_of(receipt, settings);
    EXPECT_THAT(rows_of(file).at(1), testing::StartsWith("AI,SKU-100,"));
    const std::optional<Send> outlined = outline(settings, receipt, {});
    ASSERT_TRUE(outlined);
    EXPECT_EQ(outlined->sage_type, stock_import_type);
    EXPECT_EQ(outline(settings, sample::document(), {})->sage_type, ledger_import_type);
    EXPECT_FALSE(outline(settings, sample::document("salesOrder"), {}));
}

TEST(Sage50MapImport, late_tracking_is_kept) {
    const Document tracking = sample::document("trackingUpdate");
    Related despatch = sample::posted_despatch(tracking.despatch_id);
    despatch.sage_document.type = ledger_import_type;
    const Preparation made = sample::prepared(tracking, by_folder(), importable(), {despatch});
    expect_kind<PostNothing>(made);
}

}  // namespace
}  // namespace sage::sage50
