// SPDX-License-Identifier: Apache-2.0
// Fields of a document's line that follow from others and are not stored: its key and number, and
// what is left to convert as long as nothing was converted. A tenth of the memory of a busy day.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "plugins/intacct/simulator_company.h"

namespace sage::simulated_intacct {

/// A value that owns its text.
struct Found {
    ValueKind kind = ValueKind::text;
    std::string text;
};

/// Nothing if the line has no such field, stored or derived.
std::optional<Found> line_value(const Company& company, const StoredDocument& document,
                                const Line& line, FieldId field);

/// The fields that line_value() knows although they may not be stored.
std::array<FieldId, 7> derived_fields(const Company& company);

/// A row of tax of a document of accounts receivable: queries show it, the document does not.
bool is_tax_row(const Company& company, const Line& line);

}  // namespace sage::simulated_intacct
