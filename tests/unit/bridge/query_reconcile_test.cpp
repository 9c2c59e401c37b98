// SPDX-License-Identifier: Apache-2.0
// Plan: the query reconcile at the border: a wrong period is refused with its pointer; without Sage
// it says so; it can be called back. (What it finds: tests/unit/delivery/reconcile_test.cpp and
// tests/reconcile_test.cpp.)
#include "tests/unit/bridge/fake_host.h"

namespace sage::testing {
namespace {

class QueryReconcile : public Border {
  protected:
    wms_status ask(const std::string& request, const wms_op* operation = nullptr) {
        forget(document);
        forget(error);
        return bridge_query(instance, operation, text_of(request), &document, &error);
    }
};

TEST_F(QueryReconcile, a_wrong_period_is_refused_with_its_pointer) {
    ASSERT_EQ(create(), WMS_OK);
    EXPECT_EQ(ask(R"({"query":"reconcile"})"), WMS_E_NOT_ACCEPTED);
    EXPECT_EQ(code(), "query.period");
    EXPECT_NE(FakeHost::text(error.detail).find("/from"), std::string::npos);
    EXPECT_EQ(ask(R"({"query":"reconcile","from":"2026-02-30","to":"2026-03-01"})"),
              WMS_E_NOT_ACCEPTED);
    EXPECT_EQ(ask(R"({"query":"reconcile","from":"2026-02-01","to":7})"), WMS_E_NOT_ACCEPTED);
    EXPECT_EQ(ask(R"({"query":"reconcile","from":"2026-03-02","to":"2026-03-01"})"),
              WMS_E_NOT_ACCEPTED);
}

TEST_F(QueryReconcile, without_sage_it_says_so) {
    ASSERT_EQ(create(), WMS_OK);
    const wms_status answered =
        ask(R"({"query":"reconcile","from":"2026-03-01","to":"2026-03-02"})");
    EXPECT_NE(answered, WMS_OK);
    EXPECT_FALSE(code().empty());
}

TEST_F(QueryReconcile, a_deadline_that_has_passed_is_told_as_such) {
    ASSERT_EQ(create(), WMS_OK);
    wms_op operation{};
    operation.struct_size = sizeof operation;
    operation.deadline_ms = host.now - 1;
    EXPECT_EQ(ask(R"({"query":"reconcile","from":"2026-03-01","to":"2026-03-02"})", &operation),
              WMS_E_DEADLINE);
}

}  // namespace
}  // namespace sage::testing
