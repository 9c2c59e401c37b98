// SPDX-License-Identifier: Apache-2.0
// Plan: the published request; an adjustment of either direction is found as promised; one that was
// carried out twice, in several movements, or otherwise; read-back by reference and number; lists;
// answers that cannot be used; fractions in each way.
#include "plugins/sage50/wire_stock.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "tests/unit/sage50/wire_sample.h"

namespace sage::sage50 {
namespace {

using testing::HasSubstr;

constexpr std::string_view accepted =
    R"({"success":true,"code":200,"response":true,"message":null})";

TEST(Sage50Stock, an_adjustment_is_as_it_was_published) {
    AdjustmentDocument document;
    document.stock_code = "TP001";
    document.in = true;
    document.quantity = decimal("99");
    document.date = "2024-07-03";
    document.cost_price = decimal("100");
    document.reference = "030724";
    document.details = "stock adjustment in";
    const Send send = encode(books(), document);
    EXPECT_EQ(send.request.method, "POST");
    EXPECT_EQ(send.request.target, "/api/stock");
    const std::string published = published_sample("products-stock.stock-adjustments.request");
    if (published.empty()) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    EXPECT_EQ(boost::json::parse(send.request.body), boost::json::parse(published));
}

TEST(Sage50Stock, quantities_are_whole_numbers_and_costs_are_of_what_comes_in) {
    AdjustmentDocument document = sample_adjustment("4.00");
    document.cost_price = decimal("6.20");
    EXPECT_THAT(encode(books(), document).request.body, HasSubstr(R"("quantity":4,"type":2)"));
    EXPECT_EQ(encode(books(), document).request.body.find("costPrice"), std::string::npos);
    document.in = true;
    const Send in = encode({"", true}, document);
    EXPECT_THAT(in.request.body, HasSubstr(R"("date":"11/18/2026","costPrice":6.20)"));
    EXPECT_EQ(in.facts.at("costPrice"), "6.2");
}

TEST(Sage50Stock, either_direction_is_found_as_promised) {
    for (const bool in : {false, true}) {
        for (const char* const noise : {R"({"binaryNoise":true})", R"({"binaryNoise":false})"}) {
            test::SimulatedCompany company;
            company.behave(noise);
            AdjustmentDocument document = sample_adjustment();
            document.in = in;
            document.cost_price = decimal("6.20");
            const Send send = encode(books(), document);
            EXPECT_EQ(carried_out(company, send).problem.code, "sage50.adjustment_unnamed");
            EXPECT_EQ(company.stock("LANTERN"), in ? "104/0" : "96/0");
            const LookUp seen = looked_up(company, send);
            ASSERT_TRUE(seen.usable) << seen.why;
            ASSERT_EQ(seen.found.size(), 1U);
            EXPECT_EQ(told(differences(send.facts, seen.found.front().facts)), "");
            EXPECT_EQ(seen.found.front().sage_document.type, "Stock Adjustment");
            EXPECT_FALSE(seen.found.front().sage_document.key.empty());
            EXPECT_EQ(seen.found.front().external_reference, sample_reference);
        }
    }
}

TEST(Sage50Stock, one_that_is_not_there_is_not_found) {
    test::SimulatedCompany company;
    const LookUp seen = looked_up(company, encode(books(), sample_adjustment()));
    EXPECT_TRUE(seen.usable);
    EXPECT_TRUE(seen.found.empty());
}

TEST(Sage50Stock, one_that_was_carried_out_twice_is_two) {
    test::SimulatedCompany company;
    const Send send = encode(books(), sample_adjustment());
    carried_out(company, send);
    carried_out(company, send);
    const LookUp seen = looked_up(company, send);
    ASSERT_EQ(seen.found.size(), 2U);
    EXPECT_NE(seen.found[0].sage_document.key, seen.found[1].sage_document.key);
    EXPECT_EQ(seen.found[1].facts.at("quantity"), "4");
}

TEST(Sage50Stock, several_movements_of_one_adjustment_are_one) {
    const auto movement = [](int number, const char* quantity) {
        return fmt::format(
            R"({{"tranNumber":{},"stockCode":"LANTERN","date":"18/11/2026 00:00:00","type":"AO",)"
            R"("costPrice":5,"quantity":{},"reference":"{}","details":"Damaged"}})",
            number, quantity, sample_reference);
    };
    const auto answer = [&](const std::string& rows) {
        return read_look_up(encode(books(), sample_adjustment()), list_of(rows));
    };
    const LookUp one = answer(movement(7, "-1") + "," + movement(8, "-3"));
    ASSERT_EQ(one.found.size(), 1U);
    EXPECT_EQ(one.found[0].facts.at("quantity"), "4");
    EXPECT_EQ(one.found[0].sage_document.number, "7");
    const LookUp twice = answer(movement(7, "-1") + "," + movement(8, "-3") + "," +
                                movement(9, "-1") + "," + movement(10, "-3"));
    ASSERT_EQ(twice.found.size(), 2U);
    EXPECT_EQ(twice.found[1].sage_document.number, "9");
    const LookUp other = answer(movement(7, "-5"));
    ASSERT_EQ(other.found.size(), 1U);
    EXPECT_EQ(other.found[0].facts.at("quantity"), "5") << "a person looks at it";
    EXPECT_EQ(answer(movement(7, "4.0000000000000009")).found[0].facts.at("quantity"), "4");
}

TEST(Sage50Stock, what_a_person_put_back_is_not_taken_for_ours) {
    test::SimulatedCompany company;
    const Send send = encode(books(), sample_adjustment());
    carried_out(company, send);
    AdjustmentDocument back = sample_adjustment();
    back.in = true;
    carried_out(company, encode(books(), back));
    EXPECT_EQ(looked_up(company, send).found.size(), 2U) << "held for a person";
}

TEST(Sage50Stock, read_back_finds_by_reference_and_by_number) {
    test::SimulatedCompany company;
    const Send first = encode(books(), sample_adjustment());
    AdjustmentDocument another = sample_adjustment("2");
    another.stock_code = "MUG";
    another.reference = other_reference;
    const Send second = encode(books(), another);
    carried_out(company, first);
    carried_out(company, second);
    const std::vector<ReadBackSubject> subjects = {subject_of(first, {}),
                                                   subject_of(second, {}, other_reference)};
    const LookUp both = read_back_of(company, subjects);
    ASSERT_EQ(both.found.size(), 2U);
    ReadBackSubject by_number = subjects[0];
    by_number.sage_document.number = both.found[0].sage_document.number;
    const LookUp one = read_back_of(company, {by_number}, FindBy::number);
    ASSERT_EQ(one.found.size(), 1U);
    EXPECT_EQ(one.found[0].external_reference, sample_reference);
    by_number.sage_document.number = "STK TAKE";
    EXPECT_TRUE(read_back_of(company, {by_number}, FindBy::number).found.empty());
}

TEST(Sage50Stock, lists_show_ours_day_by_day) {
    test::SimulatedCompany company;
    carried_out(company, encode(books(), sample_adjustment()));
    AdjustmentDocument strange = sample_adjustment();
    strange.reference = "STK TAKE";
    carried_out(company, encode(books(), strange));
    OwnList list{std::string(adjustment_type), "2026-11-18", "2026-11-19", ""};
    const auto page =
        read_own_page(list, ReferenceField::notes3, exchanged(company, list_own(books(), list)));
    ASSERT_TRUE(page.ok());
    ASSERT_EQ(page.value().found.size(), 1U);
    EXPECT_EQ(page.value().found[0].external_reference, sample_reference);
    EXPECT_EQ(page.value().next, "2026-11-19");
    list.after = page.value().next;
    const auto last =
        read_own_page(list, ReferenceField::notes3, exchanged(company, list_own(books(), list)));
    EXPECT_TRUE(last.value().found.empty());
    EXPECT_EQ(last.value().next, "");
}

TEST(Sage50Stock, what_was_never_sent_is_found_by_its_reference) {
    test::SimulatedCompany company;
    carried_out(company, encode(books(), sample_adjustment()));
    const LookUp seen = looked_up(company, outline(adjustment_type, ReferenceField::notes3));
    ASSERT_EQ(seen.found.size(), 1U);
    EXPECT_EQ(seen.found[0].facts.at("quantity"), "4");
}

TEST(Sage50Stock, answers_that_cannot_be_used_are_not_empty) {
    const Send send = encode(books(), sample_adjustment());
    for (const Reply& reply :
         {Reply{200, {}, ""},
          Reply{200, {}, R"({"Message":"A Search Stock process is already running."})"},
          Reply{200, {}, R"({"success":false,"code":500,"response":null,"message":"busy"})"},
          list_of(R"({"stockCode":"X"})")}) {
        const LookUp seen = read_look_up(send, reply);
        EXPECT_FALSE(seen.usable) << reply.body;
        EXPECT_FALSE(seen.why.empty());
    }
    EXPECT_EQ(classify(send, {200, {}, std::string(accepted)}).judgement, Judgement::unknown);
}

TEST(Sage50Stock, fractions_are_refused_taken_or_cut_and_never_taken_for_done) {
    AdjustmentDocument document = sample_adjustment("1.5");
    const Send send = encode(books(), document);
    for (const int way : {0, 1, 2}) {
        test::SimulatedCompany company;
        company.behave(fmt::format(R"({{"fractionalAdjustments":{}}})", way));
        EXPECT_EQ(carried_out(company, send).judgement, Judgement::unknown);
        const LookUp seen = looked_up(company, send);
        ASSERT_EQ(seen.found.size(), way == 0 ? 0U : 1U);
        if (way > 0) {
            EXPECT_EQ(seen.found[0].facts.at("quantity"), way == 1 ? "1.5" : "1");
        }
    }
}

}  // namespace
}  // namespace sage::sage50
