// SPDX-License-Identifier: Apache-2.0
// A line of the answer for each line of the held documents, in the order of acceptance: of a
// version that corrects another one, what differs and no more.
#include "sage-adapter/bridge/query_held_lines.h"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "sage-adapter/base/json.h"
#include "sage-adapter/delivery/parts.h"

namespace sage {
namespace json = boost::json;
namespace {

constexpr std::string_view header =
    "externalReference,messageId,messageType,documentId,documentVersion,issueDate,locationId,"
    "toLocationId,lineId,sellersItemId,quantity,unitCode,reasonCode,lots,serialIds,unitCost,"
    "lineNet,currencyId\r\n";

std::string cell(std::string_view text) {
    constexpr std::string_view begins_formula = "=+-@\t\r";
    std::string value(text);
    if (!value.empty() && begins_formula.find(value.front()) != std::string_view::npos) {
        value.insert(0, 1, '\'');
    }
    if (value.find_first_of(",\"\r\n") == std::string::npos) {
        return value;
    }
    std::string quoted = "\"";
    for (const char character : value) {
        quoted += character;
        if (character == '"') {
            quoted += '"';
        }
    }
    return quoted + '"';
}

/// As a line without goods: what it is for stands where an item would.
Line line_of(const AllowanceCharge& charge) {
    Line line;
    line.reason_code = charge.reason_code;
    line.item.sellers_item_id = charge.reason.empty() ? charge.reason_code : charge.reason;
    line.quantity.value = Decimal::of(charge.charge_indicator ? 1 : -1);
    line.price = Price{charge.amount, std::nullopt, std::nullopt};
    return line;
}

std::string lots_of(const Line& line) {
    std::string text;
    for (const Lot& lot : line.lots) {
        text += (text.empty() ? "" : "; ") + lot.lot_number + " " + lot.quantity.value.text();
    }
    return text;
}

std::string serials_of(const Line& line) {
    std::string text;
    for (const std::string& serial : line.serial_ids) {
        text += (text.empty() ? "" : "; ") + serial;
    }
    return text;
}

std::string text_of(const std::optional<Decimal>& number) {
    return number ? number->text() : std::string();
}

std::string row_of(const HeldDocument& held, const Line& line) {
    const Entry& entry = held.entry;
    const Document& document = held.document;
    const std::string& currency =
        line.unit_cost ? line.unit_cost->currency_id : document.currency_id;
    const std::array<std::string, 18> cells = {
        cell(entry.external_reference),
        cell(host_message_id(entry)),
        cell(text_of(document.envelope.message_type)),
        cell(entry.document_id),
        cell(entry.document_version),
        cell(document.issue_date),
        cell(document.location_id),
        cell(document.to_location_id),
        cell(line.id),
        cell(line.item.sellers_item_id),
        line.quantity.value.text(),
        cell(line.quantity.unit_code),
        cell(line.reason_code),
        cell(lots_of(line)),
        cell(serials_of(line)),
        text_of(line.unit_cost ? std::optional(line.unit_cost->amount) : std::nullopt),
        text_of(line_net(line)),
        cell(currency),
    };
    std::string row;
    for (const std::string& one : cells) {
        row += (row.empty() ? "" : ",") + one;
    }
    return row + "\r\n";
}

}  // namespace

std::string lines_as_csv(const std::vector<HeldDocument>& documents) {
    std::string table(header);
    for (const HeldDocument& held : documents) {
        for (const Line& line : held.document.lines) {
            table += row_of(held, line);
        }
        for (const AllowanceCharge& charge : held.document.allowance_charges) {
            table += row_of(held, line_of(charge));
        }
    }
    return table;
}

Result<std::string> answer_held_lines(Instance& instance, const JsonValue& request,
                                      std::size_t limit) {
    const std::string cause(text_at(request, "/rootCause"));
    if (cause.empty()) {
        return Error(
            Status::not_accepted,
            Problem{"query.root_cause_missing", "/rootCause", "The query names no root cause.",
                    "Give the rootCause of one of the issues that the query held answers.",
                    Owner::it});
    }
    const Result<std::int64_t> count = instance.store->held_count(cause);
    Result<std::vector<Entry>> entries = instance.store->held_for(cause, limit);
    if (!count.ok() || !entries.ok()) {
        return count.ok() ? entries.error() : count.error();
    }
    std::vector<HeldDocument> documents;
    for (Entry& entry : entries.value()) {
        // The document that it is posted for is held with it.
        if (is_precursor(entry)) {
            continue;
        }
        Result<Document> document = instance.delivery.effective_document(entry);
        if (!document.ok()) {
            return std::move(document).error();
        }
        documents.push_back({std::move(entry), std::move(document).value()});
    }
    return json::serialize(json::object{{"rootCause", cause},
                                        {"held", count.value()},
                                        {"documents", documents.size()},
                                        {"csv", lines_as_csv(documents)}});
}

}  // namespace sage
