// SPDX-License-Identifier: Apache-2.0
// A warehouse's day with one simulated company: the edition behind the real core and its outbox,
// with a wire that may lose a reply, and a clock that goes on when there is nothing to do.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/sage50/map_order.h"
#include "plugins/sage50/sage50.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/record.h"
#include "tests/unit/sage50/simulated_company.h"

namespace sage::sage50 {

class StandingClock final : public Clock {
  public:
    explicit StandingClock(test::SimulatedCompany& company) : company_(company) {}
    std::int64_t now_ms() const override { return company_.now_ms; }
    std::int64_t steady_ms() const override { return company_.now_ms; }

  private:
    test::SimulatedCompany& company_;
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

class OneSecret final : public Secrets {
  public:
    Result<std::string> get(std::string_view) override {
        return std::string("simulated-auth-token");
    }
};

enum class Fate : std::uint8_t { answered, lost_after, lost_before };

/// To the simulated Sage. Of the n-th write the reply may be lost.
class Wire final : public Transport {
  public:
    explicit Wire(test::SimulatedCompany& company) : company_(company) {}

    Evidence exchange(const Request& request, std::int64_t) override {
        const bool search = request.target.find("earch") != std::string::npos;
        const Fate fate =
            request.method != "GET" && !search && ++writes == lost_write ? of_lost : Fate::answered;
        if (fate == Fate::lost_before) {
            return {Outcome::maybe_sent, {}, "reset", 1};
        }
        Reply reply = company_.raw(request);
        if (fate == Fate::lost_after) {
            return {Outcome::maybe_sent, {}, "reset", 1};
        }
        return {Outcome::answered, std::move(reply), "", 1};
    }
    void interrupt() override {}

    int writes = 0;
    int lost_write = 0;
    Fate of_lost = Fate::answered;

  private:
    test::SimulatedCompany& company_;
};

inline constexpr std::int64_t hours_ms = 3'600'000;

struct Sent {
    std::string number;
    std::string quantity = "2";
    std::string order = "";  // NOLINT(readability-redundant-string-init)
    std::string version = "1";
    // g++ warns of a member that braces leave out unless it has a value here.
    // NOLINTNEXTLINE(readability-redundant-member-init)
    std::string more = {};  ///< further members of the body, each with a comma behind it
    std::string item = "LANTERN";
};

/// A warehouse's day with one company.
class Day {
  public:
    /// `mode`: members of the settings, each with a comma before it.
    explicit Day(const std::string& mode, const std::vector<std::string_view>& switches = {}) {
        for (const std::string_view one : switches) {
            company.behave(one);
        }
        const std::string id = test::at(company.get("/api/company"), "/response/companyId");
        Result<std::unique_ptr<Company>> made = sage50_edition().configure(fmt::format(
            R"({{"address":"https://sage.example","companyId":"{}","currency":"GBP",)"
            R"("taxCodes":{{"STANDARD":"T1"}},"charges":{{"POST":"carriage"}},)"
            R"("nominalCodes":[{{"set":{{"nominalCode":"4000"}}}}],"couriers":{{"PC":"2"}}{}}})",
            id, mode));
        EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().first().cause);
        configured_ = std::move(made).value();
        std::string pattern = (std::filesystem::temp_directory_path() / "sage50-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        store_ = open_sqlite_store({folder_, "sage50/1"}).value();
        ClientCredentials credentials;
        credentials.grant = Grant::kept_token;
        credentials.client_secret_name = "token";
        tokens_ = std::make_unique<TokenSource>(std::move(credentials), wire, secrets_, clock_);
        delivery_ = std::make_unique<Delivery>(DeliveryParts{
            sage50_edition(), *configured_, *store_, wire, *tokens_, clock_, log_, audit_, [] {}});
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
        submit("despatchAdvice", sent, R"("shipFrom":{"locationId":"HOME"},)", "deliveredQuantity");
    }
    void order(const Sent& sent) {
        submit("salesOrder", sent, R"("shipFrom":{"locationId":"HOME"},)", "orderedQuantity");
    }
    void goods_return(const Sent& sent, const std::string& despatch) {
        Sent all = sent;
        all.more += fmt::format(R"("originalDespatchId":"{}",)", despatch);
        submit("returnAdvice", all, R"("shipTo":{"locationId":"HOME"},)", "returnedQuantity",
               R"(,"dispositionCode":"restock")");
    }
    void track(const std::string& number, const std::string& despatch) {
        submit_text("trackingUpdate", {number},
                    fmt::format(R"("issueDate":"2026-11-19","despatchReference":{{"id":"{}"}},)"
                                R"("shipment":{{"id":"S1",)"
                                R"("consignments":[{{"trackingId":"LATE"}}]}})",
                                despatch));
    }
    /// A person's word about a document.
    void decide(const std::string& number, const std::string& subject, const std::string& word) {
        submit_text("operatorDecision", {number},
                    fmt::format(R"("issueDate":"2026-11-20","subjectMessageId":"{}",)"
                                R"("decision":"{}","decidedBy":"pat","reason":"looked")",
                                id_of(subject, "1"), word));
    }
    void work_for(std::int64_t most_ms) {
        const std::int64_t until = company.now_ms + most_ms;
        for (int round = 0; round < 2000 && company.now_ms < until; ++round) {
            for (int call = 0; call < 1000; ++call) {
                const Result<Worked> worked = delivery_->work([] { return false; });
                ASSERT_TRUE(worked.ok()) << worked.error().first().cause;
                if (worked.value().idle) {
                    break;
                }
            }
            const std::int64_t due = delivery_->next_due_ms().value();
            company.now_ms = std::min(until, std::max(company.now_ms + 1, due));
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
    std::vector<std::string> remarks(const std::string& number) {
        std::vector<std::string> codes;
        for (const Remark& remark : made(number).remarks) {
            codes.push_back(remark.code);
        }
        return codes;
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
    /// What a search for everything shows.
    Reply all(std::string_view search) {
        return company.post(fmt::format("/api/{}", search), "[]");
    }
    std::size_t rows(std::string_view search) { return test::count(all(search)); }
    std::string shown(std::string_view search, const std::string& pointer) {
        return test::at(all(search), "/results" + pointer);
    }

    test::SimulatedCompany company;
    Wire wire{company};

  private:
    static std::string id_of(const std::string& number, const std::string& version) {
        return fmt::format("00000000-0000-4000-8000-{:0>4}{:0>4}{:0>4}",
                           static_cast<int>(number.front()), version, number.substr(1));
    }
    void submit(const char* type, const Sent& sent, const char* place, const char* quantity,
                const char* line = "") {
        const std::string order = sent.order.empty()
                                      ? std::string()
                                      : fmt::format(R"("orderReference":{{"id":"{}",)"
                                                    R"("buyerOrderId":"PO-9"}},)",
                                                    sent.order);
        submit_text(
            type, sent,
            fmt::format(
                R"("issueDate":"2026-11-18",{}{}{}"buyerCustomerParty":{{"id":"C1"}},)"
                R"("currencyId":"GBP","lines":[{{"id":"10","item":{{"sellersItemId":"{}"}},)"
                R"("{}":{{"value":"{}","unitCode":"C62"}},"price":{{"unitAmount":)"
                R"({{"amount":"12.50","currencyId":"GBP"}}}},)"
                R"("tax":{{"taxCode":"STANDARD"}}{}}}])",
                place, order, sent.more, sent.item, quantity, sent.quantity, line));
    }
    void submit_text(const char* type, const Sent& sent, const std::string& body) {
        const std::string text = fmt::format(
            R"({{"schemaVersion":"1.0.0","messageType":"{}","messageId":"{}",)"
            R"("occurredAt":"2026-11-18T11:00:00+00:00","environment":"test","tenantId":"t",)"
            R"("documentVersion":"{}",{}"body":{{"id":"{}",{}}}}})",
            type, id_of(sent.number, sent.version), sent.version,
            sent.order.empty() ? std::string() : fmt::format(R"("orderingKey":"{}",)", sent.order),
            sent.number, body);
        const Result<Receipt> receipt = delivery_->submit(text);
        ASSERT_TRUE(receipt.ok()) << receipt.error().first().code << " "
                                  << receipt.error().first().pointer;
    }

    StandingClock clock_{company};
    SilentLog log_;
    WillingAudit audit_;
    OneSecret secrets_;
    std::unique_ptr<Company> configured_;
    std::string folder_;
    std::unique_ptr<Store> store_;
    std::unique_ptr<TokenSource> tokens_;
    std::unique_ptr<Delivery> delivery_;
};

}  // namespace sage::sage50
