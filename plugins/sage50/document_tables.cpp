// SPDX-License-Identifier: Apache-2.0
// Columns are those of the list of Sage's own ODBC driver, members those of the published answers
// of HyperAccounts. The long texts of lines are left out: a driver may cut them.
#include "plugins/sage50/document_tables.h"

#include <fmt/format.h>

#include <algorithm>

#include "plugins/sage50/wire_values.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage::sage50 {
namespace {

constexpr auto text = ValueKind::text;
constexpr auto number = ValueKind::number;
constexpr auto date = ValueKind::date;

using Columns = std::vector<DocumentColumn>;

void add(Columns& columns, ValueKind kind,
         std::initializer_list<std::pair<std::string_view, std::string_view>> names) {
    for (const auto& [column, member] : names) {
        columns.push_back({std::string(column), std::string(member), kind});
    }
}

/// NOTES_1, NOTES_2 and so on as notes1, notes2.
void add_numbered(Columns& columns, std::string_view column, std::string_view member, int count) {
    for (int at = 1; at <= count; ++at) {
        columns.push_back({fmt::format("{}_{}", column, at), fmt::format("{}{}", member, at)});
    }
}

void add_columns_of_headers(Columns& columns) {
    add(columns, text,
        {{"ACCOUNT_REF", "accountRef"},
         {"NAME", "name"},
         {"CONTACT_NAME", "contactName"},
         {"CARR_NOM_CODE", "carrNomCode"},
         {"CARR_TAX_CODE", "carrTaxCode"}});
    add(columns, number,
        {{"ITEMS_NET", "itemsNet"},
         {"ITEMS_TAX", "itemsTax"},
         {"ITEMS_GROSS", "itemsGross"},
         {"CARR_NET", "carrNet"},
         {"CARR_TAX", "carrTax"},
         {"CARR_GROSS", "carrGross"},
         {"COURIER_NUMBER", "courierNumber"},
         {"CURRENCY", "currency"}});
    add_numbered(columns, "ADDRESS", "address", 5);
    add_numbered(columns, "DEL_ADDRESS", "delAddress", 5);
    add_numbered(columns, "NOTES", "notes", 3);
    add_numbered(columns, "ANALYSIS", "analysis", 3);
}

DocumentTable invoices() {
    DocumentTable table{"/api/searchInvoice", "INVOICE", {}};
    add(table.columns, number,
        {{"INVOICE_NUMBER", "invoiceNumber"},
         {"INVOICE_TYPE_CODE", "invoiceTypeCode"},
         {"ORDER_NUMBER_NUMERIC", "orderNumberNumeric"},
         {"CARR_DEPT_NUMBER", "carrDeptNumber"},
         {"GLOBAL_DEPT_NUMBER", "globalDeptNumber"},
         {"INVOICE_NET", "invoiceNet"},
         {"INVOICE_TAX", "invoiceTax"},
         {"INVOICE_GROSS", "invoiceGross"},
         {"POSTED_CODE", "postedCode"},
         {"RECORD_DELETED", "recordDeleted"}});
    add(table.columns, date,
        {{"INVOICE_DATE", "invoiceDate"}, {"PAYMENT_DUE_DATE", "paymentDueDate"}});
    add(table.columns, text,
        {{"ORDER_NUMBER", "orderNumber"},
         {"CUST_ORDER_NUMBER", "custOrderNumber"},
         {"CUST_TEL_NUMBER", "custTelNumber"},
         {"TAKEN_BY", "takenBy"},
         {"DEL_NAME", "delName"},
         {"CONSIGNMENT", "consignment"},
         {"GLOBAL_NOM_CODE", "globalNomCode"},
         {"GLOBAL_DETAILS", "globalDetails"}});
    add_columns_of_headers(table.columns);
    return table;
}

DocumentTable invoice_lines() {
    DocumentTable table{"/api/searchInvoiceItem", "INVOICE_ITEM", {}};
    add(table.columns, number,
        {{"INVOICE_NUMBER", "invoiceNumber"},
         {"ITEM_NUMBER", "id"},
         {"QUANTITY", "quantity"},
         {"UNIT_PRICE", "unitPrice"},
         {"NET_AMOUNT", "netAmount"},
         {"TAX_RATE", "taxRate"},
         {"DEPT_NUMBER", "departmentNumber"},
         {"RECORD_DELETED", "deleted"}});
    add(table.columns, text,
        {{"STOCK_CODE", "stockCode"},
         {"DESCRIPTION", "description"},
         {"NOMINAL_CODE", "nominal"},
         {"TAX_CODE", "taxCode"}});
    add_numbered(table.columns, "COMMENT", "comment", 2);
    return table;
}

DocumentTable orders() {
    DocumentTable table{"/api/searchSalesOrder", "SALES_ORDER", {}};
    add(table.columns, number,
        {{"ORDER_NUMBER", "orderNumber"},
         {"ALLOCATED_STATUS_CODE", "allocationStatus"},
         {"DESPATCH_STATUS_CODE", "dispatchStatus"}});
    add(table.columns, date, {{"ORDER_DATE", "orderDate"}});
    add(table.columns, text,
        {{"INVOICE_NUMBER", "invoiceRef"},
         {"CUST_ORDER_NUMBER", "customerOrderNumber"},
         {"CUST_TEL_NUMBER", "customerTelephoneNumber"},
         {"CONSIGNMENT", "consignmentRef"}});
    add_columns_of_headers(table.columns);
    return table;
}

DocumentTable order_lines() {
    DocumentTable table{"/api/searchSopItem", "SOP_ITEM", {}};
    add(table.columns, number,
        {{"ORDER_NUMBER", "orderNumber"},
         {"ITEM_NUMBER", "id"},
         {"ITEMID", "itemId"},
         {"QTY_ORDER", "qtyOrder"},
         {"QTY_ALLOCATED", "qtyAllocated"},
         {"QTY_DELIVERED", "qtyDelivered"},
         {"UNIT_PRICE", "unitPrice"},
         {"NET_AMOUNT", "netAmount"},
         {"TAX_RATE", "taxRate"},
         {"RECORD_DELETED", "deleted"}});
    add(table.columns, text,
        {{"STOCK_CODE", "stockCode"},
         {"DESCRIPTION", "description"},
         {"NOMINAL_CODE", "nominalCode"},
         {"UNIT_OF_SALE", "unitOfSale"}});
    return table;
}

DocumentTable despatches() {
    DocumentTable table{"/api/searchDispatch", "GDN_ITEM", {}};
    add(table.columns, number,
        {{"UNIQUE_ID", "uniqueID"},
         {"GDN_NUMBER", "gdnNumber"},
         {"ITEM_NUMBER", "itemNumber"},
         {"ORDER_NUMBER", "orderNumber"},
         {"ORDER_ITEM", "orderItem"},
         {"QTY_DESPATCHED", "qtyDispatched"},
         {"QTY_ON_ORDER", "qtyOnOrder"}});
    add(table.columns, date, {{"DATE", "date"}});
    add(table.columns, text,
        {{"ACCOUNT_REF", "accountRef"},
         {"CUSTOMER_GDN_NUMBER", "customerGdnNumber"},
         {"STOCK_CODE", "stockCode"},
         {"DESCRIPTION", "description"}});
    return table;
}

DocumentTable movements() {
    DocumentTable table{"/api/searchStock", "STOCK_TRAN", {}};
    add(table.columns, number,
        {{"TRAN_NUMBER", "tranNumber"}, {"QUANTITY", "quantity"}, {"COST_PRICE", "costPrice"}});
    add(table.columns, date, {{"DATE", "date"}});
    add(table.columns, text,
        {{"STOCK_CODE", "stockCode"},
         {"TYPE", "type"},
         {"REFERENCE", "reference"},
         {"DETAILS", "details"}});
    return table;
}

DocumentTable transactions() {
    DocumentTable table{"/api/search/auditHeaders", "AUDIT_HEADER", {}};
    add(table.columns, number,
        {{"TRAN_NUMBER", "tranNumber"},
         {"HEADER_NUMBER", "headerNumber"},
         {"ITEM_COUNT", "itemCount"},
         {"NET_AMOUNT", "netAmount"},
         {"TAX_AMOUNT", "taxAmount"},
         {"GROSS_AMOUNT", "grossAmount"},
         {"DELETED_FLAG", "deletedFlag"}});
    add(table.columns, date, {{"DATE", "date"}});
    add(table.columns, text,
        {{"TYPE", "type"},
         {"ACCOUNT_REF", "accountRef"},
         {"INV_REF", "invRef"},
         {"DETAILS", "details"}});
    return table;
}

DocumentTable transaction_lines() {
    DocumentTable table{"/api/searchSplit", "AUDIT_SPLIT", {}};
    add(table.columns, number,
        {{"TRAN_NUMBER", "transactionNumber"},
         {"HEADER_NUMBER", "headerNumber"},
         {"SPLIT_NUMBER", "splitNumber"},
         {"DEPT_NUMBER", "deptNumber"},
         {"NET_AMOUNT", "netAmount"},
         {"TAX_AMOUNT", "taxAmount"},
         {"GROSS_AMOUNT", "grossAmount"},
         {"DELETED_FLAG", "deletedFlag"}});
    add(table.columns, date, {{"DATE", "date"}});
    add(table.columns, text,
        {{"TYPE", "type"},
         {"ACCOUNT_REF", "accountRef"},
         {"NOMINAL_CODE", "nominalCode"},
         {"TAX_CODE", "taxCode"},
         {"INV_REF", "invRef"},
         {"EXTRA_REF", "extraRef"},
         {"DETAILS", "details"}});
    return table;
}

const DocumentTable* table_of(std::string_view search) {
    const std::vector<DocumentTable>& all = document_tables();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const DocumentTable& one) { return one.search == search; });
    return found == all.end() ? nullptr : &*found;
}

/// Of the filters that wire.h writes; empty: of another one.
std::string_view comparison_of(std::string_view type) {
    return type == "eq" ? "=" : type == "gte" ? ">=" : type == "lte" ? "<=" : "";
}

/// The day behind day_on_wire().
std::string day_behind(const Books& books, const std::string& on_wire) {
    constexpr std::size_t day_characters = 10;
    return books.month_first && on_wire.size() == day_characters
               ? day_of(on_wire.substr(3, 3) + on_wire.substr(0, 3) + on_wire.substr(6))
               : day_of(on_wire);
}

/// Longer numbers there are none, and no driver has to bind them.
bool can_be_bound(const std::string& value, ValueKind kind) {
    constexpr std::size_t digits_max = 9;
    return kind != number || (is_digits(value) && value.size() <= digits_max);
}

/// False: it is no filter of such a table.
bool add_filter(const Books& books, const DocumentTable& table, const JsonValue& filter,
                std::string_view joint, Query& query) {
    const std::string name = value_of(filter, "field");
    const std::string_view comparison = comparison_of(value_of(filter, "type"));
    const auto column = std::find_if(table.columns.begin(), table.columns.end(),
                                     [&](const DocumentColumn& one) { return one.column == name; });
    std::string value = value_of(filter, "value");
    if (column == table.columns.end() || comparison.empty() || !can_be_bound(value, column->kind)) {
        return false;
    }
    query.condition += fmt::format("{} {} {} ?", joint, name, comparison);
    query.bindings.push_back(
        {column->kind == date ? day_behind(books, value) : std::move(value), column->kind});
    return true;
}

}  // namespace

const std::vector<DocumentTable>& document_tables() {
    static const std::vector<DocumentTable> all = {invoices(),     invoice_lines(),    orders(),
                                                   order_lines(),  despatches(),       movements(),
                                                   transactions(), transaction_lines()};
    return all;
}

std::optional<Query> document_query(const Books& books, const Request& question) {
    const DocumentTable* const table = table_of(question.target);
    const auto filters =
        parse_json(question.body, limits::document_bytes_max, JsonNumbers::as_text);
    if (table == nullptr || !filters.ok() || !filters.value().is_array() ||
        filters.value().get_array().empty()) {
        return std::nullopt;
    }
    Query query;
    query.table = table->table;
    query.rows_max = limits::query_rows_max;
    for (const DocumentColumn& column : table->columns) {
        query.columns.push_back({column.column, column.kind});
    }
    const auto& all = filters.value().get_array();
    const std::string_view between = value_of(all.front(), "or") == "true" ? " OR" : " AND";
    for (const JsonValue& filter : all) {
        const std::string_view joint = query.condition.empty() ? "WHERE" : between;
        if (!add_filter(books, *table, filter, joint, query)) {
            return std::nullopt;
        }
    }
    return query;
}

Reply document_reply(const Request& question, const QueryAnswer& answer) {
    const DocumentTable* const table = table_of(question.target);
    BodyWriter body;
    body.begin_list("results");
    for (const std::vector<QueryValue>& row : answer.rows) {
        body.begin_item();
        for (std::size_t at = 0; table != nullptr && at < row.size(); ++at) {
            body.text(table->columns.at(at).member, row[at].value_or(std::string()));
        }
        body.end_item();
    }
    body.end_list();
    body.truth("success", true);
    body.digits("code", "200");
    body.digits("response", "null");
    body.digits("message", "null");
    return Reply{200, {}, body.take()};
}

}  // namespace sage::sage50
