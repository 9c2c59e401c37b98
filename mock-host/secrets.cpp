// SPDX-License-Identifier: Apache-2.0
// One JSON file, replaced as a whole.
#include "mock-host/secrets.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "mock-host/read_file.h"
#include "mock-host/replace_file.h"

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

}  // namespace

Result<std::unique_ptr<Secrets>> Secrets::open(const std::filesystem::path& path,
                                               std::string_view environment) {
    std::unique_ptr<Secrets> secrets(new Secrets(path, std::string(environment)));
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
        const json::value* of = secret->if_contains("environment");
        const std::string environment =
            of != nullptr && of->is_string() ? std::string(of->get_string()) : std::string();
        if (!environment.empty() && environment != environment_) {
            return Problem{
                "secrets.other_environment", path_.string(),
                "The secret '" + std::string(name) + "' is of the environment '" + environment +
                    "', and this folder is for " +
                    (environment_.empty() ? "none" : "'" + environment_ + "'") + ".",
                "Take it out, and give the folder secrets that Sage gave for its own environment.",
                "it"};
        }
        secrets_[std::string(name)] = {std::string(content->get_string()),
                                       std::string(version->get_string()), environment};
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

std::vector<std::string> Secrets::shared_with(const Secrets& other) const {
    const std::scoped_lock lock(mutex_, other.mutex_);
    std::vector<std::string> names;
    for (const auto& [name, secret] : secrets_) {
        for (const auto& [theirs, another] : other.secrets_) {
            if (!secret.value.empty() && secret.value == another.value) {
                names.push_back(name);
                break;
            }
        }
    }
    return names;
}

bool Secrets::holds_value(std::string_view text) const {
    const std::lock_guard lock(mutex_);
    return std::any_of(secrets_.begin(), secrets_.end(), [&](const auto& entry) {
        return !entry.second.value.empty() &&
               text.find(entry.second.value) != std::string_view::npos;
    });
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
    changed[std::string(name)] = {std::string(value), next_version(version), environment_};
    const Done written = write(changed);
    if (written.ok()) {
        secrets_.swap(changed);
    }
    return written;
}

Done Secrets::write(const std::map<std::string, Secret, std::less<>>& secrets) const {
    json::object object;
    for (const auto& [name, secret] : secrets) {
        json::object entry{{"value", secret.value}, {"version", secret.version}};
        if (!secret.environment.empty()) {
            entry["environment"] = secret.environment;
        }
        object[name] = std::move(entry);
    }
    const int failure = replace_file(path_, json::serialize(object));
    if (failure != 0) {
        return unusable(
            path_, std::string("The secrets cannot be stored: ") + std::strerror(failure) + ".",
            "Free space on the disk, and let this user write to the folder.");
    }
    return Nothing{};
}

}  // namespace wms
