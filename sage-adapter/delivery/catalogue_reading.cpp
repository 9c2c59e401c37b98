// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/delivery/catalogue_reading.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace sage {
namespace {

// What was changed is a page and the number is one: with no more than these, the whole costs the
// same and shows everything.
constexpr std::int64_t cheap_pages = 2;

std::int64_t number(std::string_view text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

}  // namespace

CatalogueReading::CatalogueReading(std::vector<CatalogueRead> reads,
                                   std::shared_ptr<const Catalogue> before, std::int64_t now_ms,
                                   std::int64_t whole_ms)
    : reads_(std::move(reads)),
      before_(before),
      builder_(std::move(before)),
      now_ms_(now_ms),
      whole_ms_(whole_ms) {
    begin();
}

std::optional<CatalogueRead> CatalogueReading::next() const {
    return at_ < reads_.size() ? std::optional(question_) : std::nullopt;
}

std::optional<CatalogueReading::Mark> CatalogueReading::mark_of(const CatalogueRead& read) const {
    const CatalogueRecord* const noted = before_->find(reading_kind, read.kind);
    if (noted == nullptr) {
        return std::nullopt;
    }
    return Mark{std::string(noted->fields.text("form")), std::string(noted->fields.text("since")),
                number(noted->fields.text("pages")), number(noted->fields.text("wholeMs"))};
}

void CatalogueReading::begin() {
    if (at_ >= reads_.size()) {
        return;
    }
    const CatalogueRead& read = reads_[at_];
    const std::optional<Mark> mark = read.object.empty() ? std::nullopt : mark_of(read);
    // A clock that was set back is no reason to wait.
    const bool is_due =
        !mark.has_value() || now_ms_ < mark->whole_ms || now_ms_ - mark->whole_ms >= whole_ms_;
    if (is_due || mark->since.empty() || mark->form != read.form || mark->pages <= cheap_pages) {
        begin_whole();
        return;
    }
    question_ = read;
    question_.since = mark->since;
    first_page_ = true;
    mark_ = *mark;
    builder_.change(read.kind, {}, {});
}

void CatalogueReading::begin_whole() {
    question_ = reads_[at_];
    first_page_ = true;
    mark_ = Mark{question_.form, "", 0, now_ms_};
}

void CatalogueReading::take(CataloguePage page) {
    if (question_.count) {
        const auto held = static_cast<std::int64_t>(builder_.count_changed(question_.kind));
        // Fewer: some were deleted. More: the user may see more than before, and what was changed
        // long ago shows in no changes.
        if (page.only_whole || !page.count.has_value() || *page.count != held) {
            builder_.drop(question_.kind);
            begin_whole();
        } else {
            end();
        }
    } else if (page.only_whole && !question_.since.empty()) {
        builder_.drop(question_.kind);
        begin_whole();
    } else {
        take_rows(std::move(page));
    }
}

void CatalogueReading::take_rows(CataloguePage page) {
    const bool whole = question_.since.empty();
    if (first_page_ && (whole || !page.since.empty())) {
        mark_.since = std::move(page.since);
    }
    first_page_ = false;
    if (whole) {
        ++mark_.pages;
        for (CatalogueRecord& record : page.records) {
            builder_.add(std::move(record));
        }
    } else {
        builder_.change(question_.kind, page.keys, std::move(page.records));
    }
    question_.after = std::move(page.next);
    if (!question_.after.empty()) {
        return;
    }
    if (!whole && is_first_of_object()) {
        question_.count = true;
        question_.held = static_cast<std::int64_t>(builder_.count_changed(question_.kind));
    } else {
        end();
    }
}

void CatalogueReading::end() {
    if (const CatalogueRead& read = reads_[at_]; !read.object.empty()) {
        // Also what was made after the first kind was read: if it is deleted before the next
        // reading, nothing would show it.
        if (!question_.since.empty() && !is_first_of_object()) {
            builder_.keep_keys_of(read.kind, first_kind_of(read.object));
        }
        marks_[read.kind] = std::move(mark_);
    }
    ++at_;
    begin();
}

std::string CatalogueReading::first_kind_of(const std::string& object) const {
    const auto first = std::find_if(reads_.begin(), reads_.end(),
                                    [&](const CatalogueRead& one) { return one.object == object; });
    return first == reads_.end() ? std::string() : first->kind;
}

bool CatalogueReading::is_first_of_object() const {
    return first_kind_of(reads_[at_].object) == reads_[at_].kind;
}

Catalogue CatalogueReading::finish(std::int64_t now_ms) {
    for (const auto& [kind, mark] : marks_) {
        CatalogueRecord noted;
        noted.kind = reading_kind;
        noted.id = kind;
        noted.fields = {{"form", mark.form},
                        {"since", mark.since},
                        {"pages", std::to_string(mark.pages)},
                        {"wholeMs", std::to_string(mark.whole_ms)}};
        builder_.add(std::move(noted));
    }
    return builder_.finish(now_ms);
}

}  // namespace sage
