// SPDX-License-Identifier: Apache-2.0
#include "tests/scenarios/documents.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <map>
#include <stdexcept>

#include "tests/scenarios/scenario.h"

namespace sage::scenarios {
namespace {

namespace json = boost::json;

constexpr std::string_view reference_to_message = "messageId of ";

std::string text(const json::object& object, std::string_view name, const std::string& otherwise) {
    const json::value* const found = object.if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : otherwise;
}

std::string quantity_member(const std::string& kind) {
    static const std::map<std::string, std::string> members = {
        {"order", "orderedQuantity"},   {"despatch", "deliveredQuantity"},
        {"return", "returnedQuantity"}, {"receipt", "receivedQuantity"},
        {"adjustment", "quantity"},     {"transfer", "quantity"}};
    const auto found = members.find(kind);
    if (found == members.end()) {
        throw std::runtime_error("a " + kind + " has no lines");
    }
    return found->second;
}

/// A short line as a line of the contract.
json::object line_of(const json::object& line, const std::string& kind, std::size_t index,
                     const std::string& currency) {
    const std::string id = std::to_string(index + 1);
    json::object whole = {
        {"id", id},
        {"item", json::object{{"sellersItemId", line.at("item")}}},
        {quantity_member(kind),
         json::object{{"value", line.at("quantity")}, {"unitCode", text(line, "unit", "C62")}}}};
    if (kind == "adjustment") {
        whole["reasonCode"] = text(line, "reason", "damaged");
    }
    if (kind == "adjustment" || kind == "receipt" || kind == "transfer") {
        if (line.contains("cost")) {
            whole["unitCost"] = json::object{{"amount", line.at("cost")}, {"currencyId", currency}};
        }
        return whole;
    }
    if (kind != "order") {
        whole["orderLineReference"] = json::object{{"lineId", text(line, "orderLine", id + "0")}};
    } else {
        whole["id"] = text(line, "orderLine", id + "0");
    }
    if (line.contains("price")) {
        whole["price"] = json::object{
            {"unitAmount", json::object{{"amount", line.at("price")}, {"currencyId", currency}}}};
    }
    const json::value* const tax = line.if_contains("tax");
    if (tax == nullptr || !tax->is_null()) {
        whole["tax"] = json::object{{"taxCode", text(line, "tax", "STANDARD")}};
    }
    return whole;
}

/// The value at a pointer becomes another one; null takes the member away; the number after the
/// last adds to a list.
void set_at(json::value& body, std::string_view pointer, const json::value& value) {
    const std::size_t slash = pointer.rfind('/');
    const std::string name(pointer.substr(slash + 1));
    boost::system::error_code error;
    json::value* const parent = body.find_pointer(pointer.substr(0, slash), error);
    if (parent != nullptr && parent->is_object()) {
        if (value.is_null()) {
            parent->get_object().erase(name);
        } else {
            parent->get_object()[name] = value;
        }
        return;
    }
    if (parent != nullptr && parent->is_array()) {
        json::array& list = parent->get_array();
        const std::size_t at = std::stoul(name);
        if (at < list.size() && value.is_null()) {
            list.erase(list.begin() + static_cast<std::ptrdiff_t>(at));
        } else if (at < list.size()) {
            list[at] = value;
        } else {
            list.push_back(value);
        }
        return;
    }
    throw std::runtime_error("there is nothing at " + std::string(pointer));
}

}  // namespace

std::string name_of(const std::string& id, const std::string& version) {
    return version == "1" ? id : id + " v" + version;
}

wms::Message document_of(const json::object& step, const std::string& kind, const std::string& id,
                         int number,
                         const std::function<std::string(const std::string&)>& message_id) {
    json::value message = json::parse(text_of(folder() / "documents" / (kind + ".json")));
    json::object& envelope = message.as_object();
    json::value& body = envelope.at("body");
    body.as_object()["id"] = id;
    if (const json::value* const lines = step.if_contains("lines")) {
        json::array whole;
        for (const json::value& line : lines->as_array()) {
            whole.push_back(line_of(line.as_object(), kind, whole.size(),
                                    text(body.as_object(), "currencyId", "GBP")));
        }
        body.as_object()["lines"] = std::move(whole);
    }
    for (const auto& [pointer, value] : child(step, "set")) {
        const bool refers = value.is_string() &&
                            std::string_view(value.get_string()).starts_with(reference_to_message);
        set_at(body, pointer,
               refers ? json::value(message_id(
                            std::string(value.get_string().subview(reference_to_message.size()))))
                      : value);
    }
    const std::string order = text(child(body.as_object(), "orderReference"), "id", "");
    if (!order.empty()) {
        envelope["orderingKey"] = order;
    }
    envelope["documentVersion"] = text(step, "version", "1");
    envelope["messageId"] = fmt::format("0e3f4d5c-7a11-4c55-9a52-{:012}", number);
    return {std::string(envelope.at("messageType").as_string()),
            std::string(envelope.at("messageId").as_string()), id, json::serialize(message)};
}

}  // namespace sage::scenarios
