// SPDX-License-Identifier: Apache-2.0
// Plan: the edition behind the real core, in front of the simulated Sage 200, for each thing that a
// despatch may become: whatever reply is lost each is there once, with or without recorded
// tracking; the host is told once all is there; partial despatches, tracking that arrives late,
// versions, and what waits for a person.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <functional>

#include "plugins/sage200/map_order.h"
#include "plugins/sage200/sage200.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/record.h"
#include "tests/unit/sage200/order_sample.h"

namespace sage::sage200 {
namespace {

class StandingClock final : public Clock {
  public:
    explicit StandingClock(test::SimulatedSite& site) : site_(site) {}
    std::int64_t now_ms() const override { return site_.now_ms; }
    std::int64_t steady_ms() const override { return site_.now_ms; }

  private:
    test::SimulatedSite& site_;
};

class SilentLog final : public Log {
  public:
    void write(LogLevel, std::string_view, std::string_view,
               std::initializer_list<LogField>) override {}
};

class WillingAudit final : public Audit {
  public:
    Result<void> announce(std::string_view) override { return {}; }
};

class AnySecrets final : public Secrets {
  public:
    Result<std::string> get(std::string_view) override { return std::string("secret"); }
};

enum class Fate : std::uint8_t { answered, lost_after, lost_before, gateway_gave_up };

/// To the simulated Sage, with the token that it has given already. Of the n-th write the reply may
/// be lost.
class Wire final : public Transport {
  public:
    explicit Wire(test::SimulatedSite& site) : site_(site) {}

    Evidence exchange(const Request& request, std::int64_t) override {
        if (request.target == "/token") {
            return {Outcome::answered,
                    {200, {}, R"({"access_token":"t","token_type":"Bearer","expires_in":36000})"},
                    "",
                    1};
        }
        Request sent = request;
        std::erase_if(sent.headers,
                      [](const Header& header) { return header.name == "Authorization"; });
        const Fate fate =
            request.method != "GET" && ++writes == lost_write ? of_lost : Fate::answered;
        if (fate == Fate::lost_before) {
            return {Outcome::maybe_sent, {}, "reset", 1};
        }
        Reply reply = site_.authorised(std::move(sent));
        if (fate == Fate::lost_after) {
            return {Outcome::maybe_sent, {}, "reset", 1};
        }
        if (fate == Fate::gateway_gave_up) {
            reply = {504, {}, "Gateway Timeout"};
        }
        return {Outcome::answered, std::move(reply), "", 1};
    }
    void interrupt() override {}

    int writes = 0;
    int lost_write = 0;
    Fate of_lost = Fate::answered;

  private:
    test::SimulatedSite& site_;
};

constexpr std::string_view untracked =
    R"({"set":{"model":"sop_settings","fields":{"record_tracking_on_despatch":false}}})";
constexpr const char* order_and_despatch = R"("despatchBecomes":"salesOrderAndDespatch")";
constexpr const char* order_alone = R"("despatchBecomes":"salesOrder")";
constexpr const char* of_order = R"("despatchBecomes":"despatchOfOrder")";
constexpr const char* with_orders =
    R"("despatchBecomes":"salesOrderAndDespatch","orderBecomes":"salesOrder")";

constexpr std::int64_t hours_ms = 3'600'000;

struct Sent {
    std::string number;
    std::string quantity = "2";
    std::string version = "1";
    // g++ warns of a member that braces leave out unless it has a value here.
    // NOLINTNEXTLINE(readability-redundant-member-init)
    std::string more = {};  ///< further members of the body, each with a comma behind it
};

/// A warehouse's day with one site.
class Day {
  public:
    explicit Day(const std::string& mode, const std::vector<std::string_view>& changes = {}) {
        for (const std::string_view change : changes) {
            site_.change(change);
        }
        company_ = sage200_edition()
                       .configure(fmt::format(
                           R"({{"siteId":"7c9e6679-7425-40de-944b-e07fc1f90ae7","companyId":1,)"
                           R"("currency":"GBP","taxCodes":{{"STANDARD":"1"}},{},)"
                           R"("nominalCodes":[{{"charges":["POST"],"set":)"
                           R"({{"nominalCode":"4905"}}}}],)"
                           R"("texts":[{{"text":"{{shipment.id}}","to":["{}"]}}],)"
                           R"("salesOrders":{{"warehouses":{{"MAIN":"HOME"}},)"
                           R"("couriers":{{"PC":"Parcel Carrier"}}}}}})",
                           mode, mode.find(order_alone) == std::string::npos ? "notes" : "memo"))
                       .value();
        std::string pattern = (std::filesystem::temp_directory_path() / "sage200-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        store_ = open_sqlite_store({folder_, "sage200/1"}).value();
        tokens_ = std::make_unique<TokenSource>(ClientCredentials{"/token", "id", "secret", ""},
                                                wire, secrets_, clock_);
        delivery_ = std::make_unique<Delivery>(DeliveryParts{
            sage200_edition(), *company_, *store_, wire, *tokens_, clock_, log_, audit_, [] {}});
        EXPECT_TRUE(delivery_->start([] { return false; }).ok());
    }
    Day(const Day&) = delete;
    Day& operator=(const Day&) = delete;
    ~Day() {
        delivery_.reset();
        tokens_.reset();
        store_.reset();
        std::filesystem::remove_all(folder_);
    }

    void despatch(const Sent& sent) {
        submit("despatchAdvice", sent, R"("shipFrom":{"locationId":"MAIN"},)", "deliveredQuantity",
               R"(,"orderLineReference":{"lineId":"10"})");
    }
    void order(const Sent& sent) {
        submit("salesOrder", sent, R"("shipFrom":{"locationId":"MAIN"},)", "orderedQuantity", "");
    }
    void goods_return(const Sent& sent) {
        submit("returnAdvice", sent, R"("shipTo":{"locationId":"MAIN"},)", "returnedQuantity",
               R"(,"dispositionCode":"restock")");
    }
    void track(const std::string& number, const std::string& despatch,
               const std::string& tracking) {
        submit_text("trackingUpdate", {number},
                    fmt::format(R"("issueDate":"2026-11-19","despatchReference":{{"id":"{}"}},)"
                                R"("shipment":{{"id":"S1",)"
                                R"("consignments":[{{"trackingId":"{}"}},)"
                                R"({{"trackingId":"SECOND"}}]}})",
                                despatch, tracking));
    }
    void work_for(std::int64_t most_ms) {
        const std::int64_t until = site_.now_ms + most_ms;
        for (int round = 0; round < 2000 && site_.now_ms < until; ++round) {
            for (int call = 0; call < 1000; ++call) {
                const Result<Worked> worked = delivery_->work([] { return false; });
                ASSERT_TRUE(worked.ok()) << worked.error().first().cause;
                if (worked.value().idle) {
                    break;
                }
            }
            const std::int64_t due = delivery_->next_due_ms().value();
            site_.now_ms = std::min(until, std::max(site_.now_ms + 1, due));
        }
    }
    Entry entry(const std::string& number, const std::string& version = "1") {
        const auto found = store_->find_message(id_of(number, version)).value();
        EXPECT_TRUE(found.has_value()) << number;
        return found.value_or(Entry());
    }
    SageDocument made(const std::string& number, const std::string& version = "1") {
        return sage_document_from_json(entry(number, version).sage_document_json);
    }
    std::string held_by(const std::string& number, const std::string& version = "1") {
        const Entry found = entry(number, version);
        return found.state == State::held ? problem_from_json(found.problem_json).code
                                          : std::string(text_of(found.state));
    }
    std::optional<Entry> order_of(const std::string& number) {
        return delivery_->find_precursor(entry(number)).value();
    }
    std::vector<std::string> told() {
        std::vector<std::string> all;
        while (const auto event = store_->next_event().value()) {
            const auto json = parse_json(event->json, 100'000, JsonNumbers::integers_only);
            if (!text_at(json.value(), "/documentId").empty()) {
                all.push_back(fmt::format("{} {}", text_at(json.value(), "/documentId"),
                                          text_at(json.value(), "/state")));
            }
            EXPECT_TRUE(store_->acknowledge(event->id).ok());
        }
        return all;
    }
    /// Posted, and in Sage as promised.
    void expect_posted(const std::string& number, const std::string& version = "1") {
        const Entry found = entry(number, version);
        EXPECT_EQ(found.state, State::posted) << number << " " << found.problem_json;
        EXPECT_TRUE(found.verified) << number;
        EXPECT_EQ(found.problem_json, "") << number;
    }
    std::size_t rows(std::string_view target) { return site_.get(target).as_array().size(); }
    std::string text(std::string_view target, const std::string& pointer) {
        return std::string(text_at(site_.get(target), pointer));
    }

    test::SimulatedSite& site() { return site_; }

  private:
    static std::string id_of(const std::string& number, const std::string& version) {
        return fmt::format("00000000-0000-4000-8000-{:0>4}{:0>4}{:0>4}",
                           static_cast<int>(number.front()), version, number.substr(1));
    }
    void submit(const char* type, const Sent& sent, const char* place, const char* quantity,
                const char* line) {
        submit_text(
            type, sent,
            fmt::format(
                R"("issueDate":"2026-11-18",{}{}"buyerCustomerParty":{{"id":"C1"}},)"
                R"("currencyId":"GBP","lines":[{{"id":"10","item":{{"sellersItemId":"LANTERN"}},)"
                R"("{}":{{"value":"{}","unitCode":"C62"}},"price":{{"unitAmount":)"
                R"({{"amount":"12.50","currencyId":"GBP"}}}},"tax":{{"taxCode":"STANDARD"}}{}}}])",
                place, sent.more, quantity, sent.quantity, line));
    }
    /// Documents of one order have one ordering key.
    static std::string ordering_key(const std::string& more) {
        constexpr std::string_view before = R"("orderReference":{"id":")";
        const std::size_t at = more.find(before);
        return at == std::string::npos
                   ? std::string()
                   : fmt::format(
                         R"("orderingKey":"{}",)",
                         more.substr(at + before.size(),
                                     more.find('"', at + before.size()) - at - before.size()));
    }
    void submit_text(const char* type, const Sent& sent, const std::string& body) {
        const std::string text = fmt::format(
            R"({{"schemaVersion":"1.0.0","messageType":"{}","messageId":"{}",)"
            R"("occurredAt":"2026-11-18T11:00:00+00:00","environment":"test","tenantId":"t",)"
            R"("documentVersion":"{}",{}"body":{{"id":"{}",{}}}}})",
            type, id_of(sent.number, sent.version), sent.version, ordering_key(sent.more),
            sent.number, body);
        const Result<Receipt> receipt = delivery_->submit(text);
        ASSERT_TRUE(receipt.ok()) << receipt.error().first().code << " "
                                  << receipt.error().first().pointer;
    }

    test::SimulatedSite site_;
    StandingClock clock_{site_};
    SilentLog log_;
    WillingAudit audit_;
    AnySecrets secrets_;
    std::unique_ptr<Company> company_;
    std::string folder_;
    std::unique_ptr<Store> store_;

  public:
    Wire wire{site_};

  private:
    std::unique_ptr<TokenSource> tokens_;
    std::unique_ptr<Delivery> delivery_;
};

constexpr const char* shipment =
    R"("shipment":{"id":"SHP-1","carrierParty":{"id":"PC","name":"P"},)"
    R"("consignments":[{"trackingId":"1Z1"},{"trackingId":"1Z2"}]},)";
constexpr const char* charges =
    R"("allowanceCharges":[{"chargeIndicator":true,"reasonCode":"POST","reason":"Carriage",)"
    R"("amount":{"amount":"4.95","currencyId":"GBP"},"tax":{"taxCode":"STANDARD"}}],)";

std::string of(const std::string& order) {
    return fmt::format(R"("orderReference":{{"id":"{}","buyerOrderId":"PO-9"}},)", order);
}

TEST(Sage200Steps, a_despatch_becomes_an_order_and_its_confirmation) {
    for (const bool tracked : {true, false}) {
        Day day(order_and_despatch, tracked ? std::vector<std::string_view>()
                                            : std::vector<std::string_view>{untracked});
        day.despatch({"D1", "2", "1", of("SO-1") + shipment + charges});
        day.work_for(hours_ms);
        day.expect_posted("D1");
        EXPECT_TRUE(day.order_of("D1")->verified) << day.order_of("D1")->problem_json;
        EXPECT_EQ(day.order_of("D1")->problem_json, "");
        ASSERT_EQ(day.rows("/sop_orders"), 1U);
        EXPECT_EQ(day.text("/sop_orders", "/0/spare_text_1"),
                  day.order_of("D1")->external_reference);
        EXPECT_EQ(day.text("/sop_orders", "/0/customer_document_no"), "PO-9");
        EXPECT_EQ(day.text("/sop_orders", "/0/total_net_value"), "29.95");
        ASSERT_EQ(day.rows("/sop_order_despatch_line_views"), 1U);
        EXPECT_EQ(day.text("/sop_order_despatch_line_views", "/0/sop_despatch_consignment_no"),
                  tracked ? "1Z1" : "");
        EXPECT_EQ(day.text("/sop_order_despatch_line_views", "/0/sop_despatch_courier_name"),
                  tracked ? "Parcel Carrier" : "");
        EXPECT_EQ(day.text("/sop_order_despatch_line_views", "/0/sop_despatch_notes"),
                  tracked ? day.entry("D1").external_reference + " 1Z2 SHP-1" : "");
        EXPECT_EQ(day.site().on_hand("LANTERN"), "98");
        EXPECT_EQ(day.told(), std::vector<std::string>{"D1 posted"});
        EXPECT_EQ(day.made("D1").type, despatch_type);
        ASSERT_EQ(day.made("D1").remarks.size(), 1U);
        EXPECT_EQ(day.made("D1").remarks[0].code, "delivery.precursor");
        EXPECT_EQ(day.wire.writes, 2);
    }
}

TEST(Sage200Steps, whatever_reply_is_lost_each_is_there_once) {
    for (const bool tracked : {true, false}) {
        for (const Fate fate : {Fate::lost_after, Fate::lost_before, Fate::gateway_gave_up}) {
            for (const int write : {1, 2}) {
                SCOPED_TRACE(fmt::format("write {} fate {} tracked {}", write,
                                         static_cast<int>(fate), tracked));
                Day day(order_and_despatch, tracked ? std::vector<std::string_view>()
                                                    : std::vector<std::string_view>{untracked});
                day.wire.lost_write = write;
                day.wire.of_lost = fate;
                day.despatch({"D1"});
                day.work_for(60'000);
                EXPECT_EQ(day.rows("/sop_orders"),
                          write == 1 && fate == Fate::lost_before ? 0U : 1U);
                day.despatch({"D2", "3"});  // Shows that queries see what is posted by now.
                day.work_for(5 * hours_ms);
                day.expect_posted("D1");
                day.expect_posted("D2");
                EXPECT_EQ(day.rows("/sop_orders"), 2U);
                EXPECT_EQ(day.rows("/sop_order_despatch_line_views"), 2U);
                EXPECT_EQ(day.site().on_hand("LANTERN"), "95");
            }
        }
    }
}

TEST(Sage200Steps, an_order_that_stays_half_made_is_for_a_person) {
    Day day(order_and_despatch);
    day.wire.lost_write = 1;
    day.wire.of_lost = Fate::lost_after;
    day.despatch({"D1"});
    for (int call = 0; call < 50 && day.rows("/sop_orders") == 0; ++call) {
        day.work_for(1);
    }
    ASSERT_EQ(day.rows("/sop_orders"), 1U);
    day.site().change(R"({"set":{"model":"sop_order","fields":{"document_no":"##1"}}})");
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("D1"), "delivery.found_other_content");
    const Problem problem = problem_from_json(day.entry("D1").problem_json);
    EXPECT_NE(problem.cause.find("half made"), std::string::npos) << problem.cause;
    EXPECT_EQ(day.told(), std::vector<std::string>{"D1 held"});
}

TEST(Sage200Steps, a_permission_that_is_missing_holds_until_it_is_given) {
    Day day(order_and_despatch, {R"({"set":{"model":"sop_user_permission","fields":
        {"override_prices_discounts":false}}})"});
    day.despatch({"D1"});
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("D1"), "sage200.permission_missing");
    EXPECT_EQ(day.wire.writes, 0);
    EXPECT_EQ(day.told().front(), "D1 held");
    day.site().change(R"({"set":{"model":"sop_user_permission","fields":
        {"override_prices_discounts":true}}})");
    day.work_for(5 * hours_ms);
    day.expect_posted("D1");
}

TEST(Sage200Steps, goods_that_are_short_hold_the_despatch_behind_its_order) {
    Day day(order_and_despatch);
    day.despatch({"D1", "101"});
    day.work_for(hours_ms);
    EXPECT_EQ(day.order_of("D1")->state, State::posted);
    EXPECT_EQ(day.held_by("D1"), "sage200.stock_short");
    const Problem problem = problem_from_json(day.entry("D1").problem_json);
    EXPECT_NE(problem.cause.find("only 100 of 101"), std::string::npos) << problem.cause;
    EXPECT_EQ(day.told(), std::vector<std::string>{"D1 held"});
}

TEST(Sage200Steps, an_order_of_the_warehouse_is_posted_and_despatched_in_parts) {
    for (const bool tracked : {true, false}) {
        Day day(with_orders, tracked ? std::vector<std::string_view>()
                                     : std::vector<std::string_view>{untracked});
        day.order({"S1", "10", "1", of("S1")});
        day.despatch({"D1", "6", "1", of("S1")});
        day.despatch({"D2", "4", "1", of("S1")});
        day.despatch({"D3", "1", "1", of("S1")});
        day.work_for(hours_ms);
        day.expect_posted("S1");
        day.expect_posted("D1");
        day.expect_posted("D2");
        EXPECT_EQ(day.held_by("D3"), "sage200.stock_short");
        EXPECT_FALSE(day.order_of("D1"));
        EXPECT_EQ(day.made("S1").type, order_type);
        EXPECT_EQ(day.rows("/sop_orders"), 1U);
        EXPECT_EQ(day.text("/sop_orders", "/0/despatch_receipt_status"),
                  "EnumDocumentProcessStatusFull");
        EXPECT_EQ(day.rows("/sop_order_despatch_line_views"), 2U);
        EXPECT_NE(day.made("D1").number, day.made("D2").number);
        EXPECT_EQ(day.site().on_hand("LANTERN"), "90");
    }
}

TEST(Sage200Steps, an_order_and_its_despatch_are_there_once_whatever_reply_is_lost) {
    for (const char* const mode : {with_orders, R"("despatchBecomes":"despatchOfOrder",
            "orderBecomes":"salesOrder")"}) {
        for (const Fate fate : {Fate::lost_after, Fate::lost_before}) {
            for (const int write : {1, 2}) {
                SCOPED_TRACE(fmt::format("write {} fate {}", write, static_cast<int>(fate)));
                Day day(mode, {untracked});
                day.wire.lost_write = write;
                day.wire.of_lost = fate;
                day.order({"S1", "10", "1", of("S1")});
                day.despatch({"D1", "6", "1", of("S1")});
                day.work_for(60'000);
                day.order({"S2", "1", "1", of("S2")});
                day.despatch({"D2", "4", "1", of("S1")});
                day.despatch({"D3", "1", "1", of("S2")});
                day.work_for(5 * hours_ms);
                for (const char* const number : {"S1", "S2", "D1", "D2", "D3"}) {
                    day.expect_posted(number);
                }
                EXPECT_EQ(day.rows("/sop_orders"), 2U);
                EXPECT_EQ(day.rows("/sop_order_despatch_line_views"), 3U);
                EXPECT_EQ(day.site().on_hand("LANTERN"), "89");
            }
        }
    }
}

/// An order that people entered; its number.
std::string entered(Day& day, std::int64_t quantity) {
    boost::json::object order = day.site().order();
    order["lines"] = boost::json::array{day.site().line("LANTERN", quantity)};
    order.erase("spare_text_1");
    return std::string(
        text_at(test::parsed(day.site().send("POST", "/sop_orders", order)), "/document_no"));
}

TEST(Sage200Steps, the_order_that_is_in_sage_is_despatched_in_parts) {
    for (const bool tracked : {true, false}) {
        for (const Fate fate : {Fate::answered, Fate::lost_after, Fate::lost_before}) {
            SCOPED_TRACE(fmt::format("fate {} tracked {}", static_cast<int>(fate), tracked));
            Day day(of_order, tracked ? std::vector<std::string_view>()
                                      : std::vector<std::string_view>{untracked});
            const std::string number = entered(day, 5);
            const std::string other = entered(day, 1);
            day.wire.lost_write = 1;
            day.wire.of_lost = fate;
            day.despatch({"D1", "2", "1", of(number) + charges});
            day.work_for(60'000);
            day.despatch({"D2", "3", "1", of(number)});
            day.despatch({"D3", "1", "1", of(other)});
            day.work_for(5 * hours_ms);
            for (const char* const despatch : {"D1", "D2", "D3"}) {
                day.expect_posted(despatch);
            }
            EXPECT_EQ(day.rows("/sop_orders"), 2U);
            EXPECT_EQ(day.rows("/sop_order_despatch_line_views"), 3U);
            EXPECT_EQ(day.site().on_hand("LANTERN"), "94");
            ASSERT_FALSE(day.made("D1").remarks.empty());
            EXPECT_EQ(day.made("D1").remarks[0].code, "sage200.charges_of_order");
        }
    }
}

TEST(Sage200Steps, a_despatch_whose_order_is_not_the_one_waits_for_a_person) {
    Day day(of_order);
    const std::string number = entered(day, 5);
    day.despatch({"D1", "2", "1", of("999999")});
    day.despatch({"D2", "2"});
    day.despatch({"D3", "6", "1", of(number)});
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("D1"), "sage200.order_not_found");
    EXPECT_EQ(day.held_by("D2"), "sage200.order_not_named");
    EXPECT_EQ(day.held_by("D3"), "sage200.stock_short");
    EXPECT_EQ(day.wire.writes, 0);
}

TEST(Sage200Steps, an_order_alone_is_despatched_by_people) {
    for (const Fate fate : {Fate::answered, Fate::lost_after, Fate::lost_before}) {
        SCOPED_TRACE(static_cast<int>(fate));
        Day day(order_alone);
        day.wire.lost_write = 1;
        day.wire.of_lost = fate;
        day.despatch({"D1", "2", "1", shipment});
        day.work_for(60'000);
        day.despatch({"D2"});
        day.track("T1", "D1", "NEW");
        day.work_for(5 * hours_ms);
        day.expect_posted("D1");
        day.expect_posted("D2");
        EXPECT_EQ(day.entry("T1").state, State::posted);
        EXPECT_EQ(day.made("D1").type, order_type);
        EXPECT_EQ(day.rows("/sop_orders"), 2U);
        EXPECT_EQ(day.rows("/sop_order_despatch_line_views"), 0U);
    }
    Day day(R"("despatchBecomes":"salesOrder","orderBecomes":"salesOrder")");
    day.order({"S1", "10", "1", of("S1")});
    day.despatch({"D1", "6", "1", of("S1")});
    day.work_for(hours_ms);
    day.expect_posted("S1");
    EXPECT_EQ(day.entry("D1").state, State::posted);
    EXPECT_EQ(day.rows("/sop_orders"), 1U);
}

TEST(Sage200Steps, tracking_that_arrives_late_changes_the_despatch) {
    for (const Fate fate : {Fate::answered, Fate::lost_after, Fate::lost_before}) {
        SCOPED_TRACE(static_cast<int>(fate));
        Day day(order_and_despatch);
        day.wire.lost_write = 3;
        day.wire.of_lost = fate;
        day.despatch({"D1", "2", "1", shipment});
        day.work_for(60'000);
        day.track("T1", "D1", "LATE");
        day.work_for(60'000);
        day.despatch({"D2"});
        day.work_for(5 * hours_ms);
        day.expect_posted("T1");
        day.expect_posted("D1");
        const char* const views = "/sop_order_despatch_line_views";
        EXPECT_EQ(day.text(views, "/0/sop_despatch_consignment_no"), "LATE");
        EXPECT_EQ(day.text(views, "/0/sop_despatch_courier_name"), "Parcel Carrier");
        EXPECT_EQ(day.text(views, "/0/sop_despatch_notes"),
                  day.entry("D1").external_reference + " SECOND S1");
        EXPECT_EQ(day.rows("/sop_order_despatch_line_views"), 2U);
    }
}

TEST(Sage200Steps, tracking_that_people_wrote_stays) {
    Day day(order_and_despatch);
    day.despatch({"D1", "2", "1", shipment});
    day.work_for(60'000);
    day.site().change(R"({"set":{"model":"sop_despatch_receipt","fields":
        {"consignment_no":"TYPED"}}})");
    day.track("T1", "D1", "LATE");
    day.work_for(60'000);
    EXPECT_EQ(day.held_by("T1"), "sage200.tracking_changed");
    Day silent(order_and_despatch, {untracked});
    silent.despatch({"D1", "2", "1", shipment});
    silent.work_for(60'000);
    silent.track("T1", "D1", "LATE");
    silent.work_for(60'000);
    EXPECT_EQ(silent.entry("T1").state, State::posted);
    EXPECT_EQ(silent.wire.writes, 2);
}

TEST(Sage200Steps, more_of_a_despatch_is_another_one_and_less_is_for_a_person) {
    Day day(order_and_despatch);
    day.despatch({"D1", "2"});
    day.work_for(hours_ms);
    day.despatch({"D1", "5", "2"});
    day.work_for(hours_ms);
    day.expect_posted("D1", "2");
    EXPECT_EQ(day.rows("/sop_orders"), 2U);
    EXPECT_EQ(day.site().on_hand("LANTERN"), "95");
    day.despatch({"D1", "4", "3"});
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("D1", "3"), "sage200.despatch_not_reversible");
    EXPECT_EQ(day.wire.writes, 4);
}

TEST(Sage200Steps, what_comes_back_is_credited_in_the_ledger) {
    Day day(order_and_despatch);
    day.despatch({"D1", "2"});
    day.work_for(hours_ms);
    day.goods_return({"R1", "1", "1", R"("originalDespatchId":"D1",)"});
    day.work_for(hours_ms);
    day.expect_posted("R1");
    EXPECT_EQ(day.made("R1").type, credit_type);
    EXPECT_EQ(day.rows("/sales_posted_transactions"), 1U);
}

}  // namespace
}  // namespace sage::sage200
