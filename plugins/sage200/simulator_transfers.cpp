// SPDX-License-Identifier: Apache-2.0
// Nothing says that Sage moves what orders hold, or how many movements a transfer makes: switches.
#include "plugins/sage200/simulator_transfers.h"

#include <fmt/format.h>

#include "plugins/sage200/simulator_body.h"
#include "plugins/sage200/simulator_stock.h"
#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_sage200 {
namespace {

struct Places {
    Row* from = nullptr;
    Row* to = nullptr;
};

Row* bin_at(Company& company, const Row& transfer, std::string_view field) {
    Row* const bin = company.table("bin_holding").find(transfer.integer(field));
    return bin != nullptr && bin->integer("product_id") == transfer.integer("product_id") ? bin
                                                                                          : nullptr;
}

std::optional<Refusal> check(const Company& company, const Row& transfer, const Places& places) {
    const Row* const product = company.find("product", transfer.integer("product_id"));
    if (product == nullptr) {
        return bad_field("product_id", "There is no such product.");
    }
    if (places.from == nullptr) {
        return bad_field("bin_holding_from_id", "The product has no such bin.");
    }
    if (places.to == nullptr) {
        return bad_field("bin_holding_to_id", "The product has no such bin.");
    }
    if (places.from == places.to) {
        return bad_field("bin_holding_to_id", "It is the same bin.");
    }
    const std::string_view traced = product->text("traceable_type");
    if (!traced.empty() && traced != "EnumTraceableTypeNone") {
        return bad_field("traceable_adjustment_items", "Traceable items have to be named.");
    }
    const Decimal quantity = transfer.number("quantity");
    if (quantity.sign() <= 0) {
        return bad_field("quantity", "The quantity is not above zero.");
    }
    const Decimal there = places.from->number(
        company.behaviours.transfer_allocated_stock ? "quantity_in_stock" : "free_stock_available");
    return there < quantity
               ? std::optional<Refusal>(bad_field(
                     "quantity", fmt::format("Only {} can be transferred.", plain(there))))
               : std::nullopt;
}

Row& holding_of_bin(Company& company, const Row& bin) {
    return *company.table("warehouse_holding").find(bin.integer("warehouse_holding_id"));
}

std::int64_t add_movement(Company& company, const Row& transfer, const Row& bin,
                          const Decimal& quantity, std::int64_t now_ms) {
    const Row& product = *company.find("product", transfer.integer("product_id"));
    Row view = company.make(now_ms);
    view.set_integer("product_id", product.id);
    view.set_text("product_code", product.text("code"));
    view.set_integer("product_group_id", product.integer("product_group_id"));
    view.set_text("transaction_date",
                  transfer.has("date") ? std::string(transfer.text("date"))
                                       : fmt::format("{}T00:00:00Z", simulated::date_of(now_ms)));
    view.set_text("reference", transfer.text("reference"));
    view.set_text("second_reference", transfer.text("second_reference"));
    view.set_text("warehouse_name", holding_of_bin(company, bin).text("warehouse_name"));
    view.set_text("bin_name", bin.text("name"));
    view.set_number("quantity", quantity);
    view.set_text("user_name", company.user_name);
    return company.table("product_transaction_view").add(std::move(view)).id;
}

/// What the control interface tells of it: Sage itself keeps no such record.
void keep(Company& company, Row transfer, const Places& places, std::int64_t id) {
    transfer.id = id;
    transfer.set_text("from", holding_of_bin(company, *places.from).text("warehouse_name"));
    transfer.set_text("to", holding_of_bin(company, *places.to).text("warehouse_name"));
    company.table("stock_transfer").add(std::move(transfer));
}

}  // namespace

std::optional<Refusal> transfer_stock(Company& company, std::string_view body,
                                      std::int64_t now_ms) {
    Row transfer;
    if (auto refusal = read_body(company, "stock_transfer", body, transfer)) {
        return refusal;
    }
    const Places places = {bin_at(company, transfer, "bin_holding_from_id"),
                           bin_at(company, transfer, "bin_holding_to_id")};
    if (auto refusal = check(company, transfer, places)) {
        return refusal;
    }
    const Decimal quantity = transfer.number("quantity");
    change_bin(*places.from, -quantity, Decimal());
    change_bin(*places.to, quantity, Decimal());
    change_holding(company, holding_of_bin(company, *places.from), -quantity, Decimal());
    change_holding(company, holding_of_bin(company, *places.to), quantity, Decimal());
    std::int64_t first = 0;
    if (!company.behaviours.transfer_is_one_movement) {
        first =
            add_movement(company, transfer, *places.from,
                         company.behaviours.stock_out_is_negative ? -quantity : quantity, now_ms);
    }
    const std::int64_t last = add_movement(company, transfer, *places.to, quantity, now_ms);
    keep(company, std::move(transfer), places, first == 0 ? last : first);
    return std::nullopt;
}

}  // namespace sage::simulated_sage200
