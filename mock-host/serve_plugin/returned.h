// SPDX-License-Identifier: Apache-2.0
// What a call or a service gave back, as it goes over the pipe and as C has it.
#pragma once

#include <cstdint>
#include <string>

#include "mock-host/serve_plugin/frame.h"
#include "wms/wms_plugin.h"

namespace wms::remote {

inline std::string_view view(wms_str text) {
    return text.ptr == nullptr ? std::string_view{} : std::string_view(text.ptr, text.len);
}
inline wms_str str(std::string_view text) {
    return {text.data(), text.size()};
}

/// A document or an error of the other side's, taken over and released.
struct Returned {
    wms_status status = WMS_E_INTERNAL;
    std::int64_t number = 0;  ///< next_due_ms, the time, or whether it is cancelled
    std::string json;
    std::uint32_t retry_after_ms = 0;
    std::string code;
    std::string message;
    std::string detail;

    Returned() = default;
    /// Why a call failed on its way, as the contract has every error.
    static Returned failed(wms_status status, std::string_view code, const std::string& cause,
                           const std::string& fix, std::string_view owner = "it");
    static Returned ok();

    void take(wms_doc& document);
    void take(wms_error& error);

    FrameWriter frame(Word word) const;
    /// False: this is no such frame.
    bool read(FrameReader& frame);

    /// Fills what the caller brought; the status. Either may be null.
    wms_status give(wms_doc* out, wms_error* error) const;

    /// Overwrites the document: it was a secret.
    void wipe();
};

/// Null for one that is not there or smaller than in version 1.0, as the contract has it.
template <typename Struct>
Struct* usable(Struct* given) {
    return given != nullptr && given->struct_size >= sizeof(Struct) ? given : nullptr;
}

}  // namespace wms::remote
