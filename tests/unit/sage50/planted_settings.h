// SPDX-License-Identifier: Apache-2.0
// The company of the samples with one thing changed, and what the rules then tell.
#pragma once

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "plugins/sage50/sage_settings.h"
#include "tests/unit/sage50/sample.h"

namespace sage::sage50::sample {

/// Replaces or adds records; "code pointer" of each problem.
inline std::vector<std::string> told(std::vector<CatalogueRecord> changed,
                                     std::string_view changes = "{}") {
    std::vector<CatalogueRecord> all = records();
    for (CatalogueRecord& one : changed) {
        std::erase_if(all, [&](const CatalogueRecord& other) {
            return other.kind == one.kind && other.id == one.id;
        });
        all.push_back(std::move(one));
    }
    std::vector<std::string> told;
    for (const Problem& problem : harmful_settings(settings(changes), Catalogue(all, 1))) {
        expect_complete(problem);
        EXPECT_EQ(problem.cause.find("{0}"), std::string::npos) << problem.cause;
        told.push_back(problem.code + " " + problem.pointer);
    }
    return told;
}

inline CatalogueRecord company(Fields fields) {
    fields.emplace("quantityPlaces", "2");
    fields.emplace("pricePlaces", "3");
    return record(kind::company, company_id, std::move(fields));
}

}  // namespace sage::sage50::sample
