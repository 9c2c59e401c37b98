// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/mock_host/fake_plugin.h"

#include <boost/json.hpp>
#include <deque>
#include <limits>
#include <memory>
#include <mutex>
#include <set>

#include "mock-host/plugin_call.h"

namespace json = boost::json;

struct wms_instance {
    struct Waiting {
        std::string message_id;
        std::string document_id;
        std::string type;
        std::string text;
        std::int64_t due_ms = 0;
    };
    const wms_host* host = nullptr;
    std::string hold;
    std::string never_taken;
    std::string secret;
    std::string fail;
    std::int64_t wait_ms = 0;
    std::size_t queue_max = std::numeric_limits<std::size_t>::max();
    bool stall = false;
    bool storage_error = false;
    std::int64_t lost_acknowledgements = 0;
    std::int64_t retry_after_ms = 0;
    bool running = false;
    std::mutex mutex;
    std::deque<Waiting> queue;
    std::size_t sending = 0;
    std::deque<std::string> events;
    std::uint64_t event_number = 0;
    std::set<std::string> known;
    std::int64_t posted = 0;
};

namespace wms::testing {

namespace {

constexpr const char* kManifest =
    R"({"id":"org.example.fake","name":"Fake","version":"1.2.3","edition":"fake",)"
    R"("abi":{"major":1,"minor":0},"max_workers":9,"config_schema":{"type":"object",)"
    R"("additionalProperties":false,"properties":{"hold":{"type":"string"},)"
    R"("secret":{"type":"string"},"fail":{"type":"string"},"waitMs":{"type":"integer"},)"
    R"("queueMax":{"type":"integer"},"lostAcknowledgements":{"type":"integer"},)"
    R"("retryAfterMs":{"type":"integer"},"stall":{"type":"boolean"},)"
    R"("storageError":{"type":"boolean"},"refuse":{"type":"string"}}}})";

wms_status refuse(wms_error* error, wms_status status, const char* code, const char* cause) {
    return fill_error(error, status, {code, "", cause, "Act.", "it"});
}

wms_status create(const wms_create_args* arguments, wms_instance** out, wms_error*) {
    auto instance = std::make_unique<wms_instance>();
    instance->host = arguments->host;
    const json::value settings = json::parse(text_of(arguments->config));
    const json::object& object = settings.as_object();
    const auto text = [&](const char* name) {
        const json::value* value = object.if_contains(name);
        return value == nullptr ? std::string() : std::string(value->as_string());
    };
    const auto number = [&](const char* name, std::int64_t otherwise) {
        const json::value* value = object.if_contains(name);
        return value == nullptr ? otherwise : value->as_int64();
    };
    instance->hold = text("hold");
    instance->never_taken = text("refuse");
    instance->secret = text("secret");
    instance->fail = text("fail");
    instance->wait_ms = number("waitMs", 0);
    instance->queue_max = static_cast<std::size_t>(number("queueMax", 1'000'000));
    instance->lost_acknowledgements = number("lostAcknowledgements", 0);
    instance->retry_after_ms = number("retryAfterMs", 0);
    instance->stall = object.if_contains("stall") != nullptr;
    instance->storage_error = object.if_contains("storageError") != nullptr;
    *out = instance.release();
    return WMS_OK;
}

void destroy(wms_instance* self) {
    delete self;
}
void interrupt(wms_instance*) {}

wms_status check(wms_instance*, const wms_op*, wms_doc* out, wms_error*) {
    return fill_document(out, "{}");
}

wms_status connect(wms_instance* self, const wms_op*, wms_error*) {
    const std::lock_guard lock(self->mutex);
    self->running = true;
    return WMS_OK;
}

wms_status stop(wms_instance* self, const wms_op* operation, wms_error* error) {
    if (operation->is_cancelled(operation) != 0) {
        return refuse(error, WMS_E_CANCELLED, "fake.cancelled", "Stopping was called back.");
    }
    const std::lock_guard lock(self->mutex);
    self->running = false;
    return WMS_OK;
}

wms_status submit(wms_instance* self, wms_str document, wms_doc* out, wms_error* error) {
    if (self->storage_error) {
        return refuse(error, WMS_E_STORAGE, "fake.storage", "The disk is full.");
    }
    if (!self->never_taken.empty() &&
        text_of(document).find(self->never_taken) != std::string_view::npos) {
        return refuse(error, WMS_E_NOT_ACCEPTED, "fake.refused", "It can never be taken.");
    }
    boost::system::error_code syntax;
    const json::value value = json::parse(text_of(document), syntax);
    if (syntax) {
        return refuse(error, WMS_E_INVALID, "fake.syntax", "It is no JSON.");
    }
    wms_instance::Waiting waiting;
    waiting.message_id = std::string(value.at("messageId").as_string());
    waiting.document_id = std::string(value.at("body").at("id").as_string());
    waiting.type = std::string(value.at("messageType").as_string());
    waiting.text = std::string(text_of(document));
    waiting.due_ms = self->host->now_ms(self->host) + self->wait_ms;
    const std::string receipt =
        json::serialize(json::object{{"messageId", waiting.message_id},
                                     {"firstMessageId", waiting.message_id},
                                     {"externalReference", "W" + waiting.document_id},
                                     {"state", "queued"}});
    bool duplicate = false;
    {
        const std::lock_guard lock(self->mutex);
        if (self->queue.size() >= self->queue_max) {
            refuse(error, WMS_E_BUSY, "fake.busy", "The queue is full.");
            error->retry_after_ms = static_cast<std::uint32_t>(self->retry_after_ms);
            return WMS_E_BUSY;
        }
        duplicate = !self->known.insert(waiting.document_id).second;
        if (!duplicate) {
            self->queue.push_back(std::move(waiting));
        }
    }
    self->host->wake(self->host);
    fill_document(out, receipt);
    return duplicate ? WMS_DUPLICATE : WMS_OK;
}

std::string result_of(wms_instance& self, const wms_instance::Waiting& done, bool held) {
    json::object event{{"eventId", std::to_string(++self.event_number)},
                       {"eventType", "postingResult"},
                       {"messageId", done.message_id},
                       {"messageType", done.type},
                       {"documentId", done.document_id},
                       {"state", held ? "held" : "posted"},
                       {"verified", true},
                       {"externalReference", "W" + done.document_id},
                       {"attempts", 1}};
    if (held) {
        event["error"] = json::object{{"code", "item.unknown"},
                                      {"cause", "Sage has no such item."},
                                      {"fix", "Create it."},
                                      {"owner", "finance"}};
    } else {
        event["sageDocument"] = json::object{{"type", "Fake"}, {"number", "F-" + done.document_id}};
    }
    return json::serialize(event);
}

wms_status work(wms_instance* self, const wms_op*, std::int64_t* due, wms_error* error) {
    *due = std::numeric_limits<std::int64_t>::max();
    if (!self->fail.empty()) {
        return refuse(error, WMS_E_STORAGE, "fake.fail", self->fail.c_str());
    }
    wms_instance::Waiting next;
    {
        const std::lock_guard lock(self->mutex);
        if (self->queue.empty()) {
            return WMS_IDLE;
        }
        const std::int64_t now_ms = self->host->now_ms(self->host);
        if (self->stall || self->queue.front().due_ms > now_ms) {
            *due = self->stall ? now_ms : self->queue.front().due_ms;
            return WMS_IDLE;
        }
        next = std::move(self->queue.front());
        self->queue.pop_front();
        ++self->sending;
    }
    if (!self->secret.empty()) {
        PluginDocument secret;
        PluginError ignored;
        const wms_status status =
            self->host->secret_get(self->host, view_of(self->secret), secret.out(), ignored.out());
        next.text += status == WMS_OK ? "" : self->hold;
    }
    PluginError ignored;
    const std::string record = json::serialize(json::object{{"document", next.document_id}});
    const wms_status audited = self->host->audit(self->host, view_of(record), ignored.out());
    const bool held = audited != WMS_OK ||
                      (!self->hold.empty() && next.text.find(self->hold) != std::string::npos);
    {
        const std::lock_guard lock(self->mutex);
        self->events.push_back(result_of(*self, next, held));
        self->posted += held ? 0 : 1;
        --self->sending;
    }
    self->host->wake(self->host);
    return WMS_OK;
}

wms_status next_event(wms_instance* self, wms_doc* out, wms_error*) {
    const std::lock_guard lock(self->mutex);
    return self->events.empty() ? WMS_IDLE : fill_document(out, self->events.front());
}

wms_status ack_event(wms_instance* self, wms_str id, wms_error* error) {
    const std::lock_guard lock(self->mutex);
    if (self->events.empty() ||
        json::parse(self->events.front()).at("eventId").as_string() != text_of(id)) {
        return refuse(error, WMS_E_INVALID, "fake.event", "There is no such event.");
    }
    if (self->lost_acknowledgements > 0) {
        --self->lost_acknowledgements;
        return refuse(error, WMS_E_STORAGE, "fake.lost", "The acknowledgement was lost.");
    }
    self->events.pop_front();
    return WMS_OK;
}

wms_status query(wms_instance* self, const wms_op*, wms_str request, wms_doc* out,
                 wms_error* error) {
    if (text_of(request).find("\"status\"") == std::string_view::npos) {
        return refuse(error, WMS_E_UNSUPPORTED, "fake.query", "Only status is answered.");
    }
    const std::lock_guard lock(self->mutex);
    json::value due;
    if (!self->queue.empty()) {
        due = self->queue.front().due_ms;
    }
    return fill_document(
        out, json::serialize(json::object{{"state", "running"},
                                          {"counts", json::object{{"queued", self->queue.size()},
                                                                  {"sending", self->sending},
                                                                  {"posted", self->posted},
                                                                  {"events", self->events.size()}}},
                                          {"nextDueMs", due}}));
}

const void* get_extension(wms_str) {
    return nullptr;
}

}  // namespace

wms_plugin fake_table() {
    wms_plugin table = {};
    table.struct_size = sizeof table;
    table.abi_minor = WMS_ABI_MINOR;
    table.id = WMS_STR("org.example.fake");
    table.version = WMS_STR("1.2.3");
    table.manifest = view_of(kManifest);
    table.create = create;
    table.destroy = destroy;
    table.interrupt = interrupt;
    table.check = check;
    table.connect = connect;
    table.stop = stop;
    table.submit = submit;
    table.work = work;
    table.next_event = next_event;
    table.ack_event = ack_event;
    table.query = query;
    table.get_extension = get_extension;
    return table;
}

std::string fake_manifest_text() {
    return kManifest;
}

Manifest fake_manifest() {
    return read_manifest(kManifest).value();
}

}  // namespace wms::testing
