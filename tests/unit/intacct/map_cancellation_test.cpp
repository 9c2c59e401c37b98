// SPDX-License-Identifier: Apache-2.0
// Plan: what is left of an order becomes one document with its lines; each reason to post nothing
// and to hold once; replies that are asked for again; units of which a part is left.
#include <gmock/gmock.h>

#include "tests/unit/intacct/golden.h"

namespace sage::intacct {
namespace {

using sample::document;
using sample::expect_complete;
using sample::expect_kind;
using sample::prepared;
using ::testing::HasSubstr;

constexpr const char* definition = "Sales Order Cancellation";

Settings settings() {
    return sample::settings(R"({"definitions":{"salesOrder":"Sales Order",
        "despatchAdvice":"Sales Invoice","orderCancellation":"Sales Order Cancellation"}})");
}

Catalogue catalogue(bool from_orders = true) {
    std::vector<CatalogueRecord> all = sample::records();
    for (const CatalogueRecord& one : sample::records()) {
        if (one.id == "Sales Order" || one.id == "order-entry/document::Sales Order") {
            all.push_back(one);
            all.back().id = one.kind == kind::definition
                                ? "order-entry/document::Sales Order Cancellation"
                                : definition;
        }
    }
    if (from_orders) {
        all.push_back(
            sample::record(kind::conversion, "Sales Order Cancellation from Sales Order"));
    }
    return {std::move(all), 1};
}

Document subject() {
    return document("orderCancellation");
}

std::vector<Related> order() {
    SageDocument made;
    made.type = "Sales Order";
    made.key = "2710";
    made.number = "SO-0007";
    return {{MessageType::sales_order, subject().order_id, true, made}};
}

Reply page(const std::string& rows, int count = 1, const char* next = "null") {
    return sample::reply(200, R"({"ia::result":[)" + rows + R"(],"ia::meta":{"totalCount":)" +
                                  std::to_string(count) + R"(,"start":1,"pageSize":1000,"next":)" +
                                  next + R"(,"previous":null}})");
}

Reply header(const std::string& state = "partiallyConverted") {
    return page(R"({"key":"2710","state":")" + state + R"(","customer.id":"CUST-001"})");
}

std::string line(const std::string& key, const std::string& units, const std::string& base,
                 const std::string& left) {
    return R"({"documentHeader.key":"2710","key":")" + key +
           R"(","dimensions.item.id":"SKU-100","dimensions.warehouse.id":"WH1",)"
           R"("dimensions.location.id":"100","unit":"Each","unitPrice":"3.39","unitQuantity":")" +
           units + R"(","quantity":")" + base + R"(","quantityRemaining":")" + left + "\"}";
}

Preparation after(const Reply& head, const Reply& lines) {
    return prepared(subject(), settings(), catalogue(), order(),
                    {{"cancelled order", head}, {"lines of the cancelled order", lines}});
}

std::string reason(const Preparation& preparation) {
    const Hold hold = expect_kind<Hold>(preparation);
    EXPECT_EQ(hold.problem.code, "intacct.order_not_closed");
    expect_complete(hold.problem);
    return hold.problem.cause;
}

TEST(IntacctCancellation, what_is_left_becomes_a_document_made_from_the_order) {
    const Send send = expect_kind<Send>(after(
        header(), page(line("9907", "10", "10", "4") + "," + line("9908", "3", "3", "0"), 2)));
    const sample::json::value body = sample::parsed(send.request.body);
    EXPECT_THAT(send.request.target, HasSubstr("document::Sales%20Order%20Cancellation"));
    EXPECT_EQ(send.sage_type, definition);
    EXPECT_EQ(body.at_pointer("/customer/id").as_string(), "CUST-001");
    EXPECT_EQ(body.at_pointer("/sourceDocument/key").as_string(), "2710");
    ASSERT_EQ(body.at("lines").as_array().size(), 1U);
    EXPECT_EQ(body.at_pointer("/lines/0/unitQuantity").as_string(), "4");
    EXPECT_EQ(body.at_pointer("/lines/0/unitPrice").as_string(), "3.39");
    EXPECT_EQ(body.at_pointer("/lines/0/dimensions/warehouse/id").as_string(), "WH1");
    EXPECT_EQ(body.at_pointer("/lines/0/sourceDocument/key").as_string(), "2710");
    EXPECT_EQ(body.at_pointer("/lines/0/sourceDocumentLine/key").as_string(), "9907");
    EXPECT_EQ(send.facts.at("nsp::WMS_REFERENCE"), sample::reference);
    EXPECT_EQ(send.facts.at("sourceDocument.key"), "2710");
    EXPECT_EQ(send.facts.at("customer.id"), "CUST-001");
    EXPECT_EQ(send.facts.at("referenceNumber"), subject().id);
    if (std::filesystem::exists(sample::field_lists())) {
        sample::expect_fits("order-entry-document.create", send.request.body);
    }
}

TEST(IntacctCancellation, what_is_left_is_told_in_the_lines_own_unit_or_not_at_all) {
    const Send send = expect_kind<Send>(after(header(), page(line("9907", "2", "24", "12"))));
    EXPECT_EQ(sample::parsed(send.request.body).at_pointer("/lines/0/unitQuantity").as_string(),
              "1");
    EXPECT_THAT(reason(after(header(), page(line("9907", "1", "12", "1")))),
                HasSubstr("what is left of SKU-100 has no exact number"));
}

TEST(IntacctCancellation, sage_is_asked_for_the_order_and_then_its_lines) {
    const ReadFirst first =
        expect_kind<ReadFirst>(prepared(subject(), settings(), catalogue(), order()));
    sample::expect_golden("cancelled_order", first.request);
    const ReadFirst second = expect_kind<ReadFirst>(
        prepared(subject(), settings(), catalogue(), order(), {{first.name, header()}}));
    sample::expect_golden("cancelled_order_lines", second.request);
    for (const int status : {401, 429, 500, 503}) {
        EXPECT_EQ(expect_kind<ReadFirst>(prepared(subject(), settings(), catalogue(), order(),
                                                  {{first.name, sample::reply(status, "{}")}}))
                      .name,
                  first.name);
        EXPECT_EQ(expect_kind<ReadFirst>(after(header(), sample::reply(status, "{}"))).name,
                  second.name);
    }
}

TEST(IntacctCancellation, nothing_is_posted_for_an_order_that_is_not_there_or_closed) {
    const auto nothing = [](const Preparation& preparation) {
        return expect_kind<PostNothing>(preparation).reason;
    };
    EXPECT_THAT(nothing(prepared(subject(), settings(), catalogue(), {})),
                HasSubstr("is not in Sage Intacct"));
    std::vector<Related> other = order();
    other[0].sage_document.type = "Sales Quote";
    EXPECT_THAT(nothing(prepared(subject(), settings(), catalogue(), other)),
                HasSubstr("is not in Sage Intacct"));
    EXPECT_THAT(nothing(prepared(subject(), sample::settings(), catalogue(), order())),
                HasSubstr("name no transaction definition for orderCancellation"));
    const Reply some = page(line("9907", "10", "10", "4"));
    for (const char* state : {"converted", "convertedByLine", "closed"}) {
        EXPECT_THAT(nothing(after(header(state), some)), HasSubstr(state));
    }
    EXPECT_THAT(nothing(after(page("", 0), some)), HasSubstr("no longer in Sage Intacct"));
    EXPECT_THAT(nothing(after(header(), page(line("9907", "10", "10", "0")))),
                HasSubstr("Nothing is left of Sales Order SO-0007"));
}

TEST(IntacctCancellation, it_is_held_where_sage_cannot_convert_or_does_not_show) {
    EXPECT_THAT(reason(prepared(subject(), settings(), catalogue(false), order())),
                HasSubstr("is not made from such documents"));
    EXPECT_THAT(reason(after(sample::reply(403, "{}"), page(""))),
                HasSubstr("it could not be read"));
    EXPECT_THAT(reason(after(header(), sample::reply(403, "{}"))),
                HasSubstr("its lines could not be read"));
    EXPECT_THAT(reason(after(header(), page(line("9907", "10", "10", "4"), 2'000, "1001"))),
                HasSubstr("too many lines"));
    EXPECT_EQ(expect_kind<Hold>(prepared(subject(), settings(), sample::catalogue(), order()))
                  .problem.code,
              "intacct.definition_unknown");
}

Settings with_euros() {
    Settings chosen = settings();
    chosen.currency = "GBP";
    chosen.foreign.currencies = {"EUR"};
    return chosen;
}

Preparation after_in_euros(const std::string& members) {
    return prepared(
        subject(), with_euros(), catalogue(), order(),
        {{"cancelled order",
          page(R"({"key":"2710","state":"pending","customer.id":"CUST-001")" + members + "}")},
         {"lines of the cancelled order", page(line("9907", "10", "10", "4"))}});
}

TEST(IntacctCancellation, an_order_in_a_foreign_currency_is_closed_at_its_own_rate) {
    const ReadFirst first =
        expect_kind<ReadFirst>(prepared(subject(), with_euros(), catalogue(), order()));
    EXPECT_THAT(first.request.body, HasSubstr("exchangeRate.rate"));
    EXPECT_THAT(
        expect_kind<ReadFirst>(prepared(subject(), settings(), catalogue(), order())).request.body,
        ::testing::Not(HasSubstr("exchangeRate")));
    const auto body = [&](const std::string& members) {
        return sample::parsed(expect_kind<Send>(after_in_euros(members)).request.body);
    };
    const auto at_rate = body(R"(,"txnCurrency":"EUR","exchangeRate.rate":"0.861",)"
                              R"("exchangeRate.typeId":"5","exchangeRate.date":"2026-10-01")");
    EXPECT_EQ(text_at(at_rate, "/txnCurrency"), "EUR");
    EXPECT_EQ(text_at(at_rate, "/baseCurrency"), "GBP");
    EXPECT_EQ(text_at(at_rate, "/exchangeRate/rate"), "0.861");
    EXPECT_EQ(text_at(at_rate, "/exchangeRate/date"), "2026-10-01");
    EXPECT_EQ(at_pointer(at_rate, "/exchangeRate/typeId"), nullptr) << "never both";
    for (const char* own : {"", R"(,"txnCurrency":"GBP","exchangeRate.rate":"1")"}) {
        EXPECT_EQ(at_pointer(body(own), "/exchangeRate"), nullptr) << own;
    }
    EXPECT_THAT(reason(after_in_euros(R"(,"txnCurrency":"EUR")")),
                HasSubstr("shows no exchange rate"));
}

}  // namespace
}  // namespace sage::intacct
