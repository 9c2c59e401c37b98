// SPDX-License-Identifier: Apache-2.0
// Plan: the published requests; allocation and despatch, in part and whole, are settled by what
// moved: exactly, nothing, something else; each switch of the simulator; later despatches; refusals
// are doubts; answers that cannot be used.
#include "plugins/sage50/wire_despatch.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "tests/unit/sage50/wire_sample.h"

namespace sage::sage50 {
namespace {

using testing::HasSubstr;

class Sage50Despatch : public testing::Test {
  protected:
    /// Two lanterns and three mugs.
    void SetUp() override { order_ = company_.order(); }

    std::vector<OpenLine> lines() {
        auto read = read_order_lines(exchanged(company_, ask_order_lines(books(), order_)));
        EXPECT_TRUE(read.ok());
        return read.ok() ? read.value() : std::vector<OpenLine>();
    }
    WorkItem item(std::size_t line, std::string_view quantity, bool to_allocate) {
        const OpenLine one = lines().at(line);
        return {one.item_id, decimal(quantity),
                to_allocate ? one.allocated + one.delivered : one.delivered};
    }
    Send allocation(std::string_view lanterns, std::string_view mugs) {
        return encode(books(),
                      AllocationDocument{order_, {item(0, lanterns, true), item(1, mugs, true)}});
    }
    Send despatch(std::string_view lanterns) {
        return encode(books(), DespatchDocument{order_, {item(0, lanterns, false)}, ""});
    }
    Send completion() {
        return encode(
            books(),
            DespatchDocument{order_, {item(0, "2", false), item(1, "3", false)}, "2026-11-18"});
    }
    LookUp seen(const Send& send) { return looked_up(company_, send); }
    /// Found, as promised, under the key of the verdict.
    void expect_found(const Send& send, const Verdict& verdict) {
        ASSERT_EQ(verdict.judgement, Judgement::done) << verdict.problem.cause;
        const LookUp answer = seen(send);
        ASSERT_TRUE(answer.usable) << answer.why;
        ASSERT_EQ(answer.found.size(), 1U);
        EXPECT_EQ(told(differences(send.facts, answer.found[0].facts)), "");
        EXPECT_EQ(answer.found[0].sage_document.key, verdict.sage_document.key);
        EXPECT_TRUE(knows_key(verdict.sage_document));
        EXPECT_EQ(verdict.sage_document.number, order_);
    }
    /// Of one that was carried out before.
    void expect_read_back(const Send& send, const Verdict& verdict) {
        const ReadBackSubject subject = subject_of(send, verdict);
        const LookUp answer =
            read_read_back({subject}, FindBy::key,
                           exchanged(company_, read_back(books(), {subject}, FindBy::key)));
        ASSERT_EQ(answer.found.size(), 1U) << answer.why;
        EXPECT_EQ(told(differences(subject.facts, answer.found[0].facts)), "");
        EXPECT_EQ(answer.found[0].external_reference, sample_reference);
    }

    test::SimulatedCompany company_;
    std::string order_;
};

TEST_F(Sage50Despatch, requests_are_as_they_were_published) {
    const WorkItem one{"236", decimal("1"), decimal("0")};
    const Send allocate = encode(books(), AllocationDocument{"42", {one}});
    const Send part = encode(books(), DespatchDocument{"42", {one}, ""});
    const Send whole = encode(books(), DespatchDocument{"41", {one}, "2025-01-01"});
    EXPECT_EQ(allocate.request.target, "/api/salesOrderPartialAllocation");
    EXPECT_EQ(part.request.target, "/api/salesOrderPartialDespatch");
    EXPECT_EQ(whole.request.target, "/api/salesOrderComplete");
    EXPECT_EQ(part.request.body, R"({"orderNumber":42,"items":[{"itemId":236,"despatch":1}]})");
    const auto published = [](const char* name) {
        return published_sample(std::string("sales-orders.") + name + ".request");
    };
    if (published("partially-allocate-sales-order").empty()) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    // There the order's number is a text in two of them.
    const auto with_number = [](const std::string& text) {
        boost::json::object body = boost::json::parse(text).as_object();
        if (body.at("orderNumber").is_string()) {
            body["orderNumber"] = std::stoi(std::string(body.at("orderNumber").as_string()));
        }
        return boost::json::value(body);
    };
    EXPECT_EQ(boost::json::parse(allocate.request.body),
              with_number(published("partially-allocate-sales-order")));
    EXPECT_EQ(boost::json::parse(part.request.body),
              with_number(published("partially-despatch-sales-order")));
    EXPECT_EQ(boost::json::parse(whole.request.body),
              with_number(published("complete-sales-order-with-own-invoice-date")));
}

TEST_F(Sage50Despatch, lines_show_what_is_allocated_and_what_has_left) {
    const std::vector<OpenLine> open = lines();
    ASSERT_EQ(open.size(), 2U);
    EXPECT_EQ(open[0].stock_code, "LANTERN");
    EXPECT_EQ(open[1].ordered, decimal("3"));
    EXPECT_EQ(open[1].allocated, decimal("0"));
    EXPECT_FALSE(read_order_lines({200, {}, "{}"}).ok());
    const auto without = read_order_lines(list_of(
        R"({"itemId":1,"deleted":1},{"itemId":2,"deleted":0,"qtyOrder":3.0000000000000004})"));
    ASSERT_EQ(without.value().size(), 1U);
    EXPECT_EQ(without.value()[0].ordered, decimal("3"));
}

TEST_F(Sage50Despatch, an_order_is_allocated_leaves_in_part_and_is_completed) {
    const Send allocated = allocation("2", "3");
    EXPECT_TRUE(seen(allocated).found.empty());
    const Verdict allocation_verdict = carried_out(company_, allocated);
    expect_found(allocated, allocation_verdict);
    EXPECT_EQ(company_.stock("LANTERN"), "100/2");

    const Send part = despatch("1");
    EXPECT_TRUE(seen(part).usable);
    EXPECT_TRUE(seen(part).found.empty());
    const Verdict part_verdict = carried_out(company_, part);
    expect_found(part, part_verdict);
    EXPECT_TRUE(part_verdict.sage_document.invoice_key.empty());
    EXPECT_EQ(company_.stock("LANTERN"), "99/1");

    const Send rest =
        encode(books(),
               DespatchDocument{order_, {item(0, "1", false), item(1, "3", false)}, "2026-11-18"});
    const Verdict rest_verdict = carried_out(company_, rest);
    expect_found(rest, rest_verdict);
    EXPECT_FALSE(rest_verdict.sage_document.invoice_key.empty());
    EXPECT_NE(rest_verdict.sage_document.key, part_verdict.sage_document.key);
    // What came later is not of those that were before.
    expect_read_back(allocated, allocation_verdict);
    expect_read_back(part, part_verdict);
    expect_read_back(rest, rest_verdict);
}

TEST_F(Sage50Despatch, a_lost_reply_is_settled_by_what_left) {
    carried_out(company_, allocation("2", "3"));
    const Send whole = completion();
    exchanged(company_, whole.request);  // Nobody saw the answer.
    const LookUp answer = seen(whole);
    ASSERT_EQ(answer.found.size(), 1U);
    EXPECT_TRUE(differences(whole.facts, answer.found[0].facts).empty());
}

TEST_F(Sage50Despatch, another_quantity_than_was_sent_is_for_a_person) {
    carried_out(company_, allocation("2", "3"));
    const Send two = despatch("2");
    carried_out(company_, despatch("1"));  // Somebody else's.
    const LookUp answer = seen(two);
    ASSERT_EQ(answer.found.size(), 1U);
    EXPECT_THAT(told(differences(two.facts, answer.found[0].facts)), HasSubstr(": 2/1"));
}

TEST_F(Sage50Despatch, a_quantity_to_allocate_is_more_or_the_whole_and_either_shows) {
    carried_out(company_, allocation("1", "1"));
    for (const bool total : {false, true}) {
        company_.behave(fmt::format(R"({{"allocateIsTotal":{}}})", total));
        const Send more = encode(books(), AllocationDocument{order_, {item(0, "1", true)}});
        EXPECT_EQ(carried_out(company_, more).judgement, Judgement::done);
        EXPECT_EQ(seen(more).found.size(), total ? 0U : 1U) << "nothing more was allocated";
        if (!total) {
            company_.post("/api/salesOrderDeAllocation/" + order_, "");
            carried_out(company_, allocation("1", "1"));
        }
    }
}

TEST_F(Sage50Despatch, what_is_not_there_is_refused_or_allocated_as_far_as_it_is) {
    company_.change(R"({"set":{"table":"STOCK","key":"MUG","fields":{"QTY_IN_STOCK":"1"}}})");
    const Send all = allocation("2", "3");
    EXPECT_EQ(carried_out(company_, all).judgement, Judgement::unknown);
    EXPECT_TRUE(seen(all).found.empty());
    company_.behave(R"({"allocateWhatIsThere":true})");
    EXPECT_EQ(carried_out(company_, all).judgement, Judgement::done);
    ASSERT_EQ(seen(all).found.size(), 1U);
    EXPECT_THAT(told(differences(all.facts, seen(all).found[0].facts)), HasSubstr(": 3/1"));
}

TEST_F(Sage50Despatch, a_part_may_make_an_invoice_or_none) {
    for (const bool invoices : {true, false}) {
        company_.behave(fmt::format(R"({{"partialDespatchInvoices":{}}})", invoices));
        order_ = company_.allocated_order();
        const Send part = despatch("1");
        expect_found(part, carried_out(company_, part));
    }
}

TEST_F(Sage50Despatch, a_refusal_may_come_after_a_part_was_done) {
    company_.change(R"({"closedUntil":"2026-11-30"})");
    carried_out(company_, allocation("2", "3"));
    const Send whole = completion();
    for (const int style : {0, 1, 2}) {
        company_.behave(fmt::format(R"({{"messageStyle":{}}})", style));
        EXPECT_EQ(carried_out(company_, whole).judgement, Judgement::unknown);
    }
    EXPECT_TRUE(seen(whole).found.empty());
    company_.change(R"({"installation":{"logonError":23}})");
    EXPECT_EQ(carried_out(company_, whole).problem.code, "sage50.user_in_use") << "nothing began";
}

TEST_F(Sage50Despatch, a_success_of_another_order_is_in_doubt) {
    const Send part = despatch("1");
    const auto answered = [&](const Send& send, std::string_view response) {
        return classify(
            send, {200,
                   {},
                   fmt::format(R"({{"success":true,"code":200,"response":{},"message":null}})",
                               response)});
    };
    EXPECT_EQ(answered(part, order_).judgement, Judgement::done);
    for (const char* const response : {"777", "null", "true", "0"}) {
        EXPECT_EQ(answered(part, response).judgement, Judgement::unknown) << response;
    }
    EXPECT_EQ(answered(completion(), "94").sage_document.invoice_key, "94");
    EXPECT_EQ(answered(completion(), "0").judgement, Judgement::unknown);
}

TEST_F(Sage50Despatch, one_whose_facts_are_not_known_any_more_goes_by_its_key) {
    carried_out(company_, allocation("2", "3"));
    const Send part = despatch("1");
    ReadBackSubject old = subject_of(part, carried_out(company_, part));
    old.facts.clear();
    EXPECT_EQ(read_read_back({old}, FindBy::key,
                             exchanged(company_, read_back(books(), {old}, FindBy::key)))
                  .found.size(),
              1U);
    old.sage_document.key.back() = '2';
    EXPECT_TRUE(read_read_back({old}, FindBy::key,
                               exchanged(company_, read_back(books(), {old}, FindBy::key)))
                    .found.empty());
    old.sage_document.key = "none";
    old.sage_document.number = "none";
    EXPECT_TRUE(read_read_back({old}, FindBy::key,
                               exchanged(company_, read_back(books(), {old}, FindBy::key)))
                    .found.empty());
}

/// A person decides about one that nobody saw: it has no name yet, and by hand its order's number.
TEST_F(Sage50Despatch, one_without_a_name_is_there_if_something_of_it_moved) {
    const auto seen_by = [&](const Send& send, const std::string& number) {
        SageDocument nameless;
        nameless.type = send.sage_type;
        nameless.number = number;
        const ReadBackSubject subject{nameless, send.facts, std::string(sample_reference)};
        const LookUp answer =
            read_read_back({subject}, FindBy::reference,
                           exchanged(company_, read_back(books(), {subject}, FindBy::reference)));
        EXPECT_TRUE(answer.usable) << answer.why;
        return answer.found;
    };
    const std::string other = company_.allocated_order();
    const Send allocated = allocation("2", "3");
    EXPECT_TRUE(seen_by(allocated, "").empty());
    EXPECT_TRUE(seen_by(allocated, order_).empty());
    const Verdict allocation_verdict = carried_out(company_, allocated);
    const Send part = despatch("1");
    EXPECT_TRUE(seen_by(part, "").empty());
    EXPECT_TRUE(seen_by(part, "777").empty());
    const Verdict part_verdict = carried_out(company_, part);
    for (const std::string& number : {std::string(), order_}) {
        const std::vector<Found> found = seen_by(part, number);
        ASSERT_EQ(found.size(), 1U);
        EXPECT_EQ(found[0].sage_document.key, part_verdict.sage_document.key);
        EXPECT_EQ(found[0].sage_document.number, order_);
        EXPECT_EQ(told(differences(part.facts, found[0].facts)), "");
    }
    ASSERT_EQ(seen_by(allocated, "").size(), 1U);
    EXPECT_EQ(seen_by(allocated, "")[0].sage_document.key, allocation_verdict.sage_document.key);
    // Of another order that a person names it shows that it has other content.
    const std::vector<Found> otherwise = seen_by(part, other);
    ASSERT_EQ(otherwise.size(), 1U);
    EXPECT_EQ(otherwise[0].sage_document.key, other);
    EXPECT_NE(told(differences(part.facts, otherwise[0].facts)), "");
}

TEST_F(Sage50Despatch, an_order_without_lines_proves_nothing) {
    const Send part = despatch("1");
    EXPECT_FALSE(read_look_up(part, list_of("")).usable);
    EXPECT_FALSE(read_look_up(part, {200, {}, "<html>"}).usable);
    EXPECT_FALSE(read_read_back({subject_of(part, {})}, FindBy::key, {503, {}, ""}).usable);
    company_.change(R"({"busy":["Search Sop Item"]})");
    EXPECT_FALSE(seen(part).usable);
}

TEST_F(Sage50Despatch, free_stock_is_what_is_there_and_not_allocated) {
    carried_out(company_, allocation("2", "3"));
    const auto free =
        read_free_stock(exchanged(company_, ask_free_stock(books(), {"LANTERN", "MUG", "NOBODY"})));
    ASSERT_TRUE(free.ok());
    ASSERT_EQ(free.value().size(), 2U);
    EXPECT_EQ(free.value().at("LANTERN"), decimal("98"));
    EXPECT_EQ(free.value().at("MUG"), decimal("7"));
    EXPECT_FALSE(read_free_stock({200, {}, "{}"}).ok());
}

}  // namespace
}  // namespace sage::sage50
