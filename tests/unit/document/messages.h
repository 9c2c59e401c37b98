// SPDX-License-Identifier: Apache-2.0
// Messages for tests: the examples of host-api/schemas, changed in one place by JSON pointer.
#pragma once

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "sage-adapter/document/document.h"
#include "tests/support/source_folder.h"

namespace sage {

inline boost::json::value example(const std::string& name) {
    std::ifstream file(source_folder() + "/host-api/schemas/examples/" + name + ".json");
    const std::string text((std::istreambuf_iterator<char>(file)),
                           std::istreambuf_iterator<char>());
    boost::json::error_code error;
    boost::json::value value = boost::json::parse(text, error);
    EXPECT_FALSE(error) << name;
    return value;
}

/// The message with the value at a pointer replaced or added; "-" appends to a list. The new value
/// is JSON text; empty: the member is removed.
inline boost::json::value with(boost::json::value message, const std::string& pointer,
                               const std::string& json) {
    const std::size_t last = pointer.rfind('/');
    const std::string name = pointer.substr(last + 1);
    boost::json::value& parent = message.at_pointer(pointer.substr(0, last));
    if (boost::json::array* array = parent.if_array()) {
        if (name == "-") {
            array->push_back(boost::json::parse(json));
        } else {
            array->at(std::stoul(name)) = boost::json::parse(json);
        }
    } else if (json.empty()) {
        parent.get_object().erase(name);
    } else {
        parent.get_object()[name] = boost::json::parse(json);
    }
    return message;
}

inline Result<Document> read(const boost::json::value& message) {
    return read_document(boost::json::serialize(message));
}

/// Every problem as "code pointer", in the order told.
inline std::vector<std::string> problems_of(const boost::json::value& message) {
    const Result<Document> result = read(message);
    std::vector<std::string> told;
    if (!result.ok()) {
        for (const Problem& problem : result.error().problems) {
            EXPECT_FALSE(problem.cause.empty() || problem.fix.empty()) << problem.code;
            told.push_back(problem.code + " " + problem.pointer);
        }
    }
    return told;
}

inline std::vector<std::string> only(std::string problem) {
    return {std::move(problem)};
}

}  // namespace sage
