// SPDX-License-Identifier: Apache-2.0
// Plan: what is promised of the lines is what Sage shows of them, in order and whatever the shape;
// what people change is told; rights and rubbish.
#include <gtest/gtest.h>

#include "tests/unit/sage200/order_sample.h"

namespace sage::sage200 {
namespace {

class Sage200OrderLines : public testing::Test {
  protected:
    Sage200OrderLines() {
        send_ = encode_order(books_, sample_order(site_), "spare_text_1", sample_reference);
        found_ = {Found{classify_order(send_, site_.authorised(send_.request)).sage_document,
                        {},
                        std::string(sample_reference)}};
    }
    Result<bool> added() {
        return add_order_lines(site_.authorised(read_order_lines(books_, found_)), found_);
    }

    test::SimulatedSite site_;
    Books books_ = sample_books();
    Send send_;
    std::vector<Found> found_;
};

TEST_F(Sage200OrderLines, are_as_promised) {
    for (const bool wrapped : {false, true}) {
        site_.behave(wrapped ? R"({"wrapLists":true})" : R"({"wrapLists":false})");
        found_[0].facts.clear();
        const Result<bool> more = added();
        ASSERT_TRUE(more.ok()) << more.error().first().cause;
        EXPECT_FALSE(more.value());
        const Facts promised = order_line_facts(send_);
        EXPECT_EQ(promised.at("lines"), "4");
        EXPECT_EQ(promised.at("line 1 line_quantity"), "2");
        EXPECT_EQ(promised.at("line 2 unit_discount_percent"), "10");
        EXPECT_EQ(promised.at("line 4 description"), "Thank you");
        EXPECT_FALSE(promised.contains("line 1 to_allocate_quantity"));
        for (const auto& [name, value] : promised) {
            EXPECT_TRUE(name.starts_with(line_fact_prefix)) << name;
        }
        for (const Difference& one : differences(promised, found_[0].facts)) {
            ADD_FAILURE() << one.field << ": " << one.expected << " / " << one.found;
        }
    }
}

TEST_F(Sage200OrderLines, that_people_changed_are_told) {
    const Reply reply{200,
                      {},
                      R"([{"id":)" + found_[0].sage_document.key +
                          R"(,"lines":[{"line_number":2,"line_type":"B"},
        {"line_number":1,"line_type":"EnumLineTypeStandard","line_quantity":3.0}]},{"id":9}])"};
    ASSERT_TRUE(add_order_lines(reply, found_).ok());
    EXPECT_EQ(found_[0].facts.at("lines"), "2");
    EXPECT_EQ(found_[0].facts.at("line 1 line_quantity"), "3");
    EXPECT_EQ(found_[0].facts.at("line 2 line_type"), "B");
}

TEST_F(Sage200OrderLines, that_sage_does_not_show_are_told_or_asked_for_again) {
    EXPECT_EQ(add_order_lines({403, {}, ""}, found_).error().status, Status::config);
    EXPECT_EQ(add_order_lines({504, {}, ""}, found_).error().status, Status::remote);
    Send rubbish;
    rubbish.request.body = "nothing";
    EXPECT_TRUE(order_line_facts(rubbish).empty());
}

TEST_F(Sage200OrderLines, of_returns_are_asked_for_where_returns_are) {
    std::vector<Found> returns = found_;
    returns[0].sage_document.type = return_type;
    EXPECT_NE(read_order_lines(books_, returns).target.find("/sop_returns?"), std::string::npos);
}

}  // namespace
}  // namespace sage::sage200
