// SPDX-License-Identifier: Apache-2.0
#include "mock-host/imports/match_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "mock-host/imports/imported_document.h"
#include "mock-host/imports/x12_units.h"

namespace wms {

namespace {

/// GTINs of 8, 12, 13 and 14 digits are one number with zeros before it.
std::string_view without_zeros(std::string_view gtin) {
    gtin.remove_prefix(std::min(gtin.find_first_not_of('0'), gtin.size()));
    return gtin;
}

bool is_item(const OrderLine& line, const DespatchLine& sent) {
    if (!sent.item.empty()) {
        return line.item == sent.item;
    }
    return !line.gtin.empty() && without_zeros(line.gtin) == without_zeros(sent.gtin);
}

class Match {
  public:
    Match(Despatch despatch, const OrderBook::Entry& entry, const std::string& where)
        : despatch_(std::move(despatch)), order_(entry.order), where_(where) {
        // What came before this one: a file that is read again finds itself among the despatches.
        for (const auto& [id, quantities] : entry.despatches) {
            if (id == despatch_.id) {
                break;
            }
            first_ = false;
            for (const auto& [line, quantity] : quantities) {
                gone_[line] += quantity;
            }
        }
    }

    Result<Despatch> run() {
        take_head();
        for (DespatchLine& line : despatch_.lines) {
            if (!problem_.has_value()) {
                take_line(line);
            }
        }
        despatch_.last = despatch_.last && nothing_is_left();
        std::erase_if(despatch_.lines,
                      [](const DespatchLine& line) { return line.delivered.is_zero(); });
        if (!problem_.has_value()) {
            problem_ = check_despatch(despatch_, where_);
        }
        return problem_.has_value() ? Result<Despatch>(*problem_) : std::move(despatch_);
    }

  private:
    void refuse(const std::string& cause, std::string fix) {
        if (!problem_.has_value()) {
            problem_ = {"import.not_of_order", where_,
                        fmt::format("Despatch {} of order {} is left out: {}", despatch_.id,
                                    order_.id, cause),
                        std::move(fix), "warehouse"};
        }
    }

    void take_head() {
        if (!despatch_.buyer_order_id.empty() && !order_.buyer_order_id.empty() &&
            despatch_.buyer_order_id != order_.buyer_order_id) {
            refuse(fmt::format("it names the buyer's order {}, and the order {}.",
                               despatch_.buyer_order_id, order_.buyer_order_id),
                   "Correct the order number in the one that is wrong.");
        }
        despatch_.order_id = order_.id;
        despatch_.buyer_order_id = order_.buyer_order_id;
        despatch_.customer = order_.customer;
        despatch_.currency = order_.currency;
        despatch_.service_level = order_.service_level;
        if (despatch_.site.empty()) {
            despatch_.site = order_.site;
        }
        if (first_) {
            despatch_.charges = order_.charges;
        }
    }

    /// Null: there is a problem.
    const OrderLine* order_line_of(const DespatchLine& sent) {
        std::vector<const OrderLine*> candidates;
        for (const OrderLine& line : order_.lines) {
            const bool named = sent.order_line_id.empty() || line.id == sent.order_line_id;
            if (named && (is_item(line, sent) || (sent.item.empty() && sent.gtin.empty()))) {
                candidates.push_back(&line);
            }
        }
        const std::string item = sent.item.empty() ? sent.gtin : sent.item;
        if (candidates.empty()) {
            refuse(fmt::format("line {} is {}{}, which the order does not have.", sent.id, item,
                               sent.order_line_id.empty() ? "" : " of line " + sent.order_line_id),
                   "Change the order to what was sent, or ask the sender to correct the line.");
            return nullptr;
        }
        const bool one_price = std::all_of(
            candidates.begin(), candidates.end(),
            [&](const OrderLine* line) { return line->price == candidates.front()->price; });
        if (!one_price) {
            refuse(fmt::format("the order has several lines of {} at different prices, and line {} "
                               "does not say which was sent.",
                               item, sent.id),
                   "Ask the sender for the line of the order (X12: N9 LI; UBL: "
                   "OrderLineReference).");
            return nullptr;
        }
        const auto open =
            std::find_if(candidates.begin(), candidates.end(), [&](const OrderLine* line) {
                return gone_[line->id] + sent.delivered <= line->ordered;
            });
        return open == candidates.end() ? candidates.front() : *open;
    }

    void take_line(DespatchLine& sent) {
        const OrderLine* line = order_line_of(sent);
        if (line == nullptr) {
            return;
        }
        if (!is_same_unit(sent.unit_code, line->unit_code)) {
            refuse(fmt::format("line {} was sent in {}, and ordered and priced in {}.", sent.id,
                               sent.unit_code, line->unit_code),
                   "Write the order in the unit in which the warehouse reports.");
            return;
        }
        sent.order_line_id = line->id;
        sent.unit_code = line->unit_code;
        sent.item = line->item;
        sent.gtin = line->gtin.empty() ? sent.gtin : line->gtin;
        sent.item_name = line->item_name.empty() ? sent.item_name : line->item_name;
        sent.price = line->price;
        sent.ordered = line->ordered;
        Decimal& gone = gone_[line->id];
        const Decimal before = std::min(gone, line->ordered);
        gone += sent.delivered + sent.cancelled;
        // What is more than the order leaves of the line.
        const Decimal more = before + sent.delivered + sent.cancelled - line->ordered;
        sent.oversupply = more.is_negative() ? Decimal{} : std::min(more, sent.delivered);
    }

    bool nothing_is_left() {
        return std::all_of(order_.lines.begin(), order_.lines.end(),
                           [&](const OrderLine& line) { return gone_[line.id] >= line.ordered; });
    }

    Despatch despatch_;
    const Order& order_;
    const std::string& where_;
    OrderBook::Quantities gone_;  ///< of each line of the order, this despatch included as it goes
    bool first_ = true;
    std::optional<Problem> problem_;
};

}  // namespace

Result<Despatch> match_order(Despatch despatch, const OrderBook::Entry& entry,
                             const std::string& where) {
    return Match(std::move(despatch), entry, where).run();
}

}  // namespace wms
