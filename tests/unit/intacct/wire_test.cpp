// SPDX-License-Identifier: Apache-2.0
// Plan: percent-encoding of every byte; targets and headers of each kind of request; query bodies
// against fixtures and the field list; the JSON writer.
#include "tests/unit/intacct/golden.h"

namespace sage::intacct {
namespace {

TEST(IntacctWire, unreserved_bytes_stay_and_all_others_are_encoded) {
    EXPECT_EQ(percent_encoded("Az09-._~"), "Az09-._~");
    EXPECT_EQ(percent_encoded("Sales Invoice"), "Sales%20Invoice");
    EXPECT_EQ(percent_encoded("a/b?c#d%e"), "a%2Fb%3Fc%23d%25e");
    EXPECT_EQ(percent_encoded("\xC3\xA9"), "%C3%A9");
    for (int byte = 0; byte < 256; ++byte) {
        const char letter = static_cast<char>(byte);
        const std::string encoded = percent_encoded({&letter, 1});
        EXPECT_TRUE(encoded.size() == 1 || (encoded.size() == 3 && encoded[0] == '%')) << byte;
        EXPECT_EQ(encoded.find_first_of("/?# \r\n"), std::string::npos) << byte;
    }
}

TEST(IntacctWire, documents_are_addressed_by_definition_and_key) {
    const Settings settings = sample::settings();
    EXPECT_EQ(post_document(settings, Family::order_entry, "A/B C", "k", "{}").target,
              "/ia/api/v1/objects/order-entry/document::A%2FB%20C");
    EXPECT_EQ(post_document(settings, Family::inventory_control, "Up", "k", "{}").target,
              "/ia/api/v1/objects/inventory-control/document::Up");
    const Request patch = patch_document(settings, "Sales Invoice", "12", "k", "{}");
    EXPECT_EQ(patch.method, "PATCH");
    EXPECT_EQ(patch.target, "/ia/api/v1/objects/order-entry/document::Sales%20Invoice/12");
}

TEST(IntacctWire, the_family_is_known_from_the_request) {
    const Settings settings = sample::settings();
    for (const Family family :
         {Family::order_entry, Family::inventory_control, Family::warehouse_transfer,
          Family::receivable_invoice, Family::receivable_adjustment}) {
        EXPECT_EQ(family_of(post_document(settings, family, "inventory-control", "k", "{}")),
                  family);
    }
}

TEST(IntacctWire, documents_without_definitions_are_addressed_by_their_object) {
    EXPECT_EQ(document_target(Family::receivable_invoice, invoice_type),
              "/ia/api/v1/objects/accounts-receivable/invoice");
    EXPECT_EQ(object_name(Family::receivable_adjustment, adjustment_type),
              "accounts-receivable/adjustment");
    EXPECT_EQ(object_name(Family::warehouse_transfer, transfer_type),
              "inventory-control/warehouse-transfer");
}

TEST(IntacctWire, reads_carry_no_idempotency_key_and_no_type_without_body) {
    const Request model = get_model(sample::settings(), "order-entry/document::Sales Invoice");
    EXPECT_EQ(model.method, "GET");
    EXPECT_EQ(model.target,
              "/ia/api/v1/services/core/model?name=order-entry/document::Sales%20Invoice");
    ASSERT_EQ(model.headers.size(), 1U);
    EXPECT_EQ(model.headers[0].name, "X-IA-API-Param-Entity");
    EXPECT_TRUE(model.body.empty());
}

TEST(IntacctWire, without_an_entity_there_is_no_entity_header) {
    const Request model = get_model(sample::settings(R"({"entity":null})"), "x");
    EXPECT_TRUE(model.headers.empty());
}

TEST(IntacctWire, queries_are_as_in_the_fixtures_and_fit_the_field_list) {
    Query query;
    query.object = "order-entry/document::Sales Invoice";
    query.fields = {"key", "nsp::WMS_REFERENCE"};
    query.filters = {Filter{"$in", "key", {"1", "2"}}};
    const Request request = query_request(sample::settings(), query);
    sample::expect_golden("query", request);
    SKIP_WITHOUT_FIELD_LISTS();
    sample::expect_fits("core-query.request", request.body);
    query.filters.clear();
    sample::expect_fits("core-query.request", query_request(sample::settings(), query).body);
    query.filters = {Filter{"$gt", "key", {"7"}}};
    sample::expect_fits("core-query.request", query_request(sample::settings(), query).body);
}

TEST(IntacctWire, members_are_written_with_the_commas_they_need) {
    std::string out = "{";
    add_member(out, "a", "x\"{[");
    add_reference(out, "b", "y");
    open_member(out, "c", '[');
    open_element(out);
    add_raw(out, "d", "1");
    out += '}';
    open_element(out);
    out += "}]";
    add_member(out, "e", "");
    out += '}';
    EXPECT_EQ(out, R"({"a":"x\"{[","b":{"id":"y"},"c":[{"d":1},{}],"e":""})");
}

}  // namespace
}  // namespace sage::intacct
