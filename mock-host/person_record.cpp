// SPDX-License-Identifier: Apache-2.0
#include "mock-host/person_record.h"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/audit.h"
#include "mock-host/instant.h"

namespace wms {

namespace {

namespace json = boost::json;

std::string user_of_the_system() {
    std::array<char, 4096> space = {};
    struct passwd entry = {};
    struct passwd* found = nullptr;
    if (::getpwuid_r(::geteuid(), &entry, space.data(), space.size(), &found) != 0 ||
        found == nullptr) {
        return "user " + std::to_string(::geteuid());
    }
    return std::string("user ") + found->pw_name;
}

json::value value_of(const std::string& text) {
    boost::system::error_code error;
    json::value value = text.empty() ? json::value() : json::parse(text, error);
    return error ? json::value(text) : value;
}

}  // namespace

std::string text_of(const PersonRecord& record, std::int64_t now_ms) {
    json::object line{{"record", "person"},
                      {"occurredAt", instant_text(now_ms)},
                      {"who", record.person.empty() ? user_of_the_system() : record.person},
                      {"action", record.action},
                      {"about", record.about},
                      {"before", value_of(record.before)},
                      {"after", value_of(record.after)},
                      {"outcome", record.refused.empty() ? "done" : "refused"}};
    if (!record.refused.empty()) {
        line["refusedFor"] = record.refused;
    }
    if (!record.reason.empty()) {
        line["reason"] = record.reason;
    }
    return json::serialize(line);
}

Done record_person(const std::filesystem::path& folder, const PersonRecord& record,
                   std::int64_t now_ms) {
    const Result<std::unique_ptr<Audit>> audit = Audit::open(folder / kAuditFile);
    return audit.ok() ? audit.value()->append(text_of(record, now_ms)) : audit.problem();
}

}  // namespace wms
