// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/stock_reading.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "sage-adapter/mapping/units.h"

namespace sage {
namespace {

// How long before its end a reading of master data may have seen an item.
constexpr std::int64_t reading_ms_max = 600'000;
// What Sage has answered shows in its lists so much later at most.
constexpr std::int64_t shows_ms_max = 60'000;

using Asked = std::map<std::pair<std::string, std::string>, Decimal>;  // by Sage's item and place

Error failed(Status status, std::string code, const std::string& why, std::string fix) {
    return Error(status, Problem{std::move(code), "", "Sage's stock could not be read: " + why,
                                 std::move(fix), Owner::it});
}

Error no_answer(const std::string& why) {
    return failed(Status::remote, "query.stock_no_answer", why + ".", "Ask again later.");
}

/// All pages about some of the items.
Result<void> ask_for(const ShowsStock& shows, StockQuestion question, const AskSage& ask,
                     Asked& asked) {
    std::set<std::string> pages;
    do {
        const std::optional<Request> request = shows.ask_stock(question);
        if (!request) {
            return {};
        }
        const Evidence evidence = ask(*request);
        if (evidence.outcome != Outcome::answered) {
            return no_answer(evidence.reason);
        }
        Result<StockPage> page = shows.read_stock(question, evidence.reply);
        if (!page.ok()) {
            return std::move(page).error();
        }
        for (const StockFigure& figure : page.value().figures) {
            Decimal& sum = asked[{figure.item, figure.warehouse}];
            sum = sum + figure.on_hand;
        }
        question.after = std::move(page).value().next;
    } while (!question.after.empty() && pages.insert(question.after).second);
    return question.after.empty() ? Result<void>()
                                  : Result<void>(no_answer("its pages do not end"));
}

/// As Sage counts it; nothing: it shows none.
std::optional<Decimal> shown(const ShowsStock& shows, const CatalogueRecord& item,
                             const std::string& place, const Asked& asked) {
    if (shows.stock_grain() == StockGrain::item) {
        return Decimal::parse(field_of(&item, on_hand_field));
    }
    const auto found = asked.find({item.id, place});
    if (found != asked.end()) {
        return found->second;
    }
    return shows.absent_is_none() ? std::optional(Decimal()) : std::nullopt;
}

}  // namespace

PlaceOfSite places_of(const ShowsStock& shows) {
    return [&shows](std::string_view site) {
        return shows.stock_grain() == StockGrain::item ? std::optional<std::string>("")
                                                       : shows.stock_warehouse(site);
    };
}

Result<StockReading> read_stock(const ShowsStock& shows, const Catalogue& catalogue,
                                const std::vector<StockPosition>& positions, const AskSage& ask,
                                const std::function<std::int64_t()>& now_ms) {
    const PlaceOfSite place_of = places_of(shows);
    std::map<std::string, const CatalogueRecord*> records;  // by Sage's id: each is asked for once
    for (const StockPosition& position : positions) {
        const CatalogueRecord* const record = shows.stock_item(position.item, catalogue);
        if (record != nullptr && place_of(position.site)) {
            records.emplace(record->id, record);
        }
    }
    StockReading reading;
    Asked asked;
    if (shows.stock_grain() == StockGrain::item) {
        reading.when = {catalogue.read_at_ms() - reading_ms_max, catalogue.read_at_ms()};
    } else {
        reading.when.begun_ms = now_ms() - shows_ms_max;
        for (auto at = records.begin(); at != records.end();) {
            StockQuestion question;
            for (; at != records.end() && question.items.size() < stock_items_max; ++at) {
                question.items.push_back(at->second);
            }
            const Result<void> done = ask_for(shows, std::move(question), ask, asked);
            if (!done.ok()) {
                return done.error();
            }
        }
        reading.when.ended_ms = now_ms();
    }
    for (const StockPosition& position : positions) {
        const CatalogueRecord* const record = shows.stock_item(position.item, catalogue);
        const std::optional<std::string> place = place_of(position.site);
        if (record == nullptr || !place) {
            continue;
        }
        const std::optional<Decimal> figure = shown(shows, *record, *place, asked);
        if (figure) {
            const auto times = shows.stock_units(*record, position.unit, catalogue);
            reading.figures.insert_or_assign(
                {position.item, *place}, times ? exact_quotient(*figure, *times) : std::nullopt);
        }
    }
    return reading;
}

}  // namespace sage
