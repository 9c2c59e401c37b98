// SPDX-License-Identifier: Apache-2.0
// Plan: never, whenPossible and required; a despatch from its order and a return from its despatch;
// each reason not to link once; parts, units and prices; the reply that is asked for again.
#include <gmock/gmock.h>

#include "tests/unit/intacct/golden.h"

namespace sage::intacct {
namespace {

using sample::document;
using sample::expect_kind;
using sample::prepared;
using sample::settings;
using ::testing::HasSubstr;

constexpr const char* possible = R"({"sourceDocument":"whenPossible"})";
constexpr const char* required = R"({"sourceDocument":"required"})";

std::vector<Related> related(MessageType type, const char* number, const char* definition) {
    SageDocument made;
    made.type = definition;
    made.key = "2710";
    made.number = "SO-0007";
    return {{type, number, true, made}};
}

std::vector<Related> order() {
    return related(MessageType::sales_order, "SO-1001", "Sales Order");
}

std::vector<Related> despatch() {
    return related(MessageType::despatch_advice, "DN-1001-1", "Sales Invoice");
}

Catalogue catalogue(const char* method = "leaveTransactionOpen") {
    std::vector<CatalogueRecord> all = sample::records();
    for (CatalogueRecord& one : all) {
        if (one.kind == kind::order_entry_definition) {
            one.fields["partialConvertMethod"] = method;
        }
    }
    all.push_back(sample::record(kind::conversion, "Sales Invoice from Sales Order"));
    all.push_back(sample::record(kind::conversion, "Sales Return from Sales Invoice"));
    return {std::move(all), 1};
}

std::string line(const char* key, const char* item, const char* quantity, const char* price,
                 const char* left, const char* base = nullptr) {
    return std::string(R"({"documentHeader.key":"2710","key":")") + key +
           R"(","dimensions.item.id":")" + item + R"(","unit":"Each","unitQuantity":")" + quantity +
           R"(","unitPrice":")" + price + R"(","quantity":")" +
           (base == nullptr ? quantity : base) + R"(","quantityRemaining":")" + left + "\"}";
}

Reply page(const std::vector<std::string>& rows) {
    std::string all;
    for (const std::string& row : rows) {
        all += (all.empty() ? "" : ",") + row;
    }
    const std::string count = std::to_string(rows.size());
    return sample::reply(200, R"({"ia::result":[)" + all + R"(],"ia::meta":{"totalCount":)" +
                                  count +
                                  R"(,"start":1,"pageSize":1000,"next":null,"previous":null}})");
}

// A despatch of its lines, as the example has them, from an order with these lines.
Preparation from_order(const std::vector<std::string>& rows, const char* changes = possible,
                       const Catalogue& known = catalogue()) {
    const Document subject = document("despatchAdvice");
    const Settings chosen = settings(changes);
    const ReadFirst question = expect_kind<ReadFirst>(prepared(subject, chosen, known, order()));
    return prepared(subject, chosen, known, order(), {{question.name, page(rows)}});
}

std::string reason(const Preparation& preparation) {
    const Send send = expect_kind<Send>(preparation);
    EXPECT_THAT(send.request.body, Not(HasSubstr("sourceDocument")));
    EXPECT_FALSE(send.facts.contains("sourceDocument.key"));
    if (send.remarks.size() != 1) {
        ADD_FAILURE() << send.remarks.size() << " remarks";
        return {};
    }
    EXPECT_EQ(send.remarks[0].code, "intacct.source_not_linked");
    return send.remarks[0].message;
}

std::vector<std::string> fitting() {
    const Document subject = document("despatchAdvice");
    std::vector<std::string> rows;
    for (std::size_t index = 0; index < subject.lines.size(); ++index) {
        const Line& one = subject.lines[index];
        rows.push_back(line(("99" + std::to_string(index)).c_str(),
                            one.item.sellers_item_id.c_str(), "12",
                            one.price->unit_amount.amount.text().c_str(), "12"));
    }
    for (const AllowanceCharge& charge : subject.allowance_charges) {
        rows.push_back(line("880", "CARRIAGE", "1", charge.amount.amount.text().c_str(), "1"));
    }
    return rows;
}

TEST(IntacctSource, a_despatch_is_made_from_the_lines_of_its_order) {
    const Send send = expect_kind<Send>(from_order(fitting()));
    const sample::json::value body = sample::parsed(send.request.body);
    EXPECT_EQ(body.at_pointer("/sourceDocument/key").as_string(), "2710");
    EXPECT_EQ(body.at_pointer("/lines/0/sourceDocument/key").as_string(), "2710");
    EXPECT_EQ(body.at_pointer("/lines/0/sourceDocumentLine/key").as_string(), "990");
    const auto& lines = body.at("lines").as_array();
    EXPECT_EQ(lines.back().at_pointer("/sourceDocumentLine/key").as_string(), "880");
    EXPECT_EQ(send.facts.at("sourceDocument.key"), "2710");
    EXPECT_TRUE(send.remarks.empty());
    // Apart from the references it is the same request.
    const Send alone = expect_kind<Send>(prepared(document("despatchAdvice")));
    sample::json::value bare = body;
    bare.as_object().erase("sourceDocument");
    for (sample::json::value& one : bare.at("lines").as_array()) {
        one.as_object().erase("sourceDocument");
        one.as_object().erase("sourceDocumentLine");
    }
    EXPECT_EQ(bare, sample::parsed(alone.request.body));
}

TEST(IntacctSource, a_return_is_made_from_the_document_of_its_despatch) {
    const Document subject = document("returnAdvice");
    const Settings chosen = settings(possible);
    std::vector<Related> about = despatch();
    about[0].document_id = subject.original_despatch_id;
    const ReadFirst question =
        expect_kind<ReadFirst>(prepared(subject, chosen, catalogue(), about));
    EXPECT_THAT(question.request.body, HasSubstr("order-entry/document-line::Sales Invoice"));
    const Send send = expect_kind<Send>(
        prepared(subject, chosen, catalogue(), about,
                 {{question.name, page({line("14468", "SKU-100", "10", "1", "10")})}}));
    EXPECT_EQ(
        sample::parsed(send.request.body).at_pointer("/lines/0/sourceDocumentLine/key").as_string(),
        "14468");
}

TEST(IntacctSource, nothing_is_asked_unless_the_settings_say_so_and_there_is_one) {
    const Document subject = document("despatchAdvice");
    const auto asked_nothing = [&](const char* changes, const std::vector<Related>& about) {
        EXPECT_TRUE(expect_kind<Send>(prepared(subject, settings(changes), catalogue(), about))
                        .remarks.empty());
    };
    asked_nothing("{}", order());
    asked_nothing(possible, {});
    std::vector<Related> other = order();
    other[0].posted = false;
    asked_nothing(possible, other);
    other = order();
    other[0].sage_document.key.clear();
    asked_nothing(possible, other);
    other = order();
    other[0].document_id = "another";
    asked_nothing(possible, other);
    other = order();
    other[0].sage_document.type = "Sales Quote";
    asked_nothing(possible, other);
}

TEST(IntacctSource, of_a_corrected_despatch_the_first_document_is_the_source) {
    const Document subject = document("returnAdvice");
    std::vector<Related> about = despatch();
    about[0].document_id = subject.original_despatch_id;
    about.push_back(about[0]);
    about[0].sage_document.key = "newer";
    const ReadFirst question =
        expect_kind<ReadFirst>(prepared(subject, settings(possible), catalogue(), about));
    EXPECT_THAT(question.request.body, HasSubstr("2710"));
}

TEST(IntacctSource, a_definition_that_is_not_made_from_the_other_stands_by_itself) {
    EXPECT_THAT(reason(prepared(document("despatchAdvice"), settings(possible), sample::catalogue(),
                                order())),
                HasSubstr("Sales Invoice is not made from such documents"));
}

TEST(IntacctSource, every_line_has_to_find_its_own) {
    std::vector<std::string> rows = fitting();
    rows[0] = line("990", "SKU-100", "1", "1", "0.5");
    EXPECT_THAT(reason(from_order(rows)), HasSubstr("no line of it has"));
    rows = fitting();
    rows.pop_back();
    EXPECT_THAT(reason(from_order(rows)), HasSubstr("no line of it has 1 Each of CARRIAGE left"));
}

TEST(IntacctSource, what_one_line_takes_the_next_has_not) {
    const Document subject = document("despatchAdvice");
    ASSERT_GE(subject.lines.size(), 1U);
    Document twice = subject;
    twice.lines = {subject.lines[0], subject.lines[0]};
    twice.allowance_charges.clear();
    const std::string quantity = subject.lines[0].quantity.value.text();
    const std::string price = subject.lines[0].price->unit_amount.amount.text();
    const Settings chosen = settings(possible);
    const Reply one_line =
        page({line("990", "SKU-100", quantity.c_str(), price.c_str(), quantity.c_str())});
    EXPECT_THAT(reason(prepared(twice, chosen, catalogue(), order(), {{"source lines", one_line}})),
                HasSubstr("no line of it has"));
}

TEST(IntacctSource, the_line_of_the_same_price_goes_before_another) {
    std::vector<std::string> rows = fitting();
    rows.insert(rows.begin(), line("first", "SKU-100", "12", "0.01", "12"));
    const Send send = expect_kind<Send>(from_order(rows));
    EXPECT_EQ(
        sample::parsed(send.request.body).at_pointer("/lines/0/sourceDocumentLine/key").as_string(),
        "990");
}

TEST(IntacctSource, what_is_left_counts_in_base_units) {
    std::vector<std::string> rows = fitting();
    // Of 12 units of 10 each, 120 base units, a fraction of one unit is left.
    rows[0] = line("990", "SKU-100", "12", "1", "9", "120");
    EXPECT_THAT(reason(from_order(rows)), HasSubstr("no line of it has"));
    rows[0] = line("990", "SKU-100", "12", "1", "120", "120");
    expect_kind<Send>(from_order(rows));
}

TEST(IntacctSource, a_part_does_not_close_an_order_of_which_more_is_to_come) {
    EXPECT_THAT(reason(from_order(fitting(), possible, catalogue("closeTransaction"))),
                HasSubstr("would close it although a part is left"));
    EXPECT_THAT(
        reason(from_order(fitting(), possible, catalogue("closeOriginalAndCreateBackOrder"))),
        HasSubstr("would close it although a part is left"));
}

Preparation last_from_order(const char* method, const char* changes = possible) {
    Document subject = document("despatchAdvice");
    subject.final_despatch = true;
    const Settings chosen = settings(changes);
    return prepared(subject, chosen, catalogue(method), order(),
                    {{"source lines", page(fitting())}});
}

TEST(IntacctSource, a_further_share_of_a_charge_needs_no_line_of_the_order) {
    std::vector<std::string> rows = fitting();
    rows.back() = line("880", "CARRIAGE", "1", "12", "0");
    const char* const shared =
        R"({"sourceDocument":"whenPossible","partialDespatch":{"charges":"proRata"}})";
    const Send send = expect_kind<Send>(from_order(rows, shared));
    const auto lines = sample::parsed(send.request.body).at("lines").as_array();
    EXPECT_EQ(lines.front().at_pointer("/sourceDocumentLine/key").as_string(), "990");
    EXPECT_FALSE(lines.back().as_object().contains("sourceDocument"));
    Document charges = document("despatchAdvice");
    charges.lines.clear();
    EXPECT_THAT(reason(prepared(charges, settings(shared), catalogue(), order(),
                                {{"source lines", page(rows)}})),
                HasSubstr("nothing of it but shares of charges"));
}

TEST(IntacctSource, the_last_part_closes_an_order_whose_definition_does) {
    const Send send = expect_kind<Send>(last_from_order("closeTransaction"));
    EXPECT_EQ(send.facts.at("sourceDocument.key"), "2710");
    EXPECT_TRUE(send.remarks.empty());
    // A back order is another order that nobody wants.
    EXPECT_THAT(reason(last_from_order("closeOriginalAndCreateBackOrder")),
                HasSubstr("would close it although a part is left"));
}

TEST(IntacctSource, an_order_that_stays_open_after_its_last_part_is_told) {
    const Send send = expect_kind<Send>(last_from_order("leaveTransactionOpen"));
    EXPECT_EQ(send.facts.at("sourceDocument.key"), "2710");
    ASSERT_EQ(send.remarks.size(), 1U);
    EXPECT_EQ(send.remarks[0].code, "intacct.order_left_open");
    EXPECT_EQ(send.remarks[0].message,
              "Sales Order SO-0007 stays open with what is left of it, of which nothing is to "
              "come.");
}

TEST(IntacctSource, required_holds_what_cannot_be_linked) {
    const Hold hold = expect_kind<Hold>(from_order({}, required));
    EXPECT_EQ(hold.problem.code, "intacct.source_not_usable");
    EXPECT_THAT(hold.problem.cause, HasSubstr("Sales Order SO-0007: no line of it has"));
    EXPECT_EQ(expect_kind<Hold>(prepared(document("despatchAdvice"), settings(required),
                                         sample::catalogue(), order()))
                  .problem.code,
              "intacct.source_not_usable");
}

TEST(IntacctSource, an_answer_that_is_none_is_asked_for_again_or_told) {
    const Document subject = document("despatchAdvice");
    const Settings chosen = settings(possible);
    const auto after = [&](const Reply& reply) {
        return prepared(subject, chosen, catalogue(), order(), {{"source lines", reply}});
    };
    for (const int status : {401, 429, 500, 503}) {
        expect_kind<ReadFirst>(after(sample::reply(status, "{}")));
    }
    EXPECT_THAT(reason(after(sample::reply(403, "{}"))), HasSubstr("could not be read"));
    const Reply more = sample::reply(200, R"({"ia::result":[)" + fitting()[0] +
                                              R"(],"ia::meta":{"totalCount":2000,"start":1,)"
                                              R"("pageSize":1000,"next":1001,"previous":null}})");
    EXPECT_THAT(reason(after(more)), HasSubstr("too many lines"));
}

TEST(IntacctSource, the_request_is_the_one_of_the_fixture_and_fits_the_published_fields) {
    const Document subject = document("despatchAdvice");
    const ReadFirst question =
        expect_kind<ReadFirst>(prepared(subject, settings(possible), catalogue(), order()));
    sample::expect_golden("source_lines", question.request);
    if (!std::filesystem::exists(sample::field_lists())) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    sample::expect_fits("order-entry-document.create",
                        expect_kind<Send>(from_order(fitting())).request.body);
}

}  // namespace
}  // namespace sage::intacct
