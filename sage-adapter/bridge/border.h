// SPDX-License-Identifier: Apache-2.0
// What every function that a host calls shares: nothing is thrown past it, a wrong call gets a
// status and says why, and an operation can be called back.
#pragma once

#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <utility>

#include "sage-adapter/base/status.h"
#include "sage-adapter/bridge/instance.h"
#include "sage-adapter/bridge/values.h"
#include "wms/wms_plugin.h"

struct wms_instance {
    std::unique_ptr<sage::Instance> instance;
};

namespace sage {

/// A bug in the caller, or in the plugin.
Error wrong_call(Status status, std::string code, std::string cause, std::string fix);
Error null_instance();
/// @param what  the text, as the beginning of a sentence
Error bad_text(const char* what);
Error unknown_flags();
bool has_unknown_flags(const wms_op* op);

/// True once the host wants the call back or its deadline has passed. Valid while both live.
Cancelled cancelled_by(const wms_op* op, const Instance& instance);

/// What a call that was called back answers: it says which of the two it was. A later version's
/// flag may ask for what this one would not do, so such an operation is refused before anything
/// else.
std::optional<Error> called_back(const wms_op* op, const Instance& instance);

/// Everything that crosses the border runs in here: whatever is thrown becomes a status.
template <class Body>
wms_status guard(wms_error* error, Body&& body) noexcept {
    try {
        const Result<wms_status> done = body();
        return done.ok() ? done.value() : give(error, done.error());
    } catch (const std::bad_alloc&) {
        return WMS_E_INTERNAL;
    } catch (const std::exception& thrown) {
        try {
            return give(error, wrong_call(Status::internal, "plugin.internal",
                                          std::string("The plugin failed: ") + thrown.what() + ".",
                                          "Report this to the vendor of the plugin."));
        } catch (...) {
            return WMS_E_INTERNAL;
        }
    } catch (...) {
        return WMS_E_INTERNAL;
    }
}

}  // namespace sage
