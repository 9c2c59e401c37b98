// SPDX-License-Identifier: Apache-2.0
// Plan: the extension's table by its id, for editions that have the grant; both functions with
// null, small and malformed arguments; what the core refuses arrives as a status with its code.
#include "sage-adapter/bridge/authorize.h"

#include "tests/unit/bridge/fake_host.h"

namespace sage::testing {
namespace {

class ConsentEdition final : public Edition {
  public:
    std::string_view name() const override { return inner_.name(); }
    const std::vector<MessageType>& message_types() const override {
        return inner_.message_types();
    }
    std::string_view settings_schema() const override { return inner_.settings_schema(); }
    bool has_authorization_code() const override { return true; }
    Result<std::unique_ptr<Company>> configure(std::string_view settings_json) const override {
        return inner_.configure(settings_json);
    }

  private:
    FakeEdition inner_;
};

const Edition& edition_with_consent() {
    static const ConsentEdition edition;
    return edition;
}
const Edition& edition_without() {
    static const FakeEdition edition;
    return edition;
}
const Edition& edition_without_memory() {
    throw std::bad_alloc();
}

TEST(AuthorizeTable, is_found_by_its_id_where_the_edition_has_the_grant) {
    const wms_str id = text_of(WMS_AUTHORIZE_ID);
    const void* found = find_extension(edition_with_consent, id);
    ASSERT_EQ(found, &authorize_table());
    EXPECT_EQ(found, find_extension(edition_with_consent, id)) << "constant";
    EXPECT_EQ(authorize_table().struct_size, sizeof(wms_authorize));
    EXPECT_EQ(authorize_table().flags, 0U);
    EXPECT_NE(authorize_table().begin, nullptr);
    EXPECT_NE(authorize_table().complete, nullptr);
    EXPECT_EQ(find_extension(edition_without, id), nullptr);
    EXPECT_EQ(find_extension(edition_without_memory, id), nullptr);
    for (const std::string_view other : {"", "wms.plugin.authorize/2", "wms.plugin.authorize"}) {
        EXPECT_EQ(find_extension(edition_with_consent, text_of(other)), nullptr);
    }
    EXPECT_EQ(find_extension(edition_with_consent, {nullptr, 22}), nullptr);
    EXPECT_EQ(find_extension(edition_with_consent, {"wms", SIZE_MAX}), nullptr);
}

TEST_F(Border, authorising_with_wrong_arguments_is_invalid) {
    const wms_str address = text_of("https://wms.example/sage");
    const wms_str redirect = text_of("code=c&state=s");
    EXPECT_EQ(bridge_begin_authorization(nullptr, address, &document, &error), WMS_E_INVALID);
    forget(error);
    EXPECT_EQ(bridge_complete_authorization(nullptr, nullptr, redirect, &error), WMS_E_INVALID);
    forget(error);
    ASSERT_EQ(create(), WMS_OK);
    EXPECT_EQ(bridge_begin_authorization(instance, {nullptr, 5}, &document, &error), WMS_E_INVALID);
    forget(error);
    EXPECT_EQ(bridge_begin_authorization(instance, address, nullptr, &error), WMS_E_INVALID);
    EXPECT_EQ(code(), "call.no_out");
    forget(error);
    document.struct_size = 8;
    EXPECT_EQ(bridge_begin_authorization(instance, address, &document, &error), WMS_E_INVALID);
    document.struct_size = sizeof document;
    forget(error);
    EXPECT_EQ(bridge_complete_authorization(instance, nullptr, {nullptr, 5}, &error),
              WMS_E_INVALID);
    forget(error);
    EXPECT_EQ(bridge_complete_authorization(instance, nullptr, {"x", SIZE_MAX}, &error),
              WMS_E_INVALID);
}

TEST_F(Border, authorising_is_refused_in_the_words_of_the_core) {
    ASSERT_EQ(create(), WMS_OK);
    EXPECT_EQ(
        bridge_begin_authorization(instance, text_of("https://wms.example/"), &document, &error),
        WMS_E_UNSUPPORTED);
    EXPECT_EQ(code(), "authorize.unsupported");
    EXPECT_EQ(document.release, nullptr);
    forget(error);
    EXPECT_EQ(bridge_complete_authorization(instance, nullptr, text_of("code=c&state=s"), &error),
              WMS_E_NOT_ACCEPTED);
    EXPECT_EQ(code(), "authorize.state_unknown");
    forget(error);
    wms_op op{};
    op.struct_size = sizeof op;
    op.is_cancelled = [](const wms_op*) -> std::int32_t { return 1; };
    EXPECT_EQ(bridge_complete_authorization(instance, &op, text_of("code=c&state=s"), &error),
              WMS_E_CANCELLED);
}

}  // namespace
}  // namespace sage::testing
