// SPDX-License-Identifier: Apache-2.0
// Lines are compared by their ids. What is taken back and what is added is collected first; which
// documents that makes depends on the type: here those of trade, in stock_correction.cpp the
// others.
#include "sage-adapter/mapping/correction.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "sage-adapter/mapping/kits.h"
#include "sage-adapter/mapping/posted_terms.h"
#include "sage-adapter/mapping/stock_correction.h"

namespace sage {
namespace {

constexpr int money_places = 2;

using LinesById = std::map<std::string_view, const Line*, std::less<>>;

bool same_decimal(const std::optional<Decimal>& left, const std::optional<Decimal>& right,
                  const Decimal& absent) {
    return left.value_or(absent) == right.value_or(absent);
}

bool same_money(const Money& left, const Money& right) {
    return left.amount == right.amount && left.currency_id == right.currency_id;
}

bool same_amount(const std::optional<Money>& left, const std::optional<Money>& right) {
    return left && right ? same_money(*left, *right) : left.has_value() == right.has_value();
}

bool same_price(const std::optional<Price>& left, const std::optional<Price>& right) {
    if (!left || !right) {
        return left.has_value() == right.has_value();
    }
    return same_money(left->unit_amount, right->unit_amount) &&
           same_decimal(left->base_quantity, right->base_quantity, Decimal::of(1)) &&
           same_decimal(left->discount_rate, right->discount_rate, Decimal()) &&
           same_amount(left->discount_amount, right->discount_amount);
}

bool same_tax(const Tax& left, const Tax& right) {
    return left.category_code == right.category_code && left.tax_code == right.tax_code &&
           left.percent == right.percent;
}

bool same_kit(const std::optional<Kit>& left, const std::optional<Kit>& right) {
    return left && right
               ? left->parent_line_id == right->parent_line_id &&
                     left->component_of == right->component_of && left->ratio == right->ratio
               : left.has_value() == right.has_value();
}

// Everything but the quantity, as far as it matters to the books.
bool same_terms(const Line& left, const Line& right) {
    return left.item.sellers_item_id == right.item.sellers_item_id &&
           left.item.buyers_item_id == right.item.buyers_item_id &&
           left.item.gtin == right.item.gtin &&
           left.quantity.unit_code == right.quantity.unit_code &&
           same_price(left.price, right.price) && same_tax(left.tax, right.tax) &&
           same_amount(left.unit_cost, right.unit_cost) && left.reason_code == right.reason_code &&
           left.disposition_code == right.disposition_code && same_kit(left.kit, right.kit);
}

bool same_party(const Party& left, const Party& right) {
    const bool known = !left.id.empty() || !right.id.empty();
    const bool same = known ? left.id == right.id
                            : left.name == right.name && left.postal_zone == right.postal_zone;
    return same && left.company_id == right.company_id && left.country_code == right.country_code;
}

// What belongs to a document that is posted has its rate, whatever it states. A rate from a
// currency to itself says nothing that the currency does not say.
bool same_rate(const Document& left, const Document& right) {
    if (left.posted_rate && right.posted_rate) {
        return left.posted_rate->rate == right.posted_rate->rate &&
               left.posted_rate->rate_type == right.posted_rate->rate_type &&
               left.posted_rate->date == right.posted_rate->date;
    }
    const auto stated = [](const Document& document) -> const ExchangeRate* {
        const auto& rate = document.pricing_exchange_rate;
        return rate && rate->source_currency_id != rate->target_currency_id ? &*rate : nullptr;
    };
    const ExchangeRate* const one = stated(left);
    const ExchangeRate* const other = stated(right);
    return one != nullptr && other != nullptr
               ? one->target_currency_id == other->target_currency_id &&
                     one->calculation_rate == other->calculation_rate
               : one == other;
}

bool same_header(const Document& left, const Document& right) {
    return left.issue_date == right.issue_date && left.currency_id == right.currency_id &&
           same_rate(left, right) && left.location_id == right.location_id &&
           left.to_location_id == right.to_location_id &&
           left.sales_channel_id == right.sales_channel_id && same_party(left.buyer, right.buyer) &&
           left.delivery.country_code == right.delivery.country_code &&
           left.delivery.postal_zone == right.delivery.postal_zone;
}

// Goods that left have the day on which they arrive besides that on which they left; goods that
// have arrived cannot be on their way again.
bool is_alike(const Document& posted, const Document& wanted) {
    if (is_arrival(posted, wanted)) {
        Document on_that_day = posted;
        on_that_day.issue_date = wanted.issue_date;
        return same_header(on_that_day, wanted);
    }
    return posted.in_transit == wanted.in_transit && same_header(posted, wanted);
}

Decimal magnitude(const Decimal& value) {
    return value.sign() < 0 ? -value : value;
}

// What `more` has of each lot beyond `less`; nothing: it has less of one.
std::optional<std::vector<Lot>> lots_beyond(const std::vector<Lot>& more,
                                            const std::vector<Lot>& less) {
    std::vector<Lot> rest = more;
    for (const Lot& lot : less) {
        const auto same = std::find_if(rest.begin(), rest.end(), [&](const Lot& one) {
            return one.lot_number == lot.lot_number && one.expiry_date == lot.expiry_date &&
                   one.bin_id == lot.bin_id && one.quantity.unit_code == lot.quantity.unit_code;
        });
        if (same == rest.end() || magnitude(same->quantity.value) < magnitude(lot.quantity.value)) {
            return std::nullopt;
        }
        same->quantity.value = same->quantity.value - lot.quantity.value;
    }
    std::erase_if(rest, [](const Lot& lot) { return lot.quantity.value.sign() == 0; });
    return rest;
}

std::optional<std::vector<std::string>> serials_beyond(const std::vector<std::string>& more,
                                                       const std::vector<std::string>& less) {
    std::vector<std::string> rest = more;
    for (const std::string& serial : less) {
        const auto same = std::find(rest.begin(), rest.end(), serial);
        if (same == rest.end()) {
            return std::nullopt;
        }
        rest.erase(same);
    }
    return rest;
}

// The pennies of the parts are those of the whole, in net and in tax.
bool is_exact(const Amounts& whole, const Amounts& first, const Amounts& second) {
    const bool known = whole.net && first.net && second.net && whole.tax && first.tax && second.tax;
    return known && *whole.net == *first.net + *second.net &&
           *whole.tax == *first.tax + *second.tax;
}

Amounts amounts_of(const std::optional<Decimal>& net, const Tax& tax) {
    Amounts amounts;
    amounts.net = net;
    const bool none = tax.category_code.empty() && tax.tax_code.empty();
    const std::optional<Decimal> percent = none ? tax.percent.value_or(Decimal()) : tax.percent;
    if (net && percent) {
        amounts.tax = Decimal::quotient({*net, *percent}, {Decimal::of(100)}, money_places,
                                        Rounding::half_away_from_zero);
    }
    return amounts;
}

// The amounts of a line of either version, by the edition.
using LineAmounts = std::function<Amounts(const Line&)>;

// What `more` has beyond `less`, which has the same terms, as a line of its own; nothing: it cannot
// be told as one, or not exactly.
std::optional<Line> beyond(const Line& more, const Line& less, const LineAmounts& amounts) {
    Line rest = more;
    rest.quantity.value = more.quantity.value - less.quantity.value;
    std::optional<std::vector<Lot>> lots = lots_beyond(more.lots, less.lots);
    std::optional<std::vector<std::string>> serials =
        serials_beyond(more.serial_ids, less.serial_ids);
    if (!lots || !serials) {
        return std::nullopt;
    }
    rest.lots = *std::move(lots);
    rest.serial_ids = *std::move(serials);
    const bool same = rest.quantity.value.sign() == 0;
    if (!same && more.price && !is_exact(amounts(more), amounts(less), amounts(rest))) {
        return std::nullopt;
    }
    return rest;
}

// What stays as it was but for the quantity stays in the terms in which it is in the books.
void compare_line(Changes& changes, const Line& posted, Line wanted, const LineAmounts& amounts) {
    const Decimal& before = posted.quantity.value;
    const Decimal& after = wanted.quantity.value;
    if (same_terms(posted, wanted) && before.sign() * after.sign() > 0) {
        const bool more = magnitude(after) > magnitude(before);
        if (posted.posted) {
            wanted.posted = posted.posted;
        }
        std::optional<Line> rest =
            more ? beyond(wanted, posted, amounts) : beyond(posted, wanted, amounts);
        if (rest) {
            const bool same = rest->quantity.value.sign() == 0;
            if (same && rest->lots.empty() && rest->serial_ids.empty()) {
                return;
            }
            if (!same) {
                more ? changes.add(*std::move(rest)) : changes.take_back(*std::move(rest));
                return;
            }
        }
    }
    changes.take_back(posted);
    changes.add(std::move(wanted));
}

void compare_lines(Changes& changes, const Document& posted, const Document& wanted,
                   const AmountsOf& of) {
    const LineAmounts amounts = [&](const Line& line) { return of.line(posted, line); };
    LinesById open;
    for (const Line& line : wanted.lines) {
        open.emplace(line.id, &line);
    }
    for (const Line& line : posted.lines) {
        const auto found = open.find(line.id);
        if (found == open.end()) {
            changes.take_back(line);
        } else {
            compare_line(changes, line, *found->second, amounts);
            open.erase(found);
        }
    }
    for (const Line& line : wanted.lines) {
        if (open.contains(line.id)) {
            changes.add(line);
        }
    }
}

bool same_kind(const AllowanceCharge& left, const AllowanceCharge& right) {
    return left.charge_indicator == right.charge_indicator &&
           left.reason_code == right.reason_code && left.reason == right.reason &&
           left.amount.currency_id == right.amount.currency_id && same_tax(left.tax, right.tax);
}

// A charge raised or lowered is corrected by the difference; an allowance is replaced.
void compare_charge(Changes& changes, const AllowanceCharge& posted, const AllowanceCharge& wanted,
                    const std::function<Amounts(const AllowanceCharge&)>& amounts) {
    const Decimal& before = posted.amount.amount;
    const Decimal& after = wanted.amount.amount;
    if (before == after) {
        return;
    }
    const bool more = after > before;
    AllowanceCharge rest = more ? wanted : posted;
    rest.amount.amount = more ? after - before : before - after;
    const bool charges = posted.charge_indicator && before.sign() >= 0 && after.sign() >= 0;
    if (charges && rest.amount.amount.fits(money_places) &&
        is_exact(amounts(more ? wanted : posted), amounts(more ? posted : wanted), amounts(rest))) {
        (more ? changes.charges_added : changes.charges_taken_back).push_back(std::move(rest));
    } else {
        changes.charges_taken_back.push_back(posted);
        changes.charges_added.push_back(wanted);
    }
}

// Charges of a kind that is in the books are in its terms, so that they have the same for ever.
void keep_terms(AllowanceCharge& charge, const Document& posted) {
    const std::string key = terms_key(charge);
    for (const AllowanceCharge& one : posted.allowance_charges) {
        if (one.posted && terms_key(one) == key) {
            charge.posted = one.posted;
        }
    }
}

// Charges have no ids: equal ones are paired first, then those of the same kind.
void compare_charges(Changes& changes, const Document& posted, const Document& wanted,
                     const AmountsOf& of) {
    const auto amounts = [&](const AllowanceCharge& charge) { return of.charge(posted, charge); };
    std::vector<AllowanceCharge> open = wanted.allowance_charges;
    std::vector<AllowanceCharge> left;
    for (AllowanceCharge& charge : open) {
        keep_terms(charge, posted);
    }
    const auto pair = [&](const AllowanceCharge& charge, bool equal) {
        const auto found = std::find_if(open.begin(), open.end(), [&](const AllowanceCharge& one) {
            return same_kind(charge, one) && (!equal || one.amount.amount == charge.amount.amount);
        });
        if (found == open.end()) {
            return false;
        }
        compare_charge(changes, charge, *found, amounts);
        open.erase(found);
        return true;
    };
    for (const AllowanceCharge& charge : posted.allowance_charges) {
        if (!pair(charge, true)) {
            left.push_back(charge);
        }
    }
    for (const AllowanceCharge& charge : left) {
        if (!pair(charge, false)) {
            changes.charges_taken_back.push_back(charge);
        }
    }
    changes.charges_added.insert(changes.charges_added.end(), open.begin(), open.end());
}

// All of one version against all of the other.
Changes replaced(const Document& posted, const Document& wanted) {
    Changes changes;
    for (const Line& line : posted.lines) {
        changes.take_back(line);
    }
    for (const Line& line : wanted.lines) {
        changes.add(line);
    }
    changes.charges_taken_back = posted.allowance_charges;
    changes.charges_added = wanted.allowance_charges;
    return changes;
}

Changes compared(const Document& posted, const Document& wanted, const AmountsOf& amounts) {
    Changes changes;
    compare_lines(changes, posted, wanted, amounts);
    compare_charges(changes, posted, wanted, amounts);
    return changes;
}

std::vector<Document> trade(const Document& posted, const Document& wanted, Changes changes) {
    const MessageType type = wanted.envelope.message_type;
    const bool despatch = type == MessageType::despatch_advice;
    Document back = with_header_of(posted, posted, wanted);
    back.envelope.message_type =
        despatch ? MessageType::return_advice : MessageType::despatch_advice;
    back.original_despatch_id = despatch ? wanted.id : posted.original_despatch_id;
    back.shipment = Shipment();
    back.lines = std::move(changes.taken_back);
    back.allowance_charges = std::move(changes.charges_taken_back);
    Document more = with_header_of(wanted, posted, wanted);
    more.lines = std::move(changes.added);
    more.allowance_charges = std::move(changes.charges_added);
    std::vector<Document> documents;
    push(documents, despatch ? back : more);
    push(documents, despatch ? std::move(more) : std::move(back));
    return documents;
}

bool takes_back(const Document& document, const Document& wanted) {
    return document.envelope.message_type != wanted.envelope.message_type;
}

// The total that the buyer was told is one of the whole version. One document that makes the
// difference is told the difference of both; false: it cannot be said of these documents.
bool tell_difference(std::vector<Document>& documents, const Document& posted,
                     const Document& wanted) {
    if (same_amount(posted.payable, wanted.payable) && (documents.empty() || !posted.payable)) {
        return true;
    }
    if (documents.size() != 1 || !posted.payable || !wanted.payable) {
        return false;
    }
    Document& only = documents.front();
    Money& difference = only.payable.emplace(*wanted.payable);
    difference.amount = takes_back(only, wanted) ? posted.payable->amount - wanted.payable->amount
                                                 : wanted.payable->amount - posted.payable->amount;
    return difference.amount.sign() >= 0;
}

}  // namespace

bool is_correctable(MessageType type) {
    return type == MessageType::despatch_advice || type == MessageType::return_advice ||
           moves_only_stock(type);
}

bool is_later_version(std::string_view left, std::string_view right) {
    const auto digits_of = [](std::string_view text) {
        const bool number =
            !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
        const std::size_t first = number ? text.find_first_not_of('0') : std::string_view::npos;
        return std::pair(number,
                         first == std::string_view::npos ? std::string_view() : text.substr(first));
    };
    const auto [left_is_number, one] = digits_of(left);
    const auto [right_is_number, other] = digits_of(right);
    return left_is_number && right_is_number &&
           (one.size() > other.size() || (one.size() == other.size() && one > other));
}

Amounts stated_amounts(const Line& line) {
    return amounts_of(line_net(line), line.tax);
}

Amounts stated_amounts(const AllowanceCharge& charge) {
    return amounts_of(charge.amount.amount.rounded(money_places, Rounding::half_away_from_zero),
                      charge.tax);
}

std::vector<Document> correction(const Document& posted, const Document& wanted,
                                 const AmountsOf& amounts) {
    const bool alike = is_alike(posted, wanted);
    if (moves_only_stock(wanted.envelope.message_type)) {
        return correct_stock(posted, wanted, alike,
                             alike ? compared(posted, wanted, amounts) : replaced(posted, wanted));
    }
    if (alike) {
        std::vector<Document> documents = trade(posted, wanted, compared(posted, wanted, amounts));
        if (!posted.posted_customer.empty()) {
            for (Document& document : documents) {
                document.posted_customer = posted.posted_customer;
            }
        }
        if (posted.posted_rate) {
            for (Document& document : documents) {
                document.posted_rate = posted.posted_rate;
            }
        }
        // What a part of a kit costs is told of the whole kit only.
        const bool whole = documents.empty() || !(has_kits(posted) || has_kits(wanted));
        if (whole && tell_difference(documents, posted, wanted)) {
            return documents;
        }
    }
    std::vector<Document> documents = trade(posted, wanted, replaced(posted, wanted));
    for (Document& document : documents) {
        document.payable = takes_back(document, wanted) ? posted.payable : wanted.payable;
    }
    return documents;
}

}  // namespace sage
