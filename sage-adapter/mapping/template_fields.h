// SPDX-License-Identifier: Apache-2.0
// The fields of a document that a template may name, under the names the host's schemas give them
// (host-api/schemas; members of lists are named like the list: "shipment.consignments.trackingId"
// is every tracking number). One table, so that a misspelt name is told when the settings are read
// and not when the first document meets it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/document/document.h"

namespace sage {

/// What a template is about. `line` is null for texts of the header.
struct TemplateSubject {
    const Document& document;
    const Line* line = nullptr;
    std::string_view external_reference;  ///< by which the document is found again in Sage
};

enum class FieldForm : std::uint8_t { text, date, number };

/// A field is one value or several: those that are empty are left out.
struct TemplateField {
    std::string_view name;
    FieldForm form = FieldForm::text;
    bool of_line = false;
    void (*append)(const TemplateSubject&, std::vector<std::string>&) = nullptr;
};

/// Null: no field has that name. Lives until the library is unloaded.
const TemplateField* find_template_field(std::string_view name);

/// All of them, in the order of the documentation.
std::span<const TemplateField> template_fields();

}  // namespace sage
