// SPDX-License-Identifier: Apache-2.0
// Changes from outside the API: an administrator changes settings and rights, people edit records,
// a site is upgraded.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "plugins/sage200/simulator_lines.h"
#include "plugins/sage200/simulator_orders.h"
#include "plugins/sage200/simulator_places.h"
#include "plugins/sage200/simulator_seed.h"
#include "plugins/sage200/simulator_stock.h"
#include "plugins/sage_simulator/wire.h"
#include "sage-adapter/base/json.h"

namespace sage::simulated_sage200 {
namespace {

namespace json = boost::json;

using Fault = std::optional<simulated::ControlFault>;

Fault wrong(std::string pointer, std::string cause) {
    return simulated::ControlFault{std::move(pointer), std::move(cause),
                                   "Look up the members of the change."};
}

void put_fields(Company& company, const Model& model, const json::object& fields, Row& row);

void put_field(Company& company, const Model& model, std::string_view name,
               const json::value& value, Row& row) {
    const Field* field = nullptr;
    for (const Field& one : model.fields()) {
        field = one.name == name ? &one : field;
    }
    if (field == nullptr) {
        return;
    }
    if (value.is_null()) {
        row.values.erase(std::string(name));
    } else if (value.is_bool()) {
        row.set_truth(name, value.get_bool());
    } else if (value.is_int64()) {
        row.set_integer(name, value.get_int64());
    } else if (value.is_string() && field->type == FieldType::decimal) {
        row.set_number(name, Decimal::parse(text_at(value, "")).value_or(Decimal()));
    } else if (value.is_string()) {
        row.set_text(name, text_at(value, ""));
    } else if (field->is_part()) {
        std::vector<Row>& parts = row.parts[field->name];
        parts.clear();
        const Model& inner = company.models.find(field->model)->second;
        if (value.is_object()) {
            put_fields(company, inner, value.get_object(), parts.emplace_back());
        } else {
            for (const json::value& one : value.get_array()) {
                if (one.is_object()) {
                    put_fields(company, inner, one.get_object(), parts.emplace_back());
                }
            }
        }
    }
}

void put_fields(Company& company, const Model& model, const json::object& fields, Row& row) {
    for (const auto& [name, value] : fields) {
        put_field(company, model, name, value, row);
    }
}

/// The record with that id, or with that text in a field, or the only one of its kind.
Row* row_of(Company& company, std::string_view model, const json::value& change) {
    const json::value* const id = at_pointer(change, "/id");
    const json::value* const where = at_pointer(change, "/where");
    Table& table = company.table(model);
    if (where != nullptr && where->is_object() && where->get_object().size() == 1) {
        const auto& [field, text] = *where->get_object().begin();
        return text.is_string() ? table.find_text(field, text.get_string()) : nullptr;
    }
    if (id == nullptr) {
        return table.rows().size() == 1 ? &table.rows().front() : nullptr;
    }
    return id->is_int64() ? table.find(id->get_int64()) : nullptr;
}

Fault change_record(Company& company, std::string_view what, const json::value& change,
                    std::int64_t now_ms) {
    const std::string_view model = text_at(change, "/model");
    const auto fields = company.models.find(model);
    if (fields == company.models.end()) {
        return wrong(fmt::format("/{}/model", what), "There is no such kind of record.");
    }
    const json::value* const values = at_pointer(change, "/fields");
    if ((what == "add" || what == "set") && (values == nullptr || !values->is_object())) {
        return wrong(fmt::format("/{}/fields", what), "The fields are missing.");
    }
    if (what == "add") {
        Row row = company.make(now_ms);
        put_fields(company, fields->second, values->get_object(), row);
        company.table(model).add(std::move(row));
        return std::nullopt;
    }
    Row* const row = row_of(company, model, change);
    if (row == nullptr) {
        return wrong(fmt::format("/{}/id", what), "There is no such record.");
    }
    if (what == "set") {
        row->set_text("date_time_updated", simulated::date_time_of(now_ms));
        put_fields(company, fields->second, values->get_object(), *row);
    } else if (what == "remove") {
        company.table(model).remove(row->id);
    } else {
        Row twin = *row;
        const Row made = company.make(now_ms);
        twin.id = made.id;
        twin.set_integer("id", made.id);
        if (twin.has("urn")) {
            twin.set_integer("urn", ++company.last_urn);
        }
        company.table(model).add(std::move(twin));
    }
    return std::nullopt;
}

/// A unit that a product has, and the unit itself where there is none of that name.
Fault give_unit(Company& company, const json::value& change, std::int64_t now_ms) {
    Row* const product = company.table("product").find_text("code", text_at(change, "/product"));
    const auto multiple = Decimal::parse(text_at(change, "/multiple"));
    const std::string_view name = text_at(change, "/unit");
    if (product == nullptr || !multiple || multiple->sign() <= 0 || name.empty()) {
        return wrong("/productUnit", "Give product, unit and multiple.");
    }
    const Row* unit = company.table("unit").find_text("name", name);
    if (unit == nullptr) {
        Row made = company.make(now_ms);
        made.set_text("name", name);
        unit = &company.table("unit").add(std::move(made));
    }
    Row of_product = company.make(now_ms);
    of_product.set_integer("unit_id", unit->id);
    of_product.set_number("multiple_of_base_unit", *multiple);
    product->parts["units"].push_back(std::move(of_product));
    const json::value* const in_stock = at_pointer(change, "/inStock");
    if (in_stock != nullptr && in_stock->is_bool() && in_stock->get_bool()) {
        product->set_integer("stock_unit_id", unit->id);
    }
    return std::nullopt;
}

/// Goods that come into stock, with the bin and the batch or serial number that they have.
Fault put_goods(Company& company, const json::value& change, std::int64_t now_ms) {
    Row* const product = company.table("product").find_text("code", text_at(change, "/product"));
    const Row* const warehouse =
        company.table("warehouse").find_text("name", text_at(change, "/warehouse"));
    const auto quantity = Decimal::parse(text_at(change, "/quantity"));
    if (product == nullptr || warehouse == nullptr || !quantity || quantity->sign() <= 0 ||
        text_at(change, "/bin").empty()) {
        return wrong("/goods", "Give product, warehouse, bin and quantity.");
    }
    const std::string_view type = text_at(change, "/traceableType");
    if (!type.empty()) {
        product->set_text("traceable_type", type);
    }
    put_into_place(company, *holding_of(company, product->id, warehouse->id),
                   text_at(change, "/bin"), text_at(change, "/number"), *quantity, now_ms);
    return std::nullopt;
}

/// An order that a person enters, whatever credit the customer has; with the number that it says.
Fault enter_order(Company& company, const json::value& order, std::int64_t now_ms) {
    const Row* const customer =
        company.table("customer").find_text("reference", text_at(order, "/customer"));
    const Row* const warehouse =
        company.table("warehouse").find_text("name", text_at(order, "/location"));
    const json::value* const lines = at_pointer(order, "/lines");
    if (customer == nullptr || warehouse == nullptr || lines == nullptr || !lines->is_array()) {
        return wrong("/order", "It has no customer, location or lines that there are.");
    }
    std::string items;
    for (const json::value& line : lines->get_array()) {
        const Row* const product =
            company.table("product").find_text("code", text_at(line, "/item"));
        if (product == nullptr) {
            return wrong("/order/lines", "There is no such item.");
        }
        items += fmt::format(
            R"({}{{"line_type":"{}","product_id":{},"warehouse_id":{},"line_quantity":{},)"
            R"("selling_unit_price":{}}})",
            items.empty() ? "" : ",", standard_line, product->id, warehouse->id,
            text_at(line, "/quantity"), text_at(line, "/price"));
    }
    const Written made =
        create_order(company, "sop_order",
                     fmt::format(R"({{"customer_id":{},"override_on_hold":true,"lines":[{}]}})",
                                 customer->id, items),
                     now_ms);
    if (made.refusal) {
        return wrong("/order", made.refusal->message);
    }
    if (!text_at(order, "/number").empty()) {
        company.table("sop_order")
            .find(made.row->id)
            ->set_text("document_no", text_at(order, "/number"));
    }
    return std::nullopt;
}

Fault change_site(Company& company, const json::value& change) {
    const json::value* const professional = at_pointer(change, "/professional");
    if (professional != nullptr && !professional->is_bool()) {
        return wrong("/site/professional", "It is no truth value.");
    }
    if (professional != nullptr) {
        company.site.professional = professional->get_bool();
    }
    if (!text_at(change, "/release").empty()) {
        company.site.release = text_at(change, "/release");
    }
    return std::nullopt;
}

/// Sage gives credentials for each environment; those of a test site are not those of the live one.
Fault change_credentials(Company& company, const json::value& change) {
    if (!change.is_object()) {
        return wrong("/credentials", "An object is needed.");
    }
    for (const auto& [name, value] : change.get_object()) {
        std::string* const changed = name == "clientId"       ? &company.client_id
                                     : name == "clientSecret" ? &company.client_secret
                                     : name == "siteId"       ? &company.site_id
                                                              : nullptr;
        if (changed == nullptr || !value.is_string() || value.get_string().empty()) {
            return wrong(fmt::format("/credentials/{}", std::string(name)),
                         "The member is unknown or its value is no text.");
        }
        *changed = std::string_view(value.get_string());
    }
    for (Row& site : company.table("site").rows()) {
        site.set_text("site_id", company.site_id);
    }
    return std::nullopt;
}

}  // namespace

Fault apply_change(Company& company, const json::value& change, std::int64_t now_ms) {
    if (!change.is_object() || change.get_object().size() != 1) {
        return wrong("", "Exactly one change at a time.");
    }
    const auto& [key, value] = *change.get_object().begin();
    const std::string what(key);
    if (what == "site") {
        return change_site(company, value);
    }
    if (what == "add" || what == "set" || what == "remove" || what == "duplicate") {
        return change_record(company, what, value, now_ms);
    }
    if (what == "productUnit") {
        return give_unit(company, value, now_ms);
    }
    if (what == "goods") {
        return put_goods(company, value, now_ms);
    }
    if (what == "order") {
        return enter_order(company, value, now_ms);
    }
    if (what == "credentials") {
        return change_credentials(company, value);
    }
    if (!value.is_string()) {
        return wrong("/" + what, "There is no such change, or its value is no text.");
    }
    if (what == "forbidden") {
        company.forbidden.emplace(text_at(value, ""));
    } else if (what == "allowed") {
        company.forbidden.erase(std::string(text_at(value, "")));
    } else if (what == "closedUntil") {
        company.closed_until = text_at(value, "");
    } else {
        return wrong("/" + what, "There is no such change.");
    }
    return std::nullopt;
}

}  // namespace sage::simulated_sage200
