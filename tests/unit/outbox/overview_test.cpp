// SPDX-License-Identifier: Apache-2.0
// Plan: what people ask of every store: figures of what is open and of what ended lately, pages of
// what is open while work goes on, every row once and again after a change, alerts told by one.
#include "sage-adapter/outbox/overview.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <thread>

#include "tests/unit/outbox/any_outbox.h"

namespace sage::outbox_test {
namespace {

constexpr std::int64_t day_ms = 86'400'000;

class StoreOverview : public StoreTest {
  public:
    Overview& overview() const { return store->overview(); }

    Entry accepted(int number, std::string_view type = "despatchAdvice") {
        NewEntry entry = new_entry(number);
        entry.message_type = type;
        entry.now_ms = start_ms + number;
        value_of(store->accept(entry));
        return entry_of(*store, number);
    }
    Entry claimed(int number) {
        for (Entry& entry : claim(*store, start_ms + day_ms)) {
            if (entry.message_id == "message-" + std::to_string(number)) {
                return std::move(entry);
            }
        }
        throw std::runtime_error("not due");
    }
    void apply(const Change& change) { ASSERT_TRUE(value_of(store->apply(change))); }
    void hold(int number, const std::string& root_cause, std::string_view type = "despatchAdvice") {
        accepted(number, type);
        Change change = change_by(claimed(number), Happening::stopped_before_send);
        change.root_cause = root_cause;
        apply(change);
    }
    void post(int number, std::int64_t at_ms, std::string_view type = "despatchAdvice") {
        accepted(number, type);
        Change change = change_by(sending(*store, claimed(number)), Happening::done, at_ms);
        change.event_type = "postingResult";
        change.event_json = R"({"n":)" + std::to_string(number) + "}";
        apply(change);
    }
    void find(int number, const std::string& problem_json) {
        Change change = change_by(entry_of(*store, number), Happening::verified);
        change.problem_json = problem_json;
        apply(change);
    }
};

INSTANTIATE_TEST_SUITE_P(Every, StoreOverview, every_store, name_of);

TEST_P(StoreOverview, empty_outbox_has_no_figures) {
    const Figures figures = value_of(overview().figures(0, 10));
    EXPECT_TRUE(figures.types.empty());
    EXPECT_FALSE(figures.oldest_open_ms.has_value());
    EXPECT_FALSE(figures.last_posted_ms.has_value());
    EXPECT_TRUE(figures.causes.empty());
    EXPECT_TRUE(figures.findings.empty());
    const Extent extent = value_of(overview().extent());
    EXPECT_EQ(extent.sequence, 0);
    EXPECT_EQ(extent.event, 0);
}

TEST_P(StoreOverview, counts_what_is_open_by_type_and_what_ended_since) {
    post(1, start_ms + 10);
    post(2, start_ms + 20);
    post(3, start_ms + 30, "returnAdvice");
    hold(4, "item:A");
    hold(5, "item:A", "returnAdvice");
    Change doubt =
        change_by(sending(*store, (accepted(6), claimed(6))), Happening::outcome_unknown);
    apply(doubt);
    accepted(7);
    Figures figures = value_of(overview().figures(start_ms + 20, 10));
    EXPECT_EQ(figures.types.at("despatchAdvice"), (TypeFigures{3, 1, 1, 1, 0, 0}));
    EXPECT_EQ(figures.types.at("returnAdvice"), (TypeFigures{1, 0, 1, 1, 0, 0}));
    EXPECT_EQ(figures.oldest_open_ms, start_ms + 4);
    EXPECT_EQ(figures.last_posted_ms, start_ms + 30);
    Change withdrawn = change_by(claimed(7), Happening::withdrawn, start_ms + 40);
    apply(withdrawn);
    figures = value_of(overview().figures(start_ms + 31, 10));
    EXPECT_EQ(figures.types.at("despatchAdvice"), (TypeFigures{2, 1, 1, 0, 0, 1}));
    EXPECT_EQ(figures.last_posted_ms, start_ms + 30) << "what ends otherwise is not posted";
}

TEST_P(StoreOverview, change_that_stays_posted_is_no_second_posting) {
    post(1, start_ms + 10);
    find(1, R"({"code":"reconcile.changed"})");
    EXPECT_EQ(value_of(overview().figures(0, 10)).types.at("despatchAdvice").posted, 1);
}

TEST_P(StoreOverview, causes_come_with_most_documents_first_and_without_precursors) {
    for (const int number : {1, 2, 3}) {
        hold(number, "item:B");
    }
    hold(4, "customer:A");
    hold(5, "customer:A");
    hold(6, "customer:A", "despatchAdvice.precursor");
    hold(7, "customer:A", "despatchAdvice.precursor2");
    hold(8, "account:C");
    hold(9, "");
    const std::vector<CauseFigures> causes = value_of(overview().figures(0, 10)).causes;
    ASSERT_EQ(causes.size(), 3U);
    EXPECT_EQ(causes[0].root_cause, "item:B");
    EXPECT_EQ(causes[1].root_cause, "customer:A");
    EXPECT_EQ(causes[1].documents, 2);
    EXPECT_EQ(causes[2].root_cause, "account:C");
    EXPECT_EQ(value_of(overview().figures(0, 1)).causes.size(), 1U);
}

TEST_P(StoreOverview, findings_are_counted_by_code_until_they_are_gone) {
    for (const int number : {1, 2, 3, 4}) {
        post(number, start_ms);
    }
    find(1, R"({"code":"reconcile.missing","cause":"x"})");
    find(2, R"([{"code":"reconcile.missing"},{"code":"other"}])");
    find(3, R"({"code":"reconcile.twice"})");
    hold(5, "");
    const std::map<std::string, std::int64_t> expected = {{"reconcile.missing", 2},
                                                          {"reconcile.twice", 1}};
    EXPECT_EQ(value_of(overview().figures(0, 10)).findings, expected);
    find(3, "");
    EXPECT_FALSE(value_of(overview().figures(0, 10)).findings.contains("reconcile.twice"));
}

/// The figures as the documents themselves have them.
Figures recounted(Overview& overview, std::int64_t since_ms) {
    Figures figures;
    std::map<std::string, std::int64_t> causes;
    for (const Record& record :
         value_of(overview.records_after(0, value_of(overview.extent()).sequence, 1'000))) {
        const Entry& entry = record.entry;
        TypeFigures& type = figures.types[entry.message_type];
        const bool counts = record.ended_ms.value_or(since_ms - 1) >= since_ms;
        type.open += is_final(entry.state) ? 0 : 1;
        type.in_doubt += entry.state == State::in_doubt ? 1 : 0;
        type.held += entry.state == State::held ? 1 : 0;
        type.posted += counts && entry.state == State::posted ? 1 : 0;
        type.withdrawn += counts && entry.state == State::withdrawn ? 1 : 0;
        if (entry.state == State::held && !entry.root_cause.empty()) {
            ++causes[entry.root_cause];
        }
        if (entry.state == State::posted && !entry.problem_json.empty()) {
            ++figures.findings["reconcile.changed"];
        }
    }
    std::erase_if(figures.types, [](const auto& one) { return one.second == TypeFigures{}; });
    for (const auto& [root_cause, documents] : causes) {
        figures.causes.push_back({root_cause, documents});
    }
    return figures;
}

void expect_recounted(Overview& overview, std::int64_t since_ms) {
    const Figures wanted = recounted(overview, since_ms);
    Figures shown = value_of(overview.figures(since_ms, 100));
    std::sort(shown.causes.begin(), shown.causes.end(),
              [](const auto& one, const auto& other) { return one.root_cause < other.root_cause; });
    EXPECT_EQ(shown.types, wanted.types) << "since " << since_ms - start_ms;
    EXPECT_EQ(shown.findings, wanted.findings);
    ASSERT_EQ(shown.causes.size(), wanted.causes.size());
    for (std::size_t index = 0; index < wanted.causes.size(); ++index) {
        EXPECT_EQ(shown.causes[index].root_cause, wanted.causes[index].root_cause);
        EXPECT_EQ(shown.causes[index].documents, wanted.causes[index].documents);
    }
}

TEST_P(StoreOverview, figures_are_those_of_the_documents_whatever_became_of_them) {
    constexpr std::int64_t minute_ms = 60'000;
    const auto finding = R"({"code":"reconcile.changed"})";
    for (int number = 1; number <= 48; ++number) {
        const std::string_view type = number % 5 == 0 ? "returnAdvice" : "despatchAdvice";
        const std::int64_t at_ms = start_ms + number * 7 * minute_ms;
        const int fate = number % 8;
        if (fate == 1 || fate == 2) {
            hold(number, number % 3 == 0 ? "item:A" : "item:B", type);
        } else if (fate == 3 || fate == 4 || fate == 7) {
            post(number, at_ms, type);
        } else {
            accepted(number, type);
        }
        if (fate == 0) {
            sending(*store, claimed(number));
        } else if (fate == 2) {
            apply(change_by(entry_of(*store, number), Happening::cause_gone));
        } else if (fate == 3 || fate == 4) {
            find(number, finding);
        } else if (fate == 5) {
            apply(change_by(claimed(number), Happening::withdrawn, at_ms));
        } else if (fate == 6) {
            apply(change_by(sending(*store, claimed(number)), Happening::outcome_unknown));
        }
        if (fate == 4) {
            find(number, "");
        }
        if (number == 24) {
            outbox.let_leases_run_out();
            reopen();
            value_of(store->recover(start_ms));
        }
    }
    for (const std::int64_t since :
         {std::int64_t{0}, start_ms, start_ms + 100 * minute_ms, start_ms + 101 * minute_ms + 1,
          start_ms + 103 * minute_ms, start_ms + day_ms}) {
        expect_recounted(overview(), since);
    }
    reopen();
    expect_recounted(overview(), start_ms + 90 * minute_ms);
}

TEST_P(StoreOverview, pages_of_what_is_open_are_whole_while_documents_end_and_come) {
    for (int number = 1; number <= 9; ++number) {
        accepted(number, number % 3 == 0 ? "returnAdvice" : "despatchAdvice");
    }
    std::vector<Entry> page = value_of(overview().open_after(0, 4));
    ASSERT_EQ(page.size(), 4U);
    EXPECT_EQ(page[2].document_id, "DN-3");
    EXPECT_FALSE(page[0].canonical_bytes.empty());
    // What was shown ends, and something new comes: what stands between is neither lost nor twice.
    apply(change_by(claimed(2), Happening::withdrawn));
    accepted(10);
    page = value_of(overview().open_after(page.back().sequence, 4));
    ASSERT_EQ(page.size(), 4U);
    EXPECT_EQ(page.front().document_id, "DN-5");
    page = value_of(overview().open_after(page.back().sequence, 4));
    ASSERT_EQ(page.size(), 2U);
    EXPECT_EQ(page.back().document_id, "DN-10");
    EXPECT_EQ(value_of(overview().open_after(0, 100)).size(), 9U);
}

TEST_P(StoreOverview, records_tell_how_documents_stand_and_when_they_ended) {
    post(1, start_ms + 50);
    find(1, R"({"code":"reconcile.changed"})");
    accepted(2);
    hold(3, "item:A");
    const Extent extent = value_of(overview().extent());
    const std::vector<Record> records = value_of(overview().records_after(0, extent.sequence, 9));
    ASSERT_EQ(records.size(), 3U);
    EXPECT_EQ(records[0].entry.state, State::posted);
    EXPECT_EQ(records[0].ended_ms, start_ms + 50);
    EXPECT_EQ(records[0].changed_ms, start_ms) << "of the last line, whatever the clock did";
    EXPECT_TRUE(records[0].entry.canonical_bytes.empty());
    EXPECT_EQ(records[1].changed_ms, start_ms + 2);
    EXPECT_FALSE(records[1].ended_ms.has_value());
    EXPECT_EQ(records[2].entry.root_cause, "item:A");
    EXPECT_FALSE(records[2].ended_ms.has_value());
    EXPECT_EQ(value_of(overview().records_after(records[0].entry.sequence, extent.sequence, 1))[0]
                  .entry.document_id,
              "DN-2");
    EXPECT_TRUE(value_of(overview().records_after(0, 0, 9)).empty());
}

TEST_P(StoreOverview, document_that_changed_comes_again_and_others_do_not) {
    post(1, start_ms);
    hold(2, "item:A");
    const Extent before = value_of(overview().extent());
    EXPECT_TRUE(
        value_of(overview().records_changed(before.event, before.event, 9)).records.empty());
    find(1, R"({"code":"reconcile.changed"})");
    find(1, "");
    const Extent after = value_of(overview().extent());
    Changed changed = value_of(overview().records_changed(before.event, after.event, 9));
    ASSERT_EQ(changed.records.size(), 1U) << "once, however often it changed";
    EXPECT_EQ(changed.records[0].entry.document_id, "DN-1");
    EXPECT_EQ(changed.event_through, after.event);
    changed = value_of(overview().records_changed(before.event, after.event, 1));
    EXPECT_LT(changed.event_through, after.event);
    EXPECT_EQ(
        value_of(overview().records_changed(changed.event_through, after.event, 9)).event_through,
        after.event);
}

TEST_P(StoreOverview, what_ended_comes_in_the_order_of_when_and_each_once) {
    post(1, start_ms + 30);
    post(2, start_ms + 10);
    post(3, start_ms + 30, "returnAdvice");
    hold(4, "item:A");
    accepted(5);
    apply(change_by(claimed(5), Happening::withdrawn, start_ms + 20));
    find(2, R"({"code":"reconcile.changed"})");
    const auto numbers = [](const EndedPage& page) {
        std::string all;
        for (const Record& record : page.records) {
            all += record.entry.document_id + "@" +
                   std::to_string(record.ended_ms.value_or(0) - start_ms) + " ";
        }
        return all;
    };
    EndedPage page = value_of(overview().ended_after(State::posted, {}, 1));
    EXPECT_EQ(numbers(page), "DN-2@10 ");
    EXPECT_TRUE(page.more);
    page = value_of(overview().ended_after(State::posted, page.through, 1));
    EXPECT_EQ(numbers(page), "DN-1@30 ");
    page = value_of(overview().ended_after(State::posted, page.through, 9));
    EXPECT_EQ(numbers(page), "DN-3@30 ");
    EXPECT_FALSE(page.more);
    EXPECT_TRUE(value_of(overview().ended_after(State::posted, page.through, 9)).records.empty());
    EXPECT_EQ(numbers(value_of(overview().ended_after(State::posted, {start_ms + 11, 0}, 9))),
              "DN-1@30 DN-3@30 ");
    EXPECT_EQ(numbers(value_of(overview().ended_after(State::withdrawn, {}, 9))), "DN-5@20 ");
    EXPECT_TRUE(value_of(overview().ended_after(State::rejected, {}, 9)).records.empty());
}

TEST_P(StoreOverview, number_that_was_ever_accepted_is_known_by_its_type) {
    accepted(1);
    EXPECT_TRUE(value_of(overview().has_document("despatchAdvice", "DN-1")));
    EXPECT_FALSE(value_of(overview().has_document("returnAdvice", "DN-1")));
    EXPECT_FALSE(value_of(overview().has_document("despatchAdvice", "DN-2")));
    apply(change_by(claimed(1), Happening::withdrawn));
    EXPECT_TRUE(value_of(overview().has_document("despatchAdvice", "DN-1")));
}

TEST_P(StoreOverview, events_come_in_their_order_with_the_document_they_are_about) {
    post(1, start_ms + 10);
    done(store->raise("attention", R"({"about":"all"})", start_ms + 11));
    hold(2, "item:A");
    const Extent extent = value_of(overview().extent());
    const std::vector<ToldEvent> events = value_of(overview().events_after(0, extent.event, 9));
    ASSERT_EQ(events.size(), 2U) << "lines that were not told are none";
    EXPECT_EQ(events[0].message_id, "message-1");
    EXPECT_EQ(events[0].type, "postingResult");
    EXPECT_EQ(events[0].at_ms, start_ms + 10);
    EXPECT_EQ(events[1].message_id, "");
    EXPECT_EQ(events[1].json, R"({"about":"all"})");
    EXPECT_EQ(value_of(overview().events_after(events[0].id, extent.event, 9)).size(), 1U);
    EXPECT_TRUE(value_of(overview().events_after(0, 0, 9)).empty());
}

TEST_P(StoreOverview, alert_is_told_once_until_it_is_over) {
    EXPECT_TRUE(value_of(store->open_alert({"token", start_ms, R"({"a":1})"}, false)));
    EXPECT_FALSE(value_of(store->open_alert({"token", start_ms + 1, R"({"a":2})"}, false)));
    EXPECT_TRUE(value_of(store->open_alert({"period", start_ms + 5, R"({"p":1})"}, false)));
    EXPECT_TRUE(value_of(store->open_alert({"token", start_ms + 9, R"({"a":3})"}, true)));
    reopen();
    const std::vector<Alert> open = value_of(overview().alerts());
    ASSERT_EQ(open.size(), 2U);
    EXPECT_EQ(open[0].key, "token");
    EXPECT_EQ(open[0].since_ms, start_ms) << "since it was told first";
    EXPECT_EQ(open[0].json, R"({"a":3})");
    EXPECT_TRUE(value_of(store->close_alert("token", R"({"closed":true})", start_ms + 10)));
    EXPECT_FALSE(value_of(store->close_alert("token", R"({"closed":true})", start_ms + 11)));
    EXPECT_EQ(value_of(overview().alerts()).size(), 1U);
    std::vector<std::string> told;
    while (const std::optional<StoredEvent> event = value_of(store->next_event())) {
        EXPECT_EQ(event->type, attention_event);
        told.push_back(event->json);
        done(store->acknowledge(event->id));
    }
    EXPECT_EQ(told, (std::vector<std::string>{R"({"a":1})", R"({"p":1})", R"({"a":3})",
                                              R"({"closed":true})"}));
    EXPECT_TRUE(value_of(store->open_alert({"token", start_ms, "{}"}, false))) << "told anew";
}

TEST_P(StoreOverview, question_waits_for_no_writer_and_no_writer_for_it) {
    std::set<std::string> seen;
    std::int64_t after = 0;
    std::thread writer([&] {
        for (int number = 1; number <= 200; ++number) {
            accepted(number);
        }
    });
    while (seen.size() < 200) {
        for (const Record& record :
             value_of(overview().records_after(after, value_of(overview().extent()).sequence, 7))) {
            EXPECT_TRUE(seen.insert(record.entry.message_id).second);
            after = record.entry.sequence;
        }
    }
    writer.join();
}

TEST(SharedOverview, what_another_host_is_writing_is_not_passed_over) {
    const PostgresOptions options = postgres_options(fresh_company());
    const std::unique_ptr<Store> store = open_postgres_store(options);
    accept(*store, 1);
    // A host that took a number and has not committed it; another comes after it.
    ByHand slow(options);
    done(slow.connection().run("BEGIN"));
    slow.run(
        "INSERT INTO document (company, document_key, message_id, content_hash,"
        " external_reference, message_type, tenant_id, document_id, document_version,"
        " ordering_key, subject_id, accepted_ms, state, wait_reason)"
        " VALUES ($1, 'k', 'slow', 'h', 'r', 't', 't', 'd', '1', '', '', 0, 'held', 'none')");
    accept(*store, 3);
    const Extent meanwhile = value_of(store->overview().extent());
    EXPECT_EQ(meanwhile.sequence, 0) << "not known yet how far is safe";
    done(slow.connection().run("COMMIT"));
    const Extent after = value_of(store->overview().extent());
    EXPECT_EQ(value_of(store->overview().records_after(0, after.sequence, 9)).size(), 3U);
}

}  // namespace
}  // namespace sage::outbox_test
