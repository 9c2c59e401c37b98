// SPDX-License-Identifier: Apache-2.0
#include "mock-host/setup/settings_file.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstring>
#include <vector>

#include "mock-host/json_members.h"
#include "mock-host/read_file.h"
#include "mock-host/replace_file.h"
#include "mock-host/setup/json_place.h"

namespace wms {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t kBytesMax = 4 * 1024 * 1024;

}  // namespace

std::string KeptSettings::environment() const {
    boost::system::error_code error;
    const json::value value = json::parse(configuration, error);
    return error ? std::string() : text_at(value, "environment");
}

Result<std::optional<KeptSettings>> read_settings(const fs::path& folder, std::string_view file) {
    const fs::path path = folder / file;
    const Result<std::string> text = read_file(path, kBytesMax);
    if (!text.ok()) {
        return text.problem().code == "file.not_found"
                   ? Result<std::optional<KeptSettings>>(std::optional<KeptSettings>())
                   : Result<std::optional<KeptSettings>>(text.problem());
    }
    boost::system::error_code error;
    const json::value value = json::parse(text.value(), error);
    if (error || !member_at(value, "settings").is_object() || text_at(value, "pluginId").empty()) {
        return Problem{"settings.unusable", path.string(),
                       "The file of settings is not one that a set-up has written.",
                       "Restore it from a backup, or move it away and set up again.", "it"};
    }
    return std::optional(
        KeptSettings{text_at(value, "pluginId"), json::serialize(member_at(value, "settings"))});
}

Done write_settings(const fs::path& folder, const KeptSettings& settings, std::string_view file) {
    boost::system::error_code error;
    json::value configuration = json::parse(settings.configuration, error);
    if (error || !configuration.is_object()) {
        return Problem{"settings.syntax", "", "The settings are not a JSON object.",
                       "Correct them.", "it"};
    }
    const std::string text =
        json::serialize(json::object{{"schemaVersion", "1.0.0"},
                                     {"pluginId", settings.plugin_id},
                                     {"instanceId", "mock-host"},
                                     {"dataDirectory", (fs::absolute(folder) / "plugin").string()},
                                     {"settings", std::move(configuration)}});
    const int failure = replace_file(folder / file, text + "\n");
    if (failure != 0) {
        return Problem{
            "settings.not_written", (folder / file).string(),
            std::string("The settings cannot be written: ") + std::strerror(failure) + ".",
            "Free space on the disk, and let this user write to the folder.", "it"};
    }
    return Nothing{};
}

void remove_draft(const fs::path& folder) {
    std::error_code ignored;
    fs::remove(folder / kDraftFile, ignored);
}

std::string environment_of_documents(const fs::path& folder) {
    const Result<std::optional<KeptSettings>> kept = read_settings(folder);
    if (!kept.ok()) {
        return {};
    }
    const std::string named = kept.value().has_value() ? kept.value()->environment() : "";
    return named.empty() ? "test" : named;
}

Result<std::string> with_addresses_of(const std::string& configuration,
                                      const std::string& elsewhere, const Manifest& manifest) {
    boost::system::error_code error;
    json::value settings = json::parse(configuration, error);
    const json::value other = error ? json::value() : json::parse(elsewhere, error);
    const json::value about = error ? json::value() : json::parse(manifest.text, error);
    if (error) {
        return Problem{"settings.syntax", "", "The settings are not JSON: " + error.message() + ".",
                       "Correct the file of settings.", "it"};
    }
    std::vector<std::string> pointers = {"/certificateAuthorityFile"};
    for (const json::value& host : list_at(about, "remote_hosts")) {
        if (const std::string pointer = text_at(host, "setting"); !pointer.empty()) {
            pointers.push_back(pointer);
        }
    }
    for (const std::string& pointer : pointers) {
        if (const json::value* there = find_place(other, pointer)) {
            put_place(settings, pointer, *there);
        }
    }
    return json::serialize(settings);
}

}  // namespace wms
