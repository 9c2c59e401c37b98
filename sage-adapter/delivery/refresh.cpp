// SPDX-License-Identifier: Apache-2.0
// Sage's master data: read a page at a time and replaced as a whole. What waited for something now
// there is released (causes.cpp).
#include <algorithm>

#include "sage-adapter/base/finally.h"
#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/record.h"

namespace sage {

Result<bool> Delivery::refresh_step(const Cancelled& cancelled) {
    const std::int64_t now = parts_.clock.now_ms();
    {
        const std::lock_guard lock(catalogue_mutex_);
        if (refresh_.running || now < refresh_due_ms_) {
            return false;
        }
        if (!parts_.tokens.token().has_value() || breaker_.closed_until_ms(now) != 0 ||
            cancelled()) {
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
    const std::vector<CatalogueRead> reads = parts_.company.catalogue_reads();
    if (refresh_.read >= reads.size()) {
        return finish_refresh();
    }
    CatalogueRead read = reads[refresh_.read];
    read.after = refresh_.after;
    const Evidence evidence = exchange(parts_.company.catalogue_request(read));
    if (evidence.outcome != Outcome::answered) {
        fail_refresh(Problem{"catalogue.no_answer", "",
                             "Reading " + read.kind + " from Sage failed: " + evidence.reason + ".",
                             "Nothing to do: it is tried again by itself.", Owner::it});
        return {};
    }
    Result<CataloguePage> page = parts_.company.read_catalogue_page(read, evidence.reply);
    if (!page.ok()) {
        fail_refresh(page.error().first());
        return {};
    }
    for (CatalogueRecord& record : page.value().records) {
        refresh_.records.push_back(std::move(record));
    }
    refresh_.after = page.value().next;
    if (refresh_.after.empty()) {
        ++refresh_.read;
    }
    return refresh_.read < reads.size() ? Result<void>() : finish_refresh();
}

void Delivery::fail_refresh(const Problem& problem) {
    const std::lock_guard lock(catalogue_mutex_);
    const bool running = refresh_.running;
    refresh_ = Refresh{};
    refresh_.running = running;
    ++refresh_failures_;
    refresh_due_ms_ =
        parts_.clock.now_ms() + backoff_ms(backoff_server, refresh_failures_, "catalogue");
    // Not the cause: it quotes Sage, which may name a customer.
    parts_.log.write(LogLevel::warn, "catalogue", "Sage's master data could not be read",
                     {{"code", problem.code},
                      {"retryInMs", std::to_string(refresh_due_ms_ - parts_.clock.now_ms())}});
}

Result<void> Delivery::finish_refresh() {
    const std::int64_t now = parts_.clock.now_ms();
    Result<void> saved = parts_.store.save_catalogue(refresh_.records, now);
    if (!saved.ok()) {
        return saved;
    }
    auto fresh = std::make_shared<const Catalogue>(std::move(refresh_.records), now);
    const std::vector<Problem> unfit = parts_.company.check(*fresh);
    {
        const std::lock_guard lock(catalogue_mutex_);
        catalogue_ = std::move(fresh);
        const bool running = refresh_.running;
        refresh_ = Refresh{};
        refresh_.running = running;
        refresh_failures_ = 0;
        refresh_due_ms_ = now + connection_.catalogue_refresh_ms;
    }
    for (const Problem& problem : unfit) {
        parts_.log.write(LogLevel::warn, "catalogue", "a setting does not fit Sage",
                         {{"code", problem.code}, {"setting", problem.pointer}});
        Result<void> raised = parts_.store.raise("attention", attention(problem, now), now);
        if (!raised.ok()) {
            return raised;
        }
    }
    return release_causes();
}

}  // namespace sage
