// SPDX-License-Identifier: Apache-2.0
// A company, its catalogue and its documents, as every test of the edition needs them.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "plugins/intacct/intacct.h"
#include "sage-adapter/base/json.h"
#include "tests/unit/document/messages.h"

namespace sage::intacct::sample {

namespace json = boost::json;

inline constexpr std::string_view reference = "WQ3M8Z5T0R7P2A9K4C";
inline constexpr std::string_view key = "6f9619ff-8b86-8011-b42d-00c04fc964ff";
inline constexpr std::string_view settings_json = R"({
  "companyId": "northwind", "userId": "wms", "entity": "100",
  "definitions": {"salesOrder": "Sales Order", "despatchAdvice": "Sales Invoice",
                  "returnAdvice": "Sales Return",
                  "inventoryIncrease": "Inventory Adjustment Increase",
                  "inventoryDecrease": "Inventory Adjustment Decrease"},
  "guestCustomer": "GUEST", "chargeItems": {"POST": "CARRIAGE"},
  "warehouses": {"MAIN": {"warehouse": "WH1", "location": "100"}},
  "units": {"C62": "Each", "EA": "Each"},
  "taxDetails": {"STANDARD": "UK Sale Goods Standard Rate"},
  "fields": {"externalReference": "nsp::WMS_REFERENCE", "despatchId": "referenceNumber",
             "orderLineReference": "nsp::WMS_ORDER_LINE"}})";

std::string file(const std::filesystem::path& path);

std::filesystem::path source();

json::value parsed(std::string_view text);

/// The settings above with members replaced or, with null, removed.
std::string changed_settings(std::string_view changes);

Settings settings(std::string_view changes = "{}");

Document document(const json::value& message);

/// One of host-api/schemas/examples.
Document document(const char* name);

/// An example with the value at a pointer replaced.
Document document(const char* name, const std::string& pointer, const std::string& value);

CatalogueRecord record(std::string_view kind_of, std::string_view id,
                       std::map<std::string, std::string, std::less<>> fields = {});

std::vector<CatalogueRecord> records();

Catalogue catalogue();

/// The catalogue without one record.
Catalogue without(std::string_view kind_of, std::string_view id);

/// The catalogue with one record changed.
template <class Change>
Catalogue catalogue_with(std::string_view kind_of, std::string_view id, Change change) {
    std::vector<CatalogueRecord> all = records();
    for (CatalogueRecord& one : all) {
        if (one.kind == kind_of && one.id == id) {
            change(one);
        }
    }
    return {std::move(all), 1};
}

/// prepare() with everything the core would give.
Preparation prepared(const Document& subject, const Settings& chosen = settings(),
                     const Catalogue& known = catalogue(), const std::vector<Related>& related = {},
                     const std::vector<Observation>& seen = {});

template <class Kind>
Kind expect_kind(const Preparation& preparation) {
    const Kind* found = std::get_if<Kind>(&preparation);
    if (found == nullptr) {
        ADD_FAILURE() << "another preparation: " << preparation.index();
        if (const Hold* hold = std::get_if<Hold>(&preparation)) {
            ADD_FAILURE() << hold->problem.code << ": " << hold->problem.cause;
        }
        return {};
    }
    return *found;
}

Send sent(const char* example_name = "despatchAdvice");

/// A problem says everything a person needs.
void expect_complete(const Problem& problem);

Reply reply(int status, std::string body, std::vector<Header> headers = {});

}  // namespace sage::intacct::sample
