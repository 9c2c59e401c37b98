// SPDX-License-Identifier: Apache-2.0
// Plan: each code that is mapped gives its record; each that is not holds the document with a root
// cause, and cause_gone() of that root cause is false now and true once it is mended.
#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

using sample::catalogue;
using sample::catalogue_with;
using sample::document;
using sample::expect_kind;
using sample::prepared;
using sample::settings;
using sample::without;

Hold held(const Document& subject, const Settings& chosen, const Catalogue& known) {
    Hold hold = expect_kind<Hold>(prepared(subject, chosen, known));
    sample::expect_complete(hold.problem);
    EXPECT_FALSE(cause_gone(chosen, hold.root_cause, known)) << hold.root_cause;
    EXPECT_TRUE(cause_gone(settings(), hold.root_cause, catalogue())) << hold.root_cause;
    return hold;
}

const auto inactive = [](CatalogueRecord& record) { record.active = false; };

TEST(IntacctLookup, an_unknown_item_holds_with_the_fix_a_person_needs) {
    const Hold hold = held(document("despatchAdvice"), settings(), without(kind::item, "SKU-100"));
    EXPECT_EQ(hold.root_cause, "item:SKU-100");
    EXPECT_EQ(hold.problem.pointer, "/body/lines/0/item/sellersItemId");
    EXPECT_EQ(hold.problem.fix, "Create item SKU-100 in Sage Intacct or correct the SKU.");
    EXPECT_EQ(hold.problem.owner, Owner::finance);
}

TEST(IntacctLookup, an_inactive_item_holds) {
    const Hold hold = held(document("inventoryAdjustment"), settings(),
                           catalogue_with(kind::item, "SKU-100", inactive));
    EXPECT_EQ(hold.root_cause, "item:SKU-100");
    EXPECT_EQ(hold.problem.fix, "Activate item SKU-100 in Sage Intacct or correct the SKU.");
}

TEST(IntacctLookup, items_are_told_apart_by_case) {
    Document subject = document("despatchAdvice");
    subject.lines[0].item.sellers_item_id = "sku-100";
    const Hold hold = expect_kind<Hold>(prepared(subject));
    EXPECT_EQ(hold.root_cause, "item:sku-100");
}

TEST(IntacctLookup, an_unknown_or_inactive_customer_holds) {
    Hold hold = held(document("despatchAdvice"), settings(), without(kind::customer, "CUST-001"));
    EXPECT_EQ(hold.root_cause, "customer:CUST-001");
    hold = held(document("returnAdvice"), settings(),
                catalogue_with(kind::customer, "CUST-001", inactive));
    EXPECT_EQ(hold.root_cause, "customer:CUST-001");
}

TEST(IntacctLookup, a_guest_becomes_the_guest_customer_or_waits_for_one) {
    Document subject = document("despatchAdvice");
    subject.buyer.id.clear();
    const Send send = expect_kind<Send>(prepared(subject));
    EXPECT_EQ(send.facts.at("customer.id"), "GUEST");
    Hold hold = held(subject, settings(R"({"guestCustomer":null})"), catalogue());
    EXPECT_EQ(hold.root_cause, "setting:guestCustomer");
    hold = held(subject, settings(), without(kind::customer, "GUEST"));
    EXPECT_EQ(hold.root_cause, "guest-customer:GUEST");
}

TEST(IntacctLookup, a_site_without_a_warehouse_holds) {
    Hold hold = held(document("despatchAdvice"), settings(R"({"warehouses":{}})"), catalogue());
    EXPECT_EQ(hold.root_cause, "site:MAIN");
    hold = held(document("inventoryAdjustment"), settings(R"({"warehouses":{}})"), catalogue());
    EXPECT_EQ(hold.root_cause, "site:MAIN");
    hold = held(document("despatchAdvice"), settings(), without(kind::warehouse, "WH1"));
    EXPECT_EQ(hold.root_cause, "warehouse:WH1");
    hold = held(document("despatchAdvice"), settings(),
                catalogue_with(kind::warehouse, "WH1", inactive));
    EXPECT_EQ(hold.root_cause, "warehouse:WH1");
}

TEST(IntacctLookup, a_unit_that_is_not_mapped_holds_goods_and_charges) {
    Hold hold = held(document("despatchAdvice"), settings(R"({"units":{}})"), catalogue());
    EXPECT_EQ(hold.root_cause, "unit:C62");
    EXPECT_EQ(hold.problem.code, "intacct.unit_unmapped");
    Document charges = document("despatchAdvice");
    charges.lines.clear();
    hold = held(charges, settings(R"({"units":{"EA":"Each"}})"), catalogue());
    EXPECT_EQ(hold.root_cause, "unit:C62");
    EXPECT_EQ(hold.problem.pointer, "/body/allowanceCharges/0");
}

TEST(IntacctLookup, a_charge_needs_its_item) {
    Hold hold = held(document("despatchAdvice"), settings(R"({"chargeItems":{}})"), catalogue());
    EXPECT_EQ(hold.root_cause, "charge:POST");
    EXPECT_EQ(hold.problem.pointer, "/body/allowanceCharges/0/reasonCode");
    hold = held(document("despatchAdvice"), settings(), without(kind::item, "CARRIAGE"));
    EXPECT_EQ(hold.root_cause, "item:CARRIAGE");
}

TEST(IntacctLookup, a_missing_or_inactive_definition_holds) {
    Hold hold = held(document("despatchAdvice"), settings(),
                     without(kind::order_entry_definition, "Sales Invoice"));
    EXPECT_EQ(hold.root_cause, "definition:order-entry/document::Sales Invoice");
    hold =
        held(document("inventoryAdjustment"), settings(),
             catalogue_with(kind::inventory_definition, "Inventory Adjustment Decrease", inactive));
    EXPECT_EQ(hold.root_cause,
              "definition:inventory-control/document::Inventory Adjustment Decrease");
}

TEST(IntacctLookup, a_custom_field_that_is_missing_or_read_only_holds_and_rejects_nothing) {
    const std::string object = "order-entry/document::Sales Invoice";
    Hold hold = held(document("despatchAdvice"), settings(),
                     catalogue_with(kind::definition, object, [](CatalogueRecord& record) {
                         record.fields.erase("header:nsp::WMS_REFERENCE");
                     }));
    EXPECT_EQ(hold.root_cause, "field:" + object + ":header:nsp::WMS_REFERENCE");
    hold = held(document("despatchAdvice"), settings(),
                catalogue_with(kind::definition, object, [](CatalogueRecord& record) {
                    record.fields["line:nsp::WMS_ORDER_LINE"] = "read-only";
                }));
    EXPECT_EQ(hold.root_cause, "field:" + object + ":line:nsp::WMS_ORDER_LINE");
}

TEST(IntacctLookup, fields_that_the_document_does_not_use_hold_nothing) {
    const std::string object = "order-entry/document::Sales Invoice";
    const auto no_line_field = [](CatalogueRecord& record) {
        record.fields.erase("line:nsp::WMS_ORDER_LINE");
    };
    Document subject = document("despatchAdvice");
    subject.lines[0].order_line_id.clear();
    expect_kind<Send>(
        prepared(subject, settings(), catalogue_with(kind::definition, object, no_line_field)));
    // Line fields that the model does not show cannot be judged.
    expect_kind<Send>(
        prepared(document("despatchAdvice"), settings(),
                 catalogue_with(kind::definition, object, [&](CatalogueRecord& record) {
                     no_line_field(record);
                     record.fields.erase("lines");
                 })));
    // Without a model nothing is known, and Sage decides.
    expect_kind<Send>(
        prepared(document("despatchAdvice"), settings(), without(kind::definition, object)));
}

TEST(IntacctLookup, all_that_holds_a_document_is_said_at_once_and_each_thing_once) {
    boost::json::value message = sage::example("despatchAdvice");
    message = sage::with(message, "/body/buyerCustomerParty/id", "\"CUST-404\"");
    message = sage::with(message, "/body/lines/0/item/sellersItemId", "\"SKU-404\"");
    boost::json::value line = message.at_pointer("/body/lines/0");
    line.as_object()["id"] = "2";
    message.at_pointer("/body/lines").as_array().push_back(line);
    const Hold hold = expect_kind<Hold>(prepared(document(message)));
    EXPECT_EQ(hold.problem.code, "intacct.customer_unknown");
    ASSERT_EQ(hold.others.size(), 1U) << "the same item on two lines";
    EXPECT_EQ(hold.others[0].code, "intacct.item_unknown");
    EXPECT_EQ(hold.others[0].pointer, "/body/lines/0/item/sellersItemId");
}

}  // namespace
}  // namespace sage::intacct
