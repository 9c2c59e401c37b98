// SPDX-License-Identifier: Apache-2.0
// Plan: what is a part and what is none, of one and of two steps; under which type and message id
// the host knows each; a part is found by the version it is of.
#include "sage-adapter/delivery/parts.h"

#include "sage-adapter/delivery/versions.h"
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

Entry entry_of(const std::string& type) {
    Entry entry;
    entry.message_type = type;
    entry.message_id = "own";
    entry.subject_id = "of another";
    return entry;
}

TEST(DeliveryParts, go_by_the_name_of_the_document_they_belong_to) {
    const Entry whole = entry_of("despatchAdvice");
    EXPECT_FALSE(is_part(whole));
    EXPECT_FALSE(is_precursor(whole));
    EXPECT_EQ(host_type_of(whole), "despatchAdvice");
    EXPECT_EQ(host_message_id(whole), "own");
    const Entry second = entry_of("despatchAdvice.second");
    EXPECT_TRUE(is_part(second));
    EXPECT_FALSE(is_precursor(second));
    EXPECT_EQ(host_type_of(second), "despatchAdvice");
    EXPECT_EQ(host_message_id(second), "own") << "told as a document of its own";
    for (const char* type : {"despatchAdvice.precursor", "despatchAdvice.second.precursor"}) {
        const Entry first = entry_of(type);
        EXPECT_TRUE(is_part(first));
        EXPECT_TRUE(is_precursor(first));
        EXPECT_EQ(host_type_of(first), "despatchAdvice");
        EXPECT_EQ(host_message_id(first), "of another");
    }
    for (std::size_t place = 0; place < 12; ++place) {
        const Entry one = entry_of("inventoryTransfer." + precursor_name(place));
        EXPECT_TRUE(is_precursor(one));
        EXPECT_EQ(precursor_place(one), place);
        EXPECT_EQ(host_type_of(one), "inventoryTransfer");
        EXPECT_EQ(host_message_id(one), "of another");
    }
    EXPECT_EQ(precursor_name(0), precursor_part);
    EXPECT_FALSE(is_part(entry_of("precursor")));
    EXPECT_FALSE(is_part(entry_of("despatchAdvice.other")));
}

class PartsOf : public World {};

TEST_F(PartsOf, each_version_has_its_own) {
    company.orders_first = true;
    start();
    submit(despatch("D1"));
    work_for(60'000);
    submit(version("D1", "2", "5"));
    work_for(60'000);
    ASSERT_EQ(state("D1"), State::posted);
    ASSERT_EQ(state("D1/2"), State::posted);
    const Result<std::optional<Entry>> first = delivery->find_precursor(entry("D1"));
    const Result<std::optional<Entry>> second = delivery->find_precursor(entry("D1/2"));
    ASSERT_TRUE(first.ok() && first.value() && second.ok() && second.value());
    EXPECT_EQ(first.value()->document_version, "1");
    EXPECT_EQ(second.value()->document_version, "2");
    EXPECT_NE(first.value()->external_reference, second.value()->external_reference);
    EXPECT_FALSE(delivery->find_precursor(*first.value()).value().has_value());
}

}  // namespace
}  // namespace sage::testing
