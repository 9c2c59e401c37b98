// SPDX-License-Identifier: Apache-2.0
// The border between C and C++: the functions of the plugin table, for any edition. The only place
// that sees both sides; nothing throws past it. An edition's entry.cpp adds its name and manifest.
#pragma once

#include "sage-adapter/edition.h"
#include "wms/wms_plugin.h"

namespace sage {

/// `create` of the plugin table, for one edition. Thread-safe.
wms_status create_instance(const Edition& edition, const wms_create_args* arguments,
                           wms_instance** out, wms_error* error) noexcept;
/// The same for an edition that is made when it is first asked for, which needs memory and so has
/// to happen behind the border.
/// @param open_data_source  open_odbc_source, where the edition reads a database
wms_status create_instance(const Edition& (*edition)(), const wms_create_args* arguments,
                           wms_instance** out, wms_error* error,
                           OpenDataSource open_data_source = nullptr) noexcept;

/// The rest of the table; wms_plugin.h says what each does. Statuses for wrong calls: a null or
/// malformed argument gives WMS_E_INVALID, a call in the wrong state WMS_E_STATE.
void WMS_CALL bridge_destroy(wms_instance* self);
void WMS_CALL bridge_interrupt(wms_instance* self);
wms_status WMS_CALL bridge_check(wms_instance* self, const wms_op* op, wms_doc* out,
                                 wms_error* error);
wms_status WMS_CALL bridge_connect(wms_instance* self, const wms_op* op, wms_error* error);
wms_status WMS_CALL bridge_stop(wms_instance* self, const wms_op* op, wms_error* error);
wms_status WMS_CALL bridge_submit(wms_instance* self, wms_str document, wms_doc* out,
                                  wms_error* error);
wms_status WMS_CALL bridge_work(wms_instance* self, const wms_op* op, int64_t* next_due_ms,
                                wms_error* error);
wms_status WMS_CALL bridge_next_event(wms_instance* self, wms_doc* out, wms_error* error);
wms_status WMS_CALL bridge_ack_event(wms_instance* self, wms_str event_id, wms_error* error);
wms_status WMS_CALL bridge_query(wms_instance* self, const wms_op* op, wms_str request,
                                 wms_doc* out, wms_error* error);

/// `get_extension` of the plugin table, for one edition: "wms.plugin.authorize/1" where it has an
/// authorization-code grant. Null otherwise, also without memory to make the edition. Thread-safe.
const void* find_extension(const Edition& (*edition)(), wms_str id) noexcept;

/// The complete table. All texts are literals: the table lives as long as the library.
constexpr wms_plugin plugin_table(wms_str id, wms_str version, wms_str manifest,
                                  decltype(wms_plugin::create) create,
                                  decltype(wms_plugin::get_extension) get_extension) {
    wms_plugin table{};
    table.struct_size = sizeof(wms_plugin);
    table.abi_minor = WMS_ABI_MINOR;
    table.min_host_minor = 0;
    table.id = id;
    table.version = version;
    table.manifest = manifest;
    table.create = create;
    table.destroy = bridge_destroy;
    table.interrupt = bridge_interrupt;
    table.check = bridge_check;
    table.connect = bridge_connect;
    table.stop = bridge_stop;
    table.submit = bridge_submit;
    table.work = bridge_work;
    table.next_event = bridge_next_event;
    table.ack_event = bridge_ack_event;
    table.query = bridge_query;
    table.get_extension = get_extension;
    return table;
}

}  // namespace sage
