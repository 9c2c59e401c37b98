// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/stock_drift.h"

#include <algorithm>
#include <utility>

#include "sage-adapter/document/hash.h"

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
        case DriftCause::unknown_site:
            return "unknownSite";
        case DriftCause::unit:
            return "unit";
        case DriftCause::document_missing:
            return "documentMissing";
        case DriftCause::manual_edit:
            return "manualEdit";
    }
    return "none";
}

StockDrift::StockDrift(const std::vector<StockPosition>& positions, PlaceOfSite place_of)
    : place_of_(std::move(place_of)) {
    for (const StockPosition& position : positions) {
        const std::optional<std::string> place = place_of_(position.site);
        // No place of Sage has such a name: each of these sites stands for itself.
        const auto [at, added] =
            held_.try_emplace({position.item, place.value_or(std::string("\n") + position.site)});
        Held& held = at->second;
        held.unit = added ? position.unit : held.unit;
        held.unknown_site = !place.has_value();
        held.sites.insert(std::upper_bound(held.sites.begin(), held.sites.end(), position.site),
                          position.site);
        held.units_differ = held.units_differ || held.unit != position.unit;
        held.warehouse = held.warehouse + position.quantity;
    }
}

void StockDrift::add(const Document& document, MovementState state) {
    for (const StockMovement& movement : stock_movements(document)) {
        const std::optional<std::string> place = place_of_(movement.site);
        const auto found = place ? held_.find({movement.item, *place}) : held_.end();
        if (found == held_.end()) {
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

void StockDrift::compare(const Held& held, const std::optional<Decimal>& figure, Drift& row) {
    row.sage = figure;
    if (held.units_differ || !figure) {
        row.cause = DriftCause::unit;
    } else if (held.uncertain) {
        row.cause = DriftCause::uncertain;
    } else {
        row.drift = *figure + held.in_flight - held.warehouse;
    }
    if (row.drift && row.drift->sign() != 0) {
        const bool missing = *row.drift == -held.refused;
        row.cause = missing ? DriftCause::document_missing : DriftCause::manual_edit;
        row.refused_documents = missing ? held.refused_documents : std::vector<std::string>();
    }
}

std::vector<Drift> StockDrift::rows(const StockFigures& figures) const {
    std::vector<Drift> rows;
    for (const auto& [where, held] : held_) {
        Drift row;
        row.item = where.first;
        row.unit = held.unit;
        row.sites = held.sites;
        row.warehouse = held.warehouse;
        row.in_flight = held.in_flight;
        const auto figure = figures.find(where);
        if (held.unknown_site) {
            row.cause = DriftCause::unknown_site;
        } else if (figure == figures.end()) {
            row.cause = DriftCause::unknown_item;
        } else {
            compare(held, figure->second, row);
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

std::string correction_number(std::string_view item, std::string_view site, std::int64_t ordinal) {
    // Codes may have any character in them, and are told on the line and by the site.
    constexpr std::size_t digits = 12;
    std::string named = std::to_string(item.size()) + ":";
    named += item;
    named += site;
    return "DRIFT-" + hexadecimal(sha256(named)).substr(0, digits) + "-" + std::to_string(ordinal);
}

}  // namespace sage
