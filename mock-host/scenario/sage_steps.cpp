// SPDX-License-Identifier: Apache-2.0
#include "mock-host/scenario/sage_steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "mock-host/master_data.h"
#include "mock-host/read_file.h"
#include "mock-host/scenario/words.h"

namespace wms::scenarios {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t file_bytes_max = 1 << 20;
constexpr const char* no_faults = R"({"faults":[]})";
constexpr const char* offline =
    R"({"faults":[{"id":"offline","times":0,"action":"drop_request"}]})";
/// A definite "not now": nothing was done.
constexpr const char* busy = R"({"faults":[{"id":"busy","times":0,"action":"reply","status":429,)"
                             R"("headers":{"Retry-After":"600"},"body":"{}"}]})";

json::array listed(const json::value& changes) {
    return changes.is_array() ? changes.get_array() : json::array{changes};
}

std::set<fs::path> files_of(const fs::path& folder) {
    std::set<fs::path> files;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        files.insert(entry.path());
    }
    return files;
}

std::string hexadecimal(const std::string& bytes) {
    std::string digits;
    for (const char byte : bytes) {
        digits += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    }
    return digits;
}

}  // namespace

Done change_sage(Control& control, const json::value& changes) {
    for (const json::value& one : listed(changes)) {
        const json::value* const switches = one.as_object().if_contains("switches");
        const Result<std::string> changed =
            switches != nullptr ? control.post("/control/behaviours", json::serialize(*switches))
                                : control.post("/control/change", json::serialize(one));
        if (!changed.ok()) {
            return changed.problem();
        }
    }
    return Nothing{};
}

Done set_sage(Control& control, const std::string& edition, const std::string& how) {
    if (how == "loses a reply") {
        const Result<std::string> fault = lost_reply_fault(edition);
        return fault.ok() ? set_faults(control, fault.value()) : Done(fault.problem());
    }
    return set_faults(control, how == "offline" ? offline : how == "busy" ? busy : no_faults);
}

Done import_files(Control& control, const fs::path& folder) {
    for (const fs::path& file : files_of(folder)) {
        const Result<std::string> bytes = read_file(file, file_bytes_max);
        if (!bytes.ok()) {
            return bytes.problem();
        }
        // The name begins with what the file is of.
        const bool stock = file.filename().string().starts_with("stock-");
        const Done imported = change_sage(
            control,
            json::object{{"import", json::object{{"template", stock ? "stockTransactions"
                                                                    : "auditTrailTransactions"},
                                                 {"bytes", hexadecimal(bytes.value())}}}});
        if (!imported.ok()) {
            return imported;
        }
        std::error_code ignored;
        fs::remove(file, ignored);
    }
    return Nothing{};
}

json::array files_waiting(const fs::path& folder) {
    json::array all;
    for (const fs::path& file : files_of(folder)) {
        const Result<std::string> text = read_file(file, file_bytes_max);
        all.push_back(json::object{{"name", file.filename().string()},
                                   {"text", text.ok() ? text.value() : std::string()}});
    }
    return all;
}

}  // namespace wms::scenarios
