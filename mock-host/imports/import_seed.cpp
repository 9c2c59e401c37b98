// SPDX-License-Identifier: Apache-2.0
#include "mock-host/imports/import_seed.h"

namespace wms {

namespace {

constexpr const char* kGuest = "GUEST";

std::string name_or(const std::string& name, const std::string& otherwise) {
    return name.empty() ? otherwise : name;
}

}  // namespace

void ImportSeed::add(const Order& order) {
    sites_.insert(order.site);
    if (!order.customer.id.empty()) {
        customers_.try_emplace(
            order.customer.id,
            SeedCustomer{order.customer.id, name_or(order.customer.name, order.customer.id),
                         name_or(order.customer.country_code, "GB")});
    }
    for (const OrderLine& line : order.lines) {
        items_.try_emplace(line.item, name_or(line.item_name, line.item));
        stock_[{line.item, order.site}] += line.ordered;
    }
    for (const Charge& charge : order.charges) {
        charges_.try_emplace(charge.code, name_or(charge.reason, charge.code));
    }
}

Seed ImportSeed::seed() const {
    Seed seed;
    for (const std::string& site : sites_) {
        seed.locations.emplace_back(site, site);
    }
    seed.guest_customer = kGuest;
    seed.customers.push_back({kGuest, "Guests", "GB"});
    for (const auto& [id, customer] : customers_) {
        seed.customers.push_back(customer);
    }
    for (const auto& [id, name] : items_) {
        seed.items.push_back({id, name, false});
    }
    for (const auto& [code, reason] : charges_) {
        seed.items.push_back({code, reason, true});
    }
    for (const auto& [key, quantity] : stock_) {
        seed.stock.push_back({key.first, key.second, quantity});
    }
    return seed;
}

}  // namespace wms
