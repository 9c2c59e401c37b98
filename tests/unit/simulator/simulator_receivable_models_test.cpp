// SPDX-License-Identifier: Apache-2.0
// Plan: the tables of accounts receivable against Sage's transcribed schemas beside the project,
// where they are there: every writable field is known and writable, decimals have their places, the
// rate of an invoice is a number and that of an adjustment is not.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "plugins/intacct/simulator_model.h"
#include "sage-adapter/base/json.h"
#include "tests/support/source_folder.h"

namespace sage::test {
namespace {

namespace json = boost::json;
using namespace simulated_intacct;

class IntacctReceivableModels : public testing::Test {
  protected:
    IntacctReceivableModels() { add_receivable_models(models, names); }

    void expect_known(const Model& model, const json::value& schema, const std::string& prefix) {
        for (const auto& [name, property] : schema.at("properties").as_object()) {
            const std::string path = prefix + std::string(name);
            const Field* const field = model.find(path);
            if (field == nullptr && model.is_group(path)) {
                expect_known(model, property, path + ".");
                continue;
            }
            // A name of the customer beside its id is not simulated.
            ASSERT_NE(field, nullptr) << model.object() << ": " << path;
            EXPECT_FALSE(field->read_only) << path;
            const std::string_view format = text_at(property, "/x-format");
            if (format.starts_with("decimal-precision-")) {
                EXPECT_EQ(field->type, FieldType::decimal) << path;
                EXPECT_EQ(std::to_string(field->places), format.substr(18)) << path;
            }
        }
    }

    void expect_fits(const std::string& object) {
        const std::string file_name = "accounts-receivable-" + object + ".create.schema.json";
        std::ifstream file(std::filesystem::path(source_folder()) / "../shared/sage/data/intacct" /
                           file_name);
        const std::string text{std::istreambuf_iterator<char>(file),
                               std::istreambuf_iterator<char>()};
        const auto schema = parse_json(text, text.size() + 1, JsonNumbers::as_text);
        if (!schema.ok()) {
            GTEST_SKIP() << "skipped: no ../shared";
        }
        expect_known(*models.at("accounts-receivable/" + object), schema.value(), "");
        expect_known(*models.at("accounts-receivable/" + object + "-line"),
                     *at_pointer(schema.value(), "/properties/lines/items"), "");
        for (const json::value& name : schema.value().at("required").as_array()) {
            const std::string_view wanted = text_at(name, "");
            const Field* field = models.at("accounts-receivable/" + object)->find(wanted);
            EXPECT_TRUE(field == nullptr || field->required) << wanted;
        }
    }

    FieldNames names;
    Models models;
};

TEST_F(IntacctReceivableModels, fields_of_invoices_are_those_of_the_schema) {
    expect_fits("invoice");
}

TEST_F(IntacctReceivableModels, fields_of_adjustments_are_those_of_the_schema) {
    expect_fits("adjustment");
}

TEST_F(IntacctReceivableModels, an_exchange_rate_is_a_number_in_one_and_a_text_in_the_other) {
    EXPECT_EQ(models.at("accounts-receivable/invoice")->find("currency.exchangeRate.rate")->type,
              FieldType::rate);
    EXPECT_EQ(models.at("accounts-receivable/adjustment")->find("exchangeRate.rate")->type,
              FieldType::decimal);
}

TEST_F(IntacctReceivableModels, what_sage_computes_is_read_only) {
    for (const char* const name : {"key", "totalTxnAmount", "totalBaseAmount"}) {
        EXPECT_TRUE(models.at("accounts-receivable/invoice")->find(name)->read_only) << name;
    }
    EXPECT_TRUE(models.at("accounts-receivable/invoice-line")->find("isSubtotal")->read_only);
    EXPECT_TRUE(models.at("accounts-receivable/adjustment-line")->find("isTax")->read_only);
}

}  // namespace
}  // namespace sage::test
