// SPDX-License-Identifier: Apache-2.0
// Settings, catalogue and bins for the tests of movements of stock.
#pragma once

#include "plugins/sage200/map_stock.h"
#include "tests/unit/sage200/sample.h"

namespace sage::sage200::sample {

/// Transfers are posted; what is taken away goes to SCRAP. `more` are members of stockTransfers.
inline Settings stock_settings(const std::string& more = R"("writeOffWarehouse":"SCRAP")") {
    return settings(R"({"stockDocuments":"transfers","stockTransfers":{)" + more +
                    R"(},"salesOrders":{"warehouses":{"MAIN":"HOME","OUTLET":"NORTH"}}})");
}

inline Catalogue stock_catalogue(std::vector<CatalogueRecord> added = {}) {
    added.push_back(record(kind::warehouse, "NORTH", "302"));
    added.push_back(record(kind::warehouse, "SCRAP", "303"));
    return order_catalogue(std::move(added));
}

/// What Sage answers of the bins of a product: "warehouse's key/name of the bin".
inline Observation bins(const std::vector<std::string>& all = {"301/Unspecified", "302/Unspecified",
                                                               "303/Unspecified"}) {
    std::string body = "[";
    int id = 900;
    for (const std::string& one : all) {
        body += (body.size() > 1 ? "," : "") + std::string(R"({"id":)") + std::to_string(++id) +
                R"(,"product_id":201,"name":")" + one.substr(one.find('/') + 1) +
                R"(","warehouse_holding":{"id":1,"warehouse_id":)" + one.substr(0, 3) + "}}";
    }
    return {"bins of the product", {200, {}, body + "]"}};
}

/// A document with so many lines, of which the others are of the product OTHER.
inline Document of_lines(const char* name, std::size_t lines) {
    Document document = sample::document(name);
    document.in_transit = false;
    while (document.lines.size() < lines) {
        Line line = document.lines.front();
        line.id = std::to_string(document.lines.size() + 1);
        line.item.sellers_item_id = "OTHER";
        document.lines.push_back(line);
    }
    return document;
}

/// prepare() once the bins are known.
inline Preparation moved(const Document& subject, const Settings& chosen = stock_settings(),
                         const std::vector<Related>& related = {},
                         const Catalogue& known = stock_catalogue(),
                         const std::vector<Observation>& seen = {bins()}) {
    return prepare(chosen, {subject, known, reference, key, "2026-11-24", related, seen});
}

/// A step of the document that is in Sage.
inline Related moved_line(const Document& document, const std::string& line) {
    Related related;
    related.message_type = document.envelope.message_type;
    related.document_id = document.id + "/" + line;
    related.posted = true;
    related.sage_document.type = transfer_type;
    related.sage_document.key = "7001";
    return related;
}

}  // namespace sage::sage200::sample
