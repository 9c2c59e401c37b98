// SPDX-License-Identifier: Apache-2.0
// Of the batches Sage's files say that those of the line are shown; whether others of the warehouse
// may be chosen besides is a switch. The allocations are kept with the line, where no field of
// Sage's shows them.
#include "plugins/sage200/simulator_places.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "plugins/sage200/simulator_lines.h"
#include "plugins/sage200/simulator_stock.h"

namespace sage::simulated_sage200 {
namespace {

constexpr const char* allocations = "allocations";
constexpr const char* bin_items = "bin_items";
constexpr const char* number_items = "traceable_adjustment_items";
constexpr std::string_view no_bin = "Unspecified";

bool is_serial(const Company& company, const Row& line) {
    const Row* const product = company.find("product", line.integer("product_id"));
    return product != nullptr && product->text("traceable_type") == "EnumTraceableTypeSerial";
}

const std::vector<Row>& part(const Row& row, const char* name) {
    static const std::vector<Row> none;
    const auto found = row.parts.find(name);
    return found == row.parts.end() ? none : found->second;
}

Decimal free_in(const Row& place) {
    return place.number("quantity") - place.number("allocated");
}

const Decimal& least(const Decimal& left, const Decimal& right) {
    return right < left ? right : left;
}

void keep(Company& company, Row& line, const Row* place, const Decimal& quantity,
          std::int64_t now_ms) {
    Row one = company.make(now_ms);
    one.set_integer("place_id", place == nullptr ? 0 : place->id);
    one.set_text("bin_name", place == nullptr ? no_bin : place->text("bin_name"));
    one.set_text("identification_no", place == nullptr ? "" : place->text("identification_no"));
    one.set_integer("traceable_item_id",
                    place == nullptr ? 0 : place->integer("traceable_item_id"));
    one.set_number("given", quantity);
    one.set_number("quantity", quantity);
    line.parts[allocations].push_back(std::move(one));
}

void change_allocated(Company& company, std::int64_t place_id, const Decimal& by) {
    if (Row* const place = company.table("place").find(place_id)) {
        place->set_number("allocated", place->number("allocated") + by);
    }
}

Row number_row(const Row& from, std::int64_t place_id, std::int64_t balance_id,
               const Decimal& quantity) {
    Row row;
    row.set_integer("traceable_item_id", from.integer("traceable_item_id"));
    row.set_text("identification_no", from.text("identification_no"));
    row.set_integer("traceable_bin_item_id", place_id);
    row.set_text("bin_name", from.text("bin_name"));
    row.set_integer("traceable_allocation_balance_id", balance_id);
    row.set_number("available_quantity", quantity);
    row.set_number("allocation_quantity", balance_id == 0 ? Decimal() : quantity);
    row.set_number("quantity", Decimal());
    row.set_truth("is_selected", false);
    row.set_truth("is_allocated", balance_id != 0);
    // What has no number yet cannot be chosen.
    row.set_truth("is_selectable", !from.text("identification_no").empty());
    return row;
}

/// How much of what may be chosen an item of a despatch names.
Decimal chosen(const Row& named, bool serial) {
    return !serial                      ? named.number("quantity")
           : named.truth("is_selected") ? Decimal::of(1)
                                        : Decimal();
}

std::optional<Refusal> check_numbers(const Company& company, const Row& line, const Row& item,
                                     const std::string& path) {
    const bool serial = is_serial(company, line);
    const Row choice = numbers_to_choose(company, line);
    Decimal sum;
    std::set<std::pair<std::int64_t, std::int64_t>> seen;
    for (const Row& named : part(item, number_items)) {
        const std::vector<Row>& all = part(choice, number_items);
        const auto found = std::find_if(all.begin(), all.end(), [&](const Row& one) {
            return one.truth("is_selectable") &&
                   one.integer("traceable_item_id") == named.integer("traceable_item_id") &&
                   one.integer("traceable_bin_item_id") == named.integer("traceable_bin_item_id") &&
                   one.integer("traceable_allocation_balance_id") ==
                       named.integer("traceable_allocation_balance_id");
        });
        if (found == all.end() || !seen.insert({named.integer("traceable_bin_item_id"),
                                                named.integer("traceable_allocation_balance_id")})
                                       .second) {
            return bad_field(path + number_items, "There is no such batch or serial number.");
        }
        const Decimal quantity = chosen(named, serial);
        if (found->number("available_quantity") < quantity) {
            return bad_field(path + number_items, "There is not so much of it.");
        }
        sum = sum + quantity;
    }
    return sum == item.number("quantity")
               ? std::nullopt
               : std::optional<Refusal>(bad_field(
                     path + number_items, "The numbers do not come to the quantity of the line."));
}

}  // namespace

bool is_traceable(const Company& company, const Row& product) {
    const std::string_view type = product.text("traceable_type");
    return company.site.professional &&
           (type == "EnumTraceableTypeBatch" || type == "EnumTraceableTypeSerial");
}

void put_into_place(Company& company, Row& holding, std::string_view bin, std::string_view number,
                    const Decimal& quantity, std::int64_t now_ms) {
    Row place = company.make(now_ms);
    place.set_integer("product_id", holding.integer("product_id"));
    place.set_integer("warehouse_id", holding.integer("warehouse_id"));
    place.set_text("bin_name", bin);
    place.set_text("identification_no", number);
    place.set_number("quantity", quantity);
    place.set_number("allocated", Decimal());
    place.set_integer("traceable_item_id", company.make(now_ms).id);
    for (const Row& other : company.table("place").rows()) {
        if (other.integer("product_id") == place.integer("product_id") &&
            other.text("identification_no") == number) {
            place.set_integer("traceable_item_id", other.integer("traceable_item_id"));
        }
    }
    company.table("place").add(std::move(place));
    change_stock(company, holding, quantity, Decimal());
}

void allocate_places(Company& company, Row& line, const Decimal& stock_units, std::int64_t now_ms) {
    Decimal left = stock_units;
    for (Row& place : company.table("place").rows()) {
        const bool here = place.integer("product_id") == line.integer("product_id") &&
                          place.integer("warehouse_id") == line.integer("warehouse_id");
        const Decimal given = here ? least(free_in(place), left) : Decimal();
        if (given.sign() > 0) {
            place.set_number("allocated", place.number("allocated") + given);
            left = left - given;
            keep(company, line, &place, given, now_ms);
        }
    }
    if (left.sign() > 0) {
        keep(company, line, nullptr, left, now_ms);
    }
}

void release_places(Company& company, Row& line) {
    for (const Row& one : part(line, allocations)) {
        change_allocated(company, one.integer("place_id"), -one.number("quantity"));
    }
    line.parts.erase(allocations);
}

bool is_in_several_bins(const Company& company, const Row& line) {
    const Row* const product = company.find("product", line.integer("product_id"));
    std::set<std::string_view> bins;
    for (const Row& one : part(line, allocations)) {
        if (one.number("quantity").sign() > 0) {
            bins.insert(one.text("bin_name"));
        }
    }
    return bins.size() > 1 && product != nullptr && !is_traceable(company, *product);
}

bool has_numbers(const Row& line) {
    const std::vector<Row>& all = part(line, allocations);
    return std::any_of(all.begin(), all.end(), [](const Row& one) {
        return one.number("quantity").sign() > 0 && !one.text("identification_no").empty();
    });
}

Row bins_to_choose(const Row& line) {
    Row answer;
    answer.set_integer("id", line.id);
    std::vector<Row>& all = answer.parts[bin_items];
    for (const Row& one : part(line, allocations)) {
        if (one.number("quantity").sign() > 0) {
            Row& bin = all.emplace_back();
            bin.set_integer("id", one.id);
            bin.set_text("bin_name", one.text("bin_name"));
            bin.set_number("available_quantity", one.number("quantity"));
            bin.set_number("quantity", Decimal());
        }
    }
    return answer;
}

Row numbers_to_choose(const Company& company, const Row& line) {
    Row answer;
    answer.set_integer("id", line.id);
    std::vector<Row>& all = answer.parts[number_items];
    for (const Row& one : part(line, allocations)) {
        if (one.number("quantity").sign() > 0) {
            all.push_back(number_row(one, one.integer("place_id"), one.id, one.number("quantity")));
        }
    }
    if (!company.behaviours.offer_free_batches) {
        return answer;
    }
    for (const Row& place : company.table("place").rows()) {
        if (place.integer("product_id") == line.integer("product_id") &&
            place.integer("warehouse_id") == line.integer("warehouse_id") &&
            !place.text("identification_no").empty() && free_in(place).sign() > 0) {
            all.push_back(number_row(place, place.id, 0, free_in(place)));
        }
    }
    return answer;
}

std::vector<Row> allocations_of(const Company& company, const Row& order) {
    std::vector<Row> all;
    for (const Row& line : part(order, "lines")) {
        for (const Row& one : part(line, allocations)) {
            const Row* const warehouse = company.find("warehouse", line.integer("warehouse_id"));
            Row& view = all.emplace_back();
            view.id = one.id;
            view.visible_ms = one.visible_ms;
            view.set_integer("sop_allocation_line_id", one.id);
            view.set_integer("sop_order_return_line_id", line.id);
            view.set_number("sop_allocation_line_allocated_quantity", one.number("given"));
            view.set_number("sop_allocation_line_despatched_quantity",
                            one.number("given") - one.number("quantity"));
            view.set_number("sop_allocation_line_current_allocated_quantity",
                            one.number("quantity"));
            view.set_integer("warehouse_id", line.integer("warehouse_id"));
            view.set_text("warehouse_name", warehouse == nullptr ? "" : warehouse->text("name"));
            view.set_text("bin_holding_name", one.text("bin_name"));
        }
    }
    return all;
}

std::optional<Refusal> check_places(const Company& company, const Row& line, const Row& item,
                                    const std::string& path) {
    const Row* const product = company.find("product", line.integer("product_id"));
    if (product != nullptr && is_traceable(company, *product)) {
        return check_numbers(company, line, item, path);
    }
    if (!part(item, number_items).empty()) {
        return bad_field(path + number_items, "The product has no batches or serial numbers.");
    }
    if (part(item, bin_items).empty()) {
        return is_in_several_bins(company, line)
                   ? std::optional<Refusal>(
                         bad_field(path + bin_items, "The goods are allocated at multiple bins."))
                   : std::nullopt;
    }
    Decimal sum;
    std::set<std::int64_t> seen;
    for (const Row& named : part(item, bin_items)) {
        const std::vector<Row>& all = part(line, allocations);
        const auto found = std::find_if(
            all.begin(), all.end(), [&](const Row& one) { return one.id == named.integer("id"); });
        if (found == all.end() || !seen.insert(named.integer("id")).second ||
            found->number("quantity") < named.number("quantity")) {
            return bad_field(path + bin_items, "There is no such bin, or not so much in it.");
        }
        sum = sum + named.number("quantity");
    }
    return sum == item.number("quantity")
               ? std::nullopt
               : std::optional<Refusal>(bad_field(
                     path + bin_items, "The bins do not come to the quantity of the line."));
}

void take_from_places(Company& company, Row& line, const Row& item, std::int64_t now_ms) {
    const bool serial = is_serial(company, line);
    std::vector<Row>& all = line.parts[allocations];
    const bool leaves_stock = company.only("sop_settings").truth("update_stock_on_despatch");
    const auto take = [&](Row& one, const Decimal& quantity) {
        one.set_number("quantity", one.number("quantity") - quantity);
        if (Row* const place = company.table("place").find(one.integer("place_id"))) {
            if (leaves_stock) {
                place->set_number("allocated", place->number("allocated") - quantity);
                place->set_number("quantity", place->number("quantity") - quantity);
            }
        }
    };
    const auto take_any = [&](Decimal left) {
        for (Row& one : all) {
            const Decimal part_of_it = least(one.number("quantity"), left);
            take(one, part_of_it);
            left = left - part_of_it;
        }
    };
    const std::vector<Row>& numbers = part(item, number_items);
    const std::vector<Row>& bins = part(item, bin_items);
    if (numbers.empty() && bins.empty()) {
        take_any(item.number("quantity"));
        return;
    }
    for (const Row& named : numbers.empty() ? bins : numbers) {
        const std::int64_t id =
            named.integer(numbers.empty() ? "id" : "traceable_allocation_balance_id");
        const Decimal quantity = numbers.empty() ? named.number("quantity") : chosen(named, serial);
        if (id != 0) {
            for (Row& one : all) {
                if (one.id == id) {
                    take(one, quantity);
                }
            }
            continue;
        }
        // Another batch than those allocated: it takes the place of as much of these.
        Decimal left = quantity;
        for (Row& one : all) {
            const Decimal moved = least(one.number("quantity"), left);
            one.set_number("quantity", one.number("quantity") - moved);
            change_allocated(company, one.integer("place_id"), -moved);
            left = left - moved;
        }
        Row* const place = company.table("place").find(named.integer("traceable_bin_item_id"));
        place->set_number("allocated", place->number("allocated") + quantity);
        keep(company, line, place, quantity, now_ms);
        take(all.back(), quantity);
    }
}

}  // namespace sage::simulated_sage200
