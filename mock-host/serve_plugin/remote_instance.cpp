// SPDX-License-Identifier: Apache-2.0
#include "mock-host/serve_plugin/remote_instance.h"

#include <utility>

#include "mock-host/serve_plugin/host_services.h"

namespace wms::remote {

namespace {

/// Tells when a silent process has had its time.
class Watch {
  public:
    Watch(const wms_host& host, const wms_op* operation, bool limited, std::int64_t cancel_ms,
          const Patience& patience)
        : host_(host), operation_(operation), cancel_ms_(cancel_ms), patience_(patience) {
        if (operation != nullptr) {
            end_ = operation->deadline_ms == 0 ? 0 : operation->deadline_ms + patience.grace_ms;
        } else if (limited) {
            end_ = host.now_ms(&host) + patience.call_ms;
        }
    }

    /// One more slice without a word from it.
    bool over() {
        const std::int64_t now = host_.now_ms(&host_);
        if (operation_ != nullptr && cancelled_by_ == 0 &&
            operation_->is_cancelled(operation_) != 0) {
            cancelled_by_ = now + cancel_ms_ + patience_.grace_ms;
        }
        const bool late = (end_ != 0 && now > end_) || (cancelled_by_ != 0 && now > cancelled_by_);
        slices_ = late ? slices_ + 1 : 0;
        return slices_ > patience_.slices;
    }
    void heard() { slices_ = 0; }
    bool cancelled() const { return cancelled_by_ != 0; }

  private:
    const wms_host& host_;
    const wms_op* operation_;
    const std::int64_t cancel_ms_;
    const Patience& patience_;
    std::int64_t end_ = 0;
    std::int64_t cancelled_by_ = 0;
    int slices_ = 0;
};

FrameWriter call_frame(Word word, const wms_op* operation, wms_str text) {
    FrameWriter frame(word);
    frame.number(operation != nullptr ? 1 : 0);
    frame.number(operation != nullptr ? operation->deadline_ms : 0).text(view(text));
    return frame;
}

bool has_operation(Word word) {
    return word == Word::check || word == Word::connect || word == Word::stop ||
           word == Word::work || word == Word::query || word == Word::authorize_complete;
}

constexpr std::string_view kEnded = "process.ended";

}  // namespace

RemoteInstance::RemoteInstance(const Served& served, const wms_create_args& arguments,
                               Patience patience)
    : served_(served),
      instance_id_(view(arguments.instance_id)),
      config_(view(arguments.config)),
      data_dir_(view(arguments.data_dir)),
      host_(arguments.host),
      patience_(patience) {}

std::unique_ptr<RemoteInstance> RemoteInstance::create(const Served& served,
                                                       const wms_create_args& arguments,
                                                       Returned& why, Patience patience) {
    std::unique_ptr<RemoteInstance> made(new RemoteInstance(served, arguments, patience));
    return made->process_or_new(why) != nullptr ? std::move(made) : nullptr;
}

RemoteInstance::~RemoteInstance() {
    if (process_ != nullptr) {
        ask(process_, call_frame(Word::destroy, nullptr, {}), nullptr, true);
    }
}

pid_t RemoteInstance::process_id() {
    const std::lock_guard lock(mutex_);
    return process_ == nullptr ? 0 : process_->id();
}

RemoteInstance::Process RemoteInstance::process_or_new(Returned& why) {
    std::unique_lock lock(mutex_);
    if (process_ != nullptr) {
        return process_;
    }
    const Process fresh = ServedChild::start(served_, why);
    if (fresh == nullptr) {
        return nullptr;
    }
    FrameWriter frame(Word::create);
    frame.text(view(host_->product)).text(view(host_->version));
    frame.text(instance_id_).text(config_).text(data_dir_);
    process_ = fresh;
    // Others wait meanwhile: without an instance there is nothing that they could ask.
    why = ask(fresh, frame, nullptr, true);
    if (why.status != WMS_OK) {
        process_.reset();
    }
    return process_;
}

Returned RemoteInstance::lose(const Process& process, std::string_view how, wms_status status) {
    const std::string end = process->end();
    return Returned::failed(
        status, kEnded, "The process of the plugin " + std::string(how) + " (" + end + ").",
        "Make the call again, which starts another process; what was accepted is on disk. If it is "
        "told again and again, report it with the log to the vendor of the plugin.");
}

Returned RemoteInstance::ask(const Process& process, const FrameWriter& frame,
                             const wms_op* operation, bool limited) {
    Channel lane = process->take_lane();
    if (!lane.open() || !lane.send(frame)) {
        return lose(process, "has ended before the call", WMS_E_BUSY);
    }
    Watch watch(*host_, operation, limited, served_.cancel_ms, patience_);
    std::string bytes;
    for (;;) {
        switch (lane.receive(bytes, patience_.slice_real_ms)) {
            case Arrival::gone:
                return lose(process, "has ended during the call", WMS_E_BUSY);
            case Arrival::nothing:
                if (watch.over()) {
                    return lose(process, "did not answer in time",
                                watch.cancelled() ? WMS_E_CANCELLED : WMS_E_DEADLINE);
                }
                continue;
            case Arrival::frame:
                watch.heard();
        }
        FrameReader answer(bytes);
        if (answer.word() == Word::returned) {
            Returned result;
            if (!result.read(answer)) {
                return lose(process, "has sent what is no answer", WMS_E_INTERNAL);
            }
            process->give_back(std::move(lane));
            return result;
        }
        if (!serve_host(*host_, operation, bytes, lane)) {
            return lose(process, "has sent what is no question", WMS_E_INTERNAL);
        }
    }
}

Returned RemoteInstance::ask(const Asked& asked, Process* asked_of) {
    Returned result;
    const Process process = process_or_new(result);
    if (process == nullptr) {
        return result;
    }
    if (asked_of != nullptr) {
        *asked_of = process;
    }
    result = ask(process, call_frame(asked.word, asked.operation, asked.text), asked.operation,
                 !has_operation(asked.word));
    if (result.code == kEnded) {
        const std::lock_guard lock(mutex_);
        if (process_ == process) {
            process_.reset();
        }
    }
    return result;
}

Returned RemoteInstance::connect(const wms_op* operation) {
    Process process;
    Returned result = ask({Word::connect, operation, {}}, &process);
    if (result.status == WMS_OK) {
        const std::lock_guard lock(mutex_);
        running_ = true;
        connected_ = process;
    }
    return result;
}

Returned RemoteInstance::reconnect(const wms_op* operation) {
    const auto there_is_nothing_to_do = [this] {
        const std::lock_guard lock(mutex_);
        return !running_ || is_connected();
    };
    if (there_is_nothing_to_do()) {
        return Returned::ok();
    }
    // As the contract has it: nobody else works meanwhile.
    const std::unique_lock alone(workers_);
    return there_is_nothing_to_do() ? Returned::ok() : connect(operation);
}

Returned RemoteInstance::stop(const wms_op* operation) {
    bool there = false;
    bool was_running = false;
    {
        const std::lock_guard lock(mutex_);
        if (!running_ && stopped_) {
            return Returned::ok();
        }
        was_running = std::exchange(running_, false);
        there = !was_running || is_connected();
        stopped_ = stopped_ || was_running;
    }
    // A process that is gone does nothing any more, and a fresh one is not connected.
    Returned result = there ? ask({Word::stop, operation, {}}) : Returned::ok();
    return was_running && result.code == kEnded ? Returned::ok() : result;
}

Returned RemoteInstance::call(Word word, const wms_op* operation, wms_str text) {
    if (word == Word::stop) {
        return stop(operation);
    }
    if (word == Word::connect) {
        {
            const std::lock_guard lock(mutex_);
            if (running_ && !is_connected()) {
                return Returned::failed(WMS_E_STATE, "process.running",
                                        "The instance is connected already.",
                                        "Stop it before it is connected again.");
            }
        }
        return connect(operation);
    }
    if (word == Word::work) {
        Returned connected = reconnect(operation);
        if (connected.status != WMS_OK) {
            return connected;
        }
    }
    std::shared_lock<std::shared_mutex> worker;
    if (word == Word::work || word == Word::query || word == Word::authorize_complete) {
        worker = std::shared_lock(workers_);
    }
    Returned result = ask({word, operation, text});
    const std::lock_guard lock(mutex_);
    if (word == Word::work && result.status == WMS_E_STATE && running_ && !is_connected()) {
        return Returned::failed(WMS_E_BUSY, kEnded,
                                "The process of the plugin has just been replaced.",
                                "Make the call again.");
    }
    return result;
}

void RemoteInstance::interrupt() {
    Process process;
    {
        const std::unique_lock lock(mutex_, std::try_to_lock);
        process = lock.owns_lock() ? process_ : nullptr;
    }
    if (process != nullptr) {
        ask(process, call_frame(Word::interrupt, nullptr, {}), nullptr, true);
    }
}

}  // namespace wms::remote
