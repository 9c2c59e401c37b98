// SPDX-License-Identifier: Apache-2.0
// Stock set aside for orders: the line and the product have how much.
#include <fmt/format.h>

#include <algorithm>

#include "plugins/sage50/simulator_body.h"
#include "plugins/sage50/simulator_lines.h"
#include "plugins/sage50/simulator_orders.h"
#include "plugins/sage50/simulator_stock.h"

namespace sage::simulated_sage50 {
namespace {

Refusal about_line(std::int64_t item_id, std::string_view what) {
    return {sdo_none, fmt::format("Item {}: {}", item_id, what)};
}

void set_allocated(Company& company, const Row& line, const Decimal& quantity) {
    const Decimal more = quantity - line.number("QTY_ALLOCATED");
    company.change("SOP_ITEM", line).set_number("QTY_ALLOCATED", quantity);
    if (moves_stock(company, line)) {
        Row& product = company.change("STOCK", *company.find("STOCK", line.text("STOCK_CODE")));
        product.set_number("QTY_ALLOCATED", product.number("QTY_ALLOCATED") + more);
    }
}

/// How much more of the product may be set aside; nothing: as much as one likes.
std::optional<Decimal> free_for(const Company& company, const Row& line) {
    if (!moves_stock(company, line) || company.flag("ALLOW_NEGATIVE_STOCK")) {
        return std::nullopt;
    }
    const Decimal free = free_stock(*company.find("STOCK", line.text("STOCK_CODE")));
    return free.sign() < 0 ? Decimal() : free;
}

/// What would be allocated of each line; the first line of which there is too little refuses.
struct Wanted {
    const Row* line = nullptr;
    Decimal quantity;  ///< in all
};

std::optional<Refusal> take(const Company& company, std::vector<Wanted>& wanted) {
    std::map<std::string, Decimal, std::less<>> taken;
    for (Wanted& one : wanted) {
        const Decimal more = one.quantity - one.line->number("QTY_ALLOCATED");
        const auto free = free_for(company, *one.line);
        Decimal& already = taken[std::string(one.line->text("STOCK_CODE"))];
        if (free && already + more > *free) {
            if (!company.behaviours.allocate_what_is_there) {
                return about_line(one.line->integer("ITEMID"), "There is not enough free stock");
            }
            one.quantity = one.line->number("QTY_ALLOCATED") + (*free - already);
            already = *free;
            continue;
        }
        already = already + more;
    }
    return std::nullopt;
}

Written allocate(Company& company, std::int64_t order, std::vector<Wanted> wanted) {
    if (auto refusal = take(company, wanted)) {
        return {std::move(refusal), 0};
    }
    SetAside done;
    done.order = order;
    for (const Wanted& one : wanted) {
        const Decimal more = one.quantity - one.line->number("QTY_ALLOCATED");
        if (more.sign() != 0) {
            done.lines.push_back({one.line->integer("ITEMID"),
                                  std::string(one.line->text("STOCK_CODE")), more,
                                  one.quantity + one.line->number("QTY_DELIVERED")});
        }
        set_allocated(company, *one.line, one.quantity);
    }
    if (!done.lines.empty()) {
        company.add(std::move(done));
    }
    put_status(company, order);
    return {std::nullopt, order};
}

}  // namespace

Written allocate_order(Company& company, std::int64_t number) {
    if (auto refusal = check_open(company, number)) {
        return {std::move(refusal), 0};
    }
    std::vector<Wanted> wanted;
    for (const Row* const line : company.all("SOP_ITEM", number)) {
        if (!is_special_code(line->text("STOCK_CODE"))) {
            wanted.push_back({line, outstanding(*line)});
        }
    }
    return allocate(company, number, std::move(wanted));
}

Written allocate_lines(Company& company, std::string_view text) {
    Body body;
    auto refusal = read_body(company, "allocation", text, body);
    const std::int64_t number = body.row.integer("ORDER_NUMBER");
    refusal = refusal ? refusal : check_open(company, number);
    std::vector<Wanted> wanted;
    for (std::size_t at = 0; at < body.entries.size() && !refusal; ++at) {
        const Row& entry = body.entries[at].row;
        const std::int64_t item_id = entry.integer("ITEMID");
        const Row* const line = line_of(company, number, item_id);
        if (line == nullptr || is_special_code(line->text("STOCK_CODE"))) {
            refusal = about_line(item_id, "The order has no such item to allocate");
            continue;
        }
        const bool twice = std::any_of(wanted.begin(), wanted.end(),
                                       [&](const Wanted& one) { return one.line == line; });
        const Decimal given = entry.number("QUANTITY");
        const Decimal all =
            company.behaviours.allocate_is_total ? given : line->number("QTY_ALLOCATED") + given;
        if (twice || given.sign() <= 0 || all > outstanding(*line)) {
            refusal = about_line(item_id, "The quantity is out of range");
            continue;
        }
        wanted.push_back({line, all});
    }
    if (!refusal && wanted.empty()) {
        refusal = Refusal{sdo_none, "There are no items"};
    }
    return refusal ? Written{std::move(refusal), 0} : allocate(company, number, std::move(wanted));
}

Written release_order(Company& company, std::int64_t number) {
    if (auto refusal = check_open(company, number)) {
        return {std::move(refusal), 0};
    }
    for (const Row* const line : company.all("SOP_ITEM", number)) {
        if (line->number("QTY_ALLOCATED").sign() > 0) {
            set_allocated(company, *line, Decimal());
        }
    }
    put_status(company, number);
    return {std::nullopt, number};
}

}  // namespace sage::simulated_sage50
