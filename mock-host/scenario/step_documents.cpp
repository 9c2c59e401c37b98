// SPDX-License-Identifier: Apache-2.0
#include "mock-host/scenario/step_documents.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <map>

#include "mock-host/scenario/scenario.h"
#include "mock-host/scenario/texts.h"

namespace wms::scenarios {
namespace {

namespace json = boost::json;

constexpr std::string_view reference_to_message = "messageId of ";

constexpr const char* how_to_mend = "Correct the step.";

/// Empty: it has no lines.
std::string quantity_member(const std::string& kind) {
    static const std::map<std::string, std::string> members = {
        {"order", "orderedQuantity"},   {"despatch", "deliveredQuantity"},
        {"return", "returnedQuantity"}, {"receipt", "receivedQuantity"},
        {"adjustment", "quantity"},     {"transfer", "quantity"}};
    const auto found = members.find(kind);
    return found == members.end() ? "" : found->second;
}

/// A short line as a line of the contract.
json::object line_of(const json::object& line, const std::string& kind, std::size_t index,
                     const std::string& currency) {
    const std::string id = std::to_string(index + 1);
    json::object whole = {
        {"id", id},
        {"item", json::object{{"sellersItemId", line.at("item")}}},
        {quantity_member(kind),
         json::object{{"value", line.at("quantity")}, {"unitCode", text_of(line, "unit", "C62")}}}};
    if (kind == "adjustment") {
        whole["reasonCode"] = text_of(line, "reason", "damaged");
    }
    if (kind == "adjustment" || kind == "receipt" || kind == "transfer") {
        if (line.contains("cost")) {
            whole["unitCost"] = json::object{{"amount", line.at("cost")}, {"currencyId", currency}};
        }
        return whole;
    }
    if (kind != "order") {
        whole["orderLineReference"] =
            json::object{{"lineId", text_of(line, "orderLine", id + "0")}};
    } else {
        whole["id"] = text_of(line, "orderLine", id + "0");
    }
    if (line.contains("price")) {
        whole["price"] = json::object{
            {"unitAmount", json::object{{"amount", line.at("price")}, {"currencyId", currency}}}};
    }
    const json::value* const tax = line.if_contains("tax");
    if (tax == nullptr || !tax->is_null()) {
        whole["tax"] = json::object{{"taxCode", text_of(line, "tax", "STANDARD")}};
    }
    return whole;
}

/// The value at a pointer becomes another one; null takes the member away; the number after the
/// last adds to a list.
Done set_at(json::value& body, std::string_view pointer, const json::value& value) {
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
        return Nothing{};
    }
    const bool is_place =
        !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
    if (parent == nullptr || !parent->is_array() || !is_place) {
        return Problem{"scenario.pointer", std::string(pointer),
                       "The document has nothing at this place.", how_to_mend, "it"};
    }
    json::array& list = parent->get_array();
    const std::size_t at = std::stoul(name);
    if (at < list.size() && value.is_null()) {
        list.erase(list.begin() + static_cast<std::ptrdiff_t>(at));
    } else if (at < list.size()) {
        list[at] = value;
    } else {
        list.push_back(value);
    }
    return Nothing{};
}

}  // namespace

std::string name_of(const std::string& id, const std::string& version) {
    return version == "1" ? id : id + " v" + version;
}

Result<json::value> with_message_ids(const json::value& value, const MessageIds& message_id) {
    if (value.is_string() &&
        std::string_view(value.get_string()).starts_with(reference_to_message)) {
        const Result<std::string> known =
            message_id(std::string(value.get_string().subview(reference_to_message.size())));
        return known.ok() ? Result<json::value>(json::value(known.value())) : known.problem();
    }
    json::value copy = value;
    const auto replace = [&](json::value& member) -> Done {
        Result<json::value> replaced = with_message_ids(member, message_id);
        if (!replaced.ok()) {
            return replaced.problem();
        }
        member = std::move(replaced).value();
        return Nothing{};
    };
    if (copy.is_array()) {
        for (json::value& member : copy.get_array()) {
            const Done replaced = replace(member);
            if (!replaced.ok()) {
                return replaced.problem();
            }
        }
    } else if (copy.is_object()) {
        for (auto& member : copy.get_object()) {
            const Done replaced = replace(member.value());
            if (!replaced.ok()) {
                return replaced.problem();
            }
        }
    }
    return copy;
}

Result<Message> document_of(const json::object& step, const std::string& kind,
                            const std::string& id, int number, const MessageIds& message_id) {
    json::value message = json::parse(built_in_text("documents/" + kind + ".json"));
    json::object& envelope = message.as_object();
    json::value& body = envelope.at("body");
    body.as_object()["id"] = id;
    if (const json::value* const lines = step.if_contains("lines")) {
        if (quantity_member(kind).empty()) {
            return Problem{"scenario.lines", "/lines", "A document of this kind has no lines.",
                           how_to_mend, "it"};
        }
        json::array whole;
        for (const json::value& line : lines->as_array()) {
            whole.push_back(line_of(line.as_object(), kind, whole.size(),
                                    text_of(body.as_object(), "currencyId", "GBP")));
        }
        body.as_object()["lines"] = std::move(whole);
    }
    for (const auto& [pointer, given] : child(step, "set")) {
        const Result<json::value> value = with_message_ids(given, message_id);
        const Done set = value.ok() ? set_at(body, pointer, value.value()) : Done(value.problem());
        if (!set.ok()) {
            return set.problem();
        }
    }
    const std::string order = text_of(child(body.as_object(), "orderReference"), "id");
    if (!order.empty()) {
        envelope["orderingKey"] = order;
    }
    envelope["documentVersion"] = text_of(step, "version", "1");
    envelope["messageId"] = fmt::format("0e3f4d5c-7a11-4c55-9a52-{:012}", number);
    return Message{text_of(envelope, "messageType"), text_of(envelope, "messageId"), id,
                   json::serialize(message)};
}

}  // namespace wms::scenarios
