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

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t patience_ms = 24 * hour_ms;

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

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// A company without HyperAccounts: files that a person imports, seen afterwards in the tables.
class DropFolder {
  public:
    explicit DropFolder(bool has_data_source = true)
        : has_data_source_(has_data_source), box_(options()), folder_(box_.folder() / "import") {
        std::filesystem::create_directories(folder_);
        const boost::json::value tables =
            boost::json::parse(box_.control().get("/control/tables").value());
        add_data_source(box_.folder(), data_source(), std::string(tables.at("file").as_string()));
    }

    wms::Host& connect() { return settled(box_.connect()); }
    /// As after a power cut, a day later or a minute.
    wms::Host& restart() {
        box_.disconnect();
        return connect();
    }
    wms::Host& settled(wms::Host& host) {
        const auto left = host.settle(patience_ms);
        EXPECT_TRUE(left.ok() && left.value().unsettled() == 0);
        return host;
    }
    const std::filesystem::path& folder() const { return folder_; }
    std::filesystem::path file(const std::string& kind, const wms::Receipt& receipt) const {
        return folder_ / (kind + "-" + receipt.external_reference + ".csv");
    }
    std::size_t files() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder_),
                                                      std::filesystem::directory_iterator()));
    }
    /// What a person does in Sage, who then moves the file away.
    void import(const char* name, const std::filesystem::path& file) {
        constexpr std::string_view digits = "0123456789abcdef";
        std::string all;
        for (const char c : bytes_of(file)) {
            all += digits[static_cast<unsigned char>(c) / 16];
            all += digits[static_cast<unsigned char>(c) % 16];
        }
        const auto done = box_.control().post(
            "/control/change",
            R"({"import":{"template":")" + std::string(name) + R"(","bytes":")" + all + "\"}}");
        EXPECT_TRUE(done.ok()) << wms::in_one_line(done.problem());
        std::filesystem::remove(file);
    }

  private:
    /// Of this test alone: unixODBC remembers those that it has seen.
    std::string data_source() const { return box_.folder().filename().string(); }
    BoxOptions options() {
        BoxOptions options;
        options.edition = "sage50";
        options.seed = small_company();
        const std::string customer = "CUST-001";
        options.seed.replace(options.seed.find(customer), customer.size(), "CUST001");
        options.configure = [this](const std::string& suggested) {
            boost::json::object settings = boost::json::parse(suggested).as_object();
            for (const char* name :
                 {"address", "certificateAuthorityFile", "authTokenSecret", "updateLedgers"}) {
                settings.erase(name);
            }
            settings["dropFolder"] = folder_.string();
            if (has_data_source_) {
                settings["dataSource"] = boost::json::object{{"name", data_source()}};
            } else {
                settings["taxRates"] = boost::json::object{{"T1", "20"}, {"T0", "0"}};
            }
            settings["customerMatching"] =
                boost::json::object{{"accountCodes", boost::json::object{{"CUST-001", "CUST001"}}}};
            return boost::json::serialize(settings);
        };
        return options;
    }

    const bool has_data_source_;
    SageInABox box_;
    std::filesystem::path folder_;
};

std::string state_of(wms::Host& host, const wms::Message& message) {
    const auto posting = host.postings().find(message.id);
    return posting ? posting->state + " " + posting->problem.code : "untold";
}

/// A person has seen the transaction in Sage.
wms::Message imported(const wms::Message& subject) {
    const std::string id = "6b0b1a52-2f0b-4c55-9d0f-5f0f6d0f7a11";
    boost::json::value message = boost::json::parse(subject.json);
    boost::json::object& members = message.as_object();
    members["messageType"] = "operatorDecision";
    members["messageId"] = id;
    members.erase("documentVersion");
    members.erase("orderingKey");  // It would wait behind the document that it is about.
    members["body"] = boost::json::object{{"id", "DEC-1"},
                                          {"issueDate", "2025-11-24"},
                                          {"decision", "markPosted"},
                                          {"subjectMessageId", subject.id},
                                          {"decidedBy", "pat"},
                                          {"reason", "imported"},
                                          {"checkedByHand", true},
                                          {"sageDocumentNumber", "1"}};
    return {"operatorDecision", id, "DEC-1", boost::json::serialize(message)};
}

TEST(Flow, a_company_without_an_interface_imports_files_and_their_import_is_seen) {
    DropFolder sage;
    wms::Host* host = &sage.connect();
    const wms::Message message = despatch_of("DN-1001-1", 2);
    const auto receipt = host->submit(message);
    ASSERT_TRUE(receipt.ok()) << wms::in_one_line(receipt.problem());
    sage.settled(*host);
    const std::filesystem::path file = sage.file("ledger", receipt.value());
    const std::string written = bytes_of(file);
    EXPECT_NE(written.find("SI,CUST001,4000,"), std::string::npos) << written;
    EXPECT_EQ(state_of(*host, message), "held sage50.waiting_for_import");

    // Nothing but its import changes that, and the file is not written again.
    host = &sage.restart();
    const auto again = host->submit(message);
    ASSERT_TRUE(again.ok());
    EXPECT_TRUE(again.value().duplicate);
    sage.settled(*host);
    EXPECT_EQ(sage.files(), 1U);
    EXPECT_EQ(bytes_of(file), written);
    EXPECT_EQ(host->query(R"({"query":"held"})").value().find("\"posted\""), std::string::npos);

    sage.import("auditTrailTransactions", file);
    host = &sage.restart();
    EXPECT_EQ(state_of(*host, message), "posted ");
    const auto posting = host->postings().find(message.id);
    EXPECT_TRUE(posting->verified);
    EXPECT_EQ(posting->sage_number, "1") << "the transaction of the audit trail";
    EXPECT_EQ(sage.files(), 0U);
}

TEST(Flow, a_company_of_which_nothing_can_be_read_gets_its_files_all_the_same) {
    DropFolder sage(false);
    wms::Host* host = &sage.connect();
    const wms::Message message = despatch_of("DN-1001-1", 2);
    const auto receipt = host->submit(message);
    ASSERT_TRUE(receipt.ok());
    sage.settled(*host);
    const std::string written = bytes_of(sage.file("ledger", receipt.value()));
    EXPECT_NE(written.find("SI,CUST001,4000,"), std::string::npos) << written;
    EXPECT_NE(written.find(",6.78,T1,1.36,"), std::string::npos) << written;
    EXPECT_EQ(state_of(*host, message), "held sage50.waiting_for_import");
    sage.import("auditTrailTransactions", sage.file("ledger", receipt.value()));
    host = &sage.restart();
    // Nothing shows it: a person's word alone ends it.
    ASSERT_TRUE(host->submit(imported(message)).ok());
    sage.settled(*host);
    EXPECT_EQ(state_of(*host, message), "posted ");
}

TEST(Flow, a_file_that_a_person_takes_away_is_neither_posted_nor_written_again) {
    DropFolder sage;
    wms::Host* host = &sage.connect();
    const wms::Message message = despatch_of("DN-1001-1", 1);
    const auto receipt = host->submit(message);
    ASSERT_TRUE(receipt.ok());
    sage.settled(*host);
    std::filesystem::remove(sage.file("ledger", receipt.value()));
    host = &sage.restart();
    EXPECT_EQ(sage.files(), 0U);
    const std::string answer =
        host->query(R"({"query":"document","messageId":")" + message.id + "\"}").value();
    EXPECT_NE(answer.find("sage50.waiting_for_import"), std::string::npos) << answer;
}

TEST(Flow, a_folder_that_was_away_takes_the_file_when_it_is_back) {
    DropFolder sage;
    wms::Host* host = &sage.connect();
    const std::filesystem::path away = sage.folder().string() + ".away";
    std::filesystem::rename(sage.folder(), away);
    std::vector<wms::Message> messages;
    for (int number = 1; number <= 6; ++number) {
        messages.push_back(despatch_of("DN-100" + std::to_string(number) + "-1", 1));
        ASSERT_TRUE(host->submit(messages.back()).ok());
    }
    // Long enough for the breaker to open.
    const auto left = host->settle(hour_ms);
    ASSERT_TRUE(left.ok());
    EXPECT_EQ(left.value().queued, 6) << "nothing was written, and nothing is in doubt";
    std::filesystem::rename(away, sage.folder());
    sage.settled(*host);
    for (const wms::Message& message : messages) {
        EXPECT_EQ(state_of(*host, message), "held sage50.waiting_for_import");
    }
    EXPECT_EQ(sage.files(), 6U);
}

TEST(Flow, a_file_that_was_imported_twice_is_told) {
    DropFolder sage;
    wms::Host* host = &sage.connect();
    const wms::Message message = despatch_of("DN-1001-1", 1);
    const auto receipt = host->submit(message);
    ASSERT_TRUE(receipt.ok());
    sage.settled(*host);
    const std::filesystem::path file = sage.file("ledger", receipt.value());
    const std::filesystem::path copy = file.string() + ".copy";
    std::filesystem::copy_file(file, copy);
    sage.import("auditTrailTransactions", file);
    sage.import("auditTrailTransactions", copy);
    host = &sage.restart();
    EXPECT_EQ(state_of(*host, message), "held delivery.found_several");
}

}  // namespace
}  // namespace sage::testing
