// SPDX-License-Identifier: Apache-2.0
#include "tests/crash/pairs.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <ostream>

namespace sage::testing {
namespace {

namespace json = boost::json;

std::string plugin_of(const std::string& edition) {
    return (std::filesystem::path(SAGE_PLUGIN_FILE).parent_path() / ("sage_" + edition + ".so"))
        .string();
}

std::vector<Pair> pairs_of_sage_200() {
    Pair ledger{"sage200", plugin_of("sage200"), "sqlite", "", "sales_"};
    ledger.looked_up = true;
    ledger.share = 10;
    Pair orders = ledger;
    orders.settings = R"({"despatchBecomes":"salesOrderAndDespatch",)"
                      R"("salesOrders":{"warehouses":{"MAIN":"MAIN"}}})";
    orders.posts_to = "sop_";
    orders.by_orders = true;
    return {ledger, orders};
}

std::vector<Pair> pairs_of_sage_50() {
    Pair invoices{"sage50", plugin_of("sage50"), "sqlite", "", "/api/salesInvoice"};
    // Where it posts to the ledger as well, no refusal is definite.
    invoices.settings = R"({"updateLedgers":false})";
    invoices.looked_up = true;
    invoices.refusal =
        R"("action":"reply","status":200,"headers":{"Content-Type":"application/json"},)"
        R"("body":"{\"success\":false,\"code\":500,\"response\":null,)"
        R"(\"message\":\"SDO error 78: the net value is zero\"}")";
    invoices.share = 20;
    Pair orders = invoices;
    orders.settings = R"({"despatchBecomes":"salesOrderAndDespatch"})";
    orders.posts_to = "/api/salesOrder";
    orders.by_orders = true;
    // Who asks for the order of one asks for those of all.
    orders.refusal.clear();
    orders.share = 40;
    // Nothing of Sage can be read: what waits for its import ends by a person's word alone.
    Pair files{"sage50", plugin_of("sage50"), "sqlite", ""};
    files.settings = R"({"address":null,"certificateAuthorityFile":null,"authTokenSecret":null,)"
                     R"("updateLedgers":null,"taxRates":{"T1":"20","T0":"0"},)"
                     R"("customerMatching":{"accountCodes":{"CUST-001":"CUST001"}}})";
    files.by_files = true;
    files.share = 20;
    return {invoices, orders, files};
}

/// "DN-100001" in "Despatch DN-100001, parcels 1ZDN-100001".
std::string number_in(const std::string& text) {
    constexpr std::size_t prefix = 3;  // "DN-"
    const std::size_t at = text.find("DN-");
    if (at == std::string::npos) {
        return "";
    }
    const std::size_t end = text.find_first_not_of("0123456789", at + prefix);
    return text.substr(at, end == std::string::npos ? end : end - at);
}

}  // namespace

const std::vector<Pair>& all_pairs() {
    static const std::vector<Pair> all = [] {
        Pair first{"intacct", SAGE_PLUGIN_FILE, "sqlite", ""};
        first.refusal = R"("action":"reply","status":422,"body":"{\"ia::result\":{\"ia::error\":{)"
                        R"(\"code\":\"invalidRequest\",\"message\":\"Amount is wrong\"}}}")";
        std::vector<Pair> pairs = {first};
        for (const auto& more : {pairs_of_sage_200(), pairs_of_sage_50()}) {
            pairs.insert(pairs.end(), more.begin(), more.end());
        }
        return pairs;
    }();
    return all;
}

Pair pair_on_a_server() {
    return {"intacct", SAGE_PLUGIN_FILE, "postgresql", ""};
}

std::vector<Pair> pairs_over_a_network() {
    std::vector<Pair> pairs = all_pairs();
    std::erase_if(pairs, [](const Pair& one) { return one.by_files; });
    return pairs;
}

std::vector<Pair> pairs_by_files() {
    std::vector<Pair> pairs = all_pairs();
    std::erase_if(pairs, [](const Pair& one) { return !one.by_files; });
    return pairs;
}

std::vector<Pair> pairs_of_one_step() {
    std::vector<Pair> pairs = all_pairs();
    std::erase_if(pairs, [](const Pair& one) { return one.by_orders; });
    return pairs;
}

std::string merged(const std::string& configuration, const std::string& settings) {
    json::object all = json::parse(configuration).as_object();
    if (!settings.empty()) {
        const json::value more = json::parse(settings);
        for (const auto& [name, value] : more.as_object()) {
            if (value.is_null()) {
                all.erase(name);
            } else {
                all[name] = value;
            }
        }
    }
    return json::serialize(all);
}

std::string name_of(const Pair& pair) {
    const std::string way = pair.by_orders ? "_orders_" : pair.by_files ? "_files_" : "_";
    return pair.edition + way + pair.store;
}

void PrintTo(const Pair& pair, std::ostream* out) {
    *out << name_of(pair);
}

std::string number_of(const wms::SageDocument& document, const Pair& pair) {
    if (pair.edition == "sage50") {
        return number_in(document.reference + " " + document.tracking);
    }
    constexpr std::size_t prefix = 2;  // "1Z"
    return pair.by_orders && document.tracking.size() > prefix ? document.tracking.substr(prefix)
                                                               : document.reference;
}

bool follows_an_order(const wms::SageDocument& document, const Pair& pair) {
    return pair.edition == "sage50" && pair.by_orders && document.effect == "sale";
}

}  // namespace sage::testing
