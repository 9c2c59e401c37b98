// SPDX-License-Identifier: Apache-2.0
// Plan: what is asked, in order: everything at first; then changes and a number of what took many
// pages; everything again where that shows a deletion, is refused, is due, or the settings changed.
#include "sage-adapter/delivery/catalogue_reading.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace sage {
namespace {

constexpr std::int64_t hour = 3'600'000;
constexpr std::int64_t day = 24 * hour;

/// Sage's items by key, and what it answers.
struct Items {
    std::vector<std::pair<std::string, std::string>> all = {
        {"1", "A"}, {"2", "B"}, {"3", "C"}, {"4", "D"}, {"5", "E"}};
    std::vector<std::string> changed;  ///< keys
    /// Only the second kind shows it.
    std::optional<std::pair<std::string, std::string>> made_after_first_kind;
    std::size_t page_rows = 2;
    std::string since = "t1";
    bool refuses_changes = false;
    bool refuses_count = false;

    CataloguePage answer(const CatalogueRead& read) const {
        CataloguePage page;
        if (read.count) {
            page.only_whole = refuses_count;
            page.count =
                refuses_count ? std::nullopt : std::optional(static_cast<std::int64_t>(all.size()));
            return page;
        }
        if (!read.since.empty() && refuses_changes) {
            page.only_whole = true;
            return page;
        }
        page.since = since;
        auto shown = all;
        if (made_after_first_kind.has_value() && read.kind == "tracking") {
            shown.push_back(*made_after_first_kind);
        }
        for (const auto& [key, id] : shown) {
            const bool seen = !read.after.empty() && key <= read.after;
            const bool is_wanted = read.since.empty() ||
                                   std::find(changed.begin(), changed.end(), key) != changed.end();
            if (seen || !is_wanted) {
                continue;
            }
            if (page.keys.size() == page_rows) {
                page.next = page.keys.back();
                break;
            }
            page.keys.push_back(key);
            page.records.push_back({read.kind, id, key, id, true, {}});
        }
        return page;
    }
};

struct Reading : ::testing::Test {
    std::vector<CatalogueRead> reads() const {
        CatalogueRead item{"item", "", ""};
        item.object = "inventory/item";
        item.form = form;
        CatalogueRead tracking = item;
        tracking.kind = "tracking";
        return {item, tracking, {"tax", "", ""}};
    }

    /// What was asked; the catalogue is what came of it.
    std::vector<std::string> read() {
        std::vector<std::string> asked;
        CatalogueReading reading(reads(), catalogue, now, day);
        while (const std::optional<CatalogueRead> question = reading.next()) {
            asked.push_back(question->kind + (question->count ? " count" : "") +
                            (question->since.empty() || question->count ? "" : " since ") +
                            (question->count ? "" : question->since) +
                            (question->after.empty() ? "" : " after " + question->after));
            CataloguePage page = items.answer(*question);
            page.next = question->kind == "tax" ? "" : page.next;
            reading.take(std::move(page));
        }
        catalogue = std::make_shared<const Catalogue>(reading.finish(now));
        now += hour;
        return asked;
    }

    std::string ids(std::string_view kind) const {
        std::string found;
        for (const CatalogueRecord* record : catalogue->all(kind)) {
            found += record->id;
        }
        return found;
    }

    Items items;
    std::string form = "1";
    std::int64_t now = 1;
    std::shared_ptr<const Catalogue> catalogue = std::make_shared<const Catalogue>();
};

using Asked = std::vector<std::string>;
const Asked whole = {"item",     "item after 2",     "item after 4",
                     "tracking", "tracking after 2", "tracking after 4",
                     "tax"};
const Asked changes = {"item since t1", "item count", "tracking since t1", "tax"};

TEST_F(Reading, everything_is_read_once_and_then_what_changed) {
    EXPECT_EQ(read(), whole);
    items.changed = {"2", "6"};
    items.all[1].second = "B2";
    items.all.emplace_back("6", "F");
    items.since = "t2";
    EXPECT_EQ(read(), changes);
    EXPECT_EQ(ids("item"), "AB2CDEF");
    EXPECT_EQ(ids("tracking"), "AB2CDEF");
    items.changed = {"3", "4", "5"};
    items.since = "";
    EXPECT_EQ(read(), (Asked{"item since t2", "item since t2 after 4", "item count",
                             "tracking since t2", "tracking since t2 after 4", "tax"}));
    items.changed.clear();
    EXPECT_EQ(read().front(), "item since t2") << "no time was told: since the last that was";
}

TEST_F(Reading, what_took_no_more_pages_than_changes_and_a_number_is_always_read_whole) {
    items.page_rows = 3;
    const Asked two_pages = {"item", "item after 3", "tracking", "tracking after 3", "tax"};
    EXPECT_EQ(read(), two_pages);
    EXPECT_EQ(read(), two_pages);
}

TEST_F(Reading, a_smaller_number_than_is_held_shows_a_deletion) {
    read();
    items.all.erase(items.all.begin());
    EXPECT_EQ(read(), (Asked{"item since t1", "item count", "item", "item after 3",
                             "tracking since t1", "tax"}));
    EXPECT_EQ(ids("item"), "BCDE");
    EXPECT_EQ(ids("tracking"), "BCDE") << "of the same records";
    items.all.emplace_back("6", "F");
    EXPECT_EQ(read().front(), "item") << "no more than two pages the last time";
}

TEST_F(Reading,
       a_record_made_between_two_kinds_and_deleted_before_the_next_reading_leaves_nothing) {
    read();
    items.changed = {"6"};
    items.made_after_first_kind.emplace("6", "F");
    EXPECT_EQ(read(), changes);
    EXPECT_EQ(ids("tracking"), "ABCDE") << "no record of what is not known as an item";
    items.made_after_first_kind.reset();
    EXPECT_EQ(read(), changes);
    EXPECT_EQ(ids("tracking"), "ABCDE");
}

TEST_F(Reading, a_greater_number_than_is_held_shows_what_no_change_shows) {
    read();
    items.all.emplace_back("6", "F");
    EXPECT_EQ(read(), (Asked{"item since t1", "item count", "item", "item after 2", "item after 4",
                             "tracking since t1", "tax"}))
        << "the user may see it now, and it was changed long ago";
    EXPECT_EQ(ids("item"), "ABCDEF");
    EXPECT_EQ(read(), changes);
}

TEST_F(Reading, what_sage_refuses_to_tell_is_read_whole) {
    read();
    items.refuses_count = true;
    EXPECT_EQ(read(), (Asked{"item since t1", "item count", "item", "item after 2", "item after 4",
                             "tracking since t1", "tax"}));
    items.refuses_changes = true;
    EXPECT_EQ(read(),
              (Asked{"item since t1", "item", "item after 2", "item after 4", "tracking since t1",
                     "tracking", "tracking after 2", "tracking after 4", "tax"}));
    EXPECT_EQ(ids("tracking"), "ABCDE");
    items.refuses_changes = false;
    items.since = "";
    now += day;
    EXPECT_EQ(read(), whole);
    EXPECT_EQ(read(), whole) << "Sage's replies show no time";
}

TEST_F(Reading, everything_is_read_again_when_it_is_due_and_when_the_settings_changed) {
    read();
    now += day - 2 * hour;
    EXPECT_EQ(read(), changes);
    EXPECT_EQ(read(), whole) << "a day after the last whole reading";
    EXPECT_EQ(read(), changes);
    now = 0;
    EXPECT_EQ(read(), whole) << "a clock that was set back is no reason to wait";
    form = "2";
    EXPECT_EQ(read(), whole);
    EXPECT_EQ(read(), changes);
}

}  // namespace
}  // namespace sage
