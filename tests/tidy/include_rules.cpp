// SPDX-License-Identifier: Apache-2.0
// R1 to R5: who may include whom.
#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "tests/tidy/rules.h"

namespace tidy {
namespace {

using Names = std::set<std::string_view>;

constexpr std::string_view core = "sage-adapter/";
constexpr std::string_view editions = "plugins/";

/// R3, from left to right. edition.h stands alone between auth and outbox.
constexpr std::array<std::string_view, 10> order = {
    "base", "document", "transport", "catalogue", "mapping",
    "auth", "edition",  "outbox",    "delivery",  "bridge"};

/// The part of the core that a path of the core belongs to; "" if it is none of the core.
std::string_view part_of_core(std::string_view path) {
    if (!path.starts_with(core)) {
        return {};
    }
    path.remove_prefix(core.size());
    const std::size_t slash = path.find('/');
    return slash == std::string_view::npos ? stem_of(path) : path.substr(0, slash);
}

std::size_t rank_of(std::string_view part) {
    return static_cast<std::size_t>(std::find(order.begin(), order.end(), part) - order.begin());
}

/// "intacct" for a file of that edition; "" for the simulator program and everything else.
std::string_view edition_of(std::string_view path) {
    if (!path.starts_with(editions)) {
        return {};
    }
    path.remove_prefix(editions.size());
    const std::size_t slash = path.find('/');
    const std::string_view folder = path.substr(0, slash);
    return slash == std::string_view::npos || folder == "sage_simulator" ? std::string_view()
                                                                         : folder;
}

bool is_simulator(std::string_view path) {
    return name_of(path).starts_with("simulator");
}

/// One library behind a fence: includes that begin so may stand in paths that begin so.
struct Fence {
    std::string_view library;
    std::vector<std::string_view> places;
};

/// The first fence that matches decides. A library that is named nowhere is not used at all.
const std::vector<Fence>& fences() {
    static const std::vector<Fence> all = {
        {"boost/json", {"sage-adapter/", "plugins/"}},
        {"boost/multiprecision", {"sage-adapter/document/"}},
        {"valijson/", {"sage-adapter/base/settings.cpp"}},
        {"expat.h", {"sage-adapter/base/xml.cpp"}},
        {"fmt/", {"sage-adapter/", "plugins/"}},
        {"CLI/", {"plugins/sage_simulator/"}},
        {"sqlite3.h", {"sage-adapter/outbox/"}},
        {"libpq-fe.h", {"sage-adapter/outbox/"}},
        {"Poco/Data/",
         {"sage-adapter/outbox/", "sage-adapter/transport/odbc_statement.cpp",
          "plugins/sage_simulator/table_file.cpp"}},
        {"sql.h", {"sage-adapter/transport/odbc_statement.cpp"}},
        {"sqlext.h", {"sage-adapter/transport/odbc_statement.cpp"}},
        {"Poco/Net/", {"sage-adapter/transport/", "sage-adapter/auth/", "plugins/sage_simulator/"}},
        {"Poco/Crypto/",
         {"sage-adapter/document/hash.cpp", "sage-adapter/transport/", "sage-adapter/auth/",
          "plugins/sage_simulator/"}},
        {"openssl/",
         {"sage-adapter/document/hash.cpp", "sage-adapter/transport/", "sage-adapter/auth/",
          "plugins/sage_simulator/"}},
        {"Poco/",
         {"sage-adapter/document/hash.cpp", "sage-adapter/transport/", "sage-adapter/auth/",
          "sage-adapter/outbox/", "plugins/sage_simulator/"}},
    };
    return all;
}

constexpr std::array<std::string_view, 14> third_parties = {
    "boost/",   "Poco/",  "openssl/", "valijson/",  "fmt/",  "CLI/",  "sqlite3",
    "libpq-fe", "gtest/", "gmock/",   "benchmark/", "expat", "sql.h", "sqlext.h"};

bool is_third_party(std::string_view include) {
    return std::any_of(third_parties.begin(), third_parties.end(),
                       [&](std::string_view prefix) { return include.starts_with(prefix); });
}

bool fence_allows(std::string_view include, std::string_view path) {
    for (const Fence& fence : fences()) {
        if (include.starts_with(fence.library)) {
            return std::any_of(fence.places.begin(), fence.places.end(),
                               [&](std::string_view place) { return path.starts_with(place); });
        }
    }
    return false;
}

/// base/json.h for all (ARCHITECTURE.md, "Where we break the rules"), and the simulator program,
/// which nothing else includes.
bool may_show_third_party(std::string_view path) {
    return path == "sage-adapter/base/json.h" || path.starts_with("plugins/sage_simulator/");
}

/// What a file of an edition may include of the project, besides its own folder.
bool edition_may_include(const Source& source, std::string_view include) {
    const std::string_view part = part_of_core(include);
    if (include == "sage-adapter/transport/transport.h" ||
        include == "sage-adapter/transport/data_source.h") {
        return true;
    }
    if (name_of(source.path) == "entry.cpp" &&
        (part == "bridge" || include == "sage-adapter/transport/odbc.h")) {
        return true;
    }
    if (is_simulator(source.path)) {
        const Names shared = {"simulator.h", "consent.h", "control_reply.h",
                              "received.h",  "tables.h",  "wire.h"};
        return part == "base" || part == "document" ||
               (include.starts_with("plugins/sage_simulator/") &&
                shared.contains(name_of(include)));
    }
    const Names allowed = {"base", "document", "catalogue", "mapping", "edition"};
    return allowed.contains(part);
}

Breach breach(const Source& source, const Include& include, std::string_view rule) {
    return {source.path, include.line, "includes " + include.path + ": " + std::string(rule)};
}

}  // namespace

Breaches contract_includes(const Source& source) {
    Breaches breaches;
    if (!source.path.starts_with("host-api/include/")) {
        return breaches;
    }
    // The table of an extension stands beside the contract and uses its types.
    const bool extension = name_of(source.path) != "wms_plugin.h";
    for (const Include& include : includes_of(source.text)) {
        const bool contract = extension && include.path == "wms/wms_plugin.h";
        if (include.path != "stddef.h" && include.path != "stdint.h" && !contract) {
            breaches.push_back(breach(source, include, "R1 allows stddef.h and stdint.h only"));
        }
    }
    return breaches;
}

Breaches mock_host_includes(const Source& source) {
    Breaches breaches;
    if (!source.path.starts_with("mock-host/")) {
        return breaches;
    }
    for (const Include& include : includes_of(source.text)) {
        if (include.path.starts_with(core) || include.path.starts_with(editions) ||
            include.path.find("../") != std::string::npos) {
            breaches.push_back(breach(source, include, "R2, the C interface has to be enough"));
        }
        const Names loaders = {"host.cpp", "loader.cpp"};
        if (include.path.starts_with("boost/dll") && !loaders.contains(name_of(source.path))) {
            breaches.push_back(breach(source, include, "R2, Boost.DLL only where plugins load"));
        }
    }
    return breaches;
}

Breaches folder_order(const Source& source) {
    Breaches breaches;
    const std::string_view own = part_of_core(source.path);
    if (own.empty() || !is_code(source)) {
        return breaches;
    }
    if (rank_of(own) == order.size()) {
        breaches.push_back({source.path, 1, "R3 knows no folder " + std::string(own)});
    }
    for (const Include& include : includes_of(source.text)) {
        const std::string_view other = part_of_core(include.path);
        if (include.path.starts_with(editions) || include.path.starts_with("mock-host/")) {
            breaches.push_back(
                breach(source, include, "R3, the core knows no edition and no host"));
        } else if (!other.empty() && rank_of(other) > rank_of(own)) {
            breaches.push_back(breach(source, include, "R3, it stands right of this folder"));
        } else if (include.path.starts_with("wms/") && own != "bridge") {
            breaches.push_back(breach(source, include, "R3, only bridge sees the C interface"));
        }
    }
    return breaches;
}

Breaches edition_includes(const Source& source) {
    Breaches breaches;
    const std::string_view edition = edition_of(source.path);
    if (edition.empty() || !is_code(source)) {
        return breaches;
    }
    const Names input_output = {"fstream", "iostream", "cstdio",       "stdio.h",  "filesystem",
                                "thread",  "future",   "sys/socket.h", "unistd.h", "fcntl.h"};
    for (const Include& include : includes_of(source.text)) {
        const bool own = include.path.starts_with(std::string(editions) + std::string(edition));
        const bool project = include.path.starts_with(core) || include.path.starts_with(editions);
        if (own && is_simulator(source.path) != is_simulator(include.path)) {
            breaches.push_back(
                breach(source, include, "R4, an edition shares nothing with its simulator"));
        } else if (project && !own && !edition_may_include(source, include.path)) {
            breaches.push_back(breach(source, include, "R4 does not allow it in an edition"));
        } else if (include.path.starts_with("wms/") && name_of(source.path) != "entry.cpp") {
            breaches.push_back(breach(source, include, "R4, only entry.cpp sees the C interface"));
        } else if (input_output.contains(include.path)) {
            breaches.push_back(breach(source, include, "R4, an edition does no input or output"));
        }
    }
    return breaches;
}

Breaches third_party_fences(const Source& source) {
    Breaches breaches;
    if (!source.path.starts_with(core) && !source.path.starts_with(editions)) {
        return breaches;
    }
    for (const Include& include : includes_of(source.text)) {
        if (!is_third_party(include.path)) {
            continue;
        }
        if (!fence_allows(include.path, source.path)) {
            breaches.push_back(breach(source, include, "R5, outside the fence of this library"));
        } else if (is_header(source) && !may_show_third_party(source.path) &&
                   include.path != "boost/json/fwd.hpp") {
            breaches.push_back(breach(source, include, "R5, no third-party type in a header"));
        }
    }
    return breaches;
}

}  // namespace tidy
