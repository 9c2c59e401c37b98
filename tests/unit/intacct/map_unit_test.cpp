// SPDX-License-Identifier: Apache-2.0
// Plan: a unit that the item's group lacks holds before Sage could refuse it and goes when the
// group has it; converted, quantity, price, lots and cost are others and the amount is the same;
// what is not exact holds; where no units were read, nothing is said.
#include "sage-adapter/mapping/units.h"
#include "tests/unit/intacct/golden.h"

namespace sage::intacct {
namespace {

using sample::document;
using sample::expect_kind;
using sample::prepared;
using sample::settings;

CatalogueRecord unit(const std::string& group, const std::string& name, const std::string& factor) {
    return sample::record(kind::unit, unit_record_id(group, name),
                          {{std::string(unit_field::group), group},
                           {std::string(unit_field::name), name},
                           {"conversionFactor", factor},
                           {"isBase", factor == "1" ? "true" : "false"}});
}

// The sample's company, its items in the group Pieces; another group knows the dozen.
Catalogue with_units(std::vector<CatalogueRecord> more = {}) {
    std::vector<CatalogueRecord> records = sample::records();
    for (CatalogueRecord& record : records) {
        if (record.kind == kind::item) {
            record.fields["unitOfMeasureGroup.id"] = "Pieces";
        }
    }
    records.push_back(unit("Pieces", "Each", "1"));
    records.push_back(unit("Count", "Each", "1"));
    records.push_back(unit("Count", "Dozen", "12"));
    records.insert(records.end(), more.begin(), more.end());
    return {std::move(records), 1};
}

constexpr const char* dozens = R"({"units":{"C62":"Each","DZN":"Dozen"}})";
constexpr const char* converted =
    R"({"units":{"C62":"Each","DZN":"Dozen"},"unitConversion":"convert"})";

Document in_dozens(const std::string& price = "40.68") {
    Document subject = document("despatchAdvice");
    Line& line = subject.lines[0];
    line.quantity.unit_code = "DZN";
    line.lots[0].quantity.unit_code = "DZN";
    line.price->unit_amount.amount = *Decimal::parse(price);
    return subject;
}

boost::json::value first_line(const Send& send) {
    return sample::parsed(send.request.body).at_pointer("/lines/0");
}

TEST(IntacctUnit, a_unit_of_the_group_goes_as_it_is) {
    const Send send =
        expect_kind<Send>(prepared(document("despatchAdvice"), settings(converted), with_units()));
    EXPECT_EQ(first_line(send).at("unit").as_string(), "Each");
    EXPECT_TRUE(send.remarks.empty());
}

TEST(IntacctUnit, a_unit_that_the_group_lacks_holds_until_it_has_it) {
    const Hold hold = expect_kind<Hold>(prepared(in_dozens(), settings(dozens), with_units()));
    sample::expect_complete(hold.problem);
    EXPECT_EQ(hold.problem.code, "intacct.unit_not_of_item");
    EXPECT_EQ(hold.problem.pointer, "/body/lines/0");
    EXPECT_EQ(hold.problem.cause, "The unit group Pieces of item SKU-100 has no unit Dozen.");
    EXPECT_EQ(hold.root_cause, "itemUnit:Dozen of SKU-100");
    EXPECT_FALSE(cause_gone(settings(dozens), hold.root_cause, with_units()));
    const Catalogue mended = with_units({unit("Pieces", "Dozen", "12")});
    EXPECT_TRUE(cause_gone(settings(dozens), hold.root_cause, mended));
    EXPECT_TRUE(cause_gone(settings(converted), hold.root_cause, with_units()));
    const Send send = expect_kind<Send>(prepared(in_dozens(), settings(dozens), mended));
    EXPECT_EQ(first_line(send).at("unit").as_string(), "Dozen");
    EXPECT_EQ(first_line(send).at("unitQuantity").as_string(), "6");
}

TEST(IntacctUnit, a_line_is_converted_where_the_settings_say_so_and_comes_to_the_same) {
    const Send send = expect_kind<Send>(prepared(in_dozens(), settings(converted), with_units()));
    sample::expect_golden("despatch-converted", send.request);
    const Send as_it_is = expect_kind<Send>(prepared(in_dozens(), settings(dozens)));
    EXPECT_EQ(send.facts.at("subtotal"), as_it_is.facts.at("subtotal"));
    ASSERT_EQ(send.remarks.size(), 1U);
    EXPECT_EQ(send.remarks[0].code, "mapping.unit_converted");
    EXPECT_EQ(send.remarks[0].message, "Line 1: 6 Dozen is 72 Each in Sage.");
}

TEST(IntacctUnit, what_cannot_be_converted_exactly_holds_until_the_group_has_the_unit) {
    const Hold hold =
        expect_kind<Hold>(prepared(in_dozens("10.00"), settings(converted), with_units()));
    sample::expect_complete(hold.problem);
    EXPECT_EQ(hold.problem.code, "intacct.unit_not_exact");
    EXPECT_EQ(hold.root_cause, "exactUnit:Dozen of SKU-100");
    EXPECT_FALSE(cause_gone(settings(converted), hold.root_cause, with_units()));
    EXPECT_TRUE(cause_gone(settings(converted), hold.root_cause,
                           with_units({unit("Pieces", "Dozen", "12")})));
}

TEST(IntacctUnit, a_unit_that_nothing_in_sage_explains_holds) {
    const Settings chosen =
        settings(R"({"units":{"C62":"Each","DZN":"Gross"},"unitConversion":"convert"})");
    const Hold hold = expect_kind<Hold>(prepared(in_dozens(), chosen, with_units()));
    EXPECT_EQ(hold.problem.code, "intacct.unit_not_of_item");
    EXPECT_FALSE(cause_gone(chosen, hold.root_cause, with_units()));
}

TEST(IntacctUnit, adjustments_convert_their_cost_and_lots_too) {
    boost::json::value message = sage::example("inventoryAdjustment");
    message = sage::with(message, "/body/lines/0/quantity", R"({"value":"2","unitCode":"DZN"})");
    message.at_pointer("/body/lines/0").as_object().erase("lots");
    message.at_pointer("/body/lines/0").as_object()["unitCost"] =
        boost::json::object{{"amount", "6.00"}, {"currencyId", "GBP"}};
    const Send send =
        expect_kind<Send>(prepared(document(message), settings(converted), with_units()));
    EXPECT_EQ(first_line(send).at_pointer("/unitOfMeasure/id").as_string(), "Each");
    EXPECT_EQ(first_line(send).at("unitQuantity").as_string(), "24");
    EXPECT_EQ(first_line(send).at("unitCost").as_string(), "0.5");
}

TEST(IntacctUnit, the_unit_of_a_charge_is_held_against_its_item_and_never_converted) {
    Document subject = document("despatchAdvice");
    subject.lines.clear();
    std::vector<CatalogueRecord> records = sample::records();
    for (CatalogueRecord& record : records) {
        if (record.id == "CARRIAGE") {
            record.fields["unitOfMeasureGroup.id"] = "Time";
        }
    }
    records.push_back(unit("Time", "Hour", "1"));
    const Hold hold = expect_kind<Hold>(prepared(subject, settings(converted), {records, 1}));
    EXPECT_EQ(hold.problem.code, "intacct.unit_not_of_item");
    EXPECT_EQ(hold.problem.pointer, "/body/allowanceCharges/0");
    EXPECT_EQ(hold.root_cause, "itemUnit:Each of CARRIAGE");
}

TEST(IntacctUnit, where_no_units_were_read_nothing_is_said) {
    expect_kind<Send>(prepared(in_dozens(), settings(dozens)));
    EXPECT_TRUE(cause_gone(settings(dozens), "itemUnit:Dozen of SKU-100", sample::catalogue()));
    EXPECT_FALSE(cause_gone(settings(dozens), "itemUnit:Dozen of SKU-404", sample::catalogue()));
    EXPECT_FALSE(cause_gone(settings(dozens), "itemUnit:Dozen", with_units()));
}

// The example in dozens, which belongs to a line that was posted so.
Document belonging(const std::string& code, const std::string& unit_name, int times,
                   const std::string& price = "40.68") {
    Document subject = in_dozens(price);
    subject.lines[0].posted = PostedTerms{"SKU-100",
                                          "UK Sale Goods Standard Rate",
                                          {},
                                          PostedTerms::Unit{code, unit_name, Decimal::of(times)}};
    return subject;
}

TEST(IntacctUnit, what_belongs_to_a_posted_line_is_in_its_unit_whatever_the_settings_say) {
    constexpr const char* otherwise = R"({"units":{"C62":"Each","DZN":"Each"}})";
    const auto more = with_units({unit("Pieces", "Dozen", "12")});
    const Send whole =
        expect_kind<Send>(prepared(belonging("DZN", "Dozen", 1), settings(otherwise), more));
    EXPECT_EQ(first_line(whole).at("unit").as_string(), "Dozen");
    EXPECT_EQ(first_line(whole).at("unitQuantity").as_string(), "6");
    EXPECT_TRUE(whole.remarks.empty());
    // It was converted then; the group has the dozen by now, and no conversion is set any more.
    const Send pieces =
        expect_kind<Send>(prepared(belonging("DZN", "Each", 12), settings(dozens), more));
    EXPECT_EQ(first_line(pieces).at("unit").as_string(), "Each");
    EXPECT_EQ(first_line(pieces).at("unitQuantity").as_string(), "72");
    EXPECT_EQ(first_line(pieces).at("unitPrice").as_string(), "3.39");
    EXPECT_EQ(first_line(pieces).at_pointer("/trackingDetail/0/quantity").as_string(), "72");
    ASSERT_EQ(pieces.remarks.size(), 1U);
    EXPECT_EQ(pieces.remarks[0].code, "mapping.unit_converted");
    // Not even a mapping is needed.
    const Send unmapped = expect_kind<Send>(
        prepared(belonging("DZN", "Dozen", 1), settings(R"({"units":{"C62":"Each"}})"), more));
    EXPECT_EQ(first_line(unmapped).at("unit").as_string(), "Dozen");
}

TEST(IntacctUnit, a_line_in_another_unit_than_the_posted_one_has_that_of_the_settings) {
    const Send send =
        expect_kind<Send>(prepared(belonging("C62", "Each", 1), settings(converted), with_units()));
    EXPECT_EQ(first_line(send).at("unitQuantity").as_string(), "72");
    Document unknown = in_dozens();
    unknown.lines[0].posted = PostedTerms{"SKU-100", "UK Sale Goods Standard Rate", {}};
    EXPECT_EQ(first_line(expect_kind<Send>(prepared(unknown, settings(converted), with_units())))
                  .at("unitQuantity")
                  .as_string(),
              "72")
        << "kept before units were";
}

TEST(IntacctUnit, what_was_posted_keeps_for_what_belongs_to_it_how_it_was_converted) {
    const Send send = expect_kind<Send>(prepared(in_dozens(), settings(converted), with_units()));
    ASSERT_TRUE(send.terms.lines.at(0).terms.unit);
    EXPECT_EQ(send.terms.lines[0].terms.unit->code, "DZN");
    EXPECT_EQ(send.terms.lines[0].terms.unit->name, "Each");
    EXPECT_EQ(send.terms.lines[0].terms.unit->times, Decimal::of(12));
    ASSERT_TRUE(send.terms.lines.at(1).terms.unit) << "a charge";
    EXPECT_EQ(send.terms.lines[1].terms.unit->name, "Each");
    EXPECT_EQ(send.terms.lines[1].terms.unit->times, Decimal::of(1));
}

TEST(IntacctUnit, a_unit_that_the_item_has_lost_since_is_waited_for) {
    const Hold hold = expect_kind<Hold>(
        prepared(belonging("DZN", "Dozen", 1), settings(converted), with_units()));
    EXPECT_EQ(hold.problem.code, "intacct.original_unit_unusable");
    EXPECT_EQ(hold.problem.pointer, "/body/lines/0");
    EXPECT_EQ(hold.root_cause, "posted-unit:Dozen of SKU-100");
    sample::expect_complete(hold.problem);
    EXPECT_FALSE(cause_gone(settings(converted), hold.root_cause, with_units()))
        << "a conversion would be another unit";
    EXPECT_TRUE(
        cause_gone(settings(), hold.root_cause, with_units({unit("Pieces", "Dozen", "12")})));
    const Hold inexact = expect_kind<Hold>(
        prepared(belonging("DZN", "Each", 12, "10.00"), settings(dozens), with_units()));
    EXPECT_EQ(inexact.problem.code, "intacct.original_unit_unusable");
    EXPECT_EQ(inexact.root_cause, "");
}

TEST(IntacctUnit, a_charge_keeps_its_unit_too) {
    Document subject = document("despatchAdvice");
    subject.lines.clear();
    subject.allowance_charges[0].posted =
        PostedTerms{"CARRIAGE",
                    "UK Sale Goods Standard Rate",
                    {},
                    PostedTerms::Unit{"C62", "Hour", Decimal::of(1)}};
    const Send send = expect_kind<Send>(prepared(subject));
    EXPECT_EQ(first_line(send).at("unit").as_string(), "Hour");
    const Hold hold = expect_kind<Hold>(prepared(subject, settings(), with_units()));
    EXPECT_EQ(hold.root_cause, "posted-unit:Hour of CARRIAGE");
}

}  // namespace
}  // namespace sage::intacct
