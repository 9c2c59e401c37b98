// SPDX-License-Identifier: Apache-2.0
// Plan: a table of fields is read: types, limits, ranges of names; what a site does not offer is
// not there.
#include "plugins/sage200/simulator_model.h"

#include <gtest/gtest.h>

namespace sage::simulated_sage200 {
namespace {

constexpr std::string_view table = R"(id int ro
name text:60 required
price decimal:5 wo
note_1..3 text:10 professional
lines list:line since=2024-01-01
customer object:customer ro of=customer_id
@analysis
@spare)";

TEST(SimulatedSage200Model, fields_have_what_their_line_says) {
    const Model model(table);
    const Site site;
    EXPECT_TRUE(model.find(site, "id")->read_only);
    EXPECT_TRUE(model.find(site, "name")->required);
    EXPECT_EQ(model.find(site, "name")->limit, 60);
    EXPECT_TRUE(model.find(site, "price")->write_only);
    EXPECT_EQ(model.find(site, "price")->type, FieldType::decimal);
    EXPECT_EQ(model.find(site, "note_3")->limit, 10);
    EXPECT_EQ(model.find(site, "note_4"), nullptr);
    EXPECT_EQ(model.find(site, "lines")->model, "line");
    EXPECT_EQ(model.find(site, "customer")->source, "customer_id");
    EXPECT_EQ(model.find(site, "spare_text_10")->limit, 100);
    EXPECT_EQ(model.find(site, "analysis_code_20")->limit, 60);
}

TEST(SimulatedSage200Model, an_older_or_a_standard_site_has_fewer_fields) {
    const Model model(table);
    const Site standard{false, "2025-06-02"};
    EXPECT_EQ(model.find(standard, "note_1"), nullptr);
    EXPECT_NE(model.find(standard, "analysis_code_5"), nullptr);
    EXPECT_EQ(model.find(standard, "analysis_code_6"), nullptr);
    const Site old{true, "2023-08-13"};
    EXPECT_EQ(model.find(old, "lines"), nullptr);
    EXPECT_EQ(model.find(old, "spare_text_1"), nullptr);
    EXPECT_NE(model.find({true, "2023-08-14"}, "spare_text_1"), nullptr);
}

TEST(SimulatedSage200Model, every_part_has_a_model) {
    const Models models = all_models();
    for (const auto& [name, model] : models) {
        for (const Field& field : model.fields()) {
            EXPECT_TRUE(!field.is_part() || models.contains(field.model))
                << name << "." << field.name;
        }
    }
}

}  // namespace
}  // namespace sage::simulated_sage200
