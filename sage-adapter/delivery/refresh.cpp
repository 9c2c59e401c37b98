// SPDX-License-Identifier: Apache-2.0
// Sage's master data: read a page at a time (catalogue_reading.h) and replaced as a whole. What
// waited for something now there is released (causes.cpp).
#include <algorithm>

#include "sage-adapter/base/finally.h"
#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/record.h"

namespace sage {
namespace {

// Several reads may be of one kind of records: what is to be granted is told once.
void add_new(std::vector<Problem>& problems, const Problem& problem) {
    if (std::none_of(problems.begin(), problems.end(),
                     [&](const Problem& one) { return one.fix == problem.fix; })) {
        problems.push_back(problem);
    }
}

/// Ends the alerts of that kind about problems that are no more.
Result<bool> close_others(Alerts& alerts, std::string_view kind,
                          const std::vector<Problem>& problems) {
    return alerts.close_others(kind, [&](std::string_view key) {
        return std::any_of(problems.begin(), problems.end(), [&](const Problem& problem) {
            return alert_key::of(kind, problem) == key;
        });
    });
}

/// Nothing came back; otherwise something did, and could not be read.
bool is_unanswered(std::string_view code) {
    return code == "catalogue.no_answer" || code.starts_with("odbc.");
}

}  // namespace

Result<bool> Delivery::refresh_step(const Cancelled& cancelled) {
    const std::int64_t now = parts_.clock.now_ms();
    {
        const std::lock_guard lock(catalogue_mutex_);
        if (refresh_.running || now < refresh_due_ms_) {
            return false;
        }
        const bool may_ask = next_page_is_queried() ||
                             (parts_.tokens.token().has_value() && closed_until_ms(now) == 0);
        if (!may_ask || cancelled()) {
            return false;
        }
        refresh_.running = true;
    }
    const Finally finished([this] {
        const std::lock_guard lock(catalogue_mutex_);
        refresh_.running = false;
    });
    const Result<void> done = refresh_page();
    return done.ok() ? Result<bool>(true) : Result<bool>(done.error());
}

// Only the thread that set `running` touches refresh_ apart from that flag.
Result<void> Delivery::refresh_page() {
    if (!refresh_.reading.has_value()) {
        begin_refresh();
    }
    const std::optional<CatalogueRead> read = refresh_.reading->next();
    if (!read.has_value()) {
        return finish_refresh();
    }
    Result<CataloguePage> page = ask_for_page(*read);
    if (!page.ok()) {
        fail_refresh(page.error().first(), true);
        return {};
    }
    // The reading goes on, so that all that is missing is told at once.
    if (page.value().refused.has_value()) {
        add_new(refresh_.refused, *page.value().refused);
        refresh_.incomplete = refresh_.incomplete || page.value().needed;
    }
    refresh_.reading->take(std::move(page).value());
    return refresh_.reading->next().has_value() ? Result<void>() : finish_refresh();
}

void Delivery::begin_refresh() {
    refresh_.begun_ms = parts_.clock.now_ms();
    refresh_.reading.emplace(parts_.company.catalogue_reads(), catalogue(), refresh_.begun_ms,
                             connection_.catalogue_whole_ms);
}

// Pages are queries of their own and each is paid for: a reading goes on where an answer was lost,
// unless what it has would be out of date by then.
void Delivery::fail_refresh(const Problem& problem, bool keep_reading) {
    const std::lock_guard lock(catalogue_mutex_);
    const std::int64_t now = parts_.clock.now_ms();
    ++refresh_failures_;
    refresh_due_ms_ = now + backoff_ms(backoff_server, refresh_failures_, "catalogue");
    if (!keep_reading || refresh_due_ms_ - refresh_.begun_ms >= connection_.catalogue_refresh_ms ||
        now < refresh_.begun_ms) {
        const bool running = refresh_.running;
        refresh_ = CatalogueRefresh{};
        refresh_.running = running;
    }
    // Not the cause: it quotes Sage, which may name a customer.
    parts_.log.write(
        LogLevel::warn, "catalogue", "Sage's master data could not be read",
        {{"code", problem.code}, {"retryInMs", std::to_string(refresh_due_ms_ - now)}});
}

std::vector<Problem> Delivery::missing_rights() const {
    const std::lock_guard lock(catalogue_mutex_);
    return missing_rights_;
}

// What was read before stays in use, and it is tried again before long. Told is what is new, so
// that a right that is missing for a day is told once; a start that ends here says it itself.
Result<void> Delivery::miss_rights() {
    const std::vector<Problem> refused = refresh_.refused;
    const std::vector<Problem> told = missing_rights();
    for (const Problem& problem : refused) {
        if (catalogue()->empty() || std::find(told.begin(), told.end(), problem) != told.end()) {
            continue;
        }
        Result<void> raised =
            count_told(alerts_.open(alert_key::of(alert_key::right, problem), problem));
        if (!raised.ok()) {
            return raised;
        }
    }
    Result<void> healed = count_told(close_others(alerts_, alert_key::right, refused));
    if (!healed.ok()) {
        return healed;
    }
    fail_refresh(refused.front(), false);
    const std::lock_guard lock(catalogue_mutex_);
    missing_rights_ = refused;
    return {};
}

std::vector<Problem> Delivery::try_rights(const Cancelled& cancelled) {
    std::vector<Problem> refused;
    for (const CatalogueRead& read : parts_.company.catalogue_reads()) {
        if (cancelled()) {
            break;
        }
        const Result<CataloguePage> page = ask_for_page(read, cancelled);
        if (!page.ok() && is_unanswered(page.error().first().code)) {
            break;
        }
        if (page.ok() && page.value().refused.has_value()) {
            add_new(refused, *page.value().refused);
        }
    }
    return refused;
}

Result<void> Delivery::finish_refresh() {
    if (refresh_.incomplete) {
        return miss_rights();
    }
    const std::int64_t now = parts_.clock.now_ms();
    if (refresh_.fresh == nullptr) {
        refresh_.fresh = std::make_shared<const Catalogue>(refresh_.reading->finish(now));
    }
    Result<void> saved = parts_.store.save_catalogue(*refresh_.fresh);
    if (!saved.ok()) {
        return saved;
    }
    const std::shared_ptr<const Catalogue> fresh = std::move(refresh_.fresh);
    const std::vector<Problem> unfit = parts_.company.check(*fresh);
    {
        const std::lock_guard lock(catalogue_mutex_);
        catalogue_ = fresh;
        const bool running = refresh_.running;
        refresh_ = CatalogueRefresh{};
        refresh_.running = running;
        missing_rights_.clear();
        refresh_failures_ = 0;
        refresh_due_ms_ = catalogue_due_ms(parts_.schedules, now, connection_.catalogue_refresh_ms);
    }
    for (const Problem& problem : unfit) {
        parts_.log.write(LogLevel::warn, "catalogue", "a setting does not fit Sage",
                         {{"code", problem.code}, {"setting", problem.pointer}});
        Result<void> raised =
            count_told(alerts_.open(alert_key::of(alert_key::setting, problem), problem));
        if (!raised.ok()) {
            return raised;
        }
    }
    Result<void> healed = count_told(close_others(alerts_, alert_key::setting, unfit));
    healed = healed.ok() ? count_told(close_others(alerts_, alert_key::right, {})) : healed;
    if (!healed.ok()) {
        return healed;
    }
    const Result<void> released = release_causes();
    return released.ok() ? begin_arrivals() : released;
}

}  // namespace sage
