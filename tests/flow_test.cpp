// SPDX-License-Identifier: Apache-2.0
// One despatch from the warehouse into Sage, through every step of the flow (ARCHITECTURE.md): read
// this first. The simulated Sage is a program of its own behind HTTPS; the plugin is loaded through
// the C interface, as a warehouse system would load it.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

constexpr std::int64_t patience_ms = 24 * 3'600'000LL;

TEST(Flow, one_despatch_becomes_one_invoice_in_sage) {
    SageInABox box;
    wms::Host& host = box.connect();

    // Steps 1 to 5: handed over, checked, keyed, on disk.
    const wms::Message message = despatch_of("DN-1001-1", 2);
    const auto receipt = host.submit(message);
    ASSERT_TRUE(receipt.ok()) << wms::in_one_line(receipt.problem());

    // Steps 6 to 12: mapped, encoded, recorded, announced, sent, judged, read back.
    const auto left = host.settle(patience_ms);
    ASSERT_TRUE(left.ok())
        << wms::in_one_line(left.problem()) << host.query(R"({"query":"status"})").value()
        << host.query(R"({"query":"document","messageId":")" + message.id + "\"}").value();
    EXPECT_EQ(left.value().unsettled(), 0);

    // Step 13: the host was told.
    const auto posting = host.postings().find(message.id);
    ASSERT_TRUE(posting.has_value());
    EXPECT_EQ(posting->state, "posted");
    EXPECT_TRUE(posting->verified);

    // And Sage has it, once, to the penny, under our reference.
    const auto documents = wms::documents(box.control(), 0);
    ASSERT_TRUE(documents.ok());
    ASSERT_EQ(documents.value().size(), 1U);
    const wms::SageDocument& invoice = documents.value()[0];
    EXPECT_EQ(invoice.type, "Sales Invoice");
    EXPECT_EQ(invoice.number, posting->sage_number);
    EXPECT_EQ(invoice.external_reference, receipt.value().external_reference);
    EXPECT_EQ(invoice.reference, "DN-1001-1");
    EXPECT_EQ(invoice.tracking, "1ZDN-1001-1");
    EXPECT_EQ(invoice.net, *wms::Decimal::parse("13.56"));
    EXPECT_EQ(invoice.lines.size(), 2U);
}

// The same flow into the sales ledger of Sage 200: what stands in fields of its own above is read
// in the narratives there.
TEST(Flow, one_despatch_becomes_one_invoice_in_the_ledger_of_sage_200) {
    BoxOptions options;
    options.edition = "sage200";
    SageInABox box(options);
    wms::Host& host = box.connect();
    ASSERT_TRUE(wms::set_faults(box.control(),
                                R"({"faults":[{"id":"lost","method":"POST","targetContains":)"
                                R"("sales_invoices","times":1,"action":"drop_reply"}]})")
                    .ok());
    const wms::Message message = despatch_of("DN-1001-1", 2);
    const auto receipt = host.submit(message);
    ASSERT_TRUE(receipt.ok()) << wms::in_one_line(receipt.problem());
    const auto left = host.settle(patience_ms);
    ASSERT_TRUE(left.ok()) << wms::in_one_line(left.problem());
    EXPECT_EQ(left.value().unsettled(), 0);
    const auto posting = host.postings().find(message.id);
    ASSERT_TRUE(posting.has_value());
    EXPECT_EQ(posting->state, "posted");
    EXPECT_TRUE(posting->verified);
    const auto documents = wms::documents(box.control(), 0);
    ASSERT_TRUE(documents.ok());
    ASSERT_EQ(documents.value().size(), 1U) << "the reply was lost, and it is there once";
    const wms::SageDocument& invoice = documents.value()[0];
    EXPECT_EQ(invoice.type, "Sales Invoice");
    EXPECT_EQ(invoice.number, posting->sage_number);
    EXPECT_EQ(invoice.external_reference, receipt.value().external_reference);
    EXPECT_EQ(invoice.reference, "DN-1001-1");
    EXPECT_EQ(invoice.net, *wms::Decimal::parse("13.56"));
    ASSERT_EQ(invoice.lines.size(), 2U);
    EXPECT_NE(box.control().get("/control/documents").value().find("parcels 1ZDN-1001-1"),
              std::string::npos);
}

// And as a sales order with its despatch: two requests, of which the reply to the second is lost.
TEST(Flow, one_despatch_becomes_an_order_and_its_despatch_in_sage_200) {
    BoxOptions options;
    options.edition = "sage200";
    options.configure = [](const std::string& configuration) {
        return configuration.substr(0, configuration.rfind('}')) +
               R"(,"despatchBecomes":"salesOrderAndDespatch",)"
               R"("salesOrders":{"warehouses":{"MAIN":"MAIN"}}})";
    };
    SageInABox box(options);
    wms::Host& host = box.connect();
    ASSERT_TRUE(wms::set_faults(box.control(),
                                R"({"faults":[{"id":"lost","method":"POST","targetContains":)"
                                R"("sop_confirm_despatch","times":1,"action":"drop_reply"}]})")
                    .ok());
    const wms::Message message = despatch_of("DN-1001-1", 2);
    const auto receipt = host.submit(message);
    ASSERT_TRUE(receipt.ok()) << wms::in_one_line(receipt.problem());
    const auto left = host.settle(patience_ms);
    ASSERT_TRUE(left.ok()) << wms::in_one_line(left.problem());
    EXPECT_EQ(left.value().unsettled(), 0);
    const auto posting = host.postings().find(message.id);
    ASSERT_TRUE(posting.has_value());
    EXPECT_EQ(posting->state, "posted") << wms::in_one_line(posting->problem);
    EXPECT_TRUE(posting->verified);
    const auto documents = wms::documents(box.control(), 0);
    ASSERT_TRUE(documents.ok());
    ASSERT_EQ(documents.value().size(), 1U);
    const wms::SageDocument& order = documents.value()[0];
    EXPECT_EQ(order.type, "Sales Order");
    EXPECT_EQ(order.effect, "shipment");
    EXPECT_EQ(order.tracking, "1ZDN-1001-1") << "the reply was lost, and it left once";
    EXPECT_EQ(order.net, *wms::Decimal::parse("13.56"));
    EXPECT_EQ(order.lines.size(), 2U);
}

// Into the list of invoices of Sage 50, whose interface takes a token that never changes: master
// data come from it, or from the tables behind Sage's ODBC driver.
TEST(Flow, one_despatch_becomes_one_product_invoice_in_sage_50) {
    BoxOptions options;
    options.edition = "sage50";
    SageInABox box(options);
    wms::Host& host = box.connect();
    ASSERT_TRUE(wms::set_faults(box.control(),
                                R"({"faults":[{"id":"lost","method":"POST","targetContains":)"
                                R"("salesInvoice","times":1,"action":"drop_reply"}]})")
                    .ok());
    const wms::Message message = despatch_of("DN-1001-1", 2);
    const auto receipt = host.submit(message);
    ASSERT_TRUE(receipt.ok()) << wms::in_one_line(receipt.problem());
    const auto left = host.settle(patience_ms);
    ASSERT_TRUE(left.ok()) << wms::in_one_line(left.problem());
    EXPECT_EQ(left.value().unsettled(), 0);
    const auto posting = host.postings().find(message.id);
    ASSERT_TRUE(posting.has_value());
    EXPECT_EQ(posting->state, "posted") << wms::in_one_line(posting->problem);
    EXPECT_TRUE(posting->verified);
    const auto documents = wms::documents(box.control(), 0);
    ASSERT_TRUE(documents.ok());
    ASSERT_EQ(documents.value().size(), 1U) << "the reply was lost, and it is there once";
    const wms::SageDocument& invoice = documents.value()[0];
    EXPECT_EQ(invoice.type, "Sales Invoice");
    EXPECT_EQ(invoice.number, posting->sage_number);
    EXPECT_EQ(invoice.external_reference, receipt.value().external_reference);
    EXPECT_EQ(invoice.net, *wms::Decimal::parse("13.56"));
    EXPECT_EQ(invoice.lines.size(), 2U);
    EXPECT_NE(box.control().get("/control/documents?fields=1").value().find("parcels 1ZDN-1001-1"),
              std::string::npos);
}

/// A data source of that name over a database file, for this process.
void add_data_source(const std::filesystem::path& folder, const std::string& name,
                     const std::string& database) {
    const std::filesystem::path file = folder / "odbc.ini";
    std::ofstream(file) << "[" << name << "]\nDriver=SQLite3\nDatabase=" << database << "\n";
    ASSERT_EQ(::setenv("ODBCINI", file.c_str(), 1), 0);
}

TEST(Flow, master_data_of_sage_50_come_from_its_tables) {
    BoxOptions options;
    options.edition = "sage50";
    options.configure = [](const std::string& configuration) {
        return configuration.substr(0, configuration.rfind('}')) +
               R"(,"dataSource":{"name":"SageLine50v31"}})";
    };
    SageInABox box(options);
    const boost::json::value tables =
        boost::json::parse(box.control().get("/control/tables").value());
    add_data_source(box.folder(), "SageLine50v31", std::string(tables.at("file").as_string()));
    // Nothing is asked of the other face.
    ASSERT_TRUE(wms::set_faults(box.control(),
                                R"({"faults":[{"id":"search","method":"POST","targetContains":)"
                                R"("/api/searchProduct","times":1000,"action":"reply",)"
                                R"("status":500,"body":"{}"}]})")
                    .ok());
    wms::Host& host = box.connect();
    const wms::Message message = despatch_of("DN-1001-1", 2);
    ASSERT_TRUE(host.submit(message).ok());
    const auto left = host.settle(patience_ms);
    ASSERT_TRUE(left.ok()) << wms::in_one_line(left.problem());
    const auto posting = host.postings().find(message.id);
    ASSERT_TRUE(posting.has_value());
    EXPECT_EQ(posting->state, "posted") << wms::in_one_line(posting->problem);
    EXPECT_EQ(wms::fault_count(box.control(), "search").value(), 0);
}

}  // namespace
}  // namespace sage::testing
