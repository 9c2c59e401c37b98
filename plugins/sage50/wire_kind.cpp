// SPDX-License-Identifier: Apache-2.0
// Where documents are searched. The names of all columns are constants of these sources, and in
// capitals: of a name that there is not, such as a member's, a search finds silently nothing.
#include <algorithm>
#include <array>

#include "plugins/sage50/wire_document.h"
#include "plugins/sage50/wire_order.h"

namespace sage::sage50 {
namespace {

constexpr std::size_t reference_characters = 18;

struct FieldColumn {
    ReferenceField field;
    std::string_view column;
};
constexpr auto field_columns = std::to_array<FieldColumn>({
    {ReferenceField::notes1, "NOTES_1"},
    {ReferenceField::notes2, "NOTES_2"},
    {ReferenceField::notes3, "NOTES_3"},
    {ReferenceField::analysis1, "ANALYSIS_1"},
    {ReferenceField::analysis2, "ANALYSIS_2"},
    {ReferenceField::analysis3, "ANALYSIS_3"},
    {ReferenceField::customer_order_number, "CUST_ORDER_NUMBER"},
});

const std::vector<LineMember>& invoice_lines() {
    static const std::vector<LineMember> members = {{"stockCode", "stockCode"},
                                                    {"description", "description"},
                                                    {"comment1", "comment1"},
                                                    {"comment2", "comment2"},
                                                    {"quantity", "quantity"},
                                                    {"unitPrice", "unitPrice"},
                                                    {"netAmount", "netAmount"},
                                                    {"taxCode", "taxCode"},
                                                    {"taxRate", "taxRate"},
                                                    {"nominal", "nominal"},
                                                    {"departmentNumber", "departmentNumber"}};
    return members;
}

const std::vector<LineMember>& order_lines() {
    static const std::vector<LineMember> members = {
        {"stockCode", "stockCode"}, {"description", "description"}, {"quantity", "qtyOrder"},
        {"unitPrice", "unitPrice"}, {"netAmount", "netAmount"},     {"taxRate", "taxRate"},
        {"nominal", "nominalCode"}, {"unitOfSale", "unitOfSale"}};
    return members;
}

}  // namespace

bool is_order(std::string_view sage_type) {
    return sage_type == order_type;
}

const DocumentKind& kind_of(std::string_view sage_type) {
    static const DocumentKind invoice = {"/api/searchInvoice",     "INVOICE_NUMBER",
                                         "invoiceNumber",          "INVOICE_DATE",
                                         "/api/searchInvoiceItem", "id",
                                         invoice_lines()};
    static const DocumentKind order = {
        "/api/searchSalesOrder", "ORDER_NUMBER", "orderNumber", "ORDER_DATE",
        "/api/searchSopItem",    "id",           order_lines()};
    return is_order(sage_type) ? order : invoice;
}

std::string_view column_of(ReferenceField field) {
    return std::find_if(field_columns.begin(), field_columns.end(),
                        [&](const FieldColumn& one) { return one.field == field; })
        ->column;
}

std::string_view shown_name_of(ReferenceField field, std::string_view sage_type) {
    return field == ReferenceField::customer_order_number && !is_order(sage_type)
               ? std::string_view("custOrderNumber")
               : name_of(field);
}

bool is_reference(std::string_view text) {
    return text.size() == reference_characters && text.starts_with('W') &&
           std::all_of(text.begin(), text.end(), [](char letter) {
               return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z');
           });
}

std::string_view fact_in(const Facts& facts, std::string_view name) {
    const auto found = facts.find(name);
    return found == facts.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace sage::sage50
