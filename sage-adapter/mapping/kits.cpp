// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/kits.h"

#include <algorithm>
#include <string>
#include <vector>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/text.h"

namespace sage {
namespace {

constexpr int money_places = 2;
constexpr Rounding commercial = Rounding::half_away_from_zero;

Decimal nothing_of(const Decimal& value) {
    return Decimal::of(0, value.scale());
}

// Fewer places are less to round for whoever reads the price: 3.333 for a third of ten.
std::optional<Decimal> price_of_one(const Decimal& share, const Decimal& quantity) {
    for (int places = money_places; places <= limits::decimal_scale_max; ++places) {
        const std::optional<Decimal> one =
            Decimal::quotient({share}, {quantity}, places, commercial);
        if (one && Decimal::multiply(quantity, *one, money_places, commercial) == share) {
            return one;
        }
    }
    return std::nullopt;
}

Problem not_exact(const Line& component, std::size_t index) {
    return {"mapping.kit_not_exact", "/body/lines/" + std::to_string(index) + "/quantity",
            "The share of the kit's price has no price of one of " +
                excerpt(component.item.sellers_item_id) + " that comes to it.",
            "Send a new version of the document with prices on the components, and withdraw this "
            "one.",
            Owner::finance};
}

class Explosion {
  public:
    Explosion(Document& document, const KitRules& rules) : document_(document), rules_(rules) {}

    std::optional<Problem> run() {
        for (Line& line : document_.lines) {
            if (line.is_kit) {
                if (std::optional<Problem> problem = allot(line)) {
                    return problem;
                }
                line.quantity.value = nothing_of(line.quantity.value);
            }
        }
        return std::nullopt;
    }

  private:
    // The components of which anything is there to be posted.
    std::vector<std::size_t> components_of(const Line& kit) const {
        std::vector<std::size_t> components;
        for (std::size_t index = 0; index < document_.lines.size(); ++index) {
            const Line& line = document_.lines[index];
            if (line.kit && line.kit->parent_line_id == kit.id && line.quantity.value.sign() != 0) {
                components.push_back(index);
            }
        }
        return components;
    }

    std::optional<Problem> allot(const Line& kit) {
        const std::vector<std::size_t> components = components_of(kit);
        for (const std::size_t index : components) {
            Tax& tax = document_.lines[index].tax;
            if (tax.tax_code.empty() && tax.category_code.empty() && !tax.percent) {
                tax = kit.tax;
            }
        }
        const std::optional<Decimal> net = line_net(kit);
        if (!net || kit.price->unit_amount.amount.sign() == 0) {
            return std::nullopt;
        }
        Decimal whole;
        for (const std::size_t index : components) {
            whole = whole + document_.lines[index].quantity.value;
        }
        Decimal so_far;
        Decimal given = Decimal::of(0, money_places);
        for (const std::size_t index : components) {
            Line& component = document_.lines[index];
            so_far = so_far + component.quantity.value;
            const std::optional<Decimal> due =
                rules_.price == KitPrice::on_first
                    ? net
                    : Decimal::quotient({*net, so_far}, {whole}, money_places, commercial);
            const std::optional<Decimal> one =
                due ? price_of_one(*due - given, component.quantity.value) : std::nullopt;
            if (!one) {
                return not_exact(component, index);
            }
            given = *due;
            component.price =
                Price{{*one, kit.price->unit_amount.currency_id}, std::nullopt, std::nullopt};
        }
        return std::nullopt;
    }

    Document& document_;
    const KitRules& rules_;
};

}  // namespace

KitRules read_kit_rules(const JsonValue& settings) {
    KitRules rules;
    rules.policy =
        text_at(settings, "/kits/policy") == "explode" ? KitPolicy::explode : KitPolicy::keep;
    rules.price =
        text_at(settings, "/kits/price") == "first" ? KitPrice::on_first : KitPrice::by_quantity;
    return rules;
}

bool has_kits(const Document& document) {
    return std::any_of(document.lines.begin(), document.lines.end(),
                       [](const Line& line) { return line.is_kit || line.kit; });
}

PostedKits post_kits(const Document& document, const KitRules& rules) {
    PostedKits posted{document, std::nullopt};
    if (rules.policy == KitPolicy::keep) {
        for (Line& line : posted.document.lines) {
            if (line.kit) {
                line.quantity.value = nothing_of(line.quantity.value);
            }
        }
        return posted;
    }
    // A correction has only lines that differ: what of a kit's price was whose cannot be seen.
    if (!document.corrected_version.empty()) {
        posted.problem =
            Problem{"mapping.kit_corrected", "/body/lines",
                    "The correction has lines of kits, which were posted as their components.",
                    "Correct the posted document in Sage by hand, and withdraw this version.",
                    Owner::finance};
        return posted;
    }
    posted.problem = Explosion(posted.document, rules).run();
    return posted;
}

}  // namespace sage
