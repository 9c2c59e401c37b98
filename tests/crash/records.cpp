// SPDX-License-Identifier: Apache-2.0
#include "tests/crash/records.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <boost/json/parse.hpp>
#include <fstream>

namespace sage::testing {

Database::Database(const std::filesystem::path& path) {
    if (sqlite3_open_v2(path.c_str(), &database_, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) {
        ADD_FAILURE() << "cannot open " << path;
    }
}

Database::~Database() {
    sqlite3_close(database_);
}

std::string Database::ask(const std::string& question) const {
    sqlite3_stmt* statement = nullptr;
    std::string answer;
    if (sqlite3_prepare_v2(database_, question.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
        answer = sqlite3_errmsg(database_);
    } else if (sqlite3_step(statement) == SQLITE_ROW) {
        const unsigned char* const text = sqlite3_column_text(statement, 0);
        answer = text == nullptr ? "" : reinterpret_cast<const char*>(text);
    }
    sqlite3_finalize(statement);
    return answer;
}

std::string text_in(const boost::json::object& object, std::string_view name) {
    const boost::json::value* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

std::vector<boost::json::object> events_about(const std::filesystem::path& folder,
                                              const std::string& message_id) {
    std::vector<boost::json::object> found;
    std::ifstream file(folder / "events.jsonl");
    for (std::string line; std::getline(file, line);) {
        const boost::json::value event = boost::json::parse(line);
        if (text_in(event.as_object(), "messageId") == message_id) {
            found.push_back(event.as_object());
        }
    }
    return found;
}

std::map<std::string, unsigned> calls_in(const std::filesystem::path& trace) {
    std::map<std::string, unsigned> calls;
    std::ifstream file(trace);
    for (std::string line; std::getline(file, line);) {
        const std::size_t begin = line.find_first_of("abcdefghijklmnopqrstuvwxyz");
        const std::size_t end = line.find('(');
        if (begin < end && line.find_first_of("<+-") > begin && end != std::string::npos) {
            ++calls[line.substr(begin, end - begin)];
        }
    }
    return calls;
}

}  // namespace sage::testing
