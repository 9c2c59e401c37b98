// SPDX-License-Identifier: Apache-2.0
// {"order":{…}} has the body of the salesOrder that was handed over, and is read as any other file
// of orders is.
#include "mock-host/imports/order_book.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <utility>

#include "mock-host/imports/order_json.h"
#include "mock-host/json_members.h"

namespace wms {

namespace {

namespace json = boost::json;

OrderBook::Quantities quantities_of(const Despatch& despatch) {
    OrderBook::Quantities quantities;
    for (const DespatchLine& line : despatch.lines) {
        quantities[line.order_line_id] += line.delivered + line.cancelled;
    }
    return quantities;
}

}  // namespace

Done OrderBook::open(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    bool cut_off = false;
    for (std::string line; std::getline(stream, line);) {
        cut_off = stream.eof();
        const Done read = read_line(line);
        if (!read.ok()) {
            return read;
        }
    }
    Result<std::unique_ptr<AppendFile>> file = AppendFile::open(path);
    if (!file.ok()) {
        return file.problem();
    }
    file_ = std::move(file).value();
    // So that what is written next does not continue a line that was cut off.
    return cut_off ? write("") : Done(Nothing{});
}

Done OrderBook::read_line(std::string_view line) {
    boost::system::error_code error;
    const json::value value = json::parse(line, error);
    // What a killed run left of a line: it was not told that it is kept.
    if (error) {
        return Nothing{};
    }
    const json::value& despatch = member_at(value, "despatch");
    if (despatch.is_object()) {
        Quantities quantities;
        for (const json::value& one : list_at(despatch, "lines")) {
            quantities[text_at(one, "lineId")] =
                Decimal::parse(text_at(one, "quantity")).value_or(Decimal{});
        }
        keep(text_at(despatch, "orderId"), text_at(despatch, "id"), std::move(quantities));
        return Nothing{};
    }
    const json::value& body = member_at(value, "order");
    const std::string id = text_at(body, "id");
    const std::string buyers = text_at(member_at(body, "orderReference"), "buyerOrderId");
    if (!wanted_.contains(id) && !wanted_.contains(buyers)) {
        return Nothing{};
    }
    Result<Order> order = read_order(json::serialize(body), "imported.jsonl");
    if (!order.ok()) {
        return order.problem();
    }
    keep(std::move(order).value());
    return Nothing{};
}

void OrderBook::keep(Order order) {
    if (wanted_.contains(order.id) ||
        (!order.buyer_order_id.empty() && wanted_.contains(order.buyer_order_id))) {
        std::string id = order.id;
        entries_.try_emplace(std::move(id), Entry{std::move(order), {}});
    }
}

bool OrderBook::has(const std::string& order_id, const std::string& despatch_id) const {
    const auto entry = entries_.find(order_id);
    return entry != entries_.end() &&
           std::any_of(entry->second.despatches.begin(), entry->second.despatches.end(),
                       [&](const auto& one) { return one.first == despatch_id; });
}

void OrderBook::keep(const std::string& order_id, const std::string& despatch_id,
                     Quantities quantities) {
    const auto entry = entries_.find(order_id);
    if (entry == entries_.end()) {
        return;
    }
    if (!has(order_id, despatch_id)) {
        entry->second.despatches.emplace_back(despatch_id, std::move(quantities));
    }
}

Done OrderBook::write(const std::string& line) {
    if (file_ != nullptr && !file_->line(line)) {
        return Problem{
            "import.not_kept", "imported.jsonl", "What was handed over could not be written down.",
            "Free space on the disk of the data folder, and import the files again.", "it"};
    }
    return Nothing{};
}

Done OrderBook::add(const Order& order, const Message& message) {
    if (entries_.contains(order.id)) {
        return Nothing{};
    }
    keep(order);
    boost::system::error_code error;
    const json::value document = json::parse(message.json, error);
    return write(json::serialize(json::object{{"order", member_at(document, "body")}}));
}

Done OrderBook::add(const Despatch& despatch) {
    if (has(despatch.order_id, despatch.id)) {
        return Nothing{};
    }
    Quantities quantities = quantities_of(despatch);
    json::array lines;
    for (const auto& [id, quantity] : quantities) {
        lines.push_back(json::object{{"lineId", id}, {"quantity", quantity.text()}});
    }
    keep(despatch.order_id, despatch.id, std::move(quantities));
    return write(json::serialize(json::object{
        {"despatch",
         {{"id", despatch.id}, {"orderId", despatch.order_id}, {"lines", std::move(lines)}}}}));
}

const OrderBook::Entry* OrderBook::find(const Despatch& despatch) const {
    const auto by_number = entries_.find(despatch.order_id);
    if (by_number != entries_.end()) {
        return &by_number->second;
    }
    const Entry* found = nullptr;
    for (const auto& [id, entry] : entries_) {
        if (despatch.order_id.empty() && entry.order.buyer_order_id == despatch.buyer_order_id) {
            if (found != nullptr) {
                return nullptr;
            }
            found = &entry;
        }
    }
    return found;
}

}  // namespace wms
