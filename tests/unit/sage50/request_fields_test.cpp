// SPDX-License-Identifier: Apache-2.0
// Plan: each body that the edition sends, with everything said that can be said and every text as
// long as it may be, against the vendor's requests and records and the widths of the driver's
// columns, where these lie beside the project; whatever is searched for by, too.
#include <gmock/gmock.h>

#include <set>

#include "plugins/sage50/wire_despatch.h"
#include "plugins/sage50/wire_document.h"
#include "sage-adapter/base/limits.h"
#include "tests/unit/sage50/wire_sample.h"

namespace sage::sage50 {
namespace {

std::string of_length(std::size_t length) {
    return std::string(length, 'x');
}

template <std::size_t Count>
std::array<std::string, Count> all_of_length(std::size_t length) {
    std::array<std::string, Count> texts;
    texts.fill(of_length(length));
    return texts;
}

InvoiceLine whole_line() {
    InvoiceLine line = sample_line("MUG", "1.5", "2.25");
    line.stock_code = of_length(invoice_limits::stock_code);
    line.description = of_length(invoice_limits::description);
    line.comment_1 = of_length(invoice_limits::comment);
    line.comment_2 = of_length(invoice_limits::comment);
    line.net_amount = decimal("3.38");
    line.nominal = of_length(invoice_limits::nominal);
    line.department = 3;
    line.unit_of_sale = of_length(invoice_limits::unit_of_sale);
    line.external_order_reference = of_length(invoice_limits::external_order_reference);
    line.negative = true;
    return line;
}

Carriage whole_carriage() {
    return {
        decimal("7.5"), decimal("1.5"), of_length(invoice_limits::nominal), 1, decimal("20"), 3};
}

/// What orders and invoices have alike.
template <typename WholeDocument>
WholeDocument filled() {
    WholeDocument document;
    document.account = of_length(invoice_limits::account);
    document.date = "2026-11-18";
    document.reference = sample_reference;
    document.reference_field = ReferenceField::notes3;
    document.customer_order_number = of_length(invoice_limits::customer_order_number);
    document.name = of_length(invoice_limits::name);
    document.address = all_of_length<5>(invoice_limits::address);
    document.contact = of_length(invoice_limits::contact);
    document.telephone = of_length(invoice_limits::telephone);
    document.taken_by = of_length(invoice_limits::taken_by);
    document.notes = all_of_length<3>(invoice_limits::notes);
    document.notes[2].clear();
    document.analysis = all_of_length<3>(invoice_limits::analysis);
    document.consignment = of_length(invoice_limits::consignment);
    document.courier_number = 7;
    document.carriage = whole_carriage();
    document.global_nominal = of_length(invoice_limits::nominal);
    document.global_details = of_length(invoice_limits::details);
    document.department = 3;
    document.currency = 1;
    document.lines = {whole_line()};
    return document;
}

Request whole_invoice() {
    auto document = filled<InvoiceDocument>();
    document.order_number = of_length(invoice_limits::order_number);
    document.delivery_name = of_length(invoice_limits::delivery_name);
    document.delivery_address = all_of_length<5>(invoice_limits::delivery_address);
    document.payment_due_date = "2026-12-18";
    document.update_ledgers = true;
    return encode(books(), document).request;
}

Request whole_order() {
    auto document = filled<OrderDocument>();
    document.delivery_name = of_length(order_limits::delivery_name_wide);
    document.delivery_address = all_of_length<5>(order_limits::delivery_address);
    return encode(books(), document).request;
}

Request whole_change() {
    InvoiceChange change;
    change.number = "12";
    change.notes.fill(of_length(invoice_limits::notes));
    change.analysis.fill(of_length(invoice_limits::analysis));
    change.consignment = of_length(invoice_limits::consignment);
    change.courier_number = 7;
    return encode(books(), change).request;
}

Request whole_adjustment() {
    AdjustmentDocument document = sample_adjustment();
    document.in = true;
    document.cost_price = decimal("2.5");
    document.stock_code = of_length(adjustment_limits::stock_code);
    document.reference = of_length(adjustment_limits::reference);
    document.details = of_length(adjustment_limits::details);
    return encode(books(), document).request;
}

Request work_request(bool despatch, std::string_view complete_on = "") {
    const std::vector<WorkItem> items = {{"236", decimal("1"), decimal("0")}};
    return despatch
               ? encode(books(), DespatchDocument{"42", items, std::string(complete_on)}).request
               : encode(books(), AllocationDocument{"42", items}).request;
}

using Names = std::set<std::string>;

/// The members of a published body or record, those of its lists as "invoiceItems/taxCode".
void add_names(const JsonValue& record, const std::string& prefix, Names& names) {
    for (const auto& [name, value] : record.as_object()) {
        const std::string whole = prefix + std::string(name);
        names.insert(whole);
        if (value.is_array() && !value.get_array().empty()) {
            add_names(value.get_array().front(), whole + "/", names);
        }
    }
}

Names published_names(const std::vector<std::string>& samples) {
    Names names;
    for (const std::string& sample : samples) {
        const auto text =
            parse_json(published_sample(sample), limits::reply_bytes_max, JsonNumbers::as_text);
        if (text.ok()) {
            const JsonValue* const record = at_pointer(text.value(), "/response");
            add_names(record == nullptr ? text.value() : *record, "", names);
        }
    }
    return names;
}

/// In which column a text of a request is kept; empty: it is none that has a width there.
std::string column_of_text(std::string name) {
    static const std::map<std::string, std::string> columns = {
        {"customerAccountRef", "ACCOUNT_REF"},
        {"orderNumber", "ORDER_NUMBER"},
        {"customerOrderNumber", "CUST_ORDER_NUMBER"},
        {"customerTelephoneNumber", "CUST_TEL_NUMBER"},
        {"name", "NAME"},
        {"customerName", "NAME"},
        {"contactName", "CONTACT_NAME"},
        {"userName", "TAKEN_BY"},
        {"delName", "DEL_NAME"},
        {"address", "ADDRESS_#"},
        {"delAddress", "DEL_ADDRESS_#"},
        {"notes", "NOTES_#"},
        {"analysis", "ANALYSIS_#"},
        {"consignmentRef", "CONSIGNMENT"},
        {"carrNomCode", "CARR_NOM_CODE"},
        {"globalNominal", "GLOBAL_NOM_CODE"},
        {"globalDetails", "GLOBAL_DETAILS"},
        {"stockCode", "STOCK_CODE"},
        {"description", "DESCRIPTION"},
        {"comment", "COMMENT_#"},
        {"unitOfSale", "UNIT_OF_SALE"},
        {"nominal", "NOMINAL_CODE"},
        {"extOrderRef", "EXT_ORDER_REF"},
        {"reference", "REFERENCE"},
        {"details", "DETAILS"}};
    std::string number;
    if (!name.empty() && name.back() >= '0' && name.back() <= '9') {
        number = name.back();
        name.pop_back();
    }
    const auto found = columns.find(name);
    std::string column = found == columns.end() ? std::string() : found->second;
    if (const std::size_t at = column.find('#'); at != std::string::npos) {
        column.replace(at, 1, number);
    }
    return column;
}

struct Sent {
    const char* name;
    Request (*request)();
    std::vector<std::string> published;
    std::string table;
    std::string line_table;
};

class Sage50RequestFields : public testing::TestWithParam<Sent> {
  protected:
    static void expect_fits(const JsonValue& record, const std::string& prefix,
                            const std::string& table, const Names& names) {
        const auto columns = test::published_columns(table);
        for (const auto& [name, value] : record.as_object()) {
            const std::string whole = prefix + std::string(name);
            EXPECT_TRUE(names.contains(whole)) << whole << " is published nowhere";
            if (value.is_array()) {
                for (const JsonValue& entry : value.get_array()) {
                    expect_fits(entry, whole + "/", GetParam().line_table, names);
                }
            } else if (value.is_string() && !is_digit_or_day(value.get_string())) {
                const auto column = columns.find(column_of_text(std::string(name)));
                ASSERT_NE(column, columns.end()) << table << " has no column for " << whole;
                EXPECT_LE(value.get_string().size(),
                          static_cast<std::size_t>(column->second.length))
                    << whole;
            }
        }
    }

    /// Numbers are texts here, too, once they are read.
    static bool is_digit_or_day(std::string_view text) {
        return text.find('x') == std::string_view::npos && text != sample_reference;
    }
};

TEST_P(Sage50RequestFields, are_published_and_no_wider_than_their_columns) {
    const Names names = published_names(GetParam().published);
    if (names.empty()) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    const auto body =
        parse_json(GetParam().request().body, limits::document_bytes_max, JsonNumbers::as_text);
    ASSERT_TRUE(body.ok());
    expect_fits(body.value(), "", GetParam().table, names);
}

INSTANTIATE_TEST_SUITE_P(
    All, Sage50RequestFields,
    testing::Values(Sent{"invoice",
                         whole_invoice,
                         {"sales-invoices-credits.create-sales-invoice.request",
                          "sales-invoices-credits.read-sales-invoice.response"},
                         "INVOICE",
                         "INVOICE_ITEM"},
                    Sent{"change",
                         whole_change,
                         {"sales-invoices-credits.update-sales-invoice.request",
                          "sales-invoices-credits.read-sales-invoice.response"},
                         "INVOICE",
                         ""},
                    Sent{"order",
                         whole_order,
                         {"sales-orders.create-sales-order.request",
                          "sales-orders.update-sales-order.request",
                          "sales-orders.read-sales-order.response"},
                         "SALES_ORDER",
                         "SOP_ITEM"},
                    Sent{"adjustment",
                         whole_adjustment,
                         {"products-stock.stock-adjustments.request"},
                         "STOCK_TRAN",
                         ""},
                    Sent{"allocation",
                         [] { return work_request(false); },
                         {"sales-orders.partially-allocate-sales-order.request"},
                         "SALES_ORDER",
                         "SOP_ITEM"},
                    Sent{"despatch",
                         [] { return work_request(true); },
                         {"sales-orders.partially-despatch-sales-order.request"},
                         "SALES_ORDER",
                         "SOP_ITEM"},
                    Sent{"completion",
                         [] { return work_request(true, "2026-11-18"); },
                         {"sales-orders.complete-sales-order-with-own-invoice-date.request"},
                         "SALES_ORDER",
                         ""}),
    [](const testing::TestParamInfo<Sent>& one) { return one.param.name; });

TEST(Sage50SearchFields, are_columns_of_the_table_that_is_searched) {
    const auto invoice = test::published_columns("INVOICE");
    const auto order = test::published_columns("SALES_ORDER");
    if (invoice.empty()) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    for (const ReferenceField field :
         {ReferenceField::notes1, ReferenceField::notes2, ReferenceField::notes3,
          ReferenceField::analysis1, ReferenceField::analysis2, ReferenceField::analysis3,
          ReferenceField::customer_order_number}) {
        const std::string column(column_of(field));
        ASSERT_TRUE(invoice.contains(column) && order.contains(column)) << column;
        EXPECT_GE(invoice.at(column).length, static_cast<int>(sample_reference.size()));
        EXPECT_GE(order.at(column).length, static_cast<int>(sample_reference.size()));
    }
    for (const std::string_view type : {invoice_type, order_type}) {
        const auto& headers = type == order_type ? order : invoice;
        const auto lines =
            test::published_columns(type == order_type ? "SOP_ITEM" : "INVOICE_ITEM");
        EXPECT_TRUE(headers.contains(std::string(kind_of(type).number_column)));
        EXPECT_TRUE(headers.contains(std::string(kind_of(type).date_column)));
        EXPECT_TRUE(lines.contains(std::string(kind_of(type).number_column)));
    }
    EXPECT_GE(test::published_columns("STOCK_TRAN").at("REFERENCE").length,
              static_cast<int>(adjustment_limits::reference));
}

}  // namespace
}  // namespace sage::sage50
