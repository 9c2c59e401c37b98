// SPDX-License-Identifier: Apache-2.0
// The simulator's tables of fields against Sage's own, where those lie beside the project.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "plugins/sage200/simulator_model.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "tests/support/source_folder.h"

namespace sage::test {

/// Sage's models of all objects; nothing when there is no ../shared.
inline JsonValue published_models() {
    std::ifstream file(std::filesystem::path(source_folder()) /
                       "../shared/sage/data/sage200/models.json");
    std::ostringstream text;
    text << file.rdbuf();
    const auto value = parse_json(text.str(), limits::reply_bytes_max, JsonNumbers::integers_only);
    return value.ok() ? value.value().at("models") : JsonValue();
}

inline std::string kind_of(const JsonValue& property) {
    const std::string_view type = text_at(property, "/type");
    if (at_pointer(property, "/ref") != nullptr || type == "object") {
        return "object";
    }
    if (type == "string") {
        return text_at(property, "/format") == "date-time" ? "date" : "text";
    }
    return type == "array"     ? "list"
           : type == "integer" ? "int"
           : type == "number"  ? "decimal"
                               : "bool";
}

inline std::string kind_of(const simulated_sage200::Field& field) {
    constexpr const char* names[] = {"int", "decimal", "text", "date", "bool", "object", "list"};
    return names[static_cast<std::size_t>(field.type)];
}

/// Every field that the simulator has is one of Sage's, of its kind, length and decimals. What
/// Sage added after its files were published is left out.
inline void expect_published(std::string_view model, std::string_view sage_model = "") {
    const JsonValue published = published_models();
    if (published.is_null()) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    const std::string name(sage_model.empty() ? model : sage_model);
    const JsonValue& properties = published.at(name).at("properties");
    const simulated_sage200::Models models = simulated_sage200::all_models();
    for (const simulated_sage200::Field& field : models.find(model)->second.fields()) {
        if (field.since > "2024-02-05") {
            continue;
        }
        const JsonValue* const property = properties.get_object().if_contains(field.name);
        ASSERT_NE(property, nullptr) << name << " has no " << field.name;
        EXPECT_EQ(kind_of(field), kind_of(*property)) << name << "." << field.name;
        const char* const limit =
            field.type == simulated_sage200::FieldType::text ? "maxLength" : "decimals";
        const JsonValue* const most = property->get_object().if_contains(limit);
        if (field.limit > 0 && most != nullptr) {
            EXPECT_EQ(field.limit, most->as_int64()) << name << "." << field.name;
        }
    }
}

}  // namespace sage::test
