// SPDX-License-Identifier: Apache-2.0
// Plan: keep; ask first; patch where policy and state allow, each reason to keep once; the patch's
// request, facts and field list; a despatch that is unknown, unposted, without document or gone.
#include "tests/unit/intacct/golden.h"

namespace sage::intacct {
namespace {

using sample::document;
using sample::expect_kind;
using sample::prepared;
using sample::settings;

constexpr const char* patching = R"({"lateTracking":"patch"})";

std::vector<Related> despatch(bool posted = true, const char* document_key = "12922") {
    SageDocument sage_document;
    sage_document.type = "Sales Invoice";
    sage_document.key = document_key;
    return {{MessageType::despatch_advice, "DN-1001-1", posted, sage_document}};
}

std::string row(std::string_view changes = "{}") {
    sample::json::value all = sample::parsed(R"({
        "key": "12922", "documentNumber": "SI-1", "state": "pending", "paymentStatus": "open",
        "isPrinted": false, "txnDate": "2026-11-20", "postingDate": null, "invoice.key": "77",
        "trackingNumber": "1Z999AA10123456784"})");
    const sample::json::value wanted = sample::parsed(changes);
    for (const auto& change : wanted.as_object()) {
        all.as_object()[change.key()] = change.value();
    }
    return sample::json::serialize(all);
}

Reply page(const std::string& rows, int count = 1) {
    return sample::reply(200, R"({"ia::result":[)" + rows + R"(],"ia::meta":{"totalCount":)" +
                                  std::to_string(count) +
                                  R"(,"start":1,"pageSize":2,"next":null,"previous":null}})");
}

Preparation after(const Reply& reply, const Settings& chosen = settings(patching),
                  const Catalogue& known = sample::catalogue()) {
    const Document update = document("trackingUpdate");
    const ReadFirst question = expect_kind<ReadFirst>(prepared(update, chosen, known, despatch()));
    return prepared(update, chosen, known, despatch(), {{question.name, reply}});
}

std::string kept_because(const Preparation& preparation) {
    const PostNothing nothing = expect_kind<PostNothing>(preparation);
    EXPECT_EQ(nothing.about.key, "12922");
    return nothing.reason;
}

TEST(IntacctTracking, the_default_keeps_the_document_and_names_it) {
    const PostNothing nothing = expect_kind<PostNothing>(
        prepared(document("trackingUpdate"), settings(), Catalogue(), despatch()));
    EXPECT_EQ(nothing.about.key, "12922");
    EXPECT_EQ(nothing.about.type, "Sales Invoice");
}

TEST(IntacctTracking, a_despatch_not_posted_or_not_known_holds) {
    for (const std::vector<Related>& related : {despatch(false), std::vector<Related>()}) {
        const Hold hold = expect_kind<Hold>(
            prepared(document("trackingUpdate"), settings(), sample::catalogue(), related));
        EXPECT_EQ(hold.problem.code, "intacct.despatch_not_posted");
        sample::expect_complete(hold.problem);
    }
    std::vector<Related> another = despatch();
    another[0].document_id = "DN-2";
    expect_kind<Hold>(
        prepared(document("trackingUpdate"), settings(), sample::catalogue(), another));
}

TEST(IntacctTracking, a_despatch_without_a_sage_document_has_nothing_to_change) {
    const PostNothing nothing = expect_kind<PostNothing>(prepared(
        document("trackingUpdate"), settings(patching), sample::catalogue(), despatch(true, "")));
    EXPECT_EQ(nothing.about.key, "");
}

TEST(IntacctTracking, the_document_is_read_before_it_is_changed) {
    const ReadFirst question = expect_kind<ReadFirst>(
        prepared(document("trackingUpdate"), settings(patching), sample::catalogue(), despatch()));
    sample::expect_golden("tracking-read", question.request);
    const Hold hold = expect_kind<Hold>(
        prepared(document("trackingUpdate"), settings(patching), Catalogue(), despatch()));
    EXPECT_EQ(hold.root_cause, "catalogue");
}

TEST(IntacctTracking, a_document_that_may_be_edited_is_patched) {
    const Send send = expect_kind<Send>(after(page(row())));
    sample::expect_golden("tracking-patch", send.request);
    EXPECT_EQ(send.existing_key, "12922");
    EXPECT_EQ(send.sage_type, "Sales Invoice");
    const Facts expected = {{"trackingNumber", "1Z999AA10123456784,1Z999AA10123456801"}};
    EXPECT_EQ(send.facts, expected);
}

TEST(IntacctTracking, the_patch_fits_the_transcribed_field_list) {
    SKIP_WITHOUT_FIELD_LISTS();
    sample::expect_fits("order-entry-document.update",
                        expect_kind<Send>(after(page(row()))).request.body);
}

TEST(IntacctTracking, payment_and_state_keep_the_document) {
    EXPECT_NE(kept_because(after(page(row(R"({"paymentStatus":"paid"})")))).find("payment"),
              std::string::npos);
    EXPECT_NE(
        kept_because(after(page(row(R"({"paymentStatus":"partiallyPaid"})")))).find("payment"),
        std::string::npos);
    for (const char* state :
         {"closed", "inProgress", "converted", "partiallyConverted", "convertedByLine",
          "partiallyConvertedByLine", "exception", "declined"}) {
        const std::string reason =
            kept_because(after(page(row(std::string(R"({"state":")") + state + "\"}"))));
        EXPECT_NE(reason.find(state), std::string::npos) << reason;
    }
}

TEST(IntacctTracking, the_edit_policy_is_obeyed) {
    const auto known = [](const char* policy) {
        return sample::catalogue_with(
            kind::order_entry_definition, "Sales Invoice",
            [&](CatalogueRecord& record) { record.fields["editPolicy"] = policy; });
    };
    const Settings chosen = settings(patching);
    kept_because(after(page(row()), chosen, known("noEdit")));
    kept_because(after(page(row()), chosen, known("")));
    kept_because(after(page(row()), chosen, known("somethingNew")));
    expect_kind<Send>(after(page(row()), chosen, known("beforePrinting")));
    kept_because(after(page(row(R"({"isPrinted":true})")), chosen, known("beforePrinting")));
    kept_because(after(page(row(R"({"isPrinted":null})")), chosen, known("beforePrinting")));
    kept_because(after(page(row()), chosen, known("editInDraftOnly")));
    expect_kind<Send>(after(page(row(R"({"state":"draft"})")), chosen, known("editInDraftOnly")));
    kept_because(
        after(page(row()), chosen, sample::without(kind::order_entry_definition, "Sales Invoice")));
}

TEST(IntacctTracking, numbers_that_are_there_already_are_not_sent_again) {
    kept_because(after(page(row(R"({"trackingNumber":"1Z999AA10123456784,1Z999AA10123456801"})"))));
}

TEST(IntacctTracking, in_a_memo_only_the_tracking_line_is_replaced) {
    const Settings in_memo = settings(
        R"({"lateTracking":"patch","fields":{"tracking":"memo","externalReference":"nsp::R"}})");
    const Send send = expect_kind<Send>(
        after(page(row(R"({"memo":"Despatch: DN-1001-1\r\nTracking: OLD\nby hand"})")), in_memo));
    EXPECT_EQ(send.facts.at("memo"),
              "Despatch: DN-1001-1\nby hand\n"
              "Tracking: 1Z999AA10123456784,1Z999AA10123456801");
}

TEST(IntacctTracking, a_document_that_is_gone_or_cannot_be_read_holds) {
    EXPECT_EQ(expect_kind<Hold>(after(page("", 0))).problem.code, "intacct.document_gone");
    EXPECT_EQ(expect_kind<Hold>(after(page(row(R"({"key":"1"})")))).problem.code,
              "intacct.document_gone");
    EXPECT_EQ(expect_kind<Hold>(after(sample::reply(403, "{}"))).problem.code,
              "intacct.document_unreadable");
    EXPECT_EQ(expect_kind<Hold>(after(sample::reply(200, "<html>"))).problem.code,
              "intacct.document_unreadable");
}

TEST(IntacctTracking, a_passing_trouble_is_asked_again) {
    for (const int status : {401, 429, 500, 503}) {
        expect_kind<ReadFirst>(after(sample::reply(status, "{}")));
    }
}

}  // namespace
}  // namespace sage::intacct
