// SPDX-License-Identifier: Apache-2.0
// Plan: the edition against the simulated Sage, which shares no code with it: the catalogue is read
// and fits, every kind of document is posted, found and as promised, and refusals get their causes.
#include <gmock/gmock.h>

#include "plugins/intacct/simulator.h"
#include "sage-adapter/base/settings.h"
#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr std::int64_t now = 1'764'000'000'000;

class SimulatedSage : public testing::Test {
  protected:
    void SetUp() override {
        control("POST", "/control/seed", R"({
            "items":[{"id":"SKU-100","name":"Lantern","unitCode":"C62","kind":"goods"},
                     {"id":"POST","name":"Carriage","unitCode":"C62","kind":"charge"}],
            "customers":[{"id":"CUST-001","name":"Acme","countryCode":"GB","onHold":false},
                         {"id":"GUEST","name":"Guest","countryCode":"GB","onHold":false}],
            "locations":[{"id":"MAIN","name":"Main"}],
            "taxCodes":[{"id":"STANDARD","percent":"20"}],
            "charges":[{"code":"POST","item":"POST"}],"guestCustomer":"GUEST",
            "stock":[{"item":"SKU-100","location":"MAIN","quantity":"100"}]})");
        sample::json::value company = sample::parsed(control("GET", "/control/settings", "").body);
        sample::json::value& settings = company.at("settings");
        settings.at("definitions").as_object()["salesOrder"] = "Sales Order";
        settings.as_object()["lateTracking"] = "patch";
        const std::string text = sample::json::serialize(settings);
        ASSERT_TRUE(check_settings(text, intacct_edition().settings_schema()).ok()) << text;
        Result<std::unique_ptr<Company>> made = intacct_edition().configure(text);
        ASSERT_TRUE(made.ok());
        company_ = std::move(made).value();
        const Reply token =
            simulator_
                ->handle({"POST",
                          company_->connection().token_target,
                          {{"Content-Type", "application/x-www-form-urlencoded"}},
                          "grant_type=client_credentials&client_id=" +
                              secret(company, "intacct.client_id") +
                              "&client_secret=" + secret(company, "intacct.client_secret") +
                              "&username=" + percent_encoded(company_->connection().user_name)})
                .reply;
        token_ = text_at(sample::parsed(token.body), "/access_token");
        ASSERT_FALSE(token_.empty()) << token.body;
        read_catalogue();
    }

    static std::string secret(const sample::json::value& company, const char* name) {
        return percent_encoded(company.at("secrets").at(name).as_string());
    }

    Reply control(const char* method, const char* target, const char* body) {
        const Reply reply = simulator_->control({method, target, {}, body});
        EXPECT_EQ(reply.status, 200) << target << reply.body;
        return reply;
    }

    Reply ask(Request request) {
        request.headers.push_back({"Authorization", "Bearer " + token_});
        return simulator_->handle(request).reply;
    }

    void read_catalogue() {
        std::vector<CatalogueRecord> records;
        for (CatalogueRead read : company_->catalogue_reads()) {
            do {
                const Reply reply = ask(company_->catalogue_request(read));
                Result<CataloguePage> page = company_->read_catalogue_page(read, reply);
                ASSERT_TRUE(page.ok()) << read.kind << read.scope << reply.body;
                for (CatalogueRecord& record : page.value().records) {
                    records.push_back(std::move(record));
                }
                read.after = page.value().next;
            } while (!read.after.empty());
        }
        known_ = Catalogue(std::move(records), now);
    }

    Preparation prepared(const Document& document, std::string_view reference,
                         const std::vector<Related>& related = {},
                         const std::vector<Observation>& seen = {}) {
        const std::string key = "key-of-" + std::string(reference);
        return company_->prepare({document, known_, reference, key, "2026-11-25", related, seen});
    }

    Send to_send(const Document& document, std::string_view reference) {
        return sample::expect_kind<Send>(prepared(document, reference));
    }

    Verdict judged(const Document& document, std::string_view reference) {
        const Send send = to_send(document, reference);
        return company_->classify(send, ask(send.request));
    }

    void expect_found(const Send& send, std::string_view reference, const std::string& key) {
        const LookUp found = company_->read_look_up(send, ask(company_->look_up(send, reference)));
        ASSERT_TRUE(found.usable) << found.why;
        ASSERT_THAT(found.found, SizeIs(1));
        EXPECT_EQ(found.found[0].sage_document.key, key);
        EXPECT_FALSE(found.found[0].sage_document.number.empty());
        expect_equal(send.facts, found.found[0].facts);
        std::vector<FindBy> ways = {FindBy::key, FindBy::number};
        if (send.existing_key.empty()) {
            ways.push_back(FindBy::reference);
        }
        for (const FindBy by : ways) {
            expect_read_back(send, found.found[0].sage_document, std::string(reference), by);
        }
    }

    void expect_read_back(const Send& send, const SageDocument& document,
                          const std::string& reference, FindBy by) {
        std::vector<ReadBackSubject> subjects = {{document, send.facts, reference}};
        Facts lines = company_->line_facts(send);
        subjects[0].facts.merge(lines);
        LookUp back =
            company_->read_read_back(subjects, by, ask(company_->read_back(subjects, by)));
        ASSERT_TRUE(back.usable) << back.why;
        ASSERT_THAT(back.found, SizeIs(1));
        EXPECT_EQ(back.found[0].sage_document.key, document.key);
        if (send.existing_key.empty()) {
            const Result<bool> more = company_->add_lines(
                subjects, ask(company_->read_lines(subjects, back.found)), back.found);
            ASSERT_TRUE(more.ok()) << more.error().first().cause;
            EXPECT_FALSE(more.value());
        }
        expect_equal(subjects[0].facts, back.found[0].facts);
    }

    static void expect_equal(const Facts& promised, const Facts& found) {
        for (const Difference& one : differences(promised, found)) {
            ADD_FAILURE() << one.field << ": '" << one.expected << "' and '" << one.found << "'";
        }
    }

    static Document despatch() {
        Document document = sample::document("despatchAdvice");
        document.lines[0].lots.clear();
        return document;
    }

    std::unique_ptr<Simulator> simulator_ = make_intacct_simulator([] { return now; }, {});
    std::unique_ptr<Company> company_;
    std::string token_;
    Catalogue known_;
};

TEST_F(SimulatedSage, the_settings_fit_what_is_read) {
    for (const Problem& problem : company_->check(known_)) {
        ADD_FAILURE() << problem.pointer << " " << problem.cause;
    }
    EXPECT_GE(known_.count(kind::item), 2U);
    EXPECT_GE(known_.count(kind::customer), 2U);
    EXPECT_GE(known_.count(kind::tax_schedule), 1U);
    EXPECT_EQ(known_.count(kind::definition), 7U);
    EXPECT_EQ(known_.count(kind::inventory_effect), 3U);
}

TEST_F(SimulatedSage, every_kind_of_document_is_posted_and_found_as_promised) {
    int number = 0;
    for (Document document :
         {despatch(), sample::document("salesOrder"), sample::document("returnAdvice"),
          sample::document("inventoryAdjustment")}) {
        const std::string reference = "W00000000000000" + std::to_string(100 + number++);
        const Send send = to_send(document, reference);
        const Reply reply = ask(send.request);
        const Verdict verdict = company_->classify(send, reply);
        ASSERT_EQ(verdict.judgement, Judgement::done) << reply.body;
        EXPECT_EQ(company_->settle_class(send, known_), SettleClass::replay_key);
        expect_found(send, reference, verdict.sage_document.key);
        const Verdict again = company_->classify(send, ask(send.request));
        EXPECT_EQ(again.judgement, Judgement::done) << "the same key gives the same answer";
        EXPECT_EQ(again.sage_document.key, verdict.sage_document.key);
    }
}

TEST_F(SimulatedSage, an_increase_with_a_cost_is_posted) {
    Document document = sample::document("inventoryAdjustment");
    document.lines[0].quantity.value = Decimal::of(3);
    document.lines[0].unit_cost = Money{Decimal::of(170, 2), "GBP"};
    EXPECT_EQ(judged(document, "W00000000000000200").judgement, Judgement::done);
}

TEST_F(SimulatedSage, everything_of_ours_is_listed_and_nothing_of_others) {
    Document document = despatch();
    ASSERT_EQ(judged(document, "W00000000000000250").judgement, Judgement::done);
    ASSERT_EQ(judged(sample::document("inventoryAdjustment"), "W00000000000000251").judgement,
              Judgement::done);
    std::vector<std::string> seen;
    for (const std::string& scope : company_->own_scopes()) {
        const OwnList list{scope, "2026-11-01", "2026-11-30", ""};
        const Result<OwnPage> page = company_->read_own_page(list, ask(company_->list_own(list)));
        ASSERT_TRUE(page.ok()) << scope << page.error().first().cause;
        for (const Found& one : page.value().found) {
            seen.push_back(one.external_reference);
        }
        const OwnList other{scope, "2020-01-01", "2020-01-31", ""};
        EXPECT_THAT(company_->read_own_page(other, ask(company_->list_own(other))).value().found,
                    IsEmpty());
    }
    EXPECT_THAT(seen, testing::ElementsAre("W00000000000000250", "W00000000000000251"));
}

TEST_F(SimulatedSage, a_line_field_that_sage_ignored_in_silence_is_seen) {
    control("POST", "/control/behaviours", R"({"ignoredFields":["nsp::WMS_ORDER_LINE"]})");
    const Send send = to_send(despatch(), "W00000000000000260");
    const Verdict verdict = company_->classify(send, ask(send.request));
    ASSERT_EQ(verdict.judgement, Judgement::done);
    std::vector<ReadBackSubject> subjects = {{verdict.sage_document, send.facts, ""}};
    Facts lines = company_->line_facts(send);
    subjects[0].facts.merge(lines);
    LookUp back = company_->read_read_back(subjects, FindBy::key,
                                           ask(company_->read_back(subjects, FindBy::key)));
    ASSERT_THAT(back.found, SizeIs(1));
    ASSERT_TRUE(
        company_->add_lines(subjects, ask(company_->read_lines(subjects, back.found)), back.found)
            .ok());
    const std::vector<Difference> wrong = differences(subjects[0].facts, back.found[0].facts);
    ASSERT_THAT(wrong, testing::Not(IsEmpty()));
    EXPECT_EQ(wrong[0].field, "line 1 nsp::WMS_ORDER_LINE");
    EXPECT_EQ(wrong[0].found, "");
}

TEST_F(SimulatedSage, a_look_up_before_the_post_finds_nothing) {
    const Send send = to_send(despatch(), "W00000000000000300");
    const LookUp found =
        company_->read_look_up(send, ask(company_->look_up(send, "W00000000000000300")));
    EXPECT_TRUE(found.usable) << found.why;
    EXPECT_THAT(found.found, IsEmpty());
}

TEST_F(SimulatedSage, late_tracking_is_patched_and_makes_another_ledger_entry) {
    const Verdict first = judged(despatch(), "W00000000000000400");
    ASSERT_EQ(first.judgement, Judgement::done);
    const std::vector<Related> related = {
        {MessageType::despatch_advice, "DN-1001-1", true, first.sage_document}};
    const Document update = sample::document("trackingUpdate");
    const ReadFirst question =
        sample::expect_kind<ReadFirst>(prepared(update, "W00000000000000401", related));
    const Reply shown = ask(question.request);
    const Send patch = sample::expect_kind<Send>(
        prepared(update, "W00000000000000401", related, {{question.name, shown}}));
    const Reply reply = ask(patch.request);
    EXPECT_EQ(company_->classify(patch, reply).judgement, Judgement::done) << reply.body;
    expect_found(patch, "W00000000000000401", first.sage_document.key);
}

TEST_F(SimulatedSage, refusals_outside_the_document_are_told_by_their_cause) {
    const auto changed = [&](const char* change) { control("POST", "/control/change", change); };
    changed(R"({"item":{"id":"SKU-100","status":"inactive"}})");
    Verdict verdict = judged(despatch(), "W00000000000000500");
    EXPECT_EQ(verdict.judgement, Judgement::refused_cause) << verdict.problem.cause;
    EXPECT_EQ(verdict.root_cause, "item:SKU-100");
    EXPECT_TRUE(verdict.cached_under_key);
    changed(R"({"item":{"id":"SKU-100","status":"active"}})");
    control("POST", "/control/seed", R"({"closedUntil":"2026-11-30"})");
    verdict = judged(despatch(), "W00000000000000501");
    EXPECT_EQ(verdict.judgement, Judgement::refused_cause) << verdict.problem.cause;
    EXPECT_EQ(verdict.root_cause, "period:2026-11-20");
}

TEST_F(SimulatedSage, an_account_on_hold_and_empty_shelves_are_told_by_their_cause) {
    Document much = despatch();
    much.lines[0].quantity.value = Decimal::of(1'000);
    Verdict verdict = judged(much, "W00000000000000600");
    EXPECT_EQ(verdict.judgement, Judgement::refused_cause) << verdict.problem.cause;
    EXPECT_EQ(verdict.problem.code, "intacct.stock_insufficient");
    control("POST", "/control/seed",
            R"({"customers":[{"id":"CUST-001","name":"Acme","countryCode":"GB","onHold":true}]})");
    verdict = judged(despatch(), "W00000000000000601");
    EXPECT_EQ(verdict.judgement, Judgement::refused_cause) << verdict.problem.cause;
    EXPECT_EQ(verdict.root_cause, "customer-on-hold:CUST-001");
}

TEST_F(SimulatedSage, a_unit_outside_the_group_and_a_reused_key_are_told) {
    Send send = to_send(despatch(), "W00000000000000700");
    Send other = send;
    const std::string unit = R"("unit":"Each")";
    other.request.body.replace(other.request.body.find(unit), unit.size(), R"("unit":"Metre")");
    EXPECT_EQ(company_->classify(other, ask(other.request)).problem.code, "intacct.unit_refused");
    EXPECT_EQ(company_->classify(send, ask(send.request)).judgement, Judgement::unknown)
        << "the same key with other bytes";
}

TEST_F(SimulatedSage, the_probe_is_answered) {
    EXPECT_EQ(ask(company_->probe()).status, 200);
}

TEST_F(SimulatedSage, a_token_that_is_refused_is_known_as_such) {
    const Send send = to_send(despatch(), "W00000000000000800");
    token_ = "worn-out";
    EXPECT_EQ(company_->classify(send, ask(send.request)).judgement, Judgement::unauthorised);
}

TEST_F(SimulatedSage, a_definition_that_is_not_there_stops_the_lane) {
    Send send = to_send(despatch(), "W00000000000000900");
    send.request.target += "%20Nowhere";
    EXPECT_EQ(company_->classify(send, ask(send.request)).judgement, Judgement::configuration);
}

}  // namespace
}  // namespace sage::intacct
