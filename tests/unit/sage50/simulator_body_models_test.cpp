// SPDX-License-Identifier: Apache-2.0
// Plan: every request that the vendor shows is taken, field by field; columns are the company's.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <sstream>

#include "plugins/sage50/simulator_body.h"
#include "tests/unit/sage50/published.h"

namespace sage::test {
namespace {

namespace json = boost::json;

using simulated_sage50::BodyField;
using simulated_sage50::FieldForm;

const BodyField* field_of(const std::string& model, std::string_view name) {
    for (const BodyField& field : simulated_sage50::all_body_models().at(model)) {
        if (field.name == name) {
            return &field;
        }
    }
    return nullptr;
}

void expect_taken(const std::string& model, const json::object& body) {
    for (const auto& [name, value] : body) {
        const BodyField* const field = field_of(model, name);
        ASSERT_NE(field, nullptr) << model << " takes no " << name;
        if (field->form == FieldForm::list) {
            for (const json::value& entry : value.as_array()) {
                expect_taken(field->column, entry.as_object());
            }
        }
    }
}

struct Sample {
    const char* file;
    const char* model;
};

class SimulatedSage50BodyModels : public testing::TestWithParam<Sample> {};

TEST_P(SimulatedSage50BodyModels, take_what_the_vendor_shows) {
    std::ifstream file(published_folder() / "hyperaccounts" / GetParam().file);
    if (!file) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    std::ostringstream text;
    text << file.rdbuf();
    expect_taken(GetParam().model, json::parse(text.str()).as_object());
}

INSTANTIATE_TEST_SUITE_P(
    All, SimulatedSage50BodyModels,
    testing::Values(
        Sample{"sales-orders.create-sales-order.request.json", "salesOrder"},
        Sample{"sales-orders.update-sales-order.request.json", "salesOrder"},
        Sample{"sales-orders.partially-allocate-sales-order.request.json", "allocation"},
        Sample{"sales-orders.partially-despatch-sales-order.request.json", "despatch"},
        Sample{"sales-orders.complete-sales-order-with-own-invoice-date.request.json", "complete"},
        Sample{"sales-invoices-credits.create-sales-invoice.request.json", "salesInvoice"},
        Sample{"sales-invoices-credits.update-sales-invoice.request.json", "salesInvoice"},
        Sample{"products-stock.stock-adjustments.request.json", "stock"}));

TEST(SimulatedSage50BodyModelTables, columns_are_those_of_the_company) {
    const auto models = simulated_sage50::all_models();
    const std::map<std::string, std::string> tables = {{"salesOrder", "SALES_ORDER"},
                                                       {"salesOrderItem", "SOP_ITEM"},
                                                       {"salesInvoice", "INVOICE"},
                                                       {"salesInvoiceItem", "INVOICE_ITEM"},
                                                       {"stock", "STOCK_TRAN"}};
    for (const auto& [model, table] : tables) {
        for (const BodyField& field : simulated_sage50::all_body_models().at(model)) {
            const bool kept = field.form != FieldForm::list && field.form != FieldForm::not_kept &&
                              field.form != FieldForm::nothing && field.column != field.name;
            if (!kept) {
                continue;
            }
            const auto* const column = models.at(table).find(field.column);
            ASSERT_NE(column, nullptr) << table << " has no " << field.column;
            if (field.form == FieldForm::text) {
                EXPECT_LE(field.limit, static_cast<std::size_t>(column->width)) << field.name;
            }
        }
    }
}

}  // namespace
}  // namespace sage::test
