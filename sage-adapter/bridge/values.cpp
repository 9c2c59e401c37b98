// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/values.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>
#include <new>
#include <utility>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/text.h"
#include "sage-adapter/delivery/record.h"

namespace sage {
namespace {

static_assert(static_cast<wms_status>(Status::ok) == WMS_OK);
static_assert(static_cast<wms_status>(Status::invalid) == WMS_E_INVALID);
static_assert(static_cast<wms_status>(Status::state) == WMS_E_STATE);
static_assert(static_cast<wms_status>(Status::unsupported) == WMS_E_UNSUPPORTED);
static_assert(static_cast<wms_status>(Status::not_accepted) == WMS_E_NOT_ACCEPTED);
static_assert(static_cast<wms_status>(Status::busy) == WMS_E_BUSY);
static_assert(static_cast<wms_status>(Status::cancelled) == WMS_E_CANCELLED);
static_assert(static_cast<wms_status>(Status::deadline) == WMS_E_DEADLINE);
static_assert(static_cast<wms_status>(Status::config) == WMS_E_CONFIG);
static_assert(static_cast<wms_status>(Status::auth) == WMS_E_AUTH);
static_assert(static_cast<wms_status>(Status::remote) == WMS_E_REMOTE);
static_assert(static_cast<wms_status>(Status::conflict) == WMS_E_CONFLICT);
static_assert(static_cast<wms_status>(Status::storage) == WMS_E_STORAGE);
static_assert(static_cast<wms_status>(Status::internal) == WMS_E_INTERNAL);

struct ErrorText {
    std::string code;
    std::string message;
    std::string detail;
};

std::unique_ptr<ErrorText> error_text(const Error& error) {
    auto owner = std::make_unique<ErrorText>();
    owner->code = error.first().code;
    owner->message = error.first().cause + " " + error.first().fix;
    boost::json::array problems;
    for (const Problem& problem : error.problems) {
        Result<boost::json::value> one =
            parse_json(problem_to_json(problem), SIZE_MAX, JsonNumbers::integers_only);
        if (one.ok()) {
            problems.push_back(std::move(one).value());
        }
    }
    owner->detail = boost::json::serialize(boost::json::object{{"problems", std::move(problems)}});
    return owner;
}

void WMS_CALL release_doc(wms_doc* self) {
    const std::unique_ptr<std::string> owner(static_cast<std::string*>(self->owner));
    self->json = {nullptr, 0};
    self->release = nullptr;
    self->owner = nullptr;
}

void WMS_CALL release_error(wms_error* self) {
    const std::unique_ptr<ErrorText> owner(static_cast<ErrorText*>(self->owner));
    self->code = {nullptr, 0};
    self->message = {nullptr, 0};
    self->detail = {nullptr, 0};
    self->release = nullptr;
    self->owner = nullptr;
}

}  // namespace

std::optional<std::string_view> view_of(wms_str text) {
    if (text.ptr == nullptr) {
        return text.len == 0 ? std::optional<std::string_view>("") : std::nullopt;
    }
    return std::string_view(text.ptr, text.len);
}

wms_str text_of(std::string_view text) {
    return {text.data(), text.size()};
}

void give(wms_doc* out, std::string json) {
    if (out == nullptr || out->struct_size < sizeof(wms_doc)) {
        return;
    }
    auto owner = std::make_unique<std::string>(std::move(json));
    out->flags = 0;
    out->json = text_of(*owner);
    out->release = release_doc;
    out->owner = owner.release();
}

wms_status give(wms_error* out, const Error& error) {
    const auto status = static_cast<wms_status>(error.status);
    if (out == nullptr || out->struct_size < sizeof(wms_error)) {
        return status;
    }
    std::unique_ptr<ErrorText> owner;
    try {
        owner = error_text(error);
    } catch (const std::bad_alloc&) {
        // The status alone speaks then (wms_plugin.h, wms_error).
        return status;
    }
    out->status = status;
    out->retry_after_ms = error.retry_after_ms;
    out->flags = 0;
    out->code = text_of(owner->code);
    out->message = text_of(owner->message);
    out->detail = text_of(owner->detail);
    out->release = release_error;
    out->owner = owner.release();
    return status;
}

std::string take_message(wms_error& error) {
    // Another program's words: they go into problems, events and log lines of ours.
    std::string message =
        excerpt(view_of(error.message).value_or(""), limits::host_words_bytes_max);
    if (error.release != nullptr) {
        error.release(&error);
    }
    return message;
}

}  // namespace sage
