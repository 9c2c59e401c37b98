// SPDX-License-Identifier: Apache-2.0
// Plan: delivery and this edition's wire together, before there is a mapping: a despatch becomes an
// order and its confirmation in the simulated Sage 200, once each, whatever reply is lost and with
// or without recorded tracking; the host is told once both are there; what Sage refuses is told
// under the name of the despatch.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>

#include "plugins/sage200/wire_despatch.h"
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
            request.method != "GET" && ++writes_ == lost_write ? of_lost : Fate::answered;
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

    int lost_write = 0;
    Fate of_lost = Fate::answered;

  private:
    test::SimulatedSite& site_;
    int writes_ = 0;
};

/// Mode A with as little mapping as there can be.
class TwoSteps final : public Company {
  public:
    explicit TwoSteps(test::SimulatedSite& site, bool tracked) : site_(site), tracked_(tracked) {
        connection_.address = "https://localhost";
        connection_.token_target = "/token";
        connection_.client_id_name = "id";
        connection_.client_secret_name = "secret";
        connection_.reconcile_ms = 0;
    }
    const Connection& connection() const override { return connection_; }
    std::string_view company_id() const override { return "1"; }
    std::vector<Problem> review(const Document&) const override { return {}; }

    std::optional<Document> precursor(const Document& document,
                                      const std::vector<Related>& related) const override {
        if (document.envelope.message_type != MessageType::despatch_advice || order_in(related)) {
            return std::nullopt;
        }
        Document order = document;
        order.envelope.message_type = MessageType::sales_order;
        return order;
    }
    Preparation prepare(const PreparationInput& input) const override {
        if (input.document.envelope.message_type == MessageType::sales_order) {
            return order_of(input.document, input.external_reference);
        }
        const Related* const order = order_in(input.related);
        const std::string& key = order->sage_document.key;
        const auto seen = [&](std::string_view name) {
            const auto found =
                std::find_if(input.observations.begin(), input.observations.end(),
                             [&](const Observation& one) { return one.name == name; });
            return found == input.observations.end() ? nullptr : &found->reply;
        };
        if (seen("lines") == nullptr) {
            return ReadFirst{"lines", ask_order_lines(books_, key)};
        }
        if (seen("despatches") == nullptr) {
            return ReadFirst{"despatches", ask_despatches(books_, key)};
        }
        const auto open = read_open_lines(*seen("lines"));
        const auto before = read_despatch_keys(*seen("despatches"));
        if (!open.ok() || !before.ok() || open.value().empty() ||
            open.value()[0].available < input.document.lines[0].quantity.value) {
            return Hold{{"test.not_allocated", "", "Not allocated.", "Allocate.", Owner::finance},
                        ""};
        }
        Despatch despatch{key, input.document.issue_date, {}, {}, before.value()};
        despatch.items = {{open.value()[0].key,
                           *stock_units(input.document.lines[0].quantity.value, open.value()[0]),
                           {},
                           {}}};
        if (tracked_) {
            despatch.tracking.emplace().consignment_no = "1Z999AA1";
        }
        return encode_despatch(books_, despatch, input.external_reference);
    }
    Verdict classify(const Send& sent, const Reply& reply) const override {
        return is_order(sent.sage_type) ? classify_order(sent, reply)
                                        : classify_despatch(sent, reply);
    }
    SettleClass settle_class(const Send&, const Catalogue&) const override {
        return SettleClass::searchable;
    }
    std::int64_t replay_window_ms() const override { return 0; }
    Request look_up(const Send& sent, std::string_view reference) const override {
        return is_order(sent.sage_type) ? look_up_order(books_, sent, reference)
                                        : look_up_despatch(books_, sent);
    }
    LookUp read_look_up(const Send& sent, const Reply& reply) const override {
        return is_order(sent.sage_type) ? read_look_up_order(sent, reply)
                                        : read_look_up_despatch(sent, reply);
    }
    std::optional<Send> outline(const Document&) const override { return std::nullopt; }
    Request read_back(const std::vector<ReadBackSubject>& subjects, FindBy by) const override {
        return is_order(subjects[0].sage_document.type)
                   ? read_back_orders(books_, subjects, by)
                   : read_back_despatches(books_, subjects, by);
    }
    LookUp read_read_back(const std::vector<ReadBackSubject>& subjects, FindBy by,
                          const Reply& reply) const override {
        return is_order(subjects[0].sage_document.type)
                   ? read_read_back_orders(subjects, by, reply)
                   : read_read_back_despatches(subjects, by, reply);
    }
    Facts line_facts(const Send& sent) const override {
        return is_order(sent.sage_type) ? order_line_facts(sent) : Facts();
    }
    Request read_lines(const std::vector<ReadBackSubject>&,
                       const std::vector<Found>& found) const override {
        return read_order_lines(books_, found);
    }
    Result<bool> add_lines(const std::vector<ReadBackSubject>&, const Reply& reply,
                           std::vector<Found>& found) const override {
        return add_order_lines(reply, found);
    }
    std::vector<std::string> own_scopes() const override {
        return {std::string(order_type), std::string(despatch_type)};
    }
    Request list_own(const OwnList& list) const override {
        return is_order(list.scope) ? list_own_orders(books_, list, field_)
                                    : list_own_despatches(books_, list);
    }
    Result<OwnPage> read_own_page(const OwnList& list, const Reply& reply) const override {
        return is_order(list.scope) ? read_own_orders(list, field_, reply)
                                    : read_own_despatches(list, reply);
    }
    std::vector<CatalogueRead> catalogue_reads() const override {
        return sage200::catalogue_reads();
    }
    Request catalogue_request(const CatalogueRead& read) const override {
        return sage200::catalogue_request(books_, read);
    }
    Result<CataloguePage> read_catalogue_page(const CatalogueRead& read,
                                              const Reply& reply) const override {
        return sage200::read_catalogue_page(read, reply);
    }
    std::vector<Problem> check(const Catalogue&) const override { return {}; }
    bool cause_gone(std::string_view, const Catalogue&) const override { return false; }
    Request probe() const override { return get_sites(books_); }

  private:
    static bool is_order(std::string_view type) { return type == order_type; }
    static const Related* order_in(const std::vector<Related>& related) {
        const auto found = std::find_if(related.begin(), related.end(), [](const Related& one) {
            return one.message_type == MessageType::sales_order;
        });
        return found == related.end() ? nullptr : &*found;
    }
    Send order_of(const Document& document, std::string_view reference) const {
        Order order;
        order.customer_key = std::to_string(site_.id_of("customers", "reference", "C1"));
        order.date = document.issue_date;
        order.currency_id = "GBP";
        order.lines = {goods(site_, document.lines[0].item.sellers_item_id, 1)};
        order.lines[0].quantity = document.lines[0].quantity.value;
        order.lines[0].to_allocate = document.lines[0].quantity.value;
        return encode_order(books_, order, field_, reference);
    }

    test::SimulatedSite& site_;
    bool tracked_;
    Books books_ = sample_books();
    std::string field_ = "spare_text_1";
    Connection connection_;
};

class OneEdition final : public Edition {
  public:
    std::string_view name() const override { return "sage200"; }
    const std::vector<MessageType>& message_types() const override { return types_; }
    std::string_view settings_schema() const override { return "{}"; }
    Result<std::unique_ptr<Company>> configure(std::string_view) const override {
        return std::unique_ptr<Company>();
    }

  private:
    std::vector<MessageType> types_ = {MessageType::despatch_advice,
                                       MessageType::operator_decision};
};

/// A warehouse's day with one site.
class Day {
  public:
    explicit Day(bool tracked = true) : company_(site_, tracked) {
        if (!tracked) {
            site_.change(R"({"set":{"model":"sop_settings","fields":
                {"record_tracking_on_despatch":false}}})");
        }
        std::string pattern = (std::filesystem::temp_directory_path() / "sage200-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        store_ = open_sqlite_store({folder_, "sage200/1"}).value();
        tokens_ = std::make_unique<TokenSource>(ClientCredentials{"/token", "id", "secret", ""},
                                                wire, secrets_, clock_);
        delivery_ = std::make_unique<Delivery>(DeliveryParts{
            edition_, company_, *store_, wire, *tokens_, clock_, log_, audit_, [] {}});
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

    void submit(const std::string& number, const std::string& quantity) {
        const std::string text = fmt::format(
            R"({{"schemaVersion":"1.0.0","messageType":"despatchAdvice","messageId":"{}",)"
            R"("occurredAt":"2026-11-18T11:00:00+00:00","environment":"test","tenantId":"t",)"
            R"("documentVersion":"1","body":{{"id":"{}","issueDate":"2026-11-18",)"
            R"("buyerCustomerParty":{{"id":"C1"}},"shipFrom":{{"locationId":"HOME"}},)"
            R"("currencyId":"GBP","lines":[{{"id":"1","item":{{"sellersItemId":"LANTERN"}},)"
            R"("deliveredQuantity":{{"value":"{}","unitCode":"C62"}},"price":{{"unitAmount":)"
            R"({{"amount":"12.50","currencyId":"GBP"}}}}}}]}}}})",
            id_of(number), number, quantity);
        const Result<Receipt> receipt = delivery_->submit(text);
        ASSERT_TRUE(receipt.ok()) << receipt.error().first().code;
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
    Entry entry(const std::string& number) {
        return store_->find_message(id_of(number)).value().value();
    }
    std::optional<Entry> order_of(const std::string& number) {
        return delivery_->find_precursor(entry(number)).value();
    }
    std::vector<std::string> told() {
        std::vector<std::string> all;
        while (const auto event = store_->next_event().value()) {
            const auto json = parse_json(event->json, 100'000, JsonNumbers::integers_only);
            all.push_back(fmt::format("{} {}", text_at(json.value(), "/documentId"),
                                      text_at(json.value(), "/state")));
            EXPECT_TRUE(store_->acknowledge(event->id).ok());
        }
        return all;
    }

    test::SimulatedSite& site() { return site_; }

  private:
    static std::string id_of(const std::string& number) {
        return fmt::format("00000000-0000-4000-8000-{:0>12}", number.substr(1));
    }

    test::SimulatedSite site_;
    StandingClock clock_{site_};
    SilentLog log_;
    WillingAudit audit_;
    AnySecrets secrets_;
    OneEdition edition_;
    TwoSteps company_;
    std::string folder_;
    std::unique_ptr<Store> store_;

  public:
    Wire wire{site_};

  private:
    std::unique_ptr<TokenSource> tokens_;
    std::unique_ptr<Delivery> delivery_;
};

constexpr std::int64_t hours_ms = 3'600'000;

std::size_t rows(Day& day, std::string_view target) {
    return day.site().get(target).as_array().size();
}

TEST(Sage200Steps, a_despatch_becomes_an_order_and_its_confirmation) {
    for (const bool tracked : {true, false}) {
        Day day(tracked);
        day.submit("D1", "2");
        day.work_for(hours_ms);
        ASSERT_EQ(day.entry("D1").state, State::posted) << day.entry("D1").problem_json;
        EXPECT_TRUE(day.entry("D1").verified);
        EXPECT_TRUE(day.order_of("D1")->verified) << day.order_of("D1")->problem_json;
        EXPECT_EQ(day.order_of("D1")->problem_json, "");
        EXPECT_EQ(rows(day, "/sop_orders"), 1U);
        EXPECT_EQ(rows(day, "/sop_order_despatch_line_views"), 1U);
        EXPECT_EQ(day.site().on_hand("LANTERN"), "98");
        EXPECT_EQ(day.told(), std::vector<std::string>{"D1 posted"});
        const SageDocument made = sage_document_from_json(day.entry("D1").sage_document_json);
        EXPECT_EQ(made.type, despatch_type);
        ASSERT_EQ(made.remarks.size(), 1U);
        EXPECT_EQ(made.remarks[0].code, "delivery.precursor");
    }
}

TEST(Sage200Steps, whatever_reply_is_lost_each_is_there_once) {
    for (const bool tracked : {true, false}) {
        for (const Fate fate : {Fate::lost_after, Fate::lost_before, Fate::gateway_gave_up}) {
            for (const int write : {1, 2}) {
                SCOPED_TRACE(fmt::format("write {} fate {} tracked {}", write,
                                         static_cast<int>(fate), tracked));
                Day day(tracked);
                day.wire.lost_write = write;
                day.wire.of_lost = fate;
                day.submit("D1", "2");
                day.work_for(60'000);
                EXPECT_EQ(rows(day, "/sop_orders"),
                          write == 1 && fate == Fate::lost_before ? 0U : 1U);
                day.submit("D2", "3");  // Shows that queries see what is posted by now.
                day.work_for(5 * hours_ms);
                EXPECT_EQ(day.entry("D1").state, State::posted) << day.entry("D1").problem_json;
                EXPECT_EQ(day.entry("D2").state, State::posted);
                EXPECT_EQ(rows(day, "/sop_orders"), 2U);
                EXPECT_EQ(rows(day, "/sop_order_despatch_line_views"), 2U);
                EXPECT_EQ(day.site().on_hand("LANTERN"), "95");
            }
        }
    }
}

TEST(Sage200Steps, an_order_that_stays_half_made_is_for_a_person) {
    Day day;
    day.wire.lost_write = 1;
    day.wire.of_lost = Fate::lost_after;
    day.submit("D1", "2");
    for (int call = 0; call < 8; ++call) {
        day.work_for(1);
    }
    ASSERT_EQ(rows(day, "/sop_orders"), 1U);
    day.site().change(R"({"set":{"model":"sop_order","fields":{"document_no":"##1"}}})");
    day.work_for(hours_ms);
    EXPECT_EQ(day.entry("D1").state, State::held);
    const Problem problem = problem_from_json(day.entry("D1").problem_json);
    EXPECT_EQ(problem.code, "delivery.found_other_content");
    EXPECT_NE(problem.cause.find("half made"), std::string::npos) << problem.cause;
    EXPECT_EQ(day.told(), std::vector<std::string>{"D1 held"});
}

TEST(Sage200Steps, what_sage_refuses_of_the_order_is_told_of_the_despatch) {
    Day day;
    day.site().change(R"({"set":{"model":"sop_user_permission","fields":
        {"override_prices_discounts":false}}})");
    day.submit("D1", "2");
    day.work_for(hours_ms);
    EXPECT_EQ(day.entry("D1").state, State::held);
    EXPECT_EQ(problem_from_json(day.entry("D1").problem_json).code, "sage200.permission_missing");
    EXPECT_EQ(day.told(), std::vector<std::string>{"D1 held"});
    EXPECT_EQ(rows(day, "/sop_orders"), 0U);
}

TEST(Sage200Steps, goods_that_are_short_hold_the_despatch_behind_its_order) {
    Day day;
    day.submit("D1", "101");
    day.work_for(hours_ms);
    EXPECT_EQ(day.order_of("D1")->state, State::posted);
    EXPECT_EQ(day.entry("D1").state, State::held);
    EXPECT_EQ(problem_from_json(day.entry("D1").problem_json).code, "test.not_allocated");
    EXPECT_EQ(day.told(), std::vector<std::string>{"D1 held"});
}

}  // namespace
}  // namespace sage::sage200
