// SPDX-License-Identifier: Apache-2.0
// The catalogue from HyperAccounts: what is not wholly a list is unavailable, and a list of
// customers without any is none, because a search for a column that there is not finds nothing.
#include "plugins/sage50/catalogue.h"

#include <algorithm>

#include "plugins/sage50/catalogue_source.h"

namespace sage::sage50 {
namespace {

/// Searches show their rows under the members' names.
Row renamed(const Source& source, const Row& row) {
    Row renamed;
    for (const SourceColumn& column : source.columns) {
        if (!column.member.empty()) {
            renamed.emplace(column.name, value_in(row, column.member));
        }
    }
    return renamed;
}

Error unavailable(std::string code, std::string cause) {
    return {Status::remote,
            Problem{"sage50.catalogue." + std::move(code), "", std::move(cause),
                    "Nothing to do at first: it is asked again. If it stays, look at the log of "
                    "HyperAccounts.",
                    Owner::it}};
}

Result<std::vector<Row>> rows_in(const Source& source, const Reply& reply) {
    if (source.kind != kind::company && source.kind != kind::interface_company) {
        return read_rows(reply);
    }
    Result<Row> record = read_record(reply);
    if (!record.ok()) {
        return std::move(record).error();
    }
    return std::vector<Row>{std::move(record).value()};
}

}  // namespace

std::vector<CatalogueRead> catalogue_reads(const CatalogueScope& scope) {
    std::vector<CatalogueRead> reads;
    const auto add = [&](std::string_view kind) {
        const Source& source = *source_of(kind);
        CatalogueRead read;
        read.kind = kind;
        if (scope.by_query && source.tells_changes()) {
            read.object = source.table;
            read.form = "4";  // Grows when rows become other records than before.
        }
        reads.push_back(std::move(read));
    };
    for (const std::string_view kind : {kind::company, kind::tax_code, kind::nominal_code,
                                        kind::department, kind::customer, kind::product}) {
        add(kind);
    }
    if (scope.by_query && scope.interface) {
        add(kind::interface_company);
    }
    if (scope.by_query) {
        add(kind::currency);
    }
    if (scope.couriers) {
        add(kind::courier);
    }
    if (scope.delivery_addresses) {
        add(kind::delivery_address);
    }
    return reads;
}

Request catalogue_request(const Books& books, const CatalogueRead& read) {
    const Source& source = *source_of(read.kind);
    return source.search ? search(books, source.target, {{"RECORD_DELETED", "eq", "0"}}, Match::all)
                         : get(books, source.target);
}

Result<CataloguePage> read_catalogue_page(const CatalogueRead& read, const Reply& reply) {
    const Source& source = *source_of(read.kind);
    Result<std::vector<Row>> rows = rows_in(source, reply);
    if (!rows.ok()) {
        return std::move(rows).error();
    }
    CataloguePage page;
    for (const Row& row : rows.value()) {
        if (std::optional<CatalogueRecord> record = record_of(read.kind, renamed(source, row))) {
            page.records.push_back(*std::move(record));
        }
    }
    const bool is_needed = read.kind == kind::customer || read.kind == kind::company ||
                           read.kind == kind::interface_company;
    if (page.records.empty() && is_needed) {
        return unavailable("nothing_shown", "HyperAccounts shows no " + read.kind +
                                                " at all, which no company is without.");
    }
    return page;
}

}  // namespace sage::sage50
