// SPDX-License-Identifier: Apache-2.0
// Leader and followers around write() and fdatasync().
#include "mock-host/audit.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "mock-host/append_file.h"
#include "mock-host/audit_line.h"

namespace wms {

Result<std::unique_ptr<Audit>> Audit::open(const std::filesystem::path& path) {
    const Result<int> descriptor = open_for_appending(path);
    if (!descriptor.ok()) {
        return descriptor.problem();
    }
    return std::unique_ptr<Audit>(new Audit(descriptor.value(), last_audit_hash(path)));
}

Audit::~Audit() {
    ::close(descriptor_);
}

Done Audit::append(std::string_view records) {
    std::unique_lock lock(mutex_);
    // Hashed in the order in which they are written.
    std::string hash = last_hash_;
    std::string lines;
    std::uint64_t count = 0;
    for (std::string_view rest = records;; ++count) {
        const std::size_t end = rest.find('\n');
        const std::optional<std::string> line = audit_line(rest.substr(0, end), hash);
        if (!line) {
            return Problem{"audit.empty_record", "", "An audit record is one line of JSON.",
                           "Write each record on one line, with one line break between two.",
                           "vendor"};
        }
        lines.append(*line).push_back('\n');
        if (end == std::string_view::npos) {
            break;
        }
        rest.remove_prefix(end + 1);
    }
    waiting_ += lines;
    last_hash_ = std::move(hash);
    const std::uint64_t mine = accepted_ += count + 1;
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
