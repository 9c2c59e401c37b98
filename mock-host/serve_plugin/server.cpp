// SPDX-License-Identifier: Apache-2.0
// A lane is one channel and the thread that reads it. Between a call and its return the plugin's
// threads have the channel, one question at a time.
#include "mock-host/serve_plugin/server.h"

#include <string.h>

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "mock-host/serve_plugin/returned.h"
#include "wms/wms_authorize.h"

namespace wms::remote {

namespace {

struct Lane {
    explicit Lane(Channel end) : channel(std::move(end)) {}
    Channel channel;
    std::mutex mutex;        ///< who has it speaks
    bool in_call = false;    ///< under the mutex
    std::thread::id caller;  ///< under the server's mutex, as `called`
    bool called = false;
};

/// Sends it and, where one is wanted, reads the answer. False: the host is gone, or no call is on.
bool ask(Lane& lane, const FrameWriter& question, Returned* answer) {
    const std::lock_guard lock(lane.mutex);
    if (!lane.in_call || !question.fits() || !lane.channel.send(question)) {
        return false;
    }
    if (answer == nullptr) {
        return true;
    }
    std::string bytes;
    if (lane.channel.receive(bytes, -1) != Arrival::frame) {
        return false;
    }
    FrameReader frame(bytes);
    const bool good = frame.word() == Word::answered && answer->read(frame);
    ::explicit_bzero(bytes.data(), bytes.size());
    return good;
}

class Server {
  public:
    explicit Server(const wms_plugin& table);
    void run_lane(const std::shared_ptr<Lane>& lane);
    /// The lane of the call that this thread is in, or of any call: a plugin may have threads.
    std::shared_ptr<Lane> lane_of_this_thread();

  private:
    Returned call(Lane& lane, FrameReader& frame);
    Returned create(FrameReader& frame);
    Returned call_instance(Word word, const wms_op* operation, wms_str text);
    Returned authorize(Word word, const wms_op* operation, wms_str text);

    const wms_plugin& table_;
    wms_host host_ = {};
    std::string product_;
    std::string version_;
    std::mutex mutex_;
    std::vector<std::shared_ptr<Lane>> lanes_;
    wms_instance* instance_ = nullptr;
};

Returned host_gone() {
    return Returned::failed(WMS_E_INTERNAL, "process.host_gone",
                            "The host's side of the pipe is gone.", "Start the host again.");
}

Returned ask_host(const wms_host* host, const FrameWriter& question) {
    const std::shared_ptr<Lane> lane = static_cast<Server*>(host->host_data)->lane_of_this_thread();
    Returned answer;
    return lane != nullptr && ask(*lane, question, &answer) ? answer : host_gone();
}

void WMS_CALL log(const wms_host* host, std::int32_t level, wms_str target, wms_str message,
                  wms_str fields) {
    if (const auto lane = static_cast<Server*>(host->host_data)->lane_of_this_thread()) {
        ask(*lane,
            FrameWriter(Word::log)
                .number(level)
                .text(view(target))
                .text(view(message))
                .text(view(fields)),
            nullptr);
    }
}

std::int64_t WMS_CALL now_ms(const wms_host* host) {
    return ask_host(host, FrameWriter(Word::now_ms)).number;
}

void WMS_CALL wake(const wms_host* host) {
    if (const auto lane = static_cast<Server*>(host->host_data)->lane_of_this_thread()) {
        ask(*lane, FrameWriter(Word::wake), nullptr);
    }
}

wms_status WMS_CALL secret_get(const wms_host* host, wms_str name, wms_doc* out, wms_error* error) {
    Returned answer = ask_host(host, FrameWriter(Word::secret_get).text(view(name)));
    const wms_status status = answer.give(out, error);
    answer.wipe();
    return status;
}

wms_status WMS_CALL secret_put(const wms_host* host, wms_str name, wms_str value,
                               wms_str if_version, wms_error* error) {
    FrameWriter question(Word::secret_put);
    question.text(view(name)).text(view(value)).text(view(if_version));
    const Returned answer = ask_host(host, question);
    question.wipe();
    return answer.give(nullptr, error);
}

wms_status WMS_CALL audit(const wms_host* host, wms_str records, wms_error* error) {
    return ask_host(host, FrameWriter(Word::audit).text(view(records))).give(nullptr, error);
}

/// Tables of functions do not go over a pipe.
const void* WMS_CALL get_extension(const wms_host*, wms_str) {
    return nullptr;
}

std::int32_t WMS_CALL is_cancelled(const wms_op* operation) {
    Returned answer;
    // Without a host nobody wants the call any more.
    return ask(*static_cast<Lane*>(operation->host_data), FrameWriter(Word::is_cancelled), &answer)
               ? static_cast<std::int32_t>(answer.number)
               : 1;
}

void WMS_CALL progress(const wms_op* operation, std::uint32_t done, wms_str message) {
    ask(*static_cast<Lane*>(operation->host_data),
        FrameWriter(Word::progress).number(done).text(view(message)), nullptr);
}

Server::Server(const wms_plugin& table) : table_(table) {
    host_.struct_size = sizeof(wms_host);
    host_.abi_minor = WMS_ABI_MINOR;
    host_.host_data = this;
    host_.log = log;
    host_.now_ms = now_ms;
    host_.wake = wake;
    host_.secret_get = secret_get;
    host_.secret_put = secret_put;
    host_.audit = audit;
    host_.get_extension = get_extension;
}

std::shared_ptr<Lane> Server::lane_of_this_thread() {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<Lane> any;
    for (const std::shared_ptr<Lane>& lane : lanes_) {
        if (lane->called && lane->caller == std::this_thread::get_id()) {
            return lane;
        }
        any = lane->called ? lane : any;
    }
    return any;
}

void Server::run_lane(const std::shared_ptr<Lane>& lane) {
    {
        const std::lock_guard lock(mutex_);
        lane->caller = std::this_thread::get_id();
        lanes_.push_back(lane);
    }
    std::string bytes;
    while (lane->channel.receive(bytes, -1) == Arrival::frame) {
        FrameReader frame(bytes);
        {
            const std::scoped_lock lock(mutex_, lane->mutex);
            lane->called = lane->in_call = true;
        }
        const FrameWriter answer = call(*lane, frame).frame(Word::returned);
        {
            const std::scoped_lock lock(mutex_, lane->mutex);
            lane->called = lane->in_call = false;
        }
        if (!answer.fits() || !lane->channel.send(answer)) {
            break;
        }
    }
    const std::lock_guard lock(mutex_);
    std::erase(lanes_, lane);
}

Returned Server::call(Lane& lane, FrameReader& frame) {
    const Word word = frame.word();
    if (word == Word::create) {
        return create(frame);
    }
    const bool has_operation = frame.number() != 0;
    const std::int64_t deadline = frame.number();
    const wms_str text = str(frame.text());
    if (!frame.whole()) {
        return Returned::failed(WMS_E_INVALID, "process.garbled", "This is no frame of a call.",
                                "Install host and plugin from one package.");
    }
    wms_op operation = {};
    operation.struct_size = sizeof operation;
    operation.deadline_ms = deadline;
    operation.host_data = &lane;
    operation.is_cancelled = is_cancelled;
    operation.progress = progress;
    const wms_op* passed = has_operation ? &operation : nullptr;
    if (instance_ == nullptr) {
        return Returned::failed(WMS_E_STATE, "process.no_instance", "There is no instance here.",
                                "Create one first.");
    }
    if (word == Word::authorize_begin || word == Word::authorize_complete) {
        return authorize(word, passed, text);
    }
    return call_instance(word, passed, text);
}

Returned Server::create(FrameReader& frame) {
    product_ = frame.text();
    version_ = frame.text();
    wms_create_args arguments = {};
    arguments.struct_size = sizeof arguments;
    arguments.instance_id = str(frame.text());
    arguments.config = str(frame.text());
    arguments.data_dir = str(frame.text());
    arguments.host = &host_;
    Returned result;
    if (!frame.whole() || instance_ != nullptr) {
        result.status = WMS_E_STATE;
        return result;
    }
    host_.product = str(product_);
    host_.version = str(version_);
    wms_error error = {};
    error.struct_size = sizeof error;
    result.status = table_.create(&arguments, &instance_, &error);
    result.take(error);
    return result;
}

Returned Server::call_instance(Word word, const wms_op* operation, wms_str text) {
    Returned result;
    wms_doc out = {};
    out.struct_size = sizeof out;
    wms_error error = {};
    error.struct_size = sizeof error;
    switch (word) {
        case Word::destroy:
            table_.destroy(std::exchange(instance_, nullptr));
            result.status = WMS_OK;
            break;
        case Word::interrupt:
            table_.interrupt(instance_);
            result.status = WMS_OK;
            break;
        case Word::check:
            result.status = table_.check(instance_, operation, &out, &error);
            break;
        case Word::connect:
            result.status = table_.connect(instance_, operation, &error);
            break;
        case Word::stop:
            result.status = table_.stop(instance_, operation, &error);
            break;
        case Word::submit:
            result.status = table_.submit(instance_, text, &out, &error);
            break;
        case Word::work:
            result.status = table_.work(instance_, operation, &result.number, &error);
            break;
        case Word::next_event:
            result.status = table_.next_event(instance_, &out, &error);
            break;
        case Word::ack_event:
            result.status = table_.ack_event(instance_, text, &error);
            break;
        case Word::query:
            result.status = table_.query(instance_, operation, text, &out, &error);
            break;
        default:
            result.status = WMS_E_UNSUPPORTED;
    }
    result.take(out);
    result.take(error);
    return result;
}

Returned Server::authorize(Word word, const wms_op* operation, wms_str text) {
    Returned result;
    result.status = WMS_E_UNSUPPORTED;
    const auto* extension =
        static_cast<const wms_authorize*>(table_.get_extension(str(WMS_AUTHORIZE_ID)));
    if (extension == nullptr) {
        return result;
    }
    wms_doc out = {};
    out.struct_size = sizeof out;
    wms_error error = {};
    error.struct_size = sizeof error;
    result.status = word == Word::authorize_begin
                        ? extension->begin(instance_, text, &out, &error)
                        : extension->complete(instance_, operation, text, &error);
    result.take(out);
    result.take(error);
    return result;
}

}  // namespace

void serve(const wms_plugin& table, Channel control) {
    // The lanes' threads have it, too: nobody waits for them.
    const auto server = std::make_shared<Server>(table);
    FrameWriter hello(Word::hello);
    hello.number(kProtocol).number(WMS_ABI_MAJOR).number(table.abi_minor);
    hello.text(view(table.id)).text(view(table.version)).text(view(table.manifest));
    if (!control.send(hello)) {
        return;
    }
    for (;;) {
        Channel channel = control.receive_channel();
        if (!channel.open()) {
            return;
        }
        auto lane = std::make_shared<Lane>(std::move(channel));
        std::thread([server, lane] { server->run_lane(lane); }).detach();
    }
}

}  // namespace wms::remote
