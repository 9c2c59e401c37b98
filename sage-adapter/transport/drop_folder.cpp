// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/transport/drop_folder.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "sage-adapter/base/finally.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/text.h"
#include "sage-adapter/transport/ascii.h"

namespace sage {
namespace {

constexpr std::size_t name_bytes_max = 100;
// Each is left behind by a host that stopped in between; with so many something else is wrong.
constexpr int parts_max = 20;

bool is_file_name(std::string_view name) {
    return !name.empty() && name.size() <= name_bytes_max && name.front() != '.' &&
           name.back() != '.' && std::all_of(name.begin(), name.end(), [](char c) {
               return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '-';
           });
}

std::string part_name(const std::string& name, int number) {
    return "." + name + "." + std::to_string(number) + ".part";
}

Problem name_unfit(const std::string& name) {
    return {"drop.name_unfit", "",
            "\"" + excerpt(name) +
                "\" is no name for a file in a folder "
                "that other systems read.",
            "Report this to the vendor of the plugin.", Owner::vendor};
}

}  // namespace

Result<std::unique_ptr<DropFolder>> DropFolder::make(const std::string& path) {
    if (!std::filesystem::path(path).is_absolute() || path.size() > limits::path_bytes_max ||
        path.find('\0') != std::string::npos) {
        return Error(Status::config,
                     Problem{"settings.drop_folder.not_absolute", "/dropFolder",
                             "This is no absolute path of a folder: \"" + excerpt(path) + "\".",
                             "Write the whole path of the folder from which files are imported.",
                             Owner::it});
    }
    return std::make_unique<DropFolder>(path, system_folder_calls(path));
}

DropFolder::DropFolder(std::string path, std::unique_ptr<FolderCalls> calls)
    : path_(std::move(path)), calls_(std::move(calls)) {}

DropEvidence DropFolder::write(const std::string& name, std::string_view bytes) {
    if (!is_file_name(name)) {
        return {DropOutcome::not_there, name_unfit(name), ""};
    }
    const std::lock_guard lock(mutex_);
    if (const std::error_code entered = calls_->enter()) {
        return {DropOutcome::not_there, problem_of(entered, name), ""};
    }
    const Finally left([this] { calls_->leave(); });
    return write_in_folder(name, bytes);
}

DropEvidence DropFolder::look(const std::string& name) {
    if (!is_file_name(name)) {
        return {DropOutcome::not_there, name_unfit(name), ""};
    }
    const std::lock_guard lock(mutex_);
    if (const std::error_code entered = calls_->enter()) {
        return {DropOutcome::unknown, problem_of(entered, name), ""};
    }
    const Finally left([this] { calls_->leave(); });
    std::string bytes;
    const std::error_code read = calls_->read(name, limits::reply_bytes_max, bytes);
    if (read == std::errc::no_such_file_or_directory) {
        return {DropOutcome::not_there,
                Problem{"drop.absent", "", path_ + " has no file " + name + ".",
                        "Nothing to do, unless somebody has taken it away: then it was there.",
                        Owner::finance},
                ""};
    }
    if (read) {
        return {DropOutcome::unknown, problem_of(read, name), ""};
    }
    DropEvidence seen = settle(name);
    seen.bytes = std::move(bytes);
    return seen;
}

DropEvidence DropFolder::reach() {
    const std::lock_guard lock(mutex_);
    if (const std::error_code entered = calls_->enter()) {
        return {DropOutcome::unknown, problem_of(entered, "anything"), ""};
    }
    calls_->leave();
    return {DropOutcome::there, {}, ""};
}

DropEvidence DropFolder::write_in_folder(const std::string& name, std::string_view bytes) {
    const DropEvidence before = compare(name, bytes);
    if (before.outcome != DropOutcome::not_there || before.problem.code != "drop.absent") {
        return before;
    }
    std::string part;
    if (const std::error_code begun = begin_part(name, part)) {
        return {DropOutcome::not_there, problem_of(begun, name), ""};
    }
    if (const std::error_code filled = fill(bytes)) {
        static_cast<void>(calls_->remove(part));
        return {DropOutcome::not_there, problem_of(filled, name), ""};
    }
    if (const std::error_code published = calls_->publish(part, name)) {
        return after_failure(name, bytes, part, published);
    }
    DropEvidence evidence = settle(name);
    if (evidence.outcome == DropOutcome::there) {
        // What hosts that stopped have left of the same file. One that still writes such a part
        // finds the name given to the same bytes.
        for (int number = 1; number <= parts_max; ++number) {
            if (calls_->remove(part_name(name, number)) && part_name(name, number) != part) {
                break;
            }
        }
    }
    return evidence;
}

/// What has the name now: these bytes, others, or nothing (drop.absent).
DropEvidence DropFolder::compare(const std::string& name, std::string_view bytes) {
    std::string found;
    const std::error_code read = calls_->read(name, limits::reply_bytes_max, found);
    if (read == std::errc::no_such_file_or_directory) {
        return {DropOutcome::not_there, Problem{"drop.absent", "", "", "", Owner::finance}, ""};
    }
    if (read && read != std::errc::file_too_large) {
        return {DropOutcome::not_there, problem_of(read, name), ""};
    }
    if (!read && found == bytes) {
        return settle(name);
    }
    return {DropOutcome::taken,
            Problem{"drop.name_taken", "",
                    path_ + " has a file " + name + " that is not the one to be written.",
                    "Look where it comes from and move it away: each file is of one document, and "
                    "nothing is ever written over another.",
                    Owner::it},
            ""};
}

std::error_code DropFolder::begin_part(const std::string& name, std::string& part) {
    std::error_code begun;
    for (int number = 1; number <= parts_max; ++number) {
        part = part_name(name, number);
        begun = calls_->create(part);
        if (begun != std::errc::file_exists) {
            break;
        }
    }
    return begun;
}

std::error_code DropFolder::fill(std::string_view bytes) {
    std::error_code done = calls_->write(bytes);
    if (!done) {
        done = calls_->sync();
    }
    const std::error_code closed = calls_->close();
    return done ? done : closed;
}

/// The part is taken away first: if it was still there, it has not got the name and never will,
/// whatever a server does later with the request to give it.
DropEvidence DropFolder::after_failure(const std::string& name, std::string_view bytes,
                                       const std::string& part, std::error_code why) {
    const std::error_code removed = calls_->remove(part);
    DropEvidence now = compare(name, bytes);
    const bool is_absent =
        now.outcome == DropOutcome::not_there && now.problem.code == "drop.absent";
    if (now.outcome == DropOutcome::there || now.outcome == DropOutcome::taken) {
        return now;
    }
    if (why == std::errc::file_exists) {
        // Something had the name a moment ago: perhaps this file, put there by another host.
        return {DropOutcome::unknown,
                problem_of(std::make_error_code(std::errc::resource_unavailable_try_again), name),
                ""};
    }
    return {is_absent && !removed ? DropOutcome::not_there : DropOutcome::unknown,
            problem_of(why, name), ""};
}

/// The name has its bytes; whether it keeps them when the power goes.
DropEvidence DropFolder::settle(const std::string& name) {
    if (const std::error_code synced = calls_->sync_folder()) {
        return {DropOutcome::unknown, problem_of(synced, name), ""};
    }
    return {DropOutcome::there, {}, ""};
}

Problem DropFolder::problem_of(std::error_code why, const std::string& name) const {
    const std::string about = name + " in " + path_ + ": " + why.message() + ".";
    if (why == std::errc::no_space_on_device) {
        return {"drop.disk_full", "", "The disk is full or its quota is used up, writing " + about,
                "Free space on it. It is tried again by itself.", Owner::it};
    }
    if (why == std::errc::permission_denied || why == std::errc::operation_not_permitted ||
        why == std::errc::read_only_file_system) {
        return {"drop.not_writable", "", "The host may not write " + about,
                "Give the user that runs the host the right to make, rename and remove files "
                "there. It is tried again by itself.",
                Owner::it};
    }
    if (why == std::errc::no_such_file_or_directory || why == std::errc::not_a_directory) {
        return {"drop.folder_missing", "/dropFolder", "There is no such folder, writing " + about,
                "Make the folder, or connect the share that it is on. It is tried again by itself.",
                Owner::it};
    }
    if (why == std::errc::not_supported) {
        return {"drop.folder_unfit", "/dropFolder",
                "This file system cannot give a name without replacing a file, writing " + about,
                "Use a folder on another file system.", Owner::it};
    }
    if (why == std::errc::file_exists) {
        return {"drop.unfinished_files", "",
                "Too many unfinished files are in the way, writing " + about,
                "Remove the files whose names end with \".part\" and find out what stops the host.",
                Owner::it};
    }
    if (why == std::errc::not_connected || why == std::errc::io_error ||
        why == std::errc::timed_out || why == std::errc::host_unreachable ||
        why == std::errc::network_unreachable || why == std::errc::connection_reset) {
        return {"drop.share_gone", "", "The disk or the share does not answer, writing " + about,
                "Look at the machine that has the share, and at the network. It is tried again by "
                "itself.",
                Owner::it};
    }
    return {"drop.failed", "", "A file could not be written, " + about,
            "It is tried again by itself. If it goes on, report it with these words.", Owner::it};
}

}  // namespace sage
