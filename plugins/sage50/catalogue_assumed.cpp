// SPDX-License-Identifier: Apache-2.0
// The catalogue of a company of which nothing can be read: a folder to write to and no data source.
// The company and its tax codes are those of the settings; the account and the products that a
// document names are taken for there, where Sage can import their codes. What is not there Sage
// refuses when the file is imported, before the eyes of the person who does that.
#include <algorithm>

#include "plugins/sage50/import_file.h"
#include "plugins/sage50/map.h"

namespace sage::sage50 {
namespace {

CatalogueRecord record(std::string_view kind, const std::string& id) {
    CatalogueRecord made;
    made.kind = kind;
    made.id = id;
    made.key = id;
    return made;
}

/// What the records may be called: as the document says, or as the settings say for it.
void add_aliases(const MatchChain& chain, std::vector<std::string>& ids) {
    for (const MatchRule& rule : chain.rules) {
        for (const auto& [code, of_sage] : rule.aliases) {
            ids.push_back(of_sage);
        }
    }
}

std::vector<std::string> accounts_of(const Settings& settings, const Document& document) {
    std::vector<std::string> ids = {document.buyer.id, document.posted_customer,
                                    settings.guest_customer};
    add_aliases(settings.customers.chain, ids);
    return ids;
}

std::vector<std::string> products_of(const Settings& settings, const Document& document) {
    std::vector<std::string> ids = {settings.items.substitute};
    for (const Line& line : document.lines) {
        ids.push_back(line.item.sellers_item_id);
        ids.push_back(line.posted ? line.posted->item : std::string());
    }
    for (const auto& [charge, becomes] : settings.charges) {
        ids.push_back(becomes);
    }
    add_aliases(settings.items.chain, ids);
    return ids;
}

}  // namespace

std::vector<CatalogueRead> assumed_reads() {
    std::vector<CatalogueRead> reads(2);
    reads[0].kind = kind::company;
    reads[1].kind = kind::tax_code;
    return reads;
}

Result<CataloguePage> read_assumed_page(const Settings& settings, const CatalogueRead& read,
                                        const Reply& reply) {
    if (reply.status / 100 != 2) {
        return Error(Status::remote,
                     Problem{"sage50.folder_unclear", "/dropFolder",
                             "The drop folder gave an answer that nobody lists.",
                             "Report this to the vendor of the plugin.", Owner::vendor});
    }
    CataloguePage page;
    if (read.kind == kind::company) {
        page.records.push_back(record(kind::company, settings.company));
        return page;
    }
    for (const auto& [code, rate] : settings.tax_rates) {
        CatalogueRecord known = record(kind::tax_code, code);
        known.fields.emplace(rate_field, rate);
        page.records.push_back(std::move(known));
    }
    return page;
}

Catalogue with_named_records(const Settings& settings, const Document& document,
                             const Catalogue& catalogue) {
    std::vector<CatalogueRecord> records;
    for (const std::string_view kind : {kind::company, kind::tax_code}) {
        for (const CatalogueRecord* const one : catalogue.all(kind)) {
            records.push_back(*one);
        }
    }
    for (const std::string& id : accounts_of(settings, document)) {
        if (is_import_account(id)) {
            records.push_back(record(kind::customer, id));
        }
    }
    for (const std::string& id : products_of(settings, document)) {
        if (is_import_stock_code(id)) {
            records.push_back(record(kind::product, id));
        }
    }
    return {std::move(records), std::max<std::int64_t>(catalogue.read_at_ms(), 1)};
}

}  // namespace sage::sage50
