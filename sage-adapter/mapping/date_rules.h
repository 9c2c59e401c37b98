// SPDX-License-Identifier: Apache-2.0
// The setting "dates" (date_rules.json, which an edition's settings have word for word): on which
// day a document counts, and what becomes of one whose day lies in a period that is closed. The
// edition says which fields hold the dates; this decides them. Pure; any thread.
//
// The warehouse decides the business date (issueDate) in the zone of its site, and that stands. A
// cut-off is for warehouses that write the calendar day: it moves the date to the next day when the
// goods left at or after the cut-off of that same day, by the clock of the site, which is what the
// instant of the despatch says with its offset. Where issueDate is any other day than that of the
// despatch, the warehouse has decided already, and nothing is moved.
//
// The first open day is a setting and not a question to Sage, because no source tells from which
// records of Sage Intacct open periods could be read; people who close a month move it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/document/document.h"
#include "sage-adapter/mapping/fit_text.h"

namespace sage {

struct DateRules {
    std::string cut_off;                  ///< "18:00"; empty: none
    std::string open_from;                ///< YYYY-MM-DD; empty: only Sage knows
    std::vector<MessageType> first_open;  ///< these move to the first open day, others are held
    std::string true_date_field = "memo";

    bool moves(MessageType type) const;
};

/// `settings` has passed the schema. Appends a problem for a date that does not exist and for a
/// first open day that is not named.
DateRules read_date_rules(const JsonValue& settings, std::vector<Problem>& problems);

struct DocumentDates {
    std::string business_date;  ///< the true date: issueDate, or the day after
    std::string posting_date;   ///< the date in the books

    bool is_moved() const { return posting_date != business_date; }
};

/// `in_books`: Sage enters the document in the books, so that a closed period matters.
DocumentDates decide_dates(const DateRules& rules, const Document& document, bool in_books);

/// What holds a document whose date is closed. Nothing: it may be sent.
std::optional<Problem> closed_period(const DateRules& rules, const Document& document,
                                     const DocumentDates& dates);

/// Behind "period:". With the type of the document it names what closed_period() told of, so that
/// another policy for one type releases its documents and no others.
std::string period_cause(const Document& document, const DocumentDates& dates);

/// True if the rules no longer hold documents for this cause. A date alone is what Sage refused:
/// gone when the settings say that it is closed, for then it is never sent again.
bool period_cause_gone(const DateRules& rules, std::string_view cause);

/// Which dates are not what the warehouse wrote, and why. The fields are those of Sage.
std::vector<Remark> date_remarks(const DateRules& rules, const Document& document,
                                 const DocumentDates& dates, const std::string& business_field,
                                 const std::string& posting_field);

/// YYYY-MM-DD, of a date that exists.
std::string day_after(std::string_view date);
std::string day_before(std::string_view date);

}  // namespace sage
