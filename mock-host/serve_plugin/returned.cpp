// SPDX-License-Identifier: Apache-2.0
#include "mock-host/serve_plugin/returned.h"

#include <string.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>

namespace wms::remote {

namespace {

struct KeptError {
    std::string code;
    std::string message;
    std::string detail;
};

void WMS_CALL release_document(wms_doc* self) {
    auto* text = static_cast<std::string*>(self->owner);
    ::explicit_bzero(text->data(), text->size());
    delete text;
    const std::uint32_t size = self->struct_size;
    *self = wms_doc{};
    self->struct_size = size;
}

void WMS_CALL release_error(wms_error* self) {
    delete static_cast<KeptError*>(self->owner);
    const std::uint32_t size = self->struct_size;
    *self = wms_error{};
    self->struct_size = size;
}

}  // namespace

Returned Returned::failed(wms_status status, std::string_view code, const std::string& cause,
                          const std::string& fix, std::string_view owner) {
    Returned result;
    result.status = status;
    result.code = code;
    result.message = cause + " " + fix;
    const boost::json::object problem = {{"code", code},   {"message", result.message},
                                         {"cause", cause}, {"fix", fix},
                                         {"owner", owner}, {"fieldPath", ""}};
    result.detail =
        boost::json::serialize(boost::json::object{{"problems", boost::json::array{problem}}});
    return result;
}

Returned Returned::ok() {
    Returned result;
    result.status = WMS_OK;
    return result;
}

void Returned::take(wms_doc& document) {
    json = view(document.json);
    if (document.release != nullptr) {
        document.release(&document);
    }
}

void Returned::take(wms_error& error) {
    retry_after_ms = error.retry_after_ms;
    code = view(error.code);
    message = view(error.message);
    detail = view(error.detail);
    if (error.release != nullptr) {
        error.release(&error);
    }
}

FrameWriter Returned::frame(Word word) const {
    FrameWriter frame(word);
    frame.number(status).number(number).text(json).number(retry_after_ms);
    frame.text(code).text(message).text(detail);
    return frame;
}

bool Returned::read(FrameReader& frame) {
    status = static_cast<wms_status>(frame.number());
    number = frame.number();
    json = frame.text();
    retry_after_ms = static_cast<std::uint32_t>(frame.number());
    code = frame.text();
    message = frame.text();
    detail = frame.text();
    return frame.whole();
}

wms_status Returned::give(wms_doc* out, wms_error* error) const {
    out = usable(out);
    error = usable(error);
    if (status < WMS_E_INVALID && out != nullptr && !json.empty()) {
        auto kept = std::make_unique<std::string>(json);
        out->flags = 0;
        out->json = str(*kept);
        out->release = release_document;
        out->owner = kept.release();
    }
    if (status >= WMS_E_INVALID && error != nullptr) {
        auto kept = std::make_unique<KeptError>(KeptError{code, message, detail});
        error->status = status;
        error->retry_after_ms = retry_after_ms;
        error->flags = 0;
        error->code = str(kept->code);
        error->message = str(kept->message);
        error->detail = str(kept->detail);
        error->release = release_error;
        error->owner = kept.release();
    }
    return status;
}

void Returned::wipe() {
    ::explicit_bzero(json.data(), json.size());
}

}  // namespace wms::remote
