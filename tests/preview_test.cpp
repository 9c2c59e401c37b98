// SPDX-License-Identifier: Apache-2.0
// The whole: whatever document the plugin is asked to preview, nothing changes anywhere, in Sage,
// in the outbox or in the host's trail; and what is sent when the same document is submitted are
// the previewed bytes, with the predicted net in Sage. Over every kind of document and many of
// chance.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/support/sage_in_a_box.h"
#include "tests/support/source_folder.h"

namespace sage::testing {
namespace {

namespace json = boost::json;

constexpr std::int64_t patience_ms = 24 * 3'600'000LL;
constexpr int documents_of_chance = 40;

std::string file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

json::value example(const std::string& name) {
    return json::parse(file(std::filesystem::path(source_folder()) / "host-api/schemas/examples" /
                            (name + ".json")));
}

/// What must be equal before and after a preview.
struct Standing {
    std::string counters;
    std::string received;
    std::string status;
    std::string events;
    std::string audit;
    bool operator==(const Standing&) const = default;
};

class PreviewWhole : public ::testing::Test {
  protected:
    explicit PreviewWhole(BoxOptions options = {}) : box(std::move(options)) { box.connect(); }

    Standing standing() {
        return {box.control().get("/control/counters").value(),
                box.control().get("/control/received").value(),
                box.host().query(R"({"query":"status"})").value(),
                file(box.folder() / "host" / "events.jsonl"),
                file(box.folder() / "host" / "audit.jsonl")};
    }

    json::value preview(const json::value& message) {
        const Standing before = standing();
        const auto answer = box.host().query(
            json::serialize(json::object{{"query", "preview"}, {"document", message}}));
        EXPECT_TRUE(answer.ok()) << wms::in_one_line(answer.problem());
        EXPECT_TRUE(standing() == before) << "something changed";
        return answer.ok() ? json::parse(answer.value()) : json::value();
    }

    void submit(const json::value& message) {
        const wms::Message handed{std::string(message.at("messageType").as_string()),
                                  std::string(message.at("messageId").as_string()),
                                  std::string(message.at("body").at("id").as_string()),
                                  json::serialize(message)};
        const auto receipt = box.host().submit(handed);
        ASSERT_TRUE(receipt.ok()) << wms::in_one_line(receipt.problem());
    }

    void settle() {
        const auto left = box.host().settle(patience_ms);
        ASSERT_TRUE(left.ok()) << wms::in_one_line(left.problem());
        ASSERT_EQ(left.value().unsettled(), 0);
    }

    json::array received() {
        return json::parse(box.control().get("/control/received").value())
            .as_object()
            .begin()
            ->value()
            .as_array();
    }

    /// How often exactly this request has reached Sage.
    int count(const json::value& request) {
        int same = 0;
        for (const json::value& one : received()) {
            bool equal = one.at("method") == request.at("method") &&
                         one.at("target") == request.at("target") &&
                         one.at("body") == request.at("body");
            for (const json::value& header : request.at("headers").as_array()) {
                const json::value* value =
                    one.at("headers").as_object().if_contains(header.at("name").as_string());
                equal = equal && value != nullptr && *value == header.at("value");
            }
            same += equal ? 1 : 0;
        }
        return same;
    }

    SageInABox box;
};

std::string uuid(int number) {
    const std::string digits = std::to_string(number);
    return "0e3f4d5c-7a11-4c55-9a52-" + std::string(12 - digits.size(), '0') + digits;
}

/// An example as another document: its numbers replaced.
json::value numbered(const std::string& name, int number) {
    json::value message = example(name);
    message.at("messageId") = uuid(number);
    message.as_object().erase("orderingKey");
    message.at("body").at("id") = name + "-" + std::to_string(number);
    return message;
}

/// Its lines drawn by chance: how many, quantities to the thousandth, prices to four places, notes
/// in every script.
json::value drawn(std::mt19937& chance, int number) {
    static const std::vector<std::string> names = {"salesOrder", "despatchAdvice", "returnAdvice",
                                                   "inventoryAdjustment"};
    const auto below = [&](int limit) {
        return std::uniform_int_distribution<int>(0, limit - 1)(chance);
    };
    json::value message =
        numbered(names.at(static_cast<std::size_t>(below(static_cast<int>(names.size())))), number);
    json::array& lines = message.at("body").at("lines").as_array();
    const json::value first = lines.at(0);
    lines.clear();
    const int count = 1 + below(12);
    const std::string sign = below(2) == 0 ? "" : "-";
    for (int index = 0; index < count; ++index) {
        json::value line = first;
        json::object& members = line.as_object();
        line.at("id") = std::to_string(index + 1);
        members.erase("lots");
        members.erase("serialIds");
        const std::string value =
            std::to_string(1 + below(500)) + "." + std::to_string(100 + below(900));
        for (const char* quantity : {"orderedQuantity", "outstandingQuantity"}) {
            if (message.at("messageType") != "salesOrder") {
                members.erase(quantity);
            }
        }
        for (const char* quantity :
             {"orderedQuantity", "deliveredQuantity", "returnedQuantity", "quantity"}) {
            if (json::value* found = members.if_contains(quantity)) {
                const bool adjusts = message.at("messageType") == "inventoryAdjustment";
                found->at("value") = (adjusts ? sign : "") + value;
            }
        }
        if (json::value* price = members.if_contains("price")) {
            price->at("unitAmount").at("amount") =
                std::to_string(below(200)) + "." + std::to_string(1000 + below(9000));
        }
        members["notes"] =
            json::array{"note \"" + std::to_string(below(1000)) + "\"\n\xE2\x82\xAC \xE6\x97\xA5"};
        lines.push_back(std::move(line));
    }
    return message;
}

TEST_F(PreviewWhole, what_is_sent_is_what_was_previewed_for_every_kind_of_document) {
    std::mt19937 chance(20261126);  // NOLINT(*-msc51-cpp): the same documents each time
    std::vector<json::value> messages = {numbered("salesOrder", 1), numbered("despatchAdvice", 2),
                                         numbered("returnAdvice", 3),
                                         numbered("inventoryAdjustment", 4)};
    for (int number = 5; number < 5 + documents_of_chance; ++number) {
        messages.push_back(drawn(chance, number));
    }
    std::vector<json::value> previews;
    for (const json::value& message : messages) {
        previews.push_back(preview(message));
        ASSERT_NE(previews.back().at("outcome"), "refuse") << previews.back();
        ASSERT_NE(previews.back().at("outcome"), "hold") << previews.back();
    }
    std::size_t compared = 0;
    for (std::size_t index = 0; index < messages.size(); ++index) {
        submit(messages[index]);
        settle();
        const json::value& seen = previews[index];
        const json::array& requests = seen.at("requests").as_array();
        const auto posting = box.host().postings().find(uuid(static_cast<int>(index) + 1));
        ASSERT_TRUE(posting.has_value());
        EXPECT_EQ(posting->state, "posted") << messages[index];
        if (seen.at("outcome") == "postNothing") {
            EXPECT_TRUE(requests.empty());
            EXPECT_TRUE(posting->sage_number.empty());
            continue;
        }
        ASSERT_EQ(requests.size(), 1U);
        EXPECT_EQ(requests[0].at("purpose"), "create");
        EXPECT_EQ(count(requests[0]), 1) << requests[0];
        const auto documents = wms::documents(box.control(), 0);
        for (const wms::SageDocument& made : documents.value()) {
            const json::object& totals = seen.at("predictedTotals").as_object();
            if (made.external_reference == seen.at("externalReference").as_string() &&
                totals.contains("net")) {
                const std::string net(totals.at("net").at("amount").as_string());
                EXPECT_EQ(made.net, wms::Decimal::parse(net)) << messages[index];
                const std::string gross(totals.at("gross").at("amount").as_string());
                EXPECT_EQ(made.gross, wms::Decimal::parse(gross)) << messages[index];
                ++compared;
            }
        }
    }
    EXPECT_GE(compared, messages.size() / 2);
}

TEST_F(PreviewWhole, what_is_wrong_is_told_and_changes_nothing_either) {
    json::value held = numbered("despatchAdvice", 1);
    held.at("body").at("lines").at(0).at("item").at("sellersItemId") = "SKU-404";
    json::value seen = preview(held);
    EXPECT_EQ(seen.at("outcome"), "hold");
    EXPECT_EQ(seen.at("problems").at(0).at("code"), "intacct.item_unknown");
    EXPECT_EQ(seen.at("problems").at(0).at("fieldPath"), "/body/lines/0/item/sellersItemId");

    json::value broken = numbered("despatchAdvice", 2);
    broken.at("body").at("lines").at(0).at("deliveredQuantity").at("value") = 6;
    broken.at("body").at("currencyId") = "pounds";
    seen = preview(broken);
    EXPECT_EQ(seen.at("outcome"), "refuse");
    EXPECT_GE(seen.at("problems").as_array().size(), 2U);

    seen = preview(numbered("inventoryReport", 3));
    EXPECT_EQ(seen.at("outcome"), "refuse");
    EXPECT_EQ(seen.at("problems").at(0).at("code"), "document.message_type.unsupported");

    const json::value good = numbered("despatchAdvice", 4);
    submit(good);
    settle();
    seen = preview(good);
    EXPECT_EQ(seen.at("accepted").at("state"), "posted");
    EXPECT_FALSE(seen.at("accepted").at("sageDocument").at("number").as_string().empty());
    EXPECT_TRUE(seen.at("requests").as_array().empty());
}

class PreviewOfPatches : public PreviewWhole {
  protected:
    PreviewOfPatches() : PreviewWhole(options()) {}
    static BoxOptions options() {
        BoxOptions wanted;
        wanted.configure = [](const std::string& configuration) {
            json::value settings = json::parse(configuration);
            settings.as_object()["lateTracking"] = "patch";
            return json::serialize(settings);
        };
        return wanted;
    }
};

TEST_F(PreviewOfPatches, late_tracking_shows_the_read_that_comes_first) {
    submit(numbered("despatchAdvice", 1));
    settle();
    json::value late = numbered("trackingUpdate", 2);
    late.at("body").at("despatchReference").at("id") = "despatchAdvice-1";
    const json::value seen = preview(late);
    EXPECT_EQ(seen.at("outcome"), "post") << seen;
    ASSERT_EQ(seen.at("requests").as_array().size(), 1U);
    EXPECT_EQ(seen.at("requests").at(0).at("purpose"), "read");
    EXPECT_FALSE(seen.at("reason").as_string().empty());
    EXPECT_EQ(count(seen.at("requests").at(0)), 0);
    submit(late);
    settle();
    EXPECT_EQ(count(seen.at("requests").at(0)), 1);
}

}  // namespace
}  // namespace sage::testing
