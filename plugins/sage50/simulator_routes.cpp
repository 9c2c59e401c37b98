// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/simulator_routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "plugins/sage50/simulator_despatch.h"
#include "plugins/sage50/simulator_invoices.h"
#include "plugins/sage50/simulator_orders.h"
#include "plugins/sage50/simulator_reply.h"
#include "plugins/sage50/simulator_search.h"
#include "plugins/sage50/simulator_shape.h"
#include "plugins/sage50/simulator_stock.h"
#include "plugins/sage50/simulator_values.h"
#include "plugins/sage_simulator/control_reply.h"
#include "plugins/sage_simulator/wire.h"
#include "sage-adapter/base/json.h"

namespace sage::simulated_sage50 {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t day_minutes = 1'440;

enum class Kind : std::uint8_t {
    version,
    status,
    company,
    list,       ///< all records of the shape's table
    record,     ///< the one with that key
    address,    ///< of a customer, by its number
    movements,  ///< of a product
    document,   ///< a record and its lines
    search,
    create_order,
    change_order,
    allocate_order,
    allocate_lines,
    release_order,
    despatch_lines,
    complete_order,
    complete_order_on,
    create_invoice,
    change_invoice,
    adjust_stock,
};

struct Route {
    std::string_view method;
    std::string_view path;  ///< in small letters; "*" stands for any part
    Kind kind;
    std::string_view operation;
    std::string_view shape;  ///< with "+" and that of its lines
};
constexpr auto routes = std::to_array<Route>({
    {"GET", "api/system/version", Kind::version, "Get Version", ""},
    {"GET", "api/status", Kind::status, "Get Status", ""},
    {"GET", "api/company", Kind::company, "Get Company", "company"},
    {"GET", "api/taxcode", Kind::list, "Get Tax Codes", "taxCode"},
    {"GET", "api/nominal", Kind::list, "Get Nominals", "nominal"},
    {"GET", "api/department", Kind::list, "Get Departments", "department"},
    {"GET", "api/courier", Kind::list, "Get Couriers", "courier"},
    {"GET", "api/product/*", Kind::record, "Get Product", "product"},
    {"GET", "api/customer/*", Kind::record, "Get Customer", "customer"},
    {"GET", "api/customeraddress/*/*", Kind::address, "Get Customer Address", "customerAddress"},
    {"GET", "api/salesorder/*", Kind::document, "Get Sales Order", "salesOrder"},
    {"GET", "api/salesinvoice/*", Kind::document, "Get Sales Invoice", "salesInvoice"},
    {"GET", "api/stock/*", Kind::movements, "Get Stock", "stock"},
    {"POST", "api/searchproduct", Kind::search, "Search Product", "searchProduct"},
    {"POST", "api/searchsalesledger", Kind::search, "Search Sales Ledger", "searchSalesLedger"},
    {"POST", "api/searchcustomeraddress", Kind::search, "Search Customer Address",
     "searchCustomerAddress"},
    {"POST", "api/searchsalesorder", Kind::search, "Search Sales Order", "searchSalesOrder"},
    {"POST", "api/searchsopitem", Kind::search, "Search Sop Item", "searchSopItem"},
    {"POST", "api/searchdispatch", Kind::search, "Search Dispatch", "searchDispatch"},
    {"POST", "api/searchinvoice", Kind::search, "Search Invoice", "searchInvoice"},
    {"POST", "api/searchinvoiceitem", Kind::search, "Search Invoice Item", "searchInvoiceItem"},
    {"POST", "api/searchstock", Kind::search, "Search Stock", "searchStock"},
    {"POST", "api/search/auditheaders", Kind::search, "Search Audit Headers", "auditHeaders"},
    {"POST", "api/searchsplit", Kind::search, "Search Split", "searchSplit"},
    {"POST", "api/salesorder", Kind::create_order, "Post Sales Order", ""},
    {"PATCH", "api/salesorder", Kind::change_order, "Patch Sales Order", ""},
    {"POST", "api/salesorder/*/fullyallocate", Kind::allocate_order, "Fully Allocate", ""},
    {"POST", "api/salesorderpartialallocation", Kind::allocate_lines, "Partial Allocation", ""},
    {"POST", "api/salesorderdeallocation/*", Kind::release_order, "De Allocation", ""},
    {"POST", "api/salesorderpartialdespatch", Kind::despatch_lines, "Partial Despatch", ""},
    {"POST", "api/salesorder/*/complete", Kind::complete_order, "Complete Sales Order", ""},
    {"POST", "api/salesordercomplete", Kind::complete_order_on, "Complete Sales Order", ""},
    {"POST", "api/salesinvoice", Kind::create_invoice, "Post Sales Invoice", ""},
    {"PATCH", "api/salesinvoice", Kind::change_invoice, "Patch Sales Invoice", ""},
    {"POST", "api/stock", Kind::adjust_stock, "Post Stock", ""},
});

/// Parts of the path, without empty ones at the ends.
std::vector<std::string> parts_of(std::string_view path) {
    while (path.ends_with('/')) {
        path.remove_suffix(1);
    }
    path.remove_prefix(path.starts_with('/') ? 1 : 0);
    std::vector<std::string> parts;
    for (const std::string_view part : simulated::split(path, '/')) {
        parts.push_back(simulated::percent_decoded(part).value_or(std::string(part)));
    }
    return parts;
}

/// What stands for the "*" of the route; nothing if the path is another.
std::optional<std::vector<std::string>> arguments(const Route& route,
                                                  const std::vector<std::string>& parts) {
    const auto expected = simulated::split(route.path, '/');
    if (expected.size() != parts.size()) {
        return std::nullopt;
    }
    std::vector<std::string> found;
    for (std::size_t at = 0; at < parts.size(); ++at) {
        if (expected[at] == "*") {
            found.push_back(parts[at]);
        } else if (expected[at] != simulated::lower_case(parts[at])) {
            return std::nullopt;
        }
    }
    return found;
}

struct Found {
    const Route* route = nullptr;
    std::vector<std::string> arguments;
    bool known_path = false;
};

Found find_route(std::string_view method, std::string_view path) {
    const std::vector<std::string> parts = parts_of(path);
    Found found;
    for (const Route& route : routes) {
        auto matched = arguments(route, parts);
        found.known_path = found.known_path || matched.has_value();
        if (matched && route.method == method) {
            return {&route, std::move(*matched), true};
        }
    }
    return found;
}

std::optional<std::int64_t> number_of(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number)
                                                                    : std::nullopt;
}

class Caller {
  public:
    Caller(Company& company, const Call& call, const Found& found)
        : company_(company), call_(call), route_(*found.route), arguments_(found.arguments) {}

    Answer answer();

  private:
    Answer read();
    Answer write();
    Reply status() const;
    Reply list() const;
    Reply record() const;
    Reply address() const;
    Reply movements() const;
    Reply document() const;
    Reply search_for() const;
    Written written();
    Reply refuse(const Refusal& refusal) const {
        return failure_reply(company_, refusal, call_.new_response);
    }
    Reply shown(const Row& row) const {
        return item_reply("{" + members_of(company_, route_.shape, row) + "}");
    }
    std::string rows_text(std::string_view shape, const std::vector<const Row*>& rows) const;
    std::string_view table() const { return all_shapes().find(route_.shape)->second.table; }

    Company& company_;
    const Call& call_;
    const Route& route_;
    const std::vector<std::string>& arguments_;
};

std::string Caller::rows_text(std::string_view shape, const std::vector<const Row*>& rows) const {
    std::string out;
    for (const Row* const row : rows) {
        out += out.empty() ? "{" : ",{";
        out += members_of(company_, shape, *row) + "}";
    }
    return out;
}

Reply Caller::status() const {
    const bool fine = logon_error(company_) == 0;
    std::string name;
    append_json_text(name, company_.settings().text("NAME"));
    return item_reply(fmt::format(R"({{"apiVersion":"{}","sageVersion":"{}.{}","companyName":{},)"
                                  R"("sdoStatusOk":{},"odbcStatusOk":{}}})",
                                  company_.installation.api_version,
                                  company_.installation.sage_version,
                                  company_.installation.sage_minor, name, fine, fine));
}

Reply Caller::list() const {
    std::vector<const Row*> rows;
    for (const auto& [id, row] : company_.table(table()).rows()) {
        if (row.integer("RECORD_DELETED") == 0) {
            rows.push_back(&row);
        }
    }
    return list_reply(rows_text(route_.shape, rows));
}

Reply Caller::record() const {
    const Row* row = company_.find(table(), arguments_[0]);
    row = row == nullptr ? company_.find(table(), upper_case(arguments_[0])) : row;
    return row == nullptr ? refuse({sdo_none, fmt::format("{} was not found", arguments_[0])})
                          : shown(*row);
}

Reply Caller::address() const {
    for (const Row* const row : company_.table(table()).all(upper_case(arguments_[0]))) {
        if (row->text("ADDRESS_REF") == arguments_[1]) {
            return shown(*row);
        }
    }
    return refuse({sdo_none, "The address was not found"});
}

Reply Caller::movements() const {
    if (company_.find("STOCK", arguments_[0]) == nullptr) {
        return refuse({sdo_none, fmt::format("{} was not found", arguments_[0])});
    }
    return list_reply(rows_text(route_.shape, company_.table(table()).all(arguments_[0])));
}

Reply Caller::document() const {
    const auto number = number_of(arguments_[0]);
    const Row* const row = number ? company_.find(table(), *number) : nullptr;
    if (row == nullptr) {
        return refuse({sdo_none, fmt::format("{} was not found", arguments_[0])});
    }
    const bool order = route_.shape == "salesOrder";
    const auto lines = company_.all(order ? "SOP_ITEM" : "INVOICE_ITEM", *number);
    return item_reply(fmt::format(R"({{{},"invoiceItems":[{}]}})",
                                  members_of(company_, route_.shape, *row),
                                  rows_text(order ? "salesOrderItem" : "salesInvoiceItem", lines)));
}

Reply Caller::search_for() const {
    std::vector<const Row*> rows;
    if (auto refusal = search(company_, table(), call_.body, rows)) {
        return refuse(*refusal);
    }
    return list_reply(rows_text(route_.shape, rows));
}

Answer Caller::read() {
    switch (route_.kind) {
        case Kind::version:
            return {simulated::json_reply(
                200, fmt::format(R"("{}")", company_.installation.api_version))};
        case Kind::status:
            return {status()};
        case Kind::company:
            return {shown(company_.settings())};
        case Kind::list:
            return {list()};
        case Kind::record:
            return {record()};
        case Kind::address:
            return {address()};
        case Kind::movements:
            return {movements()};
        case Kind::document:
            return {document()};
        default:
            return {search_for()};
    }
}

Written Caller::written() {
    const std::int64_t number = arguments_.empty() ? 0 : number_of(arguments_[0]).value_or(0);
    switch (route_.kind) {
        case Kind::create_order:
            return create_order(company_, call_.body);
        case Kind::change_order:
            return change_order(company_, call_.body);
        case Kind::allocate_order:
            return allocate_order(company_, number);
        case Kind::allocate_lines:
            return allocate_lines(company_, call_.body);
        case Kind::release_order:
            return release_order(company_, number);
        case Kind::despatch_lines:
            return despatch_lines(company_, call_.body);
        case Kind::complete_order:
            return complete_order(company_, number, "", call_.gdn);
        case Kind::complete_order_on:
            return complete_order_on(company_, call_.body, call_.gdn);
        case Kind::create_invoice:
            return create_invoice(company_, call_.body);
        case Kind::change_invoice:
            return change_invoice(company_, call_.body);
        default:
            return {adjust_stock(company_, call_.body), 0};
    }
}

Answer Caller::write() {
    const Written done = written();
    Answer answer;
    answer.executed = true;
    if (done.refusal) {
        answer.reply = refuse(*done.refusal);
        return answer;
    }
    answer.changed = true;
    answer.created = route_.kind == Kind::create_order || route_.kind == Kind::create_invoice ||
                     route_.kind == Kind::adjust_stock;
    answer.reply =
        item_reply(route_.kind == Kind::adjust_stock ? "true" : std::to_string(done.number));
    return answer;
}

Answer Caller::answer() {
    const bool open = route_.kind == Kind::version || route_.kind == Kind::status;
    const std::int64_t error = logon_error(company_);
    if (!open && error != 0) {
        return {refuse({error, ""})};
    }
    return route_.kind >= Kind::create_order ? write() : read();
}

}  // namespace

std::int64_t logon_error(const Company& company) {
    if (company.installation.logon_error != 0) {
        return company.installation.logon_error;
    }
    const std::int64_t from = company.behaviours.backup_from_minute;
    const std::int64_t until = company.behaviours.backup_until_minute;
    const std::int64_t minute = company.now_ms / minute_ms % day_minutes;
    const bool inside =
        from <= until ? minute >= from && minute < until : minute >= from || minute < until;
    return inside ? sdo_logon_exclusive : sdo_none;
}

std::string operation_of(std::string_view method, std::string_view path) {
    const Found found = find_route(method, path);
    return found.route == nullptr ? std::string() : std::string(found.route->operation);
}

Answer answer_call(Company& company, const Call& call) {
    const Found found = find_route(call.method, call.path);
    if (found.route == nullptr) {
        return {page_reply(found.known_path ? 405 : 404,
                           found.known_path ? "Method Not Allowed" : "Not Found")};
    }
    return Caller(company, call, found).answer();
}

}  // namespace sage::simulated_sage50
