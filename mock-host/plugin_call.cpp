// SPDX-License-Identifier: Apache-2.0
// Ownership over the border: who fills a struct also brings the function that frees it.
#include "mock-host/plugin_call.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <memory>

namespace wms {

namespace {

namespace json = boost::json;

struct KeptError {
    std::string code;
    std::string message;
};

void release_document(wms_doc* self) {
    delete static_cast<std::string*>(self->owner);
    *self = wms_doc{self->struct_size, 0, {nullptr, 0}, nullptr, nullptr};
}

void release_error(wms_error* self) {
    delete static_cast<KeptError*>(self->owner);
    const std::uint32_t size = self->struct_size;
    *self = wms_error{};
    self->struct_size = size;
}

int32_t is_cancelled(const wms_op* operation) {
    return static_cast<const std::atomic<bool>*>(operation->host_data)->load() ? 1 : 0;
}

void ignore_progress(const wms_op*, std::uint32_t, wms_str) {}

std::string member(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

std::string place_of(const json::object& problem) {
    const std::string path = member(problem, "fieldPath");
    return path.empty() ? member(problem, "pointer") : path;
}

/// detail is {"problems":[{code,fieldPath,cause,fix,owner}...]} or one such object.
void add_detail(Problem& problem, std::string_view detail) {
    boost::system::error_code error;
    const json::value value = json::parse(detail, error);
    const json::object* object = error ? nullptr : value.if_object();
    if (object == nullptr) {
        return;
    }
    const json::value* problems = object->if_contains("problems");
    std::string all;
    if (problems != nullptr && problems->is_array() && !problems->get_array().empty()) {
        for (const json::value& entry : problems->get_array()) {
            if (const json::object* one = entry.if_object()) {
                const std::string place = place_of(*one);
                all += (all.empty() ? "" : " ") + place + (place.empty() ? "" : ": ") +
                       member(*one, "cause");
            }
        }
        object = problems->get_array().front().if_object();
        if (object == nullptr) {
            return;
        }
    }
    const std::string cause = all.empty() ? member(*object, "cause") : all;
    problem.cause = cause.empty() ? problem.cause : cause;
    problem.pointer = place_of(*object);
    problem.fix = member(*object, "fix");
    const std::string owner = member(*object, "owner");
    problem.owner = owner.empty() ? problem.owner : owner;
}

}  // namespace

std::string status_name(wms_status status) {
    switch (status) {
        case WMS_OK:
            return "WMS_OK";
        case WMS_IDLE:
            return "WMS_IDLE";
        case WMS_DUPLICATE:
            return "WMS_DUPLICATE";
        case WMS_E_INVALID:
            return "WMS_E_INVALID";
        case WMS_E_STATE:
            return "WMS_E_STATE";
        case WMS_E_UNSUPPORTED:
            return "WMS_E_UNSUPPORTED";
        case WMS_E_NOT_ACCEPTED:
            return "WMS_E_NOT_ACCEPTED";
        case WMS_E_BUSY:
            return "WMS_E_BUSY";
        case WMS_E_CANCELLED:
            return "WMS_E_CANCELLED";
        case WMS_E_DEADLINE:
            return "WMS_E_DEADLINE";
        case WMS_E_CONFIG:
            return "WMS_E_CONFIG";
        case WMS_E_AUTH:
            return "WMS_E_AUTH";
        case WMS_E_REMOTE:
            return "WMS_E_REMOTE";
        case WMS_E_CONFLICT:
            return "WMS_E_CONFLICT";
        case WMS_E_STORAGE:
            return "WMS_E_STORAGE";
        case WMS_E_INTERNAL:
            return "WMS_E_INTERNAL";
        default:
            return "status " + std::to_string(status);
    }
}

Problem PluginError::problem(std::string_view call, wms_status status) const {
    Problem problem;
    problem.code = text_of(error_.code);
    if (problem.code.empty()) {
        problem.code = "plugin.no_reason";
    }
    const std::string_view message = text_of(error_.message);
    problem.cause = message.empty() ? "The plugin gave no reason." : std::string(message);
    problem.owner = "it";
    problem.for_good = status == WMS_E_INVALID || status == WMS_E_NOT_ACCEPTED ||
                       status == WMS_E_CONFLICT || status == WMS_E_UNSUPPORTED;
    add_detail(problem, text_of(error_.detail));
    problem.cause += " (" + std::string(call) + " returned " + status_name(status) + ")";
    return problem;
}

Operation::Operation(const std::atomic<bool>& cancelled) {
    operation_.struct_size = sizeof(wms_op);
    // The flag is only read through this pointer; C has no other way to lend it.
    operation_.host_data = const_cast<std::atomic<bool>*>(&cancelled);
    operation_.is_cancelled = is_cancelled;
    operation_.progress = ignore_progress;
}

wms_status fill_document(wms_doc* out, std::string text) {
    if (out == nullptr || out->struct_size < sizeof(wms_doc)) {
        return WMS_E_INVALID;
    }
    auto kept = std::make_unique<std::string>(std::move(text));
    out->flags = 0;
    out->json = view_of(*kept);
    out->release = release_document;
    out->owner = kept.release();
    return WMS_OK;
}

wms_status fill_error(wms_error* out, wms_status status, const Problem& problem) {
    if (out != nullptr && out->struct_size >= sizeof(wms_error)) {
        auto kept =
            std::make_unique<KeptError>(KeptError{problem.code, problem.cause + " " + problem.fix});
        out->status = status;
        out->retry_after_ms = 0;
        out->flags = 0;
        out->code = view_of(kept->code);
        out->message = view_of(kept->message);
        out->detail = {nullptr, 0};
        out->release = release_error;
        out->owner = kept.release();
    }
    return status;
}

}  // namespace wms
