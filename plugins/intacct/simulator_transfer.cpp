// SPDX-License-Identifier: Apache-2.0
// Warehouse transfers: what leaves one warehouse arrives in another, at once or after a while in
// transit. Only quantities are simulated: the documents that Sage makes of a transfer, and the cost
// that it carries over, are not.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "plugins/intacct/simulator_documents.h"
#include "plugins/intacct/simulator_posting.h"
#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_intacct {
namespace {

namespace json = boost::json;

constexpr std::string_view business_code = "BL01001973";
constexpr std::string_view request_code = "REST-1028";

/// Names that only transfers have.
struct Names {
    explicit Names(FieldNames& names)
        : type(names.id("transferType")),
          state(names.id("transferState")),
          action(names.id("action")),
          out_date(names.id("outDate")),
          in_date(names.id("inDate")),
          direction(names.id("transferDirection")),
          warehouse_id(names.id("warehouse.id")),
          warehouse_key(names.id("warehouse.key")),
          unit_id(names.id("unit.id")),
          unit_key(names.id("unit.key")) {}
    FieldId type, state, action, out_date, in_date, direction, warehouse_id, warehouse_key, unit_id,
        unit_key;
};

Decimal decimal_of(std::string_view text) {
    return Decimal::parse(text).value_or(Decimal());
}

void refuse(std::vector<Detail>& refusals, std::string message,
            std::string_view code = business_code) {
    refusals.push_back({std::string(code), std::move(message)});
}

/// The transfer as an inventory-control document of its lines, for the rules that both have.
StoredDocument as_document(Company& company, const Names& names, const StoredDocument& transfer) {
    const KnownFields& known = company.known;
    StoredDocument document;
    document.posted = transfer.header.text(names.state) != "draft";
    document.header.set(known.transaction_date, transfer.header.text(known.transaction_date));
    for (const Line& line : transfer.lines) {
        Line same;
        const auto copy = [&](FieldId from, FieldId to) {
            if (const auto value = line.record.find(from)) {
                same.record.add(to, value->text, value->kind);
            }
        };
        copy(known.line_item_id, known.item_id);
        copy(names.warehouse_id, known.warehouse_id);
        copy(names.unit_id, known.unit_id);
        copy(known.quantity, known.unit_quantity);
        copy(known.tracking_detail, known.tracking_detail);
        const FieldId location = company.names.id("dimensions.location.id");
        copy(location, location);
        document.lines.push_back(std::move(same));
    }
    return document;
}

/// Which action makes which transfer, as Sage's specification lists them; else nothing.
std::string_view state_after(std::string_view type, std::string_view action) {
    return action == "draft"                                ? "draft"
           : type == "immediate" && action == "post"        ? "posted"
           : type == "inTransit" && action == "transferOut" ? "inTransit"
                                                            : "";
}

void check_header(const Names& names, const KnownFields& known, const Record& header,
                  std::vector<Detail>& faults) {
    if (header.text(names.type) != "inTransit") {
        return;
    }
    const std::string_view out = header.text(names.out_date);
    const std::string_view in = header.text(names.in_date);
    if (out.empty() || in.empty()) {
        refuse(faults, "Fields 'outDate' and 'inDate' are required for an inTransit transfer",
               request_code);
    } else if (out < header.text(known.transaction_date) || in < out) {
        refuse(faults, "transactionDate, outDate and inDate must follow each other", request_code);
    }
}

/// Each outgoing line has an incoming one of the same item, unit and quantity.
void check_pairs(const Names& names, const KnownFields& known, const StoredDocument& transfer,
                 std::vector<Detail>& refusals) {
    std::map<std::string, int> open;
    for (const Line& line : transfer.lines) {
        const std::string pair =
            fmt::format("{}\n{}\n{}", line.record.text(known.line_item_id),
                        line.record.text(names.unit_id), line.record.text(known.quantity));
        open[pair] += line.record.text(names.direction) == "out" ? 1 : -1;
    }
    const bool matched =
        std::all_of(open.begin(), open.end(), [](const auto& one) { return one.second == 0; });
    if (!matched) {
        refuse(refusals, "Lines must be matched pairs of one outgoing and one incoming line.");
    }
}

/// What the lines of one direction move, in base units, taken as positive.
Movements moved(const Company& company, const Names& names, const StoredDocument& transfer,
                const StoredDocument& document, std::string_view direction) {
    Movements moves;
    for (std::size_t at = 0; at < transfer.lines.size(); ++at) {
        const Record& line = document.lines[at].record;
        const auto factor = unit_factor(company, line, false);
        if (transfer.lines[at].record.text(names.direction) != direction || !factor) {
            continue;
        }
        const Decimal quantity = decimal_of(line.text(company.known.unit_quantity));
        Decimal& move = moves[{std::string(line.text(company.known.item_id)),
                               std::string(line.text(company.known.warehouse_id))}];
        move = move +
               Decimal::multiply(quantity, *factor, quantity.scale(), Rounding::half_away_from_zero)
                   .value_or(Decimal());
    }
    return moves;
}

void add_to(Stock& stock, const Movements& moves) {
    for (const auto& [place, quantity] : moves) {
        Decimal& held = stock[place];
        held = held + quantity;
    }
}

void identify(Company& company, Definition& transfers, StoredDocument& transfer,
              const Caller& caller) {
    const KnownFields& known = company.known;
    transfer.key = company.documents.next_key();
    transfer.header.add(known.key, std::to_string(transfer.key));
    transfer.header.add(known.id, fmt::format("IC:{:04}:doc", transfers.next_number++));
    const std::string now = date_time_of(caller.now_ms);
    transfer.header.add(known.created, now);
    transfer.header.add(known.modified, now);
    if (!caller.entity.empty()) {
        transfer.header.add(known.entity_id, caller.entity);
        transfer.header.add(known.entity_key,
                            company.table("company-config/entity").key_of(caller.entity));
    }
    transfer.visible_ms =
        caller.now_ms + company.behaviours.running_ms + company.behaviours.query_lag_ms;
    for (Line& line : transfer.lines) {
        line.ordinal = ++transfer.last_ordinal;
        line.record.shrink();
    }
    transfer.header.shrink();
}

/// The lines of a change are those of the transfer, all of them and as they are.
void check_named_lines(const Names& names, const KnownFields& known, const StoredDocument& transfer,
                       const Body& body, std::vector<Detail>& refusals) {
    std::size_t same = 0;
    for (const BodyLine& named : body.lines) {
        const auto line = std::find_if(
            transfer.lines.begin(), transfer.lines.end(),
            [&](const Line& one) { return std::to_string(line_key(transfer, one)) == named.key; });
        const auto is = [&](FieldId field) {
            return named.fields.text(field) == line->record.text(field);
        };
        const bool as_it_is = line != transfer.lines.end() && !named.remove &&
                              is(names.direction) && is(known.line_item_id) &&
                              is(names.warehouse_id) && is(names.unit_id) &&
                              decimal_of(named.fields.text(known.quantity)) ==
                                  decimal_of(line->record.text(known.quantity));
        same += as_it_is ? 1 : 0;
    }
    if (same != transfer.lines.size() || same != body.lines.size()) {
        refuse(
            refusals,
            "The lines of a transfer that is received must be named by their keys, as they are.");
    }
}

}  // namespace

Written create_transfer(Company& company, Definition& transfers, const json::object& body,
                        const Caller& caller) {
    const Names names(company.names);
    const KnownFields& known = company.known;
    Body read = read_body(company, transfers, Purpose::create, body);
    StoredDocument transfer;
    transfer.definition = static_cast<std::size_t>(
        std::find_if(company.definitions.begin(), company.definitions.end(),
                     [](const Definition& one) { return one.transfer; }) -
        company.definitions.begin());
    transfer.header = std::move(read.header);
    for (BodyLine& line : read.lines) {
        transfer.lines.push_back({0, std::move(line.fields)});
    }
    const std::string_view state =
        state_after(transfer.header.text(names.type), transfer.header.text(names.action));
    if (read.faults.empty() && state.empty()) {
        refuse(read.faults, "The action does not fit the transferType", request_code);
    }
    transfer.header.set(names.state, state);
    transfer.header.erase(names.action);
    transfer.posted = state == "posted" || state == "inTransit";
    check_header(names, known, transfer.header, read.faults);
    const StoredDocument document = as_document(company, names, transfer);
    Movements out;
    if (read.faults.empty() && read.business.empty()) {
        check_pairs(names, known, transfer, read.business);
        check_rules(company, transfers, document, caller, read.business);
        out = difference({}, moved(company, names, transfer, document, "out"));
    }
    if (read.business.empty() && transfer.posted) {
        check_stock(company, out, read.business);
    }
    if (const auto refusal = refusal_of(company, transfers, "create", std::move(read.faults),
                                        std::move(read.business))) {
        return {reply_to(*refusal)};
    }
    if (transfer.posted) {
        apply_stock(company, out);
        add_to(state == "posted" ? company.stock : company.in_transit,
               moved(company, names, transfer, document, "in"));
    }
    identify(company, transfers, transfer, caller);
    company.documents.index(known.reference_number, transfer.header.text(known.reference_number),
                            transfer.key);
    const StoredDocument& kept = company.documents.add(std::move(transfer));
    return {written_reply(201, transfers, kept.key), true, true};
}

Written change_transfer(Company& company, Definition& transfers, StoredDocument& transfer,
                        const json::object& sent, const Caller& caller) {
    const Names names(company.names);
    const KnownFields& known = company.known;
    Body body = read_body(company, transfers, Purpose::change, sent);
    const std::string_view state = transfer.header.text(names.state);
    const std::string_view action = body.header.text(names.action);
    const std::string_view arrival =
        company.behaviours.arrive_by_transfer_out ? "transferOut" : "transferIn";
    if (state != "inTransit") {
        refuse(body.business, fmt::format("The simulator changes no transfer that is {}.", state));
    } else if (action != arrival) {
        refuse(body.faults, fmt::format("The action '{}' does not receive a transfer", action),
               request_code);
    } else {
        check_named_lines(names, known, transfer, body, body.business);
    }
    const std::string_view date = body.header.text(names.in_date);
    if (!company.closed_until.empty() && !date.empty() && date <= company.closed_until) {
        refuse(body.business,
               fmt::format("Periods are closed. Your transaction date {} must be after {}.", date,
                           company.closed_until));
    }
    if (const auto refusal = refusal_of(company, transfers, "update", std::move(body.faults),
                                        std::move(body.business))) {
        return {reply_to(*refusal)};
    }
    const Movements in =
        moved(company, names, transfer, as_document(company, names, transfer), "in");
    add_to(company.in_transit, difference({}, in));
    apply_stock(company, in);
    transfer.header.set(names.state, "posted");
    if (!date.empty()) {
        transfer.header.set(names.in_date, date);
    }
    transfer.header.set(known.modified, date_time_of(caller.now_ms));
    return {written_reply(200, transfers, transfer.key), false, true};
}

}  // namespace sage::simulated_intacct
