// SPDX-License-Identifier: Apache-2.0
// Plan: an open day, a closed one that is held or moved, and one of the past.
#include <gtest/gtest.h>

#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

TEST(Sage200Dates, are_those_of_the_document_unless_the_period_is_closed) {
    const Document subject = sample::document();
    const Catalogue known;
    const auto mapped = [&](std::string_view changes, bool past, std::vector<Remark>& remarks) {
        return map_dates(sample::settings(changes),
                         {subject, known, sample::reference, sample::key, "", {}, {}, past},
                         "despatch_receipt_date", remarks);
    };
    std::vector<Remark> remarks;
    EXPECT_EQ(mapped("{}", false, remarks).value.posting_date, "2026-11-20");
    const char* const closed = R"({"dates":{"openFrom":"2026-12-01"}})";
    const Mapped<DocumentDates> held = mapped(closed, false, remarks);
    EXPECT_EQ(held.hold->root_cause.substr(0, 7), "period:");
    EXPECT_FALSE(mapped(closed, true, remarks).hold);
    EXPECT_TRUE(remarks.empty());
    const Mapped<DocumentDates> moved = mapped(R"({"dates":{"openFrom":"2026-12-01",
            "closedPeriod":{"despatchAdvice":"firstOpenDay"}}})",
                                               false, remarks);
    EXPECT_EQ(moved.value.posting_date, "2026-12-01");
    ASSERT_EQ(remarks.size(), 1U);
    EXPECT_EQ(remarks[0].field, "despatch_receipt_date");
}

}  // namespace
}  // namespace sage::sage200
