// SPDX-License-Identifier: Apache-2.0
// On which day a document counts: by the rules of the settings, with what was moved told.
#include "plugins/sage200/map.h"

namespace sage::sage200 {

Mapped<DocumentDates> map_dates(const Settings& settings, const PreparationInput& input,
                                const std::string& field, std::vector<Remark>& remarks) {
    const DateRules& rules = settings.dates;
    const Document& document = input.document;
    // Whatever period a document of the past is in, people have closed it since.
    const bool in_books = !input.past;
    Mapped<DocumentDates> mapped{decide_dates(rules, document, in_books), std::nullopt};
    std::optional<Problem> closed =
        in_books ? closed_period(rules, document, mapped.value) : std::nullopt;
    if (closed) {
        mapped.hold = Hold{*std::move(closed), "period:" + period_cause(document, mapped.value)};
        return mapped;
    }
    for (Remark& remark : date_remarks(rules, document, mapped.value, field, field)) {
        remarks.push_back(std::move(remark));
    }
    return mapped;
}

}  // namespace sage::sage200
