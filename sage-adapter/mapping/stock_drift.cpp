// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/stock_drift.h"

#include <algorithm>

namespace sage {
namespace {

bool comes_back(const Line& line) {
    return line.disposition_code.empty() || line.disposition_code == "restock" ||
           line.disposition_code == "quarantine";
}

/// What one of the line means for the site, and for the site that goods go to.
struct Effect {
    int here = 0;
    int there = 0;
};

Effect effect_of_transfer(const Document& document) {
    switch (document.transfer_step) {
        case TransferStep::arrival:
            return {0, 1};
        case TransferStep::recall:
            return {1, 0};
        case TransferStep::whole:
            break;
    }
    return {-1, document.in_transit ? 0 : 1};
}

Effect effect_of(const Document& document, const Line& line) {
    // Only its components are goods.
    if (line.is_kit) {
        return {};
    }
    switch (document.envelope.message_type) {
        case MessageType::despatch_advice:
            return {-1, 0};
        case MessageType::return_advice:
            return {comes_back(line) ? 1 : 0, 0};
        case MessageType::receipt_advice:
        case MessageType::inventory_adjustment:
            return {1, 0};
        case MessageType::inventory_transfer:
            return effect_of_transfer(document);
        default:
            return {};
    }
}

}  // namespace

std::vector<StockMovement> stock_movements(const Document& document) {
    std::vector<StockMovement> movements;
    const auto add = [&](const Line& line, const std::string& site, int sign) {
        if (sign != 0) {
            const Decimal& value = line.quantity.value;
            movements.push_back({line.item.sellers_item_id, site, sign > 0 ? value : -value,
                                 line.quantity.unit_code});
        }
    };
    for (const Line& line : document.lines) {
        const Effect effect = effect_of(document, line);
        add(line, document.location_id, effect.here);
        add(line, document.to_location_id, effect.there);
    }
    return movements;
}

std::string_view text_of(DriftCause cause) {
    switch (cause) {
        case DriftCause::none:
            return "none";
        case DriftCause::uncertain:
            return "uncertain";
        case DriftCause::unknown_item:
            return "unknownItem";
        case DriftCause::unit:
            return "unit";
        case DriftCause::document_missing:
            return "documentMissing";
        case DriftCause::manual_edit:
            return "manualEdit";
    }
    return "none";
}

StockDrift::StockDrift(const std::vector<StockPosition>& positions) {
    for (const StockPosition& position : positions) {
        const auto [place, added] = items_.try_emplace(position.item);
        Held& held = place->second;
        if (added) {
            held.unit = position.unit;
            held.site = position.site;
        }
        held.site = std::min(held.site, position.site);
        held.units_differ = held.units_differ || held.unit != position.unit;
        held.warehouse = held.warehouse + position.quantity;
    }
}

void StockDrift::add(const Document& document, MovementState state) {
    for (const StockMovement& movement : stock_movements(document)) {
        const auto found = items_.find(movement.item);
        if (found == items_.end()) {
            continue;
        }
        Held& held = found->second;
        held.units_differ = held.units_differ || held.unit != movement.unit;
        switch (state) {
            case MovementState::uncertain:
                held.uncertain = true;
                break;
            case MovementState::in_flight:
                held.in_flight = held.in_flight + movement.quantity;
                break;
            case MovementState::refused:
                held.refused = held.refused + movement.quantity;
                if (std::find(held.refused_documents.begin(), held.refused_documents.end(),
                              document.id) == held.refused_documents.end()) {
                    held.refused_documents.push_back(document.id);
                }
                break;
        }
    }
}

std::vector<Drift> StockDrift::rows(
    const std::map<std::string, Decimal, std::less<>>& on_hand) const {
    std::vector<Drift> rows;
    for (const auto& [item, held] : items_) {
        Drift row;
        row.item = item;
        row.unit = held.unit;
        row.site = held.site;
        row.warehouse = held.warehouse;
        row.in_flight = held.in_flight;
        const auto figure = on_hand.find(item);
        if (figure == on_hand.end()) {
            row.cause = DriftCause::unknown_item;
        } else {
            row.sage = figure->second;
            if (held.units_differ) {
                row.cause = DriftCause::unit;
            } else if (held.uncertain) {
                row.cause = DriftCause::uncertain;
            } else {
                row.drift = figure->second + held.in_flight - held.warehouse;
            }
        }
        if (row.drift && row.drift->sign() != 0) {
            const bool missing = *row.drift == -held.refused;
            row.cause = missing ? DriftCause::document_missing : DriftCause::manual_edit;
            row.refused_documents = missing ? held.refused_documents : std::vector<std::string>();
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

bool may_correct(const Drift& drift, const Decimal& limit) {
    if (!drift.drift || drift.drift->sign() == 0) {
        return false;
    }
    return (drift.drift->sign() < 0 ? -*drift.drift : *drift.drift) <= limit;
}

std::string correction_number(std::string_view item, std::int64_t read_at_ms) {
    return "DRIFT-" + std::to_string(read_at_ms) + "-" + std::string(item);
}

}  // namespace sage
