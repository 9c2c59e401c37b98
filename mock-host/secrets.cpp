// SPDX-License-Identifier: Apache-2.0
// One JSON file, replaced as a whole: written beside, flushed, renamed.
#include "mock-host/secrets.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "mock-host/append_file.h"
#include "mock-host/read_file.h"

namespace wms {

namespace {

namespace json = boost::json;

Problem unusable(const std::filesystem::path& path, std::string cause, std::string fix) {
    return {"secrets.unusable", path.string(), std::move(cause), std::move(fix), "it"};
}

std::string next_version(const std::string& version) {
    std::uint64_t number = 0;
    std::from_chars(version.data(), version.data() + version.size(), number);
    return std::to_string(number + 1);
}

int flush_folder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        return errno;
    }
    const int failure = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    return failure;
}

}  // namespace

Result<std::unique_ptr<Secrets>> Secrets::open(const std::filesystem::path& path) {
    std::unique_ptr<Secrets> secrets(new Secrets(path));
    const Done read = secrets->read();
    if (!read.ok()) {
        return read.problem();
    }
    return secrets;
}

Done Secrets::read() {
    struct stat facts = {};
    if (::lstat(path_.c_str(), &facts) != 0) {
        if (errno == ENOENT) {
            return Nothing{};
        }
        return unusable(path_,
                        std::string("The file cannot be read: ") + std::strerror(errno) + ".",
                        "Let this user read it.");
    }
    if (!S_ISREG(facts.st_mode) || facts.st_uid != ::geteuid() || (facts.st_mode & 077) != 0) {
        return unusable(path_, "Others than this user can read or change the file of secrets.",
                        "Make it a plain file of this user with mode 0600, and change the secrets "
                        "that others may have seen.");
    }
    const Result<std::string> text = read_file(path_, 1024 * 1024);
    if (!text.ok()) {
        return text.problem();
    }
    boost::system::error_code error;
    const json::value value = json::parse(text.value(), error);
    const json::object* object = error ? nullptr : value.if_object();
    if (object == nullptr) {
        return unusable(path_, "The file of secrets is not a JSON object.", "Correct the file.");
    }
    for (const auto& [name, entry] : *object) {
        const json::object* secret = entry.if_object();
        const json::value* content = secret == nullptr ? nullptr : secret->if_contains("value");
        const json::value* version = secret == nullptr ? nullptr : secret->if_contains("version");
        if (content == nullptr || version == nullptr || !content->is_string() ||
            !version->is_string()) {
            return unusable(path_, "A secret lacks its value or version.",
                            "Write each as {\"value\":\"...\",\"version\":\"1\"}.");
        }
        secrets_[std::string(name)] = {std::string(content->get_string()),
                                       std::string(version->get_string())};
    }
    return Nothing{};
}

Result<Secret> Secrets::get(std::string_view name) const {
    const std::lock_guard lock(mutex_);
    const auto found = secrets_.find(name);
    if (found == secrets_.end()) {
        return Problem{"secrets.unknown", std::string(name), "The host has no secret of that name.",
                       "Store the secret, or correct its name in the settings.", "it"};
    }
    return found->second;
}

Done Secrets::put(std::string_view name, std::string_view value, std::string_view if_version) {
    const std::lock_guard lock(mutex_);
    const auto found = secrets_.find(name);
    const std::string version = found == secrets_.end() ? "" : found->second.version;
    if (!if_version.empty() && if_version != version) {
        return Problem{"secrets.conflict", std::string(name),
                       "The secret was replaced since it was read.", "Read it again.", "vendor"};
    }
    auto changed = secrets_;
    changed[std::string(name)] = {std::string(value), next_version(version)};
    const Done written = write(changed);
    if (written.ok()) {
        secrets_.swap(changed);
    }
    return written;
}

Done Secrets::write(const std::map<std::string, Secret, std::less<>>& secrets) const {
    json::object object;
    for (const auto& [name, secret] : secrets) {
        object[name] = json::object{{"value", secret.value}, {"version", secret.version}};
    }
    std::filesystem::path beside = path_;
    beside += ".new";
    const int descriptor =
        ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    int failure = descriptor < 0 ? errno : 0;
    if (failure == 0) {
        failure = write_all(descriptor, json::serialize(object));
        if (failure == 0 && ::fsync(descriptor) != 0) {
            failure = errno;
        }
        ::close(descriptor);
    }
    if (failure == 0 && ::rename(beside.c_str(), path_.c_str()) != 0) {
        failure = errno;
    }
    if (failure == 0) {
        failure = flush_folder(path_.parent_path());
    }
    if (failure != 0) {
        return unusable(
            path_, std::string("The secrets cannot be stored: ") + std::strerror(failure) + ".",
            "Free space on the disk, and let this user write to the folder.");
    }
    return Nothing{};
}

}  // namespace wms
