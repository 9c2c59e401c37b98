// SPDX-License-Identifier: Apache-2.0
// Why the warehouse and Sage do not agree about a document, told apart by what is seen: the words
// that a person looks for first. All functions are pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/document/document.h"
#include "sage-adapter/edition.h"

namespace sage {

enum class Explanation : std::uint8_t {
    missing_in_sage,   ///< posted, and deleted there since, or marked as deleted
    duplicated,        ///< the same reference more than once: copied there, or posted again
    replaced,          ///< under our reference stands another document than the one posted
    lines_changed,     ///< lines were added or taken away
    unit_of_measure,   ///< a line counts in another unit
    rounding,          ///< nothing but sums that Sage computes, by a penny a line at most
    edited,            ///< values were changed by hand
    not_posted,        ///< there, and held, refused or withdrawn here
    foreign_document,  ///< there with a reference of ours that no document here has
};
/// "missingInSage", "unitOfMeasure" and so on: as in query.reconcile.answer.schema.json.
std::string_view text_of(Explanation explanation);

/// Of a document that is there once, with other content than was sent.
/// @param predicted  what Sage was to make of the prices; @param lines  of the document
Explanation explain(const std::vector<Difference>& wrong, const Amounts& predicted,
                    std::size_t lines);

/// Whether Sage shows it, and shows that it is deleted.
bool is_marked_deleted(const Facts& expected, const Facts& found);

/// Goods of one item on both sides, in the unit of the document.
struct ItemQuantity {
    std::string item;  ///< the warehouse's code
    Decimal expected;  ///< as the warehouse says
    Decimal found;     ///< as Sage holds it
};

/// Of a document that Sage holds so many times as it was sent.
std::vector<ItemQuantity> quantities_held(const Document& document, std::size_t times);
/// Of one that it holds with these differences: those of quantities count. Nothing where lines
/// there are not those of the document one by one, because a kit became its components.
std::vector<ItemQuantity> quantities_held(const Document& document,
                                          const std::vector<Difference>& wrong);

}  // namespace sage
