// SPDX-License-Identifier: Apache-2.0
// Lines as they were written and as the searches for lines show them, under the names of the
// search. What was not written is Sage's own: it is read and promised nothing about.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "plugins/sage50/wire_document.h"
#include "plugins/sage50/wire_order.h"
#include "plugins/sage50/wire_values.h"
#include "sage-adapter/base/limits.h"

namespace sage::sage50 {
namespace {

std::string fact_name(std::size_t number, std::string_view member) {
    return fmt::format("line {} {}", number, member);
}

/// A number on the way to Sage is "T1" on the way back.
std::string sent_value(const LineMember& member, const std::string& value) {
    return member.shown == "taxCode" ? "T" + value : plain_value(member.shown, value);
}

std::int64_t place_of(const Row& line, std::string_view member) {
    const std::string_view digits = value_in(line, member);
    std::int64_t place = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), place);
    return place;
}

void add_line(Facts& facts, std::size_t number, const DocumentKind& kind, bool credit,
              const Row& line) {
    for (const LineMember& member : kind.line_members) {
        std::string value = plain_value(member.shown, value_in(line, member.shown));
        const bool amount = member.shown == "quantity" || member.shown == "netAmount";
        facts[fact_name(number, member.shown)] =
            credit && amount ? magnitude(value) : std::move(value);
    }
}

}  // namespace

Facts line_facts(const Send& sent) {
    Facts facts;
    const auto body =
        parse_json(sent.request.body, limits::document_bytes_max * 4, JsonNumbers::as_text);
    const JsonValue* const items = body.ok() ? at_pointer(body.value(), "/invoiceItems") : nullptr;
    if (items == nullptr || !items->is_array()) {
        return facts;
    }
    // It stands on every line instead of its own.
    const bool global_nominal = !value_of(body.value(), "globalNominal").empty();
    std::size_t number = 0;
    for (const JsonValue& item : items->get_array()) {
        ++number;
        const bool negative = value_of(item, "isNegativeLine") == "true";
        for (const LineMember& member : kind_of(sent.sage_type).line_members) {
            const std::string value = value_of(item, member.sent);
            const bool another = (member.sent == "nominal" && global_nominal) ||
                                 (member.sent == "netAmount" && negative);
            if (!value.empty() && !another) {
                facts[fact_name(number, member.shown)] = sent_value(member, value);
            }
        }
    }
    facts["lines"] = std::to_string(number);
    return facts;
}

Facts shadow_facts(const Send& send) {
    constexpr auto of_headers = std::to_array<std::string_view>(
        {"accountRef", "invoiceDate", "invoiceTypeCode", "itemsNet", "carrNet", deleted_member});
    constexpr auto of_lines = std::to_array<std::string_view>(
        {" stockCode", " quantity", " netAmount", " taxCode", " nominal"});
    Facts facts;
    for (const std::string_view name : of_headers) {
        if (const auto found = send.facts.find(name); found != send.facts.end()) {
            facts.insert(*found);
        }
    }
    for (const auto& [name, value] : line_facts(send)) {
        const bool compared =
            name == "lines" ||
            std::any_of(of_lines.begin(), of_lines.end(),
                        [&name = name](std::string_view member) { return name.ends_with(member); });
        if (compared) {
            facts.emplace(name, value);
        }
    }
    return facts;
}

Request read_lines(const Books& books, const std::vector<Found>& found) {
    const DocumentKind& kind = kind_of(found.front().sage_document.type);
    std::vector<Filter> filters;
    filters.reserve(found.size());
    for (const Found& one : found) {
        filters.push_back({kind.number_column, "eq", one.sage_document.key});
    }
    return search(books, kind.line_search, filters, Match::any);
}

Result<bool> add_lines(const Reply& reply, std::vector<Found>& found) {
    const Result<std::vector<Row>> rows = read_rows(reply);
    if (!rows.ok()) {
        return rows.error();
    }
    for (Found& one : found) {
        const DocumentKind& kind = kind_of(one.sage_document.type);
        std::vector<const Row*> lines;
        for (const Row& row : rows.value()) {
            const bool deleted = value_in(row, "deleted") == "1";
            if (value_in(row, kind.number_member) == one.sage_document.key && !deleted) {
                lines.push_back(&row);
            }
        }
        std::stable_sort(lines.begin(), lines.end(), [&](const Row* left, const Row* right) {
            return place_of(*left, kind.line_id) < place_of(*right, kind.line_id);
        });
        const bool credit = one.sage_document.type == credit_type;
        for (std::size_t at = 0; at < lines.size(); ++at) {
            add_line(one.facts, at + 1, kind, credit, *lines[at]);
        }
        one.facts["lines"] = std::to_string(lines.size());
    }
    return false;
}

}  // namespace sage::sage50
