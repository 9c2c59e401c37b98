// SPDX-License-Identifier: Apache-2.0
// Plan: the table of lines_as_csv: its names, quotes, lots, what looks like a formula, what is not
// there. answer_held_lines at the border: without a root cause it is refused; of one that holds
// nothing there are no lines. (What is really held: tests/issues_test.cpp.)
#include "sage-adapter/bridge/query_held_lines.h"

#include "tests/unit/bridge/fake_host.h"

namespace sage::testing {
namespace {

constexpr const char* names =
    "externalReference,messageId,messageType,documentId,documentVersion,issueDate,locationId,"
    "toLocationId,lineId,sellersItemId,quantity,unitCode,reasonCode,lots,serialIds,unitCost,"
    "lineNet,currencyId\r\n";

HeldDocument adjustment() {
    HeldDocument held;
    held.entry.external_reference = "W1";
    held.entry.message_id = "m1";
    held.entry.document_id = "ADJ-1";
    held.entry.document_version = "2";
    held.document.envelope.message_type = MessageType::inventory_adjustment;
    held.document.issue_date = "2026-11-27";
    held.document.location_id = "MAIN";
    Line line;
    line.id = "1";
    line.item.sellers_item_id = "LANTERN";
    line.quantity = {Decimal::parse("-3").value(), "C62"};
    held.document.lines.push_back(line);
    return held;
}

TEST(LinesAsCsv, each_line_has_a_row_and_what_is_not_there_is_empty) {
    EXPECT_EQ(lines_as_csv({}), names);
    EXPECT_EQ(lines_as_csv({adjustment()}),
              std::string(names) +
                  "W1,m1,inventoryAdjustment,ADJ-1,2,2026-11-27,MAIN,,1,LANTERN,-3,C62,,,,,,\r\n");
}

TEST(LinesAsCsv, lots_serials_and_amounts_are_shown_in_their_own_digits) {
    HeldDocument held = adjustment();
    held.document.currency_id = "EUR";
    Line& line = held.document.lines.front();
    line.reason_code = "damaged";
    Lot lot;
    lot.lot_number = "L1";
    lot.quantity = {Decimal::parse("2.50").value(), "C62"};
    line.lots = {lot, lot};
    line.serial_ids = {"S1", "S2"};
    line.unit_cost = Money{Decimal::parse("4.9500").value(), "GBP"};
    held.document.lines.push_back(line);
    held.document.lines.back().unit_cost.reset();
    held.document.lines.back().price =
        Price{{Decimal::parse("7.10").value(), "EUR"}, std::nullopt, std::nullopt};
    const std::string table = lines_as_csv({held});
    EXPECT_NE(table.find(",C62,damaged,L1 2.50; L1 2.50,S1; S2,4.9500,,GBP\r\n"), std::string::npos)
        << table;
    EXPECT_NE(table.find(",S1; S2,,-21.30,EUR\r\n"), std::string::npos) << table;
}

TEST(LinesAsCsv, what_is_to_be_entered_is_told_and_not_what_was_submitted) {
    HeldDocument held = adjustment();
    // A version that takes back what was despatched: the other way round, and net of discounts.
    held.entry.message_type = "despatchAdvice";
    held.document.envelope.message_type = MessageType::return_advice;
    held.document.currency_id = "GBP";
    Line& line = held.document.lines.front();
    line.quantity.value = Decimal::of(12);
    line.price = Price{{Decimal::of(100), "GBP"}, Decimal::of(12), Decimal::of(10)};
    AllowanceCharge carriage;
    carriage.reason_code = "FC";
    carriage.amount = {Decimal::parse("4.95").value(), "GBP"};
    held.document.allowance_charges.push_back(carriage);
    const std::string table = lines_as_csv({held});
    EXPECT_NE(table.find(",returnAdvice,ADJ-1,"), std::string::npos) << table;
    EXPECT_NE(table.find(",LANTERN,12,C62,,,,,90.00,GBP\r\n"), std::string::npos) << table;
    EXPECT_NE(table.find(",,FC,1,,FC,,,,4.95,GBP\r\n"), std::string::npos) << table;
}

TEST(LinesAsCsv, no_text_becomes_a_formula_or_another_cell) {
    HeldDocument held = adjustment();
    held.document.lines.front().item.sellers_item_id = "=HYPERLINK(\"http://x\",1)";
    held.document.lines.front().reason_code = "-broken";
    held.document.location_id = "A,B\nC";
    const std::string table = lines_as_csv({held});
    EXPECT_NE(table.find(",\"'=HYPERLINK(\"\"http://x\"\",1)\","), std::string::npos) << table;
    EXPECT_NE(table.find(",'-broken,"), std::string::npos) << table;
    EXPECT_NE(table.find(",\"A,B\nC\","), std::string::npos) << table;
}

class QueryHeldLines : public Border {
  protected:
    wms_status ask(const std::string& request) {
        forget(document);
        forget(error);
        return bridge_query(instance, nullptr, text_of(request), &document, &error);
    }
};

TEST_F(QueryHeldLines, without_a_root_cause_it_is_refused) {
    ASSERT_EQ(create(), WMS_OK);
    EXPECT_EQ(ask(R"({"query":"heldLines"})"), WMS_E_NOT_ACCEPTED);
    EXPECT_EQ(code(), "query.root_cause_missing");
    EXPECT_EQ(ask(R"({"query":"heldLines","rootCause":7})"), WMS_E_NOT_ACCEPTED);
}

TEST_F(QueryHeldLines, of_a_cause_that_holds_nothing_there_are_no_lines) {
    ASSERT_EQ(create(), WMS_OK);
    ASSERT_EQ(ask(R"({"query":"heldLines","rootCause":"item:X"})"), WMS_OK);
    EXPECT_NE(answer().find(R"("held":0,"documents":0)"), std::string::npos) << answer();
    EXPECT_NE(answer().find("currencyId\\r\\n\""), std::string::npos) << answer();
}

}  // namespace
}  // namespace sage::testing
