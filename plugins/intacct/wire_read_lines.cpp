// SPDX-License-Identifier: Apache-2.0
// The lines of what was posted: what Sage should hold of them, read from the stored bytes, and the
// queries that show it. The headers: wire_read_back.cpp.
#include <algorithm>

#include "plugins/intacct/gateway.h"
#include "plugins/intacct/intacct.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage::intacct {
namespace {

namespace json = boost::json;

// A line with a memo of the greatest length has some four kilobytes.
constexpr int line_page_size = 1'000;
constexpr std::string_view count_fact = "lines";
// How many rows Sage has shown of a document, those among them that are no lines of ours.
constexpr std::string_view shown_fact = "lines shown";
constexpr std::string_view item_field = "dimensions.item.id";
constexpr std::string_view dimension_start = "dimensions.";

// The object that holds the lines of these, and their field that names the header.
struct LineObject {
    std::string_view of_header;
    std::string_view name;
    std::string_view header_key;
    /// The field that tells rows which Sage adds for tax and subtotals; empty: there are none.
    // g++ warns of a member that braces leave out unless it has a value here.
    std::string_view added = {};  // NOLINT(readability-redundant-member-init)
    /// Every line has an item. Whether queries show subtotals as lines is said nowhere; those that
    /// are sent have none.
    bool of_items = false;
};

LineObject line_object(Family family) {
    switch (family) {
        case Family::warehouse_transfer:
            return {"/warehouse-transfer", "/warehouse-transfer-line", "warehouseTransfer.key"};
        case Family::receivable_invoice:
            return {"/invoice", "/invoice-line", "invoice.key", "isSubtotal"};
        case Family::receivable_adjustment:
            return {"/adjustment", "/adjustment-line", "arAdjustment.key", "isTax"};
        default:
            return {"/document::", "/document-line::", "documentHeader.key", "", true};
    }
}

// Of subjects with facts of lines, which promise of which family they are.
LineObject line_object_of(const std::vector<ReadBackSubject>& subjects) {
    const auto promise = [&](std::string_view field) {
        return std::any_of(subjects.begin(), subjects.end(), [&](const ReadBackSubject& one) {
            return one.facts.contains(line_fact(1, field));
        });
    };
    return line_object(promise("item.id")              ? Family::warehouse_transfer
                       : promise("txnAmount")          ? Family::receivable_invoice
                       : promise("txnCurrency.amount") ? Family::receivable_adjustment
                                                       : Family::order_entry);
}

// The field behind "line 12 ".
std::string_view field_of_fact(std::string_view fact) {
    const std::size_t first = fact.find(' ');
    const std::size_t second = first == std::string_view::npos ? first : fact.find(' ', first + 1);
    return second == std::string_view::npos ? std::string_view() : fact.substr(second + 1);
}

std::size_t count_in(const Found& found, std::string_view fact) {
    const auto count = found.facts.find(fact);
    return count == found.facts.end() ? 0 : static_cast<std::size_t>(std::stoul(count->second));
}

// A row of tax or of a subtotal. What was not asked for is not in the row.
bool is_added(const LineObject& lines, const Row& row) {
    if (lines.of_items) {
        const auto item = row.find(item_field);
        return item != row.end() && item->second.empty();
    }
    const std::string_view value =
        lines.added.empty() ? std::string_view() : value_in(row, lines.added);
    return !value.empty() && value != "false";
}

std::vector<std::string> line_fields(const std::vector<ReadBackSubject>& subjects) {
    std::vector<std::string> fields = {std::string(line_object_of(subjects).header_key), "key"};
    for (const ReadBackSubject& subject : subjects) {
        for (const auto& [fact, value] : subject.facts) {
            const std::string_view field =
                fact.starts_with(line_fact_prefix) ? field_of_fact(fact) : std::string_view();
            if (!field.empty() && std::find(fields.begin(), fields.end(), field) == fields.end()) {
                fields.emplace_back(field);
            }
        }
    }
    return fields;
}

// Of what the settings count the line to; a user-defined dimension is not asked for, because no
// source tells how a query names one, and one unknown field fails the whole query.
void add_dimension_facts(Facts& facts, std::size_t number, const json::value& line) {
    const json::value* dimensions = at_pointer(line, "/dimensions");
    if (dimensions == nullptr || !dimensions->is_object()) {
        return;
    }
    for (const json::key_value_pair& dimension : dimensions->get_object()) {
        const std::string field =
            std::string(dimension_start) + std::string(dimension.key()) + ".id";
        if (takes_dimension(dimension.key()) && !is_custom_field(dimension.key())) {
            facts.emplace(line_fact(number, field),
                          line_value(field, text_at(dimension.value(), "/id")));
        }
    }
}

// A line of a transfer has what is a dimension elsewhere as a field of its own.
void add_transfer_facts(Facts& facts, std::size_t number, const json::value& line) {
    const auto add = [&](std::string_view field, std::string_view pointer) {
        facts.emplace(line_fact(number, field), line_value(field, text_at(line, pointer)));
    };
    add("item.id", "/item/id");
    add("transferDirection", "/transferDirection");
    add("warehouse.id", "/warehouse/id");
    add("quantity", "/quantity");
}

// A line of accounts receivable has an amount and an account.
void add_receivable_facts(Facts& facts, std::size_t number, const json::value& line) {
    const auto add = [&](std::string_view field, std::string_view pointer) {
        if (const std::string_view text = text_at(line, pointer); !text.empty()) {
            facts.emplace(line_fact(number, field), line_value(field, text));
        }
    };
    add("txnAmount", "/txnAmount");
    add("txnCurrency.amount", "/txnCurrency/amount");
    add("glAccount.id", "/glAccount/id");
    add("accountLabel.id", "/accountLabel/id");
    add("dimensions.location.id", "/dimensions/location/id");
    add(item_field, "/dimensions/item/id");
    add("dimensions.warehouse.id", "/dimensions/warehouse/id");
}

// Sage shows no net of such a document: it is the sum of its lines.
void add_net(Found& found, const Row& row) {
    const bool adjustment = found.sage_document.type == adjustment_type;
    const std::optional<Decimal> amount =
        Decimal::parse(value_in(row, adjustment ? "txnCurrency.amount" : "txnAmount"));
    Amounts& posted = found.sage_document.posted;
    if (amount) {
        posted.net = posted.net.value_or(Decimal()) + (adjustment ? -*amount : *amount);
    }
    if (posted.net && posted.gross) {
        posted.tax = *posted.gross - *posted.net;
    }
}

}  // namespace

// "2.500" and "2.5" are the same quantity; texts compare as they are.
std::string line_value(std::string_view field, std::string_view text) {
    // Sage may show "10--Sales department" where "10" was sent.
    if ((field.starts_with(dimension_start) && field != item_field) || field == "glAccount.id") {
        return std::string(text.substr(0, text.find("--")));
    }
    if (field != "unitQuantity" && field != "unitPrice" && field != "unitCost" &&
        field != "discountPercent" && field != "quantity" && field != "txnAmount" &&
        field != "txnCurrency.amount") {
        return comparable(field, text);
    }
    if (field == "discountPercent" && text.empty()) {
        return "0";
    }
    return shortest_number(text);
}

std::string line_fact(std::size_t line, std::string_view field) {
    return std::string(line_fact_prefix) + " " + std::to_string(line) + " " + std::string(field);
}

Facts line_facts(const Send& sent) {
    Facts facts;
    if (!sent.existing_key.empty()) {
        // A change names lines by their keys: what it promises of them is in its own facts.
        return facts;
    }
    const Result<json::value> body = mapped_body(sent.request.body);
    const json::value* lines = body.ok() ? at_pointer(body.value(), "/lines") : nullptr;
    if (lines == nullptr || !lines->is_array()) {
        return facts;
    }
    const Family family = family_of(sent.request);
    std::size_t number = 0;
    for (const json::value& line : lines->get_array()) {
        ++number;
        if (family == Family::warehouse_transfer) {
            add_transfer_facts(facts, number, line);
            continue;
        }
        if (is_receivable(family)) {
            add_receivable_facts(facts, number, line);
        } else {
            facts.emplace(line_fact(number, item_field),
                          std::string(text_at(line, "/dimensions/item/id")));
        }
        if (!line.is_object()) {
            continue;
        }
        add_dimension_facts(facts, number, line);
        for (const json::key_value_pair& member : line.get_object()) {
            const std::string field(member.key());
            const bool compared = field == "unitQuantity" || field == "unitPrice" ||
                                  field == "unitCost" || field == "memo" || is_custom_field(field);
            if (compared && member.value().is_string()) {
                facts.emplace(line_fact(number, field),
                              line_value(field, text_at(member.value(), "")));
            }
        }
    }
    facts.emplace(count_fact, std::to_string(number));
    return facts;
}

Request read_lines(const Settings& settings, const std::vector<ReadBackSubject>& subjects,
                   const std::vector<Found>& found) {
    const ReadBackSubject& first = subjects.front();
    Query query;
    const Family family = family_of(settings, first.sage_document.type, first.facts);
    const LineObject lines = line_object(family);
    query.object = object_name(family, first.sage_document.type);
    query.object.replace(query.object.find(lines.of_header), lines.of_header.size(), lines.name);
    query.fields = line_fields(subjects);
    if (!lines.added.empty()) {
        query.fields.emplace_back(lines.added);
    }
    Filter filter{"$in", std::string(lines.header_key), {}};
    for (const Found& one : found) {
        filter.values.push_back(one.sage_document.key);
        query.start += count_in(one, one.facts.contains(shown_fact) ? shown_fact : count_fact);
    }
    query.filters = {std::move(filter)};
    query.size = line_page_size;
    return query_request(settings, query);
}

Result<bool> add_lines(const std::vector<ReadBackSubject>& subjects, const Reply& reply,
                       std::vector<Found>& found) {
    Result<Page> page = read_page(reply);
    if (!page.ok()) {
        const bool refused = reply.status == 400 || reply.status == 403 || reply.status == 404;
        Error error = page.error();
        error.status = refused ? Status::config : Status::remote;
        return error;
    }
    const std::vector<std::string> fields = line_fields(subjects);
    const LineObject lines = line_object_of(subjects);
    const std::string& header_key = fields.front();
    for (const Row& row : page.value().rows) {
        const auto owner = std::find_if(found.begin(), found.end(), [&](const Found& one) {
            return one.sage_document.key == value_in(row, header_key);
        });
        if (owner == found.end()) {
            return not_asked_for();
        }
        const bool added = is_added(lines, row);
        const bool shown = owner->facts.contains(shown_fact);
        if (!lines.added.empty() || added || shown) {
            owner->facts.insert_or_assign(
                std::string(shown_fact),
                std::to_string(count_in(*owner, shown ? shown_fact : count_fact) + 1));
        }
        if (added) {
            continue;
        }
        const std::size_t number = count_in(*owner, count_fact) + 1;
        for (std::size_t index = 2; index < fields.size(); ++index) {
            const std::string& field = fields[index];
            owner->facts.insert_or_assign(line_fact(number, field),
                                          line_value(field, value_in(row, field)));
        }
        owner->facts.insert_or_assign(std::string(count_fact), std::to_string(number));
        if (!lines.added.empty()) {
            add_net(*owner, row);
        }
    }
    if (page.value().rows.empty() && !page.value().last) {
        return not_asked_for();
    }
    return !page.value().last;
}

}  // namespace sage::intacct
