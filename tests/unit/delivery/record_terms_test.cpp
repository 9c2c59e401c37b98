// SPDX-License-Identifier: Apache-2.0
// Plan: the terms that are kept with a send are read back unchanged, each written once, and those
// that were kept earlier say nothing of what they do not have.
#include "sage-adapter/delivery/record_terms.h"

#include <gtest/gtest.h>

#include "sage-adapter/delivery/record.h"

namespace sage {
namespace {

TEST(RecordTerms, the_terms_of_lines_stay_with_the_send) {
    Send send;
    send.terms.customer = "ACME";
    send.terms.lines = {{"line 1", {"LANTERN", "Standard \"20\"", Decimal::of(20)}},
                        {"charge 4:POST //", {"CARRIAGE", "", std::nullopt}}};
    const Result<Send> read = send_from_json(send_to_json(send));
    ASSERT_TRUE(read.ok());
    const SentTerms& terms = read.value().terms;
    EXPECT_EQ(terms.customer, "ACME");
    ASSERT_EQ(terms.lines.size(), 2U);
    EXPECT_EQ(terms.lines[0].key, "line 1");
    EXPECT_EQ(terms.lines[0].terms.item, "LANTERN");
    EXPECT_EQ(terms.lines[0].terms.tax, "Standard \"20\"");
    EXPECT_EQ(terms.lines[0].terms.tax_percent->text(), "20");
    EXPECT_EQ(terms.lines[1].key, "charge 4:POST //");
    EXPECT_EQ(terms.lines[1].terms.tax, "");
    EXPECT_FALSE(terms.lines[1].terms.tax_percent);
    EXPECT_EQ(send_to_json(Send{}).find("terms"), std::string::npos) << "nothing is kept of none";
    EXPECT_TRUE(send_from_json(send_to_json(Send{})).value().terms.empty());
}

TEST(RecordTerms, unit_and_places_of_lines_stay_with_the_send_each_written_once) {
    const PostedTerms::Unit each = {"C62", "Each", Decimal::of(1)};
    const PostedTerms::Unit dozen = {"DZN", "Each", Decimal::of(12)};
    const PostedTerms::Places site = {{"warehouse", "WH1"}, {"location", "100"}};
    const PostedTerms::Places web = {{"department", "WEB"}};
    const PostedTerms::Places none;
    Send send;
    send.terms.lines = {{"1", {"A", "", {}, each, site, web}},
                        {"2", {"B", "", {}, each, site, web}},
                        {"3", {"C", "", {}, dozen, site, none}},
                        {"4", {"D", "", {}}},
                        {"5", {"E", "", {}, each, site, web}}};
    const std::string text = send_to_json(send);
    const Result<Send> read = send_from_json(text);
    ASSERT_TRUE(read.ok());
    ASSERT_EQ(read.value().terms.lines.size(), 5U);
    for (std::size_t at = 0; at < 5; ++at) {
        const PostedTerms& wanted = send.terms.lines[at].terms;
        const PostedTerms& terms = read.value().terms.lines[at].terms;
        ASSERT_EQ(terms.unit.has_value(), wanted.unit.has_value()) << at;
        if (wanted.unit) {
            EXPECT_EQ(terms.unit->code, wanted.unit->code) << at;
            EXPECT_EQ(terms.unit->name, wanted.unit->name) << at;
            EXPECT_EQ(terms.unit->times, wanted.unit->times) << at;
        }
        EXPECT_EQ(terms.site, wanted.site) << at;
        EXPECT_EQ(terms.dimensions, wanted.dimensions) << at;
    }
    EXPECT_EQ(text.find("WH1", text.find("WH1") + 1), text.rfind("WH1")) << "of five lines, twice";
}

TEST(RecordTerms, terms_that_were_kept_before_units_were_say_nothing_of_them) {
    const Result<Send> read = send_from_json(
        R"({"headers":[],"facts":{},"terms":{"customer":"C","lines":[["1","A","T","20"]]}})");
    ASSERT_TRUE(read.ok());
    ASSERT_EQ(read.value().terms.lines.size(), 1U);
    const PostedTerms& terms = read.value().terms.lines[0].terms;
    EXPECT_EQ(terms.tax, "T");
    EXPECT_FALSE(terms.unit);
    EXPECT_FALSE(terms.site);
    EXPECT_FALSE(terms.dimensions);
}

TEST(RecordTerms, the_rate_of_what_was_sent_is_read_back) {
    Send send;
    send.terms.customer = "C1";
    const auto again = [&] { return send_from_json(send_to_json(send)).value().terms.rate; };
    EXPECT_FALSE(again());
    send.terms.rate = PostedRate{"EUR", Decimal::parse("0.8610").value(), "", "2026-11-20"};
    ASSERT_TRUE(again());
    EXPECT_EQ(again()->currency_id, "EUR");
    EXPECT_EQ(again()->rate->text(), "0.8610");
    EXPECT_EQ(again()->date, "2026-11-20");
    send.terms.rate = PostedRate{"USD", std::nullopt, "5", ""};
    ASSERT_TRUE(again());
    EXPECT_FALSE(again()->rate);
    EXPECT_EQ(again()->rate_type, "5");
}

}  // namespace
}  // namespace sage
