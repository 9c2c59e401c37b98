// SPDX-License-Identifier: Apache-2.0
// Plan: which documents go by the gateway and which do not; what holds one, with the pointer; keys
// and numbers of documents that this one is about; settings that cannot work.
#include "plugins/intacct/gateway.h"

#include <gmock/gmock.h>

#include "tests/unit/intacct/gateway_sample.h"
#include "tests/unit/intacct/receivable_sample.h"

namespace sage::intacct {
namespace {

using sample::document;
using sample::expect_kind;
using sample::gateway_settings;
using testing::HasSubstr;

Preparation by_settings(const Document& subject, const Settings& chosen,
                        const std::vector<Related>& related = {},
                        const std::vector<Observation>& seen = {}, bool past = false) {
    static const Catalogue known(sample::records(), 1);
    return prepare_by_settings(chosen, {subject, known, sample::reference, sample::key,
                                        "2026-11-25", related, seen, past});
}

Document tracking() {
    return document("trackingUpdate");
}

Related despatch_posted(const std::string& key, const std::string& number) {
    Related related;
    related.message_type = MessageType::despatch_advice;
    related.document_id = tracking().despatch_id;
    related.posted = true;
    related.sage_document.type = "Sales Invoice";
    related.sage_document.key = key;
    related.sage_document.number = number;
    return related;
}

Observation row(const std::string& name, const std::string& members) {
    return {name,
            {200, {}, R"({"ia::result":[{)" + members + R"(}],"ia::meta":{"totalCount":1}})"}};
}

TEST(IntacctGateway, what_the_settings_do_not_name_goes_by_rest) {
    const Settings rest = sample::settings(R"({"taxDetails": {}})");
    for (const char* name : {"despatchAdvice", "salesOrder", "returnAdvice"}) {
        EXPECT_FALSE(goes_by_gateway(expect_kind<Send>(by_settings(document(name), rest)).request));
        EXPECT_TRUE(goes_by_gateway(
            expect_kind<Send>(by_settings(document(name), gateway_settings())).request))
            << name;
    }
    const Settings orders =
        sample::settings(R"({"taxDetails": {}, "gateway": {"salesOrder": "gateway"}})");
    EXPECT_FALSE(goes_by_gateway(
        expect_kind<Send>(by_settings(document("despatchAdvice"), orders)).request));
}

Preparation adjustment_by_gateway(std::string_view of_all, std::string_view of_receivable = "{}") {
    sample::json::value all = sample::parsed(of_all);
    all.as_object()["gateway"].emplace_object()["returnAdvice"] = "gateway";
    static const Catalogue known = sample::receivable_catalogue();
    const Settings chosen =
        sample::receivable_settings(of_receivable, sample::json::serialize(all));
    return prepare_by_settings(
        chosen,
        {document("returnAdvice"), known, sample::reference, sample::key, "2026-11-25", {}, {}});
}

TEST(IntacctGateway, an_adjustment_of_accounts_receivable_goes_by_it_with_its_taxes) {
    const Send send = expect_kind<Send>(adjustment_by_gateway("{}"));
    EXPECT_EQ(function_in(send.request), "create_aradjustment");
    EXPECT_EQ(family_of(send.request), Family::receivable_adjustment);
    EXPECT_EQ(send.facts.at("documentNumber"), sample::reference);
    for (const char* none : {R"({"taxSolution":"United Kingdom - VAT"})",
                             R"({"dimensions":[{"set":{"task":"T-1"}}]})"}) {
        const Hold hold = expect_kind<Hold>(adjustment_by_gateway(none));
        EXPECT_EQ(hold.problem.code, "intacct.gateway_lacks") << none;
    }
    const Hold draft = expect_kind<Hold>(adjustment_by_gateway("{}", R"({"state":"draft"})"));
    EXPECT_EQ(draft.problem.code, "intacct.gateway_unproven");
    EXPECT_THAT(draft.problem.cause, HasSubstr("action"));
}

TEST(IntacctGateway, what_was_mapped_is_the_same_either_way_but_for_notes) {
    Document subject = document("despatchAdvice");
    const Settings by_rest = sample::settings(R"({"taxDetails": {}})");
    const Send with_notes = expect_kind<Send>(by_settings(subject, gateway_settings()));
    EXPECT_EQ(with_notes.facts.at("memo"), "left with neighbour");
    subject.notes.clear();
    const Send rest = expect_kind<Send>(by_settings(subject, by_rest));
    const Send other = expect_kind<Send>(by_settings(subject, gateway_settings()));
    EXPECT_EQ(rest.facts, other.facts);
    EXPECT_EQ(rest.sage_type, other.sage_type);
}

TEST(IntacctGateway, a_document_of_the_past_is_compared_and_needs_no_request) {
    EXPECT_FALSE(goes_by_gateway(
        expect_kind<Send>(by_settings(document("despatchAdvice"), gateway_settings(), {}, {}, true))
            .request));
}

TEST(IntacctGateway, an_element_without_proof_holds_the_document_and_names_the_setting) {
    const Settings nothing_unproven =
        sample::settings(R"({"taxDetails": {}, "gateway": {"despatchAdvice": "gateway"}})");
    const Hold hold = expect_kind<Hold>(by_settings(document("despatchAdvice"), nothing_unproven));
    EXPECT_EQ(hold.problem.code, "intacct.gateway_unproven");
    EXPECT_EQ(hold.problem.pointer, "/gateway/unprovenElements");
    EXPECT_THAT(hold.problem.cause, HasSubstr("trackingnumber"));
}

TEST(IntacctGateway, a_change_names_the_document_by_its_number) {
    const std::vector<Related> related = {despatch_posted("2710", "SI-7")};
    const std::vector<Observation> seen = {
        row("posted document", R"("key":"2710","state":"pending","trackingNumber":null)")};
    const Send send = expect_kind<Send>(by_settings(tracking(), gateway_settings(), related, seen));
    EXPECT_EQ(send.existing_key, "2710");
    EXPECT_THAT(send.request.body, HasSubstr(R"(<update_sotransaction key="Sales Invoice-SI-7">)"));
    sample::expect_golden_xml("gateway-tracking", send.request);
}

TEST(IntacctGateway, a_document_known_by_its_number_alone_is_asked_for_its_key) {
    const std::vector<Related> related = {despatch_posted("SI-7", "SI-7")};
    const ReadFirst question =
        expect_kind<ReadFirst>(by_settings(tracking(), gateway_settings(), related));
    EXPECT_THAT(question.request.body,
                HasSubstr(R"("filters":[{"$eq":{"documentNumber":"SI-7"}}])"));
    const Observation learnt = row(question.name, R"("key":"2710","documentNumber":"SI-7")");
    const ReadFirst next =
        expect_kind<ReadFirst>(by_settings(tracking(), gateway_settings(), related, {learnt}));
    EXPECT_THAT(next.request.body, HasSubstr(R"({"$eq":{"key":"2710"}})"));
    const Send send = expect_kind<Send>(by_settings(
        tracking(), gateway_settings(), related,
        {learnt,
         row("posted document", R"("key":"2710","state":"pending","trackingNumber":null)")}));
    EXPECT_EQ(send.existing_key, "2710");
}

TEST(IntacctGateway, a_document_known_by_its_key_alone_is_asked_for_its_number) {
    const std::vector<Related> related = {despatch_posted("2710", "")};
    const ReadFirst question =
        expect_kind<ReadFirst>(by_settings(tracking(), gateway_settings(), related));
    EXPECT_THAT(question.request.body, HasSubstr(R"("filters":[{"$eq":{"key":"2710"}}])"));
    const Hold hold = expect_kind<Hold>(by_settings(
        tracking(), gateway_settings(), related,
        {{question.name, {200, {}, R"({"ia::result":[],"ia::meta":{"totalCount":0}})"}},
         row("posted document", R"("key":"2710","state":"pending","trackingNumber":null)")}));
    EXPECT_EQ(hold.problem.code, "intacct.gateway_lacks");
    EXPECT_EQ(hold.problem.pointer, "/gateway");
}

TEST(IntacctGateway, an_answer_that_failed_for_now_is_asked_for_again) {
    const std::vector<Related> related = {despatch_posted("SI-7", "SI-7")};
    expect_kind<ReadFirst>(by_settings(tracking(), gateway_settings(), related,
                                       {{"key of the document", {503, {}, ""}}}));
}

TEST(IntacctGateway, tax_schedules_and_tracking_that_is_kept_are_settings_that_cannot_work) {
    const auto code = [](std::string_view changes) {
        const Result<Settings> read = read_settings(sample::changed_settings(changes));
        return read.ok() ? std::string() : read.error().first().code;
    };
    EXPECT_EQ(code(R"({"gateway": {"despatchAdvice": "gateway"}})"),
              "intacct.settings.gateway_tax");
    EXPECT_EQ(code(R"({"taxDetails": {}, "gateway": {"despatchAdvice": "gateway"},
                       "taxRules": [{"schedule": "UK Sale Goods Standard Rate"}]})"),
              "intacct.settings.gateway_tax");
    EXPECT_EQ(code(R"({"taxDetails": {}, "gateway": {"despatchAdvice": "gateway"},
                       "taxRules": [{"schedule": null, "percent": "0"}]})"),
              "")
        << "a rule that puts nothing on the line needs no element";
    EXPECT_EQ(code(R"({"gateway": {"inventoryIncrease": "gateway"}})"), "");
    EXPECT_EQ(code(R"({"gateway": {"lateTracking": "gateway"}})"),
              "intacct.settings.gateway_tracking");
    EXPECT_EQ(code(R"({"gateway": {"lateTracking": "gateway"}, "lateTracking": "patch"})"), "");
}

}  // namespace
}  // namespace sage::intacct
