// SPDX-License-Identifier: Apache-2.0
// A question to Sage that changes nothing: by a request to its server, or by a query of the
// company's database where the edition makes one of it. The login is lent for one query.
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

Evidence unanswered(std::string reason) {
    return Evidence{Outcome::not_sent, {}, std::move(reason), 0};
}

}  // namespace

Result<QueryAnswer> Delivery::query(const Query& question) {
    Result<DataSourceLogin> login =
        login_of(connection_.data_source.value_or(DataSourceOptions()), parts_.secrets);
    if (!login.ok()) {
        return std::move(login).error();
    }
    const Finally wiped([&] {
        wipe(login.value().user);
        wipe(login.value().password);
    });
    return parts_.source->read(question, login.value(), connection_.reply_ms_max);
}

Evidence Delivery::ask(const Request& question, const Cancelled& cancelled) {
    const std::optional<Query> asked =
        parts_.source == nullptr ? std::nullopt : parts_.company.document_query(question);
    if (!asked.has_value()) {
        return exchange(question, cancelled);
    }
    if (cancelled && cancelled()) {
        return unanswered("called back before it was asked");
    }
    const Result<QueryAnswer> answer = query(*asked);
    if (!answer.ok()) {
        return unanswered(answer.error().first().cause);
    }
    // What is missing would be taken for proof that it is not there.
    if (answer.value().more) {
        return unanswered("the database holds more rows than are read at once");
    }
    return Evidence{Outcome::answered, parts_.company.document_reply(question, answer.value()), "",
                    0};
}

}  // namespace sage
