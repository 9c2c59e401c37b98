// SPDX-License-Identifier: Apache-2.0
// What of an order leaves: first it is allocated, which is a step of its own, then it leaves. All
// of it at once or nothing: what is short is told line by line. Where nothing of the order stays
// behind it is completed, and Sage makes its invoice.
#include <fmt/format.h>

#include <algorithm>

#include "plugins/sage50/map_order.h"
#include "plugins/sage50/wire_values.h"
#include "sage-adapter/mapping/line_steps.h"

namespace sage::sage50 {
namespace {

constexpr std::string_view stock_question = "stock of the products";

Hold hold(std::string code, std::string pointer, std::string cause, std::string fix, Owner owner,
          std::string root_cause = "") {
    return {
        {"sage50." + std::move(code), std::move(pointer), std::move(cause), std::move(fix), owner},
        std::move(root_cause)};
}

/// Lines of the order with what is taken of each.
struct Filling {
    const Settings& settings;
    const PreparationInput& input;
    OrderInSage order;
    std::vector<Decimal> taken = {};
    std::vector<std::string> pointers = {};  ///< of the document's line that takes first
    std::optional<Hold> hold = {};
    std::vector<Remark> remarks = {};
};

/// Those of the product, the one that the line names before others.
std::vector<std::size_t> lines_for(const Filling& filling, const Line& line,
                                   const std::string& stock_code) {
    std::vector<std::size_t> places;
    for (std::size_t index = 0; index < filling.order.lines.size(); ++index) {
        if (filling.order.lines[index].stock_code == stock_code) {
            places.push_back(index);
        }
    }
    std::stable_partition(places.begin(), places.end(), [&](std::size_t index) {
        return filling.order.lines[index].item_id == line.order_line_id;
    });
    return places;
}

Hold not_on_order(const Filling& filling, const std::string& stock_code,
                  const std::string& pointer) {
    return hold("not_on_order", pointer,
                fmt::format("The order {} of Sage 50 has no line for the product {}.",
                            filling.order.number, stock_code),
                "Add the line to the order in Sage 50 and decide to send the despatch again; or "
                "send a new version of the despatch.",
                Owner::warehouse);
}

Hold more_than_ordered(const Filling& filling, const std::string& stock_code, const Decimal& wanted,
                       const Decimal& left, const std::string& pointer) {
    return hold(
        "more_than_ordered", pointer + "/deliveredQuantity",
        fmt::format("Of the product {} {} left, {} more than are open on the order {} of "
                    "Sage 50.",
                    stock_code, plain_number(wanted), plain_number(left), filling.order.number),
        "Raise the quantity of the line in Sage 50, then decide to send the despatch "
        "again; or send a right version of the despatch.",
        Owner::warehouse);
}

void fill(Filling& filling, const Line& line, const std::string& pointer) {
    const GoodsItem product =
        take(filling.hold, map_goods_item(goods_item_rules(filling.settings),
                                          filling.input.catalogue, line, pointer, filling.remarks));
    add_hold(filling.hold,
             unit_trouble(filling.settings, filling.input.catalogue, line.quantity, pointer));
    if (product.record == nullptr) {
        return;
    }
    const std::string& stock_code = product.record->id;
    const std::vector<std::size_t> places = lines_for(filling, line, stock_code);
    if (places.empty()) {
        add_hold(filling.hold, not_on_order(filling, stock_code, pointer));
        return;
    }
    Decimal left = line.quantity.value;
    for (const std::size_t place : places) {
        const OpenLine& open = filling.order.lines[place];
        const Decimal free = open.ordered - open.delivered - filling.taken[place];
        const Decimal part = free < left ? free : left;
        if (part.sign() > 0) {
            if (filling.taken[place].sign() == 0) {
                filling.pointers[place] = pointer;
            }
            filling.taken[place] = filling.taken[place] + part;
            left = left - part;
        }
    }
    if (left.sign() > 0) {
        add_hold(filling.hold,
                 more_than_ordered(filling, stock_code, line.quantity.value, left, pointer));
    }
}

/// One despatch could be taken for another of the same order that is under way, and only documents
/// of one ordering key wait for each other: the number of the order is the one key that all of them
/// are known to have.
std::optional<Hold> not_told_apart(const Filling& filling) {
    const Document& document = filling.input.document;
    const bool in_order =
        !document.order_id.empty() && document.envelope.ordering_key == document.order_id;
    if (in_order || is_made_for_it(filling.settings, document, filling.input.related)) {
        return std::nullopt;
    }
    return hold("ordering_key_missing", "/orderingKey",
                "Sage 50 keeps no reference of a despatch, so that those of one order are told "
                "apart only if one follows the other, and the ordering key of the document is not "
                "the number of its order.",
                "Send a new version of the document, and all others of the order, with the "
                "order's number as ordering key.",
                Owner::warehouse);
}

/// The order as it is now, and what of it leaves; or what is to be done before that is known.
Filling filled(const Settings& settings, const PreparationInput& input) {
    Filling filling{settings, input, {}};
    filling.hold = other_company(settings, input.catalogue);
    add_hold(filling.hold, not_told_apart(filling));
    if (filling.hold) {
        filling.order.instead = *filling.hold;
        return filling;
    }
    filling.order = find_order(settings, input);
    if (filling.order.instead) {
        return filling;
    }
    filling.taken.assign(filling.order.lines.size(), Decimal());
    filling.pointers.assign(filling.order.lines.size(), "");
    for (const std::size_t index : moving_lines(input.document)) {
        fill(filling, input.document.lines[index], "/body/lines/" + std::to_string(index));
    }
    if (filling.hold) {
        filling.order.instead = *filling.hold;
    }
    return filling;
}

Hold partly_allocated(const Filling& filling, std::size_t place) {
    const OpenLine& line = filling.order.lines[place];
    return hold("partly_allocated", filling.pointers[place] + "/deliveredQuantity",
                fmt::format("Of the product {} {} of {} are allocated to the order {} of Sage 50, "
                            "and whether its interface adds to that is published nowhere.",
                            line.stock_code, plain_number(line.allocated),
                            plain_number(filling.taken[place]), filling.order.number),
                "Allocate the rest to the order in Sage 50, or take back what is allocated, then "
                "decide to send the despatch again.",
                Owner::warehouse);
}

std::string body_pointer(const Filling& filling, const std::string& item_id) {
    for (std::size_t place = 0; place < filling.order.lines.size(); ++place) {
        if (filling.order.lines[place].item_id == item_id) {
            return filling.pointers[place] + "/deliveredQuantity";
        }
    }
    return "/body/lines";
}

/// Sage refuses to allocate more than is there, in words that are published nowhere: it is asked
/// for the stock before.
std::optional<Hold> stock_short(const Filling& filling, const std::vector<WorkItem>& items,
                                const Reply& reply) {
    Result<std::map<std::string, Decimal, std::less<>>> read = read_free_stock(reply);
    if (!read.ok()) {
        return order_unreadable(read.error().first().cause);
    }
    std::optional<Hold> all;
    for (const WorkItem& item : items) {
        const auto line =
            std::find_if(filling.order.lines.begin(), filling.order.lines.end(),
                         [&](const OpenLine& one) { return one.item_id == item.item_id; });
        const auto free = read.value().find(line->stock_code);
        if (free == read.value().end()) {
            continue;  // Sage keeps no stock of it, or says so itself.
        }
        if (free->second < item.quantity) {
            add_hold(all, hold("stock_short", body_pointer(filling, item.item_id),
                               fmt::format("Of the product {} {} are to be allocated to the order "
                                           "{}, and {} are free in Sage 50.",
                                           line->stock_code, plain_number(item.quantity),
                                           filling.order.number, plain_number(free->second)),
                               "Put the stock right in Sage 50: it is tried again once there is "
                               "some.",
                               Owner::warehouse, fmt::format("stock:{}", line->stock_code)));
        }
        free->second = free->second - item.quantity;
    }
    return all;
}

bool takes_negative_stock(const Catalogue& catalogue) {
    return field_of(company_of(catalogue), company_field::negative_stock) == "true";
}

/// Sage counts what is there of the product, and completes orders of such lines alone.
bool is_stock(const Filling& filling, const OpenLine& line) {
    const CatalogueRecord* const product =
        filling.input.catalogue.find(kind::product, line.stock_code);
    return product != nullptr && keeps_stock(*product);
}

std::vector<std::string> counted_products(const Filling& filling,
                                          const std::vector<WorkItem>& items) {
    std::vector<std::string> codes;
    for (const OpenLine& line : filling.order.lines) {
        const bool wanted = std::any_of(items.begin(), items.end(), [&](const WorkItem& item) {
            return item.item_id == line.item_id;
        });
        if (wanted && is_stock(filling, line) &&
            std::find(codes.begin(), codes.end(), line.stock_code) == codes.end()) {
            codes.push_back(line.stock_code);
        }
    }
    return codes;
}

/// Nothing of its stock stays behind.
bool leaves_whole(const Filling& filling) {
    const std::vector<OpenLine>& lines = filling.order.lines;
    for (std::size_t place = 0; place < lines.size(); ++place) {
        const Decimal open = lines[place].ordered - lines[place].delivered;
        if (is_stock(filling, lines[place]) &&
            (open != filling.taken[place] || lines[place].allocated != open)) {
            return false;
        }
    }
    return true;
}

bool is_of_stock_alone(const Filling& filling) {
    return std::all_of(filling.order.lines.begin(), filling.order.lines.end(),
                       [&](const OpenLine& line) { return is_stock(filling, line); });
}

void remark_on_despatch(Filling& filling, bool completed) {
    const Document& document = filling.input.document;
    if (is_made_for_it(filling.settings, document, filling.input.related)) {
        if (!completed && leaves_whole(filling)) {
            filling.remarks.push_back(
                {"sage50.order_not_completed", "",
                 "The order " + filling.order.number +
                     " has lines that are no stock, and Sage 50 completes none of those: a person "
                     "completes it, and invoices what is left."});
        }
        return;
    }
    if (!document.shipment.tracking_ids.empty()) {
        filling.remarks.push_back(
            {"sage50.tracking_kept", "",
             "The tracking numbers are kept here: Sage 50 takes no change of an order once goods "
             "of it are allocated, and has no place for them on a despatch."});
    }
    if (!document.allowance_charges.empty()) {
        filling.remarks.push_back({"sage50.charges_of_order", "",
                                   "The charges of the despatch are not posted: those of the order "
                                   "in Sage 50 count."});
    }
}

}  // namespace

bool has_free_stock(std::string_view product, const Catalogue& catalogue) {
    const CatalogueRecord* const record = catalogue.find(kind::product, product);
    const auto number = [&](std::string_view field) {
        return Decimal::parse(field_of(record, field)).value_or(Decimal());
    };
    return takes_negative_stock(catalogue) ||
           number(product_field::in_stock) - number(product_field::allocated) > Decimal();
}

Preparation prepare_allocation(const Settings& settings, const PreparationInput& input) {
    Filling filling = filled(settings, input);
    if (filling.order.instead) {
        return *std::move(filling.order.instead);
    }
    AllocationDocument document{filling.order.number, {}};
    for (std::size_t place = 0; place < filling.order.lines.size(); ++place) {
        const OpenLine& line = filling.order.lines[place];
        const Decimal& wanted = filling.taken[place];
        if (wanted <= line.allocated) {
            continue;  // People allocated it, or nothing of it leaves.
        }
        if (line.allocated.sign() > 0) {
            add_hold(filling.hold, partly_allocated(filling, place));
        }
        document.items.push_back({line.item_id, wanted, line.allocated + line.delivered});
    }
    if (filling.hold) {
        return *std::move(filling.hold);
    }
    if (document.items.empty()) {
        return PostNothing{"All that leaves is allocated already.", {}};
    }
    const std::vector<std::string> codes = counted_products(filling, document.items);
    if (!takes_negative_stock(input.catalogue) && !codes.empty()) {
        const Reply* const stock = answer_to(input, stock_question);
        if (stock == nullptr) {
            return ReadFirst{std::string(stock_question), ask_free_stock(settings.books, codes)};
        }
        if (std::optional<Hold> lacking = stock_short(filling, document.items, *stock)) {
            return *std::move(lacking);
        }
    }
    return encode(settings.books, document);
}

Preparation prepare_despatch(const Settings& settings, const PreparationInput& input) {
    if (!has_goods(input.document)) {
        return PostNothing{"No goods left: there is nothing to despatch.", {}};
    }
    Filling filling = filled(settings, input);
    const DocumentDates dates = take(filling.hold, map_dates(settings, input, filling.remarks));
    if (filling.order.instead) {
        return *std::move(filling.order.instead);
    }
    DespatchDocument document{filling.order.number, {}, ""};
    for (std::size_t place = 0; place < filling.order.lines.size(); ++place) {
        const OpenLine& line = filling.order.lines[place];
        const Decimal& wanted = filling.taken[place];
        if (wanted.sign() == 0) {
            continue;
        }
        if (wanted > line.allocated) {
            add_hold(filling.hold,
                     hold("not_allocated", filling.pointers[place] + "/deliveredQuantity",
                          fmt::format("Of the product {} {} leave, and {} are allocated to the "
                                      "order {} of Sage 50.",
                                      line.stock_code, plain_number(wanted),
                                      plain_number(line.allocated), filling.order.number),
                          "Allocate the rest to the order in Sage 50, then decide to send the "
                          "despatch again.",
                          Owner::warehouse));
        }
        document.items.push_back({line.item_id, wanted, line.delivered});
    }
    if (filling.hold) {
        return *std::move(filling.hold);
    }
    const bool completed = leaves_whole(filling) && is_of_stock_alone(filling);
    document.complete_on = completed ? dates.posting_date : std::string();
    remark_on_despatch(filling, completed);
    Send send = encode(settings.books, document);
    send.remarks = std::move(filling.remarks);
    send.terms = order_terms(settings, input, filling.order.account);
    return send;
}

}  // namespace sage::sage50
