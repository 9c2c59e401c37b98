// SPDX-License-Identifier: Apache-2.0
// Plan: what each way to Sage 50 needs, and that nothing shows what else there is.
#include "plugins/sage50/rights.h"

#include <gmock/gmock.h>

#include "tests/unit/sage50/sample.h"

namespace sage::sage50 {
namespace {

using testing::ElementsAre;

std::vector<std::string> verdicts(std::string_view changes, const Catalogue& known) {
    std::vector<std::string> all;
    for (const Right& right : rights(sample::settings(changes), known).rights) {
        all.push_back(right.name + " " + std::string(text_of(verdict_of(right))));
    }
    return all;
}

TEST(Sage50Rights, follow_the_way_to_sage) {
    EXPECT_THAT(verdicts("{}", sample::catalogue()), ElementsAre("HyperAccounts fits"));
    EXPECT_THAT(verdicts("{}", Catalogue()), ElementsAre("HyperAccounts unknown"));
    EXPECT_THAT(verdicts(R"({"dataSource":{"name":"SageLine50v31"}})", sample::catalogue()),
                ElementsAre("ODBC fits", "HyperAccounts fits"));
}

TEST(Sage50Rights, are_said_not_to_be_shown) {
    EXPECT_THAT(rights(sample::settings("{}"), sample::catalogue()).not_shown,
                testing::HasSubstr("Neither HyperAccounts nor the tables"));
}

}  // namespace
}  // namespace sage::sage50
