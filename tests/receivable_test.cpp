// SPDX-License-Identifier: Apache-2.0
// The whole, for a company that does not use Order Entry: despatches and returns become invoices
// and adjustments of accounts receivable, exactly once when replies are lost, to the penny, and
// whatever versions of a despatch come, Sage holds the last one. Under each switch for what is not
// known of accounts receivable.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <boost/json.hpp>
#include <filesystem>
#include <random>
#include <string>

#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;

constexpr std::int64_t patience_ms = 24 * 3'600'000LL;
constexpr int histories = 20;

struct Line {
    std::string quantity;
    std::string price;
};

wms::Decimal decimal(const json::value& text) {
    return *wms::Decimal::parse(std::string(text.as_string()));
}

void lay_over(json::object& target, const std::string& changes) {
    const json::value all = json::parse(changes);
    for (const auto& [name, value] : all.as_object()) {
        target[name] = value;
    }
}

constexpr const char* lost_reply =
    R"({"faults":[{"id":"f","targetContains":"accounts-receivable/","action":"drop_reply",)"
    R"("times":1}]})";

class Receivable : public ::testing::Test {
  protected:
    Receivable() {
        BoxOptions options;
        options.configure = [this](const std::string& configuration) {
            json::value all = json::parse(configuration);
            json::object& settings = all.as_object();
            settings["definitions"] = json::object();
            settings["transfers"] = json::object();
            settings["currency"] = "GBP";
            settings["fields"] = json::parse(
                R"({"externalReference":"nsp::WMS_REFERENCE",
                    "orderLineReference":"nsp::WMS_ORDER_LINE"})");
            settings["receivable"] = json::parse(
                R"({"documents":["despatchAdvice","returnAdvice"],"dueDays":30,
                    "adjustmentReference":"documentNumber",
                    "accounts":[{"set":{"glAccount":"4000"}}]})");
            lay_over(settings, more_settings);
            lay_over(settings["receivable"].as_object(), more_receivable);
            return json::serialize(all);
        };
        box = std::make_unique<SageInABox>(options);
    }

    void control(const std::string& path, const std::string& body) {
        const auto done = box->control().post(path, body);
        ASSERT_TRUE(done.ok()) << wms::in_one_line(done.problem());
    }

    wms::Message despatch(const std::string& number, int version, const std::vector<Line>& lines) {
        const wms::Message first = despatch_of(number, static_cast<int>(lines.size()));
        json::value message = json::parse(first.json);
        message.as_object()["documentVersion"] = std::to_string(version);
        std::string id = first.id;
        id.back() = static_cast<char>('0' + version);
        message.as_object()["messageId"] = id;
        for (std::size_t index = 0; index < lines.size(); ++index) {
            json::object& line = message.at("body").at("lines").as_array().at(index).as_object();
            line.at("price").at("unitAmount").as_object()["amount"] = lines[index].price;
            line["tax"] = json::object{{"categoryCode", "S"}, {"taxCode", "STANDARD"}};
            line.at("deliveredQuantity").as_object()["value"] = lines[index].quantity;
            line.erase("orderedQuantity");
            line.erase("outstandingQuantity");
        }
        return {first.type, id, number, json::serialize(message)};
    }

    static wms::Message send_again(const wms::Message& subject) {
        const std::string id = "6b0b1a52-2f0b-4c55-9d0f-5f0f6d0f7a11";
        json::value message = json::parse(subject.json);
        json::object& members = message.as_object();
        members["messageType"] = "operatorDecision";
        members["messageId"] = id;
        members.erase("documentVersion");
        members.erase("orderingKey");  // It would wait behind the document that it is about.
        members["body"] =
            json::object{{"id", "DEC-1"},           {"issueDate", "2025-11-24"},
                         {"decision", "sendAgain"}, {"subjectMessageId", subject.id},
                         {"decidedBy", "pat"},      {"reason", "numbered by Sage now"}};
        return {"operatorDecision", id, "DEC-1", json::serialize(message)};
    }

    void post(const wms::Message& message) {
        const auto receipt = box->host().submit(message);
        ASSERT_TRUE(receipt.ok()) << wms::in_one_line(receipt.problem());
        const auto left = box->host().settle(patience_ms);
        ASSERT_TRUE(left.ok()) << wms::in_one_line(left.problem());
    }

    void expect_posted(const wms::Message& message) {
        const auto posting = box->host().postings().find(message.id);
        ASSERT_TRUE(posting.has_value());
        EXPECT_EQ(posting->state, "posted") << history(message);
        EXPECT_TRUE(posting->verified) << history(message);
    }

    std::string history(const wms::Message& message) {
        return box->host()
            .query(R"({"query":"document","messageId":")" + message.id + "\"}")
            .value();
    }

    json::array documents() {
        const json::value all =
            json::parse(box->control().get("/control/documents?limit=10000&fields=1").value());
        return all.at("documents").as_array();
    }

    // What Sage holds in all: adjustments count the other way.
    wms::Decimal held(const char* amount) {
        wms::Decimal sum;
        for (const json::value& document : documents()) {
            const bool back = document.at("type").as_string() == "AR Adjustment";
            sum += back ? -decimal(document.at(amount)) : decimal(document.at(amount));
        }
        return sum;
    }

    // As after the loss of the host's disk.
    void forget_outbox() {
        box->disconnect();
        for (const auto& entry : std::filesystem::recursive_directory_iterator(box->folder())) {
            if (entry.path().filename().string().starts_with("outbox.")) {
                std::filesystem::remove(entry.path());
            }
        }
    }

    std::string more_settings = "{}";
    std::string more_receivable = "{}";
    std::unique_ptr<SageInABox> box;
};

TEST_F(Receivable, a_despatch_is_an_invoice_that_says_what_was_sent) {
    box->connect();
    const wms::Message message = despatch("DN-1", 1, {{"2", "3.39"}, {"3", "1.115"}});
    const json::value preview = json::parse(
        box->host().query(R"({"query":"preview","document":)" + message.json + "}").value());
    post(message);
    expect_posted(message);
    const json::array all = documents();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].at("type"), "AR Invoice");
    EXPECT_EQ(all[0].at("net"), "10.13") << "6.78 and 3.35";
    EXPECT_EQ(all[0].at("total"), "12.16") << "1.36 and 0.67 of tax";
    const json::object& fields = all[0].at("fields").as_object();
    EXPECT_THAT(std::string(fields.at("description").as_string()), HasSubstr("Despatch: DN-1"));
    EXPECT_EQ(fields.at("dueDate"), "2025-12-20");
    const json::value told = json::parse(history(message)).at("sageDocument");
    EXPECT_EQ(told.at("postedTotals"), told.at("predictedTotals"));
    EXPECT_EQ(told.at("predictedTotals"), preview.at("predictedTotals"));
    const auto stock = box->control().get("/control/stock");
    EXPECT_THAT(stock.value(), HasSubstr(R"("quantity":"1000)")) << "no stock moves";
}

TEST_F(Receivable, a_return_takes_back_and_so_does_a_correction) {
    box->connect();
    post(despatch("DN-1", 1, {{"5", "3.39"}}));
    const wms::Message less = despatch("DN-1", 2, {{"3", "3.39"}});
    post(less);
    expect_posted(less);
    const json::array all = documents();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[1].at("type"), "AR Adjustment");
    EXPECT_EQ(all[1].at("fields").at("txnCurrency.totalEntered"), "-8.14");
    EXPECT_EQ(held("net").money(), "10.17");
    EXPECT_EQ(held("total").money(), "12.20");
    const wms::Message dearer = despatch("DN-1", 3, {{"3", "4.00"}});
    post(dearer);
    expect_posted(dearer);
    EXPECT_EQ(held("net").money(), "12.00");
    EXPECT_EQ(held("total").money(), "14.40");
}

TEST_F(Receivable, whatever_versions_come_sage_holds_the_last) {
    box->connect();
    std::mt19937 dice(7);
    const auto pick = [&](int from, int to) {
        return std::uniform_int_distribution<int>(from, to)(dice);
    };
    const std::array<const char*, 5> prices = {"3.39", "0.335", "12.005", "1.00", "7.77"};
    wms::Decimal net;
    wms::Decimal gross;
    const wms::Decimal fifth = *wms::Decimal::parse("0.2");
    for (int number = 0; number < histories; ++number) {
        std::vector<Line> lines;
        for (int version = 1; version <= 3; ++version) {
            lines.clear();
            for (int index = pick(1, 3); index > 0; --index) {
                lines.push_back(
                    {std::to_string(pick(1, 9)), prices.at(static_cast<std::size_t>(pick(0, 4)))});
            }
            post(despatch("DN-" + std::to_string(100 + number), version, lines));
        }
        for (const Line& line : lines) {
            const wms::Decimal of_line =
                line_amount(*wms::Decimal::parse(line.quantity), *wms::Decimal::parse(line.price));
            net += of_line;
            gross += of_line + line_amount(of_line, fifth);
        }
        ASSERT_EQ(held("net").money(), net.money()) << number;
        ASSERT_EQ(held("total").money(), gross.money()) << number;
    }
}

TEST_F(Receivable, a_lost_reply_makes_no_second_document) {
    box->connect();
    control("/control/faults", lost_reply);
    const wms::Message replayed = despatch("DN-1", 1, {{"2", "3.39"}});
    post(replayed);
    expect_posted(replayed);
    EXPECT_EQ(documents().size(), 1U) << "by the same key";
    for (const char* type : {"AR Invoice", "AR Adjustment"}) {
        control("/control/change", std::string(R"({"definition":{"id":")") + type +
                                       R"(","set":{"idempotenceSupported":false}}})");
    }
    box->disconnect();
    box->connect();
    control("/control/faults", lost_reply);
    const wms::Message looked_up = despatch("DN-2", 1, {{"2", "3.39"}});
    post(looked_up);
    expect_posted(looked_up);
    EXPECT_EQ(documents().size(), 2U) << "by our reference";
}

TEST_F(Receivable, tax_that_sage_computes_itself_is_the_same) {
    control("/control/behaviours",
            R"({"recomputeReceivableTax":true,"hideReceivableTaxRows":true})");
    box->connect();
    const wms::Message message = despatch("DN-1", 1, {{"7", "0.335"}});
    post(message);
    expect_posted(message);
}

TEST_F(Receivable, a_user_who_may_name_no_account_uses_a_label) {
    control("/control/behaviours", R"({"receivableNeedsLabel":true})");
    box->connect();
    const wms::Message held_back = despatch("DN-1", 1, {{"2", "3.39"}});
    post(held_back);
    EXPECT_EQ(box->host().postings().find(held_back.id)->state, "held");
    EXPECT_THAT(history(held_back), HasSubstr("intacct.account_not_allowed"));
    more_receivable = R"({"accounts":[{"set":{"accountLabel":"Goods"}}]})";
    box->disconnect();
    box->connect();
    const wms::Message message = despatch("DN-2", 1, {{"2", "3.39"}});
    post(message);
    expect_posted(message);
}

TEST_F(Receivable, a_summary_that_sage_demands_is_named) {
    control("/control/behaviours", R"({"requireAdjustmentSummary":true})");
    more_receivable = R"({"adjustmentSummary":"AR Summary"})";
    box->connect();
    post(despatch("DN-1", 1, {{"5", "3.39"}}));
    const wms::Message less = despatch("DN-1", 2, {{"3", "3.39"}});
    post(less);
    expect_posted(less);
}

TEST_F(Receivable, an_adjustment_goes_by_the_xml_gateway_under_either_answer) {
    more_settings = R"({"gateway":{"returnAdvice":"gateway"}})";
    for (const char* number : {"false", "true"}) {
        control("/control/behaviours",
                std::string(R"({"gatewayAdjustmentNumber":)") + number + "}");
        box->connect();
        const std::string name = std::string("DN-") + number;
        post(despatch(name, 1, {{"5", "3.39"}}));
        control(
            "/control/faults",
            R"({"faults":[{"id":"f","targetContains":"xmlgw","action":"drop_reply","times":1}]})");
        const wms::Message less = despatch(name, 2, {{"3", "3.39"}});
        post(less);
        expect_posted(less);
        box->disconnect();
    }
    EXPECT_EQ(documents().size(), 4U);
    EXPECT_EQ(held("total").money(), "24.40");
}

constexpr const char* own_numbers = R"({"numberedBy":"warehouse"})";

TEST_F(Receivable, a_number_that_another_document_has_holds_it_with_what_to_do) {
    // What carries no reference of ours where it is looked for is another's document.
    more_receivable = own_numbers;
    more_settings = R"({"fields":{"externalReference":"nsp::WMS_OTHER"}})";
    control(
        "/control/change",
        R"({"definition":{"id":"AR Invoice","set":{"headerFields":{"nsp::WMS_OTHER":"text"}}}})");
    box->connect();
    post(despatch("DN-1", 1, {{"2", "3.39"}}));
    forget_outbox();
    more_settings = "{}";
    box->connect();
    const wms::Message message = despatch("DN-1", 2, {{"3", "3.39"}});
    post(message);
    EXPECT_EQ(box->host().postings().find(message.id)->state, "held");
    EXPECT_THAT(history(message), HasSubstr("intacct.number_taken"));
    EXPECT_EQ(documents().size(), 1U);
    box->disconnect();
    more_receivable = "{}";
    box->connect();
    ASSERT_TRUE(box->host().settle(patience_ms).ok());
    EXPECT_THAT(history(message), HasSubstr(R"("state":"held")")) << "it may be ours after all";
    post(send_again(message));
    EXPECT_THAT(history(message), HasSubstr(R"("state":"posted")"));
    EXPECT_EQ(documents().size(), 2U) << "numbered by Sage now";
}

TEST_F(Receivable, a_number_that_is_taken_by_the_same_document_is_no_second_one) {
    more_receivable = own_numbers;
    box->connect();
    control("/control/faults", lost_reply);
    const wms::Message message = despatch("DN-1", 1, {{"2", "3.39"}});
    post(message);
    expect_posted(message);
    forget_outbox();
    box->connect();
    post(message);
    EXPECT_EQ(box->host().postings().find(message.id)->state, "posted") << history(message);
    EXPECT_EQ(documents().size(), 1U);
}

TEST_F(Receivable, a_company_without_the_other_applications_connects) {
    more_receivable = R"({"itemDimension":false,"warehouseDimension":false})";
    more_settings = R"({"units":{},"chargeItems":{}})";
    for (const char* object : {"order-entry/txn-definition", "inventory-control/txn-definition",
                               "inventory-control/item", "inventory-control/warehouse"}) {
        control("/control/change", std::string(R"({"forbidden":")") + object + "\"}");
    }
    box->connect();
    const wms::Message message = despatch("DN-1", 1, {{"2", "3.39"}});
    post(message);
    expect_posted(message);
    const json::object line = documents()[0].at("lines").at(0).at("fields").as_object();
    EXPECT_FALSE(line.contains("dimensions.item.id"));
    EXPECT_EQ(line.at("memo"), "2 C62 SKU-100");
}

}  // namespace
}  // namespace sage::testing
