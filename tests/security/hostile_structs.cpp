// SPDX-License-Identifier: Apache-2.0
// Cases of structs that the host supplies: too small, of a later minor, with unknown flags,
// missing.
#include <cstring>

#include "tests/security/hostile_host.h"

namespace sage::testing {
namespace {

std::int32_t no(const wms_op* /*op*/) {
    return 0;
}

wms_op operation() {
    wms_op op{};
    op.struct_size = sizeof op;
    op.is_cancelled = no;
    op.progress = [](const wms_op*, std::uint32_t, wms_str) {};
    return op;
}

constexpr std::string_view question = R"({"query":"status"})";

wms_status ask(Stage& stage, const wms_op* op) {
    Out<wms_doc> answer;
    return stage.host.plugin.query(stage.host.instance, op, str(question), &answer.value, nullptr);
}

/// A struct whose bytes beyond the given size must stay as they are.
template <class Struct>
struct Guarded {
    Struct value;
    explicit Guarded(std::uint32_t size) {
        std::memset(static_cast<void*>(&value), 0xa5, sizeof value);
        value.struct_size = size;
    }
    bool untouched() const {
        Guarded other(value.struct_size);
        return std::memcmp(&value, &other.value, sizeof value) == 0;
    }
};

void receipt_struct_too_small_stays_untouched(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    Guarded<wms_doc> small(sizeof(wms_doc) - 1);
    expect_status(
        stage.host.plugin.submit(stage.host.instance, str(stage.document), &small.value, nullptr),
        WMS_OK);
    expect(small.untouched(), "nothing written into a small struct");
}

void receipt_struct_of_no_size_stays_untouched(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    Guarded<wms_doc> small(0);
    expect_status(
        stage.host.plugin.submit(stage.host.instance, str(stage.document), &small.value, nullptr),
        WMS_OK);
    expect(small.untouched(), "nothing written into a small struct");
}

void error_struct_too_small_stays_untouched(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    Guarded<wms_error> small(sizeof(wms_error) - 1);
    expect_status(stage.host.plugin.submit(stage.host.instance, str("{"), nullptr, &small.value),
                  WMS_E_INVALID);
    expect(small.untouched(), "nothing written into a small struct");
}

void structs_of_a_later_minor_are_filled(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    struct Later {
        wms_doc known{};
        unsigned char further[64] = {};
    } later;
    later.known.struct_size = sizeof later;
    std::memset(later.further, 0xa5, sizeof later.further);
    expect_status(
        stage.host.plugin.submit(stage.host.instance, str(stage.document), &later.known, nullptr),
        WMS_OK);
    expect(later.known.release != nullptr, "a receipt");
    later.known.release(&later.known);
    for (const unsigned char byte : later.further) {
        expect(byte == 0xa5, "nothing written beyond what the plugin knows");
    }
}

void event_without_a_place_for_it(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    expect_status(stage.host.plugin.next_event(stage.host.instance, nullptr, nullptr),
                  WMS_E_INVALID);
    Guarded<wms_doc> small(8);
    expect_status(stage.host.plugin.next_event(stage.host.instance, &small.value, nullptr),
                  WMS_E_INVALID);
    expect(small.untouched(), "nothing written into a small struct");
}

void no_out_and_no_error_anywhere(Stage& stage) {
    const wms_plugin& plugin = stage.host.plugin;
    expect_status(stage.host.create(), WMS_OK);
    wms_instance* const self = stage.host.instance;
    expect_status(plugin.submit(self, str(stage.document), nullptr, nullptr), WMS_OK);
    expect_status(plugin.submit(self, str("{"), nullptr, nullptr), WMS_E_INVALID);
    expect_status(plugin.query(self, nullptr, str(question), nullptr, nullptr), WMS_OK);
    expect_status(plugin.connect(self, nullptr, nullptr), WMS_OK);
    expect_survived(plugin.work(self, nullptr, nullptr, nullptr));
    expect_status(plugin.check(self, nullptr, nullptr, nullptr), WMS_OK);
    expect_status(plugin.stop(self, nullptr, nullptr), WMS_OK);
}

void operation_too_small_is_as_good_as_none(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    wms_op op = operation();
    op.is_cancelled = [](const wms_op*) -> std::int32_t { return 1; };
    op.struct_size = sizeof op - 1;
    op.flags = 0xffffffffU;
    expect_status(ask(stage, &op), WMS_OK);
}

void operation_with_an_unknown_flag(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    for (std::uint32_t bit = 0; bit < 32; ++bit) {
        wms_op op = operation();
        op.flags = std::uint32_t{1} << bit;
        expect_status(ask(stage, &op), WMS_E_INVALID);
    }
}

void operation_with_an_unknown_flag_does_not_connect_or_work(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    wms_op op = operation();
    op.flags = 2;
    const wms_plugin& plugin = stage.host.plugin;
    expect_status(plugin.connect(stage.host.instance, &op, nullptr), WMS_E_INVALID);
    expect_status(plugin.check(stage.host.instance, &op, nullptr, nullptr), WMS_E_INVALID);
    expect_status(stage.host.connect(), WMS_OK);
    expect_status(plugin.work(stage.host.instance, &op, nullptr, nullptr), WMS_E_INVALID);
    expect_status(plugin.stop(stage.host.instance, &op, nullptr), WMS_E_INVALID);
    expect_status(plugin.work(stage.host.instance, nullptr, nullptr, nullptr), WMS_E_STATE);
}

void operation_without_functions(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    wms_op op{};
    op.struct_size = sizeof op;
    expect_status(ask(stage, &op), WMS_OK);
    expect_status(stage.host.plugin.connect(stage.host.instance, &op, nullptr), WMS_OK);
}

void operation_with_deadlines_out_of_range(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    wms_op op = operation();
    for (const std::int64_t deadline : {INT64_MIN, std::int64_t{-1}, std::int64_t{1}}) {
        op.deadline_ms = deadline;
        expect_status(ask(stage, &op), WMS_E_DEADLINE);
    }
    op.deadline_ms = INT64_MAX;
    expect_status(ask(stage, &op), WMS_OK);
}

void operation_that_is_called_back(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    wms_op op = operation();
    op.is_cancelled = [](const wms_op*) -> std::int32_t { return -7; };
    const wms_plugin& plugin = stage.host.plugin;
    expect_status(plugin.connect(stage.host.instance, &op, nullptr), WMS_E_CANCELLED);
    expect_status(ask(stage, &op), WMS_E_CANCELLED);
    expect_status(stage.host.connect(), WMS_OK);
    expect_status(plugin.work(stage.host.instance, &op, nullptr, nullptr), WMS_E_CANCELLED);
}

}  // namespace

std::vector<HostileCase> cases_of_structs() {
    return {
        {"receipt_struct_too_small_stays_untouched", receipt_struct_too_small_stays_untouched},
        {"receipt_struct_of_no_size_stays_untouched", receipt_struct_of_no_size_stays_untouched},
        {"error_struct_too_small_stays_untouched", error_struct_too_small_stays_untouched},
        {"structs_of_a_later_minor_are_filled", structs_of_a_later_minor_are_filled},
        {"event_without_a_place_for_it", event_without_a_place_for_it},
        {"no_out_and_no_error_anywhere", no_out_and_no_error_anywhere},
        {"operation_too_small_is_as_good_as_none", operation_too_small_is_as_good_as_none},
        {"operation_with_an_unknown_flag", operation_with_an_unknown_flag},
        {"operation_with_an_unknown_flag_does_not_connect_or_work",
         operation_with_an_unknown_flag_does_not_connect_or_work},
        {"operation_without_functions", operation_without_functions},
        {"operation_with_deadlines_out_of_range", operation_with_deadlines_out_of_range},
        {"operation_that_is_called_back", operation_that_is_called_back},
    };
}

}  // namespace sage::testing
