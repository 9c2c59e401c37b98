// SPDX-License-Identifier: Apache-2.0
// Leader and followers around write() and fdatasync().
#include "mock-host/audit.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "mock-host/append_file.h"

namespace wms {

Result<std::unique_ptr<Audit>> Audit::open(const std::filesystem::path& path) {
    const Result<int> descriptor = open_for_appending(path);
    if (!descriptor.ok()) {
        return descriptor.problem();
    }
    return std::unique_ptr<Audit>(new Audit(descriptor.value()));
}

Audit::~Audit() {
    ::close(descriptor_);
}

Done Audit::append(std::string_view records) {
    const auto lines = static_cast<std::uint64_t>(std::count(records.begin(), records.end(), '\n'));
    if (records.empty() || records.front() == '\n' || records.back() == '\n' ||
        records.find("\n\n") != std::string_view::npos) {
        return Problem{"audit.empty_record", "", "An audit record is one line of JSON.",
                       "Write each record on one line, with one line break between two.", "vendor"};
    }
    std::unique_lock lock(mutex_);
    waiting_.append(records).push_back('\n');
    const std::uint64_t mine = accepted_ += lines + 1;
    std::condition_variable& flushed = flushed_[begun_ % 2];
    const auto ended = [&] { return durable_ >= mine || failure_ != 0; };
    while (!ended()) {
        if (leading_) {
            flushed.wait(lock, [&] { return ended() || !leading_; });
        } else {
            flush(lock);
        }
    }
    if (durable_ < mine) {
        return Problem{"audit.not_durable", "",
                       std::string("The audit record could not be written to disk: ") +
                           std::strerror(failure_) + ".",
                       "Free space on the disk of the data folder, then start again.", "it"};
    }
    return Nothing{};
}

void Audit::flush(std::unique_lock<std::mutex>& lock) {
    leading_ = true;
    const std::uint64_t own = begun_++;
    std::string lines;
    lines.swap(waiting_);
    const std::uint64_t upto = accepted_;
    lock.unlock();
    int failure = write_all(descriptor_, lines);
    if (failure == 0 && ::fdatasync(descriptor_) != 0) {
        failure = errno;
    }
    lock.lock();
    leading_ = false;
    const std::uint64_t begun = begun_;
    ++flushes_;
    failure_ = failure;
    if (failure == 0) {
        durable_ = upto;
    }
    // Outside the lock, or each would wake only to wait for it.
    lock.unlock();
    flushed_[own % 2].notify_all();
    if (failure == 0) {
        flushed_[begun % 2].notify_one();
    } else {
        flushed_[begun % 2].notify_all();
    }
    lock.lock();
}

Audit::Figures Audit::figures() const {
    const std::lock_guard lock(mutex_);
    return {durable_, flushes_};
}

}  // namespace wms
