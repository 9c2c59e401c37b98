// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/delivery/month_end.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <charconv>
#include <chrono>
#include <vector>

#include "sage-adapter/base/json.h"
#include "sage-adapter/catalogue/closed_books.h"
#include "sage-adapter/delivery/parts.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/outbox/overview.h"

namespace sage {
namespace {

constexpr std::int64_t look_again_ms = 3'600'000;
constexpr std::size_t read_at_once = 500;
// Of more than these nobody counts; that there are some is known long before.
constexpr std::int64_t looked_at_max = 20'000;
constexpr std::size_t month_digits = 7;  // YYYY-MM

/// YYYY-MM-DD of the last day of YYYY-MM; empty: that is no month.
std::string last_day_of(const std::string& month) {
    using namespace std::chrono;  // NOLINT(google-build-using-namespace)
    int year_number = 0;
    unsigned month_number = 0;
    const char* const text = month.data();
    std::from_chars(text, text + 4, year_number);
    std::from_chars(text + 5, text + month_digits, month_number);
    const year_month_day_last day{year(year_number),
                                  month_day_last(std::chrono::month(month_number))};
    return day.ok() ? month + '-' + std::to_string(static_cast<unsigned>(day.day()))
                    : std::string();
}

Problem not_posted(const std::string& month, std::int64_t documents,
                   const std::string& closed_until) {
    return {"period.not_posted", "",
            std::to_string(documents) + (documents == 1 ? " document" : " documents") + " of " +
                month + (documents == 1 ? " is" : " are") +
                " not in Sage, and the month is over. In Sage the books are closed up to " +
                closed_until + ".",
            "Before the month is closed in Sage, see to what is held and wait for what is queued "
            "(query notYetPosted); afterwards such documents are held or get another date.",
            Owner::finance};
}

}  // namespace

std::string business_date(const Entry& entry) {
    const Result<boost::json::value> document =
        parse_json(entry.canonical_bytes, SIZE_MAX, JsonNumbers::integers_marked);
    return document.ok() ? std::string(text_at(document.value(), "/body/issueDate"))
                         : std::string();
}

Result<std::map<std::string, std::int64_t>> MonthEnd::open_by_month() const {
    std::map<std::string, std::int64_t> months;
    std::int64_t looked_at = 0;
    for (std::int64_t after = 0; looked_at < looked_at_max;) {
        const Result<std::vector<Entry>> page =
            parts_.store.overview().open_after(after, read_at_once);
        if (!page.ok()) {
            return page.error();
        }
        for (const Entry& entry : page.value()) {
            const std::string day = is_precursor(entry) ? std::string() : business_date(entry);
            if (day.size() > month_digits) {
                ++months[day.substr(0, month_digits)];
            }
            after = entry.sequence;
            ++looked_at;
        }
        if (page.value().size() < read_at_once) {
            break;
        }
    }
    return months;
}

Result<bool> MonthEnd::tell(const std::map<std::string, std::int64_t>& months,
                            const std::string& closed_until, const std::string& today) {
    bool told = false;
    std::vector<std::string> standing;
    for (const auto& [month, documents] : months) {
        const std::string last_day = last_day_of(month);
        // Dates compare as texts. What lies in closed books waits for something else.
        if (last_day.empty() || today < last_day || last_day <= closed_until) {
            continue;
        }
        standing.push_back(std::string(alert_key::period) + month);
        const Result<bool> opened =
            alerts_.open(standing.back(), not_posted(month, documents, closed_until));
        if (!opened.ok()) {
            return opened;
        }
        told = told || opened.value();
    }
    const Result<bool> closed = alerts_.close_others(alert_key::period, [&](std::string_view key) {
        return std::find(standing.begin(), standing.end(), key) != standing.end();
    });
    return closed.ok() ? Result<bool>(told || closed.value()) : closed;
}

Result<bool> MonthEnd::watch(const Catalogue& catalogue) {
    const std::lock_guard lock(mutex_);
    const std::int64_t now = parts_.clock.now_ms();
    const bool fresh = catalogue.read_at_ms() != catalogue_ms_;
    if (!fresh && now >= looked_ms_ && now - looked_ms_ < look_again_ms) {
        return false;
    }
    looked_ms_ = now;
    catalogue_ms_ = catalogue.read_at_ms();
    const std::string closed_until = closed_books(catalogue);
    if (closed_until.empty()) {
        return alerts_.close_others(alert_key::period, [](std::string_view) { return false; });
    }
    const Result<std::map<std::string, std::int64_t>> months = open_by_month();
    return months.ok() ? tell(months.value(), closed_until, date_text(now))
                       : Result<bool>(months.error());
}

}  // namespace sage
