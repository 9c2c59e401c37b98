// SPDX-License-Identifier: Apache-2.0
// Plan: every segment of the sample finds its place in the despatch; packs give SSCCs and tracking
// numbers to their lines; statuses decide what is cancelled and what is outstanding; lots, serials,
// cases; each contradiction leaves the set out; what is not read is told.
#include "mock-host/imports/x12_945.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/unit/mock_host/x12_samples.h"

namespace wms {
namespace {

using Texts = std::vector<std::string>;

struct Read {
    Result<Despatch> despatch = Problem{};
    std::vector<Problem> remarks;
};

Read read(const std::vector<std::string>& body) {
    Read read;
    X12Sink sink;
    sink.set = [&](const X12TransactionSet& set) {
        read.despatch =
            read_945(set, [&](const Problem& remark) { read.remarks.push_back(remark); });
    };
    sink.problem = sink.remark = [](const Problem&) {};
    std::istringstream stream(testing::interchange_of({testing::set_of(body)}));
    EXPECT_TRUE(read_x12(stream, sink).ok());
    return read;
}

const std::vector<std::string> kHead = {"W06*F*SO-1*20261104*DN-1**PO-1",
                                        "N1*WH*Main*92*MAIN",
                                        "N1*ST*Harbour & Sons",
                                        "N3*1 Quay Street*Unit 4",
                                        "N4*Whitby*NY*YO21 1AA*GB",
                                        "G62*11*20261103*8*1015",
                                        "W27*M*DHLC"};

std::vector<std::string> body_of(const std::vector<std::string>& lines) {
    std::vector<std::string> body = kHead;
    body.insert(body.end(), lines.begin(), lines.end());
    return body;
}

TEST(X12Advice, every_segment_has_its_place) {
    const Read one = read(
        body_of({"LX*1", "MAN*GM*00350123456000000018**CP*1Z1", "W12*CC*24*24*0*EA**VN*LANTERN",
                 "N9*LI*10", "LX*2", "MAN*AA*350123456000000025", "N9*2I*1Z2",
                 "W12*BP*12*6*-6*EA*501234560022*EN*5012345600222", "G69*Mug", "W03*30"}));
    ASSERT_TRUE(one.despatch.ok()) << in_one_line(one.despatch.problem());
    const Despatch& despatch = one.despatch.value();
    EXPECT_EQ(despatch.id, "DN-1");
    EXPECT_EQ(despatch.order_id, "SO-1");
    EXPECT_EQ(despatch.buyer_order_id, "PO-1");
    EXPECT_EQ(despatch.site, "MAIN");
    EXPECT_EQ(despatch.date, "2026-11-03") << "the day it left, not that of the message";
    EXPECT_EQ(despatch.left_ms % 86'400'000, (10 * 60 + 15) * 60'000);
    EXPECT_EQ(despatch.carrier, "DHLC");
    EXPECT_EQ(despatch.delivery.name, "Harbour & Sons");
    EXPECT_EQ(despatch.delivery.address_lines,
              (Texts{"1 Quay Street", "Unit 4", "Whitby", "NY", "YO21 1AA"}));
    EXPECT_EQ(despatch.delivery.country_code, "GB");
    EXPECT_EQ(despatch.tracking_numbers, (Texts{"1Z1", "1Z2"}));
    EXPECT_EQ(despatch.ssccs, (Texts{"350123456000000018", "350123456000000025"}));
    ASSERT_EQ(despatch.lines.size(), 2U);
    EXPECT_EQ(despatch.lines[0].item, "LANTERN");
    EXPECT_EQ(despatch.lines[0].order_line_id, "10");
    EXPECT_EQ(despatch.lines[0].ssccs, Texts{"350123456000000018"});
    EXPECT_EQ(despatch.lines[1].item, "");
    EXPECT_EQ(despatch.lines[1].gtin, "501234560022");
    EXPECT_EQ(despatch.lines[1].item_name, "Mug");
    EXPECT_EQ(despatch.lines[1].outstanding.text(), "6");
    EXPECT_EQ(despatch.lines[1].ssccs, Texts{"350123456000000025"});
    EXPECT_FALSE(despatch.last);
    EXPECT_TRUE(one.remarks.empty());
}

TEST(X12Advice, statuses_decide_what_is_left) {
    for (const auto& [status, cancelled, last] :
         {std::tuple("CP", "2", true), std::tuple("IC", "2", true), std::tuple("BP", "0", false),
          std::tuple("BO", "0", false), std::tuple("DS", "0", false)}) {
        const Read one =
            read(body_of({"LX*1", std::string("W12*") + status + "*6*4*2*EA**VN*SKU-1", "W03*4"}));
        ASSERT_TRUE(one.despatch.ok()) << status;
        EXPECT_EQ(one.despatch.value().lines[0].cancelled.text(), cancelled) << status;
        EXPECT_EQ(one.despatch.value().last, last) << status;
    }
}

TEST(X12Advice, cases_lots_and_serials_are_read) {
    const Read one =
        read(body_of({"LX*1", "W12*CC*2*2*0*CA**VN*SKU-1*LOT-7", "G62*36*20270131", "N9*SE*S-1",
                      "N9*SE*S-2", "W12*CC*1*1*0*DZ**SK*SKU-2", "N9*LT*LOT-8", "W03*9"}));
    ASSERT_TRUE(one.despatch.ok()) << "units of two kinds are not added up";
    const std::vector<DespatchLine>& lines = one.despatch.value().lines;
    EXPECT_EQ(lines[0].unit_code, "XCS");
    ASSERT_EQ(lines[0].lots.size(), 1U);
    EXPECT_EQ(lines[0].lots[0].number, "LOT-7");
    EXPECT_EQ(lines[0].lots[0].expiry_date, "2027-01-31");
    EXPECT_EQ(lines[0].lots[0].quantity.text(), "2");
    EXPECT_EQ(lines[0].serials, (Texts{"S-1", "S-2"}));
    EXPECT_EQ(lines[1].unit_code, "DZN");
    EXPECT_EQ(lines[1].lots[0].number, "LOT-8");
}

TEST(X12Advice, what_contradicts_itself_is_left_out) {
    const std::string line = "W12*CC*6*6*0*EA**VN*SKU-1";
    const std::vector<std::vector<std::string>> bodies = {
        {"LX*1", line, "W03*6"},
        {"W06*X*SO-1*20261103*DN-1", "LX*1", line, "W03*6"},
        {"W06*F**20261103*DN-1", "LX*1", line, "W03*6"},
        {"W06*F*SO-1*20261103", "LX*1", line, "W03*6"},
        {"W06*F*SO-1*20261303*DN-1", "LX*1", line, "W03*6"},
        {"W06*F*SO-1*20261103*DN-1"},
        body_of({"W06*F*SO-2*20261103*DN-2", line}),
        body_of({"LX*1", line, "W03*7"}),
        body_of({"LX*1", line, "W03*x"}),
        body_of({"LX*1", "W12*CC*6*4*1*EA**VN*SKU-1", "W03*4"}),
        body_of({"LX*1", "W12*CC*6*six*0*EA**VN*SKU-1"}),
        body_of({"LX*1", "W12*CC*6*-6*0*EA**VN*SKU-1"}),
        body_of({"LX*1", "W12*CC*6*6*0*QQ**VN*SKU-1"}),
        body_of({"LX*1", line + "*LOT-1", "N9*LT*LOT-2", "W03*6"}),
    };
    for (const auto& body : bodies) {
        const Read one = read(body);
        ASSERT_FALSE(one.despatch.ok()) << body.back();
        EXPECT_EQ(one.despatch.problem().code, "import.x12_945");
        EXPECT_NE(one.despatch.problem().cause.find("0001"), std::string::npos);
        EXPECT_FALSE(one.despatch.problem().pointer.empty());
    }
}

TEST(X12Advice, what_is_not_read_is_told) {
    const Read one = read(body_of({"G72*C310*06******500", "LX*1", "MAN*AA*35000001*35000009",
                                   "W12*CC*6*6*0*EA**VN*SKU-1", "W03*6"}));
    ASSERT_TRUE(one.despatch.ok());
    EXPECT_EQ(one.remarks.size(), 2U);
}

}  // namespace
}  // namespace wms
