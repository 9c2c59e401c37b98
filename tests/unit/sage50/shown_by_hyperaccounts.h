// SPDX-License-Identifier: Apache-2.0
// What both faces of Sage 50 show of a record: the tables show more.
#pragma once

#include "plugins/sage50/catalogue_source.h"

namespace sage::test {

/// A record of the tables as HyperAccounts would make it.
inline CatalogueRecord as_shown_by_hyperaccounts(CatalogueRecord record) {
    for (const sage50::SourceColumn& column : sage50::source_of(record.kind)->columns) {
        if (column.member.empty()) {
            record.fields.erase(column.name);
        }
    }
    return record;
}

}  // namespace sage::test
