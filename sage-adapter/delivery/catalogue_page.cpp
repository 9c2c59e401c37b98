// SPDX-License-Identifier: Apache-2.0
// One page of Sage's master data: by a request to its server, or by a query of the company's
// database. A query needs no token, takes no place among the exchanges and says nothing of the
// server, so that neither breaker nor pace hears of it.
#include "sage-adapter/delivery/delivery.h"

namespace sage {
bool Delivery::next_page_is_queried() const {
    if (parts_.source == nullptr) {
        return false;
    }
    std::optional<CatalogueRead> read;
    if (refresh_.reading.has_value()) {
        read = refresh_.reading->next();
    } else if (const std::vector<CatalogueRead> reads = parts_.company.catalogue_reads();
               !reads.empty()) {
        read = reads.front();
    }
    // All was read: nothing is asked any more.
    return !read.has_value() || parts_.company.catalogue_query(*read).has_value();
}

Result<CataloguePage> Delivery::ask_for_page(const CatalogueRead& read,
                                             const Cancelled& cancelled) {
    if (parts_.source != nullptr) {
        if (const std::optional<Query> query = parts_.company.catalogue_query(read)) {
            return query_page(read, *query);
        }
    }
    const Evidence evidence = exchange(parts_.company.catalogue_request(read), cancelled);
    if (evidence.outcome != Outcome::answered) {
        return Error(Status::remote,
                     Problem{"catalogue.no_answer", "",
                             "Reading " + read.kind + " from Sage failed: " + evidence.reason + ".",
                             "Nothing to do: it is tried again by itself.", Owner::it});
    }
    return parts_.company.read_catalogue_page(read, evidence.reply);
}

Result<CataloguePage> Delivery::query_page(const CatalogueRead& read, const Query& query) {
    const Result<QueryAnswer> answer = this->query(query);
    {
        const std::lock_guard lock(catalogue_mutex_);
        source_error_ = answer.ok() ? std::nullopt : std::optional(answer.error());
    }
    return answer.ok() ? parts_.company.read_catalogue_rows(read, answer.value())
                       : Result<CataloguePage>(answer.error());
}

}  // namespace sage
