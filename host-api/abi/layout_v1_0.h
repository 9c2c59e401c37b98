// SPDX-License-Identifier: Apache-2.0
// The binary layout of version 1.0, frozen for ever. Include it after wms_plugin.h of version 1.0
// or any later minor: each offset, member type and constant below must still hold, or a plugin or a
// host that was compiled earlier would break. A new minor gets a file of its own beside this one;
// this one is never edited again.
//
// Offsets and sizes are those of 64-bit pointers; types and constants hold on every platform. A
// later minor may append members, so only version 1.0 itself has exactly these sizes.
#ifndef WMS_LAYOUT_V1_0_H
#define WMS_LAYOUT_V1_0_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#include <type_traits>
#define WMS_LAYOUT_ASSERT static_assert
#define WMS_HAS_TYPE(type, member, ...) std::is_same<decltype(type::member), __VA_ARGS__>::value
#else
#define WMS_LAYOUT_ASSERT _Static_assert
#define WMS_HAS_TYPE(type, member, ...) _Generic(((type*)0)->member, __VA_ARGS__: 1, default: 0)
#endif

#if WMS_ABI_MINOR == 0
#define WMS_SIZE_FITS(type, size) (sizeof(type) == (size))
#else
#define WMS_SIZE_FITS(type, size) (sizeof(type) >= (size))
#endif

#define WMS_SIZE_IS(type, size)                                        \
    WMS_LAYOUT_ASSERT(sizeof(void*) != 8 || WMS_SIZE_FITS(type, size), \
                      #type " has not the size of version 1.0")
#define WMS_MEMBER_IS(type, member, offset, ...)                                    \
    WMS_LAYOUT_ASSERT((sizeof(void*) != 8 || offsetof(type, member) == (offset)) && \
                          WMS_HAS_TYPE(type, member, __VA_ARGS__),                  \
                      #type "." #member " has moved or changed its type")
#define WMS_VALUE_IS(name, value) \
    WMS_LAYOUT_ASSERT((name) == (value), #name " has not the value of version 1.0")

WMS_VALUE_IS(WMS_ABI_MAJOR, 1);

WMS_VALUE_IS(WMS_OK, 0);
WMS_VALUE_IS(WMS_IDLE, 1);
WMS_VALUE_IS(WMS_DUPLICATE, 2);
WMS_VALUE_IS(WMS_E_INVALID, 16);
WMS_VALUE_IS(WMS_E_STATE, 17);
WMS_VALUE_IS(WMS_E_UNSUPPORTED, 18);
WMS_VALUE_IS(WMS_E_NOT_ACCEPTED, 19);
WMS_VALUE_IS(WMS_E_BUSY, 20);
WMS_VALUE_IS(WMS_E_CANCELLED, 21);
WMS_VALUE_IS(WMS_E_DEADLINE, 22);
WMS_VALUE_IS(WMS_E_CONFIG, 23);
WMS_VALUE_IS(WMS_E_AUTH, 24);
WMS_VALUE_IS(WMS_E_REMOTE, 25);
WMS_VALUE_IS(WMS_E_CONFLICT, 26);
WMS_VALUE_IS(WMS_E_STORAGE, 27);
WMS_VALUE_IS(WMS_E_INTERNAL, 28);
WMS_VALUE_IS(WMS_LOG_DEBUG, 0);
WMS_VALUE_IS(WMS_LOG_INFO, 1);
WMS_VALUE_IS(WMS_LOG_WARN, 2);
WMS_VALUE_IS(WMS_LOG_ERROR, 3);
WMS_VALUE_IS(WMS_LOG_MISBEHAVIOUR, 4);

WMS_SIZE_IS(wms_str, 16);
WMS_MEMBER_IS(wms_str, ptr, 0, const char*);
WMS_MEMBER_IS(wms_str, len, 8, size_t);

WMS_SIZE_IS(wms_doc, 40);
WMS_MEMBER_IS(wms_doc, struct_size, 0, uint32_t);
WMS_MEMBER_IS(wms_doc, flags, 4, uint32_t);
WMS_MEMBER_IS(wms_doc, json, 8, wms_str);
WMS_MEMBER_IS(wms_doc, release, 24, void(WMS_CALL*)(struct wms_doc*));
WMS_MEMBER_IS(wms_doc, owner, 32, void*);

WMS_SIZE_IS(wms_error, 80);
WMS_MEMBER_IS(wms_error, struct_size, 0, uint32_t);
WMS_MEMBER_IS(wms_error, status, 4, wms_status);
WMS_MEMBER_IS(wms_error, retry_after_ms, 8, uint32_t);
WMS_MEMBER_IS(wms_error, flags, 12, uint32_t);
WMS_MEMBER_IS(wms_error, code, 16, wms_str);
WMS_MEMBER_IS(wms_error, message, 32, wms_str);
WMS_MEMBER_IS(wms_error, detail, 48, wms_str);
WMS_MEMBER_IS(wms_error, release, 64, void(WMS_CALL*)(struct wms_error*));
WMS_MEMBER_IS(wms_error, owner, 72, void*);

WMS_SIZE_IS(wms_op, 40);
WMS_MEMBER_IS(wms_op, struct_size, 0, uint32_t);
WMS_MEMBER_IS(wms_op, flags, 4, uint32_t);
WMS_MEMBER_IS(wms_op, deadline_ms, 8, int64_t);
WMS_MEMBER_IS(wms_op, host_data, 16, void*);
WMS_MEMBER_IS(wms_op, is_cancelled, 24, int32_t(WMS_CALL*)(const struct wms_op*));
WMS_MEMBER_IS(wms_op, progress, 32, void(WMS_CALL*)(const struct wms_op*, uint32_t, wms_str));

WMS_SIZE_IS(wms_host, 104);
WMS_MEMBER_IS(wms_host, struct_size, 0, uint32_t);
WMS_MEMBER_IS(wms_host, abi_minor, 4, uint32_t);
WMS_MEMBER_IS(wms_host, host_data, 8, void*);
WMS_MEMBER_IS(wms_host, product, 16, wms_str);
WMS_MEMBER_IS(wms_host, version, 32, wms_str);
WMS_MEMBER_IS(wms_host, log, 48,
              void(WMS_CALL*)(const struct wms_host*, int32_t, wms_str, wms_str, wms_str));
WMS_MEMBER_IS(wms_host, now_ms, 56, int64_t(WMS_CALL*)(const struct wms_host*));
WMS_MEMBER_IS(wms_host, wake, 64, void(WMS_CALL*)(const struct wms_host*));
WMS_MEMBER_IS(wms_host, secret_get, 72,
              wms_status(WMS_CALL*)(const struct wms_host*, wms_str, wms_doc*, wms_error*));
WMS_MEMBER_IS(wms_host, secret_put, 80,
              wms_status(WMS_CALL*)(const struct wms_host*, wms_str, wms_str, wms_str, wms_error*));
WMS_MEMBER_IS(wms_host, audit, 88,
              wms_status(WMS_CALL*)(const struct wms_host*, wms_str, wms_error*));
WMS_MEMBER_IS(wms_host, get_extension, 96, const void*(WMS_CALL*)(const struct wms_host*, wms_str));

WMS_SIZE_IS(wms_create_args, 64);
WMS_MEMBER_IS(wms_create_args, struct_size, 0, uint32_t);
WMS_MEMBER_IS(wms_create_args, flags, 4, uint32_t);
WMS_MEMBER_IS(wms_create_args, instance_id, 8, wms_str);
WMS_MEMBER_IS(wms_create_args, config, 24, wms_str);
WMS_MEMBER_IS(wms_create_args, data_dir, 40, wms_str);
WMS_MEMBER_IS(wms_create_args, host, 56, const wms_host*);

WMS_SIZE_IS(wms_plugin, 160);
WMS_MEMBER_IS(wms_plugin, struct_size, 0, uint32_t);
WMS_MEMBER_IS(wms_plugin, abi_minor, 4, uint32_t);
WMS_MEMBER_IS(wms_plugin, min_host_minor, 8, uint32_t);
WMS_MEMBER_IS(wms_plugin, flags, 12, uint32_t);
WMS_MEMBER_IS(wms_plugin, id, 16, wms_str);
WMS_MEMBER_IS(wms_plugin, version, 32, wms_str);
WMS_MEMBER_IS(wms_plugin, manifest, 48, wms_str);
WMS_MEMBER_IS(wms_plugin, create, 64,
              wms_status(WMS_CALL*)(const wms_create_args*, wms_instance**, wms_error*));
WMS_MEMBER_IS(wms_plugin, destroy, 72, void(WMS_CALL*)(wms_instance*));
WMS_MEMBER_IS(wms_plugin, interrupt, 80, void(WMS_CALL*)(wms_instance*));
WMS_MEMBER_IS(wms_plugin, check, 88,
              wms_status(WMS_CALL*)(wms_instance*, const wms_op*, wms_doc*, wms_error*));
WMS_MEMBER_IS(wms_plugin, connect, 96,
              wms_status(WMS_CALL*)(wms_instance*, const wms_op*, wms_error*));
WMS_MEMBER_IS(wms_plugin, stop, 104,
              wms_status(WMS_CALL*)(wms_instance*, const wms_op*, wms_error*));
WMS_MEMBER_IS(wms_plugin, submit, 112,
              wms_status(WMS_CALL*)(wms_instance*, wms_str, wms_doc*, wms_error*));
WMS_MEMBER_IS(wms_plugin, work, 120,
              wms_status(WMS_CALL*)(wms_instance*, const wms_op*, int64_t*, wms_error*));
WMS_MEMBER_IS(wms_plugin, next_event, 128,
              wms_status(WMS_CALL*)(wms_instance*, wms_doc*, wms_error*));
WMS_MEMBER_IS(wms_plugin, ack_event, 136,
              wms_status(WMS_CALL*)(wms_instance*, wms_str, wms_error*));
WMS_MEMBER_IS(wms_plugin, query, 144,
              wms_status(WMS_CALL*)(wms_instance*, const wms_op*, wms_str, wms_doc*, wms_error*));
WMS_MEMBER_IS(wms_plugin, get_extension, 152, const void*(WMS_CALL*)(wms_str));
WMS_LAYOUT_ASSERT(sizeof(wms_status) == 4 && (wms_status)-1 < 0,
                  "wms_status is no signed 32-bit integer");
WMS_LAYOUT_ASSERT(sizeof(WMS_ENTRY_SYMBOL) == sizeof("wms_plugin_entry_v1"),
                  "the entry symbol has another name");

#endif  // WMS_LAYOUT_V1_0_H
