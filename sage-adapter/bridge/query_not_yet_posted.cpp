// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/query_not_yet_posted.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "sage-adapter/bridge/query_row.h"
#include "sage-adapter/delivery/month_end.h"
#include "sage-adapter/delivery/parts.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/document/form.h"
#include "sage-adapter/outbox/overview.h"

namespace sage {
namespace json = boost::json;
namespace {

// Whatever the period leaves out, a page is answered soon.
constexpr std::size_t looked_at_max = 10'000;
constexpr std::size_t read_at_once = 500;

struct Wanted {
    std::string from;  ///< empty: from the first day
    std::string to;    ///< empty: to the last
    std::string message_type;
    std::int64_t after = 0;
    std::size_t limit = 0;
};

Error wrong(std::string code, std::string pointer, std::string cause, std::string fix) {
    return Error(Status::not_accepted, Problem{std::move(code), std::move(pointer),
                                               std::move(cause), std::move(fix), Owner::it});
}

Result<Wanted> read_wanted(const json::value& request, std::size_t limit) {
    Wanted wanted{std::string(text_at(request, "/from")), std::string(text_at(request, "/to")),
                  std::string(text_at(request, "/messageType")), 0, limit};
    for (const auto& [pointer, day] :
         {std::pair("/from", wanted.from), std::pair("/to", wanted.to)}) {
        if (!day.empty() && !is_date(day)) {
            return wrong("query.period", pointer, "The query names no day of the calendar here.",
                         "Give from and to as YYYY-MM-DD, or leave them out.");
        }
    }
    if (!wanted.to.empty() && wanted.from > wanted.to) {
        return wrong("query.period", "/to", "The last day is before the first.",
                     "Give from and to as YYYY-MM-DD, the first day not after the last.");
    }
    const std::string_view after = text_at(request, "/after");
    const char* const end = after.data() + after.size();
    const auto [stopped, failed] = std::from_chars(after.data(), end, wanted.after);
    if (!after.empty() && (failed != std::errc() || stopped != end || wanted.after < 0)) {
        return wrong("query.after", "/after", "No answer gave this as its next.",
                     "Give what the answer before gave as next, or leave it out.");
    }
    return wanted;
}

bool is_wanted(const Entry& entry, const std::string& day, const Wanted& wanted) {
    // The document that it is posted for stands for it.
    if (is_precursor(entry)) {
        return false;
    }
    if (!wanted.message_type.empty() && host_type_of(entry) != wanted.message_type) {
        return false;
    }
    const bool dated = !wanted.from.empty() || !wanted.to.empty();
    return !dated ||
           (!day.empty() && day >= wanted.from && (wanted.to.empty() || day <= wanted.to));
}

/// Before tax, as the warehouse stated its prices; null: it stated none.
json::value net_of(const Entry& entry) {
    const Result<Document> document =
        read_canonical(entry.canonical_bytes, entry.message_id, entry.ordering_key);
    const std::optional<Decimal> net =
        document.ok() ? document_net(document.value()) : std::nullopt;
    if (!net.has_value() || document.value().currency_id.empty()) {
        return nullptr;
    }
    return json::object{{"amount", net->text()}, {"currencyId", document.value().currency_id}};
}

json::object shown(const Instance& instance, const Entry& entry, const std::string& day) {
    json::object row = row_of(instance, entry);
    row.emplace("acceptedAt", instant_text(entry.accepted_ms));
    row.emplace("businessDate", day.empty() ? json::value() : json::value(day));
    row.emplace("netAmount", net_of(entry));
    return row;
}

}  // namespace

Result<std::string> answer_not_yet_posted(Instance& instance, const JsonValue& request,
                                          std::size_t limit) {
    const Result<Wanted> wanted = read_wanted(request, limit);
    if (!wanted.ok()) {
        return wanted.error();
    }
    json::array rows;
    std::int64_t after = wanted.value().after;
    bool more = true;
    for (std::size_t looked_at = 0; more && looked_at < looked_at_max && rows.size() < limit;) {
        const Result<std::vector<Entry>> page =
            instance.store->overview().open_after(after, read_at_once);
        if (!page.ok()) {
            return page.error();
        }
        more = page.value().size() == read_at_once;
        looked_at += page.value().size();
        for (const Entry& entry : page.value()) {
            if (rows.size() == limit) {
                more = true;
                break;
            }
            const std::string day = business_date(entry);
            if (is_wanted(entry, day, wanted.value())) {
                rows.push_back(shown(instance, entry, day));
            }
            after = entry.sequence;
        }
    }
    return json::serialize(
        json::object{{"documents", std::move(rows)},
                     {"next", more ? json::value(std::to_string(after)) : json::value()}});
}

}  // namespace sage
