// SPDX-License-Identifier: Apache-2.0
// The queries that fill the catalogue. Private to catalogue*.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugins/intacct/settings.h"
#include "sage-adapter/transport/transport.h"

namespace sage::intacct {

inline constexpr std::string_view universal_product_code = "itemDetails.universalProductCode";
inline constexpr std::string_view tax_id = "taxId";
inline constexpr std::string_view postal_zone = "contacts.primary.mailingAddress.postCode";

/// One query of the catalogue. `identifier` names the field that becomes the record's id.
struct Source {
    std::string_view kind;
    std::string_view object;
    std::string_view identifier;
    std::vector<std::string> fields;
    /// Sage may refuse such a read for want of a subscription or a permission; then the catalogue
    /// has none of the kind, and what depends on it is not checked.
    bool optional = false;
};

/// All there are, in the order in which they are read. Constant.
const std::vector<Source>& sources();
/// Null: that kind is not read by a query.
const Source* source_of(std::string_view wanted);
/// What only some settings ask for is not read for others.
bool is_needed(const Settings& settings, std::string_view wanted);
/// The fields to ask for.
std::vector<std::string> fields_of(const Settings& settings, const Source& source);

// ---- catalogue_changes.cpp
// -----------------------------------------------------------------------------------

/// The field by which Sage tells what was changed.
inline constexpr std::string_view modified_field = "audit.modifiedDateTime";

/// Whether it is asked for what was changed, where there is much of it.
bool tells_changes(const Source& source);
/// CatalogueRead::form: with other fields, or of another entity, all is to be read again.
std::string form_of(const Settings& settings, const Source& source);

}  // namespace sage::intacct
