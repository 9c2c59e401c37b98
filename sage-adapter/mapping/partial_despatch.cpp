// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/partial_despatch.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/text.h"

namespace sage {
namespace {

constexpr int money_places = 2;
constexpr Rounding commercial = Rounding::half_away_from_zero;

// A charge is the same one in two versions of an order: by its code, and by its turn where several
// have that code.
using ChargeName = std::pair<std::string, std::size_t>;
using Quantities = std::map<const Line*, Decimal>;

// The lines of an order, as lines of a despatch name them.
class OrderLines {
  public:
    explicit OrderLines(const Document& order) {
        for (const Line& line : order.lines) {
            add(by_id_, line.id, line);
            add(by_item_, line.item.sellers_item_id, line);
        }
    }

    // Null: the line is about none of them, or about one of another unit.
    const Line* find(const Line& line) const {
        const Names& names = line.order_line_id.empty() ? by_item_ : by_id_;
        const auto found =
            names.find(line.order_line_id.empty() ? line.item.sellers_item_id : line.order_line_id);
        const Line* const ordered = found == names.end() ? nullptr : found->second;
        return ordered != nullptr && ordered->quantity.unit_code == line.quantity.unit_code
                   ? ordered
                   : nullptr;
    }

  private:
    using Names = std::map<std::string_view, const Line*, std::less<>>;

    // What two lines have in common names neither.
    static void add(Names& names, std::string_view name, const Line& line) {
        const auto [at, fresh] = names.emplace(name, &line);
        if (!fresh) {
            at->second = nullptr;
        }
    }

    Names by_id_;
    Names by_item_;
};

Decimal value_of(const std::optional<Quantity>& quantity) {
    return quantity ? quantity->value : Decimal();
}

void add_delivered(Quantities& delivered, const OrderLines& order, const Document& despatch) {
    for (const Line& line : despatch.lines) {
        if (const Line* const ordered = order.find(line)) {
            delivered[ordered] = delivered[ordered] + line.quantity.value;
        }
    }
}

// Whether nothing is to come after the despatches up to and without `end`, which delivered so much.
bool completes(const Document& order, const OrderLines& lines, Quantities done,
               const std::vector<OrderDespatch>& despatches, std::size_t end) {
    for (std::size_t index = 0; index < end; ++index) {
        const Document& despatch = *despatches[index].despatch;
        if (despatch.final_despatch) {
            return true;
        }
        for (const Line& line : despatch.lines) {
            if (const Line* const ordered = lines.find(line)) {
                done[ordered] = done[ordered] + value_of(line.cancelled_quantity);
            }
        }
    }
    // The components of a kit are counted with the kit.
    return std::all_of(order.lines.begin(), order.lines.end(), [&](const Line& line) {
        return line.kit || done[&line] >= line.quantity.value;
    });
}

// How much of the order its despatches are, by the net value of the goods: a part of a whole. Of a
// line no more counts than was ordered. Nothing: all of it.
struct Share {
    Decimal part;
    Decimal whole;
};
std::optional<Share> share_of(const Document& order, const Quantities& delivered) {
    Share share;
    for (const Line& line : order.lines) {
        const std::optional<Decimal> net = line_net(line);
        if (!net) {
            continue;
        }
        share.whole = share.whole + *net;
        if (const auto found = delivered.find(&line); found != delivered.end()) {
            const Decimal counted = std::min(found->second, line.quantity.value);
            share.part = share.part + Decimal::quotient({*net, counted}, {line.quantity.value},
                                                        limits::decimal_scale_max, commercial)
                                          .value_or(*net);
        }
    }
    return share.whole.sign() > 0 ? std::optional(std::move(share)) : std::nullopt;
}

// The share that the despatches up to and with the one at `index` are of the order as it stood
// then.
std::optional<Share> share_so_far(OrderCharges rule, const std::vector<OrderDespatch>& despatches,
                                  std::size_t index) {
    if (rule == OrderCharges::once) {
        return std::nullopt;
    }
    const Document& order = *despatches[index].order;
    const OrderLines lines(order);
    Quantities delivered;
    for (std::size_t one = 0; one <= index; ++one) {
        add_delivered(delivered, lines, *despatches[one].despatch);
    }
    return completes(order, lines, delivered, despatches, index + 1) ? std::nullopt
                                                                     : share_of(order, delivered);
}

Decimal share_of_charge(const Decimal& charge, const std::optional<Share>& share) {
    return share
               ? Decimal::quotient({charge, share->part}, {share->whole}, money_places, commercial)
                     .value_or(charge)
               : charge;
}

std::string code_of(const AllowanceCharge& charge) {
    return (charge.charge_indicator ? "+" : "-") + charge.reason_code;
}

// Adds to `posted` what the despatch at `index` has of each charge, and gives it back.
std::vector<AllowanceCharge> charges_at(OrderCharges rule,
                                        const std::vector<OrderDespatch>& despatches,
                                        std::size_t index, std::map<ChargeName, Decimal>& posted) {
    const Document& order = *despatches[index].order;
    const std::optional<Share> share = share_so_far(rule, despatches, index);
    std::vector<AllowanceCharge> charges;
    std::map<std::string, std::size_t> turns;
    for (const AllowanceCharge& charge : order.allowance_charges) {
        std::string code = code_of(charge);
        const std::size_t turn = turns[code]++;
        Decimal& sum = posted[{std::move(code), turn}];
        const Decimal due = share_of_charge(charge.amount.amount, share) - sum;
        // Nothing is taken back: the sign of what is due is that of the charge.
        if (due.sign() == 0 || due.sign() != charge.amount.amount.sign()) {
            continue;
        }
        sum = sum + due;
        charges.push_back(charge);
        charges.back().amount.amount = due;
    }
    return charges;
}

Problem too_much(const std::string& pointer, const Line& line, std::string cause) {
    return {"mapping.over_delivery", pointer,
            "Of " + excerpt(line.item.sellers_item_id) + " " + std::move(cause),
            "Send a new version with what was ordered, or a new version of the order and then of "
            "this document; or raise overDeliveryPercent in the setting partialDespatch and decide "
            "to send this one again.",
            Owner::warehouse};
}

}  // namespace

PartialDespatchRules read_partial_despatch_rules(const JsonValue& settings) {
    PartialDespatchRules rules;
    const std::string_view charges = text_at(settings, "/partialDespatch/charges");
    rules.charges = charges == "once"      ? OrderCharges::once
                    : charges == "proRata" ? OrderCharges::pro_rata
                                           : OrderCharges::as_sent;
    const std::string_view percent = text_at(settings, "/partialDespatch/overDeliveryPercent");
    if (!percent.empty()) {
        rules.over_delivery_percent = Decimal::parse(percent);
    }
    return rules;
}

std::vector<AllowanceCharge> charges_of_last(OrderCharges rule,
                                             const std::vector<OrderDespatch>& despatches) {
    std::vector<AllowanceCharge> charges;
    std::map<ChargeName, Decimal> posted;
    for (std::size_t index = 0; index < despatches.size(); ++index) {
        charges = charges_at(rule, despatches, index, posted);
    }
    return charges;
}

Document with_charges_of_order(Document despatch, const Document& order,
                               const std::vector<AllowanceCharge>& charges) {
    std::erase_if(despatch.allowance_charges, [&](const AllowanceCharge& charge) {
        return std::any_of(
            order.allowance_charges.begin(), order.allowance_charges.end(),
            [&](const AllowanceCharge& ordered) { return code_of(ordered) == code_of(charge); });
    });
    despatch.allowance_charges.insert(despatch.allowance_charges.begin(), charges.begin(),
                                      charges.end());
    return despatch;
}

bool completes_order(const std::vector<OrderDespatch>& despatches) {
    if (despatches.empty()) {
        return false;
    }
    const Document& order = *despatches.back().order;
    const OrderLines lines(order);
    Quantities delivered;
    for (const OrderDespatch& one : despatches) {
        add_delivered(delivered, lines, *one.despatch);
    }
    return completes(order, lines, std::move(delivered), despatches, despatches.size());
}

std::optional<Problem> over_delivery(const Decimal& percent, const Document& order,
                                     const std::vector<const Document*>& others,
                                     const Document& despatch) {
    const OrderLines lines(order);
    Quantities delivered;
    for (const Document* const other : others) {
        add_delivered(delivered, lines, *other);
    }
    const Decimal hundred = Decimal::of(100);
    for (std::size_t index = 0; index < despatch.lines.size(); ++index) {
        const Line& line = despatch.lines[index];
        const std::string pointer = "/body/lines/" + std::to_string(index) + "/deliveredQuantity";
        // A line of which nothing left is no delivery; components go with their kit.
        if (line.kit || line.quantity.value.sign() == 0) {
            continue;
        }
        const Line* const ordered = lines.find(line);
        if (ordered == nullptr) {
            return too_much(pointer, line,
                            "nothing was ordered on such a line, in such a unit, by order " +
                                excerpt(order.id) + ".");
        }
        Decimal& sum = delivered[ordered];
        sum = sum + line.quantity.value;
        const std::optional<Decimal> most =
            Decimal::multiply(ordered->quantity.value, hundred + percent, limits::decimal_scale_max,
                              Rounding::toward_zero);
        const std::optional<Decimal> times_hundred =
            Decimal::multiply(sum, hundred, limits::decimal_scale_max, Rounding::toward_zero);
        if (most && times_hundred && *times_hundred > *most) {
            return too_much(pointer, line,
                            ordered->quantity.value.text() + " were ordered and " + sum.text() +
                                " delivered, with this document; " + percent.text() +
                                " percent more are tolerated.");
        }
    }
    return std::nullopt;
}

}  // namespace sage
