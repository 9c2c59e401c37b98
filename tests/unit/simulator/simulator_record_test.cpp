// SPDX-License-Identifier: Apache-2.0
// Plan: packed records: adding, replacing, erasing, long and empty texts, many fields.
#include "plugins/intacct/simulator_record.h"

#include <gtest/gtest.h>

namespace sage::simulated_intacct {
namespace {

TEST(IntacctRecord, values_are_kept_replaced_and_erased) {
    FieldNames names;
    const FieldId first = names.id("first");
    const FieldId second = names.id("second");
    Record record;
    record.add(first, "one");
    record.add(second, "true", ValueKind::boolean);
    EXPECT_EQ(record.text(first), "one");
    EXPECT_EQ(record.find(second)->kind, ValueKind::boolean);
    record.set(first, "a much longer text than before");
    EXPECT_EQ(record.text(first), "a much longer text than before");
    record.set(first, record.text(first).substr(2, 4));
    EXPECT_EQ(record.text(first), "much") << "a part of the record itself";
    record.erase(second);
    record.erase(second);
    EXPECT_FALSE(record.find(second));
    EXPECT_EQ(record.text(second), "");
}

TEST(IntacctRecord, an_empty_text_is_a_value_and_a_long_one_is_kept_whole) {
    FieldNames names;
    Record record;
    const std::string long_text(70'000, 'x');
    record.add(names.id("empty"), "");
    record.add(names.id("long"), long_text);
    record.add(names.id("last"), "end");
    EXPECT_TRUE(record.find(names.id("empty")));
    EXPECT_EQ(record.text(names.id("long")), long_text);
    EXPECT_EQ(record.text(names.id("last")), "end");
}

TEST(IntacctRecord, three_hundred_fields_keep_their_names_apart) {
    FieldNames names;
    Record record;
    for (int count = 0; count < 300; ++count) {
        record.add(names.id("field" + std::to_string(count)), std::to_string(count));
    }
    EXPECT_EQ(record.text(names.id("field299")), "299");
    EXPECT_EQ(record.text(names.id("field43")), "43");  // 299 and 43 share their low byte
    int visited = 0;
    record.each([&](FieldId field, const Value& value) {
        EXPECT_EQ(names.name(field), "field" + std::string(value.text));
        ++visited;
    });
    EXPECT_EQ(visited, 300);
    EXPECT_FALSE(names.find("field300"));
}

}  // namespace
}  // namespace sage::simulated_intacct
