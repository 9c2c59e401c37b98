// SPDX-License-Identifier: Apache-2.0
// A stored value always wins over a derived one.
#include "plugins/intacct/simulator_line.h"

namespace sage::simulated_intacct {
namespace {

std::optional<Found> text_or_nothing(std::string_view text) {
    return text.empty() ? std::nullopt
                        : std::optional<Found>(Found{ValueKind::text, std::string(text)});
}

}  // namespace

std::optional<Found> line_value(const Company& company, const StoredDocument& document,
                                const Line& line, FieldId field) {
    if (const auto stored = line.record.find(field)) {
        return Found{stored->kind, std::string(stored->text)};
    }
    const KnownFields& known = company.known;
    if (field == known.key || field == known.id) {
        return Found{ValueKind::text, std::to_string(line_key(document, line))};
    }
    if (field == known.line_number) {
        return Found{ValueKind::number, std::to_string(&line - document.lines.data())};
    }
    if (company.definitions[document.definition].is_object()) {
        return std::nullopt;
    }
    if (field == known.remaining) {
        return text_or_nothing(line.record.text(known.quantity));
    }
    if (field == known.converted) {
        return Found{ValueKind::text, "0"};
    }
    const bool order_entry = company.definitions[document.definition].order_entry;
    if (field == known.price && order_entry) {
        return text_or_nothing(line.record.text(known.unit_price));
    }
    if (field == known.line_tax && order_entry) {
        return Found{ValueKind::text, "0.00"};
    }
    return std::nullopt;
}

std::array<FieldId, 7> derived_fields(const Company& company) {
    const KnownFields& known = company.known;
    return {known.key,       known.id,    known.line_number, known.remaining,
            known.converted, known.price, known.line_tax};
}

}  // namespace sage::simulated_intacct
