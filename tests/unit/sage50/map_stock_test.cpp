// SPDX-License-Identifier: Apache-2.0
// Plan: an adjustment's body; costs; a step for each line, each looking at all of them; what holds
// until it is gone and what a person enters; days; what was left out by the settings of another
// day.
#include <gmock/gmock.h>

#include "tests/unit/sage50/sample.h"
#include "tests/unit/sage50/wire_sample.h"

namespace sage::sage50 {
namespace {

using sample::expect_kind;
using sample::held_by;
using sample::sent;
using testing::HasSubstr;

Settings adjusts(const std::string& more = "") {
    return sample::settings(R"({"stockDocuments":"adjustments")" + more + "}");
}

Preparation moved(const Document& subject, const Settings& settings = adjusts(),
                  const Catalogue& known = sample::catalogue(),
                  const std::vector<Related>& related = {}) {
    return sample::prepared(subject, settings, known, related);
}

bool gone(const Preparation& held, const Settings& settings = adjusts(),
          const Catalogue& mended = sample::catalogue()) {
    return cause_gone(settings, expect_kind<Hold>(held).root_cause, mended);
}

/// With so many lines, of which all but the first are of the product OTHER.
Document of_lines(std::size_t lines) {
    Document made = sample::document("inventoryAdjustment");
    while (made.lines.size() < lines) {
        Line line = made.lines.front();
        line.id = std::to_string(made.lines.size() + 1);
        line.item.sellers_item_id = "OTHER";
        made.lines.push_back(line);
    }
    return made;
}

Related moved_line(const Document& document, const std::string& line) {
    Related related;
    related.message_type = document.envelope.message_type;
    related.document_id = document.id + "/" + line;
    related.posted = true;
    related.sage_document.type = adjustment_type;
    return related;
}

TEST(Sage50MapStock, an_adjustment_is_whole_units_of_a_product_in_or_out) {
    Document subject = sample::document("inventoryAdjustment");
    const Preparation out = moved(subject);
    EXPECT_EQ(expect_kind<Send>(out).request.target, "/api/stock");
    EXPECT_EQ(expect_kind<Send>(out).sage_type, adjustment_type);
    EXPECT_EQ(sent(out, "/stockCode"), "SKU-100");
    EXPECT_EQ(sent(out, "/quantity"), "2");
    EXPECT_EQ(sent(out, "/type"), "2");
    EXPECT_EQ(sent(out, "/date"), "24/11/2026");
    EXPECT_EQ(sent(out, "/reference"), sample::reference);
    EXPECT_EQ(sent(out, "/details"), "ADJ-78 damaged");
    subject.lines[0].quantity.value = decimal("3.00");
    subject.lines[0].reason_code.clear();
    const Preparation in = moved(subject);
    EXPECT_EQ(sent(in, "/quantity"), "3");
    EXPECT_EQ(sent(in, "/type"), "1");
    EXPECT_EQ(sent(in, "/details"), "ADJ-78");
    EXPECT_EQ(sent(in, "/costPrice"), "") << "so that Sage keeps its own";
}

TEST(Sage50MapStock, the_cost_is_said_of_what_comes_in_and_in_the_currency_of_the_books) {
    Document subject = sample::document("inventoryAdjustment");
    subject.lines[0].unit_cost = Money{decimal("1.25"), "GBP"};
    EXPECT_EQ(sent(moved(subject), "/costPrice"), "");
    subject.lines[0].quantity.value = Decimal::of(2);
    EXPECT_EQ(sent(moved(subject), "/costPrice"), "1.25");
    subject.lines[0].unit_cost->currency_id.clear();
    EXPECT_EQ(sent(moved(subject), "/costPrice"), "1.25");
    subject.lines[0].unit_cost->currency_id = "EUR";
    EXPECT_EQ(sent(moved(subject), "/costPrice"), "");
}

TEST(Sage50MapStock, each_line_is_a_step_and_the_last_one_the_documents_own) {
    Document subject = of_lines(4);
    subject.lines[2].quantity.value = Decimal();
    std::optional<Document> step = line_before(adjusts(), subject, {});
    ASSERT_TRUE(step);
    EXPECT_EQ(step->id, "ADJ-78/1");
    EXPECT_EQ(sent(moved(*step), "/stockCode"), "SKU-100");
    EXPECT_EQ(sent(moved(*step), "/details"), "ADJ-78 damaged") << "the number that people know";
    std::vector<Related> done = {moved_line(subject, "1")};
    step = line_before(adjusts(), subject, done);
    ASSERT_TRUE(step);
    EXPECT_EQ(step->id, "ADJ-78/2");
    EXPECT_EQ(sent(moved(*step, adjusts(), sample::catalogue(), done), "/stockCode"), "OTHER");
    done.push_back(moved_line(subject, "2"));
    EXPECT_FALSE(line_before(adjusts(), subject, done)) << "the third moves nothing";
    EXPECT_EQ(sent(moved(subject, adjusts(), sample::catalogue(), done), "/stockCode"), "OTHER");
    EXPECT_EQ(held_by(moved(subject, adjusts(), sample::catalogue(), {done.front()})),
              "sage50.stock_step_missing /body/lines ");
    EXPECT_FALSE(line_before(sample::settings(), subject, {}));
    EXPECT_FALSE(line_before(adjusts(), sample::document(), {}));
}

TEST(Sage50MapStock, what_is_not_posted_or_of_another_kind_is_no_step) {
    const Document subject = of_lines(2);
    Related step = moved_line(subject, "1");
    step.posted = false;
    EXPECT_EQ(line_before(adjusts(), subject, {step})->id, "ADJ-78/1");
    step.posted = true;
    step.message_type = MessageType::despatch_advice;
    EXPECT_EQ(line_before(adjusts(), subject, {step})->id, "ADJ-78/1");
}

TEST(Sage50MapStock, nothing_is_moved_before_all_of_it_is_mapped) {
    Document subject = of_lines(3);
    subject.lines[1].item.sellers_item_id = "ELSE";
    subject.lines[2].quantity.unit_code = "BX";
    const std::optional<Document> step = line_before(adjusts(), subject, {});
    ASSERT_TRUE(step);
    const Preparation held = moved(*step);
    EXPECT_EQ(held_by(held),
              "sage50.product_unknown /body/lines/1/item/sellersItemId stockItem:ELSE");
    const Hold hold = expect_kind<Hold>(held);
    ASSERT_EQ(hold.others.size(), 1U);
    EXPECT_EQ(hold.others[0].code, "sage50.unit_unknown");
    EXPECT_EQ(hold.others[0].pointer, "/body/lines/2/quantity");
    EXPECT_FALSE(gone(held));
    EXPECT_TRUE(gone(held, adjusts(), sample::with_record(sample::record(kind::product, "ELSE"))));
}

TEST(Sage50MapStock, what_a_person_enters_holds_its_own_line_alone) {
    Document subject = of_lines(2);
    subject.lines[1].quantity.value = decimal("-0.5");
    EXPECT_EQ(sent(moved(*line_before(adjusts(), subject, {})), "/stockCode"), "SKU-100");
    EXPECT_EQ(held_by(moved(subject, adjusts(), sample::catalogue(), {moved_line(subject, "1")})),
              "sage50.quantity_not_whole /body/lines/1/quantity ");
    std::swap(subject.lines[0].quantity, subject.lines[1].quantity);
    EXPECT_EQ(held_by(moved(*line_before(adjusts(), subject, {}))),
              "sage50.quantity_not_whole /body/lines/0/quantity ");
    EXPECT_EQ(sent(moved(subject, adjusts(), sample::catalogue(), {moved_line(subject, "1")}),
                   "/stockCode"),
              "OTHER")
        << "whatever held it counts no more";
}

TEST(Sage50MapStock, another_unit_holds_until_the_settings_know_it) {
    Document subject = sample::document("inventoryAdjustment");
    subject.lines[0].quantity.unit_code = "BX";
    const Preparation held = moved(subject);
    EXPECT_EQ(held_by(held), "sage50.unit_unknown /body/lines/0/quantity unit:BX");
    EXPECT_FALSE(gone(held));
    EXPECT_TRUE(gone(held, adjusts(R"(,"unitCodes":["BX"])")));
}

TEST(Sage50MapStock, a_product_without_stock_holds_until_it_has_some) {
    const auto of_type = [](const char* type) {
        return sample::with_record(sample::record(kind::product, "SKU-100", {{"itemType", type}}));
    };
    const Document subject = sample::document("inventoryAdjustment");
    for (const char* const type : {"1", "2"}) {
        const Preparation held = moved(subject, adjusts(), of_type(type));
        EXPECT_EQ(held_by(held),
                  "sage50.product_without_stock "
                  "/body/lines/0/item/sellersItemId stock-type:SKU-100");
        EXPECT_FALSE(gone(held, adjusts(), of_type(type)));
        EXPECT_TRUE(gone(held, adjusts(), of_type("0")));
        EXPECT_FALSE(
            gone(held, adjusts(), sample::with_record(sample::inactive(kind::product, "SKU-100"))));
    }
    EXPECT_EQ(sent(moved(subject, adjusts(),
                         sample::with_record(sample::record(kind::product, "SKU-100"))),
                   "/stockCode"),
              "SKU-100")
        << "this version does not say it";
}

TEST(Sage50MapStock, no_substitute_is_moved) {
    Document subject = sample::document("inventoryAdjustment");
    subject.lines[0].item.sellers_item_id = "NEW";
    EXPECT_THAT(held_by(moved(subject, adjusts(R"(,"itemMatching":{"substituteItem":"OTHER"})"))),
                HasSubstr("stockItem:NEW"));
}

TEST(Sage50MapStock, days_are_those_of_the_books) {
    const Document subject = sample::document("inventoryAdjustment");
    const Catalogue closed = sample::of_company({{"lockDate", "2026-11-30"}});
    const Preparation held = moved(subject, adjusts(), closed);
    EXPECT_EQ(held_by(held),
              "sage50.ledger_closed /body/issueDate period:2026-11-24:inventoryAdjustment");
    EXPECT_FALSE(gone(held, adjusts(), closed));
    EXPECT_TRUE(gone(held));
    const Preparation made = moved(subject, adjusts(R"(,"dates":{"openFrom":"2026-12-01",
                               "closedPeriod":{"inventoryAdjustment":"firstOpenDay"}})"));
    EXPECT_EQ(sent(made, "/date"), "01/12/2026");
    EXPECT_EQ(sample::remarks_on(made), only("mapping.date_moved date"));
}

TEST(Sage50MapStock, another_company_holds_them_too) {
    EXPECT_EQ(
        held_by(moved(sample::document("inventoryAdjustment"), adjusts(R"(,"companyId":"OTHER")"))),
        "sage50.company_other  company:OTHER");
}

TEST(Sage50MapStock, what_moves_nothing_posts_nothing) {
    Document subject = of_lines(2);
    for (Line& line : subject.lines) {
        line.quantity.value = Decimal();
    }
    EXPECT_THAT(expect_kind<PostNothing>(moved(subject)).reason, HasSubstr("Nothing"));
    EXPECT_FALSE(line_before(adjusts(), subject, {}));
}

TEST(Sage50MapStock, details_that_do_not_fit_are_cut_and_said) {
    Document subject = of_lines(2);
    subject.id = std::string(70, '7');
    const Preparation step = moved(*line_before(adjusts(), subject, {}));
    EXPECT_EQ(sent(step, "/details"), std::string(57, '7') + "...");
    EXPECT_EQ(sample::remarks_on(step), only("mapping.text_cut details"));
    subject.id = "調整";
    EXPECT_EQ(sent(moved(*line_before(adjusts(), subject, {})), "/details"), "?? damaged");
}

TEST(Sage50MapStock, is_taken_by_the_simulated_sage_as_promised) {
    test::SimulatedCompany company;
    Document subject = sample::document("inventoryAdjustment");
    subject.lines[0].item.sellers_item_id = "LANTERN";
    const Catalogue known = sample::with_record(sample::record(kind::product, "LANTERN"));
    for (const char* const quantity : {"-2", "7"}) {
        subject.lines[0].quantity.value = decimal(quantity);
        const std::string own = "W000000000000000" + std::string(quantity).substr(0, 2);
        const Preparation made =
            prepare(adjusts(), {subject, known, own, sample::key, "2026-11-24", {}, {}});
        const Send send = expect_kind<Send>(made);
        carried_out(company, send);
        const LookUp found = looked_up(company, send, own);
        ASSERT_EQ(found.found.size(), 1U) << found.why;
        EXPECT_EQ(told(differences(send.facts, found.found[0].facts)), "");
    }
    EXPECT_EQ(company.stock("LANTERN"), "105/0");
}

}  // namespace
}  // namespace sage::sage50
