// SPDX-License-Identifier: Apache-2.0
// Plan: bins with their warehouses; a transfer is found by its reference as promised, whichever
// movements Sage makes of it; one that was carried out twice, or otherwise, is not taken for it;
// read-back, lists, verdicts; answers that cannot be used.
#include "plugins/sage200/wire_stock.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "tests/unit/sage200/order_sample.h"
#include "tests/unit/sage200/published.h"

namespace sage::sage200 {
namespace {

using testing::HasSubstr;

constexpr std::string_view second_sample = "W1123456789ABCDEFX";

class Sage200Stock : public testing::Test {
  protected:
    StockTransfer transfer(std::string_view quantity = "24") {
        StockTransfer wanted;
        wanted.product_key = std::to_string(site_.id_of("products", "code", "LANTERN"));
        wanted.from = place("HOME");
        wanted.to = place("NORTH");
        wanted.quantity = decimal(quantity);
        wanted.date = "2026-11-18";
        wanted.second_reference = "TRF-1";
        return wanted;
    }
    BinPlace place(const std::string& warehouse) {
        const std::string product = std::to_string(site_.id_of("products", "code", "LANTERN"));
        const std::string wanted = std::to_string(site_.id_of("warehouses", "name", warehouse));
        const Result<std::vector<BinHolding>> bins =
            read_bin_holdings(site_.authorised(ask_bin_holdings(books_, product)));
        for (const BinHolding& one : bins.value()) {
            if (one.warehouse_key == wanted) {
                return {one.key, warehouse, one.name};
            }
        }
        ADD_FAILURE() << warehouse;
        return {};
    }
    Send sent(const StockTransfer& wanted, std::string_view reference = sample_reference) {
        Send send = encode_transfer(books_, wanted, reference);
        const Reply reply = site_.authorised(send.request);
        EXPECT_EQ(reply.status / 100, 2) << reply.body;
        verdict_ = classify_transfer(send, reply);
        return send;
    }
    LookUp looked_up(const Send& send, std::string_view reference = sample_reference) {
        return read_look_up_transfer(send,
                                     site_.authorised(look_up_transfer(books_, send, reference)));
    }
    /// Nothing but that is otherwise than usual.
    void behave(const char* behaviour) {
        site_.behave(R"({"stockOutIsNegative":true,"transferIsOneMovement":false,)"
                     R"("wrapLists":false,"createdStatus":false})");
        site_.behave(behaviour);
    }
    static ReadBackSubject subject(const Send& send, std::string_view reference) {
        ReadBackSubject subject;
        subject.sage_document.type = transfer_type;
        subject.sage_document.number = reference;
        subject.external_reference = reference;
        subject.facts = send.facts;
        return subject;
    }

    test::SimulatedSite site_;
    Books books_ = sample_books();
    Verdict verdict_;
};

TEST_F(Sage200Stock, is_found_by_its_reference_whatever_movements_sage_makes) {
    int number = 0;
    for (const char* const behaviour :
         {"{}", R"({"stockOutIsNegative":false})", R"({"transferIsOneMovement":true})",
          R"({"wrapLists":true})", R"({"createdStatus":true})"}) {
        behave(behaviour);
        const std::string reference = fmt::format("W{}123456789ABCDEFX", ++number);
        EXPECT_TRUE(
            looked_up(encode_transfer(books_, transfer("3"), reference), reference).found.empty());
        const Send send = sent(transfer("3"), reference);
        EXPECT_EQ(verdict_.judgement, Judgement::unknown) << "Sage names no transfer";
        EXPECT_EQ(verdict_.problem.code, "sage200.transfer_unnamed");
        const LookUp found = looked_up(send, reference);
        ASSERT_TRUE(found.usable) << found.why;
        ASSERT_EQ(found.found.size(), 1U) << behaviour;
        for (const Difference& one : differences(send.facts, found.found[0].facts)) {
            ADD_FAILURE() << behaviour << one.field << ": " << one.expected << " / " << one.found;
        }
        EXPECT_TRUE(knows_key(found.found[0].sage_document));
        EXPECT_EQ(found.found[0].sage_document.number, reference);
        EXPECT_EQ(site_.on_hand("LANTERN", "NORTH"), std::to_string(3 * number));
    }
    EXPECT_EQ(site_.on_hand("LANTERN", "HOME"), "85");
}

TEST_F(Sage200Stock, that_was_carried_out_twice_is_found_twice) {
    int number = 0;
    for (const char* const behaviour :
         {"{}", R"({"stockOutIsNegative":false})", R"({"transferIsOneMovement":true})"}) {
        behave(behaviour);
        const std::string reference = fmt::format("W{}123456789ABCDEFX", ++number);
        const Send send = sent(transfer("2.5"), reference);
        static_cast<void>(sent(transfer("2.5"), reference));
        const LookUp found = looked_up(send, reference);
        ASSERT_EQ(found.found.size(), 2U) << behaviour;
        EXPECT_NE(found.found[0].sage_document.key, found.found[1].sage_document.key);
    }
}

TEST_F(Sage200Stock, of_another_quantity_or_place_is_other_content) {
    static_cast<void>(sent(transfer("5")));
    Send other = encode_transfer(books_, transfer("7"), sample_reference);
    const LookUp more = looked_up(other);
    ASSERT_EQ(more.found.size(), 1U);
    ASSERT_EQ(differences(other.facts, more.found[0].facts).size(), 1U);
    EXPECT_EQ(differences(other.facts, more.found[0].facts)[0].field, "quantity");
    other = encode_transfer(books_, transfer("5"), sample_reference);
    other.facts["to"] = "NORTH/A1";
    EXPECT_FALSE(differences(other.facts, looked_up(other).found.at(0).facts).empty());
}

TEST_F(Sage200Stock, of_which_more_left_than_came_is_other_content) {
    const Send send = sent(transfer("5"));
    const boost::json::value rows = site_.get("/product_transaction_views?$orderby=id");
    site_.change(fmt::format(
        R"({{"set":{{"model":"product_transaction_view","id":{},"fields":{{"quantity":"3"}}}}}})",
        std::string(rows.at(1).at("id").as_string())));
    const LookUp found = looked_up(send);
    ASSERT_EQ(found.found.size(), 1U);
    const auto wrong = differences(send.facts, found.found[0].facts);
    ASSERT_EQ(wrong.size(), 1U);
    EXPECT_EQ(wrong[0].found, "5 left and 3 came");
}

TEST_F(Sage200Stock, is_read_back_and_listed_by_its_reference) {
    const Send first = sent(transfer("5"));
    const Send second = sent(transfer("6"), second_sample);
    const std::vector<ReadBackSubject> both = {subject(first, sample_reference),
                                               subject(second, second_sample)};
    for (const FindBy by : {FindBy::key, FindBy::reference, FindBy::number}) {
        const LookUp found = read_read_back_transfers(
            both, by, site_.authorised(read_back_transfers(books_, both, by)));
        ASSERT_TRUE(found.usable) << found.why;
        ASSERT_EQ(found.found.size(), 2U);
        EXPECT_TRUE(differences(first.facts, found.found[0].facts).empty());
        EXPECT_TRUE(differences(second.facts, found.found[1].facts).empty());
    }
    OwnList list{std::string(transfer_type), "2026-11-18", "2026-11-18", ""};
    const Result<OwnPage> page =
        read_own_transfers(list, site_.authorised(list_own_transfers(books_, list)));
    ASSERT_TRUE(page.ok());
    ASSERT_EQ(page.value().found.size(), 2U);
    EXPECT_EQ(page.value().found[0].external_reference, sample_reference);
    EXPECT_EQ(page.value().next, "");
    list.after = page.value().found[1].sage_document.key;
    EXPECT_THAT(list_own_transfers(books_, list).target, HasSubstr("id%20gt%20" + list.after));
    list.from = "2026-11-19";
    list.to = "2026-11-30";
    list.after.clear();
    EXPECT_TRUE(read_own_transfers(list, site_.authorised(list_own_transfers(books_, list)))
                    .value()
                    .found.empty());
}

TEST_F(Sage200Stock, a_transfer_whose_movements_are_on_two_pages_is_one) {
    // 497 movements, then those of A and B, which two writers wrote between each other.
    const auto page_of = [](int before, std::initializer_list<const char*> last) {
        std::string rows;
        int id = 0;
        for (; id < before; ++id) {
            rows += fmt::format(R"({}{{"id":{},"reference":"W{}"}})", id == 0 ? "" : ",", id + 1,
                                id / 2);
        }
        for (const char* const reference : last) {
            rows += fmt::format(R"({}{{"id":{},"reference":"{}"}})", id == 0 ? "" : ",", id + 1,
                                reference);
            ++id;
        }
        const OwnList list{std::string(transfer_type), "2026-11-18", "2026-11-18", ""};
        return read_own_transfers(list, {200, {}, "[" + rows + "]"}).value();
    };
    OwnPage page = page_of(496, {"C", "A", "B", "A"});
    EXPECT_EQ(page.found.size(), 249U);
    EXPECT_EQ(page.found.back().external_reference, "C");
    EXPECT_EQ(page.next, "497") << "A and B come with all their movements on the next page";
    page = page_of(496, {"A", "B", "A", "B"});
    EXPECT_EQ(page.found.size(), 248U);
    EXPECT_EQ(page.next, "496");
    page = page_of(498, {"A"});
    EXPECT_EQ(page.found.size(), 250U) << "not full: it is the last page";
    EXPECT_EQ(page.next, "");
    std::string rows;
    for (int id = 1; id <= 500; ++id) {
        rows += fmt::format(R"({}{{"id":{},"reference":"A"}})", id == 1 ? "" : ",", id);
    }
    const OwnList list{std::string(transfer_type), "2026-11-18", "2026-11-18", ""};
    page = read_own_transfers(list, {200, {}, "[" + rows + "]"}).value();
    EXPECT_EQ(page.next, "500") << "nothing else is on it: it goes on all the same";
}

TEST_F(Sage200Stock, that_sage_refuses_is_refused) {
    const Send send = encode_transfer(books_, transfer("101"), sample_reference);
    const Verdict verdict = classify_transfer(send, site_.authorised(send.request));
    EXPECT_EQ(verdict.judgement, Judgement::refused_cause);
    EXPECT_THAT(verdict.problem.cause, HasSubstr("Only 100"));
    EXPECT_EQ(classify_transfer(send, {504, {}, "Gateway"}).judgement, Judgement::unknown);
    EXPECT_EQ(classify_transfer(send, {404, {}, ""}).judgement, Judgement::configuration);
}

TEST_F(Sage200Stock, answers_that_show_not_all_cannot_be_used) {
    const Send send = encode_transfer(books_, transfer("1"), sample_reference);
    EXPECT_FALSE(read_look_up_transfer(send, {500, {}, ""}).usable);
    EXPECT_FALSE(read_look_up_transfer(send, {200, {}, R"([{"reference":"W"}])"}).usable);
    std::string page = "[";
    for (int row = 0; row < 50; ++row) {
        page += fmt::format(R"({}{{"id":{},"reference":"{}"}})", row == 0 ? "" : ",", row + 1,
                            sample_reference);
    }
    EXPECT_FALSE(read_look_up_transfer(send, {200, {}, page + "]"}).usable);
    const OwnList list{std::string(transfer_type), "2026-11-18", "2026-11-18", ""};
    EXPECT_FALSE(read_own_transfers(list, {500, {}, ""}).ok());
    EXPECT_FALSE(read_bin_holdings({403, {}, ""}).ok());
    EXPECT_FALSE(read_bin_holdings({200, {}, R"([{"id":5,"name":"A1"}])"}).ok())
        << "which warehouse it is in was not shown";
    EXPECT_EQ(read_bin_holdings({200, {}, R"([{"id":5,"name":"A1",
        "warehouse_holding":{"id":4,"warehouse_id":3}}])"})
                  .value()
                  .at(0)
                  .warehouse_key,
              "3");
}

TEST_F(Sage200Stock, is_written_in_fields_that_sage_publishes) {
    const JsonValue models = test::published_models();
    if (models.is_null()) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    const auto body = parse_json(encode_transfer(books_, transfer(), sample_reference).request.body,
                                 10'000, JsonNumbers::as_text);
    for (const auto& [name, value] : body.value().as_object()) {
        EXPECT_TRUE(models.at("stock_transfer").at("properties").as_object().contains(name))
            << name;
    }
}

}  // namespace
}  // namespace sage::sage200
