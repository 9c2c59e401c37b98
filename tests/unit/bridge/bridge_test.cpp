// SPDX-License-Identifier: Apache-2.0
// Plan: every function of the plugin table with null, small and malformed arguments, in every
// state; submit to acknowledged event; what is thrown never leaves.
#include "sage-adapter/bridge/bridge.h"

#include "tests/unit/bridge/fake_host.h"

namespace sage::testing {
namespace {

TEST_F(Border, create_needs_arguments_a_host_and_a_folder) {
    instance = reinterpret_cast<wms_instance*>(this);
    EXPECT_EQ(create_instance(edition, nullptr, &instance, &error), WMS_E_INVALID);
    EXPECT_EQ(instance, nullptr) << "whatever is wrong, there is no instance";
    forget(error);
    wms_create_args arguments{};
    arguments.struct_size = sizeof arguments;
    EXPECT_EQ(create_instance(edition, &arguments, nullptr, &error), WMS_E_INVALID);
    forget(error);
    arguments.host = &host.table;
    arguments.flags = 1;
    EXPECT_EQ(create_instance(edition, &arguments, &instance, &error), WMS_E_INVALID);
    forget(error);
    arguments.flags = 0;
    arguments.struct_size = 8;
    EXPECT_EQ(create_instance(edition, &arguments, &instance, &error), WMS_E_INVALID);
    forget(error);
    arguments.struct_size = sizeof arguments;
    host.table.audit = nullptr;
    EXPECT_EQ(create_instance(edition, &arguments, &instance, &error), WMS_E_INVALID);
    EXPECT_EQ(code(), "create.host_table");
    EXPECT_EQ(instance, nullptr);
}

TEST_F(Border, edition_without_memory_threw_across_the_border) {
    const auto without_memory = []() -> const Edition& { throw std::bad_alloc(); };
    wms_create_args arguments{};
    EXPECT_EQ(create_instance(+without_memory, &arguments, &instance, &error), WMS_E_INTERNAL);
    EXPECT_EQ(instance, nullptr);
}

TEST_F(Border, a_relative_missing_or_used_folder_is_a_storage_problem) {
    const std::string good = folder;
    folder = "relative";
    EXPECT_EQ(create(), WMS_E_STORAGE);
    folder = good + "/missing";
    EXPECT_EQ(create(), WMS_E_STORAGE);
    folder = good;
    ASSERT_EQ(create(), WMS_OK);
    wms_instance* first = instance;
    EXPECT_EQ(create(), WMS_E_BUSY);
    EXPECT_EQ(instance, nullptr);
    instance = first;
}

TEST_F(Border, a_null_instance_is_invalid_everywhere) {
    EXPECT_EQ(bridge_check(nullptr, nullptr, &document, &error), WMS_E_INVALID);
    EXPECT_EQ(bridge_connect(nullptr, nullptr, nullptr), WMS_E_INVALID);
    EXPECT_EQ(bridge_stop(nullptr, nullptr, nullptr), WMS_E_INVALID);
    EXPECT_EQ(bridge_submit(nullptr, text_of("{}"), nullptr, nullptr), WMS_E_INVALID);
    EXPECT_EQ(bridge_work(nullptr, nullptr, nullptr, nullptr), WMS_E_INVALID);
    EXPECT_EQ(bridge_next_event(nullptr, &document, nullptr), WMS_E_INVALID);
    EXPECT_EQ(bridge_ack_event(nullptr, text_of("1"), nullptr), WMS_E_INVALID);
    EXPECT_EQ(bridge_query(nullptr, nullptr, text_of("{}"), &document, nullptr), WMS_E_INVALID);
    bridge_interrupt(nullptr);
    bridge_destroy(nullptr);
}

TEST_F(Border, calls_in_the_wrong_state_are_refused_and_change_nothing) {
    ASSERT_EQ(create(), WMS_OK);
    EXPECT_EQ(bridge_work(instance, nullptr, nullptr, &error), WMS_E_STATE);
    EXPECT_EQ(code(), "call.wrong_state");
    forget(error);
    EXPECT_EQ(bridge_stop(instance, nullptr, &error), WMS_E_STATE);
}

TEST_F(Border, submit_is_legal_before_connect_and_durable_over_destroy) {
    ASSERT_EQ(create(), WMS_OK);
    const std::string text = despatch("D1");
    EXPECT_EQ(bridge_submit(instance, text_of(text), &document, &error), WMS_OK);
    EXPECT_NE(answer().find(message_id("D1")), std::string::npos);
    EXPECT_EQ(host.wakes, 1);
    bridge_destroy(instance);
    ASSERT_EQ(create(), WMS_OK);
    EXPECT_EQ(bridge_submit(instance, text_of(text), nullptr, &error), WMS_DUPLICATE);
    EXPECT_EQ(error.release, nullptr) << "a duplicate is no error";
}

TEST_F(Border, a_refused_document_names_every_problem) {
    ASSERT_EQ(create(), WMS_OK);
    std::string text = despatch("D1");
    text.replace(text.find("\"amount\":\"1.50\""), 15, "\"amount\":1.50");
    EXPECT_NE(bridge_submit(instance, text_of(text), nullptr, &error), WMS_OK);
    EXPECT_FALSE(code().empty());
    EXPECT_NE(FakeHost::text(error.detail).find("\"problems\":[{"), std::string::npos);
    EXPECT_NE(error.release, nullptr);
    forget(error);
    EXPECT_EQ(error.release, nullptr);
    EXPECT_EQ(error.message.ptr, nullptr);
}

TEST_F(Border, an_out_parameter_that_is_too_small_is_as_good_as_none) {
    ASSERT_EQ(create(), WMS_OK);
    document.struct_size = 4;
    EXPECT_EQ(
        bridge_query(instance, nullptr, text_of("{\"query\":\"status\"}"), &document, nullptr),
        WMS_OK);
    EXPECT_EQ(document.release, nullptr);
    EXPECT_EQ(bridge_next_event(instance, &document, &error), WMS_E_INVALID);
    document.struct_size = sizeof document;
    wms_error small{};
    small.struct_size = 8;
    EXPECT_EQ(bridge_submit(instance, text_of("{"), nullptr, &small), WMS_E_INVALID);
    EXPECT_EQ(small.status, 0);
}

TEST_F(Border, a_length_that_lies_is_not_read_to_its_end) {
    const std::string good = folder;
    folder = good + std::string("\0/x", 3);
    EXPECT_EQ(create(), WMS_E_INVALID);
    EXPECT_EQ(code(), "create.data_dir");
    folder = "/" + std::string(5'000, 'a');
    EXPECT_EQ(create(), WMS_E_INVALID);
    folder = good;
    ASSERT_EQ(create(), WMS_OK);
    EXPECT_EQ(bridge_ack_event(instance, {"1", SIZE_MAX}, nullptr), WMS_OK);
    EXPECT_EQ(bridge_submit(instance, {"{", SIZE_MAX}, nullptr, &error), WMS_E_INVALID);
}

TEST_F(Border, a_length_without_a_pointer_is_invalid) {
    ASSERT_EQ(create(), WMS_OK);
    EXPECT_EQ(bridge_submit(instance, {nullptr, 5}, nullptr, &error), WMS_E_INVALID);
    EXPECT_EQ(bridge_query(instance, nullptr, {nullptr, 5}, &document, nullptr), WMS_E_INVALID);
    EXPECT_EQ(bridge_ack_event(instance, {nullptr, 5}, nullptr), WMS_E_INVALID);
}

TEST_F(Border, an_operation_called_back_or_past_its_deadline_says_which) {
    ASSERT_EQ(create(), WMS_OK);
    wms_op op{};
    op.struct_size = sizeof op;
    op.is_cancelled = [](const wms_op*) -> std::int32_t { return 1; };
    EXPECT_EQ(bridge_connect(instance, &op, &error), WMS_E_CANCELLED);
    forget(error);
    op.is_cancelled = [](const wms_op*) -> std::int32_t { return 0; };
    op.deadline_ms = host.now;
    EXPECT_EQ(bridge_connect(instance, &op, &error), WMS_E_DEADLINE);
}

TEST_F(Border, an_operation_with_a_flag_nobody_knows_is_refused) {
    ASSERT_EQ(create(), WMS_OK);
    wms_op op{};
    op.struct_size = sizeof op;
    op.flags = 0x8000'0000U;
    op.is_cancelled = [](const wms_op*) -> std::int32_t { return 0; };
    const wms_str status = text_of("{\"query\":\"status\"}");
    EXPECT_EQ(bridge_connect(instance, &op, &error), WMS_E_INVALID);
    EXPECT_EQ(code(), "call.unknown_flags");
    forget(error);
    EXPECT_EQ(bridge_check(instance, &op, &document, &error), WMS_E_INVALID);
    forget(error);
    EXPECT_EQ(bridge_query(instance, &op, status, &document, &error), WMS_E_INVALID);
    EXPECT_EQ(document.release, nullptr);
    forget(error);
    op.struct_size = 8;
    EXPECT_EQ(bridge_query(instance, &op, status, &document, &error), WMS_OK)
        << "an operation that is too small is as good as none";
}

TEST_F(Border, connect_without_a_sage_says_what_to_do) {
    ASSERT_EQ(create(), WMS_OK);
    const wms_status status = bridge_connect(instance, nullptr, &error);
    EXPECT_EQ(status, WMS_E_REMOTE);
    EXPECT_FALSE(FakeHost::text(error.message).empty());
}

TEST_F(Border, acknowledging_what_is_no_event_is_fine) {
    ASSERT_EQ(create(), WMS_OK);
    EXPECT_EQ(bridge_next_event(instance, &document, nullptr), WMS_IDLE);
    EXPECT_EQ(bridge_ack_event(instance, text_of("12345"), nullptr), WMS_OK);
    EXPECT_EQ(bridge_ack_event(instance, text_of("no number"), nullptr), WMS_OK);
    EXPECT_EQ(bridge_ack_event(instance, text_of(""), nullptr), WMS_OK);
}

TEST(PluginTable, has_every_function_and_the_texts_given) {
    const wms_plugin table =
        plugin_table(WMS_STR("id"), WMS_STR("1.0.0"), WMS_STR("{}"), nullptr, nullptr);
    EXPECT_EQ(table.struct_size, sizeof(wms_plugin));
    EXPECT_EQ(FakeHost::text(table.id), "id");
    EXPECT_NE(table.destroy, nullptr);
    EXPECT_NE(table.interrupt, nullptr);
    EXPECT_NE(table.check, nullptr);
    EXPECT_NE(table.connect, nullptr);
    EXPECT_NE(table.stop, nullptr);
    EXPECT_NE(table.submit, nullptr);
    EXPECT_NE(table.work, nullptr);
    EXPECT_NE(table.next_event, nullptr);
    EXPECT_NE(table.ack_event, nullptr);
    EXPECT_NE(table.query, nullptr);
    EXPECT_EQ(table.get_extension, nullptr) << "an edition's own, given with create";
}

}  // namespace
}  // namespace sage::testing
