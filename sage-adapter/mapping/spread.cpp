// SPDX-License-Identifier: Apache-2.0
// Tax is rounded again when a net amount moves, so a penny of net may be two of gross: a step is
// taken only if it brings the whole nearer, and the whole is computed anew each time.
#include "sage-adapter/mapping/spread.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace sage {
namespace {

Decimal size_of(const Decimal& amount) {
    return amount.sign() < 0 ? -amount : amount;
}

bool has_discount(const TotalsLine& line) {
    return line.discount_percent.has_value() || line.unit_discount.has_value();
}

// Where another price is noticed least comes first.
std::vector<std::size_t> order_of(const std::vector<TotalsLine>& lines, const Totals& made) {
    std::vector<std::size_t> order(lines.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
        if (has_discount(lines[left]) != has_discount(lines[right])) {
            return has_discount(lines[right]);
        }
        return size_of(*made.lines[right].net) < size_of(*made.lines[left].net);
    });
    return order;
}

class Spreading {
  public:
    Spreading(std::vector<TotalsLine> lines, const TotalsRule& rule, Decimal gross,
              const PriceOf& price_of)
        : lines_(std::move(lines)),
          rule_(rule),
          gross_(std::move(gross)),
          price_of_(price_of),
          prices_(lines_.size()),
          made_(totals(lines_, rule_)) {}

    std::optional<UnitPrices> run() {
        if (!is_known(made_)) {
            return std::nullopt;
        }
        const std::vector<std::size_t> order = order_of(lines_, *made_);
        bool nearer = true;
        while (nearer && remaining().sign() != 0) {
            nearer = false;
            for (std::size_t at = 0; at < order.size() && remaining().sign() != 0; ++at) {
                nearer = move(order[at]) || nearer;
            }
        }
        return remaining().sign() == 0 ? std::optional(std::move(prices_)) : std::nullopt;
    }

  private:
    static bool is_known(const std::optional<Totals>& made) {
        return made && made->document.net && made->document.gross;
    }

    Decimal remaining() const { return gross_ - *made_->document.gross; }

    // By one penny of net towards the total, where that brings it nearer.
    bool move(std::size_t index) {
        const TotalsLine before = lines_[index];
        const Decimal net = *made_->lines[index].net;
        const Decimal moved = net + Decimal::of(remaining().sign(), rule_.places);
        if (before.quantity.sign() <= 0 || moved.sign() * net.sign() <= 0) {
            return false;  // A line that is given away, or would change sides, keeps its price.
        }
        std::optional<Decimal> price = price_of_(moved, before.quantity);
        if (!price) {
            return false;
        }
        TotalsLine& line = lines_[index];
        line = TotalsLine{before.quantity, *price, {}, {}, {}, before.tax_percent};
        std::optional<Totals> made = totals(lines_, rule_);
        if (!is_known(made) || !(size_of(gross_ - *made->document.gross) < size_of(remaining()))) {
            line = before;
            return false;
        }
        made_ = std::move(made);
        prices_[index] = std::move(price);
        return true;
    }

    std::vector<TotalsLine> lines_;
    const TotalsRule& rule_;
    Decimal gross_;
    const PriceOf& price_of_;
    UnitPrices prices_;
    std::optional<Totals> made_;
};

}  // namespace

std::optional<UnitPrices> spread(std::vector<TotalsLine> lines, const TotalsRule& rule,
                                 const Decimal& gross, const PriceOf& price_of) {
    return Spreading(std::move(lines), rule, gross, price_of).run();
}

}  // namespace sage
