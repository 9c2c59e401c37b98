// SPDX-License-Identifier: Apache-2.0
// Plan: the two questions; the change against a fixture; the action of the settings; a transfer
// that has arrived, is gone, is not posted, cannot be read or is another one by now.
#include <gmock/gmock.h>

#include "tests/unit/intacct/golden.h"

namespace sage::intacct {
namespace {

using sample::expect_kind;

constexpr const char* following = R"({"transfers":{"post":"asSent"},"warehouses":{
    "MAIN":{"warehouse":"WH1","location":"100"},"OUTLET":{"warehouse":"WH2","location":"200"}}})";

Document arrival() {
    Document subject = sample::document("inventoryTransfer");
    subject.in_transit = false;
    subject.transfer_step = TransferStep::arrival;
    subject.corrected_version = "1";
    subject.issue_date = "2026-11-26";
    subject.lines[0].lots = {{"L-1", "", "", subject.lines[0].quantity}};
    return subject;
}

std::vector<Related> posted(const char* key = "17") {
    SageDocument transfer;
    transfer.type = "Warehouse Transfer";
    transfer.key = key;
    return {{MessageType::inventory_transfer, "TRF-12", true, transfer}};
}

Reply page(const std::string& rows, int count) {
    return sample::reply(200, R"({"ia::result":[)" + rows + R"(],"ia::meta":{"totalCount":)" +
                                  std::to_string(count) +
                                  R"(,"start":1,"pageSize":4000,"next":null}})");
}

std::string header(const char* state) {
    return std::string(R"({"key":"17","id":"IC:0358:doc","transferType":"inTransit",)"
                       R"("transferState":")") +
           state + "\"}";
}

std::string line(const char* key, const char* direction, const char* warehouse,
                 const char* quantity = "24.0000") {
    return std::string(R"({"key":")") + key + R"(","transferDirection":")" + direction +
           R"(","item.id":"SKU-100","warehouse.id":")" + warehouse + R"(","quantity":")" +
           quantity + R"(","unit.id":"Each"})";
}

Preparation after(const std::vector<Observation>& seen, std::string_view changes = following,
                  const std::vector<Related>& related = posted()) {
    return sample::prepared(arrival(), sample::settings(changes), sample::catalogue(), related,
                            seen);
}

const std::string both_lines = line("59", "out", "WH1") + "," + line("60", "in", "WH2");

Observation of_transfer(const char* state) {
    return {"posted transfer", page(header(state), 1)};
}
Observation of_lines(const std::string& rows, int count) {
    return {"lines of the transfer", page(rows, count)};
}

TEST(IntacctArrival, the_transfer_and_its_lines_are_read_first) {
    const ReadFirst first = expect_kind<ReadFirst>(after({}));
    sample::expect_golden("transfer-read", first.request);
    const ReadFirst second = expect_kind<ReadFirst>(after({of_transfer("inTransit")}));
    sample::expect_golden("transfer-read-lines", second.request);
    const ReadFirst again =
        expect_kind<ReadFirst>(after({{"posted transfer", sample::reply(503, "{}")}}));
    EXPECT_EQ(again.name, first.name) << "no answer is no answer";
}

TEST(IntacctArrival, the_transfer_is_received_with_every_line) {
    const Send send = expect_kind<Send>(after({of_transfer("inTransit"), of_lines(both_lines, 2)}));
    sample::expect_golden("transfer-arrival", send.request);
    EXPECT_EQ(send.existing_key, "17");
    const Facts expected = {{"transferState", "posted"}, {"transferType", "inTransit"}};
    EXPECT_EQ(send.facts, expected);
    EXPECT_TRUE(line_facts(send).empty()) << "what holds of lines was promised when they left";
    const Send other = expect_kind<Send>(
        after({of_transfer("inTransit"), of_lines(both_lines, 2)}, R"({"transfers":{
            "post":"asSent","arrivalAction":"transferOut"}})"));
    EXPECT_THAT(other.request.body, testing::HasSubstr(R"("action":"transferOut")"));
}

TEST(IntacctArrival, what_has_arrived_in_sage_is_not_received_again) {
    const PostNothing nothing = expect_kind<PostNothing>(after({of_transfer("posted")}));
    EXPECT_EQ(nothing.about.key, "17");
}

TEST(IntacctArrival, lines_that_are_others_by_now_hold) {
    const auto code = [](const std::string& rows, int count) {
        const Hold hold =
            expect_kind<Hold>(after({of_transfer("inTransit"), of_lines(rows, count)}));
        sample::expect_complete(hold.problem);
        return hold.problem.code;
    };
    EXPECT_EQ(code(line("59", "out", "WH1"), 1), "intacct.transfer_changed");
    EXPECT_EQ(code(line("59", "out", "WH1", "20") + "," + line("60", "in", "WH2", "20"), 2),
              "intacct.transfer_changed");
    EXPECT_EQ(code(both_lines + "," + line("61", "in", "WH2"), 3), "intacct.transfer_changed");
}

TEST(IntacctArrival, a_transfer_that_cannot_be_received_holds) {
    const auto code = [](const Preparation& preparation) {
        const Hold hold = expect_kind<Hold>(preparation);
        sample::expect_complete(hold.problem);
        return hold.problem.code;
    };
    EXPECT_EQ(code(after({}, following, {})), "intacct.transfer_not_posted");
    EXPECT_EQ(code(after({}, following, posted(""))), "intacct.transfer_not_posted");
    EXPECT_EQ(code(after({{"posted transfer", page("", 0)}})), "intacct.document_gone");
    EXPECT_EQ(code(after({{"posted transfer", sample::reply(403, "{}")}})),
              "intacct.document_unreadable");
    EXPECT_EQ(code(after(
                  {of_transfer("inTransit"), {"lines of the transfer", sample::reply(403, "{}")}})),
              "intacct.document_unreadable");
}

}  // namespace
}  // namespace sage::intacct
