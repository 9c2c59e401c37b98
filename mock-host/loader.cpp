// SPDX-License-Identifier: Apache-2.0
// The reference loader. Boost.DLL opens the library; the flag it has no name for (never unload) is
// passed through as a number.
#include "mock-host/loader.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#define BOOST_DLL_USE_STD_FS
#include <algorithm>
#include <boost/dll/shared_library.hpp>
#include <cerrno>
#include <cstring>
#include <map>
#include <string>
#include <string_view>

#include "mock-host/read_file.h"

namespace wms {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kManifestBytesMax = 1024 * 1024;
constexpr std::uint32_t kMajorsKnownMax = 9;

Problem refusal(std::string code, const fs::path& path, std::string cause, std::string fix) {
    return {"loader." + std::move(code), path.string(), std::move(cause), std::move(fix), "it"};
}

/// The file and the folder it lies in: owned by root or this user, changeable by nobody else.
Done check_trust(const fs::path& path) {
    struct stat facts = {};
    if (::stat(path.c_str(), &facts) != 0) {
        const int reason = errno;
        return refusal(reason == ENOENT ? "not_found" : "not_readable", path,
                       fmt::format("WMS-H-004: it cannot be read: {}.", std::strerror(reason)),
                       reason == ENOENT ? "Install the plugin, or name the path where it is."
                                        : "Let this user read it.");
    }
    if (facts.st_uid != 0 && facts.st_uid != ::geteuid()) {
        return refusal("owner", path,
                       fmt::format("WMS-H-004: it belongs to user {}, not to root or this user {}.",
                                   facts.st_uid, ::geteuid()),
                       "Install the plugin as root or as the user that runs the host.");
    }
    if ((facts.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        return refusal(
            "writable_by_others", path,
            fmt::format("WMS-H-004: its mode is {:04o}, others than its owner may change "
                        "it; at most 0755 is allowed.",
                        facts.st_mode & 07777),
            "Take the right away: chmod go-w " + path.string());
    }
    return Nothing{};
}

Result<fs::path> resolve(const fs::path& library) {
    if (!library.is_absolute()) {
        return refusal("relative_path", library,
                       "WMS-H-003: the path is relative; a plugin is named by its absolute path.",
                       "Write the path from the root of the file system.");
    }
    std::error_code error;
    fs::path path = fs::canonical(library, error);
    if (error) {
        const bool missing = error == std::errc::no_such_file_or_directory;
        return refusal(missing ? "not_found" : "not_readable", library,
                       fmt::format("WMS-H-003: it cannot be found: {}.", error.message()),
                       missing ? "Install the plugin, or name the path where it is."
                               : "Let this user read the path.");
    }
    if (!fs::is_regular_file(path, error)) {
        return refusal("not_a_file", path, "WMS-H-003: it is not a file.",
                       "Name the plugin's library.");
    }
    if (::faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) != 0) {
        return refusal("not_readable", path,
                       fmt::format("WMS-H-004: it cannot be read: {}.", std::strerror(errno)),
                       "Let this user read it.");
    }
    return path;
}

Result<Manifest> manifest_of(const fs::path& library) {
    const fs::path path = manifest_path_of(library);
    const Done trusted = check_trust(path);
    if (!trusted.ok()) {
        return trusted.problem();
    }
    Result<std::string> text = read_file(path, kManifestBytesMax);
    if (!text.ok()) {
        return refusal("not_readable", path, "WMS-H-005: " + text.problem().cause,
                       text.problem().fix);
    }
    Result<Manifest> manifest = read_manifest(std::move(text).value());
    if (!manifest.ok()) {
        return refusal(
            "manifest", path,
            fmt::format("WMS-H-005: {} ({})", manifest.problem().cause, manifest.problem().pointer),
            manifest.problem().fix);
    }
    return manifest;
}

Problem other_major(const fs::path& path, std::uint32_t major) {
    return refusal("other_major", path,
                   fmt::format("WMS-H-007: it speaks major version {} of the interface, this host "
                               "speaks {}.",
                               major, WMS_ABI_MAJOR),
                   "Install the plugin built for this host, or a host for this plugin.");
}

/// Loading Poco blocks SIGPIPE in the calling thread; the host's mask is the host's business.
class SignalMaskKept {
  public:
    SignalMaskKept() { ::pthread_sigmask(SIG_BLOCK, nullptr, &mask_); }
    SignalMaskKept(const SignalMaskKept&) = delete;
    SignalMaskKept& operator=(const SignalMaskKept&) = delete;
    ~SignalMaskKept() { ::pthread_sigmask(SIG_SETMASK, &mask_, nullptr); }

  private:
    sigset_t mask_ = {};
};

struct Opened {
    std::shared_ptr<boost::dll::shared_library> library;
    wms_plugin_entry_fn entry = nullptr;
};

Result<Opened> open_library(const fs::path& path) {
    using boost::dll::load_mode::type;
    const auto mode = static_cast<type>(static_cast<unsigned>(boost::dll::load_mode::rtld_now) |
                                        static_cast<unsigned>(boost::dll::load_mode::rtld_local) |
                                        static_cast<unsigned>(RTLD_NODELETE));
    const SignalMaskKept kept;
    Opened opened;
    try {
        opened.library = std::make_shared<boost::dll::shared_library>(path, mode);
        if (!opened.library->has(WMS_ENTRY_SYMBOL)) {
            for (std::uint32_t major = 1; major <= kMajorsKnownMax; ++major) {
                if (opened.library->has(fmt::format("wms_plugin_entry_v{}", major))) {
                    return other_major(path, major);
                }
            }
            return refusal("no_entry", path,
                           "WMS-H-007: it has no function " WMS_ENTRY_SYMBOL "; it is no plugin.",
                           "Name the library of a plugin.");
        }
        opened.entry = reinterpret_cast<wms_plugin_entry_fn>(
            &opened.library->get<const wms_plugin*()>(WMS_ENTRY_SYMBOL));
    } catch (const std::exception& failure) {
        return refusal("not_loadable", path,
                       fmt::format("WMS-H-006: the system cannot load it: {}.", failure.what()),
                       "Install the libraries that it needs, or a plugin built for this system.");
    }
    return opened;
}

std::string_view view(wms_str text) {
    return text.ptr == nullptr ? std::string_view{} : std::string_view(text.ptr, text.len);
}

bool complete(const wms_plugin& table) {
    return table.create != nullptr && table.destroy != nullptr && table.interrupt != nullptr &&
           table.check != nullptr && table.connect != nullptr && table.stop != nullptr &&
           table.submit != nullptr && table.work != nullptr && table.next_event != nullptr &&
           table.ack_event != nullptr && table.query != nullptr && table.get_extension != nullptr;
}

std::size_t first_difference(std::string_view left, std::string_view right) {
    const auto [at, other] = std::mismatch(
        left.begin(),
        left.begin() + static_cast<std::ptrdiff_t>(std::min(left.size(), right.size())),
        right.begin());
    return static_cast<std::size_t>(at - left.begin());
}

}  // namespace

Done check_table(const wms_plugin* table, const Manifest& manifest, const fs::path& library) {
    const std::string again = "Install the plugin again, library and manifest from one package.";
    if (table == nullptr) {
        return refusal("no_table", library, "WMS-H-007: its entry function returned nothing.",
                       again);
    }
    if (table->struct_size < sizeof(wms_plugin)) {
        return refusal("table_size", library,
                       fmt::format("WMS-H-007: its table has {} bytes, version 1.0 needs {}.",
                                   table->struct_size, sizeof(wms_plugin)),
                       again);
    }
    if (table->min_host_minor > WMS_ABI_MINOR) {
        return refusal(
            "host_too_old", library,
            fmt::format("WMS-H-007: it needs a host of version {}.{}, this one has {}.{}.",
                        WMS_ABI_MAJOR, table->min_host_minor, WMS_ABI_MAJOR, WMS_ABI_MINOR),
            "Install a newer host, or an older plugin.");
    }
    if (!complete(*table)) {
        return refusal("table_incomplete", library,
                       "WMS-H-007: a function of version 1.0 is missing from its table.", again);
    }
    if (view(table->id) != manifest.id) {
        return refusal(
            "other_id", library,
            fmt::format("WMS-H-005: the library says it is \"{}\", its manifest file says "
                        "\"{}\".",
                        view(table->id), manifest.id),
            again);
    }
    if (view(table->manifest) != manifest.text) {
        return refusal(
            "other_manifest", library,
            fmt::format("WMS-H-005: the manifest inside has {} bytes, the file beside it "
                        "{}; they differ from byte {}.",
                        table->manifest.len, manifest.text.size(),
                        first_difference(view(table->manifest), manifest.text)),
            again);
    }
    return Nothing{};
}

Result<LoadedPlugin> load_plugin(const fs::path& library) {
    const Result<fs::path> path = resolve(library);
    if (!path.ok()) {
        return path.problem();
    }
    for (const fs::path& file : {path.value().parent_path(), path.value()}) {
        const Done trusted = check_trust(file);
        if (!trusted.ok()) {
            return trusted.problem();
        }
    }
    Result<Manifest> manifest = manifest_of(path.value());
    if (!manifest.ok()) {
        return manifest.problem();
    }
    if (manifest.value().abi_major != WMS_ABI_MAJOR) {
        return other_major(path.value(), manifest.value().abi_major);
    }
    const Result<Opened> opened = open_library(path.value());
    if (!opened.ok()) {
        return opened.problem();
    }
    LoadedPlugin plugin;
    plugin.table = opened.value().entry();
    const Done checked = check_table(plugin.table, manifest.value(), path.value());
    if (!checked.ok()) {
        return checked.problem();
    }
    plugin.manifest = std::move(manifest).value();
    plugin.library = path.value();
    plugin.hold = opened.value().library;
    return plugin;
}

PluginFolder list_plugins(const fs::path& folder) {
    PluginFolder result;
    std::error_code error;
    std::vector<fs::path> manifests;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->path().extension() == ".json") {
            manifests.push_back(entry->path());
        }
    }
    if (error) {
        result.refusals.push_back(
            refusal("folder", folder,
                    fmt::format("WMS-H-003: the plugin folder cannot be read: "
                                "{}.",
                                error.message()),
                    "Name the folder where plugins are installed."));
        return result;
    }
    std::sort(manifests.begin(), manifests.end());
    std::map<std::string, std::vector<FoundPlugin>> by_id;
    for (const fs::path& path : manifests) {
        fs::path library = path;
        library.replace_extension(".so");
        Result<Manifest> manifest = manifest_of(library);
        if (!manifest.ok()) {
            result.refusals.push_back(manifest.problem());
            continue;
        }
        by_id[manifest.value().id].push_back({std::move(manifest).value(), library});
    }
    for (auto& [id, found] : by_id) {
        if (found.size() == 1) {
            result.plugins.push_back(std::move(found.front()));
            continue;
        }
        for (const FoundPlugin& plugin : found) {
            const bool first = plugin.library == found.front().library;
            const FoundPlugin& other = first ? found[1] : found.front();
            result.refusals.push_back(refusal(
                "duplicate_id", plugin.library,
                fmt::format("WMS-H-008: it has the id \"{}\" of {}.", id, other.library.string()),
                "Leave one of them in the folder."));
        }
    }
    std::sort(result.plugins.begin(), result.plugins.end(),
              [](const auto& left, const auto& right) { return left.library < right.library; });
    return result;
}

}  // namespace wms
