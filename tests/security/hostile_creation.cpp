// SPDX-License-Identifier: Apache-2.0
// Cases of create: arguments, host table, settings and folder that are not what they should be.
// Each is refused, nothing is held afterwards, and a good create still works.
#include <sys/stat.h>

#include <fstream>

#include "tests/security/hostile_host.h"

namespace sage::testing {
namespace {

/// create() is refused; what is in `out` then is null; a good one works after it.
void refused(Stage& stage, const wms_create_args& arguments) {
    stage.host.instance = reinterpret_cast<wms_instance*>(0x1);
    const wms_status status = stage.host.create(arguments);
    expect_refused(status);
    expect(stage.host.instance == nullptr, "no instance after a refusal");
    expect(!stage.host.last_error.empty(), "words for the refusal");
    expect_status(stage.host.create(), WMS_OK);
}

void refused_settings(Stage& stage, std::string settings) {
    wms_create_args arguments = stage.host.arguments();
    arguments.config = str(settings);
    refused(stage, arguments);
}

void refused_folder(Stage& stage, std::string_view folder) {
    wms_create_args arguments = stage.host.arguments();
    arguments.data_dir = str(folder);
    refused(stage, arguments);
}

template <class Spoil>
void refused_table(Stage& stage, Spoil spoil) {
    wms_host spoilt = stage.host.table;
    spoil(spoilt);
    wms_create_args arguments = stage.host.arguments();
    arguments.host = &spoilt;
    refused(stage, arguments);
}

void create_without_arguments(Stage& stage) {
    Out<wms_error> error;
    wms_instance* out = nullptr;
    expect_status(stage.host.plugin.create(nullptr, &out, &error.value), WMS_E_INVALID);
}

void create_without_out(Stage& stage) {
    const wms_create_args arguments = stage.host.arguments();
    expect_status(stage.host.plugin.create(&arguments, nullptr, nullptr), WMS_E_INVALID);
}

void create_refused_without_error(Stage& stage) {
    wms_instance* out = nullptr;
    expect_status(stage.host.plugin.create(nullptr, &out, nullptr), WMS_E_INVALID);
}

void create_arguments_of_no_size(Stage& stage) {
    wms_create_args arguments = stage.host.arguments();
    arguments.struct_size = 0;
    refused(stage, arguments);
}

void create_arguments_one_byte_short(Stage& stage) {
    wms_create_args arguments = stage.host.arguments();
    --arguments.struct_size;
    refused(stage, arguments);
}

void create_arguments_of_a_later_minor(Stage& stage) {
    wms_create_args arguments = stage.host.arguments();
    arguments.struct_size = UINT32_MAX;
    expect_status(stage.host.create(arguments), WMS_OK);
}

void create_with_an_unknown_flag(Stage& stage) {
    wms_create_args arguments = stage.host.arguments();
    arguments.flags = 0x80000000U;
    refused(stage, arguments);
}

void create_without_a_host(Stage& stage) {
    wms_create_args arguments = stage.host.arguments();
    arguments.host = nullptr;
    refused(stage, arguments);
}

void create_with_a_small_host_table(Stage& stage) {
    refused_table(stage, [](wms_host& host) { host.struct_size = 8; });
}

void create_with_a_host_table_that_lacks_a_function(Stage& stage) {
    refused_table(stage, [](wms_host& host) { host.log = nullptr; });
    stage.host.destroy();
    refused_table(stage, [](wms_host& host) { host.now_ms = nullptr; });
    stage.host.destroy();
    refused_table(stage, [](wms_host& host) { host.wake = nullptr; });
    stage.host.destroy();
    refused_table(stage, [](wms_host& host) { host.secret_get = nullptr; });
    stage.host.destroy();
    refused_table(stage, [](wms_host& host) { host.secret_put = nullptr; });
    stage.host.destroy();
    refused_table(stage, [](wms_host& host) { host.audit = nullptr; });
    stage.host.destroy();
    refused_table(stage, [](wms_host& host) { host.get_extension = nullptr; });
}

void settings_of_a_length_without_a_pointer(Stage& stage) {
    wms_create_args arguments = stage.host.arguments();
    arguments.config = {nullptr, 100};
    refused(stage, arguments);
}

void settings_of_an_impossible_length(Stage& stage) {
    wms_create_args arguments = stage.host.arguments();
    arguments.config = {"{", SIZE_MAX};
    refused(stage, arguments);
}

void settings_that_are_empty(Stage& stage) {
    refused_settings(stage, "");
}

void settings_that_are_no_object(Stage& stage) {
    refused_settings(stage, "[1,2]");
}

void settings_that_are_no_utf8(Stage& stage) {
    refused_settings(stage, "{\"companyId\":\"\xff\xc0\"}");
}

void settings_too_deep(Stage& stage) {
    refused_settings(stage, std::string(100'000, '[') + std::string(100'000, ']'));
}

void settings_too_large(Stage& stage) {
    refused_settings(stage, "{" + std::string(2'000'000, ' ') + "}");
}

void settings_with_a_misspelt_member(Stage& stage) {
    std::string spoilt = stage.host.settings;
    spoilt.insert(1, R"("adress":"https://example.com",)");
    refused_settings(stage, spoilt);
}

void folder_of_a_length_without_a_pointer(Stage& stage) {
    wms_create_args arguments = stage.host.arguments();
    arguments.data_dir = {nullptr, 100};
    refused(stage, arguments);
}

void folder_of_an_impossible_length(Stage& stage) {
    wms_create_args arguments = stage.host.arguments();
    arguments.data_dir = {"/", SIZE_MAX};
    refused(stage, arguments);
    stage.host.destroy();
    arguments.data_dir = {"/", std::size_t{1} << 40U};
    refused(stage, arguments);
}

void folder_that_is_empty(Stage& stage) {
    refused_folder(stage, "");
}

void folder_that_is_relative(Stage& stage) {
    refused_folder(stage, "data");
}

void folder_that_is_missing(Stage& stage) {
    refused_folder(stage, stage.host.folder.native() + "/missing");
}

void folder_with_a_nul_inside(Stage& stage) {
    refused_folder(stage, stage.host.folder.native() + std::string("\0/x", 3));
}

void folder_with_bytes_that_are_no_text(Stage& stage) {
    refused_folder(stage, "/tmp/\xff\xfe\n\x01");
}

void folder_that_is_a_file(Stage& stage) {
    const std::string path = stage.host.folder.native() + "/file";
    std::ofstream(path) << "x";
    refused_folder(stage, path);
}

void folder_that_others_may_write(Stage& stage) {
    const std::string path = stage.host.folder.native() + "/open";
    expect(::mkdir(path.c_str(), 0777) == 0 && ::chmod(path.c_str(), 0777) == 0,
           "a folder is made");
    refused_folder(stage, path);
}

void folder_used_twice(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    Out<wms_error> error;
    wms_instance* second = nullptr;
    const wms_create_args arguments = stage.host.arguments();
    expect_status(stage.host.plugin.create(&arguments, &second, &error.value), WMS_E_BUSY);
    expect(second == nullptr, "no second instance");
    expect_status(stage.host.submit(stage.document), WMS_OK);
}

void instance_id_of_an_impossible_length(Stage& stage) {
    wms_create_args arguments = stage.host.arguments();
    arguments.instance_id = {nullptr, SIZE_MAX};
    refused(stage, arguments);
}

}  // namespace

std::vector<HostileCase> cases_of_creation() {
    return {
        {"create_without_arguments", create_without_arguments},
        {"create_without_out", create_without_out},
        {"create_refused_without_error", create_refused_without_error},
        {"create_arguments_of_no_size", create_arguments_of_no_size},
        {"create_arguments_one_byte_short", create_arguments_one_byte_short},
        {"create_arguments_of_a_later_minor", create_arguments_of_a_later_minor},
        {"create_with_an_unknown_flag", create_with_an_unknown_flag},
        {"create_without_a_host", create_without_a_host},
        {"create_with_a_small_host_table", create_with_a_small_host_table},
        {"create_with_a_host_table_that_lacks_a_function",
         create_with_a_host_table_that_lacks_a_function},
        {"settings_of_a_length_without_a_pointer", settings_of_a_length_without_a_pointer},
        {"settings_of_an_impossible_length", settings_of_an_impossible_length},
        {"settings_that_are_empty", settings_that_are_empty},
        {"settings_that_are_no_object", settings_that_are_no_object},
        {"settings_that_are_no_utf8", settings_that_are_no_utf8},
        {"settings_too_deep", settings_too_deep},
        {"settings_too_large", settings_too_large},
        {"settings_with_a_misspelt_member", settings_with_a_misspelt_member},
        {"folder_of_a_length_without_a_pointer", folder_of_a_length_without_a_pointer},
        {"folder_of_an_impossible_length", folder_of_an_impossible_length},
        {"folder_that_is_empty", folder_that_is_empty},
        {"folder_that_is_relative", folder_that_is_relative},
        {"folder_that_is_missing", folder_that_is_missing},
        {"folder_with_a_nul_inside", folder_with_a_nul_inside},
        {"folder_with_bytes_that_are_no_text", folder_with_bytes_that_are_no_text},
        {"folder_that_is_a_file", folder_that_is_a_file},
        {"folder_that_others_may_write", folder_that_others_may_write},
        {"folder_used_twice", folder_used_twice},
        {"instance_id_of_an_impossible_length", instance_id_of_an_impossible_length},
    };
}

}  // namespace sage::testing
