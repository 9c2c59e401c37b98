// SPDX-License-Identifier: Apache-2.0
// C values at the border, released where they end: documents and errors that a plugin hands out,
// text views that go in, and the operation that a call belongs to.
#pragma once

#include <atomic>
#include <string>
#include <string_view>

#include "mock-host/result.h"
#include "wms/wms_plugin.h"

namespace wms {

inline wms_str view_of(std::string_view text) {
    return {text.data(), text.size()};
}
inline std::string_view text_of(wms_str view) {
    return view.ptr == nullptr ? std::string_view{} : std::string_view(view.ptr, view.len);
}

/// A document from the plugin.
class PluginDocument {
  public:
    PluginDocument() { document_.struct_size = sizeof(wms_doc); }
    PluginDocument(const PluginDocument&) = delete;
    PluginDocument& operator=(const PluginDocument&) = delete;
    ~PluginDocument() {
        if (document_.release != nullptr) {
            document_.release(&document_);
        }
    }
    wms_doc* out() { return &document_; }
    std::string_view text() const { return text_of(document_.json); }

  private:
    wms_doc document_ = {};
};

/// An error from the plugin.
class PluginError {
  public:
    PluginError() { error_.struct_size = sizeof(wms_error); }
    PluginError(const PluginError&) = delete;
    PluginError& operator=(const PluginError&) = delete;
    ~PluginError() {
        if (error_.release != nullptr) {
            error_.release(&error_);
        }
    }
    wms_error* out() { return &error_; }
    std::uint32_t retry_after_ms() const { return error_.retry_after_ms; }

    /// The error in our own words: cause, fix and owner from its detail where it has them.
    Problem problem(std::string_view call, wms_status status) const;

  private:
    wms_error error_ = {};
};

/// "WMS_E_BUSY"; an unknown status by its number.
std::string status_name(wms_status status);

/// The operation a call belongs to. Cancelled through a flag that many operations share.
class Operation {
  public:
    explicit Operation(const std::atomic<bool>& cancelled);
    Operation(const Operation&) = delete;
    Operation& operator=(const Operation&) = delete;
    const wms_op* get() const { return &operation_; }

  private:
    wms_op operation_ = {};
};

/// Fills a document that the host hands to the plugin.
wms_status fill_document(wms_doc* out, std::string text);
/// Fills an error that the host hands to the plugin; returns the status for convenience.
wms_status fill_error(wms_error* out, wms_status status, const Problem& problem);

}  // namespace wms
