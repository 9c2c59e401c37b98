// SPDX-License-Identifier: Apache-2.0
// The dates of a document: the cut-off first, then the period.
#include "sage-adapter/mapping/date_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/document/form.h"

namespace sage {
namespace {

constexpr std::size_t date_length = 10;
constexpr std::size_t time_length = 5;

int number_in(std::string_view digits) {
    int number = 0;
    for (const char digit : digits) {
        number = number * 10 + (digit - '0');
    }
    return number;
}

// The document keeps the day of the despatch only; its hour is in the bytes that were accepted. A
// correction has none: it takes the dates of the versions that it is made of.
std::string despatch_instant(const Document& document) {
    const Result<JsonValue> message =
        parse_json(document.canonical_bytes, limits::document_bytes_max, JsonNumbers::as_text);
    return message.ok() ? std::string(text_at(message.value(), "/body/actualDespatchDateTime"))
                        : std::string();
}

bool is_after_cut_off(const DateRules& rules, const Document& document) {
    if (rules.cut_off.empty() || document.actual_despatch_date != document.issue_date) {
        return false;
    }
    const std::string instant = despatch_instant(document);
    // 2026-11-20T18:30:00+00:00: the clock of the site is what is written before the offset.
    return instant.size() > date_length + time_length &&
           std::string_view(instant).substr(date_length + 1, time_length) >= rules.cut_off;
}

std::string moved_by(std::string_view date, int by) {
    using namespace std::chrono;
    const year_month_day today(year(number_in(date.substr(0, 4))),
                               month(static_cast<unsigned>(number_in(date.substr(5, 2)))),
                               day(static_cast<unsigned>(number_in(date.substr(8, 2)))));
    const year_month_day moved(sys_days(today) + days(by));
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(moved.year()),
                       static_cast<unsigned>(moved.month()), static_cast<unsigned>(moved.day()));
}

}  // namespace

bool DateRules::moves(MessageType type) const {
    return std::find(first_open.begin(), first_open.end(), type) != first_open.end();
}

DateRules read_date_rules(const JsonValue& settings, std::vector<Problem>& problems) {
    DateRules rules;
    rules.cut_off = text_at(settings, "/dates/cutOff");
    rules.open_from = text_at(settings, "/dates/openFrom");
    if (const std::string_view field = text_at(settings, "/dates/trueDateField"); !field.empty()) {
        rules.true_date_field = field;
    }
    const JsonValue* policies = at_pointer(settings, "/dates/closedPeriod");
    if (policies != nullptr && policies->is_object()) {
        for (const auto& [name, policy] : policies->get_object()) {
            const std::optional<MessageType> type = message_type_of(name);
            if (type && text_at(policy, "") == "firstOpenDay") {
                rules.first_open.push_back(*type);
            }
        }
    }
    if (!rules.open_from.empty() && !is_date(rules.open_from)) {
        problems.push_back({"mapping.dates.open_from", "/dates/openFrom",
                            "There is no day " + rules.open_from + ".",
                            "Write the first day of the first open period, such as 2026-12-01.",
                            Owner::finance});
    }
    if (rules.open_from.empty() && !rules.first_open.empty()) {
        problems.push_back({"mapping.dates.open_from_missing", "/dates/openFrom",
                            "Documents are to move to the first open day, and the settings do not "
                            "say which day that is.",
                            "Write the first day of the first open period, and move it whenever a "
                            "period is closed.",
                            Owner::finance});
    }
    return rules;
}

DocumentDates decide_dates(const DateRules& rules, const Document& document, bool in_books) {
    DocumentDates dates;
    dates.business_date =
        is_after_cut_off(rules, document) ? day_after(document.issue_date) : document.issue_date;
    const bool closed = in_books && dates.business_date < rules.open_from;
    dates.posting_date = closed && rules.moves(document.envelope.message_type)
                             ? rules.open_from
                             : dates.business_date;
    return dates;
}

std::optional<Problem> closed_period(const DateRules& rules, const Document& document,
                                     const DocumentDates& dates) {
    if (dates.posting_date >= rules.open_from) {
        return std::nullopt;
    }
    const std::string type(text_of(document.envelope.message_type));
    return Problem{"mapping.period_closed", "/body/issueDate",
                   fmt::format("The document is of {}, and by the setting /dates/openFrom the "
                               "books are closed before {}.",
                               dates.business_date, rules.open_from),
                   fmt::format("Open the period in Sage and correct /dates/openFrom, or set "
                               "/dates/closedPeriod/{} to firstOpenDay; or withdraw the document.",
                               type),
                   Owner::finance};
}

std::string period_cause(const Document& document, const DocumentDates& dates) {
    return dates.posting_date + ":" + std::string(text_of(document.envelope.message_type));
}

bool period_cause_gone(const DateRules& rules, std::string_view cause) {
    const std::string_view date = cause.substr(0, date_length);
    if (!is_date(date)) {
        return false;
    }
    const bool closed = date < rules.open_from;
    if (cause.size() == date_length) {
        return closed;
    }
    const std::optional<MessageType> type = message_type_of(cause.substr(date_length + 1));
    return type && (!closed || rules.moves(*type));
}

std::vector<Remark> date_remarks(const DateRules& rules, const Document& document,
                                 const DocumentDates& dates, const std::string& business_field,
                                 const std::string& posting_field) {
    std::vector<Remark> remarks;
    if (dates.business_date != document.issue_date) {
        remarks.push_back({"mapping.date_moved", business_field,
                           fmt::format("The date is {}: the goods left on {}, at or after the "
                                       "cut-off {}.",
                                       dates.business_date, document.issue_date, rules.cut_off)});
    }
    if (dates.is_moved()) {
        remarks.push_back({"mapping.date_moved", posting_field,
                           fmt::format("The date in the books is {}, the first open day; the true "
                                       "date is {}.",
                                       dates.posting_date, dates.business_date)});
    }
    return remarks;
}

std::string day_after(std::string_view date) {
    return moved_by(date, 1);
}

std::string day_before(std::string_view date) {
    return moved_by(date, -1);
}

}  // namespace sage
