// SPDX-License-Identifier: Apache-2.0
// A company, its catalogue and its documents, as every test of the mapping needs them.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "plugins/sage200/sage200.h"
#include "tests/unit/document/messages.h"

namespace sage::sage200::sample {

inline constexpr std::string_view reference = "WQ3M8Z5T0R7P2A9K4C";
inline constexpr std::string_view key = "6f9619ff-8b86-8011-b42d-00c04fc964ff";

/// Settings that post the examples, with members replaced or, with null, removed.
std::string changed_settings(std::string_view changes = "{}");
Settings settings(std::string_view changes = "{}");
/// "code pointer" of each problem that read_settings() finds.
std::vector<std::string> problems_of(std::string_view changes);

/// One of host-api/schemas/examples, with the value at a pointer replaced.
Document document(const char* name = "despatchAdvice");
Document document(const char* name, const std::string& pointer, const std::string& value);
Document document(const boost::json::value& message);

/// Settings whose despatches become orders and their despatches.
Settings order_settings(std::string_view changes = "{}");
std::vector<std::string> problems_of_orders(std::string_view changes);

CatalogueRecord record(std::string_view kind, std::string_view id, std::string_view sage_key,
                       std::map<std::string, std::string, std::less<>> fields = {});
std::vector<CatalogueRecord> records();
Catalogue catalogue();
/// Without one record, or with one more, which replaces one of the same id.
Catalogue without(std::string_view kind, std::string_view id);
Catalogue with_record(CatalogueRecord record);

/// With what orders need besides; `added` replaces records of the same kind and id.
Catalogue order_catalogue(std::vector<CatalogueRecord> added = {});
Catalogue order_catalogue_without(std::string_view kind, std::string_view id);

/// prepare() with everything the core would give.
Preparation prepared(const Document& subject, const Settings& chosen = settings(),
                     const Catalogue& known = catalogue(),
                     const std::vector<Related>& related = {});
Related posted_despatch(const std::string& id);
/// An order that is posted as 5001, number 70001: the warehouse's with that id, or one that was
/// made for the despatch with that id.
Related posted_order(const std::string& id);

template <class Kind>
Kind expect_kind(const Preparation& preparation) {
    const Kind* const found = std::get_if<Kind>(&preparation);
    if (found == nullptr) {
        ADD_FAILURE() << "another preparation: " << preparation.index();
        if (const Hold* const hold = std::get_if<Hold>(&preparation)) {
            ADD_FAILURE() << hold->problem.code << ": " << hold->problem.cause;
        }
        return {};
    }
    return *found;
}
/// The body of what is sent.
boost::json::value body_of(const Preparation& preparation);
/// What holds it: "code pointer root cause".
std::string held_by(const Preparation& preparation);

/// A problem says everything a person needs.
void expect_complete(const Problem& problem);

}  // namespace sage::sage200::sample
