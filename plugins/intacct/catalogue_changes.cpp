// SPDX-License-Identifier: Apache-2.0
// Questions for what Sage changed since, and for how many records there are. Items and customers
// alone: only of them a company has so many that a whole reading takes several pages.
//
// Since when: sage-adapter/catalogue/changed_since.h. The margin costs nothing here: a page is paid
// for whether it is full or not.
#include <fmt/format.h>

#include "plugins/intacct/catalogue_sources.h"
#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

/// Grows when rows become other records than before.
constexpr std::string_view records_form = "1";

}  // namespace

bool tells_changes(const Source& source) {
    // An address is a record of its own: no source says that the customer is dated with it.
    return source.object == "inventory-control/item" ||
           (source.object == "accounts-receivable/customer" &&
            source.kind != kind::customer_address);
}

std::string form_of(const Settings& settings, const Source& source) {
    std::string form = fmt::format("{} {} of {}:", records_form, source.object, settings.entity);
    for (const std::string& field : fields_of(settings, source)) {
        form += ' ';
        form += field;
    }
    return form;
}

}  // namespace sage::intacct
