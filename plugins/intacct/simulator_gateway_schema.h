// SPDX-License-Identifier: Apache-2.0
// What the simulated XML gateway takes in its functions: every element of the fact sheet in its
// order. An element that is unknown, repeated or out of its place refuses the request.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sage-adapter/base/xml.h"

namespace sage::simulated_intacct {

enum class XmlForm : std::uint8_t {
    text,
    date,           ///< year, month, day
    contact,        ///< contactname
    custom_fields,  ///< customfield{customfieldname, customfieldvalue}
    items,          ///< lines
    details,        ///< itemdetail
    state,
    source,       ///< createdfrom
    source_line,  ///< sourcelinekey
    action,       ///< Draft or Submit
    tax_entries,  ///< taxentry{detailid, trx_tax}
    subtotals,    ///< subtotal{description, total, ...}
    not_simulated,
};

struct XmlChild {
    std::string_view name;
    std::string_view field;  ///< of the company's documents: "customer.id"
    XmlForm form = XmlForm::text;
    bool required = false;
};

/// A function of the gateway; empty children: there is none of that name.
std::span<const XmlChild> header_schema(std::string_view function);
std::span<const XmlChild> line_schema(std::string_view function);
std::span<const XmlChild> control_schema();
/// Of a subtotal of a document.
std::span<const XmlChild> subtotal_schema();

/// What is wrong with the children of an element, in the words of the gateway; empty: nothing.
std::string wrong_order(const XmlElement& element, std::span<const XmlChild> schema);

}  // namespace sage::simulated_intacct
