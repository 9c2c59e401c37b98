// SPDX-License-Identifier: Apache-2.0
// What the simulator shows against what the vendor shows, where that lies beside the project.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <sstream>
#include <string>

#include "plugins/sage50/simulator_shape.h"
#include "tests/unit/sage50/published.h"

namespace sage::test {

struct ShownSample {
    const char* shape;
    const char* file;
    const char* list = "";  ///< a list inside the record, whose entries are meant
};

inline const boost::json::value& first_record(const boost::json::value& reply, const char* list) {
    const boost::json::object& whole = reply.as_object();
    const boost::json::value* record =
        whole.contains("results") ? &whole.at("results").as_array().at(0) : &whole.at("response");
    return *list == '\0' ? *record : record->as_object().at(list).as_array().at(0);
}

/// The same members in the same order, and values of the same kind.
inline void expect_shown(const ShownSample& sample) {
    std::ifstream file(published_folder() / "hyperaccounts" /
                       (std::string(sample.file) + ".response.json"));
    if (!file) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    std::ostringstream text;
    text << file.rdbuf();
    const boost::json::value reply = boost::json::parse(text.str());
    const boost::json::object& published = first_record(reply, sample.list).as_object();
    const simulated_sage50::Company company;
    simulated_sage50::Row row;
    // A day in every column that may hold one, so that it is shown as a text where it is one.
    const auto& members = simulated_sage50::all_shapes().at(sample.shape).members;
    for (const auto& member : members) {
        const bool day = member.form == simulated_sage50::MemberForm::day ||
                         member.form == simulated_sage50::MemberForm::moment;
        if (day) {
            row.set(member.column, "2026-11-18");
        }
    }
    const boost::json::value shown =
        boost::json::parse("{" + members_of(company, sample.shape, row) + "}");
    auto expected = published.begin();
    for (const auto& [name, value] : shown.as_object()) {
        while (expected != published.end() && expected->value().is_array()) {
            ++expected;
        }
        ASSERT_NE(expected, published.end()) << sample.shape << " shows " << name;
        EXPECT_EQ(std::string(name), std::string(expected->key())) << sample.shape;
        const boost::json::value& kind = expected->value();
        if (!kind.is_null() && !value.is_null()) {
            EXPECT_EQ(value.is_string(), kind.is_string()) << sample.shape << "." << name;
            EXPECT_EQ(value.is_bool(), kind.is_bool()) << sample.shape << "." << name;
        }
        ++expected;
    }
}

/// Columns are the table's.
inline void expect_columns(const char* shape) {
    const auto models = simulated_sage50::all_models();
    const simulated_sage50::Shape& shown = simulated_sage50::all_shapes().at(shape);
    for (const auto& member : shown.members) {
        EXPECT_TRUE(member.column.empty() || models.at(shown.table).find(member.column) != nullptr)
            << shape << "." << member.name << ": " << member.column;
    }
}

}  // namespace sage::test
