// SPDX-License-Identifier: Apache-2.0
// Plan: a despatch with tracking is found by its reference and one without by what was not there
// before; partial despatches; duplicates; read-back by key, number and reference; lists; tracking
// changed later; verdicts; the fields are Sage's own.
#include "plugins/sage200/wire_despatch.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/order_sample.h"
#include "tests/unit/sage200/published.h"

namespace sage::sage200 {
namespace {

using testing::HasSubstr;

constexpr std::string_view second_reference = "W1123456789ABCDEFX";

class Sage200Despatch : public testing::Test {
  protected:
    Sage200Despatch() {
        const Send send =
            encode_order(books_, sample_order(site_), "spare_text_1", sample_reference);
        order_ = classify_order(send, site_.authorised(send.request)).sage_document;
        lines_ = read_open_lines(site_.authorised(ask_order_lines(books_, order_.key))).value();
    }
    Despatch despatch(std::int64_t quantity, bool tracked = true) {
        Despatch made;
        made.order_key = order_.key;
        made.date = "2026-11-18";
        made.items = {{lines_.at(0).key, Decimal::of(quantity), {}, {}}};
        if (tracked) {
            Tracking tracking;
            tracking.courier_key =
                std::to_string(site_.id_of("couriers", "name", "Parcel Carrier"));
            tracking.consignment_no = "1Z999AA1";
            tracking.weight = decimal("12.5");
            tracking.pieces = 2;
            tracking.notes = "DN-1";
            made.tracking = tracking;
        }
        return made;
    }
    Send sent(const Despatch& despatch, std::string_view reference = sample_reference) {
        Send send = encode_despatch(books_, despatch, reference);
        const Reply reply = site_.authorised(send.request);
        EXPECT_EQ(reply.status / 100, 2) << reply.body;
        verdict_ = classify_despatch(send, reply);
        return send;
    }
    LookUp looked_up(const Send& send) {
        return read_look_up_despatch(send, site_.authorised(look_up_despatch(books_, send)));
    }
    std::vector<std::string> before() {
        return read_despatch_keys(site_.authorised(ask_despatches(books_, order_.key))).value();
    }
    LookUp read_again(const std::vector<ReadBackSubject>& subjects, FindBy by) {
        return read_read_back_despatches(
            subjects, by, site_.authorised(read_back_despatches(books_, subjects, by)));
    }
    static ReadBackSubject subject(const Send& send, const Found& found,
                                   std::string_view reference = sample_reference) {
        ReadBackSubject subject;
        subject.sage_document = found.sage_document;
        subject.facts = send.facts;
        subject.external_reference = reference;
        return subject;
    }

    test::SimulatedSite site_;
    Books books_ = sample_books();
    SageDocument order_;
    std::vector<OpenLine> lines_;
    Verdict verdict_;
};

TEST_F(Sage200Despatch, with_tracking_is_found_by_its_reference_as_promised) {
    const Send send = sent(despatch(2));
    EXPECT_EQ(verdict_.judgement, Judgement::unknown) << "Sage names no despatch";
    EXPECT_EQ(verdict_.problem.code, "sage200.despatch_unnamed");
    const LookUp found = looked_up(send);
    ASSERT_TRUE(found.usable) << found.why;
    ASSERT_EQ(found.found.size(), 1U);
    for (const Difference& one : differences(send.facts, found.found[0].facts)) {
        ADD_FAILURE() << one.field << ": " << one.expected << " / " << one.found;
    }
    EXPECT_EQ(found.found[0].sage_document.type, despatch_type);
    EXPECT_TRUE(knows_key(found.found[0].sage_document));
    EXPECT_EQ(found.found[0].external_reference, sample_reference);
    EXPECT_EQ(send.facts.at("notes"), "W0123456789ABCDEFX DN-1");
    EXPECT_EQ(site_.on_hand("LANTERN"), "98");
}

TEST_F(Sage200Despatch, without_tracking_is_what_was_not_there_before) {
    site_.change(R"({"set":{"model":"sop_settings","fields":
        {"record_tracking_on_despatch":false}}})");
    const Send first = sent(despatch(1, false));
    ASSERT_EQ(looked_up(first).found.size(), 1U);
    const Found first_found = looked_up(first).found.at(0);
    Despatch rest = despatch(1, false);
    rest.before = before();
    ASSERT_EQ(rest.before.size(), 1U);
    EXPECT_TRUE(looked_up(encode_despatch(books_, rest, second_reference)).found.empty())
        << "nothing has left since";
    const Send second = sent(rest, second_reference);
    const LookUp found = looked_up(second);
    ASSERT_EQ(found.found.size(), 1U);
    EXPECT_NE(found.found[0].sage_document.key, rest.before[0]);
    EXPECT_TRUE(differences(second.facts, found.found[0].facts).empty());
    EXPECT_EQ(looked_up(first).found.size(), 2U) << "of the first both may be it: for a person";
    // Once they are known, neither is taken for a second one of the other.
    const std::vector<ReadBackSubject> both = {subject(first, first_found),
                                               subject(second, found.found[0], second_reference)};
    EXPECT_EQ(read_again({both[0]}, FindBy::reference).found.size(), 1U);
    const LookUp again = read_again(both, FindBy::reference);
    ASSERT_EQ(again.found.size(), 2U);
    EXPECT_EQ(again.found[0].external_reference, sample_reference);
    EXPECT_EQ(again.found[1].external_reference, second_reference);
}

TEST_F(Sage200Despatch, without_tracking_is_told_from_others_by_what_left) {
    const Send ours = sent(despatch(1, false));
    Despatch other = despatch(2, false);
    other.items[0].line_key = lines_.at(1).key;
    const Send others = sent(other);
    ASSERT_EQ(looked_up(ours).found.size(), 1U);
    ASSERT_EQ(looked_up(others).found.size(), 1U);
    EXPECT_NE(looked_up(ours).found[0].sage_document.key,
              looked_up(others).found[0].sage_document.key);
    // Neither is what was sent here: a person compares both.
    EXPECT_EQ(looked_up(encode_despatch(books_, despatch(2, false), second_reference)).found.size(),
              2U);
}

TEST_F(Sage200Despatch, of_other_content_is_no_sighting_of_one_that_is_in_doubt) {
    const Send ours = encode_despatch(books_, despatch(1, false), sample_reference);
    Despatch other = despatch(1, false);
    other.items[0].line_key = lines_.at(1).key;
    sent(other);
    Found nothing;
    nothing.sage_document.type = despatch_type;
    EXPECT_TRUE(read_again({subject(ours, nothing)}, FindBy::reference).found.empty());
    // One that has what was sent and more is another one, too.
    Despatch more = despatch(1, false);
    more.items.push_back({lines_.at(1).key, Decimal::of(1), {}, {}});
    sent(more);
    EXPECT_TRUE(read_again({subject(ours, nothing)}, FindBy::reference).found.empty());
    EXPECT_EQ(looked_up(ours).found.size(), 2U) << "in doubt a person compares them";
    sent(despatch(1, false));
    const LookUp found = read_again({subject(ours, nothing)}, FindBy::reference);
    ASSERT_EQ(found.found.size(), 1U) << found.why;
    EXPECT_TRUE(differences(ours.facts, found.found[0].facts).empty());
}

TEST_F(Sage200Despatch, whose_tracking_was_dropped_is_not_absent) {
    const Send send = encode_despatch(books_, despatch(1), sample_reference);
    Despatch other = despatch(1, false);
    other.date = "2026-11-17";
    sent(other);
    EXPECT_TRUE(looked_up(send).found.empty()) << "of another day";
    sent(despatch(1, false));
    const LookUp found = looked_up(send);
    ASSERT_EQ(found.found.size(), 1U) << found.why;
    EXPECT_FALSE(differences(send.facts, found.found[0].facts).empty()) << "for a person";
}

TEST_F(Sage200Despatch, of_somebody_else_is_not_taken_for_ours) {
    Despatch theirs = despatch(1);
    theirs.tracking->notes = "by hand";
    Send other = encode_despatch(books_, theirs, "");
    ASSERT_EQ(site_.authorised(other.request).status, 200);
    const Send send = encode_despatch(books_, despatch(1), sample_reference);
    EXPECT_TRUE(looked_up(send).found.empty());
    ASSERT_EQ(site_.authorised(send.request).status, 200);
    EXPECT_EQ(looked_up(send).found.size(), 1U);
}

TEST_F(Sage200Despatch, that_left_twice_is_shown_twice) {
    const Send send = sent(despatch(1));
    sent(despatch(1));
    const LookUp found = looked_up(send);
    EXPECT_EQ(found.found.size(), 2U);
    EXPECT_EQ(read_again({subject(send, found.found[0])}, FindBy::reference).found.size(), 2U);
    EXPECT_THAT(site_.authorised(send.request).body, HasSubstr("Only 0 can be despatched"));
}

TEST_F(Sage200Despatch, is_read_back_by_key_number_and_reference) {
    const Send first = sent(despatch(1));
    const Send second = sent(despatch(1), second_reference);
    const Found one = looked_up(first).found.at(0);
    const Found other = looked_up(second).found.at(0);
    const std::vector<ReadBackSubject> both = {subject(first, one),
                                               subject(second, other, second_reference)};
    for (const FindBy by : {FindBy::key, FindBy::number, FindBy::reference}) {
        const LookUp found = read_again(both, by);
        ASSERT_EQ(found.found.size(), 2U) << found.why;
        EXPECT_TRUE(differences(first.facts, found.found[0].facts).empty());
        EXPECT_TRUE(differences(second.facts, found.found[1].facts).empty());
        EXPECT_EQ(found.found[1].external_reference, second_reference);
    }
    site_.change(R"({"set":{"model":"sop_order_despatch_line_view","id":)" +
                 std::string(text_at(site_.get("/sop_order_despatch_line_views"),
                                     "/0/sop_despatch_line_id")) +
                 R"(,"fields":{"sop_despatch_line_quantity":"5"}}})");
    const LookUp changed = read_again({subject(first, one)}, FindBy::key);
    const std::vector<Difference> wrong = differences(first.facts, changed.found.at(0).facts);
    ASSERT_EQ(wrong.size(), 1U);
    EXPECT_EQ(wrong[0].found, "5");
}

TEST_F(Sage200Despatch, lines_of_one_despatch_are_one_document) {
    Despatch made = despatch(2);
    made.items.push_back({lines_.at(1).key, Decimal::of(1), {}, {}});
    const Send send = sent(made);
    const LookUp found = looked_up(send);
    ASSERT_EQ(found.found.size(), 1U);
    EXPECT_TRUE(differences(send.facts, found.found[0].facts).empty());
    EXPECT_EQ(before().size(), 1U);
}

TEST_F(Sage200Despatch, a_line_that_left_from_two_bins_is_the_sum_of_both) {
    const Send send = encode_despatch(books_, despatch(2), sample_reference);
    std::string rows;
    for (const char* quantity : {"1.5", "0.50"}) {
        rows +=
            (rows.empty() ? "" : ",") +
            std::string(R"({"sop_despatch_id":7,"sop_despatch_document_no":"9","sop_order_id":)") +
            order_.key + R"(,"sop_order_line_id":)" + lines_[0].key +
            R"(,"sop_despatch_notes":"W0123456789ABCDEFX DN-1","sop_despatch_line_quantity":)" +
            quantity + "}";
    }
    const LookUp found = read_look_up_despatch(send, {200, {}, "[" + rows + "]"});
    ASSERT_EQ(found.found.size(), 1U);
    EXPECT_EQ(found.found[0].facts.at("despatched " + lines_[0].key), "2");
}

TEST_F(Sage200Despatch, of_which_nothing_is_known_any_more_goes_by_its_key) {
    const Send send = sent(despatch(2));
    ReadBackSubject purged = subject(send, looked_up(send).found.at(0));
    purged.facts.clear();
    const LookUp found = read_again({purged}, FindBy::reference);
    ASSERT_EQ(found.found.size(), 1U) << found.why;
    EXPECT_EQ(found.found[0].external_reference, sample_reference);
    // Of one that was never sent nothing is known but what its reference would be.
    purged.sage_document.key.clear();
    EXPECT_EQ(read_again({purged}, FindBy::reference).found.size(), 1U);
    purged.external_reference = second_reference;
    const LookUp none = read_again({purged}, FindBy::reference);
    EXPECT_TRUE(none.usable) << none.why;
    EXPECT_TRUE(none.found.empty());
}

TEST_F(Sage200Despatch, lists_hold_what_carries_a_reference_of_ours_in_the_period) {
    sent(despatch(1));
    Despatch theirs = despatch(1);
    theirs.tracking->notes = "Wrapped in two layers of paper";
    ASSERT_EQ(site_.authorised(encode_despatch(books_, theirs, "").request).status, 200);
    const auto listed = [&](const OwnList& list) {
        return read_own_despatches(list, site_.authorised(list_own_despatches(books_, list)))
            .value();
    };
    const OwnPage page = listed({std::string(despatch_type), "2026-11-18", "2026-11-18", ""});
    ASSERT_EQ(page.found.size(), 1U);
    EXPECT_EQ(page.found[0].external_reference, sample_reference);
    EXPECT_TRUE(page.found[0].facts.empty());
    EXPECT_TRUE(listed({std::string(despatch_type), "2026-11-01", "2026-11-17", ""}).found.empty());
    EXPECT_FALSE(read_own_despatches({}, {504, {}, ""}).ok());
    std::string full = "[";
    for (int row = 1; row <= 500; ++row) {
        full += (row == 1 ? "" : ",") + std::string(R"({"sop_despatch_line_id":)") +
                std::to_string(row) + "}";
    }
    const Reply reply{200, {}, full + "]"};
    EXPECT_EQ(read_own_despatches({"", "", "", ""}, reply).value().next, "500");
    EXPECT_FALSE(read_own_despatches({"", "", "", "500"}, reply).ok());
}

TEST_F(Sage200Despatch, takes_tracking_later_and_shows_it) {
    const Send send = sent(despatch(2));
    const std::string key = looked_up(send).found.at(0).sage_document.key;
    Tracking late;
    late.consignment_no = "1Z-LATE";
    late.pieces = 3;
    late.notes = notes_with(sample_reference, "DN-1");
    const Send change = change_tracking(books_, key, late);
    EXPECT_EQ(change.request.method, "PUT");
    EXPECT_EQ(change.existing_key, key);
    const Verdict verdict = classify_tracking(change, site_.authorised(change.request));
    EXPECT_EQ(verdict.judgement, Judgement::done) << verdict.problem.cause;
    EXPECT_EQ(verdict.sage_document.key, key);
    const LookUp shown = read_look_up_tracking(site_.authorised(look_up_tracking(books_, change)));
    ASSERT_EQ(shown.found.size(), 1U) << shown.why;
    EXPECT_TRUE(differences(change.facts, shown.found[0].facts).empty());
    EXPECT_EQ(shown.found[0].external_reference, sample_reference);
    EXPECT_EQ(looked_up(send).found.size(), 1U) << "still found by its reference";
    site_.change(R"({"set":{"model":"sop_order","fields":
        {"document_status":"EnumDocumentStatusComplete"}}})");
    EXPECT_EQ(classify_tracking(change, site_.authorised(change.request)).judgement,
              Judgement::refused_cause);
    EXPECT_EQ(classify_tracking(change, {200, {}, "{}"}).judgement, Judgement::unknown);
    EXPECT_EQ(classify_tracking(change, {200, {}, R"({"id":1})"}).judgement, Judgement::unknown);
}

TEST_F(Sage200Despatch, verdicts_tell_what_is_definite) {
    const Send send = encode_despatch(books_, despatch(3), sample_reference);
    const Verdict refused = classify_despatch(send, site_.authorised(send.request));
    EXPECT_EQ(refused.judgement, Judgement::refused_cause);
    EXPECT_THAT(refused.problem.cause, HasSubstr("Only 2 can be despatched"));
    EXPECT_EQ(classify_despatch(send, {504, {}, ""}).judgement, Judgement::unknown);
    EXPECT_EQ(classify_despatch(send, {401, {}, ""}).judgement, Judgement::unauthorised);
    site_.change(R"({"site":{"professional":true,"release":"2022-08-21"}})");
    EXPECT_EQ(classify_despatch(send, site_.authorised(send.request)).problem.code,
              "sage200.not_offered");
}

TEST_F(Sage200Despatch, a_gateway_that_gives_up_leaves_a_despatch_that_is_found) {
    const Send send = encode_despatch(books_, despatch(2), sample_reference);
    ASSERT_EQ(site_.authorised(send.request).status, 200);
    EXPECT_EQ(classify_despatch(send, {504, {}, "Gateway Timeout"}).judgement, Judgement::unknown);
    EXPECT_EQ(looked_up(send).found.size(), 1U);
}

TEST_F(Sage200Despatch, answers_that_show_less_than_everything_are_not_used) {
    const Send send = encode_despatch(books_, despatch(2), sample_reference);
    EXPECT_FALSE(read_look_up_despatch(send, {504, {}, ""}).usable);
    EXPECT_FALSE(read_look_up_despatch(send, {200, {}, R"([{"sop_order_id":1}])"}).usable);
    EXPECT_FALSE(read_despatch_keys({504, {}, ""}).ok());
    EXPECT_FALSE(read_look_up_tracking({404, {}, ""}).usable);
    std::string full = "[";
    for (int row = 1; row <= 5000; ++row) {
        full += (row == 1 ? "" : ",") + std::string(R"({"sop_despatch_id":1})");
    }
    EXPECT_FALSE(read_look_up_despatch(send, {200, {}, full + "]"}).usable);
}

TEST_F(Sage200Despatch, the_body_has_only_fields_that_sage_publishes) {
    const JsonValue models = test::published_models();
    if (models.is_null()) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    Despatch made = despatch(2);
    made.items[0].bins = {{"7", Decimal::of(2)}};
    made.items[0].traceable_items = {{"8", "7", "9", Decimal::of(2)}};
    const Send send = encode_despatch(books_, made, sample_reference);
    const auto body = parse_json(send.request.body, 100'000, JsonNumbers::as_text);
    ASSERT_TRUE(body.ok());
    const auto expect_known = [&](const JsonValue& object, const char* model) {
        for (const auto& [name, value] : object.get_object()) {
            EXPECT_TRUE(models.at(model).at("properties").get_object().contains(name))
                << model << "." << std::string(name);
        }
    };
    expect_known(body.value(), "sop_confirm_despatch_adjustment");
    const JsonValue& item = body.value().at("items").get_array()[0];
    expect_known(item, "sop_despatch_receipt_item");
    expect_known(item.at("bin_items").get_array()[0], "sop_despatch_bin_item");
    expect_known(item.at("traceable_adjustment_items").get_array()[0],
                 "sop_item_traceable_adjustment_item");
    expect_known(body.value().at("tracking_items").get_array()[0], "pending_sop_despatch_receipt");
    const Send late = change_tracking(books_, "1", *made.tracking);
    expect_known(parse_json(late.request.body, 10'000, JsonNumbers::as_text).value(),
                 "sop_despatch_receipt");
    for (const char* field :
         {"sop_despatch_line_id", "sop_despatch_line_quantity", "sop_despatch_id",
          "sop_despatch_document_no", "sop_despatch_date", "sop_order_line_id", "sop_order_id",
          "sop_despatch_consignment_no", "sop_despatch_pieces", "sop_despatch_notes"}) {
        EXPECT_TRUE(
            models.at("sop_order_despatch_line_view").at("properties").get_object().contains(field))
            << field;
    }
}

}  // namespace
}  // namespace sage::sage200
