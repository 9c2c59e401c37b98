// SPDX-License-Identifier: Apache-2.0
// The dates of a document in Sage Intacct. An order-entry document has its true date in txnDate and
// the one that decides the period in postingDate; one of accounts receivable has both, too. A
// movement of stock has one date,
// transactionDate, which then is the day in the books; its true date is kept in the memo or a
// custom field.
#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

// An order that moves neither money nor stock is in no period.
bool is_in_books(const Draft& draft) {
    if (draft.family != Family::order_entry) {
        return true;
    }
    const CatalogueRecord* definition =
        draft.input.catalogue.find(kind::order_entry_definition, draft.definition);
    return field_of(definition, "txnPostingMethod") != "noPosting" ||
           field_of(definition, "inventoryUpdateType") != "no";
}

// How Sage calls the date of a document, and the one that decides its period.
struct DateFields {
    const char* date;
    const char* in_books;
};

DateFields date_fields(Family family) {
    switch (family) {
        case Family::order_entry:
            return {"txnDate", "postingDate"};
        case Family::receivable_invoice:
            return {"invoiceDate", "invoiceSummary.glPostingDate"};
        case Family::receivable_adjustment:
            return {"createdDate", "glPostingDate"};
        default:
            return {"transactionDate", "transactionDate"};
    }
}

}  // namespace

void check_dates(const Settings& settings, std::vector<Problem>& problems) {
    const std::string& field = settings.dates.true_date_field;
    const TargetFields& fields = settings.fields;
    if (is_custom_field(field) && (field == fields.external_reference || field == fields.tracking ||
                                   field == fields.despatch_id)) {
        problems.push_back({"intacct.settings.field_twice", "/dates/trueDateField",
                            "The field " + field +
                                " holds a reference already by the setting "
                                "/fields.",
                            "Choose another field for the true date.", Owner::it});
    }
}

Mapped<DocumentDates> map_dates(Draft& draft) {
    const DateRules& rules = draft.settings.dates;
    const Document& document = draft.input.document;
    // Whatever period a document of the past is in, people have closed it since.
    const bool in_books = !draft.input.past && is_in_books(draft);
    DocumentDates dates = decide_dates(rules, document, in_books);
    std::optional<Problem> closed =
        in_books ? closed_period(rules, document, dates) : std::optional<Problem>();
    if (closed) {
        Hold hold{*std::move(closed), "period:" + period_cause(document, dates)};
        return {std::move(dates), std::move(hold)};
    }
    const DateFields fields = date_fields(draft.family);
    for (Remark& remark : date_remarks(rules, document, dates, fields.date, fields.in_books)) {
        draft.remarks.push_back(std::move(remark));
    }
    return {std::move(dates), std::nullopt};
}

std::string days_after(std::string date, std::int64_t days) {
    for (std::int64_t day = 0; day < days; ++day) {
        date = day_after(date);
    }
    return date;
}

void add_true_date(const Draft& draft, std::string& memo, TextMap& texts) {
    if (!draft.dates.is_moved()) {
        return;
    }
    const std::string& field = draft.settings.dates.true_date_field;
    if (is_custom_field(field)) {
        texts.insert_or_assign(field, draft.dates.business_date);
    } else {
        add_line(memo, "Business date: " + draft.dates.business_date);
    }
}

}  // namespace sage::intacct
