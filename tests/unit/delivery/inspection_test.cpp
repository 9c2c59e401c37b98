// SPDX-License-Identifier: Apache-2.0
// Plan: headers, then lines only where something is promised about them; a failed look says why;
// what Sage refuses to show is left out of the comparison.
#include "sage-adapter/delivery/inspection.h"

#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

std::vector<ReadBackSubject> subjects(const Facts& facts) {
    SageDocument document;
    document.type = "Invoice";
    document.key = "1";
    return {{document, facts, "W1"}};
}

Evidence answered(int status, const std::string& body) {
    return Evidence{Outcome::answered, {status, {}, body}, "", 1};
}

const Facts header = {{"content", "D1"}, {"reference", "W1"}};
const Facts with_line = {{"content", "D1"}, {"line 1 item", "2 SKU-1"}, {"reference", "W1"}};

TEST(Inspection, without_promises_about_lines_headers_are_all) {
    const FakeCompany company;
    Inspection inspection(company, subjects(header), FindBy::reference);
    ASSERT_TRUE(inspection.next().has_value());
    EXPECT_EQ(inspection.next()->target, "/reference/W1");
    inspection.take(answered(200, "1|W1|D1\n"));
    EXPECT_FALSE(inspection.next().has_value());
    ASSERT_TRUE(inspection.complete());
    ASSERT_EQ(inspection.found().size(), 1U);
    EXPECT_TRUE(inspection.differences_of(header, inspection.found()[0]).empty());
}

TEST(Inspection, lines_follow_the_headers) {
    const FakeCompany company;
    Inspection inspection(company, subjects(with_line), FindBy::key);
    inspection.take(answered(200, "1|W1|D1\n"));
    ASSERT_TRUE(inspection.has_next());
    EXPECT_EQ(inspection.next()->target, "/lines/1");
    EXPECT_FALSE(inspection.complete());
    inspection.take(answered(200, "1|3 SKU-1\n"));
    ASSERT_TRUE(inspection.complete());
    const std::vector<Difference> wrong =
        inspection.differences_of(with_line, inspection.found()[0]);
    ASSERT_EQ(wrong.size(), 1U);
    EXPECT_EQ(wrong[0].found, "3 SKU-1");
}

TEST(Inspection, nothing_found_needs_no_lines) {
    const FakeCompany company;
    Inspection inspection(company, subjects(with_line), FindBy::key);
    inspection.take(answered(200, ""));
    EXPECT_TRUE(inspection.complete());
    EXPECT_TRUE(inspection.found().empty());
}

TEST(Inspection, a_failed_look_says_why_and_proves_nothing) {
    const FakeCompany company;
    Inspection headers(company, subjects(with_line), FindBy::key);
    headers.take(Evidence{Outcome::maybe_sent, {}, "reset", 1});
    EXPECT_FALSE(headers.complete());
    EXPECT_FALSE(headers.has_next());
    EXPECT_EQ(headers.why(), "reset");
    Inspection lines(company, subjects(with_line), FindBy::key);
    lines.take(answered(200, "1|W1|D1\n"));
    lines.take(answered(503, ""));
    EXPECT_FALSE(lines.complete());
    EXPECT_FALSE(lines.why().empty());
}

TEST(Inspection, refused_lines_are_no_difference) {
    const FakeCompany company;
    Inspection inspection(company, subjects(with_line), FindBy::key);
    inspection.take(answered(200, "1|W1|OTHER\n"));
    inspection.take(answered(403, ""));
    ASSERT_TRUE(inspection.complete());
    EXPECT_TRUE(inspection.lines_refused());
    const std::vector<Difference> wrong =
        inspection.differences_of(with_line, inspection.found()[0]);
    ASSERT_EQ(wrong.size(), 1U);
    EXPECT_EQ(wrong[0].field, "content");
}

}  // namespace
}  // namespace sage::testing
