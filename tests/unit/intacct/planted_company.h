// SPDX-License-Identifier: Apache-2.0
// A simulated company in which one setting of Sage is planted, and what the check then says.
#pragma once

#include <gmock/gmock.h>

#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "plugins/intacct/sage_settings.h"
#include "plugins/intacct/simulator.h"
#include "sage-adapter/base/settings.h"
#include "tests/unit/intacct/sample.h"

namespace sage::intacct::sample {

/// One setting that hurts: how an administrator sets it, and with which of our settings it hurts.
struct Planted {
    std::string code;    ///< without "intacct.settings."
    std::string change;  ///< of POST /control/change; empty: none
    std::string settings = {};
    std::set<std::string> with = {};  ///< what cannot be planted without

    friend void PrintTo(const Planted& planted, std::ostream* out) { *out << planted.code; }
};

class PlantedCompany {
  public:
    /// Nothing hurts in this company: with every kind of document, conversion and late tracking.
    PlantedCompany() {
        control("POST", "/control/seed", R"({
            "items":[{"id":"SKU-100","name":"Lantern","unitCode":"C62","kind":"goods"}],
            "customers":[{"id":"CUST-001","name":"Acme","countryCode":"GB","onHold":false},
                         {"id":"GUEST","name":"Guest","countryCode":"GB","onHold":false}],
            "locations":[{"id":"MAIN","name":"Main"},{"id":"SHOP","name":"Shop"}],
            "taxCodes":[{"id":"STANDARD","percent":"20"}],
            "charges":[{"code":"POST","item":"POST"}],"guestCustomer":"GUEST"})");
        settings_ = parsed(control("GET", "/control/settings", "").body);
        json::object& settings = settings_.at("settings").as_object();
        settings.at("definitions").as_object()["salesOrder"] = "Sales Order";
        settings["sourceDocument"] = "whenPossible";
        settings["lateTracking"] = "patch";
    }

    void change(const std::string& what) { control("POST", "/control/change", what); }

    /// The codes of what the check says, each once, without their beginning.
    std::set<std::string> findings(const std::string& changed_settings = "") {
        json::value settings = settings_.at("settings");
        if (!changed_settings.empty()) {
            const json::value changes = parsed(changed_settings);
            for (const auto& [name, value] : changes.as_object()) {
                if (value.is_null()) {
                    settings.as_object().erase(name);
                } else {
                    settings.as_object()[name] = value;
                }
            }
        }
        const std::string text = json::serialize(settings);
        EXPECT_TRUE(check_settings(text, intacct_edition().settings_schema()).ok()) << text;
        Result<std::unique_ptr<Company>> company = intacct_edition().configure(text);
        EXPECT_TRUE(company.ok()) << text;
        std::set<std::string> codes;
        for (const Problem& problem : company.value()->check(catalogue_of(*company.value()))) {
            expect_complete(problem);
            EXPECT_EQ(problem.cause.find_first_of("{}"), std::string::npos) << problem.cause;
            EXPECT_TRUE(problem.code.starts_with("intacct.settings.")) << problem.code;
            codes.insert(problem.code.substr(17));
            told_.push_back(problem);
        }
        return codes;
    }
    const std::vector<Problem>& told() const { return told_; }

  private:
    Reply control(const char* method, const char* target, const std::string& body) {
        const Reply reply = simulator_->control({method, target, {}, body});
        EXPECT_EQ(reply.status, 200) << target << body << reply.body;
        return reply;
    }

    Catalogue catalogue_of(const Company& company) {
        const json::value& secrets = settings_.at("secrets");
        const auto secret = [&](const char* name) {
            return percent_encoded(secrets.at(name).as_string());
        };
        const Reply token =
            simulator_
                ->handle({"POST",
                          company.connection().token_target,
                          {{"Content-Type", "application/x-www-form-urlencoded"}},
                          "grant_type=client_credentials&client_id=" + secret("intacct.client_id") +
                              "&client_secret=" + secret("intacct.client_secret") +
                              "&username=" + percent_encoded(company.connection().user_name)})
                .reply;
        const std::string bearer =
            "Bearer " + std::string(text_at(parsed(token.body), "/access_token"));
        std::vector<CatalogueRecord> records;
        for (CatalogueRead read : company.catalogue_reads()) {
            do {
                Request request = company.catalogue_request(read);
                request.headers.push_back({"Authorization", bearer});
                const Reply reply = simulator_->handle(request).reply;
                Result<CataloguePage> page = company.read_catalogue_page(read, reply);
                EXPECT_TRUE(page.ok()) << read.kind << read.scope << reply.body;
                EXPECT_TRUE(reply.status == 200 || reply.status == 403)
                    << read.kind << read.scope << reply.body;
                for (CatalogueRecord& record : page.value().records) {
                    records.push_back(std::move(record));
                }
                read.after = page.value().next;
            } while (!read.after.empty());
        }
        return {std::move(records), 1};
    }

    std::unique_ptr<Simulator> simulator_ =
        make_intacct_simulator([] { return std::int64_t{1'764'000'000'000}; }, {});
    json::value settings_;
    std::vector<Problem> told_;
};

inline std::set<std::string> codes_of(const std::vector<SettingRule>& rules) {
    std::set<std::string> codes;
    for (const SettingRule& rule : rules) {
        codes.insert(std::string(rule.code.substr(17)));
    }
    return codes;
}

inline std::set<std::string> codes_of(const std::vector<Planted>& planted) {
    std::set<std::string> codes;
    for (const Planted& one : planted) {
        codes.insert(one.code);
    }
    return codes;
}

/// The name of a test for one planted setting.
inline std::string name_of(const testing::TestParamInfo<Planted>& info) {
    return std::to_string(info.index) + "_" + info.param.code;
}

/// The check says nothing, then the one thing.
inline void expect_told(const Planted& planted) {
    PlantedCompany company;
    EXPECT_THAT(company.findings(), testing::IsEmpty());
    if (!planted.change.empty()) {
        company.change(planted.change);
    }
    std::set<std::string> expected = planted.with;
    expected.insert(planted.code);
    EXPECT_EQ(company.findings(planted.settings), expected);
}

}  // namespace sage::intacct::sample
