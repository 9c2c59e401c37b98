// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/border.h"

namespace sage {
namespace {

bool has_operation(const wms_op* op) {
    return op != nullptr && op->struct_size >= sizeof(wms_op);
}

}  // namespace

Error wrong_call(Status status, std::string code, std::string cause, std::string fix) {
    return Error(status,
                 Problem{std::move(code), "", std::move(cause), std::move(fix), Owner::vendor});
}

Error null_instance() {
    return wrong_call(Status::invalid, "call.null_instance", "The instance is null.",
                      "Pass the instance that create returned.");
}

Error bad_text(const char* what) {
    return wrong_call(Status::invalid, "call.bad_text",
                      std::string(what) + " has a length but no pointer.",
                      "Pass a pointer to that many bytes of UTF-8.");
}

Cancelled cancelled_by(const wms_op* op, const Instance& instance) {
    return [op, &instance] {
        if (!has_operation(op)) {
            return false;
        }
        if (op->is_cancelled != nullptr && op->is_cancelled(op) != 0) {
            return true;
        }
        return op->deadline_ms != 0 && instance.services.now_ms() >= op->deadline_ms;
    };
}

bool has_unknown_flags(const wms_op* op) {
    return has_operation(op) && op->flags != 0;
}

Error unknown_flags() {
    return wrong_call(Status::invalid, "call.unknown_flags",
                      "The operation carries flags that this plugin does not know.",
                      "Set the flags of wms_op to 0.");
}

std::optional<Error> called_back(const wms_op* op, const Instance& instance) {
    if (!has_operation(op)) {
        return std::nullopt;
    }
    if (has_unknown_flags(op)) {
        return unknown_flags();
    }
    if (op->is_cancelled != nullptr && op->is_cancelled(op) != 0) {
        return wrong_call(Status::cancelled, "call.cancelled",
                          "The host called the operation back.", "Call again when it is wanted.");
    }
    if (op->deadline_ms != 0 && instance.services.now_ms() >= op->deadline_ms) {
        return wrong_call(Status::deadline, "call.deadline",
                          "The deadline of the operation has passed.",
                          "Call again with a later deadline.");
    }
    return std::nullopt;
}

}  // namespace sage
