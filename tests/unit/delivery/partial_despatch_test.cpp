// SPDX-License-Identifier: Apache-2.0
// Plan: charges of an order over its despatches, whatever they state, their order and their
// versions; the last one; stops; orders that are missing, changed or purged; over-delivery; a
// cancellation that waits; previews; no question to the outbox where nothing asks for it; each
// question failing once.
#include "sage-adapter/delivery/partial_despatch.h"

#include <fmt/format.h>

#include <set>

#include "sage-adapter/delivery/record.h"
#include "tests/unit/delivery/any_day.h"

namespace sage::testing {
namespace {

struct Said {
    std::string type;
    std::string number;
    std::string order = "SO-1";
    std::string quantity = "10";
    std::string charge = "";     ///< of POST; empty: none
    std::string more = "";       ///< members of the body
    std::string line_more = "";  ///< members of the line
    std::string version = "1";
    std::string unit_price = "1.50";
};

std::string number_of(const Said& said) {
    return said.version == "1" ? said.number : said.number + "/" + said.version;
}

std::string text_of(const Said& said) {
    const bool is_order = said.type == "salesOrder";
    const std::string lines =
        said.quantity.empty()
            ? ""
            : fmt::format(R"(,"lines":[{{"id":"1","item":{{"sellersItemId":"SKU-1"}},{}"{}":)"
                          R"({{"value":"{}","unitCode":"C62"}},"price":{{"unitAmount":)"
                          R"({{"amount":"{}","currencyId":"GBP"}}}}{}}}])",
                          is_order ? "" : R"("orderLineReference":{"lineId":"1"},)",
                          is_order ? "orderedQuantity" : "deliveredQuantity", said.quantity,
                          said.unit_price, said.line_more);
    const std::string charges =
        said.charge.empty() ? ""
                            : fmt::format(R"(,"allowanceCharges":[{{"chargeIndicator":true,)"
                                          R"("reasonCode":"POST","amount":{{"amount":"{}",)"
                                          R"("currencyId":"GBP"}}}}])",
                                          said.charge);
    const std::string reference =
        is_order ? "" : fmt::format(R"(,"orderReference":{{"id":"{}"}})", said.order);
    return fmt::format(
        R"({{"schemaVersion":"1.0.0","messageType":"{}","messageId":"{}",)"
        R"("occurredAt":"2026-11-20T15:42:10+00:00","environment":"test","tenantId":"t",)"
        R"("documentVersion":"{}","body":{{"id":"{}","issueDate":"2026-11-20",)"
        R"("shipFrom":{{"locationId":"MAIN"}},"currencyId":"GBP"{}{}{}{}}}}})",
        said.type, message_id(number_of(said)), said.version, said.number, reference, lines,
        charges, said.more);
}

std::string order(const std::string& charge = "10.00", const std::string& version = "1") {
    Said said{.type = "salesOrder", .number = "SO-1", .charge = charge};
    said.version = version;
    return text_of(said);
}

std::string part(const std::string& number, const std::string& quantity,
                 const std::string& charge = "", const std::string& version = "1") {
    Said said{.type = "despatchAdvice", .number = number, .quantity = quantity, .charge = charge};
    said.version = version;
    return text_of(said);
}

std::string order_cancellation(const std::string& number) {
    return text_of({.type = "orderCancellation", .number = number, .quantity = ""});
}

using Words = std::vector<std::string>;

class PartialDespatches : public World {
  protected:
    PartialDespatches() { company.partial_despatches.charges = OrderCharges::pro_rata; }

    Words contents() const {
        Words all;
        for (const Kept& one : sage.kept) {
            all.push_back(one.content);
        }
        return all;
    }

    std::string problem(const std::string& number) {
        return problem_from_json(entry(number).problem_json).code;
    }

    Preview preview(const std::string& document) {
        Result<Preview> found = delivery->preview(document);
        EXPECT_TRUE(found.ok());
        return found.ok() ? std::move(found).value() : Preview{};
    }
};

TEST_F(PartialDespatches, charges_are_shared_whatever_the_parts_state) {
    start();
    submit(order());
    submit(part("D1", "6", "10.00"));
    submit(part("D2", "1"));
    submit(part("D3", "3", "10.00"));
    submit(part("D4", "1", "10.00"));
    work_for(60'000);
    EXPECT_EQ(contents(),
              (Words{"D1 POST 6.00", "D2 POST 1.00", "D3 POST 3.00 final", "D4 final"}));
    const SageDocument made = sage_document_from_json(entry("D1").sage_document_json);
    ASSERT_EQ(made.remarks.size(), 1U);
    EXPECT_EQ(made.remarks[0].code, "mapping.charges_of_order");
    EXPECT_EQ(made.remarks[0].message, "Of the charges of order SO-1 this document has POST 6.00.");
    EXPECT_EQ(sage_document_from_json(entry("D4").sage_document_json).remarks.at(0).message,
              "Of the charges of order SO-1 this document has none.");
}

TEST_F(PartialDespatches, once_they_are_on_the_first) {
    company.partial_despatches.charges = OrderCharges::once;
    start();
    submit(order());
    submit(part("D1", "6", "10.00"));
    submit(part("D2", "4", "10.00"));
    work_for(60'000);
    EXPECT_EQ(contents(), (Words{"D1 POST 10.00", "D2 final"}));
}

TEST_F(PartialDespatches, a_later_part_waits_for_the_earlier_and_after_its_end_goes_on) {
    start();
    submit(order());
    Said held{.type = "despatchAdvice", .number = "D1", .quantity = "6"};
    std::string unknown = text_of(held);
    unknown.replace(unknown.find("SKU-1"), 5, "SKU-9");
    submit(unknown);
    submit(part("D2", "4"));
    work_for(60'000);
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_EQ(state("D2"), State::queued);
    EXPECT_EQ(contents(), Words{});
    // Without the first the second is the first.
    submit(decision("OD-1", "D1", "withdraw", ""));
    work_for(24 * 3'600'000LL);
    EXPECT_EQ(contents(), Words{"D2 POST 4.00"});
}

TEST_F(PartialDespatches, a_new_version_leaves_the_charges_where_they_are) {
    start();
    submit(order());
    submit(part("D1", "6", "10.00"));
    work();
    submit(part("D1", "5", "3.00", "2"));
    work();
    submit(part("D2", "4"));
    submit(part("D3", "1"));
    work_for(60'000);
    // What D1 was posted with is its share: by the six that it was thought to be.
    EXPECT_EQ(contents(),
              (Words{"D1 POST 6.00", "D1 returnAdvice 1 SKU-1", "D2 POST 4.00 final", "D3 final"}));
}

TEST_F(PartialDespatches, a_version_that_posts_nothing_takes_no_share) {
    start();
    submit(order());
    submit(part("D1", "6"));
    work();
    submit(part("D1", "6.0", "", "2"));
    work();
    ASSERT_EQ(state("D1/2"), State::posted);
    submit(part("D2", "4"));
    work_for(60'000);
    EXPECT_EQ(contents(), (Words{"D1 POST 6.00", "D2 POST 4.00 final"}));
}

TEST_F(PartialDespatches, of_an_order_without_charges_nothing_is_remarked) {
    start();
    submit(order(""));
    submit(part("D1", "6"));
    work_for(60'000);
    EXPECT_EQ(contents(), Words{"D1"});
    EXPECT_TRUE(sage_document_from_json(entry("D1").sage_document_json).remarks.empty());
}

TEST_F(PartialDespatches, a_stop_before_the_verdict_changes_no_share) {
    start();
    submit(order());
    sage.scripts.push_back({true, Outcome::maybe_sent, 0});
    submit(part("D1", "6"));
    work();
    submit(part("D2", "4"));
    restart();
    work_for(24 * 3'600'000LL);
    EXPECT_EQ(contents(), (Words{"D1 POST 6.00", "D2 POST 4.00 final"}));
}

TEST_F(PartialDespatches, a_new_version_of_the_order_is_followed_from_then_on) {
    start();
    submit(order());
    submit(part("D1", "5"));
    work();
    submit(order("12.00", "2"));
    submit(part("D2", "5"));
    work_for(60'000);
    EXPECT_EQ(contents(), (Words{"D1 POST 5.00", "D2 POST 7.00 final"}));
}

TEST_F(PartialDespatches, an_order_that_came_too_late_or_never_holds) {
    start();
    submit(part("D1", "6"));
    work();
    EXPECT_EQ(problem("D1"), "delivery.order_missing");
    submit(order());
    submit(decision("OD-1", "D1", "sendAgain", R"("checkedByHand":true)"));
    work_for(24 * 3'600'000LL);
    EXPECT_EQ(problem("D1"), "delivery.order_missing");
    submit(part("D1", "6", "", "2"));
    work_for(60'000);
    EXPECT_EQ(contents(), Words{"D1 POST 6.00"});
}

TEST_F(PartialDespatches, other_orders_and_documents_without_one_are_not_touched) {
    start();
    submit(order());
    submit(despatch("D0"));
    Said other{.type = "despatchAdvice", .number = "D1", .order = "SO-2", .charge = "1.00"};
    submit(text_of(other));
    submit(part("D2", "5"));
    work_for(60'000);
    EXPECT_EQ(contents(), (Words{"D0", "D2 POST 5.00"}));
    EXPECT_EQ(problem("D1"), "delivery.order_missing");
}

TEST_F(PartialDespatches, what_was_purged_is_not_guessed) {
    keep_content_days = 40;
    restart();
    submit(order());
    submit(part("D1", "6"));
    work();
    events();
    clock.now += 41 * 86'400'000LL;
    work_for(86'400'000);
    events();
    work_for(86'400'000);
    ASSERT_TRUE(entry("D1").purged);
    submit(part("D2", "4"));
    work_for(60'000);
    EXPECT_EQ(problem("D2"), "delivery.order_purged");
}

TEST_F(PartialDespatches, over_delivery_is_held_until_a_new_version_or_another_tolerance) {
    company.partial_despatches = {OrderCharges::as_sent, *Decimal::parse("10")};
    start();
    submit(order());
    submit(part("D1", "8", "10.00"));
    submit(part("D2", "4"));
    work_for(60'000);
    EXPECT_EQ(contents(), Words{"D1 POST 10.00"});
    EXPECT_EQ(problem("D2"), "mapping.over_delivery");
    // What was corrected meanwhile counts.
    submit(part("D1", "7", "10.00", "2"));
    work();
    submit(decision("OD-1", "D2", "sendAgain", R"("checkedByHand":true)"));
    work_for(24 * 3'600'000LL);
    EXPECT_EQ(contents(), (Words{"D1 POST 10.00", "D1 returnAdvice 1 SKU-1", "D2"}));
    submit(part("D1", "9", "10.00", "3"));
    work();
    EXPECT_EQ(problem("D1/3"), "mapping.over_delivery");
}

TEST_F(PartialDespatches, a_cancellation_of_the_order_waits_for_its_despatches) {
    start();
    submit(order());
    sage.reachable = false;
    submit(part("D1", "6"));
    submit(order_cancellation("OC-1"));
    work();
    EXPECT_EQ(state("OC-1"), State::queued);
    sage.reachable = true;
    work_for(24 * 3'600'000LL);
    EXPECT_EQ(state("OC-1"), State::posted);
    submit(
        text_of({.type = "orderCancellation", .number = "OC-2", .order = "SO-9", .quantity = ""}));
    work();
    EXPECT_EQ(state("OC-2"), State::posted);
}

TEST_F(PartialDespatches, a_preview_shows_the_share_the_wait_and_the_hold) {
    start();
    const Preview missing = preview(part("D1", "6"));
    EXPECT_EQ(missing.outcome, Foreseen::hold);
    EXPECT_EQ(missing.problems.at(0).code, "delivery.order_missing");
    submit(order());
    work();
    const Preview shared = preview(part("D1", "6", "10.00"));
    ASSERT_TRUE(shared.request.has_value());
    EXPECT_TRUE(shared.request->body.ends_with("|D1 POST 6.00")) << shared.request->body;
    EXPECT_EQ(shared.problems.at(0).code, "mapping.charges_of_order");
    submit(part("D1", "6"));
    const Preview waiting = preview(part("D2", "4"));
    EXPECT_EQ(waiting.outcome, Foreseen::hold);
    EXPECT_EQ(waiting.problems.at(0).code, "delivery.waits_for_predecessor");
}

TEST_F(PartialDespatches, the_outbox_is_asked_nothing_unless_the_settings_do) {
    company.partial_despatches = {};
    start();
    store->fail("about");
    submit(part("D1", "6", "10.00"));
    work();
    EXPECT_EQ(contents(), Words{"D1 POST 10.00"});
}

TEST_F(PartialDespatches, what_the_outbox_does_not_tell_is_not_posted) {
    start();
    submit(order());
    work();
    submit(part("D1", "6"));
    store->fail("about");
    static_cast<void>(delivery->work([] { return false; }));
    EXPECT_EQ(contents(), Words{});
}

/// An order with all that asks the outbox about it: parts, a version of one, a cancellation that
/// waits for a part, previews.
class DayOfParts : public AnyDay {
  public:
    DayOfParts() {
        company.partial_despatches.charges = OrderCharges::pro_rata;
        company.partial_despatches.over_delivery_percent = Decimal::parse("0");
    }
    void check(const std::string& told) {
        expect_states({{"SO-1", State::posted},
                       {"D1", State::posted},
                       {"D1/2", State::posted},
                       {"D2", State::posted},
                       {"C1", State::posted}},
                      told);
        std::multiset<std::string> contents;
        for (const Kept& one : sage.kept) {
            contents.insert(one.content);
        }
        EXPECT_EQ(contents, (std::multiset<std::string>{"D1 POST 6.00", "D1 returnAdvice 1 SKU-1",
                                                        "D2 POST 2.00"}))
            << told;
    }

  private:
    void live() override {
        const std::int64_t morning = clock.now;
        EXPECT_TRUE(until_done([&] { return delivery->start([] { return false; }); }).ok());
        give(order());
        give(part("D1", "6"));
        work_until(morning + hour);
        preview(part("D1", "5", "", "2"));
        give(part("D1", "5", "", "2"));
        work_until(morning + 2 * hour);
        sage.scripts = {{true, Outcome::maybe_sent, 0}};
        give(part("D2", "2"));
        give(order_cancellation("C1"));
        preview(part("D3", "1"));
        work_until(morning + 30 * hour);
        EXPECT_TRUE(until_done([&] { return delivery->finish(); }).ok());
    }
};

TEST(PartialDespatchFailures, a_day_without_any_ends_as_it_should) {
    DayOfParts day;
    EXPECT_FALSE(day.live_while_failing("nothing", 1));
    day.check("");
}

TEST(PartialDespatchFailures, whichever_call_fails_no_share_changes) {
    EXPECT_GT(days_with_a_failure<DayOfParts>(), 60);
}

}  // namespace
}  // namespace sage::testing
