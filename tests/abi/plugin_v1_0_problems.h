// SPDX-License-Identifier: Apache-2.0
// Everything the frozen plugin can complain about, each with its code, what is wrong, what to do
// and who does it. All texts are literals: an error owns nothing.
#ifndef PLUGIN_V1_0_PROBLEMS_H
#define PLUGIN_V1_0_PROBLEMS_H

#include "wms_plugin_v1_0.h"

typedef struct problem {
    wms_status status;
    wms_str code;
    wms_str message;
    wms_str detail;
} problem;

#define PROBLEM(status, code, pointer, cause, fix, owner)                          \
    {status, WMS_STR(code), WMS_STR(cause " " fix),                                \
     WMS_STR("{\"problems\":[{\"code\":\"" code "\",\"fieldPath\":\"" pointer      \
             "\",\"message\":\"" cause "\",\"cause\":\"" cause "\",\"fix\":\"" fix \
             "\",\"owner\":\"" owner "\"}]}")}

static const problem bad_call =
    PROBLEM(WMS_E_INVALID, "call.arguments", "", "An argument is null, too small or not known.",
            "Fill every argument as wms_plugin.h says.", "vendor");
static const problem wrong_state =
    PROBLEM(WMS_E_STATE, "call.wrong_state", "", "The call is not legal in this state.",
            "Connect before work, stop before connecting again.", "vendor");
static const problem cancelled =
    PROBLEM(WMS_E_CANCELLED, "call.cancelled", "", "The host called the operation back.",
            "Call again when it is wanted.", "vendor");
static const problem too_late =
    PROBLEM(WMS_E_DEADLINE, "call.deadline", "", "The deadline of the operation has passed.",
            "Call again with a later deadline.", "vendor");
static const problem bad_settings =
    PROBLEM(WMS_E_CONFIG, "config.unknown", "", "This plugin has no settings.",
            "Give an empty JSON object.", "it");
static const problem folder_busy =
    PROBLEM(WMS_E_BUSY, "data_dir.busy", "", "Another instance has the data directory.",
            "Give each instance a folder of its own.", "it");
static const problem folder_bad =
    PROBLEM(WMS_E_STORAGE, "data_dir.unusable", "", "The data directory cannot be written or read.",
            "Check that the folder exists, has room and belongs to this user.", "it");
static const problem no_memory =
    PROBLEM(WMS_E_INTERNAL, "plugin.memory", "", "There is not enough memory.",
            "Give the process more memory.", "it");
static const problem not_json =
    PROBLEM(WMS_E_INVALID, "json.syntax", "", "The text is no JSON object that is acceptable.",
            "Send strict JSON below 4 MiB, with unique member names and whole numbers.", "vendor");
static const problem unknown_type =
    PROBLEM(WMS_E_UNSUPPORTED, "document.message_type.unsupported", "/messageType",
            "This plugin does not act on documents of this type.",
            "Send only the document_types of the manifest.", "it");
static const problem not_decimal =
    PROBLEM(WMS_E_NOT_ACCEPTED, "document.not_decimal", "/body",
            "An amount or a quantity is no decimal in a string.",
            "Write amounts and quantities like \\\"12.50\\\".", "vendor");
static const problem other_content =
    PROBLEM(WMS_E_CONFLICT, "document.conflict", "/messageId",
            "This messageId or document was accepted with other content.",
            "Send a correction as a new documentVersion with its own messageId.", "warehouse");
static const problem unknown_query =
    PROBLEM(WMS_E_UNSUPPORTED, "query.unsupported", "/query", "This plugin does not answer it.",
            "Ask one of the queries of the manifest.", "it");

#define REQUIRED(container, name)                                                        \
    {container, name,                                                                    \
     PROBLEM(WMS_E_NOT_ACCEPTED, "document.missing", container "/" name,                 \
             "A member is missing or is no text of 1 to 128 bytes.", "Fill the member.", \
             "vendor")}
static const struct required {
    const char* container;
    const char* name;
    problem missing;
} required_members[] = {REQUIRED("", "schemaVersion"), REQUIRED("", "messageId"),
                        REQUIRED("", "occurredAt"),    REQUIRED("", "environment"),
                        REQUIRED("", "tenantId"),      REQUIRED("/body", "id"),
                        REQUIRED("/body", "issueDate")};

#endif
