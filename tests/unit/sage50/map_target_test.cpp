// SPDX-License-Identifier: Apache-2.0
// Plan: what a document becomes by the settings and by what it refers to; the steps before a
// despatch, one after the other; corrections go where the version before was posted.
#include <gmock/gmock.h>

#include "plugins/sage50/map_order.h"
#include "tests/unit/sage50/sample.h"

namespace sage::sage50 {
namespace {

// Made when they are asked for: a settings' own tables may be made later than this file's.
Settings invoices() {
    return sample::settings();
}
Settings both() {
    return sample::settings(R"({"despatchBecomes":"salesOrderAndDespatch"})");
}
Settings of_order() {
    return sample::settings(R"({"despatchBecomes":"despatchOfOrder"})");
}
Settings with_orders() {
    return sample::settings(R"({"despatchBecomes":"despatchOfOrder","orderBecomes":"salesOrder"})");
}

Related posted(MessageType type, const std::string& id, std::string_view sage_type) {
    Related related;
    related.message_type = type;
    related.document_id = id;
    related.posted = true;
    related.sage_document.type = sage_type;
    related.sage_document.key = "42";
    related.sage_document.number = "42";
    return related;
}

Related order(const std::string& id) {
    return posted(MessageType::sales_order, id, order_type);
}

Document correction(const char* name = "despatchAdvice") {
    Document document = sample::document(name);
    document.corrected_version = "1";
    return document;
}

TEST(Sage50Target, the_settings_decide_what_a_despatch_becomes) {
    const Document despatch = sample::document();
    EXPECT_EQ(target_of(invoices(), despatch, {}), Target::invoice);
    EXPECT_EQ(target_of(both(), despatch, {}), Target::despatch);
    EXPECT_EQ(target_of(of_order(), despatch, {}), Target::despatch);
    EXPECT_EQ(target_of(both(), sample::document("returnAdvice"), {}), Target::invoice);
    EXPECT_EQ(target_of(both(), sample::document("salesOrder"), {}), Target::nothing);
    EXPECT_EQ(target_of(with_orders(), sample::document("salesOrder"), {}), Target::order);
    EXPECT_EQ(target_of(both(), sample::document("trackingUpdate"), {}), Target::nothing);
}

TEST(Sage50Target, charges_alone_leave_with_nothing) {
    Document despatch = sample::document();
    despatch.lines.clear();
    EXPECT_EQ(target_of(both(), despatch, {}), Target::invoice);
    EXPECT_EQ(target_of(both(), despatch, {order("SO-1001")}), Target::despatch);
    EXPECT_EQ(target_of(of_order(), despatch, {}), Target::despatch);
    EXPECT_FALSE(order_step(of_order(), despatch, {}));
}

TEST(Sage50Target, an_order_is_made_then_allocated_and_then_it_leaves) {
    const Document despatch = sample::document();
    const auto first = order_step(both(), despatch, {});
    ASSERT_TRUE(first);
    EXPECT_EQ(first->envelope.message_type, MessageType::sales_order);
    EXPECT_EQ(first->id, despatch.id);
    EXPECT_TRUE(is_made_for_despatch(*first));
    EXPECT_EQ(target_of(both(), *first, {}), Target::order);
    const std::vector<Related> made = {order(despatch.id)};
    const auto second = order_step(both(), despatch, made);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->id, despatch.id + "/allocation");
    EXPECT_EQ(target_of(both(), *second, made), Target::allocation);
    EXPECT_TRUE(is_made_for_it(both(), *second, made));
    EXPECT_TRUE(is_made_for_it(both(), despatch, made));
    const std::vector<Related> all = {
        made[0], posted(MessageType::despatch_advice, second->id, allocation_type)};
    EXPECT_FALSE(order_step(both(), despatch, all));
    EXPECT_FALSE(order_step(both(), *second, made)) << "a step has none of its own";
    EXPECT_FALSE(order_step(invoices(), despatch, {}));
}

TEST(Sage50Target, an_order_that_is_there_is_allocated_at_once) {
    const Document despatch = sample::document();
    EXPECT_EQ(order_step(of_order(), despatch, {})->id, despatch.id + "/allocation");
    const std::vector<Related> own = {order("SO-1001")};
    EXPECT_EQ(order_step(both(), despatch, own)->id, despatch.id + "/allocation");
    EXPECT_FALSE(is_made_for_it(both(), despatch, own));
    EXPECT_EQ(own_order(own)->number, "42");
    EXPECT_EQ(own_order({posted(MessageType::despatch_advice, "D", despatch_type)}), nullptr);
}

TEST(Sage50Target, what_corrects_a_version_goes_where_that_was_posted) {
    const Document more = correction();
    const std::string& id = more.id;
    const auto version = [&](std::string_view type) {
        return std::vector<Related>{posted(MessageType::despatch_advice, id, type)};
    };
    EXPECT_EQ(target_of(both(), more, version(invoice_type)), Target::invoice);
    EXPECT_EQ(target_of(invoices(), more, version(despatch_type)), Target::despatch);
    EXPECT_EQ(target_of(both(), more, version("")), Target::despatch) << "it posted nothing";
    std::vector<Related> taken_back = version(credit_type);
    EXPECT_EQ(target_of(invoices(), more, taken_back), Target::invoice);
    taken_back.push_back(version(despatch_type)[0]);
    EXPECT_EQ(target_of(invoices(), more, taken_back), Target::despatch)
        << "what took a part back says nothing of it";
    EXPECT_EQ(target_of(both(), more, version(credit_type)), Target::despatch)
        << "by the settings where nothing says it";
    EXPECT_EQ(order_step(both(), more, version(credit_type))->envelope.message_type,
              MessageType::sales_order);
    EXPECT_EQ(order_step(of_order(), more, version(credit_type))->id, id + "/allocation");
    const Related less = posted(MessageType::return_advice, id, credit_type);
    EXPECT_EQ(target_of(both(), more, {less}), Target::invoice) << "less came back";
}

TEST(Sage50Target, what_corrects_a_despatch_of_its_own_order_has_one_too) {
    const Document more = correction();
    Related version = posted(MessageType::despatch_advice, more.id, despatch_type);
    EXPECT_EQ(order_step(both(), more, {version})->envelope.message_type,
              MessageType::despatch_advice);
    const auto made = [](const std::string& document) {
        return Remark{std::string(precursor_remark), "",
                      "Made for this document and posted before it: " + document + " 42."};
    };
    version.sage_document.remarks = {made("Sales Order Allocation")};
    EXPECT_EQ(order_step(invoices(), more, {version})->envelope.message_type,
              MessageType::despatch_advice);
    version.sage_document.remarks.push_back(made("Sales Order"));
    EXPECT_EQ(order_step(invoices(), more, {version})->envelope.message_type,
              MessageType::sales_order);
}

}  // namespace
}  // namespace sage::sage50
