// SPDX-License-Identifier: Apache-2.0
// Plan: the query shadow at the border: what is no list of documents, and too many of them, is
// refused with its pointer; without Sage it says so; it can be called back. (What it finds:
// tests/unit/delivery/shadow_test.cpp and tests/shadow_test.cpp.)
#include "sage-adapter/bridge/query_shadow.h"

#include "sage-adapter/base/limits.h"
#include "tests/unit/bridge/fake_host.h"

namespace sage::testing {
namespace {

class QueryShadow : public Border {
  protected:
    wms_status ask(const std::string& request, const wms_op* operation = nullptr) {
        forget(document);
        forget(error);
        return bridge_query(instance, operation, text_of(request), &document, &error);
    }
    static std::string query(std::size_t count) {
        std::string request = R"({"query":"shadow","documents":[)";
        for (std::size_t index = 0; index < count; ++index) {
            request += (index == 0 ? "" : ",") + despatch("D" + std::to_string(index));
        }
        return request + "]}";
    }
};

TEST_F(QueryShadow, what_is_no_list_of_documents_is_refused_with_its_pointer) {
    ASSERT_EQ(create(), WMS_OK);
    for (const char* documents :
         {"", R"(,"documents":[])", R"(,"documents":7)", R"(,"documents":{})"}) {
        EXPECT_EQ(ask(std::string(R"({"query":"shadow")") + documents + "}"), WMS_E_NOT_ACCEPTED);
        EXPECT_EQ(code(), "query.documents_missing") << documents;
        EXPECT_NE(FakeHost::text(error.detail).find("/documents"), std::string::npos);
    }
    EXPECT_EQ(ask(query(limits::shadow_documents_max + 1)), WMS_E_NOT_ACCEPTED);
    EXPECT_EQ(code(), "query.too_many_documents");
}

TEST_F(QueryShadow, without_sage_it_says_so) {
    ASSERT_EQ(create(), WMS_OK);
    EXPECT_NE(ask(query(limits::shadow_documents_max)), WMS_OK);
    EXPECT_FALSE(code().empty());
    EXPECT_NE(code(), "query.too_many_documents");
}

TEST_F(QueryShadow, a_deadline_that_has_passed_is_told_as_such) {
    ASSERT_EQ(create(), WMS_OK);
    wms_op operation{};
    operation.struct_size = sizeof operation;
    operation.deadline_ms = host.now - 1;
    EXPECT_EQ(ask(query(1), &operation), WMS_E_DEADLINE);
}

}  // namespace
}  // namespace sage::testing
