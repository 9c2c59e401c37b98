// SPDX-License-Identifier: Apache-2.0
// What can be said of the files without running anything of them.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/json_members.h"
#include "mock-host/validate/bench.h"
#include "mock-host/validate/elf_file.h"
#include "mock-host/validate/schemas.h"

namespace wms::validate {
namespace {

namespace json = boost::json;

/// Nothing, and the check failed, if the file is no library of this machine.
std::optional<ElfFile> elf(Bench& bench) {
    const Result<ElfFile> read = read_elf(bench.options().plugin);
    if (!bench.expect(read.ok(), read.ok() ? "" : in_one_line(read.problem()))) {
        return {};
    }
    return read.value();
}

void file_beside(Bench& bench) {
    bench.manifest();
}

void follows_schema(Bench& bench) {
    if (bench.manifest() == nullptr) {
        return;
    }
    for (const std::string& violation : violations("manifest", bench.manifest()->text)) {
        bench.expect(false, "manifest: " + violation);
    }
    for (const std::string& violation :
         violations("configSchema", bench.manifest()->config_schema)) {
        bench.expect(false, "config_schema: " + violation);
    }
}

/// Every setting, at every depth: people are asked for it by its title and told its description.
void settings_in(Bench& bench, const json::value& schema, const std::string& pointer) {
    const json::object* const properties = member_at(schema, "properties").if_object();
    if (properties == nullptr) {
        return;
    }
    for (const auto& [name, property] : *properties) {
        const std::string place = pointer + "/properties/" + std::string(name);
        for (const char* const word : {"title", "description"}) {
            bench.expect(!text_at(property, word).empty() || !text_at(property, "$ref").empty(),
                         fmt::format("{} has no {}", place, word));
        }
        settings_in(bench, property, place);
    }
}

void settings_are_explained(Bench& bench) {
    if (bench.manifest() != nullptr) {
        boost::system::error_code error;
        settings_in(bench, json::parse(bench.manifest()->config_schema, error), "/config_schema");
    }
}

void exports_one(Bench& bench) {
    const std::optional<ElfFile> file = elf(bench);
    if (!file) {
        return;
    }
    const std::string entry = "wms_plugin_entry_v";
    for (const std::string& name : file->exported) {
        bench.expect(name.starts_with(entry), "It exports " + name + " besides.");
    }
    bench.expect(std::find(file->exported.begin(), file->exported.end(), WMS_ENTRY_SYMBOL) !=
                     file->exported.end(),
                 "It does not export " WMS_ENTRY_SYMBOL ".");
}

void hygiene(Bench& bench) {
    const std::optional<ElfFile> file = elf(bench);
    if (!file) {
        return;
    }
    bench.expect(file->never_unloaded, "It can be unloaded: link it with -Wl,-z,nodelete.");
    bench.expect(file->bound_at_once, "Its symbols are bound late: link it with -Wl,-z,now.");
    bench.expect(!file->text_relocations, "Its code is changed while it is loaded (TEXTREL).");
    bench.expect(!file->executable_stack, "It wants a stack that can be executed.");
    for (const std::string& path : file->run_paths) {
        bench.expect(path.starts_with("$ORIGIN"), "It looks for libraries in \"" + path +
                                                      "\", which is of the machine it was "
                                                      "built on.");
    }
}

/// In a host with libraries of the same names, those of the host win.
void hostile_host(Bench& bench) {
    const std::optional<ElfFile> file = elf(bench);
    if (!file) {
        return;
    }
    for (const std::string& library : file->needed) {
        if (library.starts_with("libPoco") || library.starts_with("libboost")) {
            bench.skip("it takes " + library +
                       " from the system, as builds for development do; a "
                       "host with another copy of that library gives it its own");
            return;
        }
    }
    for (const std::string& name : file->undefined) {
        const bool poco = name.starts_with("_ZN4Poco") || name.starts_with("_ZNK4Poco") ||
                          name.starts_with("_ZTIN4Poco") || name.starts_with("_ZTVN4Poco");
        const bool boost = name.starts_with("_ZN5boost") || name.starts_with("_ZNK5boost") ||
                           name.starts_with("_ZTIN5boost") || name.starts_with("_ZTVN5boost");
        bench.expect(!poco && !boost,
                     "It takes " + name + " from whichever library is there first.");
    }
}

}  // namespace

std::vector<Check> checks_of_binary() {
    return {
        {"manifest-file", 1, "A manifest lies beside the library and can be read.", "WMS-P-003",
         file_beside, false},
        {"manifest-schema", 1, "The manifest and its config_schema follow their schemas.",
         "WMS-P-004", follows_schema, false},
        {"settings-explained", 1, "Every setting has a title and a description.", "WMS-P-004",
         settings_are_explained, false},
        {"exports-exactly-one", 1, "The library exports its entry function and nothing else.",
         "WMS-P-001", exports_one, false},
        {"binary-hygiene", 1,
         "It is never unloaded, bound at once, not changed while loading, and looks for libraries "
         "nowhere of its own.",
         "WMS-H-002, WMS-H-006", hygiene, false},
        {"hostile-host", 1, "It takes no code that a host may have in another version.",
         "WMS-P-015", hostile_host, false},
    };
}

}  // namespace wms::validate
