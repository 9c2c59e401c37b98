// SPDX-License-Identifier: Apache-2.0
// Lines are found again by their ids within the versions of a document, and by item and tax from a
// return to its despatch.
#include "sage-adapter/mapping/posted_terms.h"

#include <algorithm>
#include <utility>

namespace sage {
namespace {

constexpr std::string_view charge_start = "charge ";

bool is_stated(const Tax& tax) {
    return !tax.category_code.empty() || !tax.tax_code.empty() || tax.percent.has_value();
}

bool may_be_same(const Tax& back, const Tax& posted) {
    return !is_stated(back) || (back.category_code == posted.category_code &&
                                back.tax_code == posted.tax_code && back.percent == posted.percent);
}

bool same_price(const Line& left, const Line& right) {
    return left.price && right.price &&
           left.price->unit_amount.amount == right.price->unit_amount.amount;
}

// The larger, the likelier that the one came back of the other.
int likeness(const Line& back, const Line& posted) {
    const bool same_order_line =
        !back.order_line_id.empty() && back.order_line_id == posted.order_line_id;
    return (same_order_line ? 2 : 0) + (same_price(back, posted) ? 1 : 0);
}

// Null: none.
const Line* line_of(const Line& back, const Document& despatch) {
    const Line* found = nullptr;
    for (const Line& line : despatch.lines) {
        const bool fits = line.posted && line.item.sellers_item_id == back.item.sellers_item_id &&
                          may_be_same(back.tax, line.tax);
        if (fits && (found == nullptr || likeness(back, line) > likeness(back, *found))) {
            found = &line;
        }
    }
    return found;
}

// No text that follows makes it another one.
std::string counted(const std::string& text) {
    return std::to_string(text.size()) + ":" + text + " ";
}

std::string start_of_key(const AllowanceCharge& charge) {
    return std::string(charge_start) + counted(charge.reason_code);
}

std::string text_of(const Tax& tax) {
    return tax.category_code + "/" + (tax.percent ? tax.percent->text() : "") + "/" + tax.tax_code;
}

}  // namespace

std::string terms_key(const Line& line) {
    const std::string key = "line " + counted(line.id) + line.item.sellers_item_id;
    // A component may be posted with the tax of its kit (mapping/kits.h).
    return line.kit ? key : key + " " + text_of(line.tax);
}

std::string terms_key(const AllowanceCharge& charge) {
    return start_of_key(charge) + text_of(charge.tax);
}

void BookedTerms::add_earlier(SentTerms sent) {
    if (customer.empty()) {
        customer = std::move(sent.customer);
    }
    if (!rate) {
        rate = std::move(sent.rate);
    }
    for (SentLineTerms& line : sent.lines) {
        lines.emplace(std::move(line.key), std::move(line.terms));
    }
}

bool BookedTerms::cover(const Document& document) const {
    const auto known = [&](const auto& one) { return lines.contains(terms_key(one)); };
    return std::all_of(
               document.lines.begin(), document.lines.end(),
               [&](const Line& line) { return line.quantity.value.sign() == 0 || known(line); }) &&
           std::all_of(document.allowance_charges.begin(), document.allowance_charges.end(), known);
}

void put_terms(Document& posted, const BookedTerms& booked) {
    const auto put = [&](auto& one) {
        if (const auto found = booked.lines.find(terms_key(one)); found != booked.lines.end()) {
            one.posted = found->second;
        }
    };
    std::for_each(posted.lines.begin(), posted.lines.end(), put);
    std::for_each(posted.allowance_charges.begin(), posted.allowance_charges.end(), put);
    posted.posted_customer = booked.customer;
    posted.posted_rate = booked.rate;
}

void take_terms(Document& goods_return, const Document& despatch, const BookedTerms& booked) {
    const bool elsewhere =
        !goods_return.location_id.empty() && goods_return.location_id != despatch.location_id;
    for (Line& line : goods_return.lines) {
        if (const Line* const posted = line_of(line, despatch)) {
            line.posted = posted->posted;
            if (elsewhere) {
                line.posted->site.reset();
            }
        }
    }
    for (AllowanceCharge& charge : goods_return.allowance_charges) {
        // The despatch may have had a charge of its order that it does not state itself.
        const std::string start = start_of_key(charge);
        const auto found = is_stated(charge.tax) ? booked.lines.find(terms_key(charge))
                                                 : booked.lines.lower_bound(start);
        if (found != booked.lines.end() && found->first.starts_with(start)) {
            charge.posted = found->second;
            if (elsewhere) {
                charge.posted->site.reset();
            }
        }
    }
    if (booked.rate) {
        goods_return.posted_rate = booked.rate;
    } else if (!despatch.currency_id.empty()) {
        goods_return.posted_rate = PostedRate{despatch.currency_id};
    }
    if (goods_return.buyer.id == despatch.buyer.id) {
        goods_return.posted_customer = booked.customer;
    }
}

}  // namespace sage
