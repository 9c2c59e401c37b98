// SPDX-License-Identifier: Apache-2.0
// One page of Sage's master data: by a request to its server, or by a query of the company's
// database. A query needs no token, takes no place among the exchanges and says nothing of the
// server, so that neither breaker nor pace hears of it.
#include <utility>

#include "sage-adapter/base/finally.h"
#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/transport/wipe.h"

namespace sage {
namespace {

Result<DataSourceLogin> login_of(const DataSourceOptions& options, Secrets* secrets) {
    DataSourceLogin login;
    for (const auto& [name, text] : {std::pair(&options.user_name_secret, &login.user),
                                     std::pair(&options.password_secret, &login.password)}) {
        if (name->empty() || secrets == nullptr) {
            continue;
        }
        Result<std::string> secret = secrets->get(*name);
        if (!secret.ok()) {
            wipe(login.user);
            return std::move(secret).error();
        }
        *text = std::move(secret).value();
    }
    return login;
}

}  // namespace

Result<QueryAnswer> Delivery::ask_source(const Query& query) {
    Result<DataSourceLogin> login =
        login_of(connection_.data_source.value_or(DataSourceOptions()), parts_.secrets);
    if (!login.ok()) {
        return std::move(login).error();
    }
    const Finally wiped([&] {
        wipe(login.value().user);
        wipe(login.value().password);
    });
    return parts_.source->read(query, login.value(), connection_.reply_ms_max);
}

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
    const Result<QueryAnswer> answer = ask_source(query);
    {
        const std::lock_guard lock(catalogue_mutex_);
        source_error_ = answer.ok() ? std::nullopt : std::optional(answer.error());
    }
    return answer.ok() ? parts_.company.read_catalogue_rows(read, answer.value())
                       : Result<CataloguePage>(answer.error());
}

}  // namespace sage
