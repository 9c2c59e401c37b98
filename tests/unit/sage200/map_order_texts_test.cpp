// SPDX-License-Identifier: Apache-2.0
// Plan: texts in every kind of field of orders, lines and despatches; values that a field does not
// take; analysis codes by what Sage has; an order made for a despatch has the despatch's texts.
#include <gmock/gmock.h>

#include "plugins/sage200/map_order.h"
#include "plugins/sage200/offers.h"
#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

class Sage200OrderTexts : public testing::Test {
  protected:
    Sage200OrderTexts() {
        order_.envelope.message_type = MessageType::sales_order;
        order_.despatch_id = order_.id;
    }
    Mapped<OrderTexts> mapped(const std::string& text, const std::string& to,
                              const Line* line = nullptr, Target target = Target::order) {
        const Settings settings = sample::order_settings(
            R"({"texts":[{"documents":["despatchAdvice"],"text":")" + text + R"(","to":[")" + to +
            R"("],"level":")" + (line == nullptr ? "header" : "line") + R"("}]})");
        return map_order_texts(settings,
                               {order_, known_, sample::reference, sample::key, "", {}, {}}, target,
                               line, remarks_);
    }
    std::string value(const std::string& text, const std::string& to) {
        const Mapped<OrderTexts> made = mapped(text, to);
        if (made.hold) {
            sample::expect_complete(made.hold->problem);
            return made.hold->problem.code + " " + made.hold->root_cause;
        }
        return made.value.custom_fields.size() == 1 ? made.value.custom_fields[0].value : "";
    }

    Document order_ = sample::document();
    Catalogue known_ = sample::order_catalogue();
    std::vector<Remark> remarks_;
};

TEST_F(Sage200OrderTexts, stand_in_the_fields_that_the_settings_name) {
    EXPECT_EQ(value("Despatch {id}", "spare_text_2"), "Despatch DN-1001-1");
    EXPECT_EQ(mapped("{id}", "memo").value.memo, "DN-1001-1");
    EXPECT_EQ(mapped("{id}", "comment").value.comment, "DN-1001-1");
    const Line& line = order_.lines[0];
    EXPECT_EQ(mapped("{lines.orderLineReference.lineId}", "despatch_note_comment", &line)
                  .value.despatch_note_comment,
              "10");
    EXPECT_EQ(mapped("x", "picking_list_comment", &line).value.picking_list_comment, "x");
    EXPECT_EQ(mapped("{id}", "notes", nullptr, Target::despatch).value.notes, "DN-1001-1");
    // What the one has the other has not.
    EXPECT_EQ(mapped("{id}", "notes").value.notes, "");
    EXPECT_EQ(mapped("{id}", "memo", nullptr, Target::despatch).value.memo, "");
    EXPECT_TRUE(remarks_.empty());
}

TEST_F(Sage200OrderTexts, that_do_not_fit_are_held) {
    EXPECT_EQ(value(std::string(101, 'x'), "spare_text_2"), "mapping.text_too_long ");
    EXPECT_EQ(value(std::string(100, 'x'), "spare_text_2"), std::string(100, 'x'));
    EXPECT_TRUE(mapped(std::string(238, 'x'), "notes", nullptr, Target::despatch).hold);
    EXPECT_FALSE(mapped(std::string(237, 'x'), "notes", nullptr, Target::despatch).hold);
}

TEST_F(Sage200OrderTexts, wait_where_the_site_does_not_have_the_field) {
    known_ = sample::order_catalogue({offer_record(offer::spare_fields, Offered::no)});
    EXPECT_EQ(value("x", "spare_text_2"), "sage200.not_offered not-offered:spare_text_1");
    EXPECT_EQ(mapped("{id}", "memo").value.memo, "DN-1001-1");
    known_ = sample::order_catalogue({offer_record(offer::spare_fields, Offered::yes)});
    EXPECT_EQ(value("x", "spare_text_2"), "x");
}

TEST_F(Sage200OrderTexts, are_numbers_dates_and_truths_where_the_field_is) {
    EXPECT_EQ(value("2.50", "spare_number_1"), "2.50");
    EXPECT_EQ(value("2.500001", "spare_number_1"), "sage200.value_not_taken ");
    EXPECT_EQ(value("two", "spare_number_1"), "sage200.value_not_taken ");
    EXPECT_EQ(value("{issueDate}", "spare_date_1"), "2026-11-20T00:00:00Z");
    EXPECT_EQ(value("{id}", "spare_date_1"), "sage200.value_not_taken ");
    EXPECT_EQ(value("true", "spare_bool_1"), "true");
    EXPECT_EQ(value("yes", "spare_bool_1"), "sage200.value_not_taken ");
}

TEST_F(Sage200OrderTexts, are_values_of_an_analysis_code) {
    EXPECT_EQ(value("WEB", "analysis_code_3"), "WEB") << "Sage shows no analysis codes";
    const auto with = [](const char* read_only, const char* open) {
        return sample::order_catalogue(
            {sample::record(kind::analysis_code, "SOPOrderReturn/3", "9",
                            {{"is_read_only", read_only},
                             {std::string(analysis_open), open},
                             {std::string(analysis_values), "SHOP\nWEB"}})});
    };
    known_ = with("false", "false");
    EXPECT_EQ(value("WEB", "analysis_code_3"), "WEB");
    EXPECT_EQ(value("EB", "analysis_code_3"),
              "sage200.analysis_code_not_taken analysis-code:SOPOrderReturn/3=EB");
    EXPECT_EQ(value("WEB", "analysis_code_4"),
              "sage200.analysis_code_not_taken analysis-code:SOPOrderReturn/4=WEB");
    EXPECT_FALSE(analysis_cause_gone("SOPOrderReturn/3=EB", known_));
    EXPECT_TRUE(analysis_cause_gone("SOPOrderReturn/3=SHOP", known_));
    EXPECT_TRUE(analysis_cause_gone("SOPOrderReturnLine/3=EB", known_)) << "nothing is known";
    EXPECT_FALSE(analysis_cause_gone("nonsense", known_));
    known_ = with("false", "true");
    EXPECT_EQ(value("EB", "analysis_code_3"), "EB");
    known_ = with("true", "true");
    EXPECT_EQ(value("EB", "analysis_code_3").substr(0, 31), "sage200.analysis_code_not_taken");
    CatalogueRecord rules = *known_.find(kind::sop_settings, kind::sop_settings);
    rules.fields = {{"amend_header_analysis_codes", "false"}};
    known_ = sample::order_catalogue({rules});
    EXPECT_NE(analysis_trouble(known_, TextLevel::header, "analysis_code_3", ""), "");
    EXPECT_EQ(analysis_trouble(known_, TextLevel::line, "analysis_code_3", ""), "");
}

TEST_F(Sage200OrderTexts, are_cut_where_the_field_is_not_of_the_settings) {
    EXPECT_EQ(cut_to("city", 5, "Leeds", remarks_), "Leeds");
    EXPECT_TRUE(remarks_.empty());
    EXPECT_EQ(cut_to("city", 5, "Leeds and more", remarks_), "Le...");
    EXPECT_EQ(remarks_.at(0).field, "city");
    EXPECT_EQ(cut_to("city", 5, "", remarks_), "");
}

}  // namespace
}  // namespace sage::sage200
