// SPDX-License-Identifier: Apache-2.0
// Plan: the sample as a despatch; what an advice may leave out; every contradiction, several
// orders, other documents and files that are cut off are told.
#include "mock-host/imports/ubl_despatch_advice.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/source_folder.h"
#include "tests/unit/mock_host/collected_import.h"

namespace wms {
namespace {

using testing::Collected;
using testing::with;
using Texts = std::vector<std::string>;

std::string sample() {
    std::ifstream file(sage::source_folder() + "/mock-host/samples/despatch.xml");
    return {std::istreambuf_iterator<char>(file), {}};
}

Collected read(const std::string& text) {
    return testing::collect(read_ubl_despatch, text);
}

TEST(UblDespatch, the_sample_is_a_despatch) {
    const Collected collected = read(sample());
    ASSERT_TRUE(collected.done.ok()) << in_one_line(collected.done.problem());
    ASSERT_EQ(collected.despatches.size(), 1U);
    const Despatch& despatch = collected.despatches[0];
    EXPECT_EQ(despatch.id, "DN-2003-1");
    EXPECT_EQ(despatch.order_id, "SO-2003");
    EXPECT_EQ(despatch.buyer_order_id, "4500017");
    EXPECT_EQ(despatch.date, "2026-11-04") << "the day it left, not that of the message";
    EXPECT_EQ(despatch.left_ms % 86'400'000, (16 * 60 + 20) * 60'000);
    EXPECT_EQ(despatch.site, "MAIN");
    EXPECT_EQ(despatch.carrier, "DHL");
    EXPECT_EQ(despatch.tracking_numbers, Texts{"JD0002222"});
    EXPECT_EQ(despatch.ssccs, Texts{"350123456000000049"});
    EXPECT_EQ(despatch.delivery.name, "Green Grocers, back door");
    EXPECT_EQ(despatch.delivery.address_lines, (Texts{"3 Market Place", "Ripon", "HG4 1BN"}));
    ASSERT_EQ(despatch.lines.size(), 2U);
    EXPECT_EQ(despatch.lines[0].delivered.text(), "8");
    EXPECT_EQ(despatch.lines[0].unit_code, "EA");
    EXPECT_EQ(despatch.lines[0].note, "Handle with care");
    EXPECT_EQ(despatch.lines[1].outstanding.text(), "1");
    EXPECT_FALSE(despatch.last);
}

TEST(UblDespatch, lots_serials_and_packs_of_a_line_are_read) {
    const Collected collected = read(with(
        sample(), "</cac:SellersItemIdentification>",
        "</cac:SellersItemIdentification><cac:ItemInstance><cbc:SerialID>S-1</cbc:SerialID>"
        "<cac:LotIdentification><cbc:LotNumberID>L-1</cbc:LotNumberID><cbc:ExpiryDate>2027-01-31"
        "</cbc:ExpiryDate></cac:LotIdentification></cac:ItemInstance>"));
    ASSERT_EQ(collected.despatches.size(), 1U);
    const DespatchLine& line = collected.despatches[0].lines[0];
    ASSERT_EQ(line.lots.size(), 1U);
    EXPECT_EQ(line.lots[0].number, "L-1");
    EXPECT_EQ(line.lots[0].expiry_date, "2027-01-31");
    EXPECT_EQ(line.serials, Texts{"S-1"});
}

TEST(UblDespatch, the_buyers_order_number_is_enough) {
    const Collected collected =
        read(with(sample(), "<cbc:SalesOrderID>SO-2003</cbc:SalesOrderID>", ""));
    ASSERT_EQ(collected.despatches.size(), 1U);
    EXPECT_EQ(collected.despatches[0].order_id, "");
    EXPECT_EQ(collected.despatches[0].buyer_order_id, "4500017");
}

TEST(UblDespatch, what_is_wrong_is_told_with_its_line) {
    const std::string reference = "<cac:OrderReference>\n    <cbc:ID>4500017</cbc:ID>";
    for (const auto& [old, replacement] : std::vector<std::pair<std::string, std::string>>{
             {"<cbc:ID>DN-2003-1</cbc:ID>", ""},
             {"<cbc:UBLVersionID>",
              "<cbc:CopyIndicator>true</cbc:CopyIndicator><cbc:UBLVersionID>"},
             {"<cbc:UBLVersionID>",
              "<cbc:DocumentStatusCode>Cancelled</cbc:DocumentStatusCode><cbc:UBLVersionID>"},
             {"<cbc:Note>", "<cbc:LineStatusCode>Cancelled</cbc:LineStatusCode><cbc:Note>"},
             {">8<", ">eight<"},
             {">8<", ">-8<"},
             {" unitCode=\"EA\">8", ">8"},
             {"unitCode=\"EA\">1</cbc:Outstanding", "unitCode=\"DZN\">1</cbc:Outstanding"},
             {"2026-11-04", "2026-11-31"},
             {reference, "<cac:OrderReference><cbc:ID>9</cbc:ID></cac:OrderReference>" + reference},
             {"<cbc:LineID>2</cbc:LineID>",
              "<cbc:LineID>2</cbc:LineID><cac:OrderReference><cbc:ID>9"
              "</cbc:ID></cac:OrderReference>"},
         }) {
        const Collected collected = read(with(sample(), old, replacement));
        ASSERT_TRUE(collected.done.ok()) << old << in_one_line(collected.done.problem());
        ASSERT_EQ(collected.problems.size(), 1U) << old;
        EXPECT_EQ(collected.problems[0].pointer.substr(0, 5), "line ");
    }
}

TEST(UblDespatch, other_documents_are_told) {
    for (const std::string& text :
         {std::string("<DespatchAdvice/>"), with(sample(), "DespatchAdvice-2", "Invoice-2"),
          sample().substr(0, 900), std::string("<!DOCTYPE x>") + sample()}) {
        const Collected collected = read(text);
        EXPECT_FALSE(collected.done.ok());
        EXPECT_TRUE(collected.despatches.empty());
    }
}

}  // namespace
}  // namespace wms
