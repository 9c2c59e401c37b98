// SPDX-License-Identifier: Apache-2.0
// What the tax rules ask for, and where the tax codes are.
#include "plugins/sage200/map.h"

namespace sage::sage200 {

std::string_view country_of(const Settings& settings, std::string_view site) {
    const auto found = settings.site_countries.find(site);
    return found == settings.site_countries.end() ? settings.tax.origin_country : found->second;
}

std::string_view class_of(const Settings& settings, std::string_view item) {
    const auto found = settings.tax.item_classes.find(item);
    return found == settings.tax.item_classes.end() ? std::string_view() : found->second;
}

TaxCodes tax_codes(const Settings& settings, const Catalogue& catalogue) {
    return {settings.tax_codes, settings.tax, settings.totals.schedule, catalogue, kind::tax_code,
            "tax_rate",         edition_words};
}

}  // namespace sage::sage200
