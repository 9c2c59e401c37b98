// SPDX-License-Identifier: Apache-2.0
// A document of the warehouse against the contract: its schema, and that no member has a name that
// the contract's own example does not know.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>

#include "mock-host/wms/documents.h"
#include "tests/unit/host_api/schema_checker.h"

namespace wms::testing {

namespace json = boost::json;

inline json::value example(const std::string& type) {
    return json::parse(contract::example_text(type));
}

/// Every member of `ours` exists in `theirs`, with a value of the same kind.
inline void expect_known(const json::value& ours, const json::value& theirs,
                         const std::string& where) {
    ASSERT_EQ(ours.kind(), theirs.kind()) << where;
    if (const json::object* object = ours.if_object()) {
        for (const auto& [name, member] : *object) {
            const json::value* other = theirs.get_object().if_contains(name);
            ASSERT_NE(other, nullptr) << where << "/" << std::string(name);
            expect_known(member, *other, where + "/" + std::string(name));
        }
    } else if (const json::array* array = ours.if_array()) {
        for (const json::value& entry : *array) {
            if (!theirs.get_array().empty()) {
                expect_known(entry, theirs.get_array()[0], where + "/-");
            }
        }
    }
}

inline void expect_contract(const Message& message, const json::value& theirs) {
    for (const std::string& violation : contract::violations(message.type, message.json)) {
        ADD_FAILURE() << message.type << ": " << violation;
    }
    expect_known(json::parse(message.json).at("body"), theirs.at("body"), "");
}

inline Decimal decimal(const char* text) {
    return Decimal::parse(text).value();
}

inline Envelope envelope() {
    return {"northwind", "STANDARD", 1'795'189'330'120};
}

}  // namespace wms::testing
