// SPDX-License-Identifier: Apache-2.0
// Plan: two descriptions of one contract, the schemas of host-api and the code that reads
// documents, must give the same answer: every example, every member of it changed in a dozen ways.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/unit/document/messages.h"
#include "tests/unit/host_api/schema_checker.h"

namespace sage {
namespace {

namespace json = boost::json;

// Members that the schemas describe and no posting uses: to the reader they are unknown members.
bool is_unread(MessageType type, const std::string& pointer) {
    if (pointer == "/body/serviceLevelCode" || pointer == "/body/reason" ||
        pointer == "/body/reasonCode") {
        return type == MessageType::sales_order || type == MessageType::order_change ||
               type == MessageType::order_cancellation;
    }
    if (type == MessageType::inventory_report) {
        return pointer.starts_with("/body/lines") || pointer == "/body/asOf" ||
               pointer == "/body/asOfSequence";
    }
    static const std::set<std::string> names = {"sequence",
                                                "supersedes",
                                                "uuid",
                                                "gln",
                                                "externalSystemReference",
                                                "version",
                                                "outstandingReason",
                                                "backorderReason",
                                                "typeCode",
                                                "parentSscc",
                                                "grossWeight",
                                                "creditPolicy",
                                                "conditionCode",
                                                "despatchSupplierParty",
                                                "requestedDespatchDate",
                                                "promisedDeliveryPeriod",
                                                "priority",
                                                "partialDeliveryIndicator",
                                                "deliveryTerms",
                                                "purchaseOrderReference",
                                                "sellerSupplierParty",
                                                "shortQuantity",
                                                "rejectedQuantity",
                                                "rejectReasonCode",
                                                "finalReceiptIndicator",
                                                "countReference",
                                                "fromStatus",
                                                "toStatus",
                                                "costMethod",
                                                "inTransitIndicator",
                                                "asOfSequence"};
    std::size_t begin = 1;
    while (begin <= pointer.size()) {
        const std::size_t end = std::min(pointer.find('/', begin), pointer.size());
        if (names.count(pointer.substr(begin, end - begin)) > 0) {
            return true;
        }
        begin = end + 1;
    }
    return false;
}

// Rules between members, and the calendar, which a schema cannot state.
bool is_beyond_a_schema(const std::string& problem) {
    for (const char* code :
         {"document.quantity.does_not_add_up", "document.quantity.unit_differs", "document.lots.",
          "document.serials.", "document.currency.differs", "document.lines.duplicate_id",
          "document.text.empty", "document.price.too_large",
          "document.exchange_rate.currency_differs", "document.exchange_rate.not_one"}) {
        if (problem.starts_with(code)) {
            return true;
        }
    }
    return false;
}

void collect(const json::value& value, const std::string& pointer, std::vector<std::string>& out) {
    if (!pointer.empty()) {
        out.push_back(pointer);
    }
    if (const json::object* object = value.if_object()) {
        for (const json::key_value_pair& member : *object) {
            collect(member.value(), pointer + "/" + std::string(member.key()), out);
        }
    } else if (const json::array* array = value.if_array()) {
        for (std::size_t index = 0; index < array->size(); ++index) {
            collect((*array)[index], pointer + "/" + std::to_string(index), out);
        }
    }
}

// Empty: the member is taken out. Eleven, so that turns of three meet all of them.
const std::vector<std::string> changes = {
    "", "null", R"("")", R"("x")", R"("0")", R"("-1")", R"("1,5")", "5", "true", "[]", "{}"};

class SchemasAgree : public testing::TestWithParam<MessageType> {};

TEST_P(SchemasAgree, on_the_example_and_on_every_change_of_it) {
    const std::string name(text_of(GetParam()));
    const contract::Checker schema(name);
    const json::value message = example(name);
    ASSERT_THAT(problems_of(message), testing::IsEmpty());
    ASSERT_THAT(schema.violations(json::serialize(message)), testing::IsEmpty());

    std::vector<std::string> pointers;
    collect(message, "", pointers);
    // A schema is slow to check: every third change stands for all.
    std::size_t turn = 0;
    int refused = 0;
    for (const std::string& pointer : pointers) {
        const bool element = pointer.back() >= '0' && pointer.back() <= '9';
        for (const std::string& change : changes) {
            if ((element && change.empty()) || is_unread(GetParam(), pointer) ||
                pointer == "/messageType" || turn++ % 3 != 0) {
                continue;
            }
            const json::value changed = with(message, pointer, change);
            const bool valid = schema.violations(json::serialize(changed)).empty();
            std::vector<std::string> problems = problems_of(changed);
            EXPECT_TRUE(valid || !problems.empty())
                << "only the schema refuses " << pointer << " = " << change;
            std::erase_if(problems, is_beyond_a_schema);
            EXPECT_TRUE(!valid || problems.empty()) << "only the reader refuses " << pointer
                                                    << " = " << change << ": " << problems.front();
            refused += valid ? 0 : 1;
        }
    }
    EXPECT_GT(refused, 10);
}

INSTANTIATE_TEST_SUITE_P(MessageTypes, SchemasAgree, testing::ValuesIn(message_types),
                         [](const auto& each) { return std::string(text_of(each.param)); });

}  // namespace
}  // namespace sage
