// SPDX-License-Identifier: Apache-2.0
#include "mock-host/serve_plugin/served.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fstream>
#include <iterator>
#include <optional>

namespace wms::remote {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view kAuthorises = "authorises";

fs::path beside(const fs::path& library, const char* extension) {
    return fs::path(library).replace_extension(extension);
}

std::optional<std::string> text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return std::nullopt;
    }
    return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string member(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

}  // namespace

Served read_served(const fs::path& library) {
    const std::optional<std::string> manifest = text_of(beside(library, ".json"));
    std::ifstream file(beside(library, ".process"));
    Served served;
    std::string more;
    std::getline(file, served.program);
    std::getline(file, served.plugin);
    std::getline(file, more);
    boost::system::error_code failed;
    const json::value value = json::parse(manifest.value_or(""), failed);
    const json::object* object = failed ? nullptr : value.if_object();
    if (object == nullptr || !fs::path(served.program).is_absolute() ||
        !fs::path(served.plugin).is_absolute()) {
        return {};
    }
    served.authorises = more == kAuthorises;
    served.manifest = *manifest;
    served.id = member(*object, "id");
    served.version = member(*object, "version");
    const json::value* cancel = object->if_contains("cancel_ms");
    served.cancel_ms = cancel != nullptr && cancel->is_int64() ? cancel->get_int64() : 0;
    return served;
}

std::string install_served(const fs::path& remote_library, const fs::path& program,
                           const fs::path& plugin, bool authorises, const fs::path& folder) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    const fs::path library = folder / plugin.filename();
    if (fs::equivalent(library, plugin, failed)) {
        return "The folder is the one that the plugin is in.";
    }
    failed.clear();
    fs::copy_file(remote_library, library, fs::copy_options::overwrite_existing, failed);
    if (!failed) {
        fs::copy_file(beside(plugin, ".json"), beside(library, ".json"),
                      fs::copy_options::overwrite_existing, failed);
    }
    std::ofstream file(beside(library, ".process"), std::ios::trunc);
    file << program.string() << '\n'
         << plugin.string() << '\n'
         << (authorises ? kAuthorises : std::string_view{}) << '\n';
    file.close();
    if (failed || !file) {
        return "The files cannot be written to " + folder.string() + ": " +
               (failed ? failed.message() : "the file .process");
    }
    using fs::perms;
    constexpr perms file_mode =
        perms::owner_read | perms::owner_write | perms::group_read | perms::others_read;
    for (const char* extension : {".so", ".json", ".process"}) {
        fs::permissions(beside(library, extension), file_mode, failed);
    }
    fs::permissions(folder, perms::group_write | perms::others_write, fs::perm_options::remove,
                    failed);
    return {};
}

}  // namespace wms::remote
