// SPDX-License-Identifier: Apache-2.0
// Plan: an entity that Sage does not list holds everything before it is posted; where nothing is
// listed nothing is said; the read-back compares the entity where Sage's model has it, and another
// one stops posting; entities are asked for without the header.
#include <gmock/gmock.h>

#include "plugins/intacct/intacct.h"
#include "tests/unit/intacct/pages.h"

namespace sage::intacct {
namespace {

using sample::settings;
using testing::HasSubstr;

Catalogue with_entities(const std::vector<std::string>& ids, bool model_shows = false) {
    std::vector<CatalogueRecord> records = sample::records();
    for (const std::string& id : ids) {
        records.push_back(sample::record(kind::entity, id));
    }
    for (CatalogueRecord& record : records) {
        if (model_shows && record.kind == kind::definition) {
            record.fields[std::string(entity_field)] = "known";
        }
    }
    return {std::move(records), 1};
}

Preparation placed(const Settings& chosen, const Catalogue& catalogue,
                   const std::string& existing_key = "") {
    Send send;
    send.request.target = document_target(Family::order_entry, "Sales Invoice");
    send.sage_type = "Sales Invoice";
    send.existing_key = existing_key;
    Preparation preparation = send;
    place_in_entity(chosen, catalogue, preparation);
    return preparation;
}

TEST(IntacctEntity, that_sage_does_not_list_holds_everything_before_it_is_posted) {
    const Preparation held = placed(settings(), with_entities({"1OO", "200"}));
    ASSERT_TRUE(std::holds_alternative<Hold>(held));
    EXPECT_EQ(std::get<Hold>(held).problem.code, "intacct.settings.entity_unknown");
    EXPECT_EQ(std::get<Hold>(held).problem.pointer, "/entity");
    const std::string cause = std::get<Hold>(held).root_cause;
    EXPECT_FALSE(cause_gone(settings(), cause, with_entities({"1OO"})));
    EXPECT_TRUE(cause_gone(settings(), cause, with_entities({"100"})));
    EXPECT_TRUE(cause_gone(settings(R"({"entity":"1OO"})"), cause, with_entities({"1OO"})));
    const std::vector<Problem> told = unfit_settings(settings(), with_entities({"1OO"}));
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(told[0].code, "intacct.settings.entity_unknown");
}

TEST(IntacctEntity, that_is_inactive_holds_and_one_that_is_there_or_cannot_be_known_does_not) {
    std::vector<CatalogueRecord> records = sample::records();
    records.push_back(sample::record(kind::entity, "100"));
    records.back().active = false;
    const Catalogue inactive(std::move(records), 1);
    EXPECT_THAT(unknown_entity(settings(), inactive)->problem.cause, HasSubstr("inactive"));
    EXPECT_FALSE(unknown_entity(settings(), with_entities({"100"})).has_value());
    EXPECT_FALSE(unknown_entity(settings(), with_entities({})).has_value());
    Settings top = settings();
    top.entity.clear();
    EXPECT_FALSE(unknown_entity(top, with_entities({"200"})).has_value());
    EXPECT_TRUE(std::get<Send>(placed(top, with_entities({"200"}, true))).facts.empty());
}

TEST(IntacctEntity, is_promised_only_where_sages_own_model_shows_it_and_a_document_is_made) {
    const auto facts = [](const Preparation& prepared) { return std::get<Send>(prepared).facts; };
    EXPECT_EQ(facts(placed(settings(), with_entities({"100"}, true))),
              (Facts{{"entity.id", "100"}}));
    EXPECT_TRUE(facts(placed(settings(), with_entities({"100"}, false))).empty());
    EXPECT_TRUE(facts(placed(settings(), with_entities({"100"}, true), "17")).empty());
}

TEST(IntacctEntity, that_a_document_is_not_in_stops_posting_and_other_differences_do_not) {
    EXPECT_FALSE(wrong_entity(settings(), {{"memo", "a", "b"}}).has_value());
    const std::optional<Hold> stop =
        wrong_entity(settings(), {{"memo", "a", "b"}, {"entity.id", "100", ""}});
    ASSERT_TRUE(stop.has_value());
    EXPECT_EQ(stop->problem.code, "intacct.entity_wrong");
    EXPECT_THAT(stop->problem.cause, HasSubstr("is in no entity"));
    EXPECT_FALSE(cause_gone(settings(), stop->root_cause, sample::catalogue()));
    EXPECT_TRUE(cause_gone(settings(R"({"entity":"200"})"), stop->root_cause, sample::catalogue()));
    EXPECT_THAT(wrong_entity(settings(), {{"entity.id", "100", "200"}})->problem.cause,
                HasSubstr("is in entity 200"));
}

TEST(IntacctEntity, entities_are_asked_for_without_the_header_of_one) {
    const CatalogueRead read{std::string(kind::entity), "", ""};
    for (const Header& header : catalogue_request(settings(), read).headers) {
        EXPECT_NE(header.name, entity_header);
    }
    const auto reads_entities = [](const Settings& chosen) {
        const std::vector<CatalogueRead> reads = catalogue_reads(chosen);
        return std::any_of(reads.begin(), reads.end(),
                           [](const CatalogueRead& one) { return one.kind == kind::entity; });
    };
    EXPECT_TRUE(reads_entities(settings()));
    Settings top = settings();
    top.entity.clear();
    EXPECT_FALSE(reads_entities(top));
}

}  // namespace
}  // namespace sage::intacct
