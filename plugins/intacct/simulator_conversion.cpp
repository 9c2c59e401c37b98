// SPDX-License-Identifier: Apache-2.0
// Conversion: an order becomes a shipment or an invoice, an invoice becomes a return, in parts if
// need be. The source keeps count of what is left.
#include <fmt/format.h>

#include <algorithm>

#include "plugins/intacct/simulator_line.h"
#include "plugins/intacct/simulator_posting.h"

namespace sage::simulated_intacct {
namespace {

Decimal decimal_of(std::string_view text) {
    return Decimal::parse(text).value_or(Decimal());
}

/// Base units of a line that no other document has taken yet.
Decimal left_of(const Company& company, const StoredDocument& document, const Line& line) {
    const auto left = line_value(company, document, line, company.known.remaining);
    return left ? decimal_of(left->text) : Decimal();
}

/// What is left in the line's own unit. A rest that is no whole number of units is rounded down.
Decimal units_left(const Company& company, const StoredDocument& document, const Line& line) {
    const bool order_entry = company.definitions[document.definition].order_entry;
    const Decimal factor = unit_factor(company, line.record, order_entry).value_or(Decimal::of(1));
    Decimal left = left_of(company, document, line);
    if (factor == Decimal::of(1)) {
        return left;
    }
    Decimal units;
    for (left = left - factor; left.sign() >= 0; left = left - factor) {
        units = units + Decimal::of(1);
    }
    return units;
}

void refuse(std::vector<Detail>& refusals, std::string message) {
    refusals.push_back({"BL01001973", std::move(message)});
}

/// @param taken  what earlier lines of the document take from each source line
void check_source_line(const Company& company, const StoredDocument& source, const Line& line,
                       std::map<std::string, Decimal>& taken, std::vector<Detail>& refusals) {
    const KnownFields& known = company.known;
    const std::string_view key = line.record.text(known.source_line_key);
    if (key.empty()) {
        return;
    }
    const StoredDocument* owner = nullptr;
    const Line* const from = company.documents.find_line(key, &owner);
    if (from == nullptr || owner != &source) {
        refuse(refusals, fmt::format("Source line '{}' is not a line of source document '{}'.", key,
                                     source.key));
        return;
    }
    if (from->record.text(known.item_id) != line.record.text(known.item_id)) {
        refuse(refusals, fmt::format("Source line '{}' is for another item.", key));
    }
    Decimal& wanted = taken[std::string(key)];
    wanted = wanted + decimal_of(line.record.text(known.quantity));
    if (wanted > left_of(company, source, *from)) {
        refuse(refusals, fmt::format("Source line '{}' has only {} left to convert.", key,
                                     left_of(company, source, *from).text()));
    }
}

/// A new document with what is left of the source.
void make_back_order(Company& company, StoredDocument& source, std::int64_t now_ms) {
    const KnownFields& known = company.known;
    Definition& definition = company.definitions[source.definition];
    StoredDocument rest;
    rest.key = company.documents.next_key();
    rest.definition = source.definition;
    rest.posted = source.posted;
    rest.visible_ms = now_ms;
    rest.header = source.header;
    const std::string key = std::to_string(rest.key);
    const std::string number =
        fmt::format("{}{:06}", definition.number_prefix, definition.next_number++);
    rest.header.set(known.key, key);
    rest.header.set(known.id, key);
    rest.header.set(known.document_number, number);
    rest.header.set(known.document_id, fmt::format("{}-{}", definition.id, number));
    rest.header.set(known.state, "pending");
    rest.header.set(known.back_ordered, "true", ValueKind::boolean);
    for (const Line& line : source.lines) {
        if (units_left(company, source, line).sign() <= 0) {
            continue;
        }
        Line& left = rest.lines.emplace_back(line);
        left.ordinal = ++rest.last_ordinal;
        left.record.set(known.unit_quantity, units_left(company, source, line).text());
        left.record.erase(known.remaining);
        left.record.erase(known.converted);
    }
    std::vector<Detail> none;
    compute_amounts(company, definition, rest, none);
    company.documents.index(known.document_number, number, rest.key);
    company.documents.add(std::move(rest));
}

std::string_view state_after(const Company& company, const StoredDocument& source) {
    const KnownFields& known = company.known;
    bool any_left = false;
    bool any_taken = false;
    for (const Line& line : source.lines) {
        const Decimal left = left_of(company, source, line);
        any_left = any_left || left.sign() > 0;
        any_taken = any_taken || left != decimal_of(line.record.text(known.quantity));
    }
    if (!any_taken) {
        return "pending";
    }
    const Record& rules = company.rules(company.definitions[source.definition]);
    const bool stays_open = company.text(rules, "partialConvertMethod") == "leaveTransactionOpen";
    return any_left && stays_open ? "partiallyConverted" : "converted";
}

}  // namespace

void check_conversion(Company& company, const Definition& definition,
                      const StoredDocument& document, std::vector<Detail>& refusals) {
    const KnownFields& known = company.known;
    const std::string_view policy = company.rule(definition, "documentConversionPolicy");
    const std::string_view key = document.header.text(known.source_key);
    if (key.empty()) {
        if (policy == "convertOnly") {
            refuse(refusals,
                   fmt::format("'{}' can only be created from a source document.", definition.id));
        }
        for (const Line& line : document.lines) {
            if (!line.record.text(known.source_line_key).empty()) {
                refuse(refusals, "A line names a source line but the document has no source.");
            }
        }
        return;
    }
    const StoredDocument* const source = company.documents.find(key);
    if (source == nullptr) {
        return;  // reported when the reference was read
    }
    const std::string& from = company.definitions[source->definition].id;
    const auto& accepted = definition.sources;
    if (policy == "newDocumentOnly" ||
        std::find(accepted.begin(), accepted.end(), from) == accepted.end()) {
        refuse(refusals, fmt::format("'{}' cannot be created from '{}'.", definition.id, from));
    }
    const std::string_view state = source->header.text(known.state);
    if (state != "pending" && state != "partiallyConverted") {
        refuse(refusals,
               fmt::format("Source document '{}' is {} and cannot be converted.", key, state));
    }
    std::map<std::string, Decimal> taken;
    for (const Line& line : document.lines) {
        check_source_line(company, *source, line, taken, refusals);
    }
}

void apply_conversion(Company& company, const StoredDocument& document, int sign,
                      std::int64_t now_ms) {
    const KnownFields& known = company.known;
    StoredDocument* const source = company.documents.find(document.header.text(known.source_key));
    if (source == nullptr) {
        return;
    }
    for (const Line& line : document.lines) {
        const std::string_view key = line.record.text(known.source_line_key);
        for (Line& from : source->lines) {
            if (std::to_string(line_key(*source, from)) != key) {
                continue;
            }
            const Decimal moved = decimal_of(line.record.text(known.quantity));
            const Decimal signed_move = sign > 0 ? moved : -moved;
            const Decimal left = left_of(company, *source, from) - signed_move;
            const Decimal taken = decimal_of(from.record.text(known.converted)) + signed_move;
            from.record.set(known.remaining, left.text());
            from.record.set(known.converted, taken.text());
        }
    }
    source->header.set(known.state, state_after(company, *source));
    const Record& rules = company.rules(company.definitions[source->definition]);
    const bool back_order =
        company.text(rules, "partialConvertMethod") == "closeOriginalAndCreateBackOrder";
    const bool any_left = std::any_of(
        source->lines.begin(), source->lines.end(),
        [&](const Line& line) { return units_left(company, *source, line).sign() > 0; });
    if (sign > 0 && back_order && any_left) {
        make_back_order(company, *source, now_ms);
    }
}

}  // namespace sage::simulated_intacct
