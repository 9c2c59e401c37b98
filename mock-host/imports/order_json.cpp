// SPDX-License-Identifier: Apache-2.0
// Every member is taken out by name; what is left over was not understood.
#include "mock-host/imports/order_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/stream_parser.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "mock-host/imports/imported_document.h"
#include "mock-host/wms/documents.h"

namespace wms {

namespace {

namespace json = boost::json;

constexpr std::size_t kBytesMax = 64 * 1024 * 1024;

/// Takes an object apart and keeps the first thing that is wrong, with its JSON pointer.
class Members {
  public:
    Members(const json::object& object, std::string pointer, std::optional<Problem>& problem)
        : object_(object), pointer_(std::move(pointer)), problem_(problem) {}

    const json::value* take(std::string_view name) {
        taken_.emplace_back(name);
        return object_.if_contains(name);
    }
    std::string text(std::string_view name, std::string otherwise = {}) {
        const json::value* value = take(name);
        if (value == nullptr) {
            return otherwise;
        }
        if (!value->is_string()) {
            complain(name, "is no text");
            return {};
        }
        return std::string(value->get_string());
    }
    /// Money and quantities are text: a JSON number went through binary floating point somewhere.
    Decimal decimal(std::string_view name) {
        const std::string digits = text(name);
        const std::optional<Decimal> value = Decimal::parse(digits);
        if (!value.has_value()) {
            complain(name, "is no text with a decimal like \"12.50\"");
        }
        return value.value_or(Decimal{});
    }
    std::optional<Members> object(std::string_view name) {
        const json::value* value = take(name);
        if (value == nullptr) {
            return std::nullopt;
        }
        if (!value->is_object()) {
            complain(name, "is no object");
            return std::nullopt;
        }
        return Members(value->get_object(), below(name), problem_);
    }
    template <class Each>
    void objects(std::string_view name, const Each& each) {
        const json::array& array = list(name);
        for (std::size_t index = 0; index < array.size(); ++index) {
            const std::string at = fmt::format("{}/{}", name, index);
            if (const json::object* object = array[index].if_object()) {
                Members members(*object, below(at), problem_);
                each(members);
            } else {
                complain(at, "is no object");
            }
        }
    }
    std::vector<std::string> texts(std::string_view name) {
        std::vector<std::string> result;
        for (const json::value& value : list(name)) {
            if (const json::string* text = value.if_string()) {
                result.emplace_back(*text);
            } else {
                complain(name, "holds what is no text");
            }
        }
        return result;
    }
    void complain(std::string_view name, std::string_view what) {
        if (!problem_.has_value()) {
            problem_ = Problem{"import.order", below(name), fmt::format("The member {}.", what),
                               "Write the order as in host-api/schemas/salesOrder.schema.json.",
                               "warehouse"};
        }
    }
    /// What was not taken is not known.
    void finish() {
        for (const auto& [name, value] : object_) {
            if (std::find(taken_.begin(), taken_.end(), name) == taken_.end()) {
                complain(name, "is not read by this import, so that what it says would be lost");
            }
        }
    }

  private:
    const json::array& list(std::string_view name) {
        static const json::array none;
        const json::value* value = take(name);
        if (value != nullptr && !value->is_array()) {
            complain(name, "is no list");
        }
        return value != nullptr && value->is_array() ? value->get_array() : none;
    }
    std::string below(std::string_view name) const { return fmt::format("{}/{}", pointer_, name); }

    const json::object& object_;
    const std::string pointer_;
    std::optional<Problem>& problem_;
    std::vector<std::string> taken_;
};

Decimal amount_of(Members& parent, std::string_view name, const std::string& currency) {
    std::optional<Members> money = parent.object(name);
    if (!money.has_value()) {
        parent.complain(name, "is needed");
        return {};
    }
    const Decimal amount = money->decimal("amount");
    if (money->text("currencyId") != currency) {
        money->complain("currencyId", "is not the currency of the order");
    }
    money->finish();
    return amount;
}

/// The mock host has one tax code for everything it sells.
void take_tax(Members& parent) {
    if (std::optional<Members> tax = parent.object("tax")) {
        if (tax->text("taxCode") != Envelope().tax_code) {
            tax->complain("taxCode", "is not STANDARD, the only one that the mock host hands over");
        }
        tax->finish();
    }
}

OrderLine line_of(Members& members, const std::string& currency) {
    OrderLine line;
    line.id = members.text("id");
    if (std::optional<Members> item = members.object("item")) {
        line.item = item->text("sellersItemId");
        line.item_name = item->text("name");
        line.gtin = item->text("gtin");
        item->finish();
    }
    if (std::optional<Members> quantity = members.object("orderedQuantity")) {
        line.ordered = quantity->decimal("value");
        line.unit_code = quantity->text("unitCode");
        quantity->finish();
    }
    std::optional<Members> price = members.object("price");
    if (price.has_value()) {
        line.price = amount_of(*price, "unitAmount", currency);
        price->finish();
    } else {
        members.complain("price", "is needed");
    }
    take_tax(members);
    members.finish();
    return line;
}

Charge charge_of(Members& members, const std::string& currency) {
    Charge charge;
    charge.code = members.text("reasonCode");
    charge.reason = members.text("reason");
    charge.amount = amount_of(members, "amount", currency);
    const json::value* adds = members.take("chargeIndicator");
    if (adds != nullptr && !adds->is_bool()) {
        members.complain("chargeIndicator", "is neither true nor false");
    } else if (adds != nullptr && !adds->get_bool()) {
        charge.amount = -charge.amount;
    }
    take_tax(members);
    members.finish();
    return charge;
}

void take_parties(Members& body, Order& order) {
    if (std::optional<Members> buyer = body.object("buyerCustomerParty")) {
        order.customer.id = buyer->text("id");
        order.customer.name = buyer->text("name");
        buyer->finish();
    }
    std::optional<Members> delivery = body.object("deliveryCustomerParty");
    if (!delivery.has_value()) {
        return;
    }
    const std::string name = delivery->text("name");
    if (order.customer.name.empty()) {
        order.customer.name = name;
    } else if (!name.empty() && name != order.customer.name) {
        delivery->complain("name", "is another than the buyer's, which the mock host cannot keep");
    }
    if (std::optional<Members> address = delivery->object("postalAddress")) {
        order.customer.address_lines = address->texts("addressLines");
        order.customer.country_code = address->text("countryCode");
        address->finish();
    }
    delivery->finish();
}

void take_reference(Members& body, Order& order) {
    if (std::optional<Members> reference = body.object("orderReference")) {
        if (reference->text("id") != order.id) {
            reference->complain("id", "is not the number of the order");
        }
        order.buyer_order_id = reference->text("buyerOrderId");
        reference->finish();
    }
    if (std::optional<Members> site = body.object("shipFrom")) {
        order.site = site->text("locationId");
        site->finish();
    }
    const json::value* partial = body.take("partialDeliveryIndicator");
    if (partial != nullptr && (!partial->is_bool() || !partial->get_bool())) {
        body.complain("partialDeliveryIndicator",
                      "is not true, and the mock host cannot keep an order together");
    }
}

Order order_of(const json::object& object, std::optional<Problem>& problem) {
    Members body(object, "", problem);
    Order order;
    order.id = body.text("id");
    order.date = body.text("issueDate");
    order.currency = body.text("currencyId", order.currency);
    order.service_level = body.text("serviceLevelCode", order.service_level);
    take_reference(body, order);
    take_parties(body, order);
    body.objects("lines",
                 [&](Members& line) { order.lines.push_back(line_of(line, order.currency)); });
    body.objects("allowanceCharges", [&](Members& charge) {
        order.charges.push_back(charge_of(charge, order.currency));
    });
    body.finish();
    return order;
}

Result<Order> read_value(const json::value& value, const std::string& where) {
    const json::object* object = value.if_object();
    const json::value* body = object == nullptr ? nullptr : object->if_contains("body");
    const json::value* type = object == nullptr ? nullptr : object->if_contains("messageType");
    if (object == nullptr || (type != nullptr && *type != "salesOrder") ||
        (body != nullptr && !body->is_object())) {
        return Problem{"import.order", where, "It is no order, nor a salesOrder document.",
                       "Write the order as in host-api/schemas/salesOrder.schema.json.",
                       "warehouse"};
    }
    std::optional<Problem> problem;
    Order order = order_of(body == nullptr ? *object : body->get_object(), problem);
    if (problem.has_value()) {
        problem->pointer = where + " " + problem->pointer;
        return *problem;
    }
    problem = check_order(order, where);
    if (problem.has_value()) {
        return *problem;
    }
    return order;
}

Problem no_json(const std::string& where, const std::string& reason) {
    return {"import.json", where, fmt::format("It is no JSON: {}.", reason),
            "Write an order on each line, or a list of orders.", "warehouse"};
}

void give(const Result<Order>& order, const std::string& where, const ImportSink& sink) {
    if (order.ok()) {
        sink.order(order.value(), where);
    } else {
        sink.problem(order.problem());
    }
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// A line with its end, of which no more than the limit is kept; false: the file has ended.
bool next_line(std::istream& stream, std::string& line) {
    line.clear();
    std::streambuf& buffer = *stream.rdbuf();
    constexpr int kEnd = std::char_traits<char>::eof();
    int letter = kEnd;
    while ((letter = buffer.sbumpc()) != kEnd) {
        if (line.size() <= kBytesMax) {
            line.push_back(static_cast<char>(letter));
        }
        if (letter == '\n') {
            break;
        }
    }
    return !line.empty();
}

/// Orders on lines of their own, of which the first was read already.
void read_lines(std::string line, std::size_t number, std::istream& stream,
                const ImportSink& sink) {
    do {
        if (!is_blank(line)) {
            const std::string where = fmt::format("line {}", number);
            give(read_order(line, where), where, sink);
        }
        ++number;
    } while (next_line(stream, line));
}

/// Where it stops being JSON: of what was cut off, the end.
std::string where_it_breaks(const std::string& text, std::size_t first_line) {
    json::stream_parser parser;
    boost::system::error_code error;
    const std::size_t read = parser.write_some(text, error);
    const std::string_view before = std::string_view(text).substr(0, read);
    return fmt::format("line {}", first_line + static_cast<std::size_t>(
                                                   std::count(before.begin(), before.end(), '\n')));
}

/// What is behind the first line, up to the limit.
void append_rest(std::istream& stream, std::string& text) {
    std::array<char, 65536> block;
    while (text.size() <= kBytesMax) {
        const std::streamsize size = stream.rdbuf()->sgetn(block.data(), block.size());
        if (size <= 0) {
            break;
        }
        text.append(block.data(), static_cast<std::size_t>(size));
    }
}

}  // namespace

Result<Order> read_order(std::string_view text, const std::string& where) {
    boost::system::error_code error;
    const json::value value = json::parse(text, error);
    return error ? Result<Order>(no_json(where, error.message())) : read_value(value, where);
}

Done read_orders_json(std::istream& stream, const ImportSink& sink) {
    std::string text;
    std::size_t line = 0;
    while (is_blank(text) && next_line(stream, text)) {
        ++line;
    }
    boost::system::error_code error;
    json::value value = json::parse(text, error);
    if (!error && value.is_object()) {
        read_lines(std::move(text), line, stream, sink);
        return Nothing{};
    }
    append_rest(stream, text);
    if (text.size() > kBytesMax) {
        return no_json("", "a list has at most 64 MiB; write an order on each line instead");
    }
    value = json::parse(text, error);
    if (error) {
        return no_json(where_it_breaks(text, line), error.message());
    }
    const json::array* list = value.if_array();
    if (list == nullptr) {
        give(read_value(value, "order 1"), "order 1", sink);
        return Nothing{};
    }
    for (std::size_t index = 0; index < list->size(); ++index) {
        const std::string where = fmt::format("order {}", index + 1);
        give(read_value((*list)[index], where), where, sink);
    }
    return Nothing{};
}

}  // namespace wms
