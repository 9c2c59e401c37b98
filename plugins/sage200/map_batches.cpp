// SPDX-License-Identifier: Apache-2.0
// Batches and serial numbers that leave are named to Sage, and bins where goods are allocated in
// several. Sage's interface takes them when a despatch is confirmed, by keys that it shows for each
// line of the order, and lets nobody choose at allocation: what it has not allocated is for people.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "plugins/sage200/map_order.h"
#include "plugins/sage200/wire_values.h"

namespace sage::sage200 {
namespace {

// Lines in one question: their keys stand in its address.
constexpr std::size_t lines_asked_at_once = 50;
// What a despatch asks of its lines, one by one.
constexpr std::size_t questions_max = 150;

constexpr std::string_view traceable_type = "traceable_type";
constexpr std::string_view serial_numbers = "EnumTraceableTypeSerial";

Hold hold(std::string code, std::string pointer, std::string cause, std::string fix) {
    return {{"sage200." + std::move(code), std::move(pointer), std::move(cause), std::move(fix),
             Owner::warehouse},
            ""};
}

/// What of a line of the document left from one place, in stock units.
struct Wish {
    std::string number;  ///< of the batch, or the serial number; empty: not named
    std::string bin;     ///< empty: not named
    Decimal quantity;
};

struct Naming {
    const Settings& settings;
    const PreparationInput& input;
    const std::vector<Taking>& takings;
    std::vector<DespatchItem>& items;
    std::map<const Line*, std::vector<Wish>> wishes;  ///< what is not used up yet
    std::optional<Hold> hold;
};

bool names_bin(const Line& line) {
    return !line.bin_id.empty() || std::any_of(line.lots.begin(), line.lots.end(),
                                               [](const Lot& lot) { return !lot.bin_id.empty(); });
}

bool is_of(const Taking& taking, const DespatchItem& item) {
    return taking.open->key == item.line_key;
}

const Taking& first_of(const Naming& naming, const DespatchItem& item) {
    return *std::find_if(naming.takings.begin(), naming.takings.end(),
                         [&](const Taking& one) { return is_of(one, item); });
}

std::vector<Wish> wishes_of(Naming& naming, const Taking& taking) {
    const Line& line = *taking.line;
    std::vector<Wish> wishes;
    if (field_of(taking.product, traceable_type) == serial_numbers) {
        for (const std::string& serial : line.serial_ids) {
            wishes.push_back({serial, line.bin_id, Decimal::of(1)});
        }
        return wishes;
    }
    for (const Lot& lot : line.lots) {
        const auto quantity = stock_units(lot.quantity.value, taking.base_units, *taking.open);
        if (!quantity) {
            add_hold(naming.hold,
                     hold("number_not_exact", taking.pointer + "/lots",
                          "The quantity of a lot is no exact number of stock units.",
                          "Send a new version of the document with a number that fits, and "
                          "withdraw this one."));
        }
        wishes.push_back({lot.lot_number, lot.bin_id.empty() ? line.bin_id : lot.bin_id,
                          quantity.value_or(Decimal())});
    }
    return wishes;
}

/// What the taking takes of what its line says, in the order in which it says it; the rest unnamed.
std::vector<Wish> take_wishes(Naming& naming, const Taking& taking) {
    auto found = naming.wishes.find(taking.line);
    if (found == naming.wishes.end()) {
        found = naming.wishes.emplace(taking.line, wishes_of(naming, taking)).first;
    }
    std::vector<Wish> taken;
    Decimal left = taking.quantity;
    for (Wish& wish : found->second) {
        const Decimal part = wish.quantity < left ? wish.quantity : left;
        if (part.sign() > 0) {
            taken.push_back({wish.number, wish.bin, part});
            wish.quantity = wish.quantity - part;
            left = left - part;
        }
    }
    if (left.sign() > 0) {
        taken.push_back({"", taking.line->bin_id, left});
    }
    return taken;
}

Decimal available_in(const std::vector<Candidate*>& all) {
    Decimal sum;
    for (const Candidate* const one : all) {
        sum = sum + one->available;
    }
    return sum;
}

bool is_one_bin(const std::vector<Candidate*>& all) {
    return std::all_of(all.begin(), all.end(), [&](const Candidate* one) {
        return one->bin_name == all.front()->bin_name;
    });
}

std::string listed(const std::vector<Candidate>& all) {
    std::string text;
    for (const Candidate& one : all) {
        text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", one.name,
                            plain_number(one.available));
    }
    return text.empty() ? "nothing" : text;
}

/// Those of that number with something left; where one of them is in the bin, only these.
std::vector<Candidate*> places_of(std::vector<Candidate>& all, const Wish& wish) {
    std::vector<Candidate*> places;
    for (Candidate& one : all) {
        if (one.name == wish.number && one.available.sign() > 0) {
            places.push_back(&one);
        }
    }
    const auto elsewhere = [&](const Candidate* one) { return one->bin_name != wish.bin; };
    if (!std::all_of(places.begin(), places.end(), elsewhere)) {
        std::erase_if(places, elsewhere);
    }
    return places;
}

constexpr const char* by_hand =
    "or confirm it in Sage 200 by hand and record that with an operatorDecision.";

Hold not_named(const Taking& taking) {
    return hold(
        "batch_not_named", taking.pointer + "/lots",
        "Sage 200 keeps the product " + taking.product->id +
            " by batches or serial numbers, and the line does not name those that left.",
        std::string("Send a new version of the despatch with lots or serialIds; ") + by_hand);
}

Hold not_allocated(const Taking& taking, const Wish& wish, const Decimal& available,
                   const std::vector<Candidate>& all) {
    return hold("batch_not_allocated", taking.pointer + "/lots",
                fmt::format("Of {} of the product {} {} left, and {} may leave by what is "
                            "allocated to the order in Sage 200 ({}).",
                            wish.number, taking.product->id, plain_number(wish.quantity),
                            plain_number(available), listed(all)),
                std::string("Allocate it to the order's line in Sage 200, then decide to send the "
                            "despatch again; where it is allocated to another line of the order, "
                            "send a new version of the despatch in which its line names that one "
                            "(orderLineReference); ") +
                    by_hand);
}

Hold bin_not_told(const Taking& taking, const std::vector<Candidate>& all) {
    return hold("bin_not_told", taking.pointer + "/binId",
                fmt::format("Goods of the product {} are allocated in several bins in Sage 200 "
                            "({}), and the line does not tell from which of them they left.",
                            taking.product->id, listed(all)),
                std::string("Send a new version of the despatch with Sage's names of the bins, or "
                            "allocate the goods from one bin and decide to send the despatch "
                            "again; ") +
                    by_hand);
}

void add_batch(DespatchItem& item, Candidate& from, const Decimal& quantity) {
    from.available = from.available - quantity;
    const auto same = std::find_if(item.traceable_items.begin(), item.traceable_items.end(),
                                   [&](const TraceableItem& one) {
                                       return one.key == from.key && one.bin_key == from.bin_key &&
                                              one.balance_key == from.balance_key;
                                   });
    if (same != item.traceable_items.end()) {
        same->quantity = same->quantity + quantity;
        return;
    }
    item.traceable_items.push_back({from.key, from.bin_key, from.balance_key, quantity});
}

void add_batches(DespatchItem& item, const std::vector<Candidate*>& from, Decimal left) {
    for (Candidate* const one : from) {
        const Decimal part = one->available < left ? one->available : left;
        if (part.sign() > 0) {
            add_batch(item, *one, part);
            left = left - part;
        }
    }
}

void name_batches_of(Naming& naming, DespatchItem& item, std::vector<Candidate> all) {
    for (const Taking& taking : naming.takings) {
        if (!is_of(taking, item)) {
            continue;
        }
        for (const Wish& wish : take_wishes(naming, taking)) {
            if (wish.number.empty()) {
                add_hold(naming.hold, not_named(taking));
                continue;
            }
            const std::vector<Candidate*> places = places_of(all, wish);
            const Decimal available = available_in(places);
            if (available < wish.quantity) {
                add_hold(naming.hold, not_allocated(taking, wish, available, all));
            } else if (wish.quantity < available && !is_one_bin(places)) {
                add_hold(naming.hold, bin_not_told(taking, all));
            } else {
                add_batches(item, places, wish.quantity);
            }
        }
    }
}

void add_bin(DespatchItem& item, Candidate& from, const Decimal& quantity) {
    from.available = from.available - quantity;
    const auto same = std::find_if(item.bins.begin(), item.bins.end(),
                                   [&](const BinItem& one) { return one.key == from.key; });
    if (same != item.bins.end()) {
        same->quantity = same->quantity + quantity;
        return;
    }
    item.bins.push_back({from.key, quantity});
}

/// What the document names first, each by its bin; the rest only if it can be from no other bins.
void name_bins_of(Naming& naming, DespatchItem& item, std::vector<Candidate> all) {
    Decimal rest;
    for (const Taking& taking : naming.takings) {
        if (!is_of(taking, item)) {
            continue;
        }
        for (const Wish& wish : take_wishes(naming, taking)) {
            const auto bin = std::find_if(all.begin(), all.end(), [&](const Candidate& one) {
                return !wish.bin.empty() && one.name == wish.bin;
            });
            if (bin == all.end()) {
                rest = rest + wish.quantity;
            } else if (bin->available < wish.quantity) {
                add_hold(naming.hold, bin_not_told(taking, all));
            } else {
                add_bin(item, *bin, wish.quantity);
            }
        }
    }
    std::vector<Candidate*> open;
    for (Candidate& one : all) {
        if (one.available.sign() > 0) {
            open.push_back(&one);
        }
    }
    if (rest.sign() == 0) {
        return;
    }
    const Decimal available = available_in(open);
    if (available < rest || (open.size() > 1 && rest < available)) {
        add_hold(naming.hold, bin_not_told(first_of(naming, item), all));
        return;
    }
    for (Candidate* const one : open) {
        const Decimal part = open.size() == 1 ? rest : one->available;
        add_bin(item, *one, part);
    }
}

/// Asked of one line; nothing: it is answered.
std::optional<Preparation> ask_of_line(const Naming& naming, const std::string& question,
                                       Request request) {
    if (answer_to(naming.input, question) != nullptr) {
        return std::nullopt;
    }
    if (naming.input.observations.size() >= questions_max) {
        return Preparation(Hold{
            {"sage200.order_too_long", "/body/lines",
             "More lines than can be asked about have batches, serial numbers or bins.",
             "Split the order in Sage, or despatch it there by hand: no order of so many lines is "
             "despatched by itself.",
             Owner::finance},
            ""});
    }
    return Preparation(ReadFirst{question, std::move(request)});
}

/// The lines of orders whose goods are in several bins, as far as the document names bins at all:
/// where it names none Sage is not asked.
std::optional<Preparation> find_lines_in_bins(const Naming& naming,
                                              std::vector<DespatchItem*>& in_bins) {
    const bool named = std::any_of(naming.takings.begin(), naming.takings.end(),
                                   [](const Taking& one) { return names_bin(*one.line); });
    std::vector<DespatchItem*> plain;
    for (DespatchItem& item : naming.items) {
        if (named && !is_traceable(*first_of(naming, item).product)) {
            plain.push_back(&item);
        }
    }
    for (std::size_t begin = 0; begin < plain.size(); begin += lines_asked_at_once) {
        const std::size_t end = std::min(begin + lines_asked_at_once, plain.size());
        std::vector<std::string> keys;
        for (std::size_t index = begin; index < end; ++index) {
            keys.push_back(plain[index]->line_key);
        }
        const std::string question = "allocations of line " + keys.front();
        if (auto ask =
                ask_of_line(naming, question, ask_allocations(naming.settings.books, keys))) {
            return ask;
        }
        Result<std::vector<Allocation>> found =
            read_allocations(*answer_to(naming.input, question));
        if (!found.ok()) {
            return Preparation(order_unreadable(found.error().first()));
        }
        for (std::size_t index = begin; index < end; ++index) {
            std::vector<std::string> bins;
            for (const Allocation& one : found.value()) {
                if (one.line_key == plain[index]->line_key) {
                    bins.push_back(one.bin_name);
                }
            }
            std::sort(bins.begin(), bins.end());
            bins.erase(std::unique(bins.begin(), bins.end()), bins.end());
            if (bins.size() > 1) {
                in_bins.push_back(plain[index]);
            }
        }
    }
    return std::nullopt;
}

}  // namespace

bool is_traceable(const CatalogueRecord& product) {
    const std::string_view type = field_of(&product, traceable_type);
    return type == "EnumTraceableTypeBatch" || type == serial_numbers;
}

std::optional<Preparation> name_batches(const Settings& settings, const PreparationInput& input,
                                        const std::vector<Taking>& takings,
                                        std::vector<DespatchItem>& items) {
    Naming naming{settings, input, takings, items, {}, {}};
    std::vector<DespatchItem*> in_bins;
    if (auto instead = find_lines_in_bins(naming, in_bins)) {
        return instead;
    }
    for (DespatchItem& item : items) {
        const bool batches = is_traceable(*first_of(naming, item).product);
        if (!batches && std::find(in_bins.begin(), in_bins.end(), &item) == in_bins.end()) {
            continue;
        }
        const std::string question =
            (batches ? "batches of line " : "bins of line ") + item.line_key;
        if (auto ask = ask_of_line(naming, question,
                                   batches ? ask_traceable_items(settings.books, item.line_key)
                                           : ask_bins(settings.books, item.line_key))) {
            return ask;
        }
        const Reply& reply = *answer_to(input, question);
        Result<std::vector<Candidate>> all =
            batches ? read_traceable_items(reply) : read_bins(reply);
        if (!all.ok()) {
            return Preparation(order_unreadable(all.error().first()));
        }
        (batches ? name_batches_of : name_bins_of)(naming, item, std::move(all).value());
    }
    return naming.hold ? std::optional<Preparation>(*std::move(naming.hold)) : std::nullopt;
}

}  // namespace sage::sage200
