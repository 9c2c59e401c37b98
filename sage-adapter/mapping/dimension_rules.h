// SPDX-License-Identifier: Apache-2.0
// The setting "dimensions" (dimension_rules.json, which an edition's settings have word for word):
// to which department, class, project and so on a line is counted, by kind of document, site, sales
// channel, item, customer and charge. The edition says which dimensions there are and writes them;
// this decides their values. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/json.h"
#include "sage-adapter/document/document.h"

namespace sage {

struct DimensionValue {
    std::string name;     ///< of the dimension, as the edition calls it: "department"
    std::string id;       ///< of a record in Sage
    std::string pointer;  ///< where in the settings: "/dimensions/0/set/department"
};

/// A line, in Sage's own ids: what is counted, not how the warehouse calls it. Texts are empty
/// where the line has no such thing; then no condition about it holds.
struct DimensionSubject {
    MessageType type = MessageType::despatch_advice;
    std::string_view location_id;  ///< the site, in the warehouse's words
    std::string_view item;
    std::string_view item_class;
    std::string_view customer;
    std::string_view charge;  ///< the warehouse's charge code; empty for goods
    /// In the words of whoever sells.
    // g++ warns of a member that braces leave out unless it has a value here.
    std::string_view sales_channel_id = {};  // NOLINT(readability-redundant-member-init)
};

/// Lists are sorted; an empty one is no condition.
struct DimensionRule {
    std::vector<MessageType> documents;
    std::vector<std::string> location_ids;
    std::vector<std::string> sales_channel_ids;
    std::vector<std::string> item_classes;
    std::vector<std::string> items;
    std::vector<std::string> customers;
    std::vector<std::string> charges;
    std::vector<DimensionValue> values;  ///< never empty
    std::string pointer;                 ///< "/dimensions/0"

    bool fits(const DimensionSubject& subject) const;
};

/// `settings` has passed the schema. `pointer` is that of the list: an edition may choose other
/// things of Sage for a line by the same conditions.
std::vector<DimensionRule> read_dimension_rules(const JsonValue& settings,
                                                std::string_view pointer = "/dimensions");

/// What the conditions of these rules ask of a line, for the name of a root cause: documents that
/// ask the same are held as one, so what no rule asks for is left out. "despatchAdvice||SKU-1|||-|"
std::string asked_by(const std::vector<DimensionRule>& rules, const DimensionSubject& subject);
/// The rules that may fit a line of which asked_by() said that, by other rules perhaps: what is not
/// known of it counts as fitting. None: it is no such text.
std::vector<DimensionRule> rules_that_may_fit(std::vector<DimensionRule> rules,
                                              std::string_view asked);

/// What is chosen for a line; the values belong to the rules.
using ChosenDimensions = std::vector<const DimensionValue*>;

/// All rules that fit, in their order; of each dimension the first value.
ChosenDimensions choose_dimensions(const std::vector<DimensionRule>& rules,
                                   const DimensionSubject& subject);

}  // namespace sage
