// SPDX-License-Identifier: Apache-2.0
// Kits: a component names the line that sells its kit, on one level; what left of it is the kit's
// quantity times its ratio, exactly; and one of the two is priced, the kit or its components.
#include <map>
#include <string_view>
#include <tuple>
#include <vector>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/text.h"
#include "sage-adapter/document/body.h"

namespace sage {
namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

Decimal shortest(Decimal value) {
    while (value.scale() > 0 && value.fits(value.scale() - 1)) {
        value = value.rounded(value.scale() - 1, Rounding::toward_zero);
    }
    return value;
}

// Nothing if it has more places than a quantity may have.
std::optional<Decimal> exact_product(const Decimal& left, const Decimal& right) {
    const Decimal one = shortest(left);
    const Decimal other = shortest(right);
    const int places = one.scale() + other.scale();
    return places > limits::decimal_scale_max
               ? std::nullopt
               : Decimal::multiply(one, other, places, Rounding::toward_zero);
}

bool is_priced(const Line& line) {
    return line.price && line.price->unit_amount.amount.sign() != 0;
}

class Kits {
  public:
    Kits(const Reader& body, Document& document) : body_(body), document_(document) {
        for (std::size_t index = 0; index < document.lines.size(); ++index) {
            by_id_.emplace(document.lines[index].id, index);
        }
        for (const Line& line : document.lines) {
            const auto found = line.kit ? by_id_.find(line.kit->parent_line_id) : by_id_.end();
            parents_.push_back(found == by_id_.end() ? none : found->second);
        }
        in_loop_.resize(parents_.size());
        find_loops();
    }

    void check() {
        for (std::size_t index = 0; index < document_.lines.size(); ++index) {
            // What could not be read is told already.
            const std::string kit = body_.pointer("lines") + "/" + std::to_string(index) + "/kit";
            if (document_.lines[index].kit && !body_.problems().has(kit + "/parentLineId") &&
                !body_.problems().has(kit + "/ratio")) {
                check_component(index);
            }
        }
        for (const auto& [component, sum] : sums_) {
            check_sum(sum);
        }
    }

  private:
    struct Sum {
        std::size_t first = none;  // line that is told of
        std::size_t kit = none;
        Decimal quantity;
    };

    void tell(std::size_t index, std::string_view member, std::string_view code, std::string cause,
              std::string fix) {
        body_.problems().add(
            code, body_.pointer("lines") + "/" + std::to_string(index) + std::string(member),
            std::move(cause), std::move(fix));
    }

    std::size_t parent_of(std::size_t index) const { return parents_[index]; }

    // Each line is walked over once, however long the chains are.
    void find_loops() {
        constexpr std::size_t not_walked = 0;
        std::vector<std::size_t> walk_of(parents_.size(), not_walked);
        for (std::size_t index = 0; index < parents_.size(); ++index) {
            std::vector<std::size_t> path;
            std::size_t at = index;
            while (at != none && walk_of[at] == not_walked) {
                walk_of[at] = index + 1;
                path.push_back(at);
                at = parents_[at];
            }
            const bool loop = at != none && (walk_of[at] == index + 1 || in_loop_[at]);
            for (const std::size_t step : path) {
                in_loop_[step] = loop;
            }
        }
    }

    bool check_parent(std::size_t index) {
        const Kit& kit = *document_.lines[index].kit;
        const std::size_t parent = parent_of(index);
        constexpr std::string_view at = "/kit/parentLineId";
        if (parent == none) {
            tell(index, at, "document.kit.parent_missing",
                 "No line has the id \"" + excerpt(kit.parent_line_id) + "\".",
                 "Send the line that sells the kit, too, or leave kit out.");
        } else if (in_loop_[index]) {
            tell(index, at, "document.kit.loop",
                 "The kits lead back to the line itself: it would be a part of itself.",
                 "Name the line that sells the kit; that line has no kit of its own.");
        } else if (document_.lines[parent].kit) {
            tell(index, at, "document.kit.nested",
                 "The line \"" + excerpt(kit.parent_line_id) + "\" is itself a component.",
                 "Name the line that sells the whole, and give the ratio to that.");
        } else if (kit.ratio.sign() <= 0) {
            tell(index, "/kit/ratio", "document.kit.ratio",
                 "The ratio is " + kit.ratio.text() + "; it must be more than zero.",
                 "Send how many components one kit has.");
        } else {
            return true;
        }
        return false;
    }

    void check_component(std::size_t index) {
        if (!check_parent(index)) {
            return;
        }
        const Line& line = document_.lines[index];
        Line& kit = document_.lines[parent_of(index)];
        kit.is_kit = true;
        if (!line.kit->component_of.empty() && line.kit->component_of != kit.item.sellers_item_id) {
            tell(index, "/kit/componentOf", "document.kit.component_of",
                 "The component is of \"" + excerpt(line.kit->component_of) +
                     "\", but its kit's line sells \"" + excerpt(kit.item.sellers_item_id) + "\".",
                 "Correct the one that is wrong, or leave componentOf out.");
        }
        if (is_priced(line) && is_priced(kit)) {
            tell(index, "/price/unitAmount/amount", "document.kit.priced_twice",
                 "Both the kit and its component have a price.",
                 "Send the price on the kit's line or on its components, not on both.");
        }
        // A component in several lines, by lots say, is one component. In two units or with two
        // ratios it is two, and neither comes to what it should.
        Sum& sum = sums_[{parent_of(index), line.item.sellers_item_id, line.quantity.unit_code,
                          shortest(line.kit->ratio).text()}];
        sum.first = sum.first == none ? index : sum.first;
        sum.kit = parent_of(index);
        sum.quantity = sum.quantity + line.quantity.value;
    }

    void check_sum(const Sum& sum) {
        const Line& kit = document_.lines[sum.kit];
        const Decimal& ratio = document_.lines[sum.first].kit->ratio;
        const std::optional<Decimal> wanted = exact_product(kit.quantity.value, ratio);
        if (!wanted || *wanted != sum.quantity) {
            tell(sum.first, "/kit/ratio", "document.kit.does_not_add_up",
                 "The component comes to " + sum.quantity.text() + ", but " +
                     kit.quantity.value.text() + " kits of " + ratio.text() + " each " +
                     (wanted ? "are " + wanted->text() : std::string("cannot be written exactly")) +
                     ".",
                 "Correct the quantity or the ratio that is wrong; components beyond the kits are "
                 "lines without kit.");
        }
    }

    const Reader& body_;
    Document& document_;
    std::map<std::string_view, std::size_t> by_id_;
    std::vector<std::size_t> parents_;
    std::vector<bool> in_loop_;
    std::map<std::tuple<std::size_t, std::string, std::string, std::string>, Sum> sums_;
};

}  // namespace

void validate_kits(const Reader& body, Document& document) {
    for (const Line& line : document.lines) {
        if (line.kit) {
            Kits(body, document).check();
            return;
        }
    }
}

}  // namespace sage
