// SPDX-License-Identifier: Apache-2.0
// A warehouse's day with one simulated site: the edition behind the real core and its outbox, with
// a wire that may lose a reply, and a clock that goes on when there is nothing to do.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage200/map_order.h"
#include "plugins/sage200/sage200.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/record.h"
#include "tests/unit/sage200/order_sample.h"

namespace sage::sage200 {

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

inline constexpr std::string_view untracked =
    R"({"set":{"model":"sop_settings","fields":{"record_tracking_on_despatch":false}}})";
inline constexpr const char* order_and_despatch = R"("despatchBecomes":"salesOrderAndDespatch")";
inline constexpr const char* order_alone = R"("despatchBecomes":"salesOrder")";
inline constexpr const char* of_order = R"("despatchBecomes":"despatchOfOrder")";
inline constexpr const char* with_orders =
    R"("despatchBecomes":"salesOrderAndDespatch","orderBecomes":"salesOrder")";

inline constexpr const char* usual_orders =
    R"(,"salesOrders":{"warehouses":{"MAIN":"HOME"},"couriers":{"PC":"Parcel Carrier"}})";

inline constexpr std::int64_t hours_ms = 3'600'000;

struct Sent {
    std::string number;
    std::string quantity = "2";
    std::string version = "1";
    // g++ warns of a member that braces leave out unless it has a value here.
    // NOLINTNEXTLINE(readability-redundant-member-init)
    std::string more = {};  ///< further members of the body, each with a comma behind it
    bool in_order = true;   ///< documents of one order have its number as ordering key
    // NOLINTNEXTLINE(readability-redundant-member-init)
    std::string price = "12.50";
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
                           R"("texts":[{{"text":"{{shipment.id}}","to":["{}"]}}]{}}})",
                           mode, mode.find(order_alone) == std::string::npos ? "notes" : "memo",
                           mode.find("salesOrders") == std::string::npos ? usual_orders : ""))
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
    /// A person has put a despatch right in Sage, and records its number there.
    void record(const std::string& number, const std::string& despatch, const std::string& version,
                const std::string& sage_number) {
        submit_text(
            "operatorDecision", {number},
            fmt::format(R"("issueDate":"2026-11-20","subjectMessageId":"{}",)"
                        R"("decision":"markPosted",)"
                        R"("sageDocumentNumber":"{}","reason":"amended in Sage","decidedBy":"pat")",
                        id_of(despatch, version), sage_number));
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
                R"({{"amount":"{}","currencyId":"GBP"}}}},"tax":{{"taxCode":"STANDARD"}}{}}}])",
                place, sent.more, quantity, sent.quantity, sent.price, line));
    }
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
            type, id_of(sent.number, sent.version), sent.version,
            sent.in_order ? ordering_key(sent.more) : std::string(), sent.number, body);
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

}  // namespace sage::sage200
