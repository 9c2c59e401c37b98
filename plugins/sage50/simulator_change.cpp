// SPDX-License-Identifier: Apache-2.0
// Changes from outside the interface: people edit, delete and double records, post invoices, log in
// and shut others out, upgrade Sage.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "plugins/sage50/simulator_import.h"
#include "plugins/sage50/simulator_ledger.h"
#include "plugins/sage50/simulator_reply.h"
#include "plugins/sage50/simulator_seed.h"
#include "plugins/sage50/simulator_words.h"
#include "sage-adapter/base/json.h"

namespace sage::simulated_sage50 {
namespace {

namespace json = boost::json;

using Fault = std::optional<simulated::ControlFault>;

Fault wrong(std::string pointer, std::string cause) {
    return simulated::ControlFault{std::move(pointer), std::move(cause),
                                   "Look up the members of the change."};
}

Fault put_fields(const Model& model, const json::value& change, const std::string& what, Row& row) {
    const json::value* const fields = at_pointer(change, "/fields");
    if (fields == nullptr || !fields->is_object()) {
        return wrong("/" + what + "/fields", "The fields are missing.");
    }
    for (const auto& [name, value] : fields->get_object()) {
        if (model.find(std::string_view(name)) == nullptr || !value.is_string()) {
            return wrong(fmt::format("/{}/fields/{}", what, std::string(name)),
                         "There is no such column, or its value is no text.");
        }
        row.set(name, text_at(value, ""));
    }
    return std::nullopt;
}

/// The record with that position or, without one, with that key.
const Row* row_of(const Company& company, std::string_view table, const json::value& change) {
    const json::value* const position = at_pointer(change, "/position");
    if (position != nullptr) {
        return position->is_int64() ? company.table(table).find(position->get_int64()) : nullptr;
    }
    return company.table(table).first(text_at(change, "/key"));
}

/// The same once more, under the next number, with its lines.
void duplicate(Company& company, std::string_view table, const Row& row) {
    Row twin = row;
    const bool order = table == "SALES_ORDER";
    const bool invoice = table == "INVOICE";
    const std::string_view key = order ? "ORDER_NUMBER" : "INVOICE_NUMBER";
    const std::string_view lines = order ? "SOP_ITEM" : "INVOICE_ITEM";
    if (table == "STOCK_TRAN") {
        twin.set_integer("TRAN_NUMBER", company.next_movement++);
    } else if (order || invoice) {
        twin.set_integer(key, order ? company.next_order++ : company.next_invoice++);
        for (const Row* const line : company.all(lines, row.integer(key))) {
            Row copied = *line;
            copied.copy(twin, key);
            copied.set_integer("ITEMID", company.next_item++);
            company.add(lines, std::move(copied));
        }
    }
    company.add(table, std::move(twin));
}

Fault change_record(Company& company, const std::string& what, const json::value& change) {
    const std::string table(text_at(change, "/table"));
    const auto model = company.models.find(table);
    if (model == company.models.end()) {
        return wrong("/" + what + "/table", "There is no such table.");
    }
    if (what == "add") {
        Row row;
        if (auto fault = put_fields(model->second, change, what, row)) {
            return fault;
        }
        company.add(table, std::move(row));
        return std::nullopt;
    }
    const Row* const row = row_of(company, table, change);
    if (row == nullptr) {
        return wrong("/" + what + "/key", "There is no such record.");
    }
    if (what == "set") {
        Row changed = *row;
        if (auto fault = put_fields(model->second, change, what, changed)) {
            return fault;
        }
        if (changed.text(model->second.key()) != row->text(model->second.key())) {
            return wrong("/set/fields", "The key of a record cannot change.");
        }
        company.change(table, *row).values = std::move(changed.values);
    } else if (what == "remove") {
        company.remove(table, *row);
    } else {
        duplicate(company, table, *row);
    }
    return std::nullopt;
}

/// It leads to another company: the test company of somebody is not the live one.
void name_company(Company& company, std::string_view id) {
    // In its place: a company that is removed would remain as a deleted record, before the new one.
    company.change("COMPANY", company.settings()).set("COMPANYID", id);
}

Fault change_installation(Company& company, const json::value& change) {
    Installation changed = company.installation;
    for (const auto& [name, value] : change.get_object()) {
        if (name == "sageVersion" && value.is_string()) {
            const std::string_view version = value.get_string();
            changed.sage_version = number_in(version);
            const std::size_t point = version.find('.');
            changed.sage_minor =
                point == std::string_view::npos ? 0 : number_in(version.substr(point + 1));
        } else if (name == "apiVersion" && value.is_string()) {
            changed.api_version = std::string_view(value.get_string());
        } else if (name == "logonError" && value.is_int64() &&
                   (value.get_int64() == 0 || is_logon_error(value.get_int64()))) {
            changed.logon_error = value.get_int64();
        } else if (name == "authToken" && value.is_string()) {
            changed.auth_token = std::string_view(value.get_string());
        } else if (name == "companyId" && value.is_string()) {
            name_company(company, value.get_string());
        } else {
            return wrong(fmt::format("/installation/{}", std::string(name)),
                         "The member is unknown or its value does not fit.");
        }
    }
    company.installation = changed;
    return std::nullopt;
}

Fault change_busy(Company& company, const json::value& change) {
    std::set<std::string, std::less<>> busy;
    for (const json::value& one : change.get_array()) {
        if (!one.is_string()) {
            return wrong("/busy", "An operation is no text.");
        }
        busy.emplace(std::string_view(one.get_string()));
    }
    company.installation.busy = std::move(busy);
    return std::nullopt;
}

/// What a person does who updates the ledgers: all that can be posted is.
Fault update_ledgers(Company& company, const json::value& change) {
    for (const json::value& one : change.get_array()) {
        const Row* const invoice =
            one.is_int64() ? company.find("INVOICE", one.get_int64()) : nullptr;
        if (invoice == nullptr) {
            return wrong("/updateLedgers", "There is no such invoice.");
        }
        if (invoice->integer("POSTED_CODE") == 0) {
            update_ledger(company, one.get_int64());
        }
    }
    return std::nullopt;
}

}  // namespace

Fault apply_change(Company& company, const json::value& change) {
    if (!change.is_object() || change.get_object().size() != 1) {
        return wrong("", "Exactly one change at a time.");
    }
    const auto& [key, value] = *change.get_object().begin();
    const std::string what(key);
    const bool record = what == "add" || what == "set" || what == "remove" || what == "duplicate";
    if (record && value.is_object()) {
        return change_record(company, what, value);
    }
    if (what == "installation" && value.is_object()) {
        return change_installation(company, value);
    }
    if (what == "busy" && value.is_array()) {
        return change_busy(company, value);
    }
    if (what == "updateLedgers" && value.is_array()) {
        return update_ledgers(company, value);
    }
    if (what == "import" && value.is_object()) {
        return import_file(company, value);
    }
    if (what == "closedUntil" && value.is_string()) {
        return apply_seed(company, json::object{{"closedUntil", value}});
    }
    return wrong("/" + what, "There is no such change, or its value does not fit.");
}

}  // namespace sage::simulated_sage50
