// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/edition.h"

#include "sage-adapter/mapping/correction.h"

namespace sage {

std::optional<Document> Company::precursor(const Document& /*document*/,
                                           const std::vector<Related>& /*related*/) const {
    return std::nullopt;
}

std::optional<Hold> Company::corrected_by_hand(const std::vector<Document>& /*corrections*/,
                                               const std::vector<Related>& /*related*/) const {
    return std::nullopt;
}

Amounts Company::line_amounts(const Document&, const Line& line, const Catalogue&) const {
    return stated_amounts(line);
}

Amounts Company::charge_amounts(const Document&, const AllowanceCharge& charge,
                                const Catalogue&) const {
    return stated_amounts(charge);
}

Allowance Company::allowance(const Reply&) const {
    return {};
}

TokenRefusal Company::token_refusal(const Request&, const Reply& reply) const {
    constexpr int unauthorised = 401;
    return reply.status == unauthorised ? TokenRefusal::refused : TokenRefusal::none;
}

std::optional<Hold> Company::awaited(const Send&, std::string_view) const {
    return std::nullopt;
}

std::optional<Query> Company::arrival_query(const Send&, std::string_view) const {
    return std::nullopt;
}

LookUp Company::read_arrival(const Send&, std::string_view, const QueryAnswer&) const {
    return {};
}

std::optional<Hold> Company::stops_posting(const std::vector<Difference>&) const {
    return std::nullopt;
}

std::vector<Sought> Company::sought(const Document&, const Send&) const {
    return {};
}

Facts Company::shadow_facts(const Send&) const {
    return {};
}

std::optional<SessionRules> Company::session_rules() const {
    return std::nullopt;
}

std::optional<Query> Company::catalogue_query(const CatalogueRead&) const {
    return std::nullopt;
}

Result<CataloguePage> Company::read_catalogue_rows(const CatalogueRead&, const QueryAnswer&) const {
    return Error(Status::unsupported,
                 Problem{"catalogue.no_query", "", "This edition reads no database.",
                         "Report this to the vendor of the plugin.", Owner::vendor});
}

std::optional<Query> Company::document_query(const Request&) const {
    return std::nullopt;
}

Reply Company::document_reply(const Request&, const QueryAnswer&) const {
    return {};
}

bool Company::needs_session(const Request&) const {
    return false;
}

Request Company::ask_for_session() const {
    return {};
}

Result<GrantedSession> Company::read_session(const Reply&) const {
    return Error(Status::unsupported,
                 Problem{"auth.session.unsupported", "", "This edition uses no sessions.",
                         "Report this to the vendor of the plugin.", Owner::vendor});
}

void Company::enter_session(Request&, const SessionCredentials&) const {}

bool Company::session_refused(const Reply&) const {
    return false;
}

std::vector<Difference> differences(const Facts& expected, const Facts& found) {
    std::vector<Difference> result;
    for (const auto& [field, value] : expected) {
        const auto other = found.find(field);
        const std::string seen = other == found.end() ? std::string() : other->second;
        if (seen != value) {
            result.push_back({field, value, seen});
        }
    }
    return result;
}

}  // namespace sage
