// SPDX-License-Identifier: Apache-2.0
// A company, its catalogue and its documents, as every test of the mapping needs them.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "plugins/sage50/map.h"
#include "tests/unit/document/messages.h"

namespace sage::sage50::sample {

inline constexpr std::string_view reference = "WQ3M8Z5T0R7P2A9K4C";
inline constexpr std::string_view key = "6f9619ff-8b86-8011-b42d-00c04fc964ff";
inline constexpr std::string_view company_id = "{7C9E6679-7425-40DE-944B-E07FC1F90AE7}";

/// Settings that post the examples, with members replaced or, with null, removed.
std::string changed_settings(std::string_view changes = "{}");
Settings settings(std::string_view changes = "{}");
/// "code pointer" of each problem that read_settings() finds.
std::vector<std::string> problems_of(std::string_view changes);

/// One of host-api/schemas/examples, with the value at a pointer replaced.
Document document(const char* name = "despatchAdvice");
Document document(const char* name, const std::string& pointer, const std::string& value);
Document document(const boost::json::value& message);

using Fields = std::map<std::string, std::string, std::less<>>;
CatalogueRecord record(std::string_view kind, std::string_view id, Fields fields = {});
CatalogueRecord inactive(std::string_view kind, std::string_view id);
std::vector<CatalogueRecord> records();
Catalogue catalogue();
/// Without one record, or with one more, which replaces one of the same id.
Catalogue without(std::string_view kind, std::string_view id);
Catalogue with_record(CatalogueRecord record);
/// With other fields of the company.
Catalogue of_company(Fields fields);

/// prepare() with everything the core would give.
Preparation prepared(const Document& subject, const Settings& chosen = settings(),
                     const Catalogue& known = catalogue(), const std::vector<Related>& related = {},
                     const std::vector<Observation>& seen = {});
/// As an invoice of the number 1301.
Related posted_despatch(const std::string& id);

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
/// The value at that place of the body that is sent, numbers in their digits; "" where nothing is.
std::string sent(const Preparation& preparation, std::string_view pointer);
/// Entries of its list of items.
std::size_t items_of(const Preparation& preparation);
/// What holds it: "code pointer root cause".
std::string held_by(const Preparation& preparation);
/// "code field" of each remark on what is sent, or on what it is about where nothing is.
std::vector<std::string> remarks_on(const Preparation& preparation);

/// A problem says everything a person needs.
void expect_complete(const Problem& problem);

}  // namespace sage::sage50::sample
