// SPDX-License-Identifier: Apache-2.0
// Several despatches of one order. Which of them came before is decided by when they were accepted:
// a despatch waits until all accepted before it have ended, and an end is for ever. So what belongs
// on it can be found out again from the outbox at any time, and is always the same.
#include "sage-adapter/delivery/partial_despatch.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <map>
#include <string>
#include <utility>

#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/delivery/versions.h"
#include "sage-adapter/mapping/correction.h"

namespace sage {
namespace {

// What is posted under one number: the document of its own, and the version that counts now.
struct Numbered {
    const Entry* whole = nullptr;
    const Entry* newest = nullptr;
};

// The despatches of an order, in the order accepted.
struct Despatches {
    std::vector<Entry> entries;
    std::map<std::string, Numbered, std::less<>> by_number;
    const Entry* open = nullptr;  ///< the first before the one in question that has not ended

    bool is_whole(const Entry& entry) const {
        const auto found = by_number.find(entry.document_id);
        return found != by_number.end() && found->second.whole == &entry;
    }
};

bool is_despatch(const Entry& entry, std::string_view tenant_id) {
    return entry.tenant_id == tenant_id &&
           entry.message_type == text_of(MessageType::despatch_advice);
}

void sort_out(Despatches& despatches, const Entry& subject) {
    for (const Entry& one : despatches.entries) {
        const bool before = one.sequence < subject.sequence;
        if (despatches.open == nullptr && before && !is_final(one.state) &&
            one.document_id != subject.document_id) {
            despatches.open = &one;
        }
        const SageDocument made = sage_document_from_json(one.sage_document_json);
        if (one.state != State::posted || (made.key.empty() && made.number.empty())) {
            continue;
        }
        Numbered& numbered = despatches.by_number[one.document_id];
        if (numbered.whole == nullptr && !is_correction(made)) {
            numbered.whole = &one;
        }
        if (numbered.newest == nullptr ||
            !is_later_version(numbered.newest->document_version, one.document_version)) {
            numbered.newest = &one;
        }
    }
}

// The documents of entries, read once.
class Contents {
  public:
    // Null: the content was purged, or cannot be read; failed() then tells.
    const Document* of(const Entry& entry) {
        if (const auto found = read_.find(entry.sequence); found != read_.end()) {
            return found->second;
        }
        if (entry.purged) {
            purged_ = true;
            return nullptr;
        }
        Result<Document> document =
            read_canonical(entry.canonical_bytes, entry.message_id, entry.ordering_key);
        if (!document.ok()) {
            failed_ = document.error();
            return nullptr;
        }
        return read_[entry.sequence] = &documents_.emplace_back(std::move(document).value());
    }
    const std::optional<Error>& failed() const { return failed_; }
    bool purged() const { return purged_; }

  private:
    std::deque<Document> documents_;
    std::map<std::int64_t, const Document*> read_;
    std::optional<Error> failed_;
    bool purged_ = false;
};

Hold order_missing(const Document& despatch) {
    return {{"delivery.order_missing", "/body/orderReference/id",
             "Order " + despatch.order_id +
                 " was not submitted and posted before this despatch, and the setting "
                 "partialDespatch needs what it says.",
             "Submit the order, and after it this despatch in a new version.", Owner::warehouse},
            ""};
}

Hold order_purged(const Document& despatch) {
    return {{"delivery.order_purged", "/body/orderReference/id",
             "The content of order " + despatch.order_id +
                 ", or of an earlier despatch of it, was removed after the days for which it is "
                 "kept: what was charged and delivered already can no longer be told.",
             "Post this despatch in Sage by hand and record its number with an operatorDecision, "
             "or withdraw it; raise keepContentDays in the settings.",
             Owner::finance},
            ""};
}

// The latest version of the order that is posted and was accepted before `sequence`.
const Entry* order_at(const std::vector<Entry>& orders, std::int64_t sequence) {
    const Entry* found = nullptr;
    for (const Entry& one : orders) {
        found = one.sequence < sequence && one.state == State::posted ? &one : found;
    }
    return found;
}

// What the order's charges leave for the document that was, or is to be, posted as `mine`.
void share_charges(BesideOrder& beside, OrderCharges rule, const std::vector<Entry>& orders,
                   const Despatches& despatches, const Entry& mine, const Document* document,
                   Contents& contents) {
    const Entry* const now = order_at(orders, mine.sequence);
    const Document* const order = now == nullptr ? nullptr : contents.of(*now);
    std::vector<OrderDespatch> all;
    for (const Entry& one : despatches.entries) {
        if (one.sequence < mine.sequence && despatches.is_whole(one)) {
            const Entry* const then = order_at(orders, one.sequence);
            all.push_back({then == nullptr ? order : contents.of(*then), contents.of(one)});
        }
    }
    all.push_back({order, document == nullptr ? contents.of(mine) : document});
    const bool readable = std::all_of(all.begin(), all.end(), [](const OrderDespatch& one) {
        return one.order != nullptr && one.despatch != nullptr;
    });
    if (readable && order != nullptr) {
        beside.order = *order;
        beside.charges = charges_of_last(rule, all);
        beside.completes = completes_order(all);
    }
}

std::optional<Problem> too_much(const Decimal& percent, const Entry& order,
                                const Despatches& despatches, const Document& document,
                                Contents& contents) {
    std::vector<const Document*> others;
    for (const auto& [number, posted] : despatches.by_number) {
        if (number != document.id) {
            others.push_back(contents.of(*posted.newest));
        }
    }
    const Document* const ordered = contents.of(order);
    const bool readable =
        ordered != nullptr && std::find(others.begin(), others.end(), nullptr) == others.end();
    return readable ? over_delivery(percent, *ordered, others, document) : std::nullopt;
}

}  // namespace

Document as_posted(Document despatch, const BesideOrder& beside) {
    despatch.final_despatch = despatch.final_despatch || beside.completes;
    return beside.order ? with_charges_of_order(std::move(despatch), *beside.order, beside.charges)
                        : std::move(despatch);
}

std::optional<Remark> remark_on_charges(const BesideOrder& beside) {
    if (!beside.order || beside.order->allowance_charges.empty()) {
        return std::nullopt;
    }
    std::string texts;
    for (const AllowanceCharge& charge : beside.charges) {
        texts +=
            (texts.empty() ? "" : ", ") + charge.reason_code + " " + charge.amount.amount.text();
    }
    return Remark{"mapping.charges_of_order", "",
                  "Of the charges of order " + beside.order->id + " this document has " +
                      (texts.empty() ? "none" : texts) + "."};
}

/// All versions of an order, the oldest first.
Result<std::vector<Entry>> Delivery::versions_of_order(const std::string& tenant_id,
                                                       const std::string& order_id) {
    constexpr std::string_view type = "salesOrder";
    std::vector<Entry> versions;
    Result<std::optional<Entry>> found = parts_.store.find_document(tenant_id, type, order_id);
    while (found.ok() && found.value().has_value()) {
        const std::int64_t sequence = found.value()->sequence;
        versions.push_back(*std::move(found).value());
        found = parts_.store.find_earlier_document(tenant_id, type, order_id, sequence);
    }
    if (!found.ok()) {
        return std::move(found).error();
    }
    std::reverse(versions.begin(), versions.end());
    return versions;
}

/// What the settings make of a despatch beside the others of its order. Asks the outbox only where
/// they do.
Result<BesideOrder> Delivery::beside_order(const Entry& entry, const Document& document) {
    BesideOrder beside;
    const PartialDespatchRules rules = parts_.company.partial_despatch();
    if (!rules.apply() || document.order_id.empty() ||
        document.envelope.message_type != MessageType::despatch_advice) {
        return beside;
    }
    const Result<std::vector<Entry>> orders = versions_of_order(entry.tenant_id, document.order_id);
    if (!orders.ok()) {
        return orders.error();
    }
    if (order_at(orders.value(), entry.sequence) == nullptr) {
        beside.hold = order_missing(document);
        return beside;
    }
    Result<std::vector<Entry>> about =
        parts_.store.about(document.order_id, orders.value().front().sequence);
    if (!about.ok()) {
        return std::move(about).error();
    }
    Despatches despatches;
    despatches.entries = std::move(about).value();
    std::erase_if(despatches.entries,
                  [&](const Entry& one) { return !is_despatch(one, entry.tenant_id); });
    sort_out(despatches, entry);
    const auto own = despatches.by_number.find(document.id);
    const Entry* const posted = own == despatches.by_number.end() ? nullptr : own->second.whole;
    if (posted == nullptr && despatches.open != nullptr) {
        beside.waits_for = *despatches.open;
        return beside;
    }
    Contents contents;
    if (rules.charges != OrderCharges::as_sent) {
        share_charges(beside, rules.charges, orders.value(), despatches,
                      posted == nullptr ? entry : *posted, posted == nullptr ? &document : nullptr,
                      contents);
    }
    // What is posted is not asked about again.
    if (rules.over_delivery_percent && entry.state != State::posted) {
        const Entry* const newest =
            order_at(orders.value(), std::numeric_limits<std::int64_t>::max());
        if (std::optional<Problem> problem =
                too_much(*rules.over_delivery_percent, *newest, despatches, document, contents)) {
            beside.hold = Hold{*std::move(problem), ""};
        }
    }
    if (contents.purged()) {
        beside.hold = order_purged(document);
    }
    return contents.failed() ? Result<BesideOrder>(*contents.failed())
                             : Result<BesideOrder>(std::move(beside));
}

/// Makes the document the one that is posted beside the others of its order; `remarks` then tell.
/// False: it was concluded here.
Result<bool> Delivery::place_beside_order(const Entry& entry, Document& document,
                                          std::vector<Remark>& remarks) {
    if (!document.corrected_version.empty()) {
        return true;  // Seen when it was compared with the version before (versions.cpp).
    }
    Result<BesideOrder> beside = beside_order(entry, document);
    if (!beside.ok()) {
        return std::move(beside).error();
    }
    if (beside.value().waits_for || beside.value().hold) {
        const Result<void> done = beside.value().waits_for
                                      ? wait_for(*beside.value().waits_for, entry)
                                      : conclude_unsent(entry, *beside.value().hold);
        return done.ok() ? Result<bool>(false) : Result<bool>(done.error());
    }
    document = as_posted(std::move(document), beside.value());
    if (std::optional<Remark> remark = remark_on_charges(beside.value())) {
        remarks.push_back(*std::move(remark));
    }
    return true;
}

/// A despatch of the order that was accepted before its cancellation and has not ended: it may
/// still take its part of the order.
Result<std::optional<Entry>> Delivery::open_despatch(const Entry& cancellation) {
    Result<std::vector<Entry>> orders =
        versions_of_order(cancellation.tenant_id, cancellation.subject_id);
    if (!orders.ok() || orders.value().empty()) {
        return orders.ok() ? Result<std::optional<Entry>>(std::optional<Entry>())
                           : Result<std::optional<Entry>>(orders.error());
    }
    const Result<std::vector<Entry>> about =
        parts_.store.about(cancellation.subject_id, orders.value().front().sequence);
    if (!about.ok()) {
        return about.error();
    }
    for (const Entry& one : about.value()) {
        if (one.sequence < cancellation.sequence && is_despatch(one, cancellation.tenant_id) &&
            !is_final(one.state)) {
            return std::optional(one);
        }
    }
    return std::optional<Entry>();
}

}  // namespace sage
