// SPDX-License-Identifier: Apache-2.0
#include "mock-host/serve_plugin/host_services.h"

#include "mock-host/serve_plugin/returned.h"

namespace wms::remote {

namespace {

bool answer(Channel& lane, const Returned& result) {
    return lane.send(result.frame(Word::answered));
}

bool secret_get(const wms_host& host, FrameReader& question, Channel& lane) {
    const wms_str name = str(question.text());
    if (!question.whole()) {
        return false;
    }
    wms_doc out = {};
    out.struct_size = sizeof out;
    wms_error error = {};
    error.struct_size = sizeof error;
    Returned result;
    result.status = host.secret_get(&host, name, &out, &error);
    result.take(out);
    result.take(error);
    FrameWriter frame = result.frame(Word::answered);
    const bool sent = lane.send(frame);
    frame.wipe();
    result.wipe();
    return sent;
}

bool secret_put(const wms_host& host, FrameReader& question, Channel& lane) {
    const wms_str name = str(question.text());
    const wms_str value = str(question.text());
    const wms_str if_version = str(question.text());
    if (!question.whole()) {
        return false;
    }
    wms_error error = {};
    error.struct_size = sizeof error;
    Returned result;
    result.status = host.secret_put(&host, name, value, if_version, &error);
    result.take(error);
    return answer(lane, result);
}

bool audit(const wms_host& host, FrameReader& question, Channel& lane) {
    const wms_str records = str(question.text());
    if (!question.whole()) {
        return false;
    }
    wms_error error = {};
    error.struct_size = sizeof error;
    Returned result;
    result.status = host.audit(&host, records, &error);
    result.take(error);
    return answer(lane, result);
}

bool log(const wms_host& host, FrameReader& told) {
    const auto level = static_cast<std::int32_t>(told.number());
    const wms_str target = str(told.text());
    const wms_str message = str(told.text());
    const wms_str fields = str(told.text());
    if (told.whole()) {
        host.log(&host, level, target, message, fields);
    }
    return told.whole();
}

bool progress(const wms_op* operation, FrameReader& told) {
    const auto done = static_cast<std::uint32_t>(told.number());
    const wms_str message = str(told.text());
    if (told.whole() && operation != nullptr) {
        operation->progress(operation, done, message);
    }
    return told.whole();
}

bool answer_number(Channel& lane, std::int64_t number) {
    Returned result;
    result.status = WMS_OK;
    result.number = number;
    return answer(lane, result);
}

}  // namespace

bool serve_host(const wms_host& host, const wms_op* operation, std::string_view bytes,
                Channel& lane) {
    FrameReader frame(bytes);
    switch (frame.word()) {
        case Word::log:
            return log(host, frame);
        case Word::wake:
            host.wake(&host);
            return frame.whole();
        case Word::progress:
            return progress(operation, frame);
        case Word::now_ms:
            return frame.whole() && answer_number(lane, host.now_ms(&host));
        case Word::is_cancelled:
            return frame.whole() &&
                   answer_number(lane,
                                 operation == nullptr ? 0 : operation->is_cancelled(operation));
        case Word::secret_get:
            return secret_get(host, frame, lane);
        case Word::secret_put:
            return secret_put(host, frame, lane);
        case Word::audit:
            return audit(host, frame, lane);
        default:
            return false;
    }
}

}  // namespace wms::remote
