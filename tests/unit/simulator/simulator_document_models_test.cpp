// SPDX-License-Identifier: Apache-2.0
// Plan: the tables of documents against Sage's transcribed schemas beside the project, where they
// are there: every writable field is known, everything required is required.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "plugins/intacct/simulator_model.h"
#include "sage-adapter/base/json.h"
#include "tests/support/source_folder.h"

namespace sage::test {
namespace {

namespace json = boost::json;
using namespace simulated_intacct;

class IntacctDocumentModels : public testing::Test {
  protected:
    IntacctDocumentModels() { add_document_models(models, names); }

    /// The published schema; nothing when there is no ../shared.
    static std::optional<json::value> schema(const std::string& name) {
        std::ifstream file(std::filesystem::path(source_folder()) / "../shared/sage/data/intacct" /
                           name);
        const std::string text{std::istreambuf_iterator<char>(file),
                               std::istreambuf_iterator<char>()};
        auto parsed = parse_json(text, text.size() + 1, JsonNumbers::as_text);
        return parsed.ok() ? std::optional<json::value>(parsed.value()) : std::nullopt;
    }

    void expect_known(const Model& model, const json::value& schema_of, const std::string& prefix) {
        for (const auto& [name, property] : schema_of.at("properties").as_object()) {
            const std::string path = prefix + std::string(name);
            const Field* const field = model.find(path);
            // Read-only by what integrators found, although the schema lets it pass.
            if (path == "item" || path == "sourceModule" || path == "documentType" ||
                path == "documentHeader") {
                continue;
            }
            if (field == nullptr && model.is_group(path)) {
                expect_known(model, property, path + ".");
                continue;
            }
            ASSERT_NE(field, nullptr) << model.object() << ": " << path;
            EXPECT_FALSE(field->read_only) << path;
            const std::string_view format = text_at(property, "/x-format");
            if (format.starts_with("decimal-precision-")) {
                EXPECT_EQ(field->type, FieldType::decimal) << path;
                EXPECT_EQ(std::to_string(field->places), format.substr(18)) << path;
            }
        }
    }

    void expect_required(const Model& model, const json::value& schema_of,
                         const std::string& prefix) {
        for (const json::value& name : schema_of.at("required").as_array()) {
            const std::string path = prefix + std::string(text_at(name, ""));
            const Field* const field = model.find(path);
            if (path != "dimensions" && path != "documentHeader") {
                ASSERT_NE(field, nullptr) << path;
                EXPECT_TRUE(field->required) << path;
            }
        }
    }

    FieldNames names;
    Models models;
};

#define NEED_SCHEMA(variable, name)              \
    const auto variable = schema(name);          \
    if (!variable) {                             \
        GTEST_SKIP() << "skipped: no ../shared"; \
    }

TEST_F(IntacctDocumentModels, order_entry_fields_are_those_of_the_schema) {
    NEED_SCHEMA(create, "order-entry-document.create.schema.json")
    const Model& header = *models.at("order-entry/document");
    const Model& line = *models.at("order-entry/document-line");
    expect_known(header, *create, "");
    expect_required(header, *create, "");
    const json::value& line_schema = *at_pointer(*create, "/properties/lines/items");
    expect_known(line, line_schema, "");
    expect_required(line, line_schema, "");
    expect_required(line, line_schema.at("properties").at("dimensions"), "dimensions.");
}

TEST_F(IntacctDocumentModels, inventory_fields_are_those_of_the_schema) {
    NEED_SCHEMA(create, "inventory-control-document.create.schema.json")
    const Model& line = *models.at("inventory-control/document-line");
    expect_known(*models.at("inventory-control/document"), *create, "");
    expect_required(*models.at("inventory-control/document"), *create, "");
    expect_known(line, *at_pointer(*create, "/properties/lines/items"), "");
    expect_required(line, *at_pointer(*create, "/properties/lines/items"), "");
}

TEST_F(IntacctDocumentModels, what_sage_computes_is_read_only) {
    for (const char* const name : {"key", "subtotal", "total", "totalInTxnCurrency", "invoice.key",
                                   "paymentStatus", "isPrinted", "documentId", "documentType"}) {
        const Field* const field = models.at("order-entry/document")->find(name);
        ASSERT_NE(field, nullptr) << name;
        EXPECT_TRUE(field->read_only) << name;
    }
    EXPECT_EQ(models.at("order-entry/document")->find("sourceModule"), nullptr);
}

}  // namespace
}  // namespace sage::test
