// SPDX-License-Identifier: Apache-2.0
// Plan: sets come out of their envelopes whatever the delimiters; a set whose own count or number
// is wrong is left out and the others are not; each broken envelope, and every cut of a file,
// refuses the file; other encodings are told.
#include "mock-host/imports/x12.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "tests/unit/mock_host/collected_import.h"
#include "tests/unit/mock_host/x12_samples.h"

namespace wms {
namespace {

using testing::interchange_of;
using testing::set_of;
using testing::small_945;
using testing::with;

struct Found {
    std::vector<X12TransactionSet> sets;
    std::vector<Problem> problems;
    std::vector<Problem> remarks;
    Done done = Nothing{};
};

Found read(const std::string& text) {
    Found found;
    X12Sink sink;
    sink.set = [&](const X12TransactionSet& set) { found.sets.push_back(set); };
    sink.problem = [&](const Problem& problem) { found.problems.push_back(problem); };
    sink.remark = [&](const Problem& remark) { found.remarks.push_back(remark); };
    std::istringstream stream(text);
    found.done = read_x12(stream, sink);
    return found;
}

TEST(X12, sets_come_out_of_their_envelopes) {
    const Found found =
        read(interchange_of({set_of(small_945(), "0001"), set_of({"AK1*SW*7"}, "0002", "997")}));
    ASSERT_TRUE(found.done.ok()) << in_one_line(found.done.problem());
    ASSERT_EQ(found.sets.size(), 2U);
    EXPECT_EQ(found.sets[0].id(), "945");
    EXPECT_EQ(found.sets[0].control_number(), "0001");
    EXPECT_EQ(found.sets[0].group_id, "SW");
    EXPECT_EQ(found.sets[0].sender, "WAREHOUSE");
    ASSERT_EQ(found.sets[0].segments.size(), 6U);
    const X12Segment& line = found.sets[0].segments[3];
    EXPECT_EQ(line.number, 6U);
    EXPECT_EQ(line.element(8), "SKU-1");
    EXPECT_EQ(line.element(99), "");
    EXPECT_EQ(where_in_x12(line), "segment 6 (W12)");
    EXPECT_EQ(found.sets[1].id(), "997");
}

TEST(X12, delimiters_are_those_of_the_file) {
    std::string text = interchange_of({set_of(small_945())});
    text.erase(std::remove(text.begin(), text.end(), '\n'), text.end());
    for (const std::string delimiters : {"*~", "|~", "+'", "\x1D\x1C", "^\n"}) {
        std::string other = text;
        std::replace(other.begin(), other.end(), '*', delimiters[0]);
        std::replace(other.begin(), other.end(), '~', delimiters[1]);
        const Found found = read(other);
        ASSERT_TRUE(found.done.ok()) << in_one_line(found.done.problem());
        ASSERT_EQ(found.sets.size(), 1U);
        EXPECT_EQ(found.sets[0].segments[3].element(8), "SKU-1");
    }
    const Found twice = read(text + "\r\n" + text);
    EXPECT_TRUE(twice.done.ok());
    EXPECT_EQ(twice.sets.size(), 2U) << "several interchanges in a file";
}

TEST(X12, a_set_whose_count_or_number_is_wrong_is_left_out) {
    const std::string good = set_of(small_945(), "0002");
    for (const std::string& bad : {with(set_of(small_945()), "SE*6", "SE*5"),
                                   with(set_of(small_945()), "SE*6*0001", "SE*6*9"),
                                   with(set_of(small_945()), "SE*6", "SE*x")}) {
        const Found found = read(interchange_of({bad, good}));
        ASSERT_TRUE(found.done.ok());
        ASSERT_EQ(found.sets.size(), 1U);
        EXPECT_EQ(found.sets[0].control_number(), "0002");
        ASSERT_EQ(found.problems.size(), 1U);
        EXPECT_EQ(found.problems[0].pointer, "segment 3 (ST)");
        EXPECT_NE(found.problems[0].cause.find("0001"), std::string::npos);
    }
}

TEST(X12, a_broken_envelope_refuses_the_file) {
    const std::string good = interchange_of({set_of(small_945())});
    for (const std::string& bad :
         {with(good, "GE*1*7", "GE*2*7"), with(good, "GE*1*7", "GE*1*8"),
          with(good, "IEA*1*", "IEA*2*"), with(good, "IEA*1*000000101", "IEA*1*000000102"),
          with(good, "SE*6*0001~", ""), with(good, "GE*1*7~", ""), with(good, "ST*945*0001~", ""),
          with(good, "GS*SW", "XX*SW"), with(good, "ISA*00", "ISA*0"), with(good, "LX*1~", "~"),
          with(good, "LX*1~", testing::isa()), std::string("ISA"), std::string()}) {
        const Found found = read(bad);
        ASSERT_FALSE(found.done.ok()) << bad;
        EXPECT_EQ(found.done.problem().code, "import.x12_envelope");
        EXPECT_FALSE(found.done.problem().pointer.empty());
    }
}

TEST(X12, every_cut_of_a_file_is_seen) {
    const std::string good = interchange_of({set_of(small_945())});
    for (std::size_t size = 0; size < good.size() - 2; ++size) {
        EXPECT_FALSE(read(good.substr(0, size)).done.ok()) << size;
    }
}

TEST(X12, a_segment_without_end_takes_no_memory) {
    std::string endless = testing::isa() + "GS*SW*";
    endless.append(200'000, 'x');
    const Found found = read(endless);
    ASSERT_FALSE(found.done.ok());
    EXPECT_NE(found.done.problem().cause.find("no end"), std::string::npos);
}

TEST(X12, another_encoding_is_told_once) {
    std::vector<std::string> body = small_945();
    body.insert(body.begin() + 1, {"N1*ST*Caf\xE9", "N3*Rue Fran\xE7ois"});
    const Found found = read(interchange_of({set_of(body)}));
    ASSERT_EQ(found.sets.size(), 1U);
    EXPECT_EQ(found.sets[0].segments[2].element(2), "Caf\xC3\xA9");
    ASSERT_EQ(found.remarks.size(), 1U);
    EXPECT_EQ(found.remarks[0].pointer, "segment 5 (N1)");
}

}  // namespace
}  // namespace wms
