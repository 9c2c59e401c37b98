// SPDX-License-Identifier: Apache-2.0
// Documents to correct, and their correction by the amounts that they state.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/mapping/correction.h"

namespace sage {

inline Decimal decimal(std::string_view text) {
    return Decimal::parse(text).value();
}

inline Line line(const std::string& id, const std::string& quantity,
                 const std::string& price = "2.50") {
    Line made;
    made.id = id;
    made.item.sellers_item_id = "SKU-" + id;
    made.quantity = {decimal(quantity), "C62"};
    made.price = Price{{decimal(price), "GBP"}, {}, {}};
    return made;
}

inline Document document(MessageType type, const std::string& version, std::vector<Line> lines) {
    Document made;
    made.envelope.message_type = type;
    made.envelope.document_version = version;
    made.id = "DN-1";
    made.issue_date = "2026-11-20";
    made.buyer.id = "C1";
    made.location_id = "MAIN";
    made.currency_id = "GBP";
    made.shipment.tracking_ids = {"1Z1"};
    made.lines = std::move(lines);
    return made;
}

inline Document despatch(const std::string& version, std::vector<Line> lines) {
    return document(MessageType::despatch_advice, version, std::move(lines));
}

inline AllowanceCharge carriage(const std::string& amount) {
    AllowanceCharge charge;
    charge.reason_code = "FC";
    charge.amount = {decimal(amount), "GBP"};
    return charge;
}

inline std::vector<Document> correction(const Document& posted, const Document& wanted) {
    return sage::correction(
        posted, wanted,
        {[](const Document&, const Line& line) { return stated_amounts(line); },
         [](const Document&, const AllowanceCharge& charge) { return stated_amounts(charge); }});
}

}  // namespace sage
