// SPDX-License-Identifier: Apache-2.0
#include "mock-host/setup/trial.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "mock-host/answer_lacks.h"
#include "mock-host/json_members.h"
#include "mock-host/session.h"

namespace wms {

namespace {

namespace json = boost::json;

constexpr std::int64_t kPageRows = 1'000;
// An address that nobody answers at: what matters is where the browser is sent.
constexpr const char* kRedirectAddress = "https://wms.example/sage";

}  // namespace

Result<CatalogueRows> read_catalogue(Host& host, const std::vector<Question>& questions) {
    std::set<std::string> kinds;
    for (const Question& question : questions) {
        kinds.insert(question.catalogue_kinds.begin(), question.catalogue_kinds.end());
    }
    CatalogueRows catalogue;
    for (const std::string& kind : kinds) {
        std::string after;
        do {
            json::object request{{"query", "catalogue"}, {"kind", kind}, {"limit", kPageRows}};
            if (!after.empty()) {
                request["after"] = after;
            }
            const Result<std::string> page = host.query(json::serialize(request));
            if (!page.ok()) {
                return page.problem();
            }
            const Result<std::string> next = add_catalogue_page(page.value(), catalogue[kind]);
            if (!next.ok()) {
                return next.problem();
            }
            after = next.value();
        } while (!after.empty());
    }
    return catalogue;
}

Result<std::string> company_of(Host& host) {
    const Result<std::string> answer = host.query(R"({"query":"discover"})");
    if (!answer.ok()) {
        return answer.problem();
    }
    boost::system::error_code error;
    const json::value value = json::parse(answer.value(), error);
    const std::string company = error ? std::string() : text_at(value, "company");
    return company.empty() ? Result<std::string>(answer_lacks("discover", "the company"))
                           : Result<std::string>(company);
}

Done Trial::consent(Host& host) const {
    bool browsed = false;
    const Done consented = host.authorise(kRedirectAddress, [&](const std::string& url) {
        browsed = true;
        return parts_.browse(url);
    });
    // By these settings nobody consents: what else is wrong shows when it connects.
    return browsed ? consented : Done(Nothing{});
}

Result<TrialResult> Trial::run(const std::string& configuration, bool with_consent,
                               const std::vector<Question>& questions) const {
    Result<std::unique_ptr<RunFolder>> folder = RunFolder::open({});
    if (!folder.ok()) {
        return folder.problem();
    }
    HostOptions options;
    options.configuration = configuration;
    options.folder = folder.value()->path();
    options.works = false;
    const Result<std::unique_ptr<Host>> host =
        Host::create(*parts_.plugin.table, parts_.plugin.manifest, std::move(options), parts_.clock,
                     parts_.secrets);
    if (!host.ok()) {
        return host.problem();
    }
    Done done = with_consent ? consent(*host.value()) : Done(Nothing{});
    done = done.ok() ? host.value()->connect() : done;
    if (!done.ok()) {
        return done.problem();
    }
    const Result<std::string> answer = host.value()->check();
    if (!answer.ok()) {
        return answer.problem();
    }
    Result<CheckReport> report = read_check(answer.value(), questions);
    Result<CatalogueRows> catalogue = read_catalogue(*host.value(), questions);
    Result<std::string> company = company_of(*host.value());
    if (!report.ok() || !catalogue.ok() || !company.ok()) {
        return !report.ok()      ? report.problem()
               : !catalogue.ok() ? catalogue.problem()
                                 : company.problem();
    }
    return TrialResult{std::move(company).value(), std::move(catalogue).value(),
                       std::move(report).value()};
}

}  // namespace wms
