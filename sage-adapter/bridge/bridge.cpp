// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/bridge.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <filesystem>
#include <limits>
#include <memory>
#include <new>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/text.h"
#include "sage-adapter/bridge/authorize.h"
#include "sage-adapter/bridge/border.h"
#include "sage-adapter/bridge/instance.h"
#include "sage-adapter/bridge/rights_report.h"
#include "sage-adapter/bridge/values.h"
#include "sage-adapter/delivery/record.h"

namespace sage {
namespace json = boost::json;
namespace {

// The digits of the largest event number.
constexpr std::size_t event_id_bytes_max = 20;

Error wrong_phase(const char* call, const char* needed) {
    return wrong_call(Status::state, "call.wrong_state",
                      std::string(call) + " is not legal in this state.",
                      std::string("Call it when the instance is ") + needed + ".");
}

template <class Arguments>
bool usable(const Arguments* arguments) {
    return arguments != nullptr && arguments->struct_size >= sizeof(Arguments) &&
           arguments->flags == 0;
}

Result<wms_status> create_checked(const Edition& edition, const wms_create_args* arguments,
                                  wms_instance** out, OpenDataSource open_data_source) {
    if (out != nullptr) {
        *out = nullptr;
    }
    if (out == nullptr || !usable(arguments)) {
        return wrong_call(Status::invalid, "create.arguments",
                          "The arguments of create are null, too small or carry unknown flags.",
                          "Fill wms_create_args as wms_plugin.h says, with flags 0.");
    }
    if (!HostServices::usable(arguments->host)) {
        return wrong_call(Status::invalid, "create.host_table",
                          "The host's table is null, too small or lacks a function.",
                          "Fill every member of wms_host of version 1.0.");
    }
    const std::optional<std::string_view> settings = view_of(arguments->config);
    const std::optional<std::string_view> folder = view_of(arguments->data_dir);
    if (!settings.has_value() || !folder.has_value() || !view_of(arguments->instance_id)) {
        return bad_text("A text of wms_create_args");
    }
    // The length is looked at first: a length that lies must not be read to its end.
    if (folder->size() > limits::path_bytes_max || folder->find('\0') != std::string_view::npos ||
        first_not_utf8(*folder) != std::string_view::npos) {
        return wrong_call(Status::invalid, "create.data_dir",
                          "The data directory is no path: too long, with a NUL, or not UTF-8.",
                          "Give the full path of an existing folder for this instance alone.");
    }
    if (!std::filesystem::path(*folder).is_absolute()) {
        return Error(
            Status::storage,
            Problem{"data_dir.not_absolute", "", "The data directory is not an absolute path.",
                    "Give the full path of an existing folder for this instance alone.",
                    Owner::it});
    }
    Result<std::unique_ptr<Instance>> made =
        Instance::make({edition, arguments->host, *settings, *folder, open_data_source});
    if (!made.ok()) {
        return std::move(made).error();
    }
    auto holder = std::make_unique<wms_instance>();
    holder->instance = std::move(made).value();
    *out = holder.release();
    return WMS_OK;
}

std::string receipt_json(const Receipt& receipt) {
    return json::serialize(json::object{{"messageId", receipt.message_id},
                                        {"firstMessageId", receipt.first_message_id},
                                        {"documentKey", receipt.document_key},
                                        {"externalReference", receipt.external_reference},
                                        {"contentHash", receipt.content_hash},
                                        {"state", text_of(receipt.state)},
                                        {"duplicate", receipt.duplicate}});
}

}  // namespace

wms_status create_instance(const Edition& edition, const wms_create_args* arguments,
                           wms_instance** out, wms_error* error) noexcept {
    return guard(error, [&] { return create_checked(edition, arguments, out, nullptr); });
}

wms_status create_instance(const Edition& (*edition)(), const wms_create_args* arguments,
                           wms_instance** out, wms_error* error,
                           OpenDataSource open_data_source) noexcept {
    return guard(error,
                 [&] { return create_checked(edition(), arguments, out, open_data_source); });
}

void WMS_CALL bridge_destroy(wms_instance* self) {
    guard(nullptr, [&]() -> Result<wms_status> {
        const std::unique_ptr<wms_instance> holder(self);
        if (holder != nullptr) {
            const Result<void> finished = holder->instance->delivery.finish();
            if (!finished.ok()) {
                return finished.error();
            }
        }
        return WMS_OK;
    });
}

void WMS_CALL bridge_interrupt(wms_instance* self) {
    guard(nullptr, [&]() -> Result<wms_status> {
        if (self != nullptr) {
            self->instance->interrupt();
        }
        return WMS_OK;
    });
}

wms_status WMS_CALL bridge_check(wms_instance* self, const wms_op* op, wms_doc* out,
                                 wms_error* error) {
    return guard(error, [&]() -> Result<wms_status> {
        if (self == nullptr) {
            return null_instance();
        }
        Instance& instance = *self->instance;
        if (std::optional<Error> back = called_back(op, instance)) {
            return *back;
        }
        Result<std::vector<Problem>> found = instance.delivery.check(cancelled_by(op, instance));
        if (!found.ok()) {
            return std::move(found).error();
        }
        json::array problems;
        for (const Problem& problem : found.value()) {
            Result<json::value> one =
                parse_json(problem_to_json(problem), SIZE_MAX, JsonNumbers::integers_only);
            problems.push_back(one.ok() ? std::move(one).value() : json::value());
        }
        const bool fits = problems.empty();
        json::object answer{{"ok", fits}, {"problems", std::move(problems)}};
        add_rights(rights_told_by(*instance.company), *instance.delivery.catalogue(), answer);
        give(out, json::serialize(answer));
        return WMS_OK;
    });
}

wms_status WMS_CALL bridge_connect(wms_instance* self, const wms_op* op, wms_error* error) {
    return guard(error, [&]() -> Result<wms_status> {
        if (self == nullptr) {
            return null_instance();
        }
        Instance& instance = *self->instance;
        if (instance.phase == Phase::running) {
            return wrong_phase("connect", "created or stopped");
        }
        if (std::optional<Error> back = called_back(op, instance)) {
            return *back;
        }
        Result<void> started = instance.bind();
        started = started.ok() ? instance.tell_settings() : started;
        started = started.ok() ? instance.delivery.start(cancelled_by(op, instance)) : started;
        if (!started.ok()) {
            return started.error();
        }
        instance.phase = Phase::running;
        return WMS_OK;
    });
}

wms_status WMS_CALL bridge_stop(wms_instance* self, const wms_op* op, wms_error* error) {
    return guard(error, [&]() -> Result<wms_status> {
        if (self == nullptr) {
            return null_instance();
        }
        Instance& instance = *self->instance;
        if (instance.phase == Phase::created) {
            return wrong_phase("stop", "running");
        }
        instance.phase = Phase::stopped;
        const Result<void> finished = instance.delivery.finish();
        if (!finished.ok()) {
            return finished.error();
        }
        // It has stopped, whatever it returns: that much a host can rely on with any operation.
        return has_unknown_flags(op) ? Result<wms_status>(unknown_flags())
                                     : Result<wms_status>(WMS_OK);
    });
}

wms_status WMS_CALL bridge_submit(wms_instance* self, wms_str document, wms_doc* out,
                                  wms_error* error) {
    return guard(error, [&]() -> Result<wms_status> {
        if (self == nullptr) {
            return null_instance();
        }
        const std::optional<std::string_view> text = view_of(document);
        if (!text.has_value()) {
            return bad_text("The document");
        }
        const Result<void> bound = self->instance->bind();
        if (!bound.ok()) {
            return bound.error();
        }
        const Result<Receipt> receipt = self->instance->delivery.submit(*text);
        if (!receipt.ok()) {
            return receipt.error();
        }
        const wms_status kept = receipt.value().duplicate ? WMS_DUPLICATE : WMS_OK;
        try {
            give(out, receipt_json(receipt.value()));
        } catch (const std::bad_alloc&) {
            // The document is kept, and the status has to say so; the receipt is optional.
            return kept;
        }
        return kept;
    });
}

wms_status WMS_CALL bridge_work(wms_instance* self, const wms_op* op, int64_t* next_due_ms,
                                wms_error* error) {
    return guard(error, [&]() -> Result<wms_status> {
        if (self == nullptr) {
            return null_instance();
        }
        Instance& instance = *self->instance;
        if (instance.phase != Phase::running) {
            return wrong_phase("work", "running");
        }
        if (std::optional<Error> back = called_back(op, instance)) {
            return *back;
        }
        const Result<Worked> worked = instance.delivery.work(cancelled_by(op, instance));
        if (!worked.ok()) {
            return worked.error();
        }
        if (next_due_ms != nullptr) {
            *next_due_ms =
                worked.value().idle ? worked.value().next_due_ms : instance.services.now_ms();
        }
        return worked.value().idle ? WMS_IDLE : WMS_OK;
    });
}

wms_status WMS_CALL bridge_next_event(wms_instance* self, wms_doc* out, wms_error* error) {
    return guard(error, [&]() -> Result<wms_status> {
        if (self == nullptr) {
            return null_instance();
        }
        if (out == nullptr || out->struct_size < sizeof(wms_doc)) {
            return wrong_call(Status::invalid, "call.no_out", "There is nowhere to put the event.",
                              "Pass a wms_doc with its struct_size set.");
        }
        const Result<std::optional<StoredEvent>> event = self->instance->store->next_event();
        if (!event.ok()) {
            return event.error();
        }
        if (!event.value().has_value()) {
            // The host has caught up: its acknowledgements go with the next commit, or now if there
            // is none to come.
            Instance& instance = *self->instance;
            const Result<void> flushed =
                instance.delivery.will_be_seen() ? Result<void>() : instance.delivery.flush();
            return flushed.ok() ? Result<wms_status>(WMS_IDLE)
                                : Result<wms_status>(flushed.error());
        }
        const StoredEvent& stored = *event.value();
        // The stored text is a JSON object of ours; its number and type go in front.
        std::string text = "{\"eventId\":\"" + std::to_string(stored.id) + "\",\"eventType\":\"" +
                           stored.type + "\"";
        text += stored.json.size() > 2 ? "," + stored.json.substr(1) : "}";
        give(out, std::move(text));
        return WMS_OK;
    });
}

wms_status WMS_CALL bridge_ack_event(wms_instance* self, wms_str event_id, wms_error* error) {
    return guard(error, [&]() -> Result<wms_status> {
        if (self == nullptr) {
            return null_instance();
        }
        const std::optional<std::string_view> text = view_of(event_id);
        if (!text.has_value()) {
            return bad_text("The event id");
        }
        if (text->size() > event_id_bytes_max) {
            return WMS_OK;
        }
        std::int64_t id = 0;
        const auto parsed = std::from_chars(text->data(), text->data() + text->size(), id);
        if (parsed.ec != std::errc() || parsed.ptr != text->data() + text->size()) {
            return WMS_OK;  // No event of ours: acknowledging it is as good as done.
        }
        const Result<void> done = self->instance->store->acknowledge(id);
        return done.ok() ? Result<wms_status>(WMS_OK) : Result<wms_status>(done.error());
    });
}

wms_status WMS_CALL bridge_query(wms_instance* self, const wms_op* op, wms_str request,
                                 wms_doc* out, wms_error* error) {
    return guard(error, [&]() -> Result<wms_status> {
        if (self == nullptr) {
            return null_instance();
        }
        const std::optional<std::string_view> text = view_of(request);
        if (!text.has_value()) {
            return bad_text("The request");
        }
        Instance& instance = *self->instance;
        if (std::optional<Error> back = called_back(op, instance)) {
            return *back;
        }
        Result<std::string> answer = answer_query(instance, *text, cancelled_by(op, instance));
        if (!answer.ok()) {
            const std::optional<Error> back = called_back(op, instance);
            return answer.error().status == Status::cancelled && back.has_value()
                       ? *back
                       : std::move(answer).error();
        }
        give(out, std::move(answer).value());
        return WMS_OK;
    });
}

const void* find_extension(const Edition& (*edition)(), wms_str id) noexcept {
    try {
        const bool asked = view_of(id) == std::string_view(WMS_AUTHORIZE_ID);
        return asked && edition().has_authorization_code() ? &authorize_table() : nullptr;
    } catch (...) {
        return nullptr;  // Without memory there is no extension, and no status to say so.
    }
}

}  // namespace sage
