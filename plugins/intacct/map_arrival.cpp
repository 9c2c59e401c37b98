// SPDX-License-Identifier: Apache-2.0
// Goods that left with a transfer which is posted have arrived: the transfer is changed in Sage
// Intacct, which then brings them into the other warehouse. Sage wants every line with its key, so
// the transfer and its lines are read first; somebody may have received them there meanwhile.
#include <algorithm>

#include "plugins/intacct/answers.h"
#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

constexpr std::string_view transfer_observation = "posted transfer";
constexpr std::string_view lines_observation = "lines of the transfer";
constexpr int transfer_rows_max = 2;
// Sage's largest page.
constexpr int line_rows_max = 4'000;

Hold hold(std::string_view code, std::string cause, std::string fix) {
    return {
        {"intacct." + std::string(code), "", std::move(cause), std::move(fix), Owner::warehouse},
        ""};
}

// The latest version of it that made the transfer.
const Related* posted_transfer(const PreparationInput& input) {
    for (const Related& one : input.related) {
        if (one.message_type == MessageType::inventory_transfer &&
            one.document_id == input.document.id && one.posted && !one.sage_document.key.empty()) {
            return &one;
        }
    }
    return nullptr;
}

ReadFirst ask_transfer(const Settings& settings, const SageDocument& transfer) {
    Query query;
    query.object = object_name(Family::warehouse_transfer, transfer_type);
    query.fields = {"key", "id", "transferType", "transferState"};
    query.filters = {Filter{"$eq", "key", {transfer.key}}};
    query.size = transfer_rows_max;
    return {std::string(transfer_observation), query_request(settings, query)};
}

ReadFirst ask_lines(const Settings& settings, const SageDocument& transfer) {
    Query query;
    query.object = object_name(Family::warehouse_transfer, transfer_type) + "-line";
    query.fields = {"key", "transferDirection", "item.id", "warehouse.id", "quantity", "unit.id"};
    query.filters = {Filter{"$eq", "warehouseTransfer.key", {transfer.key}}};
    query.size = line_rows_max;
    return {std::string(lines_observation), query_request(settings, query)};
}

Hold unreadable(const std::string& cause) {
    return hold("document_unreadable", cause,
                "Give the Web Services user the right to view warehouse transfers, then decide to "
                "send this document again.");
}

Hold changed(const SageDocument& transfer) {
    return hold("transfer_changed",
                "The lines of warehouse transfer " + transfer.key +
                    " in Sage Intacct are not those that were posted.",
                "Receive the transfer in Sage Intacct by hand, then record that with an "
                "operatorDecision about this version.");
}

// Takes the first row that is this line.
const Row* take(std::vector<const Row*>& open, std::string_view direction, const Row& wanted) {
    const auto same = [&](const Row* row) {
        return value_in(*row, "transferDirection") == direction &&
               value_in(*row, "item.id") == value_in(wanted, "item.id") &&
               value_in(*row, "unit.id") == value_in(wanted, "unit.id") &&
               line_value("quantity", value_in(*row, "quantity")) ==
                   line_value("quantity", value_in(wanted, "quantity"));
    };
    const auto found = std::find_if(open.begin(), open.end(), same);
    if (found == open.end()) {
        return nullptr;
    }
    const Row* row = *found;
    open.erase(found);
    return row;
}

void add_line(std::string& body, const Row& row, const std::string& tracking) {
    open_element(body);
    add_member(body, "key", value_in(row, "key"));
    add_member(body, "transferDirection", value_in(row, "transferDirection"));
    add_reference(body, "item", value_in(row, "item.id"));
    add_reference(body, "warehouse", value_in(row, "warehouse.id"));
    add_member(body, "quantity", line_value("quantity", value_in(row, "quantity")));
    add_reference(body, "unit", value_in(row, "unit.id"));
    if (!tracking.empty()) {
        add_raw(body, "trackingDetail", tracking);
    }
    body += '}';
}

// Every line of the warehouse has its pair in Sage, and there are no others.
Preparation change(Draft& draft, const SageDocument& transfer, const Page& page) {
    const PreparationInput& input = draft.input;
    std::vector<const Row*> open;
    for (const Row& row : page.rows) {
        open.push_back(&row);
    }
    std::string& body = draft.body;
    add_member(body, "action", draft.settings.transfers.arrival_action);
    add_member(body, "inDate", draft.dates.posting_date);
    open_member(body, "lines", '[');
    for (std::size_t index = 0; index < input.document.lines.size(); ++index) {
        const Line& line = input.document.lines[index];
        const std::string pointer = "/body/lines/" + std::to_string(index);
        const Mapped<GoodsItem> item = map_goods(draft, line, pointer);
        if (item.hold) {
            return *item.hold;
        }
        const Mapped<UnitLine> unit = map_line_unit(draft, item.value.record, line, pointer);
        if (unit.hold) {
            return *unit.hold;
        }
        const Line& in_unit = unit.value.or_as_it_is(line);
        const Mapped<std::string> tracking =
            tracking_detail(input.catalogue, item.value.id(), in_unit, pointer);
        if (tracking.hold) {
            return *tracking.hold;
        }
        const Row wanted = {{"item.id", std::string(item.value.id())},
                            {"unit.id", unit.value.unit},
                            {"quantity", in_unit.quantity.value.text()}};
        for (const std::string_view direction : {"out", "in"}) {
            const Row* row = take(open, direction, wanted);
            if (row == nullptr) {
                return changed(transfer);
            }
            add_line(body, *row, tracking.value);
        }
    }
    if (!open.empty()) {
        return changed(transfer);
    }
    body += "]}";
    Send send;
    send.request = patch_transfer(draft.settings, transfer.key, input.idempotency_key, body);
    send.sage_type = transfer_type;
    send.existing_key = transfer.key;
    send.remarks = std::move(draft.remarks);
    send.facts = {{"transferState", "posted"}, {"transferType", "inTransit"}};
    return send;
}

}  // namespace

Preparation prepare_arrival(const Settings& settings, const PreparationInput& input) {
    const Related* related = posted_transfer(input);
    if (related == nullptr) {
        return hold("transfer_not_posted",
                    "The transfer " + input.document.id + " is not posted in Sage Intacct.",
                    "Find out what became of its first version, then decide to send this one "
                    "again.");
    }
    const SageDocument& transfer = related->sage_document;
    const Reply* header = answer_to(input, transfer_observation);
    if (header == nullptr) {
        return ask_transfer(settings, transfer);
    }
    const Result<Page> seen = read_page(*header);
    if (!seen.ok()) {
        return unreadable(seen.error().first().cause);
    }
    if (seen.value().rows.size() != 1 ||
        value_in(seen.value().rows.front(), "key") != transfer.key) {
        return hold("document_gone",
                    "The warehouse transfer " + transfer.key + " of " + input.document.id +
                        " is no longer in Sage Intacct.",
                    "Find out in Sage Intacct who deleted it, then withdraw this document.");
    }
    if (value_in(seen.value().rows.front(), "transferState") == "posted") {
        return PostNothing{"The goods have arrived in Sage Intacct already.", transfer};
    }
    const Reply* lines = answer_to(input, lines_observation);
    if (lines == nullptr) {
        return ask_lines(settings, transfer);
    }
    const Result<Page> page = read_page(*lines);
    if (!page.ok() || !page.value().last) {
        return unreadable(page.ok() ? "The lines of the transfer are more than one page."
                                    : page.error().first().cause);
    }
    const std::string type(transfer_type);
    Draft draft(settings, input, Family::warehouse_transfer, type);
    Mapped<DocumentDates> dates = map_dates(draft);
    if (dates.hold) {
        return *std::move(dates.hold);
    }
    draft.dates = std::move(dates.value);
    return change(draft, transfer, page.value());
}

}  // namespace sage::intacct
