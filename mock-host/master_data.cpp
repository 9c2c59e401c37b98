// SPDX-License-Identifier: Apache-2.0
// Records to JSON, five hundred at a time.
#include "mock-host/master_data.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace wms {

namespace {

namespace json = boost::json;

constexpr std::size_t kBatch = 500;

template <class Record, class Encode>
void add_batches(std::vector<std::string>& requests, const char* name,
                 const std::vector<Record>& records, Encode encode) {
    for (std::size_t begin = 0; begin < records.size(); begin += kBatch) {
        json::array batch;
        const std::size_t end = std::min(begin + kBatch, records.size());
        for (std::size_t index = begin; index < end; ++index) {
            batch.push_back(encode(records[index]));
        }
        requests.push_back(json::serialize(json::object{{name, std::move(batch)}}));
    }
}

json::object item_of(const SeedItem& item) {
    return {{"id", item.id},
            {"name", item.name},
            {"unitCode", "C62"},
            {"kind", item.charge ? "charge" : "goods"}};
}

json::object customer_of(const SeedCustomer& customer) {
    json::object object{{"id", customer.id}, {"name", customer.name}, {"onHold", false}};
    if (!customer.country_code.empty()) {
        object["countryCode"] = customer.country_code;
    }
    return object;
}

}  // namespace

std::vector<std::string> seed_requests(const Seed& seed) {
    std::vector<std::string> requests;
    json::object general;
    json::array locations;
    for (const auto& [id, name] : seed.locations) {
        locations.push_back(json::object{{"id", id}, {"name", name}});
    }
    general["locations"] = std::move(locations);
    general["taxCodes"] =
        json::array{json::object{{"id", seed.tax_code}, {"percent", seed.tax_percent}}};
    if (!seed.closed_until.empty()) {
        general["closedUntil"] = seed.closed_until;
    }
    requests.push_back(json::serialize(general));

    add_batches(requests, "items", seed.items, item_of);
    add_batches(requests, "customers", seed.customers, customer_of);
    std::vector<SeedItem> charges;
    std::copy_if(seed.items.begin(), seed.items.end(), std::back_inserter(charges),
                 [](const SeedItem& item) { return item.charge; });
    add_batches(requests, "charges", charges, [](const SeedItem& item) {
        return json::object{{"code", item.id}, {"item", item.id}};
    });
    if (!seed.guest_customer.empty()) {
        requests.push_back(json::serialize(json::object{{"guestCustomer", seed.guest_customer}}));
    }
    add_batches(requests, "stock", seed.stock, [](const SeedStock& figure) {
        return json::object{{"item", figure.item},
                            {"location", figure.location},
                            {"quantity", figure.quantity.text()}};
    });
    return requests;
}

Done plant(Control& control, const Seed& seed_data) {
    for (const std::string& request : seed_requests(seed_data)) {
        const Done sent = seed(control, request);
        if (!sent.ok()) {
            return sent.problem();
        }
    }
    return Nothing{};
}

}  // namespace wms
